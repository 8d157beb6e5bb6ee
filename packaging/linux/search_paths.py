"""Where a library looks for others: of a shipped one, nowhere but beside itself."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linux.tree import elf_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LITTLE_64_BIT = b"\x7fELF\x02\x01"
_PT_LOAD, _PT_DYNAMIC = 1, 2
_DT_NULL, _DT_STRTAB, _DT_RPATH, _DT_RUNPATH = 0, 5, 15, 29
_ENTRY = struct.Struct("<qQ")
_BESIDE = "$ORIGIN"


@dataclass(frozen=True, slots=True)
class _Segment:
    kind: int
    offset: int
    address: int
    n_bytes: int


def forget_foreign_search_paths(folder: Path) -> list[Path]:
    """The libraries under `folder` that would have looked outside it; from now on they do not.

    Python's own libraries name the folder that Python lay in when they were built. On the machine
    of somebody else that is nothing, or something that somebody put there. Raises ValueError for
    one that has paths of both kinds.
    """
    return [path for path in elf_files(folder) if _forget(path)]


def _forget(path: Path) -> bool:
    data = path.read_bytes()
    changed = without_foreign_search_path(data)
    if changed == data:
        return False
    path.write_bytes(changed)
    return True


def without_foreign_search_path(data: bytes) -> bytes:
    """The ELF file `data` without search paths that do not begin beside it; else as it is.

    Only files of 64 bits, little end first, are looked at.
    """
    if not data.startswith(_LITTLE_64_BIT):
        return data
    segments = list(_segments(data))
    dynamic = next((each for each in segments if each.kind == _PT_DYNAMIC), None)
    if dynamic is None:
        return data
    table = data[dynamic.offset : dynamic.offset + dynamic.n_bytes]
    entries = [(tag, value) for tag, value in _ENTRY.iter_unpack(table) if tag != _DT_NULL]
    texts = _offset_of(segments, dict(entries)[_DT_STRTAB])
    kept = [
        (tag, value)
        for tag, value in entries
        if tag not in {_DT_RPATH, _DT_RUNPATH} or not _is_foreign(data, texts + value)
    ]
    packed = b"".join(_ENTRY.pack(*entry) for entry in kept).ljust(len(table), b"\0")
    return data[: dynamic.offset] + packed + data[dynamic.offset + len(table) :]


def _segments(data: bytes) -> Iterator[_Segment]:
    (start,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    for place in range(start, start + size * count, size):
        kind, _, offset, address, _, n_bytes = struct.unpack_from("<IIQQQQ", data, place)
        yield _Segment(kind, offset, address, n_bytes)


def _offset_of(segments: list[_Segment], address: int) -> int:
    """Where in the file that lies which is loaded at `address`."""
    for each in segments:
        if each.kind == _PT_LOAD and each.address <= address < each.address + each.n_bytes:
            return address - each.address + each.offset
    raise ValueError(f"No part of the library is loaded at {address:#x}.")


def _is_foreign(data: bytes, offset: int) -> bool:
    """Whether the search path at `offset` leads away from the library."""
    paths = data[offset : data.index(b"\0", offset)].decode().split(":")
    foreign = [path for path in paths if path and not path.startswith(_BESIDE)]
    if foreign and len(foreign) < len([path for path in paths if path]):
        raise ValueError(f"A library looks beside itself and in {', '.join(foreign)}.")
    return bool(foreign)
