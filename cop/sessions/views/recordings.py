"""Recordings: added, shown with their words, changed, taken away, and their own media sent."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cop.accounts.guards import member, public
from cop.core.actor import Actor
from cop.core.clock import now
from cop.core.errors import Invalid, Missing, Stale
from cop.db import transaction
from cop.lessons import queries as lessons
from cop.sessions import policies, queries, services
from cop.sessions.forms import LANGUAGE_LABELS, SOURCE_LABELS, RecordingForm
from cop.sessions.forms.addresses import origin_of
from cop.sessions.forms.fields import read_seconds
from cop.sessions.models import Recording
from cop.sessions.queries import RecordingView, SessionView
from cop.sessions.services import RecordingFacts
from cop.sessions.views.blueprint import (
    RECORDING,
    REF,
    address_of,
    blueprint,
    hidden,
    note_closed_reading,
    of_recordings,
    recording_or_404,
    sent_version,
    session_or_404,
)
from cop.sessions.views.uploads import keep_recording, sent, status_of
from cop.sessions.views.versions import differences
from cop.web.forms import invalid
from cop.web.headers import allow_source
from cop.web.once import create_once
from cop.web.sending import send_kept

_SUFFIXES = {
    "video/webm": "webm",
    "video/mp4": "mp4",
    "video/ogg": "ogv",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
}


@blueprint.route(f"{REF}/recordings/new", methods=["GET", "POST"])
def new_recording(series: str, fiscal_year: int, number: int) -> ResponseReturnValue:
    """Show the form of a new recording and take it."""
    found, actor = session_or_404(series, fiscal_year, number)
    policies.may_add_recording(actor, found.exchange).require()
    form, status = RecordingForm(), 422
    if form.validate_on_submit():
        try:
            facts = _facts(form, must_point=True)
            return create_once(lambda: _add(found, facts, actor))
        except Invalid as error:
            invalid(form, error)
            status = status_of(error)
    page = render_template("sessions/recording_edit.html", page=found, form=form, recording=None)
    return page, status if form.errors else 200


@of_recordings.get(RECORDING)
@public
def show(recording_id: int) -> ResponseReturnValue:
    """Show a recording with chapters and words; `?t=` is the second at which it begins.

    With `?read=1` the page has the words alone and asks for no media at all.
    """
    actor = member()
    found = queries.recording(actor, recording_id)
    if found is None:
        if actor.is_member:
            raise Missing
        return hidden()
    recording, exchange = found.recording, found.exchange
    note_closed_reading(actor, "recording", recording.id, exchange, found.home)
    texts = queries.transcripts(recording.id)
    wanted = request.args.get("lang", "")
    text = next((one for one in texts if one.language == wanted), texts[0] if texts else None)
    is_reading = request.args.get("read") == "1" and text is not None
    if not is_reading:
        _allow(recording)
    return render_template(
        "sessions/recording.html",
        section="sessions",
        page=found,
        r=recording,
        s=exchange,
        start=read_seconds(request.args.get("t", "")) or 0,
        media=_media(recording),
        origin=current_app.config["EMBED_ORIGIN"],
        chapters=queries.chapters(recording.id),
        transcripts=texts,
        transcript=text,
        cues=queries.cues(text.id) if text else [],
        is_reading=is_reading,
        languages=LANGUAGE_LABELS,
        sources=SOURCE_LABELS,
        linked=lessons.linked_to(actor, "recording", recording.id),
        may_edit=actor.is_member and policies.may_change_recording(actor, exchange),
    )


@of_recordings.get(f"{RECORDING}/edit")
def edit(recording_id: int) -> ResponseReturnValue:
    """Show what is said of a recording for editing."""
    found, actor = recording_or_404(recording_id)
    policies.may_change_recording(actor, found.exchange).require()
    return _editing(found, _filled(found.recording))


@of_recordings.post(f"{RECORDING}/edit")
def change(recording_id: int) -> ResponseReturnValue:
    """Save what is said, or show both versions when somebody else saved meanwhile."""
    found, actor = recording_or_404(recording_id)
    policies.may_change_recording(actor, found.exchange).require()
    form, status = RecordingForm(), 422
    if form.validate():
        try:
            return _save(found, form, actor)
        except Invalid as error:
            invalid(form, error)
            status = status_of(error)
        except Stale:
            fresh = recording_or_404(recording_id)[0]
            rows = differences(form, _filled(fresh.recording))
            return _editing(fresh, form, rows), 409
    return _editing(found, form), status


@of_recordings.post(f"{RECORDING}/remove")
def remove(recording_id: int) -> ResponseReturnValue:
    """Take a recording away."""
    found, actor = recording_or_404(recording_id)
    with transaction():
        services.remove_recording(found.recording, found.exchange, by=actor, at=now())
    flash(gettext("นำบันทึกออกแล้ว"), "ok")
    return redirect(address_of(found.series, found.exchange), 303)


@of_recordings.get(f"{RECORDING}/media")
@public
def media(recording_id: int) -> ResponseReturnValue:
    """Send a recording's own media, or the range of it that was asked for."""
    actor = member()
    found = queries.recording(actor, recording_id)
    if found is None:
        if actor.is_member:
            raise Missing
        return hidden()
    recording = found.recording
    if recording.digest is None:
        raise Missing
    name = f"{recording.title}.{_SUFFIXES.get(recording.content_type, 'bin')}"
    return send_kept(recording.digest, recording.content_type, name=name, attach=False)


