"""How well search finds the right text: a data set in BEIR layout put through the whole site.

The texts become published lessons of a site of their own in a temporary folder (limits of forms do
not apply), and each question goes the way of a question on the search page. The questions may be
harmed first, always in the same way (`harming`).
"""

import json
import math
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask, current_app
from markupsafe import escape
from sqlalchemy import make_url, select, update
from sqlalchemy.schema import CreateSchema, DropSchema

from cop.accounts.models import Member
from cop.communities.models import Community
from cop.core.actor import Actor
from cop.core.clock import now
from cop.db import db, transaction
from cop.lessons.models import Lesson, Revision
from cop.operations.content.world import lay_down_for_ids
from cop.operations.harming import HARMS
from cop.operations.schema import upgrade
from cop.search import indexing
from cop.search.meaning import filling, model
from cop.search.mending import wordlists
from cop.search.queries import answer
from cop.search.queries.resolving import understood

DEPTH = 10


class BadDataSet(Exception):
    """A folder that holds no data set in BEIR layout; the words say what is wrong."""


class NoModel(Exception):
    """Ranking by meaning was asked for, and its model is not there."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """Texts by id as (title, text), questions by id, and for each the ids of right texts."""

    texts: Mapping[str, tuple[str, str]]
    questions: Mapping[str, str]
    right: Mapping[str, frozenset[str]]


def read(folder: Path) -> DataSet:
    """Return the data set of a folder; questions without a right text are left out.

    Raises BadDataSet.
    """
    try:
        texts = {
            str(row["_id"]): (str(row.get("title") or ""), str(row["text"]))
            for row in _lines(folder / "corpus.jsonl")
        }
        asked = {str(row["_id"]): str(row["text"]) for row in _lines(folder / "queries.jsonl")}
        right: dict[str, set[str]] = {}
        for line in (folder / "qrels" / "test.tsv").read_text("utf-8").splitlines()[1:]:
            question, text, grade = line.split("\t")
            if float(grade) > 0:
                right.setdefault(question, set()).add(text)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        msg = f"{folder} is no data set in BEIR layout: {problem!r}"
        raise BadDataSet(msg) from problem
    questions = {one: text for one, text in asked.items() if right.get(one, set()) & texts.keys()}
    if not questions:
        msg = f"{folder} has no question with a right text"
        raise BadDataSet(msg)
    return DataSet(texts, questions, {one: frozenset(right[one]) for one in questions})


def evaluate(data: DataSet, harm: str = "none") -> dict[str, float | int]:
    """Load the texts into the site at hand, which is empty, ask all questions, and measure.

    `harm` is a name of HARMS: what is done to each question before it is asked.
    """
    upgrade()
    db.session.remove()
    reader, ids = _load(data)
    started = time.perf_counter()
    documents = indexing.rebuild()
    took = time.perf_counter() - started
    wordlists.count_words(wordlists.everything())
    filling.fill()
    names = dict(zip(ids, data.texts, strict=True))
    ranks: list[list[bool]] = []
    milliseconds: list[float] = []
    for one, text in data.questions.items():
        typed = HARMS[harm](text)
        begun = time.perf_counter()
        found = answer(reader, understood(reader, typed).query, (), 1)
        milliseconds.append((time.perf_counter() - begun) * 1000)
        db.session.rollback()
        shown = [names[match.id] for match in found.matches[:DEPTH]]
        ranks.append([name in data.right[one] for name in shown])
    wanted = [len(data.right[one]) for one in data.questions]
    milliseconds.sort()
    return {
        "docs": len(data.texts),
        "queries": len(data.questions),
        "mrr@10": round(fmean(map(_reciprocal, ranks)), 4),
        "ndcg@10": round(fmean(map(_ndcg, ranks, wanted)), 4),
        "recall@1": round(fmean(sum(r[:1]) / w for r, w in zip(ranks, wanted, strict=True)), 4),
        "recall@10": round(fmean(sum(r) / w for r, w in zip(ranks, wanted, strict=True)), 4),
        "index_docs_per_s": round(documents / took, 1),
        "query_ms_p50": round(median(milliseconds), 2),
        "query_ms_p95": round(milliseconds[math.ceil(len(milliseconds) * 0.95) - 1], 2),
    }


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _reciprocal(ranks: Sequence[bool]) -> float:
    return 1 / (ranks.index(True) + 1) if True in ranks else 0.0


def _ndcg(ranks: Sequence[bool], wanted: int) -> float:
    gained = sum(1 / math.log2(place + 2) for place, is_right in enumerate(ranks) if is_right)
    return gained / sum(1 / math.log2(place + 2) for place in range(min(wanted, DEPTH)))


def _load(data: DataSet) -> tuple[Actor, list[int]]:
    """Lay the texts down as published lessons of one open community.

    Returns somebody who may read them, and their ids in order.
    """
    at = now()
    with transaction():
        member = Member(
            email="reader@evaluation",
            given_name="-",
            password_hash="",
            created_at=at,
            sort_key="",
        )
        community = Community(
            slug="evaluation", name="-", purpose="", kind="open", created_at=at, sort_key=""
        )
        db.session.add_all((member, community))
        db.session.flush()
        shared = {"community_id": community.id, "author_id": member.id, "created_at": at}
        state = {"state": "published", "published_at": at, "sort_key": "", "kind": "lesson"}
        lessons = [
            {**shared, **state, "title": title, "number": f"LL-2500-{place:06}"}
            for place, (title, _) in enumerate(data.texts.values())
        ]
        ids = lay_down_for_ids(Lesson, lessons)
        revisions = [
            {
                **shared,
                "lesson_id": lesson_id,
                "number": 1,
                "title_th": title,
                "what_happened_html": f"<p>{escape(text)}</p>",
            }
            for lesson_id, (title, text) in zip(ids, data.texts.values(), strict=True)
        ]
        lay_down_for_ids(Revision, revisions)
        newest = select(Revision.id).where(Revision.lesson_id == Lesson.id).scalar_subquery()
        db.session.execute(
            update(Lesson)
            .values(current_revision_id=newest, published_revision_id=newest)
            .execution_options(synchronize_session=False)
        )
        return Actor(id=member.id), ids


def evaluate_elsewhere(
    folder: Path,
    engine: str,
    create: Callable[[Mapping[str, Any]], Flask],
    harm: str = "none",
    *,
    semantic: bool = False,
) -> dict[str, float | int]:
    """Evaluate a data set on a site of its own in a temporary folder, which goes afterwards.

    `engine` is a value of COP_SEARCH_URL, `harm` a name of HARMS; `semantic` ranks by meaning too.
    Raises BadDataSet, NoModel.
    """
    data = read(folder)
    if semantic and not model.is_installed():
        msg = f"{model.PACKAGE} is not installed: {model.INSTALL}"
        raise NoModel(msg)
    with TemporaryDirectory(prefix="cop-evaluation-") as place, _database_for(engine) as database:
        here = {
            name: value
            for name, value in current_app.config.items()
            if not name.startswith(("SQLALCHEMY_", "TEST_"))
        }
        own = {
            "DATA_DIR": place,
            "DATABASE_URL": database,
            "REDIS_URL": "",
            "SEARCH_URL": engine,
            "SEMANTIC": semantic,
            "SECRET_KEY": secrets.token_hex(32),
            "ENV": "development",
        }
        site = create({**here, **own})
        with site.app_context():
            try:
                return evaluate(data, harm)
            finally:
                db.session.remove()
                db.engine.dispose()


@contextmanager
def _database_for(engine: str) -> Iterator[str]:
    """Give the address of an empty database: none is SQLite's, else a schema beside the site's."""
    if engine != "postgresql:":
        yield ""
        return
    if db.engine.dialect.name != "postgresql":
        raise BadDataSet("set COP_DATABASE_URL=postgresql+psycopg://... to try that engine")
    address = make_url(str(current_app.config["DATABASE_URL"]))
    schema = f"cop_evaluation_{secrets.token_hex(4)}"
    with db.engine.begin() as connection:
        connection.execute(CreateSchema(schema))
    try:
        own = address.update_query_dict({"options": f"-csearch_path={schema}"})
        yield own.render_as_string(hide_password=False)
    finally:
        with db.engine.begin() as connection:
            connection.execute(DropSchema(schema, cascade=True))
