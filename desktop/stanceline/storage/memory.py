"""Giving memory back to the system after much was read at once."""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.engine import Connection

_SMALL_CACHE_KIB = 8_192


@contextmanager
def reading_once(connection: Connection) -> Iterator[None]:
    """Keep few pages meanwhile: what is read once, from end to end, is not asked for again."""
    (usual,) = connection.exec_driver_sql("PRAGMA cache_size").one()
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_SMALL_CACHE_KIB}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {usual}")


def give_back(connection: Connection) -> None:
    """Let go of the pages that the connection keeps, and of what was freed but is still held.

    The C library of Linux keeps what is freed between things that are not, which after a
    million rows is more than they take. Others give it back by themselves.
    """
    connection.exec_driver_sql("PRAGMA shrink_memory")
    give_back_freed()


def give_back_freed() -> None:
    """Let go of what was freed but is still held, whatever it was used for."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # Not every Linux has this C library.
            ctypes.CDLL(None).malloc_trim(0)
