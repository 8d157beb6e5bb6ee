"""What a stance is about."""

from stanceline.records import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A question on which speakers take sides, such as "reopening the tunnel"."""

    id: int
    uid: str
    name: str
    description: str
    n_judgements: int
