"""What the program is, which versions it runs with, and whose work it stands on."""

import platform

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QPlainTextEdit,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

import stanceline
from stanceline.services.checking import workspace_info
from stanceline.services.third_parties import Work, own_licence, works
from stanceline.services.workspace import SUFFIX, Workspace
from stanceline.ui.dialogs.parts import (
    as_list_to_read,
    button_row,
    column_of,
    plain_button,
    plain_label,
    primary_button,
    take_first_size,
)
from stanceline.ui.theme import scaled

_SIZE = (1000, 660)
_TEXT_PX = 11
_LIST_WIDTH = 372
_LICENCE_WIDTH = 118
_MOST_OF_LIST = 0.45
# Licences are set for a typewriter; in other type their tables and headings fall apart.
_FAMILIES = ["DejaVu Sans Mono", "Menlo", "Consolas", "monospace"]


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
    """Version, licence, and the works of others with the texts of their licences."""

    def __init__(
        self, parent: QWidget | None = None, *, workspace: Workspace | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Stanceline"))
        take_first_size(self, *_SIZE)
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
        self._works = [_own_work(), *works()]
        self.text = self._licence_text()
        self.table = self._table()
        layout.addWidget(self._side_by_side(), 1)
        copy = plain_button(self.tr("&Copy versions"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(versions()))
        close = primary_button(self.tr("Close"))
        close.clicked.connect(self.accept)
        layout.addLayout(button_row(copy, right=(close,)))
        self.table.currentCellChanged.connect(self._show_work)
        self.table.selectRow(0)
        close.setFocus()

    def _side_by_side(self) -> QSplitter:
        splitter = QSplitter()
        splitter.addWidget(self.table)
        splitter.addWidget(self.text)
        splitter.setChildrenCollapsible(False)
        splitter.setStretchFactor(1, 1)
        # In a large interface on a small screen the text has the better half all the same.
        left = min(scaled(_LIST_WIDTH), round(self.width() * _MOST_OF_LIST))
        # The licence stands above its text, too; a name that is cut off, nowhere else.
        self.table.setColumnHidden(1, left < scaled(_LIST_WIDTH - _LICENCE_WIDTH // 2))
        splitter.setSizes([left, self.width() - left])
        return splitter

    def _licence_text(self) -> QPlainTextEdit:
        text = QPlainTextEdit()
        text.setReadOnly(True)
        # A text to read is walked with the arrows, so it shows where one is in it.
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        text.setTabChangesFocus(True)
        text.setAccessibleName(self.tr("Licence"))
        font = QFont()
        font.setFamilies(_FAMILIES)
        font.setPixelSize(scaled(_TEXT_PX))
        text.setFont(font)
        return text

    def _table(self) -> QTableWidget:
        table = QTableWidget(len(self._works), 2)
        table.setAccessibleName(self.tr("Works of others and their licences"))
        table.setHorizontalHeaderLabels([self.tr("Name and version"), self.tr("Licence")])
        as_list_to_read(table, widest=0)
        header = table.horizontalHeader()
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(1, scaled(_LICENCE_WIDTH))
        for i, work in enumerate(self._works):
            for j, text in enumerate((_named(work), work.licence)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                table.setItem(i, j, item)
        return table

    def _show_work(self, row: int) -> None:
        work = self._works[row]
        lines = [_named(work), work.licence]
        if work.inside:
            lines.append(self.tr("Part of {name}").format(name=work.inside))
        lines += [work.homepage] if work.homepage else []
        lines += ["", work.note] if work.note else []
        text = work.text() or self.tr(
            "The text of its licence did not come along; it stands on the page named here."
        )
        self.text.setPlainText("\n".join(lines) + "\n\n" + text)


def _own_work() -> Work:
    path = own_licence()
    return Work(
        "Stanceline", stanceline.__version__, "MIT", texts=(path,) if path is not None else ()
    )


def _named(work: Work) -> str:
    return f"{work.title} {work.version}".strip()


def _format_of(workspace: Workspace | None) -> str:
    if workspace is None:
        text = QCoreApplication.translate("AboutDialog", "Workspaces are *{suffix} files")
        return text.format(suffix=SUFFIX)
    text = QCoreApplication.translate("AboutDialog", "Workspaces are *{suffix} files, format {n}")
    return text.format(suffix=SUFFIX, n=workspace_info(workspace).schema_version)
