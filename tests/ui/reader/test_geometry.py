"""Painted marks cover exactly the words they stand for, in every script."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QTextCursor

from stanceline.domain.spans import Span
from stanceline.ui.reader.reader import Reader
from ui.reader_builders import BODY, META, a_reader, an_article, dressed, place

MIXED = (
    "The ministry wrote “قررنا today الأحد 12 مساء” and left. 😀 Nobody 🇺🇦 answered e\u0301coute."
)
WORDS = [
    (BODY, "“We will not flood three farms to fill one canal,”"),
    (BODY, "“The canal is what keeps the farms alive”"),
    (BODY, "👩‍👩‍👧‍👦"),
    (BODY, "disagreed within minutes"),
    (BODY, "“القرار سيصدر يوم الأحد”"),
    (BODY, "إن “القرار سيصدر"),
    (BODY, "“我們要先看到計畫。”"),
    (BODY, "議會"),
    (BODY, "Few expect"),
    (MIXED, "قررنا today"),
    (MIXED, "الأحد 12 مساء"),
    (MIXED, "wrote “قررنا today الأحد 12 مساء” and"),
    (MIXED, "Nobody"),
    (MIXED, "answered"),
    (MIXED, "e\u0301coute"),
]


@pytest.fixture
def theme(qapp):
    return dressed(qapp)


@pytest.mark.parametrize(("body", "words"), WORDS)
def test_a_selected_span_holds_exactly_these_words(qtbot, theme, body, words):
    reader = a_reader(qtbot, theme, body)
    reader.select_span(place(words, body))
    assert reader.text.textCursor().selectedText() == words
    assert reader.selected_span() == place(words, body)
    assert reader.text.createMimeDataFromSelection().text() == words


@pytest.mark.parametrize(("body", "words"), WORDS)
def test_rectangles_of_words_are_where_qt_paints_their_selection(qtbot, theme, body, words):
    reader = a_reader(qtbot, theme, body, size=(800, 1400))
    reader.text.verticalScrollBar().setValue(0)
    reader.select_span(place(words, body))
    image = reader.text.viewport().grab().toImage()
    rects = reader.text._geometry.rects(*reader.text.text_map.span_to_qt(place(words, body)))
    assert rects
    for rect in rects:
        same_line = [other for other in rects if abs(other.top() - rect.top()) < 2]
        y = int(rect.top()) + 2
        expected = {
            x for other in same_line for x in range(int(other.left()), int(other.right()) + 1)
        }
        painted = selected_pixels(image, y, theme)
        assert len(expected ^ painted) <= 3 * len(same_line) + len(expected) // 25


def selected_pixels(image: QImage, y: int, theme) -> set[int]:
    """The pixels of a row that are the ground of the selection, letters among them too."""
    ground = theme.surface
    columns = [x for x in range(image.width()) if image.pixelColor(x, y) == theme.selection]
    assert columns, "nothing is selected in this row"
    gaps = pairwise(columns)
    filled = {
        x
        for left, right in gaps
        if all(image.pixelColor(x, y) != ground for x in range(left, right))
        for x in range(left, right)
    }
    return filled | set(columns)


_TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs",)),
        st.sampled_from(["😀", "\n", "\u2028", "\u2029", "\r", "\t", "\ufdd0", "\ufffc", "\u200d"]),
    ),
    max_size=80,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=_TEXTS, ends=st.tuples(st.integers(0, 80), st.integers(0, 80)))
def test_any_text_keeps_its_positions_when_it_is_shown(qapp, body, ends):
    reader = Reader(dressed_once(qapp))
    reader.set_article(an_article(body, "A title"), META)
    units = len(body.encode("utf-16-le")) // 2
    assert reader.text.document().characterCount() - 1 == units
    start, end = sorted(min(end, len(body)) for end in ends)
    if start < end:
        reader.select_span(Span(start, end))
        cursor = reader.text.textCursor()
        assert cursor.selectionStart() == len(body[:start].encode("utf-16-le")) // 2
        assert cursor.selectionEnd() == len(body[:end].encode("utf-16-le")) // 2
    reader.deleteLater()


_DRESSED = []


def dressed_once(app):
    if not _DRESSED:
        _DRESSED.append(dressed(app))
    return _DRESSED[0]


def test_line_breaks_of_windows_and_nul_do_not_shift_what_follows(qtbot, theme):
    body = "One\r\ntwo\0three\r\nfour"
    reader = a_reader(qtbot, theme, body)
    reader.select_span(place("four", body))
    assert reader.text.textCursor().selectedText() == "four"
    assert reader.text.createMimeDataFromSelection().text() == "four"


def test_the_caret_stands_where_the_rectangle_begins(qtbot, theme):
    reader = a_reader(qtbot, theme)
    start, end = reader.text.text_map.span_to_qt(place("disagreed"))
    cursor = QTextCursor(reader.text.document())
    cursor.setPosition(start)
    rect = reader.text._geometry.rects(start, end)[0]
    caret = reader.text.cursorRect(cursor).translated(0, reader.text.verticalScrollBar().value())
    assert abs(rect.left() - caret.left()) <= 1.5
    assert rect.top() <= caret.center().y() <= rect.bottom()
