"""Opening a workspace file: what it must be, how SQLite is set up, what its errors mean.

All SQL that only SQLite has lives in this module and its neighbours for journal and search.
"""

import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from stanceline.domain.errors import StancelineError

try:
    import sqlcipher3.dbapi2 as _driver
except ImportError:  # No wheel for this platform: the standard library's SQLite serves.
    import sqlite3 as _driver

DRIVER: ModuleType = _driver
"""The DB-API module in use: sqlcipher3 where it is installed, else sqlite3."""

FAULTS: tuple[type[Exception], ...] = (DRIVER.Error, UnicodeDecodeError)
"""What the driver raises about a file: what it says of a damaged one may be no text."""

DATABASE_FAULTS: tuple[type[Exception], ...] = (DBAPIError, *FAULTS)
"""The same, also as SQLAlchemy raises it."""

APPLICATION_ID = 0x53544C4E
"""What marks a SQLite file as a workspace: the letters STLN."""

SCHEMA_VERSION = 5
"""The schema that this program writes; stands in the file as ``user_version``."""

SCHEMA_REVISION = "0005"
"""The migration that makes this schema."""

SEE_CHECK = " Run stanceline check to see all."
"""How the sentence about a damaged value ends."""

CHOOSE_ANOTHER = "Choose another file."
"""What to do with a file that is something else."""

OR_MEND = "Restore a backup, or run stanceline check --repair."
"""What to do with a file that cannot be used as it is."""

READING = {"stanceline_reading": True}
"""Execution options of a connection that will not write."""

_HEADER_LENGTH = 100
_SQLITE_MAGIC = b"SQLite format 3\x00"
_BUSY_TIMEOUT_MS = 5000
_CACHE_KIB = 65536
"""What one connection may keep of the file in memory: with less, decrypting is felt."""


class NotAWorkspace(StancelineError):
    """The file is something else."""


class WorkspaceTooNew(StancelineError):
    """The file was written by a later Stanceline."""


class WorkspaceDamaged(StancelineError):
    """SQLite finds the file inconsistent."""


class WorkspaceUnavailable(StancelineError):
    """The file cannot be read or written just now."""


_MODES = {
    "write": "mode=rw",
    # A connection that may not write could not tidy up what is beside the file.
    "watch": "mode=rw",
    "look": "mode=ro",
    "frozen": "mode=ro&immutable=1",
}

_FileKey = tuple[int, int]
_open_files: Counter[_FileKey] = Counter()
_files_lock = threading.RLock()


@contextmanager
def may_open_raw(path: Path) -> Iterator[bool]:
    """Whether the file may be opened by other means than SQLite within the block.

    Where POSIX locks rule, closing any handle of a file ends all locks that the process has
    on it. With a database open here, another program would then believe itself alone and
    delete the log of ours (sqlite.org, "How To Corrupt An SQLite Database File", 2.2). No
    workspace can be opened while the block runs, so that it should be short. Raises OSError.
    """
    with _files_lock:
        yield not _open_files[_key_of(path)]


@contextmanager
def held_open(path: Path) -> Iterator[None]:
    """Count the file as open within the block, for a connection that no engine makes."""
    with _files_lock:
        key = _key_of(path)
        _open_files[key] += 1
    try:
        yield
    finally:
        _let_go_of(key)


def _let_go_of(key: _FileKey) -> None:
    with _files_lock:
        _open_files[key] -= 1
        if not _open_files[key]:
            del _open_files[key]


def _key_of(path: Path) -> _FileKey:
    status = path.stat()
    return status.st_dev, status.st_ino


def can_write(path: Path) -> bool:
    """Whether the file can be written, found by trying where that is safe."""
    try:
        with may_open_raw(path) as may_open:
            if may_open:
                with path.open("r+b"):
                    return True
            asks_well = os.access in os.supports_effective_ids
            return os.access(path, os.W_OK, effective_ids=asks_well)
    except OSError:
        return False


