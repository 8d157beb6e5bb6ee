"""Showing in a window what has changed, the parts of it one after the other."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from stanceline.services.workspace import Changed

Part = Callable[[frozenset[Changed]], None]


class CatchingUp(QObject):
    """Has each part of a window show what has changed, in a turn of the event loop of its own.

    So whatever was painted by whoever made the change is seen before all else is brought up
    to date, keys are taken in between, and however many changes there are at once, as in an
    import, are shown once.
    """

    def __init__(self, parts: Sequence[Part], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._waiting: dict[int, frozenset[Changed]] = {}
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._show_next)

    @property
    def is_waiting(self) -> bool:
        """Whether anything has changed that is not shown everywhere yet."""
        return bool(self._waiting)

    def hear(self, kinds: frozenset[Changed]) -> None:
        """Note that these kinds of thing have changed."""
        for number in range(len(self._parts)):
            self._waiting[number] = self._waiting.get(number, frozenset()) | kinds
        self._turn.start()

    def show_first(self) -> None:
        """Have the first part show at once what waits for it; the others have their turns."""
        if 0 in self._waiting:
            self._show_next()

    def finish(self) -> None:
        """Show at once all that waits."""
        while self._waiting:
            self._show_next()
        self._turn.stop()

    def stop(self) -> None:
        """Show no more."""
        self._turn.stop()
        self._waiting.clear()

    def _show_next(self) -> None:
        if not self._waiting:
            return
        number = min(self._waiting)
        kinds = self._waiting.pop(number)
        # Before the part: it may ask something, and the others need not wait for the answer.
        if self._waiting:
            self._turn.start()
        self._parts[number](kinds)
