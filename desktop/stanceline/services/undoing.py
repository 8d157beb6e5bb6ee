"""Taking back what was done, and doing it again, as far back as the journal goes."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from stanceline.domain.actions import ActionKind, ActionState
from stanceline.records import dataclass
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
        return _step(_to_undo(session))


def next_redo(workspace: Workspace) -> Step | None:
    """What would be done again, or None."""
    with workspace.reading() as session:
        return _step(_to_redo(session))


def _to_undo(session: Session) -> tables.Action | None:
    """The last action that holds."""
    action = tables.Action
    return session.scalars(
        select(action).where(action.state == ActionState.DONE).order_by(action.id.desc()).limit(1)
    ).first()


def _to_redo(session: Session) -> tables.Action | None:
    """The action that was undone last."""
    action = tables.Action
    undone = select(action).where(action.state == ActionState.UNDONE)
    if session.scalars(undone.limit(1)).first() is None:
        return None
    undoing = aliased(action)
    return session.scalars(
        undone.join(undoing, undoing.target_id == action.id)
        .where(undoing.kind == ActionKind.UNDO)
        .order_by(undoing.id.desc())
        .limit(1)
    ).first()


def _step(row: tables.Action | None) -> Step | None:
    return None if row is None else Step(row.id, row.label, row.at)


def undo(workspace: Workspace, progress: Progress = QUIET) -> Step | None:
    """Take back the last action that holds; it, or None when there is none.

    What is undone can be done again until something else is done. Where a long action has
    gone on to change rows of the last one, the long one is taken back. Raises UndoRefused
    while the action still goes on, and Cancelled; nothing is changed then.
    """
    with conflicts_told(), workspace.replay(ActionKind.UNDO) as (session, replaying):
        row = _to_undo(session)
        if row is None:
            return None
        before = journal.undone_first(session.connection(), row.id)
        if before is not None:
            row = session.get_one(tables.Action, before)
        step = _finished(row)
        replaying(row.id, f"Undo: {row.label}", row.kinds)
        _take_back(session, row.id, row.label, progress)
        journal.set_state(session.connection(), step.action_id, ActionState.UNDONE)
    keep_analyst(workspace)
    return step


def redo(workspace: Workspace, progress: Progress = QUIET) -> Step | None:
    """Do again what was undone last; it, or None when there is none.

    Raises UndoRefused where a job that goes on has taken its place meanwhile, and
    Cancelled; nothing is changed then.
    """
    with conflicts_told(), workspace.replay(ActionKind.REDO) as (session, replaying):
        row = _to_redo(session)
        if row is None:
            return None
        step = _finished(row)
        undoing = session.scalars(
            select(func.max(tables.Action.id)).where(
                tables.Action.target_id == row.id, tables.Action.kind == ActionKind.UNDO
            )
        ).one()
        replaying(row.id, f"Redo: {row.label}", row.kinds)
        _take_back(session, undoing or 0, row.label, progress)
        journal.set_state(session.connection(), step.action_id, ActionState.DONE)
    keep_analyst(workspace)
    return step


@contextmanager
def conflicts_told() -> Iterator[None]:
    """Raise UndoRefused where rows cannot come back beside those that are there now."""
    try:
        yield
    except IntegrityError as error:
        raise UndoRefused(
            "This is not possible: something that was done meanwhile stands in the way. Go back "
            "to a line of the history instead."
        ) from error


def keep_analyst(workspace: Workspace) -> None:
    """Have the first analyst work on when the one who works was taken back."""
    with workspace.reading() as session:
        if session.get(tables.Analyst, workspace.analyst_id) is None:
            workspace.analyst_id = session.scalar(select(func.min(tables.Analyst.id))) or 0


def _finished(row: tables.Action) -> Step:
    if row.is_open:
        raise UndoRefused(f"“{row.label}” still goes on. Stop it first.")
    return Step(row.id, row.label, row.at)


def _take_back(session: Session, action_id: int, label: str, progress: Progress) -> None:
    connection = session.connection()
    total = journal.n_changes_of(connection, action_id)
    journal.take_back(
        connection,
        journal.changes_of(connection, action_id),
        lambda done: progress.step(done, total, label),
    )


def kinds_in(stored: str) -> frozenset[Changed]:
    """The kinds of thing that an action's line names."""
    return frozenset(Changed(each) for each in stored.split() if each in set(Changed))
