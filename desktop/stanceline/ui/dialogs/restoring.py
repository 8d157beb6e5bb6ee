"""Where a backup is to be put back."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from stanceline.services import backups
from stanceline.services.backups import Backup
from stanceline.services.progress import Progress
from stanceline.services.workspace import SUFFIX
from stanceline.ui.dialogs.parts import (
    Notice,
    boxed,
    button_row,
    column_of,
    labelled,
    plain_button,
    plain_label,
    primary_button,
)
from stanceline.ui.fields.secret_field import SecretField
from stanceline.ui.file_dialogs import ask_where_to_write
from stanceline.ui.moments import local_time, moment_in_words
from stanceline.ui.theme import scaled

_WIDTH = 540


class RestoringDialog(QDialog):
    """Asks whether a backup becomes a file of its own or takes the place of the workspace.

    ``path`` is where the workspace lies. Without ``can_replace`` only a new file is offered.
    """

    def __init__(
        self, backup: Backup, path: Path, *, can_replace: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._backup = backup
        self._path = path
        self.setWindowTitle(self.tr("Restore a backup"))
        self.setMinimumWidth(scaled(_WIDTH))
        self.as_new = QRadioButton(self.tr("As a &new file, which is opened beside this one"))
        self.in_place = QRadioButton(self.tr("In &place of {name}").format(name=path.name))
        group = QButtonGroup(self)
        for button in (self.as_new, self.in_place):
            group.addButton(button)
        self.as_new.setChecked(True)
        self.file = QLineEdit(str(_free_name(path, backup)))
        self.file.setAccessibleName(self.tr("New file"))
        self._choose = plain_button(self.tr("&Choose…"))
        self._kept = plain_label(
            self.tr("What is there now is kept beside it under another name. Nothing is lost."),
            "small",
        )
        self.secret = SecretField(self.tr("Passphrase of the backup"))
        self._notice = Notice()
        self._restore = primary_button(self.tr("Restore"))
        self._build(can_replace=can_replace)
        self._connect()
        self._heed()

    def _build(self, *, can_replace: bool) -> None:
        layout = column_of(self)
        when = self.tr("The backup of {when} is checked first, then put back:")
        moment = moment_in_words(self._backup.at, is_within=True)
        layout.addWidget(plain_label(when.format(when=moment)))
        layout.addWidget(self.as_new)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.file, 1)
        row.addWidget(self._choose)
        self._where = boxed(row)
        layout.addWidget(self._where)
        layout.addWidget(self.in_place)
        layout.addWidget(self._kept)
        self.in_place.setVisible(can_replace)
        self._kept.setVisible(can_replace)
        secret = boxed(labelled(self.tr("Pass&phrase it had then"), self.secret))
        secret.setVisible(self._backup.is_encrypted)
        layout.addWidget(secret)
        layout.addWidget(self._notice)
        layout.addStretch()
        cancel = plain_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        layout.addLayout(button_row(right=(cancel, self._restore)))

    def _connect(self) -> None:
        self.as_new.toggled.connect(self._heed)
        self.file.textChanged.connect(self._heed)
        self.secret.line.textChanged.connect(self._heed)
        self._choose.clicked.connect(self._ask_where)
        self._restore.clicked.connect(self._try)

    @property
    def replaces(self) -> bool:
        """Whether the backup takes the place of the workspace."""
        return self.in_place.isChecked()

    def target(self) -> Path:
        """Where the backup is to be put."""
        if self.replaces:
            return self._path
        typed = Path(self.file.text().strip())
        whole = typed if typed.is_absolute() else self._path.parent / typed
        return whole if whole.suffix else whole.with_suffix(SUFFIX)

    def passphrase(self) -> str | None:
        """What opens the backup, None when it is not encrypted."""
        return self.secret.text() if self._backup.is_encrypted else None

    def job(self) -> Callable[[Progress], Path]:
        """What puts the backup back, and gives the path of the workspace it became."""
        source, target, replaces = self._backup.path, self.target(), self.replaces
        passphrase = self.passphrase()

        def restore(progress: Progress) -> Path:
            return backups.restore(
                source, target, passphrase=passphrase, replace=replaces, progress=progress
            )

        return restore

    def _heed(self) -> None:
        self._where.setEnabled(self.as_new.isChecked())
        self._notice.say("")
        has_name = self.replaces or bool(self.file.text().strip())
        has_secret = bool(self.secret.text()) or not self._backup.is_encrypted
        self._restore.setEnabled(has_name and has_secret)

    def _ask_where(self) -> None:
        kinds = (f"{self.tr('Stanceline workspaces')} (*{SUFFIX})",)
        path = ask_where_to_write(self, self.tr("Restore to"), self.target(), kinds, confirms=False)
        if path is not None:
            self.file.setText(str(path))

    def _try(self) -> None:
        if not self.replaces and self.target().exists():
            self._notice.say(
                self.tr("{name} is there already. Choose another name.").format(
                    name=self.target().name
                )
            )
            self.file.setFocus()
            return
        self.accept()


def _free_name(path: Path, backup: Backup) -> Path:
    """A name beside the workspace that tells of the day of the backup."""
    day: datetime = local_time(backup.at)
    stem = f"{path.stem}-{day:%Y-%m-%d}"
    found, number = path.with_name(f"{stem}{SUFFIX}"), 1
    while found.exists():
        number += 1
        found = path.with_name(f"{stem}-{number}{SUFFIX}")
    return found
