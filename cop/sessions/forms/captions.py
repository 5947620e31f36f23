"""Cues out of a WebVTT or SRT file; a broken cue is named by its line and text."""

import html
import re
from collections.abc import Iterator

import webvtt
from webvtt.errors import MalformedCaptionError

from cop.core.errors import Invalid
from cop.sessions.services import CueFacts
from cop.thai.folding import tidy_line

MOST_BYTES = 5_000_000
_SHOWN = 80
_LONGEST_CUE = 4_000
_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{1,2}[.,]\d{1,3}"
_TIMING = re.compile(rf"\s*({_TIME})\s*-->\s*({_TIME})(?:\s.*)?", re.ASCII)
_NOT_CUES = ("NOTE", "STYLE", "REGION")
_LINE_END = re.compile("\r\n|\r|\n")


def read_cues(data: bytes) -> list[CueFacts]:
    """Return the cues of the file in the order in which they stand.

    Cues may overlap. Raises Invalid for `file` with code transcript_line, transcript_order,
    transcript_empty or transcript_encoding; the first two have `line` and `text` in the details.
    """
    lines = _LINE_END.split(_decoded(data))
    is_vtt = lines[0].startswith("WEBVTT")
    found = []
    for number, block in _blocks(lines, after=_header(lines) if is_vtt else 0):
        if is_vtt and block[0].startswith(_NOT_CUES):
            continue
        cue = _cue(number, block)
        if cue.text:
            found.append(cue)
    if not found:
        raise Invalid({"file": "transcript_empty"})
    return found


def _decoded(data: bytes) -> str:
    encodings = ["utf-8-sig", "cp874"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Invalid({"file": "transcript_encoding"})


def _header(lines: list[str]) -> int:
    """Return how many lines the header takes, up to its empty line."""
    return next((place for place, line in enumerate(lines) if not line.strip()), len(lines))


def _blocks(lines: list[str], after: int) -> Iterator[tuple[int, list[str]]]:
    """Yield runs of lines between empty ones, each with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate([*lines[after:], ""], start=after + 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue(number: int, block: list[str]) -> CueFacts:
    place = _timing_place(block)
    timing = _TIMING.fullmatch(block[place])
    if timing is None:
        raise _broken(number + place, block[place])
    words = block[place + 1 :]
    for offset, line in enumerate(words, start=number + place + 1):
        if "-->" in line:
            raise _broken(offset, line)
    start, end = (part.replace(",", ".") for part in timing.groups())
    try:
        caption = webvtt.Caption(start, end, words)
    except MalformedCaptionError:
        raise _broken(number + place, block[place]) from None
    begins, ends = (
        stamp.in_milliseconds() / 1000 for stamp in (caption.start_time, caption.end_time)
    )
    if ends < begins:
        raise _broken(number + place, block[place], "transcript_order")
    text = tidy_line(html.unescape(caption.text))[:_LONGEST_CUE]
    return CueFacts(begins, ends, text, tidy_line(html.unescape(caption.voice or ""))[:150])


def _timing_place(block: list[str]) -> int:
    """Return which of the first two lines holds the times, or should."""
    for sign in (re.compile("-->"), re.compile(r"\s*\d+:\d")):
        for place, line in enumerate(block[:2]):
            if sign.search(line):
                return place
    return 0


def _broken(line: int, text: str, code: str = "transcript_line") -> Invalid:
    return Invalid({"file": code}, {"line": line, "text": tidy_line(text)[:_SHOWN]})
