"""Killing the program while somebody works: whatever it acknowledged must be there after."""

import hashlib
import random
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
from stanceline.services.protecting import set_passphrase
from stanceline.services.undoing import redo, undo
from stanceline.services.workspace import Workspace
from stanceline.storage.keys import key_for

_STEPS = 240
"""How far one analyst works; the file is then begun anew."""

_SEEDS = (11, 12, 13)
_LONGEST_LIFE_S = 0.25
_UNDONE_EVERY = 12
"""After how many kills everything is undone, to see that the journal explains every row."""

Step = Callable[[Workspace, int, int], object]


def annotating(n_kills: int, *, passphrase: str | None = None, step: Step = walks.gesture) -> Tally:
    """Kill -9 at random moments of work that goes on from where the kill before left it."""
    tally = Tally(f"kill -9 while annotating{', encrypted' if passphrase else ''}")
    rng = random.Random(1)
    n_acknowledged = 0
    with timed(tally), scratch("kills", on_disk=True) as folder:
        template = folder / "template.stanceline"
        affair.make_affair(template)  # Here, so that the children find all of it loaded.
        if passphrase:
            set_passphrase(template, None, passphrase)
        file = File(passphrase, key_for(template, passphrase).pragmas() if passphrase else [])
        begun = copied(template, folder / "begun")
        with file.opened(begun) as workspace:
            walks.undo_everything(workspace)
        states = {seed: _states(file, template, seed, step) for seed in _SEEDS}
        path, seed, at = folder / "work.stanceline", 0, _STEPS
        while tally.tried < n_kills:
            if at >= _STEPS - 1:
                seed, at = rng.choice(_SEEDS), 0
                _clear(path)
                shutil.copyfile(template, path)
            life_s = rng.random() * _LONGEST_LIFE_S
            ended = _work_until_killed(file, path, seed, at, life_s, step)
            tally.tried += 1
            n_acknowledged += max(0, len(ended.acknowledged) - 1)
            now = _place_after(tally, file, path, states[seed], at, ended)
            if now is None:
                at = _STEPS
                continue
            at = now
            if tally.tried % _UNDONE_EVERY == 0:
                _check_undone(tally, file, path, begun)
    tally.note = f"{n_acknowledged:,} actions acknowledged"
    return tally


@dataclass(frozen=True, slots=True)
class File:
    """How the files of a test are opened; copies of one file have its key."""

    passphrase: str | None = None
    pragmas: Sequence[str] = ()

    def opened(self, path: Path) -> Workspace:
        """The workspace as the program opens it."""
        return Workspace.open(path, passphrase=self.passphrase)

    def raw(self, path: Path) -> Any:
        """A bare connection, to be closed."""
        return closing(open_raw(path, self.pragmas))


def _clear(path: Path) -> None:
    for each in path.parent.glob(f"*{path.name}*"):
        each.unlink()


def _states(file: File, template: Path, seed: int, step: Step) -> list[str]:
    """What the file must be after each step of this analyst, found without any kill."""
    with scratch("states") as folder:
        path = folder / template.name
        shutil.copyfile(template, path)

        def work(acknowledge: Acknowledge) -> None:
            with file.opened(path) as workspace, file.raw(path) as connection:
                acknowledge(_state(connection))
                for number in range(_STEPS):
                    step(workspace, seed, number)
                    acknowledge(_state(connection))

        ended = in_child(work, timeout=300)
    if ended.status:
        raise RuntimeError(f"The work that nobody kills failed: {ended.said}")
    return [str(each) for each in ended.acknowledged]


def _state(connection: Any) -> str:
    """What the file holds, and what was done in it, without what differs from run to run.

    A job that was killed before it did anything leaves no line, but its number is used up.
    """
    done = connection.execute(
        "SELECT kind, state, label FROM action"
        " WHERE id IN (SELECT action_id FROM change) ORDER BY id"
    ).fetchall()
    told = hashlib.sha256(repr([tuple(row) for row in done]).encode()).hexdigest()
    return f"{digest(connection, without=OF_THE_MOMENT)} {told}"


def _work_until_killed(
    file: File, path: Path, seed: int, at: int, life_s: float, step: Step
) -> Ended:
    def work(acknowledge: Acknowledge) -> None:
        with file.opened(path) as workspace:
            acknowledge(at)
            for number in range(at, _STEPS):
                step(workspace, seed, number)
                acknowledge(number + 1)

    return in_child(work, kill_after_first=life_s)


def _place_after(
    tally: Tally, file: File, path: Path, states: list[str], at: int, ended: Ended
) -> int | None:
    """How many steps the file holds after the kill; None when that cannot be told."""
    if not ended.was_killed and ended.status:
        tally.fail(f"the program ended by itself: {ended.said.strip()[-300:]}")
        return None
    last = int(ended.acknowledged[-1]) if ended.acknowledged else at
    copy = copied(path, path.parent / "copy")
    with file.raw(copy) as connection:
        problems = unsound(connection, is_mid_action=True)
        found = _state(connection)
        has_open = bool(connection.execute("SELECT 1 FROM action WHERE is_open").fetchone())
    if problems:
        tally.fail(f"after step {last}: {'; '.join(problems[:3])}")
    for place in (last, last + 1):
        if place < len(states) and states[place] == found:
            return place
    if has_open:
        _check_cut_off(tally, file, copy, states[last])
        return None
    known = [place for place, state in enumerate(states) if state == found]
    if known and known[-1] < last:
        tally.lose(f"acknowledged step {last}, the file is at {known[-1]}", last - known[-1])
    else:
        tally.fail(f"the file is as it was after no step (acknowledged: {last})")
    return None


def _check_cut_off(tally: Tally, file: File, copy: Path, before: str) -> None:
    """What a job had stored when it was killed must be one action, with all that was before."""

    def take_back(acknowledge: Acknowledge) -> None:
        with file.opened(copy) as workspace, file.raw(copy) as connection:
            undo(workspace)
            acknowledge(_rows_of(_state(connection)))

    ended = in_child(take_back)
    if ended.status:
        tally.fail(f"a job that was cut off cannot be undone: {ended.said.strip()[-300:]}")
    elif ended.acknowledged != [_rows_of(before)]:
        tally.lose("undoing a job that was cut off does not lead back to what was acknowledged")


def _rows_of(state: str) -> str:
    """The part of a state that tells of the rows alone."""
    return state.split(maxsplit=1)[0]


def _check_undone(tally: Tally, file: File, path: Path, begun: Path) -> None:
    """Undo all work in a copy, compare it with a file where nothing was done, do all again."""
    copy = copied(path, path.parent / "undone")

    def undo_all(acknowledge: Acknowledge) -> None:
        with file.opened(copy) as workspace, file.raw(copy) as connection:
            before = digest(connection)
            n_undone = walks.undo_everything(workspace)
            acknowledge(digest(connection))
            # No more than that: something else may have been undone before.
            n_redone = sum(redo(workspace) is not None for _ in range(n_undone))
            acknowledge(n_redone == n_undone and digest(connection) == before)

    ended = in_child(undo_all)
    if ended.status:
        tally.fail(f"not all could be undone: {ended.said.strip()[-300:]}")
        return
    problems = looked_over(copy, file.pragmas)
    with file.raw(begun) as connection:
        if ended.acknowledged[0] != digest(connection):
            problems.append("what was undone is not what was there at the start")
    if not ended.acknowledged[1]:
        problems.append("what was done again is not what was undone")
    if problems:
        tally.fail("; ".join(problems[:3]))
