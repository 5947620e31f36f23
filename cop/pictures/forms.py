"""A picture on its way in: told by its bytes, cleaned, kept; put into a form without scripts."""

import hashlib
import io
import re
from collections.abc import Sequence

from flask import flash, request
from flask_babel import gettext

from cop import files
from cop.accounts.guards import member
from cop.core.clock import now
from cop.core.errors import Invalid
from cop.core.pictures import KINDS, LONGEST_SIDE, BadPicture, cleaned
from cop.db import transaction
from cop.pictures import services
from cop.pictures.services import Sent
from cop.thai.folding import tidy_line
from cop.web.forms import Form, invalid

MOST_MEGABYTES = 5
LONGEST_ALT = 300
_MOST_BYTES = MOST_MEGABYTES * 1_000_000
_DETAILS = {"kinds": KINDS, "most": MOST_MEGABYTES, "side": f"{LONGEST_SIDE:,}"}


def sent_picture(name: str) -> Sent:
    """Return the picture of a file field, cleaned and kept. Raises Invalid."""
    storage = request.files.get(name)
    if storage is None or not storage.filename:
        raise Invalid({name: "file_missing"})
    data = storage.stream.read(_MOST_BYTES + 1)
    if not data:
        raise Invalid({name: "file_empty"})
    if len(data) > _MOST_BYTES:
        raise Invalid({name: "file_too_large"}, _DETAILS)
    try:
        picture = cleaned(data)
    except BadPicture as problem:
        raise Invalid({name: problem.code}, _DETAILS) from problem
    stored = files.keep(io.BytesIO(picture.data), len(picture.data))
    return Sent(
        digest=stored.digest,
        sent_digest=hashlib.sha256(data).hexdigest(),
        content_type=picture.content_type,
        size_bytes=stored.size_bytes,
        width=picture.width,
        height=picture.height,
    )


def place_picture(form: Form, names: Sequence[str]) -> bool:
    """Put a sent picture at the end of the chosen field, where the form's button asks for that.

    Return whether it asked: the page then shows the form again, with the picture in it or with
    what is wrong. Nothing is saved yet.
    """
    if request.form.get("act") != "picture":
        return False
    chosen = request.form.get("picture_field", "")
    field = form[chosen if chosen in names else names[0]]
    try:
        words = _words()
        with transaction():
            picture = services.keep(sent_picture("picture"), by=member(), at=now())
    except Invalid as error:
        invalid(form, error)
        return True
    before = (field.data or "").rstrip()
    field.data = f"{before}\n\n![{words}]({picture.address})\n".lstrip("\n")
    flash(gettext("วางภาพไว้ท้ายช่อง “%(field)s” แล้ว ยังไม่ได้บันทึก", field=field.label.text), "ok")
    return True


def areas_of(form: Form, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return (name, label) of fields, for the choice of where a picture goes."""
    return tuple((name, str(form[name].label.text)) for name in names)


def picture_typed() -> tuple[str, str] | None:
    """Return the words and the field that were sent with a picture's form, None without one."""
    if request.form.get("act") != "picture":
        return None
    return request.form.get("picture_alt", ""), request.form.get("picture_field", "")


def _words() -> str:
    """Return what stands for the picture, as Markdown. Raises Invalid."""
    words = tidy_line(request.form.get("picture_alt", ""))
    if request.form.get("picture_plain"):
        return ""
    if not words:
        raise Invalid({"picture": "picture_words"})
    if len(words) > LONGEST_ALT:
        raise Invalid({"picture": "too_long"}, {"most": LONGEST_ALT})
    return re.sub(r"([\\\[\]])", r"\\\1", words)
