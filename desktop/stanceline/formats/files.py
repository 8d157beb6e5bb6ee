"""Files that are written whole or not at all."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stanceline.domain.errors import StancelineError


class CannotWrite(StancelineError):
    """The file cannot be written where it should go."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to write to, which takes its place when the block ends well.

    It has the suffix of ``path``, and the permissions of the file it replaces. Raises
    CannotWrite; whatever stood at ``path`` before then stands there still.
    """
    try:
        path = path.resolve()  # A link stays one: what it leads to is replaced.
        if path.exists() and not path.is_file():
            raise CannotWrite(f"{path} cannot be written: it is not an ordinary file.")
        unfinished = path.with_name(f".unfinished-{secrets.token_hex(8)}{path.suffix}")
        unfinished.touch(exist_ok=False)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}.") from error
    try:
        yield unfinished
        if path.exists():
            shutil.copymode(path, unfinished)
        unfinished.replace(path)
    except OSError as error:
        reason = error.strerror or error
        raise CannotWrite(f"{path} cannot be written: {reason}.") from error
    finally:
        # Where the folder has gone, the unfinished file has gone with it.
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
