"""Words of an article that are dragged onto an event become evidence for it."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDropEvent
from PySide6.QtTest import QTest

from builders import BRIDGE, a_quotation, an_article, an_event, place
from stanceline.domain.spans import Span
from stanceline.services import events
from stanceline.ui.dragging import PASSAGE, Passage, mime_of, passage_of
from ui.window_builders import LEFT, NONE, settle

WORDS = "Every week costs us forty jobs"


@pytest.fixture
def window(open_window, workspace):
    article_id = an_article(workspace, BRIDGE, published="2031-05-20")
    an_event(
        workspace,
        "Inspection begins",
        "2031-05-12",
        evidence=((article_id, "The inspectors began their work"),),
    )
    return open_window(workspace)


def passage(window, words: str = WORDS) -> Passage:
    pane = window.pane
    span = place(BRIDGE, words)
    return Passage(str(pane.workspace.path), pane.article.id, span)


def over(window, words: str) -> QPointF:
    """The middle of some words in the pane."""
    span = place(BRIDGE, words)
    window.pane.reader.text.scroll_to(span)
    settle()
    return QPointF(window.pane.rect_of(Span(span.start, span.start + 3)).center())


def dropped(window, data: QMimeData, words: str) -> bool:
    event = QDropEvent(over(window, words), Qt.DropAction.CopyAction, data, LEFT, NONE)
    event.ignore()
    window.pane.dropEvent(event)
    settle()
    return event.isAccepted()


def pieces(window) -> list[str]:
    (event,) = events.all_events(window.workspace)
    return sorted(piece.anchor.exact for piece in event.evidence)


def test_words_dropped_on_the_mark_of_an_event_are_evidence_for_it(window):
    quotation_id = a_quotation(window.workspace, window.pane.article.id, WORDS)
    settle()
    data = mime_of(passage(window), WORDS)
    assert dropped(window, data, "inspectors began")
    assert pieces(window) == [WORDS, "The inspectors began their work"]
    assert window.pane.reader.focused_mark().key.startswith("event:")
    assert quotation_id


def test_words_dropped_elsewhere_are_nothing(window):
    assert not dropped(window, mime_of(passage(window), WORDS), "swing bridge")
    assert len(pieces(window)) == 1


def test_a_passage_of_another_workspace_or_of_nonsense_is_refused(window):
    workspace = window.workspace
    away = Passage("/elsewhere.stanceline", 1, Span(0, 4))
    assert passage_of(mime_of(away, "x"), workspace) is None
    for told in (b"", b"{}", b"[1]", b'{"workspace": 1, "article": "a"}', b"\xff"):
        data = QMimeData()
        data.setData(PASSAGE, told)
        assert passage_of(data, workspace) is None
    assert passage_of(QMimeData(), workspace) is None


def test_a_passage_beyond_the_text_is_refused_in_words(window, boxes):
    far = Passage(str(window.workspace.path), window.pane.article.id, Span(9_000, 9_010))
    dropped(window, mime_of(far, "x"), "inspectors began")
    assert len(pieces(window)) == 1
    assert len(boxes.sentences) == 1


def test_selected_words_are_dragged_with_the_quotation_they_stand_in(window, monkeypatch):
    quotation_id = a_quotation(window.workspace, window.pane.article.id, WORDS)
    settle()
    dragged = []
    monkeypatch.setattr(
        QDrag, "exec", lambda drag, *_: dragged.append((drag.mimeData().text(), drag.mimeData()))
    )
    text = window.pane.reader.text
    window.pane.reader.select_span(place(BRIDGE, WORDS))
    settle()
    at = text.viewport_rect(place(BRIDGE, "costs")).center()
    QTest.mousePress(text.viewport(), LEFT, NONE, at)
    QTest.mouseMove(text.viewport(), at + QPoint(40, 30))
    settle()
    QTest.mouseRelease(text.viewport(), LEFT, NONE, at + QPoint(40, 30))
    ((words, data),) = dragged
    assert words == WORDS
    found = passage_of(data, window.workspace)
    assert found is not None
    assert found.quotation_id == quotation_id


def test_a_click_on_the_selection_lets_go_of_it(window):
    text = window.pane.reader.text
    window.pane.reader.select_span(place(BRIDGE, WORDS))
    settle()
    QTest.mouseClick(
        text.viewport(), LEFT, NONE, text.viewport_rect(place(BRIDGE, "costs")).center()
    )
    settle()
    assert window.pane.reader.selected_span() is None
    assert not window.pane.quotation_card.isVisible()
