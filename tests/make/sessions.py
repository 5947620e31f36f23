"""Series, sessions, recordings and materials for tests."""

import itertools
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cop import files
from cop.communities.models import Community
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.sessions import services
from cop.sessions.forms.addresses import read_address
from cop.sessions.forms.captions import read_cues
from cop.sessions.models import ExchangeSession, Material, Recording, Series
from cop.sessions.services import RecordingFacts, SeriesFacts, SessionFacts, StoredFile
from tests.make.communities import make_community

DATA = Path(__file__).resolve().parent.parent / "data"
# 9 July 2020, 13.15 in Bangkok.
THEN = datetime.fromisoformat("2020-07-09T06:15:00+00:00")
_count = itertools.count(1)


def make_series(slug: str = "", community: Community | None = None, **over: Any) -> Series:
    """Found a series, in an open community of its own if none is given."""
    number = next(_count)
    community = community or make_community()
    facts = SeriesFacts(
        slug or f"series-{number}", f"กิจกรรมทดสอบชุดที่ {number}", community.id, **over
    )
    with transaction():
        return services.create_series(facts, by=SYSTEM, at=now())


def make_session(series: Series | None = None, **over: Any) -> ExchangeSession:
    """Add a session of 9 July 2563, the next free one; `state` and the fields of SessionFacts."""
    series = series or make_series()
    state = over.pop("state", "announced")
    is_sample = over.pop("is_sample", False)
    facts = SessionFacts(
        title_th=over.pop("title_th", "กิจกรรมเสวนาแลกเปลี่ยนเรียนรู้"),
        theme=over.pop("theme", "การสร้างองค์กรนวัตกรรมภาครัฐ"),
        start_at=over.pop("start_at", THEN),
        community_id=over.pop("community_id", series.community_id),
        **over,
    )
    with transaction():
        return services.create_session(
            series, facts, state=state, is_sample=is_sample, by=SYSTEM, at=now()
        )


def make_upcoming(series: Series | None = None, **over: Any) -> ExchangeSession:
    """Add a session in three days."""
    return make_session(series, start_at=now() + timedelta(days=3), **over)


def make_recording(exchange: ExchangeSession | None = None, **over: Any) -> Recording:
    """Add a recording by its address; with `file=True` one with media of our own."""
    exchange = exchange or make_session()
    own = over.pop("file", False)
    address = read_address(over.pop("url", "https://youtu.be/dQw4w9WgXcQ"))
    assert address is not None
    facts = RecordingFacts(
        title=over.pop("title", "บันทึกการเสวนา"),
        provider="file" if own else address.provider,
        url="" if own else address.url,
        video_id="" if own else address.video_id,
        stored=keep("short.webm", "video/webm") if own else None,
        **over,
    )
    with transaction():
        return services.add_recording(exchange, facts, by=SYSTEM, at=now())


def make_transcript(recording: Recording, text: str = "", **over: Any) -> None:
    """Add a transcript, that of tests/data/short.vtt when no text is given."""
    data = text.encode() if text else (DATA / "short.vtt").read_bytes()
    exchange = db.session.get_one(ExchangeSession, recording.session_id)
    with transaction():
        services.add_transcript(recording, exchange, read_cues(data), by=SYSTEM, at=now(), **over)


def make_material(exchange: ExchangeSession | None = None, **over: Any) -> Material:
    """Add the Thai PDF of tests/data; its text is read at once, as jobs run at once in tests."""
    exchange = exchange or make_session()
    stored = over.pop("stored", None) or keep("thai.pdf", "application/pdf")
    with transaction():
        return services.add_material(
            exchange,
            stored,
            title=over.pop("title", "สไลด์บรรยาย"),
            kind=over.pop("kind", "slides"),
            by=SYSTEM,
            at=now(),
        )


def keep(name: str, content_type: str) -> StoredFile:
    """Keep a file of tests/data."""
    with (DATA / name).open("rb") as stream:
        kept = files.keep(stream, 10_000_000)
    return StoredFile(
        digest=kept.digest, size_bytes=kept.size_bytes, content_type=content_type, name=name
    )


def address_of(series: Series, exchange: ExchangeSession) -> str:
    """Return the address of a session's page."""
    return f"/sessions/{series.slug}/{exchange.fiscal_year}/{exchange.number}"
