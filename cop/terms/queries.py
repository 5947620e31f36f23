"""What is read about terms and their other names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from cop.core.paging import Paging
from cop.db import db
from cop.reads import Read
from cop.terms.models import Synonym, Term

SYNONYMS_PER_PAGE = 50
AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Label:
    """A term as a page shows it."""

    id: int
    scheme: str
    code: str
    label_th: str
    label_en: str


def by_scheme(scheme: str) -> Sequence[Row[int, str, str, str]]:
    """Return the terms in use of a scheme as (id, code, label_th, label_en), in their order."""
    query = (
        select(Term.id, Term.code, Term.label_th, Term.label_en)
        .where(Term.scheme == scheme, Term.status == "active")
        .order_by(Term.place, Term.id)
    )
    return db.session.execute(query).all()


def labels(ids: Sequence[int]) -> dict[int, Label]:
    """Return the terms with these ids, retired ones too."""
    if not ids:
        return {}
    query = select(Term.id, Term.scheme, Term.code, Term.label_th, Term.label_en)
    rows = db.session.execute(query.where(Term.id.in_(ids)))
    return {row[0]: Label(*row) for row in rows}


_SYNONYMS = Read(select(Synonym.short, Synonym.full, Synonym.both_ways).order_by(Synonym.id))


def synonyms() -> Sequence[AnyRow]:
    """Return every (short, full, both_ways), in the order in which they were added."""
    return _SYNONYMS.rows()


def get(term_id: int) -> Term | None:
    """Return the term to be changed."""
    return db.session.get(Term, term_id)


def of_scheme(scheme: str) -> Sequence[AnyRow]:
    """Return all terms of a scheme for their keepers, those in use first."""
    heir = aliased(Term)
    query = (
        select(
            Term.id,
            Term.code,
            Term.label_th,
            Term.label_en,
            Term.status,
            Term.place,
            heir.code.label("heir_code"),
            heir.label_th.label("heir_th"),
            heir.label_en.label("heir_en"),
        )
        .outerjoin(heir, heir.id == Term.replaced_by_id)
        .where(Term.scheme == scheme)
        .order_by(Term.status, Term.place, Term.id)
    )
    return db.session.execute(query).all()


def synonym_page(words: str, page: int) -> Paging[AnyRow]:
    """Return a page of synonyms that hold the words, newest last."""
    chosen = select(Synonym.id)
    if words:
        chosen = chosen.where(
            Synonym.short.icontains(words, autoescape=True)
            | Synonym.full.icontains(words, autoescape=True)
        )
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    query = (
        select(Synonym.id, Synonym.short, Synonym.full, Synonym.both_ways)
        .where(Synonym.id.in_(chosen))
        .order_by(Synonym.short, Synonym.id)
        .limit(SYNONYMS_PER_PAGE)
        .offset((page - 1) * SYNONYMS_PER_PAGE)
    )
    return Paging(db.session.execute(query).all(), page, total, SYNONYMS_PER_PAGE)
