"""The palette as a person uses it: open, type, choose, Enter."""

import pytest
from PySide6.QtWidgets import QApplication

from builders import BRIDGE, PORT, a_quotation, a_topic, an_article
from stanceline.services.workspace import Workspace
from stanceline.ui.commands.other_words import other_words
from stanceline.ui.settings import TimelinePlace
from ui.window_builders import CTRL, KEY, press, settle, write


@pytest.fixture
def window(open_window, workspace):
    article_id = an_article(workspace, BRIDGE, published="2031-05-20")
    an_article(workspace, PORT)
    a_topic(workspace, "Opening the bridge")
    a_quotation(workspace, article_id, "found rust everywhere", speaker="Ada Neumark")
    return open_window(workspace)


def titles(window) -> list[str]:
    return [entry.title for entry in window.menus.palette.model.entries]


def chosen(window):
    palette = window.menus.palette
    return palette.model.entries[palette.list.currentIndex().row()]


def test_it_opens_with_every_command_and_escape_gives_the_keyboard_back(window):
    press(KEY.Key_K, CTRL)
    palette = window.menus.palette
    assert palette.isVisible()
    assert palette.words.hasFocus()
    assert len(titles(window)) == len(window.commands.all())
    press(KEY.Key_Escape)
    assert not palette.isVisible()
    assert window.pane.reader.text.hasFocus()


def test_the_same_key_sends_it_away_again(window):
    press(KEY.Key_K, CTRL)
    press(KEY.Key_K, CTRL)
    assert not window.menus.palette.isVisible()


def test_a_few_letters_and_enter_run_a_command_where_the_keyboard_was(window):
    press(KEY.Key_K, CTRL)
    write("timel below")
    assert chosen(window).title == "Timeline below the article"
    assert chosen(window).key == "Ctrl+T"
    press(KEY.Key_Return)
    assert window.settings.timeline_place is TimelinePlace.HIDDEN
    assert window.pane.reader.text.hasFocus()
    press(KEY.Key_K, CTRL)
    assert chosen(window).title == "Timeline below the article"


def test_arrows_walk_the_lines_and_stop_at_the_ends(window):
    press(KEY.Key_K, CTRL)
    write("text")
    first = chosen(window)
    press(KEY.Key_Up)
    assert chosen(window) == first
    press(KEY.Key_Down)
    assert chosen(window) != first
    for _ in range(100):
        press(KEY.Key_Down)
    assert chosen(window) == window.menus.palette.model.entries[-1]


def test_what_cannot_be_done_now_says_why_and_stays(open_window, workspace_path):
    with Workspace.open(workspace_path) as workspace:
        an_article(workspace, BRIDGE)
    window = open_window(Workspace.open(workspace_path, for_writing=False))
    press(KEY.Key_K, CTRL)
    write("mark the selection")
    assert chosen(window).why_not == "The workspace is read-only here."
    press(KEY.Key_Return)
    assert window.menus.palette.isVisible()


def test_speakers_topics_and_articles_are_found_too(qtbot, window):
    press(KEY.Key_K, CTRL)
    write("neumark")
    assert chosen(window).around == "Speaker"
    press(KEY.Key_Return)
    assert window.inspector.shown.kind == "speaker"
    press(KEY.Key_K, CTRL)
    write("opening the bri")
    assert chosen(window).around == "Topic"
    press(KEY.Key_Return)
    assert window.library.words.text() == 'topic:"Opening the bridge"'
    first = window.pane.article
    press(KEY.Key_K, CTRL)
    write(PORT.splitlines()[0].lstrip("# ")[:12])
    palette = window.menus.palette
    qtbot.waitUntil(lambda: any(e.around.startswith("Article") for e in palette.model.entries))
    press(KEY.Key_End)
    while not chosen(window).around.startswith("Article"):
        press(KEY.Key_Down)
    press(KEY.Key_Return)
    assert window.pane.article != first
    assert window.pane.reader.text.hasFocus()


def test_nothing_that_fits_is_said(window):
    press(KEY.Key_K, CTRL)
    write("zzzzqqq")
    assert window.menus.palette.nothing.isVisible()
    press(KEY.Key_Return)
    assert window.menus.palette.isVisible()


def test_it_goes_when_the_keyboard_goes_elsewhere(window):
    press(KEY.Key_K, CTRL)
    window.library.words.setFocus()
    settle()
    assert not window.menus.palette.isVisible()
    assert QApplication.focusWidget() is window.library.words


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700), (880, 560)])
def test_it_fits_the_window(open_window, workspace, size):
    window = open_window(workspace, size)
    press(KEY.Key_K, CTRL)
    settle()
    assert window.rect().contains(window.menus.palette.geometry())


def test_what_others_call_a_command_belongs_to_a_command_there_is(window):
    assert set(other_words()) <= window.commands.ids()
