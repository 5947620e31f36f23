"""Hashes of pairs are those of the pairs put together; terms are the same without places."""

from itertools import pairwise
from random import Random
from zlib import crc32

import pytest

from cop.search.analyzer import terms, tokens
from cop.search.cluster_pairs import is_thai, pair_hashes, thai_hashes
from cop.thai.clusters import clusters
from cop.thai.folding import fold

LETTERS = "กขคสพมทร.์ำาิเแ่้ะๆฯลabZ12-/ ',๑฿ๅ\ud800😀"
CHANCE = Random(2563)  # noqa: S311 - the same texts each time
TEXTS = [
    "",
    "ก",
    "ถอดบทเรียนการรับน้ำที่ ต.บางระกำ ปี ๒๕๖๓",
    "ก.พ.ร. และ สป.มท. ใช้ AAR ตาม LL-2563-0001 พช",
    *("".join(CHANCE.choices(LETTERS, k=CHANCE.randint(2, 40))) for _ in range(300)),
]


def _crc(text: str) -> int:
    return crc32(text.encode("utf-8", "replace"))


@pytest.mark.parametrize("text", TEXTS)
def test_hashes_are_those_of_the_pairs(text: str) -> None:
    found = clusters(text)
    pairs = [first + second for first, second in pairwise(found)]
    assert pair_hashes(found).tolist() == [_crc(pair) for pair in pairs]
    pieces = [*pairs, *(each for each in found if len(each) > 1)]
    assert set(thai_hashes(text).tolist()) == {_crc(each) for each in pieces if is_thai(each)}


@pytest.mark.parametrize("text", TEXTS)
def test_terms_are_the_same_without_their_places(text: str) -> None:
    assert terms(fold(text)) == [token.term for token in tokens(text)]
