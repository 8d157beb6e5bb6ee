"""Bringing articles in: what the window asks, and what becomes of files, folders and texts."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication

from stanceline.formats.importers import READERS
from stanceline.services import importing, suggesting
from stanceline.services.importing import ChangedVersion, ImportReport, Incoming, Problem
from stanceline.services.progress import Progress
from stanceline.services.workspace import SUFFIX
from stanceline.ui.drop_hint import DropHint
from stanceline.ui.file_dialogs import ask_for_files, ask_for_folder, folder_beside
from stanceline.ui.library.in_window import LibraryInWindow

if TYPE_CHECKING:
    from stanceline.ui.main_window import MainWindow

_LONG_TEXT = 60_000
"""A text of so many characters is looked through on a worker."""

_LINGER_MS = 60
_MOST_NAMED = 3


class BringingIn(QObject):
    """Imports into the workspace of a window, and shows there what came of it.

    While something is dragged over the window it says what dropping it would do.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self._folder = folder_beside(window.workspace.path)
        self.hint = DropHint(window)
        # Between two parts of the window a drag leaves the one and enters the other.
        self._unhint = QTimer(self)
        self._unhint.setSingleShot(True)
        self._unhint.setInterval(_LINGER_MS)
        self._unhint.timeout.connect(self.hint.hide)
        window.installEventFilter(self)
        self._library = LibraryInWindow(window)
        window.library.paste_requested.connect(self.paste_clipboard)

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
        if self._is_refused():
            return
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
        if self._is_refused():
            return
        from stanceline.ui.dialogs.paste import PasteDialog

        dialog = PasteDialog(self._workspace, self._window)
        if text:
            dialog.set_text(text)
        if dialog.exec():
            self.store([dialog.incoming()])
        dialog.deleteLater()

    def paste_clipboard(self) -> None:
        """Bring in what the clipboard holds: files at once, a text once it is described."""
        data = QGuiApplication.clipboard().mimeData()
        if _local_files(data) or data.text().strip():
            self.take_dropped(data)
        else:
            self._window.say(self.tr("The clipboard holds no text and no files."))

    def store(self, incoming: Sequence[Incoming | Problem]) -> None:
        """Import what was read already; a long text on a worker."""

        def job(progress: Progress) -> ImportReport:
            report = importing.store(self._workspace, incoming, progress=progress)
            suggesting.suggest_for_all(self._workspace, report.imported, progress)
            return report

        bodies = [each.draft.body for each in incoming if isinstance(each, Incoming)]
        if sum(map(len, bodies)) > _LONG_TEXT:
            self._window.tasks.run(
                self.tr("Importing"), job, self.show_report, self._window.tell_failure
            )
            return
        with self._window.telling():
            report = importing.store(self._workspace, incoming)
            suggesting.suggest_for_all(self._workspace, report.imported)
            self.show_report(report)

    def _is_refused(self) -> bool:
        """Whether nothing can be brought in, which is said then."""
        if self._workspace.is_read_only:
            self._window.refuse(self._why_refused())
        return self._workspace.is_read_only

    def _why_refused(self) -> str:
        said = self.tr("The workspace is read-only, so nothing can be brought in. {why}")
        return said.format(why=self._workspace.why_read_only).strip()

    # Dragging and dropping

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is dragged over the window, and take what is dropped there."""
        if watched is not self._window:
            return False
        match event.type():
            case QEvent.Type.DragEnter | QEvent.Type.DragMove:
                return self._dragged(cast(QDragEnterEvent | QDragMoveEvent, event))
            case QEvent.Type.DragLeave:
                self._unhint.start()
                return True
            case QEvent.Type.Drop:
                return self._dropped(cast(QDropEvent, event))
        return False

    def _dragged(self, event: QDragEnterEvent | QDragMoveEvent) -> bool:
        data = event.mimeData()
        # What comes from our own windows is words of an article, and no new article.
        if event.source() is not None or not (data.hasUrls() or data.hasText()):
            return False
        self._unhint.stop()
        self._show_hint(data)
        event.acceptProposedAction()
        return True

    def _dropped(self, event: QDropEvent) -> bool:
        self._unhint.stop()
        self.hint.hide()
        if event.source() is not None:
            return False
        event.acceptProposedAction()
        self.take_dropped(event.mimeData())
        return True

    def _show_hint(self, data: QMimeData) -> None:
        if self._workspace.is_read_only:
            self.hint.show_hint(
                self.tr("Read-only"), self._workspace.why_read_only, is_refusal=True
            )
            return
        paths = _local_files(data)
        if not paths:
            self.hint.show_hint(
                self.tr("Drop the text to make an article of it"),
                self.tr("You can say first where it is from."),
            )
            return
        names = [path.name for path in paths[:_MOST_NAMED]]
        names += ["…"] if len(paths) > _MOST_NAMED else []
        self.hint.show_hint(
            self.tr("Drop to import %n file(s) or folder(s)", "", len(paths)), "  ·  ".join(names)
        )

    def take_dropped(self, data: QMimeData) -> None:
        """Import files, or a text as an article; open a workspace that comes alone."""
        paths = _local_files(data)
        text = data.text()
        if len(paths) == 1 and paths[0].suffix == SUFFIX:
            self._window.open_requested.emit(paths[0])
        elif paths:
            self.take(paths)
        elif data.hasUrls() and _says_no_more_than_addresses(data):
            self._window.refuse(
                self.tr(
                    "Pages are not fetched from the web. Save the page as a file, or select "
                    "its text and paste that."
                )
            )
        elif text.strip():
            self.paste(text)
        else:
            self._window.say(self.tr("There is no text in it."))

    # What came of it

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
        if report.problems or report.duplicates or report.changed:
            from stanceline.ui.dialogs.import_report import ImportReportDialog

            dialog = ImportReportDialog(report, window)
            dialog.exec()
            wanted = dialog.to_update
            dialog.deleteLater()
            if wanted:
                self.update_articles(wanted)

    def update_articles(self, versions: Sequence[ChangedVersion]) -> None:
        """Let changed versions take the place of the texts that are there, one by one."""

        def job(progress: Progress) -> tuple[int, int]:
            n_doubtful = 0
            for n, each in enumerate(versions, 1):
                edited = importing.update_article(
                    self._workspace, each.article_id, each.draft, imported_id=each.imported_id
                )
                n_doubtful += edited.n_doubtful
                progress.step(n, len(versions), each.title)
            return len(versions), n_doubtful

        def done(counts: tuple[int, int]) -> None:
            n_updated, n_doubtful = counts
            window.open_article(versions[0].article_id)
            told = self.tr("%n article(s) updated.", "", n_updated)
            if n_doubtful:
                told += " " + self.tr("%n mark(s) to be checked.", "", n_doubtful)
            window.say(told)

        window = self._window
        window.tasks.run(self.tr("Updating articles"), job, done, window.tell_failure)


def _local_files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def _says_no_more_than_addresses(data: QMimeData) -> bool:
    """Whether the text that comes with addresses is nothing but these addresses."""
    addresses = {url.toString() for url in data.urls()}
    return all(line.strip() in addresses for line in data.text().split())
