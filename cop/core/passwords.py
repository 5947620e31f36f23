"""Password hashing and the rules for a new password.

Argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet). Input is put in
NFC and never cut.
"""

import re
import threading
import unicodedata

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

LEAST, MOST = 12, 128
LEAST_FOR_RIGHTS = 15
# A hash takes 19 MiB and some 20 ms; more at once than this wait their turn.
_AT_ONCE = threading.BoundedSemaphore(4)
_hasher = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))
# What is left of a password without words and rows that everybody tries must be this long.
_LEAST_OWN, _LEAST_DIFFERENT = 6, 5
_SHORTEST_ROW = 3
# Words that the commonest passwords are made of, and those of this site.
_WORDS = """
    abc123 access admin administrator amanda andrea andrew anthony apple arsenal asdf ashley austin
    baseball basketball batman bailey blink182 buster butterfly changeme charlie cheese chelsea
    chocolate computer cookie corvette cowboys dallas daniel default demo dragon eagle eminem
    falcon ferrari flower football forever freedom friend ginger google guest hannah
    harley hello hockey hunter iloveyou internet jennifer jessica jordan joshua justin killer
    letmein liverpool login london love lovely maggie manchester marina martin master matrix
    matthew mercedes merlin michael michelle midnight monkey monster mustang nicole ninja orange
    pass passw0rd password patrick pepper phoenix pokemon porsche princess purple qazwsx qwerty
    rainbow ranger robert rock samantha samsung secret shadow snoopy soccer soleil sophie
    spiderman starwars steelers summer sunshine superman taylor temp test thailand thomas thunder
    tigger trustno1 united user welcome whatever william winter yankees yellow zxcvbnm
    cop knowledge moi ministry interior
    รหัสผ่าน รหัสลับ ความลับ สวัสดี ประเทศไทย มหาดไทย กระทรวง กระทรวงมหาดไทย ชุมชน นักปฏิบัติ
    ผู้ดูแลระบบ ทดสอบ ความรู้ บทเรียน
"""
_COMMON = tuple(_WORDS.split())
_ROWS = (
    "0123456789012",
    "๐๑๒๓๔๕๖๗๘๙๐๑๒",
    "abcdefghijklmnopqrstuvwxyz",
    "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "1q2w3e4r5t6y7u8i9o0p",
    "ๆไำพะัีรนยบลฃ",
    "ฟหกดเ้่าสวง",
    "ผปแอิืทมใฝ",
    "!@#$%^&*()_+",
)
_BOTH_WAYS = (*_ROWS, *(row[::-1] for row in _ROWS))
_LOOKALIKES = str.maketrans("@4310$57!|", "aaeiosstil")
_YEAR = re.compile(r"(?:19|20|25)\d\d")


def hash_password(password: str) -> str:
    """Return the hash that is kept."""
    with _AT_ONCE:
        return _hasher.hash(_normal(password))


def verify(password: str, kept: str) -> tuple[bool, str | None]:
    """Return whether the password is right, and a new hash when the kept one is of old settings."""
    with _AT_ONCE:
        return _hasher.verify_and_update(_normal(password), kept)


def waste_time(password: str) -> None:
    """Take as long as a check does, so that an unknown name cannot be told by the clock."""
    verify(password, _DUMMY)


def weakness(password: str, own_words: list[str], *, with_rights: bool = False) -> str | None:
    """Return the code of what is wrong with a new password, or None.

    `own_words` are the person's names and address; a password made of them, of common words,
    years, keyboard rows and repetitions is refused, however long.
    """
    text = _normal(password)
    least = LEAST_FOR_RIGHTS if with_rights else LEAST
    if len(text) < least:
        return "password_short"
    if len(text) > MOST:
        return "too_long"
    plain = text.casefold()
    own = {part for word in own_words for part in re.split(r"[\s@.]+", word.casefold())}
    words = sorted({*_COMMON, *(w for w in own if len(w) > 2)}, key=len, reverse=True)
    if any(_is_guessable(form, words) for form in (plain, plain.translate(_LOOKALIKES))):
        return "password_common"
    return None


def _is_guessable(text: str, words: list[str]) -> bool:
    left = text
    for word in words:
        left = left.replace(word, "")
    left = _without_rows(_YEAR.sub("", left))
    left = left[: _period(left)]
    return len(left) < _LEAST_OWN or len(set(left)) < _LEAST_DIFFERENT


def _without_rows(text: str) -> str:
    """Return the text without runs of three or more neighbours on a keyboard or in an alphabet."""
    kept: list[str] = []
    at = 0
    while at < len(text):
        size = _SHORTEST_ROW - 1
        while at + size < len(text) and any(text[at : at + size + 1] in r for r in _BOTH_WAYS):
            size += 1
        if size >= _SHORTEST_ROW:
            at += size
        else:
            kept.append(text[at])
            at += 1
    return "".join(kept)


def _period(text: str) -> int:
    """Return the length of the shortest piece that the text repeats: 3 for "abcabcab"."""
    sizes = range(1, len(text))
    return next((n for n in sizes if text == (text[:n] * len(text))[: len(text)]), len(text))


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


_DUMMY = hash_password("an account that does not exist")
