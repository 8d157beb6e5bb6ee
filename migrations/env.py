"""Runs the migrations: on the program's connection, or on a scratch file for developers."""

import os
from pathlib import Path

from alembic import context
from sqlalchemy.engine import Connection

from stanceline.storage import search
from stanceline.storage.engine import open_engine
from stanceline.storage.tables import Base


def is_of_a_model(name: str | None, kind: str, _parents: object) -> bool:
    """Whether Alembic should look at this; FTS5 makes tables of its own."""
    return kind != "table" or name not in search.TABLES


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_name=is_of_a_model,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_scratch_file() -> None:
    path = Path(os.environ.get("STANCELINE_SCRATCH", "build/scratch.stanceline"))
    path.parent.mkdir(parents=True, exist_ok=True)
    with open_engine(path, foreign_keys=False).begin() as connection:
        run(connection)


given: Connection | None = context.config.attributes.get("connection")
if given is None:
    run_on_scratch_file()
else:
    run(given)
