"""Sentences that lead up to the marks: whose words they are, among all the people they name."""

import pytest

from stanceline.suggest.quotes import find_quotes

BEFORE = (
    "Lena Orth chaired the talks. Paul Renner, the mayor of Brenn, was there, and so was "
    "Jonas Wirk, a pilot.\n\n"
)
SENTENCES = [
    ("Orth dismissed the report, saying it was “full of holes from end to end.”", "Lena Orth"),
    ("Orth dismissed Renner’s report as “full of holes from end to end.”", "Lena Orth"),
    ("Orth told Renner that the report was “full of holes from end to end.”", "Lena Orth"),
    (
        "Orth, standing beside Renner, said the report was “full of holes from end to end.”",
        "Lena Orth",
    ),
    ("Orth and others have said the report was “full of holes from end to end.”", "Lena Orth"),
    ("In a letter to Renner, Orth called the report “full of holes from end to end.”", "Lena Orth"),
    ("In her letter Orth said Renner’s report was “full of holes from end to end.”", "Lena Orth"),
    (
        "When Renner asked about the report, Orth said it was “full of holes from end to end.”",
        "Lena Orth",
    ),
    ("After Renner left, Orth said the report was “full of holes from end to end.”", "Lena Orth"),
    (
        "Although Renner had praised it, Orth said the report was “full of holes from end to end.”",
        "Lena Orth",
    ),
    (
        "Renner praised the report, but Orth said it was “full of holes from end to end.”",
        "Lena Orth",
    ),
    (
        "Renner praised the report, while Orth said it was “full of holes from end to end.”",
        "Lena Orth",
    ),
    ("Renner praised the report; Orth said it was “full of holes from end to end.”", "Lena Orth"),
    (
        "Renner praised the report, which Orth said was “full of holes from end to end.”",
        "Lena Orth",
    ),
    ("Renner praised the report, which Orth called “full of holes from end to end.”", "Lena Orth"),
    (
        "The report, which Orth described as “full of holes from end to end,” was withdrawn.",
        "Lena Orth",
    ),
    ("The report, Orth said, was “full of holes from end to end.”", "Lena Orth"),
    ("The report, said Orth, was “full of holes from end to end.”", "Lena Orth"),
    ("The report, according to Orth, was “full of holes from end to end.”", "Lena Orth"),
    ("According to Orth, the report was “full of holes from end to end.”", "Lena Orth"),
    ("In Orth’s words, the report was “full of holes from end to end.”", "Lena Orth"),
    ("In Orth’s view, the report was “full of holes from end to end.”", "Lena Orth"),
    ("Orth’s verdict: “It is full of holes from end to end.”", "Lena Orth"),
    ("Orth’s verdict was blunt: “It is full of holes from end to end.”", "Lena Orth"),
    ("Orth was blunt: “It is full of holes from end to end.”", "Lena Orth"),
    ("Orth, for her part, was blunt: “It is full of holes from end to end.”", "Lena Orth"),
    ("Orth put it more bluntly: “It is full of holes from end to end.”", "Lena Orth"),
    ("Orth had this to say about it: “It is full of holes from end to end.”", "Lena Orth"),
    ("Orth took to Facebook to say the report was “full of holes from end to end.”", "Lena Orth"),
    ("Orth went on Facebook and wrote, “It is full of holes from end to end.”", "Lena Orth"),
    ("Orth issued a statement saying the report was “full of holes from end to end.”", "Lena Orth"),
    (
        "Orth issued a statement in which she called the report “full of holes from end to end.”",
        "Lena Orth",
    ),
    (
        "A statement from Orth said the report was “full of holes from end to end.”",
        "A statement from Orth",
    ),
    (
        "Orth sent an email to staff members that said: “It is full of holes from end to end.”",
        "Lena Orth",
    ),
    ("Orth accused Renner of a report “full of holes from end to end.”", "Lena Orth"),
    ("Orth blamed Renner for a report “full of holes from end to end.”", "Lena Orth"),
    ("Orth warned Renner against a report “full of holes from end to end.”", "Lena Orth"),
    ("Orth complained about a report “full of holes from end to end.”", "Lena Orth"),
    ("Orth spoke of a report “full of holes from end to end.”", "Lena Orth"),
    ("Orth has long argued that the report was “full of holes from end to end.”", "Lena Orth"),
    ("Orth is known for saying that reports are “full of holes from end to end.”", "Lena Orth"),
    (
        "Orth, who knew Renner at school, said his report was “full of holes from end to end.”",
        "Lena Orth",
    ),
    ("Orth quoted Renner as saying the report was “full of holes from end to end.”", "Paul Renner"),
    ("Orth asked Renner: “Is it full of holes from end to end?”", "Lena Orth"),
    ("Orth was asked by Renner: “Is it full of holes from end to end?”", "Paul Renner"),
    ("Asked by Renner about it, Orth said it was “full of holes from end to end.”", "Lena Orth"),
    ("Asked about Renner, Orth said: “He is full of holes from end to end.”", "Lena Orth"),
    ("Speaking to Renner, Orth said: “It is full of holes from end to end.”", "Lena Orth"),
    ("Speaking in Brenn, Germany, Orth said: “It is full of holes from end to end.”", "Lena Orth"),
    (
        "At a rally in Brenn, Altmark, on May 3, Orth said: “It is full of holes from end to end.”",
        "Lena Orth",
    ),
    ("On Monday morning, Orth said: “It is full of holes from end to end.”", "Lena Orth"),
    ("Last week Orth said: “It is full of holes from end to end.”", "Lena Orth"),
    ("Later that day, Orth said: “It is full of holes from end to end.”", "Lena Orth"),
    ("Earlier, Orth said: “It is full of holes from end to end.”", "Lena Orth"),
    ("Yet Orth said: “It is full of holes from end to end.”", "Lena Orth"),
    ("Even Orth said: “It is full of holes from end to end.”", "Lena Orth"),
    ("Only Orth said: “It is full of holes from end to end.”", "Lena Orth"),
    ("As for Orth, she said: “It is full of holes from end to end.”", "Lena Orth"),
    ("Said Orth: “It is full of holes from end to end.”", "Lena Orth"),
    ("Here is Orth: “It is full of holes from end to end.”", "Lena Orth"),
    ("Then came Orth: “It is full of holes from end to end.”", "Lena Orth"),
    ("The mayor said: “It is full of holes from end to end.”", "Paul Renner"),
    ("The mayor of Brenn said: “It is full of holes from end to end.”", "Paul Renner"),
    ("Mayor Renner said: “It is full of holes from end to end.”", "Paul Renner"),
    ("The pilot said: “It is full of holes from end to end.”", "Jonas Wirk"),
    ("The two men said: “It is full of holes from end to end.”", "the two men"),
    ("His lawyers said: “It is full of holes from end to end.”", "his lawyers"),
    ("Renner’s lawyers said: “It is full of holes from end to end.”", "Renner’s lawyers"),
    ("Lawyers for Renner said: “It is full of holes from end to end.”", "lawyers for Renner"),
    ("A lawyer for Renner, Dora Mikk, said: “It is full of holes from end to end.”", "Dora Mikk"),
    ("Renner’s lawyer, Dora Mikk, said: “It is full of holes from end to end.”", "Dora Mikk"),
    ("Renner, through his lawyer, said: “It is full of holes from end to end.”", "Paul Renner"),
    (
        "Renner, in an interview with the Gull, said: “It is full of holes from end to end.”",
        "Paul Renner",
    ),
    ("Renner, speaking at a rally, said: “It is full of holes from end to end.”", "Paul Renner"),
    ("Renner — speaking at a rally — said: “It is full of holes from end to end.”", "Paul Renner"),
    ("Renner (speaking at a rally) said: “It is full of holes from end to end.”", "Paul Renner"),
    (
        "“It is full of holes,” Renner said, before adding: “It is full of holes from end to end.”",
        "Paul Renner",
    ),
    ("The report says the bank was “full of holes from end to end.”", "the report"),
    (
        "The report by Renner’s office says the bank was “full of holes from end to end.”",
        "the report by Renner’s office",
    ),
    ("Police say the bank was “full of holes from end to end.”", "police"),
    ("Critics say the bank was “full of holes from end to end.”", "critics"),
    ("The ad accuses Renner of being “full of holes from end to end.”", "the ad"),
    ("A new ad calls Renner “full of holes from end to end.”", "a new ad"),
    ("The sign read “Full of holes from end to end.”", "the sign"),
    ("The crowd chanted “Full of holes from end to end!”", "the crowd"),
    ("Renner beamed. “It is full of holes from end to end.”", "Paul Renner"),
    ("She told him it was “full of holes from end to end.”", "Lena Orth"),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_the_one_who_speaks_is_found_in_the_sentence(sentence, expected):
    quote = find_quotes(BEFORE + sentence)[-1]
    assert (quote.name or (quote.speaker or "").lower()) in {expected, expected.lower()}
