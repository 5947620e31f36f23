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
# A lesson's text is kept twice, plain and rendered: some twenty kilobytes.
MOST_LONG = 200


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

    def same_of(facts: Hashable, macro: Macro, value: object) -> Markup:
        key = (language(), macro, facts)
        found = told.get(key)
        if found is None:
            if len(told) >= MOST_LONG:
                told.clear()
            found = told[key] = Markup(macro(value))  # noqa: S704 - as above
        return found

    app.jinja_env.globals["same"] = same
    app.jinja_env.globals["same_of"] = same_of
