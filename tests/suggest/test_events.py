"""Candidate events: the clause, its title, date and names, and what is no event."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.suggest.dates import find_dates
from stanceline.suggest.events import EventSuggestion, find_events
from stanceline.suggest.happenings.titles import LONGEST_TITLE
from stanceline.suggest.quotes import KnownSpeaker, find_quotes

PUBLISHED = "2024-06-30"  # a Sunday


def told(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(e.title, e.value) for e in find_events(text, PUBLISHED, language)]


def only(text: str, language: str = "en") -> EventSuggestion:
    [found] = find_events(text, PUBLISHED, language)
    return found


def test_a_dated_sentence_with_a_verb_of_happening_is_an_event():
    text = "On June 19, Marta Ilves and Oskar Rand signed an agreement on the ferry line."
    found = only(text)
    assert found.title == "Marta Ilves and Oskar Rand signed an agreement on the ferry line"
    assert found.value == "2024-06-19"
    assert text[slice(*found.phrase)] == "June 19"
    assert text[slice(*found.verb or (0, 0))] == "signed"
    assert found.participants == ("Marta Ilves", "Oskar Rand")
    assert found.pattern == "event:happened:verb"
    assert found.tier == "B"
    assert found.reason.startswith("“signed” tells of something that happened.")


def test_a_date_written_out_is_surer_than_an_inferred_one():
    sure = only("The council closed the pier on 3 May 2024.")
    inferred = only("The council closed the pier on 3 May.")
    assert sure.confidence > inferred.confidence


def test_the_title_leaves_out_the_date_and_who_said_so():
    text = "The pier was closed on Tuesday evening, officials said."
    assert told(text) == [("The pier was closed", "2024-06-25")]


def test_a_long_title_is_cut_at_a_word():
    text = (
        "On June 19 the council of the old harbour town closed the pier behind the fish market "
        "and the ferry stage and the long breakwater on the western side of the estuary."
    )
    title = only(text).title
    assert len(title) <= LONGEST_TITLE
    assert title.endswith("…")
    assert title[:-1] in text.replace("On June 19 the", "The")


def test_a_pronoun_in_a_title_becomes_the_name_it_stands_for():
    text = "Marta Ilves is the mayor. She resigned on June 19."
    found = only(text)
    assert found.title == "Marta Ilves resigned"
    assert found.participants == ("Marta Ilves",)


def test_a_relative_clause_takes_the_name_before_it():
    text = "The town forgot Oskar Rand, who drowned on June 19, and his brother."
    assert told(text) == [("Oskar Rand drowned", "2024-06-19")]


def test_the_clause_with_the_date_is_taken_and_not_its_neighbour():
    text = "The divers left the town after the pier collapsed on June 19."
    assert told(text) == [("The pier collapsed", "2024-06-19")]


def test_two_verbs_with_a_date_each_are_two_events():
    text = "The council met on June 19 and the pier reopened on June 21."
    assert told(text) == [
        ("The council met", "2024-06-19"),
        ("The pier reopened", "2024-06-21"),
    ]


def test_what_lies_ahead_is_planned():
    found = only("The council will vote on the ferry line on 4 July.")
    assert (found.pattern, found.value) == ("event:planned:verb", "2024-07-04")


def test_what_may_have_happened_is_possible_and_less_sure():
    found = only("The divers may have reached the wreck on 19 June.")
    assert found.pattern == "event:possible:verb"
    assert found.confidence < 0.7


def test_what_is_denied_is_marked_as_denied():
    text = "The ministry denied that its divers entered the harbour on June 19."
    found = only(text)
    assert found.title == "Its divers entered the harbour"
    assert found.pattern == "event:denied:verb"


def test_what_was_announced_comes_into_the_title():
    text = "The council announced on Tuesday that the pier would reopen."
    assert told(text) == [("The council announced that the pier would reopen", "2024-06-25")]


def test_words_in_marks_that_a_clause_runs_into_come_into_the_title():
    text = (
        "During this meeting on June 19, the mayors signed an "
        "“agreement on the ferry line of the coast.”"
    )
    found = only(text)
    assert "signed an “agreement on the ferry" in found.title
    quotes = find_quotes(text)
    assert not any(found.start < q.end and q.start < found.end for q in quotes)


def test_a_noun_of_happening_can_carry_the_event():
    found = only("There was a big explosion in the old harbour on June 19.")
    assert found.pattern == "event:happened:noun"
    assert found.value == "2024-06-19"


def test_an_event_of_a_guessed_date_keeps_its_envelope_and_its_doubt():
    text = (
        "The visit of the minister took place on June 19. "
        "A few days after the visit, the council closed the pier."
    )
    last = find_events(text, PUBLISHED)[-1]
    assert last.tier == "C"
    assert last.title == "The council closed the pier"
    assert last.value.startswith("[2024-06-")
    assert last.confidence < 0.6


def test_other_readings_of_the_date_are_handed_on():
    text = "The council closed the pier on 3 May."
    [date] = find_dates(text, PUBLISHED)
    assert only(text).alternatives == date.alternatives


def test_a_title_before_a_name_is_no_part_of_the_name():
    assert only("Mayor Marta Ilves met the divers on June 19.").participants == ("Marta Ilves",)


def test_places_take_no_part():
    assert only("On June 19, Marta Ilves met Oskar Rand in Kallby.").participants == (
        "Marta Ilves",
        "Oskar Rand",
    )


def test_known_speakers_give_their_name():
    found = find_events(
        "Ilves met the divers on June 19.",
        PUBLISHED,
        known_speakers=[KnownSpeaker("Marta Ilves", ("M. Ilves",))],
    )
    assert [e.participants for e in found] == [("Marta Ilves",)]


@pytest.mark.parametrize(
    "text",
    [
        "Marta Ilves said on Tuesday that the pier was safe.",
        "The law of 2019 forbids it.",
        "The 2019 law was old.",
        "She was mayor in 2019.",
        "If the pier collapsed on June 19, nobody knew.",
        "Did the pier collapse on June 19?",
        "The council did not meet on June 19.",
        "Every year the council meets on June 19.",
        "“The pier collapsed on June 19 and nobody came to help us,” Ilves said.",
        "READ ALSO: The pier collapsed on June 19\n\nThe town is small.",
        "The pier is 40 metres long (2019).",
        "The council closed the pier.",
    ],
)
def test_what_tells_of_no_happening_is_no_event(text: str):
    assert find_events(text, PUBLISHED) == []


@pytest.mark.parametrize(
    ("language", "text", "title", "value"),
    [
        (
            "fr",
            "Le conseil a fermé le pont le 19 juin.",
            "Le conseil a fermé le pont",
            "2024-06-19",
        ),
        ("de", "Die Brücke wurde am 19. Juni gesperrt.", "Die Brücke wurde gesperrt", "2024-06-19"),
        (
            "de",
            "Der Rat eröffnete am 19. Juni die Brücke.",
            "Der Rat eröffnete die Brücke",
            "2024-06-19",
        ),
        (
            "es",
            "El consejo cerró el puente el 19 de junio.",
            "El consejo cerró el puente",
            "2024-06-19",
        ),
        ("uk", "Рада закрила міст 19 червня.", "Рада закрила міст", "2024-06-19"),
        ("ru", "Совет закрыл мост 19 июня.", "Совет закрыл мост", "2024-06-19"),
    ],
)
def test_other_languages_have_their_own_verbs(language: str, text: str, title: str, value: str):
    assert told(text, language) == [(title, value)]


def test_a_language_without_words_of_its_own_gives_nothing():
    assert find_events("The pier collapsed on 2024-06-19.", PUBLISHED, "xx") == []


def test_without_a_publication_date_only_dates_written_out_count():
    text = "The pier collapsed on 19 June 2024. The council met on Tuesday."
    assert [e.value for e in find_events(text)] == ["2024-06-19"]


_PIECES = [
    "Ilves",
    "signed",
    "on June 19",
    "in 2019",
    "the attack",
    "who",
    "which",
    "was",
    "will",
    "meet",
    "and",
    "but",
    ",",
    ".",
    "“",
    "”",
    '"',
    "—",
    "(",
    ")",
    ":",
    ";",
    "\n\n",
    "said",
    "that",
    "if",
    "not",
    "’",
    "Tuesday’s",
    "vote",
    "he",
    "a few days after the visit",
    "denied",
    "announced",
    "May",
    "to",
    "having fled",
    "2019",
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(_PIECES), max_size=50).map(" ".join),
    st.sampled_from(["en", "fr", "de", "es", "uk", "ru"]),
)
def test_any_row_of_words_gives_valid_events_outside_the_quotations(text: str, language: str):
    quotes = find_quotes(text, language)
    before = (0, 0, (0, 0))
    for found in find_events(text, PUBLISHED, language, quotes=quotes):
        assert 0 <= found.start < found.end <= len(text)
        assert not any(found.start < q.end and q.start < found.end for q in quotes)
        assert found.start <= found.phrase[0] < found.phrase[1] <= found.end
        assert 0 < len(found.title) <= LONGEST_TITLE
        assert 0 < found.confidence <= 1
        assert (found.start, found.end, found.phrase) >= before
        before = (found.start, found.end, found.phrase)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_survived(text: str):
    for found in find_events(text, PUBLISHED):
        assert text[found.start : found.end]


def test_a_relative_clause_about_a_thing_names_the_thing():
    text = "The council praised the Harbour Act, which Marta Ilves signed into law on June 19."
    assert told(text) == [("Marta Ilves signed into law the Harbour Act", "2024-06-19")]


def test_an_opening_participle_takes_the_subject_of_its_sentence():
    text = "Having closed the pier on June 19, Marta Ilves went home."
    assert told(text) == [("Marta Ilves closed the pier", "2024-06-19")]


@pytest.mark.parametrize(
    "text",
    [
        "Oskar Rand is one of the few captains in towns Ilves won on June 19.",
        "The letters he sent on June 19 are lost.",
        "The town asked what happened on June 19.",
        "Today Ilves travels by ferry to the islands.",
        "The armed 2014 standoff in the harbour is forgotten.",
        "In the 1990s the council closed the pier.",
        "Kallby, an island town since 1890, grew quickly.",
        "It was made clear on June 19.",
        "Ilves argued on June 19.",
        "The plan is: to close the pier on June 19.",
        "The captain, accused of two thefts, is the owner of four boats from 2014.",
        "She has found in 2016 that few people read.",
    ],
)
def test_a_date_that_only_describes_something_makes_no_event(text: str):
    assert find_events(text, PUBLISHED) == []


def test_an_address_on_a_day_is_not_taken_for_a_verb():
    text = "In a January 10, 2024 televised address, Marta Ilves proposed a new ferry line."
    assert all("televised" not in e.title for e in find_events(text, PUBLISHED))


LONG_SENTENCE = (
    "On Tuesday, at the old hall of the council of elders in Kallby, Ilves delivered, unprompted, "
    "a lecture on ferries."
)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "In a speech in Kallby on Tuesday night, Marta Ilves struck a measured tone.",
            "In a speech in Kallby, Marta Ilves struck a measured tone",
        ),
        (
            "Rand, who has angered the town, released a report on Tuesday.",
            "Rand released a report",
        ),
        (
            "Oskar Rand, the harbour captain who angered the town, resigned on Tuesday.",
            "Oskar Rand, the harbour captain, resigned",
        ),
        ("His next speech, on May 28, was held in Kallby.", "His next speech was held in Kallby"),
        (
            "A photo of Oskar Rand, who died on Friday at age 74, hung in the hall.",
            "Oskar Rand died at age 74",
        ),
        (
            "The People’s Party of Kallby, which elected a new chair on Tuesday, is small.",
            "The People’s Party of Kallby elected a new chair",
        ),
        (
            LONG_SENTENCE,
            "Ilves delivered a lecture on ferries",
        ),
        ("In May, Singer signed on and the ferry left.", "Singer signed on"),
        ("Rand took over in May.", "Rand took over"),
        ("Rand went through this in 2008 against Ilves.", "Rand went through this against Ilves"),
        ("Ilves and her team spent Tuesday closing the pier.", None),
        ("For instance, Rand resigned on Tuesday.", "Rand resigned"),
        ("Back in 2000, the council closed the pier.", "The council closed the pier"),
        ("The council closed the pier over the weekend.", "The council closed the pier"),
    ],
)
def test_a_title_reads_like_a_sentence(text: str, title: str | None):
    found = find_events(text, PUBLISHED)[0].title
    assert found == (title or "Ilves and her team spent Tuesday closing the pier")


def test_a_title_that_is_cut_ends_with_a_whole_phrase_and_a_closed_mark():
    text = (
        "As a reminder, Marta Ilves and Oskar Rand-Berg signed, during this meeting on June 19, "
        "an “agreement on joint assistance in the event of a flood on the coast.”"
    )
    assert only(text).title == (
        "Marta Ilves and Oskar Rand-Berg signed an “agreement on joint assistance…”"
    )


@pytest.mark.parametrize(
    "text",
    [
        "The town has had a new pier since May.",
        "Since May the council has closed four piers.",
        "The pilots held votes through Tuesday.",
        "A Herald poll released Tuesday found that 28 percent of pilots liked the pier.",
        "A college poll released last week actually showed Rand with zero percent.",
        "In a Herald poll released Tuesday, just 8 percent of the pilots said they liked it.",
        "The deal, announced Tuesday, would last four years.",
        "The review, ordered in spring 2023, recommends a new pier.",
        "Rand’s remarks, first reported by the Herald on Tuesday, suggested regret.",
        "The plan approved Tuesday in Kallby by the council is large.",
        "According to the plan published Tuesday, the pier is large.",
        "Ilves offered to debate Rand in Kallby on July 14.",
        "Rand led the field before the vote on July 14 and he was glad.",
        "Ilves lost more votes than Rand won between May and June.",
        "Next week will bring rain and wind.",
        "Ilves is spending much of her time on the ferry this month.",
        "She had hoped to win the vote in May.",
        "The hard truth would have set in earlier this spring.",
        "They arranged two meetings, including one on Tuesday.",
        "“It is late,” Ilves wrote in a message to the Herald on Tuesday.",
        "Ilves confirmed on Tuesday.",
        "The fangs came out early in Tuesday night’s talk show.",
        "Council cuts bus routes on Tuesday\n\nThe town is small.",
        "He was unfocused in the weeks after being elected in 2012.",
        "It became clear on Tuesday that the pier was old.",
        "The debate was held on the eve of Christmas 2023.",
    ],
)
def test_a_date_that_is_not_that_of_its_verb_makes_no_event_of_the_verb(text: str):
    assert [e.title for e in find_events(text, PUBLISHED) if e.pattern.endswith("verb")] == []


def test_a_vote_that_something_came_before_has_the_date_itself():
    found = only("Rand led the field before the Kallby council vote on July 4.")
    assert (found.title, found.value) == ("Kallby council vote", "2024-07-04")
    assert found.pattern == "event:planned:noun"


def test_what_is_only_claimed_is_possible():
    found = only("The claim that divers entered the harbour on June 19 is old.")
    assert found.pattern == "event:possible:verb"


def test_he_is_who_tells_of_himself():
    text = "Marta Ilves met Oskar Rand. Rand said that he resigned on Tuesday."
    assert told(text)[-1] == ("Oskar Rand resigned", "2024-06-25")


def test_a_name_for_a_pronoun_is_trusted_less():
    named = only("Marta Ilves resigned on Tuesday.")
    meant = find_events("Marta Ilves is the mayor. She resigned on Tuesday.", PUBLISHED)[-1]
    assert meant.title == named.title
    assert meant.confidence < named.confidence


def test_nobody_is_named_for_a_pronoun_on_a_guess():
    text = "The Kallby Ferry Consortium is old. He was arrested on a drug charge in 2001."
    assert [e.title for e in find_events(text, PUBLISHED)] == ["He was arrested on a drug charge"]


@pytest.mark.parametrize("work", ["work", "their work"])
def test_the_work_that_somebody_began_is_no_verb(work: str):
    found = told(f"The inspectors began {work} on Tuesday.")
    assert found == [(f"The inspectors began {work}", "2024-06-25")]
