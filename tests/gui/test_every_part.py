"""What holds for every part of the window: keys, names, sizes, themes."""

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from stanceline.services import articles, events, quotations
from stanceline.ui.about import AboutDialog
from stanceline.ui.dialogs.export import ExportDialog
from stanceline.ui.dialogs.paste import PasteDialog
from stanceline.ui.dialogs.topics import TopicsDialog
from stanceline.ui.help_window import HelpWindow
from stanceline.ui.settings import TimelinePlace
from stanceline.ui.theme import ThemeChoice, apply_choice
from stanceline.ui.widgets import ElidedLabel
from ui.window_builders import settle

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)
READER_KEYS = {"Q", "E", "V", "1", "2", "3", "4", "5", "6"}


@pytest.fixture
def window(open_window, sample_path):
    return open_window(sample_path)


def menu_actions(menu: QMenu) -> list[QAction]:
    return [action for action in menu.actions() if not action.isSeparator()]


def menus_of(window) -> list[QMenu]:
    return [action.menu() for action in window.menuBar().actions()]


def test_every_action_of_the_menus_has_a_key_of_its_own(window):
    keys: dict[str, str] = {}
    for menu in menus_of(window):
        for action in menu_actions(menu):
            if action.menu() is not None:
                continue
            assert action.shortcuts(), action.text()
            for shortcut in action.shortcuts():
                key = shortcut.toString()
                assert key not in keys, (key, action.text(), keys[key])
                keys[key] = action.text()
    assert not READER_KEYS & set(keys)
    own = {a.shortcut().toString() for a in window.pane.reader.actions()}
    assert own == {"Q", "E", "V"}
    mnemonics = {f"Alt+{letter}" for letter in top_mnemonics(window)}
    assert not mnemonics & set(keys)


def top_mnemonics(window) -> list[str]:
    texts = [action.text() for action in window.menuBar().actions()]
    return [text[text.index("&") + 1].upper() for text in texts]


def test_no_two_entries_of_a_menu_have_the_same_letter(window):
    assert len(set(top_mnemonics(window))) == len(top_mnemonics(window))
    for menu in menus_of(window):
        texts = [action.text().split("\t")[0] for action in menu_actions(menu)]
        letters = [text[text.index("&") + 1].casefold() for text in texts]
        assert len(set(letters)) == len(letters), texts


def unnamed(top: QWidget) -> list[str]:
    """The controls below a widget that a screen reader could not name."""
    found = []
    for widget in top.findChildren(QWidget):
        if not isinstance(widget, INTERACTIVE) or isinstance(widget, QScrollBar):
            continue
        if widget.objectName().startswith("qt_") or is_part_of_a_box(widget):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if isinstance(widget, QPushButton) and not text and not widget.isVisible():
            continue  # It gets its words when it is shown.
        if not (widget.accessibleName() or text.strip(" ×▾")):
            way = []
            around: QWidget | None = widget
            while around is not None and around is not top:
                way.append(type(around).__name__)
                around = around.parentWidget()
            found.append(" < ".join(way))
    return found


def is_part_of_a_box(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit):
            return True
        if type(parent).__name__ == "QComboBoxPrivateContainer":
            return True
        if isinstance(parent, QAbstractItemView):
            return True
        parent = parent.parentWidget()
    return False


def show_everything(window) -> None:
    """Have each page of the inspector filled once."""
    row = max(articles.library(window.workspace), key=lambda each: each.n_judged)
    quotation = quotations.quotations_of(window.workspace, row.id)[0]
    event = max(events.all_events(window.workspace), key=lambda each: len(each.evidence))
    for key in (
        f"article:{row.id}",
        f"quotation:{quotation.id}",
        f"speaker:{quotation.speaker_id}",
        f"event:{event.id}",
    ):
        window.inspector.show_key(key)
        settle()
    waiting = next(r for r in articles.library(window.workspace) if r.n_suggestions)
    window.open_article(waiting.id)
    window.pane.walk(1)


def test_every_control_of_the_window_has_a_name(window):
    show_everything(window)
    assert unnamed(window) == []


