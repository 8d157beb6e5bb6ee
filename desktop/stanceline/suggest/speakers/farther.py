"""Who said it, where nothing at the marks tells: later clauses, subjects, names nearby."""

from collections.abc import Sequence
from dataclasses import replace

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.phrases import Phrase, is_day, phrase_end
from stanceline.suggest.grammar.subjects import clause_subject
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.grammar.verbs import Cue, cue_at, is_passive
from stanceline.suggest.speakers.mention import (
    DASHES,
    FARTHEST_TAIL,
    LONGEST_TAIL,
    NEAR,
    Mention,
    Surroundings,
    is_verb_aid,
    mention_of,
    whole_phrase,
)

_SHORTEST_NAMED = 2
_AFTER_MARKS = frozenset(",.!?…")


def mention_later(around: Surroundings, lexicon: Lexicon) -> Mention | None:
    """““…” about the road, says NAME” / ““…” in every way, NAME said”, after a comma."""
    tokens = around.after[:FARTHEST_TAIL]
    if not tokens or (around.ending in ".!?" and tokens[0].is_capital):
        return None
    for comma in range(len(tokens) - 1):
        if tokens[comma].text == ",":
            found = _verb_after_comma(tokens, comma + 1, lexicon) or _subject_after_comma(
                tokens, comma + 1, lexicon
            )
            if found is not None:
                return found
    return None


