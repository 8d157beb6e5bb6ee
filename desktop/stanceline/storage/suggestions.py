"""The suggestion queue in the database."""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Enum,
    Row,
    Select,
    String,
    delete,
    func,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from stanceline.domain import edtf
from stanceline.domain.spans import SEGMENT_JOIN, Span, SpanOutsideText
from stanceline.domain.suggestions import Suggestion, SuggestionKind, SuggestionStatus
from stanceline.records import dataclass
from stanceline.storage import tables
from stanceline.storage.engine import SEE_CHECK, WorkspaceDamaged
from stanceline.storage.quotations import between, ends

QUOTED = (SuggestionKind.QUOTATION, SuggestionKind.REPORTED)
"""What becomes a quotation when it is accepted."""

KINDS = "suggested_kinds"
"""The setting that holds the kinds of suggestions that are wanted, with spaces between."""

BY_DEFAULT = f"{SuggestionKind.QUOTATION} {SuggestionKind.EVENT}"
"""What counts where nobody has chosen."""

_TIERS = ("A", "B", "C")

_SURROGATES = re.compile("[\ud800-\udfff]")

UNDECIDED = (SuggestionStatus.WAITING, SuggestionStatus.HELD)
"""What nobody has decided on."""


def waiting(session: Session, article_id: int) -> list[Suggestion]:
    """The article's suggestions that nobody has decided on, in reading order."""
    return _of(session, article_id, SuggestionStatus.WAITING)


def waiting_among(session: Session, article_id: int, ids: Collection[int]) -> list[Suggestion]:
    """Those of the article's undecided suggestions that have these ids, in reading order."""
    return _of(session, article_id, SuggestionStatus.WAITING, tables.Suggestion.id.in_(ids))


@dataclass(frozen=True, slots=True)
class Rejected:
    """What the analyst rejected: where it began when it was suggested, and its words."""

    start: int
    words: str
    kind: SuggestionKind = SuggestionKind.QUOTATION


def rejected(session: Session, article_ids: Iterable[int]) -> defaultdict[int, list[Rejected]]:
    """What the analyst rejected, in reading order, by the articles' ids."""
    row = tables.Suggestion
    rows = session.execute(
        select(row.article_id, row.start, row.exact, row.kind)
        .where(row.article_id.in_(list(article_ids)), row.status == SuggestionStatus.REJECTED)
        .order_by(row.start, row.id)
    )
    found: defaultdict[int, list[Rejected]] = defaultdict(list)
    for article_id, start, words, kind in rows:
        found[article_id].append(Rejected(start, words, kind))
    return found


def _of(
    session: Session,
    article_id: int,
    status: SuggestionStatus,
    *conditions: ColumnElement[bool],
) -> list[Suggestion]:
    rows = session.scalars(
        select(tables.Suggestion)
        .where(
            tables.Suggestion.article_id == article_id,
            tables.Suggestion.status == status,
            *conditions,
        )
        .order_by(tables.Suggestion.start, tables.Suggestion.id)
    )
    return [value(row) for row in rows]


def value(row: tables.Suggestion | Row[Any]) -> Suggestion:
    """The suggestion that the row stores; raises WorkspaceDamaged where it cannot be read."""
    return Suggestion(
        id=row.id,
        article_id=row.article_id,
        spans=spans_of(row.spans, row.id),
        speaker=row.speaker,
        name=row.name,
        mention=place_of(row.mention_start, row.mention_end, row.id),
        cue=place_of(row.cue_start, row.cue_end, row.id),
        pattern=row.pattern,
        confidence=row.confidence,
        reason=row.reason,
        status=row.status,
        kind=row.kind,
        title=row.title,
        edtf=row.edtf,
        phrase=place_of(row.phrase_start, row.phrase_end, row.id),
        rule=row.rule,
        tier=row.tier,
        alternatives=texts_of(row.alternatives, row.id),
        participants=texts_of(row.participants, row.id),
    )


def texts_of(stored: str, row_id: int) -> tuple[str, ...]:
    """The texts from their JSON; raises WorkspaceDamaged, naming the suggestion by its id."""
    if stored == "[]":
        return ()
    texts = _loaded(stored)
    if not isinstance(texts, list) or not all(map(_is_text, texts)):
        raise _damaged(row_id, "its other readings or names cannot be read")
    return tuple(texts)


