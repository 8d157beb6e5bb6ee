"""The word lists of dates, one for each language."""

import pytest

from stanceline.suggest.time.classes import CLASS_CHARS
from stanceline.suggest.time.lexicon import known_languages, lexicon_for

_NAMES = {char: name for name, char in CLASS_CHARS.items()}


@pytest.mark.parametrize("language", known_languages())
def test_a_lexicon_names_every_month_and_weekday(language):
    forms = lexicon_for(language).folded.values()
    months = {value for char, value in forms if _NAMES[char].startswith("MONTH")}
    weekdays = {value for char, value in forms if _NAMES[char] == "WEEKDAY"}
    assert months == set(range(1, 13))
    assert weekdays == set(range(7))


def test_the_promised_languages_are_there():
    assert {"de", "en", "es", "fr", "ru", "uk"} <= set(known_languages())
