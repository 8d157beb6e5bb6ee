"""The dialog that tells what became of an import, when there is more to say than success."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from stanceline.services.importing import ImportReport
from stanceline.ui.dialogs.parts import (
    button_row,
    column_of,
    plain_button,
    plain_label,
    primary_button,
)
from stanceline.ui.theme import interface_font

_MOST_LINES = 2_000


def is_worth_telling(report: ImportReport) -> bool:
    """Whether there is something to say beyond how many articles there are now."""
    return bool(report.problems or report.duplicates or report.reprints)


def summary(report: ImportReport) -> str:
    """What became of everything, in one line."""
    parts = [_counted_imports(len(report.imported))]
    if report.reprints:
        parts.append(
            _of(len(report.reprints), _tr("1 of them a reprint"), _tr("{n} of them reprints"))
        )
    if report.duplicates:
        parts.append(
            _of(len(report.duplicates), _tr("1 was there already"), _tr("{n} were there already"))
        )
    if report.problems:
        parts.append(
            _of(len(report.problems), _tr("1 could not be read"), _tr("{n} could not be read"))
        )
    return ", ".join(parts) + "."


def _tr(text: str) -> str:
    return QCoreApplication.translate("ImportReport", text)


def _counted_imports(n: int) -> str:
    if n == 0:
        return _tr("No article was imported")
    return _of(n, _tr("1 article was imported"), _tr("{n} articles were imported"))


def _of(n: int, one: str, several: str) -> str:
    return one if n == 1 else several.format(n=f"{n:,}")


class ImportReportDialog(QDialog):
    """Lists what could not be read and why, what was there already, and the reprints.

    ``titles`` names reprints by article id; without a name they are only counted.
    """

    def __init__(
        self,
        report: ImportReport,
        parent: QWidget | None = None,
        *,
        titles: Mapping[int, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import"))
        self.resize(620, 420)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(12)
        self.tree.setUniformRowHeights(False)
        self.tree.setWordWrap(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tree.setAccessibleName(self.tr("What was not imported as new, and why"))
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.tree.header().setStretchLastSection(True)
        self.tree.setColumnWidth(0, 230)
        self._fill(report, titles or {})
        layout = column_of(self)
        heading = plain_label(summary(report), "strong")
        layout.addWidget(heading)
        layout.addWidget(self.tree, 1)
        copy = plain_button(self.tr("&Copy list"))
        copy.clicked.connect(self._copy)
        close = primary_button(self.tr("Close"))
        close.clicked.connect(self.accept)
        layout.addLayout(button_row(copy, right=(close,)))
        close.setFocus()

    def _fill(self, report: ImportReport, titles: Mapping[int, str]) -> None:
        self._add_group(
            self.tr("Could not be read"),
            ((problem.name, problem.sentence) for problem in report.problems),
            len(report.problems),
        )
        there = self.tr("The same text is in the workspace; nothing was added.")
        self._add_group(
            self.tr("There already"),
            ((name, there) for name in report.duplicates),
            len(report.duplicates),
        )
        reprint = self.tr("Another outlet has the same text; it is kept as a reprint.")
        named = [titles[each] for each in report.reprints if each in titles]
        self._add_group(self.tr("Reprints"), ((title, reprint) for title in named), len(named))

    def _add_group(self, name: str, rows: Iterable[tuple[str, str]], count: int) -> None:
        if not count:
            return
        group = QTreeWidgetItem([f"{name} · {count:,}"])
        group.setFont(0, interface_font(semi_bold=True))
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.tree.addTopLevelItem(group)
        group.setFirstColumnSpanned(True)
        for number, row in enumerate(rows):
            if number == _MOST_LINES:
                more = self.tr("and {n:,} more").format(n=count - number)
                group.addChild(QTreeWidgetItem([more]))
                break
            line = QTreeWidgetItem(list(row))
            for column, text in enumerate(row):
                line.setToolTip(column, text)
            group.addChild(line)
        group.setExpanded(True)

    def _copy(self) -> None:
        lines = []
        for i in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(i)
            if group is not None:
                lines.append(group.text(0))
                children = (group.child(j) for j in range(group.childCount()))
                lines += [f"{row.text(0)}\t{row.text(1)}" for row in children if row is not None]
        QGuiApplication.clipboard().setText("\n".join(lines))
