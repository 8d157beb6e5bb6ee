"""What is done to the file of a workspace while nobody has it open."""

from collections.abc import Callable
from dataclasses import field
from pathlib import Path

from stanceline.records import dataclass
from stanceline.services.progress import Progress


@dataclass(frozen=True, slots=True)
class Outcome:
    """The file to open now, and what to say about it."""

    path: Path
    said: str


@dataclass(frozen=True, slots=True)
class Reopening:
    """A job on the closed file of a window's workspace, which is opened again afterwards.

    ``title`` says what it is while it runs. ``passphrase`` opens what comes of it, and
    ``passphrase_before`` the file as it is when the job fails; None where there is none,
    or where somebody has to be asked.
    """

    title: str
    job: Callable[[Progress], Outcome]
    passphrase: str | None = field(default=None, repr=False)
    passphrase_before: str | None = field(default=None, repr=False)
