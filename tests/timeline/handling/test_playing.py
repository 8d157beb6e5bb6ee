import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from stanceline.domain.civil import seconds_from_civil
from stanceline.timeline.handling.playing import next_step, step_before, times_of
from stanceline.timeline.view import TimelineView
from timeline.builders import a_quotation, an_event, the_affair
from timeline.showing import SHIFT, lanes_of, lanes_shown, open_view, press, show, window_of


@pytest.fixture
def view(qtbot: QtBot) -> TimelineView:
    marks = [a_quotation(i, f"2031-05-{i:02}") for i in (2, 3, 4, 20)]
    return open_view(qtbot, [*marks, an_event(1, "Storm", "2031-06-01/2031-06-03")])


def test_the_times_are_those_of_marks_each_once() -> None:
    lanes = lanes_of([a_quotation(1, "2031-05-02"), a_quotation(2, "2031-05-02")])
    assert times_of(lanes).size == 1
    assert times_of(lanes_of([])).size == 0
    assert np.all(np.diff(times_of(lanes_of(the_affair()))) > 0)


@given(
    st.lists(st.integers(0, 1000), min_size=1, max_size=30, unique=True),
    st.integers(1, 100),
)
def test_steps_lead_through_all_of_time_and_end(places: list[int], least: int) -> None:
    times = np.array(sorted(places), dtype=np.float64)
    now, n_steps = float(times[0]), 0
    while (then := next_step(times, now, least)) is not None:
        assert then > now
        now, n_steps = then, n_steps + 1
    assert now == times[-1]
    assert n_steps <= times.size
    while (then := step_before(times, now, least)) is not None:
        assert then < now
        now = then
    assert now == times[0]


def test_playing_steps_from_mark_to_mark_and_ends_with_escape(
    view: TimelineView, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.playing_changed) as told:
        press(view, Qt.Key.Key_P)
    assert told.args == [True]
    first = view.canvas.now
    assert first == pytest.approx(seconds_from_civil(2031, 5, 2, 12))
    press(view, Qt.Key.Key_Right)
    assert view.canvas.now == pytest.approx(seconds_from_civil(2031, 5, 3, 12))
    assert not view.player.is_running
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Right)
    assert view.canvas.now == pytest.approx(seconds_from_civil(2031, 5, 20, 12))
    press(view, Qt.Key.Key_Left)
    assert view.canvas.now == pytest.approx(seconds_from_civil(2031, 5, 4, 12))
    assert view.canvas.highlights().now_x is not None
    assert not view.grab().isNull()
    press(view, Qt.Key.Key_Space)
    assert view.canvas.now == pytest.approx(seconds_from_civil(2031, 5, 20, 12))
    press(view, Qt.Key.Key_Space, SHIFT)
    assert view.canvas.now == pytest.approx(seconds_from_civil(2031, 5, 4, 12))
    press(view, Qt.Key.Key_Return)
    assert view.player.is_running
    with qtbot.waitSignal(view.playing_changed) as told:
        press(view, Qt.Key.Key_Escape)
    assert told.args == [False]
    assert view.canvas.now is None


def test_it_goes_on_by_itself_until_the_last_mark(view: TimelineView, qtbot: QtBot) -> None:
    view.play(is_on=True)
    view.player._timer.setInterval(5)  # Nobody waits for seconds.
    qtbot.waitUntil(lambda: not view.player.is_running)
    assert view.is_playing()
    assert view.canvas.now == times_of(lanes_shown(view))[-1]
    view.play(is_on=False)
    assert not view.is_playing()


def test_with_motion_time_flows_to_where_it_would_jump(view: TimelineView, qtbot: QtBot) -> None:
    view.set_reduced_motion(is_reduced=False)
    view.play(is_on=True)
    seen: list[float] = []
    view.player.moved.connect(seen.append)
    view.step(1)
    qtbot.waitUntil(lambda: view.canvas.now == pytest.approx(seconds_from_civil(2031, 5, 3, 12)))
    assert len(seen) > 2


def test_the_window_follows_and_other_marks_go_on_playing(view: TimelineView) -> None:
    view.set_window(seconds_from_civil(2031, 5, 1), seconds_from_civil(2031, 5, 5))
    view.play(is_on=True)
    for _ in range(3):
        view.step(1)
    window = window_of(view)
    assert window.t0 < seconds_from_civil(2031, 5, 20) < window.t1
    show(view, [a_quotation(i, f"2031-05-{i:02}") for i in (2, 20, 28)])
    view.step(1)
    assert view.canvas.now == pytest.approx(seconds_from_civil(2031, 5, 28, 12))
