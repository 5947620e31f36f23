"""The rows behind sign-ins and their brakes; for the services of this folder only."""

import hashlib
import ipaddress
import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from cop.accounts import queries
from cop.accounts.models import RoleGrant, SignIn, SignInAttempt
from cop.db import db

ABSOLUTE = timedelta(days=7)
ABSOLUTE_FOR_ADMINS = timedelta(hours=12)
WINDOW = timedelta(minutes=15)
# Tries that cost nothing: per account, and per address within the window.
FREE_TRIES, ADDRESS_TRIES = 5, 30
LONGEST_WAIT_SECONDS = 900
# One household or office; a host in such a network picks its own address freely.
IPV6_PREFIX = 64


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a sign-in comes from, as the person will see it in the list."""

    user_agent: str
    address: str


def open_row(member_id: int, browser: Browser, at: datetime) -> tuple[str, SignIn]:
    """Add a sign-in; return the secret for the cookie and the row, which holds only its hash."""
    token = secrets.token_urlsafe(32)
    row = SignIn(
        token_hash=queries.token_hash(token),
        member_id=member_id,
        created_at=at,
        last_seen_at=at,
        expires_at=at + (ABSOLUTE_FOR_ADMINS if _is_admin(member_id) else ABSOLUTE),
        user_agent=browser.user_agent[:300],
        address=browser.address[:45],
    )
    db.session.add(row)
    db.session.flush()
    return token, row


def end_all(member_id: int, *, at: datetime, but: int | None = None) -> list[int]:
    """End every sign-in of a member, save the one named; return the ids of those ended."""
    query = update(SignIn).where(SignIn.member_id == member_id, SignIn.ended_at.is_(None))
    if but is not None:
        query = query.where(SignIn.id != but)
    ended = db.session.execute(query.values(ended_at=at).returning(SignIn.id))
    return list(ended.scalars())


def forget_tries(email: str) -> None:
    """Forget the failed tries on an account."""
    own = SignInAttempt.account_hash == account_hash(email)
    db.session.execute(delete(SignInAttempt).where(own))


def seconds_to_wait(account: str, origin: str, at: datetime) -> int:
    """Return how long this account, or this address, must wait before another try; 0 for now."""
    since = at - WINDOW
    own = select(func.count(), func.max(SignInAttempt.at)).where(SignInAttempt.at > since)
    tries, last = db.session.execute(own.where(SignInAttempt.account_hash == account)).one()
    if tries >= FREE_TRIES:
        pause = min(2 ** (tries - FREE_TRIES), LONGEST_WAIT_SECONDS)
        left = (last + timedelta(seconds=pause) - at).total_seconds()
        if left > 0:
            return math.ceil(left)
    there = select(func.count(), func.min(SignInAttempt.at)).where(SignInAttempt.at > since)
    tries, first = db.session.execute(there.where(SignInAttempt.address == origin)).one()
    if tries >= ADDRESS_TRIES:
        return math.ceil((first + WINDOW - at).total_seconds())
    return 0


def account_hash(email: str) -> str:
    """Return what stands for a name that somebody tried; it need not be anybody's."""
    return hashlib.sha256(email.strip().casefold().encode("utf-8", "replace")).hexdigest()


def origin_of(address: str) -> str:
    """Return the address as it is counted: an IPv6 address by its network."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:45]
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False))


def _is_admin(member_id: int) -> bool:
    query = select(RoleGrant.id).where(
        RoleGrant.member_id == member_id, RoleGrant.role == "admin", RoleGrant.revoked_at.is_(None)
    )
    return db.session.scalars(query.limit(1)).first() is not None
