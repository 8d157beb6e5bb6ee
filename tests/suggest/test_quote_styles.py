"""Quotations as newsrooms, broadcasters and translation programs set them."""

import pytest

from stanceline.suggest.quotes import find_quotes


def heard(text: str) -> list[tuple[str, str | None]]:
    """The first two words of each quotation, and who said it."""
    return [
        (" ".join(text[q.start : q.end].split()[:2]), q.name or q.speaker)
        for q in find_quotes(text)
    ]


AGENCY = [
    ("“Output fell again,” said Lena Orth of the Brenn Institute.", "Lena Orth"),
    ("“We will appeal this,” said the bank’s chief financial officer, Paul Renner.", "Paul Renner"),
    (
        "“We will appeal this,” said Deputy Finance Minister Oskar Lind, who led the talks.",
        "Oskar Lind",
    ),
    ("“Prices will rise,” IMF chief economist Nora Vance told reporters in Geneva.", "Nora Vance"),
    (
        "“He will go,” said a source close to the chancellor.",
        "a source close to the chancellor",
    ),
    ("“It was a mistake,” one of the officials said.", "one of the officials"),
    ("“We regret the delay,” a spokesman for Norrail said.", "a spokesman for Norrail"),
    ("“I never saw the money,” Renner told the Brenn Herald.", "Renner"),
    ("The driver was “travelling at twice the limit,” according to police.", "police"),
    ("Asked whether he would stay, Renner said: “I will stay as long as I can.”", "Renner"),
    ("Renner, whose contract ends in May, said the board had “no right to do that.”", "Renner"),
    ("Speaking in Brenn on Monday, Renner said the board had “no right to do that.”", "Renner"),
    ("Renner on Monday said the board had “no right to do that.”", "Renner"),
    ("Renner, 54, a father of two, said the board had “no right to do that.”", "Renner"),
    ("“The board had no right,” the 54-year-old said.", "the 54-year-old"),
    ("Orth’s lawyer, Paul Renner, said she was “shocked by the verdict of all.”", "Paul Renner"),
    ("“My client is shocked,” said Orth’s lawyer Paul Renner.", "Paul Renner"),
    ("It was, as Orth put it, “a day for the whole country.”", "Orth"),
    ("It was “a day for the whole country,” in the words of Orth.", "Orth"),
    ("The agency quoted Orth as saying “the road is open to everyone.”", "Orth"),
    ("“The road is open to everyone,” Orth was quoted as saying.", "Orth"),
    ("The report was dismissed as “a pack of lies from start to end” by Orth.", "Orth"),
    ("The plan, described by Orth as “a pack of lies from start to end”, failed.", "Orth"),
    ("BRENN (NNA) — Mayor Paul Renner said Monday that “the road is open to us.”", "Paul Renner"),
    ("Shares fell after Norrail said it was “in talks with several of its lenders”.", "Norrail"),
    ("The WHO said there was “no evidence of any such effect so far”.", "WHO"),
    ("US officials said there was “no evidence of any such effect so far”.", "US officials"),
    ("“The road is open to everyone,” said Jan van der Berg.", "Jan van der Berg"),
    ("“The road is open to everyone,” said Omar al-Hadi.", "Omar al-Hadi"),
    ("“The road is open to everyone,” said Nora O’Hara.", "Nora O’Hara"),
    ("“I love the sea,” smiles Orth.", "Orth"),
    ("Orth shook her head. “There was no way out for anyone.”", "Orth"),
    ("“There was no way out for anyone.” Orth shook her head.", "Orth"),
    ("“There was no way out” — Orth shook her head — “for anyone.”", "Orth"),
]


@pytest.mark.parametrize(("text", "speaker"), AGENCY)
def test_agency_copy_names_its_speaker(text, speaker):
    assert heard(text)[0][1] == speaker


def test_british_single_marks_and_a_stop_outside_them():
    text = "Ms Orth called the plan ‘a gift to the lenders of us all’. She added: ‘It won’t work.’"
    assert heard(text) == [("a gift", "Orth"), ("It won’t", "Orth")]


def test_an_interview_with_names_and_colons():
    text = "Lena Orth: “It was a good year.”\n\nPaul Renner: “I disagree with that.”"
    assert heard(text) == [("It was", "Lena Orth"), ("I disagree", "Paul Renner")]


def test_the_letters_of_question_and_answer_are_nobody():
    text = "Q: “What happened on the night of the fire?”\n\nA: “I was asleep in my room.”"
    assert heard(text) == [("What happened", None), ("I was", None)]


def test_a_question_is_the_reporters_and_the_answer_is_not():
    text = "“Will you stay?” a reporter asked.\n\n“As long as they want me,” Renner replied."
    assert heard(text) == [("Will you", "a reporter"), ("As long", "Renner")]


def test_a_statement_over_paragraphs_with_opening_marks_only():
    text = "Orth said: “We came in the spring.\n\n“We found nothing there.\n\n“So we left.”"
    assert [name for _, name in heard(text)] == ["Orth", "Orth", "Orth"]


