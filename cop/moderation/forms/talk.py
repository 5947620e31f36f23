"""The remarks of a lesson as a page shows them: by place, with what its reader may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cop.core.actor import Actor
from cop.lessons import queries as lessons
from cop.lessons.forms import displayed
from cop.lessons.models import Lesson
from cop.lessons.policies import Standing, may_know_author
from cop.moderation import policies, queries
from cop.moderation.models import REMARK_STATES
from cop.moderation.queries import Remarked


@dataclass(frozen=True, slots=True)
class Talk:
    """The remarks of a lesson, and what this reader may do to them.

    `changed` are the ids of remarks whose field says something else in the newest revision;
    `moves` the states to which a remark of each state may go.
    """

    remarks: Sequence[Remarked]
    by_place: Mapping[str, Sequence[Remarked]]
    changed: frozenset[int]
    compares: bool
    revision_id: int
    reader_id: int | None
    may_remark: bool
    may_answer: bool
    may_mend: bool
    moves: Mapping[str, tuple[str, ...]]

    @property
    def open(self) -> int:
        """Return how many remarks are open."""
        return sum(1 for one in self.remarks if one.state == "open")


def earlier_ids(remarks: Sequence[Remarked], newest_id: int) -> set[int]:
    """Return the revisions before the newest one on which remarks were made."""
    return {one.revision_id for one in remarks} - {newest_id}


def talk(
    actor: Actor,
    standing: Standing,
    remarks: Sequence[Remarked],
    newest_id: int,
    texts: Mapping[int, Mapping[str, str]] | None = None,
) -> Talk:
    """Return the remarks of a lesson for a reader who may see them.

    `texts` are the revisions on which they were made, and the newest one, as pages show them;
    without them they are read here, if there are earlier ones at all.
    """
    texts = texts if texts is not None else _texts(remarks, newest_id)
    by_place: dict[str, list[Remarked]] = {}
    for one in remarks:
        by_place.setdefault(one.place, []).append(one)
    return Talk(
        remarks=remarks,
        by_place=by_place,
        changed=frozenset(
            one.id
            for one in remarks
            if one.revision_id in texts
            and texts[one.revision_id].get(one.place) != texts[newest_id].get(one.place)
        ),
        compares=newest_id in texts,
        revision_id=newest_id,
        reader_id=actor.id,
        may_remark=bool(policies.may_remark(actor, standing)),
        may_answer=bool(policies.may_answer_remark(actor, standing)),
        may_mend=bool(policies.may_change_remark(actor, standing, actor.id)),
        moves={
            state: tuple(
                to for to in REMARK_STATES if policies.may_move_remark(actor, standing, state, to)
            )
            for state in REMARK_STATES
        },
    )


def talk_about(actor: Actor, standing: Standing, lesson: Lesson, *, compares: bool = True) -> Talk:
    """Return the remarks of a lesson for a page that shows nothing else of its revisions.

    Without `compares` it does not say which fields changed since, and asks for no text.
    """
    newest = lesson.current_revision_id or 0
    # What was never handed in has no reviewer yet.
    knows = may_know_author(actor, standing)
    remarks = queries.of_lesson(lesson.id, names_author=knows) if lesson.submitted_at else []
    return talk(actor, standing, remarks, newest, None if compares else {})


def _texts(remarks: Sequence[Remarked], newest_id: int) -> dict[int, dict[str, str]]:
    earlier = earlier_ids(remarks, newest_id)
    if not earlier:
        return {}
    values, terms = lessons.values_of_several({*earlier, newest_id})
    return {one: displayed(said, terms) for one, said in values.items()}
