"""Lessons of realistic words for the search page: `python -m bench.search_page_content 5000`.

The lessons of `cop demo --scale` are made of a few hundred phrases, so that every word of theirs
stands everywhere. Here each text is drawn word by word from the frequencies of the Thai Textbook
Corpus that PyThaiNLP brings along (19,000 words), and every lesson has a subject of its own whose
words come back in it. The seed is the lesson's place: the same lessons on every machine.
"""

import importlib.util
import json
import sys
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

from sqlalchemy import text

from cop.db import db, transaction
from cop.operations.content.synthetic_lessons import add_lessons
from cop.operations.content.world import survey
from cop.search import indexing
from wsgi import app

SUBJECTS = 400
# A lesson takes 50 KB while it is written.
AT_ONCE = 2_000
_OF_A_SUBJECT = 60
_OWN_SHARE = 0.2


class Writer:
    """Writes what a lesson says. All texts of one lesson are asked for with the same `chance`."""

    def __init__(self) -> None:
        self._chance: Random | None = None
        self._own: list[str] = []

    def words(self, chance: Random, count: int) -> list[str]:
        """Return so many words, one in five of the lesson's own subject."""
        if chance is not self._chance:
            self._chance = chance
            self._own = subject(chance.randrange(SUBJECTS))
        known, weights = vocabulary()
        drawn = chance.choices(known, cum_weights=weights, k=count)
        return [chance.choice(self._own) if chance.random() < _OWN_SHARE else one for one in drawn]

    def sentence(self, chance: Random) -> str:
        """Return a sentence of about 110 characters in three or four stretches."""
        stretches = (self.words(chance, chance.randint(5, 11)) for _ in range(3))
        return " ".join("".join(some) for some in stretches)

    def passage(self, chance: Random, sentences: int) -> str:
        """Return so many sentences in paragraphs of at most four."""
        said = [self.sentence(chance) for _ in range(sentences)]
        return "\n\n".join(" ".join(said[at : at + 4]) for at in range(0, len(said), 4))

    def title(self, chance: Random) -> str:
        """Return a title of six to ten words."""
        return "".join(self.words(chance, chance.randint(6, 10)))[:150]

    def steps(self, chance: Random) -> list[str]:
        """Return three to five steps of a recommendation."""
        return [self.sentence(chance) for _ in range(chance.randint(3, 5))]


@cache
def vocabulary() -> tuple[list[str], list[int]]:
    """Return words, the commonest first, with their summed frequencies."""
    package = importlib.util.find_spec("pythainlp")
    if package is None or package.origin is None:
        raise SystemExit("pythainlp is not installed: its word frequencies are needed")
    listed = Path(package.origin).parent / "corpus" / "ttc_freq.txt"
    pairs = [line.split("\t") for line in listed.read_text("utf-8").splitlines() if line.strip()]
    known = [(word.strip(), int(count)) for word, count in pairs if word.strip()]
    return [word for word, _ in known], list(accumulate(count for _, count in known))


@cache
def subject(number: int) -> list[str]:
    """Return the words of a subject: none of the commonest 300."""
    known, _ = vocabulary()
    return Random(f"subject {number}").sample(known[300:], _OF_A_SUBJECT)


def main() -> None:
    many = int(sys.argv[1])
    with app.app_context():
        for first in range(0, many, AT_ONCE):
            with transaction():
                add_lessons(survey(), first, min(first + AT_ONCE, many), Writer())
        made = indexing.rebuild()
        with transaction():
            # After so many rows at once the planner's picture of the tables is wrong.
            db.session.execute(text("ANALYZE"))
        print(json.dumps(made))


if __name__ == "__main__":
    main()
