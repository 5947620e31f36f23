"""The text of one file, printed as JSON: `python extraction.py FILE CONTENT-TYPE`.

This runs as a process of its own, so that a hostile file can take no more than its share of
memory and time, and is started by its path, so that it loads nothing of the site.
"""

import ctypes
import json
import re
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

MOST_CHARACTERS = 2_000_000
MOST_MEMORY_BYTES = 1_024_000_000
MOST_SECONDS = 20
_MOST_PART_BYTES = 60_000_000
_OFFICE = ("wordprocessingml", "presentationml", "spreadsheetml")
_PARTS = re.compile(
    r"word/document\.xml|ppt/slides/slide(\d+)\.xml|xl/sharedStrings\.xml|content\.xml"
)
_ENDS = {"p", "si", "h", "tab", "br"}
_THAI = re.compile("[\u0e01-\u0e4e]")
_SPACE_BEFORE_MARK = re.compile("[ \u00a0]+(?=[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e])")
_SPLIT_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")


class Unread(Exception):
    """The file has no text that can be read; the code says why."""


def repaired(text: str) -> str:
    """Return text out of a PDF with its Thai put right.

    Spaces before combining marks go, a split sara am becomes one letter again, and the text is
    composed; NUL and other control characters go.
    """
    text = "".join(letter for letter in text if letter >= " " or letter in "\n\t")
    text = _SPACE_BEFORE_MARK.sub("", text)
    return unicodedata.normalize("NFC", _SPLIT_AM.sub("\\1\u0e33", text))


def text_of_pdf(path: str) -> tuple[str, int]:
    """Return the text of a PDF and its number of pages. Raises Unread."""
    import pypdfium2 as pdfium  # noqa: PLC0415 - a large library that only this kind needs
    from pypdfium2 import raw  # noqa: PLC0415

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise Unread("locked" if locked else "damaged") from error
    pages: list[str] = []
    size = 0
    for page in document:
        text = _page_text(page.get_textpage())
        pages.append(text)
        size += len(text)
        if size > MOST_CHARACTERS:
            break
    text = repaired("\n".join(pages))
    if not re.search(r"\w", text):
        raise Unread("no_text")
    return text, len(document)


@dataclass(slots=True)
class _Glyph:
    """What one glyph stands for, where it begins, and how far it reaches, in points."""

    text: str
    x: float
    y: float
    left: float
    right: float
    size: float


def _page_text(page: "PdfTextPage") -> str:
    """Return a page's text; Thai is put together from its glyphs.

    Browsers write a Thai letter and its mark as two glyphs that both stand for the whole cluster,
    so that the plain text says the cluster twice with line breaks between (seen with PDFium 2026
    on files of Chromium 156). The second is known by lying over the first.
    """
    text = page.get_text_bounded()
    if not _THAI.search(text):
        return text
    kept: list[_Glyph] = []
    words: list[str] = []
    for glyph in _glyphs(page):
        if len(glyph.text) > 1 and any(_is_twin(glyph, one) for one in kept[-4:]):
            continue
        words.append(_between(kept[-1], glyph) if kept else "")
        words.append(glyph.text)
        kept.append(glyph)
    return "".join(words)


def _is_twin(glyph: _Glyph, before: _Glyph) -> bool:
    middle = (glyph.left + glyph.right) / 2
    return (
        glyph.text == before.text
        and abs(glyph.y - before.y) < 1
        and before.left <= middle <= before.right
    )


def _between(before: _Glyph, glyph: _Glyph) -> str:
    """Return what stands between two glyphs: a line break, a space or nothing."""
    size = max(before.size, 1)
    if abs(glyph.y - before.y) > 0.6 * size or glyph.x < before.x - 2 * size:
        return "\n"
    # The second half of sara am is a glyph without a text of its own.
    reach = before.right + (0.35 * size if before.text.endswith("\u0e33") else 0)
    is_apart = glyph.x - reach > 0.17 * size
    return " " if is_apart and not before.text.isspace() and not glyph.text.isspace() else ""


