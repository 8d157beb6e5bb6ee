"""The steps of a long check: each is tried, timed and told, whatever became of those before."""

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field


class CheckFailed(Exception):
    """What was looked at is not as it should be; its text says how."""


def check(is_right: bool, sentence: str) -> None:
    """Raise CheckFailed with `sentence` unless `is_right`; an assert would vanish under -O."""
    if not is_right:
        raise CheckFailed(sentence)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried: its name, how long it took, and what was wrong, if anything."""

    part: str
    name: str
    seconds: float
    fault: str = ""
    note: str = ""


def _do_nothing(_name: str) -> None:
    pass


@dataclass(slots=True)
class Report:
    """All that was tried so far, told as it goes.

    `on_failure` is called with a name for the step that failed, while all is as it was then.
    """

    steps: list[Step] = field(default_factory=list)
    part: str = ""
    on_failure: Callable[[str], None] = _do_nothing

    @contextmanager
    def step(self, name: str, *, needed: bool = False) -> Iterator[list[str]]:
        """Try one thing; a failure is kept, and the next thing is tried.

        Gives a list for remarks, such as a figure. With `needed`, what follows in the same
        part has no sense without it: then PartEnded is raised after the failure is kept.
        """
        began = time.monotonic()
        remarks: list[str] = []
        fault = ""
        try:
            yield remarks
        except (CheckFailed, OSError, ValueError, subprocess.SubprocessError) as error:
            fault = sentence_of(error)
            self.on_failure(f"{self.part}-step-{len(self.steps) + 1}")
        seconds = time.monotonic() - began
        self.steps.append(Step(self.part, name, seconds, fault, "; ".join(remarks)))
        print(line_of(self.steps[-1]), flush=True)
        if fault and needed:
            raise PartEnded(name)

    @property
    def failures(self) -> list[Step]:
        """The steps that went wrong."""
        return [step for step in self.steps if step.fault]

    def exit_status(self) -> int:
        """0 when something was tried and nothing failed, else 1."""
        return 1 if self.failures or not self.steps else 0


class PartEnded(Exception):
    """A part of the check cannot go on after a step that the rest needs."""


def sentence_of(error: Exception) -> str:
    """What went wrong, with what a command said last."""
    if isinstance(error, subprocess.CalledProcessError):
        said = f"{error.stdout or ''}\n{error.stderr or ''}".strip().splitlines()
        words = " ".join(str(word) for word in error.cmd[-6:])
        return "\n".join([f"“… {words}” ended with status {error.returncode}", *said[-15:]])
    if isinstance(error, subprocess.TimeoutExpired):
        return f"took longer than {error.timeout:.0f} seconds: {error.cmd}"
    return str(error) or type(error).__name__


def line_of(step: Step) -> str:
    """A step as one line of the table, with what was wrong below it."""
    state = "FAILED" if step.fault else "ok"
    note = f"  ({step.note})" if step.note else ""
    line = f"{step.part:<10} {state:<6} {step.seconds:6.1f} s  {step.name}{note}"
    if not step.fault:
        return line
    return "\n".join([line, *(f"           {each}" for each in step.fault.splitlines())])


def table_of(steps: Sequence[Step]) -> str:
    """All steps, and how many of them failed."""
    failed = sum(1 for step in steps if step.fault)
    total = sum(step.seconds for step in steps)
    closing = f"package-test: {len(steps)} steps, {failed} failed, {total:.0f} s"
    return "\n".join([*(line_of(step) for step in steps), closing])
