"""When a timeline reads again what has changed in the workspace."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from stanceline.services.workspace import Changed
from stanceline.ui.timeline.lane_reading import LaneReading

_SHOWN_KINDS = frozenset(Changed) - {Changed.DOUBTS, Changed.TIMELINES}
_FILTERED_KINDS = frozenset((Changed.SPEAKERS, Changed.TOPICS, Changed.EVENTS, Changed.ARTICLES))
_LEAST_DELAY_MS = 60
_MOST_DELAY_MS = 120
_MOST_UNPAINTED_MS = 400


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
        self._was_painted = False
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

    def be_shown(self) -> None:
        """The timeline is about to be painted, which takes long where a window is covered."""
        if self._is_stale:
            self._later.start(0 if self._was_painted else _MOST_UNPAINTED_MS)

    def be_painted(self) -> None:
        """The timeline is being painted, with the window around it.

        Reading comes after: a large workspace has many marks, and what draws them takes as
        long to load as half of the window.
        """
        if self._is_stale and not self._was_painted:
            self._later.start(0)
        self._was_painted = True

    def _tell(self) -> None:
        if self._is_stale and self._panel.isVisible():
            self.due.emit()

    def take(self) -> bool:
        """Whether something is to be read again; from now on it counts as read."""
        was_stale, self._is_stale = self._is_stale, False
        return was_stale

    @property
    def are_filters_stale(self) -> bool:
        """Whether filters have something else to offer than they know of."""
        return self._are_filters_stale

    def filters_know(self) -> None:
        """The filters offer what there is now."""
        self._are_filters_stale = False

    def stop(self) -> None:
        """Say nothing any more."""
        self._later.stop()
