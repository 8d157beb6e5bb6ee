import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.stances import DEFAULT_SCALE, Stance, mean_value
from stanceline.timeline.sorting.stance_columns import leading, sorted_stances, stance_values


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
