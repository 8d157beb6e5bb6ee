"""Makes the installer for Windows from the frozen program, with Inno Setup.

    python packaging/windows/installer.py

It reads build/package (or the folder that PACKAGE_BUILD names) and writes into dist/.
With WINDOWS_CERTIFICATE set, installer and uninstaller are signed: see sign.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
PACKAGING = HERE.parent
ROOT = PACKAGING.parent
sys.path[:0] = [str(PACKAGING)]

import release  # noqa: E402 - it lies outside the package
from windows import version_resource  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPILER = Path("Inno Setup 6") / "ISCC.exe"


def command(compiler: Path, work: Path, out: Path, *, version: str, signs: bool) -> list[str]:
    """What is typed to make the installer of `version` from what lies in `work`."""
    numbers = ".".join(map(str, version_resource.numbers_of(version)))
    # The spec draws the icons where PyInstaller works.
    defined = {
        "Version": version,
        "NumericVersion": numbers,
        "Tree": str(work / "frozen" / "stanceline"),
        "Icons": str(work / "pyinstaller" / "stanceline" / "icons"),
    }
    words = [str(compiler), "/Qp", f"/O{out}"]
    words += [f"/D{name}={value}" for name, value in defined.items()]
    if signs:
        # In the words of Inno Setup $q is a quotation mark and $f the file, in such marks.
        words += ["/DSign", f"/Srelease=$q{sys.executable}$q $q{HERE / 'sign.py'}$q $f"]
    return [*words, str(HERE / "stanceline.iss")]


def find_compiler(environment: Mapping[str, str]) -> Path | None:
    """Where Inno Setup is installed for everybody or for this user, if it is."""
    folders = [environment.get(name) for name in ("ProgramFiles(x86)", "ProgramFiles")]
    if "LOCALAPPDATA" in environment:
        folders.append(str(Path(environment["LOCALAPPDATA"]) / "Programs"))
    places = [Path(folder) / COMPILER for folder in folders if folder]
    return next((place for place in places if place.is_file()), None)


def main() -> int:
    """Make the installer; the exit status says how it went."""
    compiler = find_compiler(os.environ)
    if compiler is None:
        print("Inno Setup 6 is not installed: jrsoftware.org has it.", file=sys.stderr)
        return 1
    work = Path(os.environ.get("PACKAGE_BUILD", ROOT / "build" / "package")).resolve()
    version = release.version_of(ROOT)
    signs = bool(os.environ.get("WINDOWS_CERTIFICATE"))
    words = command(compiler, work, ROOT / "dist", version=version, signs=signs)
    return subprocess.run(words, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
