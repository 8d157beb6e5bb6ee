"""Dates found in running text, typed in words, and proposed for events."""

import pytest

from stanceline.suggest.dates import DateSuggestion, find_dates, propose_date, read_date

PUBLISHED = "2024-06-30"  # a Sunday


def values(text: str, published: str | None = PUBLISHED, language: str = "en") -> dict[str, str]:
    return {
        text[found.start : found.end]: found.value
        for found in find_dates(text, published, language)
    }


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("The pact was signed on June 19 in the capital.", "June 19", "2024-06-19"),
        ("A bulletin dated June 26 says so.", "June 26", "2024-06-26"),
        ("They should leave from next month, he said.", "next month", "2024-07/.."),
        ("It opened on June 19, 2024.", "June 19, 2024", "2024-06-19"),
        ("It happened in 2019.", "2019", "2019"),
        ("Around 20 June the talks stopped.", "Around 20 June", "2024-06-20~"),
    ],
)
def test_a_phrase_becomes_the_date_it_means(text: str, phrase: str, value: str) -> None:
    assert values(text) == {phrase: value}


def test_without_a_publication_date_only_written_out_dates_are_offered() -> None:
    text = "On 3 March 2021 they met; next month, on Friday and on June 19 they met again."
    assert values(text, published=None) == {"3 March 2021": "2021-03-03"}


def test_offsets_after_an_emoji_count_code_points() -> None:
    text = "🕊️🎉 Peace came on 3 March 2021."
    (found,) = find_dates(text)
    assert text[found.start : found.end] == "3 March 2021"


def test_a_typed_phrase_is_read_whole_or_not_at_all() -> None:
    assert read_date("the budget of June 2024 was large", PUBLISHED) is None
    found = read_date("june 2024", PUBLISHED)
    assert isinstance(found, DateSuggestion)
    assert found.value == "2024-06"


def test_an_event_without_a_date_near_it_gets_the_publication_date_and_says_so() -> None:
    found = propose_date("Nothing is dated here.", 0, 7, PUBLISHED)
    assert found is not None
    assert found.value == PUBLISHED
    assert "publication date" in found.reason
