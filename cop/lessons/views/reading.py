"""The list of lessons, one lesson, and how it is printed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cop.accounts.guards import member, public, to_sign_in
from cop.core.actor import Actor
from cop.core.clock import now, today
from cop.core.markup import plain
from cop.core.masking import Masking
from cop.core.paging import page_number
from cop.db import transaction
from cop.lessons import policies, queries, services
from cop.lessons.forms import doubts, first_words
from cop.lessons.forms.labels import FIELDS, REASONS, STATES
from cop.lessons.models import UNDER_REVIEW
from cop.lessons.queries import Filters, Link, Page
from cop.lessons.views.blueprint import REF, blueprint
from cop.moderation.forms import FLAG_REASONS
from cop.moderation.policies import may_decide_flag
from cop.moderation.queries import Flagged, flags_on
from cop.search.queries import Title, alike
from cop.sessions import queries as sessions
from cop.thai.fiscal_year import fiscal_years_back
from cop.threads import queries as threads
from cop.web.i18n import language
from cop.web.opened import opened

GLANCE = 160
NEAR = 4
# Counting which years have lessons would look at every lesson for one menu.
YEARS_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Tie:
    """A link with its other end, which the reader may read."""

    link: Link
    end: Any


@blueprint.get("/lessons")
@public
def index() -> ResponseReturnValue:
    """List lessons in use, or the reader's own, narrowed as the address says."""
    actor = member()
    if not actor.is_member and not actor.public_reading:
        return to_sign_in()
    filters = _filters(actor)
    terms = queries.terms_in_use()
    return render_template(
        "lessons/index.html",
        paging=queries.listing(actor, filters, page_number(request.args.get("page"))),
        filters=filters,
        narrowed=filters != Filters(mine=filters.mine),
        options=(
            _pairs(terms, "principle"),
            _pairs(terms, "topic"),
            tuple((one.slug, one.name) for one in queries.communities_seen(actor)),
        ),
        years=tuple((year, year) for year in fiscal_years_back(now(), YEARS_OFFERED)),
    )


@blueprint.get(REF)
@public
def show(lesson_ref: str) -> ResponseReturnValue:
    """Show a lesson; an id leads to the number once there is one."""
    actor = member()
    page = queries.page(actor, lesson_ref)
    if page.ref != lesson_ref:
        return redirect(url_for("lessons.show", lesson_ref=page.ref), 301)
    _note_closed_reading(page, actor)
    opened("lesson", page.row.id)
    return _shown("lessons/show.html", page, actor)


@blueprint.get(f"{REF}/print")
@public
def print_page(lesson_ref: str) -> ResponseReturnValue:
    """Show a lesson as it goes on paper, without the site around it."""
    actor = member()
    page = queries.page(actor, lesson_ref)
    _note_closed_reading(page, actor)
    return _shown("lessons/print.html", page.for_paper(), actor)


def _shown(template: str, page: Page, actor: Actor) -> ResponseReturnValue:
    row, standing = page.row, page.standing
    drafts = policies.may_read_versions(actor, standing)
    terms, tags = queries.marks(row.revision_id)
    tags = tuple(tag for tag in tags if not page.masking.stands_in(tag))
    banner = [
        replace(one, words=page.masking.text(one.words))
        for one in (queries.decisions(row.id, "withdraw") if row.state == "withdrawn" else ())
    ]
    ties = _ties(actor, row.id, page.masking)
    may = _may(actor, standing)
    said = queries.values(row.current_revision_id) if may["submit"] else {}
    body = render_template(
        template,
        page=page,
        row=row,
        terms=terms,
        tags=tags,
        said=said,
        lacking=policies.missing(said) if said else [],
        ties=ties,
        may=may,
        drafts=drafts,
        is_own=actor.id is not None and actor.id == row.author_id,
        pending=drafts and row.published_revision_id not in {None, row.current_revision_id},
        doubts=doubts(said),
        fields=FIELDS,
        withdrawn=banner[0] if banner else None,
        is_lifted=_is_lifted(actor, row),
        successor=queries.card_of(actor, row.successor_id),
        merged=queries.merged_into(row.id) if row.has_merged else (),
        goes_on=_purged_on(row.taken_away_at),
        answer=queries.answer(row.id, row.state) if drafts else None,
        gist=_glance(row.lesson_html),
        context=_glance(row.background_html),
        overdue=row.review_due_on is not None and row.review_due_on < today(),
        reasons=REASONS,
        flags=_flags(actor, page) if template == "lessons/show.html" else (),
        flag_reasons=FLAG_REASONS,
        today=today(now()),
        under_review=UNDER_REVIEW,
        # Whoever reads by office alone is here to look at this lesson, not to go on reading.
        near=()
        if template != "lessons/show.html" or policies.only_as_moderator(actor, standing)
        else _near(actor, row, ties),
    )
    response = Response(body)
    if row.visibility != "public":
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _flags(actor: Actor, page: Page) -> Sequence[Flagged]:
    """Return what readers say is wrong with the lesson, for those who answer it."""
    if not page.row.open_flags or not may_decide_flag(actor, page.standing):
        return ()
    return flags_on(page.row.id)


