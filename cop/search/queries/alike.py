"""Things about the same, for the pages of lessons, threads and sessions.

Asking the index takes a few milliseconds, so what it proposes is remembered in each process,
without regard to who reads. The database then says, for each reader, what of it may be shown.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from cop.communities.policies import audience_of
from cop.core.actor import Actor
from cop.search.engine import index
from cop.search.port import IndexBroken
from cop.search.queries.answers import Key, things_of
from cop.search.queries.titles import Title, titles

PROPOSED = 30
# Of so many documents; the parts of a long thread are one thing.
FULL = 15
MANY = 4
MOST_KEPT = 2_000
# A thing with neighbours keeps them a while; one with few may have got some just now.
KEPT_SECONDS = 900.0
FEW_KEPT_SECONDS = 3.0
_KINDS = ("lesson", "thread", "session")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Proposed:
    keys: tuple[Key, ...]
    until: float


_kept: OrderedDict[Hashable, _Proposed] = OrderedDict()


def alike(
    actor: Actor, kind: str, thing_id: int, *, mark: Hashable = None, limit: int = 4
) -> list[Title]:
    """Return things about the same that the actor may read, the most alike first.

    `mark` is something that changes with the thing, such as when it was published. Nothing when
    the index is broken: a page does without.
    """
    keys = proposed(kind, thing_id, mark=mark)
    found = titles(actor, keys)
    if len(found) < limit and len(keys) >= FULL:
        # What is closed to this reader has taken the places: ask for the reader alone.
        found = titles(actor, _asked(kind, thing_id, audience_of(actor)))
    return found[:limit]


def proposed(kind: str, thing_id: int, *, mark: Hashable = None) -> tuple[Key, ...]:
    """Return what the index takes to be about the same, whoever may read it; ask `titles` next."""
    key, at = (kind, thing_id, mark), time.monotonic()
    known = _kept.get(key)
    if known is not None and known.until > at:
        return known.keys
    found = _asked(kind, thing_id, None)
    lasting = KEPT_SECONDS if len(found) >= MANY else FEW_KEPT_SECONDS
    _kept[key] = _Proposed(found, at + lasting)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return found


def _asked(kind: str, thing_id: int, audience: frozenset[str] | None) -> tuple[Key, ...]:
    try:
        hits = index().similar((kind, str(thing_id)), audience, PROPOSED)
    except IndexBroken:
        _log.warning("Pages do without similar things: the index is broken")
        return ()
    return tuple(key for key in things_of(hits) if key[0] in _KINDS)
