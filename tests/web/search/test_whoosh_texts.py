"""Texts beside Whoosh's lists: counted as bytes where letters take one each, else as letters."""

import re

import pytest

from cop.core.text import term_pattern
from cop.search.engines.whoosh.index import WhooshIndex
from cop.search.engines.whoosh.schema import SIGNATURE_BITS, bits_of, is_short, signature
from cop.thai.folding import fold
from tests.web.search.passages import document, found

TEXTS = (
    "คณะทำงานจัดเวทีถอดบทเรียนการทำงานประจำปี 1,250 ครั้ง และทำ",
    "สิทธิ์ของประชาชน ประชาชนมีสิทธิ code API apis v2 LL-2563-0001",
    "ทำแล้วทำเล่า “ทำ” จำทำนอง…",
    "日本 の資料 ทำงานกับ naïve café ทำงาน",
)
TERMS = ("ทำ", "ทำงาน", "สิทธิ์", "api", "code", "ประชาชน ประชาชน", "2563", "café", "日本")


@pytest.fixture
def index(tmp_path):
    made = WhooshIndex(tmp_path / "index")
    made.rebuild(document(number, body) for number, body in enumerate(TEXTS))
    yield made
    made.close()


@pytest.mark.parametrize("term", TERMS)
def test_a_term_stands_as_often_in_bytes_as_in_letters(index: WhooshIndex, term: str) -> None:
    with index._reading() as snapshot:
        texts = [snapshot.text(number) for number in range(len(TEXTS))]
        counted = snapshot.standing(term, snapshot.everything())
        again = snapshot.standing(term, snapshot.everything())
    assert counted.tolist() == [len(re.findall(term_pattern(term), text)) for text in texts]
    assert again.tolist() == counted.tolist()
    assert any(counted)


def test_only_thai_and_ascii_take_a_byte_each(index: WhooshIndex) -> None:
    with index._reading() as snapshot:
        kept = list(snapshot._texts(range(len(TEXTS))))
        texts = [snapshot.text(number) for number in range(len(TEXTS))]
    assert [is_short(each) for each in kept] == [True, True, True, False]
    assert all(fold(body) in text for body, text in zip(TEXTS, texts, strict=True))


def test_what_one_reader_may_not_read_is_counted_for_another(index: WhooshIndex) -> None:
    with index._reading() as snapshot:
        none = snapshot.everything() & False
        assert not snapshot.standing("ทำ", none).any()
        first = none.copy()
        first[0] = True
        assert snapshot.standing("ทำ", first).tolist() == [3, 0, 0, 0]
        assert snapshot.standing("ทำ", snapshot.everything())[2] == 4


def test_words_of_all_scripts_are_found(index: WhooshIndex) -> None:
    assert sorted(found(index, "ทำงาน")) == ["0", "3"]
    assert found(index, "สิทธิ์") == ["1"]


def test_a_signature_has_the_bits_of_all_pieces_of_its_text() -> None:
    kept = signature(fold(TEXTS[0]))
    assert len(kept) * 8 == SIGNATURE_BITS
    whole = int.from_bytes(kept, "little")
    assert all(whole >> bit & 1 for bit in bits_of("ถอดบทเรียน"))
