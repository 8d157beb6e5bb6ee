"""What all fault tests share: counting, looking a file over, and children that can be killed."""

import faulthandler
import hashlib
import json
import os
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

from stanceline.storage.engine import DRIVER
from stanceline.storage.learning import SINCE

JOURNAL_TABLES = frozenset({"action", "change", "journal_now"})
"""Tables that tell how the rest came to be; undo adds to them instead of restoring them."""

KEPT_TABLES = frozenset({"text", "original"})
"""Tables by content, which undo leaves alone; what refers to them is compared with them."""

OF_THE_MOMENT = frozenset({"uid", "created_at", "imported_at", "judged_at", "at", "decided_at"})
"""Columns that differ between two runs of the same work."""

_SETTINGS_OF_THE_MOMENT = (SINCE,)
"""The settings that do so, by their keys."""

MAX_TOLD = 5
"""How many failures are told in full; the others are only counted."""


@dataclass(slots=True)
class Tally:
    """What came of one fault test: how often it was tried, what was lost, what failed."""

    name: str
    tried: int = 0
    lost: int = 0
    failed: int = 0
    seconds: float = 0.0
    note: str = ""
    told: list[str] = field(default_factory=list)

    def fail(self, sentence: str) -> None:
        """Count a failure and remember what it was."""
        self.failed += 1
        self._tell(f"failed: {sentence}")

    def lose(self, sentence: str, n: int = 1) -> None:
        """Count acknowledged work that is no longer there."""
        self.lost += n
        self._tell(f"lost: {sentence}")

    def _tell(self, sentence: str) -> None:
        if len(self.told) < MAX_TOLD:
            self.told.append(sentence)

    @property
    def is_good(self) -> bool:
        return self.tried > 0 and not self.lost and not self.failed


@contextmanager
def timed(tally: Tally) -> Iterator[Tally]:
    """Add the seconds that the block takes; an exception counts as a failure."""
    begun = time.monotonic()
    try:
        yield tally
    except Exception as error:  # noqa: BLE001 - one broken test must not hide the others.
        tally.fail(f"{type(error).__name__}: {error}")
        traceback.print_exc(file=sys.stderr)
    finally:
        tally.seconds += time.monotonic() - begun


@contextmanager
def scratch(name: str, *, on_disk: bool = False) -> Iterator[Path]:
    """A folder of the test's own, in memory where that is possible and disk is not asked for."""
    memory = Path("/dev/shm")
    where = memory if not on_disk and os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix=f"stanceline-{name}-", dir=where))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# ---- looking a file over -------------------------------------------------------------------


def open_raw(path: Path, pragmas: Iterable[str] = ()) -> Any:
    """A bare connection to the file by the program's own driver, recovering what it must."""
    connection = DRIVER.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)
    connection.isolation_level = None
    for pragma in pragmas:
        connection.execute(pragma)
    return connection


