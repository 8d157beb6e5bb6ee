"""How commands open a workspace: with the passphrase that they are given, and as they need."""

import argparse
import time
from collections.abc import Callable

from stanceline.cli.passphrases import passphrase_of
from stanceline.services.workspace import Workspace, WorkspaceReadOnly

_PATIENCE_S = 5.0
_PAUSE_S = 0.1


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
