"""What stands on the page for each thing found: its card, and the words around the match."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cop.core.actor import Actor
from cop.core.text import Piece, excerpt, marked
from cop.lessons import queries as lessons
from cop.search.queries.answers import Match
from cop.search.queries.texts import best, texts
from cop.sessions import queries as sessions
from cop.threads import queries as threads

_MOMENT = 120


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
    by_kind: dict[str, dict[int, tuple[str, ...]]] = {}
    for match in found:
        by_kind.setdefault(match.kind, {})[match.id] = match.parts
    said = texts(by_kind) if by_kind.keys() - {"recording"} else {}
    spoken = sessions.moments(list(by_kind.get("recording", ())), terms)
    made: dict[tuple[str, int], Shown] = {}
    for kind, some in by_kind.items():
        for one, card in _CARDS[kind](actor, list(some)).items():
            title = marked(card.title, terms)
            position, snippet = best(said.get((kind, one), ()), terms)
            heard = spoken.get(one, ()) if kind == "recording" else ()
            moments = [(at, excerpt(words, terms, _MOMENT)) for at, words in heard]
            made[kind, one] = Shown(kind, card, title, snippet, position, moments)
    return [made[one.kind, one.id] for one in found if (one.kind, one.id) in made]


_CARDS: Mapping[str, Callable[[Actor, Sequence[int]], Mapping[int, Any]]] = {
    "lesson": lessons.cards,
    "thread": threads.cards,
    "session": sessions.cards,
    "recording": sessions.recording_cards,
    "material": sessions.material_cards,
}
