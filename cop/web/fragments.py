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


def init_fragments(app: Flask) -> None:
    """Give templates `same(macro, …)`: the macro's text for these arguments, rendered once."""

    @lru_cache(maxsize=MOST)
    def rendered(_language: str, macro: Macro, *values: Hashable) -> Markup:
        return Markup(macro(*values))  # noqa: S704 - a template's own text, values are escaped

    def same(macro: Macro, *values: Hashable) -> Markup:
        return rendered(language(), macro, *values)

    app.jinja_env.globals["same"] = same
