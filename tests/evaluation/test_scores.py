"""The suggestions are no worse than they were, and worth having."""

import pytest

from evaluation.baseline import falls
from evaluation.measuring import calibration, measures, quote_scores
from evaluation.sets import ARE_HERE

pytestmark = [
    pytest.mark.skipif(not ARE_HERE, reason="the marked articles are not beside this checkout"),
    # The sets are read and measured once for all of these tests.
    pytest.mark.xdist_group("evaluation"),
]
_FARTHEST_OFF = 8.0
_ENOUGH_TO_JUDGE = 50


def test_no_figure_is_lower_than_before():
    assert falls(measures()) == []


@pytest.mark.parametrize("name", ["dev", "dev_noisy"])
def test_what_is_called_confident_is_right_nineteen_times_of_twenty(name):
    right, share = quote_scores(name).confident
    assert right >= 95
    assert share >= 78


@pytest.mark.parametrize("name", ["dev", "dev_noisy"])
def test_the_program_is_as_sure_as_it_is_right(name):
    for pattern, sure, right, number in calibration(quote_scores(name).judged):
        if number >= _ENOUGH_TO_JUDGE:
            assert abs(sure - right) <= _FARTHEST_OFF, pattern
