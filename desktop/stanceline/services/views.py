"""The views saved of timelines: kept, found by name, renamed, doubled, chosen to open with."""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from stanceline.domain import edtf
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import LaneKey, MarkFilter, MarkKind
from stanceline.domain.timelines import (
    COLOUR_RULES,
    ERA_INKS,
    Arrangement,
    Era,
    LaneOrder,
    Note,
    SavedView,
    TimeAxis,
)
from stanceline.formats.text import encodable
from stanceline.services.workspace import Changed, NotFound, Workspace
from stanceline.storage import tables
from stanceline.storage.engine import SEE_CHECK, WorkspaceDamaged

_Value = TypeVar("_Value")

_FAULTS = (AttributeError, LookupError, TypeError, ValueError, ArithmeticError, RecursionError)
"""What reading a definition runs into that is none: numbers and nesting may have any size."""


_BITS = 64
"""Of the whole numbers of a database, the sign among them."""


class ViewNameTaken(StancelineError):
    """Another saved view has this name."""


def saved_views(workspace: Workspace) -> list[SavedView]:
    """The saved views in the order in which they were made; raises WorkspaceDamaged."""
    with workspace.reading() as session:
        return [view_of(row) for row in _rows(session)]


def readable_views(workspace: Workspace) -> tuple[list[SavedView], list[str]]:
    """The saved views that can be read, and the names of those that are damaged."""
    found: list[SavedView] = []
    damaged: list[str] = []
    with workspace.reading() as session:
        for row in _rows(session):
            view = _readable(row)
            if view is None:
                damaged.append(row.name)
            else:
                found.append(view)
    return found, damaged


def saved_view(workspace: Workspace, name: str) -> SavedView:
    """The saved view of this name; raises NotFound, naming those there are."""
    with workspace.reading() as session:
        return view_of(_row_named(session, name))


def default_view(workspace: Workspace) -> SavedView | None:
    """The view that a timeline opens with, or None where none was chosen or it is damaged."""
    found, _ = readable_views(workspace)
    return next((view for view in found if view.is_default), None)


def save_view(workspace: Workspace, view: SavedView) -> None:
    """Keep the view under its name, in place of an earlier one of that name.

    Raises EdtfError for a date of an era or a note, and StancelineError without a name.
    """
    with workspace.action("Save a view", Changed.TIMELINES) as session:
        put_view(session, view)


def put_view(session: Session, view: SavedView) -> None:
    """Keep the view within an action; see ``save_view`` for what it raises."""
    name = _checked_name(view.name)
    row = _find(session, name)
    if row is None:
        row = tables.Timeline()
        session.add(row)
    _store(row, replace(view, name=name))
    if view.is_default:
        _withdraw_default(session, keep=name)


def rename_view(workspace: Workspace, name: str, new_name: str) -> None:
    """Give the view another name; raises NotFound, and ViewNameTaken for one of another view."""
    with workspace.action("Rename a view", Changed.TIMELINES) as session:
        row = _row_named(session, name)
        row.name = _name_for(session, new_name, row)


def duplicate_view(workspace: Workspace, name: str, new_name: str = "") -> SavedView:
    """A copy of the view under a name of its own, which is never the default view.

    Without a name it gets the first that is free, such as “Talks (2)”. Raises NotFound, and
    ViewNameTaken for a name of another view.
    """
    with workspace.action("Duplicate a view", Changed.TIMELINES) as session:
        view = view_of(_row_named(session, name))
        if not new_name:
            new_name = free_name(view.name, [row.name for row in _rows(session)])
        copy = replace(view, name=_name_for(session, new_name), is_default=False)
        put_view(session, copy)
        return copy


def free_name(name: str, names: Iterable[str]) -> str:
    """The name itself where it is free, else with the first number that makes it so."""
    taken = {each.casefold() for each in names}
    wanted, number = name, 1
    while wanted.casefold() in taken:
        number += 1
        wanted = f"{name} ({number})"
    return wanted


def set_default_view(workspace: Workspace, name: str | None) -> None:
    """Have timelines open with this view, or with none; raises NotFound."""
    with workspace.action("Choose the first view", Changed.TIMELINES) as session:
        if name is None:
            _withdraw_default(session, keep="")
            return
        row = _row_named(session, name)
        _store(row, replace(view_of(row), is_default=True))
        _withdraw_default(session, keep=row.name)


