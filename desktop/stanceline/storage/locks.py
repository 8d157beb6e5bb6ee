"""The lock beside a workspace: one program writes, and all others can say who that is.

The lock is a hidden file beside the workspace, held by a lock of the operating system, so
that one whose holder was killed is free at once. It says in JSON who holds it, which alone
decides where locks of the operating system do not reach: on network drives and in folders
that are kept in step with other computers. The workspace file itself is never opened here,
since closing it would drop the locks that SQLite holds on it.
"""

import errno
import getpass
import json
import os
import platform
import secrets
import stat
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from stanceline.domain.errors import StancelineError
from stanceline.domain.processes import birth_of, is_alive, this_machine
from stanceline.records import dataclass
from stanceline.storage.disks import PlaceKind, place_of

DEFAULT_PROGRAM = "Stanceline"

_LONGEST_NAME_BYTES = 200
_MOST_BYTES = 4096
_MOST_CHARACTERS = 80
_MOST_TRIES = 8
_PAUSE_S = 0.02
_SETTLING_S = 0.1
_RELIABLE = frozenset({PlaceKind.LOCAL, PlaceKind.REMOVABLE})


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a workspace open; ``since`` is UTC, ISO. What is not known is empty or 0.

    ``str()`` gives it in words, with the time as clocks here show it.
    """

    user: str = ""
    host: str = ""
    pid: int = 0
    since: str = ""
    program: str = ""

    def __str__(self) -> str:
        if self.is_this_process:
            return f"It is open in another window of this program{self._since()}"
        who = self.user or "Somebody"
        where = f" on {self.host}" if self.host else ""
        of_what = "" if self.program in {"", DEFAULT_PROGRAM} else f" ({self.program})"
        return f"{who} has it open{where}{self._since()}{of_what}"

    @property
    def is_this_process(self) -> bool:
        """Whether it is this very program that has it open, in another window."""
        return self.pid == os.getpid() and self.host == platform.node()

    def _since(self) -> str:
        try:
            then = datetime.fromisoformat(self.since).astimezone()
        except (ValueError, OverflowError, OSError):
            return ""
        is_today = then.date() == datetime.now(UTC).astimezone().date()
        return f" since {then:%H:%M}" if is_today else f" since {then:%Y-%m-%d %H:%M}"


class HeldElsewhere(StancelineError):
    """Another window, program or computer has the workspace open for writing."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(f"{holder}.")
        self.holder = holder


class CannotLock(StancelineError):
    """No lock can be put beside the workspace, as in a folder that is read-only."""


class WorkspaceLock:
    """A lock that is held until ``release()``, the end of the block, or of the process.

    A process that is forked off does not have it.
    """

    def __init__(self, path: Path, file: int, holder: Holder, token: str) -> None:
        self.path = path
        self.holder = holder
        self._file = file
        self._token = token
        with _guard:
            _held[_key_of(path)] = self

    @property
    def is_held(self) -> bool:
        """Whether it still is; a lock that was released stays so."""
        return self._file >= 0

    def release(self) -> None:
        """Let others open the workspace; the file of the lock goes away."""
        with _guard:
            file, self._file = self._file, -1
            if file < 0:
                return
            _held.pop(_key_of(self.path), None)
        try:
            if sys.platform == "win32":
                _unlock(file)
            elif self._is_there(file):
                # While it is locked: whoever waits for it then sees that it is gone.
                with suppress(OSError):
                    self.path.unlink()
        finally:
            _close(file)
        if sys.platform == "win32":
            with suppress(OSError):  # Refused where another has opened it meanwhile.
                self.path.unlink()

    def _is_there(self, file: int) -> bool:
        """Whether what the path leads to is still our lock, not one that took it over."""
        if _is_at(self.path, file):
            return _read(file)[1] in {"", self._token}
        return _is_token_at(self.path, self._token)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()


_guard = threading.Lock()
# Some network drives grant a process the same lock twice, so it knows its own.
_held: dict[str, WorkspaceLock] = {}


def _key_of(path: Path) -> str:
    return os.path.normcase(path)


