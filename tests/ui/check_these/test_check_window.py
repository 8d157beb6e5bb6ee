"""The list of marks that somebody must check after an edit."""

import pytest
from PySide6.QtTest import QTest

from builders import BRIDGE, a_quotation, an_article, an_event
from stanceline.services import editing, events, quotations, undoing
from stanceline.ui.check_these.window import CheckWindow
from ui.window_builders import CTRL, KEY, SHIFT, settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SAFE = "We shall open it when it is safe,"


@pytest.fixture
def article_id(workspace):
    article_id = an_article(workspace, BRIDGE, published="2031-05-20")
    a_quotation(workspace, article_id, SAFE, speaker="Tora Berg")
    a_quotation(workspace, article_id, "Every week costs us forty jobs", speaker="Nils Aker")
    an_event(workspace, "Works", evidence=((article_id, "The inspectors began their work"),))
    return article_id


def edit(workspace, article_id):
    """Change one quotation beyond recognition, and take another one's words out."""
    body = BRIDGE.replace(SAFE, "The bridge \U0001f309 will perhaps be opened one day,").replace(
        "Every week costs us forty jobs", "No"
    )
    return editing.edit_text(workspace, article_id, body)


@pytest.fixture
def window(open_window, workspace, article_id):
    edit(workspace, article_id)
    return open_window(workspace)


@pytest.fixture
def listed(window):
    window.editing.show_doubts()
    settle()
    found = window.findChild(CheckWindow)
    assert found.isVisible()
    return found


def press(listed, key, modifier=None):
    listed.activateWindow()
    settle()
    where = listed.focusWidget() or listed
    QTest.keyClick(where, key, *([modifier] if modifier is not None else []))
    settle()


def anchors(workspace):
    return [each.anchors[0].exact for each in quotations.all_quotations(workspace)]


def test_each_doubtful_mark_is_listed_with_both_texts(listed):
    doubts = editing.doubts(listed._workspace)
    assert [each.exact for each in doubts] == [SAFE, "Every week costs us forty jobs"]
    assert listed.count.text() == "2 to check"
    assert listed.current().id == doubts[0].id
    assert SAFE in listed.before.toPlainText()
    assert "perhaps be opened" in listed.now.toPlainText()
    assert listed.reason.text() == doubts[0].reason != ""


def test_enter_says_right_as_it_is_and_goes_on_to_the_next(listed, window):
    first, second = editing.doubts(listed._workspace)
    press(listed, KEY.Key_Return)
    assert [each.id for each in editing.doubts(listed._workspace)] == [second.id]
    assert listed.current().id == second.id
    assert window.said_label.whole_text().startswith("Right as it is.")
    press(listed, KEY.Key_Z, CTRL)
    assert {each.id for each in editing.doubts(listed._workspace)} == {first.id, second.id}
    assert listed.count.text() == "2 to check"


def test_s_puts_the_mark_on_the_words_that_are_selected_after_an_emoji(listed):
    press(listed, KEY.Key_S)
    assert "Select the words" in listed.notice.text()
    assert len(editing.doubts(listed._workspace)) == 2
    text = listed.now.toPlainText()
    wanted = "will perhaps be opened one day"
    start = text.encode("utf-16-le").index(wanted.encode("utf-16-le")) // 2
    cursor = listed.now.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + len(wanted), cursor.MoveMode.KeepAnchor)
    listed.now.setTextCursor(cursor)
    assert listed.take_button.isEnabled()
    press(listed, KEY.Key_S)
    assert wanted in anchors(listed._workspace)
    assert len(editing.doubts(listed._workspace)) == 1


def test_words_are_selected_with_the_keyboard_alone(listed):
    listed.now.setFocus()
    press(listed, KEY.Key_Right, CTRL | SHIFT)
    assert listed.now.selected() is not None


def test_d_takes_the_mark_away_and_undo_brings_it_back(listed):
    press(listed, KEY.Key_N)
    press(listed, KEY.Key_D)
    assert len(quotations.all_quotations(listed._workspace)) == 1
    undoing.undo(listed._workspace)
    settle()
    assert len(quotations.all_quotations(listed._workspace)) == 2
    assert listed.count.text() == "2 to check"


def test_o_opens_the_place_in_the_article(listed, window):
    press(listed, KEY.Key_O)
    assert window.pane.article.id == editing.doubts(listed._workspace)[0].article_id


def test_when_all_is_checked_the_list_says_so(listed):
    assert listed._pages.currentIndex() == 0
    press(listed, KEY.Key_Return)
    press(listed, KEY.Key_Return)
    assert listed._pages.currentIndex() == 1
    press(listed, KEY.Key_Return)
    assert editing.n_doubts(listed._workspace) == 0


def test_what_is_checked_elsewhere_leaves_the_list(listed):
    first, second = editing.doubts(listed._workspace)
    editing.settle(listed._workspace, first.id)
    settle()
    assert [each.id for each in listed._model.doubts()] == [second.id]


def test_evidence_is_checked_too(open_window, workspace, article_id):
    editing.edit_text(
        workspace, article_id, BRIDGE.replace("The inspectors began their work", "It began")
    )
    window = open_window(workspace)
    window.editing.show_doubts()
    settle()
    listed = window.findChild(CheckWindow)
    press(listed, KEY.Key_D)
    assert events.all_events(workspace)[0].evidence == ()
