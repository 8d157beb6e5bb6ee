"""What is under the pointer, and the card that tells of it after a moment."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPoint, QPointF, QTimer
from PySide6.QtGui import QCursor

from stanceline.timeline.handling.card import CardText, card_of
from stanceline.timeline.placing.hits import Crowd
from stanceline.timeline.sorting.lanes import Place
from stanceline.timeline.windows import TimeWindow
from stanceline.timeline.words.speaking import crowd_in_words

if TYPE_CHECKING:
    from stanceline.timeline.handling.canvas import Canvas

_CARD_DELAY_MS = 350


class Hovering(QObject):
    """Remembers what the pointer is over, and shows the card of it when it rests there."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._place: Place | None = None
        self._crowd: Crowd | None = None
        self._is_peeking = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CARD_DELAY_MS)
        self._timer.timeout.connect(self._show)

    @property
    def mark(self) -> int | None:
        """The row of the mark under the pointer."""
        return None if self._place is None else self._place.mark

    @property
    def is_peeking(self) -> bool:
        """Whether the card shows a mark that somebody asked to look at."""
        return self._is_peeking and self._canvas.card.isVisible()

    def over(
        self, place: Place | None, crowd: Crowd | None = None, *, has_card: bool = True
    ) -> None:
        """The pointer is here now."""
        if (place, crowd) == (self._place, self._crowd):
            return
        is_other_mark = place != self._place
        self._place, self._crowd = place, crowd
        self.hide_card()
        if has_card and (place is not None or crowd is not None):
            self._timer.start()
        if is_other_mark:
            self._canvas.refresh()

    def leave(self) -> None:
        """The pointer is over nothing."""
        self.over(None)
        self.hide_card()

    def hide_card(self) -> None:
        """Take the card away, and do not show the one that was about to come."""
        self._timer.stop()
        self._is_peeking = False
        if self._canvas.card.isVisible():
            self._canvas.card.hide()

    def peek(self, place: Place, at: QPointF) -> bool:
        """Show all of a mark's words beside it, or take them away again; whether they show.

        ``at`` is where it stands in the layout.
        """
        if self._is_peeking:
            self.hide_card()
            return False
        text = self._text_of(place, is_whole=True)
        if text is None:
            return False
        canvas = self._canvas
        self._timer.stop()
        self._is_peeking = True
        canvas.card.show_text(text, canvas.on_screen(at), canvas.style_shown, is_wide=True)
        return True

    def _text_of(self, place: Place, *, is_whole: bool = False) -> CardText | None:
        canvas = self._canvas
        details = canvas.details(np.array([place.mark], dtype=np.int32))
        if not details:
            return None
        is_movable = place.mark in canvas.selection.rows and canvas.date_of(place.mark) is not None
        hint = canvas.tr("Drag to change its date; Shift for a finer step") if is_movable else ""
        n_reprints = int(canvas.lanes.table.n_reprints[place.mark]) if canvas.lanes else 0
        return card_of(
            details[0], canvas.wording, is_whole=is_whole, n_reprints=n_reprints, hint=hint
        )

    def _show(self) -> None:
        canvas = self._canvas
        text: CardText | None = None
        if self._place is not None:
            text = self._text_of(self._place)
        elif self._crowd is not None and canvas.lanes is not None:
            crowd, folds = self._crowd, canvas.lanes.folds
            stretch = TimeWindow(folds.t(crowd.t0), folds.t(crowd.t1))
            text = CardText(
                words=crowd_in_words(crowd.count, stretch, canvas.wording),
                who=canvas.lanes.lanes[crowd.lane].title,
                hint=canvas.tr("Double-click to come closer"),
            )
        if text is not None:
            canvas.card.show_text(text, _pointer(), canvas.style_shown)


def _pointer() -> QPoint:
    return QCursor.pos()
