"""Words of an article that are dragged onto an event, to be evidence for it.

Whatever shows events takes them so: accept the drag where ``passage_of`` of its mime data is
not None and is of the own workspace, and on a drop call ``add_passage``.
"""

import json
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QTextEdit

from stanceline.domain.events import EvidenceDraft
from stanceline.domain.spans import Span, SpanOutsideText
from stanceline.records import dataclass
from stanceline.services.events import add_evidence
from stanceline.services.workspace import Workspace

PASSAGE = "application/x-stanceline-passage"
"""The mime type of a passage of an article of an open workspace."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of an article; the span is in code points of its body."""

    workspace: str
    article_id: int
    span: Span
    quotation_id: int | None = None


def mime_of(passage: Passage, words: str) -> QMimeData:
    """The passage as it is dragged; other programs get the words alone."""
    told = {
        "workspace": passage.workspace,
        "article": passage.article_id,
        "start": passage.span.start,
        "end": passage.span.end,
        "quotation": passage.quotation_id,
    }
    data = QMimeData()
    data.setData(PASSAGE, QByteArray(json.dumps(told).encode()))
    data.setText(words)
    return data


def passage_of(data: QMimeData, workspace: Workspace) -> Passage | None:
    """The passage of this workspace that is dragged, or None when it is something else."""
    if not data.hasFormat(PASSAGE):
        return None
    try:
        told = json.loads(bytes(data.data(PASSAGE).data()))
        passage = Passage(
            str(told["workspace"]),
            int(told["article"]),
            Span(int(told["start"]), int(told["end"])),
            None if told["quotation"] is None else int(told["quotation"]),
        )
    except (ValueError, TypeError, KeyError, SpanOutsideText):
        return None  # Any program can offer data under this name.
    return passage if passage.workspace == str(workspace.path) else None


def add_passage(workspace: Workspace, event_id: int, passage: Passage) -> int:
    """The id of the evidence that the passage has become; raises NotFound, SpanOutsideText."""
    piece = EvidenceDraft(passage.article_id, passage.span, quotation_id=passage.quotation_id)
    return add_evidence(workspace, event_id, piece)


class PassageDrag(QObject):
    """Lets the selected words of a text be dragged away with the mouse.

    A press within the selection waits whether the mouse moves; if it does not, it is the
    click that it looked like. ``passage`` gives what is selected with its words, or None;
    ``begins`` is called when a drag begins.
    """

    def __init__(
        self,
        text: QTextEdit,
        passage: Callable[[], tuple[Passage, str] | None],
        begins: Callable[[], None],
    ) -> None:
        super().__init__(text)
        self._text = text
        self._passage = passage
        self._begins = begins
        self._pressed: QMouseEvent | None = None
        self._is_replaying = False
        text.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold back a press on the selection, and make a drag or a click of it."""
        if self._is_replaying or not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.MouseButtonPress and self._is_on_selection(event):
            self._pressed = _like(event)
            return True
        if self._pressed is None:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.MouseMove:
            way = event.position() - self._pressed.position()
            if way.manhattanLength() >= QApplication.startDragDistance():
                self._pressed = None
                self._drag()
            return True
        if event.type() == QEvent.Type.MouseButtonRelease:
            pressed, self._pressed = self._pressed, None
            self._replay(pressed)
        return super().eventFilter(watched, event)

    def _is_on_selection(self, event: QMouseEvent) -> bool:
        cursor = self._text.textCursor()
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.button() != Qt.MouseButton.LeftButton or not cursor.hasSelection():
            return False
        at = self._text.cursorForPosition(event.position().toPoint()).position()
        return is_plain and cursor.selectionStart() <= at <= cursor.selectionEnd()

    def _replay(self, pressed: QMouseEvent) -> None:
        self._is_replaying = True
        try:
            QApplication.sendEvent(self._text.viewport(), pressed)
        finally:
            self._is_replaying = False

    def _drag(self) -> None:
        found = self._passage()
        if found is None:
            return
        self._begins()
        drag = QDrag(self._text)
        drag.setMimeData(mime_of(*found))
        drag.setHotSpot(QPoint(0, 0))
        drag.exec(Qt.DropAction.CopyAction)


def _like(event: QMouseEvent) -> QMouseEvent:
    """The same press once more: an event itself does not outlive its being handled."""
    return QMouseEvent(
        event.type(),
        event.position(),
        event.globalPosition(),
        event.button(),
        event.buttons(),
        event.modifiers(),
    )
