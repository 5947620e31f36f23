"""Arabic and Thai digits. Text is kept with Arabic digits; Thai digits are a way of showing it."""

from typing import Literal

ARABIC = "0123456789"
THAI = "๐๑๒๓๔๕๖๗๘๙"

KEPT = {code: code for code in (*range(0x20, 0x7F), *range(0x0E01, 0x0E5C))}
"""Base of tables for `str.translate`, where a letter that is missing costs a raised exception."""

_TO_ARABIC = KEPT | str.maketrans(THAI, ARABIC)
_TO_THAI = KEPT | str.maketrans(ARABIC, THAI)


def to_arabic(text: str) -> str:
    """Return the text with ๐-๙ written 0-9."""
    return text.translate(_TO_ARABIC)


def to_thai(text: str) -> str:
    """Return the text with 0-9 written ๐-๙."""
    return text.translate(_TO_THAI)


def digits(text: str, system: Literal["arabic", "thai"]) -> str:
    """Return the text with all its digits in one system, as the reader chose."""
    return to_thai(text) if system == "thai" else to_arabic(text)
