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
from stanceline.timeline.new.style import mixed

_CODES = 256
_PLAIN_TINT = 0.5
_CODES_PER_WORD = 8
_BENCHES_KEPT = 8


@dataclass(frozen=True, slots=True)
class _Tile:
    """A picture of counts with what it was made from."""

    density: Density
    key: tuple[int, ...]
    pixels: NDArray[np.uint32]


@dataclass(slots=True, eq=False)
class _Bench:
    """Arrays to work in for pictures of one size, since new memory costs more than sums."""

    tops: NDArray[np.float64]
    least: NDArray[np.float64]
    places: NDArray[np.intp]
    columns: NDArray[np.float64]
    codes: NDArray[np.uint8]

    @staticmethod
    def made(n_columns: int, n_inks: int, height: int) -> "_Bench":
        shape = (n_inks, n_columns)
        return _Bench(
            tops=np.empty(shape),
            least=np.empty(shape),
            places=np.empty(shape, np.intp),
            columns=np.arange(n_columns, dtype=np.float64),
            codes=np.empty((height + 1) * _padded(n_columns), np.uint8),
        )


class _Kept(threading.local):
    """What a thread keeps from one frame to the next.

    The tiles are those of the last layout, which a mere change of what stands out draws
    again; ``spare`` are pictures whose layout is gone.
    """

    def __init__(self) -> None:
        self.tiles: dict[int, _Tile] = {}
        self.spare: dict[tuple[int, int], list[NDArray[np.uint32]]] = {}
        self.benches: dict[tuple[int, int, int], _Bench] = {}

    def bench(self, n_columns: int, n_inks: int, height: int) -> _Bench:
        """Arrays for this size."""
        size = (n_columns, n_inks, height)
        if size not in self.benches:
            while len(self.benches) >= _BENCHES_KEPT:
                del self.benches[next(iter(self.benches))]
            self.benches[size] = _Bench.made(*size)
        return self.benches[size]

    def room(self, height: int, width: int) -> NDArray[np.uint32]:
        """A picture to draw in, with whatever was in it."""
        spare = self.spare.get((height, width))
        return spare.pop() if spare else np.empty((height, width), np.uint32)

    def replace_tiles(self, tiles: dict[int, _Tile]) -> None:
        """Keep these tiles, and the pictures of those that were there as spare ones."""
        self.spare = {}
        for at, tile in self.tiles.items():
            if tiles.get(at) is not tile:
                self.spare.setdefault(_shape(tile.pixels), []).append(tile.pixels)
        self.tiles = tiles


_kept = _Kept()


def _shape(pixels: NDArray[np.uint32]) -> tuple[int, int]:
    height, width = pixels.shape
    return height, width


def _padded(n_columns: int) -> int:
    return -(-n_columns // _CODES_PER_WORD) * _CODES_PER_WORD


def pixels_of(density: Density, height: int, colours: list[int]) -> NDArray[np.uint32]:
    """The counts as rows of pixels, one pixel for each column, clear where nothing is.

    Where anything is at all, one pixel at least has a colour. Some more, clear pixels
    follow at the right.
    """
    n_columns, n_inks = density.counts.shape
    width = _padded(n_columns)
    bench = _kept.bench(n_columns, n_inks, height)
    tops = bench.tops
    np.add.accumulate(density.counts.T, axis=0, out=tops, dtype=np.float64)
    np.minimum(tops, 1.0, out=bench.least)
    tops *= height / max(density.highest, 1)
    np.maximum(tops, bench.least, out=tops)
    np.minimum(np.rint(tops, out=tops), height, out=tops)
    # A code rises by one at the top of each ink, from the uppermost row down.
    np.subtract(height, tops, out=tops)
    tops *= width
    tops += bench.columns
    bench.places[:] = tops
    bench.codes.fill(0)
    for places in bench.places:
        bench.codes[places] += 1
    codes = bench.codes[: height * width]
    # Eight small codes fit in one word and never run over, so that eight are summed at once.
    words = codes.view(np.uint64).reshape(height, -1)
    np.add.accumulate(words, axis=0, out=words)
    pixels = _kept.room(height, width)
    pairs = codes.view(np.uint16).reshape(height, -1)
    _pairs(tuple(colours)).take(pairs, out=pixels.view(np.uint64), mode="clip")
    return pixels


@lru_cache(maxsize=16)
def _pairs(colours: tuple[int, ...]) -> NDArray[np.uint64]:
    """For the codes of two pixels side by side, read as one number, their two colours.

    Code 0 is clear, 1 the last colour, and so on to the first.
    """
    inks = np.zeros(_CODES, np.uint64)
    inks[1 : len(colours) + 1] = colours[::-1]
    low, high = (inks, inks[:, None]) if sys.byteorder == "little" else (inks[:, None], inks)
    return (low | (high << np.uint64(32))).ravel()


def image_of(pixels: NDArray[np.uint32]) -> QImage:
    """The pixels as Qt's image, which must not outlive them."""
    height, width = _shape(pixels)
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, width, height, pixels.strides[0], form)


def column_colours(colours: dict[int, QColor], ground: QColor) -> dict[int, QColor]:
    """The colours of columns: what has no stance recedes, being the most as a rule."""
    return {
        ink: colour if ink >= 0 else mixed(colour, ground, _PLAIN_TINT)
        for ink, colour in colours.items()
    }


def draw_densities(
    painter: QPainter,
    densities: tuple[Density, ...],
    colours: dict[int, QColor],
    device: DevicePixels,
) -> None:
    """Draw counts as copied pictures; the painter must be upright and draw pixels."""
    before = _kept.tiles
    after: dict[int, _Tile] = {}
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
    _kept.replace_tiles(after)


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
