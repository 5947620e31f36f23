"""What says nearly the same as a lesson, thread or session that is being written.

Shown beside the form while one writes, and asked about when a lesson is handed in.
"""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cop.accounts.guards import member
from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.lessons import policies, queries
from cop.lessons.forms import LessonForm
from cop.lessons.models import MARKDOWN
from cop.lessons.views.blueprint import blueprint
from cop.search.queries.nearby import Near, nearby

_SAID = ("summary", *MARKDOWN, "applies_when", "not_when")
_SAID_ELSEWHERE = ("body", "objectives")
_TITLES = ("theme", "title", "title_th")
MOST = 4


@blueprint.post("/lessons/nearby")
def near_rows() -> ResponseReturnValue:
    """Show the card of things that say nearly what the sent form says. Nothing is written."""
    actor = member()
    policies.may_capture(actor).require()
    form, own = request.form, request.form.get("without", "")
    own_id = int(own) if own.isascii() and own.isdigit() and len(own) < 10 else None
    text = _text(form)
    # Of a session the theme says what it is about; its name is the same each time.
    title = next(filter(None, map(form.get, _TITLES)), "")
    found = _near(actor, title, text, own_id)
    is_lesson = not any(form.get(name) for name in _TITLES[:2])
    return render_template("lessons/near_rows.html", rows=found, is_lesson=is_lesson)


def expect_distinct(
    actor: Actor, form: LessonForm, values: Mapping[str, Any], lesson_id: int | None = None
) -> tuple[str, str]:
    """Return the number of the lesson that says probably the same, and what is different.

    Two empty texts when there is none. Raises Invalid when there is one and nothing is said of it;
    the form then names it, with what was said when the lesson was handed in before.
    """
    found = _near(actor, values["title_th"] or "", _text(values), lesson_id)
    alike = [one for one in found if one.is_duplicate and one.title.kind == "lesson"]
    if not alike:
        return "", ""
    form.alike = alike[0].title
    said = (form.differs.data or "").strip()
    if not said:
        if lesson_id is not None:
            earlier = next(iter(queries.decisions(lesson_id, "submit")), None)
            form.differs.data = earlier.words.partition(": ")[2] if earlier else ""
        raise Invalid({"differs": "say_what_differs"})
    return alike[0].title.ref, said


def _near(actor: Actor, title: str, text: str, lesson_id: int | None) -> list[Near]:
    without = None if lesson_id is None else ("lesson", lesson_id)
    return nearby(actor, title, text, without=without, limit=MOST)


def _text(values: Mapping[str, Any]) -> str:
    steps = values.get("recommendation") or ""
    said = [str(values.get(name) or "") for name in (*_SAID, *_SAID_ELSEWHERE)]
    return "\n".join([*said, steps if isinstance(steps, str) else "\n".join(steps)])
