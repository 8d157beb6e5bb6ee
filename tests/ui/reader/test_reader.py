"""The reader as a person uses it: reading, selecting, walking, finding."""

import dataclasses
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QToolTip, QVBoxLayout, QWidget

from stanceline.domain.spans import Span
from stanceline.ui.reader.marks import ReaderMark, ReaderMarkKind
from stanceline.ui.theme import MARK_TINT, blended, set_reduced_motion
from stanceline.ui.widgets import EmptyState
from ui.reader_builders import (
    BODY,
    META,
    TITLE,
    a_mark,
    a_reader,
    an_article,
    drag_over,
    dressed,
    middle_of,
    place,
    some_marks,
)

ENTER = Qt.Key.Key_Return
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def theme(qapp):
    return dressed(qapp)


@pytest.fixture
def reader(qtbot, theme):
    return a_reader(qtbot, theme, marks=some_marks())


def colours_in(reader, words: str) -> set[str]:
    """The colours that are seen where these words stand."""
    rect = reader.text.viewport_rect(place(words)).adjusted(0, 0, 0, 4)
    image = reader.text.viewport().grab(rect).toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


# Reading


def test_the_text_is_exactly_the_articles_body(reader):
    assert reader.text.toPlainText() == BODY
    assert reader.text.isReadOnly()


def test_a_title_that_is_the_first_line_is_set_as_heading_and_not_repeated(reader):
    first = reader.text.viewport_rect(place("Valley"))
    assert first.height() > reader.text.viewport_rect(place("For the first")).height() * 1.2
    assert reader.text._page._title == ""


def test_a_title_that_is_not_in_the_body_stands_above_it(qtbot, theme):
    reader = a_reader(qtbot, theme, "The council met. Nothing was decided.", "A meeting")
    top = reader.text.viewport_rect(Span(0, 3)).top()
    assert top > 28 + 24 + 13
    ink = {
        reader.text.viewport().grab().toImage().pixelColor(x, y).lightness() < 100
        for x in range(100, 300)
        for y in range(28, 60)
    }
    assert True in ink


def test_markup_in_an_article_is_shown_as_it_is_written(qtbot, theme):
    body = "<h1>Big</h1><img src='file:///etc/hostname'> &amp; <script>x</script>"
    reader = a_reader(qtbot, theme, body)
    assert reader.text.toPlainText() == body
    assert reader.text.loadResource(2, "file:///etc/hostname").isEmpty()


def test_the_article_is_named_for_those_who_hear_it(reader):
    assert reader.text.accessibleName() == TITLE
    assert reader.text.accessibleDescription() == META


def test_no_article_shows_the_empty_state(reader):
    empty = EmptyState("No article is open", "Choose one in the library.")
    reader.set_empty_state(empty)
    assert not empty.isVisible()
    reader.set_article(None, "")
    assert empty.isVisible()
    reader.set_article(an_article(), META)
    assert not empty.isVisible()


@pytest.mark.parametrize("is_dark", [False, True])
def test_a_judged_quotation_is_tinted_and_underlined_in_its_stances_colour(qtbot, qapp, is_dark):
    theme = dressed(qapp, is_dark=is_dark)
    mark = a_mark("quotation:1", "flood three farms", stance="opposes", theme=theme)
    reader = a_reader(qtbot, theme, marks=[mark])
    colours = colours_in(reader, "flood three farms")
    assert mark.colour.name() in colours
    tint = blended(mark.colour, theme.surface, MARK_TINT)
    assert any(is_close(QColor(name), tint) for name in colours)
    assert mark.colour.name() not in colours_in(reader, "Few expect a vote")


def is_close(one: QColor, other: QColor) -> bool:
    pairs = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)
    return all(abs(a - b) <= 2 for a, b in pairs)


