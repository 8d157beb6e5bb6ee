"""Bringing articles in: what the window asks, and what becomes of files, folders and texts."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject

from stanceline.formats.importers import READERS
from stanceline.services import importing, suggesting
from stanceline.services.importing import ImportReport, Incoming, Problem
from stanceline.services.progress import Progress
from stanceline.ui.dialogs.import_report import ImportReportDialog
from stanceline.ui.dialogs.paste import PasteDialog
from stanceline.ui.file_dialogs import ask_for_files, ask_for_folder

if TYPE_CHECKING:
    from stanceline.ui.main_window import MainWindow


class BringingIn(QObject):
    """Imports into the workspace of a window, and shows there what came of it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self._folder = window.workspace.path.parent

    def ask_for_files(self) -> None:
        """Ask for files and import them."""
        suffixes = " ".join(f"*{suffix}" for suffix in READERS)
        kinds = (f"{self.tr('Articles')} ({suffixes})", f"{self.tr('All files')} (*)")
        paths = ask_for_files(self._window, self.tr("Import articles"), self._folder, kinds)
        if paths:
            self._folder = paths[0].parent
            self.take(paths)

    def ask_for_folder(self) -> None:
        """Ask for a folder and import every article below it."""
        folder = ask_for_folder(self._window, self.tr("Import a folder"), self._folder)
        if folder is not None:
            self._folder = folder
            self.take([folder])

    def take(self, paths: list[Path]) -> None:
        """Import files and folders on a worker, then suggest quotations in them."""
        window = self._window

        def job(progress: Progress) -> ImportReport:
            window.safekeeping.back_up_before("before import", progress)
            files = importing.files_under(paths)
            report = importing.store(
                self._workspace,
                importing.read_files(files),
                total=len(files),
                progress=progress,
            )
            suggesting.suggest_for_all(self._workspace, report.imported, progress)
            return report

        window.tasks.run(self.tr("Importing"), job, self.show_report, window.tell_failure)

    def paste(self, text: str = "") -> None:
        """Ask for a text with its metadata, beginning with this one, and import it."""
        dialog = PasteDialog(self._workspace, self._window)
        if text:
            dialog.set_text(text)
        if dialog.exec():
            self.store([dialog.incoming()])

    def store(self, incoming: list[Incoming | Problem]) -> None:
        """Import what was read already."""
        with self._window.telling():
            report = importing.store(self._workspace, incoming)
            suggesting.suggest_for_all(self._workspace, report.imported)
            self.show_report(report)

    def take_dropped(self, data: QMimeData) -> None:
        """Import dropped files, or dropped text as an article."""
        urls = [url for url in data.urls() if url.isLocalFile()]
        if urls:
            self.take([Path(url.toLocalFile()) for url in urls])
        elif text := data.text():
            self.paste(text)

    def show_report(self, report: ImportReport) -> None:
        """Open the first of the new articles, and tell what became of all of them."""
        window = self._window
        if report.imported:
            window.open_article(report.imported[0])
            window.show_reading()
        if report.imported or report.problems or report.duplicates:
            window.say(self.tr("Imported %n article(s).", "", len(report.imported)))
        else:
            kinds = ", ".join(sorted(READERS))
            window.refuse(
                self.tr("There is nothing to import there: no file that ends in {kinds}.").format(
                    kinds=kinds
                )
            )
        if report.problems or report.duplicates:
            ImportReportDialog(report, window).exec()
