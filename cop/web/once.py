"""Creates that may be sent twice."""

from collections.abc import Callable

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from cop.core.errors import Refused
from cop.submissions import content_key, once

KEY_FIELD = "form_key"
LONGEST_KEY = 64


def create_once(make: Callable[[], str]) -> ResponseReturnValue:
    """Run `make` in a transaction and send the reader to the address it returns (303).

    A form that was sent before is answered with the address of what it made then.
    """
    actor = getattr(current_user, "actor", None)
    if actor is None or actor.id is None:
        raise Refused("sign_in_first")
    return redirect(once(actor.id, _key(), make), 303)


def _key() -> str:
    given = request.form.get(KEY_FIELD, "")
    if given and len(given) <= LONGEST_KEY:
        return f"form:{given}"
    pairs = [(n, v) for n, v in request.form.items(multi=True) if n != "csrf_token"]
    for name, sent in request.files.items(multi=True):
        pairs.append((name, f"{sent.filename}:{sent.content_length}"))
    return content_key(request.path, pairs)
