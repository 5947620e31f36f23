"""An index of the passages, in each engine behind the search port."""

from pathlib import Path

import pytest

from cop.search.engine import index as site_index
from cop.search.mending import wordlists
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


@pytest.fixture
def counted(app):
    """Count the words of what was made before, as the worker does."""

    def count() -> None:
        site_index().refresh()
        wordlists.count_words(wordlists.everything())

    yield count
    for path in (Path(app.config["DATA_DIR"]) / "words").glob("*"):
        path.unlink()
    wordlists.forget()
