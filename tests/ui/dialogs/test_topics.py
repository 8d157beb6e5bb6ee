from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from stanceline.domain.quotations import QuotationDraft
from stanceline.domain.spans import Span
from stanceline.services import importing, quotations, topics
from stanceline.services.workspace import Workspace
from stanceline.ui.dialogs.topics import TopicsDialog


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.stanceline") as made:
        yield made


def opened(qtbot: QtBot, workspace: Workspace) -> TopicsDialog:
    dialog = TopicsDialog(workspace)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def be_in(qtbot: QtBot, dialog: TopicsDialog) -> None:
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)


def names(workspace: Workspace) -> list[str]:
    return [topic.name for topic in topics.all_topics(workspace)]


def judged_topic(workspace: Workspace) -> int:
    topic_id = topics.add_topic(workspace, "Delay the law")
    report = importing.store(workspace, [importing.read_text("Title\n\n“No,” she said.")])
    quotation_id = quotations.mark_quotation(
        workspace, QuotationDraft(report.imported[0], (Span(7, 12),))
    )
    stance = topics.all_stances(workspace)[0]
    quotations.judge(workspace, quotation_id, topic_id, stance.id)
    return topic_id


def test_a_topic_is_added_named_and_described_by_keyboard(
    qtbot: QtBot, workspace: Workspace
) -> None:
    dialog = opened(qtbot, workspace)
    dialog.add_button.click()
    QTest.keyClicks(dialog.name, "Reopen the tunnel")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    QTest.keyClicks(dialog.description, "Traffic through it, not repairs")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    topic = topics.all_topics(workspace)[0]
    assert (topic.name, topic.description) == (
        "Reopen the tunnel",
        "Traffic through it, not repairs",
    )
    assert not dialog.isVisible()


def test_a_name_that_is_taken_is_refused_and_told_beside_it(
    qtbot: QtBot, workspace: Workspace
) -> None:
    topics.add_topic(workspace, "A")
    topics.add_topic(workspace, "B")
    dialog = opened(qtbot, workspace)
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, "b")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert "already" in dialog._notice.text()
    assert names(workspace) == ["A", "B"]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, "C")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert names(workspace) == ["C", "B"]


def test_new_topics_get_names_of_their_own(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace)
    dialog.add_button.click()
    dialog.add_button.click()
    assert names(workspace) == ["New topic", "New topic 2"]


def test_an_unused_topic_is_deleted_with_the_delete_key(qtbot: QtBot, workspace: Workspace) -> None:
    topics.add_topic(workspace, "A")
    topics.add_topic(workspace, "B")
    dialog = opened(qtbot, workspace)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert names(workspace) == ["A"]
    assert dialog.name.text() == "A"


def test_a_judged_topic_is_deleted_at_once_and_brought_back_with_its_judgements(
    qtbot: QtBot, workspace: Workspace
) -> None:
    judged_topic(workspace)
    dialog = opened(qtbot, workspace)
    be_in(qtbot, dialog)
    dialog.delete_button.click()
    assert names(workspace) == []
    assert not dialog.delete_button.isEnabled()
    assert dialog._said.text() == (
        "“Delay the law” deleted with the judgement on it. Ctrl+Z brings both back."
    )
    QTest.keyClick(dialog.add_button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert names(workspace) == ["Delay the law"]
    assert topics.all_topics(workspace)[0].n_judgements == 1
    assert dialog.name.text() == "Delay the law"


def test_undo_in_the_dialog_takes_back_nothing_from_before_it(
    qtbot: QtBot, workspace: Workspace
) -> None:
    topics.add_topic(workspace, "A")
    dialog = opened(qtbot, workspace)
    be_in(qtbot, dialog)
    QTest.keyClick(dialog.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert names(workspace) == ["A"]
    assert dialog._said.text() == "Close this window to undo what was done before."


def test_a_workspace_that_is_read_only_says_so(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.is_read_only = True
    dialog = opened(qtbot, workspace)
    dialog.add_button.click()
    assert "read-only" in dialog._empty.text()
