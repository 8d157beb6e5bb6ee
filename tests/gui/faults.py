"""Finds what is wrong with a screen by itself: cut texts, overlaps, words never translated."""

import re
from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QAbstractListModel, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QRubberBand,
    QScrollArea,
    QScrollBar,
    QSizeGrip,
    QSplitterHandle,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QTextEdit,
    QWidget,
)

from stanceline.ui.about import AboutDialog
from stanceline.ui.help_window import HelpWindow
from stanceline.ui.library.search_help import SearchHelp
from stanceline.ui.lock_screen import LockScreen
from stanceline.ui.pseudo import CLOSING, OPENING
from stanceline.ui.widgets import ElidedLabel, Toast

TOLERANCE_PX = 1
FLOATING = (LockScreen, QMenu, QRubberBand, QScrollBar, QSizeGrip, QSplitterHandle, Toast)
FLOATING_NAMES = ("Card", "Shadow", "Popup", "SearchHelp", "List", "Palette", "_Mark")


def name_of(widget: QWidget, top: QWidget) -> str:
    """Which widget it is, by its kinds from the inside out."""
    way = []
    around: QWidget | None = widget
    while around is not None and around is not top:
        way.append(around.objectName() or type(around).__name__)
        around = around.parentWidget()
    return " < ".join(way[:5])


def seen(top: QWidget) -> Iterator[QWidget]:
    """The widgets below this one that can be seen, windows of their own left out."""
    for widget in top.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not top.window():
            continue
        if widget.visibleRegion().isEmpty():
            continue
        if not widget.objectName().startswith("qt_") and not is_part_of_a_control(widget):
            yield widget


def ways_up(widget: QWidget) -> Iterator[QWidget]:
    """The widget, and what holds it, from the inside out."""
    around: QWidget | None = widget
    while around is not None:
        yield around
        around = around.parentWidget()


def is_part_of_a_control(widget: QWidget) -> bool:
    """Whether Qt made it as a part of another control."""
    parent = widget.parentWidget()
    return isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit | QHeaderView)


# Cut texts


def cut(top: QWidget) -> list[str]:
    """The widgets whose words have less room than they need."""
    return [f"{name_of(widget, top)}: {told}" for widget in seen(top) for told in _cut_in(widget)]


def _cut_in(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, ElidedLabel):
        if widget.text() != " ".join(widget.whole_text().split()) and not widget.toolTip():
            yield f"{widget.text()!r} says nowhere what it leaves out"
    elif isinstance(widget, QLabel):
        yield from _cut_label(widget)
    elif isinstance(widget, QComboBox):
        yield from _cut_box(widget)
    elif isinstance(widget, QAbstractButton):
        if widget.text():
            yield from _too_small(widget, widget.text(), widget.sizeHint())
    elif isinstance(widget, QLineEdit):
        yield from _cut_placeholder(widget)
    elif isinstance(widget, QHeaderView):
        yield from _cut_header(widget)
    elif isinstance(widget, QTabBar):
        for at in range(widget.count()):
            needed = widget.fontMetrics().horizontalAdvance(widget.tabText(at).replace("&", ""))
            if widget.tabRect(at).width() < needed or not widget.rect().contains(
                widget.tabRect(at)
            ):
                yield repr(widget.tabText(at))
    elif isinstance(widget, QGroupBox):
        if widget.fontMetrics().horizontalAdvance(widget.title()) > widget.width():
            yield repr(widget.title())
    elif isinstance(widget, QMenuBar):
        yield from _cut_menus(widget)


def _too_small(widget: QWidget, text: str, needed: QSize) -> Iterator[str]:
    if is_explained(widget, text):
        return
    is_narrow = widget.width() < needed.width() - TOLERANCE_PX
    is_low = widget.height() < needed.height() - TOLERANCE_PX
    if is_narrow or is_low:
        yield (
            f"{text[:60]!r} needs {needed.width()}x{needed.height()}, "
            f"has {widget.width()}x{widget.height()}"
        )


def is_explained(widget: QWidget, text: str) -> bool:
    """Whether a text was cut on purpose, with the whole in the tooltip."""
    return "…" in text and bool(widget.toolTip())


