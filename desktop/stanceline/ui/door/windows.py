"""The door on Windows: a named pipe, which Qt makes, and a mutex.

What Python's own ``multiprocessing`` uses of the system serves here too.
"""

# ruff: noqa: E402 - what follows the first statement is for one platform alone

import sys

# What the types are checked by: of what follows, other platforms have nothing.
assert sys.platform == "win32"  # noqa: S101 - see above

import _winapi
import ctypes
import getpass
import time

from stanceline.ui.door.messages import PATIENCE_AT_START_S, PAUSE_S, Answer, Request, talk

_MUTEX = "Local\\org.stanceline.Stanceline"
"""Held by every window of the program, for the installer to find."""
_ALREADY_EXISTS = 183
_PATIENCE_S = 5.0
"""How long a pipe is waited for: it does not tell who is just starting from who hangs."""
PATIENCE_FOR_A_DOOR_S = PATIENCE_AT_START_S
"""How long is waited while another start holds the mutex, and makes its pipe only at the end."""
# Whoever made the pipe may learn who knocks, and may not act in their name.
_IDENTIFY_ONLY = 0x0010_0000 | 0x0001_0000


def user_name() -> str:
    """The name of the user."""
    return getpass.getuser()


def pipe_of(name: str) -> str:
    """The name of the pipe as Qt gives it."""
    return f"stanceline-{name}"


class _Pipe:
    def __init__(self, handle: int) -> None:
        self._handle = handle

    def send(self, data: bytes) -> None:
        _winapi.WriteFile(self._handle, data)

    def receive(self, until_s: float) -> bytes:
        while True:
            n_waiting = int(_winapi.PeekNamedPipe(self._handle, 0)[0])
            if n_waiting:
                return bytes(_winapi.ReadFile(self._handle, n_waiting)[0])
            if time.monotonic() > until_s:
                raise TimeoutError
            time.sleep(PAUSE_S / 4)

    def let_come_to_front(self) -> None:
        """Let the running program do what only the one in front may."""
        pid = ctypes.c_ulong()
        kernel = ctypes.WinDLL("kernel32")
        if kernel.GetNamedPipeServerProcessId(ctypes.c_void_p(self._handle), ctypes.byref(pid)):
            ctypes.WinDLL("user32").AllowSetForegroundWindow(pid)


def knock(name: str, request: Request) -> Answer:
    """Have the request taken by the program that has the door of this name, if any."""
    try:
        handle = _winapi.CreateFile(
            rf"\\.\pipe\{pipe_of(name)}",
            _winapi.GENERIC_READ | _winapi.GENERIC_WRITE,
            0,
            _winapi.NULL,
            _winapi.OPEN_EXISTING,
            _IDENTIFY_ONLY,
            _winapi.NULL,
        )
    except OSError:
        return Answer.NOBODY
    try:
        pipe = _Pipe(handle)
        pipe.let_come_to_front()
        return talk(pipe, request, _PATIENCE_S)
    finally:
        _winapi.CloseHandle(handle)


class Door:
    """Keeps others from opening one of the same name; Qt makes the pipe itself."""

    def __init__(self, name: str, held: int) -> None:
        self.pipe = pipe_of(name)
        self._held = held

    def attend(self) -> None:
        """Nothing: there is no pipe before it is attended."""

    def close(self) -> None:
        """Let others open one; once is enough, and twice no harm."""
        held, self._held = self._held, 0
        if held:
            _winapi.CloseHandle(held)


def let_installer_know() -> None:
    """Have the installer find out that a window of the program is open, until the process ends."""
    ctypes.WinDLL("kernel32").CreateMutexW(None, False, _MUTEX)  # noqa: FBT003 (see below)


def open_door(name: str) -> Door | None:
    """The door of this program from now on; None where another has one of this name."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateMutexW.restype = ctypes.c_void_p
    held = kernel.CreateMutexW(None, False, f"Local\\{pipe_of(name)}")  # noqa: FBT003
    is_others = ctypes.get_last_error() == _ALREADY_EXISTS
    if not held:
        return None
    if is_others:
        _winapi.CloseHandle(held)
        return None
    return Door(name, held)
