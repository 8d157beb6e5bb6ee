"""Small widgets that several parts of the window share."""

import math

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.stances import Stance
from stanceline.ui.scaling import on_scale
from stanceline.ui.theme import (
    Theme,
    caption_font,
    current_theme,
    interface_font,
    scaled,
    stance_colour,
)

_GLYPH_SIZE = 12
_OUTLINE_WIDTH = 1.6
_WHOLE = 1.0


class Caption(QLabel):
    """Spaced capitals that head a group of things."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "caption")


class KeyCap(QLabel):
    """A key, drawn as one, beside what it does."""

    def __init__(self, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "key")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


def paint_stance(
    painter: QPainter, centre: QPointF, size: float, stance: Stance | None, ink: QColor
) -> None:
    """Paint the shape of a stance: triangle up for, circle neutral, triangle down against.

    Whole stances are filled, leaning ones outlined. What stands outside the order is a
    diamond; no stance at all is an outlined circle.
    """
    value = stance.value if stance else None
    is_filled = stance is not None and (value is None or value == 0 or abs(value) >= _WHOLE)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(ink if is_filled else Qt.BrushStyle.NoBrush)
    pen = QPen(ink, _OUTLINE_WIDTH)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    radius = size / 2 - _OUTLINE_WIDTH / 2
    if stance is None or value == 0:
        painter.drawEllipse(centre, radius, radius)
    else:
        painter.drawPolygon(_stance_polygon(centre, radius, value))
    painter.restore()


def _stance_polygon(centre: QPointF, radius: float, value: float | None) -> QPolygonF:
    if value is None:
        corners = [(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)]
    else:
        tip = -0.9 if value > 0 else 0.9
        corners = [(0.0, tip), (1.0, -tip * 0.85), (-1.0, -tip * 0.85)]
    return QPolygonF([centre + QPointF(x * radius, y * radius) for x, y in corners])


class StanceGlyph(QWidget):
    """The shape of a stance in its colour; an outlined circle when there is none."""

    def __init__(
        self, stance: Stance | None = None, size: int = _GLYPH_SIZE, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._stance = stance
        self._size = size
        on_scale(self, self._fit)
        self._name()

    def _fit(self) -> None:
        self.setFixedSize(scaled(self._size), scaled(self._size))

    def set_stance(self, stance: Stance | None) -> None:
        """Show another stance."""
        self._stance = stance
        self._name()
        self.update()

    def _name(self) -> None:
        name = self._stance.label if self._stance else self.tr("no stance")
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's signature)
        """Paint the shape."""
        painter = QPainter(self)
        centre = QPointF(self.width() / 2, self.height() / 2)
        ink = stance_colour(self._stance, current_theme())
        paint_stance(painter, centre, scaled(self._size), self._stance, ink)


class StanceChip(QAbstractButton):
    """A button that sets a stance: its shape, its label and its key; checked when it is set.

    ``compact`` leaves the label out where there is no room; it stays in the tooltip.
    """

    _HEIGHT = 28
    _PADDING = 9
    _GAP = 6

    def __init__(
        self, stance: Stance, *, compact: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.stance = stance
        self._compact = compact
        on_scale(self, self._fit)
        self.setCheckable(True)
        self.setText(stance.label)
        self.setAccessibleName(stance.label)
        self.setToolTip(f"{stance.label} ({stance.shortcut})" if stance.shortcut else stance.label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def _fit(self) -> None:
        self._label_font = interface_font()
        self._key_font = interface_font(caption_font().pixelSize())
        self.updateGeometry()

    def set_compact(self, compact: bool) -> None:
        """Show or leave out the label."""
        self._compact = compact
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the shape, the label unless compact, and the key."""
        width = 2 * scaled(self._PADDING) + scaled(_GLYPH_SIZE)
        if not self._compact:
            width += self._GAP + QFontMetrics(self._label_font).horizontalAdvance(self.text())
        if self.stance.shortcut:
            width += self._GAP + self._key_width()
        return QSize(width, scaled(self._HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The same: a chip is never cut."""
        return self.sizeHint()

    def _key_width(self) -> int:
        return QFontMetrics(self._key_font).horizontalAdvance(self.stance.shortcut) + 10

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's signature)
        """Paint the chip."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, theme)
        ink = stance_colour(self.stance, theme) if self.isEnabled() else theme.disabled
        glyph = scaled(_GLYPH_SIZE)
        x = scaled(self._PADDING)
        centre = self._mirrored(QRect(x, 0, glyph, self.height())).toRectF().center()
        paint_stance(painter, centre, glyph, self.stance, ink)
        x += glyph + self._GAP
        text_ink = theme.text if self.isEnabled() else theme.disabled
        if not self._compact:
            width = QFontMetrics(self._label_font).horizontalAdvance(self.text())
            place = self._mirrored(QRect(x, 0, width, self.height()))
            self._paint_text(painter, place.left(), self.text(), self._label_font, text_ink)
            x += width + self._GAP
        if self.stance.shortcut:
            height = scaled(16)
            top = (self.height() - height) // 2
            cap = self._mirrored(QRect(x, top, self._key_width(), height))
            painter.setPen(QPen(theme.line, 1))
            painter.setBrush(theme.surface)
            painter.drawRoundedRect(cap.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setFont(self._key_font)
            painter.setPen(theme.muted if self.isEnabled() else theme.disabled)
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.stance.shortcut)

    def _mirrored(self, place: QRect) -> QRect:
        """Where a place lies when the window reads from right to left."""
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        border, width = theme.line, 1
        if self.isChecked():
            border = theme.accent
        if self.hasFocus():
            border, width = theme.accent, 2
        ground = theme.surface
        if self.isChecked():
            ground = theme.accent_soft
        elif self.isDown():
            ground = theme.pressed
        elif self.underMouse() and self.isEnabled():
            ground = theme.hover
        painter.setBrush(ground)
        painter.setPen(QPen(border, width))
        inset = width / 2
        frame = self.rect().toRectF().adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, theme.sizes.corner, theme.sizes.corner)

    def _paint_text(
        self, painter: QPainter, left: float, text: str, font: QFont, ink: QColor
    ) -> None:
        metrics = QFontMetrics(font)
        baseline = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(QPointF(left, math.floor(baseline)), text)


class ElidedLabel(QLabel):
    """One line of plain text that gives way with "…"; the whole is in the tooltip."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._whole = text
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit()

    def whole_text(self) -> str:
        """The text before anything was left out."""
        return self._whole

    def set_whole_text(self, text: str) -> None:
        """Show another text, as much of it as fits."""
        self._whole = text
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """It can become as narrow as it must."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text to the new width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the text to a new font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        line = " ".join(self._whole.split())
        shown = self.fontMetrics().elidedText(line, self._mode, self.contentsRect().width())
        if shown != self.text():
            self.setText(shown)
        self.setToolTip("" if shown == line else f"<p>{_escaped(line)}</p>")
        self.setAccessibleName(line)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class EmptyState(QWidget):
    """What to do where there is nothing yet: a title, a sentence, perhaps a button.

    ``action_triggered`` is emitted by the button; ``shortcut`` is shown beside it, the
    key itself belongs to the menu.
    """

    action_triggered = Signal()
    _WIDEST_SENTENCE = 380

    def __init__(
        self,
        title: str,
        sentence: str,
        action: str = "",
        shortcut: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = _plain_label(title, "title")
        self.sentence = _plain_label(sentence, "muted")
        # Its own row lets the sentence break at a readable width and keep its full height.
        on_scale(self, self._fit)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.sentence, self._WIDEST_SENTENCE)
        middle.addStretch(1)
        self.button = QPushButton(action)
        self.button.setProperty("primary", "true")
        # Shown before it has a parent, it would be a window that takes the keyboard.
        if not action:
            self.button.hide()
        self.button.clicked.connect(self._trigger)
        cap = KeyCap(QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText))
        if not shortcut:
            cap.hide()
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch()
        row.addWidget(self.button)
        row.addWidget(cap)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 8, 20, 8)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self.title)
        layout.addLayout(middle)
        layout.addSpacing(8)
        layout.addLayout(row)
        layout.addStretch(3)

    def _fit(self) -> None:
        self.sentence.setMaximumWidth(scaled(self._WIDEST_SENTENCE))

    def _trigger(self) -> None:
        self.action_triggered.emit()


