"""Counts as pictures: one for each crowded part of a lane, made without a loop over cells."""

import sys
import threading
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from stanceline.timeline.new.batches import DevicePixels, draw_rects
from stanceline.timeline.new.primitives import Density

_CODES = 256


@dataclass(frozen=True, slots=True)
class _Tile:
    """A picture of counts with what it was made from."""

    density: Density
    key: tuple[int, ...]
    pixels: NDArray[np.uint32]


class _Kept(threading.local):
    """The tiles of the last layout, which a mere change of what stands out draws again."""

    def __init__(self) -> None:
        self.tiles: dict[int, _Tile] = {}


_kept = _Kept()


def pixels_of(density: Density, height: int, colours: list[int]) -> NDArray[np.uint32]:
    """The counts as rows of pixels, one pixel for each column, clear where nothing is.

    Where anything is at all, one pixel at least has a colour.
    """
    n_columns, n_inks = density.counts.shape
    tops = np.cumsum(density.counts, axis=1, dtype=np.float64)
    lowest = np.minimum(tops, 1.0)
    tops *= height / max(density.highest, 1)
    np.maximum(tops, lowest, out=tops)
    np.minimum(np.rint(tops, out=tops), height, out=tops)
    # From the bottom of each column up: the inks one on the other, then what is clear.
    runs = np.empty((n_columns, n_inks + 1), np.intp)
    runs[:, :-1] = tops
    runs[:, -1] = height
    runs[:, 1:] -= runs[:, :-1].copy()
    lying = np.repeat(_inks_in_turn(n_inks + 1, n_columns), runs.ravel())
    # Codes are turned upright, being four times smaller than pixels, and two at a time.
    standing = lying.reshape(n_columns, height).T[::-1]
    codes = np.zeros((height, n_columns + n_columns % 2), np.uint8)
    codes[:, :n_columns] = standing
    return _pairs(tuple(colours)).take(codes.view(np.uint16)).view(np.uint32)[:, :n_columns]


@lru_cache(maxsize=16)
def _inks_in_turn(n_inks: int, n_columns: int) -> NDArray[np.uint8]:
    return np.tile(np.arange(n_inks, dtype=np.uint8), n_columns)


@lru_cache(maxsize=16)
def _pairs(colours: tuple[int, ...]) -> NDArray[np.uint64]:
    """For the codes of two pixels side by side, read as one number, their two colours."""
    inks = np.zeros(_CODES, np.uint64)
    inks[: len(colours)] = colours
    low, high = (inks, inks[:, None]) if sys.byteorder == "little" else (inks[:, None], inks)
    return (low | (high << np.uint64(32))).ravel()


def image_of(pixels: NDArray[np.uint32]) -> QImage:
    """The pixels as Qt's image, which must not outlive them."""
    height, width = pixels.shape
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, width, height, pixels.strides[0], form)


def draw_densities(
    painter: QPainter,
    densities: tuple[Density, ...],
    colours: dict[int, QColor],
    device: DevicePixels,
) -> None:
    """Draw counts as copied pictures; the painter must be upright and draw pixels."""
    before, after = _kept.tiles, {}
    for density in densities:
        if density.counts.size == 0:
            continue
        box = density.box
        top = round(box.y0 * device.scale_y + device.dy)
        bottom = round(box.y1 * device.scale_y + device.dy)
        left, right = (round(x * device.scale_x + device.dx) for x in (box.x0, box.x1))
        inks = [colours[ink].rgba() for ink in density.inks]
        key = (bottom - top, *inks)
        tile = before.get(id(density))
        if tile is None or tile.density is not density or tile.key != key:
            tile = _Tile(density, key, pixels_of(density, max(bottom - top, 1), inks))
        after[id(density)] = tile
        first = round(density.x0 * device.scale_x + device.dx)
        column = density.column_px * device.scale_x
        painter.save()
        painter.setClipRect(QRectF(left, top, right - left, bottom - top))
        width = tile.pixels.shape[1] * column
        painter.drawImage(QRectF(first, top, width, bottom - top), image_of(tile.pixels))
        painter.restore()
    _kept.tiles = after


def draw_columns(painter: QPainter, density: Density, colours: dict[int, QColor]) -> None:
    """Draw counts as rectangles, one for each ink of a column, for a file of shapes."""
    box = density.box
    share = box.height / max(density.highest, 1)
    tops = np.minimum(np.add.accumulate(density.counts.T, axis=0) * share, box.height)
    lefts = density.x0 + density.column_px * np.arange(tops.shape[1])
    rights = np.minimum(lefts + density.column_px, box.x1)
    lefts = np.maximum(lefts, box.x0)
    for at, ink in enumerate(density.inks):
        below = tops[at - 1] if at else np.zeros(tops.shape[1])
        is_there = (tops[at] > below) & (rights > lefts)
        rows = np.column_stack([lefts, box.y1 - tops[at], rights - lefts, tops[at] - below])
        painter.setBrush(colours[ink])
        draw_rects(painter, rows[is_there])


def n_cells(densities: tuple[Density, ...]) -> int:
    """How many rectangles ``draw_columns`` would draw."""
    return sum(int(np.count_nonzero(density.counts)) for density in densities)
