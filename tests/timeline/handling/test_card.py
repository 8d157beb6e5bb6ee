from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from stanceline.timeline.handling.card import MarkCard, card_of
from stanceline.timeline.handling.screens import room_around
from stanceline.timeline.style import Style
from stanceline.timeline.windows import TimeWindow
from stanceline.timeline.words.speaking import (
    crowd_in_words,
    mark_in_words,
    shortened,
    sources_in_words,
    when_in_words,
    who_in_words,
)
from stanceline.timeline.words.wording import ENGLISH
from timeline.builders import DELAY, STANCES, VETO, WORDS, a_quotation, an_event

BOTH = ((DELAY, STANCES["supports"]), (VETO, STANCES["opposes"]))


def test_a_quotation_is_told_with_speaker_stance_date_and_reason(qtbot: QtBot) -> None:
    del qtbot
    mark = a_quotation(1, "2031-05-14~", stances=BOTH)
    text = card_of(mark, ENGLISH)
    assert text.words == f"“{WORDS[0]}”"
    assert text.who.splitlines()[0] == "Ingrid Dahl"
    assert "Delay the law" in text.who.splitlines()[1]
    assert "Veto rights of pilots" in text.who.splitlines()[1]
    assert when_in_words(mark, ENGLISH) == "Said: about 14 May 2031\n2031-05-14~ · “on Thursday”"
    assert "Strait Times" in text.where


def test_an_event_is_told_with_status_category_and_place() -> None:
    mark = an_event(1, "Storm", "2031-05-14", category="weather", n_sources=12)
    assert who_in_words(mark, ENGLISH) == "Confirmed · weather · the harbour"
    assert sources_in_words(mark, ENGLISH).splitlines()[-1] == "and 9 more"
    whole = sources_in_words(mark, ENGLISH, with_more=True)
    assert whole.splitlines()[-1] == "and 4 more"


def test_an_article_that_gives_another_date_says_so(qtbot: QtBot) -> None:
    del qtbot
    mark = an_event(1, "Storm", "2031-05-14", n_sources=2)
    first, second = mark.sources
    told = replace(
        mark, sources=(replace(first, date="2031-05-14"), replace(second, date="2031-05-13~"))
    )
    lines = sources_in_words(told, ENGLISH).splitlines()
    assert "dates it" not in lines[0]
    assert lines[1].endswith("dates it about 13 May 2031")
    assert card_of(told, ENGLISH, n_reprints=3).where.splitlines()[-1].startswith("and 3 reprint")


def test_long_words_are_cut_at_a_glance_and_longer_when_peeked_at() -> None:
    mark = a_quotation(1, "", words="never again " * 200)
    assert len(card_of(mark, ENGLISH).words) < 300
    assert 1_400 < len(card_of(mark, ENGLISH, is_whole=True).words) < 1_510
    assert shortened("short") == "short"


def test_what_is_nasty_in_a_title_is_one_plain_line() -> None:
    mark = an_event(1, "Storm\x00\u202e\nover\tthe \ud800 sea", "2031")
    assert card_of(mark, ENGLISH).words == "Storm over the ? sea"
    assert "\n" not in mark_in_words(mark, ENGLISH)


def test_a_crowd_is_told_by_how_many_and_when(qtbot: QtBot) -> None:
    del qtbot
    june = TimeWindow(1_938_038_400.0, 1_938_384_000.0)
    assert crowd_in_words(1, june, ENGLISH).endswith("Jun 2031")


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_card_stays_on_the_screen_however_long_its_words_are(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    card = MarkCard(window)
    mark = a_quotation(1, "2031-05-14", words="Harbour " * 400)
    corner = room_around(window).bottomRight()
    for at in (corner, QPoint(0, 0)):
        for scale in (1.0, 2.5):
            style = replace(Style.with_contrast(is_dark=True), scale=scale)
            card.show_text(card_of(mark, ENGLISH, is_whole=True), at, style, is_wide=True)
            assert room_around(window).contains(card.geometry())
    assert all(label.text() != "" for label in card.findChildren(QLabel) if label.isVisible())