def delete_view(workspace: Workspace, name: str) -> None:
    """Forget the saved view of this name; raises NotFound."""
    with workspace.action("Delete a view", Changed.TIMELINES) as session:
        session.delete(_row_named(session, name))


def _rows(session: Session) -> Sequence[tables.Timeline]:
    return session.scalars(select(tables.Timeline).order_by(tables.Timeline.id)).all()


def _find(session: Session, name: str) -> tables.Timeline | None:
    rows = _rows(session)
    wanted = name.strip().casefold()
    alike = [row for row in rows if row.name.casefold() == wanted]
    exact = [row for row in alike if row.name == name.strip()]
    return next(iter(exact + alike), None)


def _row_named(session: Session, name: str) -> tables.Timeline:
    row = _find(session, name)
    if row is None:
        names = ", ".join(f"“{each.name}”" for each in _rows(session)) or "none"
        raise NotFound(f"There is no saved view “{name}”. Saved views: {names}.")
    return row


def _checked_name(name: str) -> str:
    name = encodable(" ".join(name.split()))
    if not name:
        raise StancelineError("A view needs a name.")
    return name


def _name_for(session: Session, name: str, row: tables.Timeline | None = None) -> str:
    """The name as it may be given to the row, or to a new one."""
    name = _checked_name(name)
    other = _find(session, name)
    if other is not None and other is not row:
        raise ViewNameTaken(f"There is a view “{other.name}” already. Choose another name.")
    return name


def _withdraw_default(session: Session, *, keep: str) -> None:
    for row in _rows(session):
        # A view that cannot be read is none to open with, and stays as it is.
        view = _readable(row) if row.name != keep else None
        if view is not None and view.is_default:
            _store(row, replace(view, is_default=False))


# ------------------------------------------------------------------------- writing


def _store(row: tables.Timeline, view: SavedView) -> None:
    for date in (*(era.edtf for era in view.eras), *(note.edtf for note in view.notes)):
        edtf.parse(date)
    row.name = view.name
    row.definition = encodable(json.dumps(_view_json(view), ensure_ascii=False))


def _view_json(view: SavedView) -> dict[str, object]:
    return {
        "arrangement": _arrangement_json(view.arrangement),
        "filter": _filter_json(view.wanted),
        "query": view.query,
        "range": view.range,
        "title": view.title,
        "eras": [{"title": era.title, "edtf": era.edtf, "ink": era.ink} for era in view.eras],
        "notes": [{"text": note.text, "edtf": note.edtf} for note in view.notes],
        "is_default": view.is_default,
    }


def _arrangement_json(arrangement: Arrangement) -> dict[str, object]:
    return {
        "lanes": arrangement.lanes,
        "within": arrangement.within,
        "order": arrangement.order,
        "by_hand": arrangement.by_hand,
        "pinned": sorted(arrangement.pinned),
        "hidden": sorted(arrangement.hidden),
        "collapsed": sorted(arrangement.collapsed),
        "heights": dict(arrangement.heights),
        "axis": arrangement.axis,
        "folds_gaps": arrangement.folds_gaps,
        "with_suggestions": arrangement.with_suggestions,
        "colours": arrangement.colours,
    }


def _filter_json(wanted: MarkFilter) -> dict[str, object]:
    return {
        "kinds": sorted(wanted.kinds),
        "speaker_ids": sorted(wanted.speaker_ids),
        "topic_ids": sorted(wanted.topic_ids),
        "stance_keys": sorted(wanted.stance_keys),
        "categories": sorted(wanted.categories),
        "article_ids": sorted(wanted.article_ids),
        "sources": sorted(wanted.sources),
        "tags": sorted(wanted.tags),
        "statuses": sorted(wanted.statuses),
        "words": wanted.words,
        "since": wanted.since,
        "until": wanted.until,
    }


# ------------------------------------------------------------------------- reading


def view_of(row: tables.Timeline) -> SavedView:
    """The view that the row stores, also as earlier versions stored it; raises WorkspaceDamaged."""
    try:
        return view_as_stored(row.name, json.loads(row.definition))
    except (*_FAULTS, edtf.EdtfError) as error:
        raise WorkspaceDamaged(
            f"The saved view “{row.name}” is damaged and cannot be read.{SEE_CHECK}"
        ) from error


