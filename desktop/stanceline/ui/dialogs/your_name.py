"""Asking who works here."""

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from stanceline.domain.errors import StancelineError
from stanceline.services import history
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
from stanceline.ui.settings import Settings
from stanceline.ui.theme import scaled

_WIDTH = 420


class YourNameDialog(QDialog):
    """Asks for the name in which all is done from now on, in every workspace."""

    def __init__(self, workspace: Workspace, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._settings = settings
        self.setWindowTitle(self.tr("Your name"))
        self.setMinimumWidth(scaled(_WIDTH))
        self.name = QLineEdit(settings.analyst_name)
        self._notice = Notice()
        save = primary_button(self.tr("Work as this"))
        save.clicked.connect(self._save)
        cancel = plain_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        layout = column_of(self)
        layout.addLayout(labelled(self.tr("&Name or initials"), self.name, self._notice))
        layout.addWidget(
            plain_label(
                self.tr(
                    "It stands in the history beside what you do, and tells colleagues whose "
                    "judgement is whose."
                ),
                "small",
            )
        )
        layout.addLayout(button_row(right=(cancel, save)))
        self.name.selectAll()
        self.name.setFocus()

    def _save(self) -> None:
        try:
            history.work_as(self._workspace, self.name.text())
        except StancelineError as error:
            self._notice.say(str(error))
            return
        self._settings.analyst_name = self.name.text()
        self.accept()
