"""The search page and its suggestions. Whatever is typed, the page answers."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cop.accounts.guards import member, public, to_sign_in
from cop.core.paging import Paging, page_number
from cop.search.jobs import ask_to_rebuild
from cop.search.language.query import Parsed
from cop.search.port import IndexBroken, Sort
from cop.search.queries import (
    FILTERS,
    KINDS,
    PER_PAGE,
    Offer,
    Value,
    answer,
    facet_values,
    offers,
    people,
    shown,
    suggested_titles,
)
from cop.search.queries.plainly import plainly
from cop.search.queries.proposing import Proposal, loosely, proposals
from cop.search.queries.resolving import understood
from cop.search.remembered import remember
from cop.thai.folding import tidy_line
from cop.thai.numerals import to_arabic
from cop.web.i18n import language, thai

YEARS_IN_BARS = 12
log = logging.getLogger(__name__)
blueprint = Blueprint("search", __name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. Each method returns the address of a changed question."""

    typed: str
    kinds: tuple[str, ...]
    filters: Mapping[str, tuple[str, ...]]
    sort: Sort

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parts of the address without the filters."""
        found = [("q", self.typed), *(("kind", kind) for kind in self.kinds)]
        return found + ([("sort", self.sort)] if self.sort != "relevance" else [])

    def address(self) -> str:
        """Return the address of this question's first page."""
        chosen = [(name, value) for name, values in self.filters.items() for value in values]
        return f"{url_for('search.results')}?{urlencode(self.pairs() + chosen)}"

    def toggled(self, name: str, value: str) -> str:
        """Choose a value of a facet, or choose it no more."""
        values = self.filters.get(name, ())
        left = tuple(one for one in values if one != value)
        changed = left if value in values else (*values, value)
        return replace(self, filters={**self.filters, name: changed}).address()

    def of_kind(self, kind: str) -> str:
        """Ask for one kind, or for all of them."""
        return replace(self, kinds=(kind,) if kind else ()).address()

    def sorted_by(self, sort: Sort) -> str:
        """Ask for another order."""
        return replace(self, sort=sort).address()

    def typed_as(self, text: str) -> str:
        """Ask with other words."""
        return replace(self, typed=text).address()

    def loosely(self) -> str:
        """Ask for what has similar letters, too."""
        return f"{self.address()}&near=1"

    def without_filters(self) -> str:
        """Ask for the words alone."""
        return replace(self, filters={}).address()


@blueprint.get("/search")
@public
def results() -> ResponseReturnValue:
    """Show what was found, twenty a page; the address holds the whole state."""
    actor = member()
    if not actor.is_member and not actor.public_reading:
        return to_sign_in()
    state = _asked()
    asked = understood(actor, state.typed, filters=state.filters, sort=state.sort)
    if not state.typed and not state.filters and not state.kinds:
        return _page(asked, state)
    page = page_number(request.args.get("page"))
    proposed: list[Proposal] = []
    # Loosely only when asked to: a word that nothing holds finds nothing.
    loose = loosely(asked, 0) if request.args.get("near") else None
    try:
        found, down = answer(actor, loose or asked.query, state.kinds, page), False
        proposed = proposals(actor, asked, found.total) if page == 1 and not loose else []
    except IndexBroken:
        log.exception("search answers from the database alone")
        ask_to_rebuild()
        found, down = plainly(actor, state.typed, state.kinds, page), True
    remember(actor, state.typed, found.total, state.kinds, state.filters)
    hits = shown(actor, found.matches, asked.highlight_terms)
    facets = facet_values(actor, found, state.filters)
    return _page(
        asked,
        state,
        found=found,
        hits=hits,
        down=down,
        proposed=proposed,
        is_loose=loose is not None,
        paging=Paging(hits, page, found.reachable or found.total, PER_PAGE),
        facets=facets,
        bars=_bars(facets.get("fiscal_year", ())),
        people=people(actor, found.first) if page == 1 else [],
    )


