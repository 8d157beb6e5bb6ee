"""Giving marks and evidence their dates: moved on the timeline, settled, read from passages."""

from dataclasses import replace

from sqlalchemy.orm import Session

from stanceline.domain import edtf
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import SETTLED, EvidenceDraft, Relation
from stanceline.services.workspace import Changed, NotFound, Workspace, found
from stanceline.storage import tables

_FROM_PUBLICATION = "publication"
"""The rule of a date that is not in the words themselves."""


def move_mark(workspace: Workspace, key: str, date: str) -> None:
    """Give the mark of this key, such as ``event:12``, another date: one step of undo.

    A quotation gets the date it was said; without one it stands at its publication. An
    event without one waits for a date; one with another date counts as settled, whatever
    its sources say. A mark that has the date already is left as it is. Raises EdtfError,
    NotFound, and NotFound for a mark that is no quotation or event.
    """
    date = _canonical(date)
    kind, _, number = key.partition(":")
    if not number.isdecimal() or kind not in {"event", "quotation"}:
        raise NotFound("This has no date that could be changed.")
    if kind == "event":
        _move_event(workspace, int(number), date)
    else:
        _move_quotation(workspace, int(number), date)


def _move_event(workspace: Workspace, event_id: int, date: str) -> None:
    with workspace.reading() as session:
        if found(session.get(tables.Event, event_id), "The event").date == date:
            return
    with workspace.action("Change a date", Changed.EVENTS) as session:
        _decide(found(session.get(tables.Event, event_id), "The event"), date, "")


def _move_quotation(workspace: Workspace, quotation_id: int, date: str) -> None:
    with workspace.reading() as session:
        if found(session.get(tables.Quotation, quotation_id), "The quotation").said == date:
            return
    with workspace.action("Change a date", Changed.QUOTATIONS) as session:
        row = found(session.get(tables.Quotation, quotation_id), "The quotation")
        row.said = date
        row.said_phrase = ""  # The words were about another date.


def settle_date(workspace: Workspace, event_id: int, by: int | str) -> None:
    """Decide for an event whose sources date it differently: one step of undo.

    ``by`` is a date, or the id of the article whose date counts. Raises EdtfError, NotFound,
    and StancelineError when the article gives no date for the event.
    """
    with workspace.action("Settle a date", Changed.EVENTS) as session:
        row = found(session.get(tables.Event, event_id), "The event")
        if isinstance(by, str):
            _decide(row, _canonical(by), row.phrase if _canonical(by) == row.date else "")
            return
        pieces = [piece for piece in row.evidence if piece.article_id == by and piece.edtf]
        if not pieces:
            raise StancelineError("This article gives no date for the event.")
        _decide(row, pieces[0].edtf, pieces[0].phrase)


def _decide(row: tables.Event, date: str, phrase: str) -> None:
    row.date, row.phrase, row.rule = date, phrase, SETTLED if date else ""


def date_evidence(workspace: Workspace, evidence_id: int, date: str, phrase: str = "") -> None:
    """Say which date a piece of evidence gives for its event; empty for none.

    ``phrase`` holds the words that it was read from. Raises EdtfError and NotFound.
    """
    with workspace.action("Date a piece of evidence", Changed.EVENTS) as session:
        piece = found(session.get(tables.Evidence, evidence_id), "The evidence")
        piece.edtf = _canonical(date)
        piece.phrase = phrase if piece.edtf else ""
        ask_again(session, piece)


def ask_again(session: Session, piece: tables.Evidence) -> None:
    """Reopen the question of an event's date where new evidence gives another one."""
    row = session.get_one(tables.Event, piece.event_id)
    if row.rule == SETTLED and piece.edtf and piece.edtf != row.date:
        row.rule = ""


def with_date_read(session: Session, piece: EvidenceDraft) -> EvidenceDraft:
    """The draft with the date that its passage speaks of, where nobody said which it is.

    That an article was published on some day is no date that it gives for the event, nor
    is one of its other words: they may say when somebody told of it.
    """
    if piece.edtf is not None or piece.relation is Relation.CONTEXT:
        return piece
    article = found(session.get(tables.Article, piece.article_id), "The article")
    start, end = piece.span.start, piece.span.end
    if not 0 <= start < end <= len(article.body):
        return piece  # Whoever stores it tells of it.
    # Imported late, as in all services: what finds dates takes long to load.
    from stanceline.suggest.dates import propose_date

    spoken = article.language or "en"
    read = propose_date(article.body, start, end, article.published or None, spoken)
    is_within = read is not None and start <= read.start and read.end <= end
    if read is None or not is_within or read.rule == _FROM_PUBLICATION:
        return replace(piece, edtf="")
    phrase = " ".join(article.body[read.start : read.end].split())
    return replace(piece, edtf=read.value, phrase=phrase)


def with_date_agreed(session: Session, piece: EvidenceDraft, date: str) -> EvidenceDraft:
    """The draft as ``with_date_read`` has it, for the first evidence of a new event.

    Who describes an event looks at the passage: where they give another date than the one
    that was read from it, the reading was wrong, and the passage is left without one.
    """
    read = with_date_read(session, piece)
    is_wrong = piece.edtf is None and read.edtf and read.edtf != _canonical(date)
    return replace(read, edtf="", phrase="") if is_wrong else read


def _canonical(date: str) -> str:
    return str(edtf.parse(date)) if date.strip() else ""