def _verb_after_comma(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> Mention | None:
    cue = cue_at(tokens, begin, lexicon)
    if cue is None or cue.weak or cue.participle or tokens[begin].lower in lexicon.base_verbs:
        return None
    subject = cue.last + 1
    end = phrase_end(tokens, subject, lexicon)
    if end <= subject or tokens[subject].lower in lexicon.relatives:
        return None
    return mention_of("quote-later", tokens, whole_phrase(tokens, subject, end, lexicon), cue)


def _subject_after_comma(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> Mention | None:
    end = phrase_end(tokens, begin, lexicon)
    verb = end
    while verb < len(tokens) and is_verb_aid(tokens[verb], lexicon):
        verb += 1
    if end <= begin or verb >= len(tokens) or tokens[begin].lower in lexicon.relatives:
        return None
    cue = cue_at(tokens, verb, lexicon)
    if cue is None or cue.weak or cue.participle:
        return None
    for after in tokens[cue.last + 1 : cue.last + 2]:
        if after.is_word and not (after.lower in lexicon.prepositions or is_day(after, lexicon)):
            return None
    return mention_of("quote-later", tokens, Phrase(begin, end, end), cue)


def said_inside(tokens: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """The “, she said,” that stands among the quoted words themselves."""
    for comma in range(min(len(tokens) - 2, FARTHEST_TAIL)):
        if tokens[comma].text != ",":
            continue
        found = _verb_after_comma(tokens, comma + 1, lexicon) or _subject_after_comma(
            tokens, comma + 1, lexicon
        )
        if found is not None and found.cue is not None and _is_tag(tokens, comma, found):
            return replace(found, pattern="quote-inside")
    return None


def _is_tag(tokens: Sequence[Token], comma: int, found: Mention) -> bool:
    """True when a comma or a full stop follows at once, and nobody says “I said”."""
    last = max(found.end, found.cue[1] if found.cue else 0)
    after = next((t for t in tokens[comma + 1 :] if t.start >= last), None)
    first = next(t for t in tokens[comma + 1 :] if t.start >= found.start)
    return (
        (after is None or after.text in {",", "."})
        and (first.is_capital or first.lower in {"he", "she", "they"})
        and first.lower not in {"i", "we", "you"}
    )


def dropped_subject(
    around: Surroundings, lexicon: Lexicon, *, last_sentence: Sequence[Token] = ()
) -> tuple[int, int] | None:
    """The verb of saying without a subject at the marks: “«…», añade.” and “Añadió: «…»”.

    ``last_sentence`` is that of the paragraph before, which may end with a colon.
    """
    if last_sentence and last_sentence[-1].text == ":":
        return _verb_alone(last_sentence, lexicon)
    tokens = around.after
    begin = 0
    while begin < len(tokens) and tokens[begin].text in _AFTER_MARKS:
        begin += 1
    while begin < len(tokens) and is_verb_aid(tokens[begin], lexicon):
        begin += 1
    cue = cue_at(tokens, begin, lexicon) if begin < len(tokens) else None
    if cue is not None and not cue.weak:
        return tokens[cue.first].start, tokens[cue.last].end
    return None if around.joined else _verb_alone(around.before, lexicon)


def _verb_alone(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[int, int] | None:
    if not tokens:
        return None
    first = tokens[0]
    if first.is_capital and first.lower in lexicon.cues and len(tokens) > 1:
        return first.start, first.end
    for index in range(max(0, len(tokens) - NEAR), len(tokens)):
        cue = cue_at(tokens, index, lexicon)
        if cue is not None and not cue.weak:
            return tokens[cue.first].start, tokens[cue.last].end
    return None


def subject_in(sentence: Sequence[Token], pattern: str, lexicon: Lexicon) -> Mention | None:
    """The subject of a sentence as a guess at the speaker; “it” and “doing so” are none."""
    found = _named_at_colon(sentence, lexicon) or clause_subject(sentence, lexicon)
    if found is None:
        return None
    first = sentence[found.begin].lower
    if found.end - found.begin == 1 and (
        (len(first) == 1 and first != "i")
        or first in lexicon.impersonal
        or (lexicon.language == "en" and first.endswith("ing"))
    ):
        return None
    return mention_of(pattern, sentence, found, None)


def beside_in(after: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """The person of a sentence that only stands beside the words: ““…” NAME shook her head”."""
    begin = 0
    while begin < len(after) and after[begin].text in DASHES:
        begin += 1
    found = subject_in(after[begin:], "sentence-subject", lexicon)
    if found is None or begin >= len(after) or after[begin].start != found.start:
        return None
    first = after[begin]
    named = first.is_capital and first.lower not in lexicon.determiners
    return found if named or first.lower in lexicon.male | lexicon.female else None


def has_hidden_speaker(sentence: Sequence[Token], lexicon: Lexicon) -> bool:
    """True for “He was told …” and “The road is said to be …”, which name no speaker."""
    if lexicon.language != "en":
        return False
    return any(
        token.lower in lexicon.cues
        and not token.is_capital
        and is_passive(sentence, Cue(index, index, weak=False, participle=False), lexicon)
        for index, token in enumerate(sentence)
    )


def _named_at_colon(sentence: Sequence[Token], lexicon: Lexicon) -> Phrase | None:
    """The one in “Kritik kommt von der Ärztin Selma Arslan:”, with a name at the colon."""
    if not lexicon.has_gendered_roles or not sentence or sentence[-1].text != ":":
        return None
    begin = end = len(sentence) - 1
    while begin and sentence[begin - 1].is_word and end - begin <= LONGEST_TAIL:
        begin -= 1
        if sentence[begin].lower in lexicon.by:
            phrase = phrase_end(sentence, begin + 1, lexicon)
            named = sentence[end - 1].is_capital and end - begin > _SHORTEST_NAMED
            return Phrase(begin + 1, end, end) if phrase == end and named else None
    return None


_NAME_NEAR = 12
_WHOLE_NAME = 2


def name_beside(tokens: Sequence[Token], *, last: bool = False) -> Mention | None:
    """The first (or last) words with capitals that look like a whole name, near the marks."""
    near = tokens[-_NAME_NEAR:] if last else tokens[:_NAME_NEAR]
    runs: list[tuple[int, int]] = []
    for index, token in enumerate(near):
        if not (token.is_word and token.is_capital):
            continue
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    alone = len(near) == _WHOLE_NAME and near[-1].text == ":"  # “Olbert: «…»”
    names = [run for run in runs if run[1] - run[0] >= _WHOLE_NAME or alone]
    if not names:
        return None
    begin, end = names[-1 if last else 0]
    return mention_of("sentence-subject", near, Phrase(begin, end, end), None)
