"""Files that are written whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stanceline.domain.errors import StancelineError
from stanceline.domain.unfinished import sweep, unfinished_name

_BINARY = getattr(os, "O_BINARY", 0)


class CannotWrite(StancelineError):
    """The file cannot be written where it should go."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to write to, which takes its place when the block ends well.

    It has the suffix of ``path``, and the permissions of the file it replaces. When the
    block has ended, a power cut leaves the new file or the old one. What killed programs
    left unfinished in the folder is removed on the way. Raises CannotWrite; whatever stood
    at ``path`` before then stands there still.
    """
    try:
        path = path.resolve()  # A link stays one: what it leads to is replaced.
        if path.exists() and not path.is_file():
            raise CannotWrite(f"{path} cannot be written: it is not an ordinary file.")
        sweep(path.parent)
        unfinished = path.with_name(unfinished_name(path.suffix))
        unfinished.touch(exist_ok=False)
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such place"
        raise CannotWrite(f"{path} cannot be written: {reason}.") from error
    try:
        yield unfinished
        if path.exists():
            with suppress(PermissionError):  # Some disks know no permissions.
                shutil.copymode(path, unfinished)
        _sync(unfinished)
        unfinished.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        reason = error.strerror or error
        raise CannotWrite(f"{path} cannot be written: {reason}.") from error
    finally:
        # Where the folder has gone, the unfinished file has gone with it.
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Have the content on the disk before the name is: else a power cut leaves an empty file."""
    # Windows writes out only what is open for writing.
    file = os.open(path, (os.O_RDWR if os.name == "nt" else os.O_RDONLY) | _BINARY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # A folder cannot be opened there.
    # The new file is in place; a disk that cannot promise that it stays is no failure.
    with suppress(OSError):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
