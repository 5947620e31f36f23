"""What rendered Markdown must be: harmless."""

import html
import re

ALLOWED = {
    "a", "abbr", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h3", "h4", "h5", "h6",
    "hr", "ins", "li", "mark", "ol", "p", "pre", "s", "strong", "sub", "sup", "table", "tbody",
    "td", "th", "thead", "tr", "ul",
}  # fmt: skip
# A browser drops tabs and line breaks inside a scheme, and nothing else.
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\t\r\n-]*):")
TAG = re.compile(r"<\s*/?\s*([a-zA-Z][^\s/>]*)([^>]*)>")


def assert_safe(markup: str) -> None:
    for name, attributes in TAG.findall(markup):
        assert name in ALLOWED, name
        for attribute in re.findall(r"([^\s=\"]+)=\"[^\"]*\"", attributes):
            assert attribute in {"href", "title", "rel", "start", "align"}, attribute
    for address in re.findall(r'href="([^"]*)"', markup):
        scheme = SCHEME.match(html.unescape(address).strip("\0\t\n\r\f\v "))
        assert not scheme or scheme[1].lower() in {"http", "https", "mailto", "tel"}, address
    assert "<script" not in markup.lower()
    assert "<!--" not in markup
