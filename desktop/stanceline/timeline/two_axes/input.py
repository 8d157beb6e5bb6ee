"""What mouse and keys do to a view of two times."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QWheelEvent

from stanceline.timeline.handling.keyboard import Deed
from stanceline.timeline.handling.selection import NOTHING_SELECTED
from stanceline.timeline.style import Style
from stanceline.timeline.two_axes.drags import BoxDrag, Drag, PanDrag
from stanceline.timeline.two_axes.layout import cell_at
from stanceline.timeline.two_axes.moves import (
    Way,
    beside,
    entry_of,
    first_inside,
    nearest,
    panned_area,
    with_point_inside,
)

if TYPE_CHECKING:
    from stanceline.timeline.two_axes.view import TwoAxesView

_ZOOM_PER_WHEEL_STEP = 1.2
_WHEEL_STEP = 120.0
_ZOOM_PER_STEP = 1.5
_PAN_PER_WHEEL = 0.1
_PAN_PER_KEY = 0.15
_PAN_PER_PAGE = 0.8
_DRAG_FROM_PX = 4.0

_WALKS = {
    Deed.WALK_LEFT: (Way.EARLIER, False),
    Deed.WALK_RIGHT: (Way.LATER, False),
    Deed.WALK_UP: (Way.PUBLISHED_LATER, False),
    Deed.WALK_DOWN: (Way.PUBLISHED_EARLIER, False),
    Deed.ADD_LEFT: (Way.EARLIER, True),
    Deed.ADD_RIGHT: (Way.LATER, True),
    Deed.ADD_UP: (Way.PUBLISHED_LATER, True),
    Deed.ADD_DOWN: (Way.PUBLISHED_EARLIER, True),
}
"""Where each deed leads, and whether it adds to the selection."""

_STEPS = {Deed.NEXT: 1, Deed.PREVIOUS: -1}

_PANS = {
    Deed.EARLIER: (-_PAN_PER_KEY, 0.0),
    Deed.LATER: (_PAN_PER_KEY, 0.0),
    Deed.LANES_UP: (0.0, _PAN_PER_KEY),
    Deed.LANES_DOWN: (0.0, -_PAN_PER_KEY),
    Deed.PAGE_UP: (0.0, _PAN_PER_PAGE),
    Deed.PAGE_DOWN: (0.0, -_PAN_PER_PAGE),
}
"""By which shares of its lengths the area moves."""

_BEYOND = {
    Deed.NEW_EVENT,
    Deed.MERGE,
    Deed.PLAY,
    Deed.DATE_EARLIER,
    Deed.DATE_LATER,
    Deed.END_EARLIER,
    Deed.END_LATER,
}
"""What a key asks for that is not the drawing's to do."""


class Mouse:
    """Turns what the pointer does into areas and selections; points are of the layout."""

    def __init__(self, view: "TwoAxesView") -> None:
        self._view = view
        self._press: QPointF | None = None
        self._drag: Drag | None = None
        self._pan = PanDrag(view)
        self.zooms_next = False
        """Whether the next drag draws the area to show, as the key Z asks."""

    @property
    def is_busy(self) -> bool:
        """Whether something is dragged, or is about to be."""
        return self._drag is not None or self.zooms_next

    def stop(self) -> None:
        """Stop gliding at once."""
        self._pan.stop()

    def wheel(self, event: QWheelEvent, at: QPointF) -> None:
        """Zoom about the pointer; beside an axis zoom that axis alone; with Shift pan."""
        area = self._view.area_shown()
        if area is None:
            return
        self.stop()
        steps = QPointF(event.angleDelta()) / _WHEEL_STEP
        is_sideways = abs(steps.x()) > abs(steps.y())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or is_sideways:
            amount = steps.x() if is_sideways else steps.y()
            self._view.set_area(panned_area(area, -amount * _PAN_PER_WHEEL, 0.0))
        else:
            self._view.zoom_at(_ZOOM_PER_WHEEL_STEP ** steps.y(), at)

    def press(self, at: QPointF) -> None:
        """Begin a drag or a click."""
        self.stop()
        self._press = at

    def move(self, at: QPointF, held: Qt.KeyboardModifier) -> None:
        """Drag, or see what is under the pointer."""
        view = self._view
        if self._press is None:
            self._hover(at)
            return
        offset = at - self._press
        if self._drag is None and max(abs(offset.x()), abs(offset.y())) >= _DRAG_FROM_PX:
            view.cards.over(None, None)
            self._drag = self._drag_for(held)
            self._drag.begin(self._press)
            view.setCursor(self._drag.cursor)
        if self._drag is not None:
            self._drag.move(at)

    def _drag_for(self, held: Qt.KeyboardModifier) -> Drag:
        if held & Qt.KeyboardModifier.ControlModifier or self.zooms_next:
            return BoxDrag(self._view, zooms=True)
        if held & Qt.KeyboardModifier.ShiftModifier:
            return BoxDrag(self._view, zooms=False)
        return self._pan

    def release(self, at: QPointF, held: Qt.KeyboardModifier) -> None:
        """End a drag, or choose what was clicked; with Ctrl beside what is selected."""
        view = self._view
        drag, was_pressed = self._drag, self._press is not None
        self.give_up()
        if drag is not None:
            drag.finish(glides=view.has_motion)
        elif was_pressed:
            place = view.place_at(at)
            is_more = bool(held & Qt.KeyboardModifier.ControlModifier)
            if place is not None and is_more:
                view.set_selection(view.selection.toggled(place))
            elif not is_more:
                view.set_selection(view.selection.only(place))

    def give_up(self) -> None:
        """Let go of what is dragged."""
        self._drag = self._press = None
        self.zooms_next = False
        self._view.setCursor(Qt.CursorShape.ArrowCursor)
        self._view.update()

    def double_click(self, at: QPointF) -> None:
        """Open the words of a mark, or come closer on an empty place."""
        place = self._view.place_at(at)
        if place is None:
            self._view.zoom_at(_ZOOM_PER_STEP, at)
        else:
            self._view.set_selection(self._view.selection.only(place))
            self._view.open_current()

    def draw(self, painter: QPainter, style: Style) -> None:
        """Show what would come of the drag."""
        if self._drag is not None:
            self._drag.draw(painter, style)

    def _hover(self, at: QPointF) -> None:
        view = self._view
        place, layout = view.place_at(at), view.layout_shown()
        cell = None if layout is None or place is not None else cell_at(layout, at.x(), at.y())
        shape = Qt.CursorShape.ArrowCursor if place is None else Qt.CursorShape.PointingHandCursor
        view.setCursor(Qt.CursorShape.CrossCursor if self.zooms_next else shape)
        view.cards.over(None if place is None else place.mark, cell)


