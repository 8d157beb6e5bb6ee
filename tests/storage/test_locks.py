"""One program at a time writes to a workspace, and others can say who that is."""

import json
import multiprocessing
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stanceline.domain.errors import StancelineError
from stanceline.domain.processes import birth_of, is_alive, this_machine
from stanceline.storage import locks
from stanceline.storage.disks import Place, PlaceKind
from stanceline.storage.locks import (
    CannotLock,
    HeldElsewhere,
    Holder,
    holder_of,
    lock_file_of,
    take_lock,
)

POSIX = pytest.mark.skipif(os.name != "posix", reason="Signals and links are those of POSIX.")
SOURCE = str(Path(__file__).resolve().parents[2] / "desktop")
ELSEWHERE = {
    "user": "Ada",
    "host": "laptop-7",
    "pid": 4711,
    "since": "2026-03-01T12:03:00+00:00",
    "program": "Stanceline",
    "machine": "0123456789abcdef",
    "token": "of another",
}

_HOLD = """
import sys, time
from pathlib import Path
from stanceline.storage.locks import take_lock
lock = take_lock(Path(sys.argv[1]), "stanceline check", user="Ada")
print("held", flush=True)
if sys.argv[2] == "release":
    sys.stdin.read()
    lock.release()
else:
    time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "Affäre 事件.stanceline"
    made.write_bytes(b"a workspace")
    return made


@contextmanager
def held_by_another_process(path: Path, how: str = "sleep") -> Iterator[subprocess.Popen[str]]:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path), how],
        env={**os.environ, "PYTHONPATH": SOURCE},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder
    finally:
        holder.kill()
        holder.communicate()


def lie_on(monkeypatch: pytest.MonkeyPatch, kind: PlaceKind) -> None:
    """Let every file lie on such a disk, which a test cannot mount."""
    monkeypatch.setattr(locks, "place_of", lambda _path: Place(kind))


def without_system_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files not be locked by the system, as on some network drives."""
    monkeypatch.setattr(locks, "_try_lock", lambda _file, **_: None)


def leave(path: Path, **changes: object) -> Path:
    """A lock file that nobody of this computer's system holds."""
    file = lock_file_of(path)
    file.write_text(json.dumps({**ELSEWHERE, **changes}), "ascii")
    return file


def of_this_computer(pid: int) -> dict[str, object]:
    return {
        "host": platform.node(),
        "machine": this_machine(),
        "pid": pid,
        "birth": birth_of(pid),
    }


def dead_pid() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


# ------------------------------------------------------------------- taking and releasing


def test_the_lock_is_a_hidden_file_beside_the_workspace_that_says_who_holds_it(path: Path) -> None:
    with take_lock(path, user="Ada") as lock:
        assert lock.path == path.with_name(f".{path.name}.lock")
        said = json.loads(lock.path.read_text("ascii"))
        assert said["user"] == "Ada"
        assert said["host"] == platform.node()
        assert said["pid"] == os.getpid()
        assert said["program"] == "Stanceline"
        now = datetime.now(UTC)
        assert now - timedelta(minutes=1) < datetime.fromisoformat(said["since"]) <= now
        assert holder_of(path) == lock.holder
    assert not lock.is_held
    assert holder_of(path) is None
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == b"a workspace"


def test_a_workspace_that_is_yet_to_be_made_can_be_locked(tmp_path: Path) -> None:
    with take_lock(tmp_path / "new.stanceline"):
        assert not (tmp_path / "new.stanceline").exists()


def test_the_same_process_is_refused_too_and_told_so(path: Path) -> None:
    with take_lock(path):
        with pytest.raises(HeldElsewhere, match="open in another window of this program") as told:
            take_lock(path)
        assert told.value.holder.pid == os.getpid()
        assert holder_of(path) is not None
    take_lock(path).release()


def test_releasing_twice_does_not_release_the_next_holder(path: Path) -> None:
    first = take_lock(path)
    first.release()
    with take_lock(path) as second:
        first.release()
        assert second.path.exists()
        assert holder_of(path) == second.holder


