"""How often each way of naming a speaker is right.

The figures are shares of right answers, span and speaker both, measured on news articles that
nothing was taken from but these shares, and rounded to what such samples can bear.
"""

from collections.abc import Sequence
from typing import Literal

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import Token

Kind = Literal["person", "pronoun", "role", "vague"]
Strength = Literal["said", "strong", "weak"]

NOBODY = 0.2
_TOLD_BEFORE = 0.75
_BASE: dict[str, float] = {
    "quote-subject-verb": 0.985,
    "quote-verb-subject": 0.96,
    "name-colon": 0.95,
    "dash-name": 0.9,
    "according-to": 0.9,
    "quote-later": 0.94,
    "quote-inside": 0.75,
    "sentence-subject": 0.68,
    "previous-subject": 0.45,
}
# What is left of that by what the mention is: a name, he or she, “the mayor”, something else.
_BY_KIND: dict[str, dict[Kind, float]] = {
    "quote-subject-verb": {"role": 0.98, "vague": 0.97},
    "quote-verb-subject": {"role": 0.91, "vague": 0.93},
    "sentence-subject": {"pronoun": 1.2, "role": 0.75, "vague": 0.6},
    "previous-subject": {"vague": 0.8},
    "according-to": {"role": 0.85, "vague": 0.85},
}
_LEADING_UP: dict[Kind, dict[Strength, float]] = {
    "person": {"said": 0.97, "strong": 0.945, "weak": 0.85},
    "pronoun": {"said": 0.985, "strong": 0.975, "weak": 0.9},
    "role": {"said": 0.93, "strong": 0.81, "weak": 0.74},
    "vague": {"said": 0.75, "strong": 0.68, "weak": 0.6},
}
_FAR = 0.985  # the cue stands in the sentence instead of right at the marks
_INHERITED = {"same-paragraph": 0.99, "continued": 0.98, "floating": 0.87}
_BROKEN_MARKS = (3.0, 0.985)
_RUINED_MARKS = (6.0, 0.85)


def confidence_in(
    pattern: str, kind: Kind, strength: Strength, *, near: bool, has_cue: bool
) -> float:
    """The share of right answers, 0 to 1, for a speaker found by a pattern beside the marks.

    ``near`` says that the verb stands at the marks, ``has_cue`` that there is one.
    """
    if pattern == "subject-verb-quote":
        return _LEADING_UP[kind][strength] * (1.0 if near else _FAR)
    base = _TOLD_BEFORE if pattern == "previous-subject" and has_cue else _BASE[pattern]
    return base * _BY_KIND.get(pattern, {}).get(kind, 1.0)


def confidence_after(pattern: str, before: float) -> float:
    """The same for a speaker taken over from the quotation before, found with ``before``."""
    return before * _INHERITED[pattern]


def confidence_with_marks(confidence: float, cost: float) -> float:
    """What is left of a confidence where the marks cost that much to be read so."""
    for limit, share in (_RUINED_MARKS, _BROKEN_MARKS):
        if cost > limit:
            return confidence * share
    return confidence


def kind_of(mention: Sequence[Token], name: str | None, lexicon: Lexicon) -> Kind:
    """What a mention is: someone with a name, he or she, an office or a crowd, or unclear."""
    if not mention:
        return "vague"
    first = mention[0]
    word = first.lower
    if len(mention) == 1 and word in lexicon.pronouns:
        return "pronoun" if word in lexicon.male or word in lexicon.female else "role"
    if name is not None and any(
        token.text == name.split()[-1] or (token.text.isupper() and len(token.text) > 1)
        for token in mention
    ):
        return "person"
    if word in lexicon.determiners or word in lexicon.roles:
        return "role"
    if name is not None and first.is_capital:
        return "person"
    single = mention[-1].lower.removesuffix("s")
    return "role" if single in lexicon.roles or first.is_capital else "vague"


def strength_of(cue: str | None, lexicon: Lexicon) -> Strength:
    """How surely a verb brings a quotation: “said”, another verb of saying, or only perhaps."""
    word = (cue or "").lower()
    if word in lexicon.plain_verbs:
        return "said"
    return "strong" if word in lexicon.verbs or " " in word else "weak"
