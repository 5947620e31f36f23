import random
import time

import pytest

from cop.core.markup import MAX_CHARACTERS, render
from tests.make.markup import assert_safe

COSTLY = {
    "open brackets": "[" * 20_000,
    "bracket pairs": "[a](" * 5_000,
    "nested links": "[" * 3_000 + "a" + "](b)" * 3_000,
    "brackets under the limit": "[" * 400,
    "links under the limit": "[a](b" * 399,
    "nested under the limit": "[" * 390 + "a" + "](b)" * 390,
    "images": "![" * 8_000,
    "images under the limit": "![" * 399,
    "references": "[a]: b\n" * 390 + "[a]" * 9,
    "angle brackets": "<a " * 6_000,
    "angle brackets under the limit": "<a " * 299,
    "comments": "<!--" * 299,
    "tags": "<b>" * 299,
    "autolinks": "<http://" * 299,
    "stars": "*" * 20_000,
    "stars under the limit": "*a " * 2_999,
    "star words": "**a" * 1_499,
    "star stairs": "".join("*" * (n % 7 + 1) + "a" for n in range(700)),
    "lows": "_a" * 2_999,
    "ticks": "`" * 1_000,
    "tick stairs": "".join("`" * n + " " for n in range(44)),
    "tildes": "~" * 20_000,
    "tilde words": "~~a" * 6_000,
    "equals": "=" * 20_000,
    "mark words": "==a" * 6_000,
    "carets": "^a" * 200,
    "deep list": "\n".join("    " * n + "- x" for n in range(300)),
    "deep list under the limit": "\n".join("    " * min(n, 10) + "- x" for n in range(400)),
    "deep list in a line": "- " * 9_000 + "x",
    "deep numbers in a line": "1. " * 500 + "x",
    "lists in quotes in lists": "> - " * 300 + "x",
    "deep quote": "> " * 5_000 + "x",
    "deep quotes without spaces": ">" * 5_000 + "x",
    "quotes under the limit": "\n".join(">" * 40 + " x" for _ in range(200)),
    "quotes and lists": "\n".join("> " * 19 + "- x" for _ in range(400)),
    "list without end": "- x\n" * 5_000,
    "numbered list": "1. x\n" * 4_000,
    "definitions in one block": "x\n: " * 4_750,
    "definitions under the limit": "x\n: " * 300,
    "definition list": "a\n:   b\n\n" * 2_000,
    "huge table": "|a" * 999 + "|\n" + "|-" * 999 + "|\n" + "|b" * 999 + "|\n",
    "long table": "|a|b|\n|-|-|\n" + "|c|d|\n" * 1_300,
    "table without bars": "a | b\n" * 3_000,
    "headings": "# x\n" * 5_000,
    "underlined headings": "x\n=\n" * 5_000,
    "rules": "---\n" * 5_000,
    "fences": "```\n" * 330,
    "fence stairs": "\n".join("`" * n for n in range(3, 44)),
    "tilde fences": "~~~\n" * 5_000,
    "spaces": " " * 20_000 + "x",
    "line breaks": "\n" * 20_000 + "x",
    "trailing spaces": "x  \n" * 5_000,
    "tabs": "\t" * 10_000 + "x",
    "backslashes": "\\" * 20_000,
    "entities": "&amp;" * 4_000,
    "ampersands": "&" * 20_000,
    "addresses": "https://a.example/x " * 1_000,
    "one long address": "https://a.example/" + "a" * 19_000,
    "mail addresses": "a@b.example " * 1_600,
    "long mail address": "a" * 9_000 + "@" + "b." * 5_000,
    "at signs": "a@" * 9_000,
    "dots": "www." * 5_000,
    "colons": "http:" * 4_000,
    "slashes": "http://" * 2_800,
    "quotes": '"' * 20_000,
    "link titles": '[a](b "' * 399,
    "brackets in address": "[a](" + "(" * 19_000,
    "one Thai word": "กา" * 10_000,
    "Thai prose": "บทเรียนจากการทำงานจริงของเจ้าหน้าที่ในจังหวัด " * 400,
    "ten megabytes": "ก" * 10_000_000,
    "lone surrogate": "x\ud800y" * 100,
    "control characters": "\x02\x03" * 5_000,
    "zero width": "\u200b" * 20_000,
    "marks": "ก" + "่" * 19_000,
}


@pytest.mark.parametrize("shape", COSTLY)
def test_hostile_shapes_take_less_than_a_second_and_lose_no_safety(shape: str):
    begin = time.thread_time()
    markup = render(COSTLY[shape])
    assert time.thread_time() - begin < 1
    assert_safe(markup)


def test_random_text_of_marks_takes_no_time():
    marks = "[]()!<>*_`|~^=#-+>\n \\&ก"
    chance = random.Random(2563)  # noqa: S311 - shapes, not secrets
    for _ in range(40):
        text = "".join(chance.choice(marks) for _ in range(3_000))
        begin = time.thread_time()
        assert_safe(render(text))
        assert time.thread_time() - begin < 1


def test_a_text_too_costly_to_format_keeps_its_words():
    text = "ย่อหน้าหนึ่ง\nต่อ\n\n" + "[" * 500 + "\n\n<b>ท้าย</b>"
    markup = render(text)
    assert markup.startswith("<p>ย่อหน้าหนึ่ง<br>ต่อ</p>")
    assert "&lt;b&gt;ท้าย&lt;/b&gt;" in markup


def test_a_text_at_the_limit_is_formatted():
    text = "**ก** " + "ข" * (MAX_CHARACTERS - 6)
    assert "<strong>" in render(text)


@pytest.mark.parametrize("shape", COSTLY)
def test_a_hostile_text_changes_nothing_for_the_next_one(shape: str):
    render(COSTLY[shape])
    assert render("**ก** ข\n\n- ค") == "<p><strong>ก</strong> ข</p>\n<ul>\n<li>ค</li>\n</ul>"
