"""Jinja as the site uses it."""

from collections import ChainMap
from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class Templates(Environment):
    """Templates that share the site's globals instead of a chain over them.

    Jinja copies and compares these maps for every import; a page imports a dozen components.
    Nothing here adds globals to a single template, so nothing has to be kept apart.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of all templates, chained only where a template brings its own."""
        return ChainMap(d, self.globals) if d else self.globals
