"""Runs the smoke list with a program, and says what each step came to."""

import os
import re
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from packaged.programs import Ended, Program
from packaged.steps import DIALOGS, Step

BELOW = ("out", "kept", "show", "crash", "killed")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A step, how its command ended, and what is wrong with that by itself."""

    step: Step
    ended: Ended
    faults: tuple[str, ...]


def prepare(program: Program, given: Path, steps: Iterable[Step]) -> None:
    """Give the program a folder of its own with a copy of all that is given."""
    shutil.copytree(given, program.outside, dirs_exist_ok=True)
    for name in {*BELOW, *(step.below for step in steps if step.below)}:
        (program.outside / name).mkdir(exist_ok=True)
    (program.outside / "crash" / "out").write_text("No folder.", "utf-8")
    if os.name == "posix":
        # The program may run as somebody else, who must be able to write here.
        for path in (program.outside, *program.outside.rglob("*")):
            path.chmod(0o777 if path.is_dir() else 0o666)


def run(program: Program, steps: Iterable[Step]) -> list[Outcome]:
    """Run the steps one after another."""
    return [_run(program, step) for step in steps]


def _run(program: Program, step: Step) -> Outcome:
    if step.ends_badly_once:
        ended = program.run_until(
            step.arguments,
            step.ends_badly_once,
            below=step.below,
            environment=step.environment,
        )
        return Outcome(step, Ended(0, b"", b""), tuple(_faults_of_dead(program, step, ended)))
    given = (program.outside / step.given).read_bytes() if step.given else b""
    ended = program.run(step.arguments, below=step.below, given=given, environment=step.environment)
    return Outcome(step, ended, tuple(_faults(program, step, ended)))


def _faults(program: Program, step: Step, ended: Ended) -> Iterable[str]:
    if ended.status != step.status:
        yield f"ended with {ended.status} instead of {step.status}"
    told = (ended.out + ended.err).decode("utf-8", "replace")
    if "Traceback (most recent call last)" in told:
        yield "told a traceback"
    if step.says and not re.search(step.says, told, re.MULTILINE):
        yield f"did not say “{step.says}”"
    yield from _faults_of_files(program, step)
    yield from _faults_of_language(program, step)


def _faults_of_language(program: Program, step: Step) -> Iterable[str]:
    """Whether dialogs differ from those in English, or are the same."""
    if step.is_english is None:
        return
    for name in DIALOGS:
        path = Path("out", "screens", f"{name}-light-1440.png")
        spoken, english = program.outside / step.below / path, program.outside / "show" / path
        if not spoken.exists() or not english.exists():
            yield f"left no {path}"
        elif (spoken.read_bytes() == english.read_bytes()) is not step.is_english:
            yield f"{name} is {'not' if step.is_english else 'still'} in English"


def _faults_of_dead(program: Program, step: Step, ended: Ended) -> Iterable[str]:
    if ended.status == 0 or (sys.platform != "win32" and ended.status == 1):
        yield f"ended with {ended.status}, though it was ended by a signal"
    yield from _faults_of_files(program, step)


def _faults_of_files(program: Program, step: Step) -> Iterable[str]:
    for pattern in step.leaves:
        found = [path for path in program.outside.glob(pattern) if path.stat().st_size]
        if not found:
            yield f"left no {pattern}"
    for pattern, expected in step.holds:
        texts = [path.read_text("utf-8", "replace") for path in program.outside.glob(pattern)]
        if not texts or not all(re.search(expected, text) for text in texts):
            yield f"left no {pattern} with “{expected}” in it"
