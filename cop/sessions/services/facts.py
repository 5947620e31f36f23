"""What callers say about the things they add or change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """A series; new sessions of it are offered its community and agency."""

    slug: str
    name: str
    community_id: int
    short_name: str = ""
    agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """A way to take part: `kind` is onsite, vc or streaming."""

    kind: str
    note: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """A session as its organiser describes it.

    Without a fiscal year it is that of the start in Bangkok, without a number the next free one.
    `venue` is the name of a known hall or any words; `principles` are codes of terms. Without a
    visibility a session is for the whole body, in a members-only community for the community.
    """

    title_th: str
    start_at: datetime
    community_id: int
    theme: str = ""
    end_at: datetime | None = None
    fiscal_year: int | None = None
    number: int | None = None
    venue: str = ""
    hall_count: int = 0
    chair: str = ""
    on_behalf_of: str = ""
    agency_id: int | None = None
    visibility: str | None = None
    summary: str = ""
    objectives: str = ""
    source_url: str = ""
    principles: Sequence[str] = ()
    channels: Sequence[ChannelFacts] = ()


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A line of the timetable."""

    start_at: datetime
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SpeakerFacts:
    """A speaker as of the day; at least one of the first three is given."""

    name: str = ""
    position: str = ""
    agency: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """Bytes that are kept already: their hash, size, kind and the name they came with."""

    digest: str
    size_bytes: int
    content_type: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFacts:
    """A recording as its organiser describes it; either an address or a kept file.

    `provider` is youtube (with `video_id`), file or link.
    """

    title: str
    provider: str
    url: str = ""
    video_id: str = ""
    duration_seconds: int | None = None
    language: str = "th"
    stored: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class CueFacts:
    """What was said from one second to another."""

    start_seconds: float
    end_seconds: float
    text: str
    speaker: str = ""
