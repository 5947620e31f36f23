"""Whose lessons may be read before their review."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import exists, func, select

from cop.core.clock import now
from cop.db import db
from cop.lessons.models import Decision, Lesson, TrustLift

LEAST_PUBLISHED = 3
WITHOUT_REJECTION = timedelta(days=365)


def trusted_authors(member_ids: Collection[int]) -> frozenset[int]:
    """Return who of these has three lessons that stood a review and none turned down in a year.

    A moderator can lift anybody's trust, whatever they published.
    """
    turned_down = exists().where(
        Decision.lesson_id == Lesson.id,
        Decision.act == "reject",
        Decision.at > now() - WITHOUT_REJECTION,
    )
    rejected = select(Lesson.author_id).where(Lesson.author_id.in_(member_ids), turned_down)
    lifted = select(TrustLift.member_id).where(TrustLift.member_id.in_(member_ids))
    query = (
        select(Lesson.author_id)
        .where(
            Lesson.author_id.in_(member_ids),
            Lesson.published_revision_id.is_not(None),
            Lesson.verified_at.is_not(None),
            Lesson.author_id.not_in(rejected),
            Lesson.author_id.not_in(lifted),
        )
        .group_by(Lesson.author_id)
        .having(func.count(Lesson.id) >= LEAST_PUBLISHED)
    )
    return frozenset(db.session.scalars(query))


def trust_is_lifted(member_id: int) -> bool:
    """Tell whether a moderator has this person's lessons wait for a review."""
    return db.session.get(TrustLift, member_id) is not None
