"""Names for the things that can be selected, such as ``quotation:12``."""

from enum import StrEnum

from stanceline.records import dataclass


class ThingKind(StrEnum):
    """What can be selected."""

    ARTICLE = "article"
    QUOTATION = "quotation"
    SUGGESTION = "suggestion"
    EVENT = "event"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the workspace, by kind and row id."""

    kind: ThingKind
    id: int

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.id}"


def thing(key: str) -> Thing:
    """The thing that a key names; marks of reader and timeline carry such keys."""
    kind, _, number = key.partition(":")
    return Thing(ThingKind(kind), int(number))
