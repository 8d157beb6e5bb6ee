"""The desk: one article, or two beside each other, of which one has the keys."""

from typing import cast

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.suggestions import Suggestion
from stanceline.services.workspace import Workspace
from stanceline.ui.article_pane import ArticlePane
from stanceline.ui.theme import Theme, current_theme, icon
from stanceline.ui.widgets import ElidedLabel

LEAST_ALONE, LEAST_BESIDE = 360, 260
_LINE = 2


class _Frame(QFrame):
    """A pane with a line above it that names its article, for when there are two."""

    close_requested = Signal()

    def __init__(self, pane: ArticlePane) -> None:
        super().__init__()
        self.pane = pane
        self._is_active = False
        self.title = ElidedLabel("")
        self.title.setProperty("role", "small")
        self.close_button = QToolButton()
        self.close_button.setAccessibleName(self.tr("Close this side"))
        self.close_button.setToolTip(self.tr("Close this side"))
        self.close_button.setIconSize(QSize(12, 12))
        self.close_button.clicked.connect(lambda _checked: self.close_requested.emit())
        self.head = QWidget()
        row = QHBoxLayout(self.head)
        row.setContentsMargins(12, _LINE + 1, 4, 1)
        row.addWidget(self.title, 1)
        row.addWidget(self.close_button)
        self.head.setProperty("ground", "side")
        self.head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(pane, 1)
        self.mark = _Mark(self)
        self.mark.hide()

    def show_head(self, *, is_shown: bool, is_active: bool) -> None:
        """Name the article, and show whether the keys are here."""
        self.head.setVisible(is_shown)
        self.mark.setVisible(is_shown and is_active)
        self.mark.raise_()
        self.mark.setGeometry(0, 0, self.width(), _LINE)
        self.close_button.setIcon(icon("close", current_theme()))
        article = self.pane.article
        self.title.set_whole_text(article.title if article else self.tr("No article"))
        told = self.tr("{title}, this side is active") if is_active else "{title}"
        self.head.setAccessibleName(told.format(title=self.title.whole_text()))

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002 (Qt's signature)
        """Keep the mark as wide as the pane."""
        self.mark.setGeometry(0, 0, self.width(), _LINE)


class _Mark(QWidget):
    """The line over the side that has the keys."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's signature)
        """Paint the line."""
        QPainter(self).fillRect(self.rect(), current_theme().accent)


class Desk(QObject):
    """Shows one pane or two; the one in which the keyboard was last is the active one.

    ``activated`` says that another pane is active now, ``made`` carries a new one, which
    wants to be connected, ``changed`` says that a side came or went.
    """

    activated = Signal()
    made = Signal(object)
    changed = Signal()
    close_requested = Signal()

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self.widget = QSplitter(Qt.Orientation.Horizontal)
        self.widget.setChildrenCollapsible(False)
        self.widget.setHandleWidth(1)
        self._frames: list[_Frame] = []
        self._active = self._add()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def _add(self) -> _Frame:
        frame = _Frame(ArticlePane(self._workspace, self._theme))
        frame.close_requested.connect(lambda: self._close_asked(frame))
        frame.pane.setMinimumWidth(LEAST_ALONE)
        self._frames.append(frame)
        self.widget.addWidget(frame)
        self.widget.setStretchFactor(len(self._frames) - 1, 1)
        return frame

    @property
    def pane(self) -> ArticlePane:
        """The active pane."""
        return self._active.pane

    @property
    def panes(self) -> list[ArticlePane]:
        """The panes that are shown, from the left."""
        return [frame.pane for frame in self._frames if not frame.isHidden()]

    @property
    def other(self) -> ArticlePane | None:
        """The pane beside the active one, None when there is only one."""
        return next((pane for pane in self.panes if pane is not self.pane), None)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of this theme from now on."""
        self._theme = theme
        for frame in self._frames:
            frame.pane.set_theme(theme)
        self.show_heads()

    def open_second(self) -> ArticlePane:
        """The pane at the other side, which is shown now; it is not yet active."""
        if self.other is not None:
            return self.other
        if len(self._frames) == 1:
            frame = self._add()
            frame.hide()
            self.made.emit(frame.pane)
        second = self._frames[1]
        second.show()
        for frame in self._frames:
            frame.pane.setMinimumWidth(LEAST_BESIDE)
        half = max(self.widget.width() // 2, 1)
        self.widget.setSizes([half, half])
        self.show_heads()
        self.changed.emit()
        return second.pane

    def close_second(self) -> None:
        """Show the first pane alone; the one at the right is cleared."""
        if self.other is None:
            return
        first, second = self._frames
        self.activate(first.pane)
        second.hide()
        second.pane.show_article(None)
        first.pane.setMinimumWidth(LEAST_ALONE)
        self.show_heads()
        self.changed.emit()

    def _close_asked(self, frame: _Frame) -> None:
        self.activate(frame.pane)
        self.close_requested.emit()

    def activate(self, pane: ArticlePane) -> None:
        """Have the menus and the panels act on this pane."""
        frame = next(each for each in self._frames if each.pane is pane)
        if frame is self._active:
            return
        self._active = frame
        self.show_heads()
        self.activated.emit()

    def show_heads(self) -> None:
        """Show anew which articles lie here, and which side is active."""
        is_double = self.other is not None
        for frame in self._frames:
            frame.show_head(is_shown=is_double, is_active=frame is self._active)

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or self.other is None:
            return
        for pane in self.panes:
            if pane is now or pane.isAncestorOf(now):
                self.activate(pane)

    def as_pane(self) -> ArticlePane:
        """Whichever pane is active, for who wants to know just one."""
        # It answers like a pane, and leads to another one when the keyboard goes there.
        return cast(ArticlePane, _ActivePane(self))


class _ActivePane:
    """Answers as the pane that is active at that moment."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def accept(self, suggestion: Suggestion) -> int | None:
        """Accept the suggestion where it is shown."""
        return self._desk.pane.accept(suggestion)

    def reject(self, suggestion: Suggestion) -> None:
        """Reject the suggestion where it is shown."""
        self._desk.pane.reject(suggestion)

    def edit(self, suggestion: Suggestion) -> None:
        """Open the card of the suggestion where it is shown."""
        self._desk.pane.edit(suggestion)

    def __getattr__(self, name: str) -> object:
        return getattr(self._desk.pane, name)
