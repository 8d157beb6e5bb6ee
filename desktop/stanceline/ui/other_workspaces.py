"""Asking for other workspaces than the one in the window."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths

from stanceline.services.places import data_folder
from stanceline.services.workspace import SUFFIX
from stanceline.ui.file_dialogs import ask_for_file, ask_where_to_write

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
            self._folder_for_new(),
            self._file_kinds(),
        )
        if path is not None:
            self._window.new_requested.emit(path if path.suffix else path.with_suffix(SUFFIX))

    def _folder_for_new(self) -> Path:
        """Beside the workspace of the window, but not among what the program keeps itself."""
        folder = self._window.workspace.path.parent
        if folder != data_folder():
            return folder
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        own = Path(QStandardPaths.writableLocation(documents))
        return own if own.is_dir() else Path.home()

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
