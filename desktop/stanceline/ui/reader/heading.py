"""The title and the line below it, painted above an article's words."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption

_GAP = 6.0


class Heading:
    """A title and a line about it, each broken to the width of the text.

    It is painted, not part of the document: positions in the document stay positions in
    the article's body.
    """

    def __init__(self) -> None:
        self._title = QTextLayout()
        self._meta = QTextLayout()
        self._title_height = 0.0
        self._meta_height = 0.0

    @property
    def height(self) -> float:
        """The height of both, with the gap between them."""
        gap = _GAP if self._title_height and self._meta_height else 0.0
        return self._title_height + gap + self._meta_height

    def arrange(
        self,
        title: str,
        meta: str,
        title_font: QFont,
        meta_font: QFont,
        width: float,
        *,
        is_backwards: bool,
    ) -> None:
        """Break both texts to a width; an empty one takes no room.

        Above a text that runs from right to left they stand at the right too.
        """
        self._title_height = _broken(
            self._title, title, title_font, width, is_backwards=is_backwards
        )
        self._meta_height = _broken(self._meta, meta, meta_font, width, is_backwards=is_backwards)

    def paint(
        self, painter: QPainter, left: float, top: float, title_ink: QColor, meta_ink: QColor
    ) -> None:
        """Paint both from a top left corner in document coordinates."""
        y = top
        if self._title_height:
            painter.setPen(title_ink)
            self._title.draw(painter, QPointF(left, y))
            y += self._title_height + _GAP
        if self._meta_height:
            painter.setPen(meta_ink)
            self._meta.draw(painter, QPointF(left, y))


def _broken(
    layout: QTextLayout, text: str, font: QFont, width: float, *, is_backwards: bool
) -> float:
    """Lay the text out and return its height, 0 when there is none."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if is_backwards:
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    layout.setTextOption(option)
    layout.setFont(font)
    layout.setText(" ".join(text.split()))
    if not layout.text():
        return 0.0
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return height
