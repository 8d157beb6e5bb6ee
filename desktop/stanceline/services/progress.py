"""How a long job says how far it is, and how it is stopped."""

from typing import Protocol

from stanceline.domain.errors import StancelineError
from stanceline.records import dataclass


class Cancelled(StancelineError):
    """The user stopped the job; what was done before that stays."""


class Progress(Protocol):
    """What a job reports to; ``total`` is 0 while it is not known."""

    def step(self, done: int, total: int, what: str) -> None:
        """Hear how far the job is; raises Cancelled when it is to stop."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Progress that nobody watches."""

    def step(self, done: int, total: int, what: str) -> None:
        """Do nothing."""


QUIET = Quiet()
