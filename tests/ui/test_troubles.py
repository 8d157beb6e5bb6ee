"""A disk that is full or gone: what was typed stays, and can be saved once it is put right."""

import pytest
from PySide6.QtCore import Qt

from builders import BRIDGE, an_article
from stanceline.services import articles
from stanceline.services.opening import WorkspaceUnavailable
from ui.window_builders import KEY, press, select_words, settle, write

FULL = "The disk is full: the workspace could not be saved."


class Disk:
    """Lets nothing be written while it is full."""

    def __init__(self, workspace, monkeypatch) -> None:
        self.is_full = True
        write = workspace._check_writable

        def check(label: str) -> None:
            if self.is_full:
                raise WorkspaceUnavailable(FULL)
            write(label)

        monkeypatch.setattr(workspace, "_check_writable", check)


@pytest.fixture
def window(open_window, workspace):
    an_article(workspace, BRIDGE, published="2031-05-20")
    return open_window(workspace)


@pytest.fixture
def disk(window, monkeypatch):
    return Disk(window.workspace, monkeypatch)


def test_what_was_typed_beside_the_article_stays_and_is_saved_when_there_is_room(
    window, disk, boxes
):
    page = window.inspector.article_page
    page.author.setFocus()
    write("Ada Neumark")
    press(KEY.Key_Tab)
    settle()
    assert page.author.text() == "Ada Neumark"
    disk.is_full = False
    window.inspector.settle()
    assert articles.article(window.workspace, window.pane.article.id).author == "Ada Neumark"
    assert set(boxes.sentences) <= {FULL}


def test_trying_again_in_the_box_saves_it(qtbot, window, disk, boxes):
    boxes.stop()
    page = window.inspector.article_page
    page.author.setFocus()
    write("Ada Neumark")
    press(KEY.Key_Return)
    disk.is_full = False
    boxes.press = "Try again"
    boxes._timer.start()
    article_id = window.pane.article.id
    qtbot.waitUntil(lambda: articles.article(window.workspace, article_id).author == "Ada Neumark")
    assert boxes.sentences == [FULL]


def test_another_thing_is_not_shown_over_what_could_not_be_saved(window, disk, boxes):
    boxes.press = "Later"
    page = window.inspector.article_page
    page.note.setFocus()
    write("Ask Nils about it")
    window.select("")
    settle()
    assert window.inspector.currentWidget() is page
    assert page.note.toPlainText() == "Ask Nils about it"
    disk.is_full = False
    window.select("")
    assert articles.article(window.workspace, window.pane.article.id).note == "Ask Nils about it"


def test_a_card_says_what_to_do_and_keeps_what_was_typed(qtbot, window, disk):
    select_words(qtbot, window, "found rust everywhere")
    write("Board")
    card = window.pane.quotation_card
    # Once for the speaker, once past the topic, of which there is none, once to save.
    for _ in range(3):
        press(KEY.Key_Return)
    assert card.isVisible()
    assert card.fault.startswith(FULL)
    assert "What you typed is still here." in card.fault
    assert card.speaker.text() == "Board"
    disk.is_full = False
    qtbot.keyClick(card, Qt.Key.Key_Return)
    settle()
    assert [each.speaker for each in window.pane.findings.quotations] == ["Board"]
