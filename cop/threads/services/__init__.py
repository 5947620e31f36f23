"""Where threads change."""

from cop.threads.services.answering import mark_answer, unmark_answer
from cop.threads.services.linking import link, unlink
from cop.threads.services.replying import change_reply, remove_reply, reply
from cop.threads.services.starting import Draft, change_thread, start
from cop.threads.services.tending import (
    close_to_public,
    lock,
    open_to_public,
    remove_thread,
    unlock,
)

__all__ = [
    "Draft",
    "change_reply",
    "change_thread",
    "close_to_public",
    "link",
    "lock",
    "mark_answer",
    "open_to_public",
    "remove_reply",
    "remove_thread",
    "reply",
    "start",
    "unlink",
    "unlock",
    "unmark_answer",
]
