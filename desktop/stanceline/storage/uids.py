"""Identifiers that stay unique when workspaces are merged."""

import secrets
import time
import uuid

_VERSION_7 = 0x7 << 76
_VARIANT = 0x2 << 62


def new_uid() -> str:
    """A new UUID of version 7 (RFC 9562, 5.7), so that uids sort by when they were made."""
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(74)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return str(uuid.UUID(int=milliseconds << 80 | _VERSION_7 | high << 64 | _VARIANT | low))
