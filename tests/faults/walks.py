"""Work with undo and redo in between: the file must be what it is without them."""

import random
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Self

from faults import affair
from faults.kit import (
    OF_THE_MOMENT,
    Tally,
    copied,
    differences,
    digest,
    dump,
    open_raw,
    scratch,
    timed,
    unsound,
)
from stanceline.services.history import compact, go_back_to, history, undo_just
from stanceline.services.importing import Incoming, store
from stanceline.services.searching import search
from stanceline.services.undoing import Step, UndoRefused, next_undo, redo, undo
from stanceline.services.workspace import Workspace

_UNDONE_SHARE = 0.12
_REDONE_SHARE = 0.08
_REVERTED_SHARE = 0.05


def gesture(workspace: Workspace, seed: int, number: int) -> None:
    """One thing that somebody does: mostly an action, now and then undo or redo.

    Which it is depends on the seed, the number and the state of the workspace only.
    """
    chance = random.Random(-seed * 1_000_003 - number).random()
    if chance < _UNDONE_SHARE:
        undo(workspace)
    elif chance < _UNDONE_SHARE + _REDONE_SHARE:
        redo(workspace)
    elif chance < _UNDONE_SHARE + _REDONE_SHARE + _REVERTED_SHARE:
        _revert_any(workspace, random.Random(seed * 31 + number))
    else:
        affair.act(workspace, seed, number)


def _revert_any(workspace: Workspace, rng: random.Random) -> None:
    """Go back to one of the last lines of the history, or take back one alone if that can be."""
    lines = history(workspace, limit=12)
    if not lines:
        return
    action_id = rng.choice(lines).action_id
    with suppress(UndoRefused):
        if rng.random() < 0.3:
            go_back_to(workspace, action_id)
        else:
            undo_just(workspace, action_id)


def undo_everything(workspace: Workspace) -> int:
    """Undo as far as the journal goes; how many actions that were."""
    n_undone = 0
    while undo(workspace) is not None:
        n_undone += 1
    return n_undone


def redo_everything(workspace: Workspace) -> int:
    """Do again all that can be; how many actions that were."""
    n_redone = 0
    while redo(workspace) is not None:
        n_redone += 1
    return n_redone


# ---- walks that are checked at every step --------------------------------------------------

_LENGTH = 400
"""Gestures a workspace sees before the next one is begun."""

_QUERIES = (
    "bridge",
    "ferr*",
    '"nobody asked"',
    "rust OR union -talks",
    "speaker:berg",
    "stance:opposes",
    "note:minutes",
    "source:post",
    "Zurich",
    "环境",
    "桥",
)


def walking(n_gestures: int) -> Tally:
    """Random actions with undo, redo and reopening in between, compared after every one."""
    tally = Tally("random actions with undo and redo")
    with timed(tally), scratch("walks") as folder:
        seed = 0
        while tally.tried < n_gestures:
            seed += 1
            length = min(_LENGTH, n_gestures - tally.tried)
            path = folder / f"walk-{seed}.stanceline"
            affair.make_affair(path, seed=seed, n_articles=2)
            with _Walk(path, seed, tally) as walk:
                walk.go(length, is_neutral=seed % 3 == 0)
                if seed % 3 == 1:
                    walk.there_and_back()
                if seed % 4 == 0:
                    walk.compact()
            tally.tried += length
            path.unlink()
        tally.note = f"{seed} workspaces"
    return tally


# ---- work beside a job that goes on --------------------------------------------------------

_N_ARRIVING = 160
_EVERY = 4
"""After how many articles of an import somebody does something else."""


def beside_imports(n_imports: int) -> Tally:
    """Random work while an import goes on, batch by batch; then all is undone and done again."""
    tally = Tally("random actions beside an import")
    n_done = 0
    with timed(tally), scratch("beside") as folder:
        for seed in range(n_imports):
            path = folder / f"beside-{seed}.stanceline"
            affair.make_affair(path, seed=seed, n_articles=2)
            tally.tried += 1
            n_done += _beside_import(tally, path, seed)
    tally.note = f"{n_done:,} gestures meanwhile"
    return tally


