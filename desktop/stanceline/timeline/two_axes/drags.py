"""What a drag over two times does while it lasts; pixels are those of the layout."""

import math
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from stanceline.timeline.drawing.glyphs import flat
from stanceline.timeline.handling.gliding import Glide, Trail
from stanceline.timeline.handling.selection import Selection
from stanceline.timeline.primitives import Box
from stanceline.timeline.style import Style

if TYPE_CHECKING:
    from stanceline.timeline.two_axes.view import TwoAxesView

_NARROWEST_BOX_PX = 6.0


class Drag:
    """A drag that began: it is told where the pointer goes, and that it ends."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, view: "TwoAxesView") -> None:
        self.view = view
        self.start = self.at = QPointF()

    def begin(self, start: QPointF) -> None:
        """The button was pressed here."""
        self.start = self.at = start

    def move(self, at: QPointF) -> None:
        """The pointer is here now."""
        self.at = at
        self.view.update()

    def finish(self, *, glides: bool) -> None:
        """The button was let go; ``glides`` says whether things may move by themselves."""

    def draw(self, painter: QPainter, style: Style) -> None:
        """Show what would come of it."""


class PanDrag(Drag):
    """Takes the drawing along, and lets it glide on when it was thrown."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, view: "TwoAxesView") -> None:
        super().__init__(view)
        self._along, self._down = Trail(), Trail()
        self._direction = (1.0, 0.0)
        self._glide = Glide(view)
        self._glide.moved.connect(self._go_on)

    def begin(self, start: QPointF) -> None:
        """Remember where it began."""
        super().begin(start)
        self._along, self._down = Trail(), Trail()
        self._note()

    def _note(self) -> None:
        now_s = time.monotonic()
        self._along.add(now_s, self.at.x())
        self._down.add(now_s, self.at.y())

    def move(self, at: QPointF) -> None:
        """Bring the drawing along."""
        moved, self.at = at - self.at, at
        self._note()
        self.view.pan_px(moved.x(), moved.y())

    def finish(self, *, glides: bool) -> None:
        """Let it glide on the way it was going."""
        now_s = time.monotonic()
        along, down = self._along.speed(now_s), self._down.speed(now_s)
        speed = math.hypot(along, down)
        if glides and speed > 0:
            self._direction = (along / speed, down / speed)
            self._glide.throw(speed)

    def stop(self) -> None:
        """Stop gliding at once."""
        self._glide.stop()

    def _go_on(self, way: float) -> None:
        self.view.pan_px(way * self._direction[0], way * self._direction[1])


class BoxDrag(Drag):
    """Draws a rectangle, to come closer to what is in it or to select that."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, view: "TwoAxesView", *, zooms: bool) -> None:
        super().__init__(view)
        self._zooms = zooms
        self._before: Selection = view.selection

    def finish(self, *, glides: bool) -> None:
        """Come closer, or select beside what was selected."""
        del glides
        box = self._box()
        if box.width < _NARROWEST_BOX_PX or box.height < _NARROWEST_BOX_PX:
            return
        if self._zooms:
            self.view.zoom_to_box(box)
        else:
            self.view.set_selection(self._before.with_more(self.view.rows_in(box)))

    def draw(self, painter: QPainter, style: Style) -> None:
        """A frame about what is meant."""
        box, accent = self._box(), QColor(style.accent)
        painter.setPen(QPen(accent, 1.2))
        painter.setBrush(flat(accent, 0.12))
        painter.drawRect(QRectF(box.x0, box.y0, box.width, box.height))

    def _box(self) -> Box:
        x0, x1 = sorted((self.start.x(), self.at.x()))
        y0, y1 = sorted((self.start.y(), self.at.y()))
        return Box(x0, y0, x1, y1)
