"""What officers type finds what it should on the demo content, for each kind of query.

The judgements and their kinds are those of `bench/judged.toml`.
"""

from bench import judged
from bench.judged import figures, measure, queries
from cop.search import indexing
from tests.web.operations.test_demo import load_all

# Least MRR@10 and recall@10; what is measured is higher by at most one query of the kind.
LEAST = {
    "words": (0.95, 0.95),
    "question": (0.85, 0.95),
    "abbreviation": (0.85, 0.95),
    "era": (0.95, 0.90),
    "slip": (0.90, 0.90),
    "layout": (0.95, 0.95),
    "name": (0.90, 0.95),
    "compound": (0.95, 0.95),
    "quoted": (0.95, 0.95),
    "all": (0.95, 0.97),
}


def test_judgements_name_things_and_are_enough() -> None:
    asked = queries()
    assert len(asked) >= 60
    assert len({one.typed for one in asked}) == len(asked)
    assert all(one.right for one in asked)
    assert {one.kind for one in asked} == LEAST.keys() - {"all"}


def test_each_kind_of_query_finds_what_it_should(app, counted, monkeypatch) -> None:
    load_all()
    indexing.rebuild()
    counted()
    found = figures(measure())
    under = {
        kind: (round(mrr, 3), round(recall, 3))
        for kind, (_, mrr, recall) in found.items()
        if mrr < LEAST[kind][0] or recall < LEAST[kind][1]
    }
    assert under == {}
    wrong = judged.Judged("โต๊ะคัดกรอง", "words", frozenset({"lesson:nothing"}))
    monkeypatch.setattr(judged, "queries", lambda: [wrong])
    assert figures(measure())["all"] == (1, 0, 0), "a judgement that names nothing is a miss"
