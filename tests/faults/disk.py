"""A disk that remembers every write and sync, and what it may hold after a power cut.

A write counts as lasting once its file was synced; until then each of its 512-byte sectors
may or may not have reached the disk. New and deleted names last once their folder was
synced, which SQLite does with the first sync of a new file and with some deletions.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to the disk; ``what`` says what.

    "write" has an offset and data, "truncate" a length as offset; "acknowledge" has the
    number of the commit that had returned as offset.
    """

    what: str
    file: str = ""
    offset: int = 0
    data: bytes = b""


class LoggingDisk(apsw.VFS):
    """SQLite's own way to files, with a log of what changes them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.log: list[Entry] = []
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> "_LoggedFile":  # noqa: N802 - SQLite's name.
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is not None and not Path(path).exists():
            self.log.append(Entry("create", Path(path).name))
        return _LoggedFile(self.log, name, path, flags)

    def xDelete(self, path: str, sync_folder: bool) -> None:  # noqa: N802 - SQLite's.
        super().xDelete(path, sync_folder)
        self.log.append(Entry("delete", Path(path).name))
        if sync_folder:
            self.log.append(Entry("sync folder"))


class _LoggedFile(apsw.VFSFile):
    def __init__(self, log: list[Entry], name: Any, path: str | None, flags: list[int]) -> None:
        self._log = log
        # Files without a name are of the moment: no cut brings them back.
        self._file = "" if path is None else Path(path).name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name.
        super().xWrite(data, offset)
        if self._file:
            self._log.append(Entry("write", self._file, offset, bytes(data)))

    def xTruncate(self, length: int) -> None:  # noqa: N802 - SQLite's name.
        super().xTruncate(length)
        if self._file:
            self._log.append(Entry("truncate", self._file, length))

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name.
        super().xSync(flags)
        if self._file:
            self._log.append(Entry("sync", self._file))


@dataclass(slots=True)
class _Platter:
    """What of one file is on the disk for sure, and what may be."""

    lasting: bytearray = field(default_factory=bytearray)
    pending: list[Entry] = field(default_factory=list)
    is_new: bool = True
    """Whether its name has not been synced into the folder."""

    def settle(self) -> None:
        for entry in self.pending:
            _apply(self.lasting, entry)
        self.pending.clear()

    def after_cut(self, rng: random.Random) -> bytearray:
        content = bytearray(self.lasting)
        for entry in self.pending:
            if entry.what == "truncate":
                if rng.random() < 0.5:
                    _apply(content, entry)
                continue
            for start in range(0, len(entry.data), SECTOR):
                # Sectors are torn at their own edges, wherever the write began.
                if rng.random() < 0.5:
                    part = entry.data[start : start + SECTOR]
                    _apply(content, Entry("write", entry.file, entry.offset + start, part))
        return content


def _apply(content: bytearray, entry: Entry) -> None:
    if entry.what == "truncate":
        del content[entry.offset :]
        return
    end = entry.offset + len(entry.data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[entry.offset : end] = entry.data


class Replay:
    """The disk as the log tells of it, step by step, to be cut off between any two entries."""

    def __init__(self, first: dict[str, bytes]) -> None:
        """``first`` is what lay on the disk, safely, before the log begins."""
        self._files = {
            name: _Platter(bytearray(content), is_new=False) for name, content in first.items()
        }
        self._gone: dict[str, _Platter] = {}
        """Files that were deleted while the folder was not synced."""
        self.acknowledged = -1

    def take(self, entry: Entry) -> None:
        """Let one entry of the log happen."""
        if entry.what == "acknowledge":
            self.acknowledged = entry.offset
        elif entry.what == "create":
            self._files.setdefault(entry.file, _Platter())
        elif entry.what == "delete":
            platter = self._files.pop(entry.file, None)
            if platter is not None and not platter.is_new:
                self._gone[entry.file] = platter
        elif entry.what == "sync folder":
            self._sync_folder()
        elif entry.what == "sync":
            platter = self._files[entry.file]
            platter.settle()
            if platter.is_new:
                self._sync_folder()
        else:
            self._files.setdefault(entry.file, _Platter()).pending.append(entry)

    def _sync_folder(self) -> None:
        self._gone.clear()
        for platter in self._files.values():
            platter.is_new = False

    def after_cut(self, rng: random.Random) -> dict[str, bytes]:
        """The files by name as the disk may hold them if the power fails now."""
        found = {}
        for name, platter in self._gone.items():
            if rng.random() < 0.5:
                found[name] = bytes(platter.after_cut(rng))
        for name, platter in self._files.items():
            if not platter.is_new or rng.random() < 0.5:
                found[name] = bytes(platter.after_cut(rng))
        return found


def put(files: dict[str, bytes], folder: Path) -> None:
    """Write these files into the folder, and take out all others."""
    for old in folder.iterdir():
        if old.name not in files:
            old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def sampled(log: Sequence[Entry], n_points: int, rng: random.Random) -> Iterable[int]:
    """Places in the log at which to cut, in order; every place where there are too few."""
    places = range(1, len(log) + 1)
    if n_points <= len(places):
        return sorted(rng.sample(places, n_points))
    return sorted(rng.choices(places, k=n_points))
