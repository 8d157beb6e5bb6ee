"""A workspace file replaced by another that holds the same: of a newer schema, or a new key.

There is one way to do that, since whoever does it wrongly loses months of work: nobody else
has the file open; a copy is changed, never the file; the copy is read whole and compared;
the disk holds it before it gets the file's name; and no log of the old file is left that
would be played into the new one. Whenever this is stopped, the file is what it was or what
it is to be. What a killed program leaves unfinished is hidden, and taken away by
``domain.unfinished.sweep``.
"""

import hashlib
import json
import marshal
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.exc import DBAPIError

from stanceline import bundled
from stanceline.domain.errors import StancelineError
from stanceline.records import dataclass
from stanceline.storage import search
from stanceline.storage.backup import BESIDE, sync_file, sync_folder, unfinished_beside
from stanceline.storage.disks import free_bytes
from stanceline.storage.engine import (
    APPLICATION_ID,
    DRIVER,
    OR_MEND,
    SCHEMA_VERSION,
    NotAWorkspace,
    WorkspaceDamaged,
    WorkspaceUnavailable,
    errors_told,
    held_open,
    known_error,
    may_open_raw,
    open_engine,
)
from stanceline.storage.keys import Key
from stanceline.storage.schema import bring_up, check_schema, plain_sql

ROOM = 2.2
"""How much room there must be on the disk, in lengths of the file."""

_PAGES_A_STEP = 1000
_STEPS_A_CALL = 200_000
_ROWS_A_STEP = 500
_MEGABYTE = 1_000_000


class Steps(Protocol):
    """What a job reports to; see ``services.progress``."""

    def step(self, done: int, total: int, what: str) -> None:
        """Hear how far the job is; raises an error when it is to stop."""


class CannotUpgrade(StancelineError):
    """The file cannot be brought to this program's schema; it is as it was."""


class NotTheSame(StancelineError):
    """What was written does not hold what the file holds; the file is as it was."""


Contents = Mapping[str, tuple[int, str]]
"""What a file holds: per kind of row, how many there are and a digest of them in any order."""


# ------------------------------------------------------------------------- what is offered


def upgrade_file(path: Path, key: Key | None, progress: Steps) -> Path:
    """Bring a file of an earlier schema to this program's; returns where the old one is kept.

    The caller holds the lock of the workspace, and nobody has it open. Raises
    WorkspaceDamaged or NotAWorkspace when the file is not sound, CannotUpgrade,
    WorkspaceUnavailable when it is open or there is no room, and what ``progress`` raises;
    the file is as it was then, to the last byte.
    """
    real = path.resolve()
    versions: list[int] = []

    def build(old: Any, new: Path) -> None:
        versions.append(_version(old))
        if versions[0] == SCHEMA_VERSION:
            raise WorkspaceUnavailable(
                f"{path} was brought up to date by another program meanwhile. Open it again."
            )
        _copy(old, new, key, _Share(progress, 0, 30, "Copying the workspace"))
        _upgrade_copy(path, new, key, progress)

    def kept_name(number: int) -> Path:
        again = f"-{number}" if number > 1 else ""
        return real.with_name(f"{real.stem}.v{versions[0]}{again}.bak{real.suffix}")

    kept = _replace(real, path, key, build, kept_name)
    assert kept is not None, "an upgrade keeps the old file"  # noqa: S101 - a law of ours
    return kept


def kept_by_upgrades(path: Path) -> list[Path]:
    """The old files of the workspace that upgrades have kept beside it."""
    real = path.resolve()
    kept = re.compile(
        re.escape(real.stem) + r"\.v\d+(-\d+)?\.bak" + re.escape(real.suffix), re.IGNORECASE
    )
    return sorted(each for each in real.parent.iterdir() if kept.fullmatch(each.name))


def change_key(path: Path, key: Key | None, new_key: Key | None, progress: Steps) -> None:
    """Write the file anew under another key, or none; only the new one is left.

    What the disk held of a plain file is overwritten where the system lets it. The caller
    holds the lock, and nobody has the file open. Raises as ``upgrade_file`` does, and
    NotTheSame when the copy reads back other than it was written.
    """

    def build(old: Any, new: Path) -> None:
        _check_sound(old, f"{path} is damaged")
        objects = _objects(old)
        before = _contents(old, _everything(old), _Share(progress, 0, 30, "Reading the workspace"))
        _export(old, new, new_key, _Share(progress, 30, 60, "Writing the workspace anew"))
        with closing(_connect(new, new_key)) as fresh:
            _check_sound(fresh, f"The copy of {path} reads back damaged")
            after = _contents(
                fresh, _everything(fresh), _Share(progress, 60, 99, "Comparing the copy")
            )
            if (objects, before) != (_objects(fresh), after):
                raise NotTheSame(
                    f"The copy of {path} reads back other than it was written, so the file was "
                    "left as it is. Check the disk."
                )
        progress.step(100, 100, "Putting it in place")

    _replace(path.resolve(), path, key, build, None, erases=key is None)


