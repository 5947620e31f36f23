"""The lessons of the demo, each brought by the real services to the state that its text names."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from cop.core.actor import Actor
from cop.lessons import services
from cop.lessons.models import Lesson
from cop.operations.content.people import Cast, agency_ids, communities_by_slug
from cop.operations.content.reading import Text, day, each, instant

FILES = ("2563", "service", "disaster", "skills", "money", "waiting")
END_NAMES = ("lesson", "thread", "session", "recording")
_PLAIN = {field.name for field in fields(services.Content)} - {
    "agency_id",
    "community_id",
    "occurred_from",
    "occurred_to",
}


def add_lessons(cast: Cast, at: datetime) -> dict[str, Lesson]:
    """Add every lesson, oldest first, and return them by the short names of the texts."""
    rows = sorted(each("lessons", FILES), key=lambda row: _written(row, at))
    return {row["key"]: _add(row, cast, at) for row in rows}


def add_links(lessons: Mapping[str, Lesson], ends: Mapping[tuple[str, str], int]) -> None:
    """Tie the lessons to what their texts name. `ends` are ids by kind and short name."""
    known = {**ends, **{("lesson", key): lesson.id for key, lesson in lessons.items()}}
    for row in each("lessons", FILES):
        lesson = lessons[row["key"]]
        for link in row.get("links", ()):
            kind = next(name for name in END_NAMES if name in link)
            end = services.End(kind, known[kind, link[kind]], link.get("at_seconds", 0))
            services.add_link(
                lesson,
                end,
                link["kind"],
                by=Actor(id=lesson.author_id),
                at=lesson.published_at or lesson.created_at,
                note=link.get("note", ""),
            )


def _add(row: Text, cast: Cast, at: datetime) -> Lesson:
    author = cast.actor(row["author"])
    state = row.get("state", "published")
    written = _written(row, at)
    first = {**row, **row.get("first", {})}
    lesson = services.capture(_content(first, at), by=author, at=written, is_sample=True)
    if state == "draft":
        return lesson
    services.submit(lesson, pdpa_check=True, by=author, at=written)
    if state != "submitted":
        _review(lesson, row, cast.actor("moderator"), at)
    if "first" in row:
        _revise(lesson, row, cast, at)
    return lesson


def _revise(lesson: Lesson, row: Text, cast: Cast, at: datetime) -> None:
    """Bring what was published first to what the text says, through a review of its own."""
    author, moderator = cast.actor(row["author"]), cast.actor("moderator")
    begun, done = instant(row["revised"], at), instant(row["revision_published"], at)
    services.revise(
        lesson, _content(row, at), version=None, by=author, at=begun, note=row["change"]
    )
    services.submit(lesson, pdpa_check=True, by=author, at=begun)
    services.start_review(lesson, by=moderator, at=begun)
    services.publish(lesson, revision_id=lesson.current_revision_id, by=moderator, at=done)


def _written(row: Text, at: datetime) -> datetime:
    """Return when a lesson was captured and, unless it is a draft, submitted."""
    return instant(row.get("captured") or row["submitted"], at)


def _review(lesson: Lesson, row: Text, moderator: Actor, at: datetime) -> None:
    state = row.get("state", "published")
    begun = instant(row["submitted"], at)
    services.start_review(lesson, by=moderator, at=begun)
    if state == "changes_requested":
        services.request_changes(
            lesson, reasons=row["reasons"], words=row["words"], by=moderator, at=begun
        )
    if "published" not in row:
        return
    done = instant(row["published"], at)
    services.publish(lesson, revision_id=lesson.current_revision_id, by=moderator, at=done)
    if row.get("public"):
        services.open_to_public(lesson, by=moderator, at=done)
    if state == "withdrawn":
        out = instant(row["withdrawn"], at)
        services.withdraw(lesson, words=row["words"], by=moderator, at=out)


def _content(row: Text, at: datetime) -> services.Content:
    return services.Content(
        **{name: value for name, value in row.items() if name in _PLAIN},
        community_id=communities_by_slug()[row["community"]].id,
        agency_id=agency_ids()[row["agency"]],
        occurred_from=day(row.get("occurred_from"), at),
        occurred_to=day(row.get("occurred_to"), at),
    )