def _plain_label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


class FlowLayout(QLayout):
    """Places its widgets in rows like words in lines.

    With ``prefers_one_row`` it asks for room for all of them beside each other.
    """

    def __init__(
        self, parent: QWidget | None = None, *, gap: int = 6, prefers_one_row: bool = False
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._prefers_one_row = prefers_one_row
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 (Qt's name)
        """Take one more item."""
        self._items.append(item)
        # A widget that was shown before it came here has had the others placed without it.
        self.invalidate()

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 (Qt's name)
        """One item; None past the end, which is how Qt knows where to stop."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 (Qt's name)
        """One item, taken out; None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 (Qt's name)
        """It wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's name)
        """The narrower, the more rows."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """The height of all rows at a width."""
        return self._arrange(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 (Qt's name)
        """Place the widgets."""
        super().setGeometry(rect)
        self._arrange(rect, moves=True)

    def sizeHint(self) -> QSize:
        """The least that works, or one row; rows grow with the width that is given."""
        least = self.minimumSize()
        if not self._prefers_one_row:
            return least
        widths = [item.sizeHint().width() for item in self._items if not item.isEmpty()]
        width = sum(widths) + self._gap * max(len(widths) - 1, 0)
        return QSize(max(width, least.width()), least.height())

    def minimumSize(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for the largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, rect: QRect, *, moves: bool) -> int:
        margins = self.contentsMargins()
        room = rect.marginsRemoved(margins)
        x, y, row_height = room.x(), room.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x > room.x() and x + size.width() > room.x() + room.width():
                x, y, row_height = room.x(), y + row_height + self._gap, 0
            if moves:
                place = QRect(QPoint(x, y), size)
                item.setGeometry(QStyle.visualRect(self._direction(), room, place))
            x += size.width() + self._gap
            row_height = max(row_height, size.height())
        return y + row_height + margins.bottom() - rect.y()

    def _direction(self) -> Qt.LayoutDirection:
        parent = self.parentWidget()
        return parent.layoutDirection() if parent else QApplication.layoutDirection()


class Toast(QWidget):
    """A line that says what was done and goes by itself, with a way to take it back.

    It lies above the lower edge of its parent and never takes the focus. It stays while
    the pointer is on it.
    """

    action_triggered = Signal()
    _SHOWN_MS = 6000
    _DISTANCE = 16

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton()
        self._button.setProperty("quiet", "true")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self._trigger)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 8, 6)
        layout.setSpacing(10)
        layout.addWidget(self._label)
        layout.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(self._SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self._host = parent
        parent.installEventFilter(self)
        self.hide()

    def show_message(self, sentence: str, action: str = "") -> None:
        """Show a sentence, and a button such as "Undo" when an action is named."""
        self._label.setText(sentence)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(sentence)
        self.show()
        self._place()
        self.raise_()
        self._timer.start()

    def _trigger(self) -> None:
        self.hide()
        self.action_triggered.emit()

    def _place(self) -> None:
        self.adjustSize()
        room = self._host.width() - 2 * self._DISTANCE
        self.resize(min(self.width(), room), self.height())
        left = (self._host.width() - self.width()) // 2
        self.move(left, self._host.height() - self.height() - self._DISTANCE)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Keep the place while the parent changes its size."""
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is here."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go after a while."""
        super().leaveEvent(event)
        self._timer.start()
