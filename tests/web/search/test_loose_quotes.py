"""Loose questions with quoted text that was mistyped."""

from dataclasses import replace

from cop.search.language.query import parse


def _ids(index, text: str, audience=None) -> list[str]:
    index.refresh()
    query = replace(parse(text).query, loose=True)
    return [hit.id for hit in index.find(query, audience, 20).hits]


def test_quoted_text_that_stands_nowhere_is_passed_over(index) -> None:
    assert _ids(index, 'ทดลอง "นวตกรรมภาครัฐ"')[0] == "0"
    assert _ids(index, '"นวตกรรมภาครัฐ"', frozenset()) == []


def test_quoted_text_that_stands_somewhere_holds(index) -> None:
    assert _ids(index, 'นวตกรรมภาครัฐ "ข่าวลือ"') == ["1"]