def _readable(row: tables.Timeline) -> SavedView | None:
    try:
        return view_of(row)
    except WorkspaceDamaged:
        return None


def view_as_stored(name: str, stored: Mapping[str, Any]) -> SavedView:
    """The view of a definition in JSON, as ``tables.Timeline`` has it.

    Raises one of the errors that ``view_of`` makes a sentence of.
    """
    # Earlier versions knew no arrangement beyond what the lanes stand for.
    arranged = stored.get("arrangement") or {"lanes": stored.get("lanes", LaneKey.SPEAKER.value)}
    return SavedView(
        name=name,
        arrangement=_arrangement(arranged),
        wanted=_filter(stored.get("filter", {})),
        query=_text(stored.get("query", "")),
        range=_range(stored.get("range")),
        title=_text(stored.get("title", "")),
        eras=tuple(
            Era(_text(era["title"]), _date(era["edtf"]), _one_of(ERA_INKS, era.get("ink", "")))
            for era in stored.get("eras", ())
        ),
        notes=tuple(
            Note(_text(note["text"]), _date(note["edtf"])) for note in stored.get("notes", ())
        ),
        is_default=_flag(stored.get("is_default", False)),
    )


def _arrangement(parts: Mapping[str, Any]) -> Arrangement:
    within = parts.get("within")
    arrangement = Arrangement(
        lanes=LaneKey(parts["lanes"]),
        within=None if within is None else LaneKey(within),
        order=LaneOrder(parts.get("order", LaneOrder.BY_COUNT)),
        by_hand=tuple(_all(_text, parts.get("by_hand", ()))),
        pinned=frozenset(_all(_text, parts.get("pinned", ()))),
        hidden=frozenset(_all(_text, parts.get("hidden", ()))),
        collapsed=frozenset(_all(_text, parts.get("collapsed", ()))),
        axis=TimeAxis(parts.get("axis", TimeAxis.HAPPENED)),
        folds_gaps=_flag(parts.get("folds_gaps", False)),
        with_suggestions=_flag(parts.get("with_suggestions", False)),
        colours=_one_of(COLOUR_RULES, parts.get("colours", COLOUR_RULES[0])),
    )
    for key, factor in parts.get("heights", {}).items():
        arrangement = arrangement.with_height(key, _number(factor))
    return arrangement


def _filter(parts: Mapping[str, Any]) -> MarkFilter:
    since, until = parts.get("since"), parts.get("until")
    return MarkFilter(
        kinds=frozenset(MarkKind(kind) for kind in parts.get("kinds", ())),
        speaker_ids=frozenset(_all(_whole, parts.get("speaker_ids", ()))),
        topic_ids=frozenset(_all(_whole, parts.get("topic_ids", ()))),
        stance_keys=frozenset(_all(_text, parts.get("stance_keys", ()))),
        categories=frozenset(_all(_text, parts.get("categories", ()))),
        article_ids=frozenset(_all(_whole, parts.get("article_ids", ()))),
        sources=frozenset(_all(_text, parts.get("sources", ()))),
        tags=frozenset(_all(_text, parts.get("tags", ()))),
        statuses=frozenset(EventStatus(status) for status in parts.get("statuses", ())),
        words=_text(parts.get("words", "")),
        since=None if since is None else _whole(since),
        until=None if until is None else _whole(until),
    )


def _all(read: Callable[[Any], _Value], values: Any) -> list[_Value]:
    if isinstance(values, str):
        raise TypeError(values)
    return [read(value) for value in values]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode()  # An escape in JSON can name half of a character, which nothing can show.
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    if value.bit_length() >= _BITS:
        raise ValueError("a number that no database holds")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(value)
    return float(value)


def _one_of(known: Sequence[str], value: Any) -> str:
    if value not in known:
        raise ValueError(value)
    return _text(value)


def _date(value: Any) -> str:
    return str(edtf.parse(_text(value)))


def _range(value: Any) -> tuple[float, float] | None:
    if value is None:
        return None
    start, end = _all(_number, value)
    if not start < end:
        raise ValueError(value)
    return start, end
