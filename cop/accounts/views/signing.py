"""Signing in and out, and the language of the page."""

import math

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cop.accounts import queries, services
from cop.accounts.guards import close_door, member, open_door, public
from cop.accounts.services import Browser
from cop.accounts.views.blueprint import blueprint
from cop.core.clock import now
from cop.core.errors import Invalid
from cop.db import transaction
from cop.thai.folding import tidy_line
from cop.web.i18n import COOKIE, LANGUAGES
from cop.web.kept import FIELD, is_local, kept_page, unpack
from cop.web.messages import message

DEMO_ENDING = "@demo.example"
LONGEST_PASSWORD = 1_000
YEAR_SECONDS = 31_536_000


def this_browser() -> Browser:
    """Return what is known of the browser that asks."""
    return Browser(request.headers.get("User-Agent", ""), request.remote_addr or "")


def is_braked() -> bool:
    """Tell whether failed tries slow the next ones."""
    return str(current_app.config["RATE_LIMITS"]) != "off"


def slowed(seconds: int) -> str:
    """Return the words for someone who must wait."""
    if seconds < 60:
        return message("sign_in_slowed_seconds", seconds=seconds)
    return message("sign_in_slowed", minutes=math.ceil(seconds / 60))


def local_or_home(address: str) -> str:
    """Return the address if it is a path of this site, else the front page."""
    return address if is_local(address) else url_for("home.front")


@blueprint.get("/login")
@public
def login() -> ResponseReturnValue:
    """Show the sign-in page; whoever is signed in goes on at once."""
    next_ = request.args.get("next", "")
    if member().is_member:
        return redirect(local_or_home(next_), 303)
    return _page("", next_=next_)


@blueprint.post("/login")
@public
def sign_in() -> ResponseReturnValue:
    """Sign in and go on, with the text that an ended sign-in had left waiting."""
    email = tidy_line(request.form.get("email", ""))[:254]
    password = request.form.get("password", "")[:LONGEST_PASSWORD]
    next_, kept = request.form.get("next", ""), request.form.get(FIELD, "")
    if not email or not password:
        return _page(message("sign_in_empty"), email, next_, kept), 422
    browser, at = this_browser(), now()
    with transaction():
        wait = services.begin_sign_in(email, browser, at=at, braked=is_braked())
    if wait:
        page = _page(slowed(wait), email, next_, kept)
        return page, 429, {"Retry-After": str(wait)}
    proof = services.prove(email, password)
    with transaction():
        token = services.sign_in(proof, browser, at=at)
    found = queries.actor_by_token(token) if token else None
    if token is None or found is None:
        return _page(message("sign_in_wrong"), email, next_, kept), 422
    open_door(token, found[0])
    if form := unpack(kept):
        return kept_page(*form)
    return redirect(local_or_home(next_), 303)


@blueprint.post("/logout")
@public
def logout() -> ResponseReturnValue:
    """End this sign-in."""
    actor = member()
    if actor.sign_in_id is not None:
        with transaction():
            services.end_sign_in(actor.sign_in_id, by=actor, at=now())
    close_door()
    return redirect(url_for("accounts.login"), 303)


@blueprint.post("/account/language")
@public
def language() -> ResponseReturnValue:
    """Keep the reader's language, in the profile and in this browser."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        raise Invalid({"language": "not_a_choice"})
    actor = member()
    own = queries.get(actor.id)
    if own is not None:
        with transaction():
            services.choose_language(own, chosen, by=actor, at=now())
    answer = redirect(local_or_home(request.form.get("next", "")), 303)
    answer.set_cookie(
        COOKIE,
        chosen,
        max_age=YEAR_SECONDS,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _page(problem: str, email: str = "", next_: str = "", kept: str = "") -> str:
    is_development = current_app.config["ENV"] == "development"
    return render_template(
        "accounts/login.html",
        problem=problem,
        email=email,
        next=next_,
        kept=kept,
        demo=queries.sample_accounts(DEMO_ENDING) if is_development else (),
    )
