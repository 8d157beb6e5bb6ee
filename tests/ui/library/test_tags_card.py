"""The card of tags where there are very many of them."""

import pytest
from PySide6.QtWidgets import QWidget

from builders import an_article
from stanceline.services.several_articles import change_tags
from stanceline.ui.library.tags_card import TagsCard


@pytest.fixture
def window(qtbot, theme):  # noqa: ARG001 (there must be a look)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 500)
    window.show()
    return window


def rows(card: TagsCard) -> list[str]:
    return [card._model.item(row).text() for row in range(card._model.rowCount())]


def test_of_very_many_tags_some_are_listed_and_typing_finds_the_others(workspace, window):
    article_id = an_article(workspace)
    change_tags(workspace, [article_id], [f"wire {number:03}" for number in range(600)])
    card = TagsCard(workspace, window)
    card.open_for([article_id], window)
    assert len(rows(card)) < 600
    assert rows(card)[-1] == "100 more: type to find them"
    card._step(-1)
    card._choose(card.list.currentIndex())
    card.line.setText("wire 599")
    card._typed()
    assert rows(card)[0] == "wire 599"


def test_a_page_typed_as_a_tag_is_listed_in_short(workspace, window):
    card = TagsCard(workspace, window)
    card.open_for([an_article(workspace)], window)
    card.line.setText("x" * 30_000)
    card._typed()
    assert rows(card) == ["New tag “" + "x" * 60 + "…”"]
