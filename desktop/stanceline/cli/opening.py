"""How commands open a workspace: with the passphrase that they are given, and as they need."""

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

from stanceline.domain.errors import StancelineError
from stanceline.services.workspace import Workspace, WorkspaceReadOnly

PASSPHRASE_VARIABLE = "STANCELINE_PASSPHRASE"  # noqa: S105 - the name of it
"""The environment variable with the passphrase of an encrypted workspace."""

_LONGEST_LINE = 65536
_PATIENCE_S = 5.0
_PAUSE_S = 0.1


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    """Let the command be told where the passphrase stands; it never stands in the command."""
    parser.add_argument(
        "--passphrase-file",
        metavar="F",
        type=Path,
        help="the file whose first line is the workspace's passphrase; else the environment "
        f"variable {PASSPHRASE_VARIABLE} has it",
    )


def passphrase_of(parsed: argparse.Namespace) -> str | None:
    """The passphrase that the command was given, or None."""
    path: Path | None = parsed.passphrase_file
    if path is None:
        return os.environ.get(PASSPHRASE_VARIABLE) or None
    try:
        with path.open("rb") as file:
            first_line = file.readline(_LONGEST_LINE + 1)
        if len(first_line) > _LONGEST_LINE:
            raise StancelineError(f"{path} holds no passphrase: its first line is too long.")
        words = first_line.decode("utf-8-sig").removesuffix("\n").removesuffix("\r")
    except OSError as error:
        raise StancelineError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        # The error would carry what the file holds.
        raise StancelineError(f"{path} holds no passphrase: it is not UTF-8.") from None
    if not words:
        raise StancelineError(f"{path} holds no passphrase: its first line is empty.")
    return words


def open_to_read(parsed: argparse.Namespace) -> Workspace:
    """The workspace that the command names, to be read while others may write it."""
    return Workspace.open(parsed.workspace, passphrase=passphrase_of(parsed), for_writing=False)


def open_to_write(parsed: argparse.Namespace) -> Workspace:
    """The workspace that the command names; its actions say so where it cannot be changed.

    Raises WorkspaceReadOnly when somebody else keeps it open for writing.
    """
    passphrase = passphrase_of(parsed)
    return _when_free(lambda: Workspace.open(parsed.workspace, passphrase=passphrase))


def open_or_make(parsed: argparse.Namespace) -> Workspace:
    """The workspace that the command names, made when it is not there.

    Raises WorkspaceReadOnly when somebody else keeps it open for writing.
    """
    passphrase = passphrase_of(parsed)
    return _when_free(lambda: Workspace.open_or_create(parsed.workspace, passphrase=passphrase))


def _when_free(opened: Callable[[], Workspace]) -> Workspace:
    """The workspace as soon as nobody else writes it: another command may soon be done."""
    give_up_at_s = time.monotonic() + _PATIENCE_S
    while (workspace := opened()).holder is not None:
        workspace.close()
        if time.monotonic() > give_up_at_s:
            raise WorkspaceReadOnly(
                f"{workspace.path} is in use, so nothing was changed. {workspace.why_read_only} "
                "Close it there first."
            )
        time.sleep(_PAUSE_S)
    return workspace
