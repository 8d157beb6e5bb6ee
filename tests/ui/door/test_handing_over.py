"""The door of the running program, with real sockets and a process that hangs."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.ui.door import handing_over, messages
from stanceline.ui.door.handing_over import files_of, hand_over
from stanceline.ui.door.messages import GREETING, TAKEN, Request, absolute, request_in

pytestmark = pytest.mark.skipif(os.name != "posix", reason="The door is a socket here.")

DESKTOP = Path(__file__).resolve().parents[3] / "desktop"


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for sockets that is the test's own, and closed to others."""
    folder = tmp_path_factory.mktemp("run")
    folder.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


class Keeper(threading.Thread):
    """Answers at a door as the program does."""

    def __init__(self, door: handing_over.Door, *, greeting: bytes = GREETING) -> None:
        super().__init__(daemon=True)
        self.door = door
        self.door.socket.settimeout(None)
        self.greeting = greeting
        self.heard: list[Request | None] = []
        door.attend()
        self.start()

    def run(self) -> None:
        visitor, _ = self.door.socket.accept()
        with visitor, visitor.makefile("rb") as said:
            visitor.sendall(self.greeting)
            self.heard.append(request_in(said.readline()))
            with suppress(BrokenPipeError):  # Who does not trust the greeting has left.
                visitor.sendall(TAKEN)


@pytest.fixture
def door(runtime: Path) -> Iterator[handing_over.Door]:
    assert runtime.is_dir()
    is_taken, opened = hand_over([])
    assert not is_taken
    assert opened is not None
    yield opened
    opened.close()


def left_in(runtime: Path) -> list[str]:
    return sorted(each.suffix for each in runtime.rglob("*") if not each.is_dir())


def test_the_first_start_opens_a_door_that_is_closed_to_others_and_takes_it_away(runtime):
    is_taken, door = hand_over(["a.stanceline"])
    assert not is_taken
    assert door is not None
    assert left_in(runtime) == [".door", ".lock"]
    assert (runtime / "stanceline").stat().st_mode & 0o777 == 0o700
    door.close()
    assert list(runtime.iterdir()) == []
    door.close()


def test_a_second_start_hands_its_files_over_with_their_whole_paths(door, monkeypatch, tmp_path):
    keeper = Keeper(door)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "moment-7")
    assert hand_over(["über.stanceline", "/x/a\udce9.stanceline"]) == (True, None)
    keeper.join(5)
    paths = (f"{tmp_path}/über.stanceline", "/x/a\udce9.stanceline")
    assert keeper.heard == [Request(paths, "moment-7")]


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "STANCELINE_CONFIG"])
@pytest.mark.usefixtures("door")
def test_another_display_or_other_settings_have_a_door_of_their_own(monkeypatch, name):
    monkeypatch.setenv(name, "/elsewhere")
    is_taken, other = hand_over([])
    assert not is_taken
    assert other is not None
    other.close()


def test_what_a_killed_program_left_is_cleared_away(runtime, monkeypatch):
    script = "from stanceline.ui.door.handing_over import hand_over; hand_over([])\n"
    kill = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    environment = {**os.environ, "PYTHONPATH": str(DESKTOP)}
    for display in (":901", os.environ.get("DISPLAY", "")):
        subprocess.run(
            [sys.executable, "-c", script + kill],
            check=False,
            env={**environment, "DISPLAY": display},
        )
    assert left_in(runtime) == [".door", ".door", ".lock", ".lock"]
    monkeypatch.setenv("DISPLAY", os.environ.get("DISPLAY", ""))
    is_taken, door = hand_over([])
    assert not is_taken
    assert door is not None
    door.attend()
    assert left_in(runtime) == [".door", ".lock"]
    door.close()


def test_one_that_hangs_is_left_alone_after_a_second(door):
    door.attend()  # And nobody answers.
    began_s = time.monotonic()
    assert hand_over(["/x.stanceline"]) == (False, None)
    assert messages.PATIENCE_S <= time.monotonic() - began_s < 10 * messages.PATIENCE_S


def test_one_that_is_just_starting_is_waited_for(door, monkeypatch):
    monkeypatch.setattr("stanceline.ui.door.posix.PATIENCE_S", 0.05)
    answers: list[tuple[bool, object]] = []
    caller = threading.Thread(target=lambda: answers.append(hand_over(["/x.stanceline"])))
    caller.start()
    time.sleep(0.5)  # Ten times what one that runs is given.
    Keeper(door).join(5)
    caller.join(5)
    assert answers == [(True, None)]


def test_one_that_speaks_otherwise_is_told_no_path(door):
    keeper = Keeper(door, greeting=b"welcome all\r\n")
    assert hand_over(["/secret.stanceline"]) == (False, None)
    keeper.join(5)
    assert keeper.heard == [None]


