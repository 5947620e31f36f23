"""The sessions of the demo, with the recording and the material of the example session."""

from datetime import date, datetime, timedelta

from cop import files
from cop.core.actor import Actor
from cop.core.clock import today
from cop.operations.content.people import FOUNDED_AT, Cast, agency_ids, communities_by_slug
from cop.operations.content.reading import MEDIA, Text, at_clock, texts
from cop.sessions import services
from cop.sessions.forms.captions import read_cues
from cop.sessions.models import ExchangeSession, Series
from cop.thai.fiscal_year import fiscal_year, in_bangkok

MOST_BYTES = 1_000_000
_GIVEN_AS_IT_IS = {
    "title_th", "theme", "start_at", "end_at", "fiscal_year", "number", "venue", "hall_count",
    "chair", "on_behalf_of", "summary", "objectives", "source_url", "principles",
}  # fmt: skip


def add_sessions(cast: Cast, at: datetime) -> dict[tuple[str, str], int]:
    """Add the series and its sessions; return ids by kind and short name, recordings too."""
    said = texts("sessions")
    organiser, moderator = cast.actor("organiser"), cast.actor("moderator")
    series = _series(said["series"], organiser)
    made: dict[str, ExchangeSession] = {}
    for row in said["sessions"]:
        made[row["key"]] = exchange = _session(series, row, organiser, at)
        if row.get("public"):
            services.open_to_public(exchange, by=moderator, at=row["created"])
    recording_id = _recording(made, said["recording"], organiser)
    _material(made, said["material"], organiser)
    ids = {("session", key): exchange.id for key, exchange in made.items()}
    return ids | {("recording", said["recording"]["key"]): recording_id}


def _series(row: Text, by: Actor) -> Series:
    facts = services.SeriesFacts(
        slug=row["slug"],
        name=row["name"],
        short_name=row["short_name"],
        community_id=communities_by_slug()[row["community"]].id,
        agency_id=agency_ids()[row["agency"]],
    )
    return services.create_series(facts, by=by, at=FOUNDED_AT)


def _session(series: Series, row: Text, by: Actor, at: datetime) -> ExchangeSession:
    if "upcoming_days" in row:
        on = _soon(row["upcoming_days"], at)
        row["start_at"], row["end_at"] = at_clock(on, row["start"]), at_clock(on, row["end"])
        row["created"] = at - timedelta(days=3)
    facts = services.SessionFacts(
        **{name: value for name, value in row.items() if name in _GIVEN_AS_IT_IS},
        community_id=series.community_id,
        agency_id=agency_ids()[row["agency"]],
        channels=[services.ChannelFacts(**one) for one in row["channels"]],
    )
    made = row["created"]
    is_sample = not row.get("real", False)
    exchange = services.create_session(series, facts, is_sample=is_sample, by=by, at=made)
    lines = [_line(exchange, one) for one in row["agenda"]]
    services.set_agenda(exchange, lines, is_sample=row["agenda_is_sample"], by=by, at=made)
    speakers = [services.SpeakerFacts(**one) for one in row["speakers"]]
    services.set_speakers(exchange, speakers, by=by, at=made)
    return exchange


def _line(exchange: ExchangeSession, row: Text) -> services.AgendaLine:
    on = in_bangkok(exchange.start_at).date()
    return services.AgendaLine(at_clock(on, row["at"]), row["title"], row.get("note", ""))


def _soon(days: int, at: datetime) -> date:
    """Return a day that many days ahead, or fewer where the fiscal year ends before."""
    ahead = (today(at) + timedelta(days=one) for one in range(days, 0, -1))
    found = (then for then in ahead if fiscal_year(then) == fiscal_year(at))
    return next(found, today(at) + timedelta(days=days))


def _recording(made: dict[str, ExchangeSession], row: Text, by: Actor) -> int:
    exchange = made[row["session"]]
    at = exchange.created_at
    facts = services.RecordingFacts(
        title=row["title"],
        provider="file",
        duration_seconds=row["duration_seconds"],
        stored=_keep(row),
    )
    recording = services.add_recording(exchange, facts, is_sample=True, by=by, at=at)
    for one in row["chapters"]:
        services.add_chapter(recording, exchange, one["start"], one["title"], by=by, at=at)
    cues = read_cues((MEDIA / "talk.vtt").read_bytes())
    services.add_transcript(recording, exchange, cues, by=by, at=at)
    return recording.id


def _material(made: dict[str, ExchangeSession], row: Text, by: Actor) -> None:
    exchange = made[row["session"]]
    services.add_material(
        exchange,
        _keep(row),
        title=row["title"],
        kind=row["kind"],
        is_sample=True,
        by=by,
        at=exchange.created_at,
    )


def _keep(row: Text) -> services.StoredFile:
    with (MEDIA / row["file"]).open("rb") as stream:
        kept = files.keep(stream, MOST_BYTES)
    return services.StoredFile(
        digest=kept.digest,
        size_bytes=kept.size_bytes,
        content_type=row["content_type"],
        name=row["file"],
    )
