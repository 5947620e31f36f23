"""How fast each search engine builds and answers, on synthetic articles of about 3,000 characters.

    .venv/bin/python -m bench.search_engines [--sizes 1000,5000,20000] [--engines whoosh,tantivy]
        [--database postgresql+psycopg://user@host/name]

The engine in PostgreSQL is measured when a database is named: it gets a schema of its own there,
which goes afterwards. What its server does is not in the times of the asking thread, and what it
keeps is not in the folder.

Every engine and size has a process and a temporary folder of its own. Articles are rows of
dictionary words, the common ones often (as one over their rank); the seed is fixed, so they are the
same everywhere. Questions are made of the same words. Finding is measured in processor time of the
asking thread, which a busy machine stretches less than the clock. A table goes to the output.
"""

import argparse
import json
import random
import resource
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from pythainlp.corpus import thai_words
from sqlalchemy import create_engine, make_url
from sqlalchemy.schema import CreateSchema, DropSchema

from cop.search.engines.postgres.index import PostgresIndex
from cop.search.engines.tantivy.index import TantivyIndex
from cop.search.engines.whoosh.index import WhooshIndex
from cop.search.language.query import parse
from cop.search.port import Document, Query, SearchIndex
from cop.search.queries.answers import ENOUGH
from cop.thai.words import warm

ENGINES: dict[str, Callable[[Path], SearchIndex]] = {
    "whoosh": WhooshIndex,
    "tantivy": TantivyIndex,
}
POSTGRESQL = "postgresql"
KINDS = ("few", "long", "quoted")
LETTERS = 3_000
WORDS = 30_000
START = datetime(2019, 10, 1, tzinfo=UTC)
READER = frozenset({"all", "org", "community:3"})
TOKENS = ("all", "org", "community:1", "community:2", "community:3", "member:9")
GROWTH = 2.0
"""The longest that Tantivy may take at 20,000 articles, in times of what it takes at 1,000."""


