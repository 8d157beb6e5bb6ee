"""Builds the packages: ``make package``, or this with the Python that is to be frozen.

It runs in an environment that holds packaging/lock/package.txt. packaging/README.md describes it.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from linux.search_paths import forget_foreign_search_paths

PACKAGING = Path(__file__).resolve().parent
ROOT = PACKAGING.parent
STEPS = ("freeze", "deb", "portable", "sums")


def main() -> int:
    """Build what the command line asks for, and return the exit status."""
    parser = argparse.ArgumentParser(description="Build the packages of Stanceline.")
    parser.add_argument("--only", choices=STEPS, help="build this alone, from what is there")
    parser.add_argument(
        "--work",
        type=Path,
        default=Path(os.environ.get("PACKAGE_BUILD", ROOT / "build" / "package")),
        help="where the frozen program is made",
    )
    chosen = parser.parse_args()
    freeze(chosen.work.resolve())
    return 0


def source_date() -> int:
    """SOURCE_DATE_EPOCH, or when the last commit was made: seconds since 1970."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return int(told)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def freeze(work: Path) -> Path:
    """Freeze the program under `work` and return the folder that holds it."""
    work.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(source_date()),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYINSTALLER_CONFIG_DIR": str(work / "cache"),
    }
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=WARN"]
    places = ["--workpath", str(work / "pyinstaller"), "--distpath", str(work / "frozen")]
    spec = str(PACKAGING / "stanceline.spec")
    subprocess.run([*command, *places, spec], env=environment, check=True, cwd=work)
    tree = work / "frozen" / "stanceline"
    if sys.platform == "linux":
        strip_symbols(tree)
        forget_foreign_search_paths(tree)
    return tree


def strip_symbols(tree: Path) -> None:
    """Take names for debuggers out of the libraries under `tree`: half of what some of them are.

    The program itself is left alone, since the frozen modules hang at its end, and so are NumPy's
    libraries: they were patched once, and would not load after a second change.
    """
    libraries = sorted(
        path
        for path in tree.rglob("*.so*")
        if path.is_file() and not path.is_symlink() and path.parent.name != "numpy.libs"
    )
    subprocess.run(["strip", "--strip-unneeded", *libraries], check=True)


if __name__ == "__main__":
    sys.exit(main())
