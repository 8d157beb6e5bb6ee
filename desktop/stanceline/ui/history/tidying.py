"""Tidying up the history: forgetting how to undo what is long past."""

from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from stanceline.domain.errors import StancelineError
from stanceline.services import history
from stanceline.services.history import Compacted
from stanceline.services.progress import Progress
from stanceline.services.workspace import Workspace
from stanceline.ui.dialogs.parts import (
    Notice,
    button_row,
    column_of,
    labelled,
    plain_button,
    plain_label,
    primary_button,
)
from stanceline.ui.dialogs.working import Work
from stanceline.ui.moments import size_in_words
from stanceline.ui.theme import scaled

_DAYS = (7, 31, 92, 366)
_WIDTH = 460


class TidyingDialog(QDialog):
    """Asks how far back undoing should reach, and says what is given up for it.

    ``said`` is what was done, empty when nothing was.
    """

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._work = Work(self)
        self.said = ""
        self.setWindowTitle(self.tr("Tidy up the history"))
        self.setMinimumWidth(scaled(_WIDTH))
        self.age = QComboBox()
        for days, text in zip(
            _DAYS,
            (
                self.tr("a week"),
                self.tr("a month"),
                self.tr("three months"),
                self.tr("a year"),
            ),
            strict=True,
        ):
            self.age.addItem(text, days)
        self.age.setCurrentIndex(2)
        self._what = plain_label("")
        self._notice = Notice()
        tidy = plain_button(self.tr("&Tidy up"), "danger")
        tidy.clicked.connect(self._tidy)
        keep = primary_button(self.tr("Leave it"))
        keep.clicked.connect(self.reject)
        layout = column_of(self)
        layout.addLayout(labelled(self.tr("Tidy up what is &older than"), self.age))
        layout.addWidget(self._what)
        layout.addWidget(self._notice)
        layout.addStretch()
        layout.addLayout(button_row(tidy, right=(keep,)))
        self.age.currentIndexChanged.connect(self._describe)
        self._describe()
        self.age.setFocus()

    def _before(self) -> datetime:
        midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight - timedelta(days=self.age.currentData())

    def _describe(self) -> None:
        day = self._before()
        told = QLocale().toString(QDate(day.year, day.month, day.day), "d MMMM yyyy")
        self._what.setText(
            self.tr(
                "What was done before {day} stays done and stays listed, with who did it and "
                "when. It can no longer be undone, and what was deleted then cannot be brought "
                "back. The file gets smaller. This itself cannot be undone."
            ).format(day=told)
        )

    def _tidy(self) -> None:
        before = self._before().date().isoformat()

        def job(progress: Progress) -> Compacted:
            return history.compact(self._workspace, before, progress)

        self._work.run(self.tr("Tidying up"), job, self._tell, self._refused)

    def _tell(self, compacted: Compacted) -> None:
        if compacted.n_actions == 0:
            self._notice.say(self.tr("There is nothing to tidy up that is so old."))
            return
        freed = size_in_words(compacted.n_bytes_freed)
        actions = self.tr("%n action(s) tidied up", "", compacted.n_actions)
        self.said = self.tr("{actions}; {size} freed.").format(actions=actions, size=freed)
        self.accept()

    def _refused(self, error: StancelineError) -> None:
        self._notice.say(str(error))
