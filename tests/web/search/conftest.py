"""An index of the passages, in each engine behind the search port."""

import pytest

from tests.web.search.passages import ENGINES, PASSAGES, document


@pytest.fixture(params=ENGINES)
def engine(request):
    return ENGINES[request.param]


@pytest.fixture
def index(engine, tmp_path):
    made = engine(tmp_path / "index")
    made.rebuild(document(number, body) for number, body in enumerate(PASSAGES))
    yield made
    made.close()
