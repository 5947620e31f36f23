"""The second ranking gives what its description says, counted here the slow way."""

import math
from collections import Counter
from itertools import takewhile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.search.ranking import reranking
from cop.search.ranking.grams import GRAMS_VERSION, HASHES, grams, packed, unpacked
from cop.search.ranking.reranking import Candidate, Statistics, rerank

TEXTS = (
    "จังหวัดตั้งโต๊ะตรวจเอกสารก่อนรับบัตรคิว ลดคนที่ต้องกลับมาใหม่",
    "อำเภอจองคิวออนไลน์และตรวจเอกสารที่บ้าน",
    "น้ำท่วมซ้ำสามปี ชาวบ้านย้ายเครื่องสูบน้ำ",
)
SOME = st.text(alphabet="กขคงจ", min_size=0, max_size=40)


def known(*texts: str) -> Statistics:
    having = np.zeros(HASHES, np.uint32)
    for text in texts:
        having[np.unique(grams(text))] += 1
    return Statistics(having, len(texts), sum(len(grams(text)) for text in texts) / len(texts))


def scores(question: str, texts: tuple[str, ...], weights: tuple[float, ...] = ()) -> list[float]:
    weights = weights or (1.0,) * len(texts)
    made = [
        Candidate(0.0, weight, unpacked(packed(text)))
        for text, weight in zip(texts, weights, strict=True)
    ]
    return rerank(question, made, known(*texts))


def expected(question: str, text: str, facts: Statistics) -> float:
    """Count all parts for one document, chunk by chunk and window by window."""
    pairs = list(unpacked(packed(text)))
    chunks = [list(grams(chunk)) for chunk in question.split()]
    asked = Counter(pair for chunk in chunks for pair in chunk)

    def idf(pair: int) -> float:
        having = int(facts.having[pair])
        return math.log(1 + (facts.documents - having + 0.5) / (having + 0.5)) if having else 0.0

    norm = 0.9 * (0.25 + 0.75 * max(1, len(pairs)) / max(1.0, facts.mean_length))
    counts = Counter(pairs)
    bm25 = sum(
        times * idf(pair) * counts[pair] * 1.9 / (counts[pair] + norm)
        for pair, times in asked.items()
    )
    runs = early = 0.0
    joined = _joined(chunks, pairs)
    for order, chunk in enumerate(chunks):
        for number, pair in enumerate(chunk):
            places = [at for at, one in enumerate(pairs) if one == pair]
            longest = max((joined[order, number, at] for at in places), default=0)
            if longest:
                credit = idf(pair) * math.log(longest + 1) / math.log(len(chunk) + 1)
                runs += credit
                early += credit * math.exp(-places[0] / 130)

    def densest(width: int) -> float:
        masses = [
            sum(idf(pair) for pair in set(pairs[at : at + width]) & asked.keys())
            for at in range(len(pairs))
        ]
        return max(masses, default=0.0)

    return 0.5 * bm25 + 0.75 * runs + 0.5 * early + 0.5 * densest(100) + 0.75 * densest(270)


def _joined(chunks: list[list[int]], pairs: list[int]) -> dict[tuple[int, int, int], int]:
    """Return by chunk, place in it and place in the text the size of the run there."""
    stretches = []
    for order, chunk in enumerate(chunks):
        before = sum(len(one) for one in chunks[:order]) + 10 * order
        for number in range(len(chunk)):
            for at in range(len(pairs)):
                goes_on = number and at and chunk[number - 1] == pairs[at - 1]
                if size := 0 if goes_on else _alike(chunk[number:], pairs[at:]):
                    stretches.append((at, -(before + number), size, order, number))
    groups: list[list[tuple[int, int, int, int, int]]] = []
    for one in sorted(stretches):
        last = groups[-1][-1] if groups and one[2] > 1 else None
        if last and _follows(last, one):
            groups[-1].append(one)
        elif one[2] > 1:
            groups.append([one])
    groups += [[one] for one in stretches if one[2] == 1]
    return {
        (order, number + step, at + step): sum(one[2] for one in group)
        for group in groups
        for at, _, size, order, number in group
        for step in range(size)
    }


