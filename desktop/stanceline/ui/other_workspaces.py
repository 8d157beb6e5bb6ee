"""Asking for other workspaces than the one in the window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from stanceline.services.workspace import SUFFIX
from stanceline.ui.file_dialogs import ask_for_file, ask_where_to_write, folder_beside

if TYPE_CHECKING:
    from stanceline.ui.main_window import MainWindow


class OtherWorkspaces(QObject):
    """Asks for files; what is done with them is the program's affair."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def ask_for_new(self) -> None:
        """Ask where a new workspace should lie."""
        path = ask_where_to_write(
            self._window,
            self.tr("New workspace"),
            folder_beside(self._window.workspace.path),
            self._file_kinds(),
        )
        if path is not None:
            self._window.new_requested.emit(path if path.suffix else path.with_suffix(SUFFIX))

    def ask_to_open(self) -> None:
        """Ask which workspace to open."""
        path = ask_for_file(
            self._window,
            self.tr("Open workspace"),
            self._window.workspace.path.parent,
            self._file_kinds(),
        )
        if path is not None:
            self._window.open_requested.emit(path)

    def _file_kinds(self) -> tuple[str, str]:
        return f"{self.tr('Stanceline workspaces')} (*{SUFFIX})", f"{self.tr('All files')} (*)"
