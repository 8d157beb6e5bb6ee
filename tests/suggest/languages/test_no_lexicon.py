"""Languages that have no words of their own: their marks, written-out dates and names stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.suggest.dates import find_dates
from stanceline.suggest.quotes import find_quotes

TEXTS = {
    "pl": "„Most jest w gorszym stanie, niż sądziliśmy” – powiedziała burmistrz Anna Wolska "
    "w dniu 12.03.2024. Radny Piotr Kos nie zgodził się: „Pieniądze na remont były od dawna”. "
    "Budowę zaczęto w 1968 roku.",
    "it": "«Il ponte è in condizioni peggiori del previsto», ha detto la sindaca Carla Moretti "
    "il 12/03/2024. “Non ci hanno mai ascoltato in questi anni”, replica il consigliere Bruno "
    "Testa. La costruzione risale al 1968.",
    "tr": "Belediye Başkanı Ayşe Demir 12.03.2024 tarihinde “Köprünün durumu sandığımızdan çok "
    "daha kötü” dedi. “Yıllardır bizi kimse dinlemedi burada” diyen Kemal Aydın, 1968 yılında "
    "yapılan köprüyü anlattı.",
    "zh": "市长王敏说：“这座桥的情况比我们预想的要糟糕得多。”她在2024年3月12日表示：「我们会尽快"
    "修复这座老桥。」这座桥建于1968年。",
    "ja": "市長の田中美咲氏は2024年3月12日、「橋の状態は予想よりもはるかに悪い」と述べた。山本氏は"
    "「長年誰も耳を傾けてくれなかった」と話した。橋は1968年に建てられた。",
    "ar": "قالت رئيسة البلدية ليلى حداد يوم 12/03/2024: «حالة الجسر أسوأ بكثير مما كنا نتوقع». "
    'وأضاف عضو المجلس: "لم يستمع إلينا أحد منذ سنوات طويلة". بني الجسر عام 1968.',
}
QUOTES = {
    "pl": ["Most jest w gorszym stanie, niż sądziliśmy", "Pieniądze na remont były od dawna"],
    "it": [
        "Il ponte è in condizioni peggiori del previsto",
        "Non ci hanno mai ascoltato in questi anni",
    ],
    "tr": ["Köprünün durumu sandığımızdan çok daha kötü", "Yıllardır bizi kimse dinlemedi burada"],
    "zh": ["这座桥的情况比我们预想的要糟糕得多。", "我们会尽快修复这座老桥。"],
    "ja": ["橋の状態は予想よりもはるかに悪い", "長年誰も耳を傾けてくれなかった"],
    "ar": ["حالة الجسر أسوأ بكثير مما كنا نتوقع", "لم يستمع إلينا أحد منذ سنوات طويلة"],
}
SPEAKERS = {
    "pl": ["Anna Wolska", "Radny Piotr Kos"],
    "it": ["Carla Moretti", "Bruno Testa"],
    "tr": ["Belediye Başkanı Ayşe Demir", "Kemal Aydın"],
    "zh": [None, None],
    "ja": [None, None],
    "ar": [None, None],
}
LANGUAGES = sorted(TEXTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_marks_of_a_language_without_a_lexicon_are_read(language):
    text = TEXTS[language]
    assert [text[q.start : q.end] for q in find_quotes(text, language)] == QUOTES[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_names_beside_the_marks_are_offered_and_never_as_certain(language):
    found = find_quotes(TEXTS[language], language)
    assert [quote.speaker for quote in found] == SPEAKERS[language]
    assert all(quote.confidence < 0.9 for quote in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_written_out_dates_are_read_without_a_lexicon(language):
    values = [date.value for date in find_dates(TEXTS[language], "2024-03-14", language)]
    assert values == ["2024-03-12", "1968"]


def test_a_month_and_a_year_in_chinese_are_dates():
    text = "工程自2023年10月开始。"
    (date,) = find_dates(text, None, "zh")
    assert (text[date.start : date.end], date.value) == ("2023年10月", "2023-10")


@pytest.mark.parametrize("language", ["", "und", "EN-gb", "en_US"])
def test_text_of_an_unknown_language_is_read_as_english(language):
    (quote,) = find_quotes("“The bridge is worse than that,” said Anna Wolska.", language)
    assert (quote.name, quote.pattern) == ("Anna Wolska", "quote-verb-subject")


@given(st.text(max_size=400), st.sampled_from(["pl", "zh", "ar", "xx", "de", "fr", "es"]))
@settings(max_examples=60, deadline=None)
def test_any_text_in_any_language_gives_valid_offsets(text, language):
    for quote in find_quotes(text, language, fragments=True):
        assert 0 <= quote.start < quote.end <= len(text)
    for date in find_dates(text, "2024-03-14", language):
        assert 0 <= date.start < date.end <= len(text)
