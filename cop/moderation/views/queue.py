"""The review queue. Its pages only read; decisions are posted to the lessons' own addresses."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cop.core.actor import Actor
from cop.core.clock import now, today
from cop.core.errors import Missing
from cop.lessons import policies
from cop.lessons import queries as lessons
from cop.lessons.forms import DecisionForm, displayed, doubts
from cop.lessons.forms.labels import ACTS, CHOSEN, FIELDS, KINDS, OUTCOMES, REASONS, STATES
from cop.lessons.models import UNDER_REVIEW
from cop.moderation import queries
from cop.moderation.forms import FLAG_REASONS, earlier_ids, talk
from cop.moderation.policies import may_assign
from cop.moderation.views.blueprint import blueprint, reviewer

FILTERS = ("all", "free", "mine", "late")


@blueprint.get("/moderation")
def queue() -> ResponseReturnValue:
    """Show what waits, and beside it the one that has waited longest."""
    actor = reviewer()
    if request.args.get("show") in {"check", "minor", "flags"}:
        return _page(actor, [], {}, is_alone=False)
    rows = _filtered(queries.queue(actor, now()), actor)
    first = next((row for row in rows if not row.lesson.is_own), None)
    shown = _item(actor, first.lesson.ref) if first else {}
    return _page(actor, rows, shown, is_alone=False)


@blueprint.get("/moderation/<string:lesson_ref>")
def item(lesson_ref: str) -> ResponseReturnValue:
    """Show one lesson with what is to be decided."""
    actor = reviewer()
    shown = _item(actor, lesson_ref)
    rows = queries.queue(actor, now())
    return _page(actor, rows, shown, is_alone=True)


def _filtered(rows: list[queries.Waiting], actor: Actor) -> list[queries.Waiting]:
    chosen = request.args.get("show", "all")
    if chosen == "mine":
        return [row for row in rows if row.lesson.assignee_id == actor.id]
    if chosen == "free":
        return [row for row in rows if row.lesson.assignee_id is None]
    if chosen == "late":
        return [row for row in rows if row.late_by]
    return rows


def _item(actor: Actor, lesson_ref: str) -> dict[str, Any]:
    """Return what the page shows of one lesson. Raises Missing for one that is not in review."""
    page = lessons.page(actor, lesson_ref, current=True)
    row, standing = page.row, page.standing
    if row.state not in UNDER_REVIEW or not policies.may_read_versions(actor, standing):
        raise Missing
    newest = row.current_revision_id
    versions = lessons.versions(row.id, drafts=True, names_author=True)
    decisions = lessons.decisions(row.id, names_author=True)
    before = queries.read_before(newest, versions, decisions)
    remarks = queries.of_lesson(row.id)
    ids = {newest, *earlier_ids(remarks, newest)} | ({before.id} if before else set())
    said, terms = lessons.values_of_several(ids)
    texts = {one: displayed(values, terms) for one, values in said.items()}
    text, values = texts[newest], {**said[newest], "pdpa_check": True}
    changes = lessons.differences(texts[before.id], text, CHOSEN) if before else []
    form = DecisionForm(formdata=None, data={"revision": newest})
    return {
        "page": page,
        "row": row,
        "text": text,
        "before": before,
        "changes": changes,
        "change_note": values["note"] if values["is_next"] else "",
        "lacking": policies.missing(values),
        "doubts": doubts(values),
        "decisions": decisions,
        "talk": talk(actor, standing, remarks, newest, texts),
        "form": form,
        "may": {
            name: bool(getattr(policies, f"may_{name}")(actor, standing))
            for name in ("start_review", "classify", "request_changes", "publish", "reject")
        },
        "may_assign": bool(may_assign(actor, standing)),
        "is_own": policies.tends(actor, standing),
        "is_writer": actor.id in standing.writers,
    }


def _page(
    actor: Actor, rows: list[queries.Waiting], shown: dict[str, Any], *, is_alone: bool
) -> ResponseReturnValue:
    refs = [row.lesson.ref for row in rows]
    opened = shown["page"].ref if shown else ""
    texts = lessons.texts_of([row.lesson.revision_id for row in rows])
    place = refs.index(opened) if opened in refs else -1
    return render_template(
        "moderation/queue.html",
        rows=rows,
        late=sum(1 for row in rows if row.late_by),
        doubted={one for one, said in texts.items() if doubts(said)},
        chosen=request.args.get("show", "all"),
        item=shown,
        opened=opened,
        is_alone=is_alone,
        unchecked=lessons.unchecked(actor) if request.args.get("show") == "check" else None,
        corrected=lessons.corrected(actor) if request.args.get("show") == "minor" else None,
        flags=queries.open_flags(actor) if request.args.get("show") == "flags" else None,
        decides=actor.holds("moderator"),
        flag_reasons=FLAG_REASONS,
        today=today(now()),
        following=refs[place + 1] if -1 < place < len(refs) - 1 else "",
        previous=refs[place - 1] if place > 0 else "",
        kinds=KINDS,
        states=STATES,
        outcomes=OUTCOMES,
        fields=FIELDS,
        acts=ACTS,
        reasons=REASONS,
        assigned=sum(1 for row in rows if row.lesson.assignee_id == actor.id),
    )
