"""How well search answers what officers type, on the demo: `judged.toml` has the judgements.

    .venv/bin/python -m bench.judged [--engine whoosh] [--misses]

A site of its own in a temporary folder gets the demo; a member of two communities asks. Queries are
read and answered as on the search page. Where that page offers another spelling, the first offer is
followed, as a person would. Prints MRR@10 and recall@10 for each kind of query.
"""

import argparse
import secrets
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from sqlalchemy import select

import config
from cop.accounts.models import Member
from cop.accounts.queries.actors import actor_by_id
from cop.app import create_app
from cop.core.actor import Actor
from cop.db import db
from cop.lessons.models import Lesson
from cop.operations import demo, setup
from cop.operations.content.reading import HERE as CONTENT
from cop.search import indexing
from cop.search.language.query import Parsed
from cop.search.mending import wordlists
from cop.search.queries import answer
from cop.search.queries.proposing import VERY_FEW, proposals
from cop.search.queries.resolving import understood
from cop.sessions.models import ExchangeSession, Recording
from cop.threads.models import Thread

FILE = Path(__file__).resolve().parent / "judged.toml"
ASKING = "staff@demo.example"
DEPTH = 10
TITLES = {
    "lesson": (Lesson.id, Lesson.title),
    "thread": (Thread.id, Thread.title),
    "session": (ExchangeSession.id, ExchangeSession.title_th),
    "recording": (Recording.id, Recording.title),
}

Thing = tuple[str, int]


@dataclass(frozen=True)
class Judged:
    """A query as typed, its kind, and the things that answer it as "lesson:checklist"."""

    typed: str
    kind: str
    right: frozenset[str]


@dataclass(frozen=True)
class Answered:
    """A query with the first ten things found, each right or not."""

    query: Judged
    ranks: tuple[bool, ...]

    @property
    def reciprocal(self) -> float:
        return 1 / (self.ranks.index(True) + 1) if True in self.ranks else 0.0

    @property
    def recall(self) -> float:
        return sum(self.ranks) / len(self.query.right)


def queries() -> list[Judged]:
    rows = tomllib.loads(FILE.read_text("utf-8"))["queries"]
    return [Judged(row["typed"], row["kind"], frozenset(row["right"])) for row in rows]


def measure() -> list[Answered]:
    """Ask all queries of the site at hand, which has the demo, an index and counted words."""
    member = db.session.scalars(select(Member.id).where(Member.email == ASKING)).one()
    actor = actor_by_id(member)
    if actor is None:
        raise SystemExit(f"{ASKING} may not sign in")
    names = {thing: name for name, thing in _things().items()}
    return [Answered(one, _asked(actor, one, names)) for one in queries()]


def figures(answers: Sequence[Answered]) -> dict[str, tuple[int, float, float]]:
    """Return by kind, and for "all", the number of queries, MRR@10 and recall@10."""
    kinds = dict.fromkeys(one.query.kind for one in answers)
    rows = {kind: [one for one in answers if one.query.kind == kind] for kind in kinds}
    return {
        kind: (
            len(some),
            fmean(one.reciprocal for one in some),
            fmean(one.recall for one in some),
        )
        for kind, some in {**rows, "all": answers}.items()
    }


def _asked(actor: Actor, one: Judged, names: Mapping[Thing, str]) -> tuple[bool, ...]:
    parsed = understood(actor, one.typed)
    found = answer(actor, parsed.query, (), 1)
    # What asks for no word and no field finds everything, which is as good as nothing.
    is_empty = not (parsed.query.words or parsed.query.filters or parsed.query.kinds)
    total = 0 if is_empty else found.total
    if total < VERY_FEW and (offered := _offered(actor, parsed, total)):
        found = answer(actor, understood(actor, offered).query, (), 1)
    shown = [names.get((match.kind, match.id), "") for match in found.matches[:DEPTH]]
    return tuple(name in one.right for name in shown)


def _offered(actor: Actor, parsed: Parsed, found: int) -> str:
    """Return the first spelling offered that finds more than what was typed."""
    better = (one.text for one in proposals(actor, parsed, found) if one.total > found)
    return next(better, "")


def _things() -> dict[str, Thing]:
    """Return the things of the demo by their short names."""
    titled = {(kind, title): name for kind, name, title in _named()}
    found = {}
    for kind, (of, title) in TITLES.items():
        for row in db.session.execute(select(of, title)):
            if name := titled.get((kind, row[1])):
                found[f"{kind}:{name}"] = (kind, row[0])
    return found


def _named() -> Iterator[tuple[str, str, str]]:
    for path in sorted((CONTENT / "texts").rglob("*.toml")):
        said = tomllib.loads(path.read_text("utf-8"))
        for row in said.get("lessons", ()):
            yield "lesson", row["key"], row["title_th"]
        for row in said.get("threads", ()):
            yield "thread", row["key"], row["title"]
        for row in said.get("sessions", ()):
            yield "session", row["key"], row["title_th"]
        if "recording" in said:
            yield "recording", said["recording"]["key"], said["recording"]["title"]


def _table(answers: Sequence[Answered]) -> Iterator[str]:
    yield "| kind | queries | MRR@10 | recall@10 |"
    yield "|---|---|---|---|"
    for kind, (count, mrr, recall) in figures(answers).items():
        yield f"| {kind} | {count} | {mrr:.3f} | {recall:.3f} |"


def _misses(answers: Sequence[Answered]) -> Iterator[str]:
    for one in answers:
        if one.reciprocal < 1 or one.recall < 1:
            yield f"{one.query.kind} {one.query.typed}: {one.reciprocal:.2f} {one.recall:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("whoosh", "tantivy"), default="whoosh")
    parser.add_argument("--misses", action="store_true", help="list what was not quite right")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="cop-judged-") as place:
        own = {
            "DATA_DIR": place,
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "SEARCH_URL": f"{options.engine}:",
            "SECRET_KEY": secrets.token_hex(32),
            "ENV": "development",
        }
        with create_app(config.load(own)).app_context():
            setup.prepare()
            demo.load()
            indexing.rebuild()
            wordlists.count_words(wordlists.everything())
            answers = measure()
            db.session.remove()
            db.engine.dispose()
    lines = [*_table(answers), *(["", *_misses(answers)] if options.misses else [])]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
