"""What hits show of the things found: one statement for all kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    false,
    func,
    literal,
    null,
    select,
    union_all,
)

from cop.accounts.models import Member, Province
from cop.communities.models import Community
from cop.core.actor import Actor
from cop.lessons.models import Lesson
from cop.lessons.policies import named
from cop.readers import Among, Numbers
from cop.reads import kept
from cop.search.queries.answers import KINDS, RULES, Key, of_session
from cop.sessions.models import ExchangeSession, Material, Recording, Series, Venue
from cop.threads.models import Thread


@dataclass(frozen=True, slots=True)
class Card:
    """A thing of any kind as a hit shows it; what a kind lacks is empty.

    `name` is the number of a lesson, the slug of a thread or of the series of a session; `number`
    is that of a session, of a thread it is how many replies it has. `at` is when a lesson was
    published, a session began, a thread last went on. The place is a lesson's province, a
    session's hall; `author` is "" where readers are not told it; `about` is the session that a
    recording or a material belongs to.
    """

    what: str
    id: int
    title: str
    name: str
    fiscal_year: int | None
    number: int | None
    at: datetime | None
    type: str
    state: str
    outcome: str
    is_answered: bool
    is_sample: bool
    author: str
    community: str
    place_th: str
    place_en: str
    about: str

    @property
    def ref(self) -> str:
        """Return what stands in a lesson's address."""
        return self.name or str(self.id)

    @property
    def series(self) -> str:
        """Return the series of a session, or of what belongs to one."""
        return self.name

    @property
    def url_values(self) -> dict[str, object]:
        """Return what the address of a thread's page needs."""
        return {"thread_id": self.id, "slug": self.name}


def cards(actor: Actor, ids: Mapping[str, Sequence[int]]) -> dict[Key, Card]:
    """Return the cards of those of the things, ids by kind, that the actor may read."""
    kinds = tuple(kind for kind in KINDS if ids.get(kind))
    if not kinds:
        return {}
    rows = _cards(actor, kinds).rows(**{f"{kind}_ids": ids[kind] for kind in kinds})
    return {(row[0], row[1]): Card(*row) for row in rows}


@kept
def _cards(actor: Actor, kinds: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    asked = []
    for kind in kinds:
        of, rule = RULES[kind]
        columns = (_EMPTY | _COLUMNS[kind]).items()
        shown = (column.label(name) for name, column in columns)
        query = _joined(select(literal(kind, String).label("what"), of.label("id"), *shown), kind)
        ids = bindparam(f"{kind}_ids", type_=Numbers())
        asked.append(query.where(Among(of, ids), rule(actor)))
    found = union_all(*asked).subquery()
    return select(*found.c)


def _joined(query: Select[*tuple[Any, ...]], kind: str) -> Select[*tuple[Any, ...]]:
    if kind == "lesson":
        return (
            query.join(Member, Member.id == Lesson.author_id)
            .join(Community, Community.id == Lesson.community_id)
            .outerjoin(Province, Province.code == Lesson.province_code)
        )
    if kind == "thread":
        return query.join(Community, Community.id == Thread.community_id)
    query = of_session(query, kind).join(Series, Series.id == ExchangeSession.series_id)
    if kind == "session":
        return query.outerjoin(Venue, Venue.id == ExchangeSession.venue_id)
    return query


def _text(value: str = "") -> ColumnElement[str]:
    return literal(value, String)


_THEME = func.coalesce(func.nullif(ExchangeSession.theme, ""), ExchangeSession.title_th)
_EMPTY: dict[str, Any] = {
    "title": _text(),
    "name": _text(),
    "fiscal_year": cast(null(), Integer),
    "number": cast(null(), Integer),
    "at": null(),
    "type": _text(),
    "state": _text(),
    "outcome": _text(),
    "is_answered": false(),
    "is_sample": false(),
    "author": _text(),
    "community": _text(),
    "place_th": _text(),
    "place_en": _text(),
    "about": _text(),
}
_OF_SESSION: dict[str, Any] = {
    "name": Series.slug,
    "fiscal_year": ExchangeSession.fiscal_year,
    "number": ExchangeSession.number,
    "at": ExchangeSession.start_at,
}
_COLUMNS: dict[str, dict[str, Any]] = {
    "lesson": {
        "title": Lesson.title,
        "name": func.coalesce(Lesson.number, ""),
        "fiscal_year": Lesson.fiscal_year,
        "at": Lesson.published_at,
        "type": Lesson.kind,
        "state": Lesson.state,
        "outcome": func.coalesce(Lesson.outcome, ""),
        "is_sample": Lesson.is_sample,
        "author": named(Member.name, Member.id),
        "community": Community.name,
        "place_th": func.coalesce(Province.name_th, ""),
        "place_en": func.coalesce(Province.name_en, ""),
    },
    "thread": {
        "title": Thread.title,
        "name": Thread.slug,
        "number": Thread.reply_count,
        "at": Thread.last_activity_at,
        "type": Thread.kind,
        "state": Thread.state,
        "is_answered": Thread.answer_position.is_not(None),
        "is_sample": Thread.is_sample,
        "community": Community.name,
    },
    "session": {
        "title": _THEME,
        **_OF_SESSION,
        "state": ExchangeSession.state,
        "is_sample": ExchangeSession.is_sample,
        "place_th": func.coalesce(Venue.name_th, ExchangeSession.hall),
        "place_en": func.coalesce(
            func.nullif(Venue.name_en, ""), Venue.name_th, ExchangeSession.hall
        ),
    },
    "recording": {
        "title": Recording.title,
        **_OF_SESSION,
        "is_sample": Recording.is_sample,
        "about": _THEME,
    },
    "material": {
        "title": Material.title,
        **_OF_SESSION,
        "is_sample": Material.is_sample,
        "about": _THEME,
    },
}
