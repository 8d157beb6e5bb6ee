"""Whether the process that left something behind still runs."""

import os
import sys
from hashlib import sha256
from pathlib import Path

_MACHINE_ID = Path("/etc/machine-id")
_STATUS = "/proc/{pid}/stat"
# Of the fields after the name in brackets, which may hold spaces itself.
_STATE, _START = 0, 19
_ENDED = ("Z", "X")


def birth_of(pid: int) -> str:
    """What tells this process from a later one of the same number; "" where none can say."""
    fields = _fields_of(pid)
    return fields[_START] if len(fields) > _START else ""


def _fields_of(pid: int) -> list[str]:
    try:
        status = Path(_STATUS.format(pid=pid)).read_text("utf-8", errors="replace")
    except OSError:
        return []
    return status.rpartition(")")[2].split()


def is_alive(pid: int, birth: str = "") -> bool:
    """Whether a process of this computer runs; ``birth`` is what ``birth_of`` said of it.

    In doubt it does.
    """
    if pid <= 0:
        return False
    fields = _fields_of(pid)
    if len(fields) > _START:
        # What has ended keeps its number until its parent has asked how.
        return fields[_STATE] not in _ENDED and birth in ("", fields[_START])
    return _is_running(pid)


if sys.platform == "win32":

    def _is_running(pid: int) -> bool:
        # os.kill would end the process here.
        import ctypes

        may_ask, still_active, invalid_parameter = 0x1000, 259, 87
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = kernel.OpenProcess(may_ask, 0, pid)
        if not handle:
            return ctypes.get_last_error() != invalid_parameter
        status = ctypes.c_ulong()
        kernel.GetExitCodeProcess(ctypes.c_void_p(handle), ctypes.byref(status))
        kernel.CloseHandle(ctypes.c_void_p(handle))
        return status.value == still_active

else:

    def _is_running(pid: int) -> bool:
        try:
            os.kill(pid, 0)  # Signal 0 reaches nobody; it only asks.
        except (ProcessLookupError, OverflowError):
            return False
        except OSError:
            return True  # It runs, and is another user's.
        return True


def this_machine() -> str:
    """What tells this computer from another of the same name; "" where none can say.

    It says nothing of the computer to those who do not know it.
    """
    try:
        identity = _MACHINE_ID.read_bytes().strip()
    except OSError:
        return ""
    return sha256(b"stanceline" + identity).hexdigest()[:16] if identity else ""
