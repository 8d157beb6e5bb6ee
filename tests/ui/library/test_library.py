"""The library at the left: choosing, stepping and what follows an action, with the keyboard."""

import pytest

from stanceline.domain.articles import ArticleStatus
from stanceline.services import articles
from stanceline.services.importing import read_text, store
from stanceline.services.workspace import Changed
from stanceline.ui.library.library import Library
from stanceline.ui.library.model import LibraryRole
from ui.library.library_builders import several
from ui.window_builders import KEY, press, settle

EVERYTHING = frozenset(Changed)


@pytest.fixture
def library(make_library, ids):
    return make_library(ids["Leak"])


@pytest.fixture
def make_library(qtbot, theme, workspace):
    made = []

    def make(current: int | None) -> Library:
        library = Library(workspace, theme)
        made.append(library)
        qtbot.addWidget(library)
        library.resize(290, 500)
        with qtbot.waitExposed(library):
            library.show()
        library.activateWindow()
        library.refresh(EVERYTHING, current)
        settle()
        return library

    yield make
    for library in made:
        library.stop()


def selected(library: Library) -> list[int]:
    return [i.data(LibraryRole.ARTICLE_ID) for i in library.list.selectedIndexes()]


def test_the_current_article_is_selected_without_being_chosen_again(library, qtbot, ids):
    assert selected(library) == [ids["Leak"]]
    with qtbot.assertNotEmitted(library.article_chosen):
        library.show_current(ids["Rain"])
    assert selected(library) == [ids["Rain"]]


def test_arrow_keys_choose_articles_and_skip_headings(library, qtbot, ids):
    library.list.setFocus()
    for title in ("Rain", "Dam"):
        with qtbot.waitSignal(library.article_chosen) as chosen:
            press(KEY.Key_Down)
        assert chosen.args == [ids[title]]


def test_down_leads_from_the_field_to_the_list(make_library, qtbot, ids):
    library = make_library(None)
    library.words.setFocus()
    with qtbot.waitSignal(library.article_chosen) as chosen:
        press(KEY.Key_Down)
    assert chosen.args == [ids["Fish"]]
    assert library.list.hasFocus()


def test_enter_and_escape_in_the_list_lead_to_the_article(library, qtbot):
    library.list.setFocus()
    for key in (KEY.Key_Return, KEY.Key_Escape):
        with qtbot.waitSignal(library.left):
            press(key)


def test_a_step_chooses_the_neighbour_and_stops_at_the_end(library, qtbot, ids):
    with qtbot.waitSignal(library.article_chosen) as chosen:
        library.step(ids["Leak"], 1)
    assert chosen.args == [ids["Rain"]]
    with qtbot.assertNotEmitted(library.article_chosen):
        library.step(ids["Dam"], 1)


def test_no_articles_leave_only_the_empty_state(make_library):
    library = make_library(None)
    assert library._empty.isVisible()
    assert not library.words.isVisible()


def test_the_first_articles_bring_the_list(make_library, workspace):
    library = make_library(None)
    several(workspace, Flood=ArticleStatus.UNREAD)
    library.refresh(EVERYTHING, None)
    assert library.list.isVisible()
    assert library.words.isVisible()


def test_an_article_that_moves_stays_selected(library, workspace, ids, qtbot):
    articles.set_status(workspace, ids["Leak"], ArticleStatus.DONE)
    with qtbot.assertNotEmitted(library.article_chosen):
        library.refresh(frozenset({Changed.ARTICLES}), ids["Leak"])
    assert selected(library) == [ids["Leak"]]


def test_what_comes_above_leaves_what_is_in_sight_in_place(make_library, workspace):
    incoming = [read_text(f"Report {n}\n\nThe quay was quiet for {n} days.") for n in range(80)]
    store(workspace, incoming, published="2020")
    library = make_library(None)
    library.list.verticalScrollBar().setValue(2_000)
    first = library.list.indexAt(library.list.viewport().rect().center())
    article_id, top = first.data(LibraryRole.ARTICLE_ID), library.list.visualRect(first).top()
    several(workspace, Flood=ArticleStatus.UNREAD, Storm=ArticleStatus.IN_WORK)
    library.refresh(EVERYTHING, None)
    index = library._model.index_of(article_id)
    assert library.list.visualRect(index).top() == top


def test_a_theme_can_be_changed_at_any_time(library):
    from stanceline.ui.theme import load_theme

    before = library.grab().toImage()
    library.set_theme(load_theme(is_dark=True))
    assert library.grab().toImage() != before


def test_delete_asks_for_the_chosen_article_to_go(library, qtbot, ids):
    library.list.setFocus()
    with qtbot.waitSignal(library.delete_requested) as asked:
        qtbot.keyClick(library.list, KEY.Key_Delete)
    assert asked.args == [f"article:{ids['Leak']}"]
