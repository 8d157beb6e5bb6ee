"""Lines of text that are shaped once and drawn in many frames.

Lines begin at whole pixels, so that their letters look the same in every frame. What was
drawn before is copied from a picture, all lines in one call; what is new is drawn by its
letters, which looks the same.
"""

import math
import re
import threading
from collections.abc import Hashable, Iterable
from itertools import islice

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QStaticText, QTextLayout

from stanceline.timeline.drawing.bars import STRUCK_HEIGHT
from stanceline.timeline.drawing.batches import (
    FRAGMENT_COLUMNS,
    DevicePixels,
    draw_fragments,
    draw_rects,
)
from stanceline.timeline.drawing.fonts import font_of
from stanceline.timeline.drawing.sprites import Atlas
from stanceline.timeline.primitives import ASCENT_SHARE, Label, Role

_MOST_KEPT = 6000
_LAST_PLAIN = "\u024f"
_PLAIN_SIGNS = frozenset("“”‘’„…–—\N{THIN SPACE}")
"""Up to here letters come from the bundled fonts, as these signs do, all of one height."""

_PAD = 3
_PAD_ABOVE = 1
_JOINING = re.compile("[\u0590-\u1cff]")
"""Letters that are drawn over one another, which looks different when they are copied."""
_WIDEST_SPRITE = 500
_MOST_NEW_SPRITES = 10
"""How many pictures of texts are made in a frame, so that none takes long."""
_MOST_SPRITES = 380

_Key = tuple[str, Role, int]
_Cell = tuple[float, float, int, int, int, int]
"""The middle of the picture seen from the begin of the line, and its box in the atlas."""


class _Pictures:
    """Pictures of texts in one atlas, at one scale."""

    def __init__(self) -> None:
        self.atlas = Atlas()
        self.cells: dict[_Key, _Cell] = {}
        self.seen: set[_Key] = set()
        """What was drawn by its letters once, as numbers are that no other frame shows."""

    @property
    def is_full(self) -> bool:
        """Whether they are so many that it is better to begin anew."""
        return len(self.cells) > _MOST_SPRITES or self.atlas.is_full


