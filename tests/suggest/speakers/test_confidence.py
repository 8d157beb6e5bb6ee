"""What a suggestion says of its own certainty."""

from itertools import pairwise

import pytest

from stanceline.suggest.quotes import find_quotes
from stanceline.suggest.speakers.confidence import confidence_in, confidence_with_marks


def certainty(text: str) -> float:
    return find_quotes(text)[-1].confidence


def test_surer_ways_of_naming_a_speaker_say_so():
    falling = [
        "“The pier is lost,” said Jonas Wirk.",
        "Jonas Wirk claims “the pier is lost to us all.”",
        "An official of the town called it “lost to us all and for good.”",
        "Jonas Wirk looked at the pier: “It is lost to us all.”",
        "The pier stood in the rain. “It is lost to us all.”",
    ]
    for surer, less in pairwise(map(certainty, falling)):
        assert surer > less


def test_badly_broken_marks_lower_it():
    assert certainty("“The pier is lost,” said Wirk.") > certainty("”The pier is lost “said Wirk.")
    assert confidence_with_marks(0.9, 0.0) == 0.9
    assert confidence_with_marks(0.9, 7.0) < confidence_with_marks(0.9, 4.0) < 0.9


def test_words_that_go_on_are_a_little_less_sure_each_time():
    text = "“The pier is lost,” said Wirk. “It sank.” “All of it sank.”\n\n“Nobody helped us.”"
    certainties = [quote.confidence for quote in find_quotes(text)]
    assert certainties == sorted(certainties, reverse=True)
    assert certainties[-1] > 0.6


@pytest.mark.parametrize("near", [True, False])
@pytest.mark.parametrize("strength", ["said", "strong", "weak"])
@pytest.mark.parametrize("kind", ["person", "pronoun", "role", "vague"])
@pytest.mark.parametrize("pattern", ["quote-verb-subject", "subject-verb-quote", "according-to"])
def test_every_certainty_is_a_share(pattern, kind, strength, near):
    assert 0 < confidence_in(pattern, kind, strength, near=near, has_cue=True) < 1
