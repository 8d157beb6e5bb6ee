"""What a timeline's surface shows: lanes in a window, laid out, and where things lie on it.

Times are seconds of the axis, as ``Lanes`` has them, civil ones where the name says so.
Points are in pixels of the layout.
"""

from datetime import datetime
from itertools import islice

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from stanceline.domain.civil import seconds_from_civil
from stanceline.domain.errors import StancelineError
from stanceline.domain.marks import Mark
from stanceline.timeline.drawing.fonts import FontMeasure, load_fonts
from stanceline.timeline.handling.graphics import GraphicsObject, GraphicsView
from stanceline.timeline.handling.selection import MOST_SELECTED
from stanceline.timeline.layout import lay_out
from stanceline.timeline.placing.extras import NO_EXTRAS, Extras
from stanceline.timeline.placing.frame import Options
from stanceline.timeline.placing.hits import density_time, hit_test, things_at
from stanceline.timeline.primitives import Box, Density, Layout
from stanceline.timeline.sorting.lanes import Block, Lanes, Place
from stanceline.timeline.sorting.table import Ints
from stanceline.timeline.style import Style
from stanceline.timeline.windows import TimeWindow, panned, zoomed
from stanceline.timeline.words.of_marks import Texts
from stanceline.timeline.words.wording import ENGLISH, Wording

_NOWHERE = Box(0, 0, 1, 1)
_OPTIONS = Options(right_margin=4.0)
"""At the right of the canvas there is room for a scroll bar."""


