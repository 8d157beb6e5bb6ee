"""Taking back and doing again as a person does: with keys, from the menu, while typing."""

import pytest
from PySide6.QtWidgets import QLineEdit

from builders import BRIDGE, PORT, a_quotation, a_topic, an_article, an_event
from stanceline.services import articles, events, quotations, undoing
from stanceline.services.suggesting import suggest_for_all
from stanceline.services.workspace import Workspace
from ui.test_window_actions import action
from ui.window_builders import CTRL, KEY, SHIFT, drop, press, select_words, settle, write


@pytest.fixture
def window(open_window, workspace):
    an_article(workspace, BRIDGE, published="2031-05-20")
    a_topic(workspace, "Opening the bridge")
    suggest_for_all(workspace)
    return open_window(workspace)


def edit_action(window, beginning: str):
    menu = window.menuBar().actions()[1].menu()
    return next(
        each for each in menu.actions() if each.text().replace("&", "").startswith(beginning)
    )


def mark(qtbot, window, words: str, speaker: str = "Board") -> int:
    select_words(qtbot, window, words)
    write(speaker)
    press(KEY.Key_Return)
    press(KEY.Key_Return)
    return window.inspector.shown.id


def said(window) -> str:
    return window.said_label.whole_text()


def test_the_menu_says_what_would_be_undone_and_what_done_again(qtbot, window):
    mark(qtbot, window, "found rust everywhere")
    undo, redo = edit_action(window, "Undo"), edit_action(window, "Redo")
    label = undo.text()
    assert label.startswith("&Undo: ")
    assert not redo.isEnabled()
    press(KEY.Key_Z, CTRL)
    assert redo.isEnabled()
    assert redo.text() == label.replace("Undo", "Redo")
    assert undo.text() != label


def test_with_nothing_done_there_is_nothing_to_undo(open_window, workspace):
    window = open_window(workspace)
    while undoing.undo(workspace):
        pass
    settle()
    undo = edit_action(window, "Undo")
    assert (undo.text(), undo.isEnabled()) == ("&Undo", False)
    press(KEY.Key_Z, CTRL)
    assert said(window) == ""


def test_a_marked_quotation_goes_and_comes_back_with_the_keys_on_it(qtbot, window):
    quotation_id = mark(qtbot, window, "found rust everywhere")
    press(KEY.Key_Z, CTRL)
    assert window.pane.findings.quotations == []
    assert str(window.inspector.shown) != f"quotation:{quotation_id}"
    assert said(window).startswith("Undone: ")
    assert said(window).endswith("Ctrl+Shift+Z does it again.")
    for modifier, key in ((CTRL, KEY.Key_Y), (CTRL | SHIFT, KEY.Key_Z)):
        press(key, modifier)
        assert [q.id for q in window.pane.findings.quotations] == [quotation_id]
        assert str(window.inspector.shown) == f"quotation:{quotation_id}"
        assert window.pane.reader.focused_mark().key == f"quotation:{quotation_id}"
        assert said(window).startswith("Done again: ")
        press(KEY.Key_Z, CTRL)


def test_deleting_does_not_ask_and_undo_brings_it_back(qtbot, window, boxes):
    quotation_id = mark(qtbot, window, "found rust everywhere")
    press(KEY.Key_D, CTRL)
    assert boxes.sentences == []
    assert said(window) == "Deleted. Ctrl+Z brings it back."
    assert window.pane.findings.quotations == []
    press(KEY.Key_Z, CTRL)
    assert str(window.inspector.shown) == f"quotation:{quotation_id}"


def test_the_article_on_the_desk_goes_and_comes_back_with_its_marks(window, boxes):
    article_id = window.pane.article.id
    a_quotation(window.workspace, article_id, "found rust everywhere", speaker="Board")
    an_event(window.workspace, "Work began", "2031-05-12", evidence=((article_id, "their work"),))
    settle()
    window.inspector.show_key(f"article:{article_id}")
    press(KEY.Key_D, CTRL)
    assert boxes.sentences == []
    assert said(window) == (
        "Article deleted with 1 quotation and evidence of 1 event. Ctrl+Z brings all of it back."
    )
    assert window.pane.article is None
    assert window.inspector.shown is None
    press(KEY.Key_D, CTRL)
    press(KEY.Key_Q, CTRL | SHIFT)
    press(KEY.Key_Z, CTRL)
    assert window.pane.article.id == article_id
    assert str(window.inspector.shown) == f"article:{article_id}"
    assert len(window.pane.findings.quotations) == 1
    press(KEY.Key_Y, CTRL)
    assert window.pane.article is None


def test_a_card_on_an_article_that_is_undone_closes_and_keeps_what_was_typed(qtbot, window):
    article_id = an_article(window.workspace, PORT)
    settle()
    window.open_article(article_id)
    select_words(qtbot, window, "Talks are under way")
    write("Nils")
    window.undo_redo.offer()
    press(KEY.Key_Z, CTRL)
    assert window.pane.quotation_card.isVisible()
    window.pane.quotation_card.stance.take_focus()
    press(KEY.Key_Z, CTRL)
    assert window.pane.article.id != article_id
    assert not window.pane.quotation_card.isVisible()
    press(KEY.Key_Y, CTRL)
    assert window.pane.article.id == article_id


