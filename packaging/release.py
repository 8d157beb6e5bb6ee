"""What a release needs to know of itself.

python packaging/release.py check TAG      fails unless the tag fits the program
python packaging/release.py notes          the newest section of the change log
python packaging/release.py sums FOLDER    writes SHA256SUMS for what lies there
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
SUMS = "SHA256SUMS"
_VERSION = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)
_HEADING = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)


class CannotRelease(Exception):
    """Why it is no release, as a sentence."""


def version_of(root: Path) -> str:
    """The version of the program under the checkout `root`, read and not run."""
    source = (root / "desktop" / "stanceline" / "__init__.py").read_text(encoding="utf-8")
    found = _VERSION.search(source)
    if found is None:
        raise CannotRelease("The program does not say its version.")
    return found[1]


def check(tag: str, root: Path) -> str:
    """The version that the tag releases; raises CannotRelease when it is not the program's.

    The change log must have a section for it, since what a release brings is read there.
    """
    version = version_of(root)
    if tag != f"v{version}":
        raise CannotRelease(f"The tag is {tag} and the program is version {version}.")
    titles = [found["title"] for found in _HEADING.finditer(change_log(root))]
    if not any(title.split()[0].strip("[]") == version for title in titles):
        raise CannotRelease(f"CHANGELOG.md has no section for {version}.")
    return version


def change_log(root: Path) -> str:
    """The text of the change log."""
    return (root / "CHANGELOG.md").read_text(encoding="utf-8")


def notes(root: Path) -> str:
    """What the change log says of the program's own version; empty when it has no section."""
    log, version = change_log(root), version_of(root)
    headings = [*_HEADING.finditer(log)]
    for place, heading in enumerate(headings):
        if heading["title"].split()[0].strip("[]") == version:
            following = headings[place + 1].start() if place + 1 < len(headings) else len(log)
            return log[heading.end() : following].strip() + "\n"
    return ""


def write_sums(folder: Path) -> Path:
    """Write the SHA-256 of each file in `folder` as `sha256sum --check` reads them."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != SUMS)
    lines = []
    for path in files:
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    if not lines:
        raise CannotRelease(f"There is nothing in {folder}.")
    sums = folder / SUMS
    sums.write_text("".join(lines), encoding="utf-8", newline="\n")
    return sums


def main(words: Sequence[str]) -> int:
    """Do what is asked for; the exit status says how it went."""
    try:
        match list(words):
            case ["check", tag]:
                print(check(tag, ROOT))
            case ["version"]:
                print(version_of(ROOT))
            case ["notes"]:
                print(notes(ROOT), end="")
            case ["sums", folder]:
                print(write_sums(Path(folder)))
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except CannotRelease as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
