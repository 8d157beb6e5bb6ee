"""Tags of quotations and events; those of articles are among their facts."""

from collections.abc import Iterable

from sqlalchemy import func, select

from stanceline.domain.names import plain_name
from stanceline.services.workspace import Changed, Workspace, found
from stanceline.storage import articles, tables


def all_tags(workspace: Workspace) -> list[str]:
    """The names of all tags in alphabetical order."""
    with workspace.reading() as session:
        return list(session.scalars(select(tables.Tag.name).order_by(func.lower(tables.Tag.name))))


def tags_of_quotation(workspace: Workspace, quotation_id: int) -> tuple[str, ...]:
    """The tags of a quotation in alphabetical order."""
    tag, link = tables.Tag, tables.QuotationTag
    chosen = select(tag.name).join(link, link.tag_id == tag.id)
    with workspace.reading() as session:
        wanted = chosen.where(link.quotation_id == quotation_id).order_by(tag.name)
        return tuple(session.scalars(wanted))


def tags_of_event(workspace: Workspace, event_id: int) -> tuple[str, ...]:
    """The tags of an event in alphabetical order."""
    tag, link = tables.Tag, tables.EventTag
    chosen = select(tag.name).join(link, link.tag_id == tag.id)
    with workspace.reading() as session:
        return tuple(session.scalars(chosen.where(link.event_id == event_id).order_by(tag.name)))


def tag_quotation(workspace: Workspace, quotation_id: int, tags: Iterable[str]) -> None:
    """Give the quotation exactly these tags; raises NotFound and NameTooLong."""
    names = _plain(tags)
    with workspace.action("Tag a quotation", Changed.QUOTATIONS) as session:
        row = found(session.get(tables.Quotation, quotation_id), "The quotation")
        row.tags = [articles.tag_named(session, name) for name in names]


def tag_event(workspace: Workspace, event_id: int, tags: Iterable[str]) -> None:
    """Give the event exactly these tags; raises NotFound and NameTooLong."""
    names = _plain(tags)
    with workspace.action("Tag an event", Changed.EVENTS) as session:
        row = found(session.get(tables.Event, event_id), "The event")
        row.tags = [articles.tag_named(session, name) for name in names]


def _plain(tags: Iterable[str]) -> list[str]:
    plain = (plain_name(tag, "A tag") for tag in tags)
    return list(dict.fromkeys(name for name in plain if name))
