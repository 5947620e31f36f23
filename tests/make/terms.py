"""Terms and synonyms for tests."""

import itertools
from typing import Any

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import transaction
from cop.terms import services
from cop.terms.models import Term

_count = itertools.count(1)


def make_term(scheme: str = "topic", code: str = "", **over: Any) -> Term:
    """Add a term at the end of its scheme."""
    number = next(_count)
    label = over.pop("label_th", f"หัวเรื่องทดสอบ {number}")
    with transaction():
        return services.create_term(
            scheme, code or f"X{number}", label, by=SYSTEM, at=now(), **over
        )


def load_terms() -> None:
    """Load the starter terms and synonyms, as `cop init` does."""
    with transaction():
        services.load_reference(by=SYSTEM, at=now())
