"""The history beside the window: what it lists, and the ways back."""

import pytest
from PySide6.QtCore import Qt

from builders import BRIDGE, PORT, a_quotation, a_topic, an_article, stance_id
from stanceline.domain.actions import ActionState
from stanceline.services import articles, quotations, undoing
from stanceline.services.articles import ArticleStatus
from stanceline.ui.history.model import PAGE, DayHeading, HistoryModel, HistoryRole
from stanceline.ui.history.tidying import TidyingDialog
from ui.window_builders import CTRL, KEY, SHIFT, come_back, press, settle, write

# Qt's offscreen platform says this of each window that is to come to the front.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def window(open_window, workspace):
    an_article(workspace, BRIDGE, published="2031-05-20")
    return open_window(workspace)


@pytest.fixture
def history(window):
    press(KEY.Key_H, CTRL)
    shown = window.undo_redo._history
    shown.activateWindow()
    settle()
    return shown


def labels(history) -> list[str]:
    return [line.label for line in history._model.lines()]


def choose(history, label: str) -> None:
    line = next(each for each in history._model.lines() if each.label == label)
    history.list.setCurrentIndex(history._model.index(history._model.row_of(line.action_id)))


def test_it_lists_what_was_done_under_its_day_and_follows(window, history):
    first = history._model.index(0).data(HistoryRole.ENTRY)
    assert isinstance(first, DayHeading)
    assert first.title == "Today"
    before = len(labels(history))
    articles.set_status(window.workspace, window.pane.article.id, ArticleStatus.DONE)
    settle()
    assert len(labels(history)) == before + 1
    assert history._consequence.text() != ""


def test_going_back_takes_back_all_that_came_after_and_can_be_undone(window, history):
    article_id = window.pane.article.id
    quotation_id = a_quotation(window.workspace, article_id, "found rust everywhere")
    for status in (ArticleStatus.IN_WORK, ArticleStatus.DONE):
        articles.set_status(window.workspace, article_id, status)
    quotations.delete_quotation(window.workspace, quotation_id)
    settle()
    choose(history, "Mark a quotation")
    assert history._consequence.text() == "Going back takes back the 3 actions done after this."
    history.back_button.click()
    settle()
    assert articles.article(window.workspace, article_id).status is ArticleStatus.UNREAD
    assert [q.id for q in window.pane.findings.quotations] == [quotation_id]
    assert window.said_label.whole_text().startswith("Everything is as it was at ")
    undoing.undo(window.workspace)
    assert quotations.quotations_of(window.workspace, article_id) == []


def test_one_thing_is_undone_by_itself_and_refused_where_others_build_on_it(window, history):
    article_id = window.pane.article.id
    topic_id = a_topic(window.workspace, "Opening the bridge")
    quotation_id = a_quotation(window.workspace, article_id, "found rust everywhere")
    quotations.judge(
        window.workspace, quotation_id, topic_id, stance_id(window.workspace, "supports")
    )
    articles.set_status(window.workspace, article_id, ArticleStatus.DONE)
    settle()
    choose(history, "Mark a quotation")
    history.just_button.click()
    settle()
    assert history._notice.text() != ""
    assert len(quotations.quotations_of(window.workspace, article_id)) == 1
    choose(history, "Judge a quotation")
    history.just_button.click()
    settle()
    assert quotations.quotation(window.workspace, quotation_id).judgements == ()
    assert articles.article(window.workspace, article_id).status is ArticleStatus.DONE


def test_it_is_narrowed_by_words_and_by_the_article_on_the_desk(qtbot, window, history):
    other = an_article(window.workspace, PORT)
    a_quotation(window.workspace, other, "Talks are under way")
    settle()
    history.words.setFocus()
    write("talks")
    qtbot.waitUntil(lambda: labels(history) == ["Mark a quotation"])
    history.words.clear()
    qtbot.waitUntil(lambda: len(labels(history)) > 1)
    row = history.about.findText("This article")
    history.about.setCurrentIndex(row)
    history.about.activated.emit(row)
    assert "Mark a quotation" not in labels(history)
    history.words.setFocus()
    write("zzzz")
    qtbot.waitUntil(lambda: history._pages.currentWidget() is history._nothing_found)


