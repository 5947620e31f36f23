"""The door: who is asking. Every view needs a signed-in member unless it is marked `@public`."""

import logging
from datetime import timedelta

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import refresh
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy.exc import OperationalError

from cop.accounts import queries, services
from cop.accounts.queries import News
from cop.core.actor import PUBLIC_VISITOR, VISITOR, Actor
from cop.core.clock import now
from cop.db import transaction
from cop.web.kept import keep_text
from cop.web.public import is_public, public

__all__ = ["member", "news", "public"]
log = logging.getLogger(__name__)
NO_NEWS = News()
SEEN_EVERY = timedelta(minutes=5)
login_manager = LoginManager()
login_manager.session_protection = None


class Door:
    """What flask-login holds of a signed-in browser: its secret and its actor."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str, actor: Actor, news: News = NO_NEWS) -> None:
        self.token = token
        self.actor = actor
        self.news = news

    def get_id(self) -> str:
        """Return the secret that the session cookie holds."""
        return self.token


def member() -> Actor:
    """Return who is asking: the signed-in member, or a visitor."""
    actor: Actor | None = getattr(current_user, "actor", None)
    if actor is not None:
        return actor
    return PUBLIC_VISITOR if current_app.config["PUBLIC_READING"] else VISITOR


def news() -> News:
    """Return what is unread; whether it may be shown is asked elsewhere."""
    found: News = getattr(current_user, "news", NO_NEWS)
    return found


def init_guards(app: Flask) -> None:
    """Ask at the door of every request."""
    login_manager.init_app(app)
    login_manager.user_loader(_load)
    app.before_request(_ask)
    app.after_request(_note_use)


def open_door(token: str, actor: Actor) -> None:
    """Sign this browser in with a fresh cookie session; the rest of the page is in its language."""
    session.clear()
    login_user(Door(token, actor))
    session.permanent = True
    g.pop("language", None)
    refresh()


def close_door() -> None:
    """Forget the sign-in in this browser."""
    logout_user()
    session.clear()


def to_sign_in() -> ResponseReturnValue:
    """Send the reader to sign-in, and back here afterwards; text of a form is kept."""
    if request.method in {"GET", "HEAD"}:
        here = request.full_path if request.query_string else request.path
        return redirect(url_for("accounts.login", next=here))
    return keep_text()


def longest_idle(actor: Actor) -> timedelta:
    """Return how long a sign-in of this person lasts without use."""
    name = "ADMIN_IDLE_MINUTES" if actor.holds("admin") else "IDLE_MINUTES"
    return timedelta(minutes=current_app.config[name])


def _load(token: str) -> Door | None:
    found = queries.actor_by_token(token)
    if found is None:
        return None
    actor, seen_at, expires_at, unread = found
    at = now()
    if at >= expires_at or at - seen_at > longest_idle(actor):
        return None
    if at - seen_at > SEEN_EVERY:
        g.seen = actor.sign_in_id
    return Door(token, actor, unread)


def _note_use(response: Response) -> Response:
    """Note the use of a sign-in after the page is made; a busy database does not spoil the page."""
    sign_in_id: int | None = g.pop("seen", None)
    if sign_in_id is not None:
        try:
            with transaction():
                services.see(sign_in_id, at=now())
        except OperationalError as error:
            log.warning("use of a sign-in not noted: %s", error.orig)
    return response


def _ask() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    if is_public(view):
        return None
    if member().is_member:
        return None
    return to_sign_in()
