"""The small world, made once for each database, and put back after every test that changes it."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from cop.db import db
from cop.search import indexing
from cop.search.engine import index
from tests.conftest import _empty
from tests.web.matrix.building import build
from tests.web.matrix.walking import Walker


@pytest.fixture(scope="package")
def walker(_site: Flask, _pristine: Any) -> Iterator[Walker]:
    """The world with everybody signed in."""
    with _site.app_context():
        _empty(_site, _pristine)
        _site.extensions["search_index"].clear()
        yield Walker(_site, build())
        _site.config["PUBLIC_READING"] = False
        db.session.rollback()
        db.session.remove()


@pytest.fixture
def fresh(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walker]:
    """The walker for a test that writes. The index stays as it is; afterwards all is as before."""
    monkeypatch.setattr(indexing, "replace", lambda _things: None)
    monkeypatch.setattr(index(), "upsert", lambda _documents: None)
    yield walker
    walker.restore()