def _add(found: SessionView, facts: RecordingFacts, actor: Actor) -> str:
    recording = services.add_recording(found.exchange, facts, by=actor, at=now())
    return url_for("recordings.show", recording_id=recording.id)


def _save(found: RecordingView, form: RecordingForm, actor: Actor) -> ResponseReturnValue:
    recording = found.recording
    facts = _facts(form, must_point=recording.digest is None)
    with transaction():
        services.change_recording(
            recording, found.exchange, facts, version=sent_version(), by=actor, at=now()
        )
    flash(gettext("บันทึกแล้ว"), "ok")
    return redirect(url_for("recordings.show", recording_id=recording.id), 303)


def _facts(form: RecordingForm, *, must_point: bool) -> RecordingFacts:
    """Return what the form says, a sent file's bytes kept. Raises Invalid."""
    storage, address = sent(form.file.data), form.address
    if storage is not None and address is not None:
        raise Invalid({"url": "recording_both"})
    if storage is None and address is None and must_point:
        raise Invalid({"url": "recording_missing"})
    return RecordingFacts(
        title=form.title.data or "",
        provider=address.provider if address else "file",
        url=address.url if address else "",
        video_id=address.video_id if address else "",
        duration_seconds=form.duration.data,
        language=form.language.data,
        stored=keep_recording(storage) if storage else None,
    )


def _filled(recording: Recording) -> RecordingForm:
    form = RecordingForm(formdata=None)
    form.show(recording)
    return form


def _editing(
    found: RecordingView,
    form: RecordingForm,
    differing: list[tuple[str, str, str]] | None = None,
) -> str:
    return render_template(
        "sessions/recording_edit.html",
        section="sessions",
        page=found,
        form=form,
        recording=found.recording,
        differing=differing,
    )


def _media(recording: Recording) -> str:
    """Return the address of the media that a page plays itself, or nothing."""
    if recording.digest is not None:
        return url_for("recordings.media", recording_id=recording.id)
    return recording.url if recording.provider == "file" else ""


def _allow(recording: Recording) -> None:
    """Let the page load from where the recording is, and from nowhere else."""
    if recording.provider == "youtube":
        allow_source("frame-src", current_app.config["EMBED_ORIGIN"])
    elif recording.provider == "file" and recording.digest is None:
        allow_source("media-src", origin_of(recording.url))
