"""The timeline with its controls, docked below the article or filling the window."""

from collections.abc import Callable

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

from stanceline.domain.marks import LaneKey, Mark, MarkFilter
from stanceline.services.timeline import SavedView, marks_of
from stanceline.services.workspace import Changed, Workspace
from stanceline.timeline.datewords import window_in_words
from stanceline.timeline.view import TimelineView
from stanceline.ui.theme import Theme
from stanceline.ui.timeline.filter_bar import FilterBar
from stanceline.ui.timeline.style import timeline_style
from stanceline.ui.timeline.views_menu import ViewsMenu
from stanceline.ui.widgets import Caption, ElidedLabel

_SHOWN_KINDS = frozenset(Changed) - {Changed.SUGGESTIONS}
_DOCKED_HEIGHT = 250
_LEAST = QSize(600, 150)
_MOST_UNDATED = 30
_WIDEST_TITLE = 420
_ROOMY_WIDTH = 1320
_MARGIN = 16
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
        self._is_stale = True
        self._marks: list[Mark] = []
        self._awaited = ""
        self.view = TimelineView()
        self.view.set_style(timeline_style(theme))
        self.filters = FilterBar(workspace, theme)
        self.lanes_box = QComboBox()
        self.filter_button = QPushButton(self.tr("Filter"))
        self.views = ViewsMenu(workspace, lambda: (self.lanes(), self.wanted()))
        self._n_all = 0
        self._count = ElidedLabel()
        self._count.setProperty("role", "small")
        self._build()
        self._connect()
        self._describe_emptiness()

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
            (self.tr("Fit"), self.tr("Show the whole time (0)"), self.view.fit_all),
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
        layout.addWidget(self.view, 1)
        self._wide_row.addWidget(self.filters)

    def _connect(self) -> None:
        self.lanes_box.currentIndexChanged.connect(self._lanes_chosen)
        self.filters.changed.connect(self._show_marks)
        self.views.chosen.connect(self.show_view)
        self.views.said.connect(self.said)
        self.views.refused.connect(self.refused)
        self.view.window_changed.connect(self._show_count)
        self.view.shelf_requested.connect(self._show_undated)
        self.filter_button.toggled.connect(self._show_filters)
        self.view.selection_changed.connect(self.mark_selected)
        self.view.mark_activated.connect(self.mark_activated)

    def sizeHint(self) -> QSize:
        """Enough for a few lanes below an article."""
        return QSize(900, _DOCKED_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Less than the open filters need: they go to a line of their own where it is narrow."""
        return _LEAST

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of this theme from now on."""
        self.view.set_style(timeline_style(theme))
        self.filters.set_theme(theme)

    def workspace_changed(self, kinds: frozenset[Changed]) -> None:
        """Show what is in the workspace now, at once when the timeline is seen, else later."""
        if not kinds & _SHOWN_KINDS:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the filters on a line of their own, to be opened, where there is little room."""
        super().resizeEvent(event)
        is_roomy = event.size().width() >= _ROOMY_WIDTH
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
            self.refresh()

    def refresh(self) -> None:
        """Read the marks anew."""
        self._is_stale = False
        self.filters.refresh()
        self._show_marks()

    def select(self, key: str | None) -> None:
        """Select this mark and bring it into view, as soon as it is there."""
        is_there = any(mark.key == key for mark in self._marks)
        self._awaited = key if key and not is_there else ""
        self.view.select(key if is_there else None)

    def _show_marks(self) -> None:
        everything = marks_of(self._workspace)
        wanted = self.filters.wanted()
        is_narrowed = wanted != MarkFilter()
        self._marks = marks_of(self._workspace, wanted) if is_narrowed else everything
        self._n_all = len(everything)
        self.view.set_marks(self._marks)
        if self._awaited and any(mark.key == self._awaited for mark in self._marks):
            self.view.select(self._awaited)
            self._awaited = ""
        self._show_count()
        n_active = self.filters.n_active
        text = self.tr("Filter")
        self.filter_button.setText(f"{text} · {n_active}" if n_active else text)
        for button in self._zoom_buttons:
            button.setEnabled(bool(self._marks))
        if everything and not self._marks:
            # What lets nothing through must be in sight, with the button that clears it.
            self.filter_button.setChecked(True)
        self._show_filters()
        self._describe_emptiness(has_any=bool(everything), has_fitting=bool(self._marks))

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

    def _describe_emptiness(self, *, has_any: bool = False, has_fitting: bool = False) -> None:
        if has_fitting:
            self.view.set_empty_text(
                self.tr("None of these marks has a date yet. Give one, or date the article.")
            )
        elif has_any:
            self.view.set_empty_text(
                self.tr("No mark fits the filter. Clear it to see all of them.")
            )
        else:
            self.view.set_empty_text(
                self.tr("Mark a quotation or note an event in an article: it appears here.")
            )

    def _lanes_chosen(self) -> None:
        self.view.set_lanes(self.lanes())

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

    def _zoom_in(self) -> None:
        self.view.zoom(2.0)

    def _zoom_out(self) -> None:
        self.view.zoom(0.5)