def _beside_import(tally: Tally, path: Path, seed: int) -> int:
    arriving = affair.incoming(random.Random(seed), _N_ARRIVING, 3)
    n_done = 0

    def while_somebody_works() -> Iterator[Incoming]:
        nonlocal n_done
        for number, item in enumerate(arriving):
            yield item
            if number % _EVERY == 0:
                # Undo refuses while the import is what it would take back.
                with suppress(UndoRefused):
                    gesture(workspace, seed, number)
                n_done += 1

    with Workspace.open(path) as workspace, closing(open_raw(path)) as connection:
        start = _start_of(workspace, connection)
        store(workspace, while_somebody_works())
        redo_everything(workspace)
        end = digest(connection)
        n_undone = undo_everything(workspace)
        if digest(connection) != start:
            tally.fail(f"import {seed}: all undone, and the file is not what it was")
        n_redone = sum(redo(workspace) is not None for _ in range(n_undone))
        if n_redone != n_undone or digest(connection) != end:
            tally.fail(f"import {seed}: {n_undone} undone, {n_redone} done again, another file")
        for problem in unsound(connection):
            tally.fail(f"import {seed}: {problem}")
    return n_done


def _start_of(workspace: Workspace, connection: Any) -> str:
    """The fingerprint of the workspace with nothing done in it, which is then done again."""
    undo_everything(workspace)
    start = digest(connection)
    redo_everything(workspace)
    return start


