"""What follows from a new material: its text is read."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from cop import files
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import transaction
from cop.jobs import job
from cop.journal import Entry, What, on
from cop.sessions import queries, services
from cop.sessions.jobs import extraction

LONGEST_SECONDS = 20


@on(What.MATERIAL_ADDED)
def read_new(entries: Sequence[Entry]) -> None:
    """Read the text of new materials, each in a job of its own."""
    for entry in entries:
        read_text.later(entry.subject_id)


@job(retries=2)
def read_text(material_id: int) -> None:
    """Keep the text of a material, or why there is none. Recorded as MATERIAL_READ."""
    material = queries.material_to_read(material_id)
    if material is None:
        return
    found = _extracted(files.path_of(material.digest), material.content_type)
    text, pages = found.get("text"), found.get("pages")
    with transaction():
        services.note_text(
            material,
            text if isinstance(text, str) else "",
            pages=pages if isinstance(pages, int) else None,
            unread_reason=str(found.get("unread", "")),
            by=SYSTEM,
            at=now(),
        )


def _extracted(path: Path, content_type: str) -> dict[str, object]:
    if not path.is_file():
        return {"unread": "file_lost"}
    command = [sys.executable, "-I", extraction.__file__, str(path), content_type]
    try:
        done = subprocess.run(  # noqa: S603 - our own file, arguments are a hash and a known type
            command, capture_output=True, timeout=LONGEST_SECONDS, check=True
        )
        found: dict[str, object] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"unread": "too_long"}
    except (subprocess.CalledProcessError, ValueError):
        return {"unread": "damaged"}
    return found
