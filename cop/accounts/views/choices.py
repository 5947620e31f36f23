"""What the forms of accounts offer to choose from."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from cop.accounts import queries
from cop.db import db
from cop.web.i18n import language
from cop.web.roles import ROLE_WORDS, SCOPE_WORDS

LEVEL_WORDS: dict[str, LazyString] = {
    "central": _("ส่วนกลาง"),
    "provincial": _("ส่วนภูมิภาค"),
    "local": _("ส่วนท้องถิ่น"),
}


def in_language(thai: str, english: str) -> str:
    """Return the name in the reader's language, Thai where there is no other."""
    return english if english and language() == "en" else thai


def province_choices() -> list[tuple[str, str]]:
    """Return all provinces, none first."""
    rows = db.session.execute(queries.provinces())
    return [("", gettext("ไม่ระบุ")), *((r.code, in_language(r.name_th, r.name_en)) for r in rows)]


def agency_choices(kept: int | None = None) -> list[tuple[str, str]]:
    """Return the agencies in use, none first; the one chosen already is always there."""
    rows = queries.agency_choices(kept)
    return [("", gettext("ไม่ระบุ")), *((str(r.id), in_language(r.name_th, r.name_en)) for r in rows)]


def agency_name(agency_id: int | None) -> str:
    """Return the agency's name, empty when there is none."""
    found = queries.agency(agency_id) if agency_id else None
    return in_language(found.name_th, found.name_en) if found else ""


def role_choices() -> list[tuple[str, str]]:
    """Return the roles that can be given."""
    return [(role, str(words)) for role, words in ROLE_WORDS.items()]


def scope_choices() -> dict[str, list[tuple[str, str]]]:
    """Return all that a role can be held over, in groups; a value is kind and id."""
    groups = {str(SCOPE_WORDS["body"]): [("body:0", str(SCOPE_WORDS["body"]))]}
    for kind in queries.SCOPES:
        found = queries.scope_names(kind)
        rows = [(f"{kind}:{one}", in_language(*names)) for one, names in found.items()]
        if rows:
            groups[str(SCOPE_WORDS[kind])] = rows
    return groups


def scope_of(grant: queries.AnyRow, scopes: dict[str, list[tuple[str, str]]]) -> str:
    """Return in words what a role is held over."""
    wanted = f"{grant.scope_kind}:{grant.scope_id}"
    for rows in scopes.values():
        for value, text in rows:
            if value == wanted:
                return text
    return f"{SCOPE_WORDS[grant.scope_kind]} {grant.scope_id}"


def roles_in_words(grants: Sequence[queries.AnyRow]) -> dict[int, list[str]]:
    """Return the roles of each member, with the kind of scope where it is not the whole body."""
    roles: dict[int, list[str]] = {}
    for grant in grants:
        text = str(ROLE_WORDS[grant.role]) if grant.role in ROLE_WORDS else grant.role
        if grant.scope_kind != "body":
            text = gettext(
                "%(role)s เฉพาะ%(scope)s", role=text, scope=SCOPE_WORDS[grant.scope_kind]
            )
        held = roles.setdefault(grant.member_id, [])
        if text not in held:
            held.append(text)
    return roles
