from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from stanceline.formats.text import MAX_CHARACTERS
from stanceline.services import articles, importing
from stanceline.services.workspace import Workspace
from stanceline.ui.dialogs.paste import PasteDialog

ARTICLE = "Ferries stop\n\n“We will not sail,” the captain said."


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.stanceline") as made:
        importing.store(made, [importing.read_text("Old news\n\nText.")], source="Le Quai")
        yield made


@pytest.fixture
def dialog(qtbot: QtBot, workspace: Workspace) -> PasteDialog:
    QGuiApplication.clipboard().clear()
    made = PasteDialog(workspace)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_clipboard_is_taken_and_the_title_guessed(qtbot: QtBot, workspace: Workspace) -> None:
    QGuiApplication.clipboard().setText(ARTICLE)
    dialog = PasteDialog(workspace)
    qtbot.addWidget(dialog)
    assert dialog.title.text() == "Ferries stop"
    assert dialog.text.text() == ARTICLE


def test_an_article_is_described_by_hand_and_imported_with_ctrl_enter(
    dialog: PasteDialog, workspace: Workspace
) -> None:
    dialog.set_text(ARTICLE)
    dialog.title.selectAll()
    QTest.keyClicks(dialog.title, "Captain refuses")
    QTest.keyClicks(dialog.source, "Nordkyst")
    QTest.keyClicks(dialog.published.line, "19 June 2024")
    QTest.keyClicks(dialog.author, "A. Holm")
    QTest.keyClicks(dialog.url, "https://example.org/ferries")
    QTest.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.result() == PasteDialog.DialogCode.Accepted
    report = importing.store(workspace, [dialog.incoming()])
    article = articles.article(workspace, report.imported[0])
    assert (article.title, article.source, article.author) == (
        "Captain refuses",
        "Nordkyst",
        "A. Holm",
    )
    assert (article.published, article.url) == ("2024-06-19", "https://example.org/ferries")
    assert article.body == ARTICLE


def test_the_title_follows_the_text_until_somebody_writes_one(
    qtbot: QtBot, dialog: PasteDialog
) -> None:
    QTest.keyClicks(dialog.text, "First line")
    qtbot.waitUntil(lambda: dialog.title.text() == "First line")
    QTest.keyClicks(dialog.title, "!")
    QTest.keyClick(dialog.text, Qt.Key.Key_End)
    QTest.keyClicks(dialog.text, " goes on")
    qtbot.wait(250)
    assert dialog.title.text() == "!First line"


def test_no_character_of_the_text_is_touched(dialog: PasteDialog) -> None:
    text = (
        "«\N{NO-BREAK SPACE}Non\N{NARROW NO-BREAK SPACE}!\N{NO-BREAK SPACE}» \N{ROCKET}\n\n"
        "\tВажливо\u2028e\u0301"
    )
    dialog.set_text(text)
    dialog.import_button.click()
    assert dialog.incoming().draft.body == text


def test_nothing_is_imported_without_a_text(dialog: PasteDialog) -> None:
    dialog.set_text("  \n ")
    dialog.import_button.click()
    assert dialog.isVisible()
    assert "no text yet" in dialog._notice.text()
    with pytest.raises(RuntimeError):
        dialog.incoming()


def test_a_date_that_is_none_is_told_and_holds_the_import(dialog: PasteDialog) -> None:
    dialog.set_text(ARTICLE)
    QTest.keyClicks(dialog.published.line, "soonish")
    dialog.import_button.click()
    assert dialog.isVisible()
    assert "date of publication" in dialog._notice.text()
    dialog.published.line.clear()
    QTest.keyClicks(dialog.published.line, "2024-06")
    dialog.import_button.click()
    assert dialog.incoming().draft.published == "2024-06"


def test_a_text_of_millions_is_refused_at_once(dialog: PasteDialog) -> None:
    dialog.set_text("a" * (MAX_CHARACTERS + 1))
    assert dialog.text.text() == ""
    assert f"{MAX_CHARACTERS:,}" in dialog._notice.text()
    QGuiApplication.clipboard().setText("b" * (MAX_CHARACTERS + 1))
    dialog.text.paste()
    assert dialog.text.text() == ""
    QGuiApplication.clipboard().clear()


def test_known_outlets_are_offered(dialog: PasteDialog) -> None:
    completer = dialog.source.completer()
    completer.setCompletionPrefix("quai")
    assert completer.currentCompletion() == "Le Quai"


def test_escape_leaves_everything_as_it_was(dialog: PasteDialog, workspace: Workspace) -> None:
    dialog.set_text(ARTICLE)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert len(articles.library(workspace)) == 1
