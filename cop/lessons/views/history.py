"""How a lesson became what it is: revisions, decisions, and two revisions side by side."""

from dataclasses import replace

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cop.accounts.guards import member
from cop.core.actor import Actor
from cop.core.errors import Missing
from cop.core.masking import Masking
from cop.lessons import policies, queries
from cop.lessons.forms import displayed
from cop.lessons.forms.labels import ACTS, CHOSEN, FIELDS, PARTS, REASONS
from cop.lessons.queries import Page, Version
from cop.lessons.views.blueprint import REF, blueprint
from cop.threads import queries as threads


@blueprint.get(f"{REF}/history")
def history(lesson_ref: str) -> ResponseReturnValue:
    """List the revisions that the reader may see, and the decisions about them."""
    return _page(lesson_ref)


@blueprint.get(f"{REF}/diff")
def diff(lesson_ref: str) -> ResponseReturnValue:
    """Show two revisions with the words that came and went."""
    return _page(lesson_ref)


def _page(lesson_ref: str) -> ResponseReturnValue:
    actor = member()
    page = queries.page(actor, lesson_ref)
    drafts = policies.may_read_versions(actor, page.standing)
    knows = policies.may_know_author(actor, page.standing)
    versions = [
        replace(one, note=page.masking.text(one.note))
        for one in queries.versions(page.row.id, drafts=drafts, names_author=knows)
    ]
    before, after = _chosen(versions)
    changes = [] if after is None else _changes(before, after, page.masking)
    seen = {version.id for version in versions}
    return render_template(
        "lessons/history.html",
        page=page,
        row=page.row,
        versions=versions,
        decisions=[
            replace(one, words=page.masking.text(one.words))
            for one in queries.decisions(page.row.id, names_author=knows)
            if drafts or (one.act in PUBLIC_ACTS and one.revision_id in seen)
        ],
        before=before,
        after=after,
        changes=changes,
        contributors=_contributors(actor, page, drafts=drafts, knows=knows),
        parts=PARTS,
        correction=_correction(actor, page, after),
        may_revise=bool(policies.may_revise(actor, page.standing)),
        fields=FIELDS,
        acts=ACTS,
        reasons=REASONS,
    )


def _contributors(
    actor: Actor, page: Page, *, drafts: bool, knows: bool
) -> list[queries.Contributor]:
    """Return who had a part in the lesson; who is quoted, if the reader may read where from."""
    found = queries.contributors(page.row.id, drafts=drafts, names_author=knows)
    quoted = [one.thread_id for one in found if one.thread_id]
    open_ones = threads.cards(actor, quoted) if quoted else {}
    return [one for one in found if one.thread_id is None or one.thread_id in open_ones]


def _correction(actor: Actor, page: Page, after: Version | None) -> queries.Corrected | None:
    """Return the small correction that made the shown revision, where somebody has to look."""
    number = after.number if after else 0
    waiting = queries.corrected(actor, (page.row.id, page.standing))
    return next((one for one in waiting if one.number == number), None)


PUBLIC_ACTS = frozenset(
    {
        "publish",
        "publish_trusted",
        "publish_urgently",
        "check",
        "confirm",
        "withdraw",
        "restore",
        "minor_edit",
        "undo_minor",
    }
)


def _chosen(versions: list[Version]) -> tuple[Version | None, Version | None]:
    """Return the two versions of the address: by default the newest and the one before it.

    Raises Missing for a number that the reader may not see.
    """
    by_number = {version.number: version for version in versions}
    if not versions:
        return None, None
    after = _named(by_number, "to") or versions[0]
    earlier = [version for version in versions if version.number < after.number]
    before = _named(by_number, "from") or (earlier[0] if earlier else None)
    return before, after


def _named(by_number: dict[int, Version], name: str) -> Version | None:
    text = request.args.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 7) or int(text) not in by_number:
        raise Missing
    return by_number[int(text)]


def _changes(before: Version | None, after: Version, masking: Masking) -> list[queries.Difference]:
    if before is None:
        return []
    said, terms = queries.values_of_several([before.id, after.id])
    old, new = (
        displayed(queries.without_hidden(said[one.id], masking), terms) for one in (before, after)
    )
    return queries.differences(old, new, CHOSEN)
