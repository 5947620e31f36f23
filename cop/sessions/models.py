"""Exchange sessions with their programme, recordings, transcripts and materials."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, Versioned, pk

STATES = ("draft", "announced", "held", "cancelled")
CHANNELS = ("onsite", "vc", "streaming")
PROVIDERS = ("youtube", "file", "link")
MATERIAL_KINDS = ("slides", "document", "image", "data", "other")
TRANSCRIPT_SOURCES = ("human", "edited", "machine")


class Series(Base):
    """A row of sessions that are numbered anew each fiscal year."""

    __tablename__ = "series"

    id: Mapped[pk]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60), default="")
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    created_at: Mapped[datetime]
    sort_key: Mapped[str] = mapped_column(String(600), index=True)


class Venue(Base):
    """A hall; `kind` is provincial (one in each province but Bangkok) or main."""

    __tablename__ = "venues"

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(12), default="main")
    name_th: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    building: Mapped[str] = mapped_column(String(200), default="")
    province_code: Mapped[str | None] = mapped_column(ForeignKey("provinces.code"), index=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    sort_key: Mapped[str] = mapped_column(String(600), index=True)


class ExchangeSession(Versioned, Base):
    """One session of a series. `fiscal_year` is of the Buddhist era.

    The hall is a known venue, or the words of `hall` where it is none of them.
    """

    __tablename__ = "exchange_sessions"
    __table_args__ = (
        UniqueConstraint("series_id", "fiscal_year", "number"),
        Index("ix_exchange_sessions_start", "start_at", "id"),
        Index("ix_exchange_sessions_community", "community_id", "start_at"),
    )

    id: Mapped[pk]
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    fiscal_year: Mapped[int] = mapped_column(index=True)
    number: Mapped[int]
    title_th: Mapped[str] = mapped_column(String(200))
    theme: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    summary_html: Mapped[str] = mapped_column(Text, default="")
    objectives: Mapped[str] = mapped_column(Text, default="")
    objectives_html: Mapped[str] = mapped_column(Text, default="")
    start_at: Mapped[datetime]
    end_at: Mapped[datetime | None]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    hall: Mapped[str] = mapped_column(String(200), default="")
    hall_count: Mapped[int] = mapped_column(default=0)
    chair: Mapped[str] = mapped_column(String(200), default="")
    on_behalf_of: Mapped[str] = mapped_column(String(200), default="")
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    visibility: Mapped[str] = mapped_column(String(10), default="org")
    state: Mapped[str] = mapped_column(String(10), default="announced")
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    source_url: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    is_sample: Mapped[bool] = mapped_column(default=False)
    agenda_is_sample: Mapped[bool] = mapped_column(default=False)


class SessionPrinciple(Base):
    """A session dwelt on a principle."""

    __tablename__ = "session_principles"

    session_id: Mapped[int] = mapped_column(ForeignKey("exchange_sessions.id"), primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), primary_key=True, index=True)


class Channel(Base):
    """A way to take part: onsite, vc (to the provincial halls) or streaming."""

    __tablename__ = "session_channels"

    session_id: Mapped[int] = mapped_column(ForeignKey("exchange_sessions.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    note: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(500), default="")


class AgendaItem(Base):
    """A line of the timetable."""

    __tablename__ = "agenda_items"
    __table_args__ = (Index("ix_agenda_items_session", "session_id", "place"),)

    id: Mapped[pk]
    session_id: Mapped[int] = mapped_column(ForeignKey("exchange_sessions.id"))
    place: Mapped[int]
    start_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(500), default="")


class Speaker(Base):
    """A speaker with position and agency as they were on the day; the name may be unknown."""

    __tablename__ = "speakers"
    __table_args__ = (Index("ix_speakers_session", "session_id", "place"),)

    id: Mapped[pk]
    session_id: Mapped[int] = mapped_column(ForeignKey("exchange_sessions.id"))
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(150), default="")
    position: Mapped[str] = mapped_column(String(200), default="")
    agency: Mapped[str] = mapped_column(String(200), default="")
    topic: Mapped[str] = mapped_column(String(300), default="")


class Recording(Versioned, Base):
    """A recording: a video at YouTube, our own or a remote media file, or a plain link."""

    __tablename__ = "recordings"
    __table_args__ = (Index("ix_recordings_session", "session_id", "place"),)

    id: Mapped[pk]
    session_id: Mapped[int] = mapped_column(ForeignKey("exchange_sessions.id"))
    place: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200))
    provider: Mapped[str] = mapped_column(String(10))
    url: Mapped[str] = mapped_column(String(1000), default="")
    video_id: Mapped[str] = mapped_column(String(20), default="")
    digest: Mapped[str | None] = mapped_column(String(64), index=True)
    content_type: Mapped[str] = mapped_column(String(60), default="")
    size_bytes: Mapped[int] = mapped_column(default=0)
    duration_seconds: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(8), default="th")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    created_at: Mapped[datetime]
    is_sample: Mapped[bool] = mapped_column(default=False)


class Chapter(Base):
    """A named part of a recording, from its start to the next."""

    __tablename__ = "chapters"
    __table_args__ = (UniqueConstraint("recording_id", "start_seconds"),)

    id: Mapped[pk]
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id"))
    start_seconds: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))


class Transcript(Base):
    """The words of a recording in one language; a new upload replaces its cues.

    `source` says who made it: human, machine, or edited (machine, then corrected by a person).
    """

    __tablename__ = "transcripts"
    __table_args__ = (UniqueConstraint("recording_id", "language"),)

    id: Mapped[pk]
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id"))
    language: Mapped[str] = mapped_column(String(8), default="th")
    source: Mapped[str] = mapped_column(String(10), default="human")
    version: Mapped[int] = mapped_column(default=1)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    changed_at: Mapped[datetime]


class Cue(Base):
    """What was said from one second to another; `folded` is its text in the spelling of search."""

    __tablename__ = "cues"
    __table_args__ = (Index("ix_cues_transcript", "transcript_id", "place"),)

    id: Mapped[pk]
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcripts.id"))
    place: Mapped[int]
    start_seconds: Mapped[float]
    end_seconds: Mapped[float]
    speaker: Mapped[str] = mapped_column(String(150), default="")
    text: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)


class Material(Base):
    """A file of a session. `read_state` is waiting, read or unread (then with a reason's code)."""

    __tablename__ = "materials"
    __table_args__ = (Index("ix_materials_session", "session_id", "place"),)

    id: Mapped[pk]
    session_id: Mapped[int] = mapped_column(ForeignKey("exchange_sessions.id"))
    place: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10), default="document")
    digest: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(100))
    size_bytes: Mapped[int]
    pages: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    read_state: Mapped[str] = mapped_column(String(8), default="waiting")
    unread_reason: Mapped[str] = mapped_column(String(20), default="")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    created_at: Mapped[datetime]
    is_sample: Mapped[bool] = mapped_column(default=False)
