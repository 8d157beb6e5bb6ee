"""The line at the foot of the window."""

import pytest

from builders import BRIDGE, a_quotation, an_article
from stanceline.services import editing
from ui.window_builders import CTRL, KEY, press, settle


@pytest.fixture
def window(open_window, workspace):
    article_id = an_article(workspace, BRIDGE)
    a_quotation(workspace, article_id, "found rust everywhere")
    return open_window(workspace)


def test_undoing_says_what_and_offers_the_way_back_with_a_button(window):
    press(KEY.Key_Z, CTRL)
    said = window.said_label.whole_text()
    assert said.startswith("Undone: ")
    assert said.endswith("Ctrl+Shift+Z does it again.")
    assert list(window.pane.findings.quotations) == []
    assert window.status.way_button.text() == "Redo"
    window.status.way_button.click()
    settle()
    assert len(window.pane.findings.quotations) == 1
    assert window.said_label.whole_text().startswith("Done again: ")
    assert window.status.way_button.text() == "Undo"


def test_the_sentence_names_the_key_that_somebody_chose(window):
    window.settings.chosen_keys = {"edit.redo": ("F7",)}
    press(KEY.Key_Z, CTRL)
    assert window.said_label.whole_text().endswith("F7 does it again.")


def test_undo_works_while_a_list_has_the_keyboard(window):
    window.library.take_focus()
    settle()
    press(KEY.Key_Z, CTRL)
    assert list(window.pane.findings.quotations) == []


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_marks_to_check_are_counted_and_lead_to_their_list(window):
    assert not window.status.doubts_button.isVisible()
    article = window.pane.article
    body = article.body.replace("found rust everywhere", "saw nothing at all there")
    editing.edit_text(window.workspace, article.id, body)
    settle()
    assert window.status.doubts_button.text() == "1 to check"
    assert window.status.doubts_button.toolTip().endswith("(F9)")
    window.status.doubts_button.click()
    settle()
    assert window.editing._checking.isVisible()


def test_undo_takes_the_typing_back_while_the_text_is_edited(window):
    before = window.pane.article.body
    press(KEY.Key_F2)
    assert window.pane.is_editing
    press(KEY.Key_X)
    assert window.pane.reader.edited_body() != before
    press(KEY.Key_Z, CTRL)
    assert window.pane.reader.edited_body() == before
    assert len(window.pane.findings.quotations) == 1