def test_another_process_is_refused_and_told_who_where_and_since_when(path: Path) -> None:
    with held_by_another_process(path) as holder:
        with pytest.raises(HeldElsewhere) as told:
            take_lock(path)
        assert isinstance(told.value, StancelineError)
        assert told.value.holder.pid == holder.pid
        sentence = str(told.value)
        assert sentence.startswith(f"Ada has it open on {platform.node()} since ")
        assert sentence.endswith("(stanceline check).")
        found = holder_of(path)
        assert found is not None
        assert found.pid == holder.pid


def test_an_orderly_end_leaves_nothing_behind(path: Path) -> None:
    with held_by_another_process(path, "release") as holder:
        holder.communicate("")
        assert holder.returncode == 0
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@POSIX
def test_a_killed_holder_is_followed_at_once(path: Path) -> None:
    with held_by_another_process(path) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert lock_file_of(path).exists()
        assert holder_of(path) is None
        with take_lock(path) as lock:
            assert holder_of(path) == lock.holder
    assert not lock_file_of(path).exists()


@POSIX
def test_a_child_that_lives_on_does_not_keep_the_lock(path: Path) -> None:
    program = (
        "import os, sys, time; from pathlib import Path\n"
        "from stanceline.storage.locks import take_lock\n"
        "lock = take_lock(Path(sys.argv[1]))\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    assert not lock.is_held\n"
        "    lock.release()\n"
        "    time.sleep(60)\n"
        "print(child, flush=True)\n"
        "os._exit(9)\n"
    )
    ran = subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        env={**os.environ, "PYTHONPATH": SOURCE},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert ran.stdout is not None
    child = int(ran.stdout.readline())
    try:
        assert ran.wait() == 9
        assert is_alive(child)
        take_lock(path).release()
    finally:
        os.kill(child, signal.SIGKILL)
        ran.stdout.close()


@POSIX
def test_a_child_cannot_release_the_lock_of_its_parent(path: Path) -> None:
    with take_lock(path) as lock:
        child = os.fork()
        if child == 0:
            lock.release()
            os._exit(0)
        os.waitpid(child, 0)
        assert lock.path.exists()
        ran = _try_elsewhere(path)
        assert ran == "held"