@pytest.mark.parametrize("make", [TopicsDialog, PasteDialog, ExportDialog])
def test_every_control_of_a_dialog_has_a_name(window, qtbot, make):
    dialog = (
        make(window.workspace, parent=window)
        if make is ExportDialog
        else make(window.workspace, window)
    )
    qtbot.addWidget(dialog)
    assert unnamed(dialog) == []


@pytest.mark.parametrize("make", [AboutDialog, HelpWindow])
def test_every_control_of_help_and_about_has_a_name(window, qtbot, make):
    dialog = make(window)
    qtbot.addWidget(dialog)
    assert unnamed(dialog) == []


def clipped(top: QWidget) -> list[str]:
    """Labels and buttons in sight that are smaller than their words."""
    found = []
    for widget in top.findChildren(QWidget):
        if not isinstance(widget, QLabel | QPushButton | QToolButton) or not widget.isVisible():
            continue
        if isinstance(widget, ElidedLabel) or not widget.text():
            continue
        needed = widget.sizeHint()
        if isinstance(widget, QLabel) and widget.wordWrap():
            if widget.height() < widget.heightForWidth(widget.width()):
                found.append(widget.text())
        elif widget.width() < needed.width() or widget.height() < needed.height() - 1:
            found.append(f"{widget.text()}: {widget.size()} < {needed}")
    return found


@pytest.mark.parametrize("place", list(TimelinePlace))
def test_nothing_is_clipped_at_1024_by_700(open_window, sample_path, place):
    window = open_window(sample_path, (1024, 700))
    window.place_timeline(place)
    window.timeline.filter_button.setChecked(True)
    settle()
    assert (window.width(), window.height()) == (1024, 700)
    row = max(articles.library(window.workspace), key=lambda each: each.n_judged)
    quotation = quotations.quotations_of(window.workspace, row.id)[0]
    event = max(events.all_events(window.workspace), key=lambda each: len(each.evidence))
    for key in (
        f"article:{row.id}",
        f"quotation:{quotation.id}",
        f"speaker:{quotation.speaker_id}",
        f"event:{event.id}",
    ):
        window.select(key)
        settle()
        assert clipped(window) == [], key


def test_the_parts_of_the_window_do_not_lie_over_each_other(open_window, sample_path):
    window = open_window(sample_path, (1024, 700))
    parts = (window.library, window.pane, window.inspector, window.timeline)
    areas = [part.rect().translated(part.mapTo(window, part.rect().topLeft())) for part in parts]
    for one, other in combinations(areas, 2):
        assert not one.intersects(other)
    assert window.pane.width() >= 480


def test_a_wide_window_can_be_made_narrow_and_its_controls_keep_their_size(window):
    window.timeline.filters.words.setText("accord")
    for width in (1440, 1330, 1200, 1024, 1440):
        window.resize(width, 760)
        settle()
        assert window.width() == width
        assert window.timeline.width() == width
        assert clipped(window.timeline) == [], width


def test_the_theme_changes_while_the_window_is_open(open_window, sample_path, app):
    window = open_window(sample_path)
    show_everything(window)
    light = window.grab().toImage()
    theme = apply_choice(app, ThemeChoice.DARK)
    window.set_theme(theme)
    settle()
    dark = window.grab().toImage()
    for area in (window.library, window.pane, window.inspector, window.timeline):
        place = area.rect().translated(area.mapTo(window, area.rect().topLeft()))
        assert mean_lightness(light.copy(place)) > 200
        assert mean_lightness(dark.copy(place)) < 80


def mean_lightness(image: QImage) -> int:
    return (
        image.scaled(1, 1, mode=Qt.TransformationMode.SmoothTransformation)
        .pixelColor(0, 0)
        .lightness()
    )


def test_the_library_s_model_keeps_its_promises_while_it_changes(open_window, sample_path):
    window = open_window(sample_path)
    model = window.library.list.model()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for words in ("a", "gallery", "zzz", ""):
        window.library.words.setText(words)
        settle()
    articles.set_status(window.workspace, window.pane.article.id, articles.ArticleStatus.DONE)
    settle()
    articles.delete_article(window.workspace, window.pane.article.id)
    settle()
    assert tester.model() is model
