"""Dates found in running text, typed in words, and proposed for events."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain.edtf import parse
from stanceline.suggest.dates import DateSuggestion, find_dates, propose_date, read_date

PUBLISHED = "2024-06-30"  # a Sunday

# Written for these tests, in the manner of a translated news article.
ARTICLE = """Will Belmark lend engineers to Torvania?

A few days after the visit of the Torvanian president, an official in Kallby said that
“engineers” would cross the border from next month. The two leaders had signed, at this
meeting on June 19, a pact of mutual help. Each man is to receive 800 crowns (around 746
euros) a month.

In a bulletin dated June 26, the Institute for River Studies counts ten brigades. Some
12,000 containers have been sent so far.

ALSO READ: 2000-2024: How the river was lost"""


def found_in(text: str, published: str | None = PUBLISHED, language: str = "en") -> dict[str, str]:
    return {
        text[found.start : found.end]: found.value
        for found in find_dates(text, published, language)
    }


def typed(words: str, published: str | None = PUBLISHED, language: str = "en") -> str | None:
    found = read_date(words, published, language)
    return found.value if found else None


def test_an_article_gives_its_dates_and_no_sums_of_money():
    assert found_in(ARTICLE) == {
        "A few days after the visit": "[2024-06-20..2024-06-26]",
        "next month": "2024-07/..",
        "June 19": "2024-06-19",
        "June 26": "2024-06-26",
        "2000-2024": "2000/2024",
    }


def test_tiers_tell_written_out_from_inferred_from_hanging_on_an_event():
    tiers = {found.value: found.tier for found in find_dates(ARTICLE, PUBLISHED)}
    assert tiers["2000/2024"] == "A"
    assert tiers["2024-06-19"] == "B"
    assert tiers["[2024-06-20..2024-06-26]"] == "C"


def test_the_reason_names_what_a_date_was_counted_from():
    (found,) = find_dates("It will open next month.", PUBLISHED)
    assert found.reason == "“next month” counted from the publication date, 30 June 2024."
    event = next(found for found in find_dates(ARTICLE, PUBLISHED) if found.tier == "C")
    assert "“June 19” (19 June 2024)" in event.reason
    assert event.reason.endswith("confirm it.")


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("It opened on June 19, 2024.", "June 19, 2024", "2024-06-19"),
        ("It opened on 3rd May 2021.", "3rd May 2021", "2021-05-03"),
        ("It opened in Oct. 1968.", "Oct. 1968", "1968-10"),
        ("Posted 2024-06-19T10:30Z.", "2024-06-19T10:30Z", "2024-06-19"),
        ("Posted 28.06.2024.", "28.06.2024", "2024-06-28"),
        ("It opened in 2019.", "2019", "2019"),
        ("It was burned about 650 BC.", "about 650 BC", "-0649~"),
        ("He ruled from 522 to 486 BC.", "522 to 486 BC", "-0521/-0485"),
        ("Prices fell in the 1990s.", "the 1990s", "199X"),
        ("Built in the 18th century.", "the 18th century", "17XX"),
        ("Surveyed in summer 2015.", "summer 2015", "2015-22"),
        ("Revised in Q3 2017.", "Q3 2017", "2017-35"),
        ("Due in the first quarter of 2025.", "the first quarter of 2025", "2025-33"),
        ("Agreed in 2009 or 2010.", "2009 or 2010", "[2009,2010]"),
        ("The 2012-13 reform failed.", "2012-13", "2012/2013"),
        ("Bombed on 8-9 October 1973.", "8-9 October 1973", "1973-10-08/1973-10-09"),
        ("Agreed in late 2022.", "late 2022", "[2022-09..2022-12]"),
        ("Drawn circa 1540.", "circa 1540", "1540~"),
        ("She won in ’98.", "’98", "1998"),
        ("The edition of 2024-06 is out.", "2024-06", "2024-06"),
        (
            "The first three months of 2013 were cold.",
            "The first three months of 2013",
            "2013-01/2013-03",
        ),
        ("The Feb. 24-26, 2022 talks failed.", "Feb. 24-26, 2022", "2022-02-24/2022-02-26"),
    ],
)
def test_a_date_that_is_written_out_needs_no_publication_date(text, phrase, value):
    assert found_in(text, published=None) == {phrase: value}


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("The union walked out on Thursday.", "Thursday", "2024-06-27"),
        ("The court will rule on Thursday.", "Thursday", "2024-07-04"),
        ("He was held last Tuesday.", "last Tuesday", "2024-06-25"),
        ("They marched yesterday.", "yesterday", "2024-06-29"),
        ("It closed last week.", "last week", "[2024-06-17..2024-06-23]"),
        ("It grew last year.", "last year", "2023"),
        ("It was found three days ago.", "three days ago", "2024-06-27"),
        ("It was found two months ago.", "two months ago", "2024-04"),
        ("It happened in November.", "November", "2023-11"),
        ("It will happen in November.", "November", "2024-11"),
        ("Elections will be held in November.", "November", "2024-11"),
        ("It peaked in December.", "December", "2023-12"),
        ("It fell in early June.", "early June", "[2024-06-01..2024-06-10]"),
        ("It fell in mid-March.", "mid-March", "[2024-03-11..2024-03-20]"),
        ("Around 20 June the talks stopped.", "Around 20 June", "2024-06-20~"),
        ("It was possibly in June.", "possibly in June", "2024-06?"),
        ("They met between 3 and 10 May.", "between 3 and 10 May", "[2024-05-03..2024-05-10]"),
        ("Talks failed on June 14 and 21.", "June 14 and 21", "{2024-06-14,2024-06-21}"),
        ("The fair ran June 3-7.", "June 3-7", "2024-06-03/2024-06-07"),
        ("It was bought last August.", "last August", "2023-08"),
        ("It was known by the end of May.", "the end of May", "[2024-05-26..2024-05-31]"),
        ("In the week of June 10 it rained.", "the week of June 10", "[2024-06-10..2024-06-16]"),
        ("It was shut over Christmas.", "Christmas", "2023-12-25"),
        ("He is due to be tried Monday.", "Monday", "2024-07-01"),
        ("It fell this past Thursday.", "this past Thursday", "2024-06-27"),
        ("It rose from the year-earlier quarter.", "the year-earlier quarter", "2023"),
        ("The first week of June was wet.", "The first week of June", "[2024-06-01..2024-06-07]"),
        ("Friday last week was wet.", "Friday last week", "2024-06-21"),
        ("It closed a few days ago.", "a few days ago", "[2024-06-23..2024-06-29]"),
    ],
)
def test_a_date_in_news_counts_from_the_publication_and_the_tense(text, phrase, value):
    assert found_in(text) == {phrase: value}


@pytest.mark.parametrize(
    "text",
    [
        "Some 2,000 vessels and 1500 soldiers passed, 24 of 119 in 12.50 minutes.",
        "Route 1907, Resolution 1701, flight 2024 and room 2019 have nothing in common.",
        "May Okonjo and June Falk said they may march through its banks.",
        "Orwell's “1984” is on sale for $2024.",
        "After Bloody Sunday and Black Friday came the Winter Olympics.",
        "The Sun said so, and Sat Nav sat down. They had a fall.",
        "They talked for two years, every Friday, twice a week and on Tuesdays.",
        "It is the first quarter of an hour that counts, then a second.",
        "30 February and 31.04.2024 are no days.",
    ],
)
def test_numbers_and_names_that_are_no_dates_stay_unmarked(text):
    assert found_in(text) == {}


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("It was cut on 15 January 2011. The same day it rained.", "The same day", "2011-01-15"),
        ("It began on July 18. The next day it ended.", "The next day", "2023-07-19"),
        ("He came on 5 May. Two days later he left.", "Two days later", "2024-05-07"),
        ("Launched in the autumn of 2022, it fell the following January.", None, "2023-01"),
        ("He came two days before Christmas 2023.", "two days before Christmas 2023", "2023-12-23"),
        ("Signed in 1920, it failed in March of that year.", "March of that year", "1920-03"),
    ],
)
def test_a_date_can_count_from_one_told_before(text, phrase, value):
    dates = found_in(text)
    assert value in dates.values()
    assert phrase is None or dates[phrase] == value


def test_a_history_counts_from_what_it_tells_and_not_from_its_publication():
    text = (
        "The revolt began in March 1848. In 1849 the town fell. The siege of 1850 failed. By 1851 "
        "trade was back, and in May 1852 the bridge stood. On 3 June the mayor came. In July 1853 "
        "he left. It ended in 1854."
    )
    assert found_in(text)["3 June"] == "1852-06-03"


def test_a_history_goes_on_from_the_year_it_names_some_sentences_after_its_last_date():
    text = (
        "The revolt began in March 1848. Towns rose. Troops came. Bread was dear. The siege that "
        "was famous for its hunger, and began in 1849, was long. In May the walls fell. It was "
        "over in 1850. By 1851 trade was back. In 1852 the bridge stood, in 1853 the school, in "
        "1854 the mill, in 1855 the hall."
    )
    assert found_in(text)["May"] == "1849-05"


def test_since_lasts_until_now_only_where_the_clause_says_so():
    lasting = found_in("The port has been shut since Thursday.")
    point = found_in("Prices were the highest since Thursday.")
    assert lasting == {"Thursday": "2024-06-27/.."}
    assert point == {"Thursday": "2024-06-27"}


def test_a_text_that_shows_its_order_of_numbers_is_read_in_that_order():
    assert found_in("On 6/28/2024 and 5/6/2024.") == {
        "6/28/2024": "2024-06-28",
        "5/6/2024": "2024-05-06",
    }
    (found,) = find_dates("On 5/6/2024.", PUBLISHED)
    assert (found.value, found.alternatives) == ("2024-06-05", ("2024-05-06",))


def test_without_a_publication_date_only_written_out_dates_are_offered():
    text = "On 3 March 2021 they met; the next day, next month, on Friday and on June 19 too."
    assert found_in(text, published=None) == {"3 March 2021": "2021-03-03"}


@pytest.mark.parametrize(
    "published", ["", "soon", "2024-02-31", "2024-13", "..", "-0044", "2024/.."]
)
def test_a_publication_date_that_is_no_day_counts_as_none(published):
    assert found_in("It fell on Friday; it was founded in 1998.", published) == {"1998": "1998"}


def test_a_publication_month_still_places_months_but_no_weekdays():
    dates = found_in("It fell on Friday, last month, after a decline in March.", "2024-06")
    assert dates == {"last month": "2024-05", "March": "2024-03"}


def test_offsets_after_an_emoji_count_code_points():
    text = "🕊️🎉 Peace came on 3 March 2021."
    (found,) = find_dates(text)
    assert text[found.start : found.end] == "3 March 2021"


# --------------------------------------------------------------------------- other languages


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("fr", "L’accord a été signé le 19 juin 2024.", ["2024-06-19"]),
        ("fr", "Le 1er mars 2024, fin 2023.", ["2024-03-01", "[2023-11..2023-12]"]),
        ("fr", "Il est venu hier, il y a trois jours.", ["2024-06-29", "2024-06-27"]),
        ("uk", "Угоду підписали 19 червня 2024 року.", ["2024-06-19"]),
        ("uk", "Минулого місяця, у 1990-х.", ["2024-05", "199X"]),
        ("ru", "Договор подписали 19 июня 2024 года.", ["2024-06-19"]),
        ("de", "Am 19. Juni 2024 wurde er unterzeichnet.", ["2024-06-19"]),
        ("es", "Se firmó el 19 de junio de 2024.", ["2024-06-19"]),
        ("eo", "Subskribita 2024-06-19, en junio.", ["2024-06-19"]),
    ],
)
def test_other_languages_have_their_words(language, text, values):
    assert [date.value for date in find_dates(text, PUBLISHED, language)] == values


def test_french_and_ukrainian_count_from_the_publication():
    french = found_in("Il part le mois prochain, depuis lundi dernier.", language="fr")
    assert french == {"le mois prochain": "2024-07", "lundi dernier": "2024-06-24/.."}
    ukrainian = found_in("Торік та три дні тому, у п'ятницю.", language="uk")
    assert list(ukrainian.values()) == ["2023", "2024-06-27", "2024-06-28"]


def test_a_regional_code_has_the_words_of_its_language():
    assert found_in("It fell on June 19.", language="en-GB") == {"June 19": "2024-06-19"}


# --------------------------------------------------------------------------- typed dates


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("early June 2024", "[2024-06-01..2024-06-10]"),
        ("around 20 june", "2024-06-20~"),
        ("some day in June 2024", "2024-06"),
        ("between 3 and 10 May", "[2024-05-03..2024-05-10]"),
        ("since 2022", "2022/.."),
        ("until Friday", "../2024-07-05"),
        ("yesterday", "2024-06-29"),
        ("19/06/2024", "2024-06-19"),
        ("June 2024?", "2024-06?"),
        ("possibly in June", "2024-06?"),
        ("about 2019?", "2019%"),
        ("mid-July", "[2024-07-11..2024-07-20]"),
        ("no later than Friday", "[..2024-07-05]"),
        ("before 1990", "[..1989]"),
        ("after 3 May 2024", "[2024-05-04..]"),
        ("3 May 2024 onwards", "2024-05-03/.."),
        ("may", "2024-05"),
        ("the nineties", "199X"),
        ("in two weeks", "2024-07-14~"),
    ],
)
def test_a_typed_phrase_is_read_in_any_case(words, value):
    assert typed(words) == value
    assert typed(words.upper()) == value


@pytest.mark.parametrize(
    "words",
    ["", "??", "hello", "the budget of June 2024", "June 31", "24", "in", "June and later on"],
)
def test_a_phrase_that_is_no_date_as_a_whole_is_refused(words):
    assert typed(words) is None


# --------------------------------------------------------------------------- events


def test_an_event_takes_the_finest_date_of_its_passage():
    text = "In 2019, on 5 May, the dam failed. It was rebuilt in 2021."
    found = propose_date(text, 0, 34, PUBLISHED)
    assert found is not None
    assert text[found.start : found.end] in {"2019", "5 May"}


def test_an_event_without_a_date_takes_that_of_its_sentence_then_of_its_paragraph():
    text = "On 5 May 2021 the dam failed and the town drowned. The mayor fled."
    drowned = propose_date(text, text.index("the town"), text.index(" The mayor"), PUBLISHED)
    fled = propose_date(text, text.index("The mayor"), len(text), PUBLISHED)
    assert drowned is not None
    assert (drowned.value, "sentence" in drowned.reason) == ("2021-05-05", True)
    assert fled is not None
    assert (fled.value, "paragraph" in fled.reason) == ("2021-05-05", True)


def test_an_event_before_a_date_is_open_towards_the_past():
    text = "The mill burned down before 1990."
    found = propose_date(text, 0, len(text), PUBLISHED)
    assert found is not None
    assert found.value == "[..1989]"
    assert found.alternatives[0] == "1990"


def test_an_event_without_any_date_gets_the_publication_date_and_says_so():
    found = propose_date("Nothing is dated here.", 0, 7, PUBLISHED)
    assert found is not None
    assert found.value == PUBLISHED
    assert "publication date" in found.reason
    assert propose_date("Nothing is dated here.", 0, 7, None) is None


# --------------------------------------------------------------------------- laws

_FRAGMENTS = """a few days weeks months after before the visit June May march 19 26th 2024 1990s
650 BC next last this week month year Friday on in of since until by between and or to - – / , .
early mid- late end start about possibly spring fall quarter half first twentieth century ago later
earlier 9/11 06/19/2024 2024-06-31 31/31/31 0000s '99 999 decade turn new will said 3,000 12:30
Christmas Q3 AD 0 1 9999 99 Sunday morning tonight several millennium 2024-06 years le mois prochain
листопада 1990-х тому 19. Juni"""
_WORDS = st.sampled_from([*_FRAGMENTS.split(), "\n", "\n\n"])
_TEXTS = st.one_of(st.text(), st.lists(_WORDS).map(" ".join))
_DAYS = st.one_of(st.none(), st.sampled_from([PUBLISHED, "2024-06", "2024", "1066-10-14", "x"]))


def _check(text: str, found: DateSuggestion) -> None:
    assert 0 <= found.start < found.end <= len(text)
    assert found.tier in {"A", "B", "C"}
    assert found.reason.endswith(".")
    for value in (found.value, *found.alternatives):
        parse(value)


@given(text=_TEXTS, published=_DAYS, language=st.sampled_from(["en", "fr", "uk", "de", "zz"]))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_ordered_dates_that_are_edtf(text, published, language):
    end = 0
    for found in find_dates(text, published, language):
        assert found.start >= end
        end = found.end
        _check(text, found)


@given(text=_TEXTS, published=_DAYS)
@settings(max_examples=200, deadline=None)
def test_any_typed_words_are_a_date_or_none(text, published):
    found = read_date(text, published)
    if found is not None:
        _check(text, found)


@given(text=_TEXTS, start=st.integers(0, 40), length=st.integers(0, 40), published=_DAYS)
@settings(max_examples=200, deadline=None)
def test_any_passage_can_be_asked_for_its_date(text, start, length, published):
    start = min(start, len(text))
    found = propose_date(text, start, min(start + length, len(text)), published)
    if found is not None:
        parse(found.value)


@pytest.mark.parametrize("unit", ["12-", "1,000,", "1", "a few days after the visit on 5 May. "])
def test_long_runs_of_the_same_signs_are_read_to_the_end(unit):
    text = unit * (100_000 // len(unit)) + "x on 3 May 2024."
    assert find_dates(text, PUBLISHED)[-1].value == "2024-05-03"