def test_a_suggestion_is_dotted_and_has_no_tint(qtbot, theme):
    words = "for us"
    mark = a_mark("suggestion:1", words, kind=ReaderMarkKind.SUGGESTION, stance="opposes")
    reader = a_reader(qtbot, theme, marks=[mark])
    tint = blended(mark.colour, theme.surface, MARK_TINT)
    rect = reader.text.viewport_rect(place(words)).adjusted(0, 0, 0, 4)
    image = reader.text.viewport().grab(rect).toImage()
    assert not is_close(image.pixelColor(image.width() // 2, 2), tint)
    line = max(
        range(image.height()),
        key=lambda y: sum(is_close(image.pixelColor(x, y), mark.colour) for x in range(4, 30)),
    )
    inked = [
        not is_close(image.pixelColor(x, line), theme.surface) for x in range(4, image.width() - 4)
    ]
    changes = sum(a != b for a, b in pairwise(inked))
    assert changes > len(inked) / 5


def test_boilerplate_is_faint(qtbot, theme):
    reader = a_reader(qtbot, theme)
    words = "SEE ALSO: How the first dam was built"
    assert theme.text.name() in colours_in(reader, words)
    reader.set_dimmed([place(words)])
    colours = colours_in(reader, words)
    assert theme.text.name() not in colours
    assert theme.dimmed.name() in colours


@pytest.mark.parametrize("size", [(1200, 800), (800, 700), (560, 600), (520, 600), (420, 600)])
def test_labels_stay_in_their_margin_and_apart_at_every_width(qtbot, theme, size):
    reader = a_reader(qtbot, theme, marks=some_marks(), size=size)
    width = reader.text.viewport().width()
    columns = reader.text._page.columns
    extents = []
    for margin in reader.text.marking.margins(0, 5_000):
        for label in margin.labels:
            extent = margin.extent(label)
            extents.append(extent)
            assert extent.left() >= 0
            assert extent.right() <= width
            assert extent.right() <= columns.text_left or extent.left() >= columns.text_right
    assert len(extents) >= 6
    for i, one in enumerate(extents):
        assert not any(one.intersects(other) for other in extents[i + 1 :])


def test_a_larger_text_keeps_the_marks_on_their_words(reader):
    reader.set_text_size(22)
    assert reader.text_size == 22
    reader.text.verticalScrollBar().setValue(0)
    point = middle_of(reader, "flood three farms")
    assert reader.text.mark_at(point).key == "quotation:1"
    reader.set_text_size(500)
    assert reader.text_size == 34


def test_ctrl_and_the_wheel_change_the_size_of_the_text(qtbot, reader):
    viewport = reader.text.viewport()
    at = QPointF(viewport.rect().center())
    event = QWheelEvent(
        at,
        viewport.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 (Qt takes no keyword here)
    )
    with qtbot.waitSignal(reader.text_size_changed) as signal:
        QApplication.sendEvent(viewport, event)
    assert signal.args == [18]


def test_a_new_width_keeps_the_words_at_the_top(qtbot, theme):
    body = "\n".join(f"Paragraph {n} of a long report on the canal. " * 5 for n in range(80))
    reader = a_reader(qtbot, theme, body)
    reader.text.verticalScrollBar().setValue(3000)
    before = reader.place_in_sight()
    reader.resize(560, 700)
    assert abs(reader.place_in_sight() - before) < 120


def test_another_theme_repaints_the_reader(qapp, reader):
    dark = dressed(qapp, is_dark=True)
    reader.set_theme(dark)
    reader.set_marks(some_marks(dark))
    assert dark.surface.name() in colours_in(reader, "Few expect")
    assert dark.text.name() in colours_in(reader, "Few expect")


# Selecting


def test_words_dragged_over_with_the_mouse_are_told_as_a_span(qtbot, reader):
    with qtbot.waitSignal(reader.selection_finished) as signal:
        drag_over(qtbot, reader, "could not agree")
    assert signal.args == [place("could not agree")]
    assert reader.selected_span() == place("could not agree")


def test_words_after_an_emoji_are_told_with_the_right_offsets(qtbot, reader):
    with qtbot.waitSignal(reader.selection_finished) as signal:
        drag_over(qtbot, reader, "within minutes")
    assert signal.args[0].words(BODY) == "within minutes"


def test_white_space_around_a_selection_is_left_out(reader):
    reader.select_span(place(" could not agree "))
    assert reader.selected_span() == place("could not agree")


def test_selected_white_space_is_no_selection(qtbot, reader):
    reader.select_span(place("\n\n"))
    assert reader.selected_span() is None
    with qtbot.assertNotEmitted(reader.selection_finished):
        qtbot.keyClick(reader.text, ENTER)


def test_words_are_selected_with_the_keyboard_and_enter_tells_them(qtbot, reader):
    start = place("council could").start
    cursor = reader.text.textCursor()
    cursor.setPosition(start)
    reader.text.setTextCursor(cursor)
    for _ in "council":
        qtbot.keyClick(reader.text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(reader.selection_finished) as signal:
        qtbot.keyClick(reader.text, ENTER)
    assert signal.args[0].words(BODY) == "council"


def test_the_caret_is_seen_when_the_text_has_the_focus(qtbot, reader):
    reader.set_marks([])
    cursor = reader.text.textCursor()
    cursor.setPosition(place("Few expect").start)
    reader.text.setTextCursor(cursor)
    qtbot.waitUntil(reader.text.hasFocus)
    rect = reader.text.cursorRect().adjusted(-2, 0, 2, 0)
    with_focus = reader.text.viewport().grab(rect).toImage()
    reader.text.clearFocus()
    assert reader.text.viewport().grab(rect).toImage() != with_focus


def test_copied_words_are_those_of_the_article(qtbot, theme):
    body = "A figure of 12\u00a0000 tonnes,\u2028they said."
    reader = a_reader(qtbot, theme, body)
    reader.select_span(Span(0, len(body)))
    qtbot.keyClick(reader.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == body
    assert not QGuiApplication.clipboard().mimeData().hasHtml()


def test_typing_and_pasting_change_nothing(qtbot, reader):
    QGuiApplication.clipboard().setText("foreign")
    qtbot.keyClicks(reader.text, "abc")
    qtbot.keyClick(reader.text, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(reader.text, Qt.Key.Key_Delete)
    assert reader.text.toPlainText() == BODY


def test_escape_lets_go_of_the_selection(qtbot, reader):
    reader.select_span(place("council"))
    qtbot.keyClick(reader.text, Qt.Key.Key_Escape)
    assert reader.selected_span() is None


# Marks under the pointer and the keys


def test_a_click_on_a_mark_tells_and_focuses_it(qtbot, reader):
    with qtbot.waitSignal(reader.mark_clicked) as signal:
        qtbot.mouseClick(reader.text.viewport(), LEFT, pos=middle_of(reader, "flood three"))
    assert signal.args == ["quotation:1"]
    assert reader.focused_mark().key == "quotation:1"


def test_a_click_beside_all_marks_lets_go_of_them(qtbot, reader):
    reader.set_focused_mark("quotation:1")
    with qtbot.waitSignal(reader.background_clicked):
        qtbot.mouseClick(reader.text.viewport(), LEFT, pos=middle_of(reader, "For the first"))
    assert reader.focused_mark() is None


def test_a_click_on_overlapping_marks_means_the_shorter(qtbot, reader):
    with qtbot.waitSignal(reader.mark_clicked) as signal:
        qtbot.mouseClick(reader.text.viewport(), LEFT, pos=middle_of(reader, "nobody had paid"))
    assert signal.args == ["quotation:3"]


def test_a_click_on_a_label_means_its_mark(qtbot, reader):
    margin = reader.text.marking.margins(0, 5_000)[0]
    label = next(label for label in margin.labels if label.wanted.key == "quotation:2")
    at = margin.extent(label).center().toPoint()
    with qtbot.waitSignal(reader.mark_clicked) as signal:
        qtbot.mouseClick(reader.text.viewport(), LEFT, pos=at)
    assert signal.args == ["quotation:2"]


def test_a_double_click_opens_a_mark(qtbot, reader):
    with qtbot.waitSignal(reader.mark_activated) as signal:
        qtbot.mouseDClick(reader.text.viewport(), LEFT, pos=middle_of(reader, "flood three"))
    assert signal.args == ["quotation:1"]


def test_a_double_click_on_plain_words_selects_one(qtbot, reader):
    at = middle_of(reader, "disagreed")
    qtbot.mouseClick(reader.text.viewport(), LEFT, pos=at)
    with qtbot.waitSignal(reader.selection_finished) as signal:
        qtbot.mouseDClick(reader.text.viewport(), LEFT, pos=at)
        qtbot.mouseRelease(reader.text.viewport(), LEFT, pos=at)
    assert signal.args[0].words(BODY) == "disagreed"


def test_tab_and_shift_tab_ask_to_walk(qtbot, reader):
    with qtbot.waitSignal(reader.walk_requested) as signal:
        qtbot.keyClick(reader.text, Qt.Key.Key_Tab)
    assert signal.args == [1]
    with qtbot.waitSignal(reader.walk_requested) as signal:
        qtbot.keyClick(reader.text, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert signal.args == [-1]


def test_tab_leaves_a_text_without_marks(qtbot, theme):
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    reader = a_reader(qtbot, theme)
    button = QPushButton("Next")
    layout.addWidget(reader)
    layout.addWidget(button)
    window.show()
    window.activateWindow()
    reader.text.setFocus()
    qtbot.keyClick(reader.text, Qt.Key.Key_Tab)
    qtbot.waitUntil(button.hasFocus)
    reader.text.setFocus()
    reader.set_marks(some_marks())
    reader.leave(1)
    assert button.hasFocus()


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (ENTER, "Enter"),
        (Qt.Key.Key_Enter, "Enter"),
        (Qt.Key.Key_Backspace, "Backspace"),
        (Qt.Key.Key_Delete, "Delete"),
        (Qt.Key.Key_E, "E"),
        (Qt.Key.Key_1, "1"),
        (Qt.Key.Key_6, "6"),
    ],
)
def test_keys_on_a_focused_suggestion_are_passed_on(qtbot, reader, key, name):
    reader.set_focused_mark("suggestion:1")
    with qtbot.waitSignal(reader.key_for_mark) as signal:
        qtbot.keyClick(reader.text, key)
    assert signal.args == [name]


def test_enter_on_a_focused_quotation_opens_it(qtbot, reader):
    reader.set_focused_mark("quotation:2")
    with (
        qtbot.assertNotEmitted(reader.key_for_mark),
        qtbot.waitSignal(reader.mark_activated) as signal,
    ):
        qtbot.keyClick(reader.text, ENTER)
    assert signal.args == ["quotation:2"]


def test_keys_are_not_passed_on_without_a_focused_mark_or_over_a_selection(qtbot, reader):
    with qtbot.assertNotEmitted(reader.key_for_mark):
        qtbot.keyClick(reader.text, Qt.Key.Key_3)
        reader.set_focused_mark("suggestion:1")
        reader.select_span(place("council"))
        qtbot.keyClick(reader.text, Qt.Key.Key_3)


def test_a_menus_shortcut_does_not_take_a_key_from_a_focused_mark(qtbot, theme):
    window = QMainWindow()
    qtbot.addWidget(window)
    reader = a_reader(qtbot, theme, marks=some_marks())
    window.setCentralWidget(reader)
    taken = []
    action = window.menuBar().addMenu("Edit").addAction("Remove", lambda: taken.append(1))
    action.setShortcut("Delete")
    window.show()
    window.activateWindow()
    reader.text.setFocus()
    qtbot.waitUntil(reader.text.hasFocus)
    reader.set_focused_mark("quotation:1")
    with qtbot.waitSignal(reader.key_for_mark):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Delete)
    assert not taken


def test_the_focused_mark_is_outlined_and_said(reader, theme):
    # The caret starts at the beginning, away from these words.
    assert theme.accent.name() not in colours_in(reader, "every dry summer makes the choice")
    reader.set_focused_mark("suggestion:1")
    words = "„ every dry summer makes the choice for us “"
    rect = reader.text.viewport_rect(place(words)).adjusted(-6, -4, 6, 6)
    image = reader.text.viewport().grab(rect).toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }
    assert theme.accent.name() in colours
    assert "About suggestion:1" in reader.text.accessibleDescription()


def test_a_mark_that_is_gone_is_no_longer_focused(reader):
    reader.set_focused_mark("suggestion:1")
    reader.set_marks(some_marks()[:2])
    assert reader.focused_mark() is None


def test_pointing_at_a_mark_lets_those_across_it_step_back(qtbot, reader, theme):
    words = "“nobody had paid"
    event = theme.text.name()
    assert event in line_colours(reader, words)
    viewport = reader.text.viewport()
    qtbot.mouseMove(viewport, middle_of(reader, "nobody had paid"))
    qtbot.waitUntil(lambda: reader.text.pointer.hovered == "quotation:3")
    assert event not in line_colours(reader, words)
    qtbot.mouseMove(viewport, middle_of(reader, "For the first"))
    qtbot.waitUntil(lambda: reader.text.pointer.hovered == "")


def line_colours(reader, words: str) -> set[str]:
    """The colours just below these words."""
    rect = reader.text.viewport_rect(place(words))
    rect.setTop(rect.bottom() - 1)
    image = reader.text.viewport().grab(rect.adjusted(4, 0, -4, 3)).toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def test_a_doubtful_mark_says_that_it_must_be_checked(qtbot, theme):
    mark = dataclasses.replace(
        a_mark("quotation:1", "flood three farms", label="Olsen", sublabel="opposes"),
        is_doubtful=True,
    )
    unnamed = dataclasses.replace(mark, key="suggestion:2", spans=(place("Few expect"),), label="")
    reader = a_reader(qtbot, theme, marks=[mark, unnamed])
    labels = reader.text.marking.margins(0, 5_000)[0].labels
    assert [(label.wanted.name, label.wanted.below) for label in labels] == [
        (("Olsen",), "check this"),
        (("?",), "check this"),
    ]
    reader.set_focused_mark("quotation:1")
    assert "check whether" in reader.text.accessibleDescription()
    warning = theme.warning
    assert any(is_close(QColor(name), warning) for name in line_colours(reader, "three farms"))
    assert reader.strip.marks[0].ink == warning


def test_pointing_at_one_part_of_an_utterance_joins_all_its_parts(qtbot, reader):
    before = colours_in(reader, "“and nobody will”")
    viewport = reader.text.viewport()
    qtbot.mouseMove(viewport, middle_of(reader, "nobody had paid"))
    qtbot.waitUntil(lambda: reader.text.pointer.hovered == "quotation:3")
    assert colours_in(reader, "“and nobody will”") != before
    qtbot.mouseMove(viewport, middle_of(reader, "For the first"))
    qtbot.waitUntil(lambda: reader.text.pointer.hovered == "")


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_tooltip_shows_markup_in_names_as_text(qtbot, theme):
    mark = ReaderMark(
        "quotation:9",
        ReaderMarkKind.QUOTATION,
        (place("flood three farms"),),
        tooltip="<img src='x'> Olsen",
    )
    reader = a_reader(qtbot, theme, marks=[mark])
    viewport = reader.text.viewport()
    at = middle_of(reader, "flood three")
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, at, viewport.mapToGlobal(at)))
    assert QToolTip.text() == "<p>&lt;img src=&#x27;x&#x27;&gt; Olsen</p>"
    QToolTip.hideText()


