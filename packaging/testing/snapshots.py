"""What lies in a folder, to see later what came, went or changed."""

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """One file, folder or link: its type and rights, its owner, and its bytes or its target."""

    mode: int
    owner: int
    content: str


Snapshot = Mapping[str, Entry]


def snapshot(folder: Path, leave_out: Sequence[str] = ()) -> dict[str, Entry]:
    """Everything below `folder` by its path from there; whole folders in `leave_out` are not.

    Times are not looked at: a cache that is written anew with the same bytes is the same.
    """
    found: dict[str, Entry] = {}
    for root, folders, files in os.walk(folder):
        above = Path(root).relative_to(folder)
        folders[:] = [name for name in folders if str(above / name) not in leave_out]
        for name in [*folders, *files]:
            found[str(above / name)] = _entry(Path(root, name))
    return found


def _entry(path: Path) -> Entry:
    state = path.lstat()
    if stat.S_ISLNK(state.st_mode):
        content = str(path.readlink())
    elif stat.S_ISREG(state.st_mode):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
    else:
        content = ""
    return Entry(state.st_mode, state.st_uid, content)


def differences(before: Snapshot, after: Snapshot, expected: Iterable[str] = ()) -> list[str]:
    """A line for each thing that came, went or changed, but those that a pattern expects.

    A pattern is that of a shell, where a star takes slashes too.
    """
    patterns = list(expected)
    told = []
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) == after.get(path):
            continue
        if any(fnmatch(path, pattern) for pattern in patterns):
            continue
        if path not in before:
            told.append(f"left behind: {path}")
        elif path not in after:
            told.append(f"gone: {path}")
        else:
            told.append(f"changed: {path}")
    return told
