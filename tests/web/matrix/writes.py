"""The one table of who may do what: every address that takes a form, with a form that works.

Where `may` says no, the same form must change nothing. A rule without an entry fails the tests.
"""

from tests.web.matrix.writes_of_content import LESSONS, SESSIONS, THREADS
from tests.web.matrix.writes_of_people import ACCOUNTS, COMMUNITIES, NOTICES, SEARCHES
from tests.web.matrix.writing import Write

WRITES: dict[str, Write] = {
    **ACCOUNTS,
    **COMMUNITIES,
    **LESSONS,
    **THREADS,
    **SESSIONS,
    **SEARCHES,
    **NOTICES,
}
# They write for whoever asks; tests of their own say what.
OPEN_TO_ALL = frozenset({"accounts.sign_in", "accounts.logout", "accounts.language"})