# ------------------------------------------------------------------------- the one way


def _replace(
    real: Path,
    path: Path,
    key: Key | None,
    build: Callable[[Any, Path], None],
    kept_name: Callable[[int], Path] | None,
    *,
    erases: bool = False,
) -> Path | None:
    """Have ``build`` make a new file from a connection to the old one, and put it in its place.

    ``build`` verifies what it made. ``kept_name`` gives the names, one after the other,
    under which the old file may be kept; without, it is gone. ``path`` is what the user
    calls the file.
    """
    _check_room(real, path)
    try:
        with unfinished_beside(real) as new:
            with errors_told(path), _alone_with(real, path, key) as old:
                build(old, new)
            shutil.copymode(real, new)
            sync_file(new)
            return _swap(new, real, path, kept_name, erases=erases)
    except OSError as error:
        reason = error.strerror or error
        raise WorkspaceUnavailable(f"{path} cannot be written anew: {reason}.") from error


def _check_room(real: Path, path: Path) -> None:
    needed = ROOM * real.stat().st_size
    free = free_bytes(real)
    if free is not None and free < needed:
        raise WorkspaceUnavailable(
            f"There is too little room beside {path}: {_megabytes(needed)} are needed for a "
            f"while, and {_megabytes(free)} are free. Nothing was changed. Make room and try "
            "again."
        )


def _megabytes(n_bytes: float) -> str:
    return f"{max(1, round(n_bytes / _MEGABYTE)):,} MB"


@contextmanager
def _alone_with(real: Path, path: Path, key: Key | None) -> Iterator[Any]:
    """A connection of the driver to a file that nobody else, here or elsewhere, has open."""
    with ExitStack() as stack:
        with may_open_raw(real) as is_closed:
            if not is_closed:
                raise WorkspaceUnavailable(f"{path} is open; close it first.")
            stack.enter_context(held_open(real))
        connection = stack.enter_context(closing(_connect(real, key, "mode=rw")))
        # Said before the log is looked at: nobody can share the file from then on.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        yield connection


def _connect(path: Path, key: Key | None, mode: str = "mode=ro&immutable=1") -> Any:
    connection = DRIVER.connect(
        f"{path.resolve().as_uri()}?{mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    for statement in (
        *(key.pragmas() if key else ()),
        "PRAGMA busy_timeout = 1000",
        "PRAGMA trusted_schema = OFF",
        "PRAGMA cell_size_check = ON",
        "PRAGMA mmap_size = 0",
        "PRAGMA temp_store = MEMORY",
    ):
        connection.execute(statement)
    return connection


def _swap(
    new: Path,
    real: Path,
    path: Path,
    kept_name: Callable[[int], Path] | None,
    *,
    erases: bool,
) -> Path | None:
    # No workspace can be opened in this program while the block runs.
    with may_open_raw(real) as is_closed:
        if not is_closed or any(_length(f"{real}{suffix}") for suffix in ("-wal", "-journal")):
            raise WorkspaceUnavailable(f"{path} was opened meanwhile; close it and try again.")
        for suffix in BESIDE:
            Path(f"{real}{suffix}").unlink(missing_ok=True)
        kept = _keep(real, kept_name) if kept_name else None
        with _erased_afterwards(real) if erases else nullcontext():
            try:
                new.replace(real)
            except OSError:
                if kept:
                    kept.unlink()
                raise
            sync_folder(real.parent)
    return kept


def _length(name: str) -> int:
    try:
        return Path(name).stat().st_size
    except FileNotFoundError:
        return 0


def _keep(real: Path, name: Callable[[int], Path]) -> Path:
    """Give the file a second name, the first that is free."""
    number = 1
    while True:
        kept = real.with_name(name(number).name)
        if not kept.exists():
            break
        if kept.samefile(real):  # The program was killed right after it got this name.
            return kept
        number += 1
    try:
        os.link(real, kept)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems know one name for a file only.
        with unfinished_beside(kept) as copy:
            shutil.copy2(real, copy)
            sync_file(copy)
            copy.rename(kept)
    sync_folder(kept.parent)
    return kept


