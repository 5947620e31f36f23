"""What can go wrong below the edges; `cop.web.errors` turns each into an answer.

Every error carries codes, never sentences: the reader's language is known at the edge only.
"""

from collections.abc import Mapping


class CopError(Exception):
    """Any expected failure of the product."""


class Refused(CopError):
    """A rule said no (403). `reason` is a code with a text in `cop.web.messages`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Missing(CopError):
    """There is no such thing, or none that this reader may know of (404)."""


class Gone(CopError):
    """The thing was here and has been taken away for good (410)."""


class Stale(CopError):
    """Somebody else saved meanwhile (409); nothing has been written."""


class Invalid(CopError):
    """Input that cannot be kept (422): field name to problem code, with optional details."""

    def __init__(
        self, problems: Mapping[str, str], details: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(", ".join(f"{field}: {code}" for field, code in problems.items()))
        self.problems = dict(problems)
        self.details = dict(details or {})
