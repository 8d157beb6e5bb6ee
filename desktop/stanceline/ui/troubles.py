"""What is said when a disk is full, or gone, in the middle of work."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from stanceline.domain.errors import StancelineError
from stanceline.services.opening import WorkspaceUnavailable
from stanceline.ui.crash import error_box


def told(error: StancelineError) -> str:
    """The sentence of an error, and of one of the disk's what to do about it."""
    if not isinstance(error, WorkspaceUnavailable):
        return str(error)
    return f"{error} {_advice()}"


def _advice() -> str:
    return QCoreApplication.translate(
        "Troubles",
        "What you typed is still here. Free space on the disk, or connect it again, and try "
        "once more.",
    )


class Unsaved(QObject):
    """Tells once why what was typed could not be saved, and tries again when asked to."""

    def __init__(self, window: QWidget, save_again: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._save_again = save_again
        self._box: QMessageBox | None = None

    def tell(self, sentence: str) -> None:
        """Show the sentence with a way to try again; nothing while one is shown already."""
        if self._box is not None:
            return
        # Leaving the field for the box tries to save too, so the box must be known before.
        box = self._box = error_box(sentence, self._window)
        box.setInformativeText(_advice())
        again = box.addButton(self.tr("Try again"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("Later"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(again)

        def close() -> None:
            is_again = box.clickedButton() is again
            self._box = None
            box.deleteLater()
            if is_again:
                self._save_again()

        box.finished.connect(close)
        box.open()
