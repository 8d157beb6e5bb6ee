"""The works of others that the program is made of, with their versions and licences.

A package carries a list that was made while it was built, of everything in it. Without one, the
list is that of the installed Python packages that the program depends on.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from stanceline.bundled import RESOURCES
from stanceline.records import dataclass

if TYPE_CHECKING:
    from importlib import metadata

FOLDER = RESOURCES / "third-party"
_FONTS = (
    ("Inter", "Inter-OFL.txt", "https://rsms.me/inter/"),
    ("Source Serif 4", "SourceSerif4-OFL.txt", "https://github.com/adobe-fonts/source-serif"),
)
_OWN_PACKAGE = "stanceline"
# What is asked for when the program itself is not installed as a package.
_DIRECT = (
    "alembic",
    "appdirs",
    "charset-normalizer",
    "numpy",
    "py3langid",
    "PySide6-Essentials",
    "pyqtgraph",
    "rapidfuzz",
    "SQLAlchemy",
    "sqlcipher3",
    "trafilatura",
)
# What a package says of itself not at all, or in words that are no licence's name.
_LICENCES = {
    "appdirs": "MIT",
    "colorama": "BSD-3-Clause",
    "justext": "BSD-2-Clause",
    "lxml": "BSD-3-Clause AND PSF-2.0",
    "sqlcipher3": "Zlib",
}
_TEXTS = re.compile(r"(?i)\.dist-info/(.*/)?(licen[cs]e|copying|notice)[^/]*$")


@dataclass(frozen=True, slots=True)
class Work:
    """Something made by others. ``inside`` is the title of the work that contains it, or ""."""

    title: str
    version: str
    licence: str
    inside: str = ""
    homepage: str = ""
    note: str = ""
    texts: tuple[Path, ...] = ()

    def text(self) -> str:
        """The whole text of its licence, as far as it came along; "" where it did not."""
        read = (path.read_text("utf-8", errors="replace").strip("\n") for path in self.texts)
        return "\n\n\n".join(read)


def works() -> list[Work]:
    """Every work of others that is shipped or installed with the program, by title."""
    listed = FOLDER / "components.json"
    found = _shipped(listed) if listed.is_file() else [*_fonts(), *_installed()]
    return sorted(found, key=lambda work: (work.title.casefold(), work.version))


def own_licence() -> Path | None:
    """Where the licence of the program itself lies, if it came along."""
    for path in (FOLDER / "licences" / "Stanceline.txt", RESOURCES.parent / "LICENSE"):
        if path.is_file():
            return path
    return None


def _shipped(listed: Path) -> list[Work]:
    components = json.loads(listed.read_text("utf-8"))["components"]
    titles = {each["name"]: each["title"] for each in components}
    return [
        Work(
            title=each["title"],
            version=each["version"],
            licence=each["licence"],
            inside=titles.get(each["inside"], ""),
            homepage=each["homepage"],
            note=each["note"],
            texts=tuple(listed.parent / text for text in each["texts"]),
        )
        for each in components
    ]


def _fonts() -> Iterator[Work]:
    for name, text, homepage in _FONTS:
        path = RESOURCES / "fonts" / text
        yield Work(name, "", "OFL-1.1", homepage=homepage, texts=(path,))


def _installed() -> Iterator[Work]:
    # It takes a while to load and is needed by nobody but those who look here.
    from importlib import metadata

    waiting = _required(_OWN_PACKAGE) or list(_DIRECT)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        normal = re.sub(r"[-_.]+", "-", name).lower()
        if normal in seen:
            continue
        seen.add(normal)
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # It is for another system, or another Python.
        waiting += _required(name)
        yield _work_of(distribution)


def _required(name: str) -> list[str]:
    from importlib import metadata

    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    found = []
    for line in lines:
        match = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line)
        if match and "extra ==" not in line:
            found.append(match[0])
    return found


def _work_of(distribution: "metadata.Distribution") -> Work:
    about = distribution.metadata
    name = about["Name"].replace("_", "-")
    declared = about["License-Expression"] or about["License"] or ""
    urls = dict(line.split(", ", 1) for line in about.get_all("Project-URL") or ())
    files = (file for file in distribution.files or () if _TEXTS.search(file.as_posix()))
    return Work(
        title=name,
        version=distribution.version,
        licence=_LICENCES.get(name.lower()) or declared.partition("\n")[0],
        homepage=urls.get("Homepage") or urls.get("Source") or about["Home-page"] or "",
        texts=tuple(Path(str(distribution.locate_file(file))) for file in files),
    )
