"""The reader's language: profile, then this browser's choice, then Thai.

Message ids are the Thai texts themselves. Templates ask some sixty texts a page, so they get
functions of their own that look each text up once; Flask-Babel serves Python code and lazy texts.
"""

from babel.support import Translations
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel
from flask_login import current_user
from markupsafe import Markup

LANGUAGES = ("th", "en")
COOKIE = "cop_lang"
MOST_TEXTS = 5_000


def language() -> str:
    """Return "th" or "en" for this request."""
    try:
        chosen: str = g.language
    except (AttributeError, RuntimeError):  # not asked yet, or a command or a job
        if not has_request_context():
            return LANGUAGES[0]
        chosen = g.language = _choose()
    return chosen


def init_i18n(app: Flask) -> None:
    """Choose a language for every request and give templates `_` and `ngettext`."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "th")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "UTC")
    folder = f"{app.root_path}/translations"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = folder
    Babel(app, locale_selector=language)
    english = Translations.load(folder, ["en"])
    known: dict[tuple[str, str], Markup] = {}

    def translate(text: str, **variables: object) -> Markup:
        key = (language(), text)
        found = known.get(key)
        if found is None:
            if len(known) > MOST_TEXTS:
                known.clear()
            words = english.gettext(text) if key[0] == "en" else text
            found = known[key] = Markup(words)  # noqa: S704 - our own text, values are escaped
        return found % variables if variables else found

    def translate_count(one: str, many: str, num: int, **variables: object) -> Markup:
        words = english.ngettext(one, many, num) if language() == "en" else one
        return Markup(words) % {"num": f"{num:,}", **variables}  # noqa: S704 - as above

    names = app.jinja_env.globals
    names["reader_language"] = language  # for macros, which do not see `lang`
    names["_"] = names["gettext"] = translate
    names["ngettext"] = translate_count


def _choose() -> str:
    actor = getattr(current_user, "actor", None)
    if actor is not None and actor.language in LANGUAGES:
        return str(actor.language)
    cookie = request.cookies.get(COOKIE, "")
    return cookie if cookie in LANGUAGES else str(current_app.config["BABEL_DEFAULT_LOCALE"])
