"""Saving what a card says: everything it adds or changes in one action."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EventDraft, EvidenceDraft
from stanceline.domain.names import plain_name
from stanceline.domain.quotations import Certainty, QuotationDraft, QuotationKind
from stanceline.domain.snapping import Pair, pairs_in, paragraph_at, snapped
from stanceline.domain.spans import Span
from stanceline.domain.speakers import SpeakerDraft, kind_of_name
from stanceline.domain.suggestions import SuggestionKind
from stanceline.records import dataclass
from stanceline.services.dating import with_date_agreed
from stanceline.services.deciding import begin_work_on, undecided
from stanceline.services.learning import learn_speaker, settle_event, settle_marked, settle_told
from stanceline.services.quotations import add_judgement, add_quotation
from stanceline.services.workspace import Changed, Workspace, found
from stanceline.storage import articles, events, speakers, suggestions, tables, topics
from stanceline.suggest.dated import DateSuggestion

_MARKS = frozenset('"“”„‟«»‹›「」『』')
_TRUSTED = ("A", "B")
_FAR_ENOUGH = 8_000
"""Within so many characters of a selection the marks around it are looked for."""


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """What an analyst says about some words of an article.

    A speaker or topic is given by its id, or by a name, which is added when it is new;
    with neither there is none. ``said`` is EDTF or empty. ``suggestion_id`` is the
    suggestion that is accepted by this. ``words`` are what the spans held when the analyst
    saw them; without any it is not looked whether they still do.
    """

    article_id: int
    spans: tuple[Span, ...]
    speaker_id: int | None = None
    speaker_name: str = ""
    topic_id: int | None = None
    topic_name: str = ""
    stance_id: int | None = None
    certainty: Certainty = Certainty.CERTAIN
    kind: QuotationKind = QuotationKind.DIRECT
    said: str = ""
    said_phrase: str = ""
    note: str = ""
    suggestion_id: int | None = None
    words: tuple[str, ...] = ()


def save_quotation(workspace: Workspace, answer: CardAnswer) -> int:
    """The id of the new quotation, with its speaker, topic and judgement.

    Suggestions for the same words are settled by it. Raises StancelineError for a stance
    without a topic, a suggestion that was decided on before or a text that was edited under
    the words, NameTooLong, NotFound, EdtfError and SpanOutsideText; nothing is changed then.
    """
    if answer.stance_id is not None and answer.topic_id is None and not answer.topic_name.strip():
        raise StancelineError("A stance needs a topic that it is about.")
    is_accepted = answer.suggestion_id is not None
    label = "Accept a suggestion" if is_accepted else "Mark a quotation"
    with workspace.action(label, *_TOUCHED) as session:
        return _save_quotation(session, answer, workspace.analyst_id)


def words_meant(body: str, selected: Span) -> tuple[Span, ...]:
    """What is meant to be quoted by somebody who selected these words of a body.

    They are quotations without their marks, as suggestions give them, or whole words.
    """
    # Imported late, as in all services: what suggests takes long to load.
    from stanceline.suggest.marks.pairing import marked_spans, uses_single_marks

    paragraph = paragraph_at(body, selected)
    near = Span(
        max(paragraph.start, selected.start - _FAR_ENOUGH),
        min(paragraph.end, selected.end + _FAR_ENOUGH),
    )
    # Marks that are damaged are read best by those who propose quotations; whatever pairs
    # they leave out are taken as they stand.
    read = [
        Pair(Span(found.start, found.end), Span(found.outer_start, found.outer_end))
        for found in marked_spans(body, near.start, near.end, single=uses_single_marks(body))
        if found.closed and found.start < found.end
    ]
    plain = [
        pair
        for pair in pairs_in(body, near)
        if not any(pair.outer.overlaps(other.outer) for other in read)
    ]
    return snapped(body, selected, sorted([*read, *plain], key=lambda each: each.outer))


def kind_of_words(body: str, spans: Iterable[Span]) -> QuotationKind:
    """How these words of a body are given, as far as quotation marks tell."""
    kinds = {_kind_of_span(body, span) for span in spans}
    return kinds.pop() if len(kinds) == 1 else QuotationKind.MIXED


def _kind_of_span(body: str, span: Span) -> QuotationKind:
    words = span.words(body).strip().strip(".,;:!?…")
    if words[:1] in _MARKS and words[-1:] in _MARKS:
        return QuotationKind.DIRECT
    if any(mark in _MARKS for mark in words):
        return QuotationKind.MIXED
    line_start = body.rfind("\n", 0, span.start) + 1
    line_end = body.find("\n", span.end)
    before = body[line_start : span.start]
    after = body[span.end : line_end if line_end >= 0 else len(body)]
    # An odd number of marks on both sides: the words stand between two of them.
    is_inside = _n_marks(before) % 2 and _n_marks(after) % 2
    return QuotationKind.DIRECT if is_inside else QuotationKind.INDIRECT


def _n_marks(text: str) -> int:
    return sum(letter in _MARKS for letter in text)


def proposed_said_date(
    workspace: Workspace, article_id: int, spans: Sequence[Span]
) -> DateSuggestion | None:
    """The date beside the quotation on which its words may have been said, or None.

    It is the nearest one in the same paragraph that stands in no quotation and that is
    trusted without asking. Raises NotFound.
    """
    from stanceline.suggest.dates import find_dates

    with workspace.reading() as session:
        article = found(articles.get(session, article_id), "The article")
    start = article.body.rfind("\n", 0, spans[0].start) + 1
    end = article.body.find("\n", spans[-1].end)
    around = Span(start, end if end >= 0 else len(article.body))
    near = [
        (_distance(spans, date), date)
        for date in find_dates(article.body, article.published or None, article.language or "en")
        if around.start <= date.start < around.end
        and date.tier in _TRUSTED
        and _n_marks(article.body[around.start : date.start]) % 2 == 0
        and not any(span.overlaps(Span(date.start, date.end)) for span in spans)
    ]
    return min(near, key=lambda each: each[0])[1] if near else None


def _distance(spans: Sequence[Span], date: DateSuggestion) -> int:
    return min(max(span.start - date.end, date.start - span.end) for span in spans)


_TOUCHED = (
    Changed.QUOTATIONS,
    Changed.SPEAKERS,
    Changed.TOPICS,
    Changed.SUGGESTIONS,
    Changed.ARTICLES,
)


def _save_quotation(session: Session, answer: CardAnswer, analyst_id: int) -> int:
    # The rows are held, or the session forgets them and reads them anew for each question.
    article = found(session.get(tables.Article, answer.article_id), "The article")
    if answer.words and answer.words != tuple(span.words(article.body) for span in answer.spans):
        raise StancelineError("The text was edited meanwhile. Please select the words again.")
    speaker = _speaker(session, answer.speaker_id, answer.speaker_name)
    draft = QuotationDraft(
        article_id=answer.article_id,
        spans=answer.spans,
        speaker_id=speaker.id if speaker else None,
        kind=answer.kind,
        said=answer.said,
        said_phrase=answer.said_phrase,
        note=answer.note.strip(),
    )
    suggestion = None
    if answer.suggestion_id is not None:
        suggestion = undecided(session, answer.suggestion_id, suggestions.QUOTED)
        read = suggestions.value(suggestion)
        draft = replace(draft, cue=read.cue, mention=read.mention)
    quotation = add_quotation(session, draft, analyst_id)
    topic = _topic(session, answer.topic_id, answer.topic_name)
    if topic is not None and answer.stance_id is not None:
        add_judgement(
            session,
            quotation_id=quotation.id,
            topic_id=topic.id,
            stance_id=answer.stance_id,
            analyst_id=analyst_id,
            certainty=answer.certainty,
        )
    if suggestion is not None:
        suggestions.settle(suggestion, quotation.id)
        learn_speaker(session, suggestion, draft.speaker_id)
    settle_marked(session, quotation, answer.spans)
    begin_work_on(article)
    return quotation.id


def _speaker(session: Session, speaker_id: int | None, name: str) -> tables.Speaker | None:
    if speaker_id is not None:
        return found(session.get(tables.Speaker, speaker_id), "The speaker")
    name = plain_name(" ".join(name.split()), "A speaker's name")
    if not name:
        return None
    known = speakers.named(session, name)
    return known or speakers.add(session, SpeakerDraft(name, kind_of_name(name)))


def _topic(session: Session, topic_id: int | None, name: str) -> tables.Topic | None:
    if topic_id is not None:
        return found(session.get(tables.Topic, topic_id), "The topic")
    name = plain_name(" ".join(name.split()), "The name of a topic")
    if not name:
        return None
    return topics.named(session, name) or topics.add(session, name)


def save_event(
    workspace: Workspace,
    draft: EventDraft,
    evidence: EvidenceDraft,
    new_participants: Iterable[str] = (),
    suggestion_id: int | None = None,
) -> int:
    """The id of a new event that rests on this evidence.

    ``new_participants`` are names that join the participants of the draft; those who are
    no speakers yet become such. ``suggestion_id`` is the suggestion that is accepted by
    this; others for the same words are settled. Raises StancelineError without a title or
    for a suggestion that was decided on before, EdtfError, NotFound and SpanOutsideText;
    nothing is changed then.
    """
    if not draft.title.strip():
        raise StancelineError("An event needs a title.")
    changed = (Changed.EVENTS, Changed.SPEAKERS, Changed.ARTICLES, Changed.SUGGESTIONS)
    label = "Note an event" if suggestion_id is None else "Accept a suggested event"
    with workspace.action(label, *changed) as session:
        article = found(session.get(tables.Article, evidence.article_id), "The article")
        known = [_speaker(session, speaker_id, "") for speaker_id in draft.participant_ids]
        new = [_speaker(session, None, name) for name in new_participants]
        ids = dict.fromkeys(each.id for each in (*known, *new) if each is not None)
        row = events.add(session, replace(draft, participant_ids=tuple(ids)))
        events.add_evidence(session, row.id, with_date_agreed(session, evidence, draft.edtf))
        if suggestion_id is not None:
            settle_event(session, undecided(session, suggestion_id, (SuggestionKind.EVENT,)), row)
        settle_told(session, row, evidence)
        begin_work_on(article)
        return row.id
