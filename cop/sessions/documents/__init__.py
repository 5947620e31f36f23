"""Sessions, recordings and materials as the search index holds them."""

from cop.sessions.documents.exchanges import all_ids as all_session_ids
from cop.sessions.documents.exchanges import documents as session_documents
from cop.sessions.documents.materials import all_ids as all_material_ids
from cop.sessions.documents.materials import documents as material_documents
from cop.sessions.documents.recordings import all_ids as all_recording_ids
from cop.sessions.documents.recordings import documents as recording_documents

__all__ = [
    "all_material_ids",
    "all_recording_ids",
    "all_session_ids",
    "material_documents",
    "recording_documents",
    "session_documents",
]
