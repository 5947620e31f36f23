"""Made-up Thai of realistic length for load tests: the same seed gives the same words."""

from random import Random

from cop.operations.content.reading import texts

_LISTS = texts("phrases")
_CLAUSES = ("who", "did", "what", "where")


def sentence(chance: Random) -> str:
    """Return a sentence of about 90 characters, written together as Thai is."""
    clause = "".join(chance.choice(_LISTS[name]) for name in _CLAUSES)
    return f"{chance.choice(_LISTS['opening'])}{clause} {chance.choice(_LISTS['result'])}"


def passage(chance: Random, sentences: int) -> str:
    """Return so many sentences in paragraphs of at most four."""
    said = [sentence(chance) for _ in range(sentences)]
    return "\n\n".join(" ".join(said[at : at + 4]) for at in range(0, len(said), 4))


def post(chance: Random) -> str:
    """Return what somebody writes in a thread: 360 characters in the middle, rarely 1,000."""
    return passage(chance, chance.choice((1, 2, 3, 3, 3, 3, 4, 4, 5, 6, 9)))


def steps(chance: Random) -> list[str]:
    """Return three to five steps of a recommendation."""
    return chance.sample(_LISTS["step"], chance.randint(3, 5))


def title(chance: Random, *, asked: bool = False) -> str:
    """Return a title, of a question when asked, of at most 150 characters."""
    pattern: str = chance.choice(_LISTS["question" if asked else "title"])
    return pattern.format(**{name: chance.choice(_LISTS[name]) for name in _CLAUSES})[:150]
