"""Killing the program while somebody works: whatever it acknowledged must be there after."""

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from faults import affair, walks
from faults.kit import (
    OF_THE_MOMENT,
    Acknowledge,
    Ended,
    Tally,
    copied,
    digest,
    in_child,
    looked_over,
    open_raw,
    scratch,
    timed,
    unsound,
)
from stanceline.services.workspace import Workspace

_STEPS = 240
"""How far one analyst works; the file is then begun anew."""

_SEEDS = (11, 12, 13)
_LONGEST_LIFE_S = 0.25
_UNDONE_EVERY = 12
"""After how many kills everything is undone, to see that the journal explains every row."""

Step = Callable[[Workspace, int, int], object]


def annotating(n_kills: int, *, step: Step = walks.gesture) -> Tally:
    """Kill -9 at random moments of work that goes on from where the kill before left it."""
    tally = Tally("kill -9 while annotating")
    rng = random.Random(1)
    n_acknowledged = 0
    with timed(tally), scratch("kills", on_disk=True) as folder:
        template = folder / "template.stanceline"
        affair.make_affair(template)  # Here, so that the children find all of it loaded.
        begun = copied(template, folder / "begun")
        with Workspace.open(begun) as workspace:
            walks.undo_everything(workspace)
        states = {seed: _states(template, seed, step) for seed in _SEEDS}
        path, seed, at = folder / "work.stanceline", 0, _STEPS
        while tally.tried < n_kills:
            if at >= _STEPS - 1:
                seed, at = rng.choice(_SEEDS), 0
                _clear(path)
                shutil.copyfile(template, path)
            ended = _work_until_killed(path, seed, at, rng.random() * _LONGEST_LIFE_S, step)
            tally.tried += 1
            n_acknowledged += max(0, len(ended.acknowledged) - 1)
            now = _place_after(tally, path, states[seed], at, ended)
            if now is None:
                at = _STEPS
                continue
            at = now
            if tally.tried % _UNDONE_EVERY == 0:
                _check_undone(tally, path, begun)
    tally.note = f"{n_acknowledged:,} actions acknowledged"
    return tally


def _clear(path: Path) -> None:
    for each in path.parent.glob(f"*{path.name}*"):
        each.unlink()


def _states(template: Path, seed: int, step: Step) -> list[str]:
    """What the file must be after each step of this analyst, found without any kill."""
    with scratch("states") as folder:
        path = folder / template.name
        shutil.copyfile(template, path)

        def work(acknowledge: Acknowledge) -> None:
            with Workspace.open(path) as workspace, closing(open_raw(path)) as connection:
                acknowledge(digest(connection, without=OF_THE_MOMENT))
                for number in range(_STEPS):
                    step(workspace, seed, number)
                    acknowledge(digest(connection, without=OF_THE_MOMENT))

        ended = in_child(work, timeout=300)
    if ended.status:
        raise RuntimeError(f"The work that nobody kills failed: {ended.said}")
    return [str(each) for each in ended.acknowledged]


def _work_until_killed(path: Path, seed: int, at: int, life_s: float, step: Step) -> Ended:
    def work(acknowledge: Acknowledge) -> None:
        with Workspace.open(path) as workspace:
            acknowledge(at)
            for number in range(at, _STEPS):
                step(workspace, seed, number)
                acknowledge(number + 1)

    return in_child(work, kill_after_first=life_s)


def _place_after(tally: Tally, path: Path, states: list[str], at: int, ended: Ended) -> int | None:
    """How many steps the file holds after the kill; None when that cannot be told."""
    if not ended.was_killed and ended.status:
        tally.fail(f"the program ended by itself: {ended.said.strip()[-300:]}")
        return None
    last = int(ended.acknowledged[-1]) if ended.acknowledged else at
    copy = copied(path, path.parent / "copy")
    with closing(open_raw(copy)) as connection:
        problems = unsound(connection, is_mid_action=True)
        found = digest(connection, without=OF_THE_MOMENT)
    if problems:
        tally.fail(f"after step {last}: {'; '.join(problems[:3])}")
    for place in (last, last + 1):
        if place < len(states) and states[place] == found:
            return place
    known = [place for place, state in enumerate(states) if state == found]
    if known and known[-1] < last:
        tally.lose(f"acknowledged step {last}, the file is at {known[-1]}", last - known[-1])
    else:
        tally.fail(f"the file is as it was after no step (acknowledged: {last})")
    return None


def _check_undone(tally: Tally, path: Path, begun: Path) -> None:
    """Undo all work in a copy, compare it with a file where nothing was done, do all again."""
    copy = copied(path, path.parent / "undone")

    def undo_all(acknowledge: Acknowledge) -> None:
        with Workspace.open(copy) as workspace, closing(open_raw(copy)) as connection:
            before = digest(connection)
            n_undone = walks.undo_everything(workspace)
            acknowledge(digest(connection))
            n_redone = walks.redo_everything(workspace)
            acknowledge(n_redone - n_undone if digest(connection) == before else "differs")

    ended = in_child(undo_all)
    if ended.status:
        tally.fail(f"not all could be undone: {ended.said.strip()[-300:]}")
        return
    problems = looked_over(copy)
    with closing(open_raw(begun)) as connection:
        if ended.acknowledged[0] != digest(connection):
            problems.append("what was undone is not what was there at the start")
    if ended.acknowledged[1] != 0:
        problems.append("what was done again is not what was undone")
    if problems:
        tally.fail("; ".join(problems[:3]))
