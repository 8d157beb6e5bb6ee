"""The door on Linux and macOS: a socket in a folder that is closed to others, and a lock."""

# ruff: noqa: E402 - what follows the first statement is not for every platform
import sys

# What the types are checked by: Windows has nothing of what follows.
assert sys.platform != "win32"  # noqa: S101 - see above

import fcntl
import os
import socket
import stat
import struct
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from stanceline.services.places import data_folder
from stanceline.ui.door.messages import (
    GREETING,
    PATIENCE_AT_START_S,
    PATIENCE_S,
    PATIENCE_WHILE_BUSY_S,
    Answer,
    Request,
    talk,
)

PATIENCE_FOR_A_DOOR_S = PATIENCE_S
"""How long is waited while another start is between its lock and its socket."""

_ATTENDED = b"attended"
_MOST_WAITING = 64
# Addresses of sockets have 104 bytes on some systems, 108 on others, with a zero at the end.
_LONGEST_ADDRESS = 100


def user_name() -> str:
    """The number of the user."""
    return str(os.geteuid())


def _folder() -> Path | None:
    """Where the door is; None where no folder is closed to others."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime.startswith("/") and _is_own(Path(runtime)):
        wanted = Path(runtime, "stanceline")
    else:
        wanted = data_folder().absolute() / "running"
    if len(os.fsencode(wanted)) + len("/0123456789abcdef.door") > _LONGEST_ADDRESS:
        wanted = Path(tempfile.gettempdir(), f"stanceline-{os.geteuid()}")
    try:
        wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return wanted if _is_own(wanted) else None


def _is_own(folder: Path) -> bool:
    """Whether the folder is the user's, and nobody else can do anything in it."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    is_closed = not stat.S_IMODE(status.st_mode) & 0o077
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and is_closed


class _Socket:
    """A connection to the running program, which is waited for longer while it works."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._worked = _work_of(connected)
        self._most_s = time.monotonic() + PATIENCE_WHILE_BUSY_S

    def send(self, data: bytes) -> None:
        self._socket.settimeout(PATIENCE_S)
        self._socket.sendall(data)

    def receive(self, until_s: float) -> bytes:
        while True:
            self._socket.settimeout(max(until_s - time.monotonic(), 0.001))
            try:
                return self._socket.recv(len(GREETING))
            except TimeoutError:
                if time.monotonic() > self._most_s or not self._is_busy():
                    raise
            until_s = time.monotonic() + PATIENCE_S / 2

    def _is_busy(self) -> bool:
        """Whether the program has worked since it was last asked, or has to wait for a core."""
        before, self._worked = self._worked, _work_of(self._socket)
        return self._worked != before or self._worked[:1] in (["R"], ["D"])


def _work_of(connected: socket.socket) -> list[str]:
    """The state of the process at the other end, and its time on the cores; [] if not known."""
    if not sys.platform.startswith("linux"):
        return []
    said = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    pid = struct.unpack("3i", said)[0]
    try:
        status = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return []
    # Behind the name, which may hold spaces, the state comes first.
    fields = status.rpartition(")")[2].split()
    return [fields[0], fields[11], fields[12]] if fields[0] not in "TtZX" else []


def knock(name: str, request: Request) -> Answer:
    """Have the request taken by the program that has the door of this name, if any."""
    folder = _folder()
    if folder is None:
        return Answer.NONE
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as calling:
        calling.settimeout(PATIENCE_S)
        try:
            calling.connect(str(folder / f"{name}.door"))
        except (FileNotFoundError, ConnectionError):
            return Answer.NOBODY
        except OSError:
            return Answer.NONE
        return talk(_Socket(calling), request, _patience_s(folder / f"{name}.lock"))


def _patience_s(lock: Path) -> float:
    try:
        is_attended = lock.read_bytes().startswith(_ATTENDED)
    except OSError:
        is_attended = True
    return PATIENCE_S if is_attended else PATIENCE_AT_START_S


class Door:
    """A socket that listens, and the lock that says that its owner is alive."""

    def __init__(self, folder: Path, name: str, lock: int) -> None:
        self._paths = (folder / f"{name}.door", folder / f"{name}.lock")
        self._lock = lock
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.setblocking(False)  # noqa: FBT003 (the system's signature)

    def open(self) -> None:
        """Be there. Raises OSError."""
        door = self._paths[0]
        door.unlink(missing_ok=True)  # Its owner was killed.
        self.socket.bind(str(door))
        self.socket.listen(_MOST_WAITING)

    def attend(self) -> None:
        """Say that who knocks is answered from now on, and clear away what others left."""
        with suppress(OSError):  # A full disk: who knocks only waits longer.
            os.write(self._lock, _ATTENDED)
        _sweep(self._paths[0].parent)

    def close(self) -> None:
        """Be no longer there; once is enough, and twice no harm."""
        lock, self._lock = self._lock, -1
        if lock < 0:
            return
        self.socket.close()
        # Only while the lock is held are they surely ours.
        for path in self._paths:
            with suppress(OSError):
                path.unlink()
        os.close(lock)
        with suppress(OSError):
            self._paths[0].parent.rmdir()  # Refused while others have a door there.


def open_door(name: str) -> Door | None:
    """The door of this program from now on; None where another has one, or none can be."""
    folder = _folder()
    lock = None if folder is None else _locked(folder / f"{name}.lock")
    if folder is None or lock is None:
        return None
    door = Door(folder, name, lock)
    try:
        door.open()
    except OSError:
        door.close()
        return None
    return door


def _locked(path: Path) -> int | None:
    """The open file, locked, whose path leads to it; None where another has the lock."""
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        file = os.open(path, flags, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(file), path.lstat()):
            os.ftruncate(file, 0)  # What a killed one had written.
            return file
    except OSError:
        pass
    os.close(file)
    return None


def _sweep(folder: Path) -> None:
    """Clear away the doors of programs that were killed, as on displays that are gone."""
    try:
        locks = list(folder.glob("*.lock"))
    except OSError:
        return
    for path in locks:
        lock = _locked(path)
        if lock is None:
            continue
        for left in (path.with_suffix(".door"), path):
            with suppress(OSError):
                left.unlink()
        os.close(lock)
