"""What nobody should keep of a search: numbers and addresses of people."""

import re

from cop.thai.numerals import to_arabic

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"(?<![\d.,])(\+?\d(?:[\s().–-]{0,2}\d){7,})(?![\d,])")
_CITIZEN_ID_DIGITS = 13
_PHONE = re.compile(r"(?:0|66)[1-9]\d{7,8}")
EMAIL, CITIZEN_ID, PHONE = "[อีเมล]", "[เลขประจำตัวประชาชน]", "[หมายเลขโทรศัพท์]"


def masked(text: str) -> str:
    """Return the text with e-mail addresses, citizens' numbers and telephone numbers left out."""
    return _NUMBER.sub(_masked_number, _EMAIL.sub(EMAIL, text))


def _masked_number(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", to_arabic(match.group()))
    if len(digits) == _CITIZEN_ID_DIGITS:
        return CITIZEN_ID
    return PHONE if _PHONE.fullmatch(digits) else match.group()
