"""Quotations and their speakers, suggested by rules. Offsets are code points of the text."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from stanceline.suggest.grammar.lexicon import Lexicon, lexicon_for
from stanceline.suggest.grammar.tokens import (
    Token,
    count_words,
    is_finished,
    sentences_of,
    tokens_of,
)
from stanceline.suggest.grammar.verbs import PLACE
from stanceline.suggest.marks.boilerplate import boilerplate_spans, is_boilerplate
from stanceline.suggest.marks.dashed_tags import names_a_thing, without_tags
from stanceline.suggest.marks.dialogue import dashed_spans
from stanceline.suggest.marks.insertions import without_insertions
from stanceline.suggest.marks.pairing import (
    MarkedSpan,
    begins_with_mark,
    marked_spans,
    uses_single_marks,
)
from stanceline.suggest.marks.paragraphs import paragraph_spans
from stanceline.suggest.people.in_cases import people_for
from stanceline.suggest.people.person import KnownSpeaker, Person
from stanceline.suggest.speakers.after_marks import signature
from stanceline.suggest.speakers.before_marks import introduces, told_in
from stanceline.suggest.speakers.confidence import (
    NOBODY,
    confidence_after,
    confidence_in,
    confidence_with_marks,
    kind_of,
    strength_of,
)
from stanceline.suggest.speakers.farther import (
    beside_in,
    dropped_subject,
    has_hidden_speaker,
    mention_later,
    name_beside,
    said_inside,
)
from stanceline.suggest.speakers.free_order import mention_after, mention_before, subject_in
from stanceline.suggest.speakers.mention import Mention, Surroundings
from stanceline.suggest.speakers.reasons import reason_for

__all__ = ["KnownSpeaker", "QuoteSuggestion", "boilerplate_spans", "find_quotes"]

_PARTIAL_WORDS = 5
_LONGEST_SENTENCE = 200
_SAID_AFTER = frozenset({"quote-verb-subject", "quote-subject-verb"})
_SHORTEST_OPENING = 3
_MOST_FRAGMENTS = 3
_LONGEST_INSIDE = 1000  # characters searched for “she said” among the quoted words
_GOES_ON = frozenset({"same-paragraph", "continued"})
_INNER_MARKS = frozenset("'’”\"»")
_ENDINGS = frozenset(".!?…,;:—–-")


@dataclass(frozen=True, slots=True)
class QuoteSuggestion:
    """One quoted segment with the speaker that the words beside it point to.

    ``start`` and ``end`` are code points, inside the marks and without white space. ``speaker``
    is the mention as written, ``name`` the person or body behind it in the best known form.
    Segments of one utterance (“…,” she said, “…”) share ``group``. ``level`` is ``full`` for
    whole sentences, ``partial`` for quoted parts of five words or more, else ``fragment``.
    """

    start: int
    end: int
    speaker: str | None
    name: str | None
    speaker_span: tuple[int, int] | None
    cue: str | None
    cue_span: tuple[int, int] | None
    pattern: str
    confidence: float
    reason: str
    group: int
    level: str


def find_quotes(
    text: str,
    language: str = "en",
    *,
    known_speakers: Iterable[KnownSpeaker] = (),
    fragments: bool = False,
) -> list[QuoteSuggestion]:
    """The quotations of an article in order, with their speakers where the words tell.

    ``language`` is a tag such as ``uk``; ``known_speakers`` lets the names of a workspace be
    recognised; ``fragments`` adds quoted words of fewer than five words that nothing marks as
    speech. Never raises, whatever the text; the time taken grows in line with its length.
    """
    return _Reading(text, lexicon_for(language), known_speakers, fragments=fragments).quotes()


@dataclass(slots=True)
class _Quote:
    span: MarkedSpan
    around: Surroundings
    sentence: int
    words: int
    at_start: bool  # the marks open their paragraph
    alone: bool  # and nothing follows them
    resumes: bool  # the quotation before it broke off with a comma
    mention: Mention | None = None
    pattern: str = "none"
    person: Person | None = None
    name: str | None = None
    group: int = 0
    confidence: float = NOBODY
    beside: bool = False  # a cue or a colon stands right at the marks
    said_by_pronoun: bool = False


class _Reading:
    """One pass over one article."""

    def __init__(
        self,
        text: str,
        lexicon: Lexicon,
        known: Iterable[KnownSpeaker],
        *,
        fragments: bool,
    ) -> None:
        self._text = text
        self._lexicon = lexicon
        self._fragments = fragments
        self._people = people_for(lexicon, known)
        self._found: list[_Quote] = []
        self._sentence = 0
        self._open = False  # the last paragraph left its quotation open
        self._last_paragraph: list[_Quote] = []
        self._last_sentence: list[Token] = []
        self._last_stands_apart = False  # that sentence, from the quotation before it
        self._groups = 0

    def quotes(self) -> list[QuoteSuggestion]:
        text = self._text
        single = uses_single_marks(text)
        spans = [
            (start, end)
            for start, end in paragraph_spans(text)
            if not is_boilerplate(text, start, end, self._lexicon.language)
        ]
        self._people.read_text(text)
        paragraphs = []
        for index, (start, end) in enumerate(spans):
            continued = index + 1 < len(spans) and begins_with_mark(text, *spans[index + 1])
            marked = marked_spans(text, start, end, single=single, continued=continued)
            outer = [
                part
                for span in marked
                if span.depth == 0 and not self._names_a_thing(start, span)
                for whole in without_insertions(text, span, self._lexicon)
                for part in without_tags(text, whole, self._lexicon)
            ]
            if not outer:
                outer = dashed_spans(text, start, end, self._lexicon)
            chunks = self._chunks(start, end, outer)
            for chunk in chunks:
                for sentence in chunk:
                    self._people.read(sentence, self._sentence)
                    self._sentence += 1
            paragraphs.append((start, outer, chunks))
        self._sentence = 0
        for start, outer, chunks in paragraphs:
            self._sign(outer, chunks)
            self._read_paragraph(start, outer, chunks)
        return [self._suggestion(quote) for quote in self._found if self._is_kept(quote)]

    def _names_a_thing(self, start: int, span: MarkedSpan) -> bool:
        return not self._fragments and names_a_thing(self._text, start, span, self._lexicon)

    def _chunks(self, start: int, end: int, outer: list[MarkedSpan]) -> list[list[list[Token]]]:
        """The sentences between the quotations: one more chunk than there are quotations."""
        edges = [start, *(e for span in outer for e in (span.outer_start, span.outer_end)), end]
        return [
            sentences_of(tokens_of(self._text, edges[i], edges[i + 1], self._lexicon))
            for i in range(0, len(edges), 2)
        ]

    def _read_paragraph(
        self, start: int, outer: list[MarkedSpan], chunks: list[list[list[Token]]]
    ) -> None:
        quotes: list[_Quote] = []
        for index, span in enumerate(outer):
            before, after = chunks[index], chunks[index + 1]
            self._sentence += len(before)
            quotes.append(
                _Quote(
                    span=span,
                    around=self._surroundings(index, outer, chunks, quotes[-1] if quotes else None),
                    sentence=self._sentence,
                    words=count_words(self._text[span.start : span.end]),
                    at_start=span.outer_start == start,
                    alone=len(outer) == 1 and not before and not after,
                    resumes=bool(quotes) and quotes[-1].around.ending == ",",
                )
            )
        self._sentence += len(chunks[-1])
        sentence = self._sentence - sum(map(len, chunks))
        for index, chunk in enumerate(chunks):
            for tokens in chunk:
                self._people.follow(tokens, sentence)
                sentence += 1
            if index < len(quotes):
                self._attribute(quotes[index], quotes[index - 1] if index else None)
        self._found.extend(quotes)
        tail = chunks[-1][-1] if chunks[-1] else []
        if quotes or tail:
            self._last_paragraph = quotes
            self._last_sentence = tail
            self._last_stands_apart = len(chunks[-1]) > 1
            self._open = bool(quotes) and not quotes[-1].span.closed

    def _sign(self, outer: list[MarkedSpan], chunks: list[list[list[Token]]]) -> None:
        """Give the quotation that a paragraph consisted of to the “— NAME” set under it."""
        if outer or len(self._last_paragraph) != 1 or not self._last_paragraph[0].alone:
            return
        found = signature([t for sentence in chunks[0] for t in sentence], self._lexicon)
        if found is not None:
            self._settle(self._last_paragraph[0], found)

    def _surroundings(
        self,
        index: int,
        outer: list[MarkedSpan],
        chunks: list[list[list[Token]]],
        previous: "_Quote | None",
    ) -> Surroundings:
        span, before = outer[index], chunks[index]
        leading: list[Token] = []
        earlier = before
        if before and not is_finished(before[-1]):
            leading, earlier = before[-1], before[:-1]
        after, first, has_next = self._past_fragments(index, outer, chunks)
        joined = index > 0 and len(before) <= 1
        whole = leading
        if joined and previous is not None and not self._ends_sentence(previous, leading):
            place = Token(PLACE, PLACE, previous.span.outer_start, previous.span.outer_end)
            whole = [*previous.around.whole, place, *leading]
        return Surroundings(
            before=leading[-_LONGEST_SENTENCE:],
            earlier=earlier,
            after=first[:_LONGEST_SENTENCE],
            ending=self._ending(span),
            quote_follows=has_next and len(after) <= 1 and not is_finished(first),
            joined=joined,
            whole=whole[-_LONGEST_SENTENCE:],
        )

    def _past_fragments(
        self, index: int, outer: list[MarkedSpan], chunks: list[list[list[Token]]]
    ) -> tuple[list[list[Token]], list[Token], bool]:
        """What follows a quotation, read on past two or three quoted words in mid-sentence."""
        after = chunks[index + 1]
        first = after[0] if after else []
        following = index + 1
        while (
            following < min(len(outer), index + _MOST_FRAGMENTS)
            and len(after) == 1
            and not is_finished(first)
            and first[-1].is_word
            and self._is_fragment(outer[following])
            and chunks[following + 1]
        ):
            span = outer[following]
            after = chunks[following + 1]
            place = Token(PLACE, PLACE, span.outer_start, span.outer_end)
            first = [*first, place, *after[0]]
            following += 1
        return after, first, following < len(outer)

    def _is_fragment(self, span: MarkedSpan) -> bool:
        words = self._text[span.start : span.end].split()
        return len(words) < _PARTIAL_WORDS and self._text[span.end - 1] not in ".!?…"

    def _ends_sentence(self, previous: _Quote, following: list[Token]) -> bool:
        capital = bool(following) and following[0].is_capital
        return previous.around.ending in ".!?" and capital

    def _ending(self, span: MarkedSpan) -> str:
        """The last character of the quoted words, whatever quotation ends inside them."""
        at = span.end - 1
        while at > span.start and self._text[at] in _INNER_MARKS:
            at -= 1
        return self._text[at]

    # -- who said it ----------------------------------------------------------------------

    def _attribute(self, quote: _Quote, previous: _Quote | None) -> None:
        around = quote.around
        if not self._lexicon.verbs:
            self._guess(quote)
            return
        before = mention_before(around, self._lexicon)
        after = mention_after(around, self._lexicon)
        if after is not None and after.pattern == "dash-name" and before is not None:
            after = None  # a byline
        quote.beside = after is not None or (before is not None and before.near)
        if after is not None and (
            before is None
            or not before.near
            or after.pattern == "quote-verb-subject"
            or (around.ending in ",!?" and not self._is_opened(around, before))
        ):
            self._settle(quote, after)
        elif before is not None:
            self._settle(quote, before)
        else:
            self._infer(quote, previous)

    def _guess(self, quote: _Quote) -> None:
        """The name beside the marks, all that can be told without the words of a language."""
        around = quote.around
        goes_on = around.after and not around.after[0].is_capital
        found = name_beside(around.after) if goes_on else None
        found = found or name_beside(around.before, last=True)
        if found is not None:
            quote.beside = True
            return self._settle(quote, found)
        if quote.at_start and self._open and self._last_paragraph:
            return self._inherit(quote, self._last_paragraph[-1], "continued", same_group=True)
        quote.group = self._new_group()
        return None

    def _is_opened(self, around: Surroundings, before: Mention) -> bool:
        """True for “NAME said, “…””: the verb stands at the marks, in a sentence of its own."""
        if around.joined or len(around.before) < _SHORTEST_OPENING or before.cue is None:
            return False
        return around.before[-1].text in {",", ":"} and around.before[-2].end == before.cue[1]

    def _without_subject(self, quote: _Quote) -> Mention | None:
        """Whom “«…», añade.” goes on about, in a language that leaves out its pronouns."""
        if not self._lexicon.drops_subjects:
            return None
        last = self._last_sentence if quote.at_start and not self._open else ()
        cue = dropped_subject(quote.around, self._lexicon, last_sentence=last)
        if cue is None:
            return None
        seen = self._people.in_mind(quote.span.start, quote.sentence)
        if seen is None or seen.end <= seen.start:
            return None
        quote.beside = True
        return Mention("previous-subject", seen.start, seen.end, cue)

    def _infer(self, quote: _Quote, previous: _Quote | None) -> None:
        around = quote.around
        found = self._without_subject(quote) or mention_later(around, self._lexicon)
        if found is not None:
            return self._settle(quote, found)
        if around.before and not around.joined:
            if has_hidden_speaker(around.before, self._lexicon):
                quote.group = self._new_group()
                return None
            found = subject_in(around.before, "sentence-subject", self._lexicon)
            if found is not None:
                if self._lexicon.has_gendered_roles and around.before[-1].text == ":":
                    quote.beside = True
                return self._settle(quote, found)
        earlier = around.earlier[-1] if around.earlier else []
        if earlier and (previous is None or len(around.earlier) > 1):
            found = told_in(earlier, self._lexicon)
            if found is not None:
                return self._settle(quote, found)
        if previous is not None:
            return self._inherit(quote, previous, "same-paragraph", same_group=True)
        found = subject_in(earlier, "previous-subject", self._lexicon) if earlier else None
        found = found or self._said_inside(quote)
        if found is not None:
            return self._settle(quote, found)
        if not earlier:
            return self._follow_last_paragraph(quote)
        quote.group = self._new_group()
        return None

    def _said_inside(self, quote: _Quote) -> Mention | None:
        """The “she said” among the quoted words, which end there if no mark closes them."""
        span = quote.span
        end = min(span.end, span.start + _LONGEST_INSIDE)
        found = said_inside(tokens_of(self._text, span.start, end, self._lexicon), self._lexicon)
        if found is not None and not span.closed:
            first = found.start if found.cue is None else min(found.start, found.cue[0])
            end = self._text.rfind(",", span.start, first) + 1
            quote.span = replace(span, end=end)
        return found

    def _follow_last_paragraph(self, quote: _Quote) -> None:
        last = self._last_paragraph[-1] if self._last_paragraph else None
        if quote.at_start:
            if self._open and last is not None:
                return self._inherit(quote, last, "continued", same_group=True)
            found = introduces(self._last_sentence, self._lexicon)
            if found is not None:
                quote.beside = True
                return self._settle(quote, found)
            if self._last_sentence and (last is None or self._last_stands_apart):
                found = told_in(self._last_sentence, self._lexicon)
                if found is not None:
                    return self._settle(quote, found)
        if last is not None:
            return self._inherit(quote, last, "floating", same_group=False)
        found = subject_in(self._last_sentence, "previous-subject", self._lexicon) or beside_in(
            quote.around.after, self._lexicon
        )
        if found is not None:
            return self._settle(quote, found)
        quote.group = self._new_group()
        return None

    def _settle(self, quote: _Quote, mention: Mention) -> None:
        quote.mention = mention
        quote.pattern = mention.pattern
        shared = next(
            (o for o in self._found[-1:] if o.mention and o.mention.start == mention.start), None
        )
        quote.group = shared.group if shared else self._new_group()
        tokens = tokens_of(self._text, mention.start, mention.end, self._lexicon)
        quote.person, quote.name = self._people.person_for(tokens, mention.start, quote.sentence)
        cue = None if mention.cue is None else self._text[slice(*mention.cue)]
        kind = kind_of(tokens, quote.name, self._lexicon)
        quote.said_by_pronoun = kind == "pronoun"
        quote.confidence = confidence_in(
            mention.pattern,
            kind,
            strength_of(cue, self._lexicon),
            near=mention.near,
            has_cue=cue is not None,
        )
        if quote.person is not None:
            self._people.spoke(mention.start, quote.person, quote.sentence, mention.end)

    def _inherit(self, quote: _Quote, previous: _Quote, pattern: str, *, same_group: bool) -> None:
        if previous.mention is not None:
            quote.pattern = pattern
            quote.confidence = confidence_after(pattern, previous.confidence)
        quote.mention = previous.mention
        quote.person, quote.name = previous.person, previous.name
        quote.group = previous.group if same_group else self._new_group()

    def _new_group(self) -> int:
        self._groups += 1
        return self._groups

    # -- what is handed out ---------------------------------------------------------------

    def _is_kept(self, quote: _Quote) -> bool:
        if self._is_title(quote) and (not quote.beside or self._is_named(quote)):
            return False
        if not quote.span.opened and quote.pattern not in _SAID_AFTER:
            return False
        if quote.around.before and quote.around.before[-1].lower in self._lexicon.so_called:
            return False
        if quote.words >= _PARTIAL_WORDS or self._fragments:
            return self._fragments or not self._is_name_in_sentence(quote)
        if quote.pattern in _GOES_ON:
            return self._is_sentence(quote) or self._ends_utterance(quote)
        if quote.resumes and self._ends_utterance(quote):
            return True
        return quote.beside and self._is_whole(quote)

    def _ends_utterance(self, quote: _Quote) -> bool:
        """True for the few words after “…», dijo a la salida, «”: the sentence goes on."""
        around = quote.around
        if not around.joined or not around.before or quote.pattern == "continued":
            return False
        if quote.resumes:
            return around.before[-1].text == ","
        if not self._lexicon.has_gendered_roles:
            return False
        after = self._text[quote.span.outer_end : quote.span.outer_end + 1]
        ends = "." in {self._text[quote.span.end - 1], after}
        return around.before[0].text == "," and around.before[-1].text == "," and ends

    def _is_name_in_sentence(self, quote: _Quote) -> bool:
        """True for “Se representará “El jardín de los cerezos””: titles there have one capital."""
        lexicon = self._lexicon
        before = quote.around.before
        if not lexicon.has_gendered_roles or lexicon.has_capital_nouns or not before:
            return False
        return (
            not quote.beside
            and before[-1].text not in {",", ":"}
            and self._text[quote.span.start].isupper()
            and self._text[quote.span.end - 1] not in _ENDINGS
        )

    def _is_whole(self, quote: _Quote) -> bool:
        """True for a sentence, or the part before “, he said”: the stop may follow the marks."""
        if self._text[quote.span.start].islower():
            return False
        said_after = quote.pattern in _SAID_AFTER and not quote.around.before
        if said_after and (quote.said_by_pronoun or not self._is_title(quote)):
            return True  # the comma before the closing mark was lost
        after = self._text[quote.span.outer_end : quote.span.outer_end + 1]
        return self._text[quote.span.end - 1] in _ENDINGS or after in {",", ".", "!", "?"}

    def _is_sentence(self, quote: _Quote) -> bool:
        """True for whole sentences, at the head of their paragraph or after a full stop."""
        return (
            self._is_whole(quote)
            and self._text[quote.span.start].isupper()
            and not any(token.is_word for token in quote.around.before)
        )

    def _is_title(self, quote: _Quote) -> bool:
        words = self._text[quote.span.start : quote.span.end].split()
        if self._lexicon.has_capital_nouns and words[-1][-1] in ".!?":
            return False
        if words[-1][-1] in ".!?" and (len(words) == 1 or not words[-1][0].isupper()):
            return False
        lexicon = self._lexicon
        return all(
            w[0].isupper()
            or not w[0].isalpha()
            or w.lower() in lexicon.function_words
            or w.lower() in lexicon.linkers
            for w in words
        )

    def _is_named(self, quote: _Quote) -> bool:
        """True after “on”, “ABC’s”, “entitled”: the marks hold the name of a thing."""
        if not quote.around.before:
            return False
        last = quote.around.before[-1].lower
        if last == "," and len(quote.around.before) > 1:
            return quote.around.before[-2].lower in self._lexicon.works
        return (
            last in self._lexicon.prepositions
            or last in self._lexicon.linkers
            or last in self._lexicon.naming
            or last.endswith(("'s", "s'"))
        )

    def _level(self, quote: _Quote) -> str:
        said_after = quote.pattern in _SAID_AFTER
        capital = self._text[quote.span.start].isupper()
        before = quote.around.before
        opened = not before or before[-1].text in {",", ":"}
        if self._is_whole(quote) or (said_after and capital and opened):
            return "full"
        return "partial" if quote.words >= _PARTIAL_WORDS else "fragment"

    def _suggestion(self, quote: _Quote) -> QuoteSuggestion:
        mention = quote.mention
        speaker = None
        if mention is not None:
            speaker = self._text[mention.start : mention.end]
        cue = mention.cue if mention is not None else None
        return QuoteSuggestion(
            start=quote.span.start,
            end=quote.span.end,
            speaker=speaker,
            name=quote.name,
            speaker_span=None if mention is None else (mention.start, mention.end),
            cue=None if cue is None else self._text[slice(*cue)],
            cue_span=cue,
            pattern=quote.pattern,
            confidence=round(confidence_with_marks(quote.confidence, quote.span.cost), 3),
            reason=reason_for(quote.pattern, None if cue is None else self._text[slice(*cue)]),
            group=quote.group,
            level=self._level(quote),
        )
