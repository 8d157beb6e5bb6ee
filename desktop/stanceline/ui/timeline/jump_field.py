"""The field into which a date is typed to go there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from stanceline.domain.edtf import EdtfError
from stanceline.services.events import read_typed_date
from stanceline.ui.scaling import keep_scaled

_WIDTH = 112
_LONGEST = 100


class JumpField(QLineEdit):
    """Takes a date as EDTF or in words, such as "June 2024"; ``jumped`` carries it as EDTF.

    ``left`` says that the keyboard should go back to the timeline, ``refused`` why the
    words are no date.
    """

    jumped = Signal(str)
    left = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._near = ""
        self.setPlaceholderText(self.tr("Go to date"))
        self.setAccessibleName(self.tr("Go to a date"))
        self.setMaxLength(_LONGEST)
        keep_scaled(self, width=_WIDTH)
        self._say("")
        self.textEdited.connect(lambda: self._say(""))
        self.returnPressed.connect(self._jump)

    def set_near(self, date: str) -> None:
        """Count words without a year, such as "June", from this date (EDTF)."""
        self._near = date

    def _jump(self) -> None:
        text = self.text().strip()
        if not text:
            self.left.emit()
            return
        try:
            found = read_typed_date(text, self._near)
        except EdtfError:
            problem = self.tr(
                "Not understood as a date. Write 2024-06, or words such as “June 2024”."
            )
            self._say(problem)
            self.refused.emit(problem)
            return
        self._say("")
        self.clear()
        self.jumped.emit(found.value)

    def _say(self, problem: str) -> None:
        example = self.tr("Go to a date: 2024-06-19, “June 2024”, “44 BC”")
        self.setToolTip(problem or example)
        self.setAccessibleDescription(problem or example)
        is_invalid = "true" if problem else "false"
        if self.property("invalid") != is_invalid:
            self.setProperty("invalid", is_invalid)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties the field and goes back to the timeline."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self._say("")
            self.left.emit()
            return
        super().keyPressEvent(event)
