from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain.edtf import Flag, parse
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import Mark, MarkSource
from stanceline.domain.stances import DEFAULT_SCALE, Stance, mean_value
from stanceline.domain.timelines import TimeAxis
from stanceline.storage.mark_columns import NONE
from stanceline.timeline.sorting.stance_columns import leading, sorted_stances, stance_values
from stanceline.timeline.sorting.table import Doubt, Form, TimeTable, date_columns, table_of
from timeline.builders import DELAY, SPEAKERS, STANCES, a_quotation, an_event
from timeline.columns import More, columns_of
from timeline.lane_cases import some_columns
from timeline.strategies import seeds

DAY = 86_400


def shape(text: str):
    return date_columns((parse(text),)).shape(0)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2031-05-01", Form.POINT),
        ("2031-05-01T10:30", Form.POINT),
        ("2031-05", Form.WITHIN),
        ("203X", Form.WITHIN),
        ("2031-21", Form.WITHIN),
        ("[2031-05-01..2031-05-09]", Form.RANGE),
        ("[..2031-05-09]", Form.RANGE),
        ("[2031-05-01,2031-05-09]", Form.ONE_OF),
        ("{2031-05-01,2031-05-09}", Form.SEVERAL),
        ("2031-05-01/2031-05-09", Form.LASTING),
        ("2031-05-01/..", Form.LASTING),
    ],
)
def test_each_kind_of_date_has_its_form(text: str, form: Form) -> None:
    assert shape(text).form is form


def test_a_span_between_months_begins_and_ends_somewhere_in_them() -> None:
    found = shape("2024-06/2024-08")
    assert found.coarse_start - found.t0 == 30 * DAY
    assert found.t1 - found.coarse_end == 31 * DAY


def test_an_exact_span_has_no_coarse_zones() -> None:
    found = shape("2024-06-03/2024-08-05")
    assert (found.coarse_start, found.coarse_end) == (found.t0, found.t1)


def test_an_unknown_end_reaches_no_farther_than_what_is_known() -> None:
    found = shape("2024-07-01/")
    assert found.doubt == Doubt.END_UNKNOWN
    assert found.o1 == found.t1 == found.t0 + DAY


def test_an_open_end_is_endless_and_its_middle_is_not() -> None:
    found = shape("2024-07-01/..")
    assert found.t1 == found.o1 == np.inf
    assert found.middle == found.t0
    both = shape("[..2024-01-01,2024-03-01..]")
    assert np.isfinite(both.middle)


_FLAGS = {flag: Doubt[flag.name] for flag in Flag if flag.name in Doubt.__members__}


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_the_columns_of_dates_say_what_the_dates_say(seed: int) -> None:
    dates = some_columns(seed).names.dates
    columns = date_columns(dates)
    for code, date in enumerate(dates):
        found, bounds = columns.shape(code), date.bounds
        assert found.doubt == sum({int(_FLAGS.get(flag, 0)) for flag in date.flags})
        for time, expected in ((found.t0, bounds.t0), (found.t1, bounds.t1)):
            assert time == expected or (np.isinf(time) and abs(expected) == 2**62)
        assert found.o0 <= found.t0
        assert found.t1 <= found.o1
        assert found.o0 <= found.middle < found.o1
        assert len(found.parts) == len(date.members)
    in_order = np.argsort(columns.order)
    assert np.all(np.diff(columns.middle[in_order]) >= 0)
    reach = np.maximum(columns.middle - columns.o0, columns.o1 - columns.middle)
    assert np.all(np.minimum(reach, 1e300) <= 2.0 ** columns.grade.astype(float))


# ------------------------------------------------------------------ stances


def pair_of(stances: list[Stance]) -> tuple[Stance | None, Stance | None]:
    """The plain way to say which stances stand for several."""
    valued = [stance for stance in stances if stance.value is not None]
    if not valued:
        return (stances[0] if stances else None), None
    values = [stance.value for stance in valued]
    if min(values) < 0 < max(values):
        return max(valued, key=lambda s: s.value), min(valued, key=lambda s: s.value)
    mean = mean_value(valued)
    return min(valued, key=lambda stance: abs(stance.value - mean)), None


@given(st.lists(st.lists(st.sampled_from(DEFAULT_SCALE), max_size=4), max_size=12))
def test_the_leading_stance_is_that_nearest_the_mean(rows: list[list[Stance]]) -> None:
    stances, codes = sorted_stances(DEFAULT_SCALE)
    given_codes = [DEFAULT_SCALE.index(stance) for row in rows for stance in row]
    first = np.cumsum([0, *(len(row) for row in rows)])
    found, other = leading(
        first, codes[np.array(given_codes, dtype=np.int64)], stance_values(stances)
    )
    for at, row in enumerate(rows):
        expected = pair_of(row)
        assert (None if found[at] < 0 else stances[found[at]]) == expected[0]
        assert (None if other[at] < 0 else stances[other[at]]) == expected[1]


def test_stances_stand_from_for_to_against_and_the_unclear_last() -> None:
    stances, _ = sorted_stances(tuple(reversed(DEFAULT_SCALE)))
    assert [stance.key for stance in stances] == [stance.key for stance in DEFAULT_SCALE]


# ------------------------------------------------------------------ marks


def table(marks: list[Mark], more: More | None = None) -> TimeTable:
    columns = columns_of(marks) if more is None else columns_of(marks, more)
    return table_of(columns, TimeAxis.HAPPENED)


