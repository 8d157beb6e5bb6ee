"""Names in any case, roles for them, and the nominative that they are given back in."""

import pytest

from stanceline.suggest.people.cases import FirstNames, nominative
from stanceline.suggest.people.person import KnownSpeaker, stem
from stanceline.suggest.quotes import find_quotes

NAMES = FirstNames(
    ["андрій", "віктор", "олександр", "илья", "павло"],
    ["олена", "марія", "олександра", "ольга"],
    stem,
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Віктора Горобця", "Віктор Горобець"),
        ("Віктора Деркача", "Віктор Деркач"),
        ("Віктором Савчином", "Віктор Савчин"),
        ("Андрія Малинського", "Андрій Малинський"),
        ("Андрію Шевченку", "Андрій Шевченко"),
        ("Павла Кметя", "Павло Кметь"),
        ("Олени Гринчак", "Олена Гринчак"),
        ("Олени Малинської", "Олена Малинська"),
        ("Марії Ковальової", "Марія Ковальова"),
        ("Ильёй Вороновым", "Илья Воронов"),
        ("Віктора Петровича Деркача", "Віктор Петрович Деркач"),
        ("Олександр Деркач", "Олександр Деркач"),
        ("Олександра Гринчак", "Олександра Гринчак"),
        ("Іларіона Коцюби", "Іларіона Коцюби"),
        ("Павле Лодд", "Павле Лодд"),
    ],
)
def test_a_known_first_name_tells_the_case(written, name):
    assert " ".join(nominative(written.split(), NAMES, ())) == name


def named(text: str, language: str = "uk") -> list[str | None]:
    return [quote.name for quote in find_quotes(text, language)]


def test_a_name_seen_in_the_genitive_is_given_in_the_nominative():
    text = (
        "Суд виправдав Віктора Деркача. Сам Деркач мовчав до кінця.\n\n"
        "«Мені більше нема чого додати», — сказав він."
    )
    assert named(text) == ["Віктор Деркач"]


def test_another_word_for_the_office_means_the_same_person():
    text = (
        "Відділення очолює завідувачка Олена Гринчак.\n\n"
        "«Крові лишилося на два дні», — зазначила лікарка."
    )
    assert named(text) == ["Олена Гринчак"]


def test_the_nearest_with_the_office_is_meant():
    text = (
        "Голова фракції Богдан Сорока мовчав. "
        "На думку міського голови Андрія Савчина, час минув.\n\n"
        "«Вони чекають перевиборів і нових посад», — підсумував посадовець."
    )
    assert named(text) == ["Андрій Савчин"]


def test_a_source_that_stays_unnamed_is_nobody_who_was_named():
    text = (
        "Порт очолює Леонід Шаповал. Про це розповів співрозмовник у міністерстві.\n\n"
        "«Жодних коментарів до наказу не буде», — сказали в міністерстві."
    )
    assert named(text) == [None]


def test_a_country_before_a_name_is_no_part_of_it():
    text = (
        "До порту приїхав міністр рибальства Белмарку Юстус Лунд. «Я привіз карту», — сказав він."
    )
    assert named(text) == ["Юстус Лунд"]


def test_the_first_word_of_a_sentence_is_no_first_name():
    text = "Параплавець Іларіон Коцюба повернувся. «Я помилився поїздом», — зізнався він."
    assert named(text) == ["Іларіон Коцюба"]


def test_a_known_speaker_is_found_in_any_case():
    text = "За словами Олени Гринчак, «дороги до села як не було, так і немає»."
    [quote] = find_quotes(text, "uk", known_speakers=[KnownSpeaker("Олена Гринчак")])
    assert quote.name == "Олена Гринчак"
