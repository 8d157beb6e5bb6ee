"""The dialog that tells what became of an import, when there is more to say than success."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from stanceline.services.importing import ChangedVersion, ImportReport
from stanceline.ui.dialogs.parts import (
    boxed,
    button_row,
    column_of,
    plain_button,
    plain_label,
    primary_button,
)
from stanceline.ui.theme import current_theme

_translate = QCoreApplication.translate
_MOST_LINES = 2_000


def is_worth_telling(report: ImportReport) -> bool:
    """Whether there is something to say beyond how many articles there are now."""
    return bool(report.problems or report.duplicates or report.reprints or report.changed)


def summary(report: ImportReport) -> str:
    """What became of everything, in one line."""
    parts = [_counted_imports(len(report.imported))]
    if report.reprints:
        parts.append(
            _of(
                len(report.reprints),
                _translate("ImportReport", "1 of them a reprint"),
                _translate("ImportReport", "{n} of them reprints"),
            )
        )
    if report.changed:
        parts.append(
            _of(
                len(report.changed),
                _translate("ImportReport", "1 is a changed version of an article that is there"),
                _translate("ImportReport", "{n} are changed versions of articles that are there"),
            )
        )
    if report.duplicates:
        parts.append(
            _of(
                len(report.duplicates),
                _translate("ImportReport", "1 was there already"),
                _translate("ImportReport", "{n} were there already"),
            )
        )
    if report.problems:
        parts.append(
            _of(
                len(report.problems),
                _translate("ImportReport", "1 could not be read"),
                _translate("ImportReport", "{n} could not be read"),
            )
        )
    return ", ".join(parts) + "."


def _counted_imports(n: int) -> str:
    if n == 0:
        return _translate("ImportReport", "No article was imported")
    return _of(
        n,
        _translate("ImportReport", "1 article was imported"),
        _translate("ImportReport", "{n} articles were imported"),
    )


def _of(n: int, one: str, several: str) -> str:
    return one if n == 1 else several.format(n=f"{n:,}")


class ImportReportDialog(QDialog):
    """Lists what could not be read and why, what was there already, and the reprints.

    ``titles`` names reprints by article id; without a name they are only counted. Changed
    versions of articles can be ticked; ``to_update`` holds those that are to take the place
    of the texts that are there, once the dialog is closed.
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
        self.to_update: list[ChangedVersion] = []
        self._waiting = [each for each in report.changed if each.edited is None]
        self.resize(620, 420)
        self.list = QTextEdit()
        self.list.setReadOnly(True)
        self.list.setUndoRedoEnabled(False)
        self.list.setTabChangesFocus(True)
        self.list.setAccessibleName(self.tr("What was not imported as new, and why"))
        self._fill(report, titles or {})
        layout = column_of(self)
        layout.addWidget(plain_label(summary(report), "strong"))
        if self._waiting:
            layout.addWidget(self._changed_versions(), 1)
        layout.addWidget(self.list, 1)
        self.list.setVisible(bool(self.list.toPlainText()))
        copy = plain_button(self.tr("&Copy list"))
        copy.clicked.connect(self._copy)
        close = primary_button(self.tr("Close"))
        close.clicked.connect(self.accept)
        layout.addLayout(button_row(copy, right=(close,)))
        close.setFocus()

    def _changed_versions(self) -> QWidget:
        """The changed versions with a box each, and the button that lets them take over."""
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(plain_label(self.tr("Changed versions"), "strong"))
        column.addWidget(
            plain_label(
                self.tr(
                    "They seem to be articles that are there, with another text, and were "
                    "imported beside them. Update those that are ticked: they get the new text, "
                    "and their marks follow the words. Marks that are in doubt are listed to be "
                    "checked."
                ),
                "muted",
            )
        )
        self.versions = QListWidget()
        self.versions.setAccessibleName(self.tr("Changed versions"))
        for version in self._waiting:
            item = QListWidgetItem(self._told(version))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            # What somebody edited here is not replaced without a thought.
            is_wanted = not version.is_edited_here
            item.setCheckState(Qt.CheckState.Checked if is_wanted else Qt.CheckState.Unchecked)
            self.versions.addItem(item)
        self.versions.setCurrentRow(0)
        self.versions.itemChanged.connect(self._show_ticked)
        column.addWidget(self.versions, 1)
        self.update_button = plain_button("")
        self.update_button.clicked.connect(self._update)
        column.addLayout(button_row(right=(self.update_button,)))
        self._show_ticked()
        return boxed(column)

    def _told(self, version: ChangedVersion) -> str:
        told = f"{' '.join(version.title.split())}  ·  {version.name}"
        if version.is_edited_here:
            told += "  ·  " + self.tr("its text was edited here, which would be replaced")
        return told

    def _ticked(self) -> list[ChangedVersion]:
        return [
            version
            for row, version in enumerate(self._waiting)
            if self.versions.item(row).checkState() is Qt.CheckState.Checked
        ]

    def _show_ticked(self) -> None:
        n = len(self._ticked())
        self.update_button.setText(
            self.tr("&Update the article") if n == 1 else self.tr("&Update %n article(s)", "", n)
        )
        self.update_button.setEnabled(bool(n))

    def _update(self) -> None:
        self.to_update = self._ticked()
        self.accept()

    def _fill(self, report: ImportReport, titles: Mapping[int, str]) -> None:
        cursor = QTextCursor(self.list.document())
        self._add_group(
            cursor,
            self.tr("Could not be read"),
            "",
            [(problem.name, problem.sentence) for problem in report.problems],
        )
        self._add_group(
            cursor,
            self.tr("There already"),
            self.tr("The same text is in the workspace, so nothing was added."),
            [(name, "") for name in report.duplicates],
        )
        self._add_group(
            cursor,
            self.tr("Reprints"),
            self.tr("The same text under another outlet; kept, and known to be a reprint."),
            [(titles[each], "") for each in report.reprints if each in titles],
        )
        self.list.moveCursor(QTextCursor.MoveOperation.Start)

    def _add_group(
        self, cursor: QTextCursor, name: str, why: str, rows: Sequence[tuple[str, str]]
    ) -> None:
        if not rows:
            return
        muted = current_theme().muted
        is_first = cursor.atStart()
        self._add_line(cursor, f"{name} · {len(rows):,}", above=0 if is_first else 16, is_bold=True)
        if why:
            self._add_line(cursor, why, ink=muted)
        for file, sentence in rows[:_MOST_LINES]:
            self._add_line(cursor, file, above=6)
            if sentence:
                self._add_line(cursor, sentence, ink=muted)
        if len(rows) > _MOST_LINES:
            more = self.tr("and {n:,} more").format(n=len(rows) - _MOST_LINES)
            self._add_line(cursor, more, above=6, ink=muted)

    @staticmethod
    def _add_line(
        cursor: QTextCursor,
        text: str,
        *,
        above: int = 0,
        is_bold: bool = False,
        ink: QColor | None = None,
    ) -> None:
        """Add a paragraph, letter by letter: names of files are never taken for markup."""
        look = QTextCharFormat()
        look.setFontWeight(QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
        look.setForeground(ink or current_theme().text)
        place = QTextBlockFormat()
        place.setTopMargin(above)
        if cursor.atStart():
            cursor.setBlockFormat(place)
        else:
            cursor.insertBlock(place)
        cursor.insertText(" ".join(text.split()), look)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.list.toPlainText())
