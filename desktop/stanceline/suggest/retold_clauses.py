"""Clauses that retell what somebody said: “He said that …”, “…, he adds, …”.

Each pattern looks at the tokens of one sentence. The clause is what was said in other words,
without the verb of saying and without who said it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stanceline.suggest.outside_quotes import Sentence
from stanceline.suggest.phrases import (
    Cue,
    Phrase,
    after_dateline,
    apposition_end,
    clause_subject,
    cue_at,
    is_day,
    is_infinitive,
    phrase_end,
    subject_before,
)
from stanceline.suggest.quote_lexicon import Lexicon
from stanceline.suggest.quote_tokens import Token
from stanceline.suggest.reported_lexicon import ReportedLexicon

_FARTHEST_CUE = 12
_FARTHEST_SUBJECT = 60
_FARTHEST_VERB = 16
_LONGEST_ASIDE = 16
_LONGEST_SENTENCE = 200
_FEWEST_WORDS = 3
_AUXILIARIES_BACK = 3
_PHRASES_BETWEEN = 3
_OPENERS = 3  # “But in Paris, according to”
_DASHES = frozenset("—–―")
_STOPS = frozenset(".!?…")
_BREAKS = frozenset(";:()[]—–―")
_AS = frozenset({"as", "of", "from", "than", "said", "has", "is"})
_MAY_OPEN = frozenset("$€£¥%'’‘")
_WHO = frozenset({"who", "qui"})
_MARKS = frozenset('“„«"')


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
    for each in _candidates(_Clause(sentence, lexicon, words)):
        if not any(_overlap(each, other) for other in found):
            found.append(each)
    return sorted(found, key=lambda each: each.pieces)


def _overlap(one: Retold, other: Retold) -> bool:
    return any(
        begin < other_end and other_begin < end
        for begin, end in one.pieces
        for other_begin, other_end in (*other.pieces, (other.cue.first, other.cue.last + 1))
    )


@dataclass(frozen=True, slots=True)
class _Clause:
    """A sentence with the words to read it by."""

    sentence: Sentence
    lexicon: Lexicon
    words: ReportedLexicon

    @property
    def tokens(self) -> list[Token]:
        return self.sentence.tokens

    def word(self, index: int) -> str:
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def is_finite(self, begin: int, end: int) -> bool:
        """Whether a verb stands in the range that makes it a clause."""
        tokens, words = self.tokens, self.words
        if not words.finite:
            return sum(token.is_word for token in tokens[begin:end]) > _FEWEST_WORDS
        return any(
            tokens[index].lower in words.finite
            or tokens[index].lower in self.lexicon.other_verbs
            or tokens[index].lower.endswith(("n't", "'s", "'ll", "'d", "'re", "'ve"))
            or (
                tokens[index].lower.endswith("ed")
                and not tokens[index].is_capital
                and self.word(index - 1) not in self.lexicon.determiners
            )
            or (
                tokens[index].lower not in self.lexicon.base_verbs
                and not tokens[index].lower.endswith("ing")
                and cue_at(tokens, index, self.lexicon) is not None
            )
            for index in range(begin, end)
        )

    def has_mark_before(self, index: int) -> bool:
        """Whether a quotation mark was left out before a token."""
        at = self.tokens[index].start
        return at > 0 and self.sentence.text[at - 1] in _MARKS

    def count(self, begin: int, end: int) -> int:
        return sum(token.is_word for token in self.tokens[begin:end])

    def is_left_at(self, comma: int) -> bool:
        """Whether the article speaks for itself again after a comma: “, but”, “, and he”."""
        after = self.word(comma + 1)
        if after in self.lexicon.conjunctions and self.word(comma + 2) in self.lexicon.pronouns:
            return True
        return after in self.words.ends_at

    def end_of_clause(self, begin: int) -> int:
        """Where a retold clause ends: at the full stop, a semicolon, or “, but”."""
        tokens = self.tokens
        limit = min(len(tokens), begin + _LONGEST_SENTENCE)
        for index in range(begin, limit):
            text = tokens[index].text
            if text in _BREAKS or (text in _STOPS and index >= len(tokens) - 2):
                return index
            if text == "," and self.is_left_at(index):
                return index
        return limit


def _candidates(clause: _Clause) -> Iterator[Retold]:
    tokens, lexicon = clause.tokens, clause.lexicon
    if len(tokens) > _LONGEST_SENTENCE * 2:
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


def _joined(clause: _Clause, joint: int) -> Retold | None:
    tokens = clause.tokens
    for index in range(joint - 1, max(-1, joint - _FARTHEST_CUE), -1):
        if tokens[index].text in _BREAKS or tokens[index].text in _STOPS:
            return None
        cue = cue_at(tokens, index, clause.lexicon)
        if cue is None or (cue.weak and not _may_ask(clause, cue, joint)):
            continue
        if not _may_join(clause, cue, joint):
            return None
        speaker = _speaker_of(clause, cue, joint)
        if speaker is None:
            return None
        end = _end_of_retold(clause, joint + 1, speaker)
        return _retold(clause, "that", [(joint + 1, end)], speaker, cue)
    return None


def _may_ask(clause: _Clause, cue: Cue, joint: int) -> bool:
    asks = clause.word(cue.first) in clause.words.asking
    return asks and clause.word(joint) in clause.words.whether


def _may_join(clause: _Clause, cue: Cue, joint: int) -> bool:
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


def _is_circumstance(clause: _Clause, begin: int) -> bool:
    token = clause.tokens[begin]
    return (
        token.lower in clause.lexicon.prepositions
        or token.lower in clause.lexicon.adverbs
        or is_day(token, clause.lexicon)
        or token.lower.endswith("ly")
    )


# -- “said the road …” --------------------------------------------------------------------


def _bare(clause: _Clause, cue: Cue) -> Retold | None:
    tokens, lexicon, words = clause.tokens, clause.lexicon, clause.words
    if clause.word(cue.first) not in words.bare:
        return None
    begin = _after_circumstances(clause, cue.last + 1, clause.word(cue.first) in words.receivers)
    if begin >= len(tokens) or clause.word(begin) in words.not_clauses:
        return None
    end = phrase_end(tokens, begin, lexicon)
    if end <= begin or clause.word(begin) in lexicon.relatives:
        return None
    if cue_at(tokens, begin, lexicon) is not None or clause.word(begin).endswith("ed"):
        return None
    if begin and clause.has_mark_before(begin):
        return None  # a quoted word is what was said, not a clause
    limit = clause.end_of_clause(begin)
    if not _has_verb_soon(clause, begin, end, limit):
        return None
    speaker = _speaker_of(clause, cue, None)
    if speaker is None or clause.word(speaker.begin - 1) in lexicon.relatives:
        return None  # “a wall which he said the state should pay for” is no whole clause
    limit = _end_of_retold(clause, begin, speaker)
    return _retold(clause, "bare", [(begin, limit)], speaker, cue)


def _after_circumstances(clause: _Clause, begin: int, has_listener: bool) -> int:
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


def _has_verb_soon(clause: _Clause, begin: int, end: int, limit: int) -> bool:
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


def _aside(clause: _Clause, cue: Cue) -> Retold | None:
    tokens = clause.tokens
    if cue.participle or clause.sentence.goes_on or tokens[0].text in _DASHES:
        return None
    if clause.words.beside and clause.word(cue.first) not in clause.words.beside:
        return None
    found = _before_verb(clause, cue) or _after_verb(clause, cue)
    if found is None:
        return None
    speaker, opening, after = found
    start = after_dateline(tokens)
    if clause.count(start, opening) < _FEWEST_WORDS - 1 or _is_blocked(clause, cue):
        return None
    close = _closing(clause, after)
    if close is None:
        return None
    if clause.word(after) not in clause.lexicon.objects and _has_object(clause, cue, after, close):
        return None
    pieces = [(start, opening)]
    is_last = close >= len(tokens) or tokens[close].text in _STOPS
    if is_last and (clause.sentence.leads_up or _is_dependent(clause, start, opening)):
        return None
    if not is_last and clause.word(close + 1) not in clause.words.ends_at:
        end = clause.end_of_clause(close + 1)
        if end == len(tokens) and clause.sentence.leads_up:
            return None
        if clause.count(close + 1, end) >= _FEWEST_WORDS:
            pieces.append((close + 1, end))
        elif clause.sentence.leads_up:
            return None
    if not any(clause.is_finite(begin, end) for begin, end in pieces):
        return None
    return _retold(clause, "aside", pieces, speaker, cue)


def _before_verb(clause: _Clause, cue: Cue) -> tuple[Phrase, int, int] | None:
    """“, NAME said”: the speaker, the comma before it, and what follows the verb."""
    tokens = clause.tokens
    if not cue.first or clause.word(cue.first - 1) in clause.lexicon.relatives:
        return None
    found = subject_before(tokens, cue.first, clause.lexicon)
    if found is None or not found.begin or not _is_somebody(clause, found):
        return None
    before = tokens[found.begin - 1].text
    if before != "," and before not in _DASHES:
        return None
    return found, found.begin - 1, cue.last + 1


def _after_verb(clause: _Clause, cue: Cue) -> tuple[Phrase, int, int] | None:
    """“, said NAME”."""
    tokens, lexicon = clause.tokens, clause.lexicon
    before = tokens[cue.first - 1].text if cue.first else ""
    if before != "," and before not in _DASHES:
        return None
    end = phrase_end(tokens, cue.last + 1, lexicon)
    if end <= cue.last + 1:
        return None
    last = apposition_end(tokens, end, lexicon)
    found = Phrase(cue.last + 1, end, last)
    return (found, cue.first - 1, last) if _is_somebody(clause, found) else None


def _has_object(clause: _Clause, cue: Cue, begin: int, close: int) -> bool:
    """True for “asked questions about it”: the verb has another object than the clause."""
    if begin >= close:
        return False
    if clause.word(begin) == "to" or clause.word(begin) in clause.words.not_clauses:
        return clause.lexicon.language == "en"
    if clause.word(cue.first) in clause.words.receivers:
        return False
    return clause.tokens[begin].is_word and not _is_circumstance(clause, begin)


def _closing(clause: _Clause, begin: int) -> int | None:
    """The comma, dash or full stop that closes an aside, None when a clause follows instead."""
    tokens = clause.tokens
    for index in range(begin, min(len(tokens), begin + _LONGEST_ASIDE)):
        text = tokens[index].text
        if text == "," or text in _DASHES or text in _STOPS:
            return index
        if text in _BREAKS or clause.word(index) in clause.words.that:
            return None
        if clause.words.finite and clause.is_finite(index, index + 1):
            return None
        if clause.word(index) in clause.lexicon.subordinators:
            return None
    return len(tokens) if begin >= len(tokens) - _LONGEST_ASIDE else None


def _is_dependent(clause: _Clause, start: int, end: int) -> bool:
    """True for “When asked”, which is no clause of its own."""
    first = clause.word(start)
    depends = first in clause.lexicon.subordinators or first.endswith(("ing", "ed"))
    return depends and not any(t.text == "," for t in clause.tokens[start:end])


# -- “according to …” ---------------------------------------------------------------------


def _sourced(clause: _Clause) -> Iterator[Retold]:
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


def _source(clause: _Clause, index: int, after: int) -> Retold | None:
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
    return _retold(clause, "according", pieces, Phrase(after, end, end), cue)


def _leading_source(clause: _Clause, source: Phrase, cue: Cue) -> Retold | None:
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


def _describes(clause: _Clause, comma: int, following: int) -> bool:
    """Whether the words between two commas describe the source and do not begin the clause."""
    if apposition_end(clause.tokens, comma, clause.lexicon) != following:
        return False
    after = clause.word(following + 1)
    if after in clause.lexicon.relatives or after in clause.lexicon.auxiliaries:
        return False
    return not clause.is_finite(comma + 1, following)


def _end_of_retold(clause: _Clause, begin: int, speaker: Phrase) -> int:
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


# -- who said it --------------------------------------------------------------------------


def _speaker_of(clause: _Clause, cue: Cue, joint: int | None) -> Phrase | None:
    tokens, lexicon = clause.tokens, clause.lexicon
    if _is_blocked(clause, cue):
        return None
    if cue.participle and clause.word(cue.first - 1) not in clause.words.passive:
        found = _subject_of_participle(clause, cue)
    else:
        found = _subject_before(clause, cue.first)
        if found is not None and phrase_end(tokens, found.begin, lexicon) == found.begin:
            found = None
        if found is None and joint is not None and lexicon.language != "en":
            end = phrase_end(tokens, cue.last + 1, lexicon)
            if cue.last + 1 < end < joint:
                found = Phrase(cue.last + 1, end, end)
    return found if found is not None and _is_somebody(clause, found) else None


def _subject_before(clause: _Clause, verb: int) -> Phrase | None:
    """The subject to the left of a verb; for “…, who said” the name just before “who”."""
    tokens, lexicon = clause.tokens, clause.lexicon
    who = verb - 1
    while who > 0 and (
        clause.word(who) in lexicon.auxiliaries or clause.word(who) in lexicon.adverbs
    ):
        who -= 1
    if who > 0 and clause.word(who) in _WHO:
        last = who - 2 if tokens[who - 1].text == "," else who - 1
        first = last
        while first >= 0 and (tokens[first].is_capital or tokens[first].lower in lexicon.particles):
            first -= 1
        if first < last:
            return Phrase(first + 1, last + 1, last + 1)
    return subject_before(tokens, verb, lexicon) if verb else None


def _subject_of_participle(clause: _Clause, cue: Cue) -> Phrase | None:
    """Who is “adding”: the speaker of the verb before it, else the subject of the sentence."""
    tokens, lexicon = clause.tokens, clause.lexicon
    if not cue.first or tokens[cue.first - 1].text != ",":
        return None
    for index in range(cue.first - 1, max(0, cue.first - _FARTHEST_SUBJECT), -1):
        earlier = cue_at(tokens, index, lexicon)
        if earlier is None or earlier.weak or earlier.participle:
            continue
        found = _subject_before(clause, index)
        if found is not None and _is_somebody(clause, found):
            return found
        end = phrase_end(tokens, earlier.last + 1, lexicon)
        if end > earlier.last + 1:
            return Phrase(earlier.last + 1, end, end)
    return None if clause.sentence.goes_on else clause_subject(tokens[: cue.first], lexicon)


def _is_blocked(clause: _Clause, cue: Cue) -> bool:
    """True for what was not said (“did not say”, “might add”) and for “was told”."""
    if is_infinitive(clause.tokens, cue.first, clause.lexicon):
        return True
    for index in range(cue.first - 1, max(-1, cue.first - 1 - _AUXILIARIES_BACK), -1):
        word = clause.word(index)
        if word in clause.words.blocked_by:
            return True
        if word in clause.words.passive:
            return not cue.participle
        if word not in clause.lexicon.auxiliaries and word not in clause.lexicon.adverbs:
            return False
    return False


def _is_somebody(clause: _Clause, phrase: Phrase) -> bool:
    words = [token.lower for token in clause.tokens[phrase.begin : phrase.end] if token.is_word]
    if not words or words[0] in clause.words.own_voice:
        return False
    if words[0] in clause.lexicon.objects and len(words) == 1:
        return False
    if any(word in clause.lexicon.relatives for word in words[1:]):
        return False
    return not (len(words) == 1 and words[0] in clause.lexicon.determiners)


def _retold(
    clause: _Clause,
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
    fewest = _FEWEST_WORDS if clause.lexicon.has_articles else _FEWEST_WORDS - 1
    if not trimmed or sum(clause.count(*piece) for piece in trimmed) < fewest:
        return None
    if pattern in {"that", "bare"} and _is_cut(clause, *trimmed[-1]):
        return None
    return Retold(pattern, tuple(trimmed), speaker, cue)


def _is_cut(clause: _Clause, begin: int, end: int) -> bool:
    """True when the clause runs on into a quotation, which says who spoke by itself."""
    if clause.sentence.leads_up and clause.word(begin) in clause.lexicon.subordinators:
        return True  # “said that once they meet, “…””
    return clause.sentence.leads_up and end == len(clause.tokens)
