"""Playing through time step by step: from one mark's time to the next, silent stretches at once."""

import numpy as np
from PySide6.QtCore import QObject, QTimer, QVariantAnimation, Signal

from stanceline.timeline.primitives import Floats
from stanceline.timeline.sorting.lanes import Lanes
from stanceline.timeline.windows import TimeWindow

_STEP_MS = 700
_MOVE_MS = 110
_MOST_STEPS_IN_WINDOW = 120


def times_of(lanes: Lanes) -> Floats:
    """The times at which there are marks, each once, in seconds of the axis, sorted."""
    table = lanes.table
    codes = table.date[table.shown & (table.date >= 0)]
    there = np.bincount(codes, minlength=len(table.dates.middle)) > 0
    return np.unique(table.dates.middle[there])


def next_step(times: Floats, now: float, least: float) -> float | None:
    """The next time with marks at least so much later; the last one of all before the end."""
    at = int(np.searchsorted(times, now + least))
    if at < times.size:
        return float(times[at])
    return float(times[-1]) if times.size and times[-1] > now else None


def step_before(times: Floats, now: float, least: float) -> float | None:
    """The time with marks at least so much earlier."""
    at = int(np.searchsorted(times, now - least, side="right")) - 1
    if at >= 0:
        return float(times[at])
    return float(times[0]) if times.size and times[0] < now else None


class Player(QObject):
    """Lets time go on. ``moved`` carries where it stands, in seconds of the axis.

    ``changed`` is emitted when it begins, pauses, goes on or ends.
    """

    moved = Signal(float)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._times: Floats = np.empty(0)
        self._least = 1.0
        self._now: float | None = None
        self._has_motion = True
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._go_on)
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(_MOVE_MS)
        self._animation.valueChanged.connect(self._flow)

    @property
    def now(self) -> float | None:
        """Where time stands, None when it is not played."""
        return self._now

    @property
    def is_running(self) -> bool:
        """Whether it goes on by itself."""
        return self._timer.isActive()

    def set_has_motion(self, *, has_motion: bool) -> None:
        """Whether time flows from step to step, or jumps."""
        self._has_motion = has_motion

    def set_lanes(self, lanes: Lanes) -> None:
        """Go on with these marks."""
        if self._now is not None:
            self._times = times_of(lanes)

    def set_window(self, window: TimeWindow) -> None:
        """Take steps that can be seen apart in this window."""
        self._least = window.seconds / _MOST_STEPS_IN_WINDOW

    def start(self, lanes: Lanes, window: TimeWindow) -> None:
        """Begin at the first mark of the window."""
        self._times = times_of(lanes)
        self.set_window(window)
        at = int(np.searchsorted(self._times, window.t0))
        begin = float(self._times[at]) if at < self._times.size else window.t0
        self._now = min(begin, window.t1)
        self.moved.emit(self._now)
        self._timer.start()
        self.changed.emit()

    def stop(self) -> None:
        """End it."""
        if self._now is not None:
            self._timer.stop()
            self._animation.stop()
            self._now = None
            self.changed.emit()

    def pause_or_go_on(self) -> None:
        """Pause when it runs, else go on."""
        if self._now is None:
            return
        if self._timer.isActive():
            self._timer.stop()
        else:
            self._timer.start()
        self.changed.emit()

    def step(self, towards: int) -> None:
        """One step forwards (1) or back (-1), and pause there."""
        if self._now is None:
            return
        if self._timer.isActive():
            self._timer.stop()
            self.changed.emit()
        look = next_step if towards > 0 else step_before
        found = look(self._times, self._now, self._least)
        if found is not None:
            self._move_to(found)

    def _go_on(self) -> None:
        if self._now is None:
            return
        found = next_step(self._times, self._now, self._least)
        if found is None:
            self._timer.stop()
            self.changed.emit()
        else:
            self._move_to(found)

    def _move_to(self, time: float) -> None:
        before, self._now = self._now, time
        self._animation.stop()
        if self._has_motion and before is not None:
            self._animation.setStartValue(before)
            self._animation.setEndValue(time)
            self._animation.start()
        else:
            self.moved.emit(time)

    def _flow(self, value: object) -> None:
        if isinstance(value, float) and self._now is not None:
            self.moved.emit(value)
