"""Who may look at what was searched, follow searches, and keep the words of the dictionary."""

from cop.core.actor import Actor
from cop.core.verdict import Verdict, allow_if


def may_curate_queries(by: Actor) -> Verdict:
    """Moderators and reviewers of the whole body."""
    return allow_if(by.has("moderator") or by.has("reviewer"), "moderators_only")


may_dismiss = may_curate_queries
may_recall = may_curate_queries


def may_remember(by: Actor) -> Verdict:
    """Allow the system itself alone, which keeps the log of searches and makes the index."""
    return allow_if(by.is_system, "not_allowed")


may_log = may_remember
may_note_click = may_remember
may_forget = may_remember
may_note_new = may_remember
may_keep_list = may_remember
may_start_build = may_remember
may_note_progress = may_remember
may_end_build = may_remember


def may_follow(by: Actor) -> Verdict:
    """Whoever is signed in."""
    return allow_if(by.is_member, "sign_in_first")


def may_rename(by: Actor, owner_id: int) -> Verdict:
    """Only the person who follows."""
    return allow_if(by.id == owner_id, "not_allowed")


may_unfollow = may_rename
may_follow_again = may_rename


def may_keep_words(by: Actor) -> Verdict:
    """Administrators of the whole body."""
    return allow_if(by.has("admin"), "admins_only")


may_add_words = may_keep_words
may_remove_word = may_keep_words
