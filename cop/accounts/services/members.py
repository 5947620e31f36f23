"""Members: made, changed, disabled; own profile."""

import re
from datetime import datetime

from cop.accounts import queries
from cop.accounts.models import Member
from cop.accounts.policies import (
    may_change_member,
    may_change_profile,
    may_choose_language,
    may_create_member,
    may_disable,
    may_enable,
)
from cop.accounts.services._admins import require_other_admin
from cop.accounts.services._sign_ins import end_all
from cop.core import passwords
from cop.core.actor import Actor
from cop.core.errors import Invalid, Refused
from cop.db import db, expect_version
from cop.journal import What, record
from cop.thai.collation import thai_key

# The unit decides what may be read (visibility "unit"), so nobody chooses the own one.
OWN_FACTS = {
    "title",
    "given_name",
    "family_name",
    "position",
    "province_code",
    "language",
    "text_size",
}
FACTS = OWN_FACTS | {"agency_id", "is_sample"}
LANGUAGES = ("th", "en")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


def create_member(email: str, password: str, *, by: Actor, at: datetime, **facts: object) -> Member:
    """Add a member. Raises Invalid for a bad or taken address and a weak password."""
    may_create_member(by).require()
    address = _address(email)
    own = [address, str(facts.get("given_name", "")), str(facts.get("family_name", ""))]
    if not facts.get("is_sample") and (code := passwords.weakness(password, own)):
        raise Invalid({"password": code}, {"least": passwords.LEAST, "most": passwords.MOST})
    member = Member(
        email=address, password_hash=passwords.hash_password(password), created_at=at, sort_key=""
    )
    _take(member, facts, FACTS)
    db.session.add(member)
    db.session.flush()
    record(What.MEMBER_CREATED, "member", member.id, by=by, at=at)
    return member


def change_member(
    member: Member, *, version: int | None, by: Actor, at: datetime, **facts: object
) -> None:
    """Change somebody's facts, `email` too, as an administrator. Raises Stale, Invalid."""
    may_change_member(by).require()
    expect_version(member, version)
    changed = _take(member, facts, FACTS)
    email = facts.get("email")
    if isinstance(email, str) and email.strip().casefold() != member.email:
        member.email = _address(email)
        changed.append("email")
    _note(member, changed, by, at)


def change_profile(
    member: Member, *, version: int | None, by: Actor, at: datetime, **facts: object
) -> None:
    """Change one's own profile; the agency stays as an administrator set it. Raises Stale."""
    may_change_profile(by, member.id).require()
    expect_version(member, version)
    _note(member, _take(member, facts, OWN_FACTS), by, at)


def choose_language(member: Member, language: str, *, by: Actor, at: datetime) -> None:
    """Keep the reader's language in the profile. Raises Invalid for an unknown one."""
    may_choose_language(by, member.id).require()
    if language not in LANGUAGES:
        raise Invalid({"language": "not_a_choice"})
    _note(member, _take(member, {"language": language}, OWN_FACTS), by, at)


def disable(member: Member, *, by: Actor, at: datetime) -> None:
    """Shut an account; its sign-ins end. Raises Refused for the own and the last admin's one."""
    may_disable(by).require()
    if member.id == by.id:
        raise Refused("own_account")
    if not member.is_active:
        return
    require_other_admin(member.id)
    member.is_active = False
    end_all(member.id, at=at)
    record(What.MEMBER_DISABLED, "member", member.id, by=by, at=at)


def enable(member: Member, *, by: Actor, at: datetime) -> None:
    """Open a shut account again."""
    may_enable(by).require()
    if member.is_active:
        return
    member.is_active = True
    record(What.MEMBER_ENABLED, "member", member.id, by=by, at=at)


def _address(email: str) -> str:
    address = email.strip().casefold()
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        raise Invalid({"email": "not_an_email"})
    if queries.by_email(address) is not None:
        raise Invalid({"email": "taken"})
    return address


def _take(member: Member, facts: dict[str, object], allowed: set[str]) -> list[str]:
    changed = [
        name
        for name in sorted(allowed & facts.keys())
        if getattr(member, name, None) != facts[name]
    ]
    for name in changed:
        setattr(member, name, facts[name])
    member.sort_key = thai_key(f"{member.given_name or ''} {member.family_name or ''}")[:600]
    return changed


def _note(member: Member, changed: list[str], by: Actor, at: datetime) -> None:
    if changed:
        record(What.MEMBER_CHANGED, "member", member.id, by=by, at=at, fields=" ".join(changed))
