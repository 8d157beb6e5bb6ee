"""What people are said to have said, in the words of the article: indirect speech."""

from collections.abc import Iterable, Sequence
from typing import Final

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.marks.outside import Sentence
from stanceline.suggest.outside import Outside
from stanceline.suggest.people.naming import Naming
from stanceline.suggest.quotes import KnownSpeaker, QuoteSuggestion, find_quotes
from stanceline.suggest.retold.clauses import Retold
from stanceline.suggest.retold.lexicon import reported_lexicon_for

# How often each pattern is right in clause and speaker, counted by hand on news articles.
_CONFIDENCE: Final = {"that": 0.92, "bare": 0.9, "aside": 0.92, "according": 0.9}
_PAIRS: Final = (("“", "”"), ("„", "“"), ("«", "»"))
_PRONOUN: Final = 0.9
_UNRESOLVED: Final = 0.85  # “he” and nobody to be found for it
_REASONS: Final = {
    "that": "“{cue}” leads up to a clause that retells what was said.",
    "bare": "“{cue}” is followed by a clause that retells what was said.",
    "aside": "“{cue}” stands beside a clause that it gives to a speaker.",
    "according": "“{cue}” gives the source of what the sentence says.",
}


def find_reported(
    text: str,
    language: str = "en",
    *,
    quotes: Sequence[QuoteSuggestion] | None = None,
    known_speakers: Iterable[KnownSpeaker] = (),
    outside: Outside | None = None,
) -> list[QuoteSuggestion]:
    """The clauses that retell what somebody said, in the order of the text.

    A span covers the retold clause alone, without the words that tell who said it; two parts
    of one clause share their ``group``. Nothing overlaps ``quotes``, which are looked for when
    they are not given; ``outside`` is what was read of the text already. Empty for a language
    without a lexicon. Never raises.
    """
    if reported_lexicon_for(language) is None:
        return []
    if outside is None:
        known = list(known_speakers)
        if quotes is None:
            quotes = find_quotes(text, language, known_speakers=known)
        outside = Outside(text, language, quotes, known)
    found = [
        (sentence, retold)
        for sentence in outside.sentences
        for retold in outside.retold_in(sentence)
    ]
    if not found:
        return []
    naming = outside.naming()
    group = max((quote.group for quote in outside.quotes), default=0)
    suggestions: list[QuoteSuggestion] = []
    for number, (sentence, retold) in enumerate(found, group + 1):
        suggestions.extend(_suggestions(text, outside.lexicon, sentence, retold, naming, number))
    return suggestions


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the mark that a quoted word at its edge has outside of it."""
    inside = text[start:end]
    for opening, closing in _PAIRS:
        if start and text[start - 1] in opening and inside.count(closing) > inside.count(opening):
            return start - 1, end
        if text[end : end + 1] == closing and inside.count(opening) > inside.count(closing):
            return start, end + 1
    return start, end


def _suggestions(
    text: str, lexicon: Lexicon, sentence: Sentence, retold: Retold, naming: Naming, group: int
) -> Iterable[QuoteSuggestion]:
    tokens = sentence.tokens
    speaker = retold.speaker
    mention = tokens[speaker.begin : max(speaker.last, speaker.end)]
    named = mention
    if any(token.lower in lexicon.by for token in mention):  # “an expert asked by Kallby Radio”
        named = tokens[speaker.begin : speaker.end]
    name = naming.name(named, sentence.index)
    span = (mention[0].start, mention[-1].end)
    cue_span = (tokens[retold.cue.first].start, tokens[retold.cue.last].end)
    cue = text[slice(*cue_span)]
    confidence = _CONFIDENCE[retold.pattern]
    if len(mention) == 1 and mention[0].lower in lexicon.pronouns:
        confidence *= _UNRESOLVED if name is None else _PRONOUN
    for begin, end in retold.pieces:
        start, stop = _with_marks(text, tokens[begin].start, tokens[end - 1].end)
        yield QuoteSuggestion(
            start=start,
            end=stop,
            speaker=text[slice(*span)],
            name=name,
            speaker_span=span,
            cue=cue,
            cue_span=cue_span,
            pattern=f"reported:{retold.pattern}",
            confidence=round(confidence, 3),
            reason=_REASONS[retold.pattern].format(cue=" ".join(cue.split())),
            group=group,
            level="reported",
        )
