"""The events of articles of our own, in six languages.

``events.json`` gives for titles of the articles in ``../languages`` every event that is to be
offered: its title and date. ``"known_miss": true`` with a ``reason`` marks what is not found.
"""

import json
from pathlib import Path

import pytest

from stanceline.suggest.events import find_events
from suggest.languages.gold import GoldArticle, articles

GOLD = json.loads((Path(__file__).parent / "events.json").read_text(encoding="utf-8"))
MARKED = [
    article
    for language in GOLD
    for article in articles(language)
    if article.title in GOLD[language]
]


@pytest.mark.parametrize("article", MARKED, ids=lambda each: f"{each.language}: {each.title}")
def test_an_article_gives_its_events_and_no_others(article: GoldArticle):
    gold = GOLD[article.language][article.title]
    found = find_events(article.text, article.published, article.language)
    assert [(each.title, each.value) for each in found] == [
        (each["title"], each["value"]) for each in gold if not each.get("known_miss")
    ]


def test_every_language_has_its_articles_and_few_known_misses():
    assert len(MARKED) == sum(map(len, GOLD.values()))
    assert len(GOLD["en"]) >= 10
    assert min(map(len, GOLD.values())) >= 5
    events = [each for by_title in GOLD.values() for gold in by_title.values() for each in gold]
    misses = [each for each in events if each.get("known_miss")]
    assert all(each["reason"] for each in misses)
    assert len(misses) <= 0.05 * len(events)
