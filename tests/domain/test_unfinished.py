"""Files that nobody is going to finish are removed, and no others."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stanceline.domain import unfinished
from stanceline.domain.processes import birth_of, is_alive
from stanceline.domain.unfinished import sweep, unfinished_name


def name_of(pid: int, suffix: str = ".csv") -> str:
    return unfinished_name(suffix).replace(f"-{os.getpid()}-", f"-{pid}-")


@pytest.fixture
def dead_pid() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_what_a_dead_process_left_is_removed(tmp_path: Path, dead_pid: int) -> None:
    for suffix in (".csv", ".stanceline", ".stanceline-wal", ""):
        (tmp_path / name_of(dead_pid, suffix)).write_text("half")
    assert sweep(tmp_path) == 4
    assert list(tmp_path.iterdir()) == []


def test_what_is_being_written_stays(tmp_path: Path) -> None:
    ours, of_another = tmp_path / unfinished_name(".csv"), tmp_path / name_of(os.getppid())
    ours.touch()
    of_another.touch()
    assert sweep(tmp_path) == 0
    assert ours.exists()
    assert of_another.exists()


def test_what_another_computer_writes_stays_for_a_day(
    tmp_path: Path, dead_pid: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unfinished, "this_machine", lambda: "another")
    path = tmp_path / name_of(dead_pid)
    monkeypatch.undo()
    path.touch()
    assert sweep(tmp_path) == 0
    age(path, 23 * 3600)
    assert sweep(tmp_path) == 0
    age(path, 25 * 3600)
    assert sweep(tmp_path) == 1


@pytest.mark.parametrize(
    "name", ["unfinished-1.csv", ".unfinished", "notes.unfinished-x", ".new-1.stanceline", "a.csv"]
)
def test_what_is_called_otherwise_stays_however_old(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    age(tmp_path / name, 10**8)
    assert sweep(tmp_path) == 0


def test_odd_names_and_things_that_are_no_files_are_left_alone(
    tmp_path: Path, dead_pid: int
) -> None:
    for name in (".unfinished-", ".unfinished-x-٣-y", f".unfinished-zz-{'9' * 40}-y"):
        (tmp_path / name).touch()
    (tmp_path / name_of(dead_pid, ".d")).mkdir()
    if os.name == "posix":
        (tmp_path / "precious").touch()
        (tmp_path / name_of(dead_pid)).symlink_to(tmp_path / "precious")
    before = sorted(tmp_path.iterdir())
    assert sweep(tmp_path) == 0
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    assert sweep(tmp_path / "none") == 0
    (tmp_path / "file").touch()
    assert sweep(tmp_path / "file") == 0


def test_processes_are_told_apart(dead_pid: int) -> None:
    assert is_alive(os.getpid())
    assert is_alive(os.getpid(), birth_of(os.getpid()))
    assert not is_alive(dead_pid)
    assert not is_alive(0)
    assert not is_alive(-1)
    assert not is_alive(10**30)
    if birth_of(os.getpid()):
        assert not is_alive(os.getpid(), "1")


@pytest.mark.skipif(os.name != "posix", reason="Only there an ended process waits to be asked.")
def test_a_process_that_has_ended_but_was_not_asked_how_is_dead() -> None:
    if not birth_of(os.getpid()):
        pytest.skip("This system does not tell in what state a process is.")
    child = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.read()
    end = time.monotonic() + 10
    while is_alive(child.pid) and time.monotonic() < end:
        time.sleep(0.01)
    assert not is_alive(child.pid)
    child.wait()
    child.stdout.close()
