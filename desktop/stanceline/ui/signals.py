"""The workspace's changes as a Qt signal, on the thread of the window."""

from PySide6.QtCore import QObject, Signal

from stanceline.services.workspace import Changed, Workspace


class WorkspaceSignals(QObject):
    """Emits ``changed`` with the kinds of thing that an action touched, once committed.

    The workspace may be written on any thread; Qt brings the signal to the receiver's.
    """

    changed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = workspace.listen(self._heard)

    def _heard(self, kinds: frozenset[Changed]) -> None:
        self.changed.emit(kinds)

    def stop(self) -> None:
        """Hear no more."""
        self._stop()
