"""Members, agencies and provinces for tests."""

import itertools
from typing import Any

from sqlalchemy import inspect

from cop.accounts import services
from cop.accounts.models import Agency, Member
from cop.accounts.services import Browser as Where
from cop.core import passwords
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from tests.browser_without_scripts import Browser

PASSWORD = "ถนนสายเก่าริมน้ำ 41"
_HASH = passwords.hash_password(PASSWORD)
_count = itertools.count(1)
HERE = Where("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0", "127.0.0.1")


def make_member(email: str = "", role: str | None = "staff", **over: Any) -> Member:
    """Add a member with the password PASSWORD and a role over `scope` (the whole body)."""
    number = next(_count)
    scope = over.pop("scope", ("body", 0))
    facts = {"given_name": f"สมชาย{number}", "family_name": "ใจดี", **over}
    with transaction():
        member = Member(
            email=email or f"member{number}@example.go.th",
            password_hash=_HASH,
            created_at=now(),
            sort_key=f"สมชาย{number:05}",
            **facts,
        )
        db.session.add(member)
        db.session.flush()
        if role:
            services.give(member, role, scope=scope, by=SYSTEM, at=now())
    return member


def make_agency(name_th: str = "", **over: Any) -> Agency:
    """Add an agency."""
    number = next(_count)
    with transaction():
        return services.create_agency(
            over.pop("code", f"unit-{number}"),
            name_th or f"กองทดสอบที่ {number}",
            by=SYSTEM,
            at=now(),
            **over,
        )


def load_reference() -> None:
    """Load provinces and agencies, as `cop init` does."""
    with transaction():
        services.load_reference(by=SYSTEM, at=now())


def stored(record: Any) -> Any:
    """Return the record as the database has it now."""
    number = inspect(record).identity
    db.session.remove()
    return db.session.get_one(type(record), number)


def cookie_of(client: Browser) -> str:
    """Return the secret that a signed-in browser holds."""
    with client.client.session_transaction() as session:
        return session["_user_id"]


def is_dead(client: Browser, token: str) -> bool:
    """Tell whether this secret opens nothing any more."""
    with client.client.session_transaction() as session:
        session["_user_id"] = token
    answer = client.get("/account/profile")
    return answer.status_code == 302 and "/login" in answer.headers["Location"]
