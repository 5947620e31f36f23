"""Thai typed on the English layout and English typed on the Thai one, key by key.

The Thai layout is Kedmanee as TIS 820-2538 and Windows have it, the English one US QWERTY.
"""

from functools import cache

_ENGLISH = (
    "`1234567890-=" "qwertyuiop[]\\" "asdfghjkl;'" "zxcvbnm,./"
    "~!@#$%^&*()_+" "QWERTYUIOP{}|" 'ASDFGHJKL:"' "ZXCVBNM<>?"
)  # fmt: skip
_KEDMANEE = (
    "_ๅ/-ภถ\u0e38\u0e36คตจขช"
    "ๆไ\u0e33พะ\u0e31\u0e35รนยบลฃ"
    "ฟหกดเ\u0e49\u0e48าสวง"
    "ผปแอ\u0e34\u0e37ทมใฝ"
    "%+๑๒๓๔\u0e39฿๕๖๗๘๙"
    '๐"ฎฑธ\u0e4d\u0e4aณฯญฐ,ฅ'
    "ฤฆฏโฌ\u0e47\u0e4bษศซ."
    "()ฉฮ\u0e3a\u0e4c?ฒฬฦ"
)
_KEYS = 47
_ROWS = (13, 13, 11, 10)
# Each row stands about half a key to the right of the one above.
_PLACES = [(row, column + row * 0.5) for row, keys in enumerate(_ROWS) for column in range(keys)]
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_TO_THAI = str.maketrans(_ENGLISH, _KEDMANEE)
_TO_LATIN = str.maketrans(_KEDMANEE, _ENGLISH)


def to_thai(text: str) -> str:
    """Return what the keys of an English text give on the Thai layout; other letters stay."""
    return text.translate(_TO_THAI)


def to_latin(text: str) -> str:
    """Return what the keys of a Thai text give on the English layout; other letters stay.

    Undoes `to_thai` wholly. Latin letters and Arabic digits stand on no key of the Thai layout and
    stay, so `to_thai` brings back only texts without them.
    """
    return text.translate(_TO_LATIN)


@cache
def neighbours(letter: str) -> frozenset[str]:
    """Return the letters of the keys around that of a letter, and the other one of its own key.

    Letters of the layout that the letter itself is of; none for one that is on no key.
    """
    layout = _ENGLISH if letter in _LATIN else _KEDMANEE
    at = layout.find(letter)
    if at < 0 or not letter:
        return frozenset()
    row, column = _PLACES[at % _KEYS]
    keys = [key for key, (r, c) in enumerate(_PLACES) if abs(r - row) <= 1 and abs(c - column) <= 1]
    found = {layout[key + shift] for key in keys for shift in (0, _KEYS)}
    return frozenset(found - {letter})
