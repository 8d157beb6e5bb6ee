"""The library at the left: choosing, stepping and narrowing with the keyboard."""

import pytest

from stanceline.ui.library.library import Library
from stanceline.ui.library.model import LibraryRole
from ui.library.test_model import ROWS
from ui.window_builders import KEY, press, settle, write


@pytest.fixture
def library(qtbot, theme):
    library = Library(theme)
    qtbot.addWidget(library)
    library.resize(290, 500)
    with qtbot.waitExposed(library):
        library.show()
    library.activateWindow()
    library.set_rows(ROWS, 2)
    settle()
    return library


def selected(library: Library) -> list[int]:
    return [i.data(LibraryRole.ARTICLE_ID) for i in library.list.selectedIndexes()]


def test_the_current_article_is_selected_without_being_chosen_again(library, qtbot):
    assert selected(library) == [2]
    with qtbot.assertNotEmitted(library.article_chosen):
        library.show_current(4)
    assert selected(library) == [4]


def test_arrow_keys_choose_articles_and_skip_headings(library, qtbot):
    library.list.setFocus()
    with qtbot.waitSignal(library.article_chosen) as chosen:
        press(KEY.Key_Down)
    assert chosen.args == [4]
    with qtbot.waitSignal(library.article_chosen) as chosen:
        press(KEY.Key_Down)
    assert chosen.args == [1]


def test_the_selection_comes_back_when_the_words_are_cleared(library):
    library.words.setFocus()
    write("fish")
    assert selected(library) == []
    press(KEY.Key_Escape)
    assert library.words.text() == ""
    assert selected(library) == [2]


def test_down_leads_from_the_field_to_the_first_that_fits(library, qtbot):
    library.words.setFocus()
    write("fish")
    with qtbot.waitSignal(library.article_chosen) as chosen:
        press(KEY.Key_Down)
    assert chosen.args == [3]
    assert library.list.hasFocus()


def test_words_that_nothing_has_are_told_of(library):
    library.words.setText("zzz")
    assert library._nothing_found.isVisible()
    library.words.clear()
    assert library.list.isVisible()


def test_enter_and_escape_in_the_list_lead_to_the_article(library, qtbot):
    library.list.setFocus()
    for key in (KEY.Key_Return, KEY.Key_Escape):
        with qtbot.waitSignal(library.left):
            press(key)


def test_a_step_chooses_the_neighbour_and_stops_at_the_end(library, qtbot):
    with qtbot.waitSignal(library.article_chosen) as chosen:
        library.step(2, 1)
    assert chosen.args == [4]
    with qtbot.assertNotEmitted(library.article_chosen):
        library.step(1, 1)


def test_no_articles_leave_only_the_empty_state(library):
    library.set_rows([], None)
    assert library._empty.isVisible()
    assert not library.words.isVisible()
