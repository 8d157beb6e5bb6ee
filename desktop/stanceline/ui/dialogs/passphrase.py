"""Setting, changing and removing a passphrase, and asking for it."""

from dataclasses import field
from itertools import pairwise
from pathlib import Path

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from stanceline.domain.passphrases import Strength, strength_of
from stanceline.records import dataclass
from stanceline.ui.dialogs.parts import (
    Notice,
    button_row,
    column_of,
    labelled,
    plain_button,
    plain_label,
    primary_button,
)
from stanceline.ui.fields.secret_field import SecretField
from stanceline.ui.theme import scaled

_WIDTH = 460


class AskPassphraseDialog(QDialog):
    """Asks for the passphrase of an encrypted workspace that is to be opened.

    ``refused`` is what was wrong with the one that was tried before.
    """

    def __init__(self, path: Path, refused: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Passphrase"))
        self.setMinimumWidth(scaled(_WIDTH))
        self.secret = SecretField(self.tr("Passphrase"))
        notice = Notice()
        ask = self.tr("{name} is encrypted. Give its passphrase to open it.")
        self._open = primary_button(self.tr("Open"))
        self._open.setEnabled(False)
        self._open.clicked.connect(self.accept)
        cancel = plain_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.secret.line.textChanged.connect(self._heed)
        layout = column_of(self)
        layout.addWidget(plain_label(ask.format(name=path.name)))
        layout.addWidget(plain_label(str(path.parent), "small"))
        layout.addWidget(self.secret)
        layout.addWidget(notice)
        layout.addLayout(button_row(right=(cancel, self._open)))
        notice.say(refused)
        for first, second in pairwise((self.secret.line, self._open, cancel)):
            QWidget.setTabOrder(first, second)
        QWidget.setTabOrder(cancel, self.secret.show_button)
        self.secret.setFocus()

    def _heed(self, text: str) -> None:
        self._open.setEnabled(bool(text))

    def passphrase(self) -> str:
        """What was typed."""
        return self.secret.text()


@dataclass(frozen=True, slots=True)
class PassphraseChange:
    """The passphrase that a workspace has now and the one it is to have; None for none."""

    now: str | None = field(repr=False)
    new: str | None = field(repr=False)


class PassphraseDialog(QDialog):
    """Asks for a new passphrase, or whether to do without one.

    ``change`` is what was asked for, None until then.
    """

    def __init__(
        self, name: str, *, is_encrypted: bool, refused: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._is_encrypted = is_encrypted
        self.change: PassphraseChange | None = None
        self.setWindowTitle(self.tr("Passphrase"))
        self.setMinimumWidth(scaled(_WIDTH))
        self.now = SecretField(self.tr("The passphrase it has now"))
        self.new = SecretField(self.tr("New passphrase"))
        self.again = SecretField(self.tr("The new passphrase once more"))
        self._strength = plain_label("", "small")
        self._notice = Notice()
        self._build(name)
        for secret in (self.now, self.new, self.again):
            secret.line.textChanged.connect(self._heed)
        self._heed()
        self._notice.say(refused)
        self._set_tab_order()
        (self.now if is_encrypted else self.new).setFocus()

    def _set_tab_order(self) -> None:
        """Lead from field to field and to the end; what only shows them comes after that."""
        fields = [self.new, self.again]
        if self._is_encrypted:
            fields.insert(0, self.now)
        buttons = (self.set_button, self.cancel_button, self.remove_button)
        order = [*(field.line for field in fields), *buttons]
        order += [field.show_button for field in fields]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _build(self, name: str) -> None:
        layout = column_of(self)
        if self._is_encrypted:
            what = self.tr("{name} is encrypted. It can get another passphrase, or none.")
        else:
            what = self.tr(
                "With a passphrase, {name} and its backups are encrypted: nobody reads them "
                "without it. Copies and exports that you made stay readable."
            )
        layout.addWidget(plain_label(what.format(name=name)))
        if self._is_encrypted:
            layout.addLayout(_named(self.tr("Passphrase &now"), self.now))
        layout.addLayout(_named(self.tr("N&ew passphrase"), self.new, self._strength))
        layout.addLayout(_named(self.tr("Once &more"), self.again))
        layout.addWidget(
            plain_label(
                self.tr(
                    "Nobody can bring a forgotten passphrase back, nor read the workspace "
                    "without it. Write it down and keep it where you keep what must not be lost."
                ),
                "warning",
            )
        )
        layout.addWidget(self._notice)
        layout.addStretch()
        self.remove_button = plain_button(self.tr("&Remove passphrase"), "danger")
        self.remove_button.setVisible(self._is_encrypted)
        self.remove_button.clicked.connect(self._remove)
        self.cancel_button = plain_button(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        text = self.tr("Change passphrase") if self._is_encrypted else self.tr("Encrypt")
        self.set_button = primary_button(text)
        self.set_button.clicked.connect(self._set)
        last = (self.cancel_button, self.set_button)
        layout.addLayout(button_row(self.remove_button, right=last))

    def _heed(self) -> None:
        new = self.new.text()
        has_now = bool(self.now.text()) or not self._is_encrypted
        self.set_button.setEnabled(bool(new.strip()) and bool(self.again.text()) and has_now)
        self.remove_button.setEnabled(bool(self.now.text()))
        self._strength.setText(self._strength_in_words(new))
        self._notice.say("")

    def _strength_in_words(self, passphrase: str) -> str:
        if not passphrase:
            return self.tr("Four or more words that do not belong together are good.")
        return {
            Strength.WEAK: self.tr("Weak: a computer guesses this within hours. Add words."),
            Strength.FAIR: self.tr("Fair: it holds off the curious, not somebody determined."),
            Strength.GOOD: self.tr("Good: guessing it would take years."),
            Strength.STRONG: self.tr("Strong: nobody will guess it."),
        }[strength_of(passphrase)]

    def _set(self) -> None:
        if self.new.text() != self.again.text():
            self._notice.say(self.tr("The two new passphrases differ. Type them again."))
            self.again.line.selectAll()
            self.again.setFocus()
            return
        self._finish(self.new.text())

    def _remove(self) -> None:
        self._finish(None)

    def _finish(self, new: str | None) -> None:
        now = self.now.text() if self._is_encrypted else None
        self.change = PassphraseChange(now, new)
        self.accept()


def _named(text: str, field: SecretField, *below: QWidget) -> QVBoxLayout:
    layout = labelled(text, field, *below)
    field.setAccessibleName("")
    return layout
