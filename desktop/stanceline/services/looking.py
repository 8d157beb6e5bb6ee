"""Looking a workspace over: everything in it that is not as it should be, in sentences."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from stanceline.domain import edtf
from stanceline.domain.edtf import EdtfError
from stanceline.domain.spans import CONTEXT_LENGTH
from stanceline.records import dataclass
from stanceline.services.progress import QUIET, Progress
from stanceline.services.views import view_of
from stanceline.services.workspace import Workspace
from stanceline.storage import search, suggestions, tables
from stanceline.storage.digests import changed_originals, changed_texts, text_of
from stanceline.storage.engine import SEE_CHECK, WorkspaceDamaged
from stanceline.storage.memory import give_back_freed
from stanceline.storage.schema import schema_problems
from stanceline.storage.soundness import (
    adrift,
    broken_changes,
    interruptible,
    missing_indices,
    orphans,
    wrong_values,
)

KNOWN = "; that is known"
"""Follows what a repair met before and could not mend."""


class FindingKind(StrEnum):
    """What sort of thing is wrong."""

    DAMAGE = "damage"
    TEXT = "text"
    ORIGINAL = "original"
    ORPHAN = "orphan"
    ANCHOR = "anchor"
    DATE = "date"
    VALUE = "value"
    SEARCH = "search"
    INDEX = "index"
    JOURNAL = "journal"
    SCHEMA = "schema"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be; ``row_id`` is 0 where it is about no one row."""

    kind: FindingKind
    sentence: str
    can_repair: bool = False
    table: str = ""
    row_id: int = 0


def _mendable(kind: FindingKind, sentence: str, table: str = "", row_id: int = 0) -> Finding:
    return Finding(kind, sentence, can_repair=True, table=table, row_id=row_id)


def _lasting(kind: FindingKind, sentence: str, table: str = "", row_id: int = 0) -> Finding:
    return Finding(kind, sentence, can_repair=False, table=table, row_id=row_id)


MOST_FOR_A_GLANCE = 20_000
"""Of how many articles the search index is read whole without being asked for: that keeps
others from writing, for a second in ten thousand."""


def look_over(
    workspace: Workspace, progress: Progress = QUIET, *, is_thorough: bool = False
) -> list[Finding]:
    """What is wrong with the workspace; empty when all is sound. Nothing is changed.

    ``is_thorough`` reads the search index of a large workspace whole as well, which keeps
    others from writing meanwhile. Raises Cancelled.
    """
    findings: list[Finding] = []
    with workspace.reading_afresh() as session:
        for number, (what, look) in enumerate(_LOOKS.items()):
            findings += _looked(session, what, look, _Hearing(progress, number, what))
        n_articles = 0 if findings else session.scalar(_COUNT) or 0
    may_write = not workspace.is_read_only
    if not findings and may_write and (is_thorough or n_articles <= MOST_FOR_A_GLANCE):
        findings += _unsound_index(workspace, _Hearing(progress, len(_LOOKS), "search index"))
    give_back_freed()
    progress.step(len(_LOOKS) + 1, len(_LOOKS) + 1, "Done")
    return list(dict.fromkeys(findings))


_COUNT = select(func.count()).select_from(tables.Article)


@dataclass(frozen=True, slots=True)
class _Hearing:
    """Tells progress that the look of this number goes on."""

    progress: Progress
    number: int
    what: str

    def __call__(self, *_: int) -> None:
        self.progress.step(self.number, len(_LOOKS) + 1, f"Looking over the {self.what}")


Look = Callable[[Session, _Hearing], Iterator[Finding]]


def _looked(session: Session, what: str, look: Look, heard: _Hearing) -> list[Finding]:
    """What the look finds before it comes to something that cannot be read at all."""
    heard()
    found: list[Finding] = []
    try:
        with interruptible(session.connection(), heard):
            found.extend(look(session, heard))
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        found.append(_unreadable(what, type(error).__name__))
    except DBAPIError as error:
        found.append(_unreadable(what, str(error.orig)))
    return found


