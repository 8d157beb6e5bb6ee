"""Choosing several articles, closing groups, and what is done to those chosen."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from stanceline.domain.articles import ArticleStatus
from stanceline.domain.library import Arrangement, Grouping, Sorting
from stanceline.services import articles, reading_progress
from stanceline.services.several_articles import change_tags, tags_of
from stanceline.services.undoing import next_undo, undo
from stanceline.services.workspace import Changed, Workspace
from stanceline.ui.library.delegate import LibraryDelegate
from stanceline.ui.library.group_words import groupings, language_name, sortings
from stanceline.ui.library.library import Library
from stanceline.ui.library.memory import keep_view, kept_view
from stanceline.ui.library.model import GroupHeading, LibraryRole
from stanceline.ui.library.tag_list import fitting
from ui.window_builders import CTRL, KEY, SHIFT, press, settle, write

EVERYTHING = frozenset(Changed)


@pytest.fixture
def library(qtbot, theme, workspace, ids):
    library = Library(workspace, theme)
    qtbot.addWidget(library)
    library.resize(290, 560)
    with qtbot.waitExposed(library):
        library.show()
    library.activateWindow()
    library.refresh(EVERYTHING, ids["Leak"])
    library.list.setFocus()
    settle()
    yield library
    library.stop()


def titles(library: Library) -> list[str]:
    model = library.list.model()
    entries = [model.index(n).data(LibraryRole.ENTRY) for n in range(model.rowCount())]
    return [f"# {e.title}" if isinstance(e, GroupHeading) else e.title for e in entries]


def status_of(workspace, article_id: int) -> ArticleStatus:
    return articles.article(workspace, article_id).status


def click(library: Library, article_id: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    place = library.list.visualRect(library._model.index_of(article_id)).center()
    QTest.mouseClick(library.list.viewport(), Qt.MouseButton.LeftButton, modifier, place)
    settle()


def test_shift_and_arrows_choose_a_run_and_open_nothing(library, qtbot, ids):
    with qtbot.assertNotEmitted(library.article_chosen):
        press(KEY.Key_Down, SHIFT)
        press(KEY.Key_Down, SHIFT)
    assert library.selected_ids() == [ids["Leak"], ids["Rain"], ids["Dam"]]
    assert library._chosen_bar.isVisible()
    press(KEY.Key_Up, SHIFT)
    assert library.selected_ids() == [ids["Leak"], ids["Rain"]]


def test_ctrl_and_shift_clicks_choose_as_everywhere(library, ids):
    click(library, ids["Fish"])
    click(library, ids["Rain"], SHIFT)
    assert library.selected_ids() == [ids["Fish"], ids["Leak"], ids["Rain"]]
    click(library, ids["Leak"], CTRL)
    assert library.selected_ids() == [ids["Fish"], ids["Rain"]]
    click(library, ids["Dam"], CTRL)
    assert library._chosen_bar.isVisible()
    click(library, ids["Fish"])
    assert library.selected_ids() == [ids["Fish"]]
    assert not library._chosen_bar.isVisible()


def test_all_are_chosen_by_a_key(library, qtbot, ids):
    with qtbot.assertNotEmitted(library.article_chosen):
        press(KEY.Key_A, CTRL)
    assert set(library.selected_ids()) == set(ids.values())


def test_a_status_of_several_is_one_step_and_they_stay_chosen(library, workspace, qtbot, ids):
    press(KEY.Key_Down, SHIFT)
    with qtbot.waitSignal(library.said) as said:
        library.set_status_of_selected(ArticleStatus.DONE)
    assert said.args == ["2 articles marked as done."]
    library.refresh(frozenset({Changed.ARTICLES}), ids["Leak"])
    assert set(library.selected_ids()) == {ids["Leak"], ids["Rain"]}
    assert next_undo(workspace).label == "Mark 2 articles as done"
    undo(workspace)
    assert status_of(workspace, ids["Rain"]) is ArticleStatus.UNREAD


def test_with_none_chosen_it_is_about_the_one_on_the_desk(library, workspace, ids):
    library.listing.fold_all(is_closed=True)
    assert library.selected_ids() == [ids["Leak"]]
    library.set_status_of_selected(ArticleStatus.IN_WORK)
    assert status_of(workspace, ids["Leak"]) is ArticleStatus.IN_WORK


def test_several_are_deleted_by_the_key(library, workspace, qtbot, ids):
    press(KEY.Key_Down, SHIFT)
    with qtbot.waitSignal(library.said) as said:
        press(KEY.Key_Delete)
    assert said.args == ["2 articles deleted. Ctrl+Z brings them back."]
    assert not articles.is_there(workspace, ids["Rain"])


def test_a_read_only_library_refuses_before_anything_is_asked(library, workspace, qtbot, ids):
    assert ids
    with Workspace.open(workspace.path, for_writing=False) as watching:
        library.acting._workspace = watching
        for act in (library.edit_facts, library.edit_tags):
            with qtbot.waitSignal(library.refused) as refused:
                act()
            assert "read-only" in refused.args[0]


def test_groups_close_by_click_and_by_key(library, ids):
    heading = library._model.heading_above(library._model.index_of(ids["Fish"]).row())
    place = library.list.visualRect(heading).center()
    QTest.mouseClick(library.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert titles(library) == ["# In work", "# Unread", "Leak", "Rain", "# Done", "Dam"]
    assert library.selected_ids() == [ids["Leak"]]
    press(KEY.Key_Left)
    assert titles(library) == ["# In work", "# Unread", "# Done", "Dam"]
    assert library.list.currentIndex().data(LibraryRole.IS_CLOSED)
    press(KEY.Key_Right)
    assert titles(library) == ["# In work", "# Unread", "Leak", "Rain", "# Done", "Dam"]
    assert library.selected_ids() == [ids["Leak"]]


def test_keys_stop_at_closed_groups_and_open_them(library, qtbot, ids):
    click(library, ids["Fish"])
    press(KEY.Key_Left)
    with qtbot.waitSignal(library.article_chosen) as chosen:
        press(KEY.Key_Down)
    assert chosen.args == [ids["Leak"]]
    with qtbot.assertNotEmitted(library.article_chosen):
        press(KEY.Key_Up)
        press(KEY.Key_Return)
    assert titles(library)[1] == "Fish"


def test_a_step_passes_over_closed_groups(library, qtbot, ids):
    library._model.toggle("unread")
    assert library.neighbour(ids["Fish"], 1) == ids["Dam"]
    assert library.neighbour(ids["Leak"], 1) == ids["Dam"]
    assert library.neighbour(ids["Leak"], -1) == ids["Fish"]
    with qtbot.waitSignal(library.article_chosen) as chosen:
        library.step(ids["Leak"], 1)
    assert chosen.args == [ids["Dam"]]


def test_a_step_among_tags_goes_on_where_the_article_was_chosen(library, workspace, qtbot, ids):
    change_tags(workspace, [ids["Leak"], ids["Dam"]], ["a", "b"])
    library.group_by("tag")
    assert titles(library) == ["# a", "Dam", "Leak", "# b", "Dam", "Leak", *titles(library)[6:]]
    library.listing.choose_row(library._model.index(4))
    with qtbot.waitSignal(library.article_chosen) as chosen:
        library.step(ids["Dam"], 1)
    assert chosen.args == [ids["Leak"]]
    library.show_current(ids["Leak"])
    assert library.list.currentIndex().row() == 5


def test_groups_and_order_are_remembered(library, settings, workspace, theme, qtbot):
    library.live_with(settings)
    library.group_by("month")
    library.sort_by("title")
    library._model.toggle(library._model._order.groups[0].key)
    library.listing.remember()
    again = Library(workspace, theme)
    qtbot.addWidget(again)
    again.live_with(settings)
    again.refresh(EVERYTHING, None)
    assert again._model.arrangement == Arrangement(Grouping.MONTH, Sorting.TITLE)
    assert titles(again) == ["# March 2029"]
    again.stop()


@pytest.mark.parametrize("written", [b"", b"[]", b"{", b'{"grouping": 7, "closed": {"month": 3}}'])
def test_a_memory_that_makes_no_sense_is_none(settings, written):
    from PySide6.QtCore import QByteArray

    settings.keep_place("library-view", QByteArray(written))
    assert kept_view(settings) == (Arrangement(), {})
    keep_view(settings, Arrangement(Grouping.TAG), {Grouping.TAG: frozenset({"1"})})
    assert kept_view(settings) == (Arrangement(Grouping.TAG), {Grouping.TAG: frozenset({"1"})})


def test_every_way_is_offered_by_its_name(library):
    assert set(groupings()) == set(Grouping)
    assert set(sortings()) == set(Sorting)
    menu = library.arranging.new_menu()
    wanted = next(each for each in menu.actions() if each.text() == "By title")
    wanted.trigger()
    assert library._model.arrangement.sorting is Sorting.TITLE
    for name in Grouping:
        library.group_by(name.value)
        assert library.arranging.text().startswith(groupings()[name])
        library.grab()


def test_languages_have_names(theme):
    assert theme is not None
    assert (language_name("uk"), language_name("zh-Hant"), language_name("x9")) == (
        "Ukrainian",
        language_name("zh-Hant"),
        "x9",
    )


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_tells_what_can_be_done(library):
    texts = [each.text().split("\t")[0] for each in library.acting.new_menu().actions()]
    assert "&Facts…" in texts
    assert "Mark as &done" in texts
    library._open_menu_at(QPoint())
    QApplication.activePopupWidget().close()


# Tags


def test_tags_are_ticked_and_added_by_keys(library, workspace, ids, qtbot):
    change_tags(workspace, [ids["Leak"]], ["wire"])
    press(KEY.Key_Down, SHIFT)
    library.edit_tags()
    settle()
    card = library.acting._card
    states = {
        card._model.item(n).text(): card._model.item(n).checkState()
        for n in range(card._model.rowCount())
    }
    assert states == {"wire": Qt.CheckState.PartiallyChecked}
    press(KEY.Key_Down)
    press(KEY.Key_Space)
    both = [ids["Leak"], ids["Rain"]]
    assert tags_of(workspace, both) == {"wire": 2}
    press(KEY.Key_Space)
    assert tags_of(workspace, both) == {}
    write("port law")
    press(KEY.Key_Return)
    assert tags_of(workspace, both) == {"port law": 2}
    assert card.line.text() == ""
    with qtbot.waitSignal(card.closed):
        press(KEY.Key_Escape)
    assert library.list.hasFocus()


def test_a_page_pasted_as_a_tag_is_refused_in_words(library, workspace, ids):
    library.edit_tags()
    settle()
    card = library.acting._card
    card.line.setText("x" * 5_000)
    card._typed()
    press(KEY.Key_Return)
    assert "at most 300 characters" in card._notice.text()
    assert tags_of(workspace, list(ids.values())) == {}


def test_tags_are_found_by_some_of_their_letters():
    names = ["wire", "port law", "Lawsuit", "élection"]
    assert fitting("law", names) == ["Lawsuit", "port law"]
    assert fitting("elect", names) == ["élection"]
    assert fitting("wrie", names) == ["wire"]
    assert fitting("", names) == names
    assert fitting("zzz", names) == []


# Reading


def test_the_bar_says_how_far_it_was_read(library, workspace, ids):
    index = library._model.index_of(ids["Leak"])
    assert index.data(LibraryRole.SHARE) == 0.0
    body = articles.article(workspace, ids["Leak"]).body
    library.note_place(ids["Leak"], 0, len(body) // 2)
    assert index.data(LibraryRole.SHARE) == 0.0
    library.note_place(ids["Rain"], 0, 3)
    assert index.data(LibraryRole.SHARE) == pytest.approx(0.5, abs=0.02)
    assert "50 % read" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    library.reading.write()
    assert reading_progress.place_of(workspace, ids["Rain"]) == 0
    assert status_of(workspace, ids["Leak"]) is ArticleStatus.UNREAD


def test_what_was_read_to_its_end_is_told_of_once(library, qtbot, ids):
    with qtbot.waitSignal(library.reading.read_to_end) as told:
        library.note_place(ids["Leak"], 5, 10_000)
        library.reading.write()
    assert told.args == [ids["Leak"]]
    with qtbot.assertNotEmitted(library.reading.read_to_end):
        library.note_place(ids["Leak"], 6, 10_000)
        library.note_place(ids["Dam"], 6, 10_000)
        library.reading.write()


def test_an_article_that_is_gone_is_not_noted(library, workspace, ids, qtbot):
    articles.delete_article(workspace, ids["Leak"])
    with qtbot.assertNotEmitted(library.reading.noted):
        library.note_place(ids["Leak"], 5, 9)
        library.reading.write()


def test_headings_of_any_length_are_painted(library, workspace, ids):
    assert isinstance(library._delegate, LibraryDelegate)
    change_tags(workspace, [ids["Leak"]], ["a very long tag " * 12])
    library.group_by("tag")
    before = library.grab().toImage()
    library.listing.fold_all(is_closed=True)
    assert library.grab().toImage() != before


# The box


def test_enter_on_the_question_mark_opens_the_help(library):
    library._help_button.setFocus()
    press(KEY.Key_Return)
    assert library._help.isVisible()


def test_what_the_clipboard_holds_is_asked_for_in_the_list(library, qtbot):
    with qtbot.waitSignal(library.paste_requested):
        press(KEY.Key_V, CTRL)
