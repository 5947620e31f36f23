"""What stands on the page for each thing found: its card, and the words around the match."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, literal, or_, select, union_all

from cop.communities.models import Community
from cop.communities.policies import community_open_to
from cop.core.actor import Actor
from cop.core.markup import plain
from cop.core.text import Piece, excerpt, marked, matches
from cop.db import db
from cop.lessons import queries as lessons
from cop.lessons.models import Lesson, Revision
from cop.search.queries.answers import Match
from cop.sessions import queries as sessions
from cop.sessions.models import ExchangeSession, Material
from cop.threads import queries as threads
from cop.threads.models import REPLIES_A_PAGE, Reply, Thread

LENGTH = 200
_Texts = dict[tuple[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One hit: its card, title and excerpt with marks, and where in it the words stand.

    `position` is that of a reply; `moments` are (second, marked text) of a recording.
    """

    kind: str
    card: Any
    title: list[Piece]
    snippet: list[Piece] = field(default_factory=list)
    position: int = 0
    moments: list[tuple[int, list[Piece]]] = field(default_factory=list)


def shown(actor: Actor, found: Sequence[Match], terms: Sequence[str]) -> list[Shown]:
    """Return what the page shows of the things found, in their order."""
    by_kind: dict[str, list[Match]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one)
    texts = _plain_texts(by_kind)
    made: dict[tuple[str, int], Shown] = {}
    for kind, some in by_kind.items():
        ids = [one.id for one in some]
        shown_ = _MAKERS[kind](actor, ids, some, terms, texts)
        made.update({(kind, one.card.id): one for one in shown_})
    return [made[one.kind, one.id] for one in found if (one.kind, one.id) in made]


def community_names(actor: Actor, ids: Sequence[str]) -> dict[str, str]:
    """Return the names of the communities that the actor may know of by their id as text."""
    wanted = [int(one) for one in ids if one.isascii() and one.isdigit() and len(one) < 10]
    if not wanted:
        return {}
    query = select(Community.id, Community.name).where(
        Community.id.in_(wanted), community_open_to(actor)
    )
    rows = db.session.execute(query)
    return {str(row.id): row.name for row in rows}


def _lessons(
    actor: Actor, ids: list[int], _found: Sequence[Match], terms: Sequence[str], _texts: _Texts
) -> list[Shown]:
    columns = (
        Revision.lesson_html, Revision.what_happened_html, Revision.background_html,
        Revision.cause_html, Revision.expected_html, Revision.success_factors_html,
        Revision.steps_method_html, Revision.evidence_html,
    )  # fmt: skip
    query = (
        select(
            Lesson.id,
            Revision.summary,
            Revision.recommendation,
            Revision.applies_when,
            Revision.not_when,
            *columns,
        )
        .join(Revision, Revision.id == Lesson.published_revision_id)
        .where(Lesson.id.in_(ids))
    )
    texts = {}
    for one, summary, steps, applies, not_when, *parts in db.session.execute(query):
        rest = (plain(part) for part in parts if part)
        texts[one] = [summary, *rest, "\n".join(steps or ()), applies, not_when]
    cards = lessons.cards(actor, ids)
    return [
        Shown("lesson", card, marked(card.title, terms), _best(texts.get(one, []), terms))
        for one, card in cards.items()
    ]


def _threads(
    actor: Actor, ids: list[int], found: Sequence[Match], terms: Sequence[str], _texts: _Texts
) -> list[Shown]:
    said = _said(found)
    shown_ = []
    for one, card in threads.cards(actor, ids).items():
        bodies = said.get(one, [])
        hit = next((b for b in bodies if matches(b[1], terms)), bodies[0] if bodies else (0, ""))
        snippet = excerpt(hit[1], terms, LENGTH)
        shown_.append(Shown("thread", card, marked(card.title, terms), snippet, hit[0]))
    return shown_


def _said(found: Sequence[Match]) -> dict[int, list[tuple[int, str]]]:
    """Return (position, words) of the opening posts and of the parts that matched."""
    ids = [one.id for one in found]
    opening = select(Thread.id, literal(0), Thread.body_html).where(Thread.id.in_(ids))
    ranges = []
    for one in found:
        for part in one.parts[:2]:
            _, _, number = part.partition(".p")
            if number.isdigit():
                last = int(number) * REPLIES_A_PAGE
                span = Reply.position.between(last - REPLIES_A_PAGE + 1, last)
                ranges.append(and_(Reply.thread_id == one.id, span))
    query: Any = opening
    if ranges:
        replies = select(Reply.thread_id, Reply.position, Reply.body_html).where(
            Reply.removed_at.is_(None), or_(*ranges)
        )
        query = union_all(opening, replies)
    said: dict[int, list[tuple[int, str]]] = {}
    for thread_id, position, markup in db.session.execute(query):
        said.setdefault(thread_id, []).append((position, plain(markup)))
    return {one: sorted(bodies) for one, bodies in said.items()}


def _sessions(
    actor: Actor, ids: list[int], _found: Sequence[Match], terms: Sequence[str], texts: _Texts
) -> list[Shown]:
    return [
        Shown("session", card, marked(card.title, terms), _best(texts["session", one], terms))
        for one, card in sessions.cards(actor, ids).items()
    ]


def _recordings(
    actor: Actor, ids: list[int], _found: Sequence[Match], terms: Sequence[str], _texts: _Texts
) -> list[Shown]:
    moments = sessions.moments(ids, terms)
    return [
        Shown(
            "recording",
            card,
            marked(card.title, terms),
            moments=[(at, excerpt(words, terms, 120)) for at, words in moments.get(one, [])],
        )
        for one, card in sessions.recording_cards(actor, ids).items()
    ]


def _materials(
    actor: Actor, ids: list[int], _found: Sequence[Match], terms: Sequence[str], texts: _Texts
) -> list[Shown]:
    return [
        Shown("material", card, marked(card.title, terms), _best(texts["material", one], terms))
        for one, card in sessions.material_cards(actor, ids).items()
    ]


def _plain_texts(by_kind: Mapping[str, Sequence[Match]]) -> _Texts:
    """Return the texts of sessions and materials, in one statement for both."""
    found: _Texts = defaultdict(list)
    asked = []
    if some := by_kind.get("session"):
        columns = (
            ExchangeSession.summary_html, ExchangeSession.objectives_html, ExchangeSession.title_th
        )  # fmt: skip
        query = select(literal("session"), ExchangeSession.id, *columns)
        asked.append(query.where(ExchangeSession.id.in_([one.id for one in some])))
    if some := by_kind.get("material"):
        own = select(literal("material"), Material.id, Material.text, literal(""), literal(""))
        asked.append(own.where(Material.id.in_([one.id for one in some])))
    if asked:
        rows = db.session.execute(union_all(*asked) if len(asked) > 1 else asked[0])
        for kind, one, *parts in rows:
            found[kind, one] = [plain(part) if kind == "session" else part for part in parts]
    return found


def _best(texts: Sequence[str], terms: Sequence[str]) -> list[Piece]:
    """Return the excerpt of the first text that holds a term, else of the first with words."""
    filled = [text for text in texts if text]
    chosen = next((text for text in filled if matches(text, terms)), None)
    return excerpt(chosen or (filled[0] if filled else ""), terms, LENGTH)


_MAKERS: Mapping[str, Any] = {
    "lesson": _lessons,
    "thread": _threads,
    "session": _sessions,
    "recording": _recordings,
    "material": _materials,
}
