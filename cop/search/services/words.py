"""The words that operators add to the dictionary by which texts are cut."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from cop.core.actor import Actor
from cop.core.errors import Invalid, Missing
from cop.db import db
from cop.journal import What, record
from cop.search.models import DomainWord
from cop.search.policies import may_add_words, may_remove_word
from cop.thai.folding import fold
from cop.thai.words import BUILT_IN, is_thai_word

SHORTEST, LONGEST, MOST_AT_ONCE = 2, 60, 200


def add_words(lines: Sequence[str], *, by: Actor, at: datetime) -> int:
    """Add words, one a line; return how many were new. Raises Invalid and then adds none.

    A word is of Thai letters, 2 to 60 of them. One that the dictionary has is passed over.
    """
    may_add_words(by).require()
    wanted = list(dict.fromkeys(fold(line).strip() for line in lines if line.strip()))
    if not wanted:
        raise Invalid({"words": "required"})
    if len(wanted) > MOST_AT_ONCE:
        raise Invalid({"words": "too_many"}, {"most": MOST_AT_ONCE})
    for number, line in enumerate(lines, 1):
        word = fold(line).strip()
        if word and not (is_thai_word(word) and SHORTEST <= len(word) <= LONGEST):
            raise Invalid({"words": "word_form"}, {"line": number})
    held = set(db.session.scalars(select(DomainWord.word).where(DomainWord.word.in_(wanted))))
    fresh = [word for word in wanted if word not in held and word not in BUILT_IN]
    for word in fresh:
        row = DomainWord(word=word, added_by_id=by.id, added_at=at)
        db.session.add(row)
        db.session.flush()
        record(What.DOMAIN_WORD_ADDED, "domain_word", row.id, by=by, at=at)
    return len(fresh)


def remove_word(number: int, *, by: Actor, at: datetime) -> None:
    """Take a word out of the dictionary. Raises Missing."""
    may_remove_word(by).require()
    row = db.session.get(DomainWord, number)
    if row is None:
        raise Missing
    db.session.delete(row)
    record(What.DOMAIN_WORD_REMOVED, "domain_word", number, by=by, at=at)
