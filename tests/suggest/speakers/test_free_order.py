"""Speakers where the verb comes first and cases tell the subject: Ukrainian and Russian."""

import pytest

from stanceline.suggest.quotes import find_quotes


def said(text: str, language: str = "uk") -> list[tuple[str, str | None]]:
    return [(text[q.start : q.end], q.name or q.speaker) for q in find_quotes(text, language)]


@pytest.mark.parametrize(
    ("language", "tag", "name"),
    [
        ("uk", "сказав Іван Горобець", "Іван Горобець"),
        ("uk", "розповів журналістам на брифінгу мер Іван Горобець", "Іван Горобець"),
        ("uk", "зітхає Іван Горобець", "Іван Горобець"),
        ("uk", "розводить руками староста Іван Горобець", "Іван Горобець"),
        ("uk", "сказав «Голосу краю» фермер Іван Горобець", "Іван Горобець"),
        ("uk", "пояснила її сестра Оксана Горобець", "Оксана Горобець"),
        ("uk", "додав один із рибалок, Іван", "Іван"),
        ("uk", "заявили у пресслужбі порту", "пресслужбі порту"),
        ("uk", "йдеться в повідомленні суду", "повідомленні суду"),
        ("uk", "повідомляє видання", "видання"),
        ("ru", "сказал Иван Воробьёв", "Иван Воробьёв"),
        ("ru", "рассказал в эфире радио мэр Иван Воробьёв", "Иван Воробьёв"),
        ("ru", "вздыхает Иван Воробьёв", "Иван Воробьёв"),
        ("ru", "рассказал «Вечерней газете» фермер Иван Воробьёв", "Иван Воробьёв"),
        ("ru", "заявили в пресс-службе порта", "пресс-службе порта"),
        ("ru", "говорится в постановлении суда", "постановлении суда"),
        ("ru", "сообщает МЧС", "МЧС"),
    ],
)
def test_the_subject_stands_anywhere_behind_the_verb(language, tag, name):
    words = {"uk": "Завтра ми вийдемо на річку всі разом", "ru": "Завтра мы все выйдем на реку"}
    assert said(f"«{words[language]}», — {tag}.", language) == [(words[language], name)]


@pytest.mark.parametrize(
    ("language", "lead", "name"),
    [
        ("uk", "Йому заперечив депутат Павло Синиця:", "Павло Синиця"),
        ("uk", "Павло Синиця не приховував подиву:", "Павло Синиця"),
        ("uk", "Депутат Павло Синиця відповів, що часу немає:", "Павло Синиця"),
        ("ru", "Ему возразил депутат Павел Синицын:", "Павел Синицын"),
        ("ru", "Житель дома Павел Синицын предлагает другое:", "Павел Синицын"),
    ],
)
def test_a_colon_is_led_up_to_by_whoever_the_sentence_is_about(language, lead, name):
    words = {"uk": "Спершу покажіть нам кошторис", "ru": "Сначала покажите нам смету"}
    assert said(f"{lead} «{words[language]}».", language) == [(words[language], name)]


def test_his_words_are_those_of_the_man_named_before():
    text = "Мер Іван Горобець оглянув міст. За його словами, «опори стоять, але перила зникли»."
    assert said(text) == [("опори стоять, але перила зникли", "Іван Горобець")]


def test_whom_an_agency_quotes_is_the_speaker():
    text = (
        "До порту приїхав міністр Белмарку Ерік Лунд.\n\n"
        "«Риба не знає кордонів і квот», — цитує міністра агентство «Вісті»."
    )
    assert said(text) == [("Риба не знає кордонів і квот", "Ерік Лунд")]


def test_the_words_of_somebody_are_hers_and_not_the_agency_s():
    text = "«Річка не питала дозволу», — передає агентство «Вісті» слова Олени Сич."
    assert said(text) == [("Річка не питала дозволу", "Олена Сич")]


def test_where_it_was_said_is_no_part_of_the_speaker():
    text = "Мер Іван Горобець у зверненні сказав, що «порт відкриють до зими, не пізніше»."
    [quote] = find_quotes(text, "uk")
    assert quote.speaker == "Мер Іван Горобець"


def test_an_object_in_front_does_not_speak():
    text = "Віра Сич узяла проби. Винних вона не називає, але радить «дивитися вище за течією»."
    [quote] = find_quotes(text, "uk", fragments=True)
    assert (quote.speaker, quote.name) == ("вона", "Віра Сич")


def test_a_thing_that_did_something_is_no_guess_at_a_speaker():
    text = "Насос згорів у липні. «Воду носимо з криниці за пів кілометра від хати»."
    [quote] = find_quotes(text, "uk")
    assert quote.speaker is None
