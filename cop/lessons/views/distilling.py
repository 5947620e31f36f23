"""A lesson out of a thread, a session or a moment of a recording, quoted, credited and linked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from cop.accounts.guards import member
from cop.core.actor import Actor
from cop.core.errors import Invalid, Missing
from cop.core.paging import page_number
from cop.lessons import policies, services
from cop.lessons.forms import LessonForm, first_words
from cop.lessons.models import Lesson
from cop.lessons.queries.quoting import Quote, quotes
from cop.lessons.services import End
from cop.lessons.views.blueprint import blueprint
from cop.lessons.views.linking import resolved
from cop.sessions import queries as sessions
from cop.threads import queries as threads
from cop.web.filters import seconds

LONGEST_QUOTE = 500
LONGEST_NOTE = 300
_KINDS = {
    "thread": "distilled_from_thread",
    "session": "derived_from_session",
    "recording": "cued_in_recording",
}


@dataclass(frozen=True, slots=True)
class Source:
    """What a lesson is made of: the thing, its address, and whom the lesson quotes."""

    end: End
    title: str
    address: str
    about: str
    moment: str = ""
    quoted: tuple[Quote, ...] = ()

    @property
    def people(self) -> list[str]:
        """Return the names of those who are quoted, each once."""
        return list(dict.fromkeys(one.name for one in self.quoted))

    @property
    def replies(self) -> list[int]:
        """Return the positions of the chosen replies."""
        return [one.position for one in self.quoted if one.position]


@blueprint.get("/lessons/from-thread/<int(max=2147483647):thread_id>")
def distil(thread_id: int) -> ResponseReturnValue:
    """Show the replies of a thread with a box to tick at each that the lesson is to quote."""
    actor = member()
    policies.may_capture(actor).require()
    found = threads.thread_page(actor, thread_id, page_number(request.args.get("page", "")))
    if found is None:
        raise Missing
    shown = [one for one in found.replies if one.removed_at is None]
    here = {one.position for one in shown}
    picked = _positions(request.args.getlist("reply"))
    return render_template(
        "lessons/distil.html",
        page=found,
        shown=shown,
        picked=picked,
        carried=[one for one in picked if one not in here],
        about=url_for("threads.show", thread_id=thread_id),
    )


def source_of(actor: Actor, said: MultiDict[str, str]) -> Source | None:
    """Return what the address or the form says that the lesson is made of, None for nothing.

    Raises Missing when the actor may not read it.
    """
    about, moment = said.get("about", "").strip(), said.get("t", "").strip()
    if not about:
        return None
    try:
        end = resolved(actor, f"{about}?t={moment}" if moment else about)
    except Invalid as error:
        raise Missing from error
    if end.kind == "thread":
        head = threads.head(actor, end.id)
        if head is None:
            raise Missing
        place = url_for("threads.show", thread_id=end.id, slug=head.slug)
        chosen = quotes(end.id, _positions(said.getlist("reply")))
        return Source(end, head.title, place, about, moment, tuple(chosen))
    if end.kind == "session":
        session = sessions.cards(actor, [end.id])[end.id]
        place = url_for(
            "sessions.show",
            series=session.series,
            fiscal_year=session.fiscal_year,
            number=session.number,
        )
        return Source(end, session.title, place, about, moment)
    if end.kind == "recording":
        card = sessions.recording_cards(actor, [end.id])[end.id]
        place = url_for("recordings.show", recording_id=end.id, t=end.at_seconds or None)
        return Source(end, card.title, place, about, moment)
    raise Missing


def prefill(form: LessonForm, source: Source) -> None:
    """Put what the source says into an empty form: links and quotations, with their writers."""
    link = f"[{_plain(source.title)}]({source.address})"
    if source.end.kind == "thread":
        form.title_th.data = first_words(source.title, 150)
        form.background.data = gettext("สรุปมาจากกระทู้ %(link)s", link=link)
        form.what_happened.data = "\n\n".join(_quoted(one, source) for one in source.quoted)
    elif source.end.kind == "session":
        form.background.data = gettext("ถอดบทเรียนจากกิจกรรม %(link)s", link=link)
    else:
        form.background.data = gettext(
            "เล่าไว้ในบันทึกวิดีโอ %(link)s นาทีที่ %(time)s", link=link, time=seconds(source.end.at_seconds)
        )


def tie(lesson: Lesson, source: Source | None, *, by: Actor, at: datetime) -> None:
    """Tie a new lesson to what it is made of, with those whom it quotes as contributors."""
    if source is None:
        return
    # Readers would learn the name of an author who quotes a reply of the own hand.
    people = [one for one in source.people if not (lesson.hides_author and one == by.name)]
    names = gettext("ผู้ร่วมให้ข้อมูล: %(names)s", names=", ".join(people))
    note = first_words(names, LONGEST_NOTE) if people else ""
    services.add_link(lesson, source.end, _KINDS[source.end.kind], by=by, at=at, note=note)


def _quoted(one: Quote, source: Source) -> str:
    text = first_words(one.body, LONGEST_QUOTE)
    if not one.position:
        return f"> {text}\n>\n> — {_plain(one.name)}"
    label = gettext("ความเห็นที่ %(number)s", number=one.position)
    return f"> {text}\n>\n> — {_plain(one.name)}, [{label}]({source.about}/replies/{one.position})"


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter not in "[]()<>*_`\n")


def _positions(texts: Sequence[str]) -> list[int]:
    found = {int(one) for one in texts if one.isascii() and one.isdigit() and len(one) < 7}
    return sorted(found)
