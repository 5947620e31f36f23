"""Chapters and transcripts of recordings."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cop.accounts.guards import member, public
from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Invalid, Missing
from cop.db import transaction
from cop.sessions import policies, queries, services
from cop.sessions.forms import ChapterForm, TranscriptForm
from cop.sessions.forms.captions import MOST_BYTES, read_cues
from cop.sessions.queries import RecordingView
from cop.sessions.services import CueFacts
from cop.sessions.views.blueprint import CHAPTER, RECORDING, hidden, of_recordings, recording_or_404
from cop.sessions.views.uploads import MEGABYTE, sent, status_of
from cop.web.forms import invalid
from cop.web.once import create_once


@of_recordings.route(f"{RECORDING}/chapters/new", methods=["GET", "POST"])
def new_chapter(recording_id: int) -> ResponseReturnValue:
    """Show the chapters with a form for one more, and take it."""
    found, actor = recording_or_404(recording_id)
    policies.may_add_chapter(actor, found.exchange).require()
    form = ChapterForm()
    if form.validate_on_submit():
        try:
            return create_once(lambda: _add_chapter(found, form, actor))
        except Invalid as error:
            invalid(form, error)
    page = render_template(
        "sessions/chapters.html",
        section="sessions",
        page=found,
        form=form,
        chapters=queries.chapters(recording_id),
    )
    return page, 422 if form.errors else 200


@of_recordings.post(f"{RECORDING}/chapters/{CHAPTER}/remove")
def remove_chapter(recording_id: int, chapter_id: int) -> ResponseReturnValue:
    """Take the name of a part away."""
    found, actor = recording_or_404(recording_id)
    chapter = queries.chapter(recording_id, chapter_id)
    if chapter is None:
        raise Missing
    with transaction():
        services.remove_chapter(chapter, found.exchange, by=actor, at=now())
    flash(gettext("นำช่วงออกแล้ว"), "ok")
    return redirect(url_for("recordings.new_chapter", recording_id=recording_id), 303)


@of_recordings.route(f"{RECORDING}/transcripts/new", methods=["GET", "POST"])
def new_transcript(recording_id: int) -> ResponseReturnValue:
    """Show the form of a transcript and take its file."""
    found, actor = recording_or_404(recording_id)
    policies.may_add_transcript(actor, found.exchange).require()
    form, status = TranscriptForm(), 422
    if form.validate_on_submit():
        try:
            cues = _cues(form)
            return create_once(lambda: _add_transcript(found, form, cues, actor))
        except Invalid as error:
            invalid(form, error)
            status = status_of(error)
    page = render_template(
        "sessions/transcript.html",
        section="sessions",
        page=found,
        form=form,
        transcripts=queries.transcripts(recording_id),
    )
    return page, status if form.errors else 200


@of_recordings.get(f"{RECORDING}/captions/<string(maxlength=8):language>.vtt")
@public
def captions(recording_id: int, language: str) -> ResponseReturnValue:
    """Send a transcript as WebVTT."""
    actor = member()
    found = queries.recording(actor, recording_id)
    if found is None:
        if actor.is_member:
            raise Missing
        return hidden()
    texts = {one.language: one for one in queries.transcripts(recording_id)}
    if language not in texts:
        raise Missing
    lines = ["WEBVTT", ""]
    for cue in queries.cues(texts[language].id):
        lines += [f"{_stamp(cue.start_seconds)} --> {_stamp(cue.end_seconds)}", _said(cue.text), ""]
    return Response("\n".join(lines), mimetype="text/vtt")


def _cues(form: TranscriptForm) -> list[CueFacts]:
    storage = sent(form.file.data)
    if storage is None:
        raise Invalid({"file": "file_missing"})
    data = storage.stream.read(MOST_BYTES + 1)
    if not data:
        raise Invalid({"file": "file_empty"})
    if len(data) > MOST_BYTES:
        raise Invalid({"file": "file_too_large"}, {"most": MOST_BYTES // MEGABYTE})
    return read_cues(data)


def _add_transcript(
    found: RecordingView, form: TranscriptForm, cues: list[CueFacts], actor: Actor
) -> str:
    services.add_transcript(
        found.recording,
        found.exchange,
        cues,
        language=form.language.data,
        source=form.source.data,
        by=actor,
        at=now(),
    )
    number = len(cues)
    flash(ngettext("เพิ่มคำบรรยาย %(num)s ท่อนแล้ว", "เพิ่มคำบรรยาย %(num)s ท่อนแล้ว", number), "ok")
    return url_for("recordings.show", recording_id=found.recording.id)


def _add_chapter(found: RecordingView, form: ChapterForm, actor: Actor) -> str:
    chapter = services.add_chapter(
        found.recording,
        found.exchange,
        form.start.data,
        form.title.data or "",
        by=actor,
        at=now(),
    )
    chapters = url_for("recordings.new_chapter", recording_id=found.recording.id)
    return f"{chapters}#chapter-{chapter.id}"


def _stamp(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"


def _said(text: str) -> str:
    """Return a cue's text with what WebVTT would take for marks escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
