"""Editing the text of an article, and what becomes of the marks in it.

An edit is one action: the new text, every anchor found again, and a doubt for each that a
person must look at. Undoing it brings all of that back.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from stanceline.domain.errors import StancelineError
from stanceline.domain.spans import SEGMENT_JOIN, Anchor, Span, anchor, trimmed
from stanceline.formats.text import clean, tidy
from stanceline.records import dataclass
from stanceline.services.history_words import shortened
from stanceline.services.workspace import Changed, NotFound, Workspace, found
from stanceline.storage import articles, suggestions, tables
from stanceline.storage import doubts as store
from stanceline.storage.doubts import Beside, Held, Proposed

if TYPE_CHECKING:
    from stanceline.domain.reanchoring import Follower

EDITED = (
    Changed.ARTICLES,
    Changed.QUOTATIONS,
    Changed.EVENTS,
    Changed.SUGGESTIONS,
    Changed.DOUBTS,
)
"""What an edit of a text changes."""

_MOST_AROUND = 1_000
"""Characters of a paragraph that are shown on each side of a passage."""


class ChangedMeanwhile(StancelineError):
    """The text is no longer the one that the editing began from."""


@dataclass(frozen=True, slots=True)
class Edited:
    """How many marks an edit left where they stood, moved with their words, or left in doubt.

    ``n_withdrawn`` suggestions went with their words.
    """

    n_kept: int
    n_moved: int
    n_doubtful: int
    revision: int
    n_withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is being edited; ``is_current`` says that nobody changed the article since.

    ``revision`` is the one that the editing began from, ``at`` when it was kept (UTC).
    """

    article_id: int
    body: str
    revision: int
    at: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """A mark that a person must look at, with both texts.

    ``exact`` are the words it was last sure of; ``before`` and ``now`` the paragraphs around
    it then and now, and the spans are its places in those. ``now_at`` is its place in the
    body as it stands. ``is_there`` says that ``now_span`` are words that were found for it,
    and not merely what stands where its own stood.
    """

    id: int
    article_id: int
    article_title: str
    quotation_id: int | None
    event_id: int | None
    evidence_id: int | None
    exact: str
    before: str
    before_span: Span
    now: str
    now_span: Span
    now_at: Span
    reason: str
    is_there: bool


# ------------------------------------------------------------------------- editing


def edit_text(
    workspace: Workspace,
    article_id: int,
    new_body: str,
    *,
    revision: int | None = None,
    began_from: str | None = None,
) -> Edited:
    """Give the article this text, have its marks follow, and drop its draft.

    ``revision`` and ``began_from`` are number and text of the one that the editing began
    from, where they are known. Raises NotFound, ChangedMeanwhile when the text is another by
    now, in which case the new text is kept as a draft, and StancelineError for a text without
    words.
    """
    body = checked_body(new_body)
    with workspace.reading() as session:
        row = found(session.get(tables.Article, article_id), "The article")
        title, is_same = row.title, _is_still(row, revision, began_from)
    if not is_same:
        keep_draft(workspace, article_id, body, revision or 0)
        raise _changed_meanwhile(title)
    with workspace.action(f"Edit the text of “{shortened(title)}”", *EDITED) as session:
        row = found(session.get(tables.Article, article_id), "The article")
        if not _is_still(row, revision, began_from):
            raise _changed_meanwhile(title)
        edited = replace_body(session, row, body)
        _drop_draft(session, article_id)
    return edited


def _is_still(row: tables.Article, revision: int | None, began_from: str | None) -> bool:
    """Whether the text is the one that was begun from; after an undo a number comes again."""
    return revision in (None, row.revision) and began_from in (None, row.body)


def _changed_meanwhile(title: str) -> ChangedMeanwhile:
    return ChangedMeanwhile(
        f"The text of “{shortened(title)}” was changed meanwhile, so this edit was not stored. "
        "It is kept as a draft: look at the text as it is now, then decide."
    )


def checked_body(text: str) -> str:
    """The text as it is stored; raises StancelineError when it has no words or too many."""
    if not tidy(text).strip():
        raise StancelineError(
            "The text of an article cannot be empty. To take the article out, delete it."
        )
    return clean(text)


