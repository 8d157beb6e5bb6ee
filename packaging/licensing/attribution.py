"""Whose work each file of the frozen program is: a package, Python, the system, or ours.

Files are PyInstaller's entries: where the file goes inside the program, where it comes from, and
of what kind it is.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

Entry = tuple[str, str, str]

ROOT = Path(__file__).resolve().parents[2]
OWN_FOLDERS = ("desktop", "migrations", "resources", "packaging")
PYTHON = "Python"
OWN = "Stanceline"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who a file is from: ``kind`` is python-package, system-package, python or own."""

    kind: str
    name: str


def file_entries(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that bring bytes along: no links, no packages without a file."""
    return [
        (dest.replace("\\", "/"), source, kind)
        for dest, source, kind in entries
        if kind not in ("SYMLINK", "OPTION") and source and Path(source).is_file()
    ]


def owners(entries: Sequence[Entry]) -> tuple[dict[Entry, Owner], list[Entry]]:
    """Who each file is from, and the files of which nobody knows that."""
    packaged = _files_of_distributions()
    found: dict[Entry, Owner] = {}
    rest: list[Entry] = []
    for entry in entries:
        source = os.path.realpath(entry[1])
        if source in packaged:
            found[entry] = Owner("python-package", packaged[source])
        elif _is_of_python(entry[0], Path(source)):
            found[entry] = Owner("python", PYTHON)
        elif any(Path(source).is_relative_to(ROOT / folder) for folder in OWN_FOLDERS):
            found[entry] = Owner("own", OWN)
        else:
            rest.append(entry)
    of_system = _system_packages(entry[1] for entry in rest)
    for entry in rest:
        package = of_system.get(entry[1])
        if package is not None:
            found[entry] = Owner("system-package", package)
    return found, [entry for entry in rest if entry not in found]


def normal(name: str) -> str:
    """The name of a distribution as package indices write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _files_of_distributions() -> dict[str, str]:
    found = {}
    for distribution in metadata.distributions():
        name = normal(distribution.metadata["Name"])
        folder = os.path.realpath(str(distribution.locate_file("")))
        for file in distribution.files or ():
            found[os.path.normpath(f"{folder}/{file}")] = name
    return found


def _is_of_python(dest: str, source: Path) -> bool:
    if dest == "base_library.zip":
        return True  # PyInstaller packs it from the standard library.
    if "site-packages" in source.parts or "dist-packages" in source.parts:
        return False
    home = Path(sys.base_prefix).resolve()
    if home == Path("/usr"):
        return False  # The system's own Python is one of its packages.
    return source.is_relative_to(home)


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """An installed Debian package with the source that it was built from."""

    name: str
    source: str
    version: str
    notice: str


def _system_packages(paths: Iterable[str]) -> dict[str, str]:
    """For each path the Debian package that it belongs to, where there is one."""
    asked = {spelling: path for path in paths for spelling in _spellings(path)}
    if not asked or not sys.platform.startswith("linux"):
        return {}
    found = {}
    for line in _answer(["dpkg", "--search", *asked]):
        packages, _, spelling = line.rpartition(": ")
        if spelling in asked:
            found[asked[spelling]] = packages.split(", ")[0]
    return found


def _spellings(path: str) -> set[str]:
    """The names under which dpkg may know a file: it does not follow links between folders."""
    names = {path, os.path.realpath(path)}
    names |= {name.removeprefix("/usr") for name in names if name.startswith("/usr/lib")}
    return names | {f"/usr{name}" for name in names if name.startswith("/lib")}


def system_package(name: str) -> SystemPackage:
    """What dpkg knows of an installed package, with the text of its copyright file."""
    form = "${binary:Package}\t${source:Package}\t${source:Version}\n"
    line = _answer(["dpkg-query", "--show", f"--showformat={form}", name])[0]
    _, source, version = line.split("\t")
    plain = name.split(":", maxsplit=1)[0]
    notice = Path("/usr/share/doc") / plain / "copyright"
    text = notice.read_text("utf-8", errors="replace") if notice.is_file() else ""
    return SystemPackage(plain, source, version, text)


def _answer(command: list[str]) -> list[str]:
    try:
        done = subprocess.run(command, capture_output=True, check=False, text=True)
    except FileNotFoundError:
        return []  # This Linux has no dpkg.
    return done.stdout.splitlines()
