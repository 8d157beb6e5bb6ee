"""Noting what the articles say happened."""

import re

from sqlalchemy.orm import Session

from stanceline.domain import edtf
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import Event, EventDraft, EvidenceDraft
from stanceline.services.workspace import Changed, Workspace, found
from stanceline.storage import articles, events, tables
from stanceline.suggest.dates import DateSuggestion, propose_date, read_date

_MEANT_AS_EDTF = re.compile(r"-?\d{4}-\d[\dTZX:.,/+~?%\s-]*", re.IGNORECASE)


def all_events(workspace: Workspace) -> list[Event]:
    """All events, by the beginning of their core, undated ones last."""
    with workspace.reading() as session:
        return events.every(session)


def events_of(workspace: Workspace, article_id: int) -> list[Event]:
    """The events that rest on a passage of this article."""
    with workspace.reading() as session:
        return events.of_article(session, article_id)


def event(workspace: Workspace, event_id: int) -> Event:
    """The event of this id; raises NotFound."""
    with workspace.reading() as session:
        return found(events.get(session, event_id), "The event")


def categories(workspace: Workspace) -> list[str]:
    """The names of all categories in alphabetical order."""
    with workspace.reading() as session:
        return events.categories(session)


def add_event(workspace: Workspace, draft: EventDraft, *evidence: EvidenceDraft) -> int:
    """The id of a new event that rests on this evidence.

    Raises EdtfError, SpanOutsideText, NotFound, and StancelineError without a title.
    """
    with workspace.action("Note an event", Changed.EVENTS, Changed.ARTICLES) as session:
        _check(session, draft)
        row = events.add(session, draft)
        for piece in evidence:
            _add_evidence(session, row.id, piece)
        return row.id


def change_event(workspace: Workspace, event_id: int, draft: EventDraft) -> None:
    """Give the event everything that the draft says; its evidence stays."""
    with workspace.action("Change an event", Changed.EVENTS) as session:
        _check(session, draft)
        row = found(session.get(tables.Event, event_id), "The event")
        events.fill(session, row, draft)


def _check(session: Session, draft: EventDraft) -> None:
    if not draft.title.strip():
        raise StancelineError("An event needs a title.")
    for speaker_id in draft.participant_ids:
        found(session.get(tables.Speaker, speaker_id), "A participant")


def add_evidence(workspace: Workspace, event_id: int, piece: EvidenceDraft) -> int:
    """The id of a new piece of evidence for the event; raises SpanOutsideText, NotFound."""
    with workspace.action("Add evidence", Changed.EVENTS, Changed.ARTICLES) as session:
        found(session.get(tables.Event, event_id), "The event")
        return _add_evidence(session, event_id, piece)


def _add_evidence(session: Session, event_id: int, piece: EvidenceDraft) -> int:
    found(session.get(tables.Article, piece.article_id), "The article")
    if piece.quotation_id is not None:
        found(session.get(tables.Quotation, piece.quotation_id), "The quotation")
    return events.add_evidence(session, event_id, piece).id


def remove_evidence(workspace: Workspace, evidence_id: int) -> None:
    """Take one piece of evidence away from its event."""
    with workspace.action("Remove evidence", Changed.EVENTS, Changed.ARTICLES) as session:
        session.delete(found(session.get(tables.Evidence, evidence_id), "The evidence"))


def delete_event(workspace: Workspace, event_id: int) -> None:
    """Take the event out of the workspace, with its evidence."""
    with workspace.action("Delete an event", Changed.EVENTS, Changed.ARTICLES) as session:
        session.delete(found(session.get(tables.Event, event_id), "The event"))


def proposed_date(
    workspace: Workspace, article_id: int, start: int, end: int
) -> DateSuggestion | None:
    """The date that a passage of the article speaks of, with its reason, or None.

    ``start`` and ``end`` are code points of the article's body.
    """
    with workspace.reading() as session:
        article = found(articles.get(session, article_id), "The article")
    return propose_date(
        article.body, start, end, article.published or None, article.language or "en"
    )


def read_typed_date(text: str, published: str = "", language: str = "en") -> DateSuggestion:
    """What a person means who typed this into a date field: EDTF or plain words.

    ``published`` (EDTF) is what relative words count from. Raises EdtfError, with a
    position, when it is neither.
    """
    text = text.strip()
    try:
        value = str(edtf.parse(text))
    except edtf.EdtfError:
        # A slip in what was meant as EDTF is told of, not guessed at.
        is_meant = _MEANT_AS_EDTF.fullmatch(text) is not None
        read = None if is_meant else read_date(text, published or None, language)
        if read is None:
            raise
        return read
    return DateSuggestion(0, len(text), value, "A", "typed", "", ())
