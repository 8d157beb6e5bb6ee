"""How the reader's marks look: tints and lines in the text, labels beside it."""

import math
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from stanceline.ui.reader.labels import PlacedLabel
from stanceline.ui.reader.marks import SUGGESTED, ReaderMark, ReaderMarkKind
from stanceline.ui.theme import MARK_TINT, Theme, interface_font, text_ink, with_opacity

HOVER_TINT = 0.28
"""How strongly the words of an utterance are tinted while the pointer is on it."""

_FLASH_OPACITY = 0.35
_LEVEL_STEP = 3
_CORNER = 2.0
_FOCUS_CORNER = 4.0
_WAVE_HEIGHT = 1.5
_WAVE_LENGTH = 3
_RING = 2.5


def ink_of(mark: ReaderMark, theme: Theme) -> QColor:
    """The colour of a mark's line: its stance's, or what its kind has without one."""
    if mark.colour is not None:
        return mark.colour
    if mark.kind is ReaderMarkKind.EVENT:
        return theme.text
    return theme.muted if mark.kind in _TIMED else theme.unjudged


def paint_tint(
    painter: QPainter, rects: Iterable[QRectF], mark: ReaderMark, theme: Theme, *, hovered: bool
) -> None:
    """The ground of a mark's words; only quotations have one, others when pointed at."""
    if mark.kind is not ReaderMarkKind.QUOTATION and not hovered:
        return
    tint = with_opacity(ink_of(mark, theme), HOVER_TINT if hovered else MARK_TINT)
    for rect in rects:
        painter.fillRect(_snapped(rect), tint)


def paint_line(
    painter: QPainter, rects: Iterable[QRectF], mark: ReaderMark, level: int, theme: Theme
) -> None:
    """The line below a mark's words, in the manner of its kind; each level lies deeper.

    That of a doubtful mark is a wave in the colour of warnings.
    """
    if mark.is_doubtful:
        _paint_waves(painter, rects, level, theme)
        return
    pen = _pen_for(mark, theme)
    painter.setPen(pen)
    is_first = mark.kind is ReaderMarkKind.SUGGESTED_EVENT
    for rect in rects:
        # A line of two pixels is sharp when its middle lies between them.
        y = math.floor(rect.bottom()) + level * _LEVEL_STEP + (pen.width() % 2) * 0.5
        # Dots and dashes that begin on a whole pixel are not smeared over two.
        painter.drawLine(QPointF(math.floor(rect.left()), y), QPointF(rect.right(), y))
        if is_first:
            _paint_ring(painter, QPointF(math.floor(rect.left()), y), pen.color(), theme)
            painter.setPen(pen)
            is_first = False


def _paint_ring(painter: QPainter, middle: QPointF, ink: QColor, theme: Theme) -> None:
    """The disc that events have on the timeline, hollow since it is only proposed."""
    painter.setPen(QPen(ink, 1.5))
    painter.setBrush(theme.surface)
    painter.drawEllipse(middle, _RING, _RING)


def _paint_waves(painter: QPainter, rects: Iterable[QRectF], level: int, theme: Theme) -> None:
    painter.setPen(QPen(theme.warning, 1.5))
    for rect in rects:
        y = math.floor(rect.bottom()) + level * _LEVEL_STEP
        left, right = math.floor(rect.left()), math.ceil(rect.right())
        painter.drawPolyline(
            [
                QPointF(x, y + (_WAVE_HEIGHT if number % 2 else -_WAVE_HEIGHT))
                for number, x in enumerate(range(left, right + 1, _WAVE_LENGTH))
            ]
        )


def _pen_for(mark: ReaderMark, theme: Theme) -> QPen:
    pen = QPen(ink_of(mark, theme))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setWidth(2)
    if mark.kind is ReaderMarkKind.SUGGESTION:
        pen.setDashPattern([1.0, 1.0])
    elif mark.kind is ReaderMarkKind.SUGGESTED_REPORT:
        # Dots in pairs, as if every second of those below a quotation were missing.
        pen.setDashPattern([1.0, 1.0, 1.0, 3.0])
    elif mark.kind is ReaderMarkKind.SUGGESTED_EVENT:
        pen.setWidth(1)
        pen.setDashPattern([1.0, 3.0])
    elif mark.kind is ReaderMarkKind.EVENT:
        pen.setWidth(1)
        pen.setDashPattern([6.0, 3.0])
    elif mark.kind is ReaderMarkKind.DATE:
        pen.setWidth(1)
        pen.setDashPattern([3.0, 2.0])
    return pen


