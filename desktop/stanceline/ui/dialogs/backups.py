"""The backups of a workspace: listed, made, put back."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from stanceline.domain.errors import StancelineError
from stanceline.services import backups
from stanceline.services.backups import Backup
from stanceline.services.progress import Progress
from stanceline.services.workspace import Workspace
from stanceline.ui.dialogs.parts import (
    Notice,
    as_list_to_read,
    button_row,
    column_of,
    plain_button,
    plain_label,
    primary_button,
    take_first_size,
)
from stanceline.ui.dialogs.restoring import RestoringDialog
from stanceline.ui.dialogs.working import Work
from stanceline.ui.moments import moment_in_words, size_in_words
from stanceline.ui.reopening import Outcome, Reopening
from stanceline.ui.widgets import EmptyState

_SIZE = (640, 440)


class BackupTable(QTableWidget):
    """Backups, the newest first: when, why, how many articles, how large."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self._backups: list[Backup] = []
        self.setAccessibleName(self.tr("Backups"))
        self.setHorizontalHeaderLabels(
            [self.tr("When"), self.tr("Why"), self.tr("Articles"), self.tr("Size")]
        )
        as_list_to_read(self, widest=1)
        for column in (2, 3):
            item = QTableWidgetItem(self.model().headerData(column, Qt.Orientation.Horizontal))
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, item)

    def show_backups(self, found: list[Backup]) -> None:
        """List these, with the newest chosen."""
        self._backups = found
        self.setRowCount(len(found))
        for row, backup in enumerate(found):
            for column, text in enumerate(self._texts(backup)):
                item = QTableWidgetItem(text)
                if column > 1:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                item.setToolTip(str(backup.path))
                self.setItem(row, column, item)
        if found:
            self.selectRow(0)

    def _texts(self, backup: Backup) -> tuple[str, str, str, str]:
        known = {
            "opened": self.tr("Opened"),
            "while working": self.tr("While working"),
            "asked for": self.tr("Asked for"),
            "before import": self.tr("Before an import"),
        }
        reason = known.get(backup.reason, backup.reason)
        if backup.is_encrypted:
            reason = self.tr("{reason} · encrypted").format(reason=reason)
        articles = "–" if backup.n_articles is None else f"{backup.n_articles:,}"
        size = size_in_words(backup.n_bytes)
        return moment_in_words(backup.at), reason, articles, size

    def chosen(self) -> Backup | None:
        """The backup that is chosen."""
        row = self.currentRow()
        return self._backups[row] if 0 <= row < len(self._backups) else None


class BackupsDialog(QDialog):
    """Lists the backups of the workspace that is open.

    ``open_requested`` carries the path of a file that a backup became,
    ``reopening_requested`` what is to be done to the workspace once it is closed.
    """

    open_requested = Signal(object)
    reopening_requested = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._work = Work(self)
        self.setWindowTitle(self.tr("Backups"))
        take_first_size(self, *_SIZE)
        self.table = BackupTable()
        self._none = EmptyState(
            self.tr("No backups yet"),
            self.tr("One is made by itself when there is something new to keep."),
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._none)
        self._notice = Notice()
        self._said = Notice("small")
        self.back_up_button = plain_button(self.tr("&Back up now"))
        self.folder_button = plain_button(self.tr("Show &folder"))
        self.restore_button = plain_button(self.tr("&Restore…"))
        close = primary_button(self.tr("Close"))
        layout = column_of(self)
        layout.addWidget(
            plain_label(
                self.tr(
                    "Backups are made by themselves: when a workspace is opened, while it "
                    "changes, and before an import. Each is checked before it counts."
                ),
                "muted",
            )
        )
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._said)
        layout.addWidget(self._notice)
        layout.addLayout(
            button_row(self.back_up_button, self.folder_button, right=(self.restore_button, close))
        )
        self.back_up_button.clicked.connect(self._back_up)
        self.folder_button.clicked.connect(self._show_folder)
        self.restore_button.clicked.connect(self._restore)
        self.table.doubleClicked.connect(self._restore)
        self.table.itemSelectionChanged.connect(self._heed_choice)
        close.clicked.connect(self.accept)
        self.refresh()
        (self.table if self.table.rowCount() else self.back_up_button).setFocus()

    def refresh(self) -> None:
        """List the backups there are now."""
        found: list[Backup] = []
        try:
            found = backups.backups_of(self._workspace)
        except StancelineError as error:
            self._notice.say(str(error))
        self.table.show_backups(found)
        self._pages.setCurrentWidget(self.table if found else self._none)
        self._heed_choice()

    def _heed_choice(self) -> None:
        chosen = self.table.chosen()
        self.restore_button.setEnabled(chosen is not None)
        self.folder_button.setEnabled(chosen is not None)

    def _back_up(self) -> None:
        def job(progress: Progress) -> Backup:
            return backups.back_up(self._workspace, None, "asked for", progress)

        self._notice.say("")
        self._said.say("")
        self._work.run(self.tr("Backing up"), job, self._backed_up, self._refused)

    def _backed_up(self, backup: Backup) -> None:
        self.refresh()
        told = self.tr("Backed up and checked: {path}")
        self._said.say(told.format(path=backup.path))

    def _refused(self, error: StancelineError) -> None:
        self.refresh()
        self._notice.say(str(error))

    def _show_folder(self) -> None:
        backup = self.table.chosen()
        if backup is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(backup.path.parent)))

    def _restore(self) -> None:
        backup = self.table.chosen()
        if backup is None:
            return
        dialog = RestoringDialog(
            backup, self._workspace.path, can_replace=not self._workspace.is_read_only, parent=self
        )
        if dialog.exec():
            self._put_back(backup, dialog)
        dialog.deleteLater()

    def _put_back(self, backup: Backup, dialog: RestoringDialog) -> None:
        job = dialog.job()
        if not dialog.replaces:
            self._work.run(self.tr("Restoring"), job, self._open_restored, self._refused)
            return
        said = self.tr("Restored the backup of {when}. The file it replaced is kept beside it.")
        said = said.format(when=moment_in_words(backup.at, is_within=True))
        self.accept()
        self.reopening_requested.emit(
            Reopening(
                self.tr("Restoring"),
                lambda progress: Outcome(job(progress), said),
                dialog.passphrase(),
            )
        )

    def _open_restored(self, path: Path) -> None:
        self.accept()
        self.open_requested.emit(path)
