"""The button with the saved views of the timeline, and the line that names a new one."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from stanceline.domain.errors import StancelineError
from stanceline.domain.marks import LaneKey, MarkFilter
from stanceline.domain.timelines import Arrangement, SavedView
from stanceline.services.views import delete_view, save_view, saved_views
from stanceline.services.workspace import Workspace
from stanceline.ui.scaling import keep_scaled

_NAME_WIDTH = 170


class ViewsMenu(QWidget):
    """Lists the saved views, saves what is shown under a name, and forgets views.

    ``shown`` gives what the timeline shows now. ``chosen`` carries the SavedView that is
    to be shown, ``said`` what was done, ``refused`` why something was not.
    """

    chosen = Signal(object)
    said = Signal(str)
    refused = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        shown: Callable[[], tuple[LaneKey, MarkFilter]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown = shown
        self._last_name = ""
        self.button = QPushButton(self.tr("Views"))
        self.button.setProperty("quiet", "true")
        self.button.setAccessibleName(self.tr("Saved views"))
        self.button.setToolTip(self.tr("Show a saved view, or save this one"))
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self.menu)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the view"))
        self.name.setPlaceholderText(self.tr("Name, then Enter"))
        keep_scaled(self.name, width=_NAME_WIDTH)
        self.name.returnPressed.connect(self._save)
        self.name.installEventFilter(self)
        self.name.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.button)
        layout.addWidget(self.name)

    def _fill(self) -> None:
        self.menu.clear()
        views = saved_views(self._workspace)
        for view in views:
            self.menu.addAction(_literal(view.name)).triggered.connect(self._chooser(view))
        if views:
            self.menu.addSeparator()
        self.menu.addAction(self.tr("&Save this view…")).triggered.connect(self.ask_for_name)
        delete = self.menu.addMenu(self.tr("&Delete"))
        delete.setEnabled(bool(views))
        for view in views:
            delete.addAction(_literal(view.name)).triggered.connect(self._deleter(view))

    def _chooser(self, view: SavedView) -> Callable[[], None]:
        def choose() -> None:
            self._last_name = view.name
            self.chosen.emit(view)

        return choose

    def _deleter(self, view: SavedView) -> Callable[[], None]:
        def delete() -> None:
            try:
                delete_view(self._workspace, view.name)
            except StancelineError as error:
                self.refused.emit(str(error))
            else:
                self.said.emit(
                    self.tr("Deleted the view “{name}”. Ctrl+Z brings it back.").format(
                        name=view.name
                    )
                )

        return delete

    def ask_for_name(self) -> None:
        """Open the line into which the name of the new view is typed."""
        self.name.setText(self._last_name)
        self.name.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _save(self) -> None:
        name = " ".join(self.name.text().split())
        if not name:
            return
        lanes, wanted = self._shown()
        self._close_name()
        try:
            save_view(self._workspace, SavedView(name, Arrangement(lanes), wanted))
        except StancelineError as error:
            self.refused.emit(str(error))
        else:
            self._last_name = name
            self.said.emit(self.tr("Saved the view “{name}”.").format(name=name))

    def _close_name(self) -> None:
        self.name.hide()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape closes the line without saving."""
        if (
            watched is self.name
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            self._close_name()
            return True
        return super().eventFilter(watched, event)


def _literal(name: str) -> str:
    """A name as the text of a menu, in which "&" would underline a letter."""
    return name.replace("&", "&&")
