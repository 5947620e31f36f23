"""Where accounts change."""

from cop.accounts.services._sign_ins import Browser
from cop.accounts.services.agencies import LEVELS, change_agency, create_agency
from cop.accounts.services.grants import give, revoke
from cop.accounts.services.members import (
    change_member,
    change_profile,
    choose_language,
    create_member,
    disable,
    enable,
)
from cop.accounts.services.passwords import change_password, set_password
from cop.accounts.services.reference import load_reference
from cop.accounts.services.signing_in import (
    Proof,
    begin_sign_in,
    end_other_sign_ins,
    end_sign_in,
    excuse_tries,
    prove,
    see,
    sign_in,
    sweep_attempts,
)

__all__ = [
    "LEVELS",
    "Browser",
    "Proof",
    "begin_sign_in",
    "change_agency",
    "change_member",
    "change_password",
    "change_profile",
    "choose_language",
    "create_agency",
    "create_member",
    "disable",
    "enable",
    "end_other_sign_ins",
    "end_sign_in",
    "excuse_tries",
    "give",
    "load_reference",
    "prove",
    "revoke",
    "see",
    "set_password",
    "sign_in",
    "sweep_attempts",
]
