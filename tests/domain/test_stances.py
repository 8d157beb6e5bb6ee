from dataclasses import replace

import pytest

from stanceline.domain.stances import DEFAULT_SCALE, mean_value


def stances(*keys: str):
    return [stance for key in keys for stance in DEFAULT_SCALE if stance.key == key]


def test_default_scale_runs_from_wholly_for_to_wholly_against():
    values = [stance.value for stance in DEFAULT_SCALE if stance.value is not None]
    assert values == sorted(values, reverse=True)
    assert (values[0], values[-1]) == (1.0, -1.0)


def test_every_stance_has_a_key_and_a_shortcut_of_its_own():
    assert len({stance.key for stance in DEFAULT_SCALE}) == len(DEFAULT_SCALE)
    assert len({stance.shortcut for stance in DEFAULT_SCALE}) == len(DEFAULT_SCALE)


def test_every_stance_has_a_colour_for_each_theme():
    colours = [each for s in DEFAULT_SCALE for each in (s.colour_light, s.colour_dark)]
    assert len(set(colours)) == len(colours)
    assert all(len(colour) == 7 and int(colour[1:], 16) >= 0 for colour in colours)


def test_mean_counts_every_judgement_the_same():
    assert mean_value(stances("supports", "opposes", "leans_for")) == pytest.approx(1 / 6)


def test_unclear_stance_does_not_pull_the_mean():
    assert mean_value(stances("supports", "unclear")) == 1.0


def test_mean_of_nothing_that_has_a_value_is_none():
    assert mean_value([]) is None
    assert mean_value(stances("unclear")) is None


def test_mean_takes_values_of_other_scales():
    odd = replace(DEFAULT_SCALE[0], value=0.25)
    assert mean_value([odd]) == 0.25
