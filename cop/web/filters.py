"""How dates, times, numbers and names stand on a page. Templates use these and nothing else."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from flask import Flask
from markupsafe import Markup, escape

from cop.core.clock import now
from cop.thai import dates
from cop.thai.fiscal_year import BANGKOK
from cop.web.i18n import language

_MINUTE = timedelta(minutes=1)
_LEADING_VOWELS = "เแโใไ"


def day(value: date | datetime) -> str:
    """Return "9 กรกฎาคม 2563"."""
    return dates.day(value, language())


def day_full(value: date | datetime) -> str:
    """Return "วันพฤหัสบดีที่ 9 กรกฎาคม 2563"."""
    return dates.day_full(value, language())


def day_short(value: date | datetime) -> str:
    """Return "9 ก.ค. 2563"."""
    return dates.day_short(value, language())


def clock(value: datetime) -> str:
    """Return "13.15 น."."""
    return dates.clock(value, language())


def moment(value: datetime) -> str:
    """Return "9 ก.ค. 2563 เวลา 13.15 น."."""
    return dates.moment(value, language())


def ago(value: datetime) -> str:
    """Return how long ago an instant was, as people say it."""
    return dates.ago(value, now(), language())


def day_tag(value: date | datetime) -> Markup:
    """Return a time element with the short day."""
    return _day_tag(value, language())


def time_tag(value: datetime) -> Markup:
    """Return a time element with day and time."""
    return _tag(value, moment(value))


def ago_tag(value: datetime) -> Markup:
    """Return a time element that says how long ago."""
    return _ago_tag(value, (now() - value) // _MINUTE, language())


def seconds(value: float) -> str:
    """Return a place in a recording: "41:20", "1:02:05"."""
    whole = int(value)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def size(value: int) -> str:
    """Return a file size: "84 KB", "1.2 MB"."""
    if value < 1_000_000:
        return f"{max(1, round(value / 1000))} KB"
    return f"{value / 1_000_000:.1f} MB"


def count(value: int) -> str:
    """Return a whole number with thousands parted."""
    return f"{value:,}"


def initials(name: str) -> str:
    """Return the first letters of both names, a leading vowel skipped."""
    return "".join(_first(part) for part in name.split()[:2])


def keep(text: str) -> Markup:
    """Return a title with a no-break space in "ครั้งที่ 4" and before a unit."""
    fixed = str(escape(text)).replace("ครั้งที่ ", "ครั้งที่\u00a0").replace(" แห่ง", "\u00a0แห่ง")
    return Markup(fixed)  # noqa: S704 - escaped above


def _first(part: str) -> str:
    rest = part.lstrip(_LEADING_VOWELS)
    return (rest or part)[:1].upper()


@lru_cache(maxsize=4_096)
def _day_tag(value: date | datetime, lang: str) -> Markup:
    return _tag(value, dates.day_short(value, lang))


@lru_cache(maxsize=4_096)
def _ago_tag(value: datetime, minutes: int, lang: str) -> Markup:
    # The words change by the minute, so within one they are the same for all readers.
    return _tag(value, dates.ago(value, value + minutes * _MINUTE, lang))


def _tag(value: date | datetime, text: str) -> Markup:
    if isinstance(value, datetime):
        stamp = value.astimezone(BANGKOK).isoformat(timespec="minutes")
    else:
        stamp = value.isoformat()
    # Both are our own letters and digits; Markup.format would escape them at ten times the cost.
    return Markup(f'<time datetime="{stamp}">{text}</time>')  # noqa: S704


def init_filters(app: Flask) -> None:
    """Give templates every filter of this file under its own name."""
    for one in (
        day, day_full, day_short, clock, moment, ago, day_tag, time_tag, ago_tag, seconds, size,
        count, initials, keep,
    ):  # fmt: skip
        app.jinja_env.filters[one.__name__] = one
