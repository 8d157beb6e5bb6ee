"""Habits of German, French and Spanish newspapers, one sentence each."""

import pytest

from stanceline.suggest.dates import find_dates
from stanceline.suggest.quotes import find_quotes

PUBLISHED = "2024-06-12"  # a Wednesday


def said(language: str, text: str) -> list[tuple[str, str | None]]:
    return [(text[q.start : q.end], q.name or q.speaker) for q in find_quotes(text, language)]


def dated(language: str, text: str) -> dict[str, str]:
    return {text[d.start : d.end]: d.value for d in find_dates(text, PUBLISHED, language)}


# --------------------------------------------------------------------------- insertions


def test_french_leaves_the_marks_open_around_the_words_of_the_reporter():
    text = "« Je pars demain, a annoncé Luce Morel, et je ne reviendrai pas. »"
    assert said("fr", text) == [
        ("Je pars demain", "Luce Morel"),
        ("et je ne reviendrai pas.", "Luce Morel"),
    ]


def test_an_insertion_may_invert_its_pronoun_and_end_the_quotation():
    text = "Luce Morel hausse les épaules. « On verra bien ce qui vient, répond-elle. »"
    assert said("fr", text) == [("On verra bien ce qui vient", "Luce Morel")]


def test_a_comma_and_a_verb_with_an_object_are_no_insertion():
    text = "« Il arrive, explique les règles, et tout le monde écoute », raconte Luce Morel."
    assert said("fr", text) == [
        ("Il arrive, explique les règles, et tout le monde écoute", "Luce Morel")
    ]


@pytest.mark.parametrize("tag", ["met-il en garde", "a-t-il fait savoir", "fait-il valoir"])
def test_a_pronoun_may_stand_inside_a_french_phrase_of_saying(tag):
    text = f"Le préfet, Hugo Roc, se méfie. « Il ne faut pas se presser », {tag}."
    assert said("fr", text) == [("Il ne faut pas se presser", "Hugo Roc")]


# --------------------------------------------------------------------------- speakers


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (
            "de",
            "„Das Dach ist schon lange undicht“, sagte am Montag Hausmeister Udo Brink.",
            "Udo Brink",
        ),
        (
            "de",
            "„Das Dach ist ganz undicht“, sagte Udo Brink der Agentur.",
            "Udo Brink",
        ),
        ("de", "„Das Dach ist schon lange undicht“, erinnert sich Udo Brink.", "Udo Brink"),
        ("de", "Udo Brink sprach von einem „sehr schweren und dunklen Tag“.", "Udo Brink"),
        ("de", "„Das Dach ist undicht“, sagte Obersteigerin Imke Brink.", "Imke Brink"),
        ("de", "Dazu Udo Brink: „Das Dach ist schon lange undicht.“", "Udo Brink"),
        ("de", "„Das Dach ist undicht“, so Imke von der Heyde aus Kallby.", "Imke von der Heyde"),
        ("fr", "« Le toit fuit depuis longtemps », a dit mardi Luce Morel.", "Luce Morel"),
        ("fr", "« Le toit fuit depuis longtemps », a dit à l’ANP Luce Morel.", "Luce Morel"),
        (
            "fr",
            "Pour Luce Morel, de la mairie, « le toit fuit depuis longtemps ».",
            "Luce Morel",
        ),
        ("fr", "Réponse de Luce Morel : « Le toit fuit. »", "Luce Morel"),
        ("es", "«El tejado gotea desde hace años», dijo el lunes Luz Moral.", "Luz Moral"),
        ("es", "Luz Moral se enfada. «El tejado gotea desde hace años», añade.", "Luz Moral"),
        ("es", "Luz Moral se enfada. Y dice: «El tejado gotea desde hace años».", "Luz Moral"),
        (
            "es",
            "«El tejado gotea desde hace años», dijo el concejal de Hacienda Luz Moral.",
            "Luz Moral",
        ),
    ],
)
def test_the_speaker_is_found_where_the_language_puts_him(language, text, name):
    assert [found for _, found in said(language, text)] == [name]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            "Die Autorin Imke Brink las vor. „Ich bin müde“, sagte die Dichterin.",
        ),
        ("fr", "La romancière Imke Brink est venue. « Je suis bien fatiguée », dit l’écrivaine."),
        ("es", "La novelista Imke Brink llegó tarde. «Estoy muy cansada», dijo la escritora."),
    ],
)
def test_a_bare_role_is_the_one_who_was_named(language, text):
    assert [found for _, found in said(language, text)] == ["Imke Brink"]


def test_a_bare_role_is_nobody_once_somebody_unnamed_came_in_with_it():
    text = (
        "Udo Brink schwieg. Ein Sprecher der Werft trat vor die Presse. „Wir prüfen das “, sagte "
        "der Sprecher."
    )
    assert said("de", text) == [("Wir prüfen das", "der Sprecher")]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (
            "de",
            "Die Europäische Hafenunion warnt. „Das wird teuer“, so die Organisation.",
            "Europäische Hafenunion",
        ),
        (
            "es",
            "La Unión del Puerto protestó. «Esto saldrá muy caro», señaló la organización.",
            "Unión del Puerto",
        ),
    ],
)
def test_a_body_is_found_behind_its_kind(language, text, name):
    assert said(language, text)[0][1] == name


# --------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("de", "Am Sonntagabend brannte es.", {"Sonntagabend": "2024-06-09"}),
        ("de", "Er leitet das Haus seit 1996.", {"1996": "1996/.."}),
        ("de", "Das ist der höchste Stand seit 1996.", {"1996": "1996"}),
        ("de", "Bis Ende des Jahres wird gebaut.", {"Ende des Jahres": "[2024-11..2024-12]"}),
        ("de", "Am Wochenende regnete es.", {"Am Wochenende": "[2024-06-08..2024-06-09]"}),
        ("de", "Die Oper öffnet am Samstag.", {"Samstag": "2024-06-15"}),
        ("de", "Im Vorjahr waren es 40.", {"Vorjahr": "2023"}),
        ("fr", "Il fut bâti au XIXe siècle.", {"XIXe siècle": "18XX"}),
        (
            "fr",
            "Il pleuvait le 3 mai 2021. Ce jour-là, il partit.",
            {"le 3 mai 2021": "2021-05-03", "Ce jour": "2021-05-03"},
        ),
        ("fr", "Elle dirige le musée depuis octobre.", {"octobre": "2023-10/.."}),
        ("fr", "Il rejouera jeudi prochain.", {"jeudi prochain": "2024-06-13"}),
        ("fr", "Il a siégé de 2014 à 2017.", {"2014 à 2017": "2014/2017"}),
        ("es", "Se construyó en el siglo XVIII.", {"el siglo XVIII": "17XX"}),
        ("es", "Era común en los años setenta.", {"los años setenta": "197X"}),
        ("es", "El tren chocó anoche.", {"anoche": "2024-06-11"}),
        ("es", "Quedan entradas hasta el jueves.", {"jueves": "2024-06-13"}),
        ("es", "Llevo años esperando este día.", {}),
    ],
)
def test_dates_are_read_as_the_language_means_them(language, text, values):
    found = dated(language, text)
    assert [found.get(key) for key in values] == list(values.values()), found
    assert len(found) == len(values)
