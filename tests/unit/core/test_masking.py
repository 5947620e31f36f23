"""Words taken out of texts, HTML and Markdown, and nothing but these."""

import pytest

from cop.core.markup import plain, render
from cop.core.masking import Masking, words_of

SIGN = "[-]"


@pytest.mark.parametrize(
    ("markup", "passage", "shown"),
    [
        ("<p>พบนายดี มากแล้ว</p>", "นายดี มาก", "<p>พบ[-]แล้ว</p>"),
        ("<p>พบ<strong>นายดี</strong> มาก</p>", "นายดี มาก", "<p>พบ<strong>[-]</strong></p>"),
        ("<p>นายดี</p>\n<p>มาก</p>", "นายดี มาก", "<p>[-]</p><p></p>"),
        ("<p>A &amp; B &lt;c&gt;</p>", "a & b <C>", "<p>[-]</p>"),
        ("<p>โทร ๐๘๑-๒๓๔-๕๖๗๘ เลย</p>", "0812345678", "<p>โทร [-] เลย</p>"),
        ('<a href="mailto:a%40b.example">a@b.example</a>', "a@b.example", "<a>[-]</a>"),
        ('<a href="/x" title="นายดี มาก">เขา</a>', "นายดี มาก", "<a>เขา</a>"),
        ('<a href="/x">เขา</a>', "นายดี", '<a href="/x">เขา</a>'),
        ("<p>ผู้รับเรื่องนี้</p>", "ผู้รับเร", "<p>[-]องนี้</p>"),
        ("<p>strong</p>", "strong>", "<p>strong</p>"),
    ],
)
def test_html(markup, passage, shown):
    assert Masking([passage], SIGN).markup(markup) == shown


def test_passages_that_overlap_are_hidden_as_one():
    masking = Masking(["หนึ่งสอง", "สองสาม", "[-]"], SIGN)
    assert masking.text("ศูนย์หนึ่งสองสามสี่") == "ศูนย์[-]สี่"
    assert masking.markup("<p>หนึ่ง<em>สอง</em>สามสี่</p>") == "<p>[-]<em></em>สี่</p>"


@pytest.mark.parametrize(
    "text", ["พบ **นายดี** มาก", "พบ _นายดี_ มาก", "พบ [นายดี](https://a.example) มาก", "นายดี\nมาก"]
)
def test_markdown_says_nothing_when_it_is_rendered(text):
    masking = Masking(["นายดี มาก"], SIGN)
    assert masking.stands_in(words_of(render(text)))
    assert not masking.stands_in(words_of(render(masking.markdown(text))))
    assert "นายดี" not in masking.markdown(text)


def test_without_passages_nothing_changes():
    masking = Masking(["", " "], SIGN)
    assert not masking
    for text in ("ข้อความ *หนึ่ง*", ""):
        assert masking.text(text) == masking.markdown(text) == text
    markup = render("# หัว\n\n- ก & ข\n- [ค](/ง)\n\nบรรทัด\nสอง")
    assert masking.markup(markup) == markup
    assert words_of(markup).split() == plain(markup).split()
