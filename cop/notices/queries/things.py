"""The things that notices are about: their titles, and what their addresses are made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from cop.accounts.models import Agency
from cop.communities.models import Community
from cop.core.actor import Actor
from cop.lessons.models import Lesson
from cop.notices.policies import RULES
from cop.readers import Among, Numbers
from cop.reads import kept
from cop.sessions.models import ExchangeSession, Recording, Series
from cop.terms.models import Term
from cop.threads.models import Reply, Thread

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing by its title, in English where it has one.

    `name` is the number of a lesson, the slug of a thread, of a community or of the series of a
    session; `number` is that of a session, of a reply its position.
    """

    kind: str
    id: int
    title: str
    title_en: str
    name: str
    fiscal_year: int | None
    number: int | None


def things(actor: Actor, keys: Iterable[Key]) -> dict[Key, Thing]:
    """Return those of the things that have a title and may be read by the actor, at once."""
    ids: dict[str, set[int]] = {}
    for kind, one in keys:
        ids.setdefault(kind, set()).add(one)
    kinds = tuple(kind for kind in _COLUMNS if kind in ids)
    if not kinds:
        return {}
    rows = _things(actor, kinds).rows(**{f"{kind}_ids": ids[kind] for kind in kinds})
    return {(row[0], row[1]): Thing(*row) for row in rows}


@kept
def _things(actor: Actor, kinds: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    asked = []
    for kind in kinds:
        of, rule = RULES[kind]
        query: Select[*tuple[Any, ...]] = select(
            literal(kind, String).label("kind"), of.label("id"), *_COLUMNS[kind]
        )
        if kind == "session":
            query = query.join(Series, Series.id == ExchangeSession.series_id)
        ids = bindparam(f"{kind}_ids", type_=Numbers())
        asked.append(query.where(Among(of, ids), rule(actor)))
    found = union_all(*asked).subquery()
    return select(*found.c)


_EMPTY: dict[str, Any] = {
    "title": literal("", String),
    "title_en": literal("", String),
    "name": literal("", String),
    "fiscal_year": cast(null(), Integer),
    "number": cast(null(), Integer),
}


def _columns(**given: Any) -> list[Any]:  # noqa: ANN401 - columns and expressions of them
    return [column.label(name) for name, column in (_EMPTY | given).items()]


_COLUMNS: dict[str, list[Any]] = {
    "lesson": _columns(title=Lesson.title, name=func.coalesce(Lesson.number, "")),
    "thread": _columns(title=Thread.title, name=Thread.slug),
    "community": _columns(title=Community.name, name=Community.slug),
    "reply": _columns(number=Reply.position),
    "remark": _columns(),
    "flag": _columns(),
    "session": _columns(
        title=func.coalesce(func.nullif(ExchangeSession.theme, ""), ExchangeSession.title_th),
        name=Series.slug,
        fiscal_year=ExchangeSession.fiscal_year,
        number=ExchangeSession.number,
    ),
    "recording": _columns(title=Recording.title),
    "series": _columns(title=Series.name),
    "agency": _columns(title=Agency.name_th, title_en=Agency.name_en),
    "topic": _columns(title=Term.label_th, title_en=Term.label_en),
}