def test_what_is_undone_elsewhere_is_shown_where_it_is(window):
    first = window.pane.article.id
    second = an_article(window.workspace, PORT)
    quotation_id = a_quotation(window.workspace, second, "Talks are under way")
    quotations.delete_quotation(window.workspace, quotation_id)
    settle()
    assert window.pane.article.id == first
    press(KEY.Key_Z, CTRL)
    assert window.pane.article.id == second
    assert window.pane.reader.focused_mark().key == f"quotation:{quotation_id}"


def test_undo_on_the_timeline_stays_there_and_selects_the_mark(window):
    article_id = window.pane.article.id
    event_id = an_event(
        window.workspace, "Work began", "2031-05-12", evidence=((article_id, "their work"),)
    )
    events.delete_event(window.workspace, event_id)
    settle()
    press(KEY.Key_2, CTRL)
    press(KEY.Key_Z, CTRL)
    assert not window.pane.isVisible()
    assert str(window.inspector.shown) == f"event:{event_id}"
    assert [each.key for each in window.timeline.marks()] == [f"event:{event_id}"]


def test_a_field_undoes_its_own_typing_first_and_then_the_window_undoes(window):
    article_id = window.pane.article.id
    articles.set_status(window.workspace, article_id, articles.ArticleStatus.DONE)
    settle()
    page = window.inspector.article_page
    page.author.setFocus()
    write("Ada")
    window.undo_redo.offer()
    assert edit_action(window, "Undo").text() == "&Undo: typing"
    press(KEY.Key_Z, CTRL)
    assert page.author.text() == ""
    assert page.author.hasFocus()
    press(KEY.Key_Y, CTRL)
    assert page.author.text() == "Ada"
    press(KEY.Key_Z, CTRL)
    assert articles.article(window.workspace, article_id).status is articles.ArticleStatus.DONE
    press(KEY.Key_Z, CTRL)
    assert articles.article(window.workspace, article_id).status is articles.ArticleStatus.UNREAD


def test_what_was_saved_from_a_field_is_undone_by_the_window(window):
    press(KEY.Key_Escape)
    article_id = window.pane.article.id
    page = window.inspector.article_page
    page.author.setFocus()
    write("Ada")
    press(KEY.Key_Return)
    settle()
    assert articles.article(window.workspace, article_id).author == "Ada"
    press(KEY.Key_Z, CTRL)
    assert articles.article(window.workspace, article_id).author == ""
    assert page.author.text() == ""
    press(KEY.Key_Y, CTRL)
    assert page.author.text() == "Ada"


def test_a_note_that_was_saved_is_undone_as_a_whole(window):
    press(KEY.Key_Escape)
    article_id = window.pane.article.id
    note = window.inspector.article_page.note
    note.setFocus()
    write("Ask Nils")
    press(KEY.Key_Z, CTRL)
    assert note.toPlainText() == ""
    write("Ask Tora")
    note.commit()
    settle()
    press(KEY.Key_Z, CTRL)
    assert articles.article(window.workspace, article_id).note == ""
    assert note.toPlainText() == ""


def test_words_in_the_search_field_keep_their_own_undo(window):
    press(KEY.Key_L, CTRL)
    field = window.focusWidget()
    assert isinstance(field, QLineEdit)
    write("rust")
    press(KEY.Key_Z, CTRL)
    assert field.text() == ""
    assert len(articles.library(window.workspace)) == 1


def test_an_import_is_undone_as_one_and_survives_a_restart(open_window, window, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        text = f"Article {number}\n\n“Word {number} of it,” said Ada Berg on Monday.\n"
        (folder / f"{number:03}.txt").write_text(text, "utf-8")
    drop(window, folder)
    assert len(articles.library(window.workspace)) == 61
    path = window.workspace.path
    window.close()
    again = open_window(path)
    while len(articles.library(again.workspace)) > 1:
        press(KEY.Key_Z, CTRL)
    assert again.pane.article is None or again.pane.article.title.startswith("Harbour")
    while undoing.next_redo(again.workspace):
        press(KEY.Key_Y, CTRL)
    assert len(articles.library(again.workspace)) == 61
    again.close()
    with Workspace.open(path) as stored:
        assert len(articles.library(stored)) == 61


def test_the_names_of_the_actions_do_not_lose_their_ampersands(window):
    with window.workspace.action("Note & mark", articles.Changed.TOPICS) as session:
        from stanceline.storage import tables

        session.add(tables.Tag(name="A & B"))
    settle()
    assert edit_action(window, "Undo").text() == "&Undo: Note && mark"
    assert action(window, "Topics…").isEnabled()
