"""Copies of a workspace file, made while it is open and believed only once they are read.

The copy is made page by page by SQLite's online backup (sqlite.org/backup.html) out of one
read transaction, so that those who write meanwhile neither wait nor make it start again. A
keyed workspace gives a copy with the same key and salt, which the same passphrase opens.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from stanceline.domain.errors import StancelineError
from stanceline.domain.unfinished import sweep, unfinished_name
from stanceline.storage.digests import changed_texts
from stanceline.storage.engine import (
    APPLICATION_ID,
    DRIVER,
    FAULTS,
    SCHEMA_VERSION,
    Unlocking,
    WorkspaceDamaged,
    WorkspaceUnavailable,
)

_TROUBLES: tuple[type[Exception], ...] = (*FAULTS, OSError)

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file, by what is added to the file's name."""


Step = Callable[[int, int], None]
"""Hears how many pages of how many are done; stops the copy by raising."""

_PAGES_A_STEP = 1000
_REFUSED = (5, 6)
"""What SQLite calls BUSY and LOCKED; the driver tries again after a quarter of a second."""
_MOST_REFUSED = 40


class CopyFailed(WorkspaceUnavailable):
    """The copy could not be written; nothing of it is left."""


class CopyUnsound(WorkspaceDamaged):
    """What was copied is damaged; ``problems`` says how, one sentence each."""

    def __init__(self, sentence: str, problems: Sequence[str]) -> None:
        super().__init__(sentence)
        self.problems = tuple(problems)


def nothing_to_hear(_done: int, _total: int) -> None:
    """A Step that nobody watches."""


@contextmanager
def unfinished_beside(path: Path) -> Iterator[Path]:
    """The place of a hidden file in the folder of ``path``, gone when the block ends.

    What earlier programs left unfinished there is taken away first. Raises OSError.
    """
    sweep(path.parent)
    unfinished = path.with_name(unfinished_name(path.suffix))
    try:
        yield unfinished
    finally:
        for suffix in ("", *BESIDE):
            with suppress(OSError):
                Path(f"{unfinished}{suffix}").unlink(missing_ok=True)


def copy_open(connection: Connection, target: Path, key: Unlocking | None, heard: Step) -> None:
    """Copy what the connection's transaction sees to ``target``, then one whole file.

    Within a transaction, nobody who writes meanwhile makes the copy start again. ``key`` is
    that of the source. Raises CopyFailed, WorkspaceDamaged when SQLite cannot read all, and
    what ``heard`` raises; the caller removes the target then.
    """
    connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").all()
    _copy(connection.connection.driver_connection, target, key, heard)


def copy_closed(source: Path, target: Path, key: Unlocking | None, heard: Step) -> None:
    """Copy a file that nobody writes, such as a backup; it is not touched.

    Raises CopyFailed, WorkspaceDamaged when SQLite cannot read it, and what ``heard`` raises.
    """
    try:
        with closing(connect(source, key)) as connection:
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
            _copy(connection, target, key, heard)
    except FAULTS as error:
        raise _told(error, target.parent) from error


def connect(path: Path, key: Unlocking | None, mode: str = "") -> Any:
    """A connection of the driver to the file, reading only unless a mode is given."""
    if not mode:
        # Where no log waits, nothing needs to be made beside the file to read it.
        has_log = any(_size(Path(f"{path}{suffix}")) for suffix in ("-wal", "-journal"))
        mode = "mode=ro" if has_log else "mode=ro&immutable=1"
    connection = DRIVER.connect(
        f"{path.resolve().as_uri()}?{mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    for pragma in (
        *(key.pragmas() if key else ()),
        "PRAGMA trusted_schema = OFF",
        "PRAGMA cell_size_check = ON",
    ):
        connection.execute(pragma)
    return connection


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _copy(source: Any, target: Path, key: Unlocking | None, heard: Step) -> None:
    n_refused = 0

    def stepped(status: int, remaining: int, total: int) -> None:
        nonlocal n_refused
        # The driver would wait for ever.
        n_refused = n_refused + 1 if status in _REFUSED else 0
        if n_refused > _MOST_REFUSED:
            raise CopyFailed(f"The copy in {target.parent} was not made: the file is in use.")
        heard(total - remaining, total)

    try:
        with closing(connect(target, key, "mode=rwc")) as copy:
            # The file is synced as a whole when it is finished.
            copy.execute("PRAGMA synchronous = OFF")
            source.backup(copy, pages=_PAGES_A_STEP, progress=stepped)
            # One file must be all there is of it, on any medium.
            copy.execute("PRAGMA journal_mode = DELETE")
        sync_file(target)
    except _TROUBLES as error:
        raise _told(error, target.parent) from error


