"""The texts about the program that Debian wants in a package, made from those of the project."""

from __future__ import annotations

import json
import re
import textwrap
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAINTAINER = "The Stanceline authors <authors@stanceline.invalid>"

_HEADING = re.compile(
    r"^## \[(?P<version>[^]]+)\](?: - (?P<day>\d{4}-\d\d-\d\d))?\s*$", re.MULTILINE
)
_POINT = re.compile(r"^- (.*(?:\n  .*)*)", re.MULTILINE)
UNRELEASED = "Unreleased"

NOTICES = "_internal/stanceline/_bundled/resources/third-party"
"""Where the licences of what is shipped lie in the frozen program."""


def debian_version(version: str) -> str:
    """The version as dpkg orders it: what comes before a release has a tilde before its letters."""
    return re.sub(r"(?<=\d)\.?(a|b|rc|dev)(?=\d)", r"~\1", version)


def changelog(markdown: str, *, version: str, epoch: int) -> str:
    """The project's CHANGELOG.md in Debian's form, the newest version first.

    What is not released yet there counts for `version`, which is being packaged, and this one is
    dated `epoch`, seconds since 1970.
    """
    entries = list(_entries(markdown))
    if not any(name in {UNRELEASED, version} for name, _, _ in entries):
        entries.insert(0, (version, "", ["A package of this version."]))
    return "\n".join(
        _entry(version if name == UNRELEASED else name, _date(day, name, version, epoch), points)
        for name, day, points in entries
        if points
    )


def _entries(markdown: str) -> Iterator[tuple[str, str, list[str]]]:
    """Each version's name, day and points."""
    headings = list(_HEADING.finditer(markdown))
    ends = [heading.start() for heading in headings[1:]] + [len(markdown)]
    for heading, end in zip(headings, ends, strict=True):
        points = [
            " ".join(point.split()) for point in _POINT.findall(markdown[heading.end() : end])
        ]
        yield heading["version"], heading["day"] or "", points


def _date(day: str, name: str, version: str, epoch: int) -> str:
    if name in {UNRELEASED, version} or not day:
        when = datetime.fromtimestamp(epoch, UTC)
    else:
        when = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
    return format_datetime(when)


def _entry(version: str, date: str, points: list[str]) -> str:
    lines = [f"stanceline ({debian_version(version)}) unstable; urgency=medium", ""]
    for point in points:
        lines += textwrap.wrap(point, 80, initial_indent="  * ", subsequent_indent="    ")
    return "\n".join([*lines, "", f" -- {MAINTAINER}  {date}", ""])


def copyright_text(tree: Path, installed_at: Path, licence: str) -> str:
    """Who holds the rights to what, in Debian's machine-readable form.

    `tree` is the frozen program, which is installed in the folder `installed_at` under /; the works
    of others in it are those that its notices name. `licence` is the text of the program's own.
    Raises FileNotFoundError when there are no notices.
    """
    notices = tree / NOTICES
    works = json.loads((notices / "components.json").read_text(encoding="utf-8"))["components"]
    texts = f"/{installed_at.as_posix()}/{NOTICES}"
    holder, _, terms = licence.partition("Permission is hereby granted")
    holders = [line.removeprefix("Copyright (c) ") for line in holder.splitlines() if "(c)" in line]
    return "\n".join(
        [
            "This is Stanceline, packaged by its authors from what they have written.",
            f"To reach them: {MAINTAINER}",
            "",
            "Files: *",
            f"Copyright: {'; '.join(holders)}",
            "License: MIT",
            *_indented(f"Permission is hereby granted{terms}"),
            "",
            f"Files: {installed_at.as_posix()}/*",
            "Copyright: the authors of Stanceline, and those of the works listed below, as named",
            " in the texts of their licences",
            "License: MIT and others",
            *_indented(
                "The folder holds Stanceline and, unchanged, the works of others that it is made "
                f"with, each under its own licence. Their texts lie in {texts}/licences, and the "
                "program shows them under Help, About. The GNU licences are also in "
                "/usr/share/common-licenses."
            ),
            " .",
            *_indented("\n".join(_work(each) for each in works)),
            "",
        ]
    )


def _work(component: dict[str, Any]) -> str:
    """One work of others in a line."""
    version = f" {component['version']}" if component["version"] else ""
    inside = f" (in {component['inside']})" if component["inside"] else ""
    texts = ", ".join(str(text).rpartition("/")[2] for text in component["texts"])
    return f"{component['title']}{version}{inside}: {component['licence']} [{texts}]"


def _indented(text: str) -> Iterator[str]:
    """Lines of a field that goes on: a blank before each, a point for an empty one."""
    for line in text.strip().splitlines():
        for part in textwrap.wrap(line, 98, break_long_words=False) or [""]:
            yield f" {part}" if part else " ."