def _is_lifted(actor: Actor, row: Any) -> bool | None:  # noqa: ANN401 - an untyped row
    """Tell moderators whether the author's trust is lifted, where it matters; None elsewhere."""
    if not row.check_due_on or not policies.may_lift_trust(actor):
        return None
    return queries.trust_is_lifted(row.author_id)


def _purged_on(at: datetime | None) -> datetime | None:
    """Return when the trash is emptied of what was thrown away then."""
    return at + timedelta(days=services.DAYS_IN_TRASH) if at else None


def _near(actor: Actor, row: Any, ties: dict[str, list[Tie]]) -> tuple[Title, ...]:  # noqa: ANN401 - an untyped row
    """Return what else is about the same, save what is linked; drafts are in no index."""
    if not row.published_revision_id:
        return ()
    linked = {(kind, tie.link.to_id) for kind, some in ties.items() for tie in some}
    found = alike(actor, "lesson", row.id, mark=row.published_at, limit=NEAR + len(linked))
    return tuple(one for one in found if (one.kind, one.id) not in linked)[:NEAR]


@lru_cache(maxsize=512)
def _glance(markup: str) -> str:
    """Return the first words of a field; finding where words end costs more than all the rest."""
    return first_words(plain(markup), GLANCE)


_ACTS = (
    "revise", "submit", "recall", "start_review", "classify", "publish", "withdraw",
    "publish_trusted", "publish_urgently", "check", "confirm", "appeal", "restore", "discard",
    "trash", "untrash", "merge", "remove", "open_to_public", "close_to_public", "reveal_author",
    "minor_edit",
    "reassign",
)  # fmt: skip


def _may(actor: Actor, standing: policies.Standing) -> dict[str, bool]:
    """Return which acts to offer; the services decide again."""
    found = {
        "add_link": bool(policies.may_add_link(actor, standing)),
        "link_thread": bool(policies.may_add_link(actor, standing, "thread")),
        "flag": bool(policies.may_flag(actor, standing)),
        "link_session": bool(policies.may_add_link(actor, standing, "session")),
    }
    has_office = actor.facilitates or any(grant.role != "staff" for grant in actor.grants)
    if not policies.tends(actor, standing) and not has_office:
        # Most readers: what moves a lesson is for its author and for those who hold an office.
        return found | dict.fromkeys((*_ACTS, "acts"), False)
    acts = {name: bool(getattr(policies, f"may_{name}")(actor, standing)) for name in _ACTS}
    return found | acts | {"acts": any(acts.values())}


def _ties(actor: Actor, lesson_id: int, masking: Masking) -> dict[str, list[Tie]]:
    """Return the links that lead somewhere the reader may read, by the kind of the other end."""
    links = queries.links_of(lesson_id)
    ends: dict[str, dict[int, Any]] = {
        "lesson": queries.cards(actor, _ids(links, "lesson")),
        "session": sessions.cards(actor, ids) if (ids := _ids(links, "session")) else {},
        "recording": sessions.recording_cards(actor, ids)
        if (ids := _ids(links, "recording"))
        else {},
        "thread": threads.cards(actor, ids) if (ids := _ids(links, "thread")) else {},
    }
    return {
        kind: [
            Tie(replace(link, note=masking.text(link.note)), ends[kind][link.to_id])
            for link in links
            if link.to_kind == kind and link.to_id in ends[kind]
        ]
        for kind in ends
    }


def _ids(links: list[Link], kind: str) -> list[int]:
    return [link.to_id for link in links if link.to_kind == kind]


def _note_closed_reading(page: Page, actor: Actor) -> None:
    if not policies.only_as_moderator(actor, page.standing):
        return
    at = now()
    if not queries.noted_today(page.row.id, actor, at):
        with transaction():
            services.note_reading(page.row.id, page.standing, by=actor, at=at)


def _pairs(terms: Sequence[queries.TermLabel], scheme: str) -> tuple[tuple[str, str], ...]:
    return tuple((term.code, _label(term)) for term in terms if term.scheme == scheme)


def _label(term: queries.TermLabel) -> str:
    return term.label_en if language() == "en" and term.label_en else term.label_th


def _filters(actor: Actor) -> Filters:
    """Return the narrowing of the address. A value that no lesson can have finds nothing."""
    found: dict[str, Any] = {}
    for field in fields(Filters):
        text = request.args.get(field.name, "").strip()
        if text:
            found[field.name] = text
    if "fiscal_year" in found:
        year = found["fiscal_year"]
        found["fiscal_year"] = int(year) if year.isdecimal() and len(year) == 4 else -1
    found["mine"] = actor.is_member and ("mine" in found or found.get("state") == "mine")
    if found.get("state") not in STATES:
        found.pop("state", None)
    return Filters(**found)
