"""What the keys do on a canvas: walking from mark to mark, moving the window, changing things."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from stanceline.domain.edtf import Edtf, parse
from stanceline.domain.timelines import TimeAxis
from stanceline.services.timeline import EVENT, QUOTATION
from stanceline.timeline.handling.drafting import EventDraft
from stanceline.timeline.handling.dragging_dates import Grip, stepped
from stanceline.timeline.handling.gestures import pan_by_share
from stanceline.timeline.handling.header import lane_at, stepped_lane, with_collapse_changed
from stanceline.timeline.handling.keyboard import Deed
from stanceline.timeline.handling.selection import MOST_SELECTED
from stanceline.timeline.primitives import Box
from stanceline.timeline.sorting.lanes import Block, Direction, Lanes, Place
from stanceline.timeline.windows import TimeWindow, clamped, window_over

if TYPE_CHECKING:
    from stanceline.timeline.handling.canvas import Canvas

_ZOOM_PER_KEY = 1.5
_PAN_PER_KEY = 0.15
_PAGE = 0.8
_LANES_PER_KEY_PX = 60.0
_EDGE = 0.03
_MOST_LOOKS = 24

_WALKS = {
    Deed.WALK_LEFT: (Direction.LEFT, False),
    Deed.WALK_RIGHT: (Direction.RIGHT, False),
    Deed.WALK_UP: (Direction.UP, False),
    Deed.WALK_DOWN: (Direction.DOWN, False),
    Deed.NEXT: (Direction.NEXT, False),
    Deed.PREVIOUS: (Direction.PREVIOUS, False),
    Deed.ADD_LEFT: (Direction.LEFT, True),
    Deed.ADD_RIGHT: (Direction.RIGHT, True),
    Deed.ADD_UP: (Direction.UP, True),
    Deed.ADD_DOWN: (Direction.DOWN, True),
}
"""Where each deed leads, and whether it adds to the selection."""


class Doer:
    """Does on a canvas what a key asks for."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._deeds: dict[Deed, Callable[[], bool]] = {
            Deed.OPEN: self._open,
            Deed.PEEK: self._peek,
            Deed.LET_GO: self._let_go,
            Deed.SELECT_ALL: self._select_all,
            Deed.LANES_UP: lambda: self._scroll(-_LANES_PER_KEY_PX),
            Deed.LANES_DOWN: lambda: self._scroll(_LANES_PER_KEY_PX),
            Deed.PAGE_UP: lambda: self._scroll(-_PAGE * canvas.plot.height),
            Deed.PAGE_DOWN: lambda: self._scroll(_PAGE * canvas.plot.height),
            Deed.FIT_SELECTION: self._fit_selection,
            Deed.BOX_ZOOM: self._zoom_box,
            Deed.DATE_EARLIER: lambda: self._move_date(Grip.WHOLE, -1),
            Deed.DATE_LATER: lambda: self._move_date(Grip.WHOLE, 1),
            Deed.END_EARLIER: lambda: self._move_date(Grip.END, -1),
            Deed.END_LATER: lambda: self._move_date(Grip.END, 1),
            Deed.NEW_EVENT: self._begin_draft,
            Deed.MERGE: self._merge,
            Deed.PLAY: self._play,
            Deed.MENU: self.ask_menu,
            Deed.LANE_UP: lambda: self._move_lane(-1),
            Deed.LANE_DOWN: lambda: self._move_lane(1),
            Deed.COLLAPSE: self._collapse,
        }

    def do(self, deed: Deed | None, event: QKeyEvent) -> bool:
        """Do it; whether there was anything to do."""
        canvas = self._canvas
        if canvas.draft is not None:
            return canvas.draft.key(Qt.Key(event.key()), event.modifiers())
        return deed is not None and self.perform(deed)

    def perform(self, deed: Deed) -> bool:
        """Do it, whoever asks; whether there was anything to do."""
        canvas = self._canvas
        if canvas.lanes is None:
            return False
        if canvas.now is not None and self._play_on(deed):
            return True
        if deed is Deed.LET_GO and canvas.hovering.is_peeking:
            # Who closes the card wants to be where the mark is.
            canvas.hovering.hide_card()
            return True
        if deed is not Deed.PEEK:
            canvas.hovering.hide_card()
        if deed in _WALKS:
            direction, is_more = _WALKS[deed]
            is_tab = deed in {Deed.NEXT, Deed.PREVIOUS}
            # Tab must lead out of the timeline at its end; an arrow has nowhere to go.
            return self._walk(direction, is_more=is_more) or not is_tab
        if deed in self._deeds:
            return self._deeds[deed]()
        return self._move_window(deed)

    def _play_on(self, deed: Deed) -> bool:
        """Step while time is played, pause or end it; whether the key means that."""
        steps = {
            Deed.WALK_LEFT: -1,
            Deed.STEP_BACK: -1,
            Deed.WALK_RIGHT: 1,
            Deed.PEEK: 1,
            Deed.OPEN: 0,
        }
        canvas = self._canvas
        if deed in steps:
            canvas.step_asked.emit(steps[deed])
        elif deed in {Deed.LET_GO, Deed.PLAY}:
            canvas.play_asked.emit()
        else:
            return False
        return True

    # ----------------------------------------------------------------- walking

    def _walk(self, direction: Direction, *, is_more: bool) -> bool:
        canvas, lanes = self._canvas, self._canvas.lanes
        if lanes is None or not lanes.lanes:
            return False
        at = canvas.selection.focused
        if at is not None:
            place = lanes.neighbour(at, direction)
        else:
            place = None if direction is Direction.PREVIOUS else self._first_place(lanes)
        if place is None:
            return False
        chosen = canvas.selection
        canvas.set_selection(
            chosen.with_more([place.mark], place) if is_more else chosen.only(place)
        )
        self.bring_into_view(place)
        return True

    def _first_place(self, lanes: Lanes) -> Place | None:
        """The first mark of the first lane that has one in the window."""
        window = self._canvas.shown
        for lane in range(len(lanes.lanes)):
            found = [
                entries
                for block in Block
                if window is not None
                and (entries := lanes.index.entries_in(lane, block, window)).size
            ]
            if found and window is not None:
                entries = np.concatenate(found)
                middles = lanes.index.middle[entries]
                inside = (middles >= window.t0) & (middles <= window.t1)
                if inside.any():
                    entries, middles = entries[inside], middles[inside]
                    return Place(lane, int(lanes.index.mark[entries[int(np.argmin(middles))]]))
        return None

    def bring_into_view(self, place: Place) -> None:
        """Pan and scroll just as far as is needed to see a mark."""
        canvas, lanes, window = self._canvas, self._canvas.lanes, self._canvas.shown
        if lanes is None or window is None:
            return
        at = middle_of(lanes, place.mark)
        edge = _EDGE * window.seconds
        if at is not None and not window.t0 + edge <= at <= window.t1 - edge:
            canvas.set_window(clamped(at - window.seconds / 2, at + window.seconds / 2))
        self._scroll_to_lane(place.lane)

    def _scroll_to_lane(self, lane: int) -> None:
        """Scroll until a lane is in sight; lanes are laid out only where they are seen."""
        canvas = self._canvas
        for _ in range(_MOST_LOOKS):
            layout = canvas.layout_shown()
            if layout is None or not layout.lanes:
                return
            plot, before = layout.plot, canvas.scroll_y
            box = next((box.box for box in layout.lanes if box.lane == lane), None)
            if box is not None:
                canvas.set_scroll(before + _way_to(box, plot))
                return
            step = _PAGE * plot.height * (-1 if lane < layout.lanes[0].lane else 1)
            lanes_away = min(abs(lane - known.lane) for known in layout.lanes)
            pages = max(lanes_away // max(len(layout.lanes), 1), 1)
            canvas.set_scroll(before + step * pages)
            if canvas.scroll_y == before:
                return

    # ----------------------------------------------------------------- the window

    def _move_window(self, deed: Deed) -> bool:
        canvas, lanes, window = self._canvas, self._canvas.lanes, self._canvas.shown
        if window is None or lanes is None:
            return False
        canvas.glide.stop()
        extent = lanes.extent or window
        if deed in {Deed.CLOSER, Deed.FARTHER}:
            factor = _ZOOM_PER_KEY if deed is Deed.CLOSER else 1 / _ZOOM_PER_KEY
            canvas.zoom_about(factor, self._middle(lanes, window))
        elif deed in {Deed.EARLIER, Deed.LATER}:
            pan_by_share(canvas, _PAN_PER_KEY if deed is Deed.LATER else -_PAN_PER_KEY)
        elif deed is Deed.FIT_ALL:
            canvas.set_window(extent)
        elif deed is Deed.BEGINNING:
            canvas.set_window(clamped(extent.t0, extent.t0 + window.seconds))
        elif deed is Deed.END:
            canvas.set_window(clamped(extent.t1 - window.seconds, extent.t1))
        else:
            return False
        return True

    def _middle(self, lanes: Lanes, window: TimeWindow) -> float:
        """What stays where it is: the current mark when it is in sight, else the middle."""
        current = self._canvas.selection.current
        at = None if current is None else middle_of(lanes, current)
        if at is not None and window.t0 <= at <= window.t1:
            return at
        return (window.t0 + window.t1) / 2

    def _scroll(self, way_px: float) -> bool:
        self._canvas.set_scroll(self._canvas.scroll_y + way_px)
        return True

    def _fit_selection(self) -> bool:
        canvas, lanes = self._canvas, self._canvas.lanes
        window = None if lanes is None else window_of_rows(lanes, canvas.selection.rows)
        if window is None:
            return self._move_window(Deed.FIT_ALL)
        canvas.set_window(window)
        return True

    def _zoom_box(self) -> bool:
        canvas = self._canvas
        canvas.pointer.zooms_box_next = True
        canvas.setCursor(Qt.CursorShape.CrossCursor)
        return True

    # ----------------------------------------------------------------- the selection

    def _select_all(self) -> bool:
        """Select what is in the window, in all lanes."""
        canvas, lanes, window = self._canvas, self._canvas.lanes, self._canvas.shown
        if lanes is None or window is None:
            return False
        rows: dict[int, None] = {}
        for lane in range(len(lanes.lanes)):
            for block in Block:
                entries = lanes.index.entries_in(lane, block, window)[:MOST_SELECTED]
                rows.update(dict.fromkeys(lanes.index.mark[entries].tolist()))
            if len(rows) >= MOST_SELECTED:
                break
        canvas.set_selection(canvas.selection.with_more(list(rows)[:MOST_SELECTED]))
        return True

    def _open(self) -> bool:
        self._canvas.activated.emit()
        return True

    def _peek(self) -> bool:
        canvas = self._canvas
        place = canvas.selection.focused
        if place is None:
            return True
        at = self.point_of(place)
        if at is not None and canvas.hovering.peek(place, at):
            canvas.peeked.emit()
        return True

    def _let_go(self) -> bool:
        canvas = self._canvas
        if canvas.pointer.give_up() or canvas.give_up_beside():
            return True
        if canvas.selection.rows:
            canvas.set_selection(canvas.selection.only(None))
            return True
        # With nothing to let go of, Escape is for what the timeline stands in.
        return False

    def point_of(self, place: Place) -> QPointF | None:
        """Where a mark stands in the layout; the middle of the plot when it is not drawn."""
        layout = self._canvas.layout_shown()
        if layout is None:
            return None
        chosen = np.flatnonzero(layout.hit_marks == place.mark)
        in_lane = chosen[layout.hit_lanes[chosen] == place.lane]
        chosen = in_lane if in_lane.size else chosen
        if chosen.size:
            x0, y0, x1, y1 = layout.hit_boxes[int(chosen[0])].tolist()
            left, right = max(x0, layout.plot.x0), min(x1, layout.plot.x1)
            return QPointF(min((left + right) / 2, left + 40), (y0 + y1) / 2)
        plot = layout.plot
        return QPointF((plot.x0 + plot.x1) / 2, (plot.y0 + plot.y1) / 2)

    # ----------------------------------------------------------------- changing things

    def date_of(self, mark: int, awaited: str | None) -> Edtf | None:
        """The date that may be moved, as the canvas has it."""
        lanes = self._canvas.lanes
        if lanes is None or not can_move(lanes, mark):
            return None
        if awaited is not None:
            return parse(awaited)
        code = int(lanes.table.date[mark])
        return lanes.columns.names.dates[code] if code >= 0 else None

    def _move_date(self, grip: Grip, step: int) -> bool:
        canvas = self._canvas
        mark = canvas.selection.current
        date = None if mark is None else canvas.date_of(mark)
        if mark is None or date is None:
            return True
        text = stepped(date, grip, step)
        if text is not None:
            canvas.want_date(mark, text)
        return True

    def _begin_draft(self) -> bool:
        canvas, lanes, window = self._canvas, self._canvas.lanes, self._canvas.shown
        if lanes is None or window is None:
            return False
        place = canvas.selection.focused
        lane = 0 if place is None else place.lane
        canvas.set_draft(EventDraft(canvas, self._middle(lanes, window), lane))
        return True

    def _merge(self) -> bool:
        self._canvas.merge_asked.emit()
        return True

    def _play(self) -> bool:
        self._canvas.play_asked.emit()
        return True

    def _lane(self) -> int | None:
        """The lane that the keyboard is in."""
        focused, lanes = self._canvas.selection.focused, self._canvas.lanes
        if focused is None or lanes is None or focused.lane >= len(lanes.lanes):
            return None
        return focused.lane

    def _move_lane(self, step: int) -> bool:
        lane, lanes = self._lane(), self._canvas.lanes
        if lane is not None and lanes is not None:
            self._canvas.want_arrangement(stepped_lane(lanes.arrangement, lanes.lanes, lane, step))
        return True

    def _collapse(self) -> bool:
        """Collapse the lane, or the one that it is nested in; open a collapsed one."""
        lane, lanes = self._lane(), self._canvas.lanes
        if lane is not None and lanes is not None and lanes.arrangement.within is not None:
            it = lanes.lanes[lane]
            outer = lanes.lanes[it.parent] if it.parent >= 0 else it
            self._canvas.want_arrangement(with_collapse_changed(lanes.arrangement, outer.key))
        return True

    # ----------------------------------------------------------------- the menu

    def ask_menu(self) -> bool:
        """Ask for the menu of the current mark, beside it; or of the timeline."""
        canvas = self._canvas
        place = canvas.selection.focused
        at = None if place is None else self.point_of(place)
        plot = canvas.plot
        point = at or QPointF((plot.x0 + plot.x1) / 2, (plot.y0 + plot.y1) / 2)
        canvas.menu_asked.emit(place, canvas.on_screen(point))
        return True

    def target_at(self, at: QPointF) -> Place | int | None:
        """What a menu at this point is about: a mark, a lane by its index, or the timeline."""
        canvas = self._canvas
        layout = canvas.layout_shown()
        if layout is None:
            return None
        if at.x() >= layout.plot.x0:
            place = canvas.place_at(at)
            if place is not None and place.mark not in canvas.selection.rows:
                canvas.set_selection(canvas.selection.only(place))
            return place
        lane = lane_at(layout.lanes, at.y())
        return None if lane is None else lane.lane


def _way_to(box: Box, plot: Box) -> float:
    """How far to scroll to bring a lane wholly into sight, or its upper edge when it is tall."""
    if box.y0 < plot.y0:
        return box.y0 - plot.y0
    if box.y1 > plot.y1:
        return min(box.y1 - plot.y1, box.y0 - plot.y0)
    return 0.0


def middle_of(lanes: Lanes, mark: int) -> float | None:
    """Where a mark stands, in seconds of the axis; None when it has no date."""
    code = int(lanes.table.date[mark])
    return float(lanes.table.dates.middle[code]) if code >= 0 else None


def window_of_rows(lanes: Lanes, rows: tuple[int, ...]) -> TimeWindow | None:
    """A window with all of these marks in it, with some room; None when none has a date."""
    codes = lanes.table.date[np.array(rows, dtype=np.int64)]
    codes, dates = codes[codes >= 0], lanes.table.dates
    ends = np.concatenate([dates.t0[codes], dates.t1[codes]])
    return window_over(np.sort(ends[np.isfinite(ends)]))


def can_move(lanes: Lanes, mark: int) -> bool:
    """Whether the date that a mark stands at is its own, so that it can be moved here."""
    kind, axis = int(lanes.columns.kind[mark]), lanes.arrangement.axis
    if kind == EVENT:
        return axis in {TimeAxis.HAPPENED, TimeAxis.BOTH}
    return kind == QUOTATION and axis is not TimeAxis.PUBLISHED
