"""Opening workspaces as windows do: with passphrases, warnings and copies."""

from pathlib import Path

from stanceline.services.progress import QUIET, Progress
from stanceline.services.workspace import Workspace
from stanceline.storage.backup import (
    CopyUnsound,
    copy_open,
    problems_of_file,
    put_new,
    sync_folder,
    unfinished_beside,
)
from stanceline.storage.disks import warning_about
from stanceline.storage.engine import WorkspaceDamaged, WorkspaceUnavailable
from stanceline.storage.keys import PassphraseNeeded, WrongPassphrase, unlock
from stanceline.storage.locks import holder_of
from stanceline.storage.schema import AlreadyThere

__all__ = [
    "CopyUnsound",
    "PassphraseNeeded",
    "WorkspaceDamaged",
    "WorkspaceUnavailable",
    "WrongPassphrase",
    "check_passphrase",
    "copy_to",
    "is_free_to_write",
    "warning_of",
]


def warning_of(workspace: Workspace) -> str:
    """What there is to say against working where the workspace lies; nothing of most places."""
    return warning_about(workspace.place)


def is_free_to_write(workspace: Workspace) -> bool:
    """Whether nobody has the workspace open for writing any more; nothing is changed."""
    return workspace.path.exists() and holder_of(workspace.path) is None


def check_passphrase(path: Path, passphrase: str) -> None:
    """Raise WrongPassphrase or UnusablePassphrase unless it opens the encrypted file."""
    unlock(path, passphrase)


def copy_to(workspace: Workspace, to: Path, progress: Progress = QUIET) -> Path:
    """The path of a whole, checked copy of the open workspace, which others may write meanwhile.

    An encrypted workspace gives a copy with the same passphrase. Raises AlreadyThere,
    WorkspaceUnavailable when it cannot be written, WorkspaceDamaged when what was copied is
    not sound, and Cancelled; nothing is left then.
    """

    def heard(done: int, total: int) -> None:
        progress.step(done, total, to.name)

    if to.exists():
        raise AlreadyThere(f"{to} is there already; nothing was changed.")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with unfinished_beside(to) as unfinished:
            with workspace.reading() as session:
                copy_open(session.connection(), unfinished, workspace.key, heard)
            problems = problems_of_file(unfinished, workspace.key, heard)
            if problems:
                raise WorkspaceDamaged(f"The copy is not sound, so there is none: {problems[0]}")
            put_new(unfinished, to)
        sync_folder(to.parent)
    except OSError as error:
        raise WorkspaceUnavailable(
            f"{to} cannot be written: {error.strerror or error}. Nothing was copied."
        ) from error
    return to