def _unreadable(what: str, reason: str) -> Finding:
    return Finding(FindingKind.DAMAGE, f"The {what} cannot all be read ({reason}).")


def _driver(session: Session) -> Any:
    return session.connection().connection.driver_connection


# ------------------------------------------------------------------------- the file


_OF_THE_INDEX = ("fts5", "article_fts")
_OF_AN_INDEX = ("from index", "in index")


def _damage(session: Session, _heard: _Hearing) -> Iterator[Finding]:
    connection = session.connection()
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check(100)").all():
        told = str(said)
        if told == "ok":
            continue
        if any(sign in told.casefold() for sign in _OF_THE_INDEX):
            yield _mendable(FindingKind.SEARCH, f"The search index is damaged ({told}).")
        elif any(sign in told for sign in _OF_AN_INDEX):
            yield _mendable(FindingKind.INDEX, f"{told}.")
        else:
            yield Finding(FindingKind.DAMAGE, f"{told.removesuffix('.')}.")


def _schema(session: Session, _heard: _Hearing) -> Iterator[Finding]:
    connection = session.connection()
    for problem in schema_problems(connection):
        yield Finding(FindingKind.SCHEMA, f"The workspace {problem}.")
    for name in missing_indices(connection):
        sentence = f"The workspace lacks the index “{name}”, so that it is slow."
        yield Finding(FindingKind.INDEX, sentence, can_repair=True)


def _orphans(session: Session, _heard: _Hearing) -> Iterator[Finding]:
    for orphan in orphans(session.connection()):
        can_repair = orphan.on_delete in {"CASCADE", "SET NULL"}
        yield Finding(FindingKind.ORPHAN, orphan.sentence, can_repair, orphan.table, orphan.row_id)
    for table, row_id in adrift(session.connection()):
        yield _mendable(FindingKind.ORPHAN, SENTENCES_ADRIFT[table], table, row_id)


SENTENCES_ADRIFT = {
    "reading": "It is noted how far an article was read that is not there.",
    "draft": "A text is kept that was being edited in an article that is not there.",
}


def _values(session: Session, _heard: _Hearing) -> Iterator[Finding]:
    for value in wrong_values(session):
        # What is only suggested can be taken out, and is found again by looking.
        can_repair = value.table == "suggestion"
        yield Finding(FindingKind.VALUE, value.sentence, can_repair, value.table, value.row_id)


# ------------------------------------------------------------------------- texts and marks


def _texts(session: Session, heard: _Hearing) -> Iterator[Finding]:
    for text in changed_texts(_driver(session), heard):
        sentence = text.sentence
        if text.is_known:
            sentence = f"{sentence[:-1]}{KNOWN}, and no backup has it."
        yield Finding(FindingKind.TEXT, sentence, not text.is_known, "text", text.text_id)


def _originals(session: Session, heard: _Hearing) -> Iterator[Finding]:
    for row_id, name in changed_originals(_driver(session), heard):
        sentence = f"The kept file “{name}” is not what was imported."
        yield _mendable(FindingKind.ORIGINAL, sentence, "original", row_id)


@dataclass(frozen=True, slots=True)
class Place:
    """Where words are said to stand; ``owner`` says in words whose they are."""

    table: str
    row_id: int
    owner: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


def places_by_text(session: Session) -> dict[int, list[Place]]:
    """The places of all marks by the ids of the texts that they are in.

    Those that somebody is asked to check are left out: it is known that they may be wrong.
    """
    found: defaultdict[int, list[Place]] = defaultdict(list)
    span, quotation, article = tables.QuotationSpan, tables.Quotation, tables.Article
    doubt = tables.Doubt
    for row, text_id in session.execute(
        select(span, article.text_id)
        .join(quotation, quotation.id == span.quotation_id)
        .join(article, article.id == quotation.article_id)
        .outerjoin(doubt, doubt.quotation_span_id == span.id)
        .where(doubt.id.is_(None))
        .order_by(span.id)
    ):
        found[text_id].append(_place(row, f"quotation {row.quotation_id}"))
    evidence = tables.Evidence
    for piece, text_id in session.execute(
        select(evidence, article.text_id)
        .join(article, article.id == evidence.article_id)
        .outerjoin(doubt, doubt.evidence_id == evidence.id)
        .where(doubt.id.is_(None))
        .order_by(evidence.id)
    ):
        found[text_id].append(_place(piece, f"the evidence of event {piece.event_id}"))
    return found