class _Kept(threading.local):
    """The texts of a thread: pictures are exported while the window draws."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, Role], tuple[QStaticText, float]] = {}
        self.ascents: dict[Role, float] = {}
        self.pictures: dict[Hashable, _Pictures] = {}
        self.last: tuple[float, dict[int, QColor], _Pictures] | None = None
        """Which pictures were asked for with what, by the very same colours."""


_kept = _Kept()


class TextPainter:
    """Draws labels on a screen or an image of pixels; the painter must be upright."""

    def __init__(self, painter: QPainter, colours: dict[int, QColor], device: DevicePixels) -> None:
        self._painter = painter
        self._colours = colours
        self._device = device
        self._pictures = _pictures_at(self._device.scale, colours)

    def draw_all(self, labels: Iterable[Label]) -> None:
        """Each label in its ink; the painter keeps the last pen, brush and font."""
        device, cells = self._device, self._pictures.cells
        scale_x, scale_y = device.scale_x, device.scale_y
        dx, dy = device.dx + 0.5, device.dy + 0.5
        floor = math.floor
        rows: list[tuple[float, float, int, int, int, int]] = []
        others: list[tuple[Label, int, int]] = []
        struck: list[Label] = []
        for label in labels:
            box = label.box
            x = floor(box.x0 * scale_x + dx)
            y0 = box.y0
            y = floor((y0 + (box.y1 - y0) * ASCENT_SHARE) * scale_y + dy)
            cell = cells.get((label.text, label.role, label.ink))
            if cell is None:
                others.append((label, x, y))
            else:
                to_x, to_y, left, top, width, height = cell
                rows.append((x + to_x, y + to_y, left, top, width, height))
            if label.is_struck:
                struck.append(label)
        if others:
            self._draw_letters(others)
        if rows:
            fragments = np.ones((len(rows), FRAGMENT_COLUMNS))
            fragments[:, :6] = rows
            fragments[:, 8] = 0.0
            with device:
                draw_fragments(self._painter, fragments, self._pictures.atlas.pixmap)
        if struck:
            self._strike(struck)

    def _draw_letters(self, others: list[tuple[Label, int, int]]) -> None:
        """Labels that have no picture yet; the first of those seen before get one."""
        painter, known, device = self._painter, _kept.texts, self._device
        ink, role, n_new = None, None, 0
        seen = self._pictures.seen
        if len(seen) > _MOST_KEPT:
            seen.clear()
        for label, x, y in sorted(others, key=_look):
            if label.ink != ink:
                ink = label.ink
                painter.setPen(self._colours[ink])
            if label.role is not role:
                role = label.role
                painter.setFont(font_of(role))
            shaped = known.get((label.text, role))
            text, ascent = shaped if shaped is not None else _shaped(label.text, role)
            left = (x - device.dx) / device.scale_x
            top = (y - device.dy) / device.scale_y - ascent
            painter.drawStaticText(QPointF(left, top), text)
            key = (label.text, label.role, label.ink)
            if key not in seen:
                seen.add(key)
            elif n_new < _MOST_NEW_SPRITES and _JOINING.search(label.text) is None:
                n_new += 1
                self._add_picture(key, text, ascent)

    def _add_picture(self, key: _Key, text: QStaticText, ascent: float) -> None:
        """Keep a picture of a line of text."""
        _, role, ink = key
        scale, size = self._device.scale, text.size()
        up = math.ceil(ascent * scale) + _PAD_ABOVE
        width = math.ceil(size.width() * scale) + 2 * _PAD
        height = up + math.ceil((size.height() - ascent) * scale) + _PAD_ABOVE
        if width > _WIDEST_SPRITE * max(scale, 1.0):
            return

        def draw(painter: QPainter) -> None:
            painter.scale(scale, scale)
            painter.setFont(font_of(role))
            painter.setPen(self._colours[ink])
            painter.drawStaticText(QPointF(_PAD / scale, up / scale - ascent), text)

        cell = self._pictures.atlas.cell(key, width, height, draw)
        self._pictures.cells[key] = (
            width / 2 - _PAD,
            height / 2 - up,
            cell.left,
            cell.top,
            width,
            height,
        )

    def _strike(self, labels: list[Label]) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        for ink in {label.ink for label in labels}:
            lines = [
                (box.x0, label.baseline - box.height * STRUCK_HEIGHT - 0.5, box.width, 1.0)
                for label, box in ((label, label.box) for label in labels if label.ink == ink)
            ]
            self._painter.setBrush(self._colours[ink])
            draw_rects(self._painter, np.array(lines))


def _pictures_at(scale: float, colours: dict[int, QColor]) -> _Pictures:
    """The pictures of texts at a scale in these colours, begun anew when they are too many."""
    last = _kept.last
    if last is not None and last[1] is colours and last[0] == scale and not last[2].is_full:
        return last[2]
    key = (round(scale * 1000), tuple((ink, colour.rgba()) for ink, colour in colours.items()))
    found = _kept.pictures.get(key)
    if found is None or found.is_full:
        # One set of colours is seen at a time, and pictures take room.
        _kept.pictures.clear()
        found = _kept.pictures[key] = _Pictures()
    _kept.last = (scale, colours, found)
    return found


def _look(other: tuple[Label, int, int]) -> tuple[str, int]:
    """What is asked for, in an order in which pen and font seldom change."""
    return other[0].role, other[0].ink


def _shaped(text: str, role: Role) -> tuple[QStaticText, float]:
    """The text ready to be drawn, and how far below its top its letters stand."""
    texts = _kept.texts
    if len(texts) >= _MOST_KEPT:
        for old in list(islice(texts, _MOST_KEPT // 2)):
            del texts[old]
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    shaped = static, _ascent(text, role)
    texts[text, role] = shaped
    return shaped


def _ascent(text: str, role: Role) -> float:
    """How far below its top a line's letters stand, which other fonts' letters may change."""
    if max(set(text) - _PLAIN_SIGNS, default="") > _LAST_PLAIN:
        return _line_ascent(text, role)
    if role not in _kept.ascents:
        _kept.ascents[role] = _line_ascent("x", role)
    return _kept.ascents[role]


def _line_ascent(text: str, role: Role) -> float:
    layout = QTextLayout(text, font_of(role))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e6)
    layout.endLayout()
    return line.ascent()
