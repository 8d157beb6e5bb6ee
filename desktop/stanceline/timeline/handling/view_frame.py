"""How the parts of a timeline lie: drawing, overview, shelf and scroll bar, kept in step."""

from PySide6.QtCore import QLineF, QSignalBlocker, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QToolButton, QVBoxLayout, QWidget

from stanceline.timeline.drawing.fonts import SANS, plain_font
from stanceline.timeline.handling.canvas import Canvas
from stanceline.timeline.handling.overview import Overview
from stanceline.timeline.placing.axis import AXIS_HEIGHT
from stanceline.timeline.style import Style
from stanceline.timeline.words.wording import grouped

_NARROWEST = 320
_LOWEST = 120
_SCROLL_BAR_PX = 12
_LOW_BELOW = 340
_SHELF_FONT_PX = 12
_SHELF_PADDING_PX = 4


class ViewFrame(QWidget):
    """A canvas with its overview, the shelf's button and a scroll bar, kept in step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = Canvas(self)
        self._overview = Overview(self)
        self._overview.hide()
        self.canvas.give_up_beside = self._overview.give_up
        self._shelf = QToolButton(self._overview)
        self._shelf.setAutoRaise(True)
        self._shelf.setObjectName("shelf")
        self._shelf.setFont(plain_font(SANS, _SHELF_FONT_PX))
        self._shelf.setCursor(Qt.CursorShape.PointingHandCursor)
        # The scroll bar has room of its own, so that the lanes keep their width when it
        # comes and goes, and the canvas is painted as one whole rectangle, which is quick.
        self._scroll = QScrollBar(Qt.Orientation.Vertical, self)
        self._scroll.setAccessibleName(self.tr("Scroll the lanes"))
        self._scroll.hide()
        self.line_painted: float | None = None
        """Where the line below the axis was painted beside the canvas, in pixels."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        # Time runs to the right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.canvas, 1)
        beside.addSpacing(_SCROLL_BAR_PX)
        layout.addLayout(beside, 1)
        layout.addWidget(self._overview)
        self.setFocusProxy(self.canvas)
        self.setMinimumSize(_NARROWEST, _LOWEST)
        self.canvas.laid_out.connect(self._follow_layout)
        self._scroll.valueChanged.connect(self.canvas.set_scroll)

    def set_style(self, style: Style) -> None:
        """Draw in these colours."""
        self.canvas.set_style(style)
        self.update()
        self._overview.set_style(style)
        self._shelf.setFont(plain_font(SANS, round(_SHELF_FONT_PX * style.scale)))
        palette = self._shelf.palette()
        palette.setColor(QPalette.ColorRole.ButtonText, QColor(style.muted))
        self._shelf.setPalette(palette)

    def _show_shelf(self) -> None:
        """Say how many marks have no date, in as many words as there is room for."""
        lanes = self.canvas.lanes
        n_undated = int(lanes.undated.size) if lanes is not None else 0
        self._shelf.setVisible(n_undated > 0)
        texts = (
            self.tr("{} without a date").format(grouped(n_undated)),
            self.tr("{} undated").format(grouped(n_undated)),
        )
        metrics, room = self._shelf.fontMetrics(), self._shelf.width() - 2 * _SHELF_PADDING_PX
        fitting = (text for text in texts if metrics.horizontalAdvance(text) <= room)
        shortest = metrics.elidedText(texts[-1], Qt.TextElideMode.ElideRight, room)
        self._shelf.setText(next(fitting, shortest))
        self._shelf.setAccessibleName(texts[0])
        self._shelf.setToolTip(self.tr("{}: show them").format(texts[0]))

    def _follow_layout(self) -> None:
        """Bring scroll bar and overview in line with the layout on the screen."""
        layout = self.canvas.layout_shown()
        self._follow_axis()
        if layout is None:
            self._scroll.hide()
            return
        scale = self.canvas.style_shown.scale
        left = layout.plot.x0 * scale
        right = (layout.width - layout.plot.x1) * scale + _SCROLL_BAR_PX
        self._overview.set_margins(left, right)
        room = (4, 3, max(int(left) - 12, 60), self._overview.height() - 6)
        if self._shelf.geometry().getRect() != room:
            self._shelf.setGeometry(*room)
            self._show_shelf()
        hidden_px = max(layout.content_height - layout.plot.height, 0.0)
        with QSignalBlocker(self._scroll):
            self._scroll.setRange(0, int(hidden_px + 0.99))
            self._scroll.setPageStep(int(layout.plot.height))
            self._scroll.setSingleStep(20)
            self._scroll.setValue(int(layout.scroll_y))
        self._scroll.setVisible(hidden_px > 0)
        self._place_scroll_bar()

    def _place_scroll_bar(self) -> None:
        width = min(self._scroll.sizeHint().width(), _SCROLL_BAR_PX)
        top = int(self._axis_height() * self.canvas.style_shown.scale)
        height = max(self.canvas.height() - top, 1)
        self._scroll.setGeometry(self.width() - width, top, width, height)

    def _follow_axis(self) -> None:
        """Paint the strip at the right anew when the line below the axis lies elsewhere."""
        if self._axis_line() != self.line_painted:
            self.update()

    def _axis_line(self) -> float | None:
        """Where the line below the axis lies, in pixels; None when there is no axis."""
        layout, lanes = self.canvas.layout_known(), self.canvas.lanes
        if layout is None or lanes is None or not lanes.lanes:
            return None
        return layout.axis_box.height * self.canvas.style_shown.scale - 0.5

    def _axis_height(self) -> float:
        layout = self.canvas.layout_known()
        return AXIS_HEIGHT if layout is None else layout.axis_box.height

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground behind the scroll bar like that of the canvas."""
        del event
        style = self.canvas.style_shown
        painter = QPainter(self)
        strip = self.rect().adjusted(self.width() - _SCROLL_BAR_PX, 0, 0, 0)
        painter.fillRect(strip, QColor(style.surface))
        y = self.line_painted = self._axis_line()
        if y is not None:
            painter.setPen(QPen(QColor(style.line), 1))
            painter.drawLine(QLineF(strip.left(), y, self.width(), y))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll bar at the right edge."""
        super().resizeEvent(event)
        self._overview.set_low(is_low=self.height() < _LOW_BELOW)
        self._place_scroll_bar()
