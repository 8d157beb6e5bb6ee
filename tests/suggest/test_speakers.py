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
