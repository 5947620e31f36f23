"""The one table of who may do what: every address that takes a form, with a form that works.

Where `may` says no, the same form must change nothing. A rule without an entry fails the tests.
"""

from tests.make.pictures import png
from tests.web.matrix.writes_of_content import LESSONS, SESSIONS, THREADS
from tests.web.matrix.writes_of_corrections import CORRECTIONS
from tests.web.matrix.writes_of_people import ACCOUNTS, COMMUNITIES, NOTICES, SEARCHES
from tests.web.matrix.writes_of_reviews import REVIEWS
from tests.web.matrix.writing import Write

WRITES: dict[str, Write] = {
    **ACCOUNTS,
    **COMMUNITIES,
    **LESSONS,
    **THREADS,
    **SESSIONS,
    **SEARCHES,
    **NOTICES,
    **REVIEWS,
    **CORRECTIONS,
    "pictures.send": Write(by="outsider", ok=201, picture=png()),
}
# They write for whoever asks; tests of their own say what.
# Of near_rows only what is sent comes by a form: it writes nothing.
OPEN_TO_ALL = frozenset(
    {
        "experts.answer",
        "accounts.sign_in",
        "accounts.logout",
        "accounts.language",
        "lessons.near_rows",
    }
)
