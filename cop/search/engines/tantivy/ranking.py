"""Which documents answer a question, and in which order, by the rules of the Whoosh engine.

Nothing here takes time for each document: counting, adding and choosing happen inside Tantivy.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tantivy import Occur
from tantivy import Query as Asked

from cop.search.engines.tantivy.asking import (
    Clause,
    all_of,
    allowed_by,
    any_of,
    named,
    quiet,
    quoted,
)
from cop.search.engines.tantivy.loose import loosely
from cop.search.engines.tantivy.snapshot import Snapshot
from cop.search.engines.tantivy.words import Sought, sought
from cop.search.port import CANDIDATES, Hit, Query

_FEW_WORDS = 3
_FEW_FOUND = 10
_RARE = 0.02
_SHARES = (0.25, 0.0)
_UNITS = 16
_HELD = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """The best documents in order, how many answer, and whether one of them has all the words.

    `more` are documents with less of the question, for a second ranking.
    """

    hits: tuple[Hit, ...]
    total: int
    all_words: bool = True
    more: tuple[Hit, ...] = ()
    enough: Asked | None = None
    """What finds all the documents, those that are not allowed among them."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A question with words: what keeps to the allowed documents, and the words asked of them."""

    snapshot: Snapshot
    allowed: Sequence[Clause]
    required: Sequence[Sought]
    optional: Sequence[Sought]
    limit: int
    by_score: bool
    enough: int

    def best(
        self, clauses: Sequence[Clause], scored: Sequence[Sought] = ()
    ) -> tuple[tuple[Hit, ...], int]:
        """Return the first of the documents that meet the clauses, and how many do."""
        if not self.by_score:
            return self.snapshot.newest([*self.allowed, *clauses], self.limit, self.enough)
        scores = [
            (Occur.Should, one) for each in [*scored, *self.optional] for one in each.earned()
        ]
        every = [*self.allowed, *clauses, *scores]
        return self.snapshot.best(every, self.limit, enough=self.enough)

    def total(self, query: Asked) -> int:
        """Return how many of the allowed documents the query finds."""
        return self.snapshot.total([*self.allowed, (Occur.Must, query)])


def answer(snapshot: Snapshot, query: Query, audience: frozenset[str] | None, limit: int) -> Answer:
    """Return the best documents that answer the question.

    Quoted text must stand in them. They must have all of a few words, or a good part of many,
    rare words counting for more; less is asked when no document has that. Words that no document
    has, and optional words, are not asked of them.
    """
    if query.loose:
        query = _without_strays(snapshot, query, audience)
    allowed = allowed_by(query, audience)
    enough = max(query.enough, CANDIDATES) if query.enough else 0
    if not query.words:
        blank = not query.text.strip() or bool(query.phrases)
        return Answer(*snapshot.newest(allowed, limit, enough)) if blank else Answer((), 0)
    if query.phrases and not snapshot.total(quoted(query)):
        # Found at once, while what the reader may see is many documents to go through.
        return Answer((), 0, all_words=False)
    words = [sought(snapshot, word) for word in query.words]
    required = [each for each in words if not each.word.optional] or words
    optional = [each for each in words if each not in required]
    by_score = query.sort == "relevance"
    question = _Question(snapshot, allowed, required, optional, limit, by_score, enough)
    found = _by_words(question)
    return _loosely(question, query.text, found) if query.loose else found


def _by_words(question: _Question) -> Answer:
    required = question.required
    if len(required) <= _FEW_WORDS:
        # Most questions end here; nothing has to be counted for them.
        hits, total = question.best([one for each in required for one in each.clauses()])
        if total:
            enough = all_of([each.match() for each in required])
            more = _more(question, required, enough, len(hits), total)
            return Answer(hits, total, more=more, enough=enough)
    return _with_less(question)


def _with_less(question: _Question) -> Answer:
    """Return documents with a share of the words that are known at all."""
    known = _known(question)
    if not known:
        return Answer((), 0, all_words=False)
    few = len(known) <= _FEW_WORDS
    for share in (1.0, *_SHARES) if few else _SHARES:
        enough = _share(question.snapshot, known, share)
        hits, total = question.best([(Occur.Must, quiet(enough))], known)
        if total:
            whole = len(known) == len(question.required) and _has_all(question, known)
            more = _more(question, known, enough, len(hits), total)
            return Answer(hits, total, whole, more, enough)
    return Answer((), 0, all_words=False)


