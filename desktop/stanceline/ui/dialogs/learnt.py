"""What the analyst's decisions have taught about suggestions, and forgetting it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.errors import StancelineError
from stanceline.services.learning import Learnt, LearntPattern, forget_learnt, learnt
from stanceline.services.undoing import next_undo, undo
from stanceline.services.workspace import Workspace
from stanceline.ui.dialogs.parts import (
    Notice,
    as_list_to_read,
    boxed,
    button_row,
    column_of,
    plain_button,
    plain_label,
    primary_button,
    take_first_size,
)
from stanceline.ui.moments import moment_in_words
from stanceline.ui.widgets import Caption, EmptyState
from stanceline.ui.words import suggestion_pattern

_SIZE = (680, 480)
_NUMBERS_ALIGNED = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LearntDialog(QDialog):
    """Lists how often the suggestions of each pattern were right, and which names mean whom.

    All of it can be forgotten, which Ctrl+Z brings back.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._forgotten_by: int | None = None
        self.setWindowTitle(self.tr("What was learnt"))
        take_first_size(self, *_SIZE)
        self.patterns = _table(
            self.tr("How suggestions were found, and what became of them"),
            [
                self.tr("Found by"),
                self.tr("Accepted"),
                self.tr("Corrected"),
                self.tr("Rejected"),
            ],
            numbers=(1, 2, 3),
        )
        self.names = _table(
            self.tr("Names that mean somebody else"),
            [self.tr("Written"), self.tr("Means"), self.tr("Times")],
            numbers=(2,),
        )
        self.held = plain_label("", "small")
        self._since = plain_label("", "small")
        self._said = Notice("small")
        self._names_caption = Caption(self.tr("Names that you corrected"))
        self.forget_button = plain_button(self.tr("&Forget all this"), "danger")
        self._none = EmptyState(
            self.tr("Nothing was learnt yet"),
            self.tr(
                "Each suggestion that is accepted, corrected or rejected teaches which of them "
                "to trust. It stays in this workspace."
            ),
        )
        self._pages = QStackedWidget()
        self._build()
        QShortcut(QKeySequence("Ctrl+Z"), self, self._bring_back)
        self._refresh()

    def _build(self) -> None:
        lists = QVBoxLayout()
        lists.setContentsMargins(0, 0, 0, 0)
        lists.setSpacing(8)
        lists.addWidget(self.patterns, 3)
        lists.addWidget(self._names_caption)
        lists.addWidget(self.names, 2)
        lists.addWidget(self.held)
        lists.addWidget(self._since)
        self._pages.addWidget(boxed(lists))
        self._pages.addWidget(self._none)
        self.forget_button.clicked.connect(self.forget)
        close = primary_button(self.tr("Close"))
        close.clicked.connect(self.accept)
        layout = column_of(self)
        layout.addWidget(
            plain_label(
                self.tr(
                    "Patterns whose suggestions are rejected are trusted less, and are held "
                    "back in the end. A name that was corrected twice to the same speaker is "
                    "suggested as that speaker. X stands for whoever speaks."
                ),
                "small",
            )
        )
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._said)
        layout.addLayout(button_row(self.forget_button, right=(close,)))

    def _refresh(self) -> None:
        known = learnt(self._workspace)
        is_empty = not known.patterns and not known.names
        self._pages.setCurrentIndex(int(is_empty))
        self.forget_button.setVisible(not is_empty)
        self.forget_button.setEnabled(not self._workspace.is_read_only)
        _fill(self.patterns, [self._pattern_row(each) for each in known.patterns])
        _fill(
            self.names,
            [(f"“{each.written}”", each.speaker, f"{each.times:,}") for each in known.names],
        )
        for part in (self._names_caption, self.names):
            part.setVisible(bool(known.names))
        self.held.setText(self._held_in_words(known))
        self.held.setVisible(bool(known.n_held))
        since = known.since and moment_in_words(known.since, is_within=True)
        self._since.setText(self.tr("Counted since {moment}.").format(moment=since))
        self._since.setVisible(bool(since))

    def _pattern_row(self, each: LearntPattern) -> tuple[str, ...]:
        words = suggestion_pattern(each.pattern)
        told = words[:1].upper() + words[1:]
        if each.is_sunk:
            told = self.tr("{pattern} (held back)").format(pattern=told)
        return told, f"{each.n_right:,}", f"{each.n_corrected:,}", f"{each.n_rejected:,}"

    def _held_in_words(self, known: Learnt) -> str:
        return self.tr(
            "%n suggestion(s) are held back, since most like them were rejected.", "", known.n_held
        )

    def forget(self) -> None:
        """Start learning anew; what is held back is offered again."""
        try:
            forget_learnt(self._workspace)
            step = next_undo(self._workspace)
        except StancelineError as error:
            self._said.say(str(error))
            return
        self._forgotten_by = step.action_id if step else None
        self._refresh()
        self._said.say(self.tr("Forgotten; your decisions stay. Ctrl+Z brings it back."))

    def _bring_back(self) -> None:
        """Undo the forgetting, unless something else was done since."""
        try:
            step = next_undo(self._workspace)
            if step is None or step.action_id != self._forgotten_by:
                self._said.say(self.tr("Close this window to undo what was done before."))
                return
            undo(self._workspace)
        except StancelineError as error:
            self._said.say(str(error))
            return
        self._refresh()
        self._said.say(self.tr("It is known again."))


def _table(name: str, columns: Sequence[str], *, numbers: Sequence[int]) -> QTableWidget:
    """A list to read: the first column has the room, all others are as wide as they need.

    ``numbers`` are the columns that hold numbers, which stand at the right of them.
    """
    table = QTableWidget(0, len(columns))
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(columns))
    as_list_to_read(table, widest=0)
    for column in numbers:
        item = QTableWidgetItem(columns[column])
        item.setTextAlignment(_NUMBERS_ALIGNED)
        table.setHorizontalHeaderItem(column, item)
    return table


def _fill(table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    """List these; numbers stand at the right of their column."""
    table.setRowCount(len(rows))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column and text.replace(",", "").isdigit():
                item.setTextAlignment(_NUMBERS_ALIGNED)
            item.setToolTip(text)
            table.setItem(row, column, item)
    if rows:
        table.selectRow(0)
