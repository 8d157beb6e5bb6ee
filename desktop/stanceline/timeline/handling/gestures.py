"""What a drag on the timeline does while it lasts; pixels are those of the layout."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from stanceline.timeline.drawing.glyphs import flat
from stanceline.timeline.handling.dragging_dates import DateDrag
from stanceline.timeline.handling.gliding import Trail
from stanceline.timeline.handling.header import Slot, moved_lane, slot_at
from stanceline.timeline.handling.overlay import draw_read_out
from stanceline.timeline.handling.selection import Selection
from stanceline.timeline.primitives import Box, LaneBox
from stanceline.timeline.sorting.lanes import Lanes
from stanceline.timeline.style import Style
from stanceline.timeline.windows import clamped, panned

if TYPE_CHECKING:
    from stanceline.timeline.handling.canvas import Canvas

_NARROWEST_BOX_PX = 6.0


class Gesture:
    """A drag that began: it is told where the pointer goes, and how it ends."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, canvas: "Canvas", start: QPointF) -> None:
        self.canvas = canvas
        self.start = start
        self.at = start

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The pointer is here now."""
        del modifiers
        self.at = at
        self.canvas.refresh()

    def finish(self) -> None:
        """The button was let go."""

    def give_up(self) -> None:
        """Leave everything as it was before."""

    def survives(self, lanes: Lanes) -> bool:
        """Whether it means the same when other lanes are shown while it lasts."""
        del lanes
        return False

    def draw(self, painter: QPainter, style: Style) -> None:
        """Show over the timeline what would come of it."""

    def _box(self) -> Box:
        """The rectangle between begin and pointer."""
        x0, x1 = sorted((self.start.x(), self.at.x()))
        y0, y1 = sorted((self.start.y(), self.at.y()))
        return Box(x0, y0, x1, y1)


class Pan(Gesture):
    """Takes the timeline along, and lets it glide on when it was thrown."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: "Canvas", start: QPointF) -> None:
        super().__init__(canvas, start)
        self._trail = Trail()
        self._trail.add(time.monotonic(), start.x())
        self._before = (canvas.shown, canvas.scroll_y)

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Bring the timeline along."""
        del modifiers
        moved, self.at = at - self.at, at
        self._trail.add(time.monotonic(), at.x())
        self.canvas.pan_px(moved.x())
        self.canvas.set_scroll(self.canvas.scroll_y - moved.y())

    def survives(self, lanes: Lanes) -> bool:
        """Time goes on in any lanes."""
        del lanes
        return True

    def finish(self) -> None:
        """Let it glide on."""
        self.canvas.throw(self._trail.speed(time.monotonic()))

    def give_up(self) -> None:
        """Go back to where it was."""
        window, scroll_y = self._before
        if window is not None:
            self.canvas.set_window(window)
        self.canvas.set_scroll(scroll_y)


class BoxZoom(Gesture):
    """Draws a stretch of time and shows nothing but that."""

    cursor = Qt.CursorShape.CrossCursor

    def survives(self, lanes: Lanes) -> bool:
        """A stretch of time is one in any lanes."""
        del lanes
        return True

    def finish(self) -> None:
        """Show the stretch."""
        box = self._box()
        if box.width >= _NARROWEST_BOX_PX:
            canvas = self.canvas
            canvas.set_window(clamped(canvas.time_at(box.x0), canvas.time_at(box.x1)))

    def draw(self, painter: QPainter, style: Style) -> None:
        """A frame over the whole height, since time alone counts."""
        plot, box = self.canvas.plot, self._box()
        accent = QColor(style.accent)
        painter.setPen(QPen(accent, 1.2))
        painter.setBrush(flat(accent, 0.12))
        painter.drawRect(QRectF(box.x0, plot.y0, box.width, plot.height))


class RubberBand(Gesture):
    """Selects what lies in a rectangle, beside what was selected."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: "Canvas", start: QPointF) -> None:
        super().__init__(canvas, start)
        self._before: Selection = canvas.selection

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Show at once what would be selected."""
        super().move(at, modifiers)
        found = self.canvas.places_in(self._box())
        focused = found[-1] if found else None
        self.canvas.set_selection(
            self._before.with_more([place.mark for place in found], focused), is_told=False
        )

    def finish(self) -> None:
        """Tell what is selected."""
        self.canvas.tell_selection()

    def give_up(self) -> None:
        """Select what was selected before."""
        self.canvas.set_selection(self._before, is_told=False)

    def draw(self, painter: QPainter, style: Style) -> None:
        """A dashed rectangle."""
        box = self._box()
        accent = QColor(style.accent)
        painter.setPen(QPen(accent, 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(flat(accent, 0.08))
        painter.drawRect(QRectF(box.x0, box.y0, box.width, box.height))


class MoveDate(Gesture):
    """Moves the date of a mark, or one of its ends, with the new date told beside it."""

    cursor = Qt.CursorShape.SizeHorCursor

    def __init__(self, canvas: "Canvas", start: QPointF, mark: int, drag: DateDrag) -> None:
        super().__init__(canvas, start)
        self._mark = mark
        self._key = "" if canvas.lanes is None else canvas.lanes.key(mark)
        self._drag = drag
        canvas.set_dragged(mark)

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Work out the date that belongs to this place."""
        super().move(at, modifiers)
        is_fine = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        canvas = self.canvas
        grabbed = canvas.civil_at(self.start.x())
        self._drag.move(grabbed, canvas.civil_at(at.x()), is_fine=is_fine)

    def survives(self, lanes: Lanes) -> bool:
        """The mark has to be the same one, at the date it had."""
        is_same = lanes.row_of(self._key) == self._mark and bool(lanes.table.shown[self._mark])
        return is_same and self.canvas.date_of(self._mark) == self._drag.before

    def finish(self) -> None:
        """Ask for the new date, when it is another."""
        self.canvas.set_dragged(None)
        text = self._drag.text
        if text is not None:
            self.canvas.want_date(self._mark, text)

    def give_up(self) -> None:
        """Leave the date as it is."""
        self.canvas.set_dragged(None)

    def draw(self, painter: QPainter, style: Style) -> None:
        """Where the date would lie, and the date in EDTF and in words."""
        canvas = self.canvas
        bounds = self._drag.stretch
        x0, x1 = canvas.x_of_civil(bounds[0]), canvas.x_of_civil(bounds[1])
        plot = canvas.plot
        accent = QColor(style.accent)
        left, right = max(x0, plot.x0), min(max(x1, x0 + 1), plot.x1)
        if right > left:
            painter.fillRect(QRectF(left, plot.y0, right - left, plot.height), flat(accent, 0.1))
            painter.setPen(QPen(accent, 1.2))
            for x in (x0, x1):
                if plot.x0 <= x <= plot.x1:
                    painter.drawLine(QLineF(x, plot.y0, x, plot.y1))
        lines = self._drag.read_out(canvas.wording)
        draw_read_out(painter, style, plot, self.at, lines)


