"""One lesson as its page shows it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import aliased

from cop.accounts.models import Agency, Member, Province
from cop.communities.models import Community
from cop.core.actor import Actor
from cop.core.errors import Missing
from cop.lessons.models import Lesson, Revision
from cop.lessons.policies import Standing, readable_by
from cop.lessons.queries.rules import Hands, hands_of, standing_of
from cop.reads import AnyRow, kept

_publisher = aliased(Member)
_writer_agency = aliased(Agency)
_COLUMNS = (
    Lesson.id,
    Lesson.number,
    Lesson.state,
    Lesson.version,
    Lesson.visibility,
    Lesson.community_id,
    Lesson.author_id,
    Lesson.submitted_by_id,
    Lesson.assignee_id,
    Lesson.current_revision_id,
    Lesson.published_revision_id,
    Lesson.created_at,
    Lesson.submitted_at,
    Lesson.published_at,
    Lesson.verified_at,
    Lesson.review_due_on,
    Lesson.agency_id,
    Lesson.fiscal_year,
    Lesson.is_sample,
    Revision.id.label("revision_id"),
    Revision.number.label("revision_number"),
    Revision.created_at.label("revised_at"),
    Revision.title_th,
    Revision.kind,
    Revision.outcome,
    Revision.summary,
    Revision.what_happened_html,
    Revision.lesson_html,
    Revision.background_html,
    Revision.expected_html,
    Revision.cause_html,
    Revision.recommendation,
    Revision.applies_when,
    Revision.not_when,
    Revision.success_factors_html,
    Revision.steps_method_html,
    Revision.evidence_html,
    Revision.occurred_from,
    Revision.occurred_to,
    Member.given_name,
    Member.family_name,
    Member.position,
    Community.slug.label("community_slug"),
    Community.name.label("community_name"),
    Community.kind.label("community_kind"),
    Community.agency_id.label("community_agency_id"),
    Agency.name_th.label("agency_th"),
    Agency.name_en.label("agency_en"),
    _writer_agency.name_th.label("writer_agency_th"),
    _writer_agency.name_en.label("writer_agency_en"),
    Province.name_th.label("province_th"),
    Province.name_en.label("province_en"),
    _publisher.given_name.label("publisher_given"),
    _publisher.family_name.label("publisher_family"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A lesson with the revision that is shown, and what the rules must know of it."""

    row: AnyRow
    standing: Standing

    @property
    def said(self) -> tuple[str, ...]:
        """Return all texts of the lesson's sections, to know them by."""
        row = self.row
        return (
            row.background_html, row.expected_html, row.what_happened_html, row.cause_html,
            row.lesson_html, row.steps_method_html, row.success_factors_html, row.evidence_html,
            row.applies_when, row.not_when, *row.recommendation,
        )  # fmt: skip

    @property
    def ref(self) -> str:
        """Return the number, or the id until there is one."""
        return self.row.number or str(self.row.id)


def page(actor: Actor, ref: str, *, current: bool = False) -> Page:
    """Return a lesson in its published revision, or the current one when none is published.

    With `current`, always the newest revision: the caller has to ask `may_read_versions` first.
    Raises Missing when there is none or the actor may not know of it.
    """
    by_id = ref.isascii() and ref.isdigit() and len(ref) <= 9
    query = _page(actor, by_id=by_id, current=current)
    row = query.row(ref=int(ref) if by_id else ref.upper())
    if row is None:
        raise Missing
    return Page(row=row, standing=_standing(row, actor))


@kept
def _page(actor: Actor, *, by_id: bool, current: bool) -> Select[*tuple[Any, ...]]:
    first = Lesson.current_revision_id if current else Lesson.published_revision_id
    shown = func.coalesce(first, Lesson.current_revision_id)
    named = Lesson.id == bindparam("ref") if by_id else Lesson.number == bindparam("ref")
    return (
        select(*_COLUMNS)
        .select_from(Lesson)
        .join(Revision, Revision.id == shown)
        .join(Member, Member.id == Lesson.author_id)
        .join(Community, Community.id == Lesson.community_id)
        .outerjoin(_writer_agency, _writer_agency.id == Member.agency_id)
        .outerjoin(Agency, Agency.id == Revision.agency_id)
        .outerjoin(Province, Province.code == Revision.province_code)
        .outerjoin(_publisher, _publisher.id == Lesson.published_by_id)
        .where(named, readable_by(actor))
    )


def _standing(row: AnyRow, actor: Actor) -> Standing:
    """Return the standing for this actor; for most readers without asking who wrote what."""
    hands = Hands()
    if actor.holds("moderator") or actor.holds("reviewer") or row.visibility == "named":
        hands = hands_of([row.id]).get(row.id, hands)
    return standing_of(row, hands)
