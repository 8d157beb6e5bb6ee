"""What an export is going to look like: the picture, or the first rows of the table."""

import csv
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from stanceline.records import dataclass
from stanceline.ui.theme import current_theme

_MOST_ROWS = 40
_LONGEST_CELL = 200
_WIDEST_COLUMN = 200


@dataclass(frozen=True, slots=True)
class TableSample:
    """The head of a table: its columns, its first rows, and how many rows there are."""

    columns: list[str]
    rows: list[list[str]]
    n_rows: int


def sample_of(path: Path, n_rows: int) -> TableSample:
    """The first rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        columns = next(reader, [])
        return TableSample(columns, list(islice(reader, _MOST_ROWS)), n_rows)


def picture_in(path: Path, shown_px: int) -> QImage:
    """The picture in a PNG or SVG file; a drawing is made so many pixels wide."""
    if path.suffix != ".svg":
        return QImage(str(path))
    renderer = QSvgRenderer(str(path))
    size = renderer.defaultSize()
    if size.isEmpty():
        return QImage()
    image = QImage(size.scaled(shown_px, shown_px * 8, Qt.AspectRatioMode.KeepAspectRatio), _FORMAT)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


_FORMAT = QImage.Format.Format_RGB32


class PicturePreview(QWidget):
    """Shows a picture whole, or a sentence while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._sentence = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(280, 160)

    def sizeHint(self) -> QSize:
        """Room for a picture that one can make out."""
        return QSize(560, 360)

    @property
    def image(self) -> QImage:
        """The picture shown; null while there is none."""
        return self._image

    def show_image(self, image: QImage) -> None:
        """Show this picture."""
        self._image = image
        self._sentence = ""
        self.update()

    def show_sentence(self, sentence: str) -> None:
        """Say why there is no picture."""
        self._image = QImage()
        self._sentence = sentence
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's signature)
        """Paint the picture in a frame."""
        theme = current_theme()
        painter = QPainter(self)
        if self._image.isNull():
            painter.setPen(theme.muted)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 24, -24, -24), flags, self._sentence)
            return
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        size = self._image.size().toSizeF().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(QPointF(0, 0), size)
        place.moveCenter(room.center())
        ratio = self.devicePixelRatioF()
        # Scaled here and not by the painter, which would drop thin lines.
        fitted = self._image.scaled(
            (size * ratio).toSize(),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawImage(place, fitted)
        painter.setPen(QPen(theme.line, 1))
        painter.drawRect(place)


class TablePreview(QTableWidget):
    """Shows the first rows of a table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def show_sample(self, sample: TableSample) -> None:
        """Show these columns and rows."""
        self.clear()
        self.setColumnCount(len(sample.columns))
        self.setRowCount(len(sample.rows))
        self.setHorizontalHeaderLabels(sample.columns)
        for i, row in enumerate(sample.rows):
            for j, cell in enumerate(row):
                text = " ".join(cell[:_LONGEST_CELL].split())
                self.setItem(i, j, QTableWidgetItem(text))
        self.resizeColumnsToContents()
        for j in range(len(sample.columns)):
            self.setColumnWidth(j, min(self.columnWidth(j), _WIDEST_COLUMN))
