from dataclasses import replace

import numpy as np
import pytest

from stanceline.timeline.placing.hits import density_at, density_time, hit_test, things_at, time_at
from stanceline.timeline.primitives import Box, Density, Layout
from stanceline.timeline.sorting.lanes import Place
from stanceline.timeline.windows import TimeWindow
from timeline.hand_layouts import HEADER, TOP, an_empty_layout


def with_boxes(*boxes: tuple[float, float, float, float]) -> Layout:
    """Marks 0, 1 … in lanes 10, 11 …, drawn in this order."""
    n = len(boxes)
    return replace(
        an_empty_layout(),
        hit_boxes=np.array(boxes, dtype=np.float64).reshape(-1, 4),
        hit_marks=np.arange(n),
        hit_lanes=np.arange(n) + 10,
    )


def test_the_mark_drawn_last_lies_on_top() -> None:
    layout = with_boxes((300, 100, 320, 120), (310, 100, 330, 120))
    assert hit_test(layout, 315, 110) == Place(11, 1)
    assert hit_test(layout, 305, 110) == Place(10, 0)


def test_near_a_mark_is_on_it_and_farther_is_not() -> None:
    layout = with_boxes((300, 100, 310, 110), (330, 100, 340, 110))
    assert hit_test(layout, 314, 105) == Place(10, 0)
    assert hit_test(layout, 327, 105) == Place(11, 1)
    assert hit_test(layout, 320, 105) is None


def test_nothing_is_hit_outside_of_the_plot() -> None:
    layout = with_boxes((HEADER - 20, TOP - 20, HEADER + 20, TOP + 20))
    assert hit_test(layout, HEADER + 5, TOP + 5) == Place(10, 0)
    assert hit_test(layout, HEADER - 5, TOP + 5) is None
    assert hit_test(layout, HEADER + 5, TOP - 5) is None
    assert hit_test(an_empty_layout(), 500, 500) is None


def test_a_frame_touches_each_place_once() -> None:
    layout = with_boxes((300, 100, 310, 110), (400, 100, 410, 110), (300, 300, 310, 310))
    twice = replace(
        layout, hit_marks=np.array([0, 0, 2]), hit_lanes=np.array([10, 10, 12], dtype=np.int64)
    )
    assert things_at(twice, Box(290, 90, 420, 120)) == [Place(10, 0)]
    assert things_at(layout, Box(310, 90, 399, 320)) == []
    assert things_at(an_empty_layout(), Box(0, 0, 2000, 2000)) == []


def a_density() -> Density:
    counts = np.array([[0, 0], [3, 2], [1, 0]], dtype=np.int32)
    box = Box(HEADER, 200, HEADER + 30, 240)
    return Density(4, box, HEADER - 2, 10.0, counts, (0, 1), 5, t0=1_000.0, seconds=60.0)


def test_a_column_under_the_pointer_tells_its_stretch_and_its_count() -> None:
    layout = replace(an_empty_layout(), densities=(a_density(),))
    crowd = density_at(layout, HEADER + 12, 220)
    assert crowd is not None
    assert (crowd.lane, crowd.t0, crowd.t1, crowd.count) == (4, 1_060.0, 1_120.0, 5)
    assert density_at(layout, HEADER + 1, 220) is None
    assert density_at(layout, HEADER + 29, 220) is None
    assert density_at(layout, HEADER + 12, 260) is None


def test_places_of_a_density_and_of_a_window_are_times() -> None:
    assert density_time(a_density(), HEADER + 8) == pytest.approx(1_060.0)
    layout = an_empty_layout()
    window = TimeWindow(0.0, 100.0)
    assert time_at(layout, window, layout.plot.x0) == 0.0
    assert time_at(layout, window, layout.plot.x1) == pytest.approx(100.0)