def _place(row: tables.QuotationSpan | tables.Evidence, owner: str) -> Place:
    return Place(
        row.__tablename__, row.id, owner, row.start, row.end, row.exact, row.prefix, row.suffix
    )


@dataclass(frozen=True, slots=True)
class DeadPlace:
    """A mark whose words are not where it says.

    ``start`` is where they stand instead, the nearest place if there are several, and None
    if there is none; ``is_sure`` says that it can be no other. ``words`` is None unless what
    stands around the place shows that it is right; then it is what stands there.
    """

    place: Place
    start: int | None
    is_sure: bool
    words: str | None = None


def dead_places(session: Session) -> Iterator[DeadPlace]:
    """Marks whose words are not where they say. In a damaged text no other place is sure."""
    for text_id, places in places_by_text(session).items():
        body, is_sound = text_of(_driver(session), text_id)
        for place in places:
            if body[place.start : place.end] == place.exact:
                continue
            if is_sound and _is_right_by_context(body, place):
                words = body[place.start : place.end]
                yield DeadPlace(place, place.start, is_sure=True, words=words)
            else:
                only = _only_place(body, place) if is_sound else None
                nearest = _nearest(body, place) if only is None else only
                yield DeadPlace(place, nearest, only is not None)


def _is_right_by_context(body: str, place: Place) -> bool:
    """Whether the words around are whole and where they should be, so that the others are not."""
    return (
        0 <= place.start < place.end <= len(body)
        and len(place.prefix) + len(place.suffix) >= CONTEXT_LENGTH
        and body.endswith(place.prefix, 0, place.start)
        and body.startswith(place.suffix, place.end)
    )


def _only_place(body: str, place: Place) -> int | None:
    """Where the words stand once in the text, or once between the words around them."""
    if not place.exact:
        return None
    starts = _starts(body, place.exact)
    if len(starts) == 1:
        return starts[0]
    around = f"{place.prefix}{place.exact}{place.suffix}"
    starts = _starts(body, around) if len(around) > len(place.exact) else []
    return starts[0] + len(place.prefix) if len(starts) == 1 else None


def _starts(body: str, words: str) -> list[int]:
    """Up to two places at which the words stand."""
    first = body.find(words)
    second = body.find(words, first + 1) if first >= 0 else -1
    return [start for start in (first, second) if start >= 0]


def _nearest(body: str, place: Place) -> int | None:
    """Where the words stand next to where they should."""
    if not place.exact:
        return None
    starts = (body.rfind(place.exact, 0, place.end), body.find(place.exact, place.start))
    return min(
        (start for start in starts if start >= 0),
        key=lambda start: abs(start - place.start),
        default=None,
    )


def _anchors(session: Session, _heard: _Hearing) -> Iterator[Finding]:
    for dead in dead_places(session):
        place, sentence = dead.place, f"The words of {dead.place.owner} are not where it says."
        if dead.words is not None:
            sentence += " By what stands around it, the place is right."
        elif dead.is_sure and dead.start is not None:
            sentence += f" They stand once in the text, at character {dead.start + 1:,}."
        elif dead.start is not None:
            sentence += f" The same words stand nearest at character {dead.start + 1:,}."
        yield Finding(FindingKind.ANCHOR, sentence, dead.is_sure, place.table, place.row_id)


# ------------------------------------------------------------------------- dates and the rest

DATED: tuple[tuple[str, type[tables.Base], str], ...] = (
    ("article", tables.Article, "published"),
    ("quotation", tables.Quotation, "said"),
    ("event", tables.Event, "date"),
)
"""What has a date: its name in words, its table and the column of the date."""


