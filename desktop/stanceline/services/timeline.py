"""What a timeline shows of a workspace, and the views saved of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from stanceline.domain import edtf
from stanceline.domain.edtf import Edtf
from stanceline.domain.events import Event
from stanceline.domain.marks import (
    DateBasis,
    LaneKey,
    Mark,
    MarkFilter,
    MarkJudgement,
    MarkKind,
    MarkSource,
    Named,
    matching,
)
from stanceline.domain.quotations import Quotation
from stanceline.services.workspace import Changed, NotFound, Workspace
from stanceline.storage import events, library, quotations, speakers, tables
from stanceline.storage.engine import SEE_CHECK, WorkspaceDamaged
from stanceline.storage.library import Heading


def marks_of(workspace: Workspace, wanted: MarkFilter | None = None) -> list[Mark]:
    """The workspace's events and quotations as marks, in the order of their dates.

    A quotation stands at the date it was said, else at the date of its article. When the
    filter names topics, the judgements on these topics come first.
    """
    with workspace.reading() as session:
        headings = library.headings_of_quoted(session)
        short_names = {each.id: each.short_name for each in speakers.every(session)}
        marks = [_quotation_mark(each, headings) for each in quotations.every(session)]
        marks += [_event_mark(each, short_names) for each in events.every(session)]
    if wanted is not None:
        marks = [_wanted_topics_first(mark, wanted) for mark in matching(marks, wanted)]
    return sorted(marks, key=_order)


def _order(mark: Mark) -> tuple[int, tuple[int, ...], str, int]:
    key = () if mark.date is None else tuple(edtf.sort_key(mark.date))
    return (mark.date is None, key, mark.kind.value, mark.id)


def _wanted_topics_first(mark: Mark, wanted: MarkFilter) -> Mark:
    if not wanted.topic_ids or len(mark.judgements) < 2:  # noqa: PLR2004
        return mark
    ordered = sorted(mark.judgements, key=lambda each: each.topic.id not in wanted.topic_ids)
    return replace(mark, judgements=tuple(ordered))


def _quotation_mark(quotation: Quotation, headings: dict[int, Heading]) -> Mark:
    article = headings[quotation.article_id]
    date = quotation.said or article.published
    return Mark(
        kind=MarkKind.QUOTATION,
        id=quotation.id,
        title=quotation.words,
        date=_parsed(date) if date else None,
        basis=DateBasis.SAID if quotation.said else DateBasis.PUBLISHED,
        speakers=(
            ()
            if quotation.speaker_id is None
            else (Named(quotation.speaker_id, quotation.speaker, quotation.speaker_short),)
        ),
        judgements=tuple(
            MarkJudgement(Named(each.topic_id, each.topic), each.stance)
            for each in quotation.judgements
        ),
        phrase=quotation.said_phrase,
        sources=(
            MarkSource(
                quotation.article_id,
                article.title,
                article.source,
                article.published,
                quotation.spans,
            ),
        ),
    )


def _event_mark(event: Event, short_names: dict[int, str]) -> Mark:
    by_article: dict[int, MarkSource] = {}
    for piece in event.evidence:
        known = by_article.get(piece.article_id)
        spans = (*(known.spans if known else ()), piece.anchor.span)
        by_article[piece.article_id] = MarkSource(
            piece.article_id, piece.article_title, piece.source, piece.published, spans
        )
    return Mark(
        kind=MarkKind.EVENT,
        id=event.id,
        title=event.title,
        date=_parsed(event.edtf) if event.edtf else None,
        basis=DateBasis.HAPPENED,
        speakers=tuple(
            Named(speaker_id, name, short_names[speaker_id])
            for speaker_id, name in zip(event.participant_ids, event.participants, strict=True)
        ),
        category=event.category,
        status=event.status,
        place=event.place,
        phrase=event.phrase,
        sources=tuple(sorted(by_article.values(), key=_first_published)),
    )


@lru_cache(maxsize=4096)
def _parsed(date: str) -> Edtf:
    """The date; many marks share theirs, and reading one takes longer than finding it."""
    return edtf.parse(date)


def _first_published(source: MarkSource) -> tuple[bool, tuple[int, ...], int]:
    if not source.published:
        return (True, (), source.article_id)
    return (False, tuple(edtf.sort_key(_parsed(source.published))), source.article_id)


@dataclass(frozen=True, slots=True)
class SavedView:
    """A timeline as it was saved: what its lanes stand for and which marks it shows."""

    name: str
    lanes: LaneKey
    wanted: MarkFilter


def saved_views(workspace: Workspace) -> list[SavedView]:
    """The saved timelines in the order in which they were made."""
    with workspace.reading() as session:
        rows = session.scalars(select(tables.Timeline).order_by(tables.Timeline.id)).all()
        return [view_of(row) for row in rows]


def saved_view(workspace: Workspace, name: str) -> SavedView:
    """The saved timeline of this name; raises NotFound, naming those there are."""
    views = saved_views(workspace)
    for view in views:
        if view.name.casefold() == name.strip().casefold():
            return view
    names = ", ".join(f"“{view.name}”" for view in views) or "none"
    raise NotFound(f"There is no saved view “{name}”. Saved views: {names}.")


def save_view(workspace: Workspace, view: SavedView) -> None:
    """Keep the view under its name, in place of an earlier one."""
    with workspace.action("Save a view", Changed.TIMELINES) as session:
        put_view(session, view)


def put_view(session: Session, view: SavedView) -> None:
    """Keep the view within an action."""
    row = session.scalar(select(tables.Timeline).where(tables.Timeline.name == view.name))
    if row is None:
        row = tables.Timeline(name=view.name)
        session.add(row)
    row.definition = json.dumps({"lanes": view.lanes.value, "filter": _filter_json(view.wanted)})


def delete_view(workspace: Workspace, name: str) -> None:
    """Forget the saved view of this name."""
    with workspace.action("Delete a view", Changed.TIMELINES) as session:
        for row in session.scalars(select(tables.Timeline).where(tables.Timeline.name == name)):
            session.delete(row)


def _filter_json(wanted: MarkFilter) -> dict[str, object]:
    return {
        "kinds": sorted(kind.value for kind in wanted.kinds),
        "speaker_ids": sorted(wanted.speaker_ids),
        "topic_ids": sorted(wanted.topic_ids),
        "stance_keys": sorted(wanted.stance_keys),
        "categories": sorted(wanted.categories),
        "article_ids": sorted(wanted.article_ids),
        "words": wanted.words,
        "since": wanted.since,
        "until": wanted.until,
    }


def view_of(row: tables.Timeline) -> SavedView:
    """The view that the row stores; raises WorkspaceDamaged."""
    try:
        return _view(row)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise WorkspaceDamaged(
            f"The saved view “{row.name}” is damaged and cannot be read.{SEE_CHECK}"
        ) from error


def _view(row: tables.Timeline) -> SavedView:
    stored = json.loads(row.definition)
    parts = stored.get("filter", {})
    wanted = MarkFilter(
        kinds=frozenset(MarkKind(kind) for kind in parts.get("kinds", ())),
        speaker_ids=frozenset(parts.get("speaker_ids", ())),
        topic_ids=frozenset(parts.get("topic_ids", ())),
        stance_keys=frozenset(parts.get("stance_keys", ())),
        categories=frozenset(parts.get("categories", ())),
        article_ids=frozenset(parts.get("article_ids", ())),
        words=parts.get("words", "") + "",  # Fails for what is no text.
        since=parts.get("since"),
        until=parts.get("until"),
    )
    return SavedView(row.name, LaneKey(stored.get("lanes", LaneKey.SPEAKER)), wanted)


def sources_of(marks: Sequence[Mark]) -> list[MarkSource]:
    """Every article that the marks rest on, once, first published first."""
    found = {source.article_id: source for mark in marks for source in mark.sources}
    return sorted(found.values(), key=_first_published)
