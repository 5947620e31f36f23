"""Dates and times as readers see them: Buddhist years in Thai, common-era years in English.

An aware datetime is shown on the Bangkok clock; a naive one raises ValueError everywhere here.
The language is "th" or "en". Digits are Arabic; `cop.thai.numerals` changes them afterwards.
Babel 2.18 cannot write these dates: its Thai patterns show "ค.ศ. 2020" in every calendar.
"""

from datetime import date, datetime, timedelta

from cop.thai.fiscal_year import BUDDHIST_ERA, bangkok_day, in_bangkok

MONTHS = {
    "th": (
        "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
        "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
SHORT_MONTHS = {
    "th": (
        "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
        "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
    ),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}  # fmt: skip
WEEKDAYS = {
    "th": ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def month_name(month: int, language: str = "th") -> str:
    """Return the name of the month 1 to 12: "กรกฎาคม", "July"."""
    return MONTHS[language][month - 1]


def month_short(month: int, language: str = "th") -> str:
    """Return the short name of the month 1 to 12: "ก.ค.", "Jul"."""
    return SHORT_MONTHS[language][month - 1]


def weekday_name(weekday: int, language: str = "th") -> str:
    """Return the name of the weekday 0 (Monday) to 6: "พฤหัสบดี", "Thursday"."""
    return WEEKDAYS[language][weekday]


def year_be(at: date | datetime) -> int:
    """Return the Buddhist year."""
    return bangkok_day(at).year + BUDDHIST_ERA


def day(at: date | datetime, language: str = "th") -> str:
    """Return "9 กรกฎาคม 2563" or "9 July 2020"."""
    on = bangkok_day(at)
    return f"{on.day} {month_name(on.month, language)} {_year(on, language)}"


def day_full(at: date | datetime, language: str = "th") -> str:
    """Return "วันพฤหัสบดีที่ 9 กรกฎาคม 2563" or "Thursday 9 July 2020"."""
    on = bangkok_day(at)
    weekday = weekday_name(on.weekday(), language)
    return f"{weekday} {day(on, language)}" if language == "en" else f"วัน{weekday}ที่ {day(on)}"


def day_era(at: date | datetime, language: str = "th") -> str:
    """Return "9 กรกฎาคม พ.ศ. 2563", for formal papers; English needs no era: "9 July 2020"."""
    on = bangkok_day(at)
    era = "" if language == "en" else "พ.ศ. "
    return f"{on.day} {month_name(on.month, language)} {era}{_year(on, language)}"


def day_short(at: date | datetime, language: str = "th") -> str:
    """Return "9 ก.ค. 2563" or "9 Jul 2020"."""
    on = bangkok_day(at)
    return f"{on.day} {month_short(on.month, language)} {_year(on, language)}"


def day_tiny(at: date | datetime, language: str = "th") -> str:
    """Return "9 ก.ค. 63", for tables; English keeps four digits, as "20" would be read as 2520."""
    if language == "en":
        return day_short(at, language)
    on = bangkok_day(at)
    return f"{on.day} {month_short(on.month)} {year_be(on) % 100:02}"


def clock(at: datetime, language: str = "th") -> str:
    """Return the time in Bangkok: "13.15 น." or "13:15"."""
    local = in_bangkok(at)
    return f"{local:%H:%M}" if language == "en" else f"{local.hour}.{local.minute:02} น."


def moment(at: datetime, language: str = "th") -> str:
    """Return "9 ก.ค. 2563 เวลา 13.15 น." or "9 Jul 2020, 13:15"."""
    between = ", " if language == "en" else " เวลา "
    return f"{day_short(at, language)}{between}{clock(at, language)}"


def day_range(first: date | datetime, last: date | datetime, language: str = "th") -> str:
    """Return both days with what they share written once: "8–9 กรกฎาคม 2563".

    Months are short when they differ: "30 ก.ย. – 1 ต.ค. 2563", "30 ธ.ค. 2563 – 2 ม.ค. 2564".
    Raises ValueError if the last day is before the first.
    """
    start, end = bangkok_day(first), bangkok_day(last)
    if end < start:
        raise ValueError("a range ends on or after its first day")
    if start == end:
        return day(end, language)
    if start.year != end.year:
        return f"{day_short(start, language)} – {day_short(end, language)}"
    if start.month != end.month:
        from_day = f"{start.day} {month_short(start.month, language)}"
        return f"{from_day} – {day_short(end, language)}"
    return f"{start.day}–{day(end, language)}"


def ago(at: datetime, now: datetime, language: str = "th") -> str:
    """Return how long ago it was: "5 นาทีก่อน", "วันนี้ 8.52 น.", "3 วันก่อน", then "9 ก.ค. 2563".

    What lies ahead by more than a minute, the slack of two clocks, is written as `moment`.
    """
    passed = now - at
    if passed < timedelta(minutes=-1):
        return moment(at, language)
    if passed < timedelta(hours=1):
        return _minutes_ago(max(0, passed // timedelta(minutes=1)), language)
    days = (bangkok_day(now) - bangkok_day(at)).days
    if days < 2:
        today, yesterday = ("today", "yesterday") if language == "en" else ("วันนี้", "เมื่อวาน")
        return f"{yesterday if days else today} {clock(at, language)}"
    if days < 7:
        return f"{days} days ago" if language == "en" else f"{days} วันก่อน"
    return day_short(at, language)


def _minutes_ago(minutes: int, language: str) -> str:
    """Return "เมื่อสักครู่" below one minute, else the number of minutes."""
    if language == "en":
        plural = "" if minutes == 1 else "s"
        return f"{minutes} minute{plural} ago" if minutes else "just now"
    return f"{minutes} นาทีก่อน" if minutes else "เมื่อสักครู่"


def _year(on: date, language: str) -> int:
    """Return the year as the readers of the language count it."""
    return on.year if language == "en" else on.year + BUDDHIST_ERA
