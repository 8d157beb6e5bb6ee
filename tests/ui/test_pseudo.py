"""The made-up language is longer, keeps what programs read, and can be taken off again."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, Qt

from stanceline.ui.pseudo import (
    GROWTH,
    LANGUAGE_VARIABLE,
    PSEUDO_RTL,
    install,
    install_if_asked,
    pseudo,
    uninstall,
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("&File", "&F"),
        ("Sa&ve", "&v"),
        ("Salt && pepper", "&&"),
        ("Save {name} now", "{name}"),
        ("{n:,} of %1", "{n:,}"),
        ("{n:,} of %1", "%1"),
        ("%n articles", "%n"),
        ("<b>Bold</b>", "<b>"),
        ("<b>Bold</b>", "</b>"),
        ("one &amp; two", "&amp;"),
        ("Tables (*.csv *.xlsx)", "(*.csv *.xlsx)"),
        ("&Undo\tCtrl+Z", "\tCtrl+Z"),
        ("Try speaker:Ada", "speaker:"),
    ],
)
def test_what_a_program_reads_stays_as_it_is(text, kept):
    assert kept in pseudo(text)


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "Zs"])))
def test_every_text_is_longer_by_two_fifths_and_in_brackets(text):
    longer = pseudo(text)
    if not text.strip():
        assert longer == text
        return
    assert longer[0] == "["
    assert longer[-1] == "]"
    letters = sum(map(str.isalpha, text))
    assert sum(map(str.isalpha, longer)) - letters == -int(-letters * GROWTH // 1)


@given(st.sampled_from(["{a}", "%n", "&amp;", "<i>"]), st.text(alphabet="abc eiou", min_size=1))
def test_a_place_for_a_value_is_there_once_wherever_it_stands(place, words):
    assert len(re.findall(re.escape(place), pseudo(f"{words}{place}{words}"))) == 1


def test_the_program_speaks_it_while_it_is_installed(app):
    translator = install(app)
    try:
        assert QCoreApplication.translate("Any", "Speaker") == "[Špééààkéér]"
        assert QCoreApplication.translate("Any", "%n mark(s)", None, 1200).startswith("[1,200 m")
    finally:
        uninstall(app, translator)
    assert QCoreApplication.translate("Any", "Speaker") == "Speaker"


def test_it_is_mirrored_when_asked_for(app, monkeypatch):
    assert install_if_asked(app) is None
    monkeypatch.setenv(LANGUAGE_VARIABLE, PSEUDO_RTL)
    translator = install_if_asked(app)
    assert app.layoutDirection() is Qt.LayoutDirection.RightToLeft
    uninstall(app, translator)
    assert app.layoutDirection() is Qt.LayoutDirection.LeftToRight
