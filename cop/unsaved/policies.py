"""Whose unsaved texts are whose: they are their writer's alone, whatever anybody's role."""

from sqlalchemy import ColumnElement, false

from cop.core.actor import Actor
from cop.core.verdict import Verdict, allow_if
from cop.readers import reader_id
from cop.unsaved.models import UnsavedText


def written_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for the actor's own texts."""
    return UnsavedText.member_id == reader_id(actor) if actor.is_member else false()


def may_keep(by: Actor) -> Verdict:
    """Let members keep what they type; whether they may write the thing is that thing's rule."""
    return allow_if(by.is_member, "sign_in_first")


def may_drop(by: Actor) -> Verdict:
    """Let members drop what they typed themselves; others' texts are not found."""
    return allow_if(by.is_member, "sign_in_first")


def may_forget(by: Actor) -> Verdict:
    """Let the site forget texts to which nobody came back."""
    return allow_if(by.is_system, "not_allowed")