def _try_elsewhere(path: Path) -> str:
    program = (
        "import sys; from pathlib import Path\n"
        "from stanceline.storage.locks import *\n"
        "try:\n"
        "    take_lock(Path(sys.argv[1])).release(); print('free')\n"
        "except HeldElsewhere:\n"
        "    print('held')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        env={**os.environ, "PYTHONPATH": SOURCE},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()


# ------------------------------------------------------------------ other ways to spell it


@POSIX
@pytest.mark.parametrize("how", ["link", "folder link", "dots", "relative", "chain"])
def test_every_spelling_of_the_path_meets_the_same_lock(
    path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    folder = path.parent
    if how == "link":
        other = folder / "link.stanceline"
        other.symlink_to(path.name)
    elif how == "folder link":
        (folder.parent / f"{folder.name}-link").symlink_to(folder)
        other = folder.parent / f"{folder.name}-link" / path.name
    elif how == "dots":
        (folder / "sub").mkdir()
        other = folder / "sub" / ".." / path.name
    elif how == "relative":
        monkeypatch.chdir(folder)
        other = Path(path.name)
    else:
        (folder / "one").symlink_to(path)
        other = folder / "two"
        other.symlink_to("one")
    with take_lock(path), pytest.raises(HeldElsewhere):
        take_lock(other)
    with take_lock(other), pytest.raises(HeldElsewhere):
        take_lock(path)


@POSIX
def test_the_longest_name_that_the_system_allows_can_be_locked(tmp_path: Path) -> None:
    path = tmp_path / ("事" * 81 + ".stanceline")
    path.touch()
    with take_lock(path) as lock:
        assert lock.path.parent == tmp_path
        assert holder_of(path) == lock.holder


# ---------------------------------------------------------------- many at the same time


def _race(path: str, seconds: float, results: "multiprocessing.Queue[tuple[int, int]]") -> None:
    """Take and release the lock over and over; count how often, and how often not alone."""
    taken = clashes = 0
    witness = Path(path).with_name("witness")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            lock = take_lock(Path(path))
        except HeldElsewhere:
            continue
        try:
            file = os.open(witness, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            os.close(file)
            taken += 1
            witness.unlink()
        except FileExistsError:
            clashes += 1
        finally:
            lock.release()
    results.put((taken, clashes))


@POSIX
def test_two_never_hold_it_at_once_however_fast_it_goes_round(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[tuple[int, int]] = context.Queue()
    racers = [context.Process(target=_race, args=(str(path), 1.5, results)) for _ in range(4)]
    for racer in racers:
        racer.start()
    counts = [results.get(timeout=60) for _ in racers]
    for racer in racers:
        racer.join()
    assert sum(clashes for _, clashes in counts) == 0
    assert sum(taken for taken, _ in counts) > 20
    assert not lock_file_of(path).exists()


def test_of_many_threads_one_gets_it(path: Path) -> None:
    def attempt(_n: int) -> locks.WorkspaceLock | None:
        try:
            return take_lock(path)
        except HeldElsewhere:
            return None

    with ThreadPoolExecutor(8) as pool:
        taken = [lock for lock in pool.map(attempt, range(16)) if lock]
    assert len(taken) == 1
    taken[0].release()


def test_asking_who_holds_it_never_keeps_anybody_out(path: Path) -> None:
    leave(path, **of_this_computer(dead_pid()))
    with ThreadPoolExecutor(2) as pool:
        asking = pool.submit(lambda: [holder_of(path) for _ in range(300)])
        for _ in range(30):
            take_lock(path).release()
        asking.result()


# -------------------------------------------------- where the content of the file decides


@pytest.mark.parametrize("kind", [PlaceKind.NETWORK, PlaceKind.CLOUD, PlaceKind.UNKNOWN])
@pytest.mark.parametrize("locks_work", [True, False])
def test_a_lock_of_another_computer_holds_on_a_shared_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch, kind: PlaceKind, locks_work: bool
) -> None:
    lie_on(monkeypatch, kind)
    if not locks_work:
        without_system_locks(monkeypatch)
    file = leave(path)
    before = file.read_bytes()
    with pytest.raises(HeldElsewhere, match="Ada has it open on laptop-7 since 2026-03-01"):
        take_lock(path)
    assert file.read_bytes() == before
    found = holder_of(path)
    assert found is not None
    assert found.host == "laptop-7"


def test_a_lock_of_another_computer_is_taken_over_when_the_user_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lie_on(monkeypatch, PlaceKind.NETWORK)
    leave(path)
    with take_lock(path, take_over=True) as lock:
        assert holder_of(path) == lock.holder


def test_a_lock_that_was_taken_over_is_left_to_its_new_holder(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lie_on(monkeypatch, PlaceKind.NETWORK)
    lock = take_lock(path)
    leave(path)
    lock.release()
    assert json.loads(lock_file_of(path).read_text())["token"] == "of another"


def test_a_lock_from_a_disk_that_moved_does_not_hold_on_a_local_one(path: Path) -> None:
    leave(path)
    if locks.place_of(path).kind not in {PlaceKind.LOCAL, PlaceKind.REMOVABLE}:
        pytest.skip("The temporary folder is on no disk of this computer.")
    assert holder_of(path) is None
    take_lock(path).release()


@pytest.mark.parametrize("locks_work", [True, False])
def test_a_dead_holder_of_this_computer_is_followed(
    path: Path, monkeypatch: pytest.MonkeyPatch, locks_work: bool
) -> None:
    lie_on(monkeypatch, PlaceKind.NETWORK)
    if not locks_work:
        without_system_locks(monkeypatch)
    leave(path, **of_this_computer(dead_pid()))
    assert holder_of(path) is None
    with take_lock(path) as lock:
        assert holder_of(path) == lock.holder
    assert not lock_file_of(path).exists()


@pytest.mark.parametrize("take_over", [True, False])
def test_without_locks_of_the_system_a_living_holder_is_respected(
    path: Path, monkeypatch: pytest.MonkeyPatch, take_over: bool
) -> None:
    without_system_locks(monkeypatch)
    with held_by_another_process(path) as holder:
        with pytest.raises(HeldElsewhere) as told:
            take_lock(path, take_over=take_over)
        assert told.value.holder.pid == holder.pid


def test_a_number_that_a_later_process_was_given_does_not_hold(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not birth_of(os.getpid()):
        pytest.skip("This system does not tell when a process began.")
    without_system_locks(monkeypatch)
    leave(path, **of_this_computer(os.getppid()) | {"birth": "1"})
    take_lock(path).release()


def test_the_same_process_is_refused_even_where_a_lock_is_granted_twice(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_try_lock", lambda _file, **_: True)
    with take_lock(path):
        with pytest.raises(HeldElsewhere):
            take_lock(path, take_over=True)
        assert holder_of(path) is not None


# ----------------------------------------------------------------- what lies in the way


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 512,
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"pid": 1e999, "host": 7, "user": {"a": 1}, "since": "when"}',
        b'{"pid": true, "user": null}',
        b'{"pid": 99999999999999999999999, "since": "9999-12-31T23:59:59+00:00"}',
    ],
)
def test_a_lock_file_that_makes_no_sense_keeps_nobody_out(path: Path, content: bytes) -> None:
    lock_file_of(path).write_bytes(content)
    assert holder_of(path) is None
    with take_lock(path) as lock:
        assert json.loads(lock.path.read_bytes())["pid"] == os.getpid()


def test_what_another_program_wrote_is_shown_as_one_short_line(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lie_on(monkeypatch, PlaceKind.CLOUD)
    leave(path, user="A\nB\t" + "x" * 2000, host="h\r\nost", since="yesterday")
    with pytest.raises(HeldElsewhere) as told:
        take_lock(path)
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 200


@POSIX
@pytest.mark.parametrize("what", ["link", "broken link", "folder", "pipe", "second name"])
def test_what_is_no_lock_is_neither_written_to_nor_waited_for(path: Path, what: str) -> None:
    file = lock_file_of(path)
    victim = path.with_name("victim")
    victim.write_text("mine")
    if what == "link":
        file.symlink_to(victim)
    elif what == "broken link":
        file.symlink_to(path.with_name("new"))
    elif what == "folder":
        file.mkdir()
    elif what == "pipe":
        os.mkfifo(file)
    else:
        os.link(victim, file)
    with pytest.raises(CannotLock, match="cannot be locked"):
        take_lock(path)
    assert what == "second name" or holder_of(path) is None
    assert victim.read_text() == "mine"
    assert not path.with_name("new").exists()


@POSIX
def test_a_read_only_folder_is_told_in_words(
    visited_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    path = visited_folder / "w.stanceline"
    path.touch()
    visited_folder.chmod(0o555)
    with unprivileged():
        with pytest.raises(CannotLock, match="Permission denied"):
            take_lock(path)
        assert holder_of(path) is None


@POSIX
def test_the_lock_of_another_user_is_seen_though_it_cannot_be_written(
    visited_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    path = visited_folder / "w.stanceline"
    path.touch()
    visited_folder.chmod(0o777)
    with held_by_another_process(path), unprivileged():
        with pytest.raises(HeldElsewhere, match="Ada has it open"):
            take_lock(path)
        assert holder_of(path) is not None
    assert lock_file_of(path).exists()
    with unprivileged():  # Its holder was killed, and the folder is everybody's.
        take_lock(path).release()
    assert not lock_file_of(path).exists()


@pytest.mark.parametrize("path", [Path("/no/such/folder/w.stanceline"), Path("nul\0nul")])
def test_a_place_that_is_not_there_is_told_in_words(path: Path) -> None:
    with pytest.raises(CannotLock):
        take_lock(path)
    assert holder_of(path) is None


@POSIX
def test_a_ring_of_links_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(CannotLock):
        take_lock(tmp_path / "a")


def test_a_full_disk_does_not_keep_the_system_from_locking(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(locks, "_write", full)
    with take_lock(path):
        assert _try_elsewhere(path) == "held"
    assert not lock_file_of(path).exists()


# ------------------------------------------------------------------------------- in words


def test_a_holder_of_today_is_told_with_the_time_alone() -> None:
    now = datetime.now(UTC).astimezone().replace(hour=12, minute=3)
    holder = Holder("Ada", "laptop-7", 1, now.astimezone(UTC).isoformat(), "Stanceline")
    assert str(holder) == "Ada has it open on laptop-7 since 12:03"


@pytest.mark.parametrize(
    ("holder", "words"),
    [
        (Holder(), "Somebody has it open"),
        (Holder(user="Ada", since="tomorrow"), "Ada has it open"),
        (
            Holder("Ada", "box", 3, "", "stanceline backup"),
            "Ada has it open on box (stanceline backup)",
        ),
    ],
)
def test_what_is_not_known_of_a_holder_is_left_out(holder: Holder, words: str) -> None:
    assert str(holder) == words
