"""What stands on the page for each thing found: its card, and the words around the match."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cop.core.actor import Actor
from cop.core.text import Piece, excerpt, marked
from cop.search.queries.answers import Key, Match
from cop.search.queries.cards import Card, cards
from cop.search.queries.texts import Said, best, texts
from cop.sessions import queries as sessions

_MOMENT = 120
_Texts = Mapping[Key, Sequence[Said]]
_Moments = Mapping[int, Sequence[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One hit: its card, title and excerpt with marks, and where in it the words stand.

    `position` is that of a reply; `moments` are (second, marked text) of a recording.
    """

    kind: str
    card: Card
    title: list[Piece]
    snippet: list[Piece] = field(default_factory=list)
    position: int = 0
    moments: list[tuple[int, list[Piece]]] = field(default_factory=list)


def shown(actor: Actor, found: Sequence[Match], terms: Sequence[str]) -> list[Shown]:
    """Return what the page shows of the things found, in their order."""
    by_kind: dict[str, dict[int, tuple[str, ...]]] = {}
    for match in found:
        by_kind.setdefault(match.kind, {})[match.id] = match.parts
    said = texts(by_kind) if by_kind.keys() - {"recording"} else {}
    spoken = sessions.moments(list(by_kind.get("recording", ())), terms)
    known = cards(actor, {kind: list(some) for kind, some in by_kind.items()})
    return [
        _hit(known[match.kind, match.id], terms, said, spoken)
        for match in found
        if (match.kind, match.id) in known
    ]


def _hit(card: Card, terms: Sequence[str], said: _Texts, spoken: _Moments) -> Shown:
    heard = spoken.get(card.id, ()) if card.what == "recording" else ()
    position, snippet = best(said.get((card.what, card.id), ()), terms)
    return Shown(
        card.what,
        card,
        marked(card.title, terms),
        snippet,
        position,
        [(at, excerpt(words, terms, _MOMENT)) for at, words in heard],
    )
