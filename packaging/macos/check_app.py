"""Looks through Stanceline.app for what Finder, Gatekeeper or an older macOS would stumble over.

    python packaging/macos/check_app.py FOLDER/Stanceline.app

It reads files only, so it runs on any system. The exit status is 1 with a sentence per fault.
"""

from __future__ import annotations

import plistlib
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from macos import bundle  # noqa: E402 - it lies beside this file

# Numbers of Apple's <mach-o/fat.h> and <mach-o/loader.h>.
FAT_MAGIC = bytes.fromhex("cafebabe")
THIN_MAGIC = bytes.fromhex("cffaedfe")
HEADER_BYTES = 32
PROCESSORS = {0x01000007: "x86_64", 0x0100000C: "arm64"}
OLDEST_SYSTEM_COMMANDS = {0x24: 8, 0x32: 12}
"""Load commands that name the oldest macOS, with where in them it stands."""
# A Java class file begins like a fat library, and counts its versions where that counts parts.
MOST_PARTS = 20

Version = tuple[int, int]


def code_in(data: bytes) -> dict[str, Version]:
    """For each processor that the library or program has code for, the oldest macOS it runs on.

    Empty when the bytes are neither.
    """
    if not data.startswith(FAT_MAGIC):
        return _thin(data)
    (n_parts,) = struct.unpack_from(">I", data, 4)
    if n_parts > MOST_PARTS:
        return {}
    parts = [struct.unpack_from(">5I", data, 8 + 20 * place) for place in range(n_parts)]
    found: dict[str, Version] = {}
    for _, _, offset, size, _ in parts:
        found |= _thin(data[offset : offset + size])
    return found


def _thin(data: bytes) -> dict[str, Version]:
    if not data.startswith(THIN_MAGIC):
        return {}
    _, processor, _, _, n_commands = struct.unpack_from("<5I", data)
    oldest, place = (0, 0), HEADER_BYTES
    for _ in range(n_commands):
        command, size = struct.unpack_from("<2I", data, place)
        if command in OLDEST_SYSTEM_COMMANDS:
            (packed,) = struct.unpack_from("<I", data, place + OLDEST_SYSTEM_COMMANDS[command])
            oldest = (packed >> 16, packed >> 8 & 0xFF)
        place += size
    return {PROCESSORS.get(processor, hex(processor)): oldest}


def faults_of(app: Path) -> Iterator[str]:
    """What is wrong with the bundle, a sentence each."""
    contents = app / "Contents"
    plist = plistlib.loads((contents / "Info.plist").read_bytes())
    yield from _faults_of_plist(plist, contents)
    programs = sorted((contents / "MacOS").iterdir())
    if [path.name for path in programs] != [plist.get("CFBundleExecutable")]:
        yield f"Contents/MacOS holds {[path.name for path in programs]}."
        return
    (wanted,) = code_in(programs[0].read_bytes()) or ("no processor",)
    promised = tuple(int(part) for part in str(plist["LSMinimumSystemVersion"]).split("."))
    for path in sorted(contents.rglob("*")):
        inside = path.relative_to(app).as_posix()
        if path.is_symlink():
            if not path.exists():
                yield f"{inside} is a link that leads nowhere."
            elif not path.resolve().is_relative_to(app.resolve()):
                yield f"{inside} is a link that leads out of the bundle."
        elif path.is_file():
            code = code_in(path.read_bytes())
            if code and inside.startswith("Contents/Resources/"):
                yield f"{inside} is code among resources, where it is not signed."
            if code and wanted not in code:
                yield f"{inside} is for {', '.join(code)}, the program for {wanted}."
            oldest = code.get(wanted, (0, 0))
            if oldest > promised:
                yield f"{inside} asks for macOS {oldest[0]}.{oldest[1]}, the bundle promises less."


def _faults_of_plist(plist: dict[str, object], contents: Path) -> Iterator[str]:
    expected = {
        **bundle.info_plist(str(plist.get("CFBundleShortVersionString"))),
        "CFBundleIdentifier": bundle.IDENTIFIER,
    }
    for key, value in expected.items():
        if plist.get(key) != value:
            yield f"Info.plist says {plist.get(key)!r} for {key}."
    documents = plist.get("CFBundleDocumentTypes")
    icons = {plist.get("CFBundleIconFile")}
    if isinstance(documents, list):
        icons |= {document.get("CFBundleTypeIconFile") for document in documents}
    for icon in icons:
        if not (contents / "Resources" / str(icon)).is_file():
            yield f"There is no icon {icon}."


def main(words: Sequence[str]) -> int:
    """Look through the bundle that is named; the exit status says how it went."""
    if len(words) != 1:
        print("usage: python packaging/macos/check_app.py FOLDER/Stanceline.app", file=sys.stderr)
        return 2
    faults = list(faults_of(Path(words[0])))
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
