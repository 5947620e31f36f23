"""The reader's language: profile, then this browser's choice, then Thai.

Message ids are the Thai texts themselves. Templates ask some sixty texts a page, so they get
functions of their own that look each text up once; Flask-Babel serves Python code and lazy texts.

What people wrote is Thai whatever language the reader chose, and pages say so (WCAG 3.1.2):
`<h1{{ thai(title) }}>` where an element holds such a text, `{{ title|in_thai }}` where it stands
within another, `thai_options` for a list. Thai readers' pages stay as they are.
"""

import re

from babel.support import Translations
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel
from flask_login import current_user
from markupsafe import Markup, escape

LANGUAGES = ("th", "en")
COOKIE = "cop_lang"
MOST_TEXTS = 5_000
# Letters, vowels and marks; a sign of the baht or a Thai digit alone makes no Thai text.
_THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]")
_OPTION = re.compile(r"<option(?=[^>]*>[^<]*[\u0e01-\u0e3a\u0e40-\u0e4e])")
_IN_THAI = Markup(' lang="th"')
_NOTHING = Markup("")


def language() -> str:
    """Return "th" or "en" for this request."""
    try:
        chosen: str = g.language
    except (AttributeError, RuntimeError):  # not asked yet, or a command or a job
        if not has_request_context():
            return LANGUAGES[0]
        chosen = g.language = _choose()
    return chosen


def thai(*texts: object) -> Markup:
    """Return ` lang="th"` for an element that holds these texts: Thai ones on an English page."""
    if language() == "th":
        return _NOTHING
    return _IN_THAI if any(text and _THAI.search(str(text)) for text in texts) else _NOTHING


def in_thai(text: object) -> Markup:
    """Return the text for a place within other words, in a `span` that says it is Thai."""
    if not text:
        return _NOTHING
    return Markup("<span{}>{}</span>").format(_IN_THAI, text) if thai(text) else escape(text)


def thai_options(select: Markup) -> Markup:
    """Return a list of choices whose Thai choices say so."""
    if language() == "th":
        return select
    return Markup(_OPTION.sub('<option lang="th"', select))  # noqa: S704 - was markup before


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
    names["thai"] = thai
    names["thai_options"] = thai_options
    app.jinja_env.filters["in_thai"] = in_thai


def _choose() -> str:
    actor = getattr(current_user, "actor", None)
    if actor is not None and actor.language in LANGUAGES:
        return str(actor.language)
    cookie = request.cookies.get(COOKIE, "")
    return cookie if cookie in LANGUAGES else str(current_app.config["BABEL_DEFAULT_LOCALE"])
