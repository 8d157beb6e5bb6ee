"""Clauses that retell what somebody said: “He said that …”, “…, he adds, …”.

Each pattern looks at the tokens of one sentence. The clause is what was said in other words,
without the verb of saying and without who said it.
"""

from collections.abc import Iterator, Sequence

from stanceline.records import dataclass
from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.phrases import Phrase, apposition_end, is_day, phrase_end
from stanceline.suggest.grammar.subjects import after_dateline, subject_before
from stanceline.suggest.grammar.verbs import Cue, cue_at
from stanceline.suggest.marks.outside import Sentence
from stanceline.suggest.retold.lexicon import ReportedLexicon
from stanceline.suggest.retold.sentence import (
    BREAKS,
    FEWEST_WORDS,
    LONGEST_SENTENCE,
    STOPS,
    RetellingSentence,
)
from stanceline.suggest.retold.speakers import is_blocked, is_somebody, speaker_of

_FARTHEST_CUE = 12
_FARTHEST_VERB = 16
_LONGEST_ASIDE = 16
_PHRASES_BETWEEN = 3
_OPENERS = 3  # “But in Paris, according to”
_DASHES = frozenset("—–―")
_AS = frozenset({"as", "of", "from", "than", "said", "has", "is"})
_MAY_OPEN = frozenset("$€£¥%'’‘")


@dataclass(frozen=True, slots=True)
class Retold:
    """What was retold as half-open ranges of tokens, who by, and the verb or phrase that says so.

    Two pieces belong to one utterance: “The road, he said, stays closed”.
    """

    pattern: str
    pieces: tuple[tuple[int, int], ...]
    speaker: Phrase
    cue: Cue


def retold_in(sentence: Sentence, lexicon: Lexicon, words: ReportedLexicon) -> list[Retold]:
    """The retold clauses of a sentence, surest pattern first, none overlapping another."""
    found: list[Retold] = []
    for each in _candidates(RetellingSentence(sentence, lexicon, words)):
        if not any(_overlap(each, other) for other in found):
            found.append(each)
    return sorted(found, key=lambda each: each.pieces)


def _overlap(one: Retold, other: Retold) -> bool:
    return any(
        begin < other_end and other_begin < end
        for begin, end in one.pieces
        for other_begin, other_end in (*other.pieces, (other.cue.first, other.cue.last + 1))
    )


def _candidates(clause: RetellingSentence) -> Iterator[Retold]:
    tokens, lexicon = clause.tokens, clause.lexicon
    if len(tokens) > LONGEST_SENTENCE * 2:
        return
    yield from _sourced(clause)
    joints = [i for i, token in enumerate(tokens) if token.lower in clause.words.that]
    joints += [i for i, token in enumerate(tokens) if token.lower in clause.words.whether]
    for joint in joints:
        found = _joined(clause, joint)
        if found is not None:
            yield found
    cues = [
        cue
        for index, token in enumerate(tokens)
        if token.lower in lexicon.verbs or token.lower in lexicon.phrases
        if (cue := cue_at(tokens, index, lexicon)) is not None and not cue.weak
    ]
    for cue in cues:
        found = _aside(clause, cue)
        if found is not None:
            yield found
    for cue in cues:
        found = _bare(clause, cue)
        if found is not None:
            yield found


# -- “said that …” ------------------------------------------------------------------------


def _joined(clause: RetellingSentence, joint: int) -> Retold | None:
    tokens = clause.tokens
    for index in range(joint - 1, max(-1, joint - _FARTHEST_CUE), -1):
        text = tokens[index].text
        if text in BREAKS or text in STOPS or text == "-":
            return None
        cue = cue_at(tokens, index, clause.lexicon)
        if cue is None or (cue.weak and not _may_ask(clause, cue, joint)):
            continue
        if not _may_join(clause, cue, joint):
            return None
        speaker = speaker_of(clause, cue, joint)
        if speaker is None:
            return None
        end = _end_of_retold(clause, joint + 1, speaker)
        return _retold(clause, "that", [(joint + 1, end)], speaker, cue)
    return None


def _may_ask(clause: RetellingSentence, cue: Cue, joint: int) -> bool:
    asks = clause.word(cue.first) in clause.words.asking
    return asks and clause.word(joint) in clause.words.whether


def _may_join(clause: RetellingSentence, cue: Cue, joint: int) -> bool:
    """Whether the words between the verb and “that” leave them together."""
    tokens, lexicon, words = clause.tokens, clause.lexicon, clause.words
    if clause.word(joint) in words.whether and clause.word(cue.first) not in words.asking:
        return False
    after = clause.word(joint + 1)
    if lexicon.language == "en" and (after in lexicon.auxiliaries or after in _AS or not after):
        return False  # “said in a note that was leaked”, “called that as good as done”
    if joint + 1 >= len(tokens) or not (tokens[joint + 1].is_word or after in _MAY_OPEN):
        return False
    end = joint - 1 if joint and tokens[joint - 1].text == "," else joint
    begin = cue.last + 1
    if begin >= end:
        return begin == end
    if any(token.text == "," for token in tokens[begin:end]):
        return False
    if lexicon.language == "en":
        if clause.is_finite(begin, end):
            return False
        return clause.word(cue.first) in words.receivers or _is_circumstance(clause, begin)
    return not any(cue_at(tokens, index, lexicon) for index in range(begin, end))


