"""What a session's page lists: its recordings and materials."""

from dataclasses import dataclass, field

from sqlalchemy import exists, select

from cop.db import db
from cop.sessions.models import Chapter, Material, Recording, Transcript


@dataclass(slots=True)
class RecordingLine:
    """A recording on its session's page; chapters are (second, title)."""

    id: int
    title: str
    provider: str
    duration_seconds: int | None
    language: str
    has_transcript: bool
    is_sample: bool
    chapters: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A material on its session's page."""

    id: int
    title: str
    kind: str
    name: str
    size_bytes: int
    pages: int | None
    read_state: str
    unread_reason: str
    is_sample: bool

    @property
    def suffix(self) -> str:
        """Return the file's suffix in capitals: "PDF"."""
        return self.name.rpartition(".")[2].upper()[:5]


def recordings_of(session_id: int) -> list[RecordingLine]:
    """Return a session's recordings with their chapters, in one query."""
    spoken = exists().where(Transcript.recording_id == Recording.id)
    query = (
        select(
            Recording.id,
            Recording.title,
            Recording.provider,
            Recording.duration_seconds,
            Recording.language,
            spoken,
            Recording.is_sample,
            Chapter.start_seconds,
            Chapter.title,
        )
        .outerjoin(Chapter, Chapter.recording_id == Recording.id)
        .where(Recording.session_id == session_id)
        .order_by(Recording.place, Recording.id, Chapter.start_seconds)
    )
    lines: dict[int, RecordingLine] = {}
    for row in db.session.execute(query):
        line = lines.setdefault(row[0], RecordingLine(*row[:7]))
        if row[7] is not None:
            line.chapters.append((row[7], row[8]))
    return list(lines.values())


def materials_of(session_id: int) -> list[MaterialLine]:
    """Return a session's materials in their order."""
    query = (
        select(
            Material.id,
            Material.title,
            Material.kind,
            Material.name,
            Material.size_bytes,
            Material.pages,
            Material.read_state,
            Material.unread_reason,
            Material.is_sample,
        )
        .where(Material.session_id == session_id)
        .order_by(Material.place, Material.id)
    )
    return [MaterialLine(*row) for row in db.session.execute(query)]