# Places


def long_reader(qtbot, theme):
    body = "\n\n".join(f"Paragraph {n} 😀 says “word {n}” about the canal." for n in range(200))
    marks = [a_mark(f"quotation:{n}", f"“word {n}”", body=body) for n in range(200)]
    return a_reader(qtbot, theme, body, marks=marks), body


def test_a_shown_span_is_comfortably_in_sight(qtbot, theme):
    reader, body = long_reader(qtbot, theme)
    span = place("“word 150”", body)
    reader.show_span(span)
    rect = reader.span_rect(span)
    assert reader.height() * 0.1 < rect.top() < reader.height() * 0.62
    assert reader.rect().contains(rect)
    assert reader.global_span_rect(span).topLeft() == reader.mapToGlobal(rect.topLeft())


def test_a_span_in_sight_is_not_moved(qtbot, theme):
    reader, body = long_reader(qtbot, theme)
    reader.show_span(place("“word 150”", body))
    scrolled = reader.text.verticalScrollBar().value()
    reader.show_span(place("“word 151”", body))
    assert reader.text.verticalScrollBar().value() == scrolled


def test_a_shown_span_flashes_and_not_when_motion_is_unwanted(qtbot, qapp, theme):
    reader, body = long_reader(qtbot, theme)
    set_reduced_motion(qapp, reduced=True)
    reader.show_span(place("“word 20”", body))
    assert reader.text.lit.flashed is None
    set_reduced_motion(qapp, reduced=False)
    reader.show_span(place("“word 90”", body))
    assert reader.text.lit.flashed is not None
    qtbot.waitUntil(lambda: reader.text.lit.flashed is None)
    set_reduced_motion(qapp, None)