def _is_circumstance(clause: RetellingSentence, begin: int) -> bool:
    token = clause.tokens[begin]
    return (
        token.lower in clause.lexicon.prepositions
        or token.lower in clause.lexicon.adverbs
        or is_day(token, clause.lexicon)
        or token.lower.endswith("ly")
    )


# -- “said the road …” --------------------------------------------------------------------


def _bare(clause: RetellingSentence, cue: Cue) -> Retold | None:
    tokens, lexicon, words = clause.tokens, clause.lexicon, clause.words
    if clause.word(cue.first) not in words.bare:
        return None
    begin = _after_circumstances(clause, cue.last + 1, clause.word(cue.first) in words.receivers)
    if begin >= len(tokens) or clause.word(begin) in words.not_clauses:
        return None
    end = phrase_end(tokens, begin, lexicon)
    if end <= begin or clause.word(begin) in lexicon.relatives:
        return None
    if cue_at(tokens, begin, lexicon) is not None or clause.word(begin).endswith(("ed", "ly")):
        return None
    if begin and clause.has_mark_before(begin):
        return None  # a quoted word is what was said, not a clause
    limit = clause.end_of_clause(begin)
    if not _has_verb_soon(clause, begin, end, limit):
        return None
    speaker = speaker_of(clause, cue, None)
    if speaker is None or clause.word(speaker.begin - 1) in lexicon.relatives:
        return None  # “a wall which he said the state should pay for” is no whole clause
    limit = _end_of_retold(clause, begin, speaker)
    return _retold(clause, "bare", [(begin, limit)], speaker, cue)


def _after_circumstances(clause: RetellingSentence, begin: int, has_listener: bool) -> int:
    """Past “reporters”, “on Tuesday”, “in a statement” between a verb and what it retells."""
    tokens, lexicon = clause.tokens, clause.lexicon
    if has_listener:
        begin = max(begin, phrase_end(tokens, begin, lexicon))
        if begin < len(tokens) and tokens[begin].lower in lexicon.objects:
            begin += 1
    for _ in range(_PHRASES_BETWEEN):
        if begin >= len(tokens):
            break
        token = tokens[begin]
        if is_day(token, lexicon) or (
            (token.lower in lexicon.adverbs or token.lower in lexicon.times)
            and token.lower not in lexicon.pronouns
        ):
            begin += 1
            continue
        if token.lower not in lexicon.prepositions:
            break
        after = begin + 1
        if after < len(tokens) and is_day(tokens[after], lexicon):
            begin = after + 1
            continue
        end = phrase_end(tokens, after, lexicon)
        if end <= after:
            break
        begin = end
    return begin


def _has_verb_soon(clause: RetellingSentence, begin: int, end: int, limit: int) -> bool:
    """Whether the noun phrase right after the verb of saying has a verb of its own."""
    tokens = clause.tokens
    stop = min(limit, end + _FARTHEST_VERB)
    for index in range(begin + 1, stop):
        if index >= end and (tokens[index].text == "," or tokens[index].lower in {"that", "who"}):
            return False
        if index < end and not tokens[index].lower.endswith("ed"):
            continue  # “a plan” is no verb inside the phrase
        if clause.is_finite(index, index + 1):
            return True
    return False


# -- “…, he said, …” ----------------------------------------------------------------------


def _aside(clause: RetellingSentence, cue: Cue) -> Retold | None:
    if not _may_stand_aside(clause, cue):
        return None
    found = _before_verb(clause, cue) or _after_verb(clause, cue)
    if found is None:
        return None
    speaker, opening, after = found
    start = after_dateline(clause.tokens)
    close = _closing(clause, after)
    if close is None or clause.count(start, opening) < FEWEST_WORDS - 1:
        return None
    if _has_object(clause, cue, after, close):
        return None
    pieces = _around_aside(clause, start, opening, close)
    pieces = _clauses_only(clause, pieces)
    return _retold(clause, "aside", pieces, speaker, cue) if pieces else None


