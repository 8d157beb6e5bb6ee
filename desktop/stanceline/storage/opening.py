"""Looking at a file before it is opened for work, without a chance to change it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from sqlalchemy.engine import Connection

from stanceline.domain.errors import StancelineError
from stanceline.storage import journal
from stanceline.storage.engine import (
    Access,
    LogOfAnotherFile,
    NotAWorkspace,
    Unlocking,
    WorkspaceDamaged,
    WorkspaceUnavailable,
    check_pages,
    errors_told,
    has_half_done_changes,
    open_engine,
)
from stanceline.storage.schema import check_schema


def check_before_opening(
    path: Path, access: Access, key: Unlocking | None, *, was_unclean: bool
) -> None:
    """Return when the file may be opened; it is looked at without a chance to change it.

    Only what a killed program had half written is taken back, as it must be. Raises
    NotAWorkspace, WorkspaceDamaged or LogOfAnotherFile.
    """
    look = Access.WATCH if access is Access.WRITE else access
    if not was_unclean or access is Access.FROZEN:
        with _looking(path, look, key) as connection:
            check_schema(connection, path)
    elif has_half_done_changes(path):
        with _looking(path, look, key) as connection:
            check_pages(connection, path)
            check_schema(connection, path)
    else:
        _check_with_log(path, key)


@contextmanager
def _looking(path: Path, access: Access, key: Unlocking | None) -> Iterator[Connection]:
    """A connection that is gone after the block, and what its errors mean."""
    engine = open_engine(path, access=access, key=key)
    try:
        with errors_told(path), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _check_with_log(path: Path, key: Unlocking | None) -> None:
    """Return when the file, and the log that was left beside it, belong together.

    A log is played into whatever file lies beside it, also into one that was copied there
    in the place of its own. Raises LogOfAnotherFile, NotAWorkspace or WorkspaceDamaged.
    """
    alone = _traits_of_file(path, key)
    shared = Path(f"{path.resolve()}-shm")
    was_shared = shared.exists()
    try:
        with _looking(path, Access.LOOK, key) as connection:
            check_pages(connection, path)
            check_schema(connection, path)
            is_its_own = alone is None or journal.goes_on_from(connection, alone)
        # A checkpoint that was cut off leaves pages of two times: what is read there alone
        # may be neither, and says nothing.
        if not is_its_own and _is_sound_alone(path, key):
            raise LogOfAnotherFile(path)
    except (WorkspaceDamaged, NotAWorkspace):
        if alone is not None and _is_sound_alone(path, key):
            raise LogOfAnotherFile(path) from None
        raise
    finally:
        if not was_shared:
            shared.unlink(missing_ok=True)


def _traits_of_file(path: Path, key: Unlocking | None) -> journal.Traits | None:
    """By what the history in the file alone is known; None where that cannot be read.

    A checkpoint that was cut off leaves a file that is no database without its log.
    """
    try:
        with _looking(path, Access.FROZEN, key) as connection:
            return journal.traits(connection)
    except StancelineError:
        return None


def _is_sound_alone(path: Path, key: Unlocking | None) -> bool:
    try:
        with _looking(path, Access.FROZEN, key) as connection:
            check_pages(connection, path)
            check_schema(connection, path)
    except StancelineError:
        return False
    return True


def where_it_leads(path: Path) -> Path:
    """The file behind links: what SQLite keeps beside a file lies there.

    Raises WorkspaceUnavailable for links that lead in a circle.
    """
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:  # The kind of error changed with Python 3.13.
        raise WorkspaceUnavailable(f"{path} is a link that leads nowhere.") from error


def can_write_beside(path: Path) -> bool:
    """Whether the folder of the file can be written, found by trying."""
    try:
        with TemporaryFile(dir=path.parent):
            pass
    except OSError:
        return False
    return True
