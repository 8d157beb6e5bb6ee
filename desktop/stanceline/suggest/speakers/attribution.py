"""Who said the quotations of an article, one after the other in the order of the text."""

from dataclasses import replace

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import Token, tokens_of
from stanceline.suggest.marks.pairing import MarkedSpan
from stanceline.suggest.people.people import People
from stanceline.suggest.speakers.after_marks import signature
from stanceline.suggest.speakers.before_marks import introduces, told_in
from stanceline.suggest.speakers.confidence import (
    confidence_after,
    confidence_in,
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
from stanceline.suggest.speakers.quote import Quote

_SHORTEST_OPENING = 3
_LONGEST_INSIDE = 1000  # characters searched for “she said” among the quoted words


class Attribution:
    """The speakers of one article, found paragraph by paragraph; ``found`` are its quotations."""

    def __init__(self, text: str, lexicon: Lexicon, people: People) -> None:
        self._text = text
        self._lexicon = lexicon
        self._people = people
        self.found: list[Quote] = []
        self._open = False  # the last paragraph left its quotation open
        self._last_paragraph: list[Quote] = []
        self._last_sentence: list[Token] = []
        self._last_stands_apart = False  # that sentence, from the quotation before it
        self._groups = 0

    def sign(self, outer: list[MarkedSpan], chunks: list[list[list[Token]]]) -> None:
        """Give the quotation that a paragraph consisted of to the “— NAME” set under it."""
        if outer or len(self._last_paragraph) != 1 or not self._last_paragraph[0].alone:
            return
        found = signature([t for sentence in chunks[0] for t in sentence], self._lexicon)
        if found is not None:
            self._settle(self._last_paragraph[0], found)

    def end_paragraph(self, quotes: list[Quote], sentences: list[list[Token]]) -> None:
        """Take leave of a paragraph with its quotations and the sentences after the last."""
        self.found.extend(quotes)
        tail = sentences[-1] if sentences else []
        if quotes or tail:
            self._last_paragraph = quotes
            self._last_sentence = tail
            self._last_stands_apart = len(sentences) > 1
            self._open = bool(quotes) and not quotes[-1].span.closed

    def attribute(self, quote: Quote, previous: Quote | None) -> None:
        """Find who said a quotation; ``previous`` is the one before it in its paragraph."""
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

    def _guess(self, quote: Quote) -> None:
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

    def _without_subject(self, quote: Quote) -> Mention | None:
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

    def _infer(self, quote: Quote, previous: Quote | None) -> None:
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
                if around.before[-1].text == ":":
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

    def _said_inside(self, quote: Quote) -> Mention | None:
        """The “she said” among the quoted words, which end there if no mark closes them."""
        span = quote.span
        end = min(span.end, span.start + _LONGEST_INSIDE)
        found = said_inside(tokens_of(self._text, span.start, end, self._lexicon), self._lexicon)
        if found is not None and not span.closed:
            first = found.start if found.cue is None else min(found.start, found.cue[0])
            end = self._text.rfind(",", span.start, first) + 1
            quote.span = replace(span, end=end)
        return found

    def _follow_last_paragraph(self, quote: Quote) -> None:
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

    def _settle(self, quote: Quote, mention: Mention) -> None:
        quote.mention = mention
        quote.pattern = mention.pattern
        shared = next(
            (o for o in self.found[-1:] if o.mention and o.mention.start == mention.start), None
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

    def _inherit(self, quote: Quote, previous: Quote, pattern: str, *, same_group: bool) -> None:
        if previous.mention is not None:
            quote.pattern = pattern
            quote.confidence = confidence_after(pattern, previous.confidence)
        quote.mention = previous.mention
        quote.person, quote.name = previous.person, previous.name
        quote.group = previous.group if same_group else self._new_group()

    def _new_group(self) -> int:
        self._groups += 1
        return self._groups
