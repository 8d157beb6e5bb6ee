"""How a timeline that was thrown glides on: the last moments of a drag, and slowing down."""

import math
import time
from collections import deque

from PySide6.QtCore import QObject, QTimer, Signal

_RECENT_S = 0.1
_FRAME_MS = 16
_SLOWEST_PX_PER_S = 30.0
_FASTEST_PX_PER_S = 6_000.0
_SLOWING_PER_S = 6.3
"""How quickly the speed decays; it is the same glide whatever time a frame takes."""

_LONGEST_FRAME_S = 0.1


class Trail:
    """Where the pointer was of late, in pixels, to tell how fast it was let go."""

    def __init__(self) -> None:
        self._places: deque[tuple[float, float]] = deque(maxlen=64)

    def add(self, at_s: float, x: float) -> None:
        """Note where the pointer was at this moment."""
        self._places.append((at_s, x))

    def speed(self, now_s: float) -> float:
        """Pixels per second over the last tenth of a second; 0 after a rest."""
        recent = [(t, x) for t, x in self._places if now_s - t <= _RECENT_S]
        if len(recent) < 2 or recent[-1][0] <= recent[0][0]:  # noqa: PLR2004 (two make a way)
            return 0.0
        (t0, x0), (t1, x1) = recent[0], recent[-1]
        return min(max((x1 - x0) / (t1 - t0), -_FASTEST_PX_PER_S), _FASTEST_PX_PER_S)


def slowed(speed: float, seconds: float) -> tuple[float, float]:
    """The way in pixels that is left behind in this time, and the speed after it."""
    after = speed * math.exp(-_SLOWING_PER_S * seconds)
    return (speed - after) / _SLOWING_PER_S, after


class Glide(QObject):
    """Emits ``moved`` with pixels to go on by, fewer and fewer, until it has stopped."""

    moved = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speed = 0.0
        self._last_s = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_moving(self) -> bool:
        """Whether it has not stopped yet."""
        return self._timer.isActive()

    def throw(self, speed: float) -> None:
        """Begin with this speed in pixels per second; nothing happens when it is low."""
        if abs(speed) >= _SLOWEST_PX_PER_S:
            self._speed = speed
            self._last_s = time.monotonic()
            self._timer.start()

    def stop(self) -> None:
        """Stop at once."""
        self._timer.stop()

    def _go_on(self) -> None:
        now_s = time.monotonic()
        way, self._speed = slowed(self._speed, min(now_s - self._last_s, _LONGEST_FRAME_S))
        self._last_s = now_s
        if abs(self._speed) < _SLOWEST_PX_PER_S:
            self._timer.stop()
        self.moved.emit(way)
