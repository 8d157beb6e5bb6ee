"""Who is said to speak, by each pattern, and who that is."""

import pytest

from stanceline.suggest.quotes import QuoteSuggestion, find_quotes


def first(text: str, language: str = "en") -> QuoteSuggestion:
    return find_quotes(text, language)[0]


def names(text: str, language: str = "en") -> list[str | None]:
    return [quote.name or quote.speaker for quote in find_quotes(text, language)]


@pytest.mark.parametrize(
    ("text", "speaker", "pattern"),
    [
        ("“The ferry will not sail,” said Jonas Wirk.", "Jonas Wirk", "quote-verb-subject"),
        ("“The ferry will not sail,”further warns the KPA.", "the KPA", "quote-verb-subject"),
        ("“The ferry will not sail,” Jonas Wirk said.", "Jonas Wirk", "quote-subject-verb"),
        (
            "“The ferry will not sail,” a senior Kallby official told reporters.",
            "a senior Kallby official",
            "quote-subject-verb",
        ),
        ("Jonas Wirk said: “The ferry will not sail.”", "Jonas Wirk", "subject-verb-quote"),
        (
            "Jonas Wirk, the harbour master, said that “the ferry will not sail at all.”",
            "Jonas Wirk, the harbour master",
            "subject-verb-quote",
        ),
        (
            "In its note, dated May 3, the Kallby Port Board (KPB) warns of “a flood on dry land.”",
            "the Kallby Port Board (KPB)",
            "subject-verb-quote",
        ),
        ("Jonas Wirk: “The ferry will not sail.”", "Jonas Wirk", "name-colon"),
        ("“The ferry will not sail.” — Jonas Wirk", "Jonas Wirk", "dash-name"),
        ("“The ferry will not sail this year.”\n\n— Jonas Wirk", "Jonas Wirk", "dash-name"),
        (
            "The storm had “no effect on the ferries at all,” according to the port.",
            "the port",
            "according-to",
        ),
        (
            "According to Jonas Wirk, “the ferry will not sail this year.”",
            "Jonas Wirk",
            "according-to",
        ),
    ],
)
def test_each_pattern_finds_the_mention(text, speaker, pattern):
    quote = first(text)
    assert quote.speaker == speaker
    assert quote.pattern == pattern
    assert quote.speaker_span is not None
    assert text[slice(*quote.speaker_span)] == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # What stands between a place or a party and the name belongs to the mention.
        ("“The pier is lost,” said Kallby harbour board chief Jonas Wirk.", "Jonas Wirk"),
        ("Kallby campaign manager Jonas Wirk is asking if “the pier is lost to us.”", "Jonas Wirk"),
        ("“The pier is lost to us all,” Will Wirk, the pilot, said of the storm.", "Will Wirk"),
        ("“The pier is lost,” US Senator Jonas Wirk said.", "Jonas Wirk"),
        # The verb may come later in the sentence.
        ("“The pier is lost to all of us” for good, said Jonas Wirk, a pilot.", "Jonas Wirk"),
        ("“The pier is lost to all of us” and to the town, Jonas Wirk said.", "Jonas Wirk"),
        ("The pier is “lost to all of us for good” without a crew, Wirk writes.", "Wirk"),
        # And it may open it.
        ("Added Jonas Wirk: “The pier is lost to us all.”", "Jonas Wirk"),
        # A colon after a name settles it, whatever comes before.
        ("Pilots agree - Jonas Wirk: “The pier is lost to us all.”", "Jonas Wirk"),
        # “By” names the speaker only after “was”.
        ("“The pier is lost,” Jonas Wirk said by telephone on Monday.", "Jonas Wirk"),
        ("Jonas Wirk began by saying “the pier is lost to us all.”", "Jonas Wirk"),
        ("Marta Ilves was asked by Jonas Wirk, “Is the pier lost to us?”", "Jonas Wirk"),
        ("“Is the pier lost to us all?” Jonas Wirk was heard asking.", "Jonas Wirk"),
    ],
)
def test_the_name_is_found_in_every_order_of_words(text, speaker):
    quote = first(text)
    assert quote.name == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "“The pier is lost,” said a longtime adviser to the mayor of Kallby on Monday.",
            "a longtime adviser to the mayor of Kallby",
        ),
        (
            "“The pier is lost,” said a pilot in a statement.",
            "a pilot",
        ),
        (
            "The storm left “no plank of the pier in its place,” according to a study by the port.",
            "a study by the port",
        ),
        ("The mayor’s answer was that “the pier is lost to us all.”", "The mayor’s"),
        ("“The pier is lost,” said a man calling himself Wirk.", "a man calling himself Wirk"),
    ],
)
def test_an_unnamed_source_keeps_what_tells_it_apart(text, speaker):
    assert first(text).speaker == speaker


def test_an_embedded_clause_does_not_take_the_words_from_the_speaker():
    text = "Ivar Lund said the mayor reassured them and that the crews “were not going to leave.”"
    assert first(text).name == "Ivar Lund"


@pytest.mark.parametrize(
    "text",
    [
        "His book, “A Time for Tides,” published in Kallby, tells how Wirk declared war on rats.",
        "The pilot known as “Gull,” stated by many to be the best, left.",
    ],
)
def test_a_participle_after_the_marks_is_no_speaker(text):
    assert [q for q in find_quotes(text) if q.speaker] == []


