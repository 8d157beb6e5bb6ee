"""A mention of a speaker, and the tokens beside a quotation that it is looked for in."""

from collections.abc import Sequence

from stanceline.records import dataclass
from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.phrases import Phrase, apposition_end, modified_end
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.grammar.verbs import Cue

LONGEST_TAIL = 8
DASHES = frozenset("—–-―")
NEAR = 3
FARTHEST_TAIL = 60


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The tokens beside one quotation, quoted words left out.

    ``before`` is the unfinished sentence that leads up to the marks, ``earlier`` the finished
    sentences between the previous quotation and that; ``after`` is what follows up to the end
    of the sentence or the next quotation. ``ending`` is the last character inside the marks.
    """

    before: list[Token]
    earlier: list[list[Token]]
    after: list[Token]
    ending: str
    quote_follows: bool  # another quotation begins right where ``after`` ends
    joined: bool  # the sentence in ``before`` began before the previous quotation
    whole: list[Token]  # that sentence from its head, each quotation a single mark
    quote_is_next: bool = False  # one begins where the single sentence in ``after`` has ended


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a speaker, and the cue they stand with, as spans of the text."""

    pattern: str
    start: int
    end: int
    cue: tuple[int, int] | None
    near: bool = False  # the cue stands at the marks, with no more than “that” between


def goes_on(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> bool:
    """True for “said the mayor could win”, where the mayor is spoken of."""
    if lexicon.language != "en" or end >= len(tokens) or tokens[end].lower == "to":
        return False
    return tokens[end].lower in lexicon.auxiliaries and tokens[end].lower not in lexicon.adverbs


def whole_phrase(tokens: Sequence[Token], begin: int, end: int, lexicon: Lexicon) -> Phrase:
    """A phrase with all that says more about whom it means."""
    end = modified_end(tokens, begin, end, lexicon)
    last = apposition_end(tokens, end, lexicon)
    if last > end + 1 and tokens[end + 1].lower in lexicon.relatives:
        named = tokens[end - 1].is_capital and not (
            lexicon.has_capital_nouns and tokens[begin].lower in lexicon.determiners
        )
        last = last if named else end
    return Phrase(begin, end, last)


def is_verb_aid(token: Token, lexicon: Lexicon) -> bool:
    """True for what may stand between a subject and its verb: “has”, “also”, “quietly”."""
    return (
        token.lower in lexicon.auxiliaries
        or token.lower in lexicon.being
        or (token.lower in lexicon.adverbs and token.lower not in lexicon.pronouns)
        or (lexicon.language == "en" and token.lower.endswith("ly") and not token.is_capital)
    )


def mention_of(
    pattern: str, tokens: Sequence[Token], phrase: Phrase, cue: Cue | None, *, near: bool = False
) -> Mention:
    """The mention that a phrase of the tokens is, with its cue."""
    return Mention(
        pattern=pattern,
        start=tokens[phrase.begin].start,
        end=tokens[max(phrase.last, phrase.end) - 1].end,
        cue=None if cue is None else (tokens[cue.first].start, tokens[cue.last].end),
        near=near,
    )
