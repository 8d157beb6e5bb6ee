"""Which way a quotation leans on a topic that the analyst has defined, with the words that tell."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stanceline.suggest.hinted import Earlier, Leaning, StanceHint, TopicWords
from stanceline.suggest.leanings.lexicon import stance_lexicon_for
from stanceline.suggest.leanings.topic import topic_stems
from stanceline.suggest.leanings.utterance import Utterance, Words

_LONGEST = 4000  # code points of an utterance that are read
_EARLIER_FULL = 3  # judgements that are as good as a rule
_EARLIER_STRENGTH = 0.5
_AGREEING, _DIFFERING = 0.1, 0.25
_MIXED = 0.4  # a weaker side of this share of the stronger makes the whole unclear
_FURTHER = 0.05
_LEAST_STRENGTH = 0.3
_MOST_STRENGTH = 0.95


def stance_hint(
    text: str,
    spans: Sequence[tuple[int, int]],
    topic: TopicWords,
    language: str = "en",
    earlier: Earlier | None = None,
) -> StanceHint | None:
    """Which way the words at ``spans`` lean on the topic, or None where they say nothing of it.

    ``spans`` and the words of the hint are code points of ``text``. A hint is only ever
    shown: nothing is set by it.
    """
    spoken = spoken_words(text, spans, language)
    return None if spoken is None else hint_from(spoken, topic, earlier)


def spoken_words(text: str, spans: Sequence[tuple[int, int]], language: str = "en") -> Words | None:
    """The words at ``spans``, read once for any number of topics; None where none can be read.

    Of a long utterance the first few thousand code points are read.
    """
    lexicon = stance_lexicon_for(language)
    parts = list(_bounded(spans, len(text)))
    return None if lexicon is None or not parts else Words(text, parts, lexicon)


def hint_from(
    spoken: Words, topic: TopicWords, earlier: Earlier | None = None
) -> StanceHint | None:
    """Which way words that were read lean on the topic; see ``stance_hint``."""
    stems = topic_stems(topic.name, topic.description, spoken.lexicon)
    utterance = Utterance(spoken, stems)
    if not utterance.names_topic():
        return None
    told = _from_words(utterance)
    if told is None:
        return _from_earlier(earlier)
    return _beside_earlier(told, earlier)


def _bounded(spans: Sequence[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    left = _LONGEST
    for start, end in sorted(spans):
        first, last = max(0, start), min(end, length)
        last = min(last, first + left)
        if first < last:
            left -= last - first
            yield first, last


def _from_words(utterance: Utterance) -> StanceHint | None:
    found = utterance.findings()
    firm = [each for each in found if not utterance.is_conceded(each, found)]
    hedges = utterance.hedges()
    if not found:
        return _unclear(hedges, _LEAST_STRENGTH) if hedges else None
    words = utterance.places(found)
    given_up = {each.sign for each in found} - {each.sign for each in firm}
    if not firm or given_up or hedges:
        return _unclear(words + hedges, _LEAST_STRENGTH)
    for_it = sum(each.weight for each in firm if each.sign > 0)
    against_it = sum(each.weight for each in firm if each.sign < 0)
    if min(for_it, against_it) > _MIXED * max(for_it, against_it):
        return _unclear(words, _LEAST_STRENGTH)
    sign = 1 if for_it > against_it else -1
    chosen = [each for each in firm if each.sign == sign]
    strength = max(each.weight for each in chosen) + _FURTHER * (len(chosen) - 1)
    if len(chosen) < len(found):
        strength -= _DIFFERING
    leaning: Leaning = "for" if sign > 0 else "against"
    words = utterance.places(chosen)
    strength = min(max(strength, _LEAST_STRENGTH), _MOST_STRENGTH)
    return StanceHint(leaning, words, strength, _LEANING_REASON[leaning])


def _unclear(words: tuple[tuple[int, int], ...], strength: float) -> StanceHint:
    return StanceHint("unclear", tuple(sorted(set(words))), strength, _LEANING_REASON["unclear"])


def _from_earlier(earlier: Earlier | None) -> StanceHint | None:
    if earlier is None or earlier.side == 0:
        return None
    leaning: Leaning = "for" if earlier.side > 0 else "against"
    strength = _EARLIER_STRENGTH * min(1.0, earlier.n / _EARLIER_FULL)
    return StanceHint(leaning, (), strength, _EARLIER_REASON[leaning], earlier)


def _beside_earlier(told: StanceHint, earlier: Earlier | None) -> StanceHint:
    """The words decide; earlier judgements make them surer or less sure."""
    if earlier is None or earlier.n == 0:
        return told
    side = {"for": 1, "against": -1, "unclear": 0}[told.leaning]
    share = min(1.0, earlier.n / _EARLIER_FULL)
    strength = told.strength
    if side * earlier.side > 0:
        strength = min(_MOST_STRENGTH, strength + _AGREEING * share)
    elif side * earlier.side < 0:
        strength = max(_LEAST_STRENGTH, strength - _DIFFERING * share)
        return replace(
            told, strength=strength, earlier=earlier, reason=f"{told.reason} {_DIFFERING_REASON}"
        )
    return replace(told, strength=strength, earlier=earlier)


_LEANING_REASON = {
    "for": "Words beside the topic speak for it.",
    "against": "Words beside the topic speak against it.",
    "unclear": "Words beside the topic speak for both sides, or for none.",
}
_EARLIER_REASON = {
    "for": "No word takes sides here; the speaker was for it before.",
    "against": "No word takes sides here; the speaker was against it before.",
}
_DIFFERING_REASON = "Earlier judgements of the speaker differ."
