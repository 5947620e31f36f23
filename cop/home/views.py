"""The front page, the pages about the site, and what operators ask."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from cop import heartbeat
from cop.accounts.guards import member, public
from cop.core.clock import now
from cop.db import db
from cop.home import queries
from cop.search.engine import index
from cop.thai.date_reading import DateProblem, read_date, read_moment
from cop.thai.fiscal_year import BANGKOK
from cop.web.filters import day_full, moment
from cop.web.messages import message

blueprint = Blueprint("home", __name__)
BLUEPRINTS = (blueprint,)


@blueprint.get("/")
@public
def front() -> ResponseReturnValue:
    """Show what waits for the reader; a visitor sees what the site is and where to sign in."""
    actor = member()
    if not actor.is_member:
        return render_template("home/visitor.html", front=queries.public_front(actor))
    at = now().astimezone(BANGKOK)
    return render_template("home/front.html", front=queries.front(actor, at), at=at)


@blueprint.get("/about")
@public
def about() -> ResponseReturnValue:
    """Say what the site is for."""
    return render_template("home/about.html")


@blueprint.get("/guide")
@public
def guide() -> ResponseReturnValue:
    """Say how to write a lesson."""
    return render_template("home/guide.html")


@blueprint.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Say what is kept about people."""
    return render_template("home/privacy.html")


@blueprint.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """Say how the site can be used, and whom to tell when it cannot."""
    return render_template("home/accessibility.html")


@blueprint.get("/dates/read", endpoint="read_date")
@public
def read_date_back() -> ResponseReturnValue:
    """Read a date back as the site understood it, for the line under a date field."""
    typed = request.args.get("text", "")[:100]
    try:
        if request.args.get("time"):
            instant = read_moment(typed)
            return jsonify(text=moment(instant), iso=instant.isoformat())
        day = read_date(typed)
        return jsonify(text=day_full(day), iso=day.isoformat())
    except DateProblem as problem:
        return jsonify(problem=message(f"date_{problem.code}"))


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Answer as long as the process lives."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Answer 200 when database, index and worker are all there, else 503 with which is not."""
    checks = {"database": _database(), "index": index().ready(), "worker": _worker()}
    good = all(checks.values())
    words = {name: "ok" if fine else "failed" for name, fine in checks.items()}
    return jsonify(status="ok" if good else "failed", checks=words), 200 if good else 503


def _database() -> bool:
    try:
        return db.session.execute(text("SELECT 1")).scalar() == 1
    except Exception:
        db.session.rollback()
        return False


def _worker() -> bool:
    try:
        last = heartbeat.last_beat()
    except Exception:
        db.session.rollback()
        return False
    return last is not None and (now() - last).total_seconds() < heartbeat.LATE_SECONDS
