"""A small translation of our own, laid into copies of the programs to see whether it is found."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import PySide6

from packaged.programs import Program
from packaged.steps import LANGUAGE

WORDS = {
    "WindowActions": {"&File": "&Dosiero", "&Edit": "&Redakti", "&Timeline": "&Templinio"},
    "ShortcutsDialog": {"Close": "Fermi"},
    "PasteDialog": {"Cancel": "Rezigni"},
    "TopicsDialog": {"&Add topic": "&Aldoni temon"},
}
_SOURCE_PARTS = ("desktop", "migrations", "resources")
_BUNDLED = Path("_internal", "stanceline", "_bundled")


def translated(program: Program, folder: Path) -> Program | None:
    """The program with our translation in it, as a copy; None where it cannot be reached."""
    if "{environment}" in program.command:
        return None
    copy = folder / f"{program.name} in {LANGUAGE}"
    shutil.rmtree(copy, ignore_errors=True)
    place = Path(program.command[-1])
    if place.is_dir():
        for part in _SOURCE_PARTS:
            shutil.copytree(
                place.parent / part, copy / part, ignore=shutil.ignore_patterns("__pycache__")
            )
        resources, start = copy / "resources", copy / place.name
    else:
        shutil.copytree(place.parent, copy, symlinks=True, copy_function=_link)
        resources, start = copy / _BUNDLED / "resources", copy / place.name
    (resources / "i18n").mkdir(exist_ok=True)
    write_translation(resources / "i18n" / f"stanceline_{LANGUAGE}.qm")
    return Program(
        program.name, (*program.command[:-1], str(start)), program.outside, program.inside
    )


def _link(source: str, target: str) -> None:
    """A second name for the file, which nobody writes to; a copy on another disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def write_translation(path: Path) -> None:
    """Write the translation as Qt reads it."""
    contexts = "".join(
        f"<context><name>{context}</name>"
        + "".join(
            f"<message><source>{_escaped(source)}</source>"
            f"<translation>{_escaped(meaning)}</translation></message>"
            for source, meaning in words.items()
        )
        + "</context>"
        for context, words in WORDS.items()
    )
    written = path.with_suffix(".ts")
    written.write_text(
        f'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" '
        f'language="{LANGUAGE}">{contexts}</TS>',
        "utf-8",
    )
    name = "lrelease.exe" if sys.platform == "win32" else "lrelease"
    tools = Path(PySide6.__file__).parent
    tool = next(each for each in (tools / name, tools / "Qt" / "libexec" / name) if each.exists())
    subprocess.run([tool, "-silent", written, "-qm", path], check=True)
    written.unlink()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;")
