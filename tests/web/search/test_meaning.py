"""Ranking by meaning, with a small model in the place of the real one: see tools/semantic.sh."""

import json
import logging
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from cop.db import db
from cop.operations import doctor, evaluation
from cop.search import indexing
from cop.search.engine import index as site_index
from cop.search.jobs import keep_vectors
from cop.search.language.query import parse
from cop.search.meaning import filling, weighing
from cop.search.meaning import model as models
from cop.search.meaning.model import Lazily
from cop.search.meaning.questions import is_question
from cop.search.meaning.vectors import PackedVectors, with_pairs
from cop.search.meaning.weighing import Meaning
from cop.search.meaning.windows import LONGEST, MOST, nearest, packed, windows
from cop.search.port import Hit, Query
from cop.search.queries import answer
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_lesson
from tests.web.search.passages import document

CONCEPTS = (("น้ำท่วม", "อุทกภัย"), ("ไฟไหม้", "เพลิง"), ("พัสดุ", "จัดซื้อ"))
QUESTION = "เตรียมรับมืออุทกภัยอย่างไร"


class Small:
    """A model that knows three things, each by two names."""

    def __init__(self, version: str = "small-1") -> None:
        self.version = version
        self.read: list[str] = []
        self.asked: list[str] = []

    def question(self, text: str) -> np.ndarray:
        self.asked.append(text)
        return self._vector(text)

    def passages(self, texts: list[str]) -> np.ndarray:
        self.read += texts
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> np.ndarray:
        said = [sum(text.count(name) for name in names) for names in CONCEPTS]
        found = np.array([*said, 1.0], np.float32)
        return found / np.linalg.norm(found)


@pytest.fixture
def small(app, monkeypatch) -> Small:
    made = Small()
    monkeypatch.setattr(site_index(), "meaning", Meaning(Lazily(lambda: made)))
    monkeypatch.setitem(app.config, "SEMANTIC", True)
    return made


def kept() -> dict[str, tuple[str, int]]:
    db.session.rollback()
    query = select(PackedVectors.name, PackedVectors.made_with, PackedVectors.version)
    return {row.name: (row.made_with, row.version) for row in db.session.execute(query)}


def order(text: str) -> list[str]:
    site_index().refresh()
    db.session.rollback()
    return [hit.id for hit in site_index().find(parse(text).query, None, 10).hits]


@pytest.mark.parametrize(
    "text",
    ["เตรียมรับมืออุทกภัยอย่างไร", "ใครเป็นประธานเปิดเสวนาครั้งที่ 4", "แบบประเมินควรมีกี่ข้อ",
     "ผู้สูงอายุตอบแบบสำรวจเองได้ไหม", "why did the counter close early", "Is the hall open on Monday?"],
)  # fmt: skip
def test_questions_are_told(text: str) -> None:
    assert is_question(parse(text).query)


@pytest.mark.parametrize(
    "text",
    ["", "อะไร", "น้ำท่วม", "แผนรับมือน้ำท่วมของจังหวัด", '"รับมืออุทกภัย" อย่างไร', "ผ้าไหม ทอมือ",
     "ลดเวลารอคิว ประชาชน", "lessons of the flood", "whole of government"],
)  # fmt: skip
def test_search_words_are_no_question(text: str) -> None:
    assert not is_question(parse(text).query)


def test_what_is_sorted_by_date_or_asked_loosely_is_not_weighed() -> None:
    assert not is_question(parse(QUESTION, sort="newest").query)
    assert not is_question(Query(QUESTION, parse(QUESTION).query.words, loose=True))


def test_windows_are_short_few_and_hold_all_of_a_text() -> None:
    body = " ".join(f"ประโยคที่ {number} ว่าด้วยการซ้อมแผน" for number in range(40))
    found = windows(document(1, body))
    assert found[0] == "เรื่องที่ 1"
    assert max(map(len, found)) <= LONGEST
    assert " ".join(found[1:]) == body
    assert "".join(windows(document(1, "ก" * 1000))[1:]) == "ก" * 1000
    assert len(windows(document(1, "ซ้อมแผน " * 5000))) == MOST
    assert windows(document(1, "", title="")) == []