def _told(error: Exception, folder: Path) -> StancelineError:
    said = str(error).casefold()
    if "full" in said or "no space" in said or "quota" in said:
        return CopyFailed(f"There is no room left in {folder}; the copy was not made.")
    if isinstance(error, UnicodeDecodeError) or "malformed" in said or "not a database" in said:
        return WorkspaceDamaged("Not all of the workspace can be read, so it was not copied.")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else error
    return CopyFailed(f"The copy in {folder} could not be written: {reason}.")


def sync_file(path: Path) -> None:
    """Have the disk hold all of the file before this returns. Raises OSError."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the disk hold the names in the folder, where the system can be asked for that."""
    if sys.platform == "win32":
        return
    with suppress(OSError):  # Some file systems know no such thing.
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def problems_of_file(
    path: Path, key: Unlocking | None = None, heard: Step = nothing_to_hear
) -> list[str]:
    """Why the file is no sound workspace, one sentence each; empty when it is.

    Every page is read, every reference followed and every text compared with its digest.
    A wrong key cannot be told from damage at the very beginning.
    """
    try:
        with closing(connect(path, key)) as connection:
            return problems_of_connection(connection, heard)
    except FAULTS as error:
        return [f"It cannot be read ({_reason(error)})."]


def _reason(error: Exception) -> str:
    # SQLite quotes what it read.
    return "damaged schema" if isinstance(error, UnicodeDecodeError) else str(error)


def problems_of_connection(connection: Any, heard: Step = nothing_to_hear) -> list[str]:
    """The same, of a file that a connection of the driver has open."""
    try:
        return [*_whose(connection), *_damage(connection, heard)]
    except FAULTS as error:
        return [f"It cannot be read ({_reason(error)})."]


def _whose(connection: Any) -> list[str]:
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if mark != APPLICATION_ID:
        return ["It is not a Stanceline workspace."]
    if not 0 < version <= SCHEMA_VERSION:
        return [f"Its format, {version}, is not known to this program."]
    return []


def is_ours(path: Path, key: Unlocking | None) -> bool:
    """Whether the file says that it is a workspace, sound or not."""
    if not path.is_file():
        return False  # SQLite would wait for a pipe.
    try:
        with closing(connect(path, key)) as connection:
            (mark,) = connection.execute("PRAGMA application_id").fetchone()
    except FAULTS:
        return False
    return bool(mark == APPLICATION_ID)


def uid_of_file(path: Path) -> str | None:
    """The workspace's uid, where the file is plain and can be read."""
    if not path.is_file():
        return None  # SQLite would wait for a pipe.
    try:
        with closing(connect(path, None)) as connection:
            row = connection.execute("SELECT value FROM setting WHERE key = 'uid'").fetchone()
    except FAULTS:
        return None
    return row[0] if row and isinstance(row[0], str) else None


def _damage(connection: Any, heard: Step) -> list[str]:
    problems = [
        f"SQLite finds: {said.splitlines()[-1]}."
        for (said,) in connection.execute("PRAGMA quick_check(5)")
        if said != "ok"
    ]
    problems += [
        f"Row {row_id} of {table} refers to a missing row of {parent}."
        for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(5)
    ]
    problems += [text.sentence for text in changed_texts(connection, heard) if not text.is_known]
    return problems


def put_in_place(new: Path, path: Path, kept: Path, key: Unlocking | None) -> None:
    """Give ``new`` the name ``path``; what stood there is ``kept`` under another name.

    Whenever this is stopped, ``path`` is what it was or what is new. Nobody may have either
    open. Raises OSError.
    """
    logs = [suffix for suffix in ("-wal", "-journal") if _size(Path(f"{path}{suffix}"))]
    if logs:
        # Copies, since what is done about the log next would change a file of two names.
        for suffix in ("", *logs):
            _copied(Path(f"{path}{suffix}"), Path(f"{kept}{suffix}"))
        _fold_in_log(path, key)
    else:
        _second_name(path, kept)
    sync_folder(path.parent)
    # A log that stays would be played into the new file, which then is the old one again.
    for suffix in BESIDE:
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    with suppress(OSError):  # Whose it is may be another's; the file counts more.
        shutil.copymode(path, new)
    new.replace(path)
    sync_folder(path.parent)


def put_new(new: Path, path: Path) -> None:
    """Give ``new`` the name ``path``, which no file has. Raises OSError, FileExistsError."""
    for suffix in BESIDE:
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    _second_name(new, path)
    sync_folder(path.parent)


def _fold_in_log(path: Path, key: Unlocking | None) -> None:
    """Move what waits in the log into the file, where that can be done at all.

    Of a file that is too damaged for it, or has another passphrase, only the copy that is
    kept has what was in the log.
    """
    with suppress(*FAULTS), closing(connect(path, key, "mode=rw")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _second_name(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except FileExistsError:
        raise
    except OSError:
        _copied(path, name)  # Some file systems know one name for a file only.


def _copied(path: Path, name: Path) -> None:
    try:
        shutil.copy2(path, name)
        sync_file(name)
    except OSError:
        name.unlink(missing_ok=True)
        raise
