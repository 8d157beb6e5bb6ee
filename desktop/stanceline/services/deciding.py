"""What becomes of suggestions: quotations and events, or nothing."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from stanceline.domain.articles import ArticleStatus
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EventDraft, EventStatus, EvidenceDraft, Relation
from stanceline.domain.quotations import Certainty, QuotationDraft, QuotationKind
from stanceline.domain.speakers import SpeakerDraft, kind_of_name
from stanceline.domain.suggestions import (
    CONFIDENT_FROM,
    LIKELY_FROM,
    Suggestion,
    SuggestionKind,
    SuggestionStatus,
    status_of_event,
)
from stanceline.records import dataclass
from stanceline.services.events import checked_event
from stanceline.services.learning import (
    Learnt,
    learn_from,
    learn_speaker,
    learnt_in,
    settle_event,
    written_name,
)
from stanceline.services.quotations import add_judgement, add_quotation
from stanceline.services.workspace import Changed, Workspace, found
from stanceline.storage import events, quotations, speakers, suggestions, tables
from stanceline.storage.suggestions import QUOTED


@dataclass(frozen=True, slots=True)
class Stand:
    """A stance on a topic, to be recorded with what is accepted."""

    topic_id: int
    stance_id: int


_TOUCHED = (Changed.SUGGESTIONS, Changed.QUOTATIONS, Changed.SPEAKERS, Changed.ARTICLES)


def accept_suggestion(
    workspace: Workspace,
    suggestion_id: int,
    speaker_id: int | None = None,
    stand: Stand | None = None,
) -> int:
    """The id of the quotation that the suggestion became, judged when there is a ``stand``.

    Without a ``speaker_id`` the suggested speaker is taken, and added when it is new. With
    another one, what is written becomes an other name of theirs where it is plainly one.
    It is one action. Raises NotFound, and StancelineError when it was decided on before or
    is an event.
    """
    label = "Accept a suggestion" if stand is None else "Accept and judge a suggestion"
    also = () if stand is None else (Changed.TOPICS,)
    with workspace.action(label, *_TOUCHED, *also) as session:
        row = undecided(session, suggestion_id, QUOTED)
        decision = _Deciding(session, workspace.analyst_id)
        return decision.accept_one(row, speaker_id, stand)


def accept_for_speaker(workspace: Workspace, suggestion_id: int, stand: Stand) -> list[int]:
    """The ids of the quotations that this suggestion and its like became, all judged alike.

    Its like are the suggestions after it in the article that name the same speaker and are
    no mere guess. It is one action. Raises as ``accept_suggestion`` does.
    """
    changed = (*_TOUCHED, Changed.TOPICS)
    with workspace.action("Accept and judge a speaker's suggestions", *changed) as session:
        first = undecided(session, suggestion_id, QUOTED)
        decision = _Deciding(session, workspace.analyst_id)
        name = decision.name_of(first).casefold()
        likely = [
            row
            for row in _later(session, first)
            if name
            and decision.name_of(row).casefold() == name
            and decision.confidence_of(row) >= LIKELY_FROM
        ]
        return [decision.accept_one(row, None, stand) for row in (first, *likely)]


def _later(session: Session, first: tables.Suggestion) -> Iterable[tables.Suggestion]:
    row = tables.Suggestion
    return session.scalars(
        select(row)
        .where(
            row.article_id == first.article_id,
            row.status == SuggestionStatus.WAITING,
            row.kind.in_(QUOTED),
            row.start >= first.start,
            row.id != first.id,
        )
        .order_by(row.start, row.id)
    ).all()


def accept_event(workspace: Workspace, suggestion_id: int, draft: EventDraft | None = None) -> int:
    """The id of the event that the suggestion became, which rests on its passage.

    Without a ``draft`` it gets the title, date and status that were suggested, and those
    participants who are speakers already. Raises NotFound, EdtfError, and StancelineError
    without a title, or when it was decided on before or is no event.
    """
    changed = (Changed.SUGGESTIONS, Changed.EVENTS, Changed.ARTICLES)
    with workspace.action("Accept a suggested event", *changed) as session:
        row = undecided(session, suggestion_id, (SuggestionKind.EVENT,))
        article = session.get_one(tables.Article, row.article_id)
        suggestion = suggestions.value(row)
        described = draft or event_draft(session, suggestion, article.body)
        event = events.add(session, checked_event(session, described))
        is_same = event.date == suggestion.edtf
        denies = described.status is EventStatus.DENIED
        passage = EvidenceDraft(
            article_id=row.article_id,
            span=suggestion.spans[0],
            relation=Relation.DENIES if denies else Relation.REPORTS,
            edtf=suggestion.edtf if is_same else "",
            phrase=_phrase(suggestion, article.body) if is_same else "",
        )
        events.add_evidence(session, event.id, passage)
        begin_work_on(article)
        settle_event(session, row, event)
        return event.id


def event_draft_of(workspace: Workspace, suggestion_id: int) -> EventDraft:
    """What ``accept_event`` would make of the suggestion by itself, for a card to show.

    Raises NotFound, and StancelineError when it was decided on before or is no event.
    """
    with workspace.reading() as session:
        row = undecided(session, suggestion_id, (SuggestionKind.EVENT,))
        article = session.get_one(tables.Article, row.article_id)
        return event_draft(session, suggestions.value(row), article.body)


def event_draft(session: Session, suggestion: Suggestion, body: str) -> EventDraft:
    """The event as it is suggested, with those participants who are speakers already."""
    known = speakers.ids_by_name(session)
    ids = [known.get(name.casefold()) for name in suggestion.participants]
    return EventDraft(
        title=suggestion.title,
        edtf=suggestion.edtf,
        phrase=_phrase(suggestion, body),
        rule=suggestion.rule,
        status=status_of_event(suggestion.pattern),
        participant_ids=tuple(dict.fromkeys(each for each in ids if each is not None)),
    )


def _phrase(suggestion: Suggestion, body: str) -> str:
    return " ".join(suggestion.phrase.words(body).split()) if suggestion.phrase else ""


def accept_confident(
    workspace: Workspace, least_confidence: float = CONFIDENT_FROM, article_id: int | None = None
) -> int:
    """Accept every waiting quotation of at least this confidence; how many there were.

    Events are never accepted unseen, and nothing is learnt from what is. It is one action,
    stored some articles at a time, so that an edit made meanwhile hardly waits.
    """
    with workspace.reading() as session:
        confident = _confident(session, least_confidence, article_id)
    n_accepted = 0
    with workspace.long_action("Accept confident suggestions", *_TOUCHED) as action:
        for first in range(0, len(confident), _TOGETHER):
            with action.batch() as session:
                rows = _still_waiting(session, confident[first : first + _TOGETHER])
                _Deciding(session, workspace.analyst_id).accept_together(rows)
                n_accepted += len(rows)
    return n_accepted


_TOGETHER = 500
"""So many suggestions are accepted in one transaction."""


def _confident(session: Session, least: float, article_id: int | None) -> list[int]:
    """The ids of the waiting quotations of at least this confidence, as it was learnt."""
    row = tables.Suggestion
    query = (
        select(row.id, row.pattern, row.confidence)
        .where(row.status == SuggestionStatus.WAITING, row.kind.in_(QUOTED))
        .order_by(row.article_id, row.start, row.id)
    )
    if article_id is not None:
        query = query.where(row.article_id == article_id)
    known = learnt_in(session)
    return [
        row_id
        for row_id, pattern, base in session.execute(query)
        if known.confidence(pattern, base) >= least
    ]


def _still_waiting(session: Session, ids: Iterable[int]) -> Sequence[tables.Suggestion]:
    row = tables.Suggestion
    return session.scalars(
        select(row)
        .where(row.id.in_(list(ids)), row.status == SuggestionStatus.WAITING)
        .order_by(row.article_id, row.start, row.id)
    ).all()


def reject_suggestion(workspace: Workspace, suggestion_id: int) -> None:
    """Take the suggestion out of the queue for good."""
    with workspace.action("Reject a suggestion", Changed.SUGGESTIONS, Changed.ARTICLES) as session:
        row = undecided(session, suggestion_id)
        row.status = SuggestionStatus.REJECTED
        learn_from(session, row)


def undecided(
    session: Session,
    suggestion_id: int,
    kinds: Iterable[SuggestionKind] = tuple(SuggestionKind),
) -> tables.Suggestion:
    """The suggestion of this id; raises NotFound, and StancelineError where it is decided on.

    It raises StancelineError, too, where it is of none of these kinds.
    """
    row = found(session.get(tables.Suggestion, suggestion_id), "The suggestion")
    if row.status not in suggestions.UNDECIDED:
        raise StancelineError("This suggestion was decided on already.")
    if row.kind not in kinds:
        is_event = row.kind is SuggestionKind.EVENT
        raise StancelineError(
            "This suggestion is an event, not a quotation."
            if is_event
            else "This suggestion is a quotation, not an event."
        )
    return row


class _Deciding:
    """Accepts suggestions within one transaction; who is known is read once for all of them."""

    def __init__(self, session: Session, analyst_id: int) -> None:
        self._session = session
        self._analyst_id = analyst_id
        self._ids = speakers.ids_by_name(session)
        self._learnt: Learnt = learnt_in(session)

    def name_of(self, row: tables.Suggestion) -> str:
        """The name of the suggested speaker, as it was learnt; empty for nobody."""
        meant = self._learnt.name(row.name or row.speaker)
        return meant.speaker if meant is not None else written_name(row)

    def confidence_of(self, row: tables.Suggestion) -> float:
        """How sure the suggestion is by what was learnt."""
        return self._learnt.confidence(row.pattern, row.confidence)

    def speaker_of(self, row: tables.Suggestion) -> int | None:
        """The id of the suggested speaker, who is added when new; None for nobody."""
        name = self.name_of(row)
        if not name:
            return None
        folded = name.casefold()
        if folded not in self._ids:
            draft = SpeakerDraft(name, kind_of_name(name))
            self._ids[folded] = speakers.add(self._session, draft).id
        return self._ids[folded]

    def accept_one(
        self, row: tables.Suggestion, speaker_id: int | None, stand: Stand | None
    ) -> int:
        """The id of the quotation that the row became; it is learnt from."""
        if speaker_id is None:
            speaker_id = self.speaker_of(row)
        quotation_id = self.accept(row, speaker_id)
        if stand is not None:
            add_judgement(
                self._session,
                quotation_id=quotation_id,
                topic_id=stand.topic_id,
                stance_id=stand.stance_id,
                analyst_id=self._analyst_id,
                certainty=Certainty.CERTAIN,
            )
        learn_speaker(self._session, row, speaker_id)
        return quotation_id

    def accept(self, row: tables.Suggestion, speaker_id: int | None) -> int:
        """The id of the quotation that the row became."""
        article = self._session.get_one(tables.Article, row.article_id)
        quotation = add_quotation(self._session, _draft(row, speaker_id), self._analyst_id)
        row.status = SuggestionStatus.ACCEPTED
        row.quotation_id = quotation.id
        begin_work_on(article)
        return quotation.id

    def accept_together(self, rows: Sequence[tables.Suggestion]) -> None:
        """Accept the rows as they are suggested, all by a few statements."""
        if not rows:
            return
        names = [self.name_of(row) for row in rows]
        new: dict[str, str] = {}
        for name in filter(None, names):
            if name.casefold() not in self._ids:
                new.setdefault(name.casefold(), name)
        added = speakers.add_names(self._session, new.values())
        self._ids |= {name.casefold(): speaker_id for name, speaker_id in added.items()}
        drafts = [
            _draft(row, self._ids[name.casefold()] if name else None)
            for row, name in zip(rows, names, strict=True)
        ]
        ids = quotations.add_many(self._session, drafts, self._analyst_id)
        became = [(row.id, quotation_id) for row, quotation_id in zip(rows, ids, strict=True)]
        suggestions.settle_together(self._session, became)
        article = tables.Article
        self._session.execute(
            update(article)
            .where(
                article.id.in_({row.article_id for row in rows}),
                article.status == ArticleStatus.UNREAD,
            )
            .values(status=ArticleStatus.IN_WORK)
        )


def _draft(row: tables.Suggestion, speaker_id: int | None) -> QuotationDraft:
    suggestion = suggestions.value(row)
    is_reported = suggestion.kind is SuggestionKind.REPORTED
    return QuotationDraft(
        article_id=suggestion.article_id,
        spans=suggestion.spans,
        speaker_id=speaker_id,
        kind=QuotationKind.INDIRECT if is_reported else QuotationKind.DIRECT,
        cue=suggestion.cue,
        mention=suggestion.mention,
    )


def begin_work_on(article: tables.Article) -> None:
    """Have an article count as worked on when nobody had begun with it."""
    if article.status is ArticleStatus.UNREAD:
        article.status = ArticleStatus.IN_WORK
