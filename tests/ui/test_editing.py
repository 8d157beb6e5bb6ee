"""Editing the text of the article on the desk, as a person does it."""

import pytest
from PySide6.QtGui import QTextCursor

from builders import BRIDGE, PORT, a_quotation, an_article, body_of
from stanceline.services import articles, editing, quotations, undoing
from stanceline.services.workspace import Workspace
from ui.window_builders import CTRL, KEY, press, settle, write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def article_id(workspace):
    article_id = an_article(workspace, BRIDGE, published="2031-05-20")
    a_quotation(workspace, article_id, "Every week costs us forty jobs", speaker="Nils Aker")
    return article_id


@pytest.fixture
def window(open_window, workspace, article_id):
    window = open_window(workspace)
    window.open_article(article_id)
    settle()
    return window


def go_to(window, words):
    """Put the caret before these words."""
    reader = window.pane.reader
    cursor = QTextCursor(reader.text.document())
    cursor.setPosition(reader.text.text_map.to_qt(reader.edited_body().index(words)))
    reader.text.setTextCursor(cursor)


def type_before(window, words, typed):
    go_to(window, words)
    write(typed)


def mark_of(window):
    (quotation,) = quotations.quotations_of(window.workspace, window.pane.article.id)
    return quotation


def test_f2_edits_and_f2_stores_with_marks_that_follow_and_ctrl_z_takes_it_back(window):
    article_id = window.pane.article.id
    press(KEY.Key_F2)
    assert window.editing.is_on
    type_before(window, "stays closed", "still ")
    press(KEY.Key_F2)
    assert not window.editing.is_on
    body = BRIDGE.replace("stays closed", "still stays closed")
    assert body_of(window.workspace, article_id) == body
    assert window.pane.article.body == window.pane.reader.edited_body() == body
    anchor = mark_of(window).anchors[0]
    assert anchor.span.words(body) == anchor.exact == "Every week costs us forty jobs"
    assert window.said_label.whole_text() == "Text saved. 1 mark kept."
    assert editing.draft_of(window.workspace, article_id) is None
    press(KEY.Key_Z, CTRL)
    assert body_of(window.workspace, article_id) == BRIDGE
    assert window.pane.reader.edited_body() == BRIDGE
    assert mark_of(window).anchors[0].span.words(BRIDGE) == "Every week costs us forty jobs"


def test_what_may_have_gone_astray_is_said(window):
    press(KEY.Key_F2)
    go_to(window, "Every week costs")
    cursor = window.pane.reader.text.textCursor()
    cursor.movePosition(
        QTextCursor.MoveOperation.Right,
        QTextCursor.MoveMode.KeepAnchor,
        len("Every week costs us forty jobs"),
    )
    window.pane.reader.text.setTextCursor(cursor)
    write("No")
    press(KEY.Key_Return, CTRL)
    assert "1 to check (F9)" in window.said_label.whole_text()
    assert editing.n_doubts(window.workspace) == 1


def test_undo_while_editing_takes_back_typing_and_no_action(window):
    before = undoing.next_undo(window.workspace)
    press(KEY.Key_F2)
    type_before(window, "stays closed", "still ")
    press(KEY.Key_Z, CTRL)
    assert window.pane.reader.edited_body() == BRIDGE
    assert undoing.next_undo(window.workspace) == before
    press(KEY.Key_F2)
    assert undoing.next_undo(window.workspace) == before


def test_escape_leaves_at_once_where_nothing_was_written(window, boxes):
    press(KEY.Key_F2)
    press(KEY.Key_Escape)
    assert not window.editing.is_on
    assert boxes.sentences == []


