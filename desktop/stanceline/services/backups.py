"""Backups of a workspace: made, listed, thinned out, and put back.

A workspace's backups lie in a folder of their own among the program's data. A backup is one
whole file that is named for when it was made (UTC, so that names sort), why, how many
articles it holds and at which action the workspace stood:
``2031-05-12T09-30-00.000Z_before-import_412-articles_3f9a2c1b.stanceline``.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from stanceline.records import dataclass
from stanceline.services.places import backup_folder
from stanceline.services.progress import QUIET, Progress
from stanceline.services.workspace import SUFFIX, Workspace
from stanceline.storage import tables
from stanceline.storage.backup import (
    CopyFailed,
    CopyUnsound,
    copy_closed,
    copy_open,
    problems_of_connection,
    problems_of_file,
    put_in_place,
    put_new,
    sync_folder,
    uid_of_file,
    unfinished_beside,
)
from stanceline.storage.engine import (
    SCHEMA_VERSION,
    Access,
    Unlocking,
    WorkspaceDamaged,
    WorkspaceUnavailable,
    errors_told,
    may_open_raw,
    open_engine,
)
from stanceline.storage.keys import Key, check_file, is_encrypted, unlock
from stanceline.storage.locks import take_lock
from stanceline.storage.memory import give_back, give_back_freed
from stanceline.storage.opening import where_it_leads
from stanceline.storage.schema import AlreadyThere, check_schema

MINUTES_BETWEEN = 30
"""How long a workspace that changes goes without a new backup, at most."""

N_RECENT, N_DAYS, N_WEEKS = 10, 7, 4
"""How many backups are kept: the newest, and the last one of each of so many days and weeks."""

LEAST, MOST_BYTES = 5, 10_000_000_000
"""The newest so many are kept whatever their length, and more only while all fit into this."""

DAMAGE_FOUND = "damage-found.txt"
"""The file in a folder of backups that says that the workspace was damaged when last seen;
while it is there, no backup is taken away."""

_NAME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)T(?P<time>\d\d-\d\d-\d\d\.\d{3})Z"
    r"_(?P<reason>[\w-]*?)(?:_(?P<articles>\d+)-articles)?_(?P<state>[0-9a-f]{1,8})"
    + re.escape(SUFFIX)
)
_TIME = "%Y-%m-%dT%H-%M-%S.%f"
_UID_LENGTH = 8
_STEM_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Backup:
    """A whole copy of a workspace; ``at`` is UTC (ISO 8601).

    ``n_articles`` is None where it is not told, as of encrypted workspaces. ``state`` names
    the action that the workspace stood at.
    """

    path: Path
    at: str
    n_bytes: int
    is_encrypted: bool
    n_articles: int | None
    reason: str
    state: str


@dataclass(frozen=True, slots=True)
class Restored:
    """A workspace that came from a backup; ``kept`` is what stood in its place, if anything."""

    path: Path
    kept: Path | None


# ------------------------------------------------------------------------- where they are


def folder_of(workspace: Workspace) -> Path:
    """Where the workspace's backups go; it need not exist yet."""
    with workspace.reading() as session:
        return backup_folder() / _folder_name(workspace.path, _uid(session))


def _folder_name(path: Path, uid: str) -> str:
    # The end of a uid is random, its beginning the time.
    stem = re.sub(r"[^\w.-]+", "-", path.stem)[:_STEM_LENGTH].strip("-.") or "workspace"
    return f"{stem}-{uid.replace('-', '')[-_UID_LENGTH:]}"


def _uid(session: Session) -> str:
    return session.scalar(select(tables.Setting.value).where(tables.Setting.key == "uid")) or "0"


def backups_of(workspace_or_path: Workspace | Path) -> list[Backup]:
    """The backups of the workspace, the newest first.

    Of a file that cannot be opened, those of all workspaces that had its name.
    """
    if isinstance(workspace_or_path, Workspace):
        return _backups_in(folder_of(workspace_or_path))
    path = workspace_or_path
    uid = uid_of_file(path)
    pattern = _folder_name(path, uid or "")
    folders = [backup_folder() / pattern] if uid else backup_folder().glob(pattern + "?" * 8)
    found = [backup for folder in folders for backup in _backups_in(folder)]
    return sorted(found, key=lambda backup: backup.at, reverse=True)


