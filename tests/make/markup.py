"""What rendered Markdown must be: harmless."""

import html
import re

ALLOWED = {
    "a", "abbr", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h3", "h4", "h5", "h6",
    "hr", "img", "ins", "li", "mark", "ol", "p", "pre", "s", "strong", "sub", "sup", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
# A browser drops tabs and line breaks inside a scheme, and nothing else.
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\t\r\n-]*):")
OF_PICTURES = {"src", "alt", "width", "height", "loading", "decoding"}
OWN = re.compile(r"/pictures/[a-z]{16}-[1-9][0-9]{0,4}x[1-9][0-9]{0,4}")
TAG = re.compile(r"<\s*/?\s*([a-zA-Z][^\s/>]*)([^>]*)>")


def assert_safe(markup: str) -> None:
    for name, attributes in TAG.findall(markup):
        assert name in ALLOWED, name
        for attribute in re.findall(r"([^\s=\"]+)=\"[^\"]*\"", attributes):
            known = OF_PICTURES if name == "img" else {"href", "title", "rel", "start", "align"}
            assert attribute in known, attribute
    for address in re.findall(r'src="([^"]*)"', markup):
        assert OWN.fullmatch(address), address
    for address in re.findall(r'href="([^"]*)"', markup):
        scheme = SCHEME.match(html.unescape(address).strip("\0\t\n\r\f\v "))
        assert not scheme or scheme[1].lower() in {"http", "https", "mailto", "tel"}, address
    assert "<script" not in markup.lower()
    assert "<!--" not in markup
