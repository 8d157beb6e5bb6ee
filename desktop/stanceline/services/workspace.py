"""The handle on an open workspace that windows and commands are given."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from stanceline.domain.errors import StancelineError
from stanceline.storage import tables, topics
from stanceline.storage.engine import check_header, known_error, open_engine, settle
from stanceline.storage.schema import create_file

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
        with self.reading() as session:
            settings = {row.key: row.value for row in session.scalars(select(tables.Setting))}
            self.analyst_id = session.scalar(select(func.min(tables.Analyst.id))) or 0
        self.name: str = settings.get("name", path.stem)

    @classmethod
    def create(cls, path: Path, *, name: str = "", analyst: str = DEFAULT_ANALYST) -> Self:
        """A new, empty workspace; the file appears whole or not at all.

        Raises WorkspaceUnavailable when something is there already or cannot be written.
        """
        create_file(path)
        workspace = cls(path)
        with workspace.action("Create the workspace") as session:
            workspace.name = name or path.stem
            session.add(tables.Setting(key="name", value=workspace.name))
            author = tables.Analyst(name=analyst)
            session.add(author)
            topics.add_default_scale(session)
            session.flush()
            workspace.analyst_id = author.id
        return workspace

    @classmethod
    def open(cls, path: Path) -> Self:
        """The workspace in this file, read-only where it cannot be written.

        Raises NotAWorkspace, WorkspaceTooNew, WorkspaceDamaged or WorkspaceUnavailable.
        """
        check_header(path)
        return cls(path, read_only=not _can_write(path))

    @classmethod
    def open_or_create(cls, path: Path) -> Self:
        """The workspace in this file, made first when there is none."""
        return cls.open(path) if path.exists() else cls.create(path)

    def close(self) -> None:
        """Let go of the file; everything is saved already."""
        if not self.is_read_only:
            with self._errors_told():
                settle(self._engine)
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
        with self._errors_told(), self._engine.connect() as connection:
            reader = connection.execution_options(stanceline_reading=True)
            with Session(reader) as session:
                yield session

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
        with self._errors_told(), Session(self._engine) as session, session.begin():
            yield session
        kinds = frozenset(changed)
        for listener in list(self._listeners) if kinds else []:
            listener(kinds)

    @contextmanager
    def _errors_told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            known = known_error(error, self.path)
            if known is None:
                raise
            raise known from error


def _can_write(path: Path) -> bool:
    """Whether the file and its folder can be written, found by trying where it is safe."""
    try:
        with path.open("r+b"):
            pass
        probe = path.with_name(f".{path.name}-probe")
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def found(thing: _Thing | None, what: str) -> _Thing:
    """The thing itself; raises NotFound when it is None."""
    if thing is None:
        raise NotFound(f"{what} is no longer in the workspace.")
    return thing
