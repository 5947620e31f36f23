"""The page of notices, and the bell on every page."""

from cop.notices.views import bell, pages
from cop.notices.views.blueprint import blueprint

__all__ = ["BLUEPRINTS", "bell", "blueprint", "pages"]
BLUEPRINTS = (blueprint,)
