"""Reference data: the 77 provinces, the central bodies and the 76 provincial offices.

Provinces and their codes are those of TIS 1099; Bangkok has no provincial hall.
"""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from cop.accounts.models import Agency, Province
from cop.accounts.policies import may_load_reference
from cop.core.actor import Actor
from cop.db import db
from cop.journal import What, record
from cop.thai.collation import thai_key

DATA = Path(__file__).resolve().parent.parent / "data"
BANGKOK_CODE = "10"
OFFICES_UNDER = "moi-ops"


def load_reference(*, by: Actor, at: datetime) -> None:
    """Add the provinces and agencies that are not there yet; what was edited stays as it is."""
    may_load_reference(by).require()
    provinces = list(_rows("provinces.csv"))
    known = set(db.session.scalars(select(Province.code)))
    for row in provinces:
        if row["code"] not in known:
            db.session.add(Province(**row, sort_key=thai_key(row["name_th"])[:200]))
    db.session.flush()
    ids = dict(db.session.execute(select(Agency.code, Agency.id)).all())
    for row in [*_rows("agencies.csv"), *map(_office, provinces)]:
        if row["code"] not in ids and row["province"] != BANGKOK_CODE:
            ids[row["code"]] = _add(row, ids.get(row["parent"]), by, at)


def _add(row: dict[str, str], parent_id: int | None, by: Actor, at: datetime) -> int:
    agency = Agency(
        code=row["code"],
        abbr=row["abbr"],
        name_th=row["name_th"],
        name_en=row["name_en"],
        level=row["level"],
        parent_id=parent_id,
        province_code=row["province"] or None,
        sort_key=thai_key(row["name_th"])[:600],
    )
    db.session.add(agency)
    db.session.flush()
    record(What.AGENCY_CREATED, "agency", agency.id, by=by, at=at)
    return agency.id


def _office(province: dict[str, str]) -> dict[str, str]:
    return {
        "code": f"pv-{province['code']}",
        "abbr": "",
        "name_th": f"สำนักงานจังหวัด{province['name_th']}",
        "name_en": f"{province['name_en']} Provincial Office",
        "level": "provincial",
        "parent": OFFICES_UNDER,
        "province": province["code"],
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
