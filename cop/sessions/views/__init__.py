"""The pages of sessions, recordings and materials."""

from cop.sessions.views import (
    acts,
    lists,
    materials,
    page,
    programme,
    recordings,
    spoken,
    writing,
)
from cop.sessions.views.blueprint import blueprint, of_materials, of_recordings

BLUEPRINTS = (blueprint, of_recordings, of_materials)
__all__ = [
    "BLUEPRINTS",
    "acts",
    "lists",
    "materials",
    "page",
    "programme",
    "recordings",
    "spoken",
    "writing",
]
