"""What all pages of lessons share."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from cop.accounts.guards import member
from cop.core.actor import Actor
from cop.db import transaction
from cop.lessons import queries
from cop.lessons.models import Lesson
from cop.lessons.policies import Standing
from cop.web.once import KEY_FIELD, create_once

blueprint = Blueprint("lessons", __name__)
REF = "/lessons/<string:lesson_ref>"


@dataclass(frozen=True, slots=True)
class Case:
    """A lesson somebody is about to act on."""

    lesson: Lesson
    standing: Standing
    actor: Actor

    @property
    def address(self) -> str:
        """Return the address of the lesson's page."""
        return url_for("lessons.show", lesson_ref=self.lesson.ref)


def case(lesson_ref: str) -> Case:
    """Return the lesson of an address for an act. Raises Missing when the reader may not know."""
    actor = member()
    lesson = queries.get(actor, lesson_ref)
    return Case(lesson=lesson, standing=queries.standing(lesson.id), actor=actor)


def act(make: Callable[[], str], done: str) -> ResponseReturnValue:
    """Do something in one transaction and send the reader to the address it returns.

    A form with a key of its own does it once, however often the button was pressed.
    """
    if request.form.get(KEY_FIELD):
        answer = create_once(make)
    else:
        with transaction():
            address = make()
        answer = redirect(address, 303)
    flash(done)
    return answer
