"""English articles of our own, with their quotations, speakers and dates."""

import pytest

from suggest.languages.gold import GoldArticle, articles, compare, total

ARTICLES = articles("en")


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.title)
def test_an_article_gives_its_quotations_speakers_and_dates(article: GoldArticle):
    assert compare(article).faults == []


def test_known_misses_stay_few():
    figures = total(map(compare, ARTICLES))
    assert len(ARTICLES) >= 25
    assert figures.known_misses <= 0.06 * (figures.quotes + figures.dates), str(figures)