def test_packed_vectors_point_where_they_did() -> None:
    random = np.random.default_rng(7)
    rows = random.normal(size=(5, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    for row in rows:
        assert nearest(packed(rows), row) == pytest.approx(1, abs=0.001)
    assert nearest(packed(rows[:1]), rows[1]) == pytest.approx(float(rows[0] @ rows[1]), abs=0.005)


def test_the_nearest_of_the_best_comes_first_for_questions_alone(small) -> None:
    texts = ["เตรียมรับมือ เตรียมรับมือเรื่องพัสดุและจัดซื้อ", "เตรียมรับมือน้ำท่วมทุกปี"]
    lessons = [make_lesson(what_happened=text) for text in texts]
    first, second = (str(one.id) for one in lessons)
    words = "เตรียมรับมืออุทกภัย"
    before = order(QUESTION), order(words)
    assert filling.fill() == 2
    weights = weighing.WEIGHT
    try:
        weighing.WEIGHT = 1.0
        assert order(QUESTION)[0] == second
        assert set(order(QUESTION)) == {first, second}
        assert order(words) == before[1]
    finally:
        weighing.WEIGHT = weights
    assert small.asked == [QUESTION], "read once, and then remembered"


def test_too_few_vectors_change_nothing_and_a_missing_one_is_average() -> None:
    model = Small()
    meaning = Meaning(Lazily(lambda: model))
    hits = [Hit("lesson", str(number), 10.0 - number) for number in range(4)]
    texts = ["พัสดุ", "อื่น", "น้ำท่วม", "อื่น"]
    told = {f"lesson:{number}": packed(model.passages([text])) for number, text in enumerate(texts)}
    some = {name: told[name] for name in ("lesson:2",)}
    assert meaning.weighed(QUESTION, hits, some) == hits
    del told["lesson:1"]
    ranked = {hit.id: hit.score for hit in meaning.weighed(QUESTION, hits, told)}
    assert ranked["2"] == 8 + weighing.WEIGHT * 10
    assert ranked["0"] == 10
    assert 9 < ranked["1"] < 9 + weighing.WEIGHT * 10
    alike = {f"lesson:{number}": told["lesson:0"] for number in range(4)}
    assert meaning.weighed(QUESTION, hits, alike) == hits
    withdrawn = [hits[0], Hit("lesson", "2", 3.0, 0.3)]
    assert meaning.weighed(QUESTION, withdrawn, told)[1].score == 3 + weighing.WEIGHT * 10 * 0.3


def test_vectors_follow_the_documents(small) -> None:
    lesson, other = make_lesson(what_happened="รับมือน้ำท่วม"), make_lesson()
    site_index().refresh()
    assert filling.missing() == 2
    assert filling.fill(seconds=-1) == 0, "no time left: what is missing stays so"
    assert filling.fill() == 2
    assert filling.missing() == filling.fill() == 0
    assert set(kept()) == {f"lesson:{lesson.id}", f"lesson:{other.id}"}
    read = len(small.read)
    lesson.visibility = "public"
    db.session.commit()
    indexing.replace({"lesson": [lesson.id]})
    site_index().refresh()
    assert filling.missing() == 1
    assert filling.fill() == 1
    assert len(small.read) == read, "another reader, the same text"
    site_index().delete([("lesson", str(other.id))])
    site_index().refresh()
    filling.fill()
    assert set(kept()) == {f"lesson:{lesson.id}"}
    small.version = "small-2"
    assert filling.missing() == 1
    assert with_pairs([f"lesson:{lesson.id}"], "small-2/1")[1] == {}
    filling.fill()
    assert kept()[f"lesson:{lesson.id}"][0] == "small-2/1"


def test_the_worker_makes_them_in_a_thread_of_its_own(small) -> None:
    make_lesson(what_happened="รับมือน้ำท่วม")
    site_index().refresh()
    db.session.rollback()
    thread = filling.fill_beside()
    assert thread is not None
    thread.join(20)
    assert len(kept()) == 1
    keep_vectors()


def test_off_means_off(app) -> None:
    make_lesson()
    site_index().refresh()
    assert filling.fill_beside() is None
    assert filling.missing() == filling.fill() == 0
    assert kept() == {}


def test_without_its_package_search_works_and_says_so_once(app, monkeypatch, caplog) -> None:
    monkeypatch.setattr(models, "PACKAGE", "no_such_package")
    monkeypatch.setattr(site_index(), "meaning", Meaning(Lazily()))
    monkeypatch.setitem(app.config, "SEMANTIC", True)
    lesson = make_lesson(what_happened="เตรียมรับมืออุทกภัยทุกปี")
    with caplog.at_level(logging.ERROR, "cop.search.meaning.model"):
        assert order(QUESTION) == order(QUESTION) == [str(lesson.id)]
        assert filling.fill_beside() is None
    said = [one.getMessage() for one in caplog.records if one.name.endswith("meaning.model")]
    assert said == [f"COP_SEMANTIC is on, but its model cannot be loaded: {models.INSTALL}"]
    found = [one.what for one in doctor.examine() if "meaning" in one.what]
    assert found == [
        f"ranking by meaning is on, but no_such_package is not installed: {models.INSTALL}"
    ]


def test_doctor_counts_what_is_missing_and_mends_it(small, app, monkeypatch) -> None:
    monkeypatch.setattr(models, "is_installed", lambda: True)
    make_lesson()
    make_lesson()
    site_index().refresh()

    def found():
        return [one for one in doctor.examine() if "meaning" in one.what]

    assert [one.what for one in found()] == [
        "ranking by meaning: 2 documents without vectors, which the worker makes"
    ]
    found()[0].mend()
    assert found() == doctor.remarks() == []
    monkeypatch.setitem(app.config, "SEMANTIC", False)
    assert doctor.remarks() == ["ranking by meaning: installed, and off (COP_SEMANTIC)"]


def test_a_question_costs_no_statement_more(small, client: Browser) -> None:
    number = make_lesson(what_happened="เตรียมรับมือน้ำท่วมทุกปี").number
    site_index().refresh()
    filling.fill()
    client.as_(make_member())
    assert client.see(f"/search?q={QUESTION}").hits == [("lesson", number)]
    assert small.asked == [QUESTION]


def test_closed_content_stays_closed(small) -> None:
    """Vectors only put in order what the index gave for the reader's own audience."""
    author, outsider = make_member(), actor_of(make_member())
    closed = make_community(kind="members", members=(author,))
    lesson = make_lesson(
        author=author, community=closed, visibility="community", what_happened="เตรียมรับมือน้ำท่วม"
    )
    name = f"lesson:{lesson.id}"
    site_index().refresh()
    filling.fill()
    assert name in kept()
    assert answer(outsider, parse(QUESTION).query, (), 1).total == 0


def test_an_evaluation_needs_the_package(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(models, "PACKAGE", "no_such_package")
    (tmp_path / "qrels").mkdir()
    for name, row in (
        ("corpus", {"_id": "d", "text": "น้ำท่วม"}),
        ("queries", {"_id": "q", "text": "น้ำ"}),
    ):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row), "utf-8")
    (tmp_path / "qrels" / "test.tsv").write_text("q\td\tscore\nq\td\t1\n", "utf-8")
    with pytest.raises(evaluation.NoModel, match="not installed"):
        evaluation.evaluate_elsewhere(tmp_path, "whoosh:", lambda _: None, semantic=True)
