"""The pages of communities."""

from cop.communities.views import belonging, charter, pages
from cop.communities.views.blueprint import blueprint

BLUEPRINTS = (blueprint,)
__all__ = ["BLUEPRINTS", "belonging", "charter", "pages"]
