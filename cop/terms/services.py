"""Terms and synonyms: made, renamed, retired; a term is never deleted."""

import csv
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from cop.core.actor import Actor
from cop.core.errors import Invalid, Missing
from cop.db import db, expect_version
from cop.journal import What, record
from cop.terms.models import SCHEMES, Synonym, Term
from cop.terms.policies import (
    may_add_synonym,
    may_change_term,
    may_create_term,
    may_load_reference,
    may_remove_synonym,
    may_retire,
    may_revive,
)

DATA = Path(__file__).resolve().parent / "data"
FACTS = {"label_th", "label_en", "scope_note", "place"}
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,19}")


def create_term(
    scheme: str, code: str, label_th: str, *, by: Actor, at: datetime, **facts: object
) -> Term:
    """Add a term at the end of its scheme. Raises Invalid for a bad or taken code."""
    may_create_term(by).require()
    if scheme not in SCHEMES:
        raise Invalid({"scheme": "not_a_choice"})
    if not _CODE.fullmatch(code):
        raise Invalid({"code": "code_form"})
    taken = select(Term.id).where(Term.scheme == scheme, func.lower(Term.code) == code.lower())
    if db.session.scalar(taken) is not None:
        raise Invalid({"code": "taken"})
    last = db.session.scalar(select(func.max(Term.place)).where(Term.scheme == scheme)) or 0
    term = Term(scheme=scheme, code=code, label_th=label_th, place=last + 1)
    _take(term, facts)
    db.session.add(term)
    db.session.flush()
    record(What.TERM_CREATED, "term", term.id, by=by, at=at)
    return term


def change_term(
    term: Term, *, version: int | None, by: Actor, at: datetime, **facts: object
) -> None:
    """Change labels, note and place; the code stays. Raises Stale."""
    may_change_term(by).require()
    expect_version(term, version)
    _take(term, facts)
    record(What.TERM_CHANGED, "term", term.id, by=by, at=at)


def retire(term: Term, *, replaced_by: Term | None = None, by: Actor, at: datetime) -> None:
    """Offer a term no more; what bears it keeps it. Raises Invalid for a replacement in a ring."""
    may_retire(by).require()
    if replaced_by is not None:
        if replaced_by.scheme != term.scheme or replaced_by.status != "active":
            raise Invalid({"replaced_by": "not_a_choice"})
        if replaced_by.id == term.id:
            raise Invalid({"replaced_by": "link_self"})
    term.status = "retired"
    term.replaced_by_id = replaced_by.id if replaced_by else None
    record(What.TERM_CHANGED, "term", term.id, by=by, at=at, status="retired")


def revive(term: Term, *, by: Actor, at: datetime) -> None:
    """Offer a retired term again."""
    may_revive(by).require()
    term.status = "active"
    term.replaced_by_id = None
    record(What.TERM_CHANGED, "term", term.id, by=by, at=at, status="active")


def add_synonym(
    short: str, full: str, *, both_ways: bool = False, by: Actor, at: datetime
) -> Synonym:
    """Let a search for `short` find `full`, and the reverse when `both_ways`. Raises Invalid."""
    may_add_synonym(by).require()
    if short.casefold() == full.casefold():
        raise Invalid({"full": "link_self"})
    taken = select(Synonym.id).where(Synonym.short == short, Synonym.full == full)
    if db.session.scalar(taken) is not None:
        raise Invalid({"short": "taken"})
    synonym = Synonym(short=short, full=full, both_ways=both_ways)
    db.session.add(synonym)
    db.session.flush()
    record(What.SYNONYM_ADDED, "synonym", synonym.id, by=by, at=at)
    return synonym


def remove_synonym(synonym_id: int, *, by: Actor, at: datetime) -> None:
    """Forget a synonym. Raises Missing."""
    may_remove_synonym(by).require()
    synonym = db.session.get(Synonym, synonym_id)
    if synonym is None:
        raise Missing
    db.session.delete(synonym)
    record(What.SYNONYM_REMOVED, "synonym", synonym_id, by=by, at=at)


def load_reference(*, by: Actor, at: datetime) -> None:
    """Add the starter terms and synonyms to an empty table; what people changed stays.

    A term is known by scheme and code. Synonyms are loaded once only: one that was removed on
    purpose must not come back.
    """
    may_load_reference(by).require()
    known = set(db.session.execute(select(Term.scheme, Term.code)).all())
    for row in _rows("terms.csv"):
        if (row["scheme"], row["code"]) not in known:
            english = row["label_en"]
            create_term(row["scheme"], row["code"], row["label_th"], by=by, at=at, label_en=english)
    if db.session.scalar(select(func.count(Synonym.id))):
        return
    for row in _rows("synonyms.csv"):
        both = row["both_ways"] == "yes"
        add_synonym(row["short"], row["full"], both_ways=both, by=by, at=at)


def _take(term: Term, facts: dict[str, object]) -> None:
    for name in FACTS & facts.keys():
        setattr(term, name, facts[name])


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
