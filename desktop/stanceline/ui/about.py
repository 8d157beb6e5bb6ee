"""What the program is, which versions it runs with, and whose work it stands on."""

import platform
from importlib import metadata

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

import stanceline
from stanceline.services.checking import workspace_info
from stanceline.services.workspace import SUFFIX, Workspace
from stanceline.ui.dialogs.parts import (
    button_row,
    column_of,
    plain_button,
    plain_label,
    primary_button,
    take_first_size,
)

# What a package does not say of itself, or says in a way that is too long for a line.
_LICENCES = {
    "PySide6-Essentials": "LGPL-3.0-only",
    "numpy": "BSD-3-Clause",
    "sqlcipher3": "Zlib; SQLCipher BSD-3-Clause",
}
_PACKAGES = (
    "alembic",
    "appdirs",
    "charset-normalizer",
    "numpy",
    "py3langid",
    "pyqtgraph",
    "rapidfuzz",
    "PySide6-Essentials",
    "SQLAlchemy",
    "sqlcipher3",
    "trafilatura",
)
_FONTS = (("Inter", "OFL-1.1"), ("Source Serif 4", "OFL-1.1"))


def third_parties() -> list[tuple[str, str, str]]:
    """Name, version and licence of everything the program is built on, by name."""
    found = [(name, _version(name), _licence(name)) for name in _PACKAGES]
    found += [(name, "", licence) for name, licence in _FONTS]
    return sorted(found, key=lambda each: each[0].casefold())


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""  # A frozen program may carry the code of a package without its metadata.


def _licence(name: str) -> str:
    if name in _LICENCES:
        return _LICENCES[name]
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    for field in ("License-Expression", "License"):
        if field in about:
            return about[field].splitlines()[0]
    return ""


def versions() -> str:
    """The versions that matter to somebody who is asked for help, in lines."""
    return "\n".join(
        (
            f"Stanceline {stanceline.__version__}",
            f"Python {platform.python_version()}, Qt {qVersion()}",
            platform.platform(),
        )
    )


class AboutDialog(QDialog):
    """Version, licence, and the works of others with their licences."""

    def __init__(
        self, parent: QWidget | None = None, *, workspace: Workspace | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Stanceline"))
        take_first_size(self, 520, 560)
        layout = column_of(self)
        layout.addWidget(plain_label("Stanceline", "title"))
        layout.addWidget(
            plain_label(self.tr("Who said what, for or against what, and when."), "muted")
        )
        details = plain_label(f"{versions()}\n{_format_of(workspace)}")
        details.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        layout.addWidget(details)
        layout.addWidget(
            plain_label(
                self.tr("Free software under the MIT licence. It stands on the work of others:")
            )
        )
        layout.addWidget(self._table(), 1)
        copy = plain_button(self.tr("&Copy versions"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(versions()))
        close = primary_button(self.tr("Close"))
        close.clicked.connect(self.accept)
        layout.addLayout(button_row(copy, right=(close,)))
        close.setFocus()

    def _table(self) -> QTableWidget:
        rows = third_parties()
        table = QTableWidget(len(rows), 3)
        table.setAccessibleName(self.tr("Works of others and their licences"))
        table.setHorizontalHeaderLabels([self.tr("Name"), self.tr("Version"), self.tr("Licence")])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                table.setItem(i, j, QTableWidgetItem(text))
        return table


def _format_of(workspace: Workspace | None) -> str:
    if workspace is None:
        text = QCoreApplication.translate("AboutDialog", "Workspaces are *{suffix} files")
        return text.format(suffix=SUFFIX)
    text = QCoreApplication.translate("AboutDialog", "Workspaces are *{suffix} files, format {n}")
    return text.format(suffix=SUFFIX, n=workspace_info(workspace).schema_version)
