"""Searching in the program: from the box by keys to the words in the article, and back."""

import threading

import pytest

from builders import BRIDGE, PORT, a_quotation, an_article
from ui.window_builders import CTRL, KEY, press, settle, write


@pytest.fixture
def window(open_window, workspace):
    an_article(workspace, BRIDGE, source="The Gull", published="2031-05-12")
    an_article(workspace, PORT, published="2031-05-13")
    return open_window(workspace)


def test_keys_lead_from_anywhere_to_the_words_and_on_to_the_next_article(window, qtbot):
    press(KEY.Key_L, CTRL)
    assert window.library.words.hasFocus()
    write("must open")
    qtbot.waitUntil(window.library.results.isVisible)
    press(KEY.Key_Return)
    press(KEY.Key_Return)
    reader = window.pane.reader
    assert window.pane.article.title == "Ferrymen block the quay"
    assert reader.selected_span().words(window.pane.article.body) == "must open"
    assert reader.isAncestorOf(window.focusWidget())
    press(KEY.Key_L, CTRL)
    write("rust")
    qtbot.waitUntil(lambda: not window.library._search.is_busy)
    press(KEY.Key_Down)
    press(KEY.Key_Return)
    assert reader.selected_span().words(window.pane.article.body) == "rust"


def test_the_keys_are_on_the_quotation_that_was_found(window, qtbot):
    article_id = window.pane.article.id
    quotation_id = a_quotation(window.workspace, article_id, "must open")
    elsewhere = a_quotation(window.workspace, article_id, "quay")
    window.catch_up()
    window.select(f"quotation:{elsewhere}")
    window.pane.show_thing(f"quotation:{elsewhere}")
    press(KEY.Key_L, CTRL)
    write("must open")
    qtbot.waitUntil(window.library.results.isVisible)
    press(KEY.Key_Return)
    press(KEY.Key_Return)
    assert window.pane.reader.focused_mark().key == f"quotation:{quotation_id}"
    assert str(window.inspector.shown) == f"quotation:{quotation_id}"


def test_what_is_changed_meanwhile_is_found(window, qtbot):
    press(KEY.Key_L, CTRL)
    write("lighthouse")
    qtbot.waitUntil(window.library._nothing_found.isVisible)
    an_article(window.workspace, "The lighthouse\n\nIt was dark for a week.\n")
    qtbot.waitUntil(window.library.results.isVisible)


def test_a_window_that_is_closed_while_it_searches_ends_its_thread(window):
    press(KEY.Key_L, CTRL)
    for words in ("the", "bridge", "rust"):
        write(words)
    window.library._search._send()
    window.close()
    settle()
    assert "search" not in [thread.name for thread in threading.enumerate()]
