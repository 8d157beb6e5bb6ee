"""What holds for every part of the window: keys, names, sizes, themes."""

import re
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAction, QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
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

from gui.faults import name_of, seen
from gui.screens import SCREENS, open_stage, put_away
from stanceline.services import articles, events, quotations
from stanceline.ui.about import AboutDialog
from stanceline.ui.dialogs.export import ExportDialog
from stanceline.ui.dialogs.paste import PasteDialog
from stanceline.ui.dialogs.topics import TopicsDialog
from stanceline.ui.help_window import HelpWindow
from stanceline.ui.settings import TimelinePlace
from stanceline.ui.theme import ThemeChoice, apply_choice, set_reduced_motion
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
READER_KEYS = {"A", "Q", "E", "T", "V", "1", "2", "3", "4", "5", "6"}

LEAST_CHANGE = 12
"""Pixels that differ where something has the focus; the caret of a field has as many."""


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
    own = [a.shortcut().toString() for a in window.pane.reader.actions()]
    assert set(own) <= READER_KEYS
    assert len(set(own)) == len(own)
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
    window.timeline.filters.query_box.setText("accord")
    window.timeline.filter_button.setChecked(True)
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


# Every screen, whatever it is


@pytest.fixture
def stage(app, settings, theme, sample_path, tmp_path):
    set_reduced_motion(app, reduced=True)
    stage = open_stage(sample_path, tmp_path, settings, theme, QSize(1440, 900))
    yield stage
    stage.close()
    set_reduced_motion(app, reduced=None)


def focusable(top: QWidget) -> list[QWidget]:
    """What can be reached with the Tab key below a widget."""
    return [
        widget
        for widget in seen(top)
        if widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]


def heard(widget: QWidget) -> tuple[QAccessible.Role, str]:
    """The role and the name that a screen reader is told."""
    told = QAccessible.queryAccessibleInterface(widget)
    return told.role(), told.text(QAccessible.Text.Name)


def shows_focus(top: QWidget, widget: QWidget, elsewhere: QWidget) -> bool:
    """Whether it looks another way once it has the focus."""
    place = QRect(widget.mapTo(top, QPoint(0, 0)), widget.size()).adjusted(-4, -4, 4, 4)
    place = place.intersected(top.rect())
    elsewhere.setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    if not widget.isVisible():
        return True
    before = top.grab(place).toImage()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    if isinstance(widget, QLabel):
        QTest.keyClick(widget, Qt.Key.Key_Tab)  # The first link of a label has the focus.
    settle()
    if not widget.hasFocus() or not widget.isVisible():
        return True  # It hands the focus on, or goes as soon as the keyboard is elsewhere.
    after = top.grab(place).toImage()
    n_changed = sum(
        before.pixel(x, y) != after.pixel(x, y)
        for x in range(min(before.width(), after.width()))
        for y in range(min(before.height(), after.height()))
    )
    return n_changed >= LEAST_CHANGE


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_every_screen_can_be_heard_and_shows_where_the_keyboard_is(stage):
    faults: dict[str, str] = {}
    looked_at: set[str] = set()
    for name, show in SCREENS.items():
        shown = show(stage)
        stage.pause()
        for each in unnamed(shown):
            faults.setdefault(f"{each} has no name", name)
        shown.activateWindow()
        parts = focusable(shown)
        for at, widget in enumerate(parts):
            which = name_of(widget, shown)
            role, said = heard(widget)
            if role in (QAccessible.Role.NoRole, QAccessible.Role.Client) or not said.strip():
                faults.setdefault(f"{which} is heard as {role.name} {said!r}", name)
            if len(parts) < 2 or which in looked_at:
                continue
            looked_at.add(which)
            if not shows_focus(shown, widget, parts[at - 1]):
                faults.setdefault(f"{which} looks the same with the focus", name)
        put_away(stage, shown)
    told = [f"{name}: {each}" for each, name in faults.items()]
    if told:
        pytest.fail("\n".join(told), pytrace=False)


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_whatever_can_be_clicked_can_be_reached_with_keys(stage):
    faults: dict[str, str] = {}
    for name, show in SCREENS.items():
        shown = show(stage)
        stage.pause()
        for widget in seen(shown):
            if not isinstance(widget, QAbstractButton) or not widget.isEnabled():
                continue
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus or names_a_key(widget):
                continue
            faults.setdefault(f"{name_of(widget, shown)} {widget.accessibleName()!r}", name)
        put_away(stage, shown)
    if faults:
        pytest.fail("\n".join(f"{name}: {each}" for each, name in faults.items()), pytrace=False)


def names_a_key(button: QAbstractButton) -> bool:
    """Whether a button says which key does the same."""
    told = f"{button.toolTip()} {button.text()}"
    return bool(button.shortcut().toString()) or bool(re.search(r"\([^)]+\)|Esc|Enter|F\d", told))
