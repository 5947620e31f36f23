"""Tying a lesson to something by pasting its address or number, and untying it."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Invalid
from cop.lessons import policies, queries, services
from cop.lessons.forms import LinkForm
from cop.lessons.forms.labels import LINK_KINDS
from cop.lessons.services import End
from cop.lessons.views.blueprint import REF, Case, act, blueprint, case
from cop.sessions import queries as sessions
from cop.thai.numerals import to_arabic
from cop.threads import queries as threads
from cop.web.forms import invalid

_NUMBER = re.compile(r"LL-\d{4}-\d{4,6}", re.IGNORECASE | re.ASCII)
_LESSON = re.compile(r"/lessons/(LL-\d{4}-\d{4,6})(?:/.*)?", re.IGNORECASE | re.ASCII)
_THREAD = re.compile(r"/threads/(\d{1,9})(?:/.*)?", re.ASCII)
_RECORDING = re.compile(r"/recordings/(\d{1,9})(?:/.*)?", re.ASCII)
_SESSION = re.compile(r"/sessions/([^/]+)/(\d{4})/(\d{1,5})(?:/.*)?", re.ASCII)
_SECONDS = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)|(\d{1,6})", re.ASCII)
LATEST_SECOND = 200_000


@blueprint.route(f"{REF}/links/new", methods=["GET", "POST"])
def add_link(lesson_ref: str) -> ResponseReturnValue:
    """Show the form for a link and make it."""
    found = case(lesson_ref)
    if not any(policies.may_add_link(found.actor, found.standing, end) for end in _ENDS):
        policies.may_add_link(found.actor, found.standing).require()
    form = LinkForm()
    form.kind.choices = [("", gettext("เลือกให้ตามเรื่องที่วาง")), *LINK_KINDS.items()]
    if request.method == "GET":
        return _page(found, form)
    if form.validate():
        try:
            end = resolved(found.actor, form.address.data or "")
            return act(lambda: _added(found, end, form), gettext("เชื่อมโยงแล้ว"))
        except Invalid as error:
            invalid(form, error)
    return _page(found, form), 422


@blueprint.post(f"{REF}/links/<int(max=2147483647):link_id>/remove")
def remove_link(lesson_ref: str, link_id: int) -> ResponseReturnValue:
    """Untie the lesson from something."""
    found = case(lesson_ref)
    link = queries.link(found.lesson.id, link_id)

    def make() -> str:
        services.remove_link(found.lesson, link, by=found.actor, at=now())
        return found.address

    return act(make, gettext("เลิกเชื่อมโยงแล้ว"))


_ENDS = ("lesson", "thread", "session")


def resolved(actor: Actor, text: str) -> End:
    """Return what an address or a lesson number means. Raises Invalid, also for the unreadable."""
    address = urlsplit(to_arabic(text.strip()))
    path = unquote(address.path).rstrip("/")
    end = _lesson(actor, path) or _thread(actor, path) or _session(actor, path)
    end = end or _recording(actor, path, parse_qs(address.query).get("t", ["0"])[0])
    if end is None:
        raise Invalid({"address": "link_unknown"})
    return end


def _lesson(actor: Actor, path: str) -> End | None:
    bare = _NUMBER.fullmatch(path)
    match = _LESSON.fullmatch(path)
    number = bare.group() if bare else match.group(1) if match else ""
    card = queries.by_number(actor, number) if number else None
    return End("lesson", card.id) if card else None


def _thread(actor: Actor, path: str) -> End | None:
    match = _THREAD.fullmatch(path)
    if match is None or int(match[1]) not in threads.cards(actor, [int(match[1])]):
        return None
    return End("thread", int(match[1]))


def _session(actor: Actor, path: str) -> End | None:
    match = _SESSION.fullmatch(path)
    if match is None:
        return None
    exchange = sessions.by_ref(actor, match[1], int(match[2]), int(match[3]))
    return End("session", exchange.id) if exchange else None


def _recording(actor: Actor, path: str, moment: str) -> End | None:
    match = _RECORDING.fullmatch(path)
    if match is None or int(match[1]) not in sessions.recording_cards(actor, [int(match[1])]):
        return None
    return End("recording", int(match[1]), _seconds(moment))


def _seconds(text: str) -> int:
    """Return the seconds of "2480", "41:20" or "1:02:05"; 0 for anything else."""
    match = _SECONDS.fullmatch(text.strip().removesuffix("s"))
    if match is None:
        return 0
    if match[4]:
        return min(int(match[4]), LATEST_SECOND)
    return min(int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3]), LATEST_SECOND)


def _added(found: Case, end: End, form: LinkForm) -> str:
    services.add_link(
        found.lesson,
        end,
        form.kind.data or "",
        by=found.actor,
        at=now(),
        note=form.note.data or "",
    )
    return f"{found.address}#links"


def _page(found: Case, form: LinkForm) -> str:
    return render_template(
        "lessons/link.html",
        form=form,
        lesson=found.lesson,
        back=url_for("lessons.show", lesson_ref=found.lesson.ref),
    )
