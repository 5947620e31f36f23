"""What lists and search hits show of recordings and materials."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select

from cop.communities.models import Community
from cop.core.actor import Actor
from cop.reads import kept
from cop.sessions.models import ExchangeSession, Material, Recording, Series
from cop.sessions.policies import readable_by

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)


@dataclass(frozen=True, slots=True)
class RecordingCard:
    """A recording in a list, with the session it is of."""

    id: int
    title: str
    provider: str
    duration_seconds: int | None
    language: str
    is_sample: bool
    series: str
    fiscal_year: int
    number: int
    session_title: str
    start_at: datetime
    community_name: str

    @property
    def url_values(self) -> dict[str, object]:
        """Return what the address of its page needs."""
        return {"recording_id": self.id}


@dataclass(frozen=True, slots=True)
class MaterialCard:
    """A material in a list, with the session it is of."""

    id: int
    title: str
    kind: str
    name: str
    size_bytes: int
    pages: int | None
    is_sample: bool
    series: str
    fiscal_year: int
    number: int
    session_title: str
    start_at: datetime
    community_name: str

    @property
    def url_values(self) -> dict[str, object]:
        """Return what the address of the file needs."""
        return {"material_id": self.id, "name": self.name}


_TITLE = func.coalesce(func.nullif(ExchangeSession.theme, ""), ExchangeSession.title_th)
_OF_SESSION = (
    Series.slug,
    ExchangeSession.fiscal_year,
    ExchangeSession.number,
    _TITLE,
    ExchangeSession.start_at,
    Community.name,
)


def recording_cards(actor: Actor, ids: Sequence[int]) -> dict[int, RecordingCard]:
    """Return the cards of those recordings that the actor may read."""
    if not ids:
        return {}
    found = _some_recordings(actor).rows(ids=list(ids))
    return {row[0]: RecordingCard(*row) for row in found}


def material_cards(actor: Actor, ids: Sequence[int]) -> dict[int, MaterialCard]:
    """Return the cards of those materials that the actor may read."""
    if not ids:
        return {}
    found = _some_materials(actor).rows(ids=list(ids))
    return {row[0]: MaterialCard(*row) for row in found}


@kept
def _some_materials(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Material.id,
            Material.title,
            Material.kind,
            Material.name,
            Material.size_bytes,
            Material.pages,
            Material.is_sample,
            *_OF_SESSION,
        )
        .join(ExchangeSession, ExchangeSession.id == Material.session_id)
        .join(Series, Series.id == ExchangeSession.series_id)
        .join(Community, Community.id == ExchangeSession.community_id)
        .where(Material.id.in_(_IDS), readable_by(actor))
    )


def latest_recording(actor: Actor) -> RecordingCard | None:
    """Return the recording of the newest session that has one."""
    row = _newest(actor).row()
    return RecordingCard(*row) if row else None


@kept
def _newest(actor: Actor) -> Select[*tuple[Any, ...]]:
    newest = (ExchangeSession.start_at.desc(), Recording.place, Recording.id)
    return _recordings(actor).order_by(*newest).limit(1)


@kept
def _some_recordings(actor: Actor) -> Select[*tuple[Any, ...]]:
    return _recordings(actor).where(Recording.id.in_(_IDS))


def _recordings(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Recording.id,
            Recording.title,
            Recording.provider,
            Recording.duration_seconds,
            Recording.language,
            Recording.is_sample,
            *_OF_SESSION,
        )
        .join(ExchangeSession, ExchangeSession.id == Recording.session_id)
        .join(Series, Series.id == ExchangeSession.series_id)
        .join(Community, Community.id == ExchangeSession.community_id)
        .where(readable_by(actor))
    )
