"""The handle on an open workspace that windows and commands are given."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from stanceline.domain import files
from stanceline.domain.actions import ActionKind
from stanceline.domain.errors import StancelineError
from stanceline.domain.unfinished import sweep
from stanceline.formats.text import encodable
from stanceline.services.progress import QUIET, Progress
from stanceline.storage import journal, tables, topics
from stanceline.storage.disks import Place, PlaceKind, place_of
from stanceline.storage.engine import (
    SCHEMA_VERSION,
    SEE_CHECK,
    Access,
    Unlocking,
    WorkspaceDamaged,
    WorkspaceUnavailable,
    can_write,
    check_no_leftovers,
    errors_told,
    has_leftovers,
    integrity_problems,
    open_engine,
    settle,
)
from stanceline.storage.keys import check_file, new_key, unlock
from stanceline.storage.locks import CannotLock, HeldElsewhere, Holder, WorkspaceLock, take_lock
from stanceline.storage.opening import can_write_beside, check_before_opening, where_it_leads
from stanceline.storage.schema import AlreadyThere, create_file
from stanceline.storage.soundness import orphans, value_problems

SUFFIX = files.SUFFIX
DEFAULT_ANALYST = "Analyst"

_Thing = TypeVar("_Thing")


class WorkspaceReadOnly(StancelineError):
    """The workspace cannot be written where it lies."""


class NotFound(StancelineError):
    """What an action is about is not in the workspace, or no longer."""


class Changed(StrEnum):
    """What kind of thing an action touched."""

    ARTICLES = "articles"
    QUOTATIONS = "quotations"
    SPEAKERS = "speakers"
    TOPICS = "topics"
    EVENTS = "events"
    SUGGESTIONS = "suggestions"
    TIMELINES = "timelines"
    DOUBTS = "doubts"


Listener = Callable[[frozenset[Changed]], None]


class Workspace:
    """An open workspace file.

    Reads go through ``reading()``, writes through ``action()``: one action is one
    transaction, one step of undo and one line of history, and listeners hear what kinds of
    thing it changed once it is committed. A job that would hold up others for long writes
    through ``long_action()``. All may be used from any thread; listeners are called on the
    thread of the action.
    """

    def __init__(
        self,
        path: Path,
        *,
        access: Access = Access.WRITE,
        key: Unlocking | None = None,
        lock: WorkspaceLock | None = None,
        was_unclean: bool = False,
        why_read_only: str = "",
        holder: Holder | None = None,
    ) -> None:
        self.path = path
        self.key = key
        self.is_encrypted = key is not None
        self._access = access
        self.is_read_only = access is not Access.WRITE
        self.why_read_only = why_read_only
        self.holder = holder
        self.place = place_of(path)
        self.was_unclean = was_unclean
        self._lock = lock
        self._n_users = 1
        self._listeners: list[Listener] = []
        check_before_opening(path, access, key, was_unclean=was_unclean)
        self._identity = _identity_of(path, self.place)
        has_log = self.place.kind is not PlaceKind.NETWORK
        self._engine: Engine = open_engine(path, access=access, key=key, has_log=has_log)
        try:
            with self.reading() as session:
                connection = session.connection()
                name = session.get(tables.Setting, "name")
                self.name = name.value if name else path.stem
                self.analyst_id = session.scalar(select(func.min(tables.Analyst.id))) or 0
                left_open = journal.open_actions(connection)
            if left_open and not self.is_read_only:
                self._finish(left_open)
        except BaseException:
            self._let_go()
            raise

    def _finish(self, left_open: Iterable[int]) -> None:
        """End what went on when the program was killed; what it had stored is one action."""
        with errors_told(self.path), self._engine.begin() as connection:
            for action_id in left_open:
                journal.finish(connection, action_id)

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        name: str = "",
        analyst: str = DEFAULT_ANALYST,
        passphrase: str | None = None,
    ) -> Self:
        """A new, empty workspace; the file appears whole or not at all.

        Raises WorkspaceUnavailable when something is there already or cannot be written.
        """
        stored_name = encodable(name or path.stem)

        def fill(session: Session) -> None:
            session.add(tables.Setting(key="name", value=stored_name))
            session.add(tables.Analyst(name=analyst))
            topics.add_default_scale(session)

        create_file(path, fill, key=None if passphrase is None else new_key(passphrase))
        return cls.open(path, passphrase=passphrase)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        passphrase: str | None = None,
        for_writing: bool = True,
        progress: Progress = QUIET,
    ) -> Self:
        """The workspace in this file, read-only where it cannot be written.

        That is so on a read-only disk, and while somebody else has it open for writing;
        ``why_read_only`` says it. One who is only to read asks nobody and disturbs nobody.
        A file of an earlier schema is brought up to date first, on a copy.
        Raises NotAWorkspace, WorkspaceTooNew, WorkspaceDamaged, WorkspaceUnavailable,
        PassphraseNeeded or WrongPassphrase.
        """
        real = where_it_leads(path)
        was_unclean = has_leftovers(real)
        key = unlock(path, passphrase)
        version = check_file(path, key)
        if not (can_write(real) and can_write_beside(real)):
            if version < SCHEMA_VERSION:
                raise WorkspaceUnavailable(
                    f"{path} is of an earlier format ({version}) and cannot be brought up to "
                    "date where it lies. Copy it to a folder of yours and open the copy."
                )
            check_no_leftovers(real)
            return cls(path, access=Access.FROZEN, key=key, why_read_only=_CANNOT_WRITE)
        if version == SCHEMA_VERSION and not for_writing:
            return cls(path, access=Access.WATCH, key=key)
        try:
            lock = take_lock(real)
        except (HeldElsewhere, CannotLock) as error:
            if version < SCHEMA_VERSION:
                raise
            holder = error.holder if isinstance(error, HeldElsewhere) else None
            why = str(error)
            return cls(path, access=Access.WATCH, key=key, why_read_only=why, holder=holder)
        try:
            if version < SCHEMA_VERSION:
                from stanceline.storage.rewriting import upgrade_file

                upgrade_file(real, key, progress)
            access = Access.WRITE if for_writing else Access.WATCH
            sweep(real.parent)
            return cls(path, access=access, key=key, lock=lock, was_unclean=was_unclean)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open_or_create(cls, path: Path, *, passphrase: str | None = None) -> Self:
        """The workspace in this file, made first when there is none.

        A passphrase encrypts one that is made.
        """
        try:
            is_there = path.exists()
        except OSError:
            is_there = True  # The sentence that says why it cannot be read comes from open().
        if not is_there:
            try:
                return cls.create(path, passphrase=passphrase)
            except AlreadyThere:
                pass  # Somebody else made it meanwhile.
        return cls.open(path, passphrase=passphrase)

    def share(self) -> Self:
        """The same workspace for one more user, who closes it like the first."""
        self._n_users += 1
        return self

    @property
    def is_shared(self) -> bool:
        """Whether others would still use it once one has closed it."""
        return self._n_users > 1

    def close(self) -> None:
        """Let go of the file when no other shares it; everything is saved already."""
        self._n_users -= 1
        if self._n_users > 0:
            return
        try:
            # A file that was deleted meanwhile must not be made anew.
            if not self.is_read_only and self.path.exists():
                with errors_told(self.path):
                    settle(self._engine)
        finally:
            self._let_go()

    def _let_go(self) -> None:
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()

    def data_version(self) -> int:
        """A number that grows with each change, also of another program's making."""
        with self.reading() as session:
            return journal.last_number(session.connection())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have the listener hear of every change; call what is returned to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the workspace and writes nothing."""
        with errors_told(self.path), self._engine.connect() as connection:
            reader = connection.execution_options(stanceline_reading=True)
            with Session(reader) as session, self._damage_told(session):
                yield session

    @contextmanager
    def reading_afresh(self) -> Iterator[Session]:
        """A session that reads through a connection of its own, for looking at every page.

        FTS5 remembers, on a connection that has searched, how its index was laid out; after
        another has written, the integrity check takes that for damage.
        """
        access = Access.WATCH if self._access is Access.WRITE else self._access
        engine = open_engine(self.path, access=access, key=self.key)
        try:
            with (
                errors_told(self.path),
                engine.connect() as connection,
                Session(connection) as session,
                self._damage_told(session),
            ):
                yield session
        finally:
            engine.dispose()

    @contextmanager
    def _damage_told(self, session: Session) -> Iterator[None]:
        """Raise WorkspaceDamaged when an error comes of values that we never write."""
        try:
            yield
        except UnicodeDecodeError as error:
            # Bytes that are no text come of damage alone; the error would quote them.
            raise WorkspaceDamaged(
                f"{self.path} is damaged: a text in it cannot be read.{SEE_CHECK}"
            ) from error
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            # Only a file with such values is to blame; else the error is a bug of ours.
            problems = [] if isinstance(error, StancelineError) else value_problems(session)
            if isinstance(error, AttributeError):  # What it refers to may be missing.
                problems += [orphan.sentence for orphan in orphans(session.connection())]
            if not problems:
                # What a table says rightly, an index may say wrongly.
                problems = integrity_problems(session.connection())
            if not problems:
                raise
            raise WorkspaceDamaged(f"{self.path} is damaged: {problems[0]}{SEE_CHECK}") from error

    @contextmanager
    def action(self, label: str, *changed: Changed) -> Iterator[Session]:
        """A transaction for one thing the user does; an error leaves nothing changed.

        ``label`` names the action in plain words. One that changes nothing leaves no line
        in the history. Raises WorkspaceReadOnly.
        """
        with self._writing(label) as session:
            connection = session.connection()
            action_id = journal.begin(connection, label, self.analyst_id, _stored_kinds(changed))
            yield session
            session.flush()
            n_changes = journal.finish(connection, action_id)
            if n_changes:
                journal.drop_undone(connection)
        if n_changes:
            self._tell(changed)

    @contextmanager
    def long_action(self, label: str, *changed: Changed) -> Iterator["LongAction"]:
        """One action that is written in several transactions, so that others may write between.

        What its batches stored stays when it is stopped or the program is killed; all of it
        is one step of undo. Raises WorkspaceReadOnly.
        """
        self._check_writable(label)
        long = LongAction(self, label, changed)
        try:
            yield long
        finally:
            long.finish()

    @contextmanager
    def batch_of(
        self, action_id: int | None, label: str, changed: Sequence[Changed]
    ) -> Iterator[tuple[Session, int]]:
        """One transaction of a long action, which is begun when it has no id yet."""
        with self._writing(label) as session:
            connection = session.connection()
            if action_id is None:
                kinds = _stored_kinds(changed)
                action_id = journal.begin(connection, label, self.analyst_id, kinds, is_open=True)
            else:
                journal.resume(connection, action_id)
            had_changed = journal.has_changed(connection, action_id)
            yield session, action_id
            session.flush()
            journal.pause(connection)
            if not had_changed and journal.has_changed(connection, action_id):
                journal.drop_undone(connection)
        self._tell(changed)

    def end_batches(self, action_id: int) -> None:
        """End a long action."""
        self._finish([action_id])
        self._tell(())

    @contextmanager
    def replay(self, kind: ActionKind) -> Iterator[tuple[Session, Callable[[int, str, str], None]]]:
        """A transaction that undoes or does again; call what comes with the session first.

        It is told the action that is undone or done again, a label, and the kinds of thing
        that listeners are to hear of. Nothing is written when it is not called.
        """
        told: list[str] = []
        with self._writing("Undo") as session:
            connection = session.connection()
            begun: list[int] = []

            def replaying(target_id: int, label: str, kinds: str) -> None:
                told.extend(kinds.split())
                begun.append(
                    journal.begin(
                        connection, label, self.analyst_id, kinds, kind=kind, target_id=target_id
                    )
                )

            yield session, replaying
            session.flush()
            for action_id in begun:
                journal.finish(connection, action_id)
        if begun:
            self._tell([each for each in Changed if each.value in told])

    @contextmanager
    def _writing(self, label: str) -> Iterator[Session]:
        self._check_writable(label)
        self._check_still_there()
        with (
            errors_told(self.path),
            Session(self._engine) as session,
            session.begin(),
            self._damage_told(session),
        ):
            yield session
            self._check_still_there()

    def _check_still_there(self) -> None:
        """Return when what is written now will be found again where the workspace lies.

        A file that was deleted or put elsewhere is written on by whoever has it open, and
        nobody would ever see it. Raises WorkspaceUnavailable.
        """
        if _identity_of(self.path, self.place) != self._identity:
            raise WorkspaceUnavailable(
                f"{self.path} was moved, deleted or replaced while it was open, so nothing was "
                "saved. Put it back where it was and try again."
            )

    def _check_writable(self, label: str) -> None:
        if self.is_read_only:
            what = f"{label[:1].lower()}{label[1:]}"
            raise WorkspaceReadOnly(
                f"{self.path} is read-only, so this was not done: {what}. "
                + (f"{self.why_read_only} " if self.why_read_only else "")
                + ("" if self.holder else "Copy the workspace to a folder of yours to work on it.")
            )

    def _tell(self, changed: Iterable[Changed]) -> None:
        kinds = frozenset(changed)
        for listener in list(self._listeners):
            listener(kinds)


class LongAction:
    """An action that goes on over several transactions; see ``Workspace.long_action``."""

    def __init__(self, workspace: Workspace, label: str, changed: Sequence[Changed]) -> None:
        self._workspace = workspace
        self._label = label
        self._changed = changed
        self._action_id: int | None = None

    @contextmanager
    def batch(self) -> Iterator[Session]:
        """One transaction of the action; an error leaves nothing of it, but all before."""
        batch = self._workspace.batch_of(self._action_id, self._label, self._changed)
        with batch as (session, action_id):
            yield session
        self._action_id = action_id

    def finish(self) -> None:
        """End the action."""
        if self._action_id is not None:
            self._workspace.end_batches(self._action_id)


_CANNOT_WRITE = "It lies where it cannot be written."


def _stored_kinds(changed: Iterable[Changed]) -> str:
    return " ".join(kind.value for kind in changed)


def _identity_of(path: Path, place: Place) -> tuple[int, int] | None:
    """What tells the file from any other in its place; None when it is not there.

    Network drives may give a file another number at any time, so that only its being
    there counts.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    return (0, 0) if place.kind is PlaceKind.NETWORK else (status.st_dev, status.st_ino)


def found(thing: _Thing | None, what: str) -> _Thing:
    """The thing itself; raises NotFound when it is None."""
    if thing is None:
        raise NotFound(f"{what} is no longer in the workspace.")
    return thing
