"""Thai names that sound alike: one key for all spellings of a sound.

The key follows LK82, the Thai Soundex of Vichit Lorchirachoonkul and Jaroen Kuwinpant (1982): the
first consonant by the sound that begins a syllable, what follows by the sound that ends one.
Spellings of one vowel are first made one, as in the Soundex of Wannee Udompanich (1983). For names
it is finer than both: a consonant before a written vowel begins a syllable wherever it stands (LK82
has ปรีชา and ปรีดา alike), อิ and อี count (มานี and มานะ), ร is left out inside a cluster only, and the
key is not cut at five signs.
"""

import re
from itertools import groupby

from cop.thai.folding import fold

_NOT_HEARD = re.compile("[^ก-ฮะ-ูเ-ไ์]")
_SILENCED = re.compile("(?:ษมณ|(?<=[ก-ฮ])(?:ษณ|มณ|ณฑ|จน|[ตทดก][รน])|[ก-ฮ])[ิุู]?์")
_SPELLINGS = (
    (re.compile("รร(?=[เ-ไ]|[ก-ฮ][ะ-ู]|$)"), "ัน"),
    (re.compile("รร"), "ั"),
    (re.compile("[ไใ]([ก-ฮ])ย?"), r"\1ัย"),
    (re.compile("ำ"), "ัม"),
    (re.compile("(?<=[ตธม])[ิุ]$"), ""),
    (re.compile("^([เแโ])([ก-ฮ])"), r"\2\1"),
    (re.compile("(?<=[กขคตทปผพสศซจ])ร(?=[ะ-ูเ-โก-ฮ])"), ""),
    (re.compile("(?<=.)[หอ](?![ะ-ู])"), ""),
)
_BEGINNING = re.compile("[ก-ฮ](?=[ะ-ู])")
_SHORT_A = re.compile("[ะั]")
_FIRST = str.maketrans(
    "ขฃคฅฆฉฌซศษญฎฏณฐฑฒถธผภฝลฬฤฦฮ",
    "กกกกกชชสสสยดตนทททททพพฟรรรรห",
)
_REST = str.maketrans(
    "กขฃคฅฆงจฉชซฌฎฏฐฑฒดตถทธศษสญณนรลฬฤฦบปพฟภผฝมยวหฮาๅึืเแโุูอิี",
    "1111112333333333333333333444444445555555677889AAABCDEEFGG",
)
_SIGNS = str.maketrans("กงจชสยดตนทบปพฟมรวหอ", "abcdefghijklmnopqrs")


def sound_key(word: str) -> str:
    """Return the sound of a Thai word in signs; empty where there is no Thai consonant.

    Keys are for comparing only and change with the rules here.
    """
    heard = _SILENCED.sub("", _NOT_HEARD.sub("", fold(word)))
    for pattern, one_spelling in _SPELLINGS:
        heard = pattern.sub(one_spelling, heard)
    if not "ก" <= heard[:1] <= "ฮ":
        return ""
    rest = _BEGINNING.sub(_beginning, heard[1:]).translate(_REST)
    rest = _SHORT_A.sub("", rest)
    return heard[0].translate(_FIRST) + "".join(sign for sign, _ in groupby(rest))


def same_sound(first: str, second: str) -> bool:
    """Return whether two Thai words are spellings of about the same sound."""
    key = sound_key(first)
    return bool(key) and key == sound_key(second)


def _beginning(match: re.Match[str]) -> str:
    return match.group().translate(_FIRST).translate(_SIGNS)