def replace_body(session: Session, row: tables.Article, body: str) -> Edited:
    """Give the article this text within an action, and have everything in it follow."""
    old_body, old_text_id = row.body, row.text_id
    if body == old_body:
        return Edited(0, 0, 0, row.revision)
    row.text = articles.text_holding(session, body)
    row.revision += 1
    session.flush()
    from stanceline.domain.reanchoring import Follower

    follower = Follower(old_body, body, row.revision)
    edited, moved = _follow_anchors(session, follower, row, old_text_id)
    _follow_beside(session, follower, row.id, moved)
    n_withdrawn = _follow_suggestions(session, follower, row.id, body)
    _follow_reading(session, follower, row.id, body)
    return replace(edited, n_withdrawn=n_withdrawn)


_Moved = dict[int, tuple[Span, Span]]
"""Where the first segment of a quotation stood and stands, by the quotation's id."""


def _follow_anchors(
    session: Session, follower: "Follower", row: tables.Article, old_text_id: int
) -> tuple[Edited, _Moved]:
    held = store.held_by(session, row.id)
    known = store.doubted(session, row.id)
    changed: list[tuple[Held, Anchor]] = []
    new_doubts: list[tuple[Held, str]] = []
    reasons: list[tuple[int, str]] = []
    moved: _Moved = {}
    n_kept = n_doubtful = 0
    for each in held:
        result = follower.follow(each.anchor)
        if not _is_the_same(each.anchor, result.anchor):
            changed.append((each, result.anchor))
        if each.quotation_id is not None and not result.is_gone:
            moved.setdefault(each.quotation_id, (each.anchor.span, result.anchor.span))
        doubt_id = known.get((each.table, each.row_id))
        if result.is_doubtful and doubt_id is None:
            new_doubts.append((each, result.reason))
        elif result.is_doubtful and doubt_id is not None:
            # What it was last sure of stays written in it.
            reasons.append((doubt_id, result.reason))
        n_doubtful += result.is_doubtful or doubt_id is not None
        n_kept += doubt_id is None and result.is_kept
    store.put_anchors(session, changed)
    store.add_doubts(session, row.id, old_text_id, new_doubts)
    store.give_reasons(session, reasons)
    n_moved = len(held) - n_kept - n_doubtful
    return Edited(n_kept, n_moved, n_doubtful, row.revision), moved


def _is_the_same(one: Anchor, other: Anchor) -> bool:
    """Whether a row need not be written: but for the revision, which only says since when."""
    return replace(one, revision=other.revision) == other


def _follow_beside(session: Session, follower: "Follower", article_id: int, moved: _Moved) -> None:
    changed = []
    for was in store.beside_quotations(session, article_id):
        now = _beside(follower, was, moved.get(was.row_id))
        if now != was:
            changed.append(now)
    store.put_beside(session, changed)


def _beside(follower: "Follower", was: Beside, moved: tuple[Span, Span] | None) -> Beside:
    return Beside(
        was.row_id,
        None if was.cue is None else follower.span(was.cue, moved),
        None if was.mention is None else follower.span(was.mention, moved),
        None if was.phrase is None else _phrase(follower, was.phrase, moved),
    )


def _phrase(follower: "Follower", was: Span, moved: tuple[Span, Span] | None) -> Span | None:
    """Where the words of a date stand; within a clause that moved whole they moved with it."""
    if moved is not None and moved[0].covers(was):
        before, after = moved
        if before.end - before.start == after.end - after.start:
            return Span(
                was.start + after.start - before.start, was.end + after.start - before.start
            )
    return follower.exact_span(was)


