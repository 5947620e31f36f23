"""Agencies: made, renamed, replaced; never deleted."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from cop.accounts.models import Agency
from cop.accounts.policies import may_change_agency, may_create_agency
from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.db import db, expect_version
from cop.journal import What, record
from cop.thai.collation import thai_key

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,19}")
LEVELS = ("central", "provincial", "local")
FIELDS = {
    "name_th",
    "name_en",
    "abbr",
    "level",
    "parent_id",
    "province_code",
    "replaced_by_id",
    "is_active",
}


def create_agency(code: str, name_th: str, *, by: Actor, at: datetime, **facts: object) -> Agency:
    """Add an agency. Raises Invalid for a bad or taken code."""
    may_create_agency(by).require()
    if not _CODE.fullmatch(code):
        raise Invalid({"code": "code_form"})
    if db.session.scalar(select(Agency.id).where(Agency.code == code)):
        raise Invalid({"code": "taken"})
    agency = Agency(code=code, name_th=name_th, sort_key=thai_key(name_th)[:600])
    _take(agency, facts)
    db.session.add(agency)
    db.session.flush()
    record(What.AGENCY_CREATED, "agency", agency.id, by=by, at=at)
    return agency


def change_agency(
    agency: Agency, *, version: int | None, by: Actor, at: datetime, **facts: object
) -> None:
    """Change an agency's facts. Raises Stale, Invalid."""
    may_change_agency(by).require()
    expect_version(agency, version)
    _require_no_ring(agency.id, facts, "parent_id", Agency.parent_id)
    _require_no_ring(agency.id, facts, "replaced_by_id", Agency.replaced_by_id)
    _take(agency, facts)
    agency.sort_key = thai_key(agency.name_th)[:600]
    record(What.AGENCY_CHANGED, "agency", agency.id, by=by, at=at)


def _require_no_ring(
    agency_id: int,
    facts: dict[str, object],
    field: str,
    column: InstrumentedAttribute[int | None],
) -> None:
    """Refuse a unit above, or after, itself."""
    links = dict(db.session.execute(select(Agency.id, column)).all())
    above = facts.get(field)
    for _step in links:
        if above is None:
            return
        if above == agency_id:
            raise Invalid({field.removesuffix("_id"): "agency_ring"})
        above = links.get(int(str(above)))


def _take(agency: Agency, facts: dict[str, object]) -> None:
    for name in FIELDS & facts.keys():
        setattr(agency, name, facts[name])
