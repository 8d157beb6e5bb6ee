"""Proposing quotations, and what becomes of the proposals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.fuzz import ratio
from sqlalchemy import select
from sqlalchemy.orm import Session

from stanceline.domain.articles import Article, ArticleStatus
from stanceline.domain.errors import StancelineError
from stanceline.domain.quotations import Certainty, QuotationDraft
from stanceline.domain.spans import SEGMENT_JOIN, Span
from stanceline.domain.speakers import SpeakerDraft, kind_of_name
from stanceline.domain.suggestions import Suggestion, SuggestionStatus
from stanceline.formats.languages import language_of
from stanceline.services.progress import QUIET, Progress
from stanceline.services.quotations import add_judgement, add_quotation
from stanceline.services.workspace import Changed, LongAction, Workspace, found
from stanceline.storage import articles, quotations, speakers, suggestions, tables
from stanceline.suggest.dates import DateSuggestion, find_dates
from stanceline.suggest.quotes import (
    KnownSpeaker,
    QuoteSuggestion,
    boilerplate_spans,
    find_quotes,
)


def suggest_for_all(
    workspace: Workspace,
    article_ids: Iterable[int] | None = None,
    progress: Progress = QUIET,
    within: LongAction | None = None,
) -> int:
    """Fill the queue for these articles (all of them by default); how many now wait.

    What was decided before stays decided. It is one action unless it is to be ``within``
    one; each article is stored by itself, so that a cancelled run keeps what it has found.
    """
    if within is None:
        with workspace.long_action("Look for quotations", *_SUGGESTED) as action:
            return suggest_for_all(workspace, article_ids, progress, action)
    with workspace.reading() as session:
        wanted = (
            list(session.scalars(select(tables.Article.id).order_by(tables.Article.id)))
            if article_ids is None
            else list(article_ids)
        )
        known = _known_speakers(session)
    waiting = 0
    for done, article_id in enumerate(wanted, start=1):
        article = _article(workspace, article_id)
        while (n_new := _suggest_for(within, article, known)) is None:
            article = _article(workspace, article_id)
        waiting += n_new
        progress.step(done, len(wanted), article.title)
    return waiting


def _article(workspace: Workspace, article_id: int) -> Article:
    with workspace.reading() as session:
        return found(articles.get(session, article_id), "The article")


def _known_speakers(session: Session) -> list[KnownSpeaker]:
    return [KnownSpeaker(each.name, each.aliases) for each in speakers.every(session)]


_SUGGESTED = (Changed.SUGGESTIONS, Changed.ARTICLES)


def _suggest_for(action: LongAction, article: Article, known: Sequence[KnownSpeaker]) -> int | None:
    """How many suggestions wait in the article now; None when its text was edited meanwhile."""
    proposed = find_quotes(article.body, article.language or "en", known_speakers=known)
    with action.batch() as session:
        row = found(session.get(tables.Article, article.id), "The article")
        if row.revision != article.revision:
            return None
        marked = [span for row in quotations.of_article(session, article.id) for span in row.spans]
        free = [
            suggestion
            for suggestion in _joined(article, proposed)
            if not any(span.overlaps(other) for span in suggestion.spans for other in marked)
        ]
        rejected = suggestions.rejected(session, article.id)
        new = _not_rejected(article.body, free, rejected)
        suggestions.replace_waiting(session, article.id, new)
    return len(new)


_SAME_WORDS = 85.0
"""How alike words are, of 100, that are taken for the same after a correction of the text."""


def _not_rejected(
    body: str, found: Sequence[Suggestion], rejected: Sequence[suggestions.Rejected]
) -> list[Suggestion]:
    """Those that are none of the rejected ones.

    A rejected suggestion is known again by its words, also when they were corrected since,
    and where the same words stand in several places, by the place: the nearest one is it.
    """
    words = [SEGMENT_JOIN.join(span.words(body) for span in each.spans) for each in found]
    left = set(range(len(found)))
    for known in rejected:
        alike = [at for at in left if words[at] == known.words] or [
            at
            for at in left
            if ratio(words[at], known.words, score_cutoff=_SAME_WORDS) >= _SAME_WORDS
        ]
        if alike:
            left.remove(min(alike, key=lambda at: abs(found[at].spans[0].start - known.start)))
    return [each for at, each in enumerate(found) if at in left]


def _joined(article: Article, proposed: Sequence[QuoteSuggestion]) -> list[Suggestion]:
    """One suggestion an utterance; its segments stand in one group."""
    ordered = sorted(proposed, key=lambda quote: (quote.group, quote.start))
    return [
        _suggestion(article, list(segments))
        for _, segments in groupby(ordered, key=lambda quote: quote.group)
    ]


def _suggestion(article: Article, segments: Sequence[QuoteSuggestion]) -> Suggestion:
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
    )


def suggestions_of(workspace: Workspace, article_id: int) -> list[Suggestion]:
    """The article's suggestions that nobody has decided on, in reading order."""
    with workspace.reading() as session:
        return suggestions.waiting(session, article_id)


@dataclass(frozen=True, slots=True)
class Stand:
    """A stance on a topic, to be recorded with what is accepted."""

    topic_id: int
    stance_id: int


