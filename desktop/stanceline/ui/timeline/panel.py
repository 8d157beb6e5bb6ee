"""The timeline with its controls, docked below the article or filling the window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.errors import StancelineError
from stanceline.domain.marks import LaneKey, Mark, MarkFilter
from stanceline.domain.timelines import SavedView
from stanceline.services.workspace import Changed, Workspace
from stanceline.timeline.datewords import window_in_words
from stanceline.ui.theme import Theme, scaled
from stanceline.ui.timeline.filter_bar import FilterBar
from stanceline.ui.timeline.mark_reading import MarkReading, MarksRead
from stanceline.ui.timeline.style import timeline_style
from stanceline.ui.timeline.views_menu import ViewsMenu
from stanceline.ui.widgets import Caption, ElidedLabel

if TYPE_CHECKING:
    from stanceline.timeline.view import TimelineView

_SHOWN_KINDS = frozenset(Changed) - {Changed.SUGGESTIONS, Changed.DOUBTS}
_FILTERED_KINDS = frozenset((Changed.SPEAKERS, Changed.TOPICS, Changed.EVENTS))
_DOCKED_HEIGHT = 250
_LEAST = QSize(600, 150)
_MOST_UNDATED = 30
_WIDEST_TITLE = 420
_ROOMY_WIDTH = 1320
_MARGIN = 16
_LEAST_DELAY_MS = 200
_GAP = 6


class TimelinePanel(QWidget):
    """Shows the workspace's marks; ``mark_selected`` and ``mark_activated`` carry a key.

    ``left`` says that the keyboard should go back to the article; ``said`` carries what
    was done, ``refused`` why something was not.
    """

    mark_selected = Signal(str)
    mark_activated = Signal(str)
    left = Signal()
    said = Signal(str)
    refused = Signal(str)

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workspace = workspace
        self._theme = theme
        self._is_stale = self._are_filters_stale = True
        self._marks: list[Mark] = []
        self._keys: dict[str, int] = {}
        self._awaited = ""
        self._view: TimelineView | None = None
        self.reading = MarkReading(workspace, self)
        # After a change the article is painted first, and many changes are one.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._catch_up)
        self.filters = FilterBar(workspace, theme)
        self.lanes_box = QComboBox()
        self.filter_button = QPushButton(self.tr("Filter"))
        self.views = ViewsMenu(workspace, lambda: (self.lanes(), self.wanted()))
        self._n_all = 0
        self._count = ElidedLabel()
        self._count.setProperty("role", "small")
        self._build()
        self._connect()

    def _build(self) -> None:
        self.lanes_box.setAccessibleName(self.tr("Lanes"))
        for key, text in (
            (LaneKey.SPEAKER, self.tr("by speaker")),
            (LaneKey.TOPIC, self.tr("by topic")),
            (LaneKey.CATEGORY, self.tr("by category")),
            (LaneKey.SOURCE, self.tr("by outlet")),
            (LaneKey.STATUS, self.tr("by status")),
            (LaneKey.NONE, self.tr("in one lane")),
        ):
            self.lanes_box.addItem(text, key.value)
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 12, 6)
        top.setSpacing(8)
        self.caption = Caption(self.tr("Timeline"))
        top.addWidget(self.caption)
        top.addWidget(self.lanes_box)
        self.filter_button.setCheckable(True)
        self.filter_button.setProperty("quiet", "true")
        top.addWidget(self.filter_button)
        self._wide_row = QHBoxLayout()
        top.addLayout(self._wide_row)
        top.addWidget(self.views)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self._count, 1)
        zoom = QHBoxLayout()
        zoom.setSpacing(0)
        top.addLayout(zoom)
        self._zoom_buttons: list[QPushButton] = []
        for text, name, slot in (
            (self.tr("Fit"), self.tr("Show the whole time (0)"), self._fit),
            ("+", self.tr("Closer (+)"), self._zoom_in),
            ("−", self.tr("Farther (-)"), self._zoom_out),
        ):
            button = QPushButton(text)
            button.setProperty("quiet", "true")
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.clicked.connect(slot)
            zoom.addWidget(button)
            self._zoom_buttons.append(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        self._narrow_row = QHBoxLayout()
        self._narrow_row.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        layout.addLayout(self._narrow_row)
        # An empty layout takes no room, and the controls would wait in the middle.
        holder = QWidget()
        self._room = QVBoxLayout(holder)
        self._room.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(holder, 1)
        self._wide_row.addWidget(self.filters)

    def _connect(self) -> None:
        self.lanes_box.currentIndexChanged.connect(self._lanes_chosen)
        self.filters.changed.connect(self._show_marks)
        self.views.chosen.connect(self.show_view)
        self.views.said.connect(self.said)
        self.views.refused.connect(self.refused)
        self.filter_button.toggled.connect(self._show_filters)
        self.reading.read.connect(self._show)
        self.reading.failed.connect(self.refused)

    @property
    def view(self) -> "TimelineView":
        """The drawing, which is made when it is first asked for or has something to show."""
        if self._view is None:
            # Imported late: with it come libraries that the first window can do without.
            from stanceline.timeline.view import TimelineView

            view = self._view = TimelineView()
            view.set_style(timeline_style(self._theme))
            view.set_lanes(self.lanes())
            view.window_changed.connect(self._show_count)
            view.shelf_requested.connect(self._show_undated)
            view.selection_changed.connect(self.mark_selected)
            view.mark_activated.connect(self.mark_activated)
            self._room.addWidget(view)
            self._describe_emptiness()
        return self._view

    def sizeHint(self) -> QSize:
        """Enough for a few lanes below an article."""
        return QSize(900, _DOCKED_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Less than the open filters need: they go to a line of their own where it is narrow."""
        return _LEAST

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of this theme from now on."""
        self._theme = theme
        if self._view is not None:
            self._view.set_style(timeline_style(theme))
        self.filters.set_theme(theme)

    def workspace_changed(self, kinds: frozenset[Changed]) -> None:
        """Show what is in the workspace now, at once when the timeline is seen, else later."""
        if not kinds & _SHOWN_KINDS:
            return
        self._is_stale = True
        self._are_filters_stale = self._are_filters_stale or bool(kinds & _FILTERED_KINDS)
        if not self.isVisible():
            return
        if self.reading.can_read_now():
            self._catch_up()
        elif not self._later.isActive():
            self._later.start(max(_LEAST_DELAY_MS, int(2 * self.reading.took_ms)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the filters on a line of their own, to be opened, where there is little room."""
        super().resizeEvent(event)
        is_roomy = event.size().width() >= scaled(_ROOMY_WIDTH)
        row = self._wide_row if is_roomy else self._narrow_row
        if row.indexOf(self.filters) < 0:
            row.addWidget(self.filters)
        self._show_filters()

    def _show_filters(self) -> None:
        is_narrow = self._narrow_row.indexOf(self.filters) >= 0
        # Where there are no marks there is nothing to narrow.
        has_marks = self._n_all > 0
        self.filter_button.setVisible(is_narrow and has_marks)
        is_shown = has_marks and (not is_narrow or self.filter_button.isChecked())
        self.filters.setVisible(is_shown)
        below = _GAP if is_narrow and is_shown else 0
        self._narrow_row.setContentsMargins(_MARGIN, 0, _MARGIN, below)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the timeline was hidden."""
        super().showEvent(event)
        if self._is_stale:
            # The window is painted first: a large workspace has many marks to read.
            QTimer.singleShot(0, self, self._catch_up)

    def _catch_up(self) -> None:
        if self._is_stale and self.isVisible():
            self._show_marks()

    def refresh(self) -> None:
        """Read the marks anew and show them at once, however many there are."""
        self._is_stale = False
        self._show(self.reading.read_now(self.lanes(), self.wanted(), is_afresh=True))

    def stop(self) -> None:
        """Read no more, and let go of the workspace."""
        self._later.stop()
        self.reading.stop()

    def _show_marks(self) -> None:
        """Show what the lanes and the filter ask for: at once where it takes no time."""
        is_afresh, self._is_stale = self._is_stale, False
        try:
            if self.reading.can_read_now():
                self._show(self.reading.read_now(self.lanes(), self.wanted(), is_afresh=is_afresh))
            else:
                self.reading.ask(self.lanes(), self.wanted(), is_afresh=is_afresh)
        except StancelineError as error:
            self.refused.emit(str(error))

    def select(self, key: str | None) -> None:
        """Select this mark and bring it into view, as soon as it is there."""
        is_there = key in self._keys
        self._awaited = key if key and not is_there else ""
        if self._view is not None:
            self._view.select(key if is_there else None)

    def _show(self, read: MarksRead) -> None:
        if self._are_filters_stale:
            self._are_filters_stale = False
            self.filters.refresh()
        self._marks, self._keys, self._n_all = read.marks, read.places, read.n_all
        self.view.show_lanes(read.lanes, read.places)
        if self._awaited in self._keys:
            self.view.select(self._awaited)
            self._awaited = ""
        self._show_count()
        n_active = self.filters.n_active
        text = self.tr("Filter")
        self.filter_button.setText(f"{text} · {n_active}" if n_active else text)
        for button in self._zoom_buttons:
            button.setEnabled(bool(self._marks))
        if self._n_all and not self._marks:
            # What lets nothing through must be in sight, with the button that clears it.
            self.filter_button.setChecked(True)
        self._show_filters()
        self._describe_emptiness()

    def _show_count(self) -> None:
        if len(self._marks) == self._n_all:
            told = self.tr("%n mark(s)", "", self._n_all)
        else:
            told = self.tr("{shown} of {all} marks").format(shown=len(self._marks), all=self._n_all)
        window, lanes = self.view.window_shown(), self.view.lanes()
        if self._marks and window is not None and lanes is not None:
            told += f" · {window_in_words(window, lanes.wording)}"
        self._count.set_whole_text(told)

    def _show_undated(self) -> None:
        """List what has no date, to open the words that it rests on."""
        undated = [mark for mark in self._marks if mark.date is None]
        menu = QMenu(self)
        for mark in undated[:_MOST_UNDATED]:
            text = self.fontMetrics().elidedText(
                " ".join(mark.title.split()), Qt.TextElideMode.ElideRight, _WIDEST_TITLE
            )
            action = menu.addAction(text.replace("&", "&&"))
            action.triggered.connect(self._activator(mark.key))
        if len(undated) > _MOST_UNDATED:
            more = menu.addAction(self.tr("and %n more", "", len(undated) - _MOST_UNDATED))
            more.setEnabled(False)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(QCursor.pos())

    def _activator(self, key: str) -> Callable[[], None]:
        return lambda: self.mark_activated.emit(key)

    def show_view(self, view: SavedView) -> None:
        """Show a saved view: its lanes and its filter."""
        self.set_lanes(view.lanes)
        self.filters.set_wanted(view.wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads from the controls to the marks, and from there back to the article."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.view.isAncestorOf(QApplication.focusWidget() or self):
            self.left.emit()
        else:
            self.view.setFocus()

    def _describe_emptiness(self) -> None:
        if self._marks:
            text = self.tr("None of these marks has a date yet. Give one, or date the article.")
        elif self._n_all:
            text = self.tr("No mark fits the filter. Clear it to see all of them.")
        else:
            text = self.tr("Mark a quotation or note an event in an article: it appears here.")
        self.view.set_empty_text(text)

    def _lanes_chosen(self) -> None:
        if self._view is not None or self.isVisible():
            self._show_marks()

    def lanes(self) -> LaneKey:
        """What the lanes stand for."""
        return LaneKey(self.lanes_box.currentData())

    def set_lanes(self, lanes: LaneKey) -> None:
        """Have the lanes stand for something else."""
        self.lanes_box.setCurrentIndex(self.lanes_box.findData(lanes.value))

    def wanted(self) -> MarkFilter:
        """The filter in force."""
        return self.filters.wanted()

    def marks(self) -> list[Mark]:
        """The marks that the filter lets through."""
        return self._marks

    def _fit(self) -> None:
        self.view.fit_all()

    def _zoom_in(self) -> None:
        self.view.zoom(2.0)

    def _zoom_out(self) -> None:
        self.view.zoom(0.5)
