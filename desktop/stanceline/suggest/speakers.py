"""Who said it: the words beside a quotation that name its speaker.

Each pattern looks at the tokens before or after the marks and answers with a mention, or not at
all. They are asked in order of how often they are right; the first answer counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stanceline.suggest.phrases import (
    apposition_end,
    clause_subject,
    cue_at,
    phrase_end,
    subject_before,
)
from stanceline.suggest.quote_lexicon import Lexicon
from stanceline.suggest.quote_tokens import Token, is_finished

_FARTHEST_VERB = 30
_DASHES = frozenset("—–-―")
_NEAR = 3


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


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a speaker, and the cue they stand with, as spans of the text."""

    pattern: str
    start: int
    end: int
    head_end: int  # where the bare noun phrase ends, before “of …” or “, head of …”
    cue: tuple[int, int] | None


def mention_after(around: Surroundings, lexicon: Lexicon) -> Mention | None:
    """“…”, said NAME / “…”, NAME said / “…”, according to NAME / “…” — NAME."""
    tokens = around.after
    begin = 0
    while begin < len(tokens) and not tokens[begin].is_word:
        if tokens[begin].text not in _DASHES and tokens[begin].text not in ",.!?…":
            return None
        begin += 1
    if begin >= len(tokens):
        return None
    return (
        _verb_subject(tokens, begin, lexicon)
        or _according(tokens, begin, lexicon, limit=3)
        or _subject_verb(tokens, begin, around, lexicon)
        or _dash_name(tokens, begin, around, lexicon)
        or _according(tokens, begin, lexicon, limit=_FARTHEST_VERB)
    )


def _verb_subject(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> Mention | None:
    index = begin
    while (
        index < len(tokens)
        and index < begin + 4
        and (
            tokens[index].lower in lexicon.adverbs
            or tokens[index].lower in lexicon.auxiliaries
            or (tokens[index].lower.endswith("ly") and not tokens[index].is_capital)
        )
    ):
        index += 1
    if index >= len(tokens):
        return None
    cue = cue_at(tokens, index, lexicon)
    if cue is None:
        return None
    subject = cue.last + 1
    while subject < len(tokens) and tokens[subject].lower in lexicon.adverbs:
        subject += 1
    end = phrase_end(tokens, subject, lexicon)
    if end <= subject:
        return None
    last = apposition_end(tokens, end, lexicon)
    return _mention("quote-verb-subject", tokens, (subject, end), last, (index, cue.last))


def _subject_verb(
    tokens: Sequence[Token], begin: int, around: Surroundings, lexicon: Lexicon
) -> Mention | None:
    if tokens[begin].lower in {"as", "comme"}:
        begin += 1
    end = phrase_end(tokens, begin, lexicon)
    if end <= begin:
        return None
    starts_anew = around.ending in ".;" and tokens[begin].is_capital
    for index in range(begin + 1, min(len(tokens), begin + _FARTHEST_VERB)):
        if tokens[index].text in {";", ":"}:
            return None
        cue = cue_at(tokens, index, lexicon)
        if cue is None or cue.participle or index < end:
            continue
        if tokens[index - 1].lower in {"to", "and", "but", "or"} and index - 1 > end:
            return None
        if starts_anew and (around.quote_follows or len(tokens) - index > 8):
            return None
        last = max(end, min(apposition_end(tokens, end, lexicon), index))
        return _mention("quote-subject-verb", tokens, (begin, end), last, (index, cue.last))
    return None


def _according(tokens: Sequence[Token], begin: int, lexicon: Lexicon, limit: int) -> Mention | None:
    for index in range(begin, min(len(tokens), begin + limit)):
        for phrase in lexicon.according:
            after = index + len(phrase)
            if tuple(t.lower for t in tokens[index:after]) != phrase:
                continue
            end = phrase_end(tokens, after, lexicon)
            if end > after:
                last = apposition_end(tokens, end, lexicon)
                return _mention("according-to", tokens, (after, end), last, (index, after - 1))
    return None


def _dash_name(
    tokens: Sequence[Token], begin: int, around: Surroundings, lexicon: Lexicon
) -> Mention | None:
    if begin == 0 or tokens[begin - 1].text not in _DASHES or not tokens[begin].is_capital:
        return None
    end = phrase_end(tokens, begin, lexicon)
    rest = tokens[end] if end < len(tokens) else None
    if end <= begin or around.quote_follows or not (rest is None or rest.text in ",.("):
        return None
    return _mention("dash-name", tokens, (begin, end), end, None)


def mention_before(around: Surroundings, lexicon: Lexicon) -> Mention | None:
    """NAME said: “…” / NAME: “…” / According to NAME, “…”, from the sentence before the marks."""
    tokens = around.before
    if not tokens:
        return None
    for index in range(len(tokens) - 1, max(-1, len(tokens) - 60), -1):
        cue = cue_at(tokens, index, lexicon)
        if cue is None:
            continue
        if index and tokens[index - 1].lower == "to" and len(tokens) - cue.last > 2:
            continue
        found = _subject_of(tokens, index, participle=cue.participle, lexicon=lexicon)
        if found is not None:
            return _mention("subject-verb-quote", tokens, found, found[1], (index, cue.last))
    return _according(tokens, 0, lexicon, limit=len(tokens)) or _colon(tokens, lexicon)


def leads_up(around: Surroundings, mention: Mention) -> bool:
    """True when the sentence before the marks plainly opens them: “He said:”, “said that”."""
    tokens = around.before
    if mention.cue is None or not tokens:
        return False
    gap = [token for token in tokens if token.start >= mention.cue[1]]
    return tokens[-1].text in {":", ","} or len(gap) <= _NEAR


def _subject_of(
    tokens: Sequence[Token], verb: int, *, participle: bool, lexicon: Lexicon
) -> tuple[int, int] | None:
    if participle:
        return clause_subject(tokens[:verb], lexicon)
    found = subject_before(tokens, verb, lexicon)
    if found is None:
        found = clause_subject(tokens[:verb], lexicon)
    if found is not None and found[1] - found[0] > 1:
        end = phrase_end(tokens, found[0], lexicon)
        if end == found[0]:
            return None
    return found


def _colon(tokens: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    if tokens[-1].text != ":":
        return None
    end = phrase_end(tokens, 0, lexicon)
    if end == len(tokens) - 1 and tokens[0].is_capital:
        return _mention("name-colon", tokens, (0, end), end, None)
    return None


def subject_in(sentence: Sequence[Token], pattern: str, lexicon: Lexicon) -> Mention | None:
    """The subject of a sentence as a guess at the speaker."""
    found = clause_subject(sentence, lexicon)
    return None if found is None else _mention(pattern, sentence, found, found[1], None)


def introduces(sentence: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """The speaker in a paragraph's last sentence that ends with a colon or a verb of saying."""
    if not sentence or is_finished(list(sentence)):
        return None
    around = Surroundings(list(sentence), [], [], "", quote_follows=False, joined=False)
    return mention_before(around, lexicon) or (
        subject_in(sentence, "sentence-subject", lexicon) if sentence[-1].text == ":" else None
    )


def _mention(
    pattern: str,
    tokens: Sequence[Token],
    phrase: tuple[int, int],
    last: int,
    cue: tuple[int, int] | None,
) -> Mention:
    begin, end = phrase
    last = max(last, end)
    return Mention(
        pattern=pattern,
        start=tokens[begin].start,
        end=tokens[last - 1].end,
        head_end=tokens[end - 1].end,
        cue=None if cue is None else (tokens[cue[0]].start, tokens[cue[1]].end),
    )