def _follow_suggestions(session: Session, follower: "Follower", article_id: int, body: str) -> int:
    """Move the suggestions with their words; how many that waited lost them and went.

    What was rejected or accepted stays decided, also about words that were corrected.
    """
    changed: list[Proposed] = []
    withdrawn: list[int] = []
    for was in store.proposed(session, article_id):
        follow = follower.exact_span if was.is_waiting else follower.span
        spans = tuple(span for each in was.spans if (span := follow(each)) is not None)
        if len(spans) < len(was.spans) or list(spans) != sorted(spans):
            if was.is_waiting:
                withdrawn.append(was.row_id)
                continue
            now = replace(was, spans=tuple(_within(each, body) for each in was.spans))
        else:
            now = replace(was, spans=spans, exact=SEGMENT_JOIN.join(_words(spans, body)))
        moved = (was.spans[0], now.spans[0])
        now = replace(now, beside=_beside(follower, was.beside, moved))
        if was.is_waiting and was.beside.phrase is not None and now.beside.phrase is None:
            withdrawn.append(was.row_id)  # The date has nothing to rest on any more.
        elif now != was:
            changed.append(now)
    store.put_proposed(session, changed)
    suggestions.withdraw(session, withdrawn)
    return len(withdrawn)


def _words(spans: tuple[Span, ...], body: str) -> list[str]:
    return [span.words(body) for span in spans]


def _within(span: Span, body: str) -> Span:
    """The span, or as much of it as the body has room for."""
    start = min(span.start, len(body) - 1)
    return Span(start, max(start + 1, min(span.end, len(body))))


def _follow_reading(session: Session, follower: "Follower", article_id: int, body: str) -> None:
    row = session.get(tables.Reading, article_id)
    if row is not None:
        row.place = min(follower.place(row.place), len(body))
        row.furthest = min(follower.place(row.furthest), len(body))


# ------------------------------------------------------------------------- drafts


def keep_draft(workspace: Workspace, article_id: int, body: str, revision: int) -> None:
    """Keep a text that is being edited, in case the program is killed.

    ``revision`` is the one that the editing began from. It is no step of undo and no line of
    the history. Raises WorkspaceReadOnly.
    """
    text = tidy(body)
    # An action that changes nothing the journal looks at leaves no trace of itself.
    with workspace.action("Keep a text that is being edited") as session:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        session.merge(tables.Draft(id=article_id, body=text, revision=revision, at=at))


def draft_of(workspace: Workspace, article_id: int) -> Draft | None:
    """The text of the article that was being edited, or None when there is none.

    One that says what the article says is none.
    """
    with workspace.reading() as session:
        row = session.get(tables.Draft, article_id)
        article = session.get(tables.Article, article_id)
        if row is None or article is None or row.body == article.body:
            return None
        is_current = row.revision == article.revision
        return Draft(article_id, row.body, row.revision, row.at, is_current)


def drop_draft(workspace: Workspace, article_id: int) -> None:
    """Forget the text that was being edited, if there is one."""
    with workspace.reading() as session:
        is_there = session.get(tables.Draft, article_id) is not None
    if is_there:
        with workspace.action("Drop a text that was being edited") as session:
            _drop_draft(session, article_id)


def _drop_draft(session: Session, article_id: int) -> None:
    row = session.get(tables.Draft, article_id)
    if row is not None:
        session.delete(row)


# ------------------------------------------------------------------------- doubts


def n_doubts(workspace: Workspace) -> int:
    """How many marks a person must look at."""
    with workspace.reading() as session:
        return store.count(session)


def doubts(workspace: Workspace, article_id: int | None = None) -> list[Doubt]:
    """The marks of the article, or of all, that a person must look at, in reading order."""
    doubt, article = tables.Doubt, tables.Article
    span, evidence = tables.QuotationSpan, tables.Evidence
    query = (
        select(doubt, span, evidence, article.title, article.text_id)
        .join(article, article.id == doubt.article_id)
        .outerjoin(span, span.id == doubt.quotation_span_id)
        .outerjoin(evidence, evidence.id == doubt.evidence_id)
    )
    if article_id is not None:
        query = query.where(doubt.article_id == article_id)
    with workspace.reading() as session:
        rows = session.execute(query).all()
        wanted = {text_id for row in rows for text_id in (row[0].text_id, row[4])}
        texts = {text_id: session.get_one(tables.ArticleText, text_id).body for text_id in wanted}
        told = [_doubt(_Row(*row), texts) for row in rows]
    return sorted(told, key=lambda each: (each.article_id, each.now_at, each.id))


