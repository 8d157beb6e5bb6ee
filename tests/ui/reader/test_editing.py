"""Writing in the article: the marks stay on their words, whatever is done to the text."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from stanceline.domain.spans import Span
from stanceline.ui.reader.marks import ReaderMark, ReaderMarkKind
from stanceline.ui.reader.page import displayed
from stanceline.ui.reader.reader import Reader
from ui.reader_builders import BODY, META, a_reader, an_article, dressed, place, some_marks

CONTROL = Qt.KeyboardModifier.ControlModifier
NOBODY = "“nobody had paid the drivers”"


@pytest.fixture
def theme(qapp):
    return dressed(qapp)


@pytest.fixture
def reader(qtbot, theme):
    reader = a_reader(qtbot, theme, marks=some_marks())
    reader.begin_editing()
    return reader


def caret_at(reader, qt_pos: int, until: int | None = None) -> None:
    cursor = QTextCursor(reader.text.document())
    cursor.setPosition(qt_pos)
    if until is not None:
        cursor.setPosition(until, QTextCursor.MoveMode.KeepAnchor)
    reader.text.setTextCursor(cursor)


def caret_before(reader, words: str) -> None:
    caret_at(reader, reader.text.text_map.to_qt(reader.edited_body().index(words)))


def words_of(reader, key: str) -> list[str]:
    return [span.words(reader.edited_body()) for span in reader.live_spans(key)]


def test_typed_words_are_in_the_edited_body_and_marks_stay_on_theirs(qtbot, reader):
    caret_before(reader, "Engineer")
    with qtbot.waitSignal(reader.typed):
        qtbot.keyClicks(reader.text, "The ")
    assert reader.edited_body() == BODY.replace("Engineer", "The Engineer")
    assert words_of(reader, "quotation:2") == ["“The canal is what keeps the farms alive”"]
    assert words_of(reader, "quotation:3") == [NOBODY, "“and nobody will”"]
    at = reader.text.viewport_rect(reader.live_spans("quotation:2")[0])
    reader.text.scroll_to(reader.live_spans("quotation:2")[0])
    at = reader.text.viewport_rect(reader.live_spans("quotation:2")[0])
    assert reader.text.mark_at(at.center()) is not None


def test_letters_that_are_keys_elsewhere_are_typed(qtbot, reader):
    caret_before(reader, "Few expect")
    qtbot.keyClicks(reader.text, "qev1")
    assert "qev1Few expect" in reader.edited_body()


def test_words_within_a_mark_belong_to_it(qtbot, reader):
    caret_before(reader, "keeps the farms")
    qtbot.keyClicks(reader.text, "really ")
    assert words_of(reader, "quotation:2") == ["“The canal is what really keeps the farms alive”"]


def test_undo_is_the_texts_own_and_brings_back_words_and_mark(qtbot, reader):
    start = place(NOBODY)
    units = reader.text.text_map.span_to_qt(start)
    caret_at(reader, units[0] - 4, units[1] + 2)
    qtbot.keyClick(reader.text, Qt.Key.Key_Delete)
    assert words_of(reader, "quotation:3") == ["“and nobody will”"]
    qtbot.keyClick(reader.text, Qt.Key.Key_Z, CONTROL)
    assert reader.edited_body() == BODY
    assert words_of(reader, "quotation:3") == [NOBODY, "“and nobody will”"]


def test_a_new_paragraph_is_set_like_the_others(qtbot, reader):
    caret_before(reader, "“The canal is")
    before = reader.text.viewport_rect(place("Engineer")).height()
    qtbot.keyClick(reader.text, Qt.Key.Key_Return)
    assert reader.edited_body() == BODY.replace("“The canal is", "\n“The canal is")
    assert words_of(reader, "quotation:2") == ["“The canal is what keeps the farms alive”"]
    after = reader.text.viewport_rect(reader.live_spans("quotation:2")[0])
    assert after.height() <= before * 2
    # A heading that is broken in two leaves running text behind.
    caret_before(reader, "splits over")
    qtbot.keyClick(reader.text, Qt.Key.Key_Return)
    heading = reader.text.viewport_rect(Span(0, 3)).height()
    second = reader.edited_body().index("splits over")
    assert reader.text.viewport_rect(Span(second, second + 3)).height() < heading


def test_what_is_pasted_are_words_alone(qtbot, reader):
    data = QMimeData()
    data.setHtml("<h1>Big</h1>")
    data.setText("one\r\ntwo\rthree\0")
    QGuiApplication.clipboard().setMimeData(data)
    caret_before(reader, "Few expect")
    qtbot.keyClick(reader.text, Qt.Key.Key_V, CONTROL)
    assert "one\ntwo\nthreeFew expect" in reader.edited_body()


def test_an_input_method_composes_within_the_text(reader):
    caret_before(reader, "議會")
    compose = QInputMethodEvent("ni", [])
    QApplication.sendEvent(reader.text, compose)
    assert reader.edited_body() == BODY
    reader.text.viewport().repaint()
    commit = QInputMethodEvent()
    commit.setCommitString("你好")
    QApplication.sendEvent(reader.text, commit)
    assert reader.edited_body() == BODY.replace("議會", "你好議會")
    assert words_of(reader, "quotation:6") == ["“我們要先看到計畫。”"]
    assert words_of(reader, "quotation:5") == ["“القرار سيصدر يوم الأحد”"]


@pytest.mark.parametrize(
    ("key", "modifiers", "keeps"),
    [
        (Qt.Key.Key_Return, CONTROL, True),
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier, True),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, False),
    ],
)
def test_keys_ask_to_leave_and_leave_nothing_by_themselves(qtbot, reader, key, modifiers, keeps):
    qtbot.keyClicks(reader.text, "x")
    with qtbot.waitSignal(reader.editing_left) as signal:
        qtbot.keyClick(reader.text, key, modifiers)
    assert signal.args == [keeps]
    assert reader.is_editing
    assert reader.edited_body() == "x" + BODY


def test_the_bar_says_that_one_edits_and_its_buttons_leave(qtbot, reader):
    assert reader.edit_bar.isVisible()
    with qtbot.waitSignal(reader.editing_left) as signal:
        qtbot.mouseClick(reader.edit_bar._keep, Qt.MouseButton.LeftButton)
    assert signal.args == [True]
    with qtbot.waitSignal(reader.editing_left) as signal:
        qtbot.mouseClick(reader.edit_bar._discard, Qt.MouseButton.LeftButton)
    assert signal.args == [False]
    reader.end_editing()
    assert not reader.edit_bar.isVisible()


def test_ending_shows_the_articles_own_text_with_its_marks(qtbot, reader):
    caret_before(reader, "Engineer")
    qtbot.keyClicks(reader.text, "The ")
    reader.end_editing()
    assert not reader.is_editing
    assert reader.text.toPlainText() == BODY
    assert words_of(reader, "quotation:3") == [NOBODY, "“and nobody will”"]
    qtbot.keyClicks(reader.text, "x")
    assert reader.edited_body() == BODY


@pytest.mark.parametrize("ends_first", [False, True])
def test_a_kept_text_is_shown_without_losing_the_place(qtbot, theme, ends_first):
    body = "\n\n".join(f"Paragraph {n} 😀 speaks about the canal. " * 4 for n in range(120))
    reader = a_reader(qtbot, theme, body)
    reader.text._layout.settle()
    reader.text.verticalScrollBar().setValue(2_000)
    reader.begin_editing()
    caret_at(reader, reader.text.text_map.to_qt(reader.place_in_sight() + 200))
    qtbot.keyClicks(reader.text, "More words. ")
    scrolled = reader.text.verticalScrollBar().value()
    kept = reader.edited_body()
    if ends_first:
        reader.end_editing()
    reader.set_article(an_article(kept), META)
    reader.end_editing()
    assert reader.text.toPlainText() == kept
    assert reader.edited_body() == kept
    assert abs(reader.text.verticalScrollBar().value() - scrolled) <= 30
    reader.select_span(place("More words", kept))
    assert reader.text.textCursor().selectedText() == "More words"


def test_marks_that_come_while_one_edits_are_put_where_their_words_are_now(reader):
    caret_before(reader, "Engineer")
    reader.text.textCursor().insertText("The 😀")
    fresh = ReaderMark("quotation:9", ReaderMarkKind.QUOTATION, (place("Few expect a vote"),))
    reader.set_marks([*some_marks(), fresh])
    assert words_of(reader, "quotation:9") == ["Few expect a vote"]
    assert words_of(reader, "quotation:2") == ["“The canal is what keeps the farms alive”"]


def test_what_somebody_else_changed_waits_until_editing_ends(qtbot, reader):
    qtbot.keyClicks(reader.text, "mine ")
    other = BODY.replace("Engineer", "Architect")
    reader.set_article(an_article(other), META)
    reader.set_marks([])
    assert reader.edited_body() == "mine " + BODY
    reader.end_editing()
    assert reader.edited_body() == other
    assert reader.text.toPlainText() == other


def test_places_of_the_stored_text_do_no_harm_to_a_shorter_one(qtbot, reader):
    reader.set_dimmed([place("SEE ALSO: How the first dam was built")])
    reader.text.selectAll()
    qtbot.keyClick(reader.text, Qt.Key.Key_X)
    beyond = Span(len(BODY) - 20, len(BODY))
    reader.set_dimmed([beyond])
    reader.show_span(beyond)
    reader.select_span(beyond)
    reader.show_place(len(BODY))
    reader.set_marks(some_marks()[:3])
    reader.set_focused_mark("quotation:1")
    assert reader.selected_span() is None
    assert reader.edited_body() == "x"
    reader.text.viewport().repaint()


def test_the_line_below_the_title_stays_when_only_the_text_is_told(reader):
    reader.set_article(an_article())
    assert reader.text.accessibleDescription() == META
    reader.set_article(dataclasses.replace(an_article(), id=2))
    assert reader.text.accessibleDescription() == ""


def test_another_article_ends_editing(qtbot, reader):
    qtbot.keyClicks(reader.text, "mine ")
    reader.set_article(dataclasses.replace(an_article("Another text", "Other"), id=2), "")
    assert not reader.is_editing
    assert not reader.edit_bar.isVisible()
    assert reader.edited_body() == "Another text"


def test_characters_that_are_shown_as_others_stay_what_they_are(qtbot, theme):
    body = "One\r\ntwo\0three\ufdd0four\u2028five \u00a0six"
    reader = a_reader(qtbot, theme, body, "T")
    reader.begin_editing()
    caret_before(reader, "three")
    qtbot.keyClicks(reader.text, "x")
    assert reader.edited_body() == body.replace("three", "xthree")


def test_found_words_follow_what_is_written(qtbot, reader):
    reader.show_find()
    reader.find_bar.set_words("canal")
    assert reader.find_bar._count.text().endswith("of 2")
    reader.text.setFocus()
    caret_before(reader, "Few expect")
    qtbot.keyClicks(reader.text, "canal ")
    assert len(reader._found) == 3


# Laws

_PIECES = st.one_of(
    st.sampled_from(
        ["word ", "said ", "“so”", " ", "\n", "😀", "👩‍👩‍👧‍👦", "🇺🇦", "e\u0301", "الأحد ", "議會"]
    ),
    st.characters(exclude_categories=("Cs", "Cc")),
)
_TEXTS = st.lists(_PIECES, min_size=4, max_size=30).map("".join)
_EDITS = st.lists(
    st.tuples(st.integers(0, 120), st.integers(0, 12), st.lists(_PIECES, max_size=3).map("".join)),
    min_size=1,
    max_size=8,
)
_DRESSED = []


def dressed_once(app):
    if not _DRESSED:
        _DRESSED.append(dressed(app))
    return _DRESSED[0]


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    body=_TEXTS, places=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 15))), edits=_EDITS
)
def test_marks_that_no_edit_touched_hold_the_same_words(qapp, body, places, edits):
    reader = Reader(dressed_once(qapp))
    reader.set_article(an_article(body, "A title"), META)
    spans = {
        f"quotation:{number}": Span(start, min(len(body), start + length))
        for number, (start, length) in enumerate(places)
        if start < len(body)
    }
    marks = [ReaderMark(key, ReaderMarkKind.QUOTATION, (span,)) for key, span in spans.items()]
    reader.set_marks(marks)
    reader.begin_editing()
    expected = displayed(body)
    for at, length, words in edits:
        start = min(at, len(expected))
        end = min(start + length, len(expected))
        # Between the halves of a pair nobody edits: these are whole characters.
        caret_at(reader, *map(reader.text.text_map.to_qt, (start, end)))
        reader.text.textCursor().insertText(words)
        followed = {}
        for key, span in spans.items():
            if span.end <= start:
                followed[key] = span
            elif span.start >= end:
                shift = len(words) - (end - start)
                followed[key] = Span(span.start + shift, span.end + shift)
        spans = followed
        expected = expected[:start] + words + expected[end:]
        assert reader.edited_body() == expected
        assert reader.text.toPlainText() == expected.replace("\u2028", "\n").replace("\u00a0", " ")
        for key, span in spans.items():
            assert [each.words(expected) for each in reader.live_spans(key)] == [
                span.words(expected)
            ]
        law_of_positions(reader)
    reader.end_editing()
    assert reader.edited_body() == body
    assert reader.text.toPlainText() == displayed(body).replace("\u2028", "\n").replace(
        "\u00a0", " "
    )
    law_of_positions(reader)
    reader.deleteLater()


def law_of_positions(reader) -> None:
    """Every place comes back from Qt, and every paragraph is known where it is."""
    text_map = reader.text.text_map
    body = reader.edited_body()
    assert text_map.length == len(body)
    assert text_map.qt_length == reader.text.document().characterCount() - 1
    for index in range(len(body) + 1):
        assert text_map.from_qt(text_map.to_qt(index)) == index
    table = reader.text._layout.table
    blocks = []
    block = reader.text.document().firstBlock()
    while block.isValid():
        blocks.append(block.position())
        block = block.next()
    assert table.starts == blocks
    assert len(table.heights) == len(blocks) == len(table.is_set)
    assert table.total == sum(table.heights)
    assert [table.top(n) for n in range(len(blocks))] == [
        sum(table.heights[:n]) for n in range(len(blocks))
    ]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=_TEXTS, edits=_EDITS, back=st.integers(1, 10))
def test_undo_and_redo_are_followed_too(qapp, body, edits, back):
    reader = Reader(dressed_once(qapp))
    reader.set_article(an_article(body, "A title"), META)
    reader.begin_editing()
    for at, length, words in edits:
        start = min(at, len(reader.edited_body()))
        end = min(start + length, len(reader.edited_body()))
        caret_at(reader, *map(reader.text.text_map.to_qt, (start, end)))
        reader.text.textCursor().insertText(words)
    for step in range(back * 2):
        reader.text.undo() if step < back else reader.text.redo()
        shown = reader.text.document().toRawText()
        raw = reader.edited_body().replace("\n", "\u2029").replace("\ufdd0", "\u2029")
        assert shown == raw.replace("\ufdd1", "\u2029")
        law_of_positions(reader)
    reader.deleteLater()


def test_byte_order_marks_within_a_text_shift_nothing(qtbot, theme):
    body = "\ufffeone\n\ufefftwo “three”\n"
    marks = [ReaderMark("quotation:1", ReaderMarkKind.QUOTATION, (Span(10, 17),))]
    reader = a_reader(qtbot, theme, body=body, marks=marks)
    assert "one" in reader.text.toPlainText()
    reader.begin_editing()
    caret_at(reader, 0, 4)
    data = QMimeData()
    data.setText("One")
    reader.text.insertFromMimeData(data)
    assert reader.edited_body() == "One\n\ufefftwo “three”\n"
    assert words_of(reader, "quotation:1") == ["“three”"]
    reader.end_editing()
    assert reader.edited_body() == body
    assert reader.text.text_map.qt_length == reader.text.document().characterCount() - 1
    reader.select_span(Span(10, 17))
    assert reader.text.textCursor().selectedText() == "“three”"
