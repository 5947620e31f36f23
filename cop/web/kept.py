"""Text that was being sent when the sign-in had ended: it is carried through sign-in.

Nothing is stored: the fields travel as hidden fields of the sign-in page and of the page after
it, where the writer sees the text again and presses the button. Only forms from this very site
are kept; another site's form is not.
"""

import json
from urllib.parse import urlsplit

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from cop.web.messages import message

MAX_CHARACTERS = 200_000
FIELD = "kept_text"
SIGN_IN = "accounts.sign_in"
_NOT_KEPT = {"csrf_token", FIELD}
_SECRET = {"password", "old_password", "new_password", "new_password_again"}
_SILENT = {"form_key", "version", "next", "tab", "taken", "turn"}
_LABELS = {
    "title": _("หัวข้อ"),
    "title_th": _("ชื่อเรื่อง"),
    "name": _("ชื่อ"),
    "body": _("ข้อความ"),
    "what_happened": _("เกิดอะไรขึ้น"),
    "lesson": _("บทเรียน"),
    "summary": _("สรุป"),
    "background": _("ความเป็นมา"),
    "cause": _("สาเหตุ"),
    "recommendation": _("ข้อเสนอแนะ"),
    "applies_when": _("ใช้ได้เมื่อใด"),
    "tags": _("คำสำคัญ"),
    "purpose": _("วัตถุประสงค์"),
    "theme": _("หัวข้อหลัก"),
    "note": _("หมายเหตุ"),
    "given_name": _("ชื่อ"),
    "family_name": _("นามสกุล"),
    "position": _("ตำแหน่ง"),
}


def keep_text() -> ResponseReturnValue:
    """Return the sign-in page (401) that carries the fields of the form just sent."""
    pairs = _sent()
    packed = json.dumps({"path": request.path, "pairs": pairs}, ensure_ascii=False)
    text = packed if pairs and len(packed) <= MAX_CHARACTERS else ""
    code = "sign_in_ended" if text else "sign_in_first"
    return _sign_in_page(message(code), text, ""), 401


def show_kept() -> ResponseReturnValue | None:
    """Return the page (400) on which the fields just sent may be sent again, if they are ours."""
    if request.endpoint == SIGN_IN:
        kept, next_ = request.form.get(FIELD, ""), request.form.get("next", "")
        return _sign_in_page(message("form_too_old"), kept if _from_here() else "", next_), 400
    pairs = _sent()
    if not pairs:
        return None
    return kept_page(request.path, pairs), 400


def kept_page(path: str, pairs: list[tuple[str, str]]) -> str:
    """Return the page that shows a kept form in full, with a button that sends it."""
    shown = [(_label(name), value) for name, value in pairs if _is_words(name, value)]
    return render_template("accounts/kept.html", path=path, pairs=pairs, shown=shown)


def unpack(text: str) -> tuple[str, list[tuple[str, str]]] | None:
    """Return the address and the fields of a kept form, or None when there are none."""
    if not text or len(text) > MAX_CHARACTERS:
        return None
    try:
        kept = json.loads(text)
        path = str(kept["path"])
        pairs = [(str(name), str(value)) for name, value in kept["pairs"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return (path, pairs) if is_local(path) else None


def is_local(address: str) -> bool:
    """Tell whether an address is a path of this site, and cannot be read as anything else."""
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        return False
    if any(ord(letter) < 33 or ord(letter) == 127 or letter == "\\" for letter in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def _sign_in_page(problem: str, kept: str, next_: str) -> str:
    return render_template("accounts/login.html", problem=problem, kept=kept, next=next_)


def _label(name: str) -> str:
    return str(_LABELS[name]) if name in _LABELS else gettext("ช่อง %(name)s", name=name)


def _is_words(name: str, value: str) -> bool:
    """Tell what a person wrote from choices and keys, which are sent along unseen."""
    if name in _SILENT or not value.strip():
        return False
    return name in _LABELS or not value.isascii() or any(letter.isspace() for letter in value)


def _sent() -> list[tuple[str, str]]:
    if not _from_here() or not _SECRET.isdisjoint(request.form):
        return []
    return [
        (name, value) for name, value in request.form.items(multi=True) if name not in _NOT_KEPT
    ]


def _from_here() -> bool:
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin")
    base = str(current_app.config["BASE_URL"]) or request.host_url
    return origin is not None and origin.rstrip("/") == base.rstrip("/")
