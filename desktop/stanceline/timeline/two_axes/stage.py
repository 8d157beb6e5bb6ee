"""What a surface of two times shows: marks in an area, laid out, and what is selected of them."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QFrame, QWidget

from stanceline.timeline.drawing.fonts import FontMeasure, load_fonts
from stanceline.timeline.handling.selection import MOST_SELECTED, NOTHING_SELECTED, Selection
from stanceline.timeline.placing.hits import hit_test, things_at
from stanceline.timeline.primitives import Box
from stanceline.timeline.sorting.lanes import Lanes, Place
from stanceline.timeline.sorting.table import Ints as Rows
from stanceline.timeline.style import Style
from stanceline.timeline.two_axes.cards import drawn_words
from stanceline.timeline.two_axes.layout import (
    TwoAxesLayout,
    lay_out_two_axes,
    plot_of,
    with_equal_steps,
)
from stanceline.timeline.two_axes.marks import Spot
from stanceline.timeline.two_axes.moves import (
    area_around,
    area_of_box,
    entry_of,
    panned_area,
    with_point_inside,
    zoomed_area,
)
from stanceline.timeline.two_axes.table import Area, TwoTimes, two_times
from stanceline.timeline.windows import TimeWindow, clamped
from stanceline.timeline.words.datewords import window_in_words
from stanceline.timeline.words.of_marks import Texts
from stanceline.timeline.words.wording import ENGLISH, Wording, grouped


class TwoAxesStage(QFrame):
    """Marks by two times, laid out where they are looked at; it draws and handles nothing.

    ``window_changed`` carries the stretch of happening that is in sight, in civil seconds,
    ``selection_changed`` the keys of the selected marks, the current one last, and
    ``laid_out_anew`` says that all marks may stand elsewhere.
    """

    selection_changed = Signal(list)
    window_changed = Signal(float, float)
    laid_out_anew = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        load_fonts()
        self._measure = FontMeasure()
        self._style = Style.light()
        self._lanes: Lanes | None = None
        self._texts: Texts | None = None
        self._times: TwoTimes | None = None
        self._area: Area | None = None
        self._is_fitted = False
        self._layout: TwoAxesLayout | None = None
        self._selection = NOTHING_SELECTED
        self._empty_text = ""
        self._has_motion = True

    # ----------------------------------------------------------------- what is shown

    def show_lanes(self, lanes: Lanes, texts: Texts, times: TwoTimes | None = None) -> None:
        """Show the marks of these lanes. Area and selection stay where they can.

        ``times`` are those of the lanes' table; of many marks they are better made on
        another thread.
        """
        keys, area = self.selected_keys(), self._area
        had_marks = self._times is not None and len(self._times) > 0
        self._lanes, self._texts = lanes, texts
        self._times = two_times(lanes.table) if times is None else times
        rows = [row for key in keys if (row := lanes.row_of(key)) is not None]
        shown = [row for row in rows if lanes.table.shown[row]]
        self._selection = Selection(tuple(shown), Place(0, shown[-1]) if shown else None)
        stays = had_marks and area is not None and self._times.n_inside(area) > 0
        self._is_fitted = stays and self._is_fitted
        self._area = area if stays else self._times.first
        self._relayout()
        if len(shown) != len(keys):
            self.selection_changed.emit(self.selected_keys())
        if self._area is not None and self._area != area:
            self.window_changed.emit(self._area.across.t0, self._area.across.t1)

    def set_style(self, style: Style) -> None:
        """Draw in these colours and sizes."""
        self._style = style
        self._relayout()

    def set_empty_text(self, text: str) -> None:
        """Say this in the middle when there is nothing to show."""
        self._empty_text = text
        self.update()

    def set_reduced_motion(self, *, is_reduced: bool) -> None:
        """Whether a drawing that is thrown stops at once."""
        self._has_motion = not is_reduced

    def lanes(self) -> Lanes | None:
        """The lanes whose marks are shown."""
        return self._lanes

    def summary(self) -> str:
        """How many marks are in sight and when they happened."""
        layout, times = self.layout_shown(), self._times
        if layout is None or times is None:
            return ""
        words = self.tr("{shown} of {all} marks · {window}").format(
            shown=grouped(layout.base.n_marks_in_window),
            all=grouped(len(times)),
            window=window_in_words(layout.area.across, self.wording),
        )
        if times.n_left_out:
            words += " · " + self.tr("{} without both dates").format(grouped(times.n_left_out))
        return words

    @property
    def style_shown(self) -> Style:
        """The colours and sizes it is drawn in."""
        return self._style

    @property
    def has_motion(self) -> bool:
        """Whether things may move by themselves."""
        return self._has_motion

    def times_shown(self) -> TwoTimes | None:
        """The marks that have both dates."""
        return self._times

    @property
    def wording(self) -> Wording:
        """The words of the lanes shown."""
        return ENGLISH if self._lanes is None else self._lanes.wording

    def layout_shown(self) -> TwoAxesLayout | None:
        """The layout on the screen, made now if what it shows has changed."""
        if self._layout is None and self._lanes is not None and self._times is not None:
            if not self._is_fitted and self._area is not None:
                # Only now it is known how much room there is.
                self._area, self._is_fitted = self._fitted(self._area), True
            if self._area is not None:
                self._layout = lay_out_two_axes(
                    self._times,
                    self._lanes.table,
                    self._area,
                    self._size(),
                    self._measure,
                    self._titles,
                    self.wording,
                    drawn_words(),
                    self._lanes.arrangement.colours,
                )
        return self._layout

    def _size(self) -> tuple[float, float]:
        return self.width() / self._style.scale, self.height() / self._style.scale

    def _relayout(self) -> None:
        self._layout = None
        self.laid_out_anew.emit()
        self.update()

    def _titles(self, rows: Rows) -> list[str]:
        if self._texts is None or self._lanes is None:
            return []
        return self._texts.titles(self._lanes.columns, rows)

    # ----------------------------------------------------------------- the area

    def area_shown(self) -> Area | None:
        """The stretches of both times in sight, or None while there is no mark."""
        return self._area

    def set_area(self, area: Area) -> None:
        """Show this area and tell about it."""
        if area != self._area:
            self._area, self._is_fitted = area, True
            self._relayout()
            self.window_changed.emit(area.across.t0, area.across.t1)

    def window_shown(self) -> TimeWindow | None:
        """The stretch of happening in sight."""
        return None if self._area is None else self._area.across

    def set_window(self, t0: float, t1: float) -> None:
        """Show what happened from t0 to t1, in civil seconds; the other axis stays."""
        if self._area is not None:
            self.set_area(Area(clamped(t0, t1), self._area.up))

    def fit_all(self) -> None:
        """Show all marks that have both dates."""
        if self._times is not None and self._times.extent is not None:
            self.set_area(self._fitted(self._times.extent))

    def fit_first(self) -> None:
        """Show the dense part of the marks."""
        if self._times is not None and self._times.first is not None:
            self.set_area(self._fitted(self._times.first))

    def fit_selection(self) -> None:
        """Show the selected marks with what surrounds them, or all when none is selected."""
        area = None
        if self._times is not None and self._selection.rows:
            area = area_around(self._times, self._selection.rows)
        if area is None:
            self.fit_all()
        else:
            self.set_area(self._fitted(area))

    def zoom(self, factor: float) -> None:
        """Show ``factor`` times less of both times about the middle."""
        if self._area is not None:
            middle = [(window.t0 + window.t1) / 2 for window in self._area]
            self.set_area(zoomed_area(self._area, factor, (middle[0], middle[1])))

    def zoom_at(self, factor: float, at: QPointF) -> None:
        """Zoom about a point of the layout; beside one of the axes, that axis alone."""
        spot = self.spot()
        if spot is None or factor <= 0:
            return
        about = (spot.time_across(at.x()), spot.time_up(at.y()))
        is_above, is_left = at.y() < spot.plot.y0, at.x() < spot.plot.x0
        self.set_area(zoomed_area(spot.area, factor, about, across=not is_left, up=not is_above))

    def pan_px(self, dx: float, dy: float) -> None:
        """Take the drawing along by so many pixels to the right and down."""
        if self._area is not None and (dx or dy):
            plot = plot_of(self._size())
            self.set_area(panned_area(self._area, -dx / plot.width, dy / plot.height))

    def zoom_to_box(self, box: Box) -> None:
        """Show what lies in a rectangle of the plot."""
        spot = self.spot()
        if spot is not None:
            self.set_area(area_of_box(spot, box))

    def _fitted(self, area: Area) -> Area:
        return with_equal_steps(area, self._size())

    def spot(self) -> Spot | None:
        """The area in sight with its place on the drawing."""
        return None if self._area is None else Spot(plot_of(self._size()), self._area)

    # ----------------------------------------------------------------- the selection

    def selected_keys(self) -> list[str]:
        """The keys of the selected marks, the current one last."""
        lanes = self._lanes
        return [] if lanes is None else [lanes.key(row) for row in self._selection.rows]

    def select(self, keys: str | Sequence[str] | None) -> None:
        """Select the marks with these keys and bring the last into view; None for nothing."""
        wanted = [keys] if isinstance(keys, str) else list(keys or ())
        lanes = self._lanes
        rows = [] if lanes is None else [lanes.row_of(key) for key in wanted]
        shown = [row for row in rows if row is not None and lanes and lanes.table.shown[row]]
        self.set_selection(Selection(tuple(shown), Place(0, shown[-1]) if shown else None))
        if shown:
            self._bring_into_view(shown[-1])

    @property
    def selection(self) -> Selection:
        """What is selected."""
        return self._selection

    def set_selection(self, selection: Selection) -> None:
        """Select this and tell it."""
        if selection != self._selection:
            self._selection = selection
            self.update()
            self.selection_changed.emit(self.selected_keys())

    def rows_in(self, box: Box) -> list[int]:
        """The rows of the marks in a rectangle of the plot, counted ones too."""
        layout, spot, times = self.layout_shown(), self.spot(), self._times
        if layout is None or spot is None or times is None:
            return []
        if layout.cells is None:
            return [place.mark for place in things_at(layout.base, box)][:MOST_SELECTED]
        area = Area(
            TimeWindow(spot.time_across(box.x0), spot.time_across(box.x1)),
            TimeWindow(spot.time_up(box.y1), spot.time_up(box.y0)),
        )
        rows: list[int] = times.row[times.inside(area)[:MOST_SELECTED]].tolist()
        return rows

    def _bring_into_view(self, row: int) -> None:
        times = self._times
        entry = None if times is None else entry_of(times, row)
        if times is not None and entry is not None and self._area is not None:
            x, y = float(times.x[entry]), float(times.y[entry])
            self.set_area(with_point_inside(self._area, x, y))

    def place_at(self, at: QPointF) -> Place | None:
        """The mark that is drawn at a point of the layout."""
        layout = self.layout_shown()
        return None if layout is None else hit_test(layout.base, at.x(), at.y())

    def choose_entry(self, entry: int | None, *, adds: bool = False) -> bool:
        """Select an entry and bring it into view; whether there is one."""
        if entry is None or self._times is None:
            return False
        row = int(self._times.row[entry])
        place = Place(0, row)
        chosen = self._selection
        self.set_selection(chosen.with_more([row], place) if adds else chosen.only(place))
        self._bring_into_view(row)
        return True