def copied(path: Path, folder: Path) -> Path:
    """A copy of a file and of the log beside it, as a crash left both."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    for suffix in ("", "-wal", "-journal"):
        Path(f"{target}{suffix}").unlink(missing_ok=True)
        if Path(f"{path}{suffix}").exists():
            shutil.copyfile(f"{path}{suffix}", f"{target}{suffix}")
    Path(f"{target}-shm").unlink(missing_ok=True)
    return target


def table_names(connection: Any) -> list[str]:
    """The ordinary tables that hold something of ours: no index of words and no numbers."""
    found = [
        (name, sql)
        for name, sql in connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type='table'"
        )
        if not name.startswith("sqlite_")
    ]
    virtual = [name for name, sql in found if sql.upper().startswith("CREATE VIRTUAL")]
    return sorted(
        name
        for name, _ in found
        if name not in virtual and not any(name.startswith(f"{each}_") for each in virtual)
    )


def word_indexes(connection: Any) -> list[str]:
    """The FTS5 tables of the file."""
    return [
        name
        for name, sql in connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type='table'"
        )
        if sql and "using fts5" in sql.casefold()
    ]


def dump(connection: Any, *, without: frozenset[str] = frozenset()) -> dict[str, list[Any]]:
    """All rows of all tables that undo restores, in order of their ids or values, by table.

    The texts and originals that articles refer to are given with the articles.
    ``without`` names columns of which it is only told where they are empty.
    """
    found: dict[str, list[Any]] = {}
    for table in table_names(connection):
        if table in JOURNAL_TABLES | KEPT_TABLES:
            continue
        names = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        wanted = ", ".join(_wanted(table, name, without) for name in names)
        order = " ORDER BY id" if "id" in names else ""
        rows = _rows(connection, f'SELECT {wanted} FROM "{table}"{order}')
        found[table] = rows if order else sorted(rows, key=repr)
    names = {row[1] for row in connection.execute("PRAGMA table_info(article)")}
    if "text_id" in names:
        found["article, text"] = _rows(
            connection,
            "SELECT article.id, text.sha256, text.body FROM article"
            " LEFT JOIN text ON text.id = article.text_id ORDER BY article.id",
        )
    found["article, original"] = _rows(
        connection,
        "SELECT article.id, original.sha256, length(original.content) FROM article"
        " JOIN original ON original.id = article.original_id ORDER BY article.id",
    )
    return found


def _wanted(table: str, name: str, without: frozenset[str]) -> str:
    if name in without:
        return f'"{name}" IS NULL'
    if without and (table, name) == ("setting", "value"):
        keys = ", ".join(f"'{key}'" for key in _SETTINGS_OF_THE_MOMENT)
        return f"iif(key IN ({keys}), '', value)"
    return f'"{name}"'


def _rows(connection: Any, sql: str) -> list[Any]:
    return [tuple(row) for row in connection.execute(sql)]


def digest(connection: Any, *, without: frozenset[str] = frozenset()) -> str:
    """The fingerprint of ``dump``."""
    found = hashlib.sha256()
    for table, rows in dump(connection, without=without).items():
        found.update(f"{table}\n{rows!r}".encode())
    return found.hexdigest()


def differences(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> str:
    """The first rows in which two dumps differ, in words; empty when they are the same."""
    told = []
    for table in sorted({*one, *other}):
        rows, others = one.get(table, []), other.get(table, [])
        if rows != others:
            gone = [row for row in rows if row not in others][:1]
            new = [row for row in others if row not in rows][:1]
            told.append(f"{table}: {len(rows)} rows and {len(others)}, {gone} against {new}"[:400])
    return "; ".join(told[:3])


def unsound(connection: Any, *, is_mid_action: bool = False) -> list[str]:
    """What is wrong with an open file: integrity, foreign keys, index of words, journal."""
    problems = []
    # The index is looked at first: until then, a connection that has searched goes by the
    # shape the index had at that time, and the integrity check calls that corruption.
    for table in word_indexes(connection):
        try:
            connection.execute(f"INSERT INTO {table}({table}, rank) VALUES('integrity-check', 1)")
        except (DRIVER.Error, sqlite3.Error, apsw.Error) as error:
            problems.append(f"index {table}: {error}")
    problems += [
        str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"
    ]
    problems += [
        f"foreign key: {tuple(row)}" for row in connection.execute("PRAGMA foreign_key_check")
    ]
    return problems + journal_problems(connection, is_mid_action=is_mid_action)


def journal_problems(connection: Any, *, is_mid_action: bool = False) -> list[str]:
    """What of the journal does not fit together; nothing for a file that has none."""
    if not set(table_names(connection)) >= {"action", "change"}:
        return []
    asked = {
        "changes without an action": "SELECT count(*) FROM change WHERE action_id NOT IN"
        " (SELECT id FROM action)",
        "actions that are shown and hold no change": "SELECT count(*) FROM action"
        " WHERE kind IN ('do', 'undo', 'redo') AND state <> 'compacted' AND NOT is_open"
        " AND NOT EXISTS (SELECT 1 FROM change WHERE change.action_id = action.id)",
        "changes of a kind that is not known": "SELECT count(*) FROM change"
        " WHERE op NOT IN ('I', 'U', 'D')",
        "changes whose values are no JSON": "SELECT count(*) FROM change"
        " WHERE vals IS NOT NULL AND NOT json_valid(vals)",
    }
    if not is_mid_action:
        asked["journal still at work"] = (
            "SELECT count(*) FROM journal_now WHERE action_id IS NOT NULL"
        )
        asked["actions that never ended"] = "SELECT count(*) FROM action WHERE is_open"
    found = {what: connection.execute(sql).fetchone()[0] for what, sql in asked.items()}
    return [f"journal: {count} {what}" for what, count in found.items() if count]


def looked_over(path: Path, pragmas: Iterable[str] = ()) -> list[str]:
    """What is wrong with a file that nobody has open; its log is played in first."""
    try:
        with closing(open_raw(path, pragmas)) as connection:
            return unsound(connection)
    except (DRIVER.Error, sqlite3.Error) as error:
        return [f"cannot be read: {error}"]


# ---- children that can be killed -----------------------------------------------------------

Acknowledge = Callable[[object], None]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child came to its end, and what it acknowledged before."""

    acknowledged: list[Any]
    status: int
    """Exit status; the negative number of the signal that ended it."""
    seconds: float
    said: str = ""
    """What it wrote to standard error."""

    @property
    def was_killed(self) -> bool:
        return self.status == -signal.SIGKILL


