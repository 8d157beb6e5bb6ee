import numpy as np
import pytest
from hypothesis import given, settings

from stanceline.domain.edtf import Flag, parse
from stanceline.timeline.sorting.date_columns import Doubt, Form, date_columns
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
