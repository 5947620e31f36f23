"""The fixed list of questions that the search page is measured with."""

import sqlite3
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from bench.search_page_content import subject, vocabulary
from cop.core.markup import plain
from cop.thai.words import words

EACH = {"common": 40, "middling": 40, "rare": 40, "two": 50, "phrase": 40, "filtered": 30}
"""How many questions of each kind: 240 in all."""
_RANKS = {"common": (50, 500), "middling": (500, 3_000), "rare": (3_000, 19_000)}
_OUTCOMES = ("success", "unexpected", "mixed")


def questions(database: Path, seed: int) -> list[str]:
    """Return addresses of the search page, all different, in a mixed order that is always the same.

    Single words by how often they are used; two words, one of them of a subject; three or four
    words that stand together in a lesson, where others adjoin them; and words with a filter or two.
    """
    chance = Random(f"questions {seed}")
    made = [_address({"q": word}) for kind in _RANKS for word in _words(chance, kind, EACH[kind])]
    made += [_address({"q": _two(chance)}) for _ in range(EACH["two"])]
    made += [_address({"q": phrase}) for phrase in _phrases(chance, database, EACH["phrase"])]
    for word in _words(chance, "common", EACH["filtered"]):
        chosen = {"fiscal_year": str(chance.randint(2562, 2568))}
        if chance.random() < 0.5:
            chosen["outcome"] = chance.choice(_OUTCOMES)
        made.append(_address({"q": word, **chosen}))
    different = list(dict.fromkeys(made))
    chance.shuffle(different)
    return different


def _words(chance: Random, kind: str, count: int) -> list[str]:
    first, last = _RANKS[kind]
    known = [word for word in vocabulary()[0][first:last] if len(word) > 1]
    return chance.sample(known, count)


def _two(chance: Random) -> str:
    own = [word for word in subject(chance.randrange(400)) if len(word) > 1]
    return f"{chance.choice(_words(chance, 'common', 20))} {chance.choice(own)}"


def _phrases(chance: Random, database: Path, count: int) -> list[str]:
    base = sqlite3.connect(database)
    rows = base.execute("SELECT what_happened_html FROM revisions ORDER BY id").fetchall()
    base.close()
    found: list[str] = []
    while len(found) < count:
        stretches = plain(chance.choice(rows)[0]).split()
        stretch = words(chance.choice(stretches)) if stretches else []
        if len(stretch) > 4:
            at = chance.randrange(len(stretch) - 3)
            found.append("".join(stretch[at : at + chance.choice((3, 4))]))
    return found


def _address(asked: dict[str, str]) -> str:
    return f"/search?{urlencode(asked)}"