def _backups_in(folder: Path) -> list[Backup]:
    found = []
    with suppress(OSError):
        for path in folder.iterdir():
            with suppress(OSError):  # It was taken away meanwhile.
                backup = _backup_at(path)
                if backup:
                    found.append(backup)
    return sorted(found, key=lambda backup: backup.path.name, reverse=True)


def _backup_at(path: Path) -> Backup | None:
    named = _NAME.fullmatch(path.name)
    if named is None:
        return None
    articles = named["articles"]
    return Backup(
        path=path,
        at=f"{named['day']}T{named['time'].replace('-', ':')}Z",
        n_bytes=path.stat().st_size,
        is_encrypted=is_encrypted(path),
        n_articles=int(articles) if articles else None,
        reason=named["reason"].replace("-", " "),
        state=named["state"],
    )


# ------------------------------------------------------------------------- making


def backup_in(path: Path) -> Backup:
    """The backup in this file, whatever its name. Raises WorkspaceUnavailable."""
    try:
        status = path.stat()
    except OSError as error:
        raise WorkspaceUnavailable(f"{path} cannot be read: {error.strerror}.") from error
    at = datetime.fromtimestamp(status.st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return _backup_at(path) or Backup(path, at, status.st_size, is_encrypted(path), None, "", "")


def due(workspace: Workspace, minutes: int = MINUTES_BETWEEN) -> bool:
    """Whether the workspace has changed since its last backup, and that is so long ago."""
    if workspace.is_read_only:
        return False
    last = next(iter(backups_of(workspace)), None)
    if not _has_changed_since(workspace, last):
        return False
    return last is None or _age(last) >= timedelta(minutes=minutes)


def _age(backup: Backup) -> timedelta:
    return abs(datetime.now(UTC) - datetime.fromisoformat(backup.at))


def _has_changed_since(workspace: Workspace, last: Backup | None) -> bool:
    with workspace.reading() as session:
        state = _state(session)
    return state != (last.state if last else _NEW)


_NEW = "0"
"""The state of a workspace in which nothing was done yet."""


def _state(session: Session) -> str:
    """The end of the uid of the last action, which no other copy of the workspace has."""
    action = tables.Action
    uid = session.scalar(
        select(action.uid).where(action.kind != "begin").order_by(action.id.desc()).limit(1)
    )
    return uid.replace("-", "")[-_UID_LENGTH:] if uid else _NEW


def back_up_if_changed(
    workspace: Workspace, reason: str, progress: Progress = QUIET
) -> Backup | None:
    """A new backup, or None when there is nothing in the workspace that the last one lacks."""
    if workspace.is_read_only:
        return None
    last = next(iter(backups_of(workspace)), None)
    return (
        back_up(workspace, None, reason, progress) if _has_changed_since(workspace, last) else None
    )


def back_up(
    workspace: Workspace,
    folder: Path | None = None,
    reason: str = "asked for",
    progress: Progress = QUIET,
) -> Backup:
    """A new backup, verified, in the folder given or else among the others, thinned out then.

    Others may write meanwhile. Raises CopyFailed when it cannot be written, CopyUnsound when
    the workspace is damaged, and Cancelled; then nothing of it is left, and all that were
    made before are still there.
    """
    its_own = folder_of(workspace)
    target = folder or its_own
    try:
        target.mkdir(parents=True, exist_ok=True)
        path = _make(workspace, target, reason, progress)
    except OSError as error:
        raise CopyFailed(
            f"No backup was made: {target} cannot be written ({error.strerror or error}). "
            "Earlier backups are as they were."
        ) from error
    if target == its_own:
        (target / DAMAGE_FOUND).unlink(missing_ok=True)
        rotate(target, newest=path)
    made = _backup_at(path)
    assert made is not None, "a backup has the name that it was given"  # noqa: S101 - a law of ours
    return made


def _make(workspace: Workspace, folder: Path, reason: str, progress: Progress) -> Path:
    heard = _heard(progress, "Copying")
    with unfinished_beside(folder / f"backup{SUFFIX}") as unfinished:
        with workspace.reading() as session:
            state = _state(session)
            n_articles = session.scalar(select(func.count()).select_from(tables.Article)) or 0
            copy_open(session.connection(), unfinished, workspace.key, heard)
            give_back(session.connection())
        problems = problems_of_file(unfinished, workspace.key, _heard(progress, "Verifying"))
        give_back_freed()
        if problems:
            _refuse(workspace, folder, problems)
        counted = "" if workspace.key else f"_{n_articles}-articles"
        path = _free_name(folder, f"_{_slug(reason)}{counted}_{state}{SUFFIX}")
        unfinished.rename(path)
    sync_folder(folder)
    return path


def _heard(progress: Progress, what: str) -> Callable[[int, int], None]:
    return lambda done, total: progress.step(done, total, what)


def _slug(reason: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", reason.casefold()).strip("-")[:40]


def _free_name(folder: Path, ending: str) -> Path:
    now = datetime.now(UTC)
    while True:
        path = folder / f"{now.strftime(_TIME)[:-3]}Z{ending}"
        if not path.exists():
            return path
        now += timedelta(milliseconds=1)


def _refuse(workspace: Workspace, folder: Path, problems: list[str]) -> None:
    """Say why the copy does not count: for the workspace's damage, or for the disk's."""
    with workspace.reading() as session:
        own = problems_of_connection(session.connection().connection.driver_connection)
    if not own:
        raise CopyFailed(
            f"No backup was made: what was written to {folder} reads back changed. Choose "
            "another disk for backups. Earlier backups are as they were."
        )
    with suppress(OSError):
        (folder / DAMAGE_FOUND).write_text(
            "The workspace was damaged when it was last to be backed up, so that the backups "
            f"here are all kept:\n{chr(10).join(problems)}\n",
            encoding="utf-8",
        )
    raise CopyUnsound(
        f"No backup was made, since {workspace.path} is damaged: {problems[0]} Earlier backups "
        "are all kept. Check and repair the workspace.",
        problems,
    )


# ------------------------------------------------------------------------- thinning out


def rotate(folder: Path, newest: Path | None = None) -> list[Path]:
    """Take away the backups in the folder that need not be kept; which they were.

    None are while the workspace is known to be damaged. ``newest`` is kept whatever the
    clock said when it was made.
    """
    if (folder / DAMAGE_FOUND).exists():
        return []
    by_time = {datetime.fromisoformat(each.at): each for each in _backups_in(folder)}
    keep = _affordable({at: by_time[at].n_bytes for at in kept(by_time)})
    removed = []
    for at, backup in by_time.items():
        if at not in keep and backup.path != newest:
            with suppress(OSError):  # Somebody reads it; it goes another time.
                backup.path.unlink()
                removed.append(backup.path)
    return removed


def _affordable(sizes: Mapping[datetime, int]) -> set[datetime]:
    """Which of these backups, given with their lengths in bytes, are kept on a disk that ends.

    The newest LEAST always are; then those that stand for days and weeks; then the others.
    """
    newest_first = sorted(sizes, reverse=True)
    spans = {*_days(newest_first), *_weeks(newest_first)}
    others = [at for at in newest_first[LEAST:] if at not in spans]
    by_worth = [*newest_first[:LEAST], *(at for at in newest_first[LEAST:] if at in spans), *others]
    total, keep = 0, set()
    for number, at in enumerate(by_worth):
        total += sizes[at]
        if number < LEAST or total <= MOST_BYTES:
            keep.add(at)
    return keep


def kept(times: Iterable[datetime]) -> set[datetime]:
    """Which of the backups made at these times (UTC) are kept.

    The newest N_RECENT; and the last one of each of the last N_DAYS days and N_WEEKS weeks
    that have any, so that a pause in the work loses none.
    """
    newest_first = sorted(times, reverse=True)
    return {
        *newest_first[:N_RECENT],
        *_days(newest_first)[:N_DAYS],
        *_weeks(newest_first)[:N_WEEKS],
    }


def _days(newest_first: Sequence[datetime]) -> list[datetime]:
    return _last_of_each(newest_first, lambda at: at.date().toordinal())


def _weeks(newest_first: Sequence[datetime]) -> list[datetime]:
    return _last_of_each(newest_first, lambda at: (at.date().toordinal() - 1) // 7)


def _last_of_each(
    newest_first: Sequence[datetime], span_of: Callable[[datetime], int]
) -> list[datetime]:
    found: dict[int, datetime] = {}
    for at in newest_first:
        found.setdefault(span_of(at), at)
    return list(found.values())


# ------------------------------------------------------------------------- restoring


def restore(
    backup: Path,
    to: Path,
    *,
    passphrase: str | None = None,
    replace: bool = False,
    progress: Progress = QUIET,
) -> Path:
    """The path of the workspace that the backup became; see ``restore_keeping``."""
    return restore_keeping(
        backup, to, passphrase=passphrase, replace=replace, progress=progress
    ).path


def restore_keeping(
    backup: Path,
    to: Path,
    *,
    passphrase: str | None = None,
    replace: bool = False,
    progress: Progress = QUIET,
) -> Restored:
    """Make the workspace at ``to`` what the backup is; it appears whole or not at all.

    The backup is copied beside ``to`` and verified there first. With ``replace``, a file that
    stands at ``to`` is kept beside it under another name; it need not be readable. Raises
    AlreadyThere without ``replace``, NotAWorkspace or WorkspaceDamaged when the backup is no
    sound workspace, PassphraseNeeded or WrongPassphrase, HeldElsewhere when ``to`` is open,
    WorkspaceUnavailable when it cannot be written, and Cancelled.
    """
    to = where_it_leads(to)
    key = _key_of_backup(backup, passphrase)
    _check_target(backup, to, replace=replace)
    lock = take_lock(to)
    try:
        with unfinished_beside(to) as unfinished:
            copy_closed(backup, unfinished, key, _heard(progress, "Copying"))
            _check_sound(backup, unfinished, key, progress)
            _check_can_be_opened(backup, unfinished, key)
            if not to.exists():
                put_new(unfinished, to)
                return Restored(to, None)
            kept_as = _free_name_beside(to)
            put_in_place(unfinished, to, kept_as, key)
            return Restored(to, kept_as)
    except OSError as error:
        raise WorkspaceUnavailable(
            f"{to} cannot be written: {error.strerror or error}. It is as it was."
        ) from error
    finally:
        lock.release()


def _key_of_backup(backup: Path, passphrase: str | None) -> Key | None:
    if not backup.exists():
        raise WorkspaceUnavailable(f"There is no file {backup}.")
    key = unlock(backup, passphrase)
    check_file(backup, key)
    return key


def _check_target(backup: Path, to: Path, *, replace: bool) -> None:
    if not to.exists():
        return
    if not to.is_file():
        is_what = "a folder" if to.is_dir() else "no file"
        raise WorkspaceUnavailable(f"{to} is {is_what}; name the file to restore to.")
    if to.samefile(backup):
        raise WorkspaceUnavailable(f"{to} is the backup itself; restore it to another name.")
    if not replace:
        raise AlreadyThere(f"{to} is there already; nothing was changed.")
    with may_open_raw(to) as is_closed:
        if not is_closed:
            raise WorkspaceUnavailable(f"{to} is open; close it to have it replaced.")


def _check_sound(backup: Path, copy: Path, key: Unlocking | None, progress: Progress) -> None:
    problems = problems_of_file(copy, key, _heard(progress, "Verifying"))
    if problems:
        raise WorkspaceDamaged(
            f"{backup} is not restored, since it is not sound: {problems[0]} Choose an earlier "
            "backup."
        )


def _check_can_be_opened(backup: Path, copy: Path, key: Key | None) -> None:
    """Raise NotAWorkspace when the schema is not ours: nobody could open what was restored."""
    engine = open_engine(copy, access=Access.FROZEN, key=key)
    try:
        with errors_told(backup), engine.connect() as connection:
            if check_file(copy, key) < SCHEMA_VERSION:
                from stanceline.storage.rewriting import check_earlier_schema

                check_earlier_schema(connection.connection.driver_connection, backup)
            else:
                check_schema(connection, backup)
    finally:
        engine.dispose()


def _free_name_beside(path: Path) -> Path:
    now = datetime.now().astimezone().strftime("%Y-%m-%d %H-%M")
    name = f"{path.stem} before restore {now}"
    number, free = 1, path.with_name(f"{name}{path.suffix}")
    while free.exists():
        number += 1
        free = path.with_name(f"{name} ({number}){path.suffix}")
    return free