def _glyphs(page: "PdfTextPage") -> Iterator[_Glyph]:
    """Yield the glyphs of a page in its order; what PDFium adds of its own is left out."""
    from pypdfium2 import raw  # noqa: PLC0415 - see text_of_pdf

    x, y = ctypes.c_double(), ctypes.c_double()
    glyph: _Glyph | None = None
    for place in range(min(page.count_chars(), MOST_CHARACTERS)):
        if raw.FPDFText_IsGenerated(page, place) == 1:
            continue
        letter = chr(raw.FPDFText_GetUnicode(page, place) or 0xFFFD)
        raw.FPDFText_GetCharOrigin(page, place, x, y)
        left, _bottom, right, _top = page.get_charbox(place)
        if glyph is not None and (glyph.x, glyph.y) == (x.value, y.value):
            glyph.text += letter
            glyph.right = max(glyph.right, right)
            continue
        if glyph is not None:
            yield glyph
        size = raw.FPDFText_GetFontSize(page, place)
        glyph = _Glyph(letter, x.value, y.value, left, right, size)
    if glyph is not None:
        yield glyph


def text_of_office(path: str) -> str:
    """Return the text of a docx, pptx, xlsx or odt. Raises Unread."""
    try:
        with zipfile.ZipFile(path) as packed:
            text = "\n".join(_words(packed, one) for one in _text_parts(packed))
    except (zipfile.BadZipFile, expat.ExpatError, OSError, RuntimeError, ValueError) as error:
        raise Unread("damaged") from error
    if not re.search(r"\w", text):
        raise Unread("no_text")
    return unicodedata.normalize("NFC", text)


def text_of_plain(path: str) -> str:
    """Return a text file's text, whichever of the usual encodings it is in. Raises Unread."""
    data = Path(path).read_bytes()[: 4 * MOST_CHARACTERS]
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "cp874"):
        try:
            return data.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    raise Unread("damaged")


def _text_parts(packed: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    parts = [(one, _PARTS.fullmatch(one.filename)) for one in packed.infolist()]
    found = [(int(match[1] or 0), one) for one, match in parts if match is not None]
    for _number, one in sorted(found, key=lambda pair: pair[0]):
        if one.file_size > _MOST_PART_BYTES:
            raise Unread("too_large")
        yield one


def _words(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    """Return the characters of an XML part; one with a document type is refused."""
    words: list[str] = []

    def refuse(*_parts: object) -> None:
        raise Unread("damaged")

    def end(name: str) -> None:
        if name.rpartition(":")[2] in _ENDS:
            words.append("\n")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.CharacterDataHandler = words.append
    parser.EndElementHandler = end
    parser.Parse(packed.read(part), True)  # noqa: FBT003 - expat takes it by place
    return "".join(words)


def extract(path: str, content_type: str) -> dict[str, object]:
    """Return `text` and `pages`, or `unread` with the code of the reason."""
    try:
        if content_type == "application/pdf":
            text, pages = text_of_pdf(path)
            return {"text": text[:MOST_CHARACTERS], "pages": pages}
        if any(one in content_type for one in (*_OFFICE, "opendocument")):
            return {"text": text_of_office(path)[:MOST_CHARACTERS]}
        if content_type.startswith("text/") or content_type.endswith("subrip"):
            return {"text": text_of_plain(path)[:MOST_CHARACTERS]}
    except Unread as why:
        return {"unread": str(why)}
    return {"unread": "no_text"}


def _limit() -> None:
    """Take no more memory and time than one file deserves, where the system can say so."""
    try:
        import resource  # noqa: PLC0415 - only where the system has it
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


if __name__ == "__main__":
    _limit()
    json.dump(extract(sys.argv[1], sys.argv[2]), sys.stdout, ensure_ascii=True)
