"""Asking for files and folders.

Qt's own dialog opens each file that it lists, to guess its kind from its content. On
POSIX systems, closing any handle of a SQLite file drops all locks that the process holds
on it (SQLite, "How To Corrupt An SQLite Database File", 2.2), so a dialog that lists the
folder of an open workspace would leave it unguarded. These dialogs look at names only.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QFileInfo, QStandardPaths
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QApplication, QFileDialog, QStyle, QWidget

from stanceline.services.places import data_folder

_HOME = QStandardPaths.StandardLocation.HomeLocation


class NamesOnly(QAbstractFileIconProvider):
    """Icons and kinds of files that are told from their names, never from their content."""

    def icon(self, info: QFileInfo | QAbstractFileIconProvider.IconType) -> QIcon:
        """A folder's icon or a file's."""
        is_folder = (
            info.isDir()
            if isinstance(info, QFileInfo)
            else info is not QAbstractFileIconProvider.IconType.File
        )
        kinds = QStyle.StandardPixmap
        return QApplication.style().standardIcon(
            kinds.SP_DirIcon if is_folder else kinds.SP_FileIcon
        )

    def type(self, info: QFileInfo) -> str:
        """The suffix of the name, or nothing."""
        return "" if info.isDir() else info.suffix()


def folder_beside(workspace: Path) -> Path:
    """Where files of a person belong: beside the workspace, or among the documents.

    The latter where the workspace lies among what the program keeps itself, as the sample.
    """
    folder = workspace.absolute().parent
    return folder if folder != data_folder().absolute() else folder_of_documents()


def folder_for_new(recent: Sequence[Path]) -> Path:
    """Where a new workspace is proposed to lie while none is open.

    That is beside the latest one that somebody put somewhere, else among the documents.
    """
    own = [path.absolute().parent for path in recent]
    kept = [folder for folder in own if folder != data_folder().absolute()]
    return next(filter(_can_be_written, kept), folder_of_documents())


def folder_of_documents() -> Path:
    """Where files of a person belong.

    These are the documents, or the home where there are none; where neither can be written,
    what the program keeps itself, which need not exist yet.
    """
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    places = (QStandardPaths.writableLocation(documents), QStandardPaths.writableLocation(_HOME))
    return next(filter(_can_be_written, map(Path, filter(None, places))), data_folder())


def _can_be_written(folder: Path) -> bool:
    # os.path says no where pathlib raises: of what lies in a closed folder, for one.
    return os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)  # noqa: PTH112


def ask_for_files(parent: QWidget, title: str, folder: Path, kinds: Sequence[str]) -> list[Path]:
    """The files that somebody chooses, none when nobody does."""
    dialog = _dialog(parent, title, folder, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _chosen(dialog)


def ask_for_file(parent: QWidget, title: str, folder: Path, kinds: Sequence[str]) -> Path | None:
    """The file that somebody chooses, None when nobody does."""
    dialog = _dialog(parent, title, folder, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return next(iter(_chosen(dialog)), None)


def ask_for_folder(parent: QWidget, title: str, folder: Path) -> Path | None:
    """The folder that somebody chooses, None when nobody does."""
    dialog = _dialog(parent, title, folder, ())
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return next(iter(_chosen(dialog)), None)


def ask_where_to_write(
    parent: QWidget, title: str, proposed: Path, kinds: Sequence[str], *, confirms: bool = True
) -> Path | None:
    """Where a file is to be written, None when nobody says.

    Replacing a file is asked for in the dialog unless ``confirms`` is false.
    """
    folder = proposed if proposed.is_dir() else proposed.parent
    dialog = _dialog(parent, title, folder, kinds)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not confirms)
    if not proposed.is_dir():
        dialog.selectFile(proposed.name)
    return next(iter(_chosen(dialog)), None)


class _Dialog(QFileDialog):
    """Qt's dialog with its own provider of icons, which must live as long as it does."""

    def __init__(self, parent: QWidget, title: str, folder: Path) -> None:
        super().__init__(parent, title, str(folder))
        self._icons = NamesOnly()
        self.setIconProvider(self._icons)


def _dialog(parent: QWidget, title: str, folder: Path, kinds: Sequence[str]) -> QFileDialog:
    dialog = _Dialog(parent, title, folder)
    dialog.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons)
    if kinds:
        dialog.setNameFilters(list(kinds))
    return dialog


def _chosen(dialog: QFileDialog) -> list[Path]:
    try:
        accepted = dialog.exec()
        return [Path(name) for name in dialog.selectedFiles()] if accepted else []
    finally:
        dialog.deleteLater()
