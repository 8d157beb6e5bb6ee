"""Counts as pictures: those of all crowded parts of lanes made together, without loops."""

import sys
import threading
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from stanceline.records import dataclass
from stanceline.timeline.drawing.batches import DevicePixels, draw_rects
from stanceline.timeline.primitives import Density
from stanceline.timeline.style import mixed

_CODES = 256
_PLAIN_TINT = 0.5
_CODES_PER_WORD = 8
_BENCHES_KEPT = 3

Pixels = NDArray[np.uint32]
"""Rows of pixels, alpha in the highest byte."""


@dataclass(slots=True, eq=False)
class _Bench:
    """Arrays to work in for pictures of one size, since new memory costs more than sums."""

    tops: NDArray[np.float64]
    places: NDArray[np.intp]
    columns: NDArray[np.float64]
    codes: NDArray[np.uint8]
    pixels: Pixels

    @staticmethod
    def made(n_densities: int, n_columns: int, n_inks: int, n_rows: int) -> "_Bench":
        shape = (n_inks, n_densities, n_columns)
        width = _padded(n_columns)
        return _Bench(
            tops=np.empty(shape),
            places=np.empty(shape, np.intp),
            columns=np.arange(n_columns, dtype=np.float64),
            codes=np.empty((n_rows, width), np.uint8),
            pixels=np.empty((n_rows, width), np.uint32),
        )


class _Kept(threading.local):
    """What a thread keeps from one frame to the next.

    A mere change of what stands out draws the pictures of the same densities again.
    """

    def __init__(self) -> None:
        self.benches: dict[tuple[int, ...], _Bench] = {}
        self.densities: tuple[Density, ...] = ()
        self.key: tuple[object, ...] = ()
        self.pictures: list[Pixels] = []

    def bench(self, *size: int) -> _Bench:
        """Arrays for this size."""
        found = self.benches.pop(size, None)
        if found is None:
            while len(self.benches) >= _BENCHES_KEPT:
                del self.benches[next(iter(self.benches))]
            found = _Bench.made(*size)
        self.benches[size] = found
        return found


_kept = _Kept()


