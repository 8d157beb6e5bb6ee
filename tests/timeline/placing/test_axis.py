from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.civil import seconds_from_civil
from stanceline.timeline.placing.axis import AXIS_HEIGHT, Stretch, axis_of
from stanceline.timeline.primitives import Axis, Box, Role, Tick
from stanceline.timeline.windows import SECONDS_PER_YEAR, TimeWindow, clamped
from stanceline.timeline.words.wording import ENGLISH
from timeline.strategies import measure

STRIP = Box(120.0, 0.0, 1120.0, AXIS_HEIGHT)


def axis(first: tuple[int, ...], last: tuple[int, ...], strip: Box = STRIP) -> Axis:
    window = TimeWindow(float(seconds_from_civil(*first)), float(seconds_from_civil(*last)))
    return axis_of(window, strip, measure, ENGLISH)


def texts(ticks: tuple[Tick, ...]) -> list[str]:
    return [tick.label.text for tick in ticks if tick.label]


def test_a_quarter_has_months_above_and_days_below() -> None:
    shown = axis((2031, 4, 1), (2031, 7, 1))
    assert texts(shown.periods) == ["Apr 2031", "May 2031", "Jun 2031"]
    assert texts(shown.ticks)[:4] == ["7", "14", "21", "28"]


def test_weeks_begin_on_mondays_and_run_on_over_the_ends_of_months() -> None:
    shown = axis((2031, 4, 1), (2031, 7, 1))
    days = [tick.x for tick in shown.ticks]
    assert all(abs((b - a) - (days[1] - days[0])) < 1e-6 for a, b in pairwise(days))
    monday = float(seconds_from_civil(2031, 4, 7))
    t0, t1 = float(seconds_from_civil(2031, 4, 1)), float(seconds_from_civil(2031, 7, 1))
    assert abs(days[0] - (STRIP.x0 + (monday - t0) / (t1 - t0) * STRIP.width)) < 1e-6


def test_a_few_years_are_told_in_quarters() -> None:
    shown = axis((2029, 1, 1), (2033, 1, 1))
    assert texts(shown.periods) == ["2029", "2030", "2031", "2032"]
    assert texts(shown.ticks)[:4] == ["Jan", "Apr", "Jul", "Oct"]


def test_two_weeks_name_the_weekdays() -> None:
    shown = axis((2031, 4, 7), (2031, 4, 21))
    assert texts(shown.ticks)[:3] == ["Mon 7", "Tue 8", "Wed 9"]


@given(st.floats(300.0, 3000.0), st.integers(0, 400))
def test_weekdays_are_named_at_all_days_or_at_none(width: float, first: int) -> None:
    t0 = float(seconds_from_civil(2024, 5, 20) + first * 86_400)
    strip = Box(0.0, 0.0, width, AXIS_HEIGHT)

    def uneven(text: str, role: Role) -> float:
        return measure(text.replace("Fri", "F").replace("Wed", "Wednesday"), role)

    shown = texts(axis_of(TimeWindow(t0, t0 + 14 * 86_400), strip, uneven, ENGLISH).ticks)
    assert len({text.isdigit() for text in shown}) <= 1


def test_an_hour_is_told_in_minutes_of_a_day() -> None:
    shown = axis((2031, 4, 7, 10, 2), (2031, 4, 7, 11, 0))
    assert texts(shown.periods) == ["7 Apr 2031"]
    assert "10:30" in texts(shown.ticks)


def test_some_years_lie_in_decades() -> None:
    shown = axis((2004,), (2027,))
    assert texts(shown.periods) == ["2000s", "2010s", "2020s"]
    assert texts(shown.ticks)[:2] == ["2004", "2005"]


def test_there_is_no_year_nought() -> None:
    shown = axis((-4,), (6,), Box(0.0, 0.0, 560.0, AXIS_HEIGHT))
    assert texts(shown.ticks) == [
        "5 BC", "4 BC", "3 BC", "2 BC", "1 BC", "1", "2", "3", "4", "5",
    ]  # fmt: skip


def test_centuries_are_round_on_both_sides_of_year_1() -> None:
    shown = axis((-299,), (401,))
    found = texts(shown.ticks)
    assert found[0] == "300 BC"
    assert {"200 BC", "100 BC", "1", "100", "200"} <= set(found)


def test_ages_are_counted_with_thousands_apart() -> None:
    shown = axis((-200_000,), (2_000,))
    assert "100 001 BC" not in texts(shown.ticks)
    assert "100\N{THIN SPACE}000 BC" in texts(shown.ticks)


def test_round_years_stay_round_in_deep_time() -> None:
    window = clamped(-1.1e11 * SECONDS_PER_YEAR, 1.1e11 * SECONDS_PER_YEAR)
    shown = axis_of(window, STRIP, measure, ENGLISH)
    assert "100\N{THIN SPACE}000\N{THIN SPACE}000\N{THIN SPACE}000 BC" in texts(shown.ticks)


