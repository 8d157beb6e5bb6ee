"""How strong a passphrase is said to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.passphrases import Strength, strength_of


@pytest.mark.parametrize(
    "passphrase",
    [
        "",
        "harbour",
        "Harbour2024",
        "Password1!",
        "p4ssw0rd",
        "qwertyuiop",
        "1234567890123",
        "aaaaaaaaaaaaaaaaaaaa",
        "the the the the the the",
    ],
)
def test_what_is_guessed_first_is_weak(passphrase):
    assert strength_of(passphrase) is Strength.WEAK


@pytest.mark.parametrize(
    "passphrase",
    [
        "copper ladder mistral oyster",
        "zwei ferne Boote im Nebel",
        "дом река туман корабль",
        "我们今天去港口看船",
        "kX9#vLq2!mPz",
    ],
)
def test_four_words_that_do_not_belong_together_are_good_in_any_script(passphrase):
    assert strength_of(passphrase) >= Strength.GOOD


@given(st.text(max_size=60), st.text(min_size=1, max_size=20))
def test_every_text_has_a_strength_and_more_of_it_never_has_less(text, more):
    assert strength_of(text + " " + more) >= strength_of(text) or more.strip() == ""


def test_what_is_drawn_by_lot_is_strong():
    assert strength_of("9f8a7c6e5d4b3a2f1e0d") is Strength.STRONG
    assert strength_of("copper ladder mistral oyster walnut brigade") is Strength.STRONG