def _page(asked: Parsed, state: Asked, **found: object) -> str:
    nothing: dict[str, object] = {"found": None, "hits": [], "facets": {}, "down": False}
    nothing |= {"proposed": [], "is_loose": False}
    facts = nothing | found
    facts |= {"asked": asked, "state": state, "all_kinds": KINDS}
    return render_template("search/results.html", **facts)


@blueprint.get("/search/suggest")
@public
def suggest() -> ResponseReturnValue:
    """Answer typed words with titles, terms, people and places, grouped, for a list to pick from.

    Rows of a group stand together; a row of the language of its own says so.
    """
    actor = member()
    typed = tidy_line(request.args.get("q", ""))[:100]
    if not typed or not (actor.is_member or actor.public_reading):
        return jsonify(suggestions=[])
    try:
        found = suggested_titles(actor, typed)
    except IndexBroken:
        found = []
    rows = [_row(one.kind, one.title, address(one.kind, one), gettext("เรื่อง")) for one in found]
    rows += [_offered(one, typed) for one in offers(actor, typed)]
    if not rows:
        return jsonify(suggestions=[])
    said = ngettext("มีคำแนะนำ %(num)s รายการ", "มีคำแนะนำ %(num)s รายการ", len(rows))
    return jsonify(suggestions=rows, label=gettext("คำแนะนำ"), status=said)


def _row(kind: str, title: str, url: str, group: str, detail: str = "") -> dict[str, str]:
    row = {"kind": kind, "title": title, "url": url, "group": group}
    if detail:
        row["detail"] = detail
    if thai(title, detail):
        row["lang"] = "th"
    return row


def _offered(one: Offer, typed: str) -> dict[str, str]:
    name = one.name_en if language() == "en" and one.name_en else one.name_th
    if one.kind == "member":
        url = url_for("accounts.show_member", member_id=int(one.key))
        return _row(one.kind, name, url, gettext("บุคลากร"), one.detail)
    if one.kind == "community":
        return _row(one.kind, name, url_for("communities.show", slug=one.key), gettext("ชุมชน"))
    if one.kind == "tag":
        return _row(one.kind, name, url_for("search.results", q=one.key), gettext("คำสำคัญ"))
    if one.kind == "province":
        rest = " ".join(typed.split()[:-1])
        url = url_for("search.results", q=rest, province=one.key)
        return _row(one.kind, gettext("ค้นในจังหวัด%(name)s", name=name), url, gettext("จังหวัด"))
    group = gettext("หมวดความรู้") if one.kind == "topic" else gettext("หลักการพัฒนางาน")
    chosen: dict[str, Any] = {one.kind: one.key}
    return _row(one.kind, name, url_for("search.results", **chosen), group)


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


def _asked() -> Asked:
    kinds = tuple(kind for kind in KINDS if kind in request.args.getlist("kind"))
    sort: Sort = "newest" if request.args.get("sort") == "newest" else "relevance"
    return Asked(tidy_line(request.args.get("q", ""))[:200], kinds, _filters(), sort)


def _filters() -> dict[str, tuple[str, ...]]:
    chosen = {}
    for name in FILTERS:
        values = [value.strip()[:60] for value in request.args.getlist(name)[:20]]
        if name == "fiscal_year":
            values = [to_arabic(value) for value in values]
        if kept := tuple(dict.fromkeys(value for value in values if value)):
            chosen[name] = kept
    return chosen


def _bars(years: Sequence[Value]) -> list[tuple[str, int, int, bool]]:
    """Return (year, count, height of 100, chosen) for the last years, those without any too."""
    known = {int(one.value): one for one in years if one.count and one.value.isdecimal()}
    if len(known) < 2:
        return []
    last, top = max(known), max(one.count for one in known.values())
    bars = []
    for year in range(max(min(known), last - YEARS_IN_BARS + 1), last + 1):
        one = known.get(year)
        height = max(4, one.count * 100 // top) if one else 0
        bars.append((str(year), one.count if one else 0, height, bool(one and one.is_chosen)))
    return bars
