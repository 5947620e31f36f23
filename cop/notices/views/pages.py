"""The page of a person's notices."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts.guards import member
from cop.core.clock import now
from cop.core.paging import page_number
from cop.db import transaction
from cop.notices import queries, services
from cop.notices.views.blueprint import blueprint
from cop.notices.views.wording import address, sentence


@blueprint.get("/notices")
def index() -> ResponseReturnValue:
    """List what the reader has been told, by thing; `?only=unread` leaves out what was read."""
    only_unread = request.args.get("only") == "unread"
    asked = page_number(request.args.get("page"))
    return render_template(
        "notices/index.html",
        listing=queries.listing(member(), asked, only_unread=only_unread),
        only_unread=only_unread,
        sentence=sentence,
        address=address,
    )


@blueprint.post("/notices/read-all")
def read_all() -> ResponseReturnValue:
    """Mark all notices as read that the page had; sent twice, nothing more happens."""
    newest = request.form.get("newest", "")
    known = int(newest) if newest.isascii() and newest.isdigit() and len(newest) < 10 else None
    with transaction():
        services.mark_all_read(by=member(), at=now(), newest=known)
    flash(gettext("ทำเครื่องหมายแล้ว ไม่มีรายการที่ยังไม่อ่าน"))
    return redirect(url_for("notices.index"), 303)