def check_header(path: Path) -> int | None:
    """The number of the file's schema, when it looks like a workspace this program can read.

    Reads the first hundred bytes only, so that a foreign or hostile file never reaches
    SQLite. A file that is open here was looked at when it was opened; of it there is None.
    Raises NotAWorkspace,
    WorkspaceTooNew or WorkspaceUnavailable. File format: sqlite.org, "Database File
    Format", 1.3.
    """
    try:
        if path.is_dir():
            raise NotAWorkspace(f"{path} is a folder, not a Stanceline workspace. {CHOOSE_ANOTHER}")
        if path.exists() and not path.is_file():
            # A pipe would be waited for.
            raise NotAWorkspace(f"{path} is not a file. {CHOOSE_ANOTHER}")
        with may_open_raw(path) as may_open:
            if not may_open:
                return None
            with path.open("rb") as file:
                header = file.read(_HEADER_LENGTH)
    except FileNotFoundError:
        raise WorkspaceUnavailable(f"There is no file {path}.") from None
    except OSError as error:
        raise WorkspaceUnavailable(f"{path} cannot be read: {error.strerror}.") from error
    if not header:
        raise NotAWorkspace(
            f"{path} is empty; it is not a Stanceline workspace. If it was one, restore a backup."
        )
    if len(header) < _HEADER_LENGTH or not header.startswith(_SQLITE_MAGIC):
        raise NotAWorkspace(f"{path} is not a Stanceline workspace. {CHOOSE_ANOTHER}")
    if int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise NotAWorkspace(
            f"{path} is a database of another program, not a workspace. {CHOOSE_ANOTHER}"
        )
    version = int.from_bytes(header[60:64])
    if version == 0:
        raise NotAWorkspace(
            f"{path} is not a finished workspace: its format has no number. {OR_MEND}"
        )
    if version > SCHEMA_VERSION:
        raise WorkspaceTooNew(
            f"{path} was written by a newer Stanceline (format {version}; this program "
            f"reads up to {SCHEMA_VERSION}). Nothing was changed. Update Stanceline to open it."
        )
    return version


def check_no_leftovers(path: Path) -> None:
    """Return when all of the workspace is in the file itself.

    A file that cannot be written is read without its write-ahead log; changes that are
    still in there would silently be missing. Raises WorkspaceUnavailable.
    """
    for leftover in _leftovers(path):
        if leftover.exists() and leftover.stat().st_size:
            raise WorkspaceUnavailable(
                f"{path} cannot be written, and its newest changes are still in "
                f"{leftover.name}. Close the program that has it open, or copy both files to "
                "a folder of yours and open the copy."
            )


class Access(StrEnum):
    """How a file is opened."""

    WRITE = "write"
    """To be read and written."""
    WATCH = "watch"
    """To be read while somebody else may write it."""
    LOOK = "look"
    """To be looked at, with the log that lies beside it, which stays where it is."""
    FROZEN = "frozen"
    """To be read where nobody can write it, not even the files beside it."""


class Unlocking(Protocol):
    """What opens an encrypted file."""

    def pragmas(self) -> list[str]:
        """The statements to say before anything else on a connection."""


def has_leftovers(path: Path) -> bool:
    """Whether the file was not closed as it should be: its newest changes are beside it."""
    try:
        return any(each.stat().st_size for each in _leftovers(path.resolve()) if each.exists())
    except OSError:
        return False


def has_half_done_changes(path: Path) -> bool:
    """Whether a change was being written into the file itself and must be taken back first.

    SQLite does that by the journal beside it, through a connection that may write.
    """
    try:
        return _leftovers(path.resolve())[1].stat().st_size > 0
    except OSError:
        return False


def _leftovers(path: Path) -> tuple[Path, Path]:
    return Path(f"{path}-wal"), Path(f"{path}-journal")


