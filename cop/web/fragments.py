"""Parts of pages that look alike for many readers, rendered once and then remembered.

A macro imported without context sees its arguments, the reader's language and nothing else, so
these are the whole key: content that changes is another key, and nothing has to be thrown away.
A macro that writes a form's token or the reader's name is not for this.
"""

from collections.abc import Hashable
from functools import lru_cache

from flask import Flask
from jinja2.runtime import Macro
from markupsafe import Markup

from cop.web.i18n import language

# A row of a list with its facts takes about three kilobytes.
MOST = 800
# Together; a lesson's text is kept twice, as facts and rendered: some twenty thousand letters.
MOST_LETTERS = 2_000_000


def init_fragments(app: Flask) -> None:
    """Give templates `same(macro, …)`: the macro's text for these arguments, rendered once.

    `same_of(facts, macro, value)` is for a value that cannot be a key: `facts` are all of it that
    the macro shows.
    """

    @lru_cache(maxsize=MOST)
    def rendered(_language: str, macro: Macro, *values: Hashable) -> Markup:
        return Markup(macro(*values))  # noqa: S704 - a template's own text, values are escaped

    def same(macro: Macro, *values: Hashable) -> Markup:
        return rendered(language(), macro, *values)

    told: dict[tuple[str, Macro, Hashable], Markup] = {}
    letters = 0

    def same_of(facts: Hashable, macro: Macro, value: object) -> Markup:
        nonlocal letters
        key = (language(), macro, facts)
        found = told.get(key)
        if found is None:
            found = Markup(macro(value))  # noqa: S704 - as above
            if (letters := letters + len(found)) > MOST_LETTERS:
                told.clear()
                letters = len(found)
            told[key] = found
        return found

    app.jinja_env.globals["same"] = same
    app.jinja_env.globals["same_of"] = same_of
