"""Who may do what to accounts, grants and agencies."""

from cop.core.actor import Actor
from cop.core.verdict import ALLOW, Verdict, allow_if


def may_administer(by: Actor) -> Verdict:
    """Administrators of the whole body, and the system itself."""
    return allow_if(by.is_system or by.has("admin"), "admins_only")


may_create_member = may_administer
may_change_member = may_administer
may_disable = may_administer
may_load_reference = may_administer
may_sweep_attempts = may_administer
may_enable = may_administer
may_create_agency = may_administer
may_change_agency = may_administer


def may_see(_by: Actor) -> Verdict:
    """Anyone with a live sign-in is seen."""
    return ALLOW


def may_sign_in(_by: Actor) -> Verdict:
    """Anyone may try to sign in; the password decides."""
    return ALLOW


may_begin_sign_in = may_sign_in
may_prove = may_sign_in
may_excuse_tries = may_sign_in


def may_end_other_sign_ins(by: Actor) -> Verdict:
    """Whoever is signed in ends the own other sign-ins."""
    return allow_if(by.is_member, "sign_in_first")


def may_end_sign_in(by: Actor, owner_id: int) -> Verdict:
    """Let a person end own sign-ins, an administrator anybody's."""
    return allow_if(by.id == owner_id or by.is_system or by.has("admin"), "admins_only")


def may_change_profile(by: Actor, member_id: int) -> Verdict:
    """Let a person change the own profile."""
    return allow_if(by.id == member_id, "not_allowed")


may_change_password = may_change_profile
may_choose_language = may_change_profile


def may_set_password(by: Actor, member_id: int) -> Verdict:
    """Administrators set a forgotten password; the own one is changed with the old one."""
    if by.is_system:
        return ALLOW
    return allow_if(by.has("admin") and by.id != member_id, "admins_only")


def may_give(by: Actor, member_id: int) -> Verdict:
    """Administrators give roles to others; nobody raises the own role."""
    if by.is_system:
        return ALLOW
    if by.id == member_id:
        return Verdict("own_grant")
    return allow_if(by.has("admin"), "admins_only")


may_revoke = may_give


def may_read_journal(by: Actor) -> Verdict:
    """Administrators and auditors read the journal."""
    return allow_if(by.has("admin") or by.has("auditor"), "admins_only")
