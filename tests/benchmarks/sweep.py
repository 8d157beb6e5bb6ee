"""A scripted pan and zoom over a timeline, timed from each input to the painted frame."""

import gc
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

_WHEEL_STEP = 120
_MOST_TURNS = 50


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of the wheel at a share of the width, inwards when ``steps`` is positive."""

    at: float
    steps: int


@dataclass(frozen=True, slots=True)
class Drag:
    """One move of the pointer, with the button held, by so many pixels to the right."""

    px: int


Input = Turn | Drag


def the_script(share: float = 1.0) -> list[Input]:
    """Over the whole range: 376 inputs, or this share of each part of it.

    All is panned; then the zoom goes down to about an hour, pans there and comes back; it
    stops at a fifteenth and at a hundredth of the range to pan on, at each place somewhere
    else below the pointer. The shorter script makes larger zooms in fewer frames, so that
    it passes the same windows.
    """

    def n(count: int) -> int:
        return max(int(count * share), 1)

    def zoom(at: float, count: int) -> list[Input]:
        sign, frames = (1 if count > 0 else -1), n(abs(count))
        each = abs(count) / frames
        ends = [round(each * i) for i in range(frames + 1)]
        return [Turn(at, sign * (b - a)) for a, b in itertools.pairwise(ends)]

    def pan(px: int, count: int) -> list[Input]:
        return [Drag(px)] * n(count)

    return [
        *pan(-9, 20),
        *pan(9, 28),
        *zoom(0.62, 66),
        *pan(-23, 30),
        *zoom(0.4, -66),
        *zoom(0.35, 15),
        *pan(-17, 40),
        *pan(31, 20),
        *zoom(0.7, 10),
        *pan(-17, 40),
        *pan(41, 16),
        *zoom(0.5, -25),
    ]


class Painted(QObject):
    """Notes when a widget is painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.n_times = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count a painting; nothing is held back."""
        del watched
        if event.type() is QEvent.Type.Paint:
            self.n_times += 1
        return False


class Hand:
    """Turns a wheel and moves a mouse over a widget, and waits until it is painted."""

    def __init__(self, surface: QWidget, is_free: Callable[[QPoint], bool]) -> None:
        self._surface = surface
        self._is_free = is_free
        self._painted = Painted(surface)
        self._at: QPoint | None = None

    def frame_s(self, act: Input) -> tuple[float, float]:
        """How long it takes from this input until what it changes is painted, by the clock.

        The second is how long the processor worked for it, which others' work leaves alone.
        """
        if isinstance(act, Turn):
            self.let_go()
        else:
            self._take_hold()
        QApplication.processEvents()
        n_before = self._painted.n_times
        began_s, worked_s = time.perf_counter(), time.process_time()
        if isinstance(act, Turn):
            self._turn(act)
        else:
            self._move(act.px)
        for _ in range(_MOST_TURNS):
            QApplication.processEvents()
            if self._painted.n_times > n_before:
                return time.perf_counter() - began_s, time.process_time() - worked_s
        raise RuntimeError(f"Nothing was painted after {act}.")

    def let_go(self) -> None:
        """Let go of the button of the mouse."""
        if self._at is not None:
            self._mouse(QEvent.Type.MouseButtonRelease, self._at, Qt.MouseButton.NoButton)
            self._at = None

    def _turn(self, turn: Turn) -> None:
        size = self._surface.size()
        at = QPointF(size.width() * turn.at, size.height() * 0.45)
        event = QWheelEvent(
            at,
            QPointF(self._surface.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(0, turn.steps * _WHEEL_STEP),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 (Qt takes it by place)
        )
        QApplication.sendEvent(self._surface, event)

    def _take_hold(self) -> None:
        room = self._surface.rect().adjusted(250, 0, -60, 0)
        if self._at is not None and room.contains(self._at):
            return
        self.let_go()
        self._at = self._free_place()
        self._mouse(QEvent.Type.MouseButtonPress, self._at, Qt.MouseButton.LeftButton)
        # The first move only begins the drag.
        self._at -= QPoint(12, 0)
        self._mouse(QEvent.Type.MouseMove, self._at, Qt.MouseButton.LeftButton)

    def _free_place(self) -> QPoint:
        """A place in the middle where no mark is: dragging a mark would move its date."""
        middle, bottom = self._surface.width() // 2, self._surface.height() - 60
        places = (QPoint(middle + 7 * i, bottom - 9 * i) for i in range(80))
        return next(filter(self._is_free, places), QPoint(middle, bottom))

    def _move(self, px: int) -> None:
        if self._at is not None:
            self._at += QPoint(px, 0)
            self._mouse(QEvent.Type.MouseMove, self._at, Qt.MouseButton.LeftButton)

    def _mouse(self, kind: QEvent.Type, at: QPoint, held: Qt.MouseButton) -> None:
        button = (
            Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        )
        event = QMouseEvent(
            kind,
            QPointF(at),
            QPointF(self._surface.mapToGlobal(at)),
            button,
            held,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(self._surface, event)


def swept(
    surface: QWidget,
    script: list[Input],
    is_free: Callable[[QPoint], bool] = lambda _: True,
    after_each: Callable[[], None] = lambda: None,
) -> tuple[list[float], list[float]]:
    """Milliseconds of each frame of the script, by the clock and of the processor.

    Two frames before it are not told.
    ``is_free`` says where a press does not take hold of a mark; ``after_each`` is called
    after each frame and is not timed.
    """
    hand = Hand(surface, is_free)
    hand.frame_s(Turn(0.5, 1))
    hand.frame_s(Turn(0.5, -1))
    gc.collect()
    frames, worked = [], []
    for act in script:
        frame_s, worked_s = hand.frame_s(act)
        frames.append(frame_s * 1000)
        worked.append(worked_s * 1000)
        after_each()
    hand.let_go()
    return frames, worked


def figures(values: list[float]) -> dict[str, float]:
    """Mean, median, 95th percentile and the highest, rounded for reading."""
    median, p95 = np.percentile(values, [50, 95])
    return {
        "mean": round(sum(values) / len(values), 2),
        "median": round(float(median), 2),
        "p95": round(float(p95), 2),
        "max": round(max(values), 2),
        "n": len(values),
    }


def each_part(script: list[Input], frames: list[float]) -> Iterator[tuple[str, list[float]]]:
    """The frames of panning and of zooming apart."""
    for name, kind in (("pan", Drag), ("zoom", Turn)):
        yield name, [ms for act, ms in zip(script, frames, strict=True) if isinstance(act, kind)]