@pytest.mark.parametrize(
    ("answer", "is_on", "stored"),
    [
        ("Throw it away", False, BRIDGE),
        ("Store it", False, BRIDGE.replace("stays closed", "still stays closed")),
        ("", True, BRIDGE),
    ],
)
def test_escape_asks_what_to_do_with_what_was_written(qtbot, window, boxes, answer, is_on, stored):
    boxes.press = answer
    press(KEY.Key_F2)
    type_before(window, "stays closed", "still ")
    press(KEY.Key_Escape)
    qtbot.waitUntil(lambda: boxes.sentences == ["Store what you changed in the text?"])
    settle()
    assert window.editing.is_on is is_on
    assert body_of(window.workspace, window.pane.article.id) == stored
    if not is_on:
        assert window.pane.reader.edited_body() == stored
        assert editing.draft_of(window.workspace, window.pane.article.id) is None


def test_opening_another_article_stores_the_text_first(window):
    article_id = window.pane.article.id
    other = an_article(window.workspace, PORT)
    settle()
    press(KEY.Key_F2)
    type_before(window, "stays closed", "still ")
    window.open_article(other)
    settle()
    assert not window.editing.is_on
    assert window.pane.article.id == other
    assert window.pane.reader.edited_body() == body_of(window.workspace, other)
    assert "still stays closed" in body_of(window.workspace, article_id)


def test_closing_the_window_stores_the_text_first(window):
    article_id, path = window.pane.article.id, window.workspace.path
    press(KEY.Key_F2)
    type_before(window, "stays closed", "still ")
    window.close()
    with Workspace.open(path) as again:
        assert "still stays closed" in body_of(again, article_id)
        assert editing.draft_of(again, article_id) is None


def test_a_window_that_lets_go_of_its_workspace_stores_the_text_first(window):
    article_id, path = window.pane.article.id, window.workspace.path
    press(KEY.Key_F2)
    type_before(window, "stays closed", "still ")
    window.let_go()
    assert not window.editing.is_on
    assert not window.editing._keeping.isActive()
    with Workspace.open(path) as again:
        assert "still stays closed" in body_of(again, article_id)


def test_a_text_without_words_is_refused_and_can_be_put_right(window, boxes):
    article_id = window.pane.article.id
    press(KEY.Key_F2)
    press(KEY.Key_A, CTRL)
    press(KEY.Key_Delete)
    press(KEY.Key_F2)
    settle()
    assert any("cannot be empty" in each for each in boxes.sentences)
    assert window.editing.is_on
    press(KEY.Key_Z, CTRL)
    press(KEY.Key_F2)
    assert not window.editing.is_on
    assert body_of(window.workspace, article_id) == BRIDGE


def test_a_refused_text_is_kept_when_another_article_is_opened(window, boxes):
    article_id = window.pane.article.id
    other = an_article(window.workspace, PORT)
    settle()
    press(KEY.Key_F2)
    press(KEY.Key_A, CTRL)
    press(KEY.Key_Delete)
    window.open_article(other)
    settle()
    assert not window.editing.is_on
    assert any("is kept" in each for each in boxes.sentences)
    assert editing.draft_of(window.workspace, article_id).body.strip() == ""


def killed_while_writing(window):
    """Write something, have it kept, and end without a chance to store it."""
    press(KEY.Key_F2)
    type_before(window, "stays closed", "still ")
    window.editing._keep()
    body = window.pane.reader.edited_body()
    window.editing._end()
    return body


def test_what_is_written_is_kept_every_second(qtbot, window):
    press(KEY.Key_F2)
    type_before(window, "stays closed", "still ")
    article_id = window.pane.article.id
    qtbot.waitUntil(lambda: editing.draft_of(window.workspace, article_id) is not None)
    assert "still stays" in editing.draft_of(window.workspace, article_id).body


def test_after_a_crash_the_draft_is_offered_and_gone_on_with(window, article_id):
    other = an_article(window.workspace, PORT)
    body = killed_while_writing(window)
    window.open_article(other)
    settle()
    bar = window.editing._bars[window.pane]
    assert not bar.isVisible()
    window.open_article(article_id)
    settle()
    assert bar.isVisible()
    assert "was being edited (today" in bar.sentence.text()
    bar.go_on_button.click()
    settle()
    assert not bar.isVisible()
    assert window.editing.is_on
    assert window.pane.reader.edited_body() == body
    press(KEY.Key_F2)
    assert body_of(window.workspace, article_id) == body
    assert mark_of(window).anchors[0].exact == "Every week costs us forty jobs"
    assert editing.n_doubts(window.workspace) == 0