class _TimelineItem(GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """The one item of the scene: it draws the layout that the stage made."""

    def __init__(self, stage: "Stage") -> None:
        super().__init__()
        self._stage = stage

    def boundingRect(self) -> QRectF:  # noqa: N802 (Qt's name)
        """The whole canvas."""
        return QRectF(0, 0, self._stage.width(), self._stage.height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the layout."""
        del option, widget
        self._stage.draw(painter)


class Stage(GraphicsView):  # type: ignore[misc]  # pyqtgraph has no types
    """Lanes in a window of time, laid out when they are needed.

    ``window_changed`` carries seconds of the axis; ``laid_out`` follows a new layout.
    """

    window_changed = Signal(float, float)
    laid_out = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, background=None)
        load_fonts()
        self._measure = FontMeasure()
        self._style = Style.light()
        self._lanes: Lanes | None = None
        self._texts: Texts | None = None
        self._extras = NO_EXTRAS
        self._window: TimeWindow | None = None
        self._layout: Layout | None = None
        self._last_layout: Layout | None = None
        self._scroll_y = 0.0
        # Scroll bar and overview follow after the painting, once for many changes.
        self._told = QTimer(self)
        self._told.setSingleShot(True)
        self._told.timeout.connect(self.laid_out)
        # The item paints all of the viewport: nothing is erased before, or kept behind it.
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._item = _TimelineItem(self)
        self.scene().addItem(self._item)

    def draw(self, painter: QPainter) -> None:
        """Paint what is shown; whoever stands on the stage says how."""
        raise NotImplementedError

    # ----------------------------------------------------------------- what is shown

    @property
    def lanes(self) -> Lanes | None:
        """The lanes shown."""
        return self._lanes

    @property
    def shown(self) -> TimeWindow | None:
        """The window shown, in seconds of the axis."""
        return self._window

    @property
    def wording(self) -> Wording:
        """The words of the lanes shown."""
        return ENGLISH if self._lanes is None else self._lanes.wording

    @property
    def style_shown(self) -> Style:
        """The colours and sizes it is drawn in."""
        return self._style

    @property
    def n_dated(self) -> int:
        """How many marks stand on the timeline."""
        return 0 if self._lanes is None else self._lanes.n_dated

    @property
    def scroll_y(self) -> float:
        """How many pixels of the lanes are above the plot."""
        return self._scroll_y

    def set_lanes(self, lanes: Lanes, texts: Texts, window: TimeWindow | None) -> None:
        """Show these lanes in this window. Rows that were known may mean others now."""
        self._lanes, self._texts, self._window = lanes, texts, window
        self.relayout()

    def set_extras(self, extras: Extras) -> None:
        """Show these eras and notes, too."""
        self._extras = extras
        self.relayout()

    def set_style(self, style: Style) -> None:
        """Draw in these colours and sizes."""
        is_scaled = style.scale != self._style.scale
        self._style = style
        if is_scaled:
            self.relayout()
        self.refresh()

    def set_window(self, window: TimeWindow) -> None:
        """Show this window and tell about it."""
        if window != self._window:
            self._window = window
            self.relayout()
            self.window_changed.emit(window.t0, window.t1)

    def set_scroll(self, scroll_y: float) -> None:
        """Scroll the lanes so far down, in pixels, as far as there is something below."""
        scroll_y = max(scroll_y, 0.0)
        if self._last_layout is not None:
            plot = self._last_layout.plot
            scroll_y = min(scroll_y, max(self._last_layout.content_height - plot.height, 0.0))
        if scroll_y != self._scroll_y:
            self._scroll_y = scroll_y
            self.relayout()

    # ----------------------------------------------------------------- layout

    def layout_shown(self) -> Layout | None:
        """The layout on the screen, made now if what it shows has changed."""
        if self._layout is None and self._lanes is not None and self._window is not None:
            self._layout = self._last_layout = lay_out(
                self._lanes,
                self._window,
                (self.width() / self._style.scale, self.height() / self._style.scale),
                self._measure,
                self._titles,
                scroll_y=self._scroll_y,
                today=_civil_now(),
                extras=self._extras,
                options=_OPTIONS,
            )
            self._scroll_y = self._layout.scroll_y
            self._told.start(0)
        return self._layout

    def layout_known(self) -> Layout | None:
        """The newest layout that was made, for what does not change with the window."""
        return self._last_layout if self._last_layout is not None else self.layout_shown()

    def relayout(self) -> None:
        """Lay out anew at the next painting."""
        self._layout = None
        self._item.update()

    def refresh(self) -> None:
        """Paint again what is laid out."""
        self._item.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        if hasattr(self, "_item"):
            self._item.prepareGeometryChange()
            self.relayout()

    def _titles(self, rows: Ints) -> list[str]:
        if self._texts is None or self._lanes is None:
            return [""] * rows.size
        try:
            return self._texts.titles(self._lanes.columns, rows)
        except StancelineError:
            # While the workspace cannot be read, marks stand without words; who reads it
            # says why. A painting must not end in an error.
            return [""] * rows.size

    def details(self, rows: Ints) -> list[Mark]:
        """All that is known of these rows; nothing while it cannot be read."""
        if self._texts is None or self._lanes is None:
            return []
        try:
            return self._texts.details(self._lanes.columns, rows)
        except StancelineError:
            return []

    # ----------------------------------------------------------------- places and times

    @property
    def plot(self) -> Box:
        """Where marks are drawn, in pixels of the layout."""
        layout = self.layout_known()
        return _NOWHERE if layout is None else layout.plot

    def in_layout(self, at: QPointF) -> QPointF:
        """Where a point of the widget lies in the layout."""
        return at / self._style.scale

    def on_screen(self, at: QPointF) -> QPoint:
        """Where a point of the layout lies on the screen."""
        point: QPoint = self.mapToGlobal((at * self._style.scale).toPoint())
        return point

    def time_at(self, x: float) -> float:
        """The second of the axis at this height of the plot."""
        if self._window is None:
            return 0.0
        return self._window.t0 + (x - self.plot.x0) / self.plot.width * self._window.seconds

    def x_of(self, u: float) -> float:
        """Where a second of the axis lies."""
        if self._window is None:
            return 0.0
        plot = self.plot
        return plot.x0 + (u - self._window.t0) / self._window.seconds * plot.width

    def civil_at(self, x: float) -> float:
        """The civil second at this place of the plot."""
        u = self.time_at(x)
        return u if self._lanes is None else self._lanes.folds.t(u)

    def x_of_civil(self, t: float) -> float:
        """Where a civil second lies."""
        return self.x_of(t if self._lanes is None else self._lanes.folds.u(t))

    def place_at(self, at: QPointF) -> Place | None:
        """The mark that is drawn here."""
        layout = self.layout_shown()
        return None if layout is None else hit_test(layout, at.x(), at.y())

    def places_in(self, box: Box) -> list[Place]:
        """The marks in a rectangle, those of crowds too; no more than can be selected."""
        layout = self.layout_shown()
        if layout is None:
            return []
        found = dict.fromkeys(things_at(layout, box))
        for crowd in layout.densities:
            if crowd.box.overlaps(box) and len(found) < MOST_SELECTED:
                x0, x1 = max(box.x0, crowd.box.x0), min(box.x1, crowd.box.x1)
                stretch = TimeWindow(density_time(crowd, x0), density_time(crowd, x1))
                found.update(dict.fromkeys(self._counted_in(crowd, stretch)))
        return list(islice(found, MOST_SELECTED))

    def _counted_in(self, crowd: Density, stretch: TimeWindow) -> list[Place]:
        """The first marks that a crowd counts with their middle in a stretch, by time."""
        lanes = self._lanes
        if lanes is None or stretch.t1 <= stretch.t0:
            return []
        index = lanes.index
        entries = index.entries_in(crowd.lane, Block(crowd.block), stretch)
        middles = index.middle[entries]
        inside = entries[(middles >= stretch.t0) & (middles < stretch.t1)][:MOST_SELECTED]
        return [Place(crowd.lane, row) for row in index.mark[inside].tolist()]

    # ----------------------------------------------------------------- moving

    def pan_px(self, offset_px: float) -> None:
        """Take the timeline along by so many pixels."""
        if self._window is not None and offset_px:
            self.set_window(panned(self._window, -offset_px / self.plot.width))

    def zoom_about(self, factor: float, about: float) -> None:
        """Show ``factor`` times less time, a second of the axis staying where it is."""
        if self._window is not None and factor > 0:
            self.set_window(zoomed(self._window, factor, about))


def _civil_now() -> float:
    now = datetime.now()  # noqa: DTZ005 (civil seconds are those of the clock of the place)
    return float(seconds_from_civil(now.year, now.month, now.day, now.hour, now.minute, now.second))
