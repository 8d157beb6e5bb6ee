"""How commands are given the passphrase of an encrypted workspace."""

import argparse
import os
from pathlib import Path

from stanceline.domain.errors import StancelineError

PASSPHRASE_VARIABLE = "STANCELINE_PASSPHRASE"  # noqa: S105 - the name of it
"""The environment variable with the passphrase of an encrypted workspace."""

_LONGEST_LINE = 65536


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
