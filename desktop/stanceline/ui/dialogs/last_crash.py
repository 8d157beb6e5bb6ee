"""What is shown at the start when the program did not end as it should the last time."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from stanceline.formats.files import CannotWrite, whole_file
from stanceline.services.places import log_folder
from stanceline.ui.crash import ReportText
from stanceline.ui.crash_report import text_of, unseen_reports
from stanceline.ui.dialogs.parts import (
    Notice,
    button_row,
    column_of,
    plain_button,
    plain_label,
    primary_button,
    take_first_size,
)
from stanceline.ui.file_dialogs import ask_where_to_write
from stanceline.ui.settings import Settings

_BETWEEN = f"\n{'-' * 60}\n\n"


def show_last_crash(settings: Settings, parent: QWidget, folder: Path | None = None) -> bool:
    """Show the reports of failures that nobody has seen yet; whether there are any.

    Returns at once, with the dialog open. ``folder`` is where the reports are, the log
    folder when None. They count as seen from then on.
    """
    reports = unseen_reports(folder or log_folder(), settings.seen_crash_reports)
    texts = [text for text in map(text_of, reports) if text.strip()]
    settings.see_crash_reports(path.name for path in reversed(reports))
    if not texts:
        return False
    dialog = CrashReportDialog(texts, parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return True


class CrashReportDialog(QDialog):
    """Says that the program failed the last time, and lets the reports be copied or saved.

    ``texts`` are the reports, the latest first.
    """

    def __init__(self, texts: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report = _BETWEEN.join(texts)
        self.setWindowTitle(self.tr("Stanceline"))
        take_first_size(self, 660, 440)
        self.notice = Notice()
        layout = column_of(self)
        layout.addWidget(
            plain_label(self.tr("Stanceline did not end as it should the last time."), "title")
        )
        layout.addWidget(plain_label(self._explanation(len(texts)), "muted"))
        layout.addWidget(ReportText(self.report), 1)
        layout.addWidget(self.notice)
        copy = plain_button(self.tr("&Copy report"))
        copy.clicked.connect(self._copy)
        save = plain_button(self.tr("&Save report…"))
        save.clicked.connect(self._ask_and_save)
        go_on = primary_button(self.tr("Co&ntinue"))
        go_on.clicked.connect(self.accept)
        layout.addLayout(button_row(copy, save, right=(go_on,)))
        go_on.setFocus()

    def _explanation(self, n_reports: int) -> str:
        sentences = [
            self.tr("Your work is saved: each thing you do is on the disk as soon as it is done."),
            self.tr(
                "The report below says where it happened, for those who mend the program. It "
                "holds no text of your articles. Nothing is sent anywhere."
            ),
        ]
        if n_reports > 1:
            earlier = self.tr(
                "Below it: %n earlier report(s) that you have not seen.", "", n_reports - 1
            )
            sentences.append(earlier)
        return " ".join(sentences)

    def save_to(self, path: Path) -> None:
        """Write the report to the file; a sentence in the dialog says why it cannot be."""
        try:
            with whole_file(path) as unfinished:
                unfinished.write_text(self.report, "utf-8", errors="replace")
        except CannotWrite as error:
            self.notice.say(str(error))
        else:
            self.notice.say("")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)

    def _ask_and_save(self) -> None:
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        path = ask_where_to_write(
            self,
            self.tr("Save report"),
            Path(documents, "stanceline-report.txt"),
            [self.tr("Text (*.txt)")],
        )
        if path is not None:
            self.save_to(path)