class LogOfAnotherFile(WorkspaceUnavailable):
    """What lies beside a workspace are the changes of another file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} was put in the place of another file, whose last changes still lie beside it "
            f"in {path.name}-wal. Nothing was changed. Move {path.name}-wal somewhere else to open "
            "this file without them."
        )


def check_pages(connection: Connection, path: Path) -> None:
    """Return when the file's pages fit together, as after a close that was none.

    Raises WorkspaceDamaged.
    """
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(1)")]
    if found != ["ok"]:
        raise WorkspaceDamaged(
            f"{path} was not closed as it should be and is damaged ({found[0]}). "
            "Restore a backup, or run stanceline check --repair."
        )


def open_engine(
    path: Path,
    *,
    access: Access = Access.WRITE,
    key: Unlocking | None = None,
    foreign_keys: bool = True,
    has_log: bool = True,
) -> Engine:
    """An engine on the file, set up for safe work on a laptop.

    Writing transactions begin with BEGIN IMMEDIATE, so that two writers queue instead of
    failing halfway; connections with the READING options use a plain BEGIN. A file that is
    there now is never made anew, so that one deleted meanwhile is missed. ``has_log`` says
    whether changes go to a write-ahead log first, which network drives cannot share.
    Nothing is checked here: see ``check_header`` and ``check_no_leftovers``.
    """
    mode = _MODES[access] if access is not Access.WRITE or path.exists() else "mode=rwc"
    address = f"{path.resolve().as_uri()}?{mode}"

    def connect() -> Any:
        with _files_lock:
            connection = DRIVER.connect(
                address, uri=True, isolation_level=None, check_same_thread=False
            )
            with suppress(OSError):  # SQLite itself will miss a file that has gone meanwhile.
                keys[id(connection)] = _key_of(path)
                _open_files[keys[id(connection)]] += 1
        return connection

    keys: dict[int, _FileKey] = {}
    pragmas = [
        f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}",
        f"PRAGMA trusted_schema = {'OFF' if _json_is_innocuous() else 'ON'}",
        "PRAGMA cell_size_check = ON",
        "PRAGMA mmap_size = 0",
        "PRAGMA temp_store = MEMORY",
        f"PRAGMA cache_size = -{_CACHE_KIB}",
        f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}",
    ]
    if access is Access.WRITE:
        pragmas += [
            f"PRAGMA journal_mode = {'WAL' if has_log else 'DELETE'}",
            "PRAGMA synchronous = FULL",
        ]
    if access is Access.WATCH:
        pragmas.append("PRAGMA query_only = ON")
    engine = create_engine("sqlite://", module=DRIVER, creator=connect, poolclass=QueuePool)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        try:
            for statement in (*(key.pragmas() if key else ()), *pragmas):
                cursor.execute(statement)
        except BaseException:
            # The pool lets go of it without closing it.
            _forget(connection, None)
            connection.close()
            raise
        cursor.close()

    @event.listens_for(engine, "close")
    def _forget(connection: Any, _record: Any) -> None:
        key = keys.pop(id(connection), None)
        if key is not None:
            _let_go_of(key)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        reading = access is not Access.WRITE or options.get("stanceline_reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


@cache
def _json_is_innocuous() -> bool:
    """Whether triggers may call the JSON functions of this SQLite in a schema that is not trusted.

    Older versions forbid it. Our triggers need them; on opening, every trigger and view is
    compared with ours, whatever may be called.
    """
    with closing(DRIVER.connect(":memory:")) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("CREATE VIEW probe AS SELECT json_object('a', 1)")
        try:
            connection.execute("SELECT * FROM probe")
        except DRIVER.OperationalError:
            return False
    return True


def stamp(connection: Connection) -> None:
    """Mark the file as a workspace of this program's schema."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def settle(engine: Engine) -> None:
    """Move everything from the write-ahead log into the file itself.

    What somebody else still reads stays in the log, where it is as safe: nobody is waited
    for. Raises the driver's own errors.
    """
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA busy_timeout = 0")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    finally:
        raw.close()


def integrity_problems(connection: Connection) -> list[str]:
    """What SQLite itself finds wrong with the file, in its own words; empty when sound."""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    problems = [] if found == ["ok"] else found
    for table, row_id, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        problems.append(f"row {row_id} of {table} refers to a missing row of {parent}")
    return problems


_DAMAGED = "{path} is damaged: not all of it can be read. " + OR_MEND

_KNOWN = (
    ("disk is full", WorkspaceUnavailable, "The disk is full: {path} could not be saved."),
    ("locked", WorkspaceUnavailable, "{path} is in use by another program. Try again."),
    ("readonly", WorkspaceUnavailable, "{path} is read-only: nothing was changed."),
    (
        "unable to open",
        WorkspaceUnavailable,
        "{path} cannot be opened; it may have been moved, or its name is too long.",
    ),
    ("disk i/o", WorkspaceUnavailable, "The disk that holds {path} does not answer."),
    ("malformed", WorkspaceDamaged, _DAMAGED),
    ("unsupported file format", WorkspaceDamaged, _DAMAGED),
    (
        "change.action_id",
        WorkspaceDamaged,
        "{path} is damaged: its history does not say what goes on. " + OR_MEND,
    ),
    (
        "could not decode",
        WorkspaceDamaged,
        "{path} is damaged: a text in it cannot be read." + SEE_CHECK,
    ),
    ("not a database", NotAWorkspace, "{path} is not a Stanceline workspace. " + CHOOSE_ANOTHER),
    ("no such table", NotAWorkspace, "{path} lacks tables that every workspace has. " + OR_MEND),
    ("no such column", NotAWorkspace, "{path} was made by an unreleased version of Stanceline."),
)


@contextmanager
def errors_told(path: Path) -> Iterator[None]:
    """Raise, for each database error that the user can act on, a sentence about it.

    Every other error is a bug of ours and goes on its way.
    """
    try:
        yield
    except DATABASE_FAULTS as error:
        known = known_error(error, path)
        if known is None:
            raise
        raise known from error


def known_error(error: Exception, path: Path) -> StancelineError | None:
    """What a database error means to the user, or None when it is a bug of ours."""
    if isinstance(error, UnicodeDecodeError):
        return WorkspaceDamaged(_DAMAGED.format(path=path))
    said = str(error.orig if isinstance(error, DBAPIError) else error).casefold()
    for sign, kind, sentence in _KNOWN:
        if sign in said:
            return kind(sentence.format(path=path))
    return None