class Keys:
    """Does on a view what a key asks for."""

    def __init__(self, view: "TwoAxesView") -> None:
        self._view = view
        self._deeds: dict[Deed, Callable[[], bool]] = {
            Deed.BEGINNING: lambda: self._go_to(0),
            Deed.END: lambda: self._go_to(-1),
            Deed.CLOSER: lambda: self._zoom(_ZOOM_PER_STEP),
            Deed.FARTHER: lambda: self._zoom(1 / _ZOOM_PER_STEP),
            Deed.FIT_ALL: self._fit_all,
            Deed.FIT_SELECTION: self._fit_selection,
            Deed.SELECT_ALL: self._select_all,
            Deed.OPEN: self._open,
            Deed.PEEK: self._peek,
            Deed.LET_GO: self._let_go,
            Deed.BOX_ZOOM: view.zoom_to_next_box,
            Deed.MENU: view.ask_menu,
        }

    def do(self, deed: Deed | None) -> bool:
        """Do it; whether there was anything to do."""
        view = self._view
        area = view.area_shown()
        if deed is None or area is None:
            return False
        if deed in _PANS:
            view.set_area(panned_area(area, *_PANS[deed]))
            return True
        if deed in _WALKS or deed in _STEPS:
            return self._walk(deed)
        if deed in _BEYOND:
            view.beyond.emit(deed)
            return True
        return deed in self._deeds and self._deeds[deed]()

    def _walk(self, deed: Deed) -> bool:
        view, times, spot = self._view, self._view.times_shown(), self._view.spot()
        if times is None or spot is None:
            return False
        current = view.selection.current
        entry = None if current is None else entry_of(times, current)
        if entry is None:
            first = None if deed is Deed.PREVIOUS else first_inside(times, spot.area)
            return view.choose_entry(first)
        if deed in _STEPS:
            # After the last mark, Tab goes on to what comes after the drawing.
            return view.choose_entry(beside(times, entry, _STEPS[deed]))
        way, adds = _WALKS[deed]
        view.choose_entry(nearest(times, entry, way, spot), adds=adds)
        return True

    def _go_to(self, entry: int) -> bool:
        view, times, area = self._view, self._view.times_shown(), self._view.area_shown()
        if times is None or area is None or len(times) == 0:
            return False
        x, y = float(times.x[entry]), float(times.y[entry])
        view.set_area(with_point_inside(area, x, y))
        return True

    def _zoom(self, factor: float) -> bool:
        self._view.zoom(factor)
        return True

    def _fit_all(self) -> bool:
        self._view.fit_all()
        return True

    def _fit_selection(self) -> bool:
        self._view.fit_selection()
        return True

    def _select_all(self) -> bool:
        view, spot = self._view, self._view.spot()
        if spot is not None:
            view.set_selection(view.selection.with_more(view.rows_in(spot.plot)))
        return True

    def _open(self) -> bool:
        return self._view.open_current()

    def _peek(self) -> bool:
        return self._view.peek_current()

    def _let_go(self) -> bool:
        view = self._view
        if view.cards.is_peeking:
            # Who closes the card wants to be where the mark is.
            view.cards.hide()
            return True
        view.cards.hide()
        if view.give_up():
            return True
        if not view.selection.rows:
            return False
        view.set_selection(NOTHING_SELECTED)
        return True
