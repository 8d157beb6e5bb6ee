"""What was done in a workspace: the lines of its journal in words, and going back in it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import gettempdir

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from stanceline.domain.actions import ActionKind, ActionState
from stanceline.domain.errors import StancelineError
from stanceline.formats.text import encodable
from stanceline.records import dataclass
from stanceline.services.history_words import Teller, listed
from stanceline.services.progress import QUIET, Progress
from stanceline.services.undoing import conflicts_told, keep_analyst, kinds_in
from stanceline.services.workspace import Workspace, WorkspaceReadOnly, found
from stanceline.storage import compaction, dependence, journal, tables
from stanceline.storage import history as stored
from stanceline.storage.disks import free_bytes
from stanceline.storage.engine import errors_told
from stanceline.storage.journal import UndoRefused


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that somebody did.

    ``at`` is UTC in ISO 8601, ``details`` say in words what was before and after.
    ``can_revert`` says that it may be taken back by itself, if nothing builds on it.
    """

    action_id: int
    at: str
    analyst: str
    label: str
    details: tuple[str, ...]
    kind: str
    state: str
    can_revert: bool
    n_changes: int


_MOST_SEARCHED = 5_000
"""Lines that are looked through for words at a time."""

_PAGE = 200


def history(
    workspace: Workspace,
    *,
    article_id: int | None = None,
    speaker_id: int | None = None,
    analyst_id: int | None = None,
    words: str = "",
    before_id: int | None = None,
    limit: int = 200,
) -> list[HistoryLine]:
    """The newest lines, newest first, of those older than ``before_id``.

    Of an article or a speaker come all lines that touched what belongs to it, also what is
    deleted since. ``words`` are looked for in labels, details and names, each by itself and
    whatever the case; at most the newest 5,000 lines are looked through for them.
    """
    wanted = words.casefold().split()
    told: list[HistoryLine] = []
    with workspace.reading() as session:
        connection = session.connection()
        n_left = _MOST_SEARCHED if wanted else limit
        while n_left > 0 and len(told) < limit:
            page = stored.lines(
                connection,
                article_id=article_id,
                speaker_id=speaker_id,
                analyst_id=analyst_id,
                before_id=before_id,
                limit=min(_PAGE if wanted else limit, n_left),
            )
            if not page:
                break
            n_left -= len(page)
            before_id = page[-1].id
            told += [line for line in _told(connection, page) if _holds(line, wanted)]
    return told[:limit]


def _told(connection: Connection, page: list[stored.Line]) -> Iterator[HistoryLine]:
    teller = Teller(connection, page)
    names = stored.analyst_names(connection)
    for line in page:
        yield HistoryLine(
            action_id=line.id,
            at=line.at,
            analyst=names.get(line.analyst_id, ""),
            label=line.label,
            details=teller.details(line),
            kind=line.kind,
            state=line.state,
            can_revert=(
                line.kind == ActionKind.DO and line.state == ActionState.DONE and not line.is_open
            ),
            n_changes=line.n_changes,
        )


def _holds(line: HistoryLine, words: list[str]) -> bool:
    text = "\n".join((line.label, line.analyst, *line.details)).casefold()
    return all(word in text for word in words)


# --------------------------------------------------------------------------- going back


def go_back_to(workspace: Workspace, action_id: int, progress: Progress = QUIET) -> None:
    """Have everything as it was right after that action, as an action of its own.

    It can be undone like any other. Raises NotFound, UndoRefused while something still goes
    on or where the journal does not reach back so far, and Cancelled; nothing is changed
    then.
    """
    with workspace.reading() as session:
        connection = session.connection()
        line = found(stored.line_of(connection, action_id), "This line of the history")
        later = stored.kinds_after(connection, action_id)
    label = f"Go back to: {line.label}"
    with conflicts_told(), workspace.action(label, *sorted(kinds_in(later))) as session:
        connection = session.connection()
        _check_nothing_goes_on(connection)
        if stored.is_compacted_after(connection, action_id):
            raise UndoRefused(
                "The history was tidied up since, so that nothing can go back to this any more."
            )
        last = stored.last_change(connection, action_id)
        total = journal.n_changes_after(connection, last)
        journal.take_back(
            connection,
            journal.changes_after(connection, last),
            lambda done: progress.step(done, total, label),
        )
    keep_analyst(workspace)


