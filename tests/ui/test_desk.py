"""Two articles side by side, and going back and forward, with keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from builders import BRIDGE, PORT, a_quotation, an_article
from stanceline.domain.spans import Span
from stanceline.services import articles
from ui.window_builders import ALT, CTRL, KEY, SHIFT, press, settle

BESIDE = (KEY.Key_B, CTRL | SHIFT)
LONG = BRIDGE + "\n\nNothing more was said that day." * 400 + "\n\nThe end of it all.\n"


@pytest.fixture
def ids(workspace):
    return an_article(workspace, BRIDGE, published="2031-05-20"), an_article(workspace, PORT)


@pytest.fixture
def window(open_window, workspace, ids):
    window = open_window(workspace)
    window.open_article(ids[0])
    window.pane.reader.setFocus()
    return window


def shown(window) -> list[int]:
    return [pane.article.id for pane in window.desk.panes]


def test_a_key_opens_the_article_beside_and_the_library_fills_that_side(window, ids):
    press(*BESIDE)
    assert shown(window) == [ids[0], ids[0]]
    assert window.pane is window.desk.panes[1]
    window.library.article_chosen.emit(ids[1])
    assert shown(window) == [ids[0], ids[1]]


def test_the_menus_act_on_the_side_that_has_the_keyboard(window, ids):
    press(*BESIDE)
    window.open_article(ids[1])
    left, right = window.desk.panes
    assert window.pane is right
    assert str(window.inspector.shown) == f"article:{ids[1]}"
    left.reader.setFocus()
    settle()
    assert window.pane is left
    assert str(window.inspector.shown) == f"article:{ids[0]}"
    press(KEY.Key_F6, CTRL)
    assert window.pane is right


def test_f6_walks_through_both_sides(window):
    press(*BESIDE)
    left, right = window.desk.panes
    left.reader.setFocus()
    press(KEY.Key_F6)
    assert window.pane is right
    assert right.reader.text.hasFocus()


def test_closing_a_side_leaves_the_article_of_the_other(window, ids):
    press(*BESIDE)
    window.open_article(ids[1])
    press(KEY.Key_F4, CTRL)
    assert shown(window) == [ids[0]]
    press(*BESIDE)
    window.open_article(ids[1])
    window.desk.panes[0].reader.setFocus()
    settle()
    press(KEY.Key_F4, CTRL)
    assert shown(window) == [ids[1]]
    assert window.pane.reader.text.hasFocus()
    assert not window.commands.action("article.close_side").isEnabled()


def test_the_button_of_a_side_closes_that_side(window, ids):
    press(*BESIDE)
    window.open_article(ids[1])
    window.desk._frames[0].close_button.click()
    assert shown(window) == [ids[1]]


def test_marks_made_on_one_side_show_on_both(window, workspace, ids):
    press(*BESIDE)
    quotation_id = a_quotation(workspace, ids[0], "found rust everywhere")
    settle()
    for pane in window.desk.panes:
        assert [each.id for each in pane.findings.quotations] == [quotation_id]


def test_a_side_closes_when_its_article_is_deleted(window, workspace, ids):
    press(*BESIDE)
    window.open_article(ids[1])
    articles.delete_article(workspace, ids[0])
    settle()
    assert shown(window) == [ids[1]]


def test_two_sides_are_there_again_after_a_restart(window, workspace, open_window, ids):
    press(*BESIDE)
    window.open_article(ids[1])
    path = workspace.path
    window.close()
    again = open_window(path)
    assert shown(again) == [ids[0], ids[1]]
    assert again.pane is again.desk.panes[0]
    press(KEY.Key_F4, CTRL)
    again.close()
    assert len(open_window(path).desk.panes) == 1


@pytest.mark.usefixtures("ids")
def test_in_a_narrow_window_the_inspector_gives_way_to_two_articles(open_window, workspace):
    window = open_window(workspace, (1024, 700))
    press(*BESIDE)
    assert not window.inspector.isVisible()
    assert window.width() == 1024
    assert all(pane.width() >= 330 for pane in window.desk.panes)
    press(KEY.Key_F4, CTRL)
    assert window.inspector.isVisible()


# Back and forward


def test_keys_go_back_to_the_article_before_and_forward_again(window, ids):
    window.open_article(ids[1])
    press(KEY.Key_Left, ALT)
    assert window.pane.article.id == ids[0]
    press(KEY.Key_Right, ALT)
    assert window.pane.article.id == ids[1]
    press(KEY.Key_PageUp, ALT)
    assert window.pane.article.id == ids[0]


def test_without_a_way_the_arrows_of_the_header_are_off(window, ids):
    assert not window.header.forward_button.isEnabled()
    window.open_article(ids[1])
    assert window.header.back_button.isEnabled()
    window.header.back_button.click()
    assert window.pane.article.id == ids[0]
    assert window.header.forward_button.isEnabled()


def test_back_leads_to_the_place_in_a_long_article(open_window, workspace):
    long_id, port_id = an_article(workspace, LONG), an_article(workspace, PORT)
    window = open_window(workspace)
    window.open_article(long_id)
    end = LONG.index("The end of it all")
    window.show_place(long_id, Span(end, end + 7))
    settle()
    place = window.pane.reader.place_in_sight()
    window.open_article(port_id)
    press(KEY.Key_Left, ALT)
    settle()
    assert window.pane.article.id == long_id
    assert abs(window.pane.reader.place_in_sight() - place) < 200
    press(KEY.Key_Left, ALT)
    settle()
    assert window.pane.reader.place_in_sight() < 200


def test_a_mark_gets_its_keys_back(window, workspace, ids):
    quotation_id = a_quotation(workspace, ids[0], "found rust everywhere")
    settle()
    window.show_place(ids[0], f"quotation:{quotation_id}")
    window.open_article(ids[1])
    press(KEY.Key_Left, ALT)
    assert window.pane.reader.focused_mark().key == f"quotation:{quotation_id}"
    assert str(window.inspector.shown) == f"quotation:{quotation_id}"


def test_words_that_a_search_selected_do_not_keep_the_key_from_going_back(window, ids):
    body = articles.article(window.workspace, ids[1]).body
    at = body.index("Talks")
    window.show_hit(ids[1], Span(at, at + 5))
    window.pane.reader.setFocus()
    press(KEY.Key_Left, ALT)
    assert window.pane.article.id == ids[0]


def test_articles_that_are_gone_are_passed_over(window, workspace, ids):
    third = an_article(workspace, LONG)
    window.open_article(ids[1])
    window.open_article(third)
    articles.delete_article(workspace, ids[1])
    settle()
    press(KEY.Key_Left, ALT)
    assert window.pane.article.id == ids[0]


@pytest.mark.parametrize("button", [Qt.MouseButton.BackButton])
def test_the_buttons_at_the_side_of_the_mouse_go_back_and_forward(window, ids, button):
    window.open_article(ids[1])
    QTest.mouseClick(window.windowHandle(), button, pos=QPoint(700, 300))
    settle()
    assert window.pane.article.id == ids[0]
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.ForwardButton, pos=QPoint(100, 300))
    settle()
    assert window.pane.article.id == ids[1]
