"""A line that says which keys do what, where they do it."""

import math
from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from stanceline.records import dataclass
from stanceline.ui.theme import SIZES, current_theme, interface_font, scaled

_CAP_PADDING = 5
_CAP_GAP = 5
_GAP = 14
_LINE_GAP = 4
_CAP_AIR = 3


@dataclass(frozen=True, slots=True)
class _Piece:
    """A key with its word, placed: the left edge and the line that it stands on."""

    key: str
    word: str
    left: float
    line: int


class HintLine(QWidget):
    """A sentence, and keys with a word each behind it.

    Where both do not fit beside each other the keys stand below the sentence; there the ones
    that find no room are left out, the last first, and the sentence is cut. With ``wraps``
    everything goes on in as many lines as it needs.
    """

    def __init__(self, parent: QWidget | None = None, *, wraps: bool = False) -> None:
        super().__init__(parent)
        self._told = ""
        self._keys: tuple[tuple[str, str], ...] = ()
        self._wraps = wraps
        self._widest_with_two_lines = 0
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_hints(self, told: str, keys: Sequence[tuple[str, str]]) -> None:
        """Say this, with these pairs of a key and what it does."""
        if (told, tuple(keys)) == (self._told, self._keys):
            return
        self._told, self._keys = told, tuple(keys)
        spoken = [told, *(f"{key}: {word}" for key, word in keys)]
        self.setAccessibleName(". ".join(part for part in spoken if part))
        self.setToolTip(f"<p>{escape(told)}</p>" if told else "")
        self.updateGeometry()
        self.update()

    @property
    def told(self) -> str:
        """The sentence."""
        return self._told

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """All keys with their words, also those that found no room."""
        return self._keys

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's name)
        """It is higher where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """Room for all lines."""
        lines = self._placed(width)[1]
        if not self._wraps:
            # A second line stays, or the text above would jump from one mark to the next.
            if lines > 1:
                self._widest_with_two_lines = max(self._widest_with_two_lines, width)
            lines = 1 + int(width <= self._widest_with_two_lines)
        return math.ceil(lines * self._line_height() + (lines - 1) * _LINE_GAP)

    def sizeHint(self) -> QSize:
        """As wide as it gets, and one line high."""
        return QSize(0, self.heightForWidth(max(self.width(), 1)))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(0, math.ceil(self._line_height()))

    def _line_height(self) -> float:
        return QFontMetricsF(_word_font()).height() + 2 * _CAP_AIR

    def _placed(self, width: float) -> tuple[list[_Piece], int, float]:
        """The pieces, how many lines they take, and how wide the sentence may be."""
        words, caps = QFontMetricsF(_word_font()), QFontMetricsF(_cap_font())
        widths = [
            caps.horizontalAdvance(key)
            + 2 * _CAP_PADDING
            + _CAP_GAP
            + words.horizontalAdvance(word)
            for key, word in self._keys
        ]
        told = words.horizontalAdvance(self._told) + _GAP if self._told else 0.0
        keys_wide = sum(widths) + _GAP * (len(widths) - 1)
        left, line, placed = told, 0, []
        if not self._wraps and told and told + keys_wide > width:
            told, left, line = min(told, width + _GAP), 0.0, 1
        for (key, word), wide in zip(self._keys, widths, strict=True):
            if left + wide > width and (left or not self._wraps):
                if not self._wraps:
                    break
                left, line = 0.0, line + 1
            placed.append(_Piece(key, word, left, line))
            left += wide + _GAP
        return placed, line + 1, told - _GAP

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's signature)
        """Paint the sentence, the caps and their words."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        placed, lines, told_width = self._placed(self.width())
        words, caps = QFontMetricsF(_word_font()), QFontMetricsF(_cap_font())
        height = self._line_height()
        needed = lines * height + (lines - 1) * _LINE_GAP
        # The keys stay where they are when the sentence above them goes.
        start = 0.0 if self._wraps else max(0.0, self.height() - needed)

        def row(left: float, wide: float, line: int) -> QRectF:
            x = self.width() - left - wide if is_mirrored else left
            return QRectF(x, start + line * (height + _LINE_GAP), wide, height)

        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        painter.setFont(_word_font())
        painter.setPen(theme.muted)
        if self._told:
            shown = words.elidedText(self._told, Qt.TextElideMode.ElideRight, told_width)
            painter.drawText(row(0, told_width, 0), middle | side, shown)
        for piece in placed:
            cap_width = caps.horizontalAdvance(piece.key) + 2 * _CAP_PADDING
            cap = row(piece.left, cap_width, piece.line).adjusted(0.5, 1.5, -0.5, -1.5)
            painter.setPen(QPen(theme.line, 1))
            painter.setBrush(theme.surface)
            painter.drawRoundedRect(cap, 4, 4)
            painter.setFont(_cap_font())
            painter.setPen(theme.muted)
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, piece.key)
            painter.setFont(_word_font())
            wide = words.horizontalAdvance(piece.word) + 1
            place = row(piece.left + cap_width + _CAP_GAP, wide, piece.line)
            painter.drawText(place, middle | side, piece.word)


def _word_font() -> QFont:
    return interface_font(scaled(SIZES.small))


def _cap_font() -> QFont:
    return interface_font(scaled(SIZES.caption))