def test_the_period_that_began_before_the_window_keeps_its_name_at_the_edge() -> None:
    shown = axis((2031, 4, 10), (2031, 6, 20))
    first = shown.periods[0]
    assert first.x < STRIP.x0
    assert first.label is not None
    assert first.label.text == "Apr 2031"
    assert first.label.box.x0 >= STRIP.x0


def test_it_gives_way_to_the_next_period_when_there_is_no_room() -> None:
    shown = axis((2031, 4, 29), (2031, 6, 20))
    assert texts(shown.periods) == ["May 2031", "Jun 2031"]


@given(
    st.floats(-3e11, 3e11),
    st.floats(600.0, 1e13),
    st.floats(60.0, 3000.0),
)
def test_tick_labels_never_touch_and_never_leave_the_axis(
    start: float, seconds: float, width: float
) -> None:
    strip = Box(100.0, 0.0, 100.0 + width, AXIS_HEIGHT)
    shown = axis_of(clamped(start, start + seconds), strip, measure, ENGLISH)
    for ticks in (shown.ticks, shown.periods):
        boxes = [tick.label.box for tick in ticks if tick.label]
        assert all(left.x1 <= right.x0 for left, right in pairwise(boxes))
        assert all(strip.x0 <= box.x0 and box.x1 <= strip.x1 for box in boxes)
        assert all(a.x < b.x for a, b in pairwise(ticks))


def test_what_lies_behind_a_fold_tells_its_period_anew() -> None:
    ends = [float(seconds_from_civil(*day)) for day in ((1987, 3, 4), (1987, 6, 4))]
    more = [float(seconds_from_civil(*day)) for day in ((2031, 4, 1), (2031, 7, 1))]
    window = TimeWindow(ends[0], ends[0] + 2 * 92 * 86_400)
    middle = (STRIP.x0 + STRIP.x1) / 2
    stretches = (Stretch(*ends, STRIP.x0, middle), Stretch(*more, middle, STRIP.x1))
    shown = axis_of(window, STRIP, measure, ENGLISH, stretches)
    periods = [tick for tick in shown.periods if tick.label]
    before = [tick.label.text for tick in periods if tick.label and tick.label.box.x0 < middle]
    after = [tick.label.text for tick in periods if tick.label and tick.label.box.x0 >= middle]
    assert before[:2] == ["Mar 1987", "Apr 1987"]
    assert after == ["Apr 2031", "May 2031", "Jun 2031"]


@given(st.integers(0, 400))
def test_only_the_first_period_of_a_window_is_ever_without_a_name(first: int) -> None:
    t0 = float(seconds_from_civil(2031, 1, 1) + first * 86_400)
    shown = axis_of(TimeWindow(t0, t0 + 200 * 86_400), STRIP, measure, ENGLISH)
    inside = [tick for tick in shown.periods if STRIP.x0 <= tick.x < STRIP.x1 - 80]
    assert inside
    assert all(tick.label for tick in inside)


def test_a_short_stretch_between_folds_tells_its_year() -> None:
    days = [float(seconds_from_civil(*day)) for day in ((1986, 12, 30), (1987, 1, 9))]
    more = [float(seconds_from_civil(*day)) for day in ((2031, 4, 1), (2031, 8, 9))]
    edge = STRIP.x0 + STRIP.width * 10 / 140
    window = TimeWindow(days[0], days[0] + 140 * 86_400)
    stretches = (Stretch(*days, STRIP.x0, edge - 20), Stretch(*more, edge, STRIP.x1))
    shown = axis_of(window, STRIP, measure, ENGLISH, stretches)
    assert texts(shown.periods)[:2] == ["1987", "Apr 2031"]
    assert all(tick.x >= edge for tick in shown.ticks)


@given(st.integers(-100_000, 100_000), st.sampled_from([1, 10, 100, 1_000, 10_000]))
def test_wherever_the_window_lies_there_are_labels(year: int, n_years: int) -> None:
    t0 = float(seconds_from_civil(year))
    window = clamped(t0, t0 + n_years * SECONDS_PER_YEAR)
    shown = axis_of(window, STRIP, measure, ENGLISH)
    assert len(texts(shown.ticks)) >= 3


def test_where_not_every_month_has_room_for_its_name_none_stands_above_days():
    window = TimeWindow(
        float(seconds_from_civil(2023, 11, 1)), float(seconds_from_civil(2025, 6, 1))
    )
    for width in range(300, 2400, 50):
        axis = axis_of(window, Box(0.0, 0.0, float(width), AXIS_HEIGHT), measure, ENGLISH)
        labels = [tick.label for tick in axis.periods]
        # The first may begin before the window, the last end beyond it.
        assert all(label is not None for label in labels[1:-1]), width
