"""Where lessons change."""

from cop.lessons.services._content import Content
from cop.lessons.services.correcting import (
    CORRECTED,
    MOST_LETTERS,
    minor_edit,
    see_minor,
    undo_minor,
)
from cop.lessons.services.deciding import (
    appeal,
    close_to_public,
    note_reading,
    open_to_public,
    reject,
    request_changes,
    start_review,
)
from cop.lessons.services.ending import (
    DAYS_IN_TRASH,
    discard,
    merge,
    purge,
    remove,
    restore,
    trash,
    untrash,
    withdraw,
)
from cop.lessons.services.hiding import renew_shown
from cop.lessons.services.lapsing import lapse
from cop.lessons.services.linking import End, add_link, remove_link
from cop.lessons.services.owning import pass_to_unit, reassign
from cop.lessons.services.publishing import (
    check,
    confirm,
    give_trust_back,
    lift_trust,
    publish,
    publish_trusted,
    publish_urgently,
)
from cop.lessons.services.redacting import redact
from cop.lessons.services.scheduling import publish_due, schedule, unschedule
from cop.lessons.services.writing import capture, classify, recall, reveal_author, revise, submit

__all__ = [
    "CORRECTED",
    "DAYS_IN_TRASH",
    "MOST_LETTERS",
    "Content",
    "End",
    "add_link",
    "appeal",
    "capture",
    "check",
    "classify",
    "close_to_public",
    "confirm",
    "discard",
    "give_trust_back",
    "lapse",
    "lift_trust",
    "merge",
    "minor_edit",
    "note_reading",
    "open_to_public",
    "pass_to_unit",
    "publish",
    "publish_due",
    "publish_trusted",
    "publish_urgently",
    "purge",
    "reassign",
    "recall",
    "redact",
    "reject",
    "remove",
    "remove_link",
    "renew_shown",
    "request_changes",
    "restore",
    "reveal_author",
    "revise",
    "schedule",
    "see_minor",
    "start_review",
    "submit",
    "trash",
    "undo_minor",
    "unschedule",
    "untrash",
    "withdraw",
]