class _Walk:
    """Somebody's way through a workspace, with what the file must be at every point of it."""

    def __init__(self, path: Path, seed: int, tally: Tally) -> None:
        self._path, self._seed, self._tally = path, seed, tally
        self._rng = random.Random(seed)
        self._number = 0
        self._open()
        self._done = [self._state()]
        """What the file was after each action that holds, the first state first."""
        self._undone: list[str] = []
        self._after: dict[int, str] = {}
        """What the file was right after each action, by the action's id."""
        self._begin_behind_the_start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._close()

    def _open(self) -> None:
        self._workspace = Workspace.open(self._path)
        self._connection = open_raw(self._path)

    def _close(self) -> None:
        self._connection.close()
        self._workspace.close()

    def _state(self) -> str:
        return digest(self._connection)

    def _begin_behind_the_start(self) -> None:
        """Walk back through what the workspace was made with, so that its states are known."""
        states = [self._done[0]]
        while (step := undo(self._workspace)) is not None:
            self._after[step.action_id] = states[-1]
            states.append(self._state())
        redo_everything(self._workspace)
        self._done = states[::-1]
        self._expect(self._done[-1], "doing all again")

    def go(self, n_gestures: int, *, is_neutral: bool) -> None:
        """Make this many gestures; neutral walks come back to where they left every time."""
        twin = _Twin(self._path, self._seed) if is_neutral else None
        done = 0
        while done < n_gestures:
            chance = self._rng.random()
            if chance < 0.02:
                self._close()
                self._open()
                self._expect(self._done[-1], "closing and opening")
                done += 1
            elif chance < 0.12:
                done += self._wander(is_neutral=is_neutral)
            elif chance < 0.16:
                done += self._revert(is_neutral=is_neutral)
            else:
                self._act()
                done += 1
        self._look_over()
        if twin is not None:
            self._compare(twin)

    def _act(self) -> None:
        before = next_undo(self._workspace)
        affair.act(self._workspace, self._seed, self._number)
        self._number += 1
        self._note_action(before)

    def _note_action(self, before: Step | None) -> bool:
        """Keep what the file is after something that may have been an action; whether it was."""
        step = next_undo(self._workspace)
        if step is None or step == before:
            self._expect(self._done[-1], "an action that did nothing")
            return False
        self._done.append(self._state())
        self._undone.clear()
        self._after[step.action_id] = self._done[-1]
        return True

    def _revert(self, *, is_neutral: bool) -> int:
        """Go back to a point of the history, or take back one action by itself.

        Neutral walks undo that at once. Gives how many gestures that were.
        """
        before = next_undo(self._workspace)
        action_id = self._rng.choice(list(self._after))
        if self._rng.random() < 0.3:
            go_back_to(self._workspace, action_id)
            self._expect(self._after[action_id], "going back")
        else:
            self._undo_just(action_id)
        if self._note_action(before) and is_neutral:
            self._undo()
            return 2
        return 1

    def _undo_just(self, action_id: int) -> None:
        step = next_undo(self._workspace)
        try:
            undo_just(self._workspace, action_id)
        except UndoRefused as error:
            self._must(str(error).endswith("."), f"No sentence: {error}")
            self._expect(self._done[-1], "undoing one action was refused")
            is_last = step is not None and step.action_id == action_id
            self._must(not is_last, f"Undoing just the last action was refused: {error}")
        else:
            if step is not None and step.action_id == action_id:
                self._expect(self._done[-2], "undoing just the last action")

    def _wander(self, *, is_neutral: bool) -> int:
        """Undo some actions, and do some or all of them again; how many gestures that were."""
        n_back = self._rng.randrange(1, 9)
        n_back = sum(self._undo() for _ in range(n_back))
        n_on = n_back if is_neutral else self._rng.randrange(n_back + 2)
        return n_back + sum(self._redo() for _ in range(n_on))

    def _undo(self) -> bool:
        step = undo(self._workspace)
        if step is None:
            self._must(len(self._done) == 1, "Nothing was left to undo too early")
            return False
        if len(self._done) == 1:
            self._tally.fail(f"seed {self._seed}: more was undone than was done")
            return True
        self._undone.append(self._done.pop())
        self._expect(self._done[-1], f"undoing “{step.label}”")
        return True

    def _redo(self) -> bool:
        step = redo(self._workspace)
        if step is None:
            self._must(not self._undone, "Nothing was left to do again too early")
            return False
        if not self._undone:
            self._tally.fail(f"seed {self._seed}: more was done again than was undone")
            return True
        self._done.append(self._undone.pop())
        self._expect(self._done[-1], f"doing “{step.label}” again")
        return True

    def _expect(self, state: str, after: str) -> None:
        self._must(self._state() == state, f"The file is another after {after}")

    def _must(self, is_so: bool, sentence: str) -> None:
        if not is_so:
            self._tally.fail(f"seed {self._seed}, gesture {self._number}: {sentence}.")

    def _look_over(self) -> None:
        for problem in unsound(self._connection):
            self._must(False, problem)  # noqa: FBT003 - it is a problem.

    def _compare(self, twin: "_Twin") -> None:
        """The file must be that of somebody who did the same and never undid anything."""
        rows, words = twin.after(self._number)
        mine = dump(self._connection, without=OF_THE_MOMENT)
        self._must(mine == rows, f"Not as without undo: {differences(mine, rows)}")
        found = _found(self._workspace)
        self._must(found == words, f"Search finds {found}, not {words}"[:400])

    def there_and_back(self) -> None:
        """Undo everything and do it again."""
        before, words = self._state(), _found(self._workspace)
        n_undone = undo_everything(self._workspace)
        self._must(n_undone == len(self._done) - 1, "Not as much was undone as was done")
        self._expect(self._done[0], "undoing everything")
        self._look_over()
        n_redone = sum(redo(self._workspace) is not None for _ in range(n_undone))
        self._must(n_redone == n_undone, "Not all could be done again")
        self._expect(before, "doing everything again")
        self._must(_found(self._workspace) == words, "Search finds other things than before")
        self._look_over()

    def compact(self) -> None:
        """Forget how anything is undone: nothing else may change."""
        before, words = self._state(), _found(self._workspace)
        compact(self._workspace, "9999-12-31")
        self._expect(before, "compacting")
        self._must(_found(self._workspace) == words, "Search finds other things than before")
        self._must(undo(self._workspace) is None, "What was compacted was undone")
        self._look_over()


class _Twin:
    """A copy of the workspace in which the same actions are done, and nothing is undone."""

    def __init__(self, path: Path, seed: int) -> None:
        self._path = copied(path, path.parent / "twin")
        self._seed = seed

    def after(self, n_actions: int) -> tuple[dict[str, list[Any]], list[list[object]]]:
        """Its rows, and what search finds, after the actions."""
        with Workspace.open(self._path) as workspace:
            for number in range(n_actions):
                affair.act(workspace, self._seed, number)
            with closing(open_raw(self._path)) as connection:
                return dump(connection, without=OF_THE_MOMENT), _found(workspace)


def _found(workspace: Workspace) -> list[list[object]]:
    """What search says to some queries, in its order."""
    return [
        [
            (hit.article_id, hit.title, hit.source, hit.snippet, hit.field, hit.n_quotations)
            for hit in search(workspace, query).hits
        ]
        for query in _QUERIES
    ]
