"""People and terms offered to somebody who writes: @ and two letters, # and two letters."""

from flask import Blueprint, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cop.accounts.guards import member
from cop.search.queries.mentioning import LEAST_LETTERS, people_named, terms_named
from cop.search.queries.suggesting import Offer
from cop.thai.folding import tidy_line
from cop.web.i18n import language, thai

LONGEST = 60
blueprint = Blueprint("mentions", __name__, url_prefix="/search")


@blueprint.get("/mentions")
def rows() -> ResponseReturnValue:
    """Answer what was typed after a sign with people (@) or terms (#), for a list to pick from."""
    text = tidy_line(request.args.get("text", ""))[:LONGEST]
    sign = request.args.get("sign", "")
    if len(text) < LEAST_LETTERS or sign not in {"@", "#"}:
        return jsonify(rows=[])
    is_person = sign == "@"
    found = (people_named if is_person else terms_named)(member(), text)
    if not found:
        return jsonify(rows=[])
    return jsonify(
        rows=[_row(one) for one in found],
        label=gettext("บุคลากร") if is_person else gettext("คำในหมวดหมู่"),
        status=ngettext(
            "มี %(num)s รายการ ใช้ลูกศรเลือก แล้วกด Enter",
            "มี %(num)s รายการ ใช้ลูกศรเลือก แล้วกด Enter",
            len(found),
        ),
    )


def _row(one: Offer) -> dict[str, str]:
    name = one.name_en if language() == "en" and one.name_en else one.name_th
    row = {"title": name, "url": _address(one), "detail": one.detail or _kind(one.kind)}
    if thai(name, row["detail"]):
        row["lang"] = "th"
    return row


def _address(one: Offer) -> str:
    if one.kind == "member":
        return url_for("accounts.show_member", member_id=int(one.key))
    if one.kind == "tag":
        return url_for("search.results", q=one.key)
    if one.kind == "process":
        return url_for("lessons.index", process=one.key)
    return url_for("search.results", topic=one.key if one.kind == "topic" else None,
                   principle=one.key if one.kind == "principle" else None)  # fmt: skip


def _kind(kind: str) -> str:
    words = {
        "topic": gettext("หมวดความรู้"),
        "principle": gettext("หลักการพัฒนางาน"),
        "process": gettext("กระบวนงาน"),
        "tag": gettext("คำสำคัญ"),
    }
    return words.get(kind, "")
