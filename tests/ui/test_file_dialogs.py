"""The dialogs that ask for files leave alone what they list."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from stanceline.domain.topics import Topic
from stanceline.services.places import data_folder
from stanceline.services.topics import add_topic, all_topics
from stanceline.services.workspace import Workspace
from stanceline.ui import file_dialogs

LOCKS = Path("/proc/locks")


def locks_on(path: Path) -> int:
    """How many locks this machine's processes hold on a file."""
    inode = path.stat().st_ino
    return sum(f":{inode} " in line for line in LOCKS.read_text("ascii").splitlines())


def dismissed_after_listing() -> None:
    """Let the dialog list its folder, then press Cancel."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    QTimer.singleShot(400, dialog.reject)


@pytest.mark.skipif(not LOCKS.exists(), reason="this system does not list its locks")
def test_listing_the_folder_of_an_open_workspace_keeps_its_locks(
    app: QApplication, workspace: Workspace
) -> None:
    assert app is not None
    add_topic(workspace, "The bridge")
    shared_memory = Path(f"{workspace.path}-shm")
    before = locks_on(shared_memory)
    assert before > 0
    parent = QWidget()
    for ask in (file_dialogs.ask_for_file, file_dialogs.ask_for_files):
        QTimer.singleShot(100, dismissed_after_listing)
        ask(parent, "Open", workspace.path.parent, ["All files (*)"])
        assert locks_on(shared_memory) == before
        assert locks_on(workspace.path) > 0
    topics: list[Topic] = all_topics(workspace)
    assert [topic.name for topic in topics] == ["The bridge"]


def test_kinds_of_files_are_told_from_their_names(app: QApplication, tmp_path: Path) -> None:
    from PySide6.QtCore import QFileInfo

    assert app is not None
    (tmp_path / "a.stanceline").write_bytes(b"%PDF")
    names = file_dialogs.NamesOnly()
    assert names.type(QFileInfo(str(tmp_path / "a.stanceline"))) == "stanceline"
    assert not names.icon(QFileInfo(str(tmp_path))).isNull()


def test_files_of_a_person_are_not_put_among_those_of_the_program(tmp_path: Path) -> None:
    own = tmp_path / "affair.stanceline"
    assert file_dialogs.folder_beside(own) == tmp_path
    sample = data_folder() / "sample.stanceline"
    assert file_dialogs.folder_beside(sample) != data_folder()
    assert file_dialogs.folder_beside(sample).is_dir()