class _Row(NamedTuple):
    doubt: tables.Doubt
    span: tables.QuotationSpan | None
    evidence: tables.Evidence | None
    title: str
    text_id: int

    @property
    def holder(self) -> tables.QuotationSpan | tables.Evidence:
        holder = self.span or self.evidence
        if holder is None:
            raise LookupError("A doubt is about an anchor.")
        return holder


def _doubt(row: _Row, texts: dict[int, str]) -> Doubt:
    old_body, body = texts[row.doubt.text_id], texts[row.text_id]
    was = _within(Span(row.doubt.start, row.doubt.end), old_body)
    now_at = _within(Span(row.holder.start, row.holder.end), body)
    before, before_span = _paragraphs(old_body, was)
    now, now_span = _paragraphs(body, now_at)
    return Doubt(
        id=row.doubt.id,
        article_id=row.doubt.article_id,
        article_title=row.title,
        quotation_id=row.span.quotation_id if row.span else row.holder.quotation_id,
        event_id=row.evidence.event_id if row.evidence else None,
        evidence_id=row.evidence.id if row.evidence else None,
        exact=was.words(old_body),
        before=before,
        before_span=before_span,
        now=now,
        now_span=now_span,
        now_at=now_at,
        reason=row.doubt.reason,
        is_there=now_at.words(body) == row.holder.exact,
    )


def _paragraphs(body: str, span: Span) -> tuple[str, Span]:
    """The paragraphs that the span stands in, or what is near it, and its place in them."""
    start = max(body.rfind("\n", 0, span.start) + 1, span.start - _MOST_AROUND)
    end = body.find("\n", max(span.start, span.end - 1))
    end = min(len(body) if end < 0 else max(end, span.end), span.end + _MOST_AROUND)
    return body[start:end], Span(span.start - start, span.end - start)


def settle(workspace: Workspace, doubt_id: int, span: Span | None = None) -> None:
    """Say that the mark is right as it stands, or stands at this span of the body.

    Raises NotFound, and SpanOutsideText when the span leaves the body.
    """
    with workspace.action("Check a passage", *_SETTLED) as session:
        doubt = _doubt_of(session, doubt_id)
        holder = _holder_of(session, doubt)
        article = session.get_one(
            tables.Article, doubt.article_id, options=[joinedload(tables.Article.text)]
        )
        wanted = span or _within(Span(holder.start, holder.end), article.body)
        _anchor_at(holder, article.body, trimmed(article.body, wanted), article.revision)
        session.delete(doubt)


_SETTLED = (Changed.DOUBTS, Changed.QUOTATIONS, Changed.EVENTS)


def _doubt_of(session: Session, doubt_id: int) -> tables.Doubt:
    doubt = session.get(tables.Doubt, doubt_id)
    if doubt is None:
        raise NotFound("This passage was checked already.")
    return doubt


def _holder_of(session: Session, doubt: tables.Doubt) -> tables.QuotationSpan | tables.Evidence:
    if doubt.quotation_span_id is not None:
        return session.get_one(tables.QuotationSpan, doubt.quotation_span_id)
    return session.get_one(tables.Evidence, doubt.evidence_id)


def _anchor_at(
    holder: tables.QuotationSpan | tables.Evidence, body: str, span: Span, revision: int
) -> None:
    new = anchor(body, span, revision)
    holder.start, holder.end = new.span.start, new.span.end
    holder.exact, holder.prefix, holder.suffix = new.exact, new.prefix, new.suffix
    holder.revision = new.revision


def drop_anchor(workspace: Workspace, doubt_id: int) -> None:
    """Take the mark away whose words are gone: this segment of a quotation, or this evidence.

    A quotation goes with its only segment. Raises NotFound.
    """
    with workspace.action("Take a passage away", *EDITED, Changed.TOPICS) as session:
        doubt = _doubt_of(session, doubt_id)
        holder = _holder_of(session, doubt)
        if isinstance(holder, tables.QuotationSpan):
            quotation = session.get_one(tables.Quotation, holder.quotation_id)
            session.delete(quotation if len(quotation.spans) == 1 else holder)
        else:
            session.delete(holder)