@pytest.mark.usefixtures("runtime")
def test_a_program_that_is_just_ending_leaves_its_place():
    _, first = hand_over([])
    assert first is not None

    def end() -> None:
        visitor, _ = first.socket.accept()
        first.close()
        visitor.close()

    first.socket.settimeout(None)
    first.attend()
    ending = threading.Thread(target=end)
    ending.start()
    is_taken, second = hand_over([])
    ending.join()
    assert not is_taken
    assert second is not None
    second.close()


def test_a_folder_that_others_can_enter_is_no_place_for_a_door(runtime):
    (runtime / "stanceline").mkdir(mode=0o755)
    (runtime / "stanceline").chmod(0o755)
    assert hand_over([]) == (False, None)


def test_a_runtime_folder_of_somebody_else_is_passed_over(runtime, monkeypatch, tmp_path):
    runtime.chmod(0o777)
    monkeypatch.setenv("STANCELINE_CONFIG", str(tmp_path / "c"))
    _, door = hand_over([])
    assert door is not None
    assert list(runtime.iterdir()) == []
    door.close()


@pytest.mark.usefixtures("runtime")
def test_a_path_too_long_for_a_socket_is_no_hindrance(monkeypatch, tmp_path):
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("STANCELINE_CONFIG", str(tmp_path / ("long" * 30)))
    _, door = hand_over([])
    assert door is not None
    Keeper(door)
    assert hand_over([]) == (True, None)
    door.close()


@pytest.mark.usefixtures("runtime")
def test_of_many_starts_at_once_one_opens_the_door_and_all_others_are_taken():
    script = (
        "import sys, time\n"
        "from stanceline.ui.door.handing_over import hand_over\n"
        "taken, door = hand_over(['/x.stanceline'])\n"
        "if door:\n"
        "    from stanceline.ui.door.messages import GREETING, TAKEN\n"
        "    door.socket.settimeout(5); n = 0\n"
        "    while n < 7:\n"
        "        visitor, _ = door.socket.accept(); visitor.sendall(GREETING)\n"
        "        n += bool(visitor.recv(1000)); visitor.sendall(TAKEN); visitor.close()\n"
        "    door.close()\n"
        "print(taken, door is not None)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(DESKTOP)}
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment
        )
        for _ in range(8)
    ]
    told = sorted(start.communicate(timeout=60)[0].strip() for start in starts)
    assert told == ["False True", *["True False"] * 7]


@pytest.mark.usefixtures("runtime")
def test_a_stopped_process_does_not_keep_others_from_starting():
    script = (
        "import os, signal\nfrom stanceline.ui.door.handing_over import hand_over\n"
        "_, door = hand_over([]); door.attend(); print('up', flush=True)\n"
        "os.kill(os.getpid(), signal.SIGSTOP)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(DESKTOP)},
    ) as hung:
        assert hung.stdout is not None
        hung.stdout.readline()
        assert hand_over(["/x.stanceline"]) == (False, None)
        hung.send_signal(signal.SIGKILL)


@given(st.binary(max_size=200))
def test_what_is_no_request_is_none(line):
    request = request_in(line)
    assert request is None or all(map(os.path.isabs, request.files))


@given(st.lists(st.text(st.characters(exclude_characters="\0"), min_size=1), max_size=5), st.text())
def test_a_request_arrives_as_it_was_sent(names, token):
    sent = Request(tuple(f"/{name}" for name in names), token)
    assert request_in(sent.as_line()) == sent
    assert sent.as_line().count(b"\n") == 1


def test_relative_paths_are_refused():
    assert request_in(Request(("a.stanceline",)).as_line()) is None


def test_a_file_may_be_named_by_its_address():
    assert absolute("file:///tmp/a%20b.stanceline") == "/tmp/a b.stanceline"
    assert absolute("file://localhost/tmp/x.stanceline") == "/tmp/x.stanceline"
    assert absolute("/a/./b/../c") == "/a/c"


def test_a_start_with_an_option_is_one_for_itself():
    assert files_of(["a", "b"]) == ["a", "b"]
    assert files_of([]) == []
    assert files_of(["--new-process", "a"]) is None
    assert files_of(["-psn_0_12345"]) == []


@pytest.mark.usefixtures("runtime")
def test_a_folder_that_is_gone_hands_nothing_over(monkeypatch, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert hand_over(["a.stanceline"]) == (False, None)


def test_a_connection_that_brings_nothing_is_no_answer(door):
    """Whoever accepts and hangs up at once is taken for one that is ending."""

    def hang_up() -> None:
        for _ in range(200):
            try:
                visitor, _ = door.socket.accept()
            except OSError:
                return
            visitor.close()

    door.socket.settimeout(None)
    door.attend()
    threading.Thread(target=hang_up, daemon=True).start()
    assert hand_over([]) == (False, None)
    door.socket.shutdown(socket.SHUT_RDWR)
