import importlib.util
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.thai import words as thai_words
from cop.thai.matching import Matcher
from cop.thai.words import (
    cutting,
    dictionary_version,
    native_segmenter,
    portable_segmenter,
    spans,
    warm,
    words,
)

SENTENCES = [
    "สำนักงานจังหวัดขอนแก่นจัดประชุมเรื่องการรับมือน้ำท่วมร่วมกับเทศบาลตำบล",
    "นักปฏิบัติของศูนย์ดำรงธรรมถอดบทเรียนเรื่องการรับเรื่องร้องเรียน",
    "เครือข่ายอาสาสมัครสาธารณสุขคัดกรองผู้สูงอายุในหมู่บ้านทุกเดือน",
    "ตากลมหน้าบ้านแล้วกลับไปทำงานต่อ",
    "วันจันทร์หน้าจะทดลองระบบใหม่ที่โยธาธิการและผังเมือง",
]


def test_words_of_a_sentence():
    assert words("องค์กรนวัตกรรมภาครัฐ ปี 2563") == [
        "องค์กร", "นวัตกรรม", "ภาครัฐ", " ", "ปี", " ", "2563",
    ]  # fmt: skip


def test_words_of_the_field_are_known():
    assert "ดำรงราชานุภาพ" in words("สถาบันดำรงราชานุภาพ")
    assert "แฮชแท็ก" in words("ติดแฮชแท็กนี้")


def test_numbers_and_latin_words_stay_whole():
    assert words("ใช้ ๑,๐๐๐.50 บาทกับCOVID") == [
        "ใช้", " ", "๑,๐๐๐.50", " ", "บาท", "กับ", "COVID",
    ]  # fmt: skip


def test_spans_are_the_places_of_the_words():
    text = "ข่าวดี 2563\nจบ"
    assert [text[start:end] for start, end in spans(text)] == words(text)
    assert spans("") == []


@given(st.text(alphabet="กรตลมนวาะเแำ่้ัิ์ๆฯ ab1,.\n\ud800", max_size=60))
def test_words_joined_are_the_text(text):
    assert "".join(words(text)) == text


def test_both_segmenters_give_the_same_words():
    native = native_segmenter()
    assert native is not None
    for sentence in SENTENCES:
        assert native(sentence) == portable_segmenter()(sentence)


def test_without_the_native_library_the_portable_segmenter_works(monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "nlpo3" else found(name)
    )
    assert native_segmenter() is None


def test_a_missing_word_list_is_named(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(RuntimeError, match="pythainlp"):
        thai_words._general_list()


def test_a_long_run_without_spaces_is_cut_into_words():
    run = "การประชุมคณะกรรมการจังหวัด" * 40
    assert words(run).count("จังหวัด") >= 39


@pytest.mark.parametrize(
    "unit",
    ["กรก", "กรอ", "รอก", "ก", "ขขข", "จะ", "กรกรา", "7", "1,", "ุ", "a ", "่", "ตากลม",
     "กรอกรอกรอกรอกรอกรอกรอกรอกรอกรอกรอกรอกรอ "],
)  # fmt: skip
def test_hostile_texts_are_cut_in_time(unit):
    warm(for_much=True)
    text = (unit * 200_000)[:200_000]
    started = time.thread_time()
    assert sum(end - start for start, end in spans(text)) == len(text)
    # Less than a second on an idle machine; other tests may keep this one busy.
    assert time.thread_time() - started < 3


def test_only_time_that_the_text_took_counts(monkeypatch):
    """What Python takes for going through all its objects is not the text's doing."""
    passed, tidied = [0.0], [0]
    monkeypatch.setattr(thai_words, "_times_tidied", lambda: tidied[0])
    monkeypatch.setattr(thai_words.time, "thread_time", lambda: passed[0])
    cut_slow, cut_tidied = cutting(len(SENTENCES[0])), cutting(len(SENTENCES[0]))
    passed[0] += 10
    assert cut_slow(SENTENCES[0]) != words(SENTENCES[0])
    tidied[0] += 1
    assert cut_tidied(SENTENCES[0]) == words(SENTENCES[0])
    passed[0] += 10
    assert cut_tidied(SENTENCES[0]) != words(SENTENCES[0])


def test_threads_get_the_same_words():
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(words, SENTENCES * 20))
    assert results == [words(sentence) for sentence in SENTENCES] * 20


def test_the_version_of_the_dictionary_is_short_and_stable():
    assert dictionary_version() == dictionary_version()
    assert len(dictionary_version()) == 12


def test_matching_takes_the_fewest_words_and_joins_the_unknown():
    matcher = Matcher(["ตา", "ตาก", "กลม", "ลม", "บ้าน", "ธ"])
    assert matcher.segment("ตากลม") == ["ตา", "กลม"]
    assert matcher.segment("ฮฮฮบ้าน") == ["ฮฮฮ", "บ้าน"]
    assert matcher.segment("บ้านฮฮ") == ["บ้าน", "ฮฮ"]
    assert matcher.segment("ธบ้าน") == ["ธ", "บ้าน"]
    assert matcher.segment("") == []