def test_a_draft_can_be_thrown_away(window, article_id):
    killed_while_writing(window)
    window.editing.offer_draft()
    bar = window.editing._bars[window.pane]
    bar.drop_button.click()
    settle()
    assert not bar.isVisible()
    assert editing.draft_of(window.workspace, article_id) is None
    assert body_of(window.workspace, article_id) == BRIDGE


@pytest.mark.parametrize(
    ("answer", "stored"),
    [("Store mine", "still stays closed"), ("See the text as it is", "is shut")],
)
def test_a_text_changed_elsewhere_meanwhile_asks_whose_is_to_stand(
    qtbot, window, boxes, article_id, answer, stored
):
    boxes.press = answer
    press(KEY.Key_F2)
    type_before(window, "stays closed", "still ")
    theirs = BRIDGE.replace("stays closed", "is shut")
    editing.edit_text(window.workspace, article_id, theirs)
    settle()
    assert "still stays closed" in window.pane.reader.edited_body()
    press(KEY.Key_F2)
    qtbot.waitUntil(lambda: len(boxes.sentences) == 1)
    settle()
    assert "was changed meanwhile" in boxes.sentences[0]
    assert not window.editing.is_on
    assert stored in body_of(window.workspace, article_id)
    assert stored in window.pane.reader.edited_body()
    draft = editing.draft_of(window.workspace, article_id)
    assert (draft is None) is (answer == "Store mine")
    if draft is not None:
        bar = window.editing._bars[window.pane]
        assert "changed since then" in bar.sentence.text()
        bar.go_on_button.click()
        settle()
        press(KEY.Key_F2)
        assert "still stays closed" in body_of(window.workspace, article_id)


def test_an_article_deleted_while_its_text_is_edited_comes_back_with_what_was_written(
    window, boxes, article_id
):
    an_article(window.workspace, PORT)
    settle()
    press(KEY.Key_F2)
    type_before(window, "stays closed", "still ")
    articles.delete_article(window.workspace, article_id)
    settle()
    assert any("was deleted while" in each for each in boxes.sentences)
    undoing.undo(window.workspace)
    settle()
    window.open_article(article_id)
    settle()
    assert window.editing._bars[window.pane].isVisible()


def test_the_same_text_is_not_edited_in_two_windows(open_window, window, boxes, article_id):
    other = open_window(window.workspace)
    for each in (window, other):
        each._siblings = lambda: [window, other]
    other.open_article(article_id)
    window.activateWindow()
    window.pane.reader.setFocus()
    settle()
    window.editing.toggle()
    other.editing.toggle()
    settle()
    assert window.editing.is_on
    assert not other.editing.is_on
    assert any("in another window" in each for each in boxes.sentences)


def test_a_read_only_workspace_refuses_in_words(
    open_window, workspace, workspace_path, article_id, boxes
):
    workspace.close()
    window = open_window(Workspace.open(workspace_path, for_writing=False))
    window.open_article(article_id)
    window.editing.toggle()
    settle()
    assert not window.editing.is_on
    assert any("read-only" in each for each in boxes.sentences)


def test_another_text_of_the_same_number_is_not_written_over(qtbot, window, boxes):
    article_id = window.pane.article.id
    editing.edit_text(window.workspace, article_id, f"Foreword.\n\n{BRIDGE}")
    settle()
    press(KEY.Key_F2)
    type_before(window, "stays closed", "still ")
    undoing.undo(window.workspace)
    editing.edit_text(window.workspace, article_id, f"Afterthought.\n\n{BRIDGE}")
    settle()
    boxes.press = "Go on editing"
    press(KEY.Key_F2)
    qtbot.waitUntil(lambda: bool(boxes.sentences))
    assert "was changed meanwhile" in boxes.sentences[0]
    assert body_of(window.workspace, article_id).startswith("Afterthought.")
    assert "still stays" in editing.draft_of(window.workspace, article_id).body
    window.editing._forget()