def _clauses_only(
    clause: RetellingSentence, pieces: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pieces if they make a clause, the second only where it needs or makes one itself."""
    finite = [clause.is_finite(begin, end) for begin, end in pieces]
    if not any(finite):
        return []
    if len(pieces) > 1:
        begin = pieces[1][0]
        if clause.has_mark_before(begin):
            return []
        if not finite[1]:
            return [pieces[0]]
    return list(pieces)


def _may_stand_aside(clause: RetellingSentence, cue: Cue) -> bool:
    if cue.participle or clause.sentence.goes_on or clause.tokens[0].text in _DASHES:
        return False
    beside = clause.words.beside
    if beside and clause.word(cue.first) not in beside:
        return False
    return not is_blocked(clause, cue)


def _around_aside(
    clause: RetellingSentence, start: int, opening: int, close: int
) -> list[tuple[int, int]]:
    """What stands before an aside and after it; nothing where a quotation takes that over."""
    tokens, leads_up = clause.tokens, clause.sentence.leads_up
    before = (start, opening)
    if close >= len(tokens) or tokens[close].text in STOPS:
        return [] if leads_up or _is_dependent(clause, start, opening) else [before]
    if clause.word(close + 1) in clause.words.ends_at:
        return [before]
    end = clause.end_of_clause(close + 1)
    if clause.count(close + 1, end) < FEWEST_WORDS:
        return [] if leads_up else [before]
    return [] if leads_up and end == len(tokens) else [before, (close + 1, end)]


def _before_verb(clause: RetellingSentence, cue: Cue) -> tuple[Phrase, int, int] | None:
    """“, NAME said”: the speaker, the comma before it, and what follows the verb."""
    tokens = clause.tokens
    if not cue.first or clause.word(cue.first - 1) in clause.lexicon.relatives:
        return None
    found = subject_before(tokens, cue.first, clause.lexicon)
    if found is None or not found.begin or not is_somebody(clause, found):
        return None
    before = tokens[found.begin - 1].text
    if before != "," and before not in _DASHES:
        return None
    return found, found.begin - 1, cue.last + 1


def _after_verb(clause: RetellingSentence, cue: Cue) -> tuple[Phrase, int, int] | None:
    """“, said NAME”."""
    tokens, lexicon = clause.tokens, clause.lexicon
    before = tokens[cue.first - 1].text if cue.first else ""
    if before != "," and before not in _DASHES:
        return None
    end = phrase_end(tokens, cue.last + 1, lexicon)
    if end <= cue.last + 1 or not _may_be_named(clause, cue.last + 1, end):
        return None
    last = apposition_end(tokens, end, lexicon)
    found = Phrase(cue.last + 1, end, last)
    return (found, cue.first - 1, last) if is_somebody(clause, found) else None


def _may_be_named(clause: RetellingSentence, begin: int, end: int) -> bool:
    """False for the “tighter controls” of “, announced tighter controls”."""
    lexicon = clause.lexicon
    if lexicon.language != "en" or clause.tokens[begin].is_capital:
        return True
    last = clause.word(end - 1)
    first = clause.word(begin)
    return (
        first in lexicon.determiners
        or first in lexicon.pronouns
        or last.removesuffix("s") in lexicon.roles
        or last in lexicon.roles
    )


def _has_object(clause: RetellingSentence, cue: Cue, begin: int, close: int) -> bool:
    """True for “asked questions about it”: the verb has another object than the clause."""
    if begin >= close or clause.word(begin) in clause.lexicon.objects:
        return False
    if clause.word(begin) == "to" or clause.word(begin) in clause.words.not_clauses:
        return clause.lexicon.language == "en"
    if clause.word(cue.first) in clause.words.receivers:
        return False
    return clause.tokens[begin].is_word and not _is_circumstance(clause, begin)


def _closing(clause: RetellingSentence, begin: int) -> int | None:
    """The comma, dash or full stop that closes an aside, None when a clause follows instead."""
    tokens = clause.tokens
    for index in range(begin, min(len(tokens), begin + _LONGEST_ASIDE)):
        text = tokens[index].text
        if text == "," or text in _DASHES or text in STOPS:
            return index
        if text in BREAKS or clause.word(index) in clause.words.that:
            return None
        if clause.words.finite and clause.is_finite(index, index + 1):
            return None
        if clause.word(index) in clause.lexicon.subordinators:
            return None
    return len(tokens) if begin >= len(tokens) - _LONGEST_ASIDE else None


def _is_dependent(clause: RetellingSentence, start: int, end: int) -> bool:
    """True for “When asked”, which is no clause of its own."""
    first = clause.word(start)
    depends = first in clause.lexicon.subordinators or first.endswith(("ing", "ed"))
    return depends and not any(t.text == "," for t in clause.tokens[start:end])


# -- “according to …” ---------------------------------------------------------------------


def _sourced(clause: RetellingSentence) -> Iterator[Retold]:
    tokens = clause.tokens
    according = clause.words.according
    starts = {phrase[0] for phrase in according}
    for index, token in enumerate(tokens):
        if token.lower not in starts:
            continue
        for phrase in according:
            after = index + len(phrase)
            if tuple(t.lower for t in tokens[index:after]) != phrase:
                continue
            found = _source(clause, index, after)
            if found is not None:
                yield found
            break


def _source(clause: RetellingSentence, index: int, after: int) -> Retold | None:
    tokens, lexicon = clause.tokens, clause.lexicon
    end = phrase_end(tokens, after, lexicon)
    if end <= after or clause.word(after) in clause.words.not_sources | lexicon.cues:
        return None
    cue = Cue(index, after - 1, weak=False, participle=False)
    start = after_dateline(tokens)
    if clause.count(start, index) < _OPENERS:
        return _leading_source(clause, Phrase(after, end, end), cue)
    if clause.sentence.goes_on:
        return None
    last = apposition_end(tokens, end, lexicon)
    close = _closing(clause, last)
    if close is None or not clause.is_finite(start, index):
        return None
    opening = index - 1 if tokens[index - 1].text in {",", *_DASHES} else index
    pieces = [(start, opening)]
    if close < len(tokens) and tokens[close].text == "," and opening < index:
        stop = clause.end_of_clause(close + 1)
        goes_on = clause.word(close + 1) not in clause.words.ends_at
        if goes_on and not (stop == len(tokens) and clause.sentence.leads_up):
            pieces.append((close + 1, stop))
    pieces = _clauses_only(clause, pieces)
    return _retold(clause, "according", pieces, Phrase(after, end, end), cue) if pieces else None


def _leading_source(clause: RetellingSentence, source: Phrase, cue: Cue) -> Retold | None:
    """“According to NAME, the mayor, the road is closed”."""
    tokens = clause.tokens
    comma = next(
        (
            index
            for index in range(source.end, min(len(tokens), source.end + _LONGEST_ASIDE))
            if tokens[index].text == ","
        ),
        None,
    )
    if comma is None:
        return None
    following = next(
        (
            index
            for index in range(comma + 1, min(len(tokens), comma + _LONGEST_ASIDE))
            if tokens[index].text == ","
        ),
        None,
    )
    last = source.end
    if following is not None and _describes(clause, comma, following):
        last = comma = following
    begin = comma + 1
    end = clause.end_of_clause(begin)
    if not clause.is_finite(begin, end) or (end == len(tokens) and clause.sentence.leads_up):
        return None
    return _retold(clause, "according", [(begin, end)], Phrase(source.begin, source.end, last), cue)


def _describes(clause: RetellingSentence, comma: int, following: int) -> bool:
    """Whether the words between two commas describe the source and do not begin the clause."""
    if apposition_end(clause.tokens, comma, clause.lexicon) != following:
        return False
    after = clause.word(following + 1)
    if after in clause.lexicon.relatives or after in clause.lexicon.auxiliaries:
        return False
    return not clause.is_finite(comma + 1, following)


def _end_of_retold(clause: RetellingSentence, begin: int, speaker: Phrase) -> int:
    """Where the clause ends; after “When he said that” it ends at the next comma."""
    end = clause.end_of_clause(begin)
    before = clause.word(speaker.begin - 1) if speaker.begin else ""
    opening = before in clause.lexicon.subordinators or before in clause.words.that
    if not opening or speaker.begin > _OPENERS:
        return end
    for index in range(begin, end):
        if clause.tokens[index].text == ",":
            return index
    return end


def _retold(
    clause: RetellingSentence,
    pattern: str,
    pieces: Sequence[tuple[int, int]],
    speaker: Phrase,
    cue: Cue,
) -> Retold | None:
    """The retold clause without punctuation at its ends, None when too little is left."""
    tokens = clause.tokens
    trimmed = []
    for begin, end in pieces:
        low, high = begin, min(end, len(tokens))
        if pattern != "that" and low == begin and clause.word(low) in clause.lexicon.conjunctions:
            low += 1
        while low < high and not tokens[low].is_word and tokens[low].text not in "$€£¥":
            low += 1
        while high > low and not tokens[high - 1].is_word and tokens[high - 1].text != "%":
            high -= 1
        if low < high:
            trimmed.append((low, high))
    fewest = FEWEST_WORDS if clause.lexicon.has_articles else FEWEST_WORDS - 1
    if not trimmed or sum(clause.count(*piece) for piece in trimmed) < fewest:
        return None
    if pattern in {"that", "bare"} and _is_cut(clause, *trimmed[-1]):
        return None
    return Retold(pattern, tuple(trimmed), speaker, cue)


def _is_cut(clause: RetellingSentence, begin: int, end: int) -> bool:
    """True when the clause runs on into a quotation, which says who spoke by itself."""
    if clause.sentence.leads_up and clause.word(begin) in clause.lexicon.subordinators:
        return True  # “said that once they meet, “…””
    return clause.sentence.leads_up and end == len(clause.tokens)
