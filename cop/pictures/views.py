"""Pictures are sent while one writes, and shown to whoever may read their text."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from cop.accounts.guards import member, public, to_sign_in
from cop.core.clock import now
from cop.core.errors import Invalid, Missing
from cop.db import transaction
from cop.pictures import policies, queries, services
from cop.pictures.forms import picture_typed, sent_picture
from cop.web.errors import problem
from cop.web.sending import send_kept

blueprint = Blueprint("pictures", __name__)
blueprint.add_app_template_global(picture_typed)
SIDE = "int(max=99999)"


@blueprint.post("/pictures")
def send() -> ResponseReturnValue:
    """Keep a picture for the text that is being written; say what to call it there."""
    actor = member()
    policies.may_keep(actor).require()
    try:
        sent = sent_picture("file")
        with transaction():
            picture = services.keep(sent, by=actor, at=now())
    except Invalid as error:
        code = next(iter(error.problems.values()))
        return problem(413 if code == "file_too_large" else 422, code, **error.details)
    return jsonify(address=picture.address, width=picture.width, height=picture.height), 201


@blueprint.get(f"/pictures/<string(length=16):key>-<{SIDE}:width>x<{SIDE}:height>")
@public
def show(key: str, width: int, height: int) -> ResponseReturnValue:
    """Send a picture; whether its text may be read is asked each time."""
    actor = member()
    picture = queries.shown(actor, key)
    if picture is None or (picture.width, picture.height) != (width, height):
        if actor.is_member:
            raise Missing
        return to_sign_in()
    return send_kept(picture.digest, picture.content_type, attach=False)
