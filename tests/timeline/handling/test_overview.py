import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from stanceline.domain.civil import seconds_from_civil
from stanceline.timeline.handling.overview import Overview, histogram, worth_showing
from stanceline.timeline.windows import TimeWindow
from timeline.builders import a_crowd, a_quotation, an_event, the_affair
from timeline.showing import LEFT, lanes_of, open_view, window_of


@given(
    st.lists(
        st.tuples(st.integers(-100, 1100), st.integers(0, 9)), max_size=40, unique_by=lambda p: p[0]
    ),
    st.integers(1, 50),
)
def test_each_mark_inside_is_counted_once(places: list[tuple[int, int]], n_columns: int) -> None:
    times = np.array([t for t, _ in places], dtype=np.float64)
    counts = np.array([n for _, n in places], dtype=np.float64)
    found = histogram(times, counts, TimeWindow(0.0, 1000.0), n_columns)
    assert found.size == n_columns
    assert found.sum() == counts[(times >= 0) & (times < 1000)].sum()


def test_an_outlier_of_another_century_does_not_make_the_rest_one_column() -> None:
    lanes = lanes_of([a_quotation(i, f"2031-05-{i:02}") for i in range(1, 29)])
    assert worth_showing(lanes) == lanes.extent
    far = lanes_of(
        [
            *[a_quotation(i, f"2031-05-{i:02}") for i in range(1, 29)],
            an_event(1, "Founding", "1807"),
        ]
    )
    shown = worth_showing(far)
    assert shown is not None
    assert shown.t0 > seconds_from_civil(2030)


def test_a_click_beside_the_brush_brings_the_window_there(qtbot: QtBot) -> None:
    view = open_view(qtbot, the_affair())
    overview = view.findChild(Overview)
    view.set_window(seconds_from_civil(2031, 4, 10), seconds_from_civil(2031, 4, 20))
    qtbot.mouseClick(overview, LEFT, pos=QPoint(overview.width() - 200, 12))
    assert window_of(view).t0 > seconds_from_civil(2031, 5, 1)
    assert window_of(view).seconds == pytest.approx(10 * 86_400)


@pytest.mark.parametrize("end", ["start", "end"])
def test_an_end_of_the_brush_changes_how_much_is_shown(qtbot: QtBot, end: str) -> None:
    view = open_view(qtbot, the_affair())
    overview = view.findChild(Overview)
    view.set_window(seconds_from_civil(2031, 5, 1), seconds_from_civil(2031, 5, 20))
    before, (x0, x1) = window_of(view), overview.brush() or (0.0, 0.0)
    x, way = (round(x0), -30) if end == "start" else (round(x1), 30)
    qtbot.mousePress(overview, LEFT, pos=QPoint(x, 12))
    qtbot.mouseMove(overview, QPoint(x + way, 12))
    qtbot.mouseRelease(overview, LEFT, pos=QPoint(x + way, 12))
    after = window_of(view)
    assert after.seconds > before.seconds
    kept = (after.t1, before.t1) if end == "start" else (after.t0, before.t0)
    assert kept[0] == pytest.approx(kept[1], abs=1)


def test_escape_gives_the_brush_back(qtbot: QtBot) -> None:
    view = open_view(qtbot, the_affair())
    overview = view.findChild(Overview)
    view.set_window(seconds_from_civil(2031, 5, 1), seconds_from_civil(2031, 5, 20))
    before, x = window_of(view), round(overview.brush_middle())
    qtbot.mousePress(overview, LEFT, pos=QPoint(x, 12))
    qtbot.mouseMove(overview, QPoint(x + 100, 12))
    assert window_of(view) != before
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert window_of(view) == before


def test_many_marks_are_drawn_as_columns(qtbot: QtBot) -> None:
    view = open_view(qtbot, a_crowd(4_000))
    image = view.findChild(Overview).grab().toImage()
    row = [image.pixelColor(x, image.height() - 7).name() for x in range(image.width())]
    assert len(set(row)) > 2
