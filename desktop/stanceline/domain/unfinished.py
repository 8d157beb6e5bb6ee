"""How files are called while they are being written, and which of them nobody finishes."""

import os
import secrets
import stat
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from stanceline.domain.processes import is_alive, this_machine

PREFIX = ".unfinished-"
"""How the names of such files begin; the computer and the process that writes follow."""

_ABANDONED_AFTER_S = 24 * 3600


def unfinished_name(suffix: str) -> str:
    """A new name for a file that this process is about to write."""
    return f"{PREFIX}{_machine()}-{os.getpid()}-{secrets.token_hex(6)}{suffix}"


def sweep(folder: Path) -> int:
    """Remove the files in the folder that nobody is going to finish; how many there were.

    Those are files whose writer, a process of this computer, has ended, and files that have
    not been written to for a day. Never raises: what cannot be removed stays.
    """
    n_removed = 0
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and _is_abandoned(Path(entry.path)):
                with suppress(OSError):
                    Path(entry.path).unlink()
                    n_removed += 1
    return n_removed


def _is_abandoned(path: Path) -> bool:
    try:
        status = path.lstat()
    except OSError:
        return False
    if not stat.S_ISREG(status.st_mode):
        return False
    if abs(time.time() - status.st_mtime) > _ABANDONED_AFTER_S:
        return True
    machine, _, rest = path.name.removeprefix(PREFIX).partition("-")
    number = rest.partition("-")[0]
    is_known = machine == _machine() and number.isascii() and number.isdigit()
    return is_known and not is_alive(int(number))


def _machine() -> str:
    return sha256(this_machine().encode("ascii")).hexdigest()[:8]
