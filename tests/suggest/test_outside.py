"""One reading of what stands outside quotations, shared by all who look there."""

import pytest

from stanceline.suggest.dates import find_dates
from stanceline.suggest.events import find_events
from stanceline.suggest.outside import Outside
from stanceline.suggest.quotes import find_quotes
from stanceline.suggest.reported import find_reported
from suggest.languages.gold import articles


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "ru", "uk"])
def test_a_shared_reading_finds_what_readings_of_their_own_find(language):
    for article in articles(language):
        text, published = article.text, article.published
        quotes = find_quotes(text, language)
        dates = find_dates(text, published, language)
        outside = Outside(text, language, quotes)
        reported = find_reported(text, language, outside=outside)
        events = find_events(text, published, language, dates=dates, outside=outside)
        assert reported == find_reported(text, language, quotes=quotes)
        assert events == find_events(text, published, language, dates=dates, quotes=quotes)
        assert find_reported(text, language, outside=outside) == reported  # whoever asks first
