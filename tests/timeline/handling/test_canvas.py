import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stanceline.domain.errors import StancelineError
from stanceline.domain.marks import Mark
from stanceline.services.timeline import MarkColumns
from stanceline.timeline.style import Style
from stanceline.timeline.view import TimelineView
from timeline.builders import a_crowd, the_affair
from timeline.showing import (
    CTRL,
    lanes_of,
    lanes_shown,
    layout_of,
    open_view,
    press,
    show,
    window_of,
)

Ints = NDArray[np.int32]


class NoTexts:
    """What a workspace gives that was closed or locked meanwhile."""

    def titles(self, columns: MarkColumns, rows: Ints) -> list[str]:
        del columns, rows
        raise StancelineError("The workspace is locked.")

    def details(self, columns: MarkColumns, rows: Ints) -> list[Mark]:
        del columns, rows
        raise StancelineError("The workspace is locked.")


@pytest.fixture
def view(qtbot: QtBot) -> TimelineView:
    return open_view(qtbot, the_affair())


def test_marks_whose_words_cannot_be_read_are_drawn_without_them(view: TimelineView) -> None:
    view.show_lanes(lanes_of(the_affair()), NoTexts())
    assert not view.grab().isNull()
    press(view, Qt.Key.Key_Right)
    assert view.selected_key() is not None
    assert view.canvas.accessibleDescription().startswith("2 of 24: …")
    press(view, Qt.Key.Key_Space)
    assert not view.canvas.card.isVisible()


def test_places_and_times_belong_together(view: TimelineView) -> None:
    canvas, window = view.canvas, window_of(view)
    plot = layout_of(view).plot
    assert canvas.civil_at(plot.x0) == pytest.approx(window.t0)
    assert canvas.civil_at(plot.x1) == pytest.approx(window.t1)
    for x in (plot.x0, 500.0, plot.x1):
        assert canvas.x_of_civil(canvas.civil_at(x)) == pytest.approx(x)


def test_a_larger_scale_keeps_time_under_the_pointer(view: TimelineView) -> None:
    from dataclasses import replace

    view.set_style(replace(Style.light(), scale=2.0))
    QApplication.processEvents()
    layout = layout_of(view)
    assert layout.width == pytest.approx(view.canvas.width() / 2)
    at = view.canvas.in_layout(QPointF(800, 400))
    assert at == QPointF(400, 200)


def test_nothing_is_laid_out_again_that_has_not_changed(view: TimelineView) -> None:
    before = layout_of(view)
    view.select(lanes_shown(view).key(int(before.hit_marks[0])))
    view.canvas.refresh()
    QApplication.processEvents()
    assert layout_of(view) is before


def test_many_wheel_steps_are_laid_out_once(view: TimelineView) -> None:
    layout_of(view)
    n_layouts = []
    view.canvas.zoom_about(1.1, view.canvas.time_at(600))
    QApplication.processEvents()
    QApplication.processEvents()
    view.canvas.laid_out.connect(lambda: n_layouts.append(1))
    for _ in range(5):
        view.canvas.zoom_about(1.1, view.canvas.time_at(600))
    QApplication.processEvents()
    QApplication.processEvents()
    assert len(n_layouts) == 1


def test_letters_are_the_timelines_while_the_keyboard_is_in_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field, view = QLineEdit(), TimelineView()
    box = QVBoxLayout(window)
    box.addWidget(field)
    box.addWidget(view)
    told: list[str] = []
    for key in ("N", "Ctrl+A", "Escape"):
        action = QAction(key, window)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _=False, k=key: told.append(k))
        window.addAction(action)
    show(view, the_affair())
    window.resize(1000, 600)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    view.setFocus()
    QApplication.processEvents()
    press(view, Qt.Key.Key_N)
    assert view.canvas.draft is not None
    press(view, Qt.Key.Key_Escape)
    assert view.canvas.draft is None
    press(view, Qt.Key.Key_A, CTRL)
    assert view.selected_keys()
    press(view, Qt.Key.Key_Escape)
    assert not view.selected_keys()
    assert told == []
    press(view, Qt.Key.Key_Escape)
    assert told == ["Escape"]


def test_a_draft_ends_when_the_keyboard_goes_elsewhere(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field, view = QLineEdit(), TimelineView()
    box = QVBoxLayout(window)
    box.addWidget(field)
    box.addWidget(view)
    show(view, the_affair())
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    view.setFocus()
    QApplication.processEvents()
    press(view, Qt.Key.Key_N)
    field.setFocus(Qt.FocusReason.MouseFocusReason)
    assert view.canvas.draft is None


def test_what_stands_out_is_told_to_the_drawing(view: TimelineView) -> None:
    view.select(["event:3", "quotation:1"])
    highlights = view.canvas.highlights()
    assert len(highlights.selected) == 2
    assert highlights.focused is not None
    assert highlights.focused.mark in highlights.selected
    assert highlights.dragged is None


def test_a_selected_mark_of_a_crowd_is_brought_near_by_fitting(qtbot: QtBot) -> None:
    marks = a_crowd(30_000)
    view = open_view(qtbot, marks)
    view.fit_all()
    key = marks[1234].key
    view.select(key)
    press(view, Qt.Key.Key_F)
    assert window_of(view).seconds < 60 * 86_400
    for _ in range(6):
        press(view, Qt.Key.Key_Plus)
    row = lanes_shown(view).row_of(key)
    assert row in layout_of(view).hit_marks


def test_the_keyboard_is_seen_before_it_is_at_a_mark(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field, view = QLineEdit(), TimelineView()
    box = QVBoxLayout(window)
    box.addWidget(field)
    box.addWidget(view)
    show(view, the_affair())
    window.resize(1000, 600)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    field.setFocus()
    QApplication.processEvents()

    def edge() -> str:
        colour = view.canvas.grab().toImage().pixelColor(1, 200)
        return str(colour.name()).upper()

    view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert edge() == Style.light().surface
    field.setFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert edge() == Style.light().accent
    press(view, Qt.Key.Key_Right)
    assert edge() == Style.light().surface


def test_time_runs_to_the_right_in_every_language(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        view = open_view(qtbot, the_affair(), size=(900, 260))
        layout_of(view)
        QApplication.processEvents()
        (bar,) = (bar for bar in view.findChildren(QScrollBar) if bar.accessibleName())
        assert view.canvas.x() == 0
        assert bar.isVisible()
        assert bar.x() >= view.canvas.width()
    finally:
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
