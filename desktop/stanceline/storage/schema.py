"""How a workspace file comes to be: by the migrations, whole or not at all."""

import os
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection

from stanceline import bundled
from stanceline.storage.engine import WorkspaceUnavailable, open_engine, settle, stamp


def migration_config(connection: Connection) -> Config:
    """The settings under which Alembic runs our migrations on this connection."""
    config = Config()
    # Alembic treats % as the start of an interpolation.
    config.set_main_option("script_location", str(bundled.MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Bring the file to this program's schema, inside the connection's transaction."""
    command.upgrade(migration_config(connection), "head")


def create_file(path: Path) -> None:
    """Make an empty workspace file; raises WorkspaceUnavailable and leaves nothing behind.

    The file is built beside its place and moved there when it is whole.
    """
    if path.exists():
        raise WorkspaceUnavailable(f"{path} is there already; nothing was changed.")
    try:
        handle, name = tempfile.mkstemp(prefix=".new-", suffix=".stanceline", dir=path.parent)
    except OSError as error:
        raise WorkspaceUnavailable(
            f"{path} cannot be made: {error.strerror} ({path.parent})."
        ) from error
    os.close(handle)
    unfinished = Path(name)
    try:
        _build(unfinished)
        unfinished.replace(path)
    finally:
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)


def _build(path: Path) -> None:
    # Foreign keys are off while tables are rebuilt, or a rebuild deletes by cascade.
    engine = open_engine(path, foreign_keys=False)
    try:
        with engine.connect() as connection, connection.begin():
            upgrade(connection)
            stamp(connection)
        settle(engine)
    finally:
        engine.dispose()
