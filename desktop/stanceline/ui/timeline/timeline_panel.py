"""The timeline with its controls, docked below the article or filling the window."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from stanceline.domain.errors import StancelineError
from stanceline.domain.marks import LaneKey, Mark, MarkFilter
from stanceline.domain.timelines import Arrangement, SavedView
from stanceline.services.timeline import MarkTexts
from stanceline.services.views import readable_views
from stanceline.services.workspace import Changed, Workspace
from stanceline.ui.theme import Theme, scaled
from stanceline.ui.timeline.annotations import Annotations
from stanceline.ui.timeline.deeds import TimelineDeeds
from stanceline.ui.timeline.drawing_room import DrawingRoom
from stanceline.ui.timeline.filter_strip import FilterStrip
from stanceline.ui.timeline.freshness import Freshness
from stanceline.ui.timeline.head import TimelineHead
from stanceline.ui.timeline.lane_reading import Asked, LaneReading, LanesRead
from stanceline.ui.timeline.lanes_menu import Titled
from stanceline.ui.timeline.legend_strip import CATEGORY, STANCE, STATUS, SUGGESTED, LegendStrip
from stanceline.ui.timeline.mark_menu import TimelineMenus
from stanceline.ui.timeline.panel_words import count_told, day_at, faults_told, why_empty
from stanceline.ui.timeline.play_bar import PlayBar
from stanceline.ui.timeline.playing import Playing
from stanceline.ui.timeline.writing import TimelineWriting

if TYPE_CHECKING:
    from stanceline.timeline.placing.extras import Extras
    from stanceline.timeline.view import TimelineView
    from stanceline.ui.timeline.filter_row import FilterRow

_DOCKED_HEIGHT = 250
_LEAST = QSize(600, 150)
_LEGEND_FROM = 380
_COUNT_MS = 60


class TimelinePanel(QWidget):
    """Shows the workspace's marks; ``mark_selected`` and ``mark_activated`` carry a key.

    ``arranged`` says that the timeline is arranged otherwise. ``delete_requested`` carries
    the key of what shall go. ``left`` says that the keyboard should go back to the
    article; ``said`` carries what was done, ``done`` what undo takes back, ``refused`` why
    something was not done. ``help_wanted`` asks how to search.
    """

    mark_selected = Signal(str)
    mark_activated = Signal(str)
    arranged = Signal()
    delete_requested = Signal(str)
    left = Signal()
    said = Signal(str)
    done = Signal(str)
    refused = Signal(str)
    help_wanted = Signal()

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workspace = workspace
        self._texts = MarkTexts(workspace)
        self._arrangement = Arrangement()
        self._title = ""
        self._read: LanesRead | None = None
        self._awaited: tuple[str, ...] = ()
        self._range_awaited: tuple[float, float] | None = None
        self._has_begun = False
        self._is_legend_wanted = True
        self.reading = LaneReading(workspace, self)
        self.freshness = Freshness(self, self.reading)
        # While somebody zooms, no frame waits for words.
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNT_MS)
        self._counting.timeout.connect(self._show_count)
        self.head = TimelineHead(workspace, theme, self.hidden_lanes, self.view_shown)
        self.views = self.head.views
        self.filter_button = self.head.filter_button
        self.room = DrawingRoom(theme)
        self.legend = LegendStrip(theme)
        self.play_bar = PlayBar()
        self.playing = Playing(self.play_bar, self)
        self.annotations = Annotations(self, self.views, self.view_shown, self.date_here)
        self.writing = TimelineWriting(workspace, self, self.mark)
        self.deeds = TimelineDeeds(self)
        self.menus = TimelineMenus(self)
        self.strip = FilterStrip(workspace, theme, self.filter_button)
        self._build()
        self._connect()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.head, self.strip):
            layout.addWidget(part)
        layout.addWidget(self.room, 1)
        layout.addWidget(self.play_bar)
        layout.addWidget(self.legend)
        self.play_bar.hide()
        self.legend.hide()

    def _connect(self) -> None:
        head = self.head
        head.lanes.wanted.connect(self.arrange)
        head.axis.wanted.connect(self.arrange)
        head.fit_wanted.connect(self.deeds.fit_all)
        head.zoom_wanted.connect(self.deeds.zoom)
        head.jump.jumped.connect(self._go_to)
        head.jump.left.connect(self._leave_jump)
        head.jump.refused.connect(self.said)
        head.more.about_to_open.connect(self._fill_more)
        self.views.chosen.connect(self.show_view)
        self.views.titled.connect(self._take_title)
        self.strip.made.connect(self._offer_filters)
        self.strip.changed.connect(self._filter_changed)
        self.strip.help_wanted.connect(self.help_wanted)
        for part in (self.strip, self.views, self.writing, self.annotations):
            part.left.connect(self.room.take_focus)
        for part in (self.views, self.writing):
            part.refused.connect(self.refused)
        self.views.said.connect(self.done)
        self.writing.done.connect(self.done)
        self.writing.said.connect(self.said)
        self.writing.noted.connect(self._await)
        self.annotations.done.connect(self.done)
        self.annotations.changed.connect(self._show_extras)
        self.legend.toggled.connect(self._toggle_in_legend)
        self.room.made.connect(self._connect_view)
        self.room.window_changed.connect(self._count_later)
        self.room.selected.connect(self._tell_selection)
        self.room.activated.connect(self.mark_activated)
        self.room.date_wanted.connect(self.writing.move)
        self.room.menu_wanted.connect(self.menus.open)
        self.room.beyond.connect(self.deeds.do_beyond)
        self.freshness.due.connect(self._show_marks)
        self.reading.read.connect(self._show)
        self.reading.failed.connect(self.refused)

    def _connect_view(self, view: "TimelineView") -> None:
        view.date_wanted.connect(self.writing.move)
        view.event_wanted.connect(self.writing.ask_for_event)
        view.merge_wanted.connect(self.writing.merge)
        view.merge_refused.connect(lambda: self.writing.merge(()))
        view.words_dropped.connect(self._take_dropped)
        view.arrangement_wanted.connect(self.arrange)
        view.note_wanted.connect(self._take_note)
        view.range_filtered.connect(self._narrow_to)
        self.playing.take(view)
        self._describe_emptiness()

    # What is asked for

    @property
    def view(self) -> "TimelineView":
        """The drawing, which is made when it is first asked for or has something to show."""
        return self.room.view

    @property
    def can_write(self) -> bool:
        """Whether the workspace can be changed from here."""
        return not self._workspace.is_read_only

    def arrangement(self) -> Arrangement:
        """How the timeline is arranged."""
        return self._arrangement

    def arrange(self, arrangement: Arrangement) -> None:
        """Arrange the timeline otherwise."""
        if arrangement == self._arrangement:
            return
        self._arrangement = arrangement
        self.head.show_arrangement(arrangement)
        self.views.show_state()
        self.arranged.emit()
        if self.room.has_view or self.isVisible():
            self._show_marks()

    def lanes(self) -> LaneKey:
        """What the lanes stand for."""
        return self._arrangement.lanes

    def set_lanes(self, lanes: LaneKey) -> None:
        """Have the lanes stand for something else, nothing nested in them."""
        self.arrange(replace(self._arrangement, lanes=lanes, within=None))

    def hidden_lanes(self) -> Sequence[Titled]:
        """The keys and titles of the lanes that are hidden."""
        if self._read is None:
            return [(key, key) for key in sorted(self._arrangement.hidden)]
        return [(lane.key, lane.title) for lane in self._read.lanes.hidden_lanes]

    def wanted(self) -> MarkFilter:
        """The filter in force, but for the words in ``query``."""
        return self.strip.wanted()

    def query(self) -> str:
        """The filter in the language of the search."""
        return self.strip.query()

    def asked(self) -> Asked:
        """All that decides what is shown."""
        return Asked(self._arrangement, self.wanted(), self.query())

    def view_shown(self) -> SavedView:
        """What the timeline shows now, as a view that could be saved."""
        window = self.room.drawing.window_shown() if self.room.has_view else None
        return SavedView(
            name=self.views.current.name if self.views.current else "",
            arrangement=self._arrangement,
            wanted=self.wanted(),
            query=self.query(),
            range=None if window is None else (window.t0, window.t1),
            title=self._title,
            eras=self.annotations.eras,
            notes=self.annotations.notes,
        )

    def show_view(self, view: SavedView) -> None:
        """Show a saved view: its arrangement, its filter, its notes and where in time it is."""
        self._has_begun = True
        self._take_view(view)
        self.arranged.emit()
        if self.room.has_view or self.isVisible():
            self._show_marks()

    def _take_view(self, view: SavedView) -> None:
        self.strip.take(view.wanted, view.query)
        self._arrangement = view.arrangement
        self._title = view.title
        self._range_awaited = view.range
        self.head.show_arrangement(view.arrangement)
        self.head.show_title(view.title)
        self.annotations.take(view)
        self.views.take(view)

    # Keeping in step

    def sizeHint(self) -> QSize:
        """Enough for a few lanes below an article."""
        return QSize(900, _DOCKED_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Less than all controls need: they give way, or go to lines of their own."""
        return _LEAST

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of this theme from now on."""
        for part in (self.room, self.strip, self.head, self.legend):
            part.set_theme(theme)

    def workspace_changed(self, kinds: frozenset[Changed]) -> None:
        """Show what is in the workspace now, at once when the timeline is seen, else later."""
        if Changed.TIMELINES in kinds:
            self.views.refresh()
            if self.views.current is not None or not self.annotations.is_empty:
                self.annotations.take(self.views.current)
        self.freshness.hear(kinds, with_suggestions=self._arrangement.with_suggestions)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the timeline was hidden."""
        super().showEvent(event)
        self.freshness.be_shown()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Catch up once the window is there."""
        super().paintEvent(event)
        self.freshness.be_painted()

    def refresh(self) -> None:
        """Read the marks anew and show them at once, however many there are."""
        self.freshness.take()
        self._show(self.reading.read_now(self.asked(), is_afresh=True))

    def stop(self) -> None:
        """Read no more, and let go of the workspace."""
        self.freshness.stop()
        self.reading.stop()

    def _begin(self) -> None:
        """Open with the view that was chosen for it."""
        views, damaged = readable_views(self._workspace)
        self._has_begun = True
        view = next((each for each in views if each.is_default), None)
        if view is not None:
            self._take_view(view)
        if damaged:
            # One of them may be the one that was chosen for it.
            told = self.tr(
                "Damaged, and cannot be shown: {names}. The menu of the views deletes it."
            )
            self.refused.emit(told.format(names=", ".join(f"“{name}”" for name in damaged)))

    def _show_marks(self) -> None:
        """Show what is asked for: at once where it takes no time."""
        try:
            if not self._has_begun:
                self._begin()
            is_afresh = self.freshness.take()
            if self.reading.can_read_now():
                self._show(self.reading.read_now(self.asked(), is_afresh=is_afresh))
            else:
                self.reading.ask(self.asked(), is_afresh=is_afresh)
        except StancelineError as error:
            self.refused.emit(str(error))

    def _show(self, read: LanesRead) -> None:
        self._refresh_filters()
        self._read = read
        self._describe_emptiness()
        self.room.show_lanes(read.lanes, self._texts, self._extras())
        self.legend.show_used(read.used, read.asked.wanted)
        if self._range_awaited is not None:
            self.room.drawing.set_window(*self._range_awaited)
            self._range_awaited = None
        if self._awaited:
            self._select_awaited()
        self._show_count()
        for button in self.head.zoom_buttons:
            button.setEnabled(read.lanes.extent is not None)
        self.strip.show_marks(read.n_all, read.n_shown, faults_told(read))
        self._make_way()

    def _extras(self) -> "Extras":
        # Imported late, with the drawing.
        from stanceline.timeline.placing import extras

        coverage = self._read.coverage if self._read is not None else None
        has_days = coverage is not None and coverage[0].size > 0
        return extras.Extras(
            self.annotations.eras, self.annotations.notes, coverage if has_days else None
        )

    def _show_extras(self) -> None:
        if self._read is not None:
            self.view.set_extras(self._extras())
        self.views.show_state()

    def _describe_emptiness(self) -> None:
        self.room.set_empty_text(why_empty(self._read))

    # The filter

    @property
    def filters(self) -> "FilterRow":
        """What narrows the timeline, made when it is first asked for."""
        return self.strip.filters

    def _offer_filters(self) -> None:
        self.filters.follow_in_tab_order(self.head.more)
        try:
            self._refresh_filters()
        except StancelineError as error:
            self.refused.emit(str(error))

    def _refresh_filters(self) -> None:
        if self.strip.has_filters and self.freshness.are_filters_stale:
            self.filters.refresh()
            self.freshness.filters_know()

    def _filter_changed(self) -> None:
        self.views.show_state()
        self._show_marks()

    def _narrow_to(self, since: float, until: float) -> None:
        self.filters.set_range(since, until)

    def _toggle_in_legend(self, what: str, key: str) -> None:
        if what == SUGGESTED:
            self.arrange(replace(self._arrangement, with_suggestions=False))
            return
        filters = self.filters
        popup = {STANCE: filters.stances, STATUS: filters.statuses, CATEGORY: filters.categories}[
            what
        ]
        popup.set_ticked(popup.ticked() ^ {key})
        self.legend.show_used(self._read.used if self._read else self.legend.used, self.wanted())

    # The selection

    def select(self, key: str | None) -> None:
        """Select this mark and bring it into view, as soon as it is there."""
        self._awaited = (key,) if key else ()
        if self._read is None:
            return
        if not key:
            self.room.select(())
        else:
            self._select_awaited()

    def _await(self, key: str) -> None:
        """Select what was made here, as soon as it is there."""
        self.select(key)
        self.mark_selected.emit(key)

    def _select_awaited(self) -> None:
        lanes = self._read.lanes if self._read is not None else None
        there = [key for key in self._awaited if lanes and lanes.row_of(key) is not None]
        self.room.select(there)
        if there:
            self._awaited = ()

    def _tell_selection(self, keys: list[str]) -> None:
        self._awaited = ()
        self._show_count()
        self.mark_selected.emit(keys[-1] if keys else "")

    def mark(self, key: str) -> Mark | None:
        """The mark of this key in full; None for one that is not there."""
        row = self._read.lanes.row_of(key) if self._read is not None else None
        if self._read is None or row is None:
            return None
        found = self._texts.details(self._read.lanes.columns, np.array([row], dtype=np.int32))
        return found[0] if found else None

    @property
    def n_shown(self) -> int:
        """How many marks the filter let through when they were read."""
        return self._read.n_shown if self._read is not None else 0

    def marks(self) -> list[Mark]:
        """The marks that the filter lets through, in full; for few of them."""
        if self._read is None:
            return []
        rows = np.flatnonzero(self._read.lanes.table.shown).astype(np.int32)
        return self._texts.details(self._read.lanes.columns, rows)

    # What comes of the drawing

    def _take_dropped(self, key: str, data: object) -> None:
        if isinstance(data, QMimeData):
            self.writing.drop(key, data, self.date_here())

    def _take_note(self, date: str, place: int) -> None:
        if place >= 0:
            self.annotations.open_note(place)
        else:
            self.annotations.ask_for_note(date)

    def _take_title(self, title: str) -> None:
        self._title = title
        self.head.show_title(title)
        self.views.show_state()

    # Where in time

    def date_here(self) -> str:
        """The day in the middle of the window, as EDTF."""
        window = self.room.drawing.window_shown() if self.room.has_view else None
        return "" if window is None else day_at((window.t0 + window.t1) / 2)

    def _go_to(self, date: str) -> None:
        try:
            self.room.go_to(date)
        except StancelineError as error:
            self.refused.emit(str(error))
        self._leave_jump()

    def _leave_jump(self) -> None:
        self.room.take_focus()
        self.head.make_way()

    # The parts

    def take_focus(self) -> None:
        """Bring the keyboard to the drawing."""
        self.room.take_focus()

    def want_legend(self, *, is_wanted: bool) -> None:
        """Show the legend where there is room for it, or never."""
        self._is_legend_wanted = is_wanted
        self._make_way()

    @property
    def is_legend_wanted(self) -> bool:
        """Whether the legend is shown where there is room for it."""
        return self._is_legend_wanted

    def _make_way(self) -> None:
        has_marks = self._read is not None and self._read.n_shown > 0
        has_room = self.height() >= scaled(_LEGEND_FROM)
        self.legend.setVisible(self._is_legend_wanted and has_marks and has_room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the legend out where the timeline is low."""
        super().resizeEvent(event)
        self._make_way()

    def _count_later(self) -> None:
        if not self._counting.isActive():
            self._counting.start()

    def _show_count(self) -> None:
        window = self.room.drawing.window_shown() if self.room.has_view else None
        told = count_told(self._read, window, self.room.n_selected)
        self.head.count.set_whole_text(told)

    def _fill_more(self) -> None:
        menu = self.head.more.menu_shown
        menu.clear()
        self.menus.fill_more(menu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads from the controls to the marks, and from there back to the article.

        Delete deletes the mark that is selected.
        """
        if event.key() == Qt.Key.Key_Delete and self._is_in_drawing():
            self.deeds.delete()
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._is_in_drawing():
            self.left.emit()
        else:
            self.room.take_focus()

    def _is_in_drawing(self) -> bool:
        focused = QApplication.focusWidget()
        drawing = self.room.drawing
        return focused is not None and (focused is drawing or drawing.isAncestorOf(focused))
