"""Where lessons change."""

from cop.lessons.services._content import Content
from cop.lessons.services.deciding import (
    close_to_public,
    note_reading,
    open_to_public,
    publish,
    reject,
    request_changes,
    restore,
    start_review,
    withdraw,
)
from cop.lessons.services.linking import End, add_link, remove_link
from cop.lessons.services.writing import capture, classify, recall, revise, submit

__all__ = [
    "Content",
    "End",
    "add_link",
    "capture",
    "classify",
    "close_to_public",
    "note_reading",
    "open_to_public",
    "publish",
    "recall",
    "reject",
    "remove_link",
    "request_changes",
    "restore",
    "revise",
    "start_review",
    "submit",
    "withdraw",
]