def test_the_name_after_a_title_is_found():
    text = (
        "“Nobody asked us,”protested the spokesman for the fishing fleet, Jonas Wirk, on his "
        "page. And the representative noted, wearily: “We were told by the radio.”"
    )
    assert names(text) == ["Jonas Wirk", "Jonas Wirk"]


def test_a_surname_gives_the_full_name():
    text = "Marta Ilves came late.\n\n“We lost the tide and the whole day,” Mrs. Ilves said."
    assert names(text) == ["Marta Ilves"]


def test_an_office_before_the_name_is_not_part_of_it():
    text = "“We lost the tide and the whole day,” said Kallby Mayor Marta Ilves."
    assert names(text) == ["Marta Ilves"]


def test_he_and_she_are_told_apart():
    text = (
        "Marta Ilves met Peter Wirk on the pier.\n\n“The tide will not wait for us,” she said. "
        "\n\n“It never waited for anybody here,” he replied."
    )
    assert names(text) == ["Marta Ilves", "Peter Wirk"]


def test_a_quotation_alone_in_its_paragraph_goes_to_the_last_speaker():
    text = "“We lost the tide,” said Marta Ilves.\n\n“And we lost the whole day as well.”"
    quotes = find_quotes(text)
    assert quotes[1].pattern == "floating"
    assert quotes[1].name == "Marta Ilves"
    assert quotes[1].confidence < quotes[0].confidence


def test_an_utterance_over_two_paragraphs_stays_one_group():
    text = (
        "Marta Ilves said: “We waited for the tide until noon.\n\n“Then we went home without it.”"
    )
    first_part, second_part = find_quotes(text)
    assert first_part.group == second_part.group
    assert second_part.name == "Marta Ilves"


def test_an_acronym_in_brackets_is_spelled_out():
    text = (
        "The Kallby Port Authority (KPA) closed the pier.\n\n“The planks are rotten to the "
        "core,” warned the KPA."
    )
    assert names(text) == ["Kallby Port Authority"]


def test_an_unnamed_official_is_not_given_the_name_that_stands_nearest():
    text = (
        "An official said that Norby would send divers.\n\n“They will be there by the end of "
        "the week,” declared the town official."
    )
    quote = first(text)
    assert quote.speaker == "the town official"
    assert quote.name is None


def test_a_dateline_is_no_speaker():
    text = "KALLBY, May 3 (NNA) — The council released a note, offering “a deep apology to all.”"
    assert names(text) == ["The council"]


FRENCH = """« Nous avons attendu trop longtemps », a déclaré la maire, Marta Ilves, lundi soir.

Selon Jonas Wirk, porte-parole de l’armée, « la route restera fermée jusqu’à la fin du mois ».

“Il n’y a aucun danger pour la population »a affirmé M. Wirk.

Le ministre de la Défense, Paul Arens, a dit que l’opération « durera le temps qu’il faudra ». \
« Nous irons jusqu’au bout », a-t-il ajouté.

« C’est une honte pour notre ville », dénonce Claire Duval, conseillère municipale.

— Nous ne partirons pas d’ici, a dit le pêcheur Karl Lodd.

LIRE AUSSI : « La mairie ment à tout le monde », dit un pêcheur"""


def test_french_articles_are_read():
    assert names(FRENCH, "fr") == [
        "Marta Ilves",
        "Jonas Wirk",
        "Jonas Wirk",
        "Paul Arens",
        "Paul Arens",
        "Claire Duval",
        "Karl Lodd",
    ]


UKRAINIAN = """Міст у Калбі відкриють навесні, повідомила мерія.

«Ми чекали надто довго й більше не чекатимемо», — сказала мерка міста Марта Ільвес.

Речник міністерства Йонас Вірк мовчав. За словами Вірка, «дорога залишиться закритою до літа».

Міністр оборони України Петро Коваль заявив: „Операція триватиме стільки, скільки буде потрібно“. \
Він додав, що „жодної небезпеки для людей немає і не буде“.

— Ми звідси нікуди не підемо, — сказав рибалка Карло Лодд. — Це наша земля.

ЧИТАЙТЕ ТАКОЖ: Ільвес: «Мерія бреше всім нам щодня»"""


def test_ukrainian_articles_are_read():
    assert names(UKRAINIAN, "uk") == [
        "Марта Ільвес",
        "Йонас Вірк",
        "Петро Коваль",
        "Петро Коваль",
        "Карло Лодд",
        "Карло Лодд",
    ]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (
            "de",
            "„Die Straße bleibt gesperrt“, sagte die Bürgermeisterin Marta Ilves.",
            "Marta Ilves",
        ),
        ("de", "Der Sprecher, Jonas Wirk, erklärte: „Die Straße bleibt gesperrt.“", "Jonas Wirk"),
        ("de", "»Das ist eine Schande für die Stadt«, so der Fischer Karl Lodd.", "Karl Lodd"),
        ("es", "«La carretera seguirá cerrada», dijo la alcaldesa Marta Ilves.", "Marta Ilves"),
        ("es", "—No nos iremos nunca de aquí —dijo el pescador Carlos Lodd.", "Carlos Lodd"),
        ("ru", "«Дорога останется закрытой», — сказала мэр Марта Ильвес.", "Марта Ильвес"),
    ],
)
def test_other_languages_have_their_words(language, text, name):
    assert names(text, language) == [name]
