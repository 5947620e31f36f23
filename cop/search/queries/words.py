"""The words of the dictionary beside the built-in ones, and how the index is built with them."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sqlalchemy import select

from cop.accounts.models import Agency, Province
from cop.core.paging import Paging
from cop.db import db
from cop.reads import AnyRow
from cop.search.models import DomainWord, IndexBuild, WordList
from cop.thai.folding import fold
from cop.thai.words import BUILT_IN, Dictionary, is_thai_word

PER_PAGE = 100
_SHORTEST_PIECE = 3
_LONGEST = 60
_THAI_RUN = re.compile("[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]+")


def wanted() -> Dictionary:
    """Return the dictionary that the index should be made with.

    Beside what operators added it has the names of provinces, and of the agencies' names the parts
    that the built-in words cannot cut. Whole names of agencies stay out: people search by parts of
    them (มหาดไทย for กระทรวงมหาดไทย), and a whole name in the list would swallow its parts.
    """
    words = set(db.session.scalars(select(DomainWord.word)))
    words.update(_whole(db.session.scalars(select(Province.name_th))))
    names = db.session.scalars(select(Agency.name_th).where(Agency.is_active))
    words.update(piece for name in names for piece in unknown_pieces(name))
    return dictionary_of(tuple(sorted(word for word in words if word not in BUILT_IN)))


def made_with(version: str) -> Dictionary | None:
    """Return the dictionary of a version that an index was built with, if it is known."""
    if version == BUILT_IN.version:
        return BUILT_IN
    kept = db.session.scalar(select(WordList.words).where(WordList.version == version))
    return None if kept is None else dictionary_of(tuple(kept.split("\n")))


@lru_cache(maxsize=2)
def dictionary_of(added: tuple[str, ...]) -> Dictionary:
    """Return the one dictionary with these words, so that none is loaded twice."""
    return Dictionary(added) if added else BUILT_IN


@lru_cache(maxsize=10_000)
def unknown_pieces(name: str) -> tuple[str, ...]:
    """Return the parts of a name that are no words of the built-in list, neighbours joined."""
    found: list[str] = []
    for run in _THAI_RUN.findall(fold(name)):
        unknown = ""
        for piece in (*BUILT_IN.matcher.segment(run), ""):
            if piece and piece not in BUILT_IN:
                unknown += piece
            elif unknown:
                found.append(unknown)
                unknown = ""
    return tuple(one for one in found if _SHORTEST_PIECE <= len(one) <= _LONGEST)


def word_page(words: str, page: int) -> Paging[AnyRow]:
    """Return a page of the operators' words that hold the given letters, in order."""
    chosen = select(DomainWord.id, DomainWord.word, DomainWord.added_at)
    if words:
        chosen = chosen.where(DomainWord.word.contains(fold(words), autoescape=True))
    rows = db.session.execute(chosen.order_by(DomainWord.word)).all()
    start = (page - 1) * PER_PAGE
    return Paging(rows[start : start + PER_PAGE], page, len(rows), PER_PAGE)


def last_build() -> AnyRow | None:
    """Return the newest building of the index: when it began and ended, and how far it is."""
    query = select(
        IndexBuild.started_at,
        IndexBuild.seen_at,
        IndexBuild.finished_at,
        IndexBuild.has_failed,
        IndexBuild.done,
        IndexBuild.total,
    )
    return db.session.execute(query.order_by(IndexBuild.id.desc()).limit(1)).one_or_none()


def _whole(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if is_thai_word(found := fold(name)) and len(found) >= _SHORTEST_PIECE:
            yield found
