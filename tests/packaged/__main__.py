"""Runs the smoke list with the program from source and with packaged ones, and compares them.

    cd tests && python -m packaged [--quick | --only PATTERN] [--work FOLDER] \\
        SOURCE... -- PACKAGED...

Each command is given in words, as one would type it; more programs may follow, each after
another ``--``. A packaged program in another root is
given its folder and its environment by place-holders; ``programs.py`` has them. Its folder is
named by ``--inside OUTSIDE=INSIDE``, once for each packaged program that has one.
Exit status: 0 when every step came to what it must and nothing differs, else 1.
"""

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from packaged.compare import differences
from packaged.given import write_given
from packaged.programs import Program
from packaged.runner import Outcome, prepare, run
from packaged.steps import Step, other_steps, quick_steps, steps
from packaged.translation import translated

_MADE = ("made.stanceline", "secret.stanceline")


def main(words: Sequence[str] | None = None) -> int:
    """Run what the command line asks for, and return the exit status."""
    asked, commands = _asked(list(sys.argv[1:] if words is None else words))
    with tempfile.TemporaryDirectory(prefix="smoke-") as scratch:
        work = asked.work or Path(scratch)
        work.mkdir(parents=True, exist_ok=True)
        programs = _programs(work, commands, asked.inside)
        given = work / "given"
        shutil.rmtree(given, ignore_errors=True)
        write_given(given)
        if asked.quick:
            return compare(programs, given, quick_steps())
        if asked.only:
            return compare(
                programs, given, [each for each in steps() if _is_meant(each, asked.only)]
            )
        return compare(programs, given, steps(), other_steps())


def _is_meant(step: Step, pattern: str) -> bool:
    return re.search(pattern, step.name) is not None


def compare(
    programs: Sequence[Program], given: Path, todo: Sequence[Step], others: Sequence[Step] = ()
) -> int:
    """Have all programs go through the steps, the first being the measure; the exit status.

    Each starts with a copy of what is given. ``others`` are done with what another made.
    """
    translations = [step for step in todo if step.needs_translation]
    todo = [step for step in todo if not step.needs_translation]
    for program in programs:
        prepare(program, given, [*todo, *translations])
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda program: run(program, todo), programs))
    if others:
        _swap(programs)
        outcomes = [
            done + run(program, others) for program, done in zip(programs, outcomes, strict=True)
        ]
    if translations:
        outcomes = [
            done + _run_translated(program, given.parent, translations)
            for program, done in zip(programs, outcomes, strict=True)
        ]
    n_bad = sum(_tell_faults(*each) for each in zip(programs, outcomes, strict=True))
    for program, done in zip(programs[1:], outcomes[1:], strict=True):
        found = differences(programs[0], outcomes[0], program, done)
        for difference in found:
            _tell(f"DIFFERS  {program.name}: {difference}")
        n_bad += len(found)
    _tell(
        f"{len(outcomes[0])} steps with each of {', '.join(each.name for each in programs)}: "
        f"{n_bad or 'no'} faults and differences."
    )
    return 1 if n_bad else 0


def _run_translated(program: Program, work: Path, todo: Sequence[Step]) -> list[Outcome]:
    """Run the steps with a copy of the program that our translation was laid into.

    A program that cannot be copied is left out, which is told.
    """
    copy = translated(program, work / "translated")
    if copy is None:
        _tell(f"left out {program.name}: {', '.join(step.name for step in todo)}")
        return []
    outcomes = run(copy, todo)
    shutil.rmtree(work / "translated")
    return outcomes


def _swap(programs: Sequence[Program]) -> None:
    """Give each program what the first made, and the first what the last one did."""
    for program in programs:
        maker = programs[-1] if program is programs[0] else programs[0]
        for name in _MADE:
            copy = program.outside / f"other-{name}"
            shutil.copyfile(maker.outside / name, copy)
            copy.chmod(0o666)


def _tell_faults(program: Program, outcomes: Sequence[Outcome]) -> int:
    n_faults = 0
    for outcome in outcomes:
        for fault in outcome.faults:
            n_faults += 1
            _tell(f"FAILED   {program.name}: {outcome.step.name}: {fault}")
            for line in (outcome.ended.err or outcome.ended.out).splitlines()[-5:]:
                _tell(f"           {line.decode('utf-8', 'replace')[:200]}")
    return n_faults


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _asked(words: list[str]) -> tuple[argparse.Namespace, list[list[str]]]:
    """The options, and the words of each program's command."""
    parser = argparse.ArgumentParser(prog="python -m packaged")
    parser.add_argument("--quick", action="store_true", help="some seconds' worth of the list")
    parser.add_argument("--only", metavar="PATTERN", help="the steps whose names match alone")
    parser.add_argument("--work", type=Path, help="the folder to work in, which is kept")
    parser.add_argument("--inside", action="append", default=[], metavar="OUTSIDE=INSIDE")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args(words)
    commands: list[list[str]] = [[]]
    for word in asked.command:
        if word == "--":
            commands.append([])
        else:
            commands[-1].append(word)
    commands = [command for command in commands if command]
    if len(commands) < len(("source", "packaged")):
        parser.error("name at least two commands, with -- between them")
    return asked, commands


def _programs(work: Path, commands: list[list[str]], insides: list[str]) -> list[Program]:
    """The programs with their folders, those in another root with one there."""
    elsewhere = iter(insides)
    found = []
    for number, command in enumerate(commands):
        name = "source" if number == 0 else f"packaged-{number}"
        outside = (work / name).resolve()
        inside = str(outside)
        if "{environment}" in command:
            place, _, inside = next(elsewhere, f"{outside}={outside}").partition("=")
            outside = Path(place)
        shutil.rmtree(outside, ignore_errors=True)
        outside.mkdir(parents=True)
        found.append(Program(name, tuple(map(_whole_path, command)), outside, inside))
    return found


def _whole_path(word: str) -> str:
    """The word, made a path that holds in every folder if it is one that holds in ours."""
    return str(Path(word).absolute()) if os.sep in word and Path(word).exists() else word


if __name__ == "__main__":
    sys.exit(main())