FAILED_OF_ITSELF = 70
"""Exit status of a child whose job raised."""


def in_child(
    job: Callable[[Acknowledge], None],
    *,
    kill_after: float | None = None,
    kill_after_first: float | None = None,
    timeout: float = 60.0,
) -> Ended:
    """Run the job in a fork of this process, and kill it when its time has come.

    ``kill_after`` counts from the start, ``kill_after_first`` from the first thing that is
    acknowledged. What the job acknowledges must be JSON; it counts when it was written
    whole. No database may be open here. A child that outlives ``timeout`` is killed by
    SIGALRM, which tells it from the others.
    """
    reading, writing = os.pipe()
    with tempfile.TemporaryFile() as errors:
        begun = time.monotonic()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os.dup2(errors.fileno(), 2)
            _run_and_exit(job, writing)
        os.close(writing)
        with os.fdopen(reading, "rb", buffering=0) as pipe:
            data = _watched(child, pipe, begun, kill_after, kill_after_first, timeout)
        _, status = os.waitpid(child, 0)
        errors.seek(0)
        said = errors.read().decode(errors="replace")
    lines = data.split(b"\n")[:-1]
    return Ended(
        [json.loads(line) for line in lines],
        os.waitstatus_to_exitcode(status),
        time.monotonic() - begun,
        said,
    )


def _watched(
    child: int,
    pipe: Any,
    begun: float,
    kill_after: float | None,
    kill_after_first: float | None,
    timeout: float,
) -> bytes:
    """Everything the child writes until it ends; it is killed when its time has come."""
    data = b""
    kill_at = None if kill_after is None else begun + kill_after
    end_at = begun + timeout
    while True:
        now = time.monotonic()
        if kill_at is not None and now >= kill_at:
            os.kill(child, signal.SIGKILL)
            kill_at, end_at = None, now + timeout
        elif now >= end_at:
            os.kill(child, signal.SIGALRM)
            end_at = now + timeout
        next_at = end_at if kill_at is None else min(kill_at, end_at)
        if not select.select([pipe], [], [], max(0.0, next_at - now))[0]:
            continue
        chunk = pipe.read(1 << 16)
        if not chunk:
            return data
        if not data and kill_after_first is not None:
            kill_at = time.monotonic() + kill_after_first
        data += chunk


def _run_and_exit(job: Callable[[Acknowledge], None], writing: int) -> None:
    def acknowledge(what: object) -> None:
        os.write(writing, json.dumps(what).encode() + b"\n")

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    faulthandler.enable(2)  # A crash then says where, to the parent alone.
    try:
        job(acknowledge)
    except BaseException as error:  # noqa: BLE001 - the edge of the child: nothing may pass.
        os.write(2, f"{type(error).__name__}: {error}\n".encode(errors="replace"))
        if os.environ.get("STANCELINE_TRACEBACK") == "1":
            os.write(2, traceback.format_exc().encode(errors="replace"))
        os._exit(FAILED_OF_ITSELF)
    os._exit(0)
