"""Giving memory back to the system after much was read at once."""

import ctypes
import sys
from contextlib import suppress

from sqlalchemy.engine import Connection


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