def spans_of(stored: str, row_id: int) -> tuple[Span, ...]:
    """The spans from their JSON; raises WorkspaceDamaged, naming the suggestion by its id."""
    pairs = _loaded(stored)
    # A number with a point, or true, would do for an offset until something is cut by it.
    if not isinstance(pairs, list) or not pairs or not all(map(_is_pair, pairs)):
        raise _damaged(row_id, "its place cannot be read")
    try:
        return tuple(Span(start, end) for start, end in pairs)
    except SpanOutsideText as error:
        raise _damaged(row_id, "its place cannot be read") from error


def place_of(start: int | None, end: int | None, row_id: int) -> Span | None:
    """The span that two columns store, or None where they are empty.

    Raises WorkspaceDamaged, naming the suggestion by its id.
    """
    try:
        return between(start, end)
    except SpanOutsideText as error:
        raise _damaged(row_id, "the place of its speaker, verb or date cannot be read") from error


def damaged(session: Session) -> Iterator[tuple[int, WorkspaceDamaged]]:
    """The ids of suggestions that no version of the program writes, and what is wrong.

    Those with a value of a wrong kind are told of by ``soundness``.
    """
    of_row = tables.Suggestion.__table__.columns
    columns = [
        type_coerce(each, String).label(each.name) if isinstance(each.type, Enum) else each
        for each in of_row
    ]
    n_letters = func.length(tables.ArticleText.body).label("n_letters")
    with_lengths: Select[Any] = (
        select(*columns, n_letters)
        .join(tables.Article, tables.Article.id == of_row.article_id)
        .join(tables.ArticleText, tables.ArticleText.id == tables.Article.text_id)
        .order_by(of_row.id)
    )
    for row in session.execute(with_lengths):
        try:
            _check(value(row), row.n_letters)
        except WorkspaceDamaged as error:
            yield row.id, error
        except (TypeError, AttributeError):
            continue


def _check(found: Suggestion, n_letters: int) -> None:
    """Return when the suggestion is one that a text of so many characters can have."""
    places = [*found.spans, *filter(None, (found.mention, found.cue, found.phrase))]
    if max(each.end for each in places) > n_letters:
        raise _damaged(found.id, "its place is not in the text")
    for each in filter(None, (found.edtf, *found.alternatives)):
        try:
            edtf.parse(each)
        except edtf.EdtfError as error:
            raise _damaged(found.id, "its date cannot be read") from error
    if not 0 <= found.confidence <= 1:
        raise _damaged(found.id, "its confidence is not between 0 and 1")
    is_event = found.kind == SuggestionKind.EVENT
    if found.tier not in (_TIERS if is_event else ("",)):
        raise _damaged(found.id, "its tier is none that is known")
    # One that was decided on may have lost the words of its date by an edit since.
    if is_event and found.status in UNDECIDED and not (found.title and found.edtf and found.phrase):
        raise _damaged(found.id, "it is an event without title, date or the words of the date")


def _loaded(stored: str) -> Any:
    """What the JSON says, or None where it says nothing."""
    try:
        return json.loads(stored)
    except (TypeError, ValueError, RecursionError):
        return None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and _SURROGATES.search(value) is None


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and [type(each) for each in value] == [int, int]


def _damaged(row_id: int, how: str) -> WorkspaceDamaged:
    return WorkspaceDamaged(f"Suggestion {row_id} is damaged: {how}.{SEE_CHECK}")


def settle_overlapped(
    session: Session, article_id: int, marked: Sequence[Span], quotation_id: int
) -> list[tables.Suggestion]:
    """Take out of the queue what suggests words that are marked now as this quotation.

    The suggestions that are settled by it are returned.
    """
    settled = _overlapped(session, article_id, marked, QUOTED)
    for row in settled:
        settle(row, quotation_id)
    return settled


def events_overlapped(session: Session, article_id: int, passage: Span) -> list[tables.Suggestion]:
    """The undecided suggestions of events that share words with this passage."""
    return _overlapped(session, article_id, [passage], (SuggestionKind.EVENT,))


def _overlapped(
    session: Session, article_id: int, marked: Sequence[Span], kinds: Sequence[SuggestionKind]
) -> list[tables.Suggestion]:
    furthest = max(span.end for span in marked)
    rows = session.scalars(
        select(tables.Suggestion).where(
            tables.Suggestion.article_id == article_id,
            tables.Suggestion.status.in_(UNDECIDED),
            tables.Suggestion.kind.in_(kinds),
            tables.Suggestion.start < furthest,
        )
    )
    return [
        row
        for row in rows
        if any(span.overlaps(other) for span in spans_of(row.spans, row.id) for other in marked)
    ]


def settle(row: tables.Suggestion, quotation_id: int) -> None:
    """Say that the suggestion became this quotation."""
    row.status = SuggestionStatus.ACCEPTED
    row.quotation_id = quotation_id


