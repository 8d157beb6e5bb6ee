"""The button with the saved views of the timeline, and the line in which they are named."""

from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from stanceline.domain.errors import StancelineError
from stanceline.domain.names import LONGEST_NAME
from stanceline.domain.timelines import SavedView
from stanceline.services.views import (
    delete_view,
    duplicate_view,
    readable_views,
    rename_view,
    save_view,
    set_default_view,
)
from stanceline.services.workspace import Workspace
from stanceline.ui.scaling import keep_scaled
from stanceline.ui.timeline.menu_button import MenuButton, literal

_NAME_WIDTH = 190


class _Asking(Enum):
    """What the line is typed for."""

    SAVE = auto()
    RENAME = auto()
    TITLE = auto()


class ViewsButton(QWidget):
    """Lists the saved views, and saves, renames, doubles and deletes them.

    ``shown`` gives what the timeline shows now, as a view of any name. ``chosen`` carries
    the SavedView that is to be shown, ``titled`` the title that somebody wrote, ``said``
    what was done, ``refused`` why something was not, ``left`` that the keyboard should go
    back to the timeline.
    """

    chosen = Signal(object)
    titled = Signal(str)
    said = Signal(str)
    refused = Signal(str)
    left = Signal()

    def __init__(
        self, workspace: Workspace, shown: Callable[[], SavedView], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown = shown
        self._current: SavedView | None = None
        self._asking = _Asking.SAVE
        self.button = MenuButton(self.tr("Views"))
        self.button.setAccessibleName(self.tr("Saved views"))
        self.button.about_to_open.connect(self.fill)
        self.menu = self.button.menu_shown
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName(self.tr("Name of the view"))
        keep_scaled(self.name, width=_NAME_WIDTH)
        self.name.returnPressed.connect(self._answer)
        self.name.installEventFilter(self)
        self.name.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.button)
        layout.addWidget(self.name)
        self.show_state()

    # Which view is shown

    @property
    def current(self) -> SavedView | None:
        """The view that was chosen or saved last, as it is saved."""
        return self._current

    def take(self, view: SavedView | None) -> None:
        """Count from this view whether something was changed."""
        self._current = view
        self.show_state()

    def has_changes(self) -> bool:
        """Whether the timeline shows something else than the view that was chosen.

        Where in time it is does not count: one moves about all the while.
        """
        current = self._current
        return current is not None and _essence(self._shown()) != _essence(current)

    def show_state(self) -> None:
        """Show the name of the view, with a dot while it has changes that are not saved."""
        current = self._current
        if current is None:
            self.button.show_face(
                self.tr("Views"), tip=self.tr("Show a saved view, or save this one")
            )
            return
        if self.has_changes():
            tip = self.tr("The view “{name}”, with changes that are not saved")
            self.button.show_face(f"{current.name} •", tip=tip.format(name=current.name))
        else:
            tip = self.tr("The view “{name}”").format(name=current.name)
            self.button.show_face(current.name, tip=tip)
        self.button.setAccessibleDescription(self.button.toolTip())

    def refresh(self) -> None:
        """Follow a change of the views, made here or elsewhere, undone ones too."""
        current = self._current
        if current is None:
            return
        found = {view.name: view for view in self._views()[0]}
        self._current = found.get(current.name)
        self.show_state()

    def _views(self) -> tuple[list[SavedView], list[str]]:
        """The views that can be read, and the names of those that cannot."""
        try:
            return readable_views(self._workspace)
        except StancelineError as error:
            self.refused.emit(str(error))
            return [], []

    # The menu

    def fill(self) -> None:
        """Fill the menu with what can be done now."""
        menu, current = self.menu, self._current
        menu.clear()
        views, damaged = self._views()
        for view in views:
            first = self.tr(" · opens first") if view.is_default else ""
            action = menu.addAction(literal(view.name) + first)
            action.setCheckable(True)
            action.setChecked(current is not None and view.name == current.name)
            action.triggered.connect(self._chooser(view))
        can_write = not self._workspace.is_read_only
        for name in damaged:
            text = self.tr("Delete “{name}”, which cannot be read").format(name=literal(name))
            action = menu.addAction(text)
            action.setEnabled(can_write)
            action.triggered.connect(self._deleter(name))
        if views or damaged:
            menu.addSeparator()
        save = menu.addAction(self.tr("&Save changes"))
        save.setEnabled(can_write and self.has_changes())
        save.triggered.connect(self.save_changes)
        save_as = menu.addAction(self.tr("Save as a &new view…"))
        save_as.setEnabled(can_write)
        save_as.triggered.connect(self.ask_for_name)
        menu.addAction(self.tr("&Title of the picture…")).triggered.connect(self.ask_for_title)
        if current is not None:
            self._add_current(current, can_write=can_write)

    def _add_current(self, current: SavedView, *, can_write: bool) -> None:
        menu = self.menu
        back = menu.addAction(self.tr("&Back to what is saved"))
        back.setEnabled(self.has_changes())
        back.triggered.connect(self._chooser(current))
        menu.addSeparator()
        for text, slot in (
            (self.tr("&Rename…"), self.ask_for_new_name),
            (self.tr("&Duplicate"), self._duplicate),
            (self.tr("De&lete"), self._delete),
        ):
            action = menu.addAction(text)
            action.setEnabled(can_write)
            action.triggered.connect(slot)
        first = menu.addAction(self.tr("&Opens first"))
        first.setCheckable(True)
        first.setChecked(current.is_default)
        first.setEnabled(can_write)
        first.triggered.connect(self._set_default)

    def _chooser(self, view: SavedView) -> Callable[[], None]:
        return lambda: self.choose(view)

    def _deleter(self, name: str) -> Callable[[], bool]:
        told = self.tr("Deleted the view “{name}”. Ctrl+Z brings it back.").format(name=name)
        return lambda: self._forget(name, told)

    def _forget(self, name: str, told: str) -> bool:
        return self._try(lambda: delete_view(self._workspace, name), told)

    def choose(self, view: SavedView) -> None:
        """Have the timeline show this view."""
        self._current = view
        self.chosen.emit(view)
        self.show_state()

    # Doing

    def _try(self, act: Callable[[], object], said: str) -> bool:
        try:
            act()
        except StancelineError as error:
            self.refused.emit(str(error))
            return False
        self.said.emit(said)
        return True

    def save_changes(self) -> None:
        """Keep what is shown under the name of the view, or ask for a name without one."""
        if self._current is None:
            self.ask_for_name()
            return
        self._keep(self._current.name)

    def _keep(self, name: str) -> None:
        is_default = self._current is not None and self._current.is_default
        is_same = self._current is not None and self._current.name == name
        view = replace(self._shown(), name=name, is_default=is_default and is_same)
        told = self.tr("Saved the view “{name}”.").format(name=name)
        if self._try(lambda: save_view(self._workspace, view), told):
            self.take(view)

    def keep_silently(self, view: SavedView) -> bool:
        """Keep a view at once, such as one whose notes were changed; whether it worked."""
        try:
            save_view(self._workspace, view)
        except StancelineError as error:
            self.refused.emit(str(error))
            return False
        self.take(view)
        return True

    def _duplicate(self) -> None:
        current = self._current
        if current is None:
            return
        try:
            copy = duplicate_view(self._workspace, current.name)
        except StancelineError as error:
            self.refused.emit(str(error))
            return
        self.take(copy)
        self.said.emit(self.tr("This is the copy “{name}”.").format(name=copy.name))

    def _delete(self) -> None:
        current = self._current
        if current is None:
            return
        told = self.tr("Deleted the view “{name}”. Ctrl+Z brings it back.").format(
            name=current.name
        )
        if self._forget(current.name, told):
            self.take(None)

    def _set_default(self, is_default: bool) -> None:
        current = self._current
        if current is None:
            return
        name = current.name if is_default else None
        told = (
            self.tr("The timeline opens with “{name}”.")
            if is_default
            else self.tr("The timeline opens as it was left.")
        )
        if self._try(
            lambda: set_default_view(self._workspace, name), told.format(name=current.name)
        ):
            self.take(replace(current, is_default=is_default))

    # The line

    def ask_for_name(self) -> None:
        """Open the line into which the name of the new view is typed."""
        name = self._current.name if self._current else ""
        self._ask(_Asking.SAVE, name, self.tr("Name of the view"))

    def ask_for_new_name(self) -> None:
        """Open the line into which another name of this view is typed."""
        if self._current is not None:
            self._ask(_Asking.RENAME, self._current.name, self.tr("New name of the view"))

    def ask_for_title(self) -> None:
        """Open the line into which the title above the timeline is typed."""
        self._ask(_Asking.TITLE, self._shown().title, self.tr("Title of the timeline"))

    def _ask(self, asking: _Asking, text: str, name: str) -> None:
        self._asking = asking
        self.name.setAccessibleName(name)
        self.name.setToolTip(name)
        self.name.setPlaceholderText(self.tr("{what}, then Enter").format(what=name))
        self.name.setText(text)
        self.name.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _answer(self) -> None:
        text = " ".join(self.name.text().split())
        if not text and self._asking is not _Asking.TITLE:
            return
        self._close_name()
        if self._asking is _Asking.SAVE:
            self._keep(text)
        elif self._asking is _Asking.TITLE:
            self.titled.emit(text)
        else:
            self._rename(text)

    def _rename(self, name: str) -> None:
        current = self._current
        if current is None or name == current.name:
            return
        told = self.tr("The view is called “{name}” now.").format(name=name)
        if self._try(lambda: rename_view(self._workspace, current.name, name), told):
            self.take(replace(current, name=name))

    def _close_name(self) -> None:
        self.name.hide()
        self.left.emit()

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


def _essence(view: SavedView) -> SavedView:
    """The view without what may change while it stays the same view."""
    return replace(view, name="", range=None, is_default=False)
