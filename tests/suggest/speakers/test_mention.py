"""The words that stand for a speaker, before and behind their verb."""

import pytest

from stanceline.suggest.quotes import find_quotes

MENTIONS = [
    ("state Rep. Lena Orth (D-Brenn)", "Lena Orth"),
    ("former state Sen. Lena Orth", "Lena Orth"),
    ("then-Gov. Lena Orth", "Lena Orth"),
    ("ex-mayor Lena Orth", "Lena Orth"),
    ("Dr. Lena Orth", "Lena Orth"),
    ("Ms. Orth", "Orth"),
    ("Lena Orth Jr.", "Lena Orth"),
    ("Orth's spokeswoman, Dora Mikk", "Dora Mikk"),
    ("Orth spokeswoman Dora Mikk", "Dora Mikk"),
    ("spokeswoman Dora Mikk", "Dora Mikk"),
    ("company spokeswoman Dora Mikk", "Dora Mikk"),
    ("police Chief Dora Mikk", "Dora Mikk"),
    ("Kallby police Chief Dora Mikk", "Dora Mikk"),
    ("co-founder and chief executive Dora Mikk", "Dora Mikk"),
    ("Mr. Orth's longtime lawyer, Dora Mikk", "Dora Mikk"),
    ("a Kallby lawyer named Dora Mikk", "Dora Mikk"),
    ("Dora Mikk, 34, of Kallby", "Dora Mikk"),
    ("34-year-old Dora Mikk", "Dora Mikk"),
    ("Kallby resident Dora Mikk", "Dora Mikk"),
    ("retired teacher Dora Mikk", "Dora Mikk"),
    ("longtime activist Dora Mikk", "Dora Mikk"),
    ("the Rev. Dora Mikk", "Dora Mikk"),
    ("the group's director, Dora Mikk", "Dora Mikk"),
    ("the group's director Dora Mikk", "Dora Mikk"),
    ("its director, Dora Mikk", "Dora Mikk"),
    ("her sister Dora", "Dora"),
    ("his wife, Dora", "Dora"),
    ("his wife, Dora Mikk", "Dora Mikk"),
    ("the mayor's wife, Dora Mikk", "Dora Mikk"),
    ("Dora Mikk, whose son served in the navy", "Dora Mikk"),
    ("Dora Mikk, the group's executive director", "Dora Mikk"),
    ("Dora Mikk of the Kallby Pier Trust", "Dora Mikk"),
    ("Dora Mikk from the Kallby Pier Trust", "Dora Mikk"),
    ("Dora Mikk at the Kallby Pier Trust", "Dora Mikk"),
    ("Mikk, who is 34", "Mikk"),
    ("the Kallby Pier Trust's Dora Mikk", "Dora Mikk"),
    ("Kallby's Dora Mikk", "Dora Mikk"),
    ("Professor Dora Mikk", "Dora Mikk"),
    ("Kallby University professor Dora Mikk", "Dora Mikk"),
    ("Kallby University political scientist Dora Mikk", "Dora Mikk"),
    ("House Majority Whip Dora Mikk", "Dora Mikk"),
    ("Senate Minority Leader Dora Mikk", "Dora Mikk"),
    ("Attorney General Dora Mikk", "Dora Mikk"),
    ("Lt. Gov. Dora Mikk", "Dora Mikk"),
    ("Secretary of State Dora Mikk", "Dora Mikk"),
    ("former Secretary of State Dora Mikk", "Dora Mikk"),
    ("Defense Secretary Dora Mikk", "Dora Mikk"),
    ("Sen. Mikk", "Mikk"),
    ("President Mikk", "Mikk"),
    ("Chancellor Dora Mikk", "Dora Mikk"),
    ("radio host Dora Mikk", "Dora Mikk"),
    ("conservative radio host Dora Mikk", "Dora Mikk"),
    ("actress and activist Dora Mikk", "Dora Mikk"),
    ("the real estate mogul", "the real estate mogul"),
    ("the former first lady", "the former first lady"),
    ("a senior administration official", "a senior administration official"),
    ("an official familiar with the talks", "an official familiar with the talks"),
    ("a person briefed on the plan", "a person briefed on the plan"),
    ("another", "another"),
    ("one supporter", "one supporter"),
    ("the Kallby senator", "the Kallby senator"),
    ("the billionaire businessman", "the billionaire businessman"),
    ("the candidate's son", "the candidate's son"),
    ("the Mikk campaign", "the Mikk campaign"),
    ("the campaign", "the campaign"),
    ("the New Brenn Times editorial board", "the New Brenn Times editorial board"),
    ("critics of the plan", "critics of the plan"),
    ("police", "police"),
    ("officials in Kallby", "officials in Kallby"),
    ("people close to him", "people close to him"),
    ("two people with knowledge of the talks", "two people with knowledge of the talks"),
    ("the report's authors", "the report's authors"),
    ("the judge in the case", "the judge in the case"),
    ("the head of the Kallby Pier Trust", "the head of the Kallby Pier Trust"),
    ("the president of the Kallby Pier Trust, Dora Mikk", "Dora Mikk"),
    ("a spokesman for the Kallby Pier Trust, Dora Mikk", "Dora Mikk"),
]
ONLY_BEHIND_THE_VERB = [
    ("Dora Mikk on Monday", "Dora Mikk"),
    ("Dora Mikk in a statement", "Dora Mikk"),
    ("Dora Mikk during a debate", "Dora Mikk"),
    ("Dora Mikk as she left", "Dora Mikk"),
    ("Dora Mikk when asked about it", "Dora Mikk"),
    ("Mikk, adding that it was over", "Mikk"),
    ("Mikk, pointing at the pier", "Mikk"),
]


def speaker(text: str) -> str:
    [quote] = find_quotes(text)
    return quote.name or (quote.speaker or "").lower()


@pytest.mark.parametrize(("words", "expected"), [*MENTIONS, *ONLY_BEHIND_THE_VERB])
def test_a_mention_behind_the_verb_is_read_whole(words, expected):
    name = speaker(f"“We shall see about that,” said {words}.")
    assert name in {expected, expected.lower()}


@pytest.mark.parametrize(("words", "expected"), MENTIONS)
def test_a_mention_between_the_marks_and_the_verb_is_read_whole(words, expected):
    name = speaker(f"“We shall see about that,” {words} said.")
    assert name in {expected, expected.lower()}


@pytest.mark.parametrize(("words", "expected"), MENTIONS)
def test_a_mention_that_leads_up_to_the_marks_is_read_whole(words, expected):
    name = speaker(f"{words[0].upper()}{words[1:]} said that “we shall see about that.”")
    assert name in {expected, expected.lower()}
