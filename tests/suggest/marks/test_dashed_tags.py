"""The reporter's words inside the marks, and marks around the names of things."""

import pytest

from stanceline.suggest.quotes import find_quotes


def quoted(text: str, language: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in find_quotes(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        (
            "«Човни є, весла є, — сказав Горобець. — Немає тільки води».",
            "uk",
            ["Човни є, весла є,", "Немає тільки води"],
        ),
        (
            "«Лодки есть, — говорит Воробьёв, — а воды в реке нет».",
            "ru",
            ["Лодки есть,", "а воды в реке нет"],
        ),
        ("«Ми чекаємо на дощ, — зітхає Горобець».", "uk", ["Ми чекаємо на дощ,"]),
        (
            "«Річка — це дорога, а не смітник», — сказав Горобець.",
            "uk",
            ["Річка — це дорога, а не смітник"],
        ),
    ],
)
def test_a_tag_inside_one_pair_of_marks_parts_the_words(text, language, parts):
    assert quoted(text, language) == parts


def test_parts_of_one_utterance_share_a_group():
    text = "«Човни є, весла є, — сказав Горобець. — Немає тільки води»."
    first, second = find_quotes(text, "uk")
    assert first.group == second.group
    assert second.name == "Горобець"


@pytest.mark.parametrize(
    "text",
    [
        "Підрядник — компанія «Південний берег» — отримав аванс.",
        "«Водоканал» обіцяв полагодити насос.",
        "Про це пише газета «Вечірній порт».",
        "Роман «Тиха вода», який хвалять критики, розкупили.",
    ],
)
def test_the_name_of_a_thing_is_no_quotation(text):
    assert quoted(text, "uk") == []


@pytest.mark.parametrize("text", ["«Ніколи», — сказав Горобець.", "Горобець відповів: «Ніколи»."])
def test_a_short_answer_is_one(text):
    assert quoted(text, "uk") == ["Ніколи"]


@pytest.mark.parametrize("sign", ["— ", "«», — сказав ", "», — ", ", — і ", "« «"])
def test_many_signs_end_in_time_and_in_order(sign):
    end = 0
    for quote in find_quotes(sign * 3000, "uk"):
        assert end <= quote.start < quote.end
        end = quote.end
