"""Who may change the controlled terms."""

from cop.core.actor import Actor
from cop.core.verdict import Verdict, allow_if


def may_keep_terms(by: Actor) -> Verdict:
    """Administrators of the whole body, and the system itself."""
    return allow_if(by.is_system or by.has("admin"), "admins_only")


may_create_term = may_keep_terms
may_change_term = may_keep_terms
may_retire = may_keep_terms
may_revive = may_keep_terms
may_add_synonym = may_keep_terms
may_remove_synonym = may_keep_terms
may_load_reference = may_keep_terms