@contextmanager
def _erased_afterwards(real: Path) -> Iterator[None]:
    """Overwrite what the file held once it has lost its name.

    Not where another name still leads to it, and not where a file that is open cannot be
    replaced. Disks that write elsewhere than they are told keep what they held all the same.
    """
    if sys.platform == "win32" or real.stat().st_nlink != 1:
        yield
        return
    with real.open("r+b", buffering=0) as old:
        yield
        with suppress(OSError):  # The new file is in its place; what is left is what it is.
            left = os.fstat(old.fileno()).st_size
            blank = bytes(_MEGABYTE)
            while left > 0:
                left -= old.write(blank[:left])
            os.fsync(old.fileno())


# ------------------------------------------------------------------------- the copies


@dataclass(frozen=True, slots=True)
class _Share:
    """A part of a job, which goes from ``start`` to ``end`` of a hundred."""

    progress: Steps
    start: int
    end: int
    what: str

    def step(self, done: int, total: int) -> None:
        """Report that so much of the part is done."""
        part = (self.end - self.start) * min(done, total) // max(total, 1)
        self.progress.step(self.start + part, 100, self.what)


def _version(connection: Any) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _copy(old: Any, new: Path, key: Key | None, share: _Share) -> None:
    """Copy the file page by page, its key with it."""

    def stepped(_status: int, remaining: int, total: int) -> None:
        share.step(total - remaining, total)

    with closing(_connect(new, key, "mode=rwc")) as copy:
        # The file is synced as a whole when it is finished.
        copy.execute("PRAGMA synchronous = OFF")
        old.backup(copy, pages=_PAGES_A_STEP, progress=stepped)
        copy.execute("PRAGMA journal_mode = DELETE")


def _export(old: Any, new: Path, new_key: Key | None, share: _Share) -> None:
    """Write all that the file holds to a new file under the new key."""
    (total,) = old.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    stopped: list[StancelineError] = []

    def watched() -> int:
        try:
            share.step(_length(str(new)), total[0])
        except StancelineError as error:
            stopped.append(error)
        return len(stopped)

    key = new_key.for_attach() if new_key else ""
    old.execute("ATTACH DATABASE ? AS fresh KEY ?", (str(new), key))
    old.execute("PRAGMA fresh.synchronous = OFF")
    old.set_progress_handler(watched, _STEPS_A_CALL)
    try:
        old.execute("SELECT sqlcipher_export('fresh')").fetchall()
        for pragma in ("application_id", "user_version"):
            (value,) = old.execute(f"PRAGMA main.{pragma}").fetchone()
            old.execute(f"PRAGMA fresh.{pragma} = {value}")
    except DRIVER.Error:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        old.set_progress_handler(None, 0)
    old.execute("DETACH DATABASE fresh")


def _check_sound(connection: Any, otherwise: str) -> None:
    """Return when SQLite finds nothing wrong; raises WorkspaceDamaged, which begins so."""
    for (said,) in connection.execute("PRAGMA integrity_check(3)"):
        if said != "ok":
            first = said.splitlines()[-1]
            raise WorkspaceDamaged(f"{otherwise}: {first}. {_LEFT}")
    for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        raise WorkspaceDamaged(
            f"{otherwise}: row {row_id} of {table} refers to a missing row of {parent}. {_LEFT}"
        )


_LEFT = "The file was left as it is. Restore a backup."


def _objects(connection: Any) -> set[tuple[Any, ...]]:
    """Tables, indices, views and triggers with the words that made them."""
    return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


def _everything(connection: Any) -> dict[str, str]:
    """What to ask for all rows of all tables, those that SQLite keeps for itself included."""
    return {
        name: f'SELECT * FROM "{name}"'  # noqa: S608 - a name from the schema
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
        )
    }


def _contents(connection: Any, queries: Mapping[str, str], share: _Share) -> Contents:
    total = sum(
        connection.execute(f"SELECT count(*) FROM ({query})").fetchone()[0]  # noqa: S608
        for query in queries.values()
    )
    kind, n_done = connection.text_factory, 0
    # Text that is no UTF-8 is compared as well, and told from bytes.
    connection.text_factory = lambda raw: (raw,)
    try:
        found = {}
        for name, query in queries.items():
            n_rows, added = 0, 0
            for row in connection.execute(query):
                digest = hashlib.blake2b(marshal.dumps(row, 2), digest_size=16).digest()
                n_rows, added = n_rows + 1, added + int.from_bytes(digest)
                if n_rows % _ROWS_A_STEP == 0:
                    share.step(n_done + n_rows, total)
            n_done += n_rows
            found[name] = n_rows, f"{added % (1 << 128):032x}"
    finally:
        connection.text_factory = kind
    return found


# ------------------------------------------------------------------------- upgrading


