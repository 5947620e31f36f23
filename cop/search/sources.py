"""One table: every kind that can be searched, and how its documents are made.

Documents of a long thing are several, `12`, `12.p1`, `12.p2`; `thing_id` says whose they are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cop.lessons import documents as lessons
from cop.search.port import Document
from cop.sessions import documents as sessions
from cop.threads import documents as threads

Documents = Callable[[Sequence[int]], Sequence[Document]]


@dataclass(frozen=True, slots=True)
class Source:
    """How one kind comes into the index."""

    kind: str
    all_ids: Callable[[], Sequence[int]]
    documents: Documents


SOURCES: dict[str, Source] = {
    source.kind: source
    for source in (
        Source("lesson", lessons.all_ids, lessons.documents),
        Source("thread", threads.all_ids, threads.documents),
        Source("session", sessions.all_session_ids, sessions.session_documents),
        Source("recording", sessions.all_recording_ids, sessions.recording_documents),
        Source("material", sessions.all_material_ids, sessions.material_documents),
    )
}


def thing_id(document_id: str) -> int:
    """Return the id of the thing that a document, or a part of it, is of."""
    return int(document_id.partition(".")[0])
