"""What in a lesson looks like personal data, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cop.lessons.forms.labels import FIELDS
from cop.thai.personal import Spot, spots

MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place that looks like personal data, and the field it stands in."""

    field: str
    spot: Spot


def doubts(values: Mapping[str, Any]) -> list[Doubt]:
    """Return the first places of a lesson's texts that look like personal data, in page order."""
    found: list[Doubt] = []
    for name in FIELDS:
        value = values.get(name)
        text = "\n".join(value) if name == "recommendation" and value else value
        if isinstance(text, str):
            found += [Doubt(name, spot) for spot in spots(text)]
    return found[:MOST_SHOWN]
