"""How a workspace file comes to be: by the migrations, whole or not at all."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from stanceline import bundled
from stanceline.storage.engine import (
    WorkspaceUnavailable,
    errors_told,
    open_engine,
    settle,
    stamp,
)


class AlreadyThere(WorkspaceUnavailable):
    """A new workspace would take the place of a file."""


def upgrade(connection: Connection) -> None:
    """Bring the file to this program's schema, inside the connection's transaction."""
    # Imported late: only the making of a workspace needs it, and it loads slowly.
    from alembic import command
    from alembic.config import Config

    config = Config()
    # Alembic treats % as the start of an interpolation.
    config.set_main_option("script_location", str(bundled.MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def create_file(path: Path, fill: Callable[[Session], None]) -> None:
    """Make a workspace file that holds what ``fill`` stores in it.

    The file is built beside its place and put there when it is whole. Raises AlreadyThere
    when something is there, even if it came there meanwhile, and WorkspaceUnavailable when
    it cannot be written; nothing is left behind then.
    """
    unfinished = path.with_name(f".new-{secrets.token_hex(8)}.stanceline")
    try:
        if path.exists():
            raise AlreadyThere(f"{path} is there already; nothing was changed.")
        unfinished.touch(exist_ok=False)
        with errors_told(path):
            _build(unfinished, fill)
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


def _build(path: Path, fill: Callable[[Session], None]) -> None:
    # Foreign keys are off while tables are rebuilt, or a rebuild deletes by cascade.
    engine = open_engine(path, foreign_keys=False)
    try:
        with engine.begin() as connection:
            upgrade(connection)
            stamp(connection)
            with Session(connection) as session:
                fill(session)
                session.flush()
        settle(engine)
    finally:
        engine.dispose()