def _check_nothing_goes_on(connection: Connection) -> None:
    for action_id in journal.open_actions(connection):
        line = stored.line_of(connection, action_id)
        if line is not None and line.is_open:
            raise UndoRefused(f"“{line.label}” still goes on. Stop it first.")


def reason_against(workspace: Workspace, action_id: int) -> str | None:
    """Why ``undo_just`` would refuse, as a sentence; None when it would not."""
    with workspace.reading() as session:
        return _reason_against(session.connection(), action_id)


def undo_just(workspace: Workspace, action_id: int) -> None:
    """Take back this action alone, as an action of its own, when nothing later builds on it.

    It can be undone like any other. Raises NotFound, and UndoRefused with a sentence that
    names what builds on it.
    """
    with workspace.reading() as session:
        line = found(stored.line_of(session.connection(), action_id), "This line of the history")
        kinds = stored.kinds_of(session.connection(), action_id)
    label = f"Undo just: {line.label}"
    with conflicts_told(), workspace.action(label, *sorted(kinds_in(kinds))) as session:
        connection = session.connection()
        reason = _reason_against(connection, action_id)
        if reason is not None:
            raise UndoRefused(reason)
        journal.take_back(connection, journal.changes_of(connection, action_id), lambda _done: None)
    keep_analyst(workspace)


_SOMETHING_BUILDS = "Something that was done later builds on it. Go back step by step instead."

_WHY_NOT = {
    ActionState.UNDONE: "It is undone already.",
    ActionState.DROPPED: "It is undone already.",
    ActionState.COMPACTED: "How to undo it is no longer kept: the history was tidied up since.",
    ActionState.RECORD: "Only what was done can be undone by itself, not an undo or a redo.",
}


def _reason_against(connection: Connection, action_id: int) -> str | None:
    line = stored.line_of(connection, action_id)
    if line is None:
        return "This line of the history is no longer there."
    if line.is_open:
        return f"“{line.label}” still goes on. Stop it first."
    if line.state != ActionState.DONE:
        return _WHY_NOT[ActionState(line.state)]
    hindrances = list(islice(dependence.hindrances(connection, action_id), _MOST_HINDRANCES))
    if not hindrances:
        return None
    blamed = dependence.blamed(connection, action_id, hindrances)
    names = stored.analyst_names(connection)
    later = [line for each in blamed if (line := stored.line_of(connection, each)) is not None]
    return _builds_on_it([_told_briefly(each, names) for each in later])


_MOST_HINDRANCES = 200
_MOST_TOLD = 3


def _builds_on_it(later: Sequence[str]) -> str:
    match len(later):
        case 0:
            return _SOMETHING_BUILDS
        case 1:
            return f"{later[0]} builds on it. Undo that first."
        case n if n > _MOST_TOLD:
            told = [*later[:_MOST_TOLD], f"{n - _MOST_TOLD} more"]
        case _:
            told = list(later)
    return f"{listed(told)} build on it. Undo those first."


def _told_briefly(line: stored.Line, names: dict[int, str]) -> str:
    at = datetime.fromisoformat(line.at).astimezone()
    is_today = at.date() == datetime.now(UTC).astimezone().date()
    when = f"{at:%H:%M}" if is_today else f"{at:%Y-%m-%d %H:%M}"
    return f"“{line.label}” ({', '.join(filter(None, (when, names.get(line.analyst_id))))})"


# --------------------------------------------------------------------------- compaction


@dataclass(frozen=True, slots=True)
class Compacted:
    """What compacting did; ``note`` is a sentence about what it could not do, or empty."""

    n_actions: int
    n_bytes_freed: int
    note: str = ""