def test_the_strip_shows_all_marks_and_a_click_jumps_to_one(qtbot, theme):
    reader, body = long_reader(qtbot, theme)
    strip = reader.strip
    marks = strip.marks
    assert len(marks) == 200
    tops = [strip.rect_of(mark).top() for mark in marks]
    assert tops == sorted(tops)
    assert tops[-1] > strip.height() * 0.8
    at = strip.rect_of(marks[120]).center()
    with qtbot.waitSignal(reader.mark_clicked) as signal:
        qtbot.mouseClick(strip, LEFT, pos=at)
    number = int(signal.args[0].split(":")[1])
    assert abs(number - 120) <= 2
    assert reader.rect().contains(reader.span_rect(place(f"“word {number}”", body)))


def test_marks_of_a_long_article_are_on_their_words_far_down(qtbot, theme):
    reader, body = long_reader(qtbot, theme)
    reader.show_span(place("“word 180”", body))
    at = middle_of(reader, "word 180", body)
    assert reader.text.mark_at(at).key == "quotation:180"


def test_what_was_seen_is_told_once_in_a_while(qtbot, theme):
    reader, body = long_reader(qtbot, theme)
    reader._seen.setInterval(30)
    with qtbot.waitSignal(reader.place_seen) as signal:
        reader.show_place(body.index("Paragraph 100"))
    place_then, furthest = signal.args
    assert place_then == body.index("Paragraph 100") == reader.place_in_sight()
    assert furthest == reader.furthest_in_sight() > place_then + 100
    with qtbot.waitSignal(reader.place_seen) as signal:
        reader.show_place(0)
    assert signal.args == [0, furthest]
    reader.set_article(dataclasses.replace(an_article("Short.", "Other"), id=2), "")
    with qtbot.waitSignal(reader.place_seen) as signal:
        pass
    assert signal.args == [0, len("Short.")]