def _padded(n_columns: int) -> int:
    return -(-n_columns // _CODES_PER_WORD) * _CODES_PER_WORD


def pictures_of(
    densities: Sequence[Density], heights: Sequence[int], colours: dict[int, QColor]
) -> list[Pixels]:
    """The counts as pixels, one for each column in width, clear where nothing is.

    ``heights`` are in pixels. Where anything is at all, one pixel at least has a colour:
    that of the most, if there is room for no more.
    Some more, clear pixels follow at the right. The pictures are good until the next ones
    are made on the same thread.
    """
    alike = defaultdict(list)
    for at, density in enumerate(densities):
        alike[density.counts.shape[0], density.inks].append(at)
    found: dict[int, Pixels] = {}
    for (n_columns, inks), places in alike.items():
        counts = np.array([densities[at].counts for at in places]).reshape(
            len(places), n_columns, len(inks)
        )
        highest = np.array([max(densities[at].highest, 1) for at in places], np.float64)
        tall = np.array([heights[at] for at in places], np.intp)
        pixels = _drawn(counts, highest, tall, tuple(colours[ink].rgba() for ink in inks))
        ends = np.cumsum(tall + 1)
        for at, end, height in zip(places, ends.tolist(), tall.tolist(), strict=True):
            found[at] = pixels[end - height - 1 : end - 1]
    return [found[at] for at in range(len(densities))]


def _drawn(
    counts: NDArray[np.int32],
    highest: NDArray[np.float64],
    heights: NDArray[np.intp],
    colours: tuple[int, ...],
) -> Pixels:
    """Pictures one below the other, each with a row below it that means nothing."""
    n_densities, n_columns, n_inks = counts.shape
    n_rows = int(heights.sum()) + n_densities
    bench = _kept.bench(n_densities, n_columns, n_inks, n_rows)
    tops, width = bench.tops, _padded(n_columns)
    tall = heights.astype(np.float64)[:, None]
    np.add.accumulate(counts.transpose(2, 0, 1), axis=0, out=tops, dtype=np.float64)
    is_there = tops[-1] > 0
    tops *= tall / highest[:, None]
    np.minimum(np.rint(tops, out=tops), tall, out=tops)
    # What is too little for a pixel has one all the same, in the ink of the most of it.
    row, column = np.nonzero(is_there & (tops[-1] == 0))
    if row.size:
        most = counts[row, column].argmax(axis=1)
        tops[:, row, column] = np.arange(n_inks)[:, None] >= most
    # A code rises by one at the top of each ink, from the uppermost row down.
    ends = np.cumsum(heights + 1)
    np.subtract((ends - 1).astype(np.float64)[:, None], tops, out=tops)
    tops *= width
    tops += bench.columns
    bench.places[:] = tops
    flat = bench.codes.reshape(-1)
    flat.fill(0)
    for places in bench.places:
        flat[places.reshape(-1)] += 1
    # Eight small codes fit in one word, so that eight are summed at once. In the row below
    # a picture all its codes have risen to the number of inks, which is taken back there.
    words = flat.view(np.uint64).reshape(n_rows, -1)
    words[ends - 1, : n_columns // _CODES_PER_WORD] -= _repeated(n_inks, _CODES_PER_WORD)
    if n_columns % _CODES_PER_WORD:
        words[ends - 1, -1] -= _repeated(n_inks, n_columns % _CODES_PER_WORD)
    np.add.accumulate(words, axis=0, out=words)
    pairs = flat.view(np.uint16).reshape(n_rows, -1)
    _pairs(colours).take(pairs, out=bench.pixels.view(np.uint64), mode="clip")
    return bench.pixels


def _repeated(code: int, n_times: int) -> np.uint64:
    """A word with the code in its first bytes."""
    return np.uint64(
        int.from_bytes(bytes([code] * n_times).ljust(_CODES_PER_WORD, b"\0"), sys.byteorder)
    )


@lru_cache(maxsize=16)
def _pairs(colours: tuple[int, ...]) -> NDArray[np.uint64]:
    """For the codes of two pixels side by side, read as one number, their two colours.

    Code 0 is clear, 1 the last colour, and so on to the first.
    """
    inks = np.zeros(_CODES, np.uint64)
    inks[1 : len(colours) + 1] = colours[::-1]
    low, high = (inks, inks[:, None]) if sys.byteorder == "little" else (inks[:, None], inks)
    return (low | (high << np.uint64(32))).ravel()


def image_of(pixels: Pixels) -> QImage:
    """The pixels as Qt's image, which must not outlive them."""
    height, width = pixels.shape
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
    densities = tuple(each for each in densities if each.counts.size)
    sides = [
        (
            round(each.box.y0 * device.scale_y + device.dy),
            round(each.box.y1 * device.scale_y + device.dy),
        )
        for each in densities
    ]
    heights = [max(bottom - top, 1) for top, bottom in sides]
    for density, (top, _), height, pixels in zip(
        densities, sides, heights, _pictures_now(densities, heights, colours), strict=True
    ):
        box, column = density.box, density.column_px * device.scale_x
        first = round(density.x0 * device.scale_x + device.dx)
        left, right = (round(x * device.scale_x + device.dx) for x in (box.x0, box.x1))
        left, right = max(left, first), min(right, round(first + len(density.counts) * column))
        shown = QRectF((left - first) / column, 0, (right - left) / column, height)
        painter.drawImage(QRectF(left, top, right - left, height), image_of(pixels), shown)


def _pictures_now(
    densities: tuple[Density, ...], heights: list[int], colours: dict[int, QColor]
) -> list[Pixels]:
    """The pictures, the very ones of before if they show the same."""
    key = (*heights, *(colour.rgba() for colour in colours.values()))
    same = len(densities) == len(_kept.densities) and all(
        one is other for one, other in zip(densities, _kept.densities, strict=True)
    )
    if not same or key != _kept.key:
        _kept.pictures = pictures_of(densities, heights, colours)
        _kept.densities, _kept.key = densities, key
    return _kept.pictures


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