def _cut_label(label: QLabel) -> Iterator[str]:
    text = label.text()
    if not text:
        return
    if not label.wordWrap():
        yield from _too_small(label, text, label.sizeHint())
        return
    needed = label.heightForWidth(label.width())
    if label.height() < needed - TOLERANCE_PX:
        yield f"{text[:60]!r} needs a height of {needed}, has {label.height()}"
    words = text if label.textFormat() == Qt.TextFormat.PlainText else re.sub("<[^>]*>", " ", text)
    metrics = QFontMetrics(label.font())
    room = label.contentsRect().width() + TOLERANCE_PX
    for word in words.split():
        # Names of files and folders are broken by nobody, and nobody can help that.
        if "/" not in word and metrics.horizontalAdvance(word) > room:
            yield f"{word!r} needs a width of {metrics.horizontalAdvance(word)}, has {room}"


def _cut_box(box: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    field = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    text = box.currentText() or box.placeholderText()
    icon = box.iconSize().width() + 4 if not box.itemIcon(box.currentIndex()).isNull() else 0
    needed = box.fontMetrics().horizontalAdvance(text) + icon
    if needed > field.width() + TOLERANCE_PX and not box.toolTip():
        yield f"{text!r} needs a width of {needed}, has {field.width()}"
    if box.height() < box.sizeHint().height() - TOLERANCE_PX:
        yield f"{text!r} needs a height of {box.sizeHint().height()}, has {box.height()}"


def _cut_placeholder(field: QLineEdit) -> Iterator[str]:
    # What is typed scrolls; a placeholder is cut.
    text = "" if field.text() else field.placeholderText()
    needed = field.fontMetrics().horizontalAdvance(text)
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    contents = QStyle.SubElement.SE_LineEditContents
    # Qt leaves two pixels on both sides of what is typed.
    room = field.style().subElementRect(contents, option, field).width() - 4
    if text and needed > room + TOLERANCE_PX and not field.toolTip():
        yield f"placeholder {text!r} needs a width of {needed}, has {room}"
    if field.height() < field.sizeHint().height() - TOLERANCE_PX:
        yield f"field {field.accessibleName()!r} needs {field.sizeHint().height()} of height"


def _cut_header(header: QHeaderView) -> Iterator[str]:
    if header.orientation() != Qt.Orientation.Horizontal:
        return
    model = header.model()
    for at in range(header.count()):
        text = model.headerData(at, Qt.Orientation.Horizontal) if model else ""
        if text and not header.isSectionHidden(at):
            needed = header.sectionSizeHint(at)
            if header.sectionSize(at) < needed - TOLERANCE_PX:
                yield f"{text!r} needs a width of {needed}, has {header.sectionSize(at)}"


def _cut_menus(bar: QMenuBar) -> Iterator[str]:
    for action in bar.actions():
        if action.isVisible() and not bar.rect().contains(bar.actionGeometry(action)):
            yield repr(action.text())


# Overlaps


def overlaps(top: QWidget) -> list[str]:
    """The widgets that lie over one another, and those that reach out of what holds them."""
    found = []
    by_parent: dict[QWidget, list[QWidget]] = {}
    for widget in seen(top):
        parent = widget.parentWidget()
        if parent is None or widget.isWindow() or is_floating(widget):
            continue
        by_parent.setdefault(parent, []).append(widget)
        if reaches_out(widget, parent):
            found.append(f"{name_of(widget, top)} reaches out: {widget.geometry()}")
    for children in by_parent.values():
        for one, other in combinations(children, 2):
            common = one.geometry().intersected(other.geometry())
            if common.width() > TOLERANCE_PX and common.height() > TOLERANCE_PX:
                found.append(f"{name_of(one, top)} lies over {name_of(other, top)}: {common}")
    return found


def is_floating(widget: QWidget) -> bool:
    """Whether it is meant to lie over others."""
    if isinstance(widget, FLOATING):
        return True
    return any(part in type(widget).__name__ for part in FLOATING_NAMES)


def reaches_out(widget: QWidget, parent: QWidget) -> bool:
    """Whether a part of it is outside of its parent, where nobody sees it."""
    room = parent.rect()
    around = parent.parentWidget()
    if isinstance(around, QAbstractScrollArea) and parent is around.viewport():
        # What is scrolled may be higher; nothing scrolls sideways by itself.
        policy = around.horizontalScrollBarPolicy()
        is_sideways = policy == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if not isinstance(around, QScrollArea) or not is_sideways:
            return False
        room = QRect(QPoint(0, widget.y()), QSize(room.width(), widget.height()))
    return not room.adjusted(-1, -1, 1, 1).contains(widget.geometry())


# Words that were never translated

_MARKED = re.compile(
    rf"{re.escape(OPENING)}[^{re.escape(OPENING)}{re.escape(CLOSING)}]*{re.escape(CLOSING)}"
)
_BEGUN = re.compile(rf"{re.escape(OPENING)}[^{re.escape(CLOSING)}]*…")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SAME_EVERYWHERE = re.compile(
    "stanceline|sample|edtf|png|svg|pdf|csv|json|html5?|dpi|px|pt|mm|https|[kmg]i?b|bytes"
    "|python|qt|linux|ctrl|alt|shift|meta|enter|return|esc(ape)?|tab|del(ete)?|backspace|space"
    "|home|end|pgup|pgdown|ins|left|right|up|down|am|pm|jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?"
    "|may|june?|july?|aug(ust)?|sep(tember)?|oct(ober)?|nov(ember)?|dec(ember)?"
    "|(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?",
    re.IGNORECASE,
)
"""Names of keys and formats, and of days and months, which Qt says by itself."""


def untranslated(top: QWidget, data: frozenset[str]) -> list[str]:
    """The texts that nobody can translate, with the widget; ``data`` are texts of the user's."""
    found = []
    for widget, text in texts_of(top):
        left = left_over(text, data)
        if left:
            found.append(f"{name_of(widget, top)}: {text[:80]!r} ({left})")
    return found


def left_over(text: str, data: frozenset[str]) -> str:
    """The words of a text that are neither translated nor the user's."""
    text = re.sub(r"<[^>]*>", " ", text)
    while _MARKED.search(text):
        text = _MARKED.sub(" ", text)
    text = _BEGUN.sub(" ", text)
    if text.strip() in data or is_cut_from_data(text.strip(), data):
        return ""
    for known in sorted((each for each in data if each in text), key=len, reverse=True):
        text = text.replace(known, " ")
    return " ".join(word for word in _WORD.findall(text) if not _SAME_EVERYWHERE.fullmatch(word))


def is_cut_from_data(text: str, data: frozenset[str]) -> bool:
    """Whether a text of the user's was cut to this."""
    begin, dots, _end = text.partition("…")
    return bool(dots) and any(each.startswith(begin) for each in data)


def texts_of(top: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Every text that can be seen or heard below a widget, but what stands in documents."""
    if isinstance(top, AboutDialog | HelpWindow):
        # Pages of help are translated as pages; names and licences of others are names.
        return
    yield top, top.windowTitle()
    for widget in seen(top):
        if any(isinstance(around, SearchHelp) for around in ways_up(widget)):
            continue  # Examples of the search language, which is the same everywhere.
        yield widget, widget.toolTip()
        yield widget, widget.accessibleName()
        yield widget, widget.accessibleDescription()
        for text in _texts_in(widget):
            yield widget, text


def _texts_in(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, ElidedLabel):
        yield widget.whole_text()
    elif isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(min(widget.count(), 30)))
    elif isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QGroupBox):
        yield widget.title()
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(at) for at in range(widget.count()))
    elif isinstance(widget, QAbstractItemView):
        yield from _item_texts(widget)
    elif isinstance(widget, QMenuBar):
        yield from _menu_texts(widget)


def _item_texts(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None:
        return
    if isinstance(view, QHeaderView):
        for at in range(view.count()):
            yield str(model.headerData(at, view.orientation()) or "")
        return
    # A list has one column, and its model keeps the count of them to itself.
    n_columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(view.rootIndex())
    for row in range(min(model.rowCount(view.rootIndex()), 30)):
        for column in range(n_columns):
            text = model.index(row, column, view.rootIndex()).data()
            if isinstance(text, str):
                yield text


def _menu_texts(bar: QMenuBar | QMenu) -> Iterator[str]:
    for action in bar.actions():
        yield action.text().partition("\t")[0]
        if action.menu() is not None:
            yield from _menu_texts(action.menu())
