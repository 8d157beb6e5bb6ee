"""Hints at a stance are told in one line, with the words and the judgements they rest on."""

import pytest

from stanceline.domain.topics import Topic
from stanceline.services.stance_hints import Earlier, StanceHint, TopicHint
from stanceline.ui.stance_words import hint_in_words, hints_in_words

BODY = "We condemn the strike. It is illegal, cruel, needless and illegal."


def words(*told: str) -> tuple[tuple[int, int], ...]:
    return tuple((BODY.index(each), BODY.index(each) + len(each)) for each in told)


def hint(leaning, *told: str, earlier: Earlier | None = None, strength: float = 0.8) -> StanceHint:
    return StanceHint(leaning, words(*told), strength, "", earlier)


pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (hint("against", "condemn", "illegal"), "Leans against · “condemn”, “illegal”"),
        (
            hint("against", "condemn", earlier=Earlier(-1.0, 3, 0, 3)),
            "Leans against · “condemn” · 3 of 3 before",
        ),
        (
            hint("against", "condemn", earlier=Earlier(0.5, 4, 3, 1)),
            "Leans against · “condemn” · 1 of 4 before",
        ),
        (hint("for", earlier=Earlier(1.0, 2)), "Leans for · judged before: 2"),
        (hint("unclear", "needless"), "Leaning unclear · “needless”"),
        (
            hint("against", "condemn", "illegal", "cruel", "needless"),
            "Leans against · “condemn”, “illegal”, “cruel” …",
        ),
    ],
)
def test_a_hint_names_its_words_and_what_was_judged_before(given, expected):
    assert hint_in_words(given, BODY) == expected


def test_the_surest_topics_stand_first():
    found = [
        TopicHint(Topic(number, "", name, "", 0), hint("for", "condemn", strength=strength))
        for number, (name, strength) in enumerate(
            [("Dues", 0.4), ("Ferry", 0.9), ("School", 0.6), ("Wall", 0.3)]
        )
    ]
    told = hints_in_words(found, BODY).split("\n")
    assert [line.split(":")[0] for line in told] == ["Ferry", "School", "Dues"]
