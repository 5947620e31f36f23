"""Addresses that keep Thai letters with their marks."""

import re
import unicodedata

from cop.thai.clusters import cut
from cop.thai.folding import tidy_line
from cop.thai.words import spans

_LONGEST = 80
_MARKS = "\u0e31-\u0e4e"
_OUT = re.compile(f"(?:[^\\w{_MARKS}]|_)+")
_STRAY_MARKS = re.compile("(?:^|(?<=-))[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")


def slug(text: str) -> str:
    """Return the text for use in an address: letters, digits and Thai marks joined by hyphens.

    At most 80 characters, cut between words; empty when the text has no letter or digit.
    """
    lowered = unicodedata.normalize("NFC", tidy_line(text).lower())
    name = _STRAY_MARKS.sub("", _OUT.sub("-", lowered).strip("-")).strip("-")
    if len(name) <= _LONGEST:
        return name
    ends = [end for _, end in spans(name) if end <= _LONGEST]
    return (name[: ends[-1]] if ends else cut(name, _LONGEST)).rstrip("-")
