"""What changes in what search remembers."""

from cop.search.services.building import end_build, keep_list, note_progress, start_build
from cop.search.services.following import (
    MOST_FOLLOWED,
    follow,
    follow_again,
    note_new,
    rename,
    sweep_left,
    unfollow,
)
from cop.search.services.remembering import (
    Asked,
    dismiss,
    forget,
    log,
    note_click,
    recall,
)
from cop.search.services.words import add_words, remove_word

__all__ = [
    "MOST_FOLLOWED",
    "Asked",
    "add_words",
    "dismiss",
    "end_build",
    "follow",
    "follow_again",
    "forget",
    "keep_list",
    "log",
    "note_click",
    "note_new",
    "note_progress",
    "recall",
    "remove_word",
    "rename",
    "start_build",
    "sweep_left",
    "unfollow",
]