def test_events_with_many_sources_and_certain_ones_deserve_a_label_first() -> None:
    marks = [
        a_quotation(1, "2031-05-01"),
        an_event(1, "a", "2031-05-01", EventStatus.DENIED),
        an_event(2, "b", "2031-05-01", EventStatus.CONFIRMED),
        an_event(3, "c", "2031-05-01", EventStatus.DENIED, n_sources=3),
        an_event(4, "d", "2031-05-01", EventStatus.CONFIRMED),
    ]
    assert np.argsort(table(marks).rank).tolist() == [3, 2, 4, 1, 0]


def test_great_ids_keep_their_order_in_the_ranks() -> None:
    marks = [an_event(2**40 - at, "a", "2031-05-01") for at in range(4)]
    assert np.argsort(table(marks).rank).tolist() == [3, 2, 1, 0]


def test_dates_of_sources_that_differ_are_alternatives_and_within_reach() -> None:
    event = an_event(1, "Storm", "2031-05-01", n_sources=3)
    found = table([event], More(said_dates={"event:1": ["2031-05-01", "2031-05-09", "2031-04"]}))
    texts = [str(found.dates.dates[code]) for code in found.alternatives(0)]
    assert texts == ["2031-05-09", "2031-04"]
    reach = int(found.extent[0])
    own = found.shape(0)
    assert own is not None
    assert own.t1 - own.t0 == DAY
    assert found.dates.o0[reach] == parse("2031-04").bounds.t0
    assert found.dates.o1[reach] == parse("2031-05-09").bounds.t1
    assert found.dates.middle[reach] == own.middle


# ------------------------------------------------------------------ reprints


def quotation_in(article: int, number: int, stance: str = "opposes", speaker: int = 0) -> Mark:
    mark = a_quotation(
        number, "2031-05-01", SPEAKERS[speaker], ((DELAY, STANCES[stance]),) if stance else ()
    )
    return replace(mark, sources=(MarkSource(article, "Title", "Avis", "2031-05-02", ()),))


REPRINTED = More(reprints={21: 20, 22: 21})


def test_the_same_words_in_reprints_are_one_mark_with_a_count() -> None:
    marks = [quotation_in(21, 1), quotation_in(20, 2), quotation_in(22, 3, stance="")]
    found = table(marks, REPRINTED)
    assert found.stands_for is not None
    assert [found.stands_for[mark] for mark in range(3)] == [1, 1, 1]
    assert found.shown.tolist() == [False, True, False]
    assert int(found.n_reprints[1]) == 2


def test_a_repetition_is_drawn_by_itself_where_a_filter_hides_what_it_repeats() -> None:
    columns = columns_of([quotation_in(21, 1), quotation_in(20, 2)], REPRINTED)
    shown = np.array([True, False])
    assert table_of(columns, TimeAxis.HAPPENED, shown=shown).shown.tolist() == [True, False]


def test_reprints_that_differ_in_stance_speaker_or_number_are_marks_of_their_own() -> None:
    for other in (
        [quotation_in(21, 2, stance="supports")],
        [quotation_in(21, 2, speaker=1)],
        [quotation_in(21, 2), quotation_in(21, 3)],
    ):
        found = table([quotation_in(20, 1), *other], REPRINTED)
        assert found.shown.all()


def test_several_quotations_of_a_text_repeat_those_of_the_other_in_order() -> None:
    marks = [
        quotation_in(20, 1, "supports"),
        quotation_in(20, 2, "opposes"),
        quotation_in(21, 3, "supports"),
        quotation_in(21, 4, "opposes"),
    ]
    found = table(marks, REPRINTED)
    assert found.stands_for is not None
    assert [found.stands_for[mark] for mark in range(4)] == [0, 1, 0, 1]


def test_an_event_counts_the_reprints_among_its_reports() -> None:
    event = replace(
        an_event(1, "Storm", "2031-05-01"),
        sources=tuple(
            MarkSource(article, "Title", "Avis", "2031-05-02", ()) for article in (20, 21, 22, 30)
        ),
    )
    found = table([event, an_event(2, "Flood", "2031-05-01")], REPRINTED)
    assert found.n_reprints.tolist() == [2, 0]


def test_a_change_among_reprints_is_followed_as_by_a_fresh_start() -> None:
    marks = [
        quotation_in(20, 1, "supports"),
        quotation_in(20, 2, "opposes"),
        quotation_in(21, 3, "supports"),
        quotation_in(21, 4, "opposes"),
        quotation_in(30, 5, "opposes"),
    ]
    columns = columns_of(marks, REPRINTED)
    found = table_of(columns, TimeAxis.HAPPENED)
    gone, moved = columns.is_there.copy(), columns.date.copy()
    gone[1] = False
    moved[2] = NONE
    for number, other in enumerate((replace(columns, is_there=gone), replace(columns, date=moved))):
        rows = np.array([1, 2], dtype=np.int32)
        later = replace(other, number=number + 1, before=number, changed=rows)
        found = table_of(later, TimeAxis.HAPPENED, previous=found)
        fresh = table_of(later, TimeAxis.HAPPENED)
        assert found.shown.tolist() == fresh.shown.tolist()
        assert found.n_reprints.tolist() == fresh.n_reprints.tolist()
        assert drawn_as(found) == drawn_as(fresh)


def drawn_as(found: TimeTable) -> list[int] | None:
    stands_for = found.stands_for
    return None if stands_for is None else [stands_for[mark] for mark in range(5)]
