"""Tells what the frozen program is made of, by size: the table in packaging/README.md.

python packaging/sizes.py [FOLDER]
"""

import sys
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path

FROZEN = Path(__file__).resolve().parents[1] / "build" / "package" / "frozen" / "stanceline"

# What a file is for, by the first pattern that fits its path under _internal.
USES = (
    ("PySide6/Qt/lib/libicu*", "ICU: all scripts and languages, for Qt"),
    ("PySide6/Qt/*", "Qt: windows, text, drawing, PDF, X and Wayland"),
    ("PySide6/*", "PySide6: Qt for Python"),
    ("shiboken6/*", "PySide6: Qt for Python"),
    ("numpy.libs/*", "OpenBLAS and the Fortran runtime, for NumPy"),
    ("numpy/*", "NumPy: columns of marks"),
    ("libpython*", "Python with its standard library"),
    ("python3*", "Python with its standard library"),
    ("base_library.zip", "Python with its standard library"),
    ("rapidfuzz/*", "RapidFuzz: like names and passages"),
    ("sqlcipher3/*", "SQLCipher: the database, encrypted or not"),
    ("sqlalchemy/*", "SQLAlchemy: statements"),
    ("lxml/*", "lxml, Trafilatura and what they need: web pages"),
    ("trafilatura*", "lxml, Trafilatura and what they need: web pages"),
    ("justext/*", "lxml, Trafilatura and what they need: web pages"),
    ("tld/*", "lxml, Trafilatura and what they need: web pages"),
    ("babel/*", "lxml, Trafilatura and what they need: web pages"),
    ("certifi/*", "lxml, Trafilatura and what they need: web pages"),
    ("py3langid/*", "py3langid: which language an article is in"),
    ("stanceline/_bundled/resources/fonts/*", "fonts of the window and of pictures"),
    ("stanceline/_bundled/resources/third-party/*", "licences of all works"),
    ("stanceline/*", "lexicons, help, sample, migrations, themes"),
    ("lib*.so*", "libraries that a desktop may lack; not in the .deb"),
    ("*", "smaller Python libraries"),
)
MODULES = "compiled modules of all Python libraries and of Stanceline"


def use_of(path: str) -> str:
    """What the file at `path`, under the program's folder, is for."""
    inside = path.removeprefix("_internal/")
    if inside == path:
        return MODULES
    return next(use for pattern, use in USES if fnmatchcase(inside, pattern))


def sizes(tree: Path) -> Counter[str]:
    """How many bytes of the frozen program in `tree` serve each use."""
    found: Counter[str] = Counter()
    for path in tree.rglob("*"):
        if path.is_file() and not path.is_symlink():
            found[use_of(path.relative_to(tree).as_posix())] += path.stat().st_size
    return found


def table(found: Counter[str]) -> str:
    """The sizes as a table in Markdown, the largest first."""
    rows = [f"| {count / 1e6:.1f} | {use} |" for use, count in found.most_common()]
    return "\n".join(
        ["| MB | what for |", "| ---: | --- |", *rows, f"| {found.total() / 1e6:.1f} | all |"]
    )


if __name__ == "__main__":
    print(table(sizes(Path(sys.argv[1]) if len(sys.argv) > 1 else FROZEN)))
