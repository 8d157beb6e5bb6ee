"""What can be done about a workspace that cannot be opened because it is damaged."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from stanceline.services import backups
from stanceline.services.backups import Backup
from stanceline.ui.dialogs.backups import BackupTable
from stanceline.ui.dialogs.parts import (
    button_row,
    column_of,
    plain_button,
    plain_label,
    primary_button,
)
from stanceline.ui.theme import scaled

_WIDTH = 620


class DamagedDialog(QDialog):
    """Says what is wrong with the file and offers its backups; ``chosen`` is the one wanted."""

    def __init__(self, path: Path, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen: Backup | None = None
        self.setWindowTitle(self.tr("Damaged workspace"))
        self.setMinimumWidth(scaled(_WIDTH))
        found = backups.backups_of(path)
        self.table = BackupTable()
        self.table.show_backups(found)
        self.table.setVisible(bool(found))
        if found:
            what = self.tr("Choose a backup to put back. The damaged file is kept.")
        else:
            what = self.tr(
                "There is no backup of it on this computer. Keep the file as it is, and look "
                "for a copy elsewhere before you try anything with it."
            )
        layout = column_of(self)
        layout.addWidget(plain_label(sentence, "strong"))
        layout.addWidget(plain_label(what))
        layout.addWidget(self.table, 1)
        close = plain_button(self.tr("Close"))
        close.clicked.connect(self.reject)
        self.restore_button = primary_button(self.tr("Restore a backup…"))
        self.restore_button.setVisible(bool(found))
        self.restore_button.clicked.connect(self._choose)
        layout.addLayout(button_row(right=(close, self.restore_button)))
        (self.table if found else close).setFocus()

    def _choose(self) -> None:
        self.chosen = self.table.chosen()
        if self.chosen is not None:
            self.accept()
