"""Questions harmed as people harm them, so that an evaluation can be repeated.

What happens to a question depends on its own letters alone: the same question is always harmed in
the same way, whatever else is asked. Encodings (`spaces`, `digits`, `order`, `apart`, `double`)
look like the clean question and must find the same; the others are slips.
"""

import random
import re
from collections.abc import Callable, Mapping

_ZERO_WIDTH = "\u200b"
_THAI = re.compile("[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]")
_BETWEEN = re.compile("(?<=[ก-ฮะา])(?=[ก-ฮเแโใไ])")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

Harm = Callable[[str], str]


def _lose(text: str, count: int) -> str:
    """Return the text without so many of its Thai letters and marks, picked by the text itself."""
    pick = random.Random(text)  # noqa: S311 - must repeat, need not be secret
    for _ in range(count):
        places = [found.start() for found in _THAI.finditer(text)]
        if len(places) < 2:
            break
        at = pick.choice(places)
        text = text[:at] + text[at + 1 :]
    return text


def _encoded(text: str) -> str:
    """Return the text in all other encodings at once."""
    for harm in (_spaces, _digits, _order, _apart, _double):
        text = harm(text)
    return text


def _spaces(text: str) -> str:
    return _BETWEEN.sub(_ZERO_WIDTH, text)


def _digits(text: str) -> str:
    return text.translate(_THAI_DIGITS)


def _order(text: str) -> str:
    """Put tone marks before the vowels above and below, as some keyboards leave them."""
    return re.sub("([ิีึืุู])([่-๋])", r"\2\1", text)


def _apart(text: str) -> str:
    return re.sub("([่-๋]?)ำ", "\u0e4d\\1า", text)


def _double(text: str) -> str:
    return text.replace("แ", "เเ")


HARMS: Mapping[str, Harm] = {
    "none": str,
    "lost": lambda text: _lose(text, 1),
    "lost-3": lambda text: _lose(text, 3),
    "spaces": _spaces,
    "digits": _digits,
    "order": _order,
    "apart": _apart,
    "double": _double,
    "encoded": _encoded,
}
"""What can be done to a question: letters lost, or another way to write the same."""
