"""Series, and the halls in which sessions are held and followed."""

from datetime import datetime

from sqlalchemy import select

from cop.accounts.models import Province
from cop.communities.models import Community
from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.db import db
from cop.journal import What, record
from cop.sessions.models import Series, Venue
from cop.sessions.policies import may_create_series, may_load_reference
from cop.sessions.services.facts import SeriesFacts
from cop.thai.collation import thai_key

BANGKOK_CODE = "10"


def create_series(facts: SeriesFacts, *, by: Actor, at: datetime) -> Series:
    """Found a series. Raises Invalid when the slug is taken."""
    may_create_series(by).require()
    if db.session.scalar(select(Series.id).where(Series.slug == facts.slug)):
        raise Invalid({"slug": "taken"})
    if db.session.get(Community, facts.community_id) is None:
        raise Invalid({"community": "not_a_choice"})
    series = Series(
        slug=facts.slug,
        name=facts.name,
        short_name=facts.short_name,
        community_id=facts.community_id,
        agency_id=facts.agency_id,
        created_by_id=by.id,
        created_at=at,
        sort_key=thai_key(facts.name)[:600],
    )
    db.session.add(series)
    db.session.flush()
    record(What.SERIES_CREATED, "series", series.id, by=by, at=at)
    return series


def load_reference(*, by: Actor, at: datetime) -> int:
    """Add the known halls that are missing: the main one, and one in each province but Bangkok.

    Return how many were added.
    """
    may_load_reference(by).require()
    known = set(db.session.scalars(select(Venue.code)))
    provinces = db.session.scalars(select(Province).where(Province.code != BANGKOK_CODE))
    halls = [_main_hall(), *(_provincial_hall(one) for one in provinces)]
    missing = [hall for hall in halls if hall.code not in known]
    db.session.add_all(missing)
    return len(missing)


def _main_hall() -> Venue:
    name = "ห้องประชุมราชสีห์"
    return Venue(
        code="rajasiha",
        kind="main",
        name_th=name,
        name_en="Rajasiha Meeting Hall",
        building="อาคารศาลาว่าการกระทรวงมหาดไทย",
        province_code=BANGKOK_CODE,
        sort_key=thai_key(name)[:600],
    )


def _provincial_hall(province: Province) -> Venue:
    name = f"ศาลากลางจังหวัด{province.name_th}"
    return Venue(
        code=f"hall-{province.code}",
        kind="provincial",
        name_th=name,
        name_en=f"{province.name_en} Provincial Hall",
        province_code=province.code,
        sort_key=thai_key(name)[:600],
    )