def test_enter_shows_the_words_in_the_window(window, history):
    other = an_article(window.workspace, PORT)
    quotation_id = a_quotation(window.workspace, other, "Talks are under way")
    settle()
    choose(history, "Mark a quotation")
    history.activateWindow()
    history.list.setFocus()
    settle()
    press(KEY.Key_Return)
    assert window.pane.article.id == other
    assert window.pane.reader.focused_mark().key == f"quotation:{quotation_id}"


def test_what_is_undone_is_said_to_be(window, history):
    articles.set_status(window.workspace, window.pane.article.id, ArticleStatus.DONE)
    undoing.undo(window.workspace)
    settle()
    line = next(each for each in history._model.lines() if each.state == ActionState.UNDONE)
    row = history._model.index(history._model.row_of(line.action_id))
    assert row.data(Qt.ItemDataRole.AccessibleTextRole).endswith("undone")
    history.list.setCurrentIndex(row)
    assert history._consequence.text() == "This is undone."
    assert not history.back_button.isEnabled()
    assert not history.just_button.isEnabled()


def test_older_lines_are_read_when_they_are_scrolled_to(window, history, qtmodeltester):
    article_id = window.pane.article.id
    for number in range(PAGE + 30):
        status = ArticleStatus.DONE if number % 2 else ArticleStatus.IN_WORK
        articles.set_status(window.workspace, article_id, status)
    settle()
    model = history._model
    assert isinstance(model, HistoryModel)
    assert model.canFetchMore(model.index(-1, 0))
    before = model.rowCount()
    history.list.scrollToBottom()
    settle()
    assert model.rowCount() > before
    assert len({line.action_id for line in model.lines()}) == len(labels(history))
    qtmodeltester.check(model)


def test_tidying_up_says_what_is_given_up_and_when_nothing_is_so_old(qtbot, window, history):
    dialog = TidyingDialog(window.workspace, history)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "no longer be undone" in dialog._what.text()
    dialog._tidy()
    qtbot.waitUntil(lambda: dialog._notice.text() != "")
    assert dialog.said == ""


def test_escape_closes_it_and_the_window_goes_on(window, history):
    press(KEY.Key_Escape)
    assert not history.isVisible()
    come_back(window)
    press(KEY.Key_H, CTRL)
    assert history.isVisible()


def test_what_is_done_bears_the_name_that_was_given(open_window, window, boxes):
    def give(dialog):
        dialog.name.setText("Ada  Neumark")
        dialog._save()

    boxes.others.append(give)
    press(KEY.Key_N, CTRL | SHIFT)
    come_back(window)
    articles.set_status(window.workspace, window.pane.article.id, ArticleStatus.DONE)
    press(KEY.Key_H, CTRL)
    line = next(window.undo_redo._history._model.lines())
    assert line.analyst == "Ada Neumark"
    path = window.workspace.path
    window.close()
    again = open_window(path)
    articles.set_status(again.workspace, again.pane.article.id, ArticleStatus.IN_WORK)
    press(KEY.Key_H, CTRL)
    assert next(again.undo_redo._history._model.lines()).analyst == "Ada Neumark"


def test_without_a_name_nobody_new_works_here(window, boxes):
    before = window.workspace.analyst_id
    told = []

    def give(dialog):
        dialog.name.setText("  ")
        dialog._save()
        told.append(dialog._notice.text())
        dialog.reject()

    boxes.others.append(give)
    press(KEY.Key_N, CTRL | SHIFT)
    assert told == ["An analyst needs a name."]
    assert window.workspace.analyst_id == before


def test_its_keys_undo_and_do_again_as_in_the_window(window, history):
    quotation_id = a_quotation(window.workspace, window.pane.article.id, "found rust everywhere")
    window.catch_up()
    history.list.setFocus()
    press(KEY.Key_Z, CTRL)
    assert quotations.quotations_of(window.workspace, window.pane.article.id) == []
    history.activateWindow()
    history.list.setFocus()
    press(KEY.Key_Z, CTRL | SHIFT)
    (again,) = quotations.quotations_of(window.workspace, window.pane.article.id)
    assert again.id == quotation_id


def test_what_is_typed_on_the_list_is_looked_for(history):
    press(KEY.Key_Q)
    assert history.words.text() == "q"
    assert history.words.hasFocus()
    history.list.setFocus()
    press(KEY.Key_F, CTRL)
    assert history.words.hasFocus()
    assert history.words.selectedText() == "q"


def test_the_first_line_says_that_the_history_begins(history):
    choose(history, "Create the workspace")
    assert history._consequence.text() == "The history begins here."
