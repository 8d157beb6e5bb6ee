"""The menu of the suggestions, and the dialog of what was learnt."""

import pytest

from builders import a_topic, an_article
from stanceline.domain.suggestions import SuggestionKind
from stanceline.services import articles
from stanceline.services.learning import learnt
from stanceline.services.searching import search
from stanceline.services.suggesting import reject_suggestion, suggestions_of, wanted_kinds
from stanceline.ui.dialogs.learnt import LearntDialog
from ui.suggestion_builders import happened, said, suggest
from ui.test_walking_suggestions import TUNNEL, everything
from ui.window_builders import CTRL, KEY, SHIFT, press, settle

MANY = 24


@pytest.fixture
def window(open_window, workspace):
    article_id = an_article(workspace, TUNNEL, published="2031-05-20")
    a_topic(workspace, "Closing the tunnel")
    suggest(workspace, article_id, *everything())
    return open_window(workspace)


def kinds_waiting(window) -> set[SuggestionKind]:
    found = suggestions_of(window.workspace, window.pane.article.id)
    return {each.kind for each in found}


def test_a_kind_that_is_not_wanted_is_withdrawn_and_comes_back_when_it_is_undone(window):
    events = window.commands.action("suggest.events")
    assert events.isChecked()
    assert not window.commands.action("suggest.reported").isChecked()
    press(KEY.Key_F4, CTRL | SHIFT)
    assert not events.isChecked()
    assert SuggestionKind.EVENT not in wanted_kinds(window.workspace)
    assert SuggestionKind.EVENT not in kinds_waiting(window)
    press(KEY.Key_Z, CTRL)
    assert SuggestionKind.EVENT in kinds_waiting(window)


def test_a_kind_that_is_wanted_is_looked_for_in_all_articles(window):
    body = "Ferry news\n\nRuna Falk said that the ferry would sail until spring.\n"
    other = an_article(window.workspace, body)
    window.commands.action("suggest.reported").trigger()
    assert window.tasks.wait_until_idle(20_000)
    settle()
    assert SuggestionKind.REPORTED in wanted_kinds(window.workspace)
    found = suggestions_of(window.workspace, other)
    assert [each.kind for each in found] == [SuggestionKind.REPORTED]


def test_looking_again_puts_the_first_one_under_the_keys(window):
    press(KEY.Key_Escape)
    press(KEY.Key_S, CTRL | SHIFT)
    focused = window.pane.reader.focused_mark()
    assert str(window.inspector.shown) == focused.key
    assert "here. Tab walks them." in window.said_label.whole_text()


def many_rejected(workspace) -> int:
    """An article of which so many suggestions of one pattern were rejected that others sink."""
    sentences = [f"“It is number {number} now,” Nils Aker said." for number in range(MANY + 2)]
    body = "Numbers\n\n" + "\n\n".join(sentences)
    article_id = an_article(workspace, body)
    words = [f"It is number {number} now," for number in range(MANY + 2)]
    weak = [said(body, each, "Nils Aker", pattern="floating", confidence=0.4) for each in words]
    suggest(workspace, article_id, *weak)
    for each in suggestions_of(workspace, article_id)[:MANY]:
        reject_suggestion(workspace, each.id)
    return article_id


def test_what_is_held_back_is_told_below_the_text_and_in_the_menu(open_window, workspace):
    article_id = many_rejected(workspace)
    window = open_window(workspace)
    window.open_article(article_id)
    settle()
    assert not window.pane.findings.suggestions
    assert "2 held back" in window.pane.hint_line.told
    window.suggestions_here._show_state()
    text = window.commands.action("suggest.learnt").text()
    assert "(2 held back)" in text


def test_what_is_held_back_counts_neither_in_the_library_nor_in_a_search(open_window, workspace):
    article_id = many_rejected(workspace)
    window = open_window(workspace)
    (row,) = articles.library(workspace)
    assert (row.id, row.n_suggestions) == (article_id, 0)
    assert search(workspace, "has:suggestions").count == 0
    assert "to go through" not in window.counts_label.text()


def shown(qtbot, workspace) -> LearntDialog:
    dialog = LearntDialog(workspace)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def texts(table) -> list[list[str]]:
    rows, columns = range(table.rowCount()), range(table.columnCount())
    return [[table.item(row, column).text() for column in columns] for row in rows]


@pytest.mark.usefixtures("theme")
def test_what_was_learnt_is_listed_forgotten_and_brought_back(qtbot, workspace):
    many_rejected(workspace)
    dialog = shown(qtbot, workspace)
    ((sentence, right, corrected, rejected),) = texts(dialog.patterns)
    assert (right, corrected, rejected) == ("0", "0", str(MANY))
    assert sentence.endswith("(held back)")
    assert dialog.held.text().startswith("2 suggestions are held back")
    dialog.forget_button.click()
    assert learnt(workspace).patterns == ()
    assert not dialog.forget_button.isVisible()
    dialog._bring_back()
    assert texts(dialog.patterns)[0][3] == str(MANY)
    assert dialog.forget_button.isVisible()


@pytest.mark.usefixtures("theme")
def test_without_decisions_the_dialog_says_what_will_be_learnt(qtbot, workspace):
    dialog = shown(qtbot, workspace)
    assert dialog.patterns.rowCount() == 0
    assert not dialog.patterns.isVisible()
    assert not dialog.forget_button.isVisible()


def test_the_menu_of_the_mouse_offers_the_later_ones_of_the_speaker(window):
    text = window.pane.reader.text
    key = str(window.inspector.shown)
    rect = text.viewport_rect(window.pane.reader.focused_mark().spans[0])
    menu = window.pane.context_menu.menu_at(rect.center())
    (later,) = [each.menu() for each in menu.actions() if each.menu() is not None]
    assert later.title().replace("&", "") == "This and the 2 later of Ida Holm"
    later.actions()[4].trigger()
    settle()
    assert len(window.pane.findings.quotations) == 3
    assert key not in text.marking.index.by_key


def test_the_menu_of_the_mouse_offers_no_stance_for_an_event(open_window, workspace):
    article_id = an_article(workspace, TUNNEL)
    words = "The council voted on Monday to close the tunnel"
    suggest(workspace, article_id, happened(TUNNEL, words, "Vote", "2031-05-19", "on Monday"))
    window = open_window(workspace)
    rect = window.pane.reader.text.viewport_rect(window.pane.reader.focused_mark().spans[0])
    menu = window.pane.context_menu.menu_at(rect.center())
    offered = [each.text().partition("\t")[0].replace("&", "") for each in menu.actions()]
    assert [each for each in offered if each] == ["Accept", "Edit…", "Reject", "Copy", "Select all"]


def test_what_waits_in_another_article_is_shown_and_edited_there(window):
    body = "Ferry news\n\nThe ferry sank on 12 May 2031.\n"
    other = an_article(window.workspace, body)
    words = "The ferry sank on 12 May 2031"
    suggest(
        window.workspace, other, happened(body, words, "Ferry sinks", "2031-05-12", "12 May 2031")
    )
    (waiting,) = suggestions_of(window.workspace, other)
    window.inspector.show_key(f"suggestion:{waiting.id}")
    page = window.inspector.suggestion_page
    assert page.speaker.text() == "Ferry sinks"
    assert "“12 May 2031”" in page.date.text()
    page.edited.emit(waiting)
    settle()
    assert window.pane.article.id == other
    assert window.pane.event_card.title.text() == "Ferry sinks"
