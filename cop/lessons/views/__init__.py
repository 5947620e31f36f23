"""The pages of lessons."""

from cop.lessons.views import (
    correcting,
    deciding,
    ending,
    history,
    linking,
    naming,
    owning,
    publishing,
    reading,
    removing,
    writing,
)
from cop.lessons.views.blueprint import blueprint

BLUEPRINTS = (blueprint,)
__all__ = [
    "BLUEPRINTS",
    "correcting",
    "deciding",
    "ending",
    "history",
    "linking",
    "naming",
    "owning",
    "publishing",
    "reading",
    "removing",
    "writing",
]
