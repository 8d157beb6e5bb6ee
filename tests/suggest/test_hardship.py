"""Any text at all gives suggestions with places that are in it, and never an exception."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain import edtf
from stanceline.suggest.dates import find_dates, propose_date, read_date
from stanceline.suggest.events import find_events
from stanceline.suggest.quotes import find_quotes
from stanceline.suggest.reported import find_reported
from stanceline.suggest.stance import Earlier, TopicWords, stance_hint

LANGUAGES = ["en", "de", "fr", "es", "uk", "ru", "pl", "zh", "", "no-such-language"]
PUBLISHED = [None, "", "2031-05-04", "2031-05", "2031", "-0044", "31 May", "2031-02-30"]
TOPIC = TopicWords("Closing the harbour", "Whether the old harbour should be closed")

_MARKS = [*"“”„‟«»‹›「」『』\"'‘’‚`", "''", "``", "<<", ">>", ",,"]
_ENDS = [
    ". ",
    ", ",
    "? ",
    "! ",
    "… ",
    ": ",
    " — ",
    " – ",
    "- ",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "(",
    ")",
]
_WORDS = [
    "said", "says", "he", "She", "they", "told", "according to", "adding that", "Mayor",
    "Runa Falk", "Falk", "Mr. Brekke", "the spokeswoman", "the Harbour Board", "(HB)", "who",
    "a-t-il déclaré", "selon", "laut", "sagte", "dijo", "сказав", "заявила", "por", "der",
    "on Tuesday", "last week", "June 19", "2031", "19.06.2031", "a few days after the visit",
    "between", "and", "until", "the 1990s", "BCE", "next", "third quarter", "12:30", "'90s",
    "vergangene Woche", "3 травня", "в прошлом году", "le 3 mai", "hace dos días", "ago",
    "will", "not", "never", "support", "condemn", "closed", "attacked", "harbour", "🙂", "👩‍👧",
    "é", "e\u0301", "ǅ", "İ", "ß", "\u200b", "\u202e", "\ufeff", "\x00", "\ud800", "٣", "Ⅳ", "²",
    "99999999999999999999", "0", "-1", "31 February", "13/13/13",
]  # fmt: skip

made_up = st.lists(st.sampled_from(_MARKS + _ENDS + _WORDS), max_size=60).flatmap(
    lambda parts: st.sampled_from(["".join(parts), " ".join(parts)])
)
any_text = st.one_of(made_up, st.text(max_size=200))
languages = st.sampled_from(LANGUAGES)


def is_within(text: str, start: int, end: int) -> bool:
    return 0 <= start < end <= len(text)


def check_quotes(text, quotes) -> None:
    for quote in quotes:
        assert is_within(text, quote.start, quote.end)
        assert text[quote.start : quote.end].strip() == text[quote.start : quote.end] != ""
        for span in (quote.speaker_span, quote.cue_span):
            assert span is None or is_within(text, *span)
        assert (quote.speaker is None) == (quote.speaker_span is None)
        assert 0 <= quote.confidence <= 1
        assert quote.reason
    for one, other in pairwise(quotes):
        assert one.end <= other.start


def check_dates(text, dates) -> None:
    for date in dates:
        assert is_within(text, date.start, date.end)
        for value in (date.value, *date.alternatives):
            assert str(edtf.parse(value)) == value
        assert date.tier in {"A", "B", "C"}
        assert date.reason
    for one, other in pairwise(dates):
        assert one.end <= other.start


@given(any_text, languages)
@settings(max_examples=300)
def test_quotations_of_any_text_have_places_in_it(text, language):
    quotes = find_quotes(text, language)
    check_quotes(text, quotes)
    reported = find_reported(text, language, quotes=quotes)
    check_quotes(text, reported)
    for each in reported:
        assert all(each.end <= quote.start or quote.end <= each.start for quote in quotes)


@given(any_text, languages, st.sampled_from(PUBLISHED))
@settings(max_examples=300)
def test_dates_and_events_of_any_text_have_places_in_it(text, language, published):
    dates = find_dates(text, published, language)
    check_dates(text, dates)
    for event in find_events(text, published, language, dates=dates):
        assert is_within(text, event.start, event.end)
        assert is_within(text, *event.phrase)
        assert event.verb is None or is_within(text, *event.verb)
        assert event.title == " ".join(event.title.split()) != ""
        assert str(edtf.parse(event.value)) == event.value
        assert 0 <= event.confidence <= 1


@given(any_text, languages, st.sampled_from(PUBLISHED), st.data())
@settings(max_examples=150)
def test_any_passage_and_any_typed_words_can_be_asked_for_a_date(text, language, published, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for found in (
        propose_date(text, start, end, published, language),
        read_date(text[start:end], published, language),
    ):
        if found is not None:
            assert str(edtf.parse(found.value)) == found.value


@given(any_text, languages, st.data())
@settings(max_examples=150)
def test_a_stance_hint_of_any_words_points_at_words_of_them(text, language, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    earlier = data.draw(st.sampled_from([None, Earlier(0.5, 3), Earlier(-1.0, 1), Earlier(0, 0)]))
    hint = stance_hint(text, [(start, end)], TOPIC, language, earlier)
    if hint is not None:
        assert hint.leaning in {"for", "against", "unclear"}
        assert all(start <= low < high <= end for low, high in hint.words)
        assert 0 <= hint.strength <= 1


@pytest.mark.parametrize(
    "piece",
    ['"', "“", "„", "“” ", "''", "‘", '"a ', "«»", "1", "12 ", "1-", "2031 ", "May ", "said ",
     "Falk ", "(HB) ", "“x” said ", "said he, ", "a week after the visit ", "1/2/", "A", "\n\n",
     "— ", ", ", "he said that ", "- - ", "not ", "will not support the harbour "],
)  # fmt: skip
def test_one_thing_over_and_over_gives_places_in_the_text(piece):
    text = piece * (60_000 // len(piece))
    quotes, dates = find_quotes(text), find_dates(text, "2031-05-04")
    check_quotes(text, quotes)
    check_dates(text, dates)
    find_events(text, "2031-05-04", dates=dates, quotes=quotes)
    check_quotes(text, find_reported(text, quotes=quotes))
    stance_hint(text, [(0, len(text))], TOPIC)
