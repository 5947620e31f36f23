"""The answer of a policy: true or false, with the reason when false."""

from dataclasses import dataclass

from cop.core.errors import Refused


@dataclass(frozen=True, slots=True)
class Verdict:
    """A yes (`reason` is None) or a no with the code of its reason."""

    reason: str | None = None

    def __bool__(self) -> bool:
        return self.reason is None

    def require(self) -> None:
        """Return quietly on a yes. Raises Refused with the reason on a no."""
        if self.reason is not None:
            raise Refused(self.reason)


ALLOW = Verdict()


def allow_if(condition: object, reason: str) -> Verdict:
    """Return ALLOW when the condition holds, else a no with this reason."""
    return ALLOW if condition else Verdict(reason)
