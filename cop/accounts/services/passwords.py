"""Passwords: the own one changed with the old one, a forgotten one set by an administrator."""

from datetime import datetime

from cop.accounts import queries
from cop.accounts.models import Member
from cop.accounts.policies import may_change_password, may_set_password
from cop.accounts.services._sign_ins import Browser, end_all, forget_tries, open_row
from cop.accounts.services.signing_in import Proof
from cop.core import passwords
from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.journal import What, record


def change_password(
    member: Member, proof: Proof, new: str, browser: Browser, *, by: Actor, at: datetime
) -> str:
    """Change one's own password and return the secret of a new sign-in; all others end.

    `proof` is what comparing the old password gave (`prove`). Raises Invalid when it was wrong,
    or the new password is weak.
    """
    may_change_password(by, member.id).require()
    if proof.member_id != member.id or not proof.is_right:
        raise Invalid({"old_password": "password_wrong"})
    _replace(member, new, "new_password", by, at)
    token, _row = open_row(member.id, browser, at)
    return token


def set_password(member: Member, new: str, *, by: Actor, at: datetime) -> None:
    """Give a member who forgot it a new password; all sign-ins end. Raises Invalid, Refused."""
    may_set_password(by, member.id).require()
    _replace(member, new, "password", by, at)


def _replace(member: Member, new: str, field: str, by: Actor, at: datetime) -> None:
    owner = queries.actor_by_id(member.id)
    with_rights = owner is not None and (owner.holds("moderator") or owner.holds("admin"))
    own = [member.email, member.given_name, member.family_name]
    code = passwords.weakness(new, own, with_rights=with_rights)
    if code and not member.is_sample:
        least = passwords.LEAST_FOR_RIGHTS if with_rights else passwords.LEAST
        raise Invalid({field: code}, {"least": least, "most": passwords.MOST})
    member.password_hash = passwords.hash_password(new)
    forget_tries(member.email)
    end_all(member.id, at=at)
    record(What.PASSWORD_CHANGED, "member", member.id, by=by, at=at)
