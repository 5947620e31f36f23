"""Who may send pictures. Who may see one is the rule of the thing whose text shows it."""

from cop.core.actor import Actor
from cop.core.verdict import Verdict, allow_if


def may_keep(by: Actor) -> Verdict:
    """Let members send pictures; whether they may write the thing is that thing's rule."""
    return allow_if(by.is_member, "sign_in_first")


def may_place(by: Actor) -> Verdict:
    """Let whoever saves a text have its pictures settled; the text's own rule was asked."""
    return allow_if(by.is_member or by.is_system, "sign_in_first")


def may_forget(by: Actor) -> Verdict:
    """Let the site forget pictures that no text names."""
    return allow_if(by.is_system, "not_allowed")
