"""create_app: the only wiring, an ordered list of steps without logic of its own."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, request
from flask_wtf import CSRFProtect
from sqlalchemy import inspect
from werkzeug.middleware.proxy_fix import ProxyFix

from cop import models
from cop.accounts import queries as accounts
from cop.accounts.guards import init_guards, member
from cop.commands import LateCommands
from cop.core import settings as start_check
from cop.core.keys import secret_key
from cop.db import db
from cop.jobs import init_jobs
from cop.search.engine import init_search
from cop.web.addresses import init_addresses
from cop.web.assets import init_assets
from cop.web.errors import init_errors
from cop.web.filters import init_filters
from cop.web.fragments import init_fragments
from cop.web.headers import init_headers
from cop.web.i18n import init_i18n, language
from cop.web.input import init_input
from cop.web.limits import init_limits
from cop.web.sizes import init_sizes
from cop.web.templates import Templates

HERE = Path(__file__).resolve().parent
# Each feature's pages, in the order of the menu; a module has one or more blueprints.
PAGES = (
    "home",
    "accounts",
    "terms",
    "communities",
    "lessons",
    "threads",
    "sessions",
    "search",
    "moderation",
    "notices",
    "pictures",
)
# Pages that a feature has beside those in its `views`.
MORE_PAGES = (
    "cop.search.views_following",
    "cop.search.views_mentions",
    "cop.search.views_queries",
    "cop.search.views_words",
)
# Features whose jobs or journal handlers must be known before the queue is bound.
JOBS = ("search", "sessions", "accounts", "lessons", "moderation", "notices", "unsaved", "pictures")
__all__ = ["create_app", "models"]


class Site(Flask):
    """The application, with its kind of templates."""

    jinja_environment = Templates


def create_app(given: Mapping[str, Any]) -> Flask:
    """Return the application for checked settings. Raises BadSettings."""
    app = Site(
        "cop",
        root_path=str(HERE),
        template_folder="../templates",
        static_folder=None,
        instance_path=str(given["DATA_DIR"]),
    )
    app.static_folder = "../static"
    _configure(app, given)
    db.init_app(app)
    init_i18n(app)
    init_errors(app)
    init_guards(app)
    init_sizes(app)
    init_limits(app)
    CSRFProtect(app)
    init_input(app)
    init_headers(app)
    init_assets(app)
    init_addresses(app)
    init_filters(app)
    init_fragments(app)
    init_search(app)
    _context(app)
    for name in JOBS:
        import_module(f"cop.{name}.jobs")
    init_jobs(app)
    for module in (*(f"cop.{name}.views" for name in PAGES), *MORE_PAGES):
        for blueprint in _blueprints(module):
            app.register_blueprint(blueprint)
    app.cli.add_command(LateCommands("cop", help="Run and look after this site."))
    if app.config["ENV"] == "production":
        _refuse_demo_accounts(app)
    return app


def _blueprints(module: str) -> Sequence[Blueprint]:
    views = import_module(module)
    several: Sequence[Blueprint] = getattr(views, "BLUEPRINTS", ())
    return several or (views.blueprint,)


def _configure(app: Flask, given: Mapping[str, Any]) -> None:
    folder = Path(str(given["DATA_DIR"]))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.config.from_mapping(given)
    app.config["SECRET_KEY"] = given["SECRET_KEY"] or secret_key(folder, str(given["ENV"]))
    start_check.check(app.config)
    secure = str(given["BASE_URL"]).startswith("https://")
    app.config.update(
        SQLALCHEMY_DATABASE_URI=given["DATABASE_URL"] or f"sqlite:///{folder / 'cop.db'}",
        SESSION_COOKIE_NAME="__Host-cop" if secure else "cop_session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=7),
        WTF_CSRF_TIME_LIMIT=None,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        MAX_CONTENT_LENGTH=(int(given["RECORDING_MB"]) + 8) * 1_000_000,
        JOBS=given.get("JOBS", "queue"),
        EMBED_ORIGIN=given.get("EMBED_ORIGIN", "https://www.youtube-nocookie.com"),
    )
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"pool_pre_ping": False})
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = False
    if proxies := int(given["TRUSTED_PROXIES"]):
        # Flask documents this attribute as the place of middleware; its type says method.
        wrapped = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
        vars(app)["wsgi_app"] = wrapped


def _context(app: Flask) -> None:
    def form_key() -> str:
        return uuid.uuid4().hex

    def facts() -> dict[str, object]:
        me = member()
        return {
            "me": me,
            "lang": language(),
            "text_size": me.text_size,
            "section": (request.blueprint or "") if request else "",
            "nav_rights": {
                "review": me.holds("moderator") or me.holds("reviewer"),
                "admin": me.has("admin") or me.has("auditor"),
            },
        }

    app.context_processor(facts)
    app.jinja_env.globals["form_key"] = form_key


def _refuse_demo_accounts(app: Flask) -> None:
    with app.app_context():
        if inspect(db.engine).has_table("members") and accounts.sample_accounts("@demo.example"):
            raise start_check.BadSettings("demo accounts are active: disable them, or start anew")
