"""The review queue. Its pages only read; decisions are posted to the lessons' own addresses."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from cop.accounts.guards import member
from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Missing
from cop.lessons import policies
from cop.lessons import queries as lessons
from cop.lessons.forms import DecisionForm, displayed, doubts
from cop.lessons.forms.labels import ACTS, CHOSEN, FIELDS, KINDS, OUTCOMES, REASONS, STATES
from cop.lessons.models import UNDER_REVIEW
from cop.moderation import queries

blueprint = Blueprint("moderation", __name__)
BLUEPRINTS = (blueprint,)
FILTERS = ("all", "free", "mine")


@blueprint.get("/moderation")
def queue() -> ResponseReturnValue:
    """Show what waits, and beside it the one that has waited longest."""
    actor = _reviewer()
    rows = _filtered(queries.queue(actor, now()), actor)
    first = next((row for row in rows if not row.lesson.is_own), None)
    shown = _item(actor, first.lesson.ref) if first else {}
    return _page(actor, rows, shown, is_alone=False)


@blueprint.get("/moderation/<string:lesson_ref>")
def item(lesson_ref: str) -> ResponseReturnValue:
    """Show one lesson with what is to be decided."""
    actor = _reviewer()
    shown = _item(actor, lesson_ref)
    rows = queries.queue(actor, now())
    return _page(actor, rows, shown, is_alone=True)


def _reviewer() -> Actor:
    """Return who asks. Raises Missing: nobody else learns what stands here."""
    actor = member()
    if not (actor.holds("moderator") or actor.holds("reviewer")):
        raise Missing
    return actor


def _filtered(rows: list[queries.Waiting], actor: Actor) -> list[queries.Waiting]:
    chosen = request.args.get("show", "all")
    if chosen == "mine":
        return [row for row in rows if row.lesson.assignee_id == actor.id]
    if chosen == "free":
        return [row for row in rows if row.lesson.assignee_id is None]
    return rows


def _item(actor: Actor, lesson_ref: str) -> dict[str, Any]:
    """Return what the page shows of one lesson. Raises Missing for one that is not in review."""
    page = lessons.page(actor, lesson_ref, current=True)
    row, standing = page.row, page.standing
    if row.state not in UNDER_REVIEW or not policies.may_read_versions(actor, standing):
        raise Missing
    values = lessons.values(row.current_revision_id)
    values["pdpa_check"] = True
    versions = lessons.versions(row.id, drafts=True)
    decisions = lessons.decisions(row.id)
    before = queries.read_before(row.current_revision_id, versions, decisions)
    terms = lessons.terms_in_use()
    text = displayed(values, terms)
    changes = []
    if before is not None:
        changes = lessons.differences(displayed(lessons.values(before.id), terms), text, CHOSEN)
    form = DecisionForm(formdata=None, data={"revision": row.current_revision_id})
    return {
        "page": page,
        "row": row,
        "text": text,
        "before": before,
        "changes": changes,
        "lacking": policies.missing(values),
        "doubts": doubts(values),
        "decisions": decisions,
        "form": form,
        "may": {
            name: bool(getattr(policies, f"may_{name}")(actor, standing))
            for name in ("start_review", "classify", "request_changes", "publish", "reject")
        },
        "is_own": actor.id == row.author_id,
        "is_writer": actor.id in standing.writers,
    }


def _page(
    actor: Actor, rows: list[queries.Waiting], shown: dict[str, Any], *, is_alone: bool
) -> ResponseReturnValue:
    refs = [row.lesson.ref for row in rows]
    opened = shown["page"].ref if shown else ""
    place = refs.index(opened) if opened in refs else -1
    return render_template(
        "moderation/queue.html",
        rows=rows,
        late=sum(1 for row in rows if row.late_by),
        chosen=request.args.get("show", "all"),
        item=shown,
        opened=opened,
        is_alone=is_alone,
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
