"""Simulated power cuts: what was acknowledged must be on the disk whenever the power fails.

The statements that the services execute are written down, and executed again on a disk that
logs its writes, with the same pragmas. At sampled points of that log the files are put
together as a power cut may leave them, opened, and compared with what had been committed.
"""

import random
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError

from faults import affair, walks
from faults.disk import Entry, LoggingDisk, Replay, put, sampled
from faults.kit import Tally, digest, open_raw, scratch, timed, unsound
from stanceline.domain.errors import StancelineError
from stanceline.services.workspace import Workspace

_N_GESTURES = 250
_OPENED_ANEW_EVERY = 60
_OPENED_EVERY = 4
"""After how many cuts the program itself opens what is left."""

_PRAGMAS = (
    "trusted_schema",
    "cell_size_check",
    "foreign_keys",
    "journal_mode",
    "synchronous",
    "wal_autocheckpoint",
)
"""What decides how a connection writes; the values are those of the program's own."""

COMMIT, CLOSE = "COMMIT", "close"


@dataclass(slots=True)
class Recording:
    """The statements of some work in order, with their parameters, and how they were executed."""

    statements: list[tuple[str, Any]]
    pragmas: dict[str, str | int]


@contextmanager
def recorded(recording: Recording) -> Iterator[None]:
    """Write down what every engine executes within the block."""

    def executing(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool
    ) -> None:
        # Rows that SQLAlchemy folds into one statement count as many, and are given as one.
        is_folded = many and not all(isinstance(each, (tuple, dict)) for each in parameters)
        for each in parameters if many and not is_folded else [parameters]:
            recording.statements.append((statement, each))

    def committing(_connection: Any) -> None:
        recording.statements.append((COMMIT, ()))

    def rolling_back(_connection: Any) -> None:
        recording.statements.append(("ROLLBACK", ()))

    listeners = (
        ("before_cursor_execute", executing),
        ("commit", committing),
        ("rollback", rolling_back),
    )
    for name, listener in listeners:
        event.listen(Engine, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners:
            event.remove(Engine, name, listener)


def record(path: Path, n_gestures: int) -> Recording:
    """The statements of this many random gestures in the workspace, closed now and then."""
    recording = Recording([], {})
    done = 0
    while done < n_gestures:
        with recorded(recording), Workspace.open(path) as workspace:
            if not recording.pragmas:
                recording.pragmas = _pragmas_of(workspace)
            for _ in range(min(_OPENED_ANEW_EVERY, n_gestures - done)):
                walks.gesture(workspace, 5, done)
                done += 1
        recording.statements.append((CLOSE, ()))
    return recording


def _pragmas_of(workspace: Workspace) -> dict[str, str | int]:
    with workspace.action("Look at the pragmas") as session:
        connection = session.connection()
        return {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in _PRAGMAS
        }


@dataclass(slots=True)
class Logged:
    """What happened to the disk, and what the file held after each commit."""

    first: dict[str, bytes]
    log: list[Entry]
    states: list[str]
    name: str


def replayed(path: Path, recording: Recording, **pragmas: str | int) -> Logged:
    """The log of the recorded work on a copy of the file; ``pragmas`` differ from the real ones."""
    with scratch("disk") as folder:
        target = folder / path.name
        shutil.copyfile(path, target)
        disk = LoggingDisk(f"logging-{folder.name}")
        logged = Logged({target.name: target.read_bytes()}, disk.log, [], target.name)
        settings = {**recording.pragmas, **pragmas}
        connection = _open(target, disk, settings)
        with closing(connection):
            logged.states.append(digest(connection))
            disk.log.append(Entry("acknowledge", offset=0))
        connection = None
        for statement, parameters in recording.statements:
            if connection is None:
                connection = _open(target, disk, settings)
            if statement == CLOSE:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.close()
                connection = None
            elif _is_left_out(connection, statement):
                continue
            else:
                _execute(connection, statement, parameters)
                if statement == COMMIT:
                    _note_commit(connection, logged)
        if connection is not None:
            connection.close()
        return logged


def _open(target: Path, disk: LoggingDisk, settings: dict[str, str | int]) -> Any:
    connection = apsw.Connection(str(target), vfs=disk.name)
    # Shared memory between processes is of no matter here, and apsw has none to log.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    for name, value in settings.items():
        connection.execute(f"PRAGMA {name} = {value}")
    return connection


def _is_left_out(connection: Any, statement: str) -> bool:
    """Whether the statement has nothing to do here: reads, and ends of what was only read."""
    if statement in {COMMIT, "ROLLBACK"}:
        return not connection.in_transaction
    first = statement.lstrip().split(None, 1)[0].upper()
    if first == "BEGIN":
        return "IMMEDIATE" not in statement.upper()
    return first in {"SELECT", "EXPLAIN"}


def _execute(connection: Any, statement: str, parameters: Any) -> None:
    for _ in connection.execute(statement, parameters):
        pass


def _note_commit(connection: Any, logged: Logged) -> None:
    logged.states.append(digest(connection))
    logged.log.append(Entry("acknowledge", offset=len(logged.states) - 1))


@dataclass(slots=True)
class Found:
    """How many cuts were tried, lost something acknowledged, or left what cannot be read."""

    n_cuts: int = 0
    n_lost: int = 0
    n_broken: int = 0
    first_told: str = ""


def cut(logged: Logged, n_points: int, seed: int, *, is_opened: bool = False) -> Found:
    """Cut the power at this many points of the log and look at what is left each time.

    With ``is_opened`` some of what is left is also opened as the program opens it.
    """
    rng = random.Random(seed)
    found = Found()
    replay = Replay(logged.first)
    taken = 0
    with scratch("cut") as folder:
        for place in sampled(logged.log, n_points, rng):
            while taken < place:
                replay.take(logged.log[taken])
                taken += 1
            files = replay.after_cut(rng)
            put(files, folder)
            found.n_cuts += 1
            acknowledged = max(0, replay.acknowledged)
            if is_opened and found.n_cuts % _OPENED_EVERY == 0:
                _open_as_ever(found, folder / logged.name, acknowledged)
                put(files, folder)
            _judge(found, folder / logged.name, logged, acknowledged)
    return found


def _open_as_ever(found: Found, path: Path, acknowledged: int) -> None:
    try:
        with Workspace.open(path) as workspace:
            walks.gesture(workspace, 1, acknowledged)
    except (StancelineError, SQLAlchemyError) as error:
        found.n_broken += 1
        found.first_told = found.first_told or f"after commit {acknowledged}: {error}"


def _judge(found: Found, path: Path, logged: Logged, acknowledged: int) -> None:
    try:
        with closing(apsw.Connection(str(path))) as connection:
            # What a long action had not ended is ended when the program opens the file next.
            problems = unsound(connection, is_mid_action=True)
            state = digest(connection)
    except (apsw.Error, UnicodeDecodeError) as error:
        problems, state = [f"cannot be read: {error}"], ""
    if problems:
        found.n_broken += 1
        found.first_told = found.first_told or f"after commit {acknowledged}: {problems[0]}"
    elif state not in logged.states[acknowledged : acknowledged + 2]:
        found.n_lost += 1
        found.first_told = found.first_told or f"commit {acknowledged} is not there"


def _work(folder: Path, n_gestures: int) -> tuple[Path, Recording]:
    path, work = folder / "cut.stanceline", folder / "work.stanceline"
    affair.make_affair(path, n_articles=2, n_paragraphs=4)
    shutil.copyfile(path, work)
    return path, record(work, n_gestures)


def power_cuts(n_points: int, *, n_gestures: int = _N_GESTURES) -> list[Tally]:
    """The program's own pragmas must lose nothing; weaker ones must, or the test is blind."""
    kept = Tally("power cut, as the program is set")
    with scratch("powercut") as folder:
        path, recording = _work(folder, n_gestures)
        with timed(kept):
            logged = replayed(path, recording)
            with closing(open_raw(folder / "work.stanceline")) as connection:
                if logged.states[-1] != digest(connection):
                    kept.fail("The recording does not hold all that was written.")
            found = cut(logged, n_points, seed=2, is_opened=True)
            kept.tried = found.n_cuts
            if found.n_lost:
                kept.lose(found.first_told, found.n_lost)
            for _ in range(found.n_broken):
                kept.fail(found.first_told)
            kept.note = (
                f"{len(logged.states) - 1} commits, {len(logged.log):,} writes and syncs, "
                f"synchronous={recording.pragmas['synchronous']}"
            )
        n_blind = max(100, n_points // 10)
        return [
            kept,
            _must_lose(path, recording, "synchronous=OFF", n_blind, synchronous="OFF"),
            _must_lose(path, recording, "synchronous=NORMAL", n_blind, synchronous="NORMAL"),
        ]


def _must_lose(path: Path, recording: Recording, what: str, n_points: int, **pragmas: str) -> Tally:
    """A test that fails when nothing is lost with pragmas that are known to lose."""
    tally = Tally(f"power cut, {what} (must lose)")
    with timed(tally):
        found = cut(replayed(path, recording, **pragmas), n_points, seed=3)
        tally.tried = found.n_cuts
        does_lose = found.n_lost + found.n_broken > 0
        if not does_lose:
            tally.fail("Nothing was lost, so the test would not see a loss either.")
        tally.note = (
            f"must lose: {'yes' if does_lose else 'NO'}; "
            f"{found.n_lost} lost work, {found.n_broken} could not be read"
        )
    return tally
