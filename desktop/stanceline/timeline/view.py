"""The timeline as a widget: lanes in, windows, selections and wishes out.

All times that this widget takes and gives are civil seconds.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import SIGNAL, QMimeData, QPoint, QPointF, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from stanceline.domain.edtf import OPEN_END, OPEN_START, parse
from stanceline.services.timeline import EVENT
from stanceline.timeline.handling.drafting import date_and_lane_at
from stanceline.timeline.handling.keyboard import Deed
from stanceline.timeline.handling.menus import Target, menu_of
from stanceline.timeline.handling.playing import Player
from stanceline.timeline.handling.selection import Selection, rows_of
from stanceline.timeline.handling.view_frame import ViewFrame
from stanceline.timeline.placing.extras import Extras
from stanceline.timeline.sorting.lanes import Lanes, Place
from stanceline.timeline.windows import TimeWindow, clamped, zoomed
from stanceline.timeline.words.datewords import window_in_words
from stanceline.timeline.words.of_marks import Texts
from stanceline.timeline.words.speaking import place_in_words
from stanceline.timeline.words.translated import lanes_in_words
from stanceline.timeline.words.wording import grouped

_ROOM_AROUND_DATE = 1.0
_FOLLOWS_AT = 0.92
_STAYS_AT = 0.6
_MENU_SIGNAL = SIGNAL("menu_wanted(QString,QPoint)")


class TimelineView(ViewFrame):
    """A timeline of marks in lanes; marks are named by keys such as ``event:12``.

    ``mark_activated`` asks to open the words that a mark rests on, ``peek_requested``
    tells that a card shows them. ``selection_changed`` carries the keys of all selected
    marks, the current one last. ``date_wanted`` carries a key and the EDTF that it shall
    have; ``event_wanted`` the EDTF of a new event and the key of the lane it was put in;
    ``merge_wanted`` the keys of at least two events, the one to keep first, and
    ``merge_refused`` says that no two are selected;
    ``words_dropped`` the key of a mark, or nothing, and the QMimeData; ``note_wanted`` an
    EDTF and -1, or the place of a note that shall be changed; ``arrangement_wanted`` an
    Arrangement; ``range_filtered`` a stretch to see nothing but. ``menu_wanted`` carries
    the key of a mark, of a lane, or nothing, and a point of the screen: who connects it
    shows a menu (``menu_for`` makes the usual one), else the view does.
    """

    mark_activated = Signal(str)
    selection_changed = Signal(list)
    window_changed = Signal(float, float)
    shelf_requested = Signal()
    peek_requested = Signal(str)
    date_wanted = Signal(str, str)
    event_wanted = Signal(str, str)
    merge_wanted = Signal(list)
    merge_refused = Signal()
    words_dropped = Signal(str, object)
    arrangement_wanted = Signal(object)
    note_wanted = Signal(str, int)
    range_filtered = Signal(float, float)
    menu_wanted = Signal(str, QPoint)
    playing_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last_window: TimeWindow | None = None
        self._target: Target = None
        self._menu: QMenu | None = None
        self._asked_at = QPoint(-1, -1)
        self.player = Player(self)
        self._connect()

    def _connect(self) -> None:
        canvas = self.canvas
        canvas.window_changed.connect(self._follow_window)
        canvas.selection_told.connect(self._tell_selection)
        canvas.activated.connect(self._activate)
        canvas.peeked.connect(self._peek)
        canvas.date_wanted.connect(self._want_date)
        canvas.event_wanted.connect(self.event_wanted)
        canvas.note_wanted.connect(self.note_wanted)
        canvas.merge_asked.connect(self._merge)
        canvas.menu_asked.connect(self._ask_menu)
        canvas.words_dropped.connect(self._drop_words)
        canvas.arrangement_wanted.connect(self.arrangement_wanted)
        canvas.play_asked.connect(lambda: self.play(is_on=not self.is_playing()))
        canvas.step_asked.connect(self.step)
        self._overview.window_wanted.connect(self._show_on_axis)
        self._overview.filter_wanted.connect(self._filter_on_axis)
        self._overview.all_wanted.connect(self.fit_all)
        self._shelf.clicked.connect(self.shelf_requested)
        self.player.moved.connect(self._play_at)
        self.player.changed.connect(self._tell_playing)

    # ----------------------------------------------------------------- what is shown

    def show_lanes(self, lanes: Lanes, texts: Texts) -> None:
        """Show these lanes. Window, scroll and selection stay where they can.

        The first lanes, and lanes whose marks all lie elsewhere, are shown in the window
        that they choose.
        """
        before, keys = self.window_shown(), self.selected_keys()
        focused = self._focused_names()
        # A filter that lets nothing through leaves no window, but the next one comes back.
        self._last_window = before or self._last_window
        window = lanes.first
        if self._last_window is not None and lanes.first is not None:
            kept = _on_axis(lanes, self._last_window)
            window = kept if lanes.n_in(kept) > 0 else lanes.first
        self.canvas.set_lanes(lanes, texts, window)
        self.player.set_lanes(lanes)
        self._overview.set_lanes(lanes)
        self._overview.setVisible(lanes.extent is not None or lanes.undated.size > 0)
        if not lanes.lanes:
            # Without lanes nothing is laid out that would say so.
            self._scroll.hide()
            self._follow_axis()
        self._show_shelf()
        if window is not None:
            self._overview.set_window(window)
            if self.window_shown() != before:
                self._follow_window(window.t0, window.t1)
        self._reselect(keys, focused)

    def set_extras(self, extras: Extras) -> None:
        """Show eras, notes and the articles that are held, too."""
        self.canvas.set_extras(extras)

    def set_empty_text(self, text: str) -> None:
        """Say this in the middle when there is nothing to show."""
        self.canvas.set_empty_text(text)

    def set_reduced_motion(self, *, is_reduced: bool) -> None:
        """Whether a timeline that is thrown stops at once, and playing jumps."""
        self.canvas.set_has_motion(has_motion=not is_reduced)
        self.player.set_has_motion(has_motion=not is_reduced)

    def set_mime_type(self, mime_type: str) -> None:
        """Take words that are dragged here under this type."""
        self.canvas.set_mime_type(mime_type)

    def lanes(self) -> Lanes | None:
        """The lanes shown, for a table that says the same."""
        return self.canvas.lanes

    def summary(self) -> str:
        """How many marks are in the window and when it is: "50 of 412 marks · Apr – Jul 2031"."""
        layout, lanes, window = self.canvas.layout_shown(), self.canvas.lanes, self.window_shown()
        if layout is None or lanes is None or window is None:
            return ""
        return self.tr("{shown} of {all} marks · {window}").format(
            shown=grouped(layout.n_marks_in_window),
            all=grouped(self.canvas.n_dated),
            window=window_in_words(window, lanes.wording),
        )

    # ----------------------------------------------------------------- the window of time

    def window_shown(self) -> TimeWindow | None:
        """The window of time in civil seconds, or None while nothing is dated."""
        lanes, window = self.canvas.lanes, self.canvas.shown
        if lanes is None or window is None:
            return None
        return TimeWindow(lanes.folds.t(window.t0), lanes.folds.t(window.t1))

    def set_window(self, t0: float, t1: float) -> None:
        """Show the time from t0 to t1."""
        lanes = self.canvas.lanes
        if lanes is not None and lanes.extent is not None:
            self.canvas.set_window(_on_axis(lanes, clamped(t0, t1)))

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
        """Show the selected marks with what surrounds them, or all when none is selected."""
        self.perform(Deed.FIT_SELECTION)

    def zoom(self, factor: float) -> None:
        """Show ``factor`` times less time about the middle of the window."""
        window = self.canvas.shown
        if window is not None:
            self.canvas.set_window(zoomed(window, factor, (window.t0 + window.t1) / 2))

    def go_to(self, edtf: str) -> None:
        """Show this date with as much again on both sides; raises EdtfError."""
        bounds = parse(edtf).bounds
        t0 = bounds.t0 if bounds.t0 > OPEN_START else bounds.t1 - 1
        t1 = bounds.t1 if bounds.t1 < OPEN_END else t0 + 1
        room = _ROOM_AROUND_DATE * (t1 - t0)
        self.set_window(t0 - room, t1 + room)

    def filter_to_window(self) -> None:
        """Ask to see nothing but what lies in the window."""
        window = self.window_shown()
        if window is not None:
            self.range_filtered.emit(window.t0, window.t1)

    def _show_on_axis(self, u0: float, u1: float) -> None:
        self.canvas.set_window(clamped(u0, u1))

    def _filter_on_axis(self, u0: float, u1: float) -> None:
        lanes = self.canvas.lanes
        if lanes is not None:
            self.range_filtered.emit(lanes.folds.t(u0), lanes.folds.t(u1))

    # ----------------------------------------------------------------- the selection

    def selected_keys(self) -> list[str]:
        """The keys of the selected marks, the current one last."""
        lanes = self.canvas.lanes
        return [] if lanes is None else [lanes.key(row) for row in self.canvas.selection.rows]

    def selected_key(self) -> str | None:
        """The key of the current mark, or None."""
        keys = self.selected_keys()
        return keys[-1] if keys else None

    def select(self, keys: str | Sequence[str] | None) -> None:
        """Select the marks with these keys and bring the last into view; None for nothing.

        Keys that are not on the timeline are left out.
        """
        wanted = [keys] if isinstance(keys, str) else list(keys or ())
        rows, place = self._found(wanted)
        self.canvas.set_selection(Selection(tuple(rows), place))
        if place is not None:
            self.canvas.bring_into_view(place)

    def _found(self, keys: Sequence[str]) -> tuple[list[int], Place | None]:
        """The rows of keys, as far as they are in lanes, and where the last one stands."""
        lanes = self.canvas.lanes
        if lanes is None:
            return [], None
        rows = rows_of(lanes, keys)
        places = lanes.places(rows[-1]) if rows else []
        # What has no date stands in no lane, but a table beside may have selected it.
        return rows, (places[0] if places else None)

    def _focused_names(self) -> tuple[str, str] | None:
        """The keys of the mark and the lane that the keyboard is at."""
        focused, lanes = self.canvas.selection.focused, self.canvas.lanes
        if focused is None or lanes is None:
            return None
        return lanes.key(focused.mark), lanes.lanes[focused.lane].key

    def _reselect(self, keys: Sequence[str], focused: tuple[str, str] | None) -> None:
        """Select again what was selected, without moving the window."""
        rows, place = self._found(keys)
        lanes = self.canvas.lanes
        if focused is not None and lanes is not None:
            row = lanes.row_of(focused[0])
            among = [] if row is None else lanes.places(row)
            same = [at for at in among if lanes.lanes[at.lane].key == focused[1]]
            kept = same or among
            place = kept[0] if kept else place
        self.canvas.set_selection(Selection(tuple(rows), place), is_told=False)
        if len(rows) != len(keys):
            self.selection_changed.emit(self.selected_keys())
        self._describe()

    def _tell_selection(self) -> None:
        self._describe()
        self.selection_changed.emit(self.selected_keys())

    def _activate(self) -> None:
        key = self.selected_key()
        if key is not None:
            self.mark_activated.emit(key)

    def _peek(self) -> None:
        key = self.selected_key()
        if key is not None:
            self.peek_requested.emit(key)

    # ----------------------------------------------------------------- wishes

    def perform(self, deed: Deed) -> None:
        """Do what a key would."""
        self.canvas.perform(deed)

    def can_merge(self) -> bool:
        """Whether two events at least are selected, and nothing else."""
        lanes, rows = self.canvas.lanes, self.canvas.selection.rows
        if lanes is None or len(rows) < 2:  # noqa: PLR2004 (merging takes two)
            return False
        return bool(np.all(lanes.columns.kind[list(rows)] == EVENT))

    def _merge(self) -> None:
        if self.can_merge():
            self.merge_wanted.emit(self.selected_keys())
        else:
            self.merge_refused.emit()

    def _want_date(self, row: int, text: str) -> None:
        lanes = self.canvas.lanes
        if lanes is not None:
            self.date_wanted.emit(lanes.key(row), text)

    def _asked_place(self) -> tuple[str, str] | None:
        """The date and the lane at the point where a menu was asked for."""
        canvas = self.canvas
        point = QPointF(canvas.mapFromGlobal(self._asked_at))
        return date_and_lane_at(canvas, canvas.in_layout(point))

    def want_event_where_asked(self) -> None:
        """Ask for an event where the menu was opened, or let it be placed by hand."""
        found = self._asked_place()
        if found is None:
            self.perform(Deed.NEW_EVENT)
        else:
            self.event_wanted.emit(*found)

    def want_note_where_asked(self) -> None:
        """Ask for a note where the menu was opened, or at the current mark."""
        found = self._asked_place()
        if found is None:
            self.want_note_at_selection()
        else:
            self.note_wanted.emit(found[0], -1)

    def want_note_at_selection(self) -> None:
        """Ask for a note at the date of the current mark."""
        lanes, row = self.canvas.lanes, self.canvas.selection.current
        code = -1 if lanes is None or row is None else int(lanes.table.date[row])
        if lanes is not None and code >= 0:
            self.note_wanted.emit(lanes.columns.names.dates[code].text, -1)

    def _drop_words(self, row: int, data: QMimeData) -> None:
        lanes = self.canvas.lanes
        key = "" if lanes is None or row < 0 else lanes.key(row)
        self.words_dropped.emit(key, data)

    # ----------------------------------------------------------------- the menu

    def menu_for(self, key: str) -> QMenu:
        """The usual menu of a mark or a lane by its key; that of the timeline for nothing."""
        lanes = self.canvas.lanes
        target: Target = None
        if lanes is not None and key:
            at = next((i for i, lane in enumerate(lanes.lanes) if lane.key == key), None)
            row = lanes.row_of(key) if at is None else None
            places = [] if row is None else lanes.places(row)
            target = places[0] if places else at
            if isinstance(self._target, Place) and self._target in places:
                target = self._target
        return menu_of(self, target)

    def _ask_menu(self, target: Target, at: QPoint) -> None:
        lanes = self.canvas.lanes
        if lanes is None or (self._menu is not None and self._menu.isVisible()):
            # Some platforms tell of the menu key twice.
            return
        self._target, self._asked_at = target, at
        key = ""
        if isinstance(target, Place):
            key = lanes.key(target.mark)
        elif isinstance(target, int):
            key = lanes.lanes[target].key
        if self.receivers(_MENU_SIGNAL) > 0:
            self.menu_wanted.emit(key, at)
        else:
            self.show_menu(menu_of(self, target), at)

    def show_menu(self, menu: QMenu, at: QPoint) -> None:
        """Show a menu at a point of the screen; it goes when it is closed."""
        self._menu = menu
        menu.aboutToHide.connect(self._forget_menu)
        menu.popup(at)

    def _forget_menu(self) -> None:
        # What was chosen is done after the menu has been hidden, and before it goes.
        menu, self._menu = self._menu, None
        if menu is not None:
            menu.deleteLater()

    # ----------------------------------------------------------------- playing

    def is_playing(self) -> bool:
        """Whether time is played, running or paused."""
        return self.player.now is not None

    def play(self, *, is_on: bool) -> None:
        """Begin to play through time at the first mark of the window, or end it."""
        lanes, window = self.canvas.lanes, self.canvas.shown
        if not is_on:
            self.player.stop()
        elif lanes is not None and window is not None and not self.is_playing():
            self.player.start(lanes, window)

    def step(self, towards: int) -> None:
        """One step on (1) or back (-1) while time is played; 0 pauses or goes on."""
        if towards:
            self.player.step(towards)
        else:
            self.player.pause_or_go_on()

    def _play_at(self, u: float) -> None:
        self.canvas.set_now(u)
        window = self.canvas.shown
        if window is not None and not window.t0 <= u <= window.t0 + _FOLLOWS_AT * window.seconds:
            t0 = u - _STAYS_AT * window.seconds
            self.canvas.set_window(clamped(t0, t0 + window.seconds))

    def _tell_playing(self) -> None:
        if not self.is_playing():
            self.canvas.set_now(None)
        self.playing_changed.emit(self.is_playing())

    # ----------------------------------------------------------------- keeping in step

    def _follow_window(self, u0: float, u1: float) -> None:
        self._overview.set_window(TimeWindow(u0, u1))
        self.player.set_window(TimeWindow(u0, u1))
        window = self.window_shown()
        if window is not None:
            self.window_changed.emit(window.t0, window.t1)

    def _describe(self) -> None:
        """Tell a screen reader what the timeline is and which mark is current."""
        canvas = self.canvas
        lanes, chosen = canvas.lanes, canvas.selection
        if lanes is None:
            return
        canvas.setAccessibleName(lanes_in_words(lanes.arrangement.lanes))
        focused = chosen.focused
        if focused is None:
            n_marks = grouped(canvas.n_dated)
            words = self.tr("{} marks; arrow keys go from mark to mark").format(n_marks)
        else:
            details = canvas.details(np.array([focused.mark], dtype=np.int32))
            mark = details[0] if details else None
            words = place_in_words(lanes, focused, mark, len(chosen.rows))
        if words != canvas.accessibleDescription():
            canvas.setAccessibleDescription(words)
            QAccessible.updateAccessibility(
                QAccessibleEvent(canvas, QAccessible.Event.DescriptionChanged)
            )


def _on_axis(lanes: Lanes, window: TimeWindow) -> TimeWindow:
    """A window of civil seconds in seconds of the axis."""
    return clamped(lanes.folds.u(window.t0), lanes.folds.u(window.t1))
