"""Who may do what to accounts, terms and communities: for each address a form that works."""

from collections.abc import Callable
from typing import Any

from tests.make.accounts import PASSWORD
from tests.web.matrix.table import ADMINS, FOUNDING, HIDDEN
from tests.web.matrix.world import IN_CLOSED, IN_UNIT, World
from tests.web.matrix.writing import LEADING, MODERATORS, Form, Write, changed, from_ids

NAMES = {"given_name": "ชื่อใหม่", "family_name": "นามสกุลใหม่", "position": "ตำแหน่งใหม่"}
CHARTER = {"name": "ชื่อชุมชนใหม่", "purpose": "จุดมุ่งหมายใหม่", "kind": "members"}
AGENCY = {"name_th": "หน่วยงานใหม่", "level": "central", "is_active": "y"}
AGENCY_FIELDS = frozenset({"name_en", "abbr", "parent", "province", "replaced_by"})


def _inside(name: str, member: str) -> Callable[[World], Form]:
    return lambda world: {**world.things[name].values, "member_id": world.people[member].id}


def _admin(**given: Any) -> Write:
    return Write(**{"by": "admin", "may": ADMINS, "refusal": HIDDEN, **given})


def _own_search(**given: Any) -> Write:
    own = {"may": frozenset({"staff"}), "by": "staff", "refusal": HIDDEN}
    return Write(**{"values": from_ids(number="followed"), **own, **given})


ACCOUNTS: dict[str, Write] = {
    "accounts.profile": Write(
        form={**NAMES, "language": "th", "text_size": "1", "version": "1"},
        by="staff",
        takes=frozenset({"title", "province"}),
    ),
    "accounts.password": Write(
        form={
            "old_password": PASSWORD,
            "new_password": "สะพานไม้ข้ามคลอง 77",
            "new_password_again": "สะพานไม้ข้ามคลอง 77",
        },
        by="staff",
    ),
    "accounts.end_sign_in": Write(
        values=from_ids(sign_in_id="sign_in"), may=frozenset({"staff"}), by="staff", refusal=HIDDEN
    ),
    "accounts.end_other_sign_ins": Write(by="staff"),
    "admin.disable": _admin(values=from_ids(member_id="member")),
    "admin.enable": _admin(values=from_ids(member_id="disabled")),
    "admin.edit_member": _admin(
        values=from_ids(member_id="member"),
        form={**NAMES, "email": "new@matrix.example", "version": "1"},
        takes=frozenset({"title", "province", "agency"}),
    ),
    "admin.new_member": _admin(
        form={**NAMES, "email": "more@matrix.example", "password": PASSWORD, "role": "staff"},
        takes=frozenset({"title", "province", "agency"}),
    ),
    "admin.set_password": _admin(
        values=from_ids(member_id="member"), form={"password": "ท่าเรือเก่าริมคลอง 88"}
    ),
    "admin.give": _admin(
        values=from_ids(member_id="member"), form={"role": "auditor", "scope": "body:0"}
    ),
    "admin.revoke": _admin(values=from_ids(member_id="member", grant_id="grant")),
    "admin.new_agency": _admin(form={**AGENCY, "code": "new-1"}, takes=AGENCY_FIELDS),
    "admin.edit_agency": _admin(
        values=from_ids(agency_id="agency"), form={**AGENCY, "version": "1"}, takes=AGENCY_FIELDS
    ),
    "terms.edit": _admin(
        values=from_ids(term_id="term"),
        form={"label_th": "คำใหม่", "place": "3", "version": "1"},
        takes=frozenset({"label_en", "scope_note"}),
    ),
    "terms.retire": _admin(values=from_ids(term_id="term"), takes=frozenset({"replaced_by"})),
    "terms.revive": _admin(values=from_ids(term_id="retired")),
    "terms.scheme": _admin(
        values={"scheme": "topic"},
        form={"code": "ZZ9", "label_th": "คำใหม่"},
        takes=frozenset({"label_en"}),
    ),
    "terms.synonyms": _admin(
        form={"short": "กขค", "full": "กอ ขอ คอ"}, takes=frozenset({"both_ways"})
    ),
    "terms.remove_synonym": _admin(values=from_ids(synonym_id="synonym")),
    "words.index": _admin(form={"words": "ซอฟต์พาวเวอร์"}),
    "words.remove": _admin(values=from_ids(number="word")),
}
SEARCHES: dict[str, Write] = {
    "following.click": Write(form={"q": "คำที่ค้นไว้", "rank": "2"}, by="staff", ok=204),
    "following.follow": Write(form={"state": "q=new"}, by="staff"),
    "following.rename": _own_search(form={"name": "ชื่อใหม่"}),
    "following.remove": _own_search(),
    "following.restore": Write(
        values=from_ids(number="left_search"),
        may=frozenset({"staff"}),
        by="staff",
        refusal=HIDDEN,
    ),
    "queries.dismiss": Write(
        form={"question": "คำที่ค้นไว้", "show": "nothing", "days": "30"},
        may=MODERATORS,
        refusal=HIDDEN,
    ),
    "queries.recall": Write(
        form={"question": "คำที่นำออก", "show": "nothing", "days": "30"},
        may=MODERATORS,
        refusal=HIDDEN,
    ),
}
NOTICES: dict[str, Write] = {
    "notices.read_all": Write(by="outsider", takes=frozenset({"newest"})),
}
COMMUNITIES: dict[str, Write] = {
    "communities.create": Write(
        form={**CHARTER, "slug": "new-place"}, may=FOUNDING, takes=frozenset({"agency"})
    ),
    "communities.change": Write(
        "closed_community",
        changed("closed_community", CHARTER),
        LEADING,
        "facilitator",
        takes=frozenset({"agency"}),
    ),
    "communities.add": Write(
        "closed_community", {"email": "outsider@matrix.example"}, LEADING, "facilitator"
    ),
    "communities.remove": Write(
        "closed_community", may=LEADING, values=_inside("closed_community", "staff")
    ),
    "communities.name_facilitator": Write(
        "closed_community", may=LEADING, values=_inside("closed_community", "staff")
    ),
    "communities.release_facilitator": Write(
        "closed_community",
        may=LEADING,
        values=lambda world: {"member_id": world.ids["second_lead"]},
    ),
    "communities.join": Write("unit_community", may=IN_UNIT - MODERATORS, by="staff"),
    "communities.leave": Write("closed_community", may=IN_CLOSED - MODERATORS, by="staff"),
}
