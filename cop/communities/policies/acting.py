"""Who may do what to a community."""

from cop.communities.policies.visibility import CommunityFacts, watches
from cop.core.actor import Actor
from cop.core.verdict import ALLOW, Verdict, allow_if


def tends(by: Actor, community: CommunityFacts) -> bool:
    """Tell whether the actor facilitates the community or moderates it."""
    return by.is_system or community.id in by.facilitates or watches(by, community.id, None)


def may_create(by: Actor) -> Verdict:
    """Moderators and administrators found communities."""
    return allow_if(
        by.is_system or by.has("moderator") or by.has("admin"), "community_by_moderators"
    )


def may_change(by: Actor, community: CommunityFacts) -> Verdict:
    """Facilitators and the moderators of a community change its name and purpose."""
    return allow_if(tends(by, community), "community_by_facilitators")


def may_change_kind(by: Actor, community: CommunityFacts) -> Verdict:
    """Moderators of the community: who may read all that is in it depends on its kind."""
    return allow_if(by.is_system or watches(by, community.id, None), "moderators_only")


may_add_member = may_change
may_remove_member = may_change
may_name_facilitator = may_change
may_release_facilitator = may_change


def may_note_closed_reading(by: Actor) -> Verdict:
    """Anyone who opens a page leaves the note; that it is due, `reads_by_office` tells."""
    return allow_if(by.is_member, "sign_in_first")


def may_join(by: Actor, community: CommunityFacts) -> Verdict:
    """Anyone joins an open community; a unit's own people join the unit's community."""
    if not by.is_member:
        return Verdict("sign_in_first")
    if community.kind == "open":
        return ALLOW
    if community.kind == "unit" and by.agency_id == community.agency_id:
        return ALLOW
    return Verdict("community_by_invitation")


def may_leave(by: Actor, community: CommunityFacts) -> Verdict:
    """Those who belong to the community leave it."""
    return allow_if(community.id in by.communities, "not_a_member")


def may_post(by: Actor, community: CommunityFacts) -> Verdict:
    """Whoever may read an open community posts in it; a closed one takes its members' posts."""
    if by.is_system:
        return ALLOW
    if not by.is_member:
        return Verdict("sign_in_first")
    if community.kind == "open" or community.id in by.communities:
        return ALLOW
    if community.kind == "unit" and by.agency_id == community.agency_id:
        return ALLOW
    return Verdict("community_members_only")
