"""Many shapes in one call: arrays of numbers that Qt reads as its own values.

A call of Qt for each shape costs a microsecond and more; a thousand shapes in one call take
no longer than the drawing itself.
"""

from typing import Self, cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap

_Floats = NDArray[np.float64]

_SAME = 1e-6
FRAGMENT_COLUMNS = 10
"""A fragment is the x and y of its middle, left, top, width and height in the pixmap, the
scales in x and y, the rotation and the opacity."""


def draw_rects(painter: QPainter, rows: _Floats) -> None:
    """Draw rectangles with the painter's pen and brush; a row is x, y, width, height."""
    rows = np.ascontiguousarray(rows, np.float64)
    if rows.shape[0]:
        first = cast(QRectF, shiboken6.wrapInstance(rows.ctypes.data, QRectF))
        painter.drawRects(first, rows.shape[0])


def draw_fragments(painter: QPainter, rows: _Floats, pixmap: QPixmap) -> None:
    """Draw parts of a pixmap; a row is what ``FRAGMENT_COLUMNS`` says."""
    rows = np.ascontiguousarray(rows, np.float64)
    if rows.shape[0]:
        address = rows.ctypes.data
        first = cast(
            QPainter.PixmapFragment, shiboken6.wrapInstance(address, QPainter.PixmapFragment)
        )
        painter.drawPixmapFragments(first, rows.shape[0], pixmap)


class DevicePixels:
    """While it is entered, the painter's coordinates are the pixels of what it draws on.

    ``x`` and ``y`` tell where a place that was laid out lies in them, and ``scale`` how
    many of them a laid out pixel has. What Qt copies without stretching is ten times as
    quick as what it stretches.
    """

    def __init__(self, painter: QPainter) -> None:
        self._painter = painter
        device = painter.deviceTransform()
        self.scale_x, self.scale_y = device.m11(), device.m22()
        self.dx, self.dy = device.dx(), device.dy()
        self._world = painter.worldTransform()
        # What is left between the world and the device, such as the ratio of a fine screen.
        rest = self._world.inverted()[0] * device
        self._straight = rest.inverted()[0]

    @property
    def scale(self) -> float:
        """How many device pixels a laid out one has."""
        return self.scale_x

    def __enter__(self) -> Self:
        self._painter.setWorldTransform(self._straight)
        return self

    def __exit__(self, *_error: object) -> None:
        self._painter.setWorldTransform(self._world)


def is_upright(painter: QPainter) -> bool:
    """Whether the painter only moves and enlarges, both ways alike."""
    device = painter.deviceTransform()
    wide, tall = device.m11(), device.m22()
    return not device.isRotating() and wide > 0 and abs(wide - tall) < _SAME * wide
