"""How well search does on a data set: `cop search-eval`."""

import json
from pathlib import Path

import pytest
from flask import Flask

from cop.core.actor import Actor
from cop.operations import evaluation
from cop.search.language.query import Parsed
from cop.search.queries.resolving import understood

TEXTS = {
    "a": ("", "ตั้งโต๊ะตรวจเอกสารก่อนรับบัตรคิว คนไม่ต้องกลับมาใหม่"),
    "b": ("ย้ายเครื่องสูบก่อนพายุ", "น้ำท่วมซ้ำสามปี <b>ชาวบ้าน</b>ช่วยกันย้ายขึ้นที่สูง"),
    "c": ("", "หอกระจายข่าวแจ้งความจริงทุกเช้า ลดข่าวลือ"),
}
QUESTIONS = {"1": "ตรวจเอกสารบัตรคิว", "2": "ชาวบ้านย้ายเครื่องสูบ", "3": "ไดโนเสาร์", "4": "ข่าวลือ"}


def data_set(folder: Path, right: list[tuple[str, str, int]]) -> Path:
    (folder / "qrels").mkdir(parents=True)
    corpus = [{"_id": one, "title": title, "text": text} for one, (title, text) in TEXTS.items()]
    asked = [{"_id": one, "text": text} for one, text in QUESTIONS.items()]
    for name, rows in (("corpus", corpus), ("queries", asked)):
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text("\n".join(lines), "utf-8")
    lines = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in right)]
    (folder / "qrels" / "test.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def measured(app: Flask, *words: str) -> dict[str, float]:
    result = app.test_cli_runner().invoke(args=["cop", "search-eval", *words])
    assert result.exit_code == 0, result.output
    found: dict[str, float] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_right_texts_are_found_and_counted(app: Flask, tmp_path: Path, engine: str) -> None:
    folder = data_set(
        tmp_path / "set", [("1", "a", 1), ("2", "b", 1), ("3", "c", 1), ("4", "a", 0)]
    )
    found = measured(app, str(folder), "--engine", engine)
    assert (found["docs"], found["queries"]) == (3, 3)
    assert (
        found["mrr@10"] == found["recall@1"] == found["recall@10"] == pytest.approx(2 / 3, abs=1e-3)
    )
    assert found["ndcg@10"] == pytest.approx(2 / 3, abs=1e-3)
    assert found["index_docs_per_s"] > 0
    assert 0 < found["query_ms_p50"] <= found["query_ms_p95"]
    assert set(found) == {
        "docs", "queries", "mrr@10", "ndcg@10", "recall@1", "recall@10", "index_docs_per_s",
        "query_ms_p50", "query_ms_p95",
    }  # fmt: skip


def test_questions_are_asked_as_people_harm_them(app: Flask, tmp_path: Path) -> None:
    folder = data_set(tmp_path / "set", [("1", "a", 1), ("2", "b", 1)])
    clean = measured(app, str(folder))
    encoded = measured(app, str(folder), "--harm", "encoded")
    times = ("index_docs_per_s", "query_ms_p50", "query_ms_p95")
    assert {k: v for k, v in encoded.items() if k not in times} == {
        k: v for k, v in clean.items() if k not in times
    }
    assert measured(app, str(folder), "--harm", "lost")["recall@10"] == 1
    refused = app.test_cli_runner().invoke(args=["cop", "search-eval", str(folder), "--harm", "x"])
    assert refused.exit_code == 2


def test_questions_are_read_by_the_road_of_the_page(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def noted(actor: Actor, text: str) -> Parsed:
        asked.append(text)
        return understood(actor, text)

    monkeypatch.setattr(evaluation, "understood", noted)
    folder = data_set(tmp_path / "set", [("1", "a", 1)])
    assert measured(app, str(folder))["recall@1"] == 1
    assert asked == [QUESTIONS["1"]]


def test_a_wrong_judgement_lowers_the_figures(app: Flask, tmp_path: Path) -> None:
    folder = data_set(tmp_path / "set", [("1", "b", 1), ("4", "c", 1)])
    assert measured(app, str(folder))["recall@1"] == 0.5


@pytest.mark.parametrize("broken", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_a_folder_without_a_data_set_is_refused_in_one_line(
    app: Flask, tmp_path: Path, broken: str
) -> None:
    folder = data_set(tmp_path / "set", [("1", "a", 1)])
    for damage in ("", "no such row"):
        (folder / broken).write_text(damage, "utf-8")
        result = app.test_cli_runner().invoke(args=["cop", "search-eval", str(folder)])
        assert result.exit_code == 1
        assert len(result.stderr.strip().splitlines()) == 1
    (folder / broken).unlink()
    assert app.test_cli_runner().invoke(args=["cop", "search-eval", str(folder)]).exit_code == 1