def test_what_is_seen_stays_when_the_text_above_is_set(qtbot, theme):
    body = "\n\n".join("A paragraph of uneven length. " * (n % 13 + 1) for n in range(400))
    reader = a_reader(qtbot, theme, body)
    bar = reader.text.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    at = reader.place_in_sight()
    reader.text._layout.settle()
    assert reader.place_in_sight() == at
    bar.setValue(bar.maximum())
    assert reader.furthest_in_sight() == len(body)


def test_the_same_words_are_in_sight_in_another_typeface_and_measure(qtbot, theme):
    reader, body = long_reader(qtbot, theme)
    reader.show_place(body.index("Paragraph 60"))
    reader.set_typeface("sans")
    reader.set_measure(50)
    assert abs(reader.place_in_sight() - body.index("Paragraph 60")) < 60
    narrow = reader.text._page.columns.text_width
    reader.set_measure(1_000)
    assert reader.text._page.columns.text_width > narrow
    at = middle_of(reader, "word 61", body)
    assert reader.text.mark_at(at).key == "quotation:61"
    with pytest.raises(KeyError):
        reader.set_typeface("comic")


ARABIC = """المجلس ينقسم حول السد الثاني

قال متحدث باسم الوزارة إن “القرار سيصدر يوم الأحد” ولم يضف شيئا.

NATO قالت إن الاجتماع تأجل إلى 12 مارس 2029 بسبب الخلاف.

English words alone.
"""