def settle_together(session: Session, became: Iterable[tuple[int, int]]) -> None:
    """Say that suggestions became quotations, given as pairs of their ids."""
    accepted = SuggestionStatus.ACCEPTED
    session.execute(
        update(tables.Suggestion),
        [
            {"id": row_id, "status": accepted, "quotation_id": quotation_id}
            for row_id, quotation_id in became
        ],
    )


New = tuple[int, str, Sequence[Suggestion]]
"""An article's id, its body, and what is suggested in it."""


def replace_waiting(session: Session, found: Sequence[New]) -> None:
    """Put these in the place of the articles' undecided suggestions; their ids are ignored.

    Those that are the same as before, but for their ids, stay as they are.
    """
    row = tables.Suggestion
    columns = [getattr(row, name) for name in _STORED]
    there: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row_id, *stored in session.execute(
        select(row.id, *columns).where(
            row.article_id.in_([article_id for article_id, *_ in found]),
            row.status.in_(UNDECIDED),
        )
    ):
        there[tuple(stored)].append(row_id)
    new = []
    for _, body, suggested in found:
        for suggestion in suggested:
            values = _values(suggestion, body)
            same = there.get(tuple(values.values())) if there else None
            if same:
                same.pop()
            else:
                new.append(values)
    withdraw(session, [row_id for ids in there.values() for row_id in ids])
    if new:
        session.execute(insert(row), new)


def withdraw(session: Session, suggestion_ids: Sequence[int]) -> None:
    """Take these suggestions out of the queue."""
    if suggestion_ids:
        session.connection().exec_driver_sql(
            "DELETE FROM suggestion WHERE id = ?", [(each,) for each in suggestion_ids]
        )


def looked_at(session: Session, article_ids: Collection[int]) -> list[int]:
    """Those of the articles in which anything is suggested that nobody has decided on."""
    row = tables.Suggestion
    return list(
        session.scalars(
            select(row.article_id)
            .where(row.article_id.in_(article_ids), row.status.in_(UNDECIDED))
            .distinct()
            .order_by(row.article_id)
        )
    )


def withdraw_counted(session: Session, article_ids: Collection[int]) -> None:
    """Take suggested events out of the queue whose dates are not written out in the text."""
    row = tables.Suggestion
    session.execute(
        delete(row).where(
            row.article_id.in_(article_ids),
            row.status.in_(UNDECIDED),
            row.kind == SuggestionKind.EVENT,
            row.tier != "A",
        )
    )


def withdraw_kinds(session: Session, kinds: Iterable[SuggestionKind]) -> None:
    """Take the undecided suggestions of these kinds out of the queue."""
    row = tables.Suggestion
    session.execute(delete(row).where(row.status.in_(UNDECIDED), row.kind.in_(list(kinds))))


def _values(suggestion: Suggestion, body: str) -> dict[str, Any]:
    mention, cue, phrase = (
        ends(each) for each in (suggestion.mention, suggestion.cue, suggestion.phrase)
    )
    return {
        "article_id": suggestion.article_id,
        "start": suggestion.spans[0].start,
        "spans": json.dumps([[span.start, span.end] for span in suggestion.spans]),
        "exact": SEGMENT_JOIN.join(span.words(body) for span in suggestion.spans),
        "speaker": suggestion.speaker,
        "name": suggestion.name,
        "mention_start": mention[0],
        "mention_end": mention[1],
        "cue_start": cue[0],
        "cue_end": cue[1],
        "pattern": suggestion.pattern,
        "confidence": suggestion.confidence,
        "reason": suggestion.reason,
        "status": suggestion.status,
        "kind": suggestion.kind,
        "title": suggestion.title,
        "edtf": suggestion.edtf,
        "phrase_start": phrase[0],
        "phrase_end": phrase[1],
        "rule": suggestion.rule,
        "tier": suggestion.tier,
        "alternatives": _stored_texts(suggestion.alternatives),
        "participants": _stored_texts(suggestion.participants),
    }


_STORED = [
    "article_id",
    "start",
    "spans",
    "exact",
    "speaker",
    "name",
    "mention_start",
    "mention_end",
    "cue_start",
    "cue_end",
    "pattern",
    "confidence",
    "reason",
    "status",
    "kind",
    "title",
    "edtf",
    "phrase_start",
    "phrase_end",
    "rule",
    "tier",
    "alternatives",
    "participants",
]
"""The columns that say what is suggested, in the order in which ``_values`` has them."""


def _stored_texts(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)
