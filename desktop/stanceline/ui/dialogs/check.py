"""Looking a workspace over, and mending what can be mended."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)

from stanceline.domain.errors import StancelineError
from stanceline.services.looking import Finding, FindingKind, look_over
from stanceline.services.progress import Progress
from stanceline.services.repairing import RepairReport, repair
from stanceline.services.workspace import Workspace
from stanceline.ui.dialogs.parts import (
    Notice,
    button_row,
    column_of,
    plain_button,
    plain_label,
    primary_button,
    take_first_size,
)
from stanceline.ui.dialogs.working import Work
from stanceline.ui.widgets import EmptyState

_SIZE = (620, 420)
_MOST_LISTED = 2_000
# Whether these come back is known only once the backups were read.
_FROM_BACKUPS = frozenset({FindingKind.TEXT, FindingKind.ORIGINAL})


class CheckDialog(QDialog):
    """Looks the workspace over as soon as it is shown, and lists what is wrong."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._work = Work(self)
        self.setWindowTitle(self.tr("Check workspace"))
        take_first_size(self, *_SIZE)
        self._heading = plain_label(self.tr("Looking everything over …"), "strong")
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("What is wrong"))
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sound = EmptyState(
            self.tr("Everything is sound"),
            self.tr(
                "Every text is as it was imported, every mark stands where it says, and "
                "everything can be found."
            ),
        )
        self._waiting = QWidget()
        self._pages = QStackedWidget()
        for page in (self._waiting, self.list, self._sound):
            self._pages.addWidget(page)
        self._notice = Notice()
        self.copy_button = plain_button(self.tr("&Copy list"))
        self.repair_button = plain_button(self.tr("&Repair"))
        self._close = primary_button(self.tr("Close"))
        layout = column_of(self)
        layout.addWidget(self._heading)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._notice)
        layout.addLayout(button_row(self.copy_button, right=(self.repair_button, self._close)))
        self.copy_button.clicked.connect(self._copy)
        self.repair_button.clicked.connect(self._repair)
        self._close.clicked.connect(self.accept)
        for button in (self.copy_button, self.repair_button):
            button.hide()

    def look(self) -> None:
        """Look everything over, with progress, and list what is wrong."""

        def job(progress: Progress) -> list[Finding]:
            return look_over(self._workspace, progress, is_thorough=True)

        self._work.run(self.tr("Checking"), job, self._show_findings, self._refused)

    def _show_findings(self, findings: list[Finding]) -> None:
        n_mendable = sum(finding.can_repair for finding in findings)
        self._fill([finding.sentence for finding in findings])
        self._pages.setCurrentWidget(self.list if findings else self._sound)
        self._heading.setVisible(bool(findings))
        self.copy_button.setVisible(bool(findings))
        self.repair_button.setVisible(n_mendable > 0)
        self.repair_button.setEnabled(not self._workspace.is_read_only)
        if findings:
            told = self.tr("%n problem(s) found", "", len(findings))
            needs_backup = any(finding.kind in _FROM_BACKUPS for finding in findings)
            if n_mendable == len(findings) and needs_backup:
                told += self.tr(". Repair takes texts and files from backups that have them.")
            elif n_mendable == len(findings):
                told += self.tr(". Everything can be repaired.")
            elif n_mendable:
                told += self.tr("; {n:,} can be repaired.").format(n=n_mendable)
            else:
                told += self.tr(". A backup brings back what is lost: File, Backups…")
            self._heading.setText(told)
            (self.repair_button if n_mendable else self._close).setFocus()

    def _fill(self, sentences: list[str]) -> None:
        self.list.clear()
        for sentence in sentences[:_MOST_LISTED]:
            self.list.addItem(QListWidgetItem(sentence))
        if len(sentences) > _MOST_LISTED:
            more = self.tr("and {n:,} more").format(n=len(sentences) - _MOST_LISTED)
            self.list.addItem(QListWidgetItem(more))

    def _repair(self) -> None:
        def job(progress: Progress) -> RepairReport:
            return repair(self._workspace, progress)

        self._work.run(self.tr("Repairing"), job, self._show_report, self._refused)

    def _show_report(self, report: RepairReport) -> None:
        self._fill(
            [
                *report.did,
                *(self.tr("Not repaired: {what}").format(what=each) for each in report.left),
            ]
        )
        self._pages.setCurrentWidget(self.list)
        self.repair_button.hide()
        self.copy_button.show()
        if report.left:
            told = self.tr("Repaired, but for %n problem(s).", "", len(report.left))
        else:
            told = self.tr("Repaired. Everything is sound now.")
        self._heading.setText(told)
        self._close.setFocus()

    def _copy(self) -> None:
        lines = [self.list.item(row).text() for row in range(self.list.count())]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _refused(self, error: StancelineError) -> None:
        self._heading.setText(self.tr("Not everything was looked over."))
        self._notice.say(str(error))
