"""What is offered to somebody who is still typing: titles, terms, people and places."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from cop.accounts.models import Member, Province
from cop.communities.models import Community
from cop.communities.policies import audience_of, community_open_to
from cop.core.actor import Actor
from cop.lessons.models import Lesson, RevisionTag, Tag
from cop.lessons.policies import shown_to
from cop.moderation.models import Flag
from cop.reads import kept
from cop.search.engine import index
from cop.search.queries.answers import things_of
from cop.search.queries.titles import Title, titles
from cop.terms.models import Term
from cop.thai.folding import fold

MOST_TITLES = 6
MOST_OF_A_KIND = 3
_SCHEMES = ("topic", "principle")
_ESCAPE = "/"


@dataclass(frozen=True, slots=True)
class Offer:
    """A term, a person, a community or a province that fits the typed words.

    `kind` is topic, principle, tag, member, community or province; `key` is what its address
    needs, `detail` what tells it from others.
    """

    kind: str
    key: str
    name_th: str
    name_en: str
    detail: str


def suggested_titles(actor: Actor, typed: str) -> list[Title]:
    """Return things with the typed words in the title, the last of them unfinished.

    Raises IndexBroken.
    """
    hits = index().suggest(typed, audience_of(actor), MOST_TITLES * 4)
    return titles(actor, things_of(hits))[:MOST_TITLES]


def offers(actor: Actor, typed: str) -> list[Offer]:
    """Return up to 3 of each kind whose name has the typed words, in one statement.

    People are found by the beginning of a name, provinces by that of the last word; only members
    are shown people, and only tags of lessons that the reader may read.
    """
    words = " ".join(fold(typed).split())
    if not words:
        return []
    last = words.split()[-1].removeprefix("จังหวัด").removeprefix("จ.") or words
    typed_as = {**patterns(words), "last": f"{_escaped(last)}%"}
    return [Offer(*row) for row in _offered(actor).rows(**typed_as)]


def patterns(words: str) -> dict[str, str]:
    """Return what `like` and `begun` compare with."""
    return {"inside": f"%{_escaped(words)}%", "start": f"{_escaped(words)}%"}


def _escaped(words: str) -> str:
    for sign in (_ESCAPE, "%", "_"):
        words = words.replace(sign, _ESCAPE + sign)
    return words


@kept
def _offered(actor: Actor) -> Select[*tuple[Any, ...]]:
    parts = [*(terms_like(scheme) for scheme in _SCHEMES), tags_like(actor)]
    if actor.is_member:
        parts.append(_members())
    parts += [_communities(actor), _provinces()]
    found = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return select(*found.c)


def terms_like(scheme: str) -> Select[*tuple[Any, ...]]:
    """Return the statement of a scheme's terms in use that have the words in a label."""
    return (
        offer_of(scheme, Term.code, Term.label_th, Term.label_en)
        .where(
            Term.scheme == scheme,
            Term.status == "active",
            or_(like(Term.label_th, "inside"), like(Term.label_en, "inside")),
        )
        .order_by(begun(Term.label_th), Term.place, Term.id)
    )


def tags_like(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Return the statement of tags that have the words, of lessons that the actor may read."""
    hidden = exists().where(
        Flag.lesson_id == Lesson.id,
        Flag.hides,
        func.lower(Tag.label).contains(func.lower(Flag.passage)),
    )
    readable = exists().where(
        RevisionTag.tag_id == Tag.id,
        RevisionTag.revision_id == Lesson.published_revision_id,
        shown_to(actor),
        ~hidden,
    )
    return (
        offer_of("tag", Tag.label, Tag.label)
        .where(like(Tag.key, "inside"), readable)
        .order_by(begun(Tag.key), Tag.key)
    )


def _members() -> Select[*tuple[Any, ...]]:
    return (
        offer_of("member", cast(Member.id, String), Member.name, detail=Member.position)
        .where(
            Member.is_active,
            or_(
                like(Member.given_name, "start"),
                like(Member.family_name, "start"),
                like(Member.name, "start"),
            ),
        )
        .order_by(begun(Member.given_name), Member.sort_key, Member.id)
    )


def _communities(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        offer_of("community", Community.slug, Community.name)
        .where(like(Community.name, "inside"), community_open_to(actor))
        .order_by(begun(Community.name), Community.id)
    )


def _provinces() -> Select[*tuple[Any, ...]]:
    return (
        offer_of("province", Province.code, Province.name_th, Province.name_en)
        .where(or_(like(Province.name_th, "last"), like(Province.name_en, "last")))
        .order_by(Province.sort_key)
    )


def offer_of(
    kind: str,
    key: Any,  # noqa: ANN401 - a column
    name_th: Any,  # noqa: ANN401 - a column
    name_en: Any = "",  # noqa: ANN401 - a column
    detail: Any = "",  # noqa: ANN401 - a column
) -> Select[*tuple[Any, ...]]:
    """Return a statement of offers; what they are chosen by comes to it."""
    named = {"kind": literal(kind, String), "key": key, "name_th": name_th}
    named |= {
        name: literal(value, String) if isinstance(value, str) else value
        for name, value in (("name_en", name_en), ("detail", detail))
    }
    columns = (column.label(name) for name, column in named.items())
    return select(*columns).limit(MOST_OF_A_KIND)


def like(column: Any, pattern: str) -> ColumnElement[bool]:  # noqa: ANN401 - a mapped column
    """Return the condition that a name fits a pattern, whatever its letter case."""
    return func.lower(column).like(bindparam(pattern, type_=String), escape=_ESCAPE)


def begun(column: Any) -> ColumnElement[int]:  # noqa: ANN401 - as above
    """Return 0 for a name that begins with the words, 1 for others: what to sort by."""
    return case((like(column, "start"), 0), else_=1)