def paint_focus(painter: QPainter, rects: Iterable[QRectF], theme: Theme) -> None:
    """The outline of the mark that the keys act on."""
    painter.setPen(QPen(theme.accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for rect in rects:
        outline = _snapped(rect).adjusted(-3, -1, 3, 3)
        painter.drawRoundedRect(outline, _FOCUS_CORNER, _FOCUS_CORNER)


def paint_found(painter: QPainter, rects: Iterable[QRectF], theme: Theme, *, current: bool) -> None:
    """The ground of found words, outlined where the search stands."""
    painter.setBrush(theme.found)
    painter.setPen(QPen(theme.accent, 2) if current else Qt.PenStyle.NoPen)
    for rect in rects:
        painter.drawRoundedRect(_snapped(rect).adjusted(-1, 0, 1, 0), _CORNER, _CORNER)


def paint_flash(painter: QPainter, rects: Iterable[QRectF], theme: Theme) -> None:
    """The ground of words that were just jumped to."""
    painter.setBrush(with_opacity(theme.accent, _FLASH_OPACITY))
    painter.setPen(Qt.PenStyle.NoPen)
    for rect in rects:
        painter.drawRoundedRect(_snapped(rect).adjusted(-3, -1, 3, 1), _CORNER, _CORNER)


def paint_joint(painter: QPainter, rects: Sequence[QRectF], x: float, ink: QColor) -> None:
    """The line in the margin that holds the segments of one utterance together."""
    if not rects:
        return
    top = min(rect.top() for rect in rects) + 3
    bottom = max(rect.bottom() for rect in rects)
    painter.setPen(QPen(ink, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(x, top), QPointF(x, bottom))


class LabelPainter:
    """Paints the labels of one margin; ``edge`` is the side of the label at the text."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.name_font = interface_font(theme.sizes.small, semi_bold=True)
        self.below_font = interface_font(theme.sizes.small)
        self.name_metrics = QFontMetricsF(self.name_font)
        self.below_metrics = QFontMetricsF(self.below_font)
        self.line_height = float(math.ceil(self.name_metrics.height()) + 1)
        # The contrast of an ink and the width of a name are asked for at every painting.
        self._text_inks: dict[int, QColor] = {}
        self._widths: dict[tuple[str, bool], float] = {}

    def extent(self, label: PlacedLabel, edge: float, *, at_left: bool) -> QRectF:
        """The rectangle that the label's words take."""
        widths = [self._width(line, is_name=True) for line in label.wanted.name]
        width = max(*widths, self._width(label.wanted.below, is_name=False))
        left = edge - width if at_left else edge
        return QRectF(left, label.top, width, label.wanted.height)

    def paint(
        self,
        painter: QPainter,
        label: PlacedLabel,
        mark: ReaderMark,
        edge: float,
        *,
        at_left: bool,
        line_middle: float,
        is_focused: bool,
    ) -> None:
        """The label, and a thin line to its words when it had to make room for another."""
        ink = ink_of(mark, self._theme)
        if label.is_pushed:
            self._paint_leader(painter, label, ink, edge, line_middle, at_left=at_left)
        if mark.kind not in _PROPOSED:
            name_ink = self._text_ink(ink)
        else:
            # Of two events of the same words it says which one the keys are on.
            name_ink = self._theme.text if is_focused else self._theme.muted
        y = label.top
        for line in label.wanted.name:
            self._paint_line(painter, line, name_ink, edge, y, at_left=at_left, is_name=True)
            y += self.line_height
        if label.wanted.below:
            ink = self._theme.warning if mark.is_doubtful else self._theme.muted
            below = label.wanted.below
            self._paint_line(painter, below, ink, edge, y, at_left=at_left, is_name=False)

    def _text_ink(self, ink: QColor) -> QColor:
        known = self._text_inks.get(ink.rgba())
        if known is None:
            known = self._text_inks[ink.rgba()] = text_ink(ink, self._theme)
        return known

    def _width(self, text: str, *, is_name: bool) -> float:
        known = self._widths.get((text, is_name))
        if known is None:
            metrics = self.name_metrics if is_name else self.below_metrics
            known = self._widths[text, is_name] = metrics.horizontalAdvance(text)
        return known

    def _paint_line(
        self,
        painter: QPainter,
        text: str,
        ink: QColor,
        edge: float,
        top: float,
        *,
        at_left: bool,
        is_name: bool,
    ) -> None:
        left = edge - self._width(text, is_name=is_name) if at_left else edge
        # In a mirrored window too, a day stays before its month.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setFont(self.name_font if is_name else self.below_font)
        painter.setPen(ink)
        metrics = self.name_metrics if is_name else self.below_metrics
        painter.drawText(QPointF(left, top + metrics.ascent()), text)

    def _paint_leader(
        self,
        painter: QPainter,
        label: PlacedLabel,
        ink: QColor,
        edge: float,
        line_middle: float,
        *,
        at_left: bool,
    ) -> None:
        towards_text = 1 if at_left else -1
        x = math.floor(edge + 6 * towards_text) + 0.5
        y_label = math.floor(label.top + self.line_height / 2) + 0.5
        y_words = math.floor(line_middle) + 0.5
        painter.setPen(QPen(ink, 1))
        painter.drawPolyline(
            [
                QPointF(x - 3 * towards_text, y_label),
                QPointF(x, y_label),
                QPointF(x, y_words),
                QPointF(x + 4 * towards_text, y_words),
            ]
        )


_PROPOSED = SUGGESTED | {ReaderMarkKind.DATE}
_TIMED = (ReaderMarkKind.SUGGESTED_EVENT, ReaderMarkKind.DATE)


def _snapped(rect: QRectF) -> QRectF:
    """The rectangle with its upper and lower edge on whole pixels."""
    top, bottom = math.floor(rect.top()), math.floor(rect.bottom()) + 1
    return QRectF(rect.left(), top, rect.width(), bottom - top)
