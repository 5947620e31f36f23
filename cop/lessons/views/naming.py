"""The name of an author whom readers are not told, told once to who looks after the lesson."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts import queries as accounts
from cop.core.clock import now
from cop.db import transaction
from cop.lessons import services
from cop.lessons.views.blueprint import REF, blueprint, case


@blueprint.post(f"{REF}/author")
def reveal_author(lesson_ref: str) -> ResponseReturnValue:
    """Tell a moderator who wrote the lesson, in a message that no later page repeats.

    Each time is an entry of the journal of its own, so no key of a form makes two of them one.
    """
    found = case(lesson_ref)
    with transaction():
        services.reveal_author(found.lesson, by=found.actor, at=now())
    name = accounts.names([found.lesson.author_id]).get(found.lesson.author_id, "")
    flash(gettext("ผู้เขียนคือ %(name)s ระบบบันทึกไว้แล้วว่าท่านดูชื่อนี้", name=name))
    return redirect(found.address, 303)