def _follows(last: tuple[int, ...], one: tuple[int, ...]) -> bool:
    gap = one[0] - last[0] - last[2] + 1
    typed = last[1] - one[1] - last[2] + 1
    return 1 <= gap <= 3 and 1 <= typed <= 3 and abs(gap - typed) <= 1


def _alike(one: list[int], other: list[int]) -> int:
    return len(list(takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False))))


@given(SOME, st.lists(SOME, min_size=1, max_size=4), st.booleans())
def test_parts_are_as_described(question: str, texts: list[str], spaced: bool) -> None:
    if spaced:
        question = f"{question[:7]} {question[7:]}".strip()
    facts = known(*texts)
    made = [Candidate(0.0, 1.0, unpacked(packed(text))) for text in texts]
    found = rerank(question, made, facts)
    if not any(len(grams(chunk)) for chunk in question.split()):
        assert found == [0.0] * len(texts)
        return
    assert found == pytest.approx([expected(question, text, facts) for text in texts])


@pytest.mark.parametrize("question", ["ตรวจเอกสาน", "ตรวเอกสาร", "ตรวจ เอกสาร", "จองคิวออนไล"])
def test_misspelt_and_unfinished_words_bring_the_right_text_up(question: str) -> None:
    found = scores(question, TEXTS)
    assert found[2] < min(found[:2])
    if "จองคิว" in question:
        assert found[1] == max(found)


def test_a_stretch_that_a_slip_breaks_in_two_is_still_one_run() -> None:
    whole = "ลดขั้นตอนขอใบอนุญาต"
    broken = "ลดขั้นตนขอใบอนุญาต"
    apart = ("ขอใบอนุญาตแล้วเดินทางไปจังหวัดอื่นจึงลดขั้นตนได้", broken)
    found = scores(whole, (*apart, TEXTS[2]))
    alone = scores("ลดขั้นต นขอใบอนุญาต", (*apart, TEXTS[2]))
    assert found[1] - found[0] > alone[1] - alone[0]


def test_question_words_tell_nothing() -> None:
    texts = ("อะไรคือสิ่งที่อยู่ในนั้น", "ตรวจเอกสารก่อนรับบัตรคิว", "น้ำท่วม")
    assert scores("เอกสารคืออะไร", texts)[0] == 0
    assert scores("คืออะไร", texts)[0] > 0, "where nothing else is asked they are all there is"


def test_a_weight_lowers_what_is_added() -> None:
    full, half = scores("ตรวจเอกสาร", TEXTS)[0], scores("ตรวจเอกสาร", TEXTS, (0.5, 1.0, 1.0))[0]
    assert half == pytest.approx(full / 2)


def test_spelling_variants_score_alike() -> None:
    assert scores("น้ำท่วม", TEXTS) == scores("น\u0e4d\u0e49าท่วม", TEXTS)


@pytest.mark.parametrize("question", ["", " ", "ก", "?!", "\u200b"])
def test_a_question_without_pairs_keeps_the_order_of_the_engine(question: str) -> None:
    made = [Candidate(3.0, 1.0, grams(TEXTS[0])), Candidate(5.0, 1.0, grams(TEXTS[1]))]
    assert rerank(question, made, known(*TEXTS)) == [3.0, 5.0]


def test_no_candidates_have_no_scores() -> None:
    assert rerank("เอกสาร", [], known(*TEXTS)) == []


def test_very_many_hits_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reranking, "_MOST_HITS", 100)
    texts = ("กขกขกขกขกข" * 200, "งจงจ คคค กข")
    found = scores("กขก งจ", texts)
    assert len(found) == 2
    assert found[1] > 0, "the common pair takes no place from the rare one"


def test_packed_arrays_say_how_they_were_made() -> None:
    assert GRAMS_VERSION >= 1
    assert list(unpacked(packed("นา นา"))) == list(grams("นานา"))
    assert packed("") == b""
