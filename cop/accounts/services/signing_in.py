"""Signing in and out. Sign-ins are rows, so that they can be listed and ended.

A sign-in takes three steps, so that the slow password hash is computed outside the transaction:
`begin_sign_in` counts the try (or names the wait), `prove` compares, `sign_in` opens or fails.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update

from cop.accounts import queries
from cop.accounts.models import Member, SignIn, SignInAttempt
from cop.accounts.policies import (
    may_begin_sign_in,
    may_end_other_sign_ins,
    may_end_sign_in,
    may_excuse_tries,
    may_prove,
    may_see,
    may_sign_in,
    may_sweep_attempts,
)
from cop.accounts.services._sign_ins import (
    WINDOW,
    Browser,
    account_hash,
    end_all,
    forget_tries,
    open_row,
    origin_of,
    seconds_to_wait,
)
from cop.core import passwords
from cop.core.actor import SYSTEM, VISITOR, Actor
from cop.core.errors import Missing
from cop.db import db
from cop.journal import What, record


@dataclass(frozen=True, slots=True)
class Proof:
    """What comparing a name and a password gave: whose they are, if they are right.

    `renewed` is a hash of present settings when the kept one was older.
    """

    email: str
    member_id: int | None = None
    is_right: bool = False
    renewed: str | None = None


def begin_sign_in(email: str, browser: Browser, *, at: datetime, braked: bool = True) -> int:
    """Count a try that is about to be made and return 0, or return the seconds to wait instead.

    After five failures on an account within 15 minutes each further one doubles a wait from 1 s
    to at most 15 min; 30 failures from one address within 15 minutes stop that address. A try is
    counted before it is made, so that many at once are no way round.
    """
    may_begin_sign_in(VISITOR).require()
    account, origin = account_hash(email), origin_of(browser.address)
    if braked and (wait := seconds_to_wait(account, origin, at)):
        return wait
    db.session.add(SignInAttempt(account_hash=account, address=origin, at=at))
    return 0


def prove(email: str, password: str) -> Proof:
    """Compare a password with the kept one; an unknown name takes as long. Changes nothing."""
    may_prove(VISITOR).require()
    found = queries.password_of(email)
    if found is None:
        passwords.waste_time(password)
        return Proof(email)
    is_right, renewed = passwords.verify(password, found.password_hash)
    return Proof(email, found.id, is_right and found.is_active, renewed)


def sign_in(proof: Proof, browser: Browser, *, at: datetime) -> str | None:
    """Open a sign-in for a proven name and return its secret; note a failure and return None."""
    may_sign_in(VISITOR).require()
    found = db.session.get(Member, proof.member_id) if proof.member_id else None
    if found is None or not proof.is_right or not found.is_active:
        record(What.SIGN_IN_FAILED, "member", found.id if found else 0, by=VISITOR, at=at)
        return None
    if proof.renewed:
        found.password_hash = proof.renewed
    forget_tries(proof.email)
    token, row = open_row(found.id, browser, at)
    record(What.SIGNED_IN, "member", found.id, by=Actor(id=found.id), at=at, sign_in=row.id)
    return token


def excuse_tries(proof: Proof) -> None:
    """Forget the failed tries on a name that has been proven after all."""
    may_excuse_tries(VISITOR).require()
    if proof.is_right:
        forget_tries(proof.email)


def see(sign_in_id: int, *, at: datetime) -> None:
    """Note that a sign-in is in use."""
    may_see(SYSTEM).require()
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=at))


def end_sign_in(sign_in_id: int, *, by: Actor, at: datetime) -> None:
    """End a sign-in; its cookie is worth nothing from now on. Raises Missing, Refused."""
    row = db.session.get(SignIn, sign_in_id)
    if row is None:
        raise Missing
    may_end_sign_in(by, row.member_id).require()
    if row.ended_at is None:
        row.ended_at = at
        what = What.SIGNED_OUT if by.sign_in_id == row.id else What.SIGN_IN_ENDED
        record(what, "member", row.member_id, by=by, at=at, sign_in=row.id)


def end_other_sign_ins(*, by: Actor, at: datetime) -> int:
    """End all one's own sign-ins but the present one; return how many were ended."""
    may_end_other_sign_ins(by).require()
    ended = end_all(by.id or 0, at=at, but=by.sign_in_id)
    for one in ended:
        record(What.SIGN_IN_ENDED, "member", by.id or 0, by=by, at=at, sign_in=one)
    return len(ended)


def sweep_attempts(*, by: Actor, at: datetime) -> None:
    """Forget failed tries that no longer count."""
    may_sweep_attempts(by).require()
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < at - WINDOW))
