"""Topics and stance scales in the database."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from stanceline.domain.stances import DEFAULT_SCALE, Stance
from stanceline.domain.topics import Topic
from stanceline.storage import tables

DEFAULT_SCALE_NAME = "For and against"


def add_default_scale(session: Session) -> tables.StanceScale:
    """The scale that a new workspace begins with, stored."""
    scale = tables.StanceScale(name=DEFAULT_SCALE_NAME)
    session.add(scale)
    session.flush()
    session.add_all(
        tables.Stance(
            scale_id=scale.id,
            position=position,
            key=stance.key,
            label=stance.label,
            value=stance.value,
            shortcut=stance.shortcut,
            colour_light=stance.colour_light,
            colour_dark=stance.colour_dark,
        )
        for position, stance in enumerate(DEFAULT_SCALE)
    )
    session.flush()
    return scale


def default_scale_id(session: Session) -> int:
    """The id of the workspace's first scale."""
    return (
        session.scalars(select(tables.StanceScale.id).order_by(tables.StanceScale.id)).first() or 0
    )


def stances(session: Session) -> list[Stance]:
    """The stances of the workspace's scale, in their order."""
    rows = session.scalars(
        select(tables.Stance)
        .where(tables.Stance.scale_id == default_scale_id(session))
        .order_by(tables.Stance.position)
    )
    return [stance_value(row) for row in rows]


def stance_value(row: tables.Stance) -> Stance:
    """The stance that the row stores."""
    return Stance(
        id=row.id,
        key=row.key,
        label=row.label,
        value=row.value,
        shortcut=row.shortcut,
        colour_light=row.colour_light,
        colour_dark=row.colour_dark,
    )


def every(session: Session) -> list[Topic]:
    """All topics in the analyst's order, with how many judgements each has."""
    counted = (
        select(tables.Judgement.topic_id, func.count().label("n"))
        .group_by(tables.Judgement.topic_id)
        .subquery()
    )
    found = session.execute(
        select(tables.Topic, counted.c.n)
        .outerjoin(counted, counted.c.topic_id == tables.Topic.id)
        .order_by(tables.Topic.position, tables.Topic.id)
    )
    return [Topic(row.id, row.uid, row.name, row.description, n or 0) for row, n in found]


def named(session: Session, name: str) -> tables.Topic | None:
    """The topic of this name, whatever the case, or None."""
    wanted = name.strip().casefold()
    rows = session.scalars(select(tables.Topic))
    return next((row for row in rows if row.name.casefold() == wanted), None)


def add(session: Session, name: str, description: str = "") -> tables.Topic:
    """A new topic at the end of the analyst's order."""
    last = session.scalar(select(func.max(tables.Topic.position)))
    row = tables.Topic(
        name=name.strip(),
        description=description,
        position=0 if last is None else last + 1,
        scale_id=default_scale_id(session),
    )
    session.add(row)
    session.flush()
    return row