class MoveLane(Gesture):
    """Puts a lane elsewhere among its like."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: "Canvas", start: QPointF, lane: int) -> None:
        super().__init__(canvas, start)
        self._lane = lane
        self._slot: Slot | None = None

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """See where it would go."""
        super().move(at, modifiers)
        layout, lanes = self.canvas.layout_shown(), self.canvas.lanes
        if layout is not None and lanes is not None:
            self._slot = slot_at(layout.lanes, lanes.lanes, self._lane, at.y())

    def finish(self) -> None:
        """Ask for the new order."""
        lanes, slot = self.canvas.lanes, self._slot
        if lanes is not None and slot is not None:
            wanted = moved_lane(lanes.arrangement, lanes.lanes, self._lane, slot.before)
            self.canvas.want_arrangement(wanted)

    def draw(self, painter: QPainter, style: Style) -> None:
        """A line where the lane would go."""
        if self._slot is not None:
            plot = self.canvas.plot
            y = min(max(self._slot.y, plot.y0 + 1), plot.y1 - 1)
            painter.setPen(QPen(QColor(style.accent), 2.4))
            painter.drawLine(QLineF(0, y, plot.x1, y))


class ResizeLane(Gesture):
    """Makes a lane taller or lower by its lower edge."""

    cursor = Qt.CursorShape.SizeVerCursor

    def __init__(self, canvas: "Canvas", start: QPointF, lane: LaneBox) -> None:
        super().__init__(canvas, start)
        self._lane = lane

    def _factor(self) -> float:
        height = self._lane.box.height
        return max((height + self.at.y() - self.start.y()) / max(height, 1.0), 0.0)

    def finish(self) -> None:
        """Ask for the new height."""
        lanes = self.canvas.lanes
        if lanes is not None:
            lane = lanes.lanes[self._lane.lane]
            factor = round(lane.height_factor * self._factor(), 2)
            self.canvas.want_arrangement(lanes.arrangement.with_height(lane.key, factor))

    def draw(self, painter: QPainter, style: Style) -> None:
        """A line where the edge would be."""
        plot = self.canvas.plot
        y = max(self.at.y(), self._lane.box.y0 + 4)
        painter.setPen(QPen(QColor(style.accent), 1.6, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(0, y, plot.x1, y))


def pan_by_share(canvas: "Canvas", share: float) -> None:
    """Move the window by a share of its length, later when positive."""
    if canvas.shown is not None:
        canvas.set_window(panned(canvas.shown, share))
