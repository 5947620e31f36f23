"""A form takes its own fields and no others: whatever else is sent along changes nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from cop.core.clock import now
from cop.db import Base
from tests.web.matrix.test_writing_matrix import send
from tests.web.matrix.walking import Rows, Walker
from tests.web.matrix.writes import WRITES

COLUMNS = {column.name for table in Base.metadata.sorted_tables for column in table.columns}
MORE = {"roles", "is_admin", "owner", "owner_id", "grants", "user_id", "author", "by", "at"}
TELLING = {
    "visibility": "public",
    "state": "published",
    "role": "admin",
    "created_at": "2001-01-01T00:00:00+00:00",
    "published_at": "2001-01-01T00:00:00+00:00",
    "email": "taken@matrix.example",
    "kind": "open",
    "slug": "taken-over",
}
# Drawn anew each time, or told of the form as a whole; other tests read pages, and so notices.
DRAWN = {"token_hash", "password_hash", "key", "read_at"}
# What goes with the index, which is made anew in the background, whatever a form held.
UNTOLD = {"index_builds", "word_lists", "search_pairs", "search_pair_counts"}


@pytest.mark.parametrize("endpoint", WRITES)
def test_fields_that_a_form_does_not_have_are_ignored(fresh, endpoint):
    plain = outcome(fresh, endpoint, {})
    assert plain[0] == WRITES[endpoint].ok
    fresh.restore()
    assert outcome(fresh, endpoint, extra(endpoint, fresh)) == plain


def extra(endpoint: str, walker: Walker) -> dict[str, str]:
    """Return every name that a record has, but for the fields of this form."""
    write = WRITES[endpoint]
    own = {*write.filled(walker.world), *write.takes, "csrf_token", "form_key", "file"}
    return {name: TELLING.get(name, "1") for name in sorted((COLUMNS | MORE) - own)}


def outcome(walker: Walker, endpoint: str, more: dict[str, str]) -> tuple[int, str, Any]:
    """Return the answer, and all rows after it."""
    browser = walker.enter(WRITES[endpoint].by)
    answer = send(walker, browser, endpoint, form_key="one and the same", **more)
    return answer.status_code, answer.headers.get("Location", ""), settled(walker.rows())


def settled(rows: Rows) -> Any:
    """Return the rows without what is drawn anew, and with one word for the present time."""
    lately = now() - timedelta(hours=2)

    def value(name: str, found: Any) -> Any:
        if name in DRAWN:
            return "drawn"
        return "lately" if isinstance(found, datetime) and found > lately else found

    return {
        table: [{name: value(name, one) for name, one in row.items()} for row in found]
        for table, found in rows.items()
        if table not in UNTOLD
    }
