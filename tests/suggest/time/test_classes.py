"""Classes of words, and rules written in them."""

from stanceline.suggest.time.classes import CLASS_CHARS, GROUPS, rule_pattern
from stanceline.suggest.time.lexicon import lexicon_for
from stanceline.suggest.time.tokens import tokenize


def test_a_class_is_one_character_and_no_sign_of_regular_expressions():
    assert len(set(CLASS_CHARS.values())) == len(CLASS_CHARS)
    assert all(ord(char) > 127 for char in CLASS_CHARS.values())
    assert {name for names in GROUPS.values() for name in names} <= set(CLASS_CHARS)


def test_a_rule_reads_names_of_classes_and_groups():
    pattern = rule_pattern("DAY OF? ANY_MONTH")
    assert pattern.search(tokenize("the 19 of June", lexicon_for("en")).classes)
    assert not pattern.search(tokenize("the 32 of June", lexicon_for("en")).classes)
