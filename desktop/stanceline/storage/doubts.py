"""Anchors as an edit meets them in the database, and the doubts that it leaves.

Thousands of marks are read and written by a few statements, since leaving the edit mode
must not be felt.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from stanceline.domain.spans import Anchor, Span
from stanceline.records import dataclass
from stanceline.storage import tables
from stanceline.storage.quotations import between, ends
from stanceline.storage.suggestions import UNDECIDED, place_of, spans_of
from stanceline.storage.uids import new_uid

_COLUMNS = {"quotation_span": "quotation_span_id", "evidence": "evidence_id"}
"""The tables that hold anchors, with the columns by which a doubt names their rows."""


@dataclass(frozen=True, slots=True)
class Held:
    """An anchor in a row of a table; ``quotation_id`` is None for that of an evidence."""

    table: str
    row_id: int
    quotation_id: int | None
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Beside:
    """The places of cue and mention of a quotation, or of a suggestion with its date."""

    row_id: int
    cue: Span | None
    mention: Span | None
    phrase: Span | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A suggestion in its row, whatever became of it."""

    row_id: int
    is_waiting: bool
    spans: tuple[Span, ...]
    exact: str
    beside: Beside


def held_by(session: Session, article_id: int) -> list[Held]:
    """All anchors in the article: those of quotations in their order, then evidence."""
    connection = session.connection()
    spans = connection.exec_driver_sql(
        "SELECT s.id, s.quotation_id, s.start, s.end, s.exact, s.prefix, s.suffix, s.revision"
        " FROM quotation AS q JOIN quotation_span AS s ON s.quotation_id = q.id"
        " WHERE q.article_id = ? ORDER BY s.quotation_id, s.position",
        (article_id,),
    )
    found = [
        Held("quotation_span", row_id, quotation_id, Anchor(Span(start, end), *rest))
        for row_id, quotation_id, start, end, *rest in spans
    ]
    evidence = connection.exec_driver_sql(
        "SELECT id, start, end, exact, prefix, suffix, revision FROM evidence"
        " WHERE article_id = ? ORDER BY id",
        (article_id,),
    )
    found += [
        Held("evidence", row_id, None, Anchor(Span(start, end), *rest))
        for row_id, start, end, *rest in evidence
    ]
    return found


def put_anchors(session: Session, changed: Iterable[tuple[Held, Anchor]]) -> None:
    """Give the rows these anchors."""
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _COLUMNS}
    for held, new in changed:
        rows[held.table].append(
            (
                new.span.start,
                new.span.end,
                new.exact,
                new.prefix,
                new.suffix,
                new.revision,
                held.row_id,
            )
        )
    for table, values in rows.items():
        if values:
            session.connection().exec_driver_sql(
                f"UPDATE {table} SET start = ?, end = ?, exact = ?, prefix = ?, suffix = ?,"  # noqa: S608 - our own names
                " revision = ? WHERE id = ?",
                values,
            )


def doubted(session: Session, article_id: int) -> dict[tuple[str, int], int]:
    """The ids of the article's doubts by the table and id of the row that they are about."""
    return {
        ("quotation_span", span_id) if span_id is not None else ("evidence", evidence_id): doubt_id
        for doubt_id, span_id, evidence_id in session.connection().exec_driver_sql(
            "SELECT id, quotation_span_id, evidence_id FROM doubt WHERE article_id = ?",
            (article_id,),
        )
    }


def add_doubts(
    session: Session, article_id: int, text_id: int, found: Iterable[tuple[Held, str]]
) -> None:
    """Doubt these anchors, which were sure in this text, for these reasons."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    rows = []
    for held, reason in found:
        span = held.anchor.span
        about = [held.row_id if held.table == table else None for table in _COLUMNS]
        rows.append((new_uid(), article_id, *about, text_id, span.start, span.end, reason, at))
    if rows:
        session.connection().exec_driver_sql(
            "INSERT INTO doubt (uid, article_id, quotation_span_id, evidence_id, text_id,"
            " start, end, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )


def give_reasons(session: Session, reasons: Iterable[tuple[int, str]]) -> None:
    """Have the doubts of these ids say these reasons."""
    rows = [(reason, doubt_id) for doubt_id, reason in reasons]
    if rows:
        session.connection().exec_driver_sql("UPDATE doubt SET reason = ? WHERE id = ?", rows)


def count(session: Session) -> int:
    """How many anchors somebody must look at."""
    return session.scalar(select(func.count()).select_from(tables.Doubt)) or 0


# ------------------------------------------------------------------------- what lies beside


def beside_quotations(session: Session, article_id: int) -> list[Beside]:
    """Cue and mention of the article's quotations, of those that have one."""
    return [
        Beside(row_id, between(*places[:2]), between(*places[2:]))
        for row_id, *places in session.connection().exec_driver_sql(
            "SELECT id, cue_start, cue_end, mention_start, mention_end FROM quotation"
            " WHERE article_id = ? AND (cue_start NOTNULL OR mention_start NOTNULL)",
            (article_id,),
        )
    ]


def put_beside(session: Session, found: Sequence[Beside]) -> None:
    """Give the quotations these cues and mentions."""
    if found:
        session.connection().exec_driver_sql(
            "UPDATE quotation SET cue_start = ?, cue_end = ?, mention_start = ?, mention_end = ?"
            " WHERE id = ?",
            [(*ends(each.cue), *ends(each.mention), each.row_id) for each in found],
        )


def proposed(session: Session, article_id: int) -> list[Proposed]:
    """The article's suggestions, those that were decided on as well."""
    return [
        Proposed(
            row_id,
            status in UNDECIDED,
            spans_of(spans, row_id),
            exact,
            Beside(
                row_id,
                place_of(cue_start, cue_end, row_id),
                place_of(mention_start, mention_end, row_id),
                place_of(phrase_start, phrase_end, row_id),
            ),
        )
        for (
            row_id,
            status,
            spans,
            exact,
            cue_start,
            cue_end,
            mention_start,
            mention_end,
            phrase_start,
            phrase_end,
        ) in session.connection().exec_driver_sql(
            "SELECT id, status, spans, exact, cue_start, cue_end, mention_start, mention_end,"
            " phrase_start, phrase_end FROM suggestion WHERE article_id = ? ORDER BY id",
            (article_id,),
        )
    ]


def put_proposed(session: Session, found: Sequence[Proposed]) -> None:
    """Store where these suggestions stand now, and their words."""
    if found:
        session.connection().exec_driver_sql(
            "UPDATE suggestion SET start = ?, spans = ?, exact = ?, cue_start = ?, cue_end = ?,"
            " mention_start = ?, mention_end = ?, phrase_start = ?, phrase_end = ? WHERE id = ?",
            [
                (
                    each.spans[0].start,
                    json.dumps([[span.start, span.end] for span in each.spans]),
                    each.exact,
                    *ends(each.beside.cue),
                    *ends(each.beside.mention),
                    *ends(each.beside.phrase),
                    each.row_id,
                )
                for each in found
            ],
        )
