"""The search page and its suggestions. Whatever is typed, the page answers."""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cop.accounts.guards import member, public, to_sign_in
from cop.core.actor import Actor
from cop.core.paging import Paging, page_number
from cop.search.port import IndexBroken, Sort
from cop.search.queries import (
    FACETS,
    FILTERS,
    KINDS,
    PER_PAGE,
    Answer,
    answer,
    community_names,
    shown,
    suggestions,
)
from cop.search.query import Parsed, parse
from cop.thai.numerals import to_arabic

log = logging.getLogger(__name__)
blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@public
def results() -> ResponseReturnValue:
    """Show what was found, twenty a page; the address holds the whole state."""
    actor = member()
    if not actor.is_member and not actor.public_reading:
        return to_sign_in()
    typed = request.args.get("q", "").strip()[:200]
    filters = _filters()
    asked = parse(typed, filters=filters, sort=_sort())
    kinds = tuple(kind for kind in request.args.getlist("kind") if kind in KINDS)
    page = page_number(request.args.get("page"))
    if not typed and not filters and not kinds:
        return render_template("search/results.html", **_facts(asked, kinds), hits=[], found=None)
    try:
        found = answer(actor, asked.query, kinds, page)
    except IndexBroken:
        log.exception("search is not available")
        facts = _facts(asked, kinds)
        page_text = render_template("search/results.html", **facts, hits=[], found=None, down=True)
        return page_text, 503, {"Retry-After": "30"}
    hits = shown(actor, found.matches, asked.highlight_terms)
    return render_template(
        "search/results.html",
        **_facts(asked, kinds),
        found=found,
        hits=hits,
        paging=Paging(hits, page, found.total, PER_PAGE),
        facets=_facet_rows(actor, found, filters),
    )


@blueprint.get("/search/suggest")
@public
def suggest() -> ResponseReturnValue:
    """Answer typed words with titles, for a list under the search field."""
    actor = member()
    if not actor.is_member and not actor.public_reading:
        return jsonify(suggestions=[])
    typed = request.args.get("q", "").strip()[:100]
    if not typed:
        return jsonify(suggestions=[])
    try:
        found = suggestions(actor, typed)
    except IndexBroken:
        return jsonify(suggestions=[])
    rows = [
        {"kind": one.kind, "title": one.card.title, "url": address(one.kind, one.card)}
        for one in shown(actor, found, ())
    ]
    return jsonify(suggestions=rows)


@blueprint.app_template_global("hit_address")
def address(kind: str, card: Any, position: int = 0) -> str:  # noqa: ANN401 - a card of its kind
    """Return where a hit leads; `position` is that of a reply."""
    if kind == "lesson":
        return url_for("lessons.show", lesson_ref=card.ref)
    if kind == "thread" and position:
        return url_for("threads.reply", thread_id=card.id, position=position)
    if kind == "thread":
        return url_for("threads.show", **card.url_values)
    if kind == "recording":
        return url_for("recordings.show", recording_id=card.id)
    anchor = "materials" if kind == "material" else None
    place = {"series": card.series, "fiscal_year": card.fiscal_year, "number": card.number}
    return url_for("sessions.show", **place, _anchor=anchor)


def _filters() -> dict[str, tuple[str, ...]]:
    chosen = {}
    for name in FILTERS:
        values = [value.strip()[:60] for value in request.args.getlist(name)[:20]]
        if name == "fiscal_year":
            values = [to_arabic(value) for value in values]
        if kept := tuple(value for value in values if value):
            chosen[name] = kept
    return chosen


def _sort() -> Sort:
    return "newest" if request.args.get("sort") == "newest" else "relevance"


def _facts(asked: Parsed, kinds: tuple[str, ...]) -> dict[str, object]:
    return {"asked": asked, "kinds": kinds, "all_kinds": KINDS, "chosen": asked.query.filters}


def _facet_rows(
    actor: Actor, found: Answer, chosen: Mapping[str, tuple[str, ...]]
) -> dict[str, list[tuple[str, str, int, bool]]]:
    """Return (value, name, count, chosen) rows of each facet; codes are named by the template."""
    names = community_names(actor, [*found.facets["community"], *chosen.get("community", ())])
    rows = {}
    for facet in FACETS:
        counts, on = found.facets[facet], chosen.get(facet, ())
        values = [value for value, _ in counts.most_common()]
        values += [value for value in on if value not in counts]
        if facet == "fiscal_year":
            values.sort(reverse=True)
        if facet == "community":
            values = [value for value in values if value in names]
        rows[facet] = [
            (value, names.get(value, value), counts[value], value in on) for value in values[:8]
        ]
    return rows
