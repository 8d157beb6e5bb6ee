"""When a timeline reads again what has changed in the workspace."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from stanceline.services.workspace import Changed
from stanceline.ui.timeline.lane_reading import LaneReading

_SHOWN_KINDS = frozenset(Changed) - {Changed.DOUBTS, Changed.TIMELINES}
_FILTERED_KINDS = frozenset((Changed.SPEAKERS, Changed.TOPICS, Changed.EVENTS, Changed.ARTICLES))
_LEAST_DELAY_MS = 60
_MOST_DELAY_MS = 120


class Freshness(QObject):
    """Knows what of the workspace a timeline has not read yet; ``due`` says to read it.

    What nobody sees is read when it is seen. After a change the article is painted first,
    and many changes that follow each other are read as one.
    """

    due = Signal()

    def __init__(self, panel: QWidget, reading: LaneReading) -> None:
        super().__init__(panel)
        self._panel = panel
        self._reading = reading
        self._is_stale = self._are_filters_stale = True
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._tell)

    def hear(self, kinds: frozenset[Changed], *, with_suggestions: bool) -> None:
        """Take note that these kinds of thing have changed."""
        if not kinds & _SHOWN_KINDS or (kinds <= {Changed.SUGGESTIONS} and not with_suggestions):
            return
        self._is_stale = True
        self._are_filters_stale = self._are_filters_stale or bool(kinds & _FILTERED_KINDS)
        if not self._panel.isVisible():
            return
        if self._reading.can_read_now():
            self._tell()
        elif not self._later.isActive():
            delay = max(_LEAST_DELAY_MS, int(2 * self._reading.took_ms))
            self._later.start(min(delay, _MOST_DELAY_MS))

    def be_seen(self) -> None:
        """The timeline has come into sight."""
        if self._is_stale:
            # The window is painted first: a large workspace has many marks to read.
            QTimer.singleShot(0, self, self._tell)

    def _tell(self) -> None:
        if self._is_stale and self._panel.isVisible():
            self.due.emit()

    def take(self) -> bool:
        """Whether something is to be read again; from now on it counts as read."""
        was_stale, self._is_stale = self._is_stale, False
        return was_stale

    def take_filters(self) -> bool:
        """Whether filters have something else to offer; from now on they know it."""
        were_stale, self._are_filters_stale = self._are_filters_stale, False
        return were_stale

    def stop(self) -> None:
        """Say nothing any more."""
        self._later.stop()
