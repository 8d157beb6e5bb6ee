"""Sources that are no persons: bodies, papers, signs, crowds and those who want no name."""

import pytest

from stanceline.suggest.quotes import find_quotes

SOURCES = [
    ("“We shall see,” said the second official.", "the second official"),
    ("“We shall see,” the first of the two said.", "the first of the two"),
    ("“We shall see,” said another official.", "another official"),
    ("“We shall see,” said another.", "another"),
    ("“We shall see,” said a third.", "a third"),
    ("“We shall see,” said others.", "others"),
    ("“We shall see,” said one.", "one"),
    ("“We shall see,” many said.", "many"),
    ("“We shall see,” wrote one user.", "one user"),
    ("“We shall see,” read a banner on the pier.", "a banner on the pier"),
    ("“We shall see,” the banner read.", "the banner"),
    ("A banner on the pier read: “We shall see.”", "A banner on the pier"),
    ("Banners reading “We shall see about that” hung from the pier.", "Banners"),
    ("The paper’s front page read “We shall see about that.”", "The paper’s front page"),
    ("The Gull’s headline read: “We shall see about that.”", "The Gull’s headline"),
    (
        "An editorial in the Gull called it “a shame for the whole town.”",
        "An editorial in the Gull",
    ),
    ("The study found “no evidence of any such effect at all.”", "The study"),
    ("A study by the port found “no evidence of any such effect at all.”", "A study by the port"),
    ("The ruling said there was “no evidence of any such effect at all.”", "The ruling"),
    ("The law says that towns “may close a pier at any time.”", "The law"),
    ("The lawsuit claims that the town “closed the pier for no reason.”", "The lawsuit"),
    ("The indictment alleges the town “closed the pier for no reason.”", "The indictment"),
    ("Court papers say the town “closed the pier for no reason.”", "Court papers"),
    (
        "The group’s website says the town “closed the pier for no reason.”",
        "The group’s website",
    ),
    (
        "The bank’s statement said the town “closed the pier for no reason.”",
        "The bank’s statement",
    ),
    ("In a statement, the bank said the town “closed the pier for no reason.”", "the bank"),
    (
        "In a statement sent on Monday, the bank said the town “closed the pier for no reason.”",
        "the bank",
    ),
    ("“We shall see about that,” a statement from the bank said.", "a statement from the bank"),
    ("“We shall see about that,” the statement continued.", "the statement"),
    ("“We shall see about that,” it added.", "it"),
    ("“We shall see about that,” reads a note in the file.", "a note in the file"),
    ("“We shall see about that,” says the bank’s annual report.", "the bank’s annual report"),
    ("“We shall see about that,” the bank’s annual report says.", "the bank’s annual report"),
    (
        "The bank’s chief executive said the town had “closed the pier for no reason.”",
        "The bank’s chief executive",
    ),
    (
        "The bank’s chief executive, Dora Mikk, said the town had “closed the pier for no reason.”",
        "Dora Mikk",
    ),
    ("Bank officials said the town had “closed the pier for no reason.”", "Bank officials"),
    (
        "Officials at the bank said the town had “closed the pier for no reason.”",
        "Officials at the bank",
    ),
    (
        "Two people familiar with it said it had “closed the pier for no reason.”",
        "Two people familiar with it",
    ),
    (
        "A person with knowledge of the talks said it had “closed the pier for no reason.”",
        "A person with knowledge of the talks",
    ),
    (
        "One of the officials said it had “closed the pier for no reason.”",
        "One of the officials",
    ),
    (
        "Some of the officials said it had “closed the pier for no reason.”",
        "Some of the officials",
    ),
    ("Both sides said it had “closed the pier for no reason.”", "Both sides"),
    ("Her husband said it had “closed the pier for no reason.”", "Her husband"),
    ("His son’s teacher said it had “closed the pier for no reason.”", "His son’s teacher"),
    (
        "The 34-year-old pilot said it had “closed the pier for no reason.”",
        "The 34-year-old pilot",
    ),
    (
        "The former pilot turned politician said it had “closed the pier for no reason.”",
        "The former pilot turned politician",
    ),
    (
        "The retired pilot and father of two said it had “closed the pier for no reason.”",
        "The retired pilot and father of two",
    ),
    (
        "The town’s first female mayor said it had “closed the pier for no reason.”",
        "The town’s first female mayor",
    ),
    ("The Bank of Brenn said it had “closed the pier for no reason.”", "The Bank of Brenn"),
    (
        "Brenn’s finance ministry said it had “closed the pier for no reason.”",
        "Brenn’s finance ministry",
    ),
    (
        "The finance ministry in Brenn said it had “closed the pier for no reason.”",
        "The finance ministry in Brenn",
    ),
    ("Brenn said it had “closed the pier for no reason.”", "Brenn"),
    ("Brenn and Kallby said they had “closed the pier for no reason.”", "Brenn and Kallby"),
    ("The opposition has urged the town “to close the pier without any reason.”", "The opposition"),
    ("Mikk’s campaign called it “a shame for the whole town.”", "Mikk’s campaign"),
    ("The Mikk campaign called it “a shame for the whole town.”", "The Mikk campaign"),
    ("A Mikk campaign aide called it “a shame for the whole town.”", "A Mikk campaign aide"),
    ("A Mikk spokeswoman called it “a shame for the whole town.”", "A Mikk spokeswoman"),
    ("A spokeswoman for Mikk called it “a shame for the whole town.”", "A spokeswoman for Mikk"),
    (
        "A top adviser to Mikk’s campaign called it “a shame for the whole town.”",
        "A top adviser to Mikk’s campaign",
    ),
    ("Mikk supporters called it “a shame for the whole town.”", "Mikk supporters"),
    ("Supporters of Mikk called it “a shame for the whole town.”", "Supporters of Mikk"),
    ("Voters here call it “a shame for the whole town.”", "Voters"),
    ("What voters call it is “a shame for the whole town.”", "voters"),
]


@pytest.mark.parametrize(("text", "source"), SOURCES)
def test_a_source_without_a_name_is_found_whole(text, source):
    quote = find_quotes(text)[-1]
    assert source.lower() in {(quote.speaker or "").lower(), (quote.name or "").lower()}


@pytest.mark.parametrize(
    "text",
    [
        "Wirk spoke of “the pier,” urged the town to shut it and said “nobody will come to us.”",
        "Wirk said the voters wanted “a pier that will not sink with us.”",
    ],
)
def test_those_who_are_spoken_of_are_no_source(text):
    assert find_quotes(text)[-1].speaker == "Wirk"
