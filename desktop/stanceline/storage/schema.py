"""How a workspace file comes to be: by the migrations, whole or not at all."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from stanceline import bundled
from stanceline.domain.actions import ActionKind
from stanceline.domain.unfinished import unfinished_name
from stanceline.storage import journal, search
from stanceline.storage.engine import (
    OR_MEND,
    SCHEMA_REVISION,
    NotAWorkspace,
    Unlocking,
    WorkspaceUnavailable,
    errors_told,
    open_engine,
    settle,
    stamp,
)


class AlreadyThere(WorkspaceUnavailable):
    """A new workspace would take the place of a file."""


def bring_up(connection: Connection) -> None:
    """Bring a file of any earlier schema to this program's, inside the connection's transaction.

    Triggers and the search index are taken out before the migrations, which would lose
    them silently, and made anew. Foreign keys must be off.
    """
    journal.drop_triggers(connection)
    search.drop(connection)
    upgrade(connection)
    search.create(connection)
    search.rebuild(connection)
    journal.install(connection)
    stamp(connection)


def upgrade(connection: Connection) -> None:
    """Run the migrations that the file lacks, inside the connection's transaction."""
    # Imported late: only the making of a workspace needs it, and it loads slowly.
    from alembic import command
    from alembic.config import Config

    config = Config()
    # Alembic treats % as the start of an interpolation.
    config.set_main_option("script_location", str(bundled.MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def create_file(
    path: Path, fill: Callable[[Session], None], *, key: Unlocking | None = None
) -> None:
    """Make a workspace file that holds what ``fill`` stores in it.

    The file is built beside its place and put there when it is whole. Raises AlreadyThere
    when something is there, even if it came there meanwhile, and WorkspaceUnavailable when
    it cannot be written; nothing is left behind then.
    """
    unfinished = path.with_name(unfinished_name(".stanceline"))
    try:
        if path.exists():
            raise AlreadyThere(f"{path} is there already; nothing was changed.")
        unfinished.touch(exist_ok=False)
        with errors_told(path):
            _build(unfinished, fill, key)
        _put(unfinished, path)
    except FileExistsError:
        raise AlreadyThere(f"{path} is there already; nothing was changed.") from None
    except OSError as error:
        raise WorkspaceUnavailable(f"{path} cannot be made: {error.strerror}.") from error
    finally:
        for suffix in ("", *_BESIDE):
            _discard(Path(f"{unfinished}{suffix}"))


_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file, by what is added to the file's name."""


def _put(unfinished: Path, path: Path) -> None:
    """Give the finished file its name; raises FileExistsError when another has it."""
    if path.exists():  # The log beside it is then the other's.
        raise FileExistsError(path)
    # A log left by an earlier file of this name would be played into the new one.
    for suffix in _BESIDE:
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    try:
        # A second name, unlike a new one, never takes the place of a file.
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems know one name for a file only.
        if path.exists():
            raise FileExistsError(path) from None
        unfinished.rename(path)


def _discard(path: Path) -> None:
    # Where nothing could be made, nothing can be taken away either.
    with suppress(OSError):
        path.unlink()


def _build(path: Path, fill: Callable[[Session], None], key: Unlocking | None) -> None:
    # Foreign keys are off while tables are rebuilt, or a rebuild deletes by cascade.
    engine = open_engine(path, key=key, foreign_keys=False)
    try:
        with engine.begin() as connection:
            bring_up(connection)
            with Session(connection) as session:
                begun = journal.begin(connection, "Create the workspace", 1, kind=ActionKind.BEGIN)
                fill(session)
                session.flush()
            journal.forget_changes(connection, begun)
        settle(engine)
    finally:
        engine.dispose()


def check_schema(connection: Connection, path: Path) -> None:
    """Return when the file was made by our migrations, and by nothing else.

    Triggers, views and expressions run what is written in the file, so that only our own
    are let in. Raises NotAWorkspace.
    """
    revisions = [row[0] for row in connection.exec_driver_sql("SELECT * FROM alembic_version")]
    if revisions != [SCHEMA_REVISION]:
        raise NotAWorkspace(f"{path} has tables of a version that is not known. {OR_MEND}")
    for problem in schema_problems(connection):
        raise NotAWorkspace(f"{path} {problem}; it was not opened. {OR_MEND}")


def schema_problems(connection: Connection) -> Iterator[str]:
    """What in the file's schema is not ours, or is missing, in words that follow its name."""
    wanted = expected()
    seen = set()
    for kind, name, sql in connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master"
    ).all():
        seen.add(name)
        if name in wanted:
            if plain_sql(sql) != wanted[name]:
                yield f"holds {_A[kind]} “{name}” that is not what it should be"
        elif kind == "table":
            if name not in _OTHER_TABLES and name not in search.TABLES:
                yield f"holds a table “{name}”, which no workspace has"
        elif kind != "index" or sql is not None:
            yield f"holds {_A[kind]} “{name}”, which no workspace has"
    needed = {name for name, sql in wanted.items() if not sql.startswith("CREATE INDEX")}
    for name in sorted(needed - seen):
        yield f"lacks “{name}”, which every workspace has"


_A = {"table": "a table", "index": "an index", "view": "a view", "trigger": "a trigger"}

_OTHER_TABLES = {"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}

OBJECTS = bundled.RESOURCES / "schema" / "objects.json"
"""The statements that make the tables and indices, by name, as a migrated file has them."""


@cache
def expected() -> dict[str, str]:
    """What makes everything in a workspace's schema, by name, as ``plain_sql`` has it."""
    stored = json.loads(OBJECTS.read_text("utf-8"))
    made = {**stored, **journal.triggers(), **search.statements()}
    return {name: plain_sql(sql) for name, sql in made.items()}


def plain_sql(sql: str | None) -> str:
    """The statement as it can be compared: names unquoted, white space folded."""
    return " ".join((sql or "").replace('"', " ").split())