class Author:
    """Writes articles, and cuts questions from what it writes."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = sorted(word for word in thai_words() if len(word) > 1)
        random.Random(1).shuffle(self._words)
        del self._words[WORDS:]
        self._weights = list(accumulate(1 / (rank + 20) for rank in range(len(self._words))))

    def words(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)

    def article(self, number: int) -> Document:
        parts, length = [], 0
        while length < LETTERS:
            parts.append("".join(self.words(self._random.randint(4, 12))))
            length += len(parts[-1]) + 1
        return Document(
            kind="lesson",
            id=str(number),
            version=1,
            title="".join(self.words(6)),
            body=" ".join(parts),
            at=START + timedelta(hours=number),
            audience=(self._random.choice(TOKENS),),
            facets={
                "fiscal_year": (str(2560 + number % 8),),
                "agency": (f"a{self._random.randint(1, 80)}",),
                "topic": (f"T{self._random.randint(1, 20):02}",),
            },
        )

    def question(self, kind: str) -> str:
        """Return a question: a few words, many words without spaces, or quoted text."""
        if kind == "few":
            return " ".join(self.words(self._random.randint(1, 3)))
        if kind == "long":
            return "".join(self.words(8))
        return f'"{"".join(self.words(2))}"'


def articles(count: int) -> Iterator[Document]:
    author = Author(seed=2563)
    return (author.article(number) for number in range(count))


def questions(kind: str, count: int) -> list[str]:
    author = Author(seed=4)
    return [author.question(kind) for _ in range(count)]


@contextmanager
def opened(engine: str, folder: Path, database: str) -> Iterator[SearchIndex]:
    """Give an engine with an index of its own."""
    if engine != POSTGRESQL:
        index = ENGINES[engine](folder / "index")
        yield index
        index.close()
        return
    schema = f"cop_bench_{secrets.token_hex(4)}"
    server = create_engine(database)
    with server.begin() as connection:
        connection.execute(CreateSchema(schema))
    try:
        own = make_url(database).update_query_dict({"options": f"-csearch_path={schema}"})
        index = PostgresIndex(own.render_as_string(hide_password=False))
        yield index
        index.close()
    finally:
        with server.begin() as connection:
            connection.execute(DropSchema(schema, cascade=True))


def measure(engine: str, documents: int, options: argparse.Namespace) -> dict[str, float]:
    """Return what building, finding and writing cost with so many documents, in this process."""
    made = list(articles(documents))
    with (
        tempfile.TemporaryDirectory(prefix="cop-engines-") as folder,
        opened(engine, Path(folder), options.database) as index,
    ):
        found = built(index, made, Path(folder))
        for kind in KINDS:
            found |= answered(index, questions(kind, options.asked), kind, options.limit)
        found |= written(index, made)
    return found


def built(index: SearchIndex, made: list[Document], folder: Path) -> dict[str, float]:
    """Build the index; return documents a second of processor time, megabytes in memory and kept.

    The analysis of the texts is part of it, and most of it.
    """
    warm(for_much=True)  # as the site does before it rebuilds
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    index.rebuild(iter(made))
    took = time.process_time() - started
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "documents": len(made),
        "built_a_second": round(len(made) / took, 1),
        "grew_mb": round(grown / 1024),
        "folder_mb": round(size / 1e6, 1),
    }


def answered(index: SearchIndex, texts: list[str], kind: str, limit: int) -> dict[str, float]:
    """Return p50 and p95 of finding in processor time, each question asked once before.

    Of three times asked the shortest counts: what else the machine does makes the others longer.
    """
    queries = [replace(parse(text).query, enough=ENOUGH) for text in texts]
    for query in queries:
        index.find(query, READER, limit)
    times = [min(_took(index, query, limit) for _ in range(3)) for query in queries]
    cuts = statistics.quantiles(times, n=20)
    return {f"{kind}_p50_ms": round(cuts[9], 2), f"{kind}_p95_ms": round(cuts[18], 2)}


def _took(index: SearchIndex, query: Query, limit: int) -> float:
    """Return the milliseconds of processor time that one answer takes."""
    started = time.thread_time()
    index.find(query, READER, limit)
    return (time.thread_time() - started) * 1000


def written(index: SearchIndex, made: list[Document]) -> dict[str, float]:
    """Return the median of putting one document in the index, by the clock."""
    times = []
    for document in islice(made, 20):
        started = time.perf_counter()
        index.upsert([document])
        times.append((time.perf_counter() - started) * 1000)
    return {"upsert_p50_ms": round(statistics.median(times), 1)}


def _in_a_process(engine: str, size: int, options: argparse.Namespace) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.search_engines", "--one", engine]
    command += ["--sizes", str(size), "--asked", str(options.asked), "--limit", str(options.limit)]
    command += ["--database", options.database]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _table(rows: dict[tuple[str, int], dict[str, float]]) -> Iterator[str]:
    columns = list(next(iter(rows.values())))
    yield "| engine | " + " | ".join(columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for (engine, _), found in rows.items():
        yield f"| {engine} | " + " | ".join(str(found[name]) for name in columns) + " |"


def _growth(rows: dict[tuple[str, int], dict[str, float]]) -> Iterator[str]:
    small, large = rows.get(("tantivy", 1_000)), rows.get(("tantivy", 20_000))
    if small and large:
        for kind in KINDS:
            times = large[f"{kind}_p50_ms"] / small[f"{kind}_p50_ms"]
            verdict = "ok" if times <= GROWTH else "OVER"
            yield f"Tantivy, {kind}: {times:.2f} times from 1,000 to 20,000 ({verdict})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,5000,20000")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--asked", type=int, default=200, help="questions of each kind")
    parser.add_argument("--limit", type=int, default=1_000, help="hits asked for, as the site does")
    parser.add_argument("--database", default="", help="where the engine in PostgreSQL may write")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    if options.one:
        print(json.dumps(measure(options.one, sizes[0], options)))
        return
    rows = {}
    for engine in options.engines.split(",") + [POSTGRESQL] * bool(options.database):
        for size in sizes:
            rows[engine, size] = _in_a_process(engine, size, options)
            print(f"{engine} {size} done", file=sys.stderr)
    print("\n".join([*_table(rows), "", *_growth(rows)]))


if __name__ == "__main__":
    main()
