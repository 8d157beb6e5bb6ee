"""Quotations and events as whole marks, for cards, tables and exports."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from stanceline.domain import edtf
from stanceline.domain.edtf import Edtf, EdtfError
from stanceline.domain.marks import (
    DateBasis,
    Mark,
    MarkFilter,
    MarkKind,
    MarkSource,
    Named,
    matching,
)
from stanceline.domain.speakers import short_name_of
from stanceline.domain.suggestions import SuggestionKind, status_of_event
from stanceline.services.progress import QUIET, Progress
from stanceline.services.workspace import Workspace
from stanceline.storage import marks
from stanceline.storage.mark_columns import EVENT, QUOTATION, SUGGESTION, Ints, Longs
from stanceline.storage.marks import EventRow, QuotationRow, SuggestionRow
from stanceline.storage.suggestions import spans_of, texts_of

_PlaceInTime = tuple[bool, tuple[int, ...]]

_DATES_KEPT = 16_384
"""Dates that are kept as they were read: every day of forty years."""


def n_marks(workspace: Workspace) -> int:
    """How many events and quotations there are; quick at any size."""
    with workspace.reading() as session:
        return marks.n_marks(session)


def coverage_of(workspace: Workspace) -> tuple[Longs, Ints]:
    """The days on which articles appeared, in order, and how many did.

    Days count from 1970-01-01. Articles whose date is vaguer than a day are left out.
    """
    with workspace.reading() as session:
        return marks.articles_per_day(session)


def marks_by_key(
    workspace: Workspace, keys: Sequence[tuple[int, int]], progress: Progress = QUIET
) -> dict[tuple[int, int], Mark]:
    """The marks of these kinds, as ``MarkColumns`` has them, and ids; those that are there.

    A suggestion comes as a quotation that nobody judged, or as an event. ``progress`` is
    only asked whether to go on.
    """

    def pause() -> None:
        progress.step(0, 0, "")

    ids: defaultdict[int, list[int]] = defaultdict(list)
    for kind, row_id in keys:
        ids[kind].append(row_id)
    found: dict[tuple[int, int], Mark] = {}
    with workspace.reading() as session:
        for quotation in marks.quotations(session, pause, ids[QUOTATION]):
            found[QUOTATION, quotation.id] = _quotation_mark(quotation)
        for event in marks.events(session, pause, ids[EVENT]):
            found[EVENT, event.id] = _event_mark(event)
        for suggestion in marks.suggestions(session, pause, ids[SUGGESTION]):
            found[SUGGESTION, suggestion.id] = _suggestion_mark(suggestion)
    return found


def fitting(marks_there: list[Mark], wanted: MarkFilter) -> list[Mark]:
    """The marks that the filter lets through, in their order.

    When it names topics, the judgements on these topics come first.
    """
    if wanted == MarkFilter():
        return marks_there
    return [_wanted_topics_first(mark, wanted) for mark in matching(marks_there, wanted)]


def in_order(unordered: Sequence[Mark]) -> list[Mark]:
    """The marks by their dates, the undated ones last, then by kind and number."""
    # Sorting the few dates there are and not all the marks leaves other threads their turn.
    by_date: defaultdict[str, list[Mark]] = defaultdict(list)
    for mark in unordered:
        by_date[mark.date.text if mark.date else ""].append(mark)
    by_place: defaultdict[_PlaceInTime, list[Mark]] = defaultdict(list)
    for date, found in by_date.items():
        by_place[_place_in_time(date)] += found
    return [
        mark for place in sorted(by_place) for mark in sorted(by_place[place], key=_kind_and_number)
    ]


def _kind_and_number(mark: Mark) -> tuple[str, int]:
    return mark.kind.value, mark.id


@lru_cache(maxsize=_DATES_KEPT)
def _place_in_time(text: str) -> _PlaceInTime:
    date = _parsed(text)
    return (True, ()) if date is None else (False, tuple(edtf.sort_key(date)))


def _wanted_topics_first(mark: Mark, wanted: MarkFilter) -> Mark:
    if not wanted.topic_ids or len(mark.judgements) < 2:  # noqa: PLR2004
        return mark
    ordered = sorted(mark.judgements, key=lambda each: each.topic.id not in wanted.topic_ids)
    return replace(mark, judgements=tuple(ordered))


def _quotation_mark(row: QuotationRow) -> Mark:
    date = row.said or row.published
    return Mark(
        kind=MarkKind.QUOTATION,
        id=row.id,
        title=row.words,
        date=_parsed(date),
        basis=DateBasis.SAID if row.said else DateBasis.PUBLISHED,
        speakers=() if row.speaker is None else (row.speaker,),
        judgements=row.judgements,
        phrase=row.phrase,
        sources=(
            MarkSource(row.article_id, row.article_title, row.source, row.published, row.spans),
        ),
        tags=row.tags,
        analyst=row.analyst,
    )


def _suggestion_mark(row: SuggestionRow) -> Mark:
    source = MarkSource(
        row.article_id,
        row.article_title,
        row.source,
        row.published,
        spans_of(row.spans, row.id),
    )
    if row.kind == SuggestionKind.EVENT:
        return Mark(
            kind=MarkKind.EVENT,
            id=row.id,
            title=row.title,
            date=_parsed(row.date),
            basis=DateBasis.HAPPENED,
            speakers=tuple(
                Named(0, name, short_name_of(name)) for name in texts_of(row.participants, row.id)
            ),
            status=status_of_event(row.pattern),
            phrase=" ".join(row.phrase.split()),
            sources=(source,),
        )
    return Mark(
        kind=MarkKind.QUOTATION,
        id=row.id,
        title=" ".join(row.words.split()),
        date=_parsed(row.published),
        basis=DateBasis.PUBLISHED,
        speakers=(Named(0, row.name, short_name_of(row.name)),) if row.name else (),
        sources=(source,),
    )


def _event_mark(row: EventRow) -> Mark:
    by_article: dict[int, MarkSource] = {}
    for piece in row.evidence:
        known = by_article.get(piece.article_id)
        spans = (*(known.spans if known else ()), piece.span)
        # A date that cannot be read is none that could be chosen.
        date = (known.date if known else "") or (piece.date if _parsed(piece.date) else "")
        by_article[piece.article_id] = MarkSource(
            piece.article_id, piece.article_title, piece.source, piece.published, spans, date
        )
    return Mark(
        kind=MarkKind.EVENT,
        id=row.id,
        title=row.title,
        date=_parsed(row.date),
        basis=DateBasis.HAPPENED,
        speakers=row.participants,
        category=row.category,
        status=row.status,
        place=row.place,
        phrase=row.phrase,
        sources=tuple(sorted(by_article.values(), key=_first_published)),
        tags=row.tags,
    )


@lru_cache(maxsize=_DATES_KEPT)
def _parsed(date: str) -> Edtf | None:
    """The date, None for an empty text and for one that is no date, as a damaged file has.

    Many marks share theirs, and reading one takes longer than finding it.
    """
    try:
        return edtf.parse(date) if date else None
    except EdtfError:
        return None


def _first_published(source: MarkSource) -> tuple[_PlaceInTime, int]:
    return _place_in_time(source.published), source.article_id


def sources_of(marks_there: Sequence[Mark]) -> list[MarkSource]:
    """Every article that the marks rest on, once, first published first."""
    found = {source.article_id: source for mark in marks_there for source in mark.sources}
    return sorted(found.values(), key=_first_published)