def test_an_arabic_article_is_set_from_the_right_with_names_where_reading_begins(qtbot, theme):
    marks = [
        a_mark("quotation:1", "“القرار سيصدر يوم الأحد”", label="متحدث", body=ARABIC),
        a_mark("event:1", "12 مارس 2029", kind=ReaderMarkKind.EVENT, label="2029", body=ARABIC),
    ]
    reader = a_reader(qtbot, theme, ARABIC, "المجلس", marks, size=(1000, 700))
    columns = reader.text._page.columns
    names, dates = reader.text.marking.margins(0, 5_000)
    assert names.extent(names.labels[0]).left() >= columns.text_right
    assert dates.extent(dates.labels[0]).right() <= columns.text_left
    # A paragraph that begins with a foreign name is set like those around it.
    assert reader.text.viewport_rect(place("NATO", ARABIC)).right() > columns.text_right - 5
    assert reader.text.viewport_rect(place("قال", ARABIC)).right() > columns.text_right - 5
    assert reader.text.mark_at(middle_of(reader, "القرار", ARABIC)).key == "quotation:1"


@pytest.mark.parametrize("words", ["Engineer", "disagreed", "議會", "القرار"])
def test_those_who_read_the_screen_aloud_are_told_where_words_are(reader, words):
    reader.text.viewport().repaint()
    spoken = QAccessible.queryAccessibleInterface(reader.text).textInterface()
    assert spoken.characterCount() == reader.text.document().characterCount() - 1
    told = spoken.characterRect(reader.text.text_map.to_qt(place(words).start))
    first = Span(place(words).start, place(words).start + 1)
    rect = reader.text.viewport_rect(first)
    seen = QRect(reader.text.viewport().mapToGlobal(rect.topLeft()), rect.size())
    assert told.adjusted(-12, -4, 12, 4).contains(seen.center())