def take_lock(
    path: Path,
    program: str = DEFAULT_PROGRAM,
    *,
    user: str = "",
    take_over: bool = False,
) -> WorkspaceLock:
    """The lock of the workspace at this path, whichever way the path is spelt.

    Raises HeldElsewhere when another has it, in this process too, and CannotLock where no
    file can be made beside the workspace (a read-only folder or medium needs no lock, as
    nobody can write there). A lock whose holder is gone is taken over. ``take_over`` takes
    also one that another computer has left, for when the user says that nobody is there;
    it never takes one from a process that runs on this computer.
    """
    place = lock_file_of(path)
    is_reliable = place_of(place).kind in _RELIABLE
    said = Holder(
        (user or _user())[:_MOST_CHARACTERS],
        platform.node(),
        os.getpid(),
        datetime.now(UTC).isoformat(timespec="seconds"),
        program,
    )
    token = secrets.token_hex(8)
    held_by = _ours_at(place)
    if held_by is not None:
        raise HeldElsewhere(held_by)
    for n_try in range(_MOST_TRIES):
        if n_try:
            time.sleep(_PAUSE_S)
        file = _opened(place)
        is_ours = False
        try:
            has_lock = _try_lock(file)
            if is_reliable and not _is_at(place, file):
                continue  # Its holder has just released it and taken it away.
            former, _ = _read(file)
            if has_lock is False:
                held_by = former.holder
                continue  # Somebody may only be asking who holds it.
            if _may_hold(former, has_lock=has_lock, is_reliable=is_reliable):
                is_here = has_lock is None and former.is_of_this_machine
                if is_here or not take_over:
                    raise HeldElsewhere(former.holder)
            if has_lock and is_reliable:
                is_ours = _claim(place, file, said, token)
            else:
                is_ours = _claim_by_content(place, file, said, token)
            if is_ours:
                return WorkspaceLock(place, file, said, token)
        finally:
            if not is_ours:
                _close(file)
    raise HeldElsewhere(held_by or Holder())


def holder_of(path: Path) -> Holder | None:
    """Who has the workspace open for writing now, or None; nothing is changed."""
    try:
        place = lock_file_of(path)
        ours = _ours_at(place)
        if ours is not None:
            return ours
        file = os.open(place, os.O_RDONLY | _CAREFULLY)
    except (OSError, CannotLock):
        return None
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return None
        former, _ = _read(file)
        if former.is_empty:
            return None
        if former.is_of_this_machine:
            is_held = is_alive(former.holder.pid, former.birth)
        else:
            # Only here is the file locked for a moment, which could keep somebody out.
            is_on_shared_disk = place_of(place).kind not in _RELIABLE
            is_held = is_on_shared_disk or _try_lock(file, is_shared=True) is False
        return former.holder if is_held else None
    finally:
        _close(file)


def _ours_at(place: Path) -> Holder | None:
    with _guard:
        lock = _held.get(_key_of(place))
        return lock.holder if lock else None


def lock_file_of(path: Path) -> Path:
    """Where the lock of this workspace lies. Raises CannotLock where no path leads to one."""
    try:
        real = path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise CannotLock(f"{path} cannot be locked: no file can be reached there.") from error
    name = real.name
    if len(os.fsencode(name)) > _LONGEST_NAME_BYTES:
        name = sha256(os.fsencode(name)).hexdigest()
    return real.with_name(f".{name}.lock")


# ------------------------------------------------------------------------- the file of it


@dataclass(frozen=True, slots=True)
class _Former:
    """What stands in a lock file."""

    holder: Holder = Holder()
    machine: str = ""
    birth: str = ""
    is_empty: bool = True

    @property
    def is_of_this_machine(self) -> bool:
        return self.holder.host == platform.node() and self.machine == this_machine()


_CAREFULLY = (
    getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOINHERIT", 0)
)


def _opened(place: Path) -> int:
    try:
        file = os.open(place, os.O_RDWR | os.O_CREAT | _CAREFULLY, 0o644)
    except PermissionError as error:
        # Another user's; whether it is held can be found out by reading.
        try:
            file = os.open(place, os.O_RDONLY | _CAREFULLY)
        except OSError:
            raise _cannot(place, error) from error
    except (OSError, ValueError) as error:
        raise _cannot(place, error) from error
    status = os.fstat(file)
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        os.close(file)
        raise CannotLock(f"The workspace cannot be locked: {place} is in the way. Remove it.")
    return file