def _upgrade_copy(path: Path, new: Path, key: Key | None, progress: Steps) -> None:
    with closing(_connect(new, key)) as copy:
        check_earlier_schema(copy, path)
        _check_sound(copy, f"{path} is damaged")
        questions = _questions(copy)
        asked = {name: question[0] for name, question in questions.items()}
        before = _contents(copy, asked, _Share(progress, 30, 45, "Reading the workspace"))
    progress.step(45, 100, "Bringing the workspace up to date")
    _migrate(path, new, key)
    progress.step(85, 100, "Comparing the copy")
    with closing(_connect(new, key)) as copy:
        _check_sound(copy, f"The copy of {path} reads back damaged")
        asked = {name: question[1] for name, question in questions.items()}
        after = _contents(copy, asked, _Share(progress, 85, 99, "Comparing the copy"))
    differing = sorted(name for name in before if before[name] != after[name])
    if differing:
        raise CannotUpgrade(
            f"{path} was not brought up to date, since it holds what would not have stayed as "
            f"it is: {', '.join(differing)}. {_LEFT}"
        )
    progress.step(100, 100, "Putting it in place")


def check_earlier_schema(copy: Any, path: Path) -> None:
    """Return when the file of an earlier schema is our migrations' work. Raises NotAWorkspace."""
    version = _version(copy)
    (application_id,) = copy.execute("PRAGMA application_id").fetchone()
    if application_id != APPLICATION_ID or not 0 < version < SCHEMA_VERSION:
        raise NotAWorkspace(f"{path} is no workspace of an earlier Stanceline.")
    if copy.execute("SELECT version_num FROM alembic_version").fetchall() != [(f"{version:04}",)]:
        raise NotAWorkspace(f"{path} has tables of a version that is not known. {OR_MEND}")
    # Triggers, views and expressions run what is written in the file.
    known = _objects_of(version)
    for kind, name, sql in copy.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type NOT IN ('table', 'index')"
    ):
        if known.get(name) != plain_sql(sql):
            raise NotAWorkspace(
                f"{path} holds a {kind}, which no workspace has; it was not opened."
            )


def _objects_of(version: int) -> dict[str, str]:
    """What makes the triggers and views of an earlier schema, by name; the first had none."""
    stored = bundled.RESOURCES / "schema" / f"{version}.json"
    if not stored.exists():
        return {}
    return {name: plain_sql(sql) for name, sql in json.loads(stored.read_text("utf-8")).items()}


def _questions(copy: Any) -> dict[str, tuple[str, str]]:
    """How to ask for each kind of row of an earlier schema, before the upgrade and after it."""
    is_first = _version(copy) == 1
    moved = {("article", "body"), ("article", "body_sha256")} if is_first else set()
    questions = {}
    for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if name in _MADE_ANEW or name in search.TABLES or name.startswith("sqlite_"):
            continue
        columns = [row[1] for row in copy.execute(f'PRAGMA table_info("{name}")')]
        wanted = ", ".join(f'"{column}"' for column in columns if (name, column) not in moved)
        query = f'SELECT {wanted} FROM "{name}"'  # noqa: S608 - names from the schema
        is_given_one = is_first and name == "setting"
        questions[name] = query, f"{query} WHERE key <> 'uid'" if is_given_one else query
    if is_first:
        questions["texts"] = (
            "SELECT id, body, body_sha256 FROM article",
            "SELECT a.id, t.body, t.sha256 FROM article AS a JOIN text AS t ON t.id = a.text_id",
        )
    return questions


_MADE_ANEW = {"alembic_version", "search_doc"}
"""The tables that an upgrade fills by itself."""


def _migrate(path: Path, new: Path, key: Key | None) -> None:
    """Run the migrations on the copy in one transaction, and see that all is there after."""
    engine = open_engine(new, key=key, foreign_keys=False, has_log=False)
    try:
        with engine.begin() as connection:
            bring_up(connection)
            check_schema(connection, path)
    except (DBAPIError, LookupError, TypeError, ValueError, AttributeError) as error:
        # What looks like a workspace and cannot be migrated holds what we never write.
        known = known_error(error, path)
        if isinstance(known, WorkspaceUnavailable):
            raise known from error
        raise CannotUpgrade(
            f"{path} cannot be brought up to date, since it is not as a workspace of its format "
            f"is ({_reason(error)}). {_LEFT}"
        ) from error
    finally:
        engine.dispose()


def _reason(error: Exception) -> str:
    """Why the migrations failed, without any text out of the workspace."""
    if not isinstance(error, DBAPIError):
        return "a value is of a wrong kind"
    said = str(error.orig)
    return "a text is not Unicode" if "decode" in said else said
