"""What else a question may have meant, where it finds little, and what comes near to it."""

from dataclasses import dataclass, replace

from cop.communities.policies import audience_of
from cop.core.actor import Actor
from cop.search.engine import index
from cop.search.language.query import Parsed, parse
from cop.search.mending.repairing import Kind, Repair, has_crumbs, other_layout, repairs
from cop.search.mending.wordlists import words_for
from cop.search.port import Query
from cop.search.queries.answers import readable, things_of

FEW = 5
VERY_FEW = 3
_MOST_SEARCHES = 3
_MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Proposal:
    """A text to search instead, what was wrong with the typed one, and how many things it finds."""

    kind: Kind
    text: str
    total: int


def proposals(actor: Actor, parsed: Parsed, found: int) -> list[Proposal]:
    """Return what the question may have meant, best first.

    Asked where it found fewer than five things, or where it falls into crumbs that are no words:
    those of นวตกรรม are found all over, and none of it is about นวัตกรรม. Asked as well where text
    is left out, for ข on the other keyboard layout is a minus.

    Each is searched with what this reader may read, at most three, and left out when it finds
    nothing. Words of closed content are proposed to nobody. Totals count up to 100 documents.
    """
    is_left_out = _leaves_out_text(parsed)
    is_asked = found < FEW or is_left_out or has_crumbs(parsed.query.text)
    words = words_for(actor) if is_asked else None
    if words is None:
        return []
    asked: list[tuple[Repair, Query]] = []
    if is_left_out and (other := other_layout(parsed.text, words)):
        asked = [(Repair("layout", other), replace(parse(other).query, sort="newest"))]
    elif parsed.query.text.strip():
        asked = [
            (Repair(one.kind, text), _like(parsed, one.text))
            for one in repairs(parsed.query.text, words)[:_MOST_SEARCHES]
            if (text := _in_place(parsed, one.text))
        ]
    audience = audience_of(actor)
    things = [things_of(index().find(query, audience, _MOST_COUNTED).hits) for _, query in asked]
    seen = readable(actor, {key for some in things for key in some})
    counted = [
        Proposal(one.kind, one.text, sum(key in seen for key in some))
        for (one, _), some in zip(asked, things, strict=True)
    ]
    return [one for one in counted if one.total]


def loosely(parsed: Parsed, found: int) -> Query | None:
    """Return the question as one that letter clusters answer too, where it found fewer than three.

    None where enough was found, or where the question has no words.
    """
    if found >= VERY_FEW or not parsed.query.words:
        return None
    return replace(parsed.query, loose=True)


def _leaves_out_text(parsed: Parsed) -> bool:
    """Tell whether text is left out and nothing is asked of any field."""
    return bool(parsed.understood) and all(one.field == "text" for one in parsed.understood)


def _in_place(parsed: Parsed, mended: str) -> str:
    """Return the typed line with its running words mended, its field names as they are."""
    line = parsed.text
    if not parsed.understood and not parsed.query.excluded:
        return mended
    return line.replace(parsed.query.text, mended, 1) if parsed.query.text in line else ""


def _like(parsed: Parsed, words: str) -> Query:
    """Return the question with other running words and all its filters."""
    mended = parse(words).query
    # Only counted, so in any order: ranking them a second time would cost a statement each.
    return replace(
        parsed.query, text=mended.text, words=mended.words, phrases=mended.phrases, sort="newest"
    )
