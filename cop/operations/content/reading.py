"""The texts of the demo, read from their files, and days counted back from the day of loading."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from cop.core.clock import today
from cop.thai.fiscal_year import BANGKOK

HERE = Path(__file__).resolve().parent
MEDIA = HERE / "media"
Text = dict[str, Any]


def texts(name: str) -> Text:
    """Return one file of texts, such as "people"."""
    return tomllib.loads((HERE / "texts" / f"{name}.toml").read_text(encoding="utf-8"))


def each(folder: str, order: tuple[str, ...]) -> Iterator[Text]:
    """Yield the rows of all files of a folder, file by file in this order."""
    for name in order:
        yield from texts(f"{folder}/{name}")[folder]


def instant(value: datetime | float, at: datetime) -> datetime:
    """Return an instant that a text names, or so many days before the loading."""
    return value if isinstance(value, datetime) else at - timedelta(days=value)


def day(value: date | int | None, at: datetime) -> date | None:
    """Return a day that a text names, or so many days before the loading."""
    return today(at) - timedelta(days=value) if isinstance(value, int) else value


def at_clock(on: date, words: str) -> datetime:
    """Return the instant of a day in Bangkok at "13.15"."""
    hours, _, minutes = words.partition(".")
    return datetime.combine(on, time(int(hours), int(minutes)), BANGKOK)
