"""Markdown to safe HTML, once, when a text is saved.

Python-Markdown takes time that grows faster than the text on hostile shapes (measured: 8,000 open
brackets 6.7 s), so a text with more of the costly marks than any real text has is kept as plain
paragraphs. What comes out is cleaned by nh3 with an allow-list; text is tidied before.
"""

import html
import re
import threading
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from cop.thai.folding import tidy
from cop.thai.numerals import to_arabic

MAX_CHARACTERS = 20_000
# No form takes more; such a text is not even tidied.
_LONGEST_TIDIED = 200_000
_COSTLY = {
    "[": 400,
    "!": 2_000,
    "<": 300,
    ">": 2_000,
    "*": 3_000,
    "_": 3_000,
    "`": 1_000,
    "|": 4_000,
    "^": 200,
}
_DEEPEST_INDENT = 40
# Headings, definitions, rules, fences: time grows with the square of how many stand in a block.
_LINE_MARK = re.compile(r"^ {0,3}(?:#|:[ \t]|~{3}|`{3}|[-=*_~`]+[ \t]*$)", re.MULTILINE)
_MOST_LINE_MARKS = 300
_TAGS = {
    "a", "abbr", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h3", "h4", "h5", "h6",
    "hr", "img", "ins", "li", "mark", "ol", "p", "pre", "s", "strong", "sub", "sup", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"alt", "src"},
    "ol": {"start"},
    "td": {"align"},
}
_LIST_ITEM = re.compile(r"^ {0,3}(?:[-*+]|[0-9๐-๙]{1,4}\.)\s+\S")
_THAI_NUMBER = re.compile(r"^ *[๐-๙]{1,4}\.(?=\s)")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
PICTURE = re.compile(
    r"/pictures/(?P<key>[a-z]{16})-(?P<width>[1-9][0-9]{0,4})x(?P<height>[1-9][0-9]{0,4})"
)
"""Where a picture of this site stands. Its size is in the address, so that no page jumps."""
_NAMED = re.compile(rf"!\[(?P<words>(?:\\.|[^\]\\\n])*)\]\({PICTURE.pattern}\)")
_IMG = re.compile(r'<img(?:\s+[a-z]+="[^"]*")*\s*/?>')
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_local = threading.local()


def render(text: str) -> str:
    """Return the text as safe HTML. Headings begin at h3: h1 and h2 belong to the page."""
    if len(text) > _LONGEST_TIDIED:
        return _paragraphs(text)
    text = tidy(text)
    if not text.strip():
        return ""
    if _is_costly(text):
        return _paragraphs(text)
    try:
        raw = _converter().reset().convert(_with_list_gaps(text))
    except BaseException as error:
        # What breaks off leaves the converter inside its lists, and `reset` does not lead it out.
        del _local.converter
        if isinstance(error, (RecursionError, AssertionError)):
            return _paragraphs(text)
        raise
    safe = nh3.clean(
        raw,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow ugc",
    )
    return _IMG.sub(_own_picture, safe) if "<img" in safe else safe


def plain(markup: str) -> str:
    """Return the words of safe HTML without its tags, blocks parted by line breaks.

    Of a picture they are those that stand for it.
    """
    broken = re.sub(r"</(?:p|li|h[3-6]|blockquote|pre|tr|dt|dd)>|<br ?/?>", "\n", markup)
    broken = re.sub(r'<img [^>]*?alt="([^"]*)"[^>]*>', r"\1", broken)
    return html.unescape(re.sub(r"<[^>]*>", "", broken)).strip()


def pictures_in(text: str) -> list[str]:
    """Return the keys of this site's pictures that a Markdown text names, each once."""
    return list(dict.fromkeys(match["key"] for match in PICTURE.finditer(text)))


def in_words(text: str, name: str) -> str:
    """Return Markdown with this site's pictures told in words, for whoever is not shown them.

    `name` is what a picture is called.
    """

    def said(found: re.Match[str]) -> str:
        words = re.sub(r"\\(.)", r"\1", found["words"])
        return f"[{name}: {words}]" if words else f"[{name}]"

    return _NAMED.sub(said, text)


def _own_picture(tag: re.Match[str]) -> str:
    """Return the tag of a picture of this site; any other picture is left out."""
    said = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag[0])}
    found = PICTURE.fullmatch(said.get("src", ""))
    if found is None:
        return ""
    size = f'width="{found["width"]}" height="{found["height"]}"'
    alt = html.escape(said.get("alt", ""))
    return f'<img src="{found[0]}" alt="{alt}" {size} loading="lazy" decoding="async">'


def _is_costly(text: str) -> bool:
    if len(text) > MAX_CHARACTERS:
        return True
    if any(text.count(mark) > most for mark, most in _COSTLY.items()):
        return True
    if sum(1 for _mark in _LINE_MARK.finditer(text)) > _MOST_LINE_MARKS:
        return True
    deepest = max((len(line) - len(line.lstrip(" \t>")) for line in text.split("\n")), default=0)
    return deepest > _DEEPEST_INDENT


def _paragraphs(text: str) -> str:
    blocks = (block.strip("\n") for block in re.split(r"\n{2,}", text))
    return "\n".join(
        f"<p>{html.escape(block, quote=False).replace(chr(10), '<br>')}</p>"
        for block in blocks
        if block
    )


def _with_list_gaps(text: str) -> str:
    """Put the blank line before a list that authors of chat and forge systems leave out.

    Items numbered in Thai digits are numbered in Arabic ones, which HTML asks for.
    """
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark:
            fence = "" if fence and line.strip().startswith(fence) else fence or mark[1]
        before = lines[-1] if lines else ""
        if not fence and _LIST_ITEM.match(line) and before.strip() and not _belongs(before):
            lines.append("")
        lines.append(line if fence else _THAI_NUMBER.sub(_in_arabic, line))
    return "\n".join(lines)


def _in_arabic(number: re.Match[str]) -> str:
    return to_arabic(number[0])


def _belongs(line: str) -> bool:
    return bool(_LIST_ITEM.match(line)) or line.startswith((" ", "\t", ">"))


class _LowerHeadings(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
                element.tag = f"h{min(int(element.tag[1]) + 2, 6)}"


class _LinkedPictures(Treeprocessor):
    """Show a picture of elsewhere as a link to it: no page asks others for anything."""

    def run(self, root: Element) -> None:
        in_links = {one for link in root.iter("a") for one in link.iter("img")}
        for element in list(root.iter("img")):
            address = element.get("src", "")
            if PICTURE.fullmatch(address):
                continue
            words = element.get("alt", "") or address
            element.attrib.clear()
            element.tag = "span"
            element.text = words
            if element not in in_links:
                element.tag = "a"
                element.set("href", address)


class _OfThePage(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.treeprocessors.register(_LowerHeadings(md), "page_headings", 5)
        md.treeprocessors.register(_LinkedPictures(md), "linked_pictures", 4)


def _converter() -> Markdown:
    converter: Markdown | None = getattr(_local, "converter", None)
    if converter is None:
        converter = Markdown(
            extensions=[
                "tables",
                "def_list",
                "sane_lists",
                "nl2br",
                "pymdownx.betterem",
                "pymdownx.superfences",
                "pymdownx.tilde",
                "pymdownx.mark",
                "pymdownx.magiclink",
                _OfThePage(),
            ],
            extension_configs={"pymdownx.superfences": {"disable_indented_code_blocks": True}},
        )
        _local.converter = converter
    return converter
