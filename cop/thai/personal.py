"""Personal data in running text: citizen numbers, telephone numbers, mail addresses.

A warning for writers and reviewers, not a judgement: the number of an office looks like that of a
person. A citizen number counts only when its check digit is right.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from cop.thai.numerals import to_arabic

Kind = Literal["citizen_id", "phone", "email"]
_AROUND = 24
_BETWEEN = r"[ \-.\u2010-\u2015]?"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "citizen_id",
        re.compile(
            rf"(?<![\d.,/-])[1-8]{_BETWEEN}\d{{4}}{_BETWEEN}\d{{5}}{_BETWEEN}\d{{2}}{_BETWEEN}\d(?![\d/])"
        ),
    ),
    (
        "phone",
        re.compile(
            rf"(?<![\d.,/-])(?:(?:\+?66{_BETWEEN}\(?0?\)?|0)(?:[689]\d{_BETWEEN}\d{{3}}{_BETWEEN}\d{{4}}"
            rf"|2{_BETWEEN}\d{{3}}{_BETWEEN}\d{{4}}|[3-57]\d{_BETWEEN}\d{{3}}{_BETWEEN}\d{{3}}))(?![\d/])"
        ),
    ),
    (
        "email",
        re.compile(
            r"(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63}){1,5}",
            re.IGNORECASE | re.ASCII,
        ),
    ),
)  # fmt: skip


class Spot(NamedTuple):
    """A place in a text that looks like personal data, with a few letters on both sides."""

    kind: Kind
    before: str
    text: str
    after: str


def spots(text: str) -> Iterator[Spot]:
    """Give the places that look like personal data, in the order of the text.

    Thai digits count like Arabic ones. Takes time proportional to the length of the text.
    """
    plain = to_arabic(text)
    taken: list[tuple[int, int, Kind]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            start, end = match.span()
            if kind == "citizen_id" and not is_citizen_id(match.group()):
                continue
            if all(end <= other[0] or start >= other[1] for other in taken):
                taken.append((start, end, kind))
    for start, end, kind in sorted(taken):
        before = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
        after = text[end : end + _AROUND].partition("\n")[0]
        yield Spot(kind, before, text[start:end], after)


def is_citizen_id(text: str) -> bool:
    """Tell whether 13 digits, whatever stands between them, end in their check digit.

    The sum of the first twelve, weighted 13 to 2, and the last make 11 modulo 11, the tens dropped.
    """
    digits = [int(one) for one in text if one.isdecimal()]
    if len(digits) != 13:
        return False
    total = sum(weight * digit for weight, digit in zip(range(13, 1, -1), digits, strict=False))
    return digits[-1] == (11 - total % 11) % 10
