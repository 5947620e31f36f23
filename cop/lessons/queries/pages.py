"""One lesson as its page shows it."""

from dataclasses import dataclass, replace
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, bindparam, exists, func, literal_column, select
from sqlalchemy.orm import aliased

from cop.accounts.models import Agency, Member, Province
from cop.communities.models import Community
from cop.core.actor import Actor
from cop.core.errors import Missing
from cop.core.masking import Masking
from cop.lessons.models import Decision, Lesson, Revision
from cop.lessons.policies import (
    Standing,
    hidden_words,
    masking_of,
    may_know_author,
    may_see_hidden,
    readable_by,
)
from cop.lessons.queries.hidden import without_hidden
from cop.lessons.queries.rules import Hands, hands_of, standing_of
from cop.lessons.queries.trust import trusted_authors
from cop.moderation.models import Flag
from cop.reads import AnyRow, kept

_publisher = aliased(Member)
_owner = aliased(Member)
_writer_agency = aliased(Agency)
_confirmed = exists().where(
    Decision.lesson_id == Lesson.id, Decision.at == Lesson.verified_at, Decision.act == "confirm"
)
_open_flags = (
    select(func.count(Flag.id))
    # Not a parameter: beside a partial index SQLite would plan the statement anew for each value.
    .where(Flag.lesson_id == Lesson.id, Flag.outcome == literal_column("''"))
    .correlate(Lesson)
    .scalar_subquery()
)
_COLUMNS = (
    Lesson.id,
    Lesson.number,
    Lesson.state,
    Lesson.version,
    Lesson.visibility,
    Lesson.community_id,
    Lesson.author_id,
    Lesson.hides_author,
    Lesson.owner_id,
    Lesson.submitted_by_id,
    Lesson.assignee_id,
    Lesson.current_revision_id,
    Lesson.published_revision_id,
    Lesson.withheld_revision_id,
    Lesson.taken_away_at,
    Lesson.successor_id,
    Lesson.has_merged,
    Lesson.created_at,
    Lesson.submitted_at,
    Lesson.published_at,
    Lesson.verified_at,
    Lesson.check_due_on,
    Lesson.publish_at,
    Lesson.published_by_id,
    Lesson.rejected_by_id,
    Lesson.appealed_at,
    Lesson.review_due_on,
    Lesson.agency_id,
    Lesson.fiscal_year,
    Lesson.is_sample,
    _confirmed.label("is_confirmed"),
    hidden_words().label("hidden"),
    _open_flags.label("open_flags"),
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
    Member.name.label("writer_name"),
    Member.position.label("writer_position"),
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
    _owner.name.label("owner_name"),
    _publisher.given_name.label("publisher_given"),
    _publisher.family_name.label("publisher_family"),
)
_LONG = _COLUMNS.index(Revision.what_happened_html)
_SHORT_AGAIN = _COLUMNS.index(Revision.occurred_from)
_FACTS = attrgetter(*(str(one.key) for one in (*_COLUMNS[:_LONG], *_COLUMNS[_SHORT_AGAIN:])))
_SAID = attrgetter(
    "background_html", "expected_html", "what_happened_html", "cause_html", "lesson_html",
    "steps_method_html", "success_factors_html", "evidence_html", "applies_when", "not_when",
)  # fmt: skip


class Writer(NamedTuple):
    """Who wrote a lesson, as its pages say it; all is empty for one who is not named there.

    `is_kept_back`: readers are not told what stands here.
    """

    id: int = 0
    name: str = ""
    position: str = ""
    agency_th: str = ""
    agency_en: str = ""
    is_kept_back: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A lesson with the revision that is shown, its author, and what the rules must know of it.

    Pages name the author by `writer` and the owner by `owner_name`, never by the row. `masking`
    takes out what is hidden from the reader; the row is without it.
    """

    row: AnyRow
    standing: Standing
    writer: Writer
    masking: Masking

    @property
    def owner_name(self) -> str:
        """Return who looks after the lesson; "" for its unit, and for an author not named here."""
        is_author = self.row.owner_id == self.row.author_id
        hidden = is_author and self.row.hides_author and not self.writer.name
        return "" if hidden else self.row.owner_name or ""

    def for_paper(self) -> "Page":
        """Return the page as it may be passed on: as readers see it, whoever prints it."""
        masking = masking_of(self.row.hidden)
        page = replace(self, row=_masked(self.row, masking), masking=masking)
        return replace(page, writer=Writer()) if self.writer.is_kept_back else page

    @property
    def said(self) -> tuple[str, ...]:
        """Return all texts of the lesson's sections, to know them by."""
        return (*_SAID(self.row), *self.row.recommendation)

    @property
    def facts(self) -> tuple[object, ...]:
        """Return all but the texts: what the head of the page shows, and the state it is in."""
        return cast("tuple[object, ...]", _FACTS(self.row))

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
    known = _standing(row, actor)
    writer = _writer(row) if may_know_author(actor, known) else Writer()
    masking = masking_of(None if may_see_hidden(actor, known) else row.hidden)
    return Page(row=_masked(row, masking), standing=known, writer=writer, masking=masking)


@kept
def _page(actor: Actor, *, by_id: bool, current: bool) -> Select[*tuple[Any, ...]]:
    seen = func.coalesce(Lesson.published_revision_id, Lesson.withheld_revision_id)
    first = Lesson.current_revision_id if current else seen
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
        .outerjoin(_owner, _owner.id == Lesson.owner_id)
        .outerjoin(_publisher, _publisher.id == Lesson.verified_by_id)
        .where(named, readable_by(actor))
    )


def _masked(row: AnyRow, masking: Masking) -> AnyRow:
    """Return the row without what is hidden from its reader; for most lessons as it is."""
    if not masking:
        return row
    said = {str(one.key): getattr(row, str(one.key)) for one in _COLUMNS}
    return cast("AnyRow", SimpleNamespace(**without_hidden(said, masking)))


def _writer(row: AnyRow) -> Writer:
    return Writer(
        id=row.author_id,
        name=row.writer_name,
        position=row.writer_position or "",
        agency_th=row.writer_agency_th or "",
        agency_en=row.writer_agency_en or "",
        is_kept_back=row.hides_author,
    )


def _standing(row: AnyRow, actor: Actor) -> Standing:
    """Return the standing for this actor; for most readers without asking who wrote what."""
    hands = Hands()
    if actor.holds("moderator") or actor.holds("reviewer") or row.visibility == "named":
        hands = hands_of([row.id]).get(row.id, hands)
    own_draft = row.state == "draft" and actor.id == row.author_id
    trusted = own_draft and row.author_id in trusted_authors([row.author_id])
    return standing_of(row, hands, is_trusted=trusted)
