"""The pages that explain the program."""

from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QByteArray, QEvent, Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QFont,
    QImage,
    QKeySequence,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QListWidget, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from stanceline.bundled import RESOURCES
from stanceline.ui.dialogs.parts import take_first_size
from stanceline.ui.theme import current_theme, interface_font, scaled

HELP = RESOURCES / "help"

_TEXT_PX = 15
_HEADING_PX = {1: 24, 2: 17}
_LINE_HEIGHT_PERCENT = 145.0
_MARGIN = 32
_SIZE = (940, 660)
_LIST_WIDTH = 290
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_NO_IMAGE = QImage(1, 1, QImage.Format.Format_ARGB32)
_NO_IMAGE.fill(0)
_CODE_FAMILIES = ["DejaVu Sans Mono", "Menlo", "Consolas", "monospace"]


def help_pages() -> list[Path]:
    """The pages in the order in which they are listed."""
    return sorted(HELP.glob("*.md"))


class HelpWindow(QWidget):
    """A list of pages and the page that is chosen; Escape closes the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Help"))
        take_first_size(self, *_SIZE)
        self._paths = help_pages()
        self.pages = QListWidget()
        self.pages.setAccessibleName(self.tr("Pages"))
        self.pages.setProperty("ground", "side")
        self.pages.setProperty("bare", "true")
        self.pages.setObjectName("pages")
        self.pages.setWordWrap(True)
        self.pages.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = PageBrowser()
        self.text.anchorClicked.connect(self._follow)
        for path in self._paths:
            self.pages.addItem(title_of(path))
        splitter = QSplitter()
        splitter.addWidget(self.pages)
        splitter.addWidget(self.text)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([scaled(_LIST_WIDTH), self.width() - scaled(_LIST_WIDTH)])
        splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        self.pages.currentRowChanged.connect(self._show_page)
        QShortcut(QKeySequence("Esc"), self, self.close)
        self.pages.setCurrentRow(0)
        self.pages.setFocus()

    def show_page(self, name: str) -> None:
        """Show the page of this file name, such as ``6-keys.md``; else stay where we are."""
        for row, path in enumerate(self._paths):
            if path.name == name:
                self.pages.setCurrentRow(row)

    def _show_page(self, row: int) -> None:
        self.text.show_markdown(self._paths[row].read_text("utf-8"))

    def _follow(self, link: QUrl) -> None:
        parts = urlsplit(link.toString())
        if not parts.scheme and not parts.netloc:
            self.show_page(parts.path)

    def changeEvent(self, event: QEvent) -> None:
        """Set the page anew in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.pages.currentRow() >= 0:
            self._show_page(self.pages.currentRow())


def title_of(path: Path) -> str:
    """The heading of a page."""
    with path.open(encoding="utf-8") as file:
        return file.readline().removeprefix("#").strip()


class PageBrowser(QTextBrowser):
    """Shows a page and loads nothing, neither from disk nor from the net."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        # A page is no field to fill in, so it is framed only while it has the focus.
        self.setStyleSheet("QTextBrowser:!focus { border: none; padding: 5px 9px; }")
        self.setAccessibleName(self.tr("Help"))
        self.document().setDocumentMargin(_MARGIN)

    def loadResource(self, kind: int, name: QUrl | str) -> QByteArray | QImage:  # noqa: ARG002, N802 (Qt's)
        """Nothing, whatever is asked for."""
        if kind == QTextDocument.ResourceType.ImageResource.value:
            # For an image that is empty Qt would try its name as a file by itself.
            return _NO_IMAGE
        return QByteArray()

    def show_markdown(self, page: str) -> None:
        """Show a page, set in the type of the program."""
        self.document().setDefaultFont(interface_font(scaled(_TEXT_PX)))
        self.setMarkdown(page)
        self.document().setDocumentMargin(_MARGIN)
        self._set_blocks()
        self._set_tables()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _set_blocks(self) -> None:
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            level = block.blockFormat().headingLevel()
            is_in_table = cursor.currentTable() is not None
            place = block.blockFormat()
            place.setLineHeight(_LINE_HEIGHT_PERCENT, _PROPORTIONAL)
            place.setTopMargin({0: 0.0, 1: 0.0}.get(level, 20.0))
            place.setBottomMargin(0.0 if is_in_table else 10.0 if level != 0 else 8.0)
            cursor.setBlockFormat(place)
            if level:
                look = QTextCharFormat()
                size = scaled(_HEADING_PX.get(level, _TEXT_PX))
                look.setFont(interface_font(size, semi_bold=True))
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                cursor.mergeCharFormat(look)
            self._set_fragments(block)
            block = block.next()

    def _set_fragments(self, block: QTextBlock) -> None:
        """Take the bold that there is a font for, and for code one in which 0 and O differ."""
        code, bold = QTextCharFormat(), QTextCharFormat()
        code.setFontFamilies(_CODE_FAMILIES)
        bold.setFontWeight(QFont.Weight.DemiBold)
        for start, length, look in _fragments(block):
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            if look.fontFixedPitch():
                cursor.mergeCharFormat(code)
            elif look.fontWeight() > QFont.Weight.DemiBold:
                cursor.mergeCharFormat(bold)

    def _set_tables(self) -> None:
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._set_table(frame)

    @staticmethod
    def _set_table(table: QTextTable) -> None:
        place = table.format()
        place.setBorder(0.0)
        place.setCellPadding(5.0)
        place.setCellSpacing(0.0)
        place.setTopMargin(4.0)
        place.setBottomMargin(12.0)
        place.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        place.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(place)
        line = QBrush(current_theme().line)
        for row in range(table.rows()):
            for column in range(table.columns()):
                cell = table.cellAt(row, column)
                look = cell.format().toTableCellFormat()
                look.setBottomBorder(1.0)
                look.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                look.setBottomBorderBrush(line)
                if row == 0:
                    look.setFontWeight(QFont.Weight.DemiBold)
                cell.setFormat(look)


def _fragments(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Where each stretch of one look begins, how long it is, and the look."""
    found = []
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        found.append((fragment.position(), fragment.length(), fragment.charFormat()))
        at += 1
    return found