def _loosely(question: _Question, text: str, found: Answer) -> Answer:
    """Return what the words find, and what holds a good share of the question's letters."""
    held = loosely(question.snapshot, text, question.allowed)
    if not held:
        return replace(found, more=())
    letters = [Asked.const_score_query(named(hit), _HELD * hit.score) for hit in held]
    either = any_of([*letters, *([found.enough] if found.enough else [])])
    scores = [(Occur.Should, one) for one in letters]
    hits, total = question.best([(Occur.Must, quiet(either)), *scores], question.required)
    return Answer(hits, total, found.all_words and found.total > 0)


def _without_strays(snapshot: Snapshot, query: Query, audience: frozenset[str] | None) -> Query:
    """Return a loose question without the quoted text that stands nowhere the reader may look."""
    kept: tuple[str, ...] = ()
    for piece in query.phrases:
        holding = replace(query, phrases=(*kept, piece))
        if snapshot.total(allowed_by(holding, audience)):
            kept = holding.phrases
    return replace(query, phrases=kept)


def _known(question: _Question) -> list[Sought]:
    """Return the words that documents have which the reader may see, the rarest first."""
    known = []
    counts = _counts(question)
    for each in question.required:
        each.count = counts[each]
        only_inside = not each.count and each.inside is not None
        if only_inside and each.inside is not None:
            each.count = question.total(each.inside)
        if each.count:
            known.append(each)
            each.within = only_inside or each.count < _RARE * question.snapshot.count
    if len(known) <= _FEW_WORDS:
        for each in known:
            each.within = True
    return sorted(known, key=lambda one: one.count)


def _counts(question: _Question) -> dict[Sought, int]:
    """Return how many of the allowed documents have each word as a word of its own."""
    written = [each for each in question.required if each.written]
    totals = question.snapshot.totals(question.allowed, [each.written for each in written])
    counts = dict(zip(written, totals, strict=True))
    for each in question.required:
        if each not in counts:
            counts[each] = question.total(each.whole)
    return counts


def _share(snapshot: Snapshot, known: Sequence[Sought], share: float) -> Asked:
    """Return the documents with this share of the words, rare ones weighing more.

    Tantivy counts clauses and does not add weights: a word stands there as often as it weighs.
    """
    matches = [each.match() for each in known]
    if share == 1.0:
        return all_of(matches)
    if not share or len(known) == 1:
        return any_of(matches)
    masses = [snapshot.idf(each.count) for each in known]
    heaviest_first = sorted(masses, reverse=True)
    enough = sum(masses) * share
    for count in range(1, len(masses) + 1):
        if sum(heaviest_first[:count]) >= enough:
            break
    if sum(heaviest_first[-count:]) >= enough:
        return _at_least(count, matches)
    units = [max(1, round(mass / sum(masses) * _UNITS)) for mass in masses]
    weighed = [match for match, times in zip(matches, units, strict=True) for _ in range(times)]
    return _at_least(max(1, int(sum(units) * share)), weighed)


def _at_least(count: int, queries: Sequence[Asked]) -> Asked:
    clauses = [(Occur.Should, each) for each in queries]
    return Asked.boolean_query(clauses, minimum_number_should_match=count)


def _has_all(question: _Question, known: Sequence[Sought]) -> bool:
    """Return whether an allowed document has all of the words."""
    return question.total(quiet(all_of([each.match() for each in known]))) > 0


def _more(
    question: _Question, known: Sequence[Sought], enough: Asked, given: int, total: int
) -> tuple[Hit, ...]:
    """Return documents with some word of the question, where few have enough of it."""
    several = len(question.required) > 1
    few = _FEW_FOUND if len(question.required) <= _FEW_WORDS else CANDIDATES
    if not several or total >= few or given >= CANDIDATES:
        return ()
    some = any_of([one for each in [*known, *question.optional] for one in each.earned()])
    clauses = [*question.allowed, (Occur.Must, some), (Occur.MustNot, enough)]
    return question.snapshot.best(clauses, CANDIDATES - given)[0]
