"""Noting what the articles say happened."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from stanceline.domain import edtf
from stanceline.domain.articles import Article
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import SETTLED, Event, EventDraft, EvidenceDraft
from stanceline.domain.snapping import paragraph_at
from stanceline.domain.spans import Span
from stanceline.formats.text import encodable
from stanceline.records import dataclass
from stanceline.services.dating import ask_again, with_date_agreed, with_date_read
from stanceline.services.learning import settle_told
from stanceline.services.workspace import Changed, Workspace, found
from stanceline.storage import articles, events, tables
from stanceline.suggest.dated import DateSuggestion

_LONGEST_DATE = 200
_LONGEST_IN_LABEL = 40
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
        row = events.add(session, checked_event(session, draft))
        for piece in evidence:
            _add_evidence(session, row.id, with_date_agreed(session, piece, draft.edtf))
            settle_told(session, row, piece)
        return row.id


def change_event(workspace: Workspace, event_id: int, draft: EventDraft) -> None:
    """Give the event everything that the draft says; its evidence stays.

    With another date it counts as settled where its sources give others.
    """
    with workspace.action("Change an event", Changed.EVENTS) as session:
        draft = checked_event(session, draft)
        row = found(session.get(tables.Event, event_id), "The event")
        before = row.date
        events.fill(session, row, draft)
        if row.date != before and any(piece.edtf not in {"", row.date} for piece in row.evidence):
            row.rule = SETTLED


def checked_event(session: Session, draft: EventDraft) -> EventDraft:
    """The draft as it can be stored, half a character in what was typed replaced.

    Raises StancelineError without a title, and NotFound for a participant who is not there.
    """
    if not draft.title.strip():
        raise StancelineError("An event needs a title.")
    for speaker_id in draft.participant_ids:
        found(session.get(tables.Speaker, speaker_id), "A participant")
    return replace(
        draft,
        title=encodable(draft.title),
        phrase=encodable(draft.phrase),
        category=encodable(draft.category),
        place=encodable(draft.place),
        description=encodable(draft.description),
    )


def add_evidence(workspace: Workspace, event_id: int, piece: EvidenceDraft) -> int:
    """The id of a new piece of evidence for the event.

    Unless the draft says so itself, the date that it gives for the event is read from its
    passage. An event that the passage suggests is taken for this one. Raises
    SpanOutsideText, NotFound, and EdtfError for a date of the draft.
    """
    changed = (Changed.EVENTS, Changed.ARTICLES, Changed.SUGGESTIONS)
    with workspace.action("Add evidence", *changed) as session:
        event = found(session.get(tables.Event, event_id), "The event")
        row = _add_evidence(session, event_id, with_date_read(session, piece))
        ask_again(session, row)
        settle_told(session, event, piece)
        return row.id


def _add_evidence(session: Session, event_id: int, piece: EvidenceDraft) -> tables.Evidence:
    found(session.get(tables.Article, piece.article_id), "The article")
    if piece.quotation_id is not None:
        found(session.get(tables.Quotation, piece.quotation_id), "The quotation")
    return events.add_evidence(session, event_id, piece)


def remove_evidence(workspace: Workspace, evidence_id: int) -> None:
    """Take one piece of evidence away from its event."""
    with workspace.action("Remove evidence", Changed.EVENTS, Changed.ARTICLES) as session:
        session.delete(found(session.get(tables.Evidence, evidence_id), "The evidence"))


def merge_events(workspace: Workspace, keep_id: int, gone_ids: Iterable[int]) -> None:
    """Make one event of several, with the evidence, participants and tags of all.

    The one that stays gets what is not known of it, and the titles and descriptions of the
    others at the end of its own description. Their dates become those of their evidence,
    so that differing ones stand beside each other. Raises NotFound, and StancelineError
    when one of those who go is the one that stays.
    """
    going = list(dict.fromkeys(gone_ids))
    if keep_id in going:
        raise StancelineError("An event cannot be merged with itself.")
    if not going:
        return
    label = _merge_label(workspace, keep_id, going)
    with workspace.action(label, Changed.EVENTS, Changed.ARTICLES) as session:
        kept = found(session.get(tables.Event, keep_id), "The event")
        for event_id in going:
            events.take_over(session, kept, found(session.get(tables.Event, event_id), "The event"))


def _merge_label(workspace: Workspace, keep_id: int, gone_ids: Sequence[int]) -> str:
    with workspace.reading() as session:
        kept = found(session.get(tables.Event, keep_id), "The event")
        first = found(session.get(tables.Event, gone_ids[0]), "The event")
        one = f"“{_shortened(first.title)}”"
        what = one if len(gone_ids) == 1 else f"{len(gone_ids)} events"
        return f"Merge {what} into “{_shortened(kept.title)}”"


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST_IN_LABEL else f"{title[:_LONGEST_IN_LABEL].rstrip()}…"


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
    # Imported late, as in all services: what finds dates takes long to load.
    from stanceline.suggest.dates import propose_date

    with workspace.reading() as session:
        article = found(articles.get(session, article_id), "The article")
    return propose_date(
        article.body, start, end, article.published or None, article.language or "en"
    )


def uncounted_words(article: Article, start: int, end: int) -> str:
    """The words of a passage that tell a date only together with the article's own.

    They are empty where the article has a date, or the passage speaks of one by itself.
    """
    from stanceline.suggest.dates import propose_date

    spoken = article.language or "en"
    if article.published or propose_date(article.body, start, end, None, spoken) is not None:
        return ""
    supposed = propose_date(article.body, start, end, _ANY_DAY, spoken)
    if supposed is None or supposed.rule == _PUBLICATION:
        return ""
    return _one_line(article.body[supposed.start : supposed.end])


@dataclass(frozen=True, slots=True)
class OtherDate:
    """A date that might be meant as well as the proposed one.

    ``phrase`` holds the words of the article that it was read from; it is empty for the
    publication date. ``reason`` says in a sentence where it comes from.
    """

    value: str
    phrase: str
    rule: str
    reason: str


def other_dates(
    article: Article, start: int, end: int, proposal: DateSuggestion | None
) -> list[OtherDate]:
    """What else the date of a passage may be, likeliest first, without the proposed one.

    These are other readings of the same words, then the other dates of its sentence and
    paragraph, the nearest first, then the publication date.
    """
    spoken = article.language or "en"
    published = article.published or None
    found: dict[str, OtherDate] = {}

    def add(value: str, phrase: str, rule: str, reason: str) -> None:
        if value and (proposal is None or value != proposal.value):
            found.setdefault(value, OtherDate(value, phrase, rule, reason))

    if proposal is not None:
        words = _one_line(article.body[proposal.start : proposal.end])
        phrase = "" if proposal.rule == _PUBLICATION else words
        for value in proposal.alternatives:
            add(value, phrase, proposal.rule, f"Another reading of “{phrase}”.")
    from stanceline.suggest.dates import find_dates

    around = paragraph_at(article.body, Span(start, end))
    low, high = max(around.start, start - _NEAR), min(around.end, end + _NEAR)
    near = find_dates(article.body[low:high], published, spoken)
    near.sort(key=lambda each: max(start - low - each.end, each.start + low - end, 0))
    for each in near:
        phrase = _one_line(article.body[low + each.start : low + each.end])
        add(each.value, phrase, each.rule, each.reason)
        for value in each.alternatives:
            add(value, phrase, each.rule, f"Another reading of “{phrase}”.")
    if published is not None:
        add(published, "", _PUBLICATION, "The publication date.")
    return list(found.values())


_PUBLICATION = "publication"
_ANY_DAY = "2000-01-01"
_NEAR = 2_000
"""So many characters of a long paragraph are looked at on both sides of a passage."""


def _one_line(words: str) -> str:
    return " ".join(words.split())


def read_typed_date(text: str, published: str = "", language: str = "en") -> DateSuggestion:
    """What a person means who typed this into a date field: EDTF or plain words.

    ``published`` (EDTF) is what relative words count from. Raises EdtfError, with a
    position, when it is neither.
    """
    text = text.strip()
    if len(text) > _LONGEST_DATE:
        raise edtf.EdtfError(text, _LONGEST_DATE, "this is too long for a date")
    try:
        value = str(edtf.parse(text))
    except edtf.EdtfError:
        # A slip in what was meant as EDTF is told of, not guessed at.
        from stanceline.suggest.dates import read_date

        is_meant = _MEANT_AS_EDTF.fullmatch(text) is not None
        read = None if is_meant else read_date(text, published or None, language)
        if read is None:
            raise
        return read
    return DateSuggestion(0, len(text), value, "A", "typed", "", ())
