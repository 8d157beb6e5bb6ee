"""Taking back what was done, and doing it again, as far back as the journal goes."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from stanceline.domain.actions import ActionKind, ActionState
from stanceline.services.progress import QUIET, Progress
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import journal, tables
from stanceline.storage.journal import UndoRefused

__all__ = ["Step", "UndoRefused", "next_redo", "next_undo", "redo", "undo"]


@dataclass(frozen=True, slots=True)
class Step:
    """An action that can be undone or done again; ``at`` is when it was done, in UTC."""

    action_id: int
    label: str
    at: str


def next_undo(workspace: Workspace) -> Step | None:
    """What undoing would take back, or None."""
    with workspace.reading() as session:
        return _step(session.scalar(_to_undo()))


def next_redo(workspace: Workspace) -> Step | None:
    """What would be done again, or None."""
    with workspace.reading() as session:
        return _step(session.scalar(_to_redo()))


def _to_undo() -> Select[tables.Action]:
    """The last action that holds."""
    action = tables.Action
    return (
        select(action).where(action.state == ActionState.DONE).order_by(action.id.desc()).limit(1)
    )


def _to_redo() -> Select[tables.Action]:
    """The action that was undone last, which is the first of those undone."""
    action = tables.Action
    return select(action).where(action.state == ActionState.UNDONE).order_by(action.id).limit(1)


def _step(row: tables.Action | None) -> Step | None:
    return None if row is None else Step(row.id, row.label, row.at)


def undo(workspace: Workspace, progress: Progress = QUIET) -> Step | None:
    """Take back the last action that holds; it, or None when there is none.

    What is undone can be done again until something else is done. Raises UndoRefused
    while the action still goes on, and Cancelled; nothing is changed then.
    """
    with workspace.replay(ActionKind.UNDO) as (session, replaying):
        row = session.scalar(_to_undo())
        if row is None:
            return None
        step = _finished(row)
        replaying(row.id, f"Undo: {row.label}", row.kinds)
        connection = session.connection()
        _take_back(session, [row.id], row.label, progress)
        journal.set_state(connection, step.action_id, ActionState.UNDONE)
    return step


def redo(workspace: Workspace, progress: Progress = QUIET) -> Step | None:
    """Do again what was undone last; it, or None when there is none.

    Raises Cancelled; nothing is changed then.
    """
    with workspace.replay(ActionKind.REDO) as (session, replaying):
        row = session.scalar(_to_redo())
        if row is None:
            return None
        step = _finished(row)
        undoing = session.scalars(
            select(tables.Action.id)
            .where(tables.Action.target_id == row.id, tables.Action.kind == ActionKind.UNDO)
            .order_by(tables.Action.id.desc())
            .limit(1)
        ).one()
        replaying(row.id, f"Redo: {row.label}", row.kinds)
        _take_back(session, [undoing], row.label, progress)
        journal.set_state(session.connection(), step.action_id, ActionState.DONE)
    return step


def _finished(row: tables.Action) -> Step:
    if row.is_open:
        raise UndoRefused(f"“{row.label}” still goes on. Stop it first.")
    return Step(row.id, row.label, row.at)


def _take_back(session: Session, action_ids: list[int], label: str, progress: Progress) -> None:
    connection = session.connection()
    changes = journal.changes_of(connection, action_ids)
    journal.take_back(connection, changes, lambda done: progress.step(done, len(changes), label))


def kinds_in(stored: str) -> frozenset[Changed]:
    """The kinds of thing that an action's line names."""
    return frozenset(Changed(each) for each in stored.split() if each in set(Changed))