def compact(workspace: Workspace, before: str, progress: Progress = QUIET) -> Compacted:
    """Forget how what is older than this day can be undone; the lines of the history stay.

    ``before`` is a day or a time in ISO 8601, of this place where it names no zone. What
    still goes on stays, and what was done since it began. Texts that nothing refers to any
    more are removed, and the file is made smaller where the disk has room for that. Raises
    StancelineError when it is no date, and Cancelled; nothing is changed then.
    """
    since = _utc(before)
    if workspace.is_read_only:
        raise WorkspaceReadOnly(f"{workspace.path} is read-only; its history cannot be tidied up.")
    with errors_told(workspace.path):
        with workspace.reading() as session:
            engine = session.connection().engine
        with engine.begin() as connection:
            size, free = compaction.n_bytes(connection)
            last = compaction.last_to_compact(connection, since)
            n_actions = compaction.n_to_compact(connection, last)
            if not n_actions:
                return Compacted(0, 0)
            compaction.compact(
                connection, last, lambda done, total: progress.step(done, total, _DROPPING)
            )
        with workspace.reading() as session:
            left, free = compaction.n_bytes(session.connection())
        if not (_has_room_for(workspace.path, left - free) and compaction.give_back(engine)):
            return Compacted(n_actions, 0, _NO_ROOM)
        with workspace.reading() as session:
            left, free = compaction.n_bytes(session.connection())
    return Compacted(n_actions, max(0, size - left))


def _has_room_for(path: Path, n_bytes: int) -> bool:
    """Whether so much can be written twice over, to the side and beside the file."""
    for place in (path.resolve().parent, Path(gettempdir())):
        room = free_bytes(place)
        if room is not None and room < 2 * n_bytes + _SPARE_BYTES:
            return False
    return True


_DROPPING = "Tidying up the history"
_SPARE_BYTES = 20_000_000
_NO_ROOM = (
    "The file could not be made smaller just now, for want of room on the disk or because it is "
    "in use; what was freed in it will be used for new work."
)


def _utc(before: str) -> str:
    try:
        at = datetime.fromisoformat(before.strip())
        return at.astimezone(UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError, OSError):  # The last is what Windows says of year 5000.
        raise StancelineError(f"“{before}” is not a date such as 2031-05-12.") from None


# ----------------------------------------------------------------------------- analysts


@dataclass(frozen=True, slots=True)
class Analyst:
    """Somebody who works in the workspace, with how much is done in that name."""

    id: int
    name: str
    n_actions: int


def analysts(workspace: Workspace) -> list[Analyst]:
    """All who work in the workspace, in the order in which they came."""
    with workspace.reading() as session:
        counted = (
            select(tables.Action.analyst_id, func.count().label("n"))
            .where(tables.Action.kind != ActionKind.BEGIN)
            .group_by(tables.Action.analyst_id)
            .subquery()
        )
        rows = session.execute(
            select(tables.Analyst.id, tables.Analyst.name, counted.c.n)
            .outerjoin(counted, counted.c.analyst_id == tables.Analyst.id)
            .order_by(tables.Analyst.id)
        )
        return [Analyst(row.id, row.name, row.n or 0) for row in rows]


def work_as(workspace: Workspace, name: str) -> int:
    """The id of the analyst of this name, in whose name all is done here from now on.

    One who is new is added. Raises StancelineError without a name.
    """
    wanted = " ".join(encodable(name).split())
    if not wanted:
        raise StancelineError("An analyst needs a name.")
    known = {each.name.casefold(): each.id for each in reversed(analysts(workspace))}
    analyst_id = known.get(wanted.casefold())
    if analyst_id is None:
        with workspace.action(f"Begin to work as {wanted}") as session:
            row = tables.Analyst(name=wanted)
            session.add(row)
            session.flush()
            analyst_id = row.id
    workspace.analyst_id = analyst_id
    return analyst_id
