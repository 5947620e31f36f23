"""The pages of lessons."""

from cop.lessons.views import deciding, history, linking, reading, writing
from cop.lessons.views.blueprint import blueprint

BLUEPRINTS = (blueprint,)
__all__ = ["BLUEPRINTS", "deciding", "history", "linking", "reading", "writing"]
