"""Lessons and threads that say nearly what somebody is writing, while it is being written.

No text is scanned: the index proposes a few dozen things that the writer may read, the database has
the last word, and only their texts are compared. The weights of the grams come from a sample of
lessons open to everybody, so that closed texts have no part in what a writer is told.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, select

from cop.communities.models import Community
from cop.communities.policies import audience_of
from cop.core.actor import Actor
from cop.lessons.models import MARKDOWN, Lesson, Revision
from cop.lessons.policies import hidden_words, masking_of
from cop.lessons.queries import without_hidden
from cop.readers import Among, Numbers
from cop.reads import Read
from cop.search.analyzer import tokens
from cop.search.engine import index
from cop.search.language import running
from cop.search.port import IndexBroken, Query, Word
from cop.search.queries.answers import Key, things_of
from cop.search.queries.titles import Title, titles
from cop.thai.grams import Likeness, Rarity
from cop.thai.words import words
from cop.threads.models import Thread

LIKE = 0.20
"""From here on a thing is shown beside the editor."""
DUPLICATE = 0.60
"""From here on it is taken to be the same: whoever submits says what is different."""
KINDS = ("lesson", "thread")
PROPOSED = 30
MOST_WORDS = 16
READ = 4_000
"""So much of each text is compared."""
ASKED = 200
"""So much of the text beside the title is asked of the index."""
SAMPLE = 250
SAMPLE_SECONDS = 900.0
_SHORTEST_TITLE = 6
_A_LITTLE = 0.01
_log = logging.getLogger(__name__)
_PLAIN = ("title_th", "summary", "applies_when", "not_when", *MARKDOWN)


@dataclass(frozen=True, slots=True)
class Near:
    """A thing that says nearly the same; `shared` are the longest words in both."""

    title: Title
    score: float
    shared: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """Return the kind and id of the thing."""
        return self.title.kind, self.title.id

    @property
    def is_duplicate(self) -> bool:
        """Tell whether it is probably the same."""
        return self.score >= DUPLICATE


_TEXTS = [getattr(Revision, name) for name in _PLAIN]
_LESSONS = Read(
    select(Lesson.id, hidden_words(), Revision.recommendation, *_TEXTS)
    .join(Revision, Revision.id == Lesson.published_revision_id)
    .where(Among(Lesson.id, bindparam("ids", type_=Numbers())))
)
_THREADS = Read(
    select(Thread.id, Thread.title, Thread.body).where(
        Among(Thread.id, bindparam("ids", type_=Numbers()))
    )
)
_SAMPLE = Read(
    select(Lesson.id, Revision.recommendation, *_TEXTS)
    .join(Revision, Revision.id == Lesson.published_revision_id)
    .join(Community, Community.id == Lesson.community_id)
    .where(Lesson.visibility.in_(("org", "public")), Community.kind == "open")
    .order_by(Lesson.published_at.desc(), Lesson.id.desc())
    .limit(SAMPLE)
)


class _Known:
    """The weights, taken from a sample anew every quarter of an hour in each process."""

    rare: Rarity | None = None
    until = 0.0


def nearby(
    actor: Actor, title: str, text: str, *, without: Key | None = None, limit: int = 4
) -> list[Near]:
    """Return what the actor may read that says nearly this, the most alike first.

    `text` is what the other fields say. Nothing when the title says too little yet, or when the
    index is broken: a page does without.
    """
    if len("".join(title.split())) < _SHORTEST_TITLE:
        return []
    keys = [key for key in _proposed(actor, title, text) if key != without]
    found = titles(actor, keys)
    said = f"{title}\n{text}"[:READ]
    rare = _rarity()
    own, by_title = Likeness(said, rare), Likeness(title, rare)
    texts = _texts([(one.kind, one.id) for one in found])
    near = []
    for one in found:
        other = texts.get((one.kind, one.id), "")[:READ]
        # What the title alone has found stays when the text goes on about something else; it
        # takes more than a title to be the same.
        score = max(own.to(other), min(by_title.to(other), DUPLICATE - _A_LITTLE))
        if score >= LIKE:
            near.append(Near(one, score))
    best = sorted(near, key=lambda one: -one.score)[:limit]
    own_words = _telling(f"{title}\n{text[:ASKED]}")
    return [replace(one, shared=_shared(own_words, texts[one.key])) for one in best]


def _proposed(actor: Actor, title: str, text: str) -> tuple[Key, ...]:
    found = tokens(f"{title}\n{text[:ASKED]}")
    counted: dict[str, Word] = {}
    for token in found:
        if token.surface not in running.LIGHT and len(token.surface) > 1:
            counted.setdefault(token.term, Word(token.term, token.surface, optional=True))
    query = Query(text=title, words=tuple(counted.values())[:MOST_WORDS], kinds=KINDS)
    if not query.words:
        return ()
    try:
        return tuple(things_of(index().find(query, audience_of(actor), PROPOSED).hits))
    except IndexBroken:
        _log.warning("The editor does without similar things: the index is broken")
        return ()


def _texts(keys: Sequence[Key]) -> dict[Key, str]:
    ids = {kind: [one for of, one in keys if of == kind] for kind in KINDS}
    found: dict[Key, str] = {}
    if ids["lesson"]:
        for number, hidden, steps, *said in _LESSONS.rows(ids=ids["lesson"]):
            texts = dict(zip(_PLAIN, said, strict=True)) | {"recommendation": steps}
            shown = without_hidden(texts, masking_of(hidden))
            found["lesson", number] = "\n".join(
                [*(shown[name] for name in _PLAIN), *shown["recommendation"]]
            )
    if ids["thread"]:
        for number, title, body in _THREADS.rows(ids=ids["thread"]):
            found["thread", number] = f"{title}\n{body}"
    return found


def _rarity() -> Rarity:
    if _Known.rare is None or time.monotonic() > _Known.until:
        rows = _SAMPLE.rows()
        _Known.rare = Rarity("\n".join([*said, *steps])[:READ] for _id, steps, *said in rows)
        _Known.until = time.monotonic() + SAMPLE_SECONDS
    return _Known.rare


def _telling(said: str) -> list[str]:
    """Return the words of a text that are long enough to tell what it is about, each once."""
    return list(dict.fromkeys(word for word in words(said) if len(word.strip()) > 4))


def _shared(own: Sequence[str], other: str) -> tuple[str, ...]:
    """Return up to three words in both: the longest, in the order of the writer."""
    both = [word for word in own if word in other]
    longest = sorted(both, key=len, reverse=True)[:3]
    return tuple(word for word in both if word in longest)
