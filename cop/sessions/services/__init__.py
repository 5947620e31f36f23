"""Where sessions and what belongs to them change."""

from cop.sessions.services.exchanges import (
    announce,
    cancel,
    change_session,
    create_session,
    hold,
    open_to_public,
)
from cop.sessions.services.facts import (
    AgendaLine,
    ChannelFacts,
    CueFacts,
    RecordingFacts,
    SeriesFacts,
    SessionFacts,
    SpeakerFacts,
    StoredFile,
)
from cop.sessions.services.materials import add_material, note_text, remove_material
from cop.sessions.services.programme import add_speaker, set_agenda, set_speakers
from cop.sessions.services.recordings import (
    add_chapter,
    add_recording,
    add_transcript,
    change_recording,
    remove_chapter,
    remove_recording,
)
from cop.sessions.services.series import create_series, load_reference

__all__ = [
    "AgendaLine",
    "ChannelFacts",
    "CueFacts",
    "RecordingFacts",
    "SeriesFacts",
    "SessionFacts",
    "SpeakerFacts",
    "StoredFile",
    "add_chapter",
    "add_material",
    "add_recording",
    "add_speaker",
    "add_transcript",
    "announce",
    "cancel",
    "change_recording",
    "change_session",
    "create_series",
    "create_session",
    "hold",
    "load_reference",
    "note_text",
    "open_to_public",
    "remove_chapter",
    "remove_material",
    "remove_recording",
    "set_agenda",
    "set_speakers",
]
