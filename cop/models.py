"""Every record of every feature, so that names resolve and migrations see all tables."""

from cop import heartbeat, journal, submissions
from cop.accounts import models as accounts
from cop.communities import models as communities
from cop.lessons import models as lessons
from cop.moderation import models as moderation
from cop.notices import models as notices
from cop.pictures import models as pictures
from cop.search import models as search
from cop.search.meaning import vectors
from cop.search.ranking import arrays
from cop.sessions import models as sessions
from cop.terms import models as terms
from cop.threads import models as threads
from cop.unsaved import models as unsaved

__all__ = [
    "accounts",
    "arrays",
    "communities",
    "heartbeat",
    "journal",
    "lessons",
    "moderation",
    "notices",
    "pictures",
    "search",
    "sessions",
    "submissions",
    "terms",
    "threads",
    "unsaved",
    "vectors",
]