def _cannot(place: Path, error: OSError | ValueError) -> CannotLock:
    reason = getattr(error, "strerror", None) or "there is no such place"
    if isinstance(error, OSError) and error.errno in {errno.EISDIR, errno.ELOOP}:
        return CannotLock(f"The workspace cannot be locked: {place} is in the way. Remove it.")
    return CannotLock(f"The workspace cannot be locked: {place} cannot be written ({reason}).")


def _is_at(place: Path, file: int) -> bool:
    """Whether the open file is the one that the path leads to now."""
    try:
        return os.path.samestat(os.lstat(place), os.fstat(file))
    except OSError:
        return False


def _is_token_at(place: Path, token: str) -> bool:
    """Whether the file at the path says that it is ours.

    Network drives may number the same file anew each time it is asked for.
    """
    try:
        file = os.open(place, os.O_RDONLY | _CAREFULLY)
    except OSError:
        return False
    try:
        return _read(file)[1] == token
    finally:
        _close(file)


def _may_hold(former: _Former, *, has_lock: bool | None, is_reliable: bool) -> bool:
    """Whether he who stands in the file may still have the workspace open."""
    if former.is_empty or (has_lock and is_reliable):
        return False
    if former.is_of_this_machine:
        return has_lock is None and is_alive(former.holder.pid, former.birth)
    return True


def _claim(place: Path, file: int, said: Holder, token: str) -> bool:
    """Write into the locked file who holds it; whether the file is still the one."""
    try:
        _write(file, said, token)
    except OSError as error:
        if error.errno != errno.EBADF:
            # On a full disk the lock of the operating system still keeps others out.
            return True
        # It is another user's, who is gone.
        try:
            place.unlink()
        except OSError as refused:
            raise _cannot(place, refused) from refused
        return False
    return True


def _claim_by_content(place: Path, file: int, said: Holder, token: str) -> bool:
    """Write into the file who holds it; whether that is what stands there in the end."""
    try:
        _write(file, said, token)
    except OSError as error:
        raise _cannot(place, error) from error
    time.sleep(_SETTLING_S)  # Of two that wrote at once, the later one holds it.
    return _is_token_at(place, token)


def _write(file: int, said: Holder, token: str) -> None:
    values = {
        **asdict(said),
        "machine": this_machine(),
        "birth": birth_of(said.pid),
        "token": token,
    }
    content = json.dumps(values).encode("ascii")
    os.lseek(file, 0, os.SEEK_SET)
    os.write(file, content)
    os.ftruncate(file, len(content))


def _read(file: int) -> tuple[_Former, str]:
    """What stands in the file, and the token of who wrote it; empty where it makes no sense."""
    try:
        os.lseek(file, 0, os.SEEK_SET)
        values = json.loads(os.read(file, _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return _Former(), ""
    if not isinstance(values, dict):
        return _Former(), ""

    def text(key: str) -> str:
        value = values.get(key)
        # What another program wrote is shown to the user: one short line, no more.
        return " ".join(value.split())[:_MOST_CHARACTERS] if isinstance(value, str) else ""

    pid = values.get("pid")
    holder = Holder(
        text("user"),
        text("host"),
        pid if isinstance(pid, int) and not isinstance(pid, bool) else 0,
        text("since"),
        text("program"),
    )
    former = _Former(holder, text("machine"), text("birth"), is_empty=False)
    return former, text("token")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


# ------------------------------------------------------- locks of the operating system

if sys.platform == "win32":
    import msvcrt

    # Beyond what is written: a locked part of a file cannot be read by others.
    _LOCKED_BYTE = 1 << 30

    def _try_lock(file: int, *, is_shared: bool = False) -> bool | None:
        del is_shared
        os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            return False if error.errno in {errno.EACCES, errno.EDEADLK} else None
        return True

    def _unlock(file: int) -> None:
        os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
        with suppress(OSError):
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: int, *, is_shared: bool = False) -> bool | None:
        """Whether the file is locked for us now; None where that cannot be had at all."""
        how = fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return None
        return True


def _close(file: int) -> None:
    with suppress(OSError):
        os.close(file)


def _forget_in_child() -> None:
    """Leave the locks to the parent, which would else be unable to release them."""
    global _guard  # noqa: PLW0603 - one that another thread held would stay locked
    _guard = threading.Lock()
    for lock in _held.values():
        _close(lock._file)
        lock._file = -1
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)
