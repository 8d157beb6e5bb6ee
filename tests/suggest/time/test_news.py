"""Dates as business and agency news writes them, in sentences of our own.

``news_dates.json`` has for each sentence its day of publication and every date that it
tells; what tells how long, how often or no time at all has to stay unmarked.
``news_articles.json`` has whole articles with the dates that must be found in them.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from stanceline.suggest.dates import find_dates


def _read(name: str) -> list[dict[str, Any]]:
    texts: list[dict[str, Any]] = json.loads(
        (Path(__file__).parent / name).read_text(encoding="utf-8")
    )
    return texts


def _found(text: str, published: str) -> dict[str, str]:
    return {text[each.start : each.end]: each.value for each in find_dates(text, published)}


@pytest.mark.parametrize(
    "sentence", _read("news_dates.json"), ids=lambda sentence: sentence["text"][:60]
)
def test_a_sentence_of_news_gives_just_the_dates_that_it_tells(sentence):
    assert _found(sentence["text"], sentence["published"]) == sentence["dates"]


@pytest.mark.parametrize(
    "article", _read("news_articles.json"), ids=lambda article: article["text"][:40]
)
def test_an_article_of_news_gives_its_dates_in_their_order(article):
    text = article["text"]
    found = [
        [text[each.start : each.end], each.value] for each in find_dates(text, article["published"])
    ]
    assert [pair for pair in found if pair in article["dates"]] == article["dates"]


PUBLISHED = "2016-09-01"  # a Thursday


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # The tense of the words that are quoted, not of who says them.
        ("“There is an election on Friday,” she said.", "2016-09-02"),
        # What was to be may have come since: the nearer day.
        ("The minister was to arrive on Wednesday.", "2016-08-31"),
        ("The minister was to arrive on Friday.", "2016-09-02"),
        # An event with its own weekday says little by the tense of its clause.
        ("Tuesday's vote will change the race.", "2016-08-30"),
        ("Saturday's vote will change the race.", "2016-09-03"),
        # An initial and a title close no sentence.
        ("On Wednesday Gen. A. Orde of the Third Army will speak.", "2016-09-07"),
        # A day of almost a year ago would be told with its year.
        ("She proposed a debate before the primary Sept. 28.", "2016-09-28"),
        ("She was arrested on Sept. 28.", "2015-09-28"),
        ("A poll showed him ahead for the Nov. 8 vote.", "2016-11-08"),
        # A form that is both past and infinitive follows "will" and "to".
        ("The bank will cut rates in November.", "2016-11"),
        ("The firm will feed its workers in November.", "2016-11"),
    ],
)
def test_the_tense_near_a_date_chooses_its_direction(text, value):
    assert list(_found(text, PUBLISHED).values()) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "She told USA Today and CBS This Morning so, and 21st Century Films agreed.",
        "Pay at the 40th percentile has not moved.",
        "It was the first loss in six months, in a year of hope.",
        "The Lions led 14-7 in the second quarter; the team scored in the second half.",
        "One Sunday he was gone.",
        "He had a deadline within two weeks, or over the next year.",
        "The snow came two weeks earlier than usual.",
    ],
)
def test_names_and_spans_of_time_stay_unmarked(text):
    assert _found(text, PUBLISHED) == {}


def test_a_life_told_in_news_stays_news():
    text = (
        "Last week the envoy resigned. Born in 1950, he came here in 1968 and left in 1971. "
        "In 1980 he joined the party, in 1988 the cabinet. He lost in 1992, won in 1996 and lost "
        "in 2001. This summer he was ill. He told friends on Tuesday that he would go, and last "
        "night he did."
    )
    dates = _found(text, PUBLISHED)
    assert dates["Last week"] == "[2016-08-22..2016-08-28]"
    assert dates["This summer"] == "2016-22"
    assert dates["Tuesday"] == "2016-08-30"


def test_numbers_are_read_in_the_order_of_the_written_dates_of_the_text():
    british = _found("Opened 5/6/2016, closed 9 June.", PUBLISHED)
    american = _found("Opened 5/6/2016, closed June 9.", PUBLISHED)
    assert british["5/6/2016"] == "2016-06-05"
    assert american["5/6/2016"] == "2016-05-06"
    assert _found("Posted 09/01/2016.", PUBLISHED) == {"09/01/2016": "2016-09-01"}


@pytest.mark.parametrize("row", ["2016 ", "Q1 ", "May 5, ", "on Friday ", "1-", "last week, "])
def test_a_row_of_dates_without_words_is_read_as_a_table(row):
    text = row * 5_000 + "Then it was over. The mayor of the town left on 3 March 2014."
    dates = find_dates(text, PUBLISHED)
    assert len(dates) < 500
    assert dates[-1].value == "2014-03-03"
