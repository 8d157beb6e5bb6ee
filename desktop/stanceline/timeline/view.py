"""The timeline as a widget: marks in, windows, selections and activations out."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QScrollBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.marks import LaneKey, Mark
from stanceline.timeline.axis import AXIS_HEIGHT
from stanceline.timeline.canvas import Canvas
from stanceline.timeline.card import mark_in_words
from stanceline.timeline.datewords import window_in_words
from stanceline.timeline.fonts import SANS, plain_font
from stanceline.timeline.lanes import LaneOrder, Lanes, Place, build_lanes
from stanceline.timeline.overview import Overview
from stanceline.timeline.render import Highlights
from stanceline.timeline.style import Style
from stanceline.timeline.translated import lanes_in_words, translated_wording
from stanceline.timeline.windows import TimeWindow, clamped, fit_window, zoomed
from stanceline.timeline.wording import grouped

_NARROWEST = 320
_LOWEST = 120
_SCROLL_BAR_PX = 12
_LOW_BELOW = 340
_SHELF_FONT_PX = 12
_SHELF_PADDING_PX = 4


class TimelineView(QWidget):
    """A timeline of marks in lanes.

    Marks are named by ``Mark.key``. ``window_changed`` carries civil seconds;
    ``selection_changed`` an empty text when nothing is selected. ``mark_activated``
    asks to open the words that a mark rests on, ``shelf_requested`` to show what has no
    date.
    """

    mark_activated = Signal(str)
    selection_changed = Signal(str)
    window_changed = Signal(float, float)
    shelf_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[Mark, ...] = ()
        self._by = LaneKey.SPEAKER
        self._order = LaneOrder.BY_COUNT
        self._index_of: dict[str, int] = {}
        self._build()
        self._connect()
        self._rebuild()

    def _build(self) -> None:
        self.canvas = Canvas(self)
        self._overview = Overview(self)
        self._shelf = QToolButton(self._overview)
        self._shelf.setAutoRaise(True)
        self._shelf.setObjectName("shelf")
        self._shelf.setFont(plain_font(SANS, _SHELF_FONT_PX))
        self._shelf.setCursor(Qt.CursorShape.PointingHandCursor)
        # The scroll bar lies over the plot's right margin, so that the lanes keep their
        # width when it comes and goes.
        self._scroll = QScrollBar(Qt.Orientation.Vertical, self)
        self._scroll.setAccessibleName(self.tr("Scroll the lanes"))
        self._scroll.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self._overview)
        self.setFocusProxy(self.canvas)
        self.setMinimumSize(_NARROWEST, _LOWEST)

    def _connect(self) -> None:
        canvas = self.canvas
        canvas.window_changed.connect(self._follow_window)
        canvas.place_chosen.connect(self._choose)
        canvas.activated.connect(self._activate)
        canvas.laid_out.connect(self._follow_layout, Qt.ConnectionType.QueuedConnection)
        self._scroll.valueChanged.connect(canvas.set_scroll)
        self._overview.window_wanted.connect(self.set_window)
        self._overview.all_wanted.connect(self.fit_all)
        self._shelf.clicked.connect(self.shelf_requested)

    # ----------------------------------------------------------------- what is shown

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show these marks. The window and the selection stay where they can.

        The first marks, and marks that all lie elsewhere, are shown in a window chosen
        for them.
        """
        had_marks = bool(self._marks)
        self._marks = tuple(marks)
        self._rebuild(keeps_window=had_marks)

    def show_lanes(self, lanes: Lanes, places: dict[str, int]) -> None:
        """Show lanes that were built of marks elsewhere, as ``set_marks`` does.

        Building those of many thousand marks takes a while, for which another thread is
        the place. ``places`` tells where in ``lanes.marks`` each key stands.
        """
        had_marks = bool(self._marks)
        self._marks, self._by = lanes.marks, lanes.by
        self._show(lanes, places, keeps_window=had_marks)

    def set_lanes(self, by: LaneKey, order: LaneOrder = LaneOrder.BY_COUNT) -> None:
        """Sort the marks into lanes by this."""
        if (by, order) != (self._by, self._order):
            self._by, self._order = by, order
            self._rebuild(keeps_window=True)

    def set_style(self, style: Style) -> None:
        """Draw in these colours."""
        self.canvas.set_style(style)
        self._overview.set_style(style)
        self._shelf.setFont(plain_font(SANS, round(_SHELF_FONT_PX * style.scale)))
        palette = self._shelf.palette()
        palette.setColor(QPalette.ColorRole.ButtonText, QColor(style.muted))
        self._shelf.setPalette(palette)

    def set_empty_text(self, text: str) -> None:
        """Say this in the middle when there is nothing to show."""
        self.canvas.set_empty_text(text)

    def set_reduced_motion(self, *, is_reduced: bool) -> None:
        """Whether a timeline that is thrown stops at once."""
        self.canvas.set_has_motion(not is_reduced)

    def lanes(self) -> Lanes | None:
        """The lanes shown, for a table that says the same."""
        return self.canvas.lanes

    def summary(self) -> str:
        """How many marks are in the window and when it is: "50 of 412 marks · Apr – Jul 2031"."""
        layout, lanes, window = self.canvas.layout_shown(), self.canvas.lanes, self.window_shown()
        if layout is None or lanes is None or window is None:
            return ""
        return self.tr("{shown} of {all} marks · {window}").format(
            shown=layout.n_marks_in_window,
            all=len(lanes.marks) - len(lanes.undated),
            window=window_in_words(window, lanes.wording),
        )

    # ----------------------------------------------------------------- the window of time

    def window_shown(self) -> TimeWindow | None:
        """The window of time, or None while nothing is dated."""
        return self.canvas.shown

    def set_window(self, t0: float, t1: float) -> None:
        """Show the time from t0 to t1, in civil seconds."""
        self.canvas.set_window(clamped(t0, t1))

    def fit_all(self) -> None:
        """Show all that is dated."""
        lanes = self.canvas.lanes
        if lanes is not None and lanes.extent is not None:
            self.canvas.set_window(lanes.extent)

    def fit_first(self) -> None:
        """Show the window that the timeline opens with: the dense part."""
        lanes = self.canvas.lanes
        if lanes is not None and lanes.first is not None:
            self.canvas.set_window(lanes.first)

    def fit_selection(self) -> None:
        """Show the selected mark with what surrounds it, or all when none is selected."""
        selected = self.canvas.highlights.selected
        window = None if selected is None else fit_window([self._marks[selected]])
        if window is None:
            self.fit_all()
        else:
            self.canvas.set_window(window)

    def zoom(self, factor: float) -> None:
        """Show ``factor`` times less time about the middle of the window."""
        window = self.window_shown()
        if window is not None:
            self.canvas.set_window(zoomed(window, factor, (window.t0 + window.t1) / 2))

    # ----------------------------------------------------------------- the selection

    def selected_key(self) -> str | None:
        """The key of the selected mark, or None."""
        selected, lanes = self.canvas.highlights.selected, self.canvas.lanes
        return None if selected is None or lanes is None else lanes.marks[selected].key

    def select(self, key: str | None) -> None:
        """Select the mark with this key and bring it into view; None selects nothing.

        A key that is not on the timeline selects nothing, too.
        """
        lanes = self.canvas.lanes
        index = self._index_of.get(key) if key is not None else None
        places = lanes.places(index) if lanes is not None and index is not None else []
        self._choose(places[0] if places else None)
        if places:
            self.canvas.bring_into_view(places[0])

    def _choose(self, place: Place | None) -> None:
        before = self.selected_key()
        mark = None if place is None else place.mark
        self.canvas.set_highlights(Highlights(mark, self.canvas.highlights.hovered, place))
        self._describe()
        after = self.selected_key()
        if after != before:
            self.selection_changed.emit(after or "")

    def _activate(self) -> None:
        key = self.selected_key()
        if key is not None:
            self.mark_activated.emit(key)

    # ----------------------------------------------------------------- keeping in step

    def _rebuild(self, *, keeps_window: bool = False) -> None:
        lanes = build_lanes(self._marks, self._by, order=self._order, wording=translated_wording())
        places = {mark.key: i for i, mark in enumerate(self._marks)}
        self._show(lanes, places, keeps_window=keeps_window)

    def _show(self, lanes: Lanes, places: dict[str, int], *, keeps_window: bool) -> None:
        selected = self.selected_key()
        before = self.window_shown()
        window = before if keeps_window and _any_inside(lanes, before) else lanes.first
        self._index_of = places
        self.canvas.set_lanes(lanes, window)
        self._overview.set_lanes(lanes)
        self._overview.setVisible(bool(self._marks))
        if not lanes.lanes:
            # Without lanes nothing is laid out that would say so.
            self._scroll.hide()
        self._show_shelf()
        if window is not None:
            self._overview.set_window(window)
            if window != before:
                self.window_changed.emit(window.t0, window.t1)
        self._reselect(selected)

    def _reselect(self, key: str | None) -> None:
        """Select again what was selected, without moving the window."""
        lanes = self.canvas.lanes
        index = self._index_of.get(key) if key is not None else None
        places = lanes.places(index) if lanes is not None and index is not None else []
        if places:
            self.canvas.set_highlights(Highlights(places[0].mark, None, places[0]))
        elif key is not None:
            self.selection_changed.emit("")
        self._describe()

    def _show_shelf(self) -> None:
        """Say how many marks have no date, in as many words as there is room for."""
        lanes = self.canvas.lanes
        n_undated = len(lanes.undated) if lanes is not None else 0
        self._shelf.setVisible(n_undated > 0)
        texts = (
            self.tr("{} without a date").format(grouped(n_undated)),
            self.tr("{} undated").format(grouped(n_undated)),
        )
        metrics, room = self._shelf.fontMetrics(), self._shelf.width() - 2 * _SHELF_PADDING_PX
        fitting = (text for text in texts if metrics.horizontalAdvance(text) <= room)
        shortest = metrics.elidedText(texts[-1], Qt.TextElideMode.ElideRight, room)
        self._shelf.setText(next(fitting, shortest))
        self._shelf.setAccessibleName(texts[0])
        self._shelf.setToolTip(self.tr("{}: show them").format(texts[0]))

    def _follow_window(self, t0: float, t1: float) -> None:
        self._overview.set_window(TimeWindow(t0, t1))
        self.window_changed.emit(t0, t1)

    def _follow_layout(self) -> None:
        """Bring scroll bar and overview in line with the layout on the screen."""
        layout = self.canvas.layout_shown()
        if layout is None:
            self._scroll.hide()
            return
        scale = self.canvas.scale_shown
        left = layout.plot.x0 * scale
        self._overview.set_margins(left, (layout.width - layout.plot.x1) * scale)
        height = self._overview.height()
        self._shelf.setGeometry(4, 3, max(int(left) - 12, 60), height - 6)
        self._show_shelf()
        hidden_px = max(layout.content_height - layout.plot.height, 0.0)
        with QSignalBlocker(self._scroll):
            self._scroll.setRange(0, int(hidden_px + 0.99))
            self._scroll.setPageStep(int(layout.plot.height))
            self._scroll.setSingleStep(20)
            self._scroll.setValue(int(layout.scroll_y))
        self._scroll.setVisible(hidden_px > 0)
        self._place_scroll_bar()

    def _place_scroll_bar(self) -> None:
        width = min(self._scroll.sizeHint().width(), _SCROLL_BAR_PX)
        top = int(AXIS_HEIGHT * self.canvas.scale_shown)
        height = max(self.canvas.height() - top, 1)
        self._scroll.setGeometry(self.canvas.width() - width, top, width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll bar at the right edge."""
        super().resizeEvent(event)
        self._overview.set_low(is_low=self.height() < _LOW_BELOW)
        self._place_scroll_bar()

    def _describe(self) -> None:
        """Tell a screen reader what the timeline is and which mark is current."""
        canvas = self.canvas
        canvas.setAccessibleName(lanes_in_words(self._by))
        focused, lanes = canvas.highlights.focused, canvas.lanes
        if focused is None or lanes is None:
            words = self.tr("{} marks; arrow keys go from mark to mark").format(len(self._marks))
        else:
            words = self.tr("{mark}. Lane: {lane}").format(
                mark=mark_in_words(lanes.marks[focused.mark], lanes.wording),
                lane=lanes.lanes[focused.lane].title,
            )
        if words != canvas.accessibleDescription():
            canvas.setAccessibleDescription(words)
            QAccessible.updateAccessibility(
                QAccessibleEvent(canvas, QAccessible.Event.DescriptionChanged)
            )


def _any_inside(lanes: Lanes, window: TimeWindow | None) -> bool:
    """Whether any mark reaches into the window."""
    if window is None:
        return False
    table = lanes.table
    return bool(np.any((table.o1 > window.t0) & (table.o0 < window.t1)))
