"""The pages of those who review, and what authors see of a review."""

from cop.moderation.views import assigning, experts, flags, holidays, queue, remarks
from cop.moderation.views.blueprint import blueprint

__all__ = ["BLUEPRINTS", "assigning", "experts", "flags", "holidays", "queue", "remarks"]
BLUEPRINTS = (
    blueprint,
    experts.blueprint,
    flags.blueprint,
    holidays.blueprint,
    remarks.blueprint,
)