def _dates(session: Session, _heard: _Hearing) -> Iterator[Finding]:
    for what, table, prefix in DATED:
        columns = table.__table__.columns
        stored = [columns[f"{prefix}_{part}"] for part in ("t0", "t1", "o0", "o1")]
        for row_id, text, *bounds in session.execute(
            select(columns["id"], columns[prefix], *stored)
        ):
            try:
                derived = tables.date_columns(prefix, text)
            except EdtfError as error:
                sentence = f"The date of {what} {row_id} is broken: {error}"
                yield _lasting(FindingKind.DATE, sentence, what, row_id)
            except (TypeError, AttributeError):
                continue  # It is told of among the values.
            else:
                if bounds != list(derived.values()):
                    sentence = f"The bounds of the date of {what} {row_id} are wrong."
                    yield _mendable(FindingKind.DATE, sentence, what, row_id)
    yield from _dates_given(session)


def _dates_given(session: Session) -> Iterator[Finding]:
    """Dates of evidence, which have no bounds beside them."""
    evidence = tables.Evidence
    for row_id, event_id, text in session.execute(
        select(evidence.id, evidence.event_id, evidence.edtf).where(evidence.edtf != "")
    ):
        try:
            edtf.parse(text)
        except EdtfError as error:
            sentence = f"The date that evidence of event {event_id} gives is broken: {error}"
            yield _lasting(FindingKind.DATE, sentence, "evidence", row_id)
        except (TypeError, AttributeError):
            continue  # It is told of among the values.


def _views(session: Session, _heard: _Hearing) -> Iterator[Finding]:
    for row in session.scalars(select(tables.Timeline)):
        try:
            view_of(row)
        except WorkspaceDamaged as error:
            sentence = str(error).removesuffix(SEE_CHECK)
            yield _lasting(FindingKind.VALUE, sentence, "timeline", row.id)


def _suggestions(session: Session, _heard: _Hearing) -> Iterator[Finding]:
    for row_id, error in suggestions.damaged(session):
        sentence = str(error).removesuffix(SEE_CHECK)
        yield _mendable(FindingKind.VALUE, sentence, "suggestion", row_id)


# ------------------------------------------------------------------------- journal and index


def _journal(session: Session, _heard: _Hearing) -> Iterator[Finding]:
    connection = session.connection()
    by_action: defaultdict[int, int] = defaultdict(int)
    for _, action_id in broken_changes(connection):
        by_action[action_id] += 1
    for action_id, count in by_action.items():
        noun = "change" if count == 1 else "changes"
        sentence = f"{count} {noun} of step {action_id} of the history cannot be read."
        yield _mendable(FindingKind.JOURNAL, sentence, "action", action_id)
    if _is_begun(connection):
        sentence = "The history says that an action goes on where none does."
        yield _mendable(FindingKind.JOURNAL, sentence, "journal_now", 1)


def _is_begun(connection: Connection) -> bool:
    rows = connection.exec_driver_sql("SELECT action_id FROM journal_now").all()
    return [tuple(row) for row in rows] != [(None,)]


def _search(session: Session, _heard: _Hearing) -> Iterator[Finding]:
    for article_id in search.stale_docs(session.connection()):
        sentence = f"The search index does not know article {article_id} as it is."
        yield _mendable(FindingKind.SEARCH, sentence, "article", article_id)


def _unsound_index(workspace: Workspace, heard: _Hearing) -> Iterator[Finding]:
    """Whether the index holds the words of the texts; asking that is a write to SQLite."""
    heard()
    # It writes nothing, so that there is no line of it in the history.
    with (
        workspace.action("Look the search index over") as session,
        interruptible(session.connection(), heard),
    ):
        is_sound = search.is_sound(session.connection())
    if not is_sound:
        yield _mendable(FindingKind.SEARCH, "The search index does not hold what is stored.")


_LOOKS: dict[str, Look] = {
    "file": _damage,
    "tables": _schema,
    "texts": _texts,
    "kept files": _originals,
    "references": _orphans,
    "values": _values,
    "marks": _anchors,
    "dates": _dates,
    "saved views": _views,
    "suggestions": _suggestions,
    "history": _journal,
    "search index": _search,
}
"""What looks over each kind of thing."""
