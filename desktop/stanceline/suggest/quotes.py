"""Quotations and their speakers, suggested by rules. Offsets are code points of the text."""

from collections.abc import Iterable

from stanceline.records import dataclass
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
from stanceline.suggest.people.person import KnownSpeaker
from stanceline.suggest.speakers.attribution import Attribution
from stanceline.suggest.speakers.confidence import confidence_with_marks
from stanceline.suggest.speakers.keeping import PARTIAL_WORDS, Keeping
from stanceline.suggest.speakers.mention import Surroundings
from stanceline.suggest.speakers.quote import Quote
from stanceline.suggest.speakers.reasons import reason_for

__all__ = ["KnownSpeaker", "QuoteSuggestion", "boilerplate_spans", "find_quotes"]

_LONGEST_SENTENCE = 200
_MOST_FRAGMENTS = 3
_INNER_MARKS = frozenset("'’”\"»")


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
        self._attribution = Attribution(text, lexicon, self._people)
        self._keeping = Keeping(text, lexicon, fragments=fragments)
        self._sentence = 0

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
            self._attribution.sign(outer, chunks)
            self._read_paragraph(start, outer, chunks)
        return [
            self._suggestion(quote)
            for quote in self._attribution.found
            if self._keeping.keeps(quote)
        ]

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
        quotes: list[Quote] = []
        for index, span in enumerate(outer):
            before, after = chunks[index], chunks[index + 1]
            self._sentence += len(before)
            quotes.append(
                Quote(
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
                self._attribution.attribute(quotes[index], self._said_before(quotes, index))
        self._attribution.end_paragraph(quotes, chunks[-1])

    def _said_before(self, quotes: list[Quote], index: int) -> Quote | None:
        """The quotation before one in its paragraph, passing over the titles of things."""
        for quote in reversed(quotes[max(0, index - _MOST_FRAGMENTS) : index]):
            if quote.beside or quote.resumes or not self._keeping.is_title(quote):
                return quote
        return None

    def _surroundings(
        self,
        index: int,
        outer: list[MarkedSpan],
        chunks: list[list[list[Token]]],
        previous: Quote | None,
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
            quote_is_next=index + 1 < len(outer) and len(chunks[index + 1]) == 1,
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
        return len(words) < PARTIAL_WORDS and self._text[span.end - 1] not in ".!?…"

    def _ends_sentence(self, previous: Quote, following: list[Token]) -> bool:
        capital = bool(following) and following[0].is_capital
        return previous.around.ending in ".!?" and capital

    def _ending(self, span: MarkedSpan) -> str:
        """The last character of the quoted words, whatever quotation ends inside them."""
        at = span.end - 1
        while at > span.start and self._text[at] in _INNER_MARKS:
            at -= 1
        return self._text[at]

    def _suggestion(self, quote: Quote) -> QuoteSuggestion:
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
            level=self._keeping.level(quote),
        )