# Find


def test_ctrl_f_opens_find_and_escape_goes_back_with_the_words_selected(qtbot, reader):
    assert not reader.find_bar.isVisible()
    qtbot.keyClick(reader.text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    line = reader.find_bar._line
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, "CANAL")
    assert reader.find_bar._count.text() == "1 of 2"
    qtbot.keyClick(line, ENTER)
    assert reader.find_bar._count.text() == "2 of 2"
    qtbot.keyClick(line, ENTER)
    assert reader.find_bar._count.text() == "1 of 2"
    qtbot.keyClick(line, ENTER, Qt.KeyboardModifier.ShiftModifier)
    assert reader.find_bar._count.text() == "2 of 2"
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert not reader.find_bar.isVisible()
    assert reader.text.hasFocus()
    assert reader.selected_span().words(BODY) == "canal"
    assert reader.selected_span() != place("canal")


def test_find_shows_the_words_it_found_and_says_when_there_are_none(qtbot, reader, theme):
    reader.show_find()
    qtbot.keyClicks(reader.find_bar._line, "few expect")
    assert theme.found.name() in colours_in(reader, "Few expect")
    qtbot.keyClicks(reader.find_bar._line, "ation")
    assert reader.find_bar._count.text() == "not found"


def test_find_begins_with_the_selected_words(reader):
    reader.select_span(place("farms alive"))
    reader.show_find()
    assert reader.find_bar.words == "farms alive"


def test_f3_goes_on_from_the_line_and_after_it_was_closed(qtbot, reader):
    reader.show_find()
    line = reader.find_bar._line
    qtbot.keyClicks(line, "canal")
    qtbot.keyClick(line, Qt.Key.Key_F3)
    assert reader.find_bar._count.text() == "2 of 2"
    qtbot.keyClick(line, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert reader.find_bar._count.text() == "1 of 2"
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    first = reader.selected_span()
    qtbot.keyClick(reader.text, Qt.Key.Key_F3)
    assert reader.selected_span().words(BODY) == "canal"
    assert reader.selected_span().start > first.start
    qtbot.keyClick(reader.text, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert reader.selected_span() == first


def test_find_text_goes_on_and_back_and_round(reader):
    assert reader.find_text("council")
    first = reader.selected_span()
    assert first == place("council")
    assert reader.find_text("council")
    second = reader.selected_span()
    assert second.start > first.start
    assert reader.find_text("council", forward=False)
    assert reader.selected_span() == first
    assert reader.find_text("council", forward=False)
    assert reader.selected_span().start > second.start
    assert not reader.find_text("elephant")


def test_find_treats_signs_as_signs_and_spaces_as_any_space(qtbot, theme):
    body = "What (exactly)\nwas said? What (exactly)?"
    reader = a_reader(qtbot, theme, body)
    assert reader.find_text("(exactly) was")
    assert reader.selected_span().words(body) == "(exactly)\nwas"
    assert not reader.find_text(".*")


def test_find_in_another_article_starts_anew(qtbot, theme):
    reader = a_reader(qtbot, theme, "one two one")
    reader.show_find()
    reader.find_bar.set_words("one")
    assert reader.find_bar._count.text() == "1 of 2"
    reader.set_article(an_article("one only", "Other"), "")
    assert reader.find_bar._count.text() == "1 of 1"
