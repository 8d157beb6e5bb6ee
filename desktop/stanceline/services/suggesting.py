"""Proposing quotations and events; what becomes of them is in ``deciding``."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from stanceline.domain.articles import Article
from stanceline.domain.spans import SEGMENT_JOIN, Span
from stanceline.domain.suggestions import Suggestion, SuggestionKind, SuggestionStatus
from stanceline.formats.languages import language_of
from stanceline.records import dataclass
from stanceline.services.deciding import (
    Stand,
    accept_confident,
    accept_event,
    accept_for_speaker,
    accept_suggestion,
    reject_suggestion,
)
from stanceline.services.learning import learnt_in, offering
from stanceline.services.progress import QUIET, Cancelled, Progress
from stanceline.services.workspace import Changed, LongAction, Workspace, found
from stanceline.storage import articles, events, quotations, speakers, suggestions, tables
from stanceline.suggest.dated import DateSuggestion

if TYPE_CHECKING:
    from stanceline.suggest.events import EventSuggestion
    from stanceline.suggest.quotes import KnownSpeaker, QuoteSuggestion

__all__ = [
    "Stand",
    "TextSuggestions",
    "accept_confident",
    "accept_event",
    "accept_for_speaker",
    "accept_suggestion",
    "boilerplate_of",
    "date_events_anew",
    "dates_of",
    "reject_suggestion",
    "suggest_for_all",
    "suggest_raw",
    "suggest_text",
    "suggestions_of",
    "want_kinds",
    "wanted_kinds",
]

_MOST_NAMED = 500
"""So many ids are named in one statement, which SQLite bounds."""

_TOGETHER = 25
"""So many articles are stored in one transaction: enough that its own cost vanishes."""


def suggest_for_all(
    workspace: Workspace,
    article_ids: Iterable[int] | None = None,
    progress: Progress = QUIET,
    within: LongAction | None = None,
) -> int:
    """Fill the queue for these articles (all of them by default); how many now wait.

    Only kinds that are wanted are proposed. What was decided before stays decided. It is one
    action unless it is to be ``within`` one, stored some articles at a time, so that a
    cancelled run keeps what it has found. Articles that are deleted before their turn are
    left out; raises NotFound when none is there to begin with.
    """
    if within is None:
        with workspace.long_action("Look for suggestions", *_SUGGESTED) as action:
            return suggest_for_all(workspace, article_ids, progress, action)
    with workspace.reading() as session:
        wanted = (
            list(session.scalars(select(tables.Article.id).order_by(tables.Article.id)))
            if article_ids is None
            else _still_there(session, article_ids)
        )
        reader = _Reader(_known_speakers(session), _wanted_kinds(session))
    waiting = 0
    read: list[_Read] = []
    try:
        for done, article in enumerate(_articles(workspace, wanted), start=1):
            read.append((article, reader.proposed(article)))
            if len(read) == _TOGETHER:
                waiting += _store(workspace, within, reader, read)
                read = []
            progress.step(done, len(wanted), article.title)
    except Cancelled:
        _store(workspace, within, reader, read)
        raise
    return waiting + _store(workspace, within, reader, read)


def _still_there(session: Session, article_ids: Iterable[int]) -> list[int]:
    """These ids without those of deleted articles; raises NotFound when that leaves none."""
    asked = list(article_ids)
    there: dict[int, int] = {}
    for first in range(0, len(asked), _MOST_NAMED):
        there |= articles.revisions(session, asked[first : first + _MOST_NAMED])
    if asked and not there:
        found(None, "The article")
    return [each for each in asked if each in there]


_SUGGESTED = (Changed.SUGGESTIONS, Changed.ARTICLES)
_Read = tuple[Article, Sequence[Suggestion]]


def date_events_anew(session: Session, article_ids: Sequence[int]) -> None:
    """Have what is suggested to have happened counted from the dates that articles have now.

    It is for an action that gives articles another date or language. Where it would take
    long, events with dates that were counted from the old one are only withdrawn.
    """
    looked_at = suggestions.looked_at(session, article_ids)
    if len(looked_at) > _TOGETHER:
        suggestions.withdraw_counted(session, looked_at)
    elif looked_at:
        session.flush()
        reader = _Reader(_known_speakers(session), _wanted_kinds(session))
        found_there = [articles.get(session, article_id) for article_id in looked_at]
        read = [(each, reader.proposed(each)) for each in found_there if each is not None]
        _put_together(session, read)


def _articles(workspace: Workspace, ids: Sequence[int]) -> Iterator[Article]:
    """The articles of these ids in their order, some of them read at a time.

    Those that were deleted meanwhile, or whose import was undone, are left out.
    """
    for first in range(0, len(ids), _TOGETHER):
        with workspace.reading() as session:
            some = [articles.get(session, each) for each in ids[first : first + _TOGETHER]]
        yield from (each for each in some if each is not None)


def _known_speakers(session: Session) -> list["KnownSpeaker"]:
    # Imported late, as all that suggests is: it takes long to load, and nobody may ask for it.
    from stanceline.suggest.quotes import KnownSpeaker

    return [KnownSpeaker(each.name, each.aliases) for each in speakers.every(session)]


class _Reader:
    """Proposes what is wanted of articles, as a workspace knows its speakers."""

    def __init__(self, known: Sequence["KnownSpeaker"], kinds: frozenset[SuggestionKind]) -> None:
        self._known = known
        self._kinds = kinds

    def proposed(self, article: Article) -> list[Suggestion]:
        """Everything that the article's text suggests, whatever was decided before."""
        from stanceline.suggest.events import find_events
        from stanceline.suggest.outside import Outside
        from stanceline.suggest.quotes import find_quotes
        from stanceline.suggest.reported import find_reported

        spoken = article.language or "en"
        quotes = find_quotes(article.body, spoken, known_speakers=self._known)
        outside = Outside(article.body, spoken, quotes, self._known)
        proposed: list[Suggestion] = []
        if SuggestionKind.QUOTATION in self._kinds:
            proposed += _joined(article, quotes, SuggestionKind.QUOTATION)
        if SuggestionKind.REPORTED in self._kinds:
            reported = find_reported(article.body, spoken, outside=outside)
            proposed += _joined(article, reported, SuggestionKind.REPORTED)
        if SuggestionKind.EVENT in self._kinds:
            events = find_events(article.body, article.published or None, spoken, outside=outside)
            proposed += [_suggested_event(article, each) for each in events]
        return proposed


