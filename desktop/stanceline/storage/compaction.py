"""Forgetting how old actions can be undone, so that the file gets smaller."""

from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.engine import Connection

from stanceline.storage.engine import DRIVER, settle
from stanceline.storage.soundness import sweep_adrift

_STEP = 20_000
"""Changes that are dropped by one statement."""


def last_to_compact(connection: Connection, before: str) -> int:
    """The id of the last action that can be compacted; 0 when there is none.

    All up to it are older than ``before`` (UTC, ISO 8601 as in ``action.at``) and have
    ended, and no later action was written in between their changes.
    """
    last: int = connection.exec_driver_sql(
        "SELECT coalesce(min(id) - 1, (SELECT coalesce(max(id), 0) FROM action)) FROM action"
        " WHERE at >= ? OR is_open",
        (before,),
    ).scalar_one()
    while last > 0:
        first_kept: int | None = connection.exec_driver_sql(
            "SELECT min(id) FROM change WHERE action_id > ?", (last,)
        ).scalar()
        if first_kept is None:
            break
        entangled: int | None = connection.exec_driver_sql(
            "SELECT min(action_id) FROM change WHERE id > ? AND action_id <= ?", (first_kept, last)
        ).scalar()
        if entangled is None:
            break
        last = entangled - 1
    return last


def n_to_compact(connection: Connection, last: int) -> int:
    """How many actions up to this one still have their changes."""
    found: int = connection.exec_driver_sql(
        f"SELECT count(*) FROM action WHERE {_HELD}",  # noqa: S608
        (last,),
    ).scalar_one()
    return found


_HELD = "id <= ? AND kind <> 'begin' AND state <> 'compacted'"


def compact(connection: Connection, last: int, step: Callable[[int, int], None]) -> int:
    """Drop the changes of all actions up to this one; how many actions that were.

    Their lines stay. ``step`` hears how many changes of how many are dropped. Texts and
    kept files that nothing refers to any more go too, and with them what could bring them
    back is gone already; so do drafts and places in articles that cannot come back.
    """
    n_actions = n_to_compact(connection, last)
    total: int = connection.exec_driver_sql(
        "SELECT count(*) FROM change WHERE action_id <= ?", (last,)
    ).scalar_one()
    done = 0
    while done < total:
        done += connection.exec_driver_sql(
            "DELETE FROM change WHERE id IN"
            " (SELECT id FROM change WHERE action_id <= ? ORDER BY id LIMIT ?)",
            (last, _STEP),
        ).rowcount
        step(done, total)
    connection.exec_driver_sql(
        f"UPDATE action SET state = 'compacted' WHERE {_HELD}",  # noqa: S608
        (last,),
    )
    for wanted, column, holders in (
        ("text", "text_id", ("article", "doubt")),
        ("original", "original_id", ("article",)),
    ):
        held = " UNION ".join(_held(holder, column) for holder in holders)
        connection.exec_driver_sql(f"DELETE FROM {wanted} WHERE id NOT IN ({held})")  # noqa: S608
    sweep_adrift(connection)
    return n_actions


def _held(holder: str, column: str) -> str:
    """A query for what the table refers to, and what remaining images say it referred to."""
    images = "".join(
        f" UNION SELECT json_extract(vals, '$.{column}{place}') FROM change"  # noqa: S608
        f" WHERE tbl = '{holder}' AND op = '{op}'"
        f" AND json_extract(vals, '$.{column}{place}') IS NOT NULL"
        for op, place in (("D", ""), ("U", "[0]"), ("U", "[1]"))
    )
    return f"SELECT {column} FROM {holder} WHERE {column} IS NOT NULL{images}"  # noqa: S608


def n_bytes(connection: Connection) -> tuple[int, int]:
    """The size of the file, and how much of it is free, in bytes."""
    page_size, n_pages, n_free = (
        int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
        for name in ("page_size", "page_count", "freelist_count")
    )
    return page_size * n_pages, page_size * n_free


def give_back(engine: Engine) -> bool:
    """Write the file anew without the free room in it; whether that could be done just now.

    It needs room for the file once more in the folder of temporary files, and once more
    beside it. Raises the driver's own errors where something else is wrong.
    """
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        # In memory, the copy of a large workspace would not fit. That of an encrypted one is
        # encrypted with its key.
        cursor.execute("PRAGMA temp_store = FILE")
        try:
            cursor.execute("VACUUM")
        except DRIVER.OperationalError as error:
            if not any(sign in str(error) for sign in ("full", "locked")):
                raise
            return False
        finally:
            cursor.execute("PRAGMA temp_store = MEMORY")
    finally:
        raw.close()
    settle(engine)
    return True