def accept_suggestion(
    workspace: Workspace,
    suggestion_id: int,
    speaker_id: int | None = None,
    stand: Stand | None = None,
) -> int:
    """The id of the quotation that the suggestion became, judged when there is a ``stand``.

    Without a ``speaker_id`` the suggested speaker is taken, and added when it is new. It is
    one action. Raises NotFound, and StancelineError when it was decided on before.
    """
    label = "Accept a suggestion" if stand is None else "Accept and judge a suggestion"
    also = () if stand is None else (Changed.TOPICS,)
    with workspace.action(label, *_TOUCHED, *also) as session:
        row = _undecided(session, suggestion_id)
        if speaker_id is None:
            speaker_id = _speaker_id(session, row, speakers.ids_by_name(session))
        article = session.get_one(tables.Article, row.article_id)
        quotation_id = _accept(session, row, article, workspace.analyst_id, speaker_id)
        if stand is not None:
            add_judgement(
                session,
                quotation_id=quotation_id,
                topic_id=stand.topic_id,
                stance_id=stand.stance_id,
                analyst_id=workspace.analyst_id,
                certainty=Certainty.CERTAIN,
            )
        return quotation_id


def accept_confident(
    workspace: Workspace, least_confidence: float, article_id: int | None = None
) -> int:
    """Accept every waiting suggestion of at least this confidence; how many there were.

    It is one action, stored article by article, so that an edit made meanwhile hardly waits.
    """
    suggestion = tables.Suggestion
    confident = (
        suggestion.status == SuggestionStatus.WAITING,
        suggestion.confidence >= least_confidence,
    )
    with workspace.reading() as session:
        holders = session.scalars(
            select(suggestion.article_id)
            .where(*confident)
            .distinct()
            .order_by(suggestion.article_id)
        ).all()
    n_accepted = 0
    with workspace.long_action("Accept confident suggestions", *_TOUCHED) as action:
        for holder_id in holders if article_id is None else [article_id]:
            with action.batch() as session:
                rows = session.scalars(
                    select(suggestion)
                    .where(suggestion.article_id == holder_id, *confident)
                    .order_by(suggestion.start)
                ).all()
                known = speakers.ids_by_name(session)
                for row in rows:
                    speaker_id = _speaker_id(session, row, known)
                    # The session holds the article, and does not read it anew for each.
                    article = session.get_one(tables.Article, holder_id)
                    _accept(session, row, article, workspace.analyst_id, speaker_id)
                n_accepted += len(rows)
    return n_accepted


def reject_suggestion(workspace: Workspace, suggestion_id: int) -> None:
    """Take the suggestion out of the queue for good."""
    with workspace.action("Reject a suggestion", Changed.SUGGESTIONS, Changed.ARTICLES) as session:
        _undecided(session, suggestion_id).status = SuggestionStatus.REJECTED


def _undecided(session: Session, suggestion_id: int) -> tables.Suggestion:
    row = found(session.get(tables.Suggestion, suggestion_id), "The suggestion")
    if row.status is not SuggestionStatus.WAITING:
        raise StancelineError("This suggestion was decided on already.")
    return row


_TOUCHED = (Changed.SUGGESTIONS, Changed.QUOTATIONS, Changed.SPEAKERS, Changed.ARTICLES)


def _accept(
    session: Session,
    row: tables.Suggestion,
    article: tables.Article,
    analyst_id: int,
    speaker_id: int | None,
) -> int:
    suggestion = suggestions.value(row)
    quotation = add_quotation(
        session,
        QuotationDraft(
            article_id=suggestion.article_id,
            spans=suggestion.spans,
            speaker_id=speaker_id,
            cue=suggestion.cue,
            mention=suggestion.mention,
        ),
        analyst_id,
    )
    row.status = SuggestionStatus.ACCEPTED
    row.quotation_id = quotation.id
    if article.status is ArticleStatus.UNREAD:
        article.status = ArticleStatus.IN_WORK
    return quotation.id


def _speaker_id(session: Session, row: tables.Suggestion, known: dict[str, int]) -> int | None:
    """The id of the suggested speaker; a new one is added, also to those ``known``."""
    name = " ".join((row.name or row.speaker).split()).strip(" ,;:")
    if not name:
        return None
    folded = name.casefold()
    if folded not in known:
        known[folded] = speakers.add(session, SpeakerDraft(name, kind_of_name(name))).id
    return known[folded]


def dates_of(workspace: Workspace, article_id: int) -> list[DateSuggestion]:
    """The time expressions of the article, resolved against its publication date."""
    with workspace.reading() as session:
        article = found(articles.get(session, article_id), "The article")
    return find_dates(article.body, article.published or None, article.language or "en")


def boilerplate_of(article: Article) -> list[Span]:
    """The lines of the article that are no part of its report, such as links to others."""
    return [Span(start, end) for start, end in boilerplate_spans(article.body, article.language)]


def suggest_raw(
    text: str, published: str | None = None, language: str = ""
) -> tuple[list[QuoteSuggestion], list[DateSuggestion]]:
    """Quotations and dates of a text that is in no workspace; offsets are code points.

    Without a language (ISO 639-1) the text's own is found out.
    """
    spoken = language or language_of(text) or "en"
    return find_quotes(text, spoken), find_dates(text, published, spoken)