def _store(workspace: Workspace, action: LongAction, reader: _Reader, read: Sequence[_Read]) -> int:
    """How many suggestions wait in these articles, once they are stored.

    An article whose text was edited meanwhile is read again.
    """
    waiting = 0
    while read:
        with action.batch() as session:
            stored = _put_together(session, read)
        waiting += sum(n for n in stored if n is not None)
        late = [article.id for (article, _), n in zip(read, stored, strict=True) if n is None]
        read = [(article, reader.proposed(article)) for article in _articles(workspace, late)]
    return waiting


def _put_together(session: Session, read: Sequence[_Read]) -> list[int | None]:
    """How many suggestions wait in each article now; None where its text was edited meanwhile."""
    ids = [article.id for article, _ in read]
    revisions = articles.revisions(session, ids)
    quoted = quotations.passages_in(session, ids)
    told = events.passages_in(session, ids)
    rejected = suggestions.rejected(session, ids)
    offered = offering(session)
    waiting: list[int | None] = []
    new: list[suggestions.New] = []
    for article, proposed in read:
        if article.id not in revisions:
            waiting.append(0)  # It was deleted meanwhile.
            continue
        if revisions[article.id] != article.revision:
            waiting.append(None)
            continue
        free = _not_marked(proposed, quoted[article.id], told[article.id])
        wanted = [
            replace(each, status=offered.status(each.pattern, each.confidence))
            for each in _not_rejected(article.body, free, rejected[article.id])
        ]
        new.append((article.id, article.body, wanted))
        waiting.append(sum(each.status is SuggestionStatus.WAITING for each in wanted))
    suggestions.replace_waiting(session, new)
    return waiting


def _not_marked(
    proposed: Sequence[Suggestion], quoted: Sequence[Span], told: Sequence[Span]
) -> list[Suggestion]:
    """Those whose words are not marked: as a quotation, or as what an event rests on."""
    return [
        each
        for each in proposed
        if not any(
            span.overlaps(other)
            for span in each.spans
            for other in (told if each.kind is SuggestionKind.EVENT else quoted)
        )
    ]


_SAME_WORDS = 85.0
"""How alike words are, of 100, that are taken for the same after a correction of the text."""


def _not_rejected(
    body: str, found: Sequence[Suggestion], rejected: Sequence[suggestions.Rejected]
) -> list[Suggestion]:
    """Those that are none of the rejected ones.

    A rejected suggestion is known again by its words, also when they were corrected since,
    and where the same words stand in several places, by the place: the nearest one is it.
    """
    if not rejected:
        return list(found)
    from rapidfuzz.fuzz import ratio

    words = [SEGMENT_JOIN.join(span.words(body) for span in each.spans) for each in found]
    left = set(range(len(found)))
    for known in rejected:
        same_kind = [at for at in left if found[at].kind is known.kind]
        alike = [at for at in same_kind if words[at] == known.words] or [
            at
            for at in same_kind
            if ratio(words[at], known.words, score_cutoff=_SAME_WORDS) >= _SAME_WORDS
        ]
        if alike:
            left.remove(min(alike, key=lambda at: abs(found[at].spans[0].start - known.start)))
    return [each for at, each in enumerate(found) if at in left]


def _joined(
    article: Article, proposed: Sequence["QuoteSuggestion"], kind: SuggestionKind
) -> list[Suggestion]:
    """One suggestion an utterance; its segments stand in one group."""
    ordered = sorted(proposed, key=lambda quote: (quote.group, quote.start))
    return [
        _suggestion(article, list(segments), kind)
        for _, segments in groupby(ordered, key=lambda quote: quote.group)
    ]