def test_two_lines_of_capitals_are_no_name():
    text = "Renner Says Orth Is Late Again\n\n“We lost the tide,” Renner said on the pier."
    assert heard(text) == [("We lost", "Renner")]


@pytest.mark.parametrize(
    "text",
    [
        "”We came in the spring of that year“, said Orth.",
        "““We came in the spring of that year,”” said Orth.",
        ",,We came in the spring of that year,“ said Orth.",
        "``We came in the spring of that year,'' said Orth.",
        "“ We came in the spring of that year , ” said Orth .",
        "« We came in the spring of that year », said Orth.",
        "We came in the spring of that year,” said Orth.",
        "“We came in the spring of that year, said Orth. Then she left.",
        "“We came in the spring of that year “says Orth.",
        "“We came in the spring of that year »Orth said.",
        "“We came in the spring” Orth said.",
    ],
)
def test_broken_marks_of_every_kind_give_the_words_and_the_speaker(text):
    [quote] = find_quotes(text)
    words = text[quote.start : quote.end].rstrip(" ,")
    assert words.startswith("We came in the spring")
    assert words.endswith(("year", "spring"))
    assert quote.speaker == "Orth"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“I will go, she said, when the tide turns.”", "she"),
        ("“The tide, Orth explained, turns twice a day here.”", "Orth"),
    ],
)
def test_a_speaker_named_among_the_quoted_words_is_found(text, speaker):
    [quote] = find_quotes(text)
    assert quote.speaker == speaker
    assert quote.pattern == "quote-inside"


@pytest.mark.parametrize(
    "text",
    [
        "Her memoir, “The Long Way Home to Brenn,” was published in May.",
        "The so-called “friends of the old harbour” met twice.",
        "He starred in “The Man Who Sold the Sea” and won.",
        "The headline in the Herald was “Renner Goes to Court.”",
        "In his 2012 book, “A Brennish Son and His Father,” Renner said little of it.",
    ],
)
def test_names_of_things_and_words_held_at_arms_length_are_no_speech(text):
    assert find_quotes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The road is said to be “the worst in the whole country”.",
        "Orth was told “there is no way out of this”.",
    ],
)
def test_words_without_a_speaker_are_given_to_nobody(text):
    [quote] = find_quotes(text)
    assert quote.speaker is None
    assert quote.confidence < 0.6


def test_an_official_who_wants_no_name_gets_none():
    [quote] = find_quotes("“The deal is dead,” an official who asked not to be named told us.")
    assert (quote.speaker, quote.name) == ("an official", None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Paul Renner met Jonas Wirk.\n\n“We agree,” said Renner.\n\n“Nearly,” he added.",
            "Paul Renner",
        ),
        (
            "Jonas Wirk lost to Paul Renner in May.\n\n“I was ill at the time,” he said.",
            "Jonas Wirk",
        ),
        (
            "Harbour chief Ada Lund, a pilot, came. She met Marta Ilves. “We lost,” she said.",
            "Ada Lund",
        ),
        (
            "Alix Renner spoke first. His wife Robin Renner came later. “I was ill,” she said.",
            "Robin Renner",
        ),
        ("Orth left her house. Wirk left his. “I was ill at the time,” she said.", "Orth"),
        (
            "Paul Renner, mayor of Brenn, left.\n\n“It is a great day,” the mayor said.",
            "Paul Renner",
        ),
    ],
)
def test_he_she_and_the_mayor_are_the_ones_spoken_of(text, name):
    assert find_quotes(text)[-1].name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Orth argued for the pier. “It will pay for itself in two years.”", "Orth"),
        ("Orth, Renner wrote later, was right.\n\n“She saw it all long before us.”", "Renner"),
        ("“It is over,” said Orth. Doing so “would be the end of the pier.”", "Orth"),
        ("“It is over,” said Orth. It “would be the end of the pier.”", "Orth"),
        ("Renner, star of “Tides,” thanked Orth for “taking these steps for us all.”", "Renner"),
        ("Renner thanked the crew and called the pier “a thing of beauty for us.”", "Renner"),
    ],
)
def test_the_sentences_before_and_around_tell_who_speaks(text, name):
    quote = find_quotes(text)[-1]
    assert (quote.name or quote.speaker) == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“All that we said,” Orth explained, “was heard.” She left.", "was heard."),
        ("“Quiet” he demanded, and sat down.", "Quiet"),
        ("Orth ended her list by saying “Too many.” The crowd went home.", "Too many."),
        ("“It's late” said Orth, who had waited.", "It's late"),
        ("The crowd broke into chants of “We shall see!”", "We shall see!"),
        ("Orth’s answer was “We shall see.” She smiled.", "We shall see."),
    ],
)
def test_two_or_three_words_are_kept_where_somebody_says_them(text, words):
    quote = find_quotes(text)[-1]
    assert text[quote.start : quote.end] == words
