"""Loose questions with quoted text that was mistyped, in the engines that pass over it."""

from dataclasses import replace

import pytest

from cop.search.language.query import parse
from tests.web.search.passages import ENGINES


@pytest.fixture(params=["whoosh"])
def engine(request):
    return ENGINES[request.param]


def _ids(index, text: str, audience=None) -> list[str]:
    index.refresh()
    query = replace(parse(text).query, loose=True)
    return [hit.id for hit in index.find(query, audience, 20).hits]


def test_quoted_text_that_stands_nowhere_is_passed_over(index) -> None:
    assert _ids(index, 'ทดลอง "นวตกรรมภาครัฐ"')[0] == "0"
    assert _ids(index, '"นวตกรรมภาครัฐ"', frozenset()) == []


def test_quoted_text_that_stands_somewhere_holds(index) -> None:
    assert _ids(index, 'นวตกรรมภาครัฐ "ข่าวลือ"') == ["1"]
