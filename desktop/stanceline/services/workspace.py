"""The handle on an open workspace that windows and commands are given."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from stanceline.domain.errors import StancelineError
from stanceline.formats.text import encodable
from stanceline.storage import tables, topics
from stanceline.storage.engine import (
    SEE_CHECK,
    WorkspaceDamaged,
    can_write,
    check_header,
    check_no_leftovers,
    check_schema,
    errors_told,
    open_engine,
    settle,
)
from stanceline.storage.schema import AlreadyThere, create_file
from stanceline.storage.soundness import value_problems

SUFFIX = ".stanceline"
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


Listener = Callable[[frozenset[Changed]], None]


class Workspace:
    """An open workspace file.

    Reads go through ``reading()``, writes through ``action()``: one action is one
    transaction, and listeners hear what kinds of thing it changed once it is committed.
    Both may be used from any thread; listeners are called on the thread of the action.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.is_read_only = read_only
        self._engine: Engine = open_engine(path, read_only=read_only)
        self._listeners: list[Listener] = []
        try:
            with self.reading() as session:
                check_schema(session.connection(), path)
                name = session.get(tables.Setting, "name")
                self.name = name.value if name else path.stem
                self.analyst_id = session.scalar(select(func.min(tables.Analyst.id))) or 0
        except BaseException:
            self._engine.dispose()
            raise

    @classmethod
    def create(cls, path: Path, *, name: str = "", analyst: str = DEFAULT_ANALYST) -> Self:
        """A new, empty workspace; the file appears whole or not at all.

        Raises WorkspaceUnavailable when something is there already or cannot be written.
        """
        stored_name = encodable(name or path.stem)

        def fill(session: Session) -> None:
            session.add(tables.Setting(key="name", value=stored_name))
            session.add(tables.Analyst(name=analyst))
            topics.add_default_scale(session)

        create_file(path, fill)
        return cls(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The workspace in this file, read-only where it cannot be written.

        Raises NotAWorkspace, WorkspaceTooNew, WorkspaceDamaged or WorkspaceUnavailable.
        """
        check_header(path)
        real = path.resolve()  # What SQLite keeps beside a file lies where a link leads.
        is_writable = can_write(real) and _can_write_beside(real)
        if not is_writable:
            check_no_leftovers(real)
        return cls(path, read_only=not is_writable)

    @classmethod
    def open_or_create(cls, path: Path) -> Self:
        """The workspace in this file, made first when there is none."""
        try:
            is_there = path.exists()
        except OSError:
            is_there = True  # The sentence that says why it cannot be read comes from open().
        if not is_there:
            try:
                return cls.create(path)
            except AlreadyThere:
                pass  # Somebody else made it meanwhile.
        return cls.open(path)

    def close(self) -> None:
        """Let go of the file; everything is saved already."""
        try:
            # A file that was deleted meanwhile must not be made anew.
            if not self.is_read_only and self.path.exists():
                with errors_told(self.path):
                    settle(self._engine)
        finally:
            self._engine.dispose()

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
    def _damage_told(self, session: Session) -> Iterator[None]:
        """Raise WorkspaceDamaged when an error comes of values that we never write."""
        try:
            yield
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            # Only a file with such values is to blame; else the error is a bug of ours.
            problems = [] if isinstance(error, StancelineError) else value_problems(session)
            if not problems:
                raise
            raise WorkspaceDamaged(f"{self.path} is damaged: {problems[0]}{SEE_CHECK}") from error

    @contextmanager
    def action(self, label: str, *changed: Changed) -> Iterator[Session]:
        """A transaction for one thing the user does; an error leaves nothing changed.

        ``label`` names the action in plain words. Raises WorkspaceReadOnly.
        """
        if self.is_read_only:
            raise WorkspaceReadOnly(
                f"{self.path} is read-only, so this was not done: {label[:1].lower()}{label[1:]}. "
                "Copy the workspace to a folder of yours to work on it."
            )
        with (
            errors_told(self.path),
            Session(self._engine) as session,
            session.begin(),
            self._damage_told(session),
        ):
            yield session
        kinds = frozenset(changed)
        for listener in list(self._listeners) if kinds else []:
            listener(kinds)


def _can_write_beside(path: Path) -> bool:
    """Whether the folder of the file can be written, found by trying."""
    try:
        with TemporaryFile(dir=path.parent):
            pass
    except OSError:
        return False
    return True


def found(thing: _Thing | None, what: str) -> _Thing:
    """The thing itself; raises NotFound when it is None."""
    if thing is None:
        raise NotFound(f"{what} is no longer in the workspace.")
    return thing
