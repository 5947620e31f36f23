"""The pages of threads."""

from cop.threads.views import acts, lists, page, replies, writing
from cop.threads.views.blueprint import blueprint

BLUEPRINTS = (blueprint,)
__all__ = ["BLUEPRINTS", "acts", "lists", "page", "replies", "writing"]