def _suggestion(
    article: Article, segments: Sequence["QuoteSuggestion"], kind: SuggestionKind
) -> Suggestion:
    best = max(segments, key=lambda quote: (quote.speaker is not None, quote.confidence))
    return Suggestion(
        id=0,
        article_id=article.id,
        spans=tuple(Span(quote.start, quote.end) for quote in segments),
        speaker=best.speaker or "",
        name=best.name or "",
        mention=Span(*best.speaker_span) if best.speaker_span else None,
        cue=Span(*best.cue_span) if best.cue_span else None,
        pattern=best.pattern,
        confidence=best.confidence,
        reason=best.reason,
        status=SuggestionStatus.WAITING,
        kind=kind,
    )


def _suggested_event(article: Article, found: "EventSuggestion") -> Suggestion:
    return Suggestion(
        id=0,
        article_id=article.id,
        spans=(Span(found.start, found.end),),
        speaker="",
        name="",
        mention=None,
        cue=None,
        pattern=found.pattern,
        confidence=found.confidence,
        reason=found.reason,
        status=SuggestionStatus.WAITING,
        kind=SuggestionKind.EVENT,
        title=found.title,
        edtf=found.value,
        phrase=Span(*found.phrase),
        rule=found.rule,
        tier=found.tier,
        alternatives=found.alternatives,
        participants=found.participants,
    )


def suggestions_of(workspace: Workspace, article_id: int) -> list[Suggestion]:
    """The article's suggestions that wait, in reading order, as confident as was learnt."""
    with workspace.reading() as session:
        waiting = suggestions.waiting(session, article_id)
        known = learnt_in(session) if waiting else None
        return [known.applied(each) for each in waiting] if known else []


def wanted_kinds(workspace: Workspace) -> frozenset[SuggestionKind]:
    """The kinds of suggestions that are made: quotations and events unless told otherwise."""
    with workspace.reading() as session:
        return _wanted_kinds(session)


def _wanted_kinds(session: Session) -> frozenset[SuggestionKind]:
    row = session.get(tables.Setting, suggestions.KINDS)
    chosen = (suggestions.BY_DEFAULT if row is None else row.value).split()
    return frozenset(kind for kind in SuggestionKind if kind.value in chosen)


def want_kinds(workspace: Workspace, kinds: Iterable[SuggestionKind]) -> None:
    """Have only suggestions of these kinds made from now on.

    Those of other kinds that wait are withdrawn; what is wanted newly comes with the next
    look through the articles. It is one action.
    """
    wanted = frozenset(kinds)
    with workspace.action("Choose what is suggested", *_SUGGESTED) as session:
        if wanted == _wanted_kinds(session):
            return
        stored = " ".join(kind.value for kind in SuggestionKind if kind in wanted)
        session.merge(tables.Setting(key=suggestions.KINDS, value=stored))
        suggestions.withdraw_kinds(session, frozenset(SuggestionKind) - wanted)


def dates_of(workspace: Workspace, article_id: int) -> list[DateSuggestion]:
    """The time expressions of the article, resolved against its publication date."""
    from stanceline.suggest.dates import find_dates

    with workspace.reading() as session:
        article = found(articles.get(session, article_id), "The article")
    return find_dates(article.body, article.published or None, article.language or "en")


def boilerplate_of(article: Article) -> list[Span]:
    """The lines of the article that are no part of its report, such as links to others."""
    from stanceline.suggest.marks.boilerplate import boilerplate_spans

    return [Span(start, end) for start, end in boilerplate_spans(article.body, article.language)]


@dataclass(frozen=True, slots=True)
class TextSuggestions:
    """What a text suggests that is in no workspace; offsets are code points."""

    quotes: list["QuoteSuggestion"]
    dates: list[DateSuggestion]
    reported: list["QuoteSuggestion"] = field(default_factory=list)
    events: list["EventSuggestion"] = field(default_factory=list)


def suggest_text(
    text: str,
    published: str | None = None,
    language: str = "",
    kinds: Collection[SuggestionKind] = (SuggestionKind.QUOTATION,),
) -> TextSuggestions:
    """Quotations and dates of a text, and what else of these kinds it suggests.

    Without a language (ISO 639-1) the text's own is found out.
    """
    from stanceline.suggest.dates import find_dates
    from stanceline.suggest.events import find_events
    from stanceline.suggest.outside import Outside
    from stanceline.suggest.quotes import find_quotes
    from stanceline.suggest.reported import find_reported

    spoken = language or language_of(text) or "en"
    quotes, dates = find_quotes(text, spoken), find_dates(text, published, spoken)
    found = TextSuggestions(quotes, dates)
    outside = Outside(text, spoken, quotes)
    if SuggestionKind.REPORTED in kinds:
        found.reported.extend(find_reported(text, spoken, outside=outside))
    if SuggestionKind.EVENT in kinds:
        found.events.extend(find_events(text, published, spoken, dates=dates, outside=outside))
    return found


def suggest_raw(
    text: str, published: str | None = None, language: str = ""
) -> tuple[list["QuoteSuggestion"], list[DateSuggestion]]:
    """Quotations and dates of a text that is in no workspace; see ``suggest_text``."""
    found = suggest_text(text, published, language)
    return found.quotes, found.dates
