"""Starts of the program as processes of their own: who opens what, and what is left behind.

There is no display here, which the program is told nothing of.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stanceline.services.workspace import Workspace

pytestmark = pytest.mark.skipif(os.name != "posix", reason="The door is a socket here.")

DESKTOP = Path(__file__).resolve().parents[2] / "desktop"
PATIENCE_S = 90

# What the windows show is written to a file again and again, for the test to read.
_START = """
import sys
sys.path.insert(0, {desktop!r})
sys.argv[0] = "stanceline"
import stanceline.__main__ as start

plain = start.load_window

def load_and_watch():
    plain()
    import json, pathlib
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMessageBox
    from stanceline.ui import app, program
    app._has_display = lambda: True
    place = pathlib.Path({told!r})

    class Watched(program.Program):
        def __init__(self, *arguments, **more):
            super().__init__(*arguments, **more)
            self.watch = QTimer(self, interval=50, timeout=self.tell)
            self.watch.start()
            QTimer.singleShot(0, self.end_when_asked)

        def end_when_asked(self):
            if place.with_suffix(".end").exists():
                QApplication.closeAllWindows()
            else:
                QTimer.singleShot(50, self.end_when_asked)

        def tell(self):
            first = self.start_window
            shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
            boxes = [each.text() for each in shown if isinstance(each, QMessageBox)]
            said = dict(
                windows=[str(each.workspace.path) for each in self.windows],
                read_only=[each.workspace.is_read_only for each in self.windows],
                start=first.sentence.text() if first else None,
                boxes=boxes,
            )
            new = place.with_suffix(".new")
            new.write_text(json.dumps(said))
            new.replace(place)

    app.Program = Watched

start.load_window = load_and_watch
sys.exit(start.main())
"""


class Started:
    """A start of the program."""

    def __init__(self, folder: Path, *files: object, **environment: str) -> None:
        folder.mkdir(exist_ok=True)
        self.told = folder / f"told-{len(list(folder.iterdir()))}.json"
        script = _START.format(desktop=str(DESKTOP), told=str(self.told))
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error::ResourceWarning", "-c", script, *map(str, files)],
            stderr=subprocess.PIPE,
            env={
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "STANCELINE_CONFIG": str(folder / "config"),
                "XDG_RUNTIME_DIR": "",
                **environment,
            },
        )

    def shown(self) -> dict[str, object]:
        return json.loads(self.told.read_text()) if self.told.exists() else {}

    def wait_until(self, is_so: Callable[[dict[str, object]], object]) -> dict[str, object]:
        end = time.monotonic() + PATIENCE_S
        while not (shown := self.shown()) or not is_so(shown):
            assert self.process.poll() is None, self.process.stderr.read().decode()
            assert time.monotonic() < end, shown
            time.sleep(0.05)
        return shown

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stderr.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Started]]:
    started: list[Started] = []

    def begin(*files: object, **environment: str) -> Started:
        started.append(Started(tmp_path / "run", *files, **environment))
        return started[-1]

    yield begin
    for each in started:
        each.end()


@pytest.fixture
def other_path(tmp_path: Path) -> Path:
    path = tmp_path / "other.stanceline"
    Workspace.create(path).close()
    return path


def test_two_starts_at_once_are_one_program_with_two_windows(start, workspace_path, other_path):
    starts = [start(workspace_path), start(other_path)]
    end = time.monotonic() + PATIENCE_S
    while all(each.process.poll() is None for each in starts) and time.monotonic() < end:
        time.sleep(0.05)
    ended = [each for each in starts if each.process.poll() is not None]
    assert [each.process.returncode for each in ended] == [0]
    running = next(each for each in starts if each not in ended)
    shown = running.wait_until(lambda shown: len(shown["windows"]) == 2)
    assert sorted(shown["windows"]) == sorted([str(workspace_path), str(other_path)])
    assert shown["read_only"] == [False, False]


def test_later_starts_open_a_file_once_and_tell_of_a_bad_one(start, workspace_path, other_path):
    first = start(workspace_path)
    first.wait_until(lambda shown: shown["windows"])
    other_path.write_text("no workspace")
    for files in ((workspace_path,), (), (other_path,)):
        assert start(*files).process.wait(PATIENCE_S) == 0
    shown = first.wait_until(lambda shown: shown["boxes"])
    assert shown["windows"] == [str(workspace_path)]
    assert "is not a Stanceline workspace" in shown["boxes"][0]


def test_a_program_of_its_own_and_one_beside_another_that_hangs_open_read_only(
    start, workspace_path
):
    first = start(workspace_path)
    first.wait_until(lambda shown: shown["windows"])
    own = start("--new-process", workspace_path)
    assert own.wait_until(lambda shown: shown["windows"])["read_only"] == [True]
    first.process.send_signal(signal.SIGSTOP)
    beside = start(workspace_path)
    assert beside.wait_until(lambda shown: shown["windows"])["read_only"] == [True]
    first.process.send_signal(signal.SIGCONT)


def test_a_killed_program_leaves_nothing_that_keeps_the_next_from_starting(
    start, workspace_path, other_path
):
    first = start(workspace_path)
    first.wait_until(lambda shown: shown["windows"])
    first.end()
    second = start(workspace_path)
    assert second.wait_until(lambda shown: shown["windows"])["read_only"] == [False]
    assert start(other_path).process.wait(PATIENCE_S) == 0
    second.wait_until(lambda shown: len(shown["windows"]) == 2)


@pytest.fixture
def runtime() -> Iterator[Path]:
    # Not beside the other files of the test, whose names are too long for a socket.
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def test_a_program_that_ends_leaves_nothing_of_its_door(start, workspace_path, tmp_path, runtime):
    first = start(workspace_path, XDG_RUNTIME_DIR=str(runtime))
    first.wait_until(lambda shown: shown["windows"])
    assert len(list((runtime / "stanceline").iterdir())) == 2
    first.told.with_suffix(".end").touch()
    assert first.process.wait(PATIENCE_S) == 0
    assert list(runtime.iterdir()) == []
    left = (tmp_path / "run" / "config").rglob("*")
    assert [each.name for each in left if each.is_file()] == ["settings.json"]


def test_a_bad_file_starts_a_program_that_says_why_and_goes_on(start, other_path):
    other_path.write_bytes(b"")
    first = start(other_path)
    shown = first.wait_until(lambda shown: shown["start"])
    assert "is empty" in shown["start"]
    time.sleep(0.5)
    assert first.process.poll() is None


def test_a_first_start_that_can_write_nowhere_says_so(start, tmp_path):
    in_the_way = tmp_path / "in-the-way"
    in_the_way.write_text("")
    shown = start(STANCELINE_CONFIG=str(in_the_way)).wait_until(lambda shown: shown["start"])
    assert "The sample cannot be put in its place." in shown["start"]
