"""Glyphs drawn once and copied as often as they occur."""

import math
import threading
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from stanceline.records import dataclass
from stanceline.timeline.drawing.batches import FRAGMENT_COLUMNS, DevicePixels, draw_fragments
from stanceline.timeline.drawing.glyphs import STACK_REACH_PX, GlyphPainter, reach_of
from stanceline.timeline.primitives import Fill, Glyph, Points

_Floats = NDArray[np.float64]

_ATLAS_WIDTH = 1024
_ATLAS_HEIGHT = 256
_HIGHEST_ATLAS = 2048
_PHASES = 4
"""In how many places within a pixel a glyph may stand, so that it glides while panning."""
_RADIUS_STEPS = 4
_RIM_PX = 1.0
_ATLASES_KEPT = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a sprite lies in the atlas, in its pixels."""

    left: int
    top: int
    width: int
    height: int


class Atlas:
    """Small pictures side by side in one pixmap, each drawn when it is first asked for."""

    def __init__(self) -> None:
        self.pixmap = _clear(_ATLAS_HEIGHT)
        self._cells: dict[Hashable, Cell] = {}
        self.by_kind: dict[int, tuple[int, int, int, int]] = {}
        """Left, top, width and height of points by what they look like, in one number."""
        self.bars: dict[Hashable, tuple[Any, Cell]] = {}
        """Long bars by what they look like, with that look."""
        self._x = self._y = self._shelf = 0

    def cell(
        self, key: Hashable, width: int, height: int, draw: Callable[[QPainter], None]
    ) -> Cell:
        """The cell of this key; ``draw`` draws it from the painter's origin on."""
        found = self._cells.get(key)
        return found if found is not None else self._drawn(key, width, height, draw)

    def _drawn(
        self, key: Hashable, width: int, height: int, draw: Callable[[QPainter], None]
    ) -> Cell:
        if self._x + width > _ATLAS_WIDTH:
            self._x, self._y, self._shelf = 0, self._y + self._shelf, 0
        self._shelf = max(self._shelf, height)
        self._grow_to(self._y + height)
        cell = Cell(self._x, self._y, width, height)
        self._x += width
        painter = QPainter(self.pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setClipRect(cell.left, cell.top, width, height)
        painter.translate(cell.left, cell.top)
        draw(painter)
        painter.end()
        self._cells[key] = cell
        return cell

    def _grow_to(self, height: int) -> None:
        if height <= self.pixmap.height():
            return
        larger = _clear(max(height, 2 * self.pixmap.height()))
        painter = QPainter(larger)
        painter.drawPixmap(0, 0, self.pixmap)
        painter.end()
        self.pixmap = larger

    @property
    def is_full(self) -> bool:
        """Whether it has grown so large that it is better begun anew."""
        return self.pixmap.height() > _HIGHEST_ATLAS


def _clear(height: int) -> QPixmap:
    pixmap = QPixmap(_ATLAS_WIDTH, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


class _Kept(threading.local):
    """The atlases of a thread: pictures are exported while the window draws."""

    def __init__(self) -> None:
        self.atlases: dict[Hashable, Atlas] = {}
        self.last: tuple[float, QColor, dict[int, QColor], Atlas] | None = None
        """Which atlas was asked for with what, by the very same values."""


_kept = _Kept()


def atlas_for(scale: float, ground: QColor, colours: dict[int, QColor]) -> Atlas:
    """The atlas for all that is drawn at one scale in one set of colours."""
    last = _kept.last
    is_same = last is not None and last[1] is ground and last[2] is colours and last[0] == scale
    if last is not None and is_same and not last[3].is_full:
        return last[3]
    inks = tuple((ink, colour.rgba()) for ink, colour in colours.items())
    key = (round(scale * 1000), ground.rgba(), inks)
    atlases = _kept.atlases
    atlas = atlases.get(key)
    if atlas is None or atlas.is_full:
        while len(atlases) >= _ATLASES_KEPT:
            del atlases[next(iter(atlases))]
        atlas = atlases[key] = Atlas()
    _kept.last = (scale, ground, colours, atlas)
    return atlas


class PointSprites:
    """Draws points by copying sprites; the painter must be upright and draw pixels."""

    def __init__(
        self,
        painter: QPainter,
        ground: QColor,
        colours: dict[int, QColor],
        atlas: Atlas,
        device: DevicePixels,
    ) -> None:
        self._painter = painter
        self._ground = ground
        self._colours = colours
        self._atlas = atlas
        self._device = device

    def draw(self, points: Points) -> None:
        """All points, the later ones above the earlier ones."""
        if points.n == 0:
            return
        device = self._device
        x = np.floor((points.x * device.scale_x + device.dx) * _PHASES + 0.5)
        whole = np.floor(x / _PHASES)
        kinds, which = np.unique(
            _packed(points, (x - whole * _PHASES).astype(np.int64)), return_inverse=True
        )
        known = self._atlas.by_kind
        cells = [known.get(kind) or self._cell(kind) for kind in kinds.tolist()]
        rows = np.ones((points.n, FRAGMENT_COLUMNS))
        rows[:, 0] = whole
        rows[:, 1] = np.floor(points.y * device.scale_y + device.dy + 0.5)
        rows[:, 2:6] = np.array(cells, np.float64)[which]
        rows[:, 8] = 0.0
        draw_fragments(self._painter, rows, self._atlas.pixmap)

    def draw_rings(self, points: Points, reaches: _Floats, pen: QPen) -> None:
        """Circles around points that reach so far from their middles, in laid out pixels."""
        device = self._device
        for reach in sorted(set(reaches.tolist())):
            which = reaches == reach
            rows = np.ones((int(np.count_nonzero(which)), FRAGMENT_COLUMNS))
            rows[:, 0] = np.floor(points.x[which] * device.scale_x + device.dx + 0.5)
            rows[:, 1] = np.floor(points.y[which] * device.scale_y + device.dy + 0.5)
            rows[:, 2:6] = self._ring(reach, pen)
            rows[:, 8] = 0.0
            draw_fragments(self._painter, rows, self._atlas.pixmap)

    def _ring(self, reach: float, pen: QPen) -> tuple[int, int, int, int]:
        scale = self._device.scale
        half = math.ceil((reach + pen.widthF()) * scale + 1)

        def draw(painter: QPainter) -> None:
            painter.translate(half, half)
            painter.scale(scale, scale)
            painter.setPen(pen)
            painter.drawEllipse(QPointF(0, 0), reach, reach)

        look = (pen.color().rgba(), pen.widthF(), tuple(pen.dashPattern()))
        cell = self._atlas.cell(("ring", reach, look), 2 * half, 2 * half, draw)
        return cell.left, cell.top, cell.width, cell.height

    def _cell(self, kind: int) -> tuple[int, int, int, int]:
        look = _unpacked(kind)
        scale = self._device.scale
        reach = reach_of(look.glyph, look.radius) + _RIM_PX + STACK_REACH_PX * look.is_stacked
        half = math.ceil(reach * scale + 1)

        def draw(painter: QPainter) -> None:
            painter.translate(half + look.phase / _PHASES, half)
            painter.scale(scale, scale)
            GlyphPainter(painter, self._ground).draw(
                look.glyph,
                look.fill,
                QPointF(0, 0),
                look.radius,
                self._colours[look.ink],
                self._colours[look.other_ink] if look.other_ink >= 0 else None,
                is_stacked=look.is_stacked,
            )

        cell = self._atlas.cell(("point", kind), 2 * half, 2 * half, draw)
        found = cell.left, cell.top, cell.width, cell.height
        self._atlas.by_kind[kind] = found
        return found


@dataclass(frozen=True, slots=True)
class _Look:
    glyph: Glyph
    fill: Fill
    ink: int
    other_ink: int
    is_stacked: bool
    radius: float
    phase: int


_BITS = (("phase", 2), ("radius", 10), ("stacked", 1), ("other", 8), ("ink", 8), ("fill", 4))
_INK_SHIFT = 16


def _packed(points: Points, phase: NDArray[np.int64]) -> NDArray[np.int64]:
    """What a point looks like, as one number."""
    columns: dict[str, NDArray[Any]] = {
        "fill": points.fill,
        "ink": points.ink + _INK_SHIFT,
        "other": points.other_ink + _INK_SHIFT,
        "stacked": points.count > 0,
        "radius": np.rint(points.radius * _RADIUS_STEPS).astype(np.int64),
        "phase": phase,
    }
    packed = points.glyph.astype(np.int64)
    for name, n_bits in reversed(_BITS):
        packed = packed * (1 << n_bits) + columns[name]
    return packed


def _unpacked(kind: int) -> _Look:
    parts = {}
    for name, n_bits in _BITS:
        parts[name] = kind & ((1 << n_bits) - 1)
        kind >>= n_bits
    return _Look(
        glyph=Glyph(kind),
        fill=Fill(parts["fill"]),
        ink=parts["ink"] - _INK_SHIFT,
        other_ink=parts["other"] - _INK_SHIFT,
        is_stacked=bool(parts["stacked"]),
        radius=parts["radius"] / _RADIUS_STEPS,
        phase=parts["phase"],
    )
