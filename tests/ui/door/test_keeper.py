"""The Qt side of the door: visitors of every manner, and the windows that come of it."""

import os
import shutil
import socket
import threading
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from stanceline.ui import program as program_module
from stanceline.ui.door.handing_over import hand_over
from stanceline.ui.door.keeper import Doorkeeper
from stanceline.ui.door.messages import GREETING, TAKEN, Request
from stanceline.ui.door.pipe_visitor import PipeVisitor

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="The door is a socket here."),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]


@pytest.fixture
def door(monkeypatch, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    folder.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    _, door = hand_over([])
    return door


@pytest.fixture
def keeper(app, door):
    keeper = Doorkeeper(door, app)
    keeper.attend()
    keeper.requests = []
    keeper.asked.connect(keeper.requests.append)
    yield keeper
    keeper.close()
    keeper.deleteLater()


@pytest.fixture
def program(app, settings, tmp_path, monkeypatch, door):
    monkeypatch.setattr(program_module, "data_folder", lambda: tmp_path / "data")
    program = program_module.Program(app, settings, door=door)
    yield program
    for window in list(program.windows):
        window.close()
    if program.start_window is not None:
        program.start_window.close()
    program._keeper.close()
    program.deleteLater()


def knock(qtbot, *files: object) -> tuple[bool, object]:
    """A second start, on a thread, while the program goes on; what it was answered."""
    answers = []
    start = threading.Thread(target=lambda: answers.append(hand_over(list(map(str, files)))))
    start.start()
    qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    start.join()
    return answers[0]


def visit(keeper) -> socket.socket:
    visitor = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    visitor.settimeout(0.01)
    visitor.connect(keeper._door.socket.getsockname())
    return visitor


def heard(qtbot, visitor: socket.socket, n_bytes: int) -> bytes:
    told = b""

    def listen() -> bool:
        nonlocal told
        try:
            part = visitor.recv(n_bytes - len(told))
        except TimeoutError:
            return False
        told += part
        return not part or len(told) >= n_bytes

    qtbot.waitUntil(listen, timeout=10_000)
    return told


def test_who_speaks_slowly_is_heard_to_the_end(qtbot, keeper):
    with visit(keeper) as visitor:
        assert heard(qtbot, visitor, len(GREETING)) == GREETING
        line = Request(("/a.stanceline",), "t").as_line()
        for n in range(0, len(line), 7):
            visitor.sendall(line[n : n + 7])
            qtbot.wait(1)
        assert heard(qtbot, visitor, len(TAKEN)) == TAKEN
    qtbot.waitUntil(lambda: keeper.requests == [Request(("/a.stanceline",), "t")])


def test_who_leaves_before_the_greeting_has_nothing_opened(qtbot, keeper):
    """As a start does that has waited long enough, and has opened its file by itself."""
    visitor = visit(keeper)
    visitor.sendall(Request(("/a.stanceline",)).as_line()[:10])
    visitor.close()
    qtbot.wait(50)
    assert keeper.requests == []
    assert knock(qtbot, "/b.stanceline") == (True, None)
    qtbot.waitUntil(lambda: keeper.requests == [Request(("/b.stanceline",))])


def test_who_talks_nonsense_is_shown_out_and_others_are_served(qtbot, keeper):
    for nonsense in (b"GET / HTTP/1.1\r\n", b'{"files": "x"}\n', b"[" * 5000 + b"\n", b"\xff\n"):
        with visit(keeper) as visitor:
            visitor.sendall(nonsense)
            assert heard(qtbot, visitor, 1000) == GREETING
    assert keeper.requests == []
    assert knock(qtbot) == (True, None)


def test_one_who_says_nothing_does_not_keep_others_waiting(qtbot, keeper):
    with visit(keeper), visit(keeper):
        assert knock(qtbot, "/b.stanceline") == (True, None)


def test_files_that_are_handed_over_open_in_windows_of_their_own(
    qtbot, program, workspace_path, tmp_path
):
    other = Path(shutil.copyfile(workspace_path, tmp_path / "other.stanceline"))
    program.start([workspace_path])
    assert knock(qtbot, other, workspace_path) == (True, None)
    qtbot.waitUntil(lambda: len(program.windows) == 2, timeout=20_000)
    qtbot.wait(50)
    assert [window.workspace.path for window in program.windows] == [workspace_path, other]


def test_a_start_without_a_file_brings_the_running_program_forward(qtbot, program, workspace_path):
    program.start([workspace_path])
    window = program.windows[0]
    window.showMinimized()
    assert knock(qtbot) == (True, None)
    qtbot.waitUntil(lambda: not window.isMinimized())
    assert len(program.windows) == 1


def test_a_bad_file_that_is_handed_over_is_told_of_over_the_window(
    qtbot, program, workspace_path, tmp_path, boxes
):
    bad = tmp_path / "bad.stanceline"
    bad.write_text("no workspace")
    program.start([workspace_path])
    assert knock(qtbot, bad) == (True, None)
    qtbot.waitUntil(lambda: bool(boxes.sentences))
    assert "is not a Stanceline workspace" in boxes.sentences[0]
    assert len(program.windows) == 1
    assert program.start_window is None


def test_pipes_are_answered_as_sockets_are(qtbot, app, tmp_path):
    server = QLocalServer(app)
    server.listen(str(tmp_path / "pipe"))
    said = []

    def take(line: bytes) -> bool:
        said.append(line)
        return True

    def welcome() -> None:
        PipeVisitor(server.nextPendingConnection(), take)

    server.newConnection.connect(welcome)
    caller = QLocalSocket(app)
    caller.connectToServer(str(tmp_path / "pipe"))
    qtbot.waitUntil(lambda: caller.bytesAvailable() >= len(GREETING))
    assert caller.readAll().data() == GREETING
    line = Request(("/a",)).as_line()
    caller.write(line[:5])
    qtbot.wait(10)
    caller.write(line[5:])
    qtbot.waitUntil(lambda: caller.bytesAvailable() >= len(TAKEN))
    assert caller.readAll().data() == TAKEN
    assert said == [line.rstrip(b"\n")]
    qtbot.waitUntil(lambda: caller.state() is QLocalSocket.LocalSocketState.UnconnectedState)
    server.close()
