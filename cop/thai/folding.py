"""One spelling for what looks the same: for comparing (`fold`) and for storing (`tidy`)."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cop.thai.numerals import ARABIC, KEPT, THAI

TONES = "\u0e48-\u0e4b"
MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
FOLLOWING_VOWELS = "\u0e30\u0e32\u0e33"
LEADING_VOWELS = "\u0e40-\u0e44"

_FIRST_MARKS = "\u0e31\u0e34-\u0e3a\u0e47\u0e4d\u0e4e"
_LAST_MARKS = "\u0e48-\u0e4c"

_SPACES: dict[int, int | str] = dict.fromkeys(
    [0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000],
    " ",
)
_FOR_COMPARING: dict[int, int | str] = KEPT | _SPACES | str.maketrans(THAI, ARABIC)
_COMPARED_OTHERWISE = re.compile(
    f"[{''.join(re.escape(chr(code)) for code, to in _FOR_COMPARING.items() if to != code)}]"
)
_CONTROLS = dict.fromkeys([*range(0x09), *range(0x0B, 0x0D), *range(0x0E, 0x20), 0x7F])

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
# Joiners hold emoji together and direction marks order Arabic: neither has a use next to Thai.
_STORED_INVISIBLE = re.compile(
    "[\u180e\u200b\u2060-\u2064\ufeff]+|(?<=[\u0e00-\u0e7f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\u0e00-\u0e7f])"
)
_BIDI = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+")
_SURROGATES = re.compile("[\ud800-\udfff]+")
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_REST_OF_C1 = re.compile("[\u0080-\u0084\u0086-\u009f]+")

# Everything that canonical composition can change, with the letter before it.
_COMPOSABLE = re.compile(
    "[\x00-\x7f\u0e00-\u0e7f]?[^\x00-\x7f\u0e01-\u0e37\u0e3f-\u0e47\u0e4c-\u0e7f]+"
)
# Each begins with a set of letters: so a text is run along twice as fast as by one pattern for all.
_ODD_PAIRS = tuple(
    map(
        re.compile,
        (
            f"[{FOLLOWING_VOWELS}][{TONES}]",
            f"[{_LAST_MARKS}][{_FIRST_MARKS}]",
            f"([{MARKS}])\\1",
        ),
    )
)
_ODD_AM = re.compile(f"[{FOLLOWING_VOWELS}]\u0e4d+[{TONES}]|\u0e4d[{TONES}]*\u0e32")
_DOUBLE_E = re.compile("เเ")
# The whole run, with tones or without: asking for a tone at its end takes quadratic time.
_VOWEL_RUN = re.compile(f"[{FOLLOWING_VOWELS}][{FOLLOWING_VOWELS}\u0e4d{TONES}]*")
_MARK_RUN = re.compile(f"[{MARKS}]{{2,}}")
_SPLIT_AM = re.compile(f"\u0e4d([{TONES}]*)\u0e32")
_ONE_TONE = re.compile(f"[{TONES}]")
_ONE_LAST_MARK = re.compile(f"[{_LAST_MARKS}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text which knows where each of its characters stood in the original."""

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of the folded characters `start` to `end`."""
        if self.starts is None or self.ends is None:
            return start, end
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else self.ends[-1]
            return place, place
        return self.starts[start], self.ends[end - 1]


def folded(text: str) -> Folded:
    """Return the text in the form used for comparing, with its places in the original."""
    result = _rewritten(Folded(text), _INVISIBLE, _nothing)
    lowered = result.text
    if _COMPARED_OTHERWISE.search(lowered):
        # Looking each letter up takes many times as long as seeing that none has to be.
        lowered = lowered.translate(_FOR_COMPARING)
    if "İ" in lowered:
        result = _rewritten(_retold(result, lowered), _DOTTED_I, _lower)
        lowered = result.text
    return _repaired(_retold(result, lowered.lower()))


def fold(text: str) -> str:
    """Return the text in the form used for comparing: folding it again changes nothing.

    Composed, in lower case, with Arabic digits and plain spaces, without invisible characters,
    and with the usual ways of mistyping Thai repaired.
    """
    return folded(text).text


def tidy(text: str) -> str:
    """Return the text as it should be stored: spelling repaired, digits, case and lines kept."""
    text = _SURROGATES.sub("", text.translate(_CONTROLS))
    text = _REST_OF_C1.sub("", _LINE_ENDS.sub("\n", text))
    text = _STORED_INVISIBLE.sub("", text)
    return _repaired(Folded(text.translate(_SPACES))).text


def tidy_line(text: str) -> str:
    """Return the tidied text as one line without spaces around it or direction marks."""
    text = _BIDI.sub("", " ".join(tidy(text).split()))
    return " ".join(tidy(text).split())


def _repaired(source: Folded) -> Folded:
    while True:
        before = source.text
        if not unicodedata.is_normalized("NFC", before):
            source = _rewritten(source, _COMPOSABLE, _composed)
        if _is_odd(source.text):
            for pattern, replace in _THAI_REPAIRS:
                source = _rewritten(source, pattern, replace)
        if source.text == before:
            return source


def _is_odd(text: str) -> bool:
    """Return whether there is anything that the Thai repairs would change."""
    if "เเ" in text or any(pattern.search(text) for pattern in _ODD_PAIRS):
        return True
    return "\u0e4d" in text and _ODD_AM.search(text) is not None


def _rewritten(
    source: Folded, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]
) -> Folded:
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    old_starts = range(len(source.text)) if source.starts is None else source.starts
    old_ends = range(1, len(source.text) + 1) if source.ends is None else source.ends
    done = 0
    for match in pattern.finditer(source.text):
        new = replace(match)
        if new == match.group():
            continue
        first, last = match.span()
        pieces += [source.text[done:first], new]
        starts += [*old_starts[done:first], *([old_starts[first]] * len(new))]
        ends += [*old_ends[done:first], *([old_ends[last - 1]] * len(new))]
        done = last
    if not done:
        return source
    pieces.append(source.text[done:])
    return Folded("".join(pieces), [*starts, *old_starts[done:]], [*ends, *old_ends[done:]])


def _retold(source: Folded, text: str) -> Folded:
    return Folded(text, source.starts, source.ends)


def _nothing(_match: re.Match[str]) -> str:
    return ""


def _lower(match: re.Match[str]) -> str:
    return match.group().lower()


def _composed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match.group())


def _single_ae(_match: re.Match[str]) -> str:
    return "แ"


def _tones_first(match: re.Match[str]) -> str:
    tones = _ONE_TONE.findall(match.group())
    return "".join(tones) + _ONE_TONE.sub("", match.group())


def _marks_in_order(match: re.Match[str]) -> str:
    marks = sorted(match.group(), key=lambda mark: _ONE_LAST_MARK.match(mark) is not None)
    kept = [mark for place, mark in enumerate(marks) if place == 0 or mark != marks[place - 1]]
    return "".join(kept)


def _joined_am(match: re.Match[str]) -> str:
    return f"{match.group(1)}ำ"


_DOTTED_I = re.compile("İ")
_THAI_REPAIRS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_DOUBLE_E, _single_ae),
    (_VOWEL_RUN, _tones_first),
    (_MARK_RUN, _marks_in_order),
    (_SPLIT_AM, _joined_am),
)
