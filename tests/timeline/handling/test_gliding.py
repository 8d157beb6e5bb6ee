import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from stanceline.timeline.handling.gliding import Glide, Trail, slowed


def test_the_speed_is_that_of_the_last_tenth_of_a_second() -> None:
    trail = Trail()
    for at_s, x in ((0.0, 0.0), (0.5, 1000.0), (0.95, 1000.0), (1.0, 1050.0)):
        trail.add(at_s, x)
    assert trail.speed(1.0) == pytest.approx(1000.0)


def test_a_rest_before_letting_go_is_no_throw() -> None:
    trail = Trail()
    trail.add(0.0, 0.0)
    trail.add(0.05, 200.0)
    assert trail.speed(0.5) == 0.0
    assert Trail().speed(1.0) == 0.0


def test_nobody_throws_faster_than_can_be_followed() -> None:
    trail = Trail()
    trail.add(0.0, 0.0)
    trail.add(0.001, -900.0)
    assert trail.speed(0.001) == -6_000.0


@given(
    st.floats(-6_000, 6_000),
    st.lists(st.floats(0.001, 0.1), min_size=1, max_size=20),
)
def test_the_way_does_not_depend_on_how_long_frames_take(speed: float, frames: list[float]) -> None:
    way, rest = 0.0, speed
    for seconds in frames:
        step, rest = slowed(rest, seconds)
        way += step
    assert way == pytest.approx(slowed(speed, sum(frames))[0], abs=1e-6)


def test_a_glide_goes_on_and_ends(qtbot: QtBot) -> None:
    glide = Glide()
    ways: list[float] = []
    glide.moved.connect(ways.append)
    glide.throw(-400.0)
    assert glide.is_moving
    qtbot.waitUntil(lambda: not glide.is_moving)
    assert sum(ways) < -20
    glide.throw(5.0)
    assert not glide.is_moving
