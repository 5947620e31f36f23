"""Titles of things with what their addresses are made of, for short lists of several kinds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    String,
    bindparam,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from cop.core.actor import Actor
from cop.lessons.models import Lesson
from cop.readers import Among, Numbers
from cop.reads import kept
from cop.search.queries.answers import KINDS, RULES, Key, of_session
from cop.sessions.models import ExchangeSession, Material, Recording, Series
from cop.threads.models import Thread


@dataclass(frozen=True, slots=True)
class Title:
    """A thing by its title.

    `name` is the number of a lesson, the slug of a thread or of the series of a session; `number`
    is that of a session, of a thread it is how many replies it has.
    """

    kind: str
    id: int
    title: str
    name: str
    fiscal_year: int | None
    number: int | None

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


def titles(actor: Actor, keys: Sequence[Key]) -> list[Title]:
    """Return the titles of those of the things that the actor may read, in their order."""
    ids: dict[str, list[int]] = {}
    for kind, one in keys:
        ids.setdefault(kind, []).append(one)
    if not ids:
        return []
    kinds = tuple(kind for kind in KINDS if kind in ids)
    rows = _titled(actor, kinds).rows(**{f"{kind}_ids": ids[kind] for kind in kinds})
    found = {(row[0], row[1]): Title(*row) for row in rows}
    return [found[key] for key in keys if key in found]


@kept
def _titled(actor: Actor, kinds: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    asked = []
    for kind in kinds:
        of, rule = RULES[kind]
        columns = (literal(kind, String).label("kind"), of.label("id"), *_COLUMNS[kind])
        query = of_session(select(*columns), kind)
        if kind in _OF_SESSIONS:
            query = query.join(Series, Series.id == ExchangeSession.series_id)
        ids = bindparam(f"{kind}_ids", type_=Numbers())
        asked.append(query.where(Among(of, ids), rule(actor)))
    found = union_all(*asked).subquery()
    return select(*found.c)


_NO_NUMBER: Any = type_coerce(null(), Integer)
_OF_SESSION: tuple[Any, ...] = (
    Series.slug.label("name"),
    ExchangeSession.fiscal_year,
    ExchangeSession.number,
)
_OF_SESSIONS = ("session", "recording", "material")
_THEME = func.coalesce(func.nullif(ExchangeSession.theme, ""), ExchangeSession.title_th)
_COLUMNS: dict[str, tuple[Any, ...]] = {
    "lesson": (
        Lesson.title.label("title"),
        func.coalesce(Lesson.number, "").label("name"),
        Lesson.fiscal_year.label("fiscal_year"),
        _NO_NUMBER.label("number"),
    ),
    "thread": (
        Thread.title.label("title"),
        Thread.slug.label("name"),
        _NO_NUMBER.label("fiscal_year"),
        Thread.reply_count.label("number"),
    ),
    "session": (_THEME.label("title"), *_OF_SESSION),
    "recording": (Recording.title.label("title"), *_OF_SESSION),
    "material": (Material.title.label("title"), *_OF_SESSION),
}
