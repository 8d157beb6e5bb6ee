"""Passphrases of workspaces and of their backups: set, changed and taken away."""

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from stanceline.domain.errors import StancelineError
from stanceline.records import dataclass
from stanceline.services.backups import backups_of
from stanceline.services.progress import QUIET, Cancelled, Progress
from stanceline.services.workspace import SUFFIX, Workspace
from stanceline.storage.keys import Key, check_file, is_encrypted, new_key, unlock
from stanceline.storage.locks import take_lock
from stanceline.storage.rewriting import change_key, kept_by_upgrades


def set_passphrase(
    path: Path,
    passphrase_now: str | None,
    new: str | None,
    progress: Progress = QUIET,
) -> tuple[Path, ...]:
    """Have the workspace open with the passphrase ``new`` from now on, or without any.

    The workspace is not open anywhere. It is written anew beside its place and compared
    before the old file goes; its backups and the old files kept beside it follow. Returns
    those that did not, because they are damaged, or open with another passphrase, or
    because the user stopped that part: they are as they were.

    What cannot be undone: a plain file is overwritten where the system allows that, but
    solid-state disks, snapshots, and folders that are kept in step with other computers may
    hold what it was, and free parts of any disk what was in its log and in earlier copies.
    Exports and copies that the user made stay as they are. A passphrase that is forgotten
    opens nothing ever again.

    Raises PassphraseNeeded, WrongPassphrase, UnusablePassphrase, EncryptionMissing,
    HeldElsewhere, WorkspaceUnavailable, WorkspaceDamaged, NotAWorkspace and Cancelled; the
    workspace is as it was then.
    """
    key = unlock(path, passphrase_now)
    check_file(path, key)
    fresh = None if new is None else new_key(new)
    if key is None and fresh is None:
        return ()
    # An encrypted file does not say which folder of backups is its own.
    copies = _copies_of(path)
    lock = take_lock(path.resolve())
    try:
        change_key(path, key, fresh, progress)
    finally:
        lock.release()
    return _follow(copies, passphrase_now, fresh, progress)


def encrypt_backups(folder: Path, passphrase: str, progress: Progress = QUIET) -> tuple[Path, ...]:
    """Encrypt all plain workspaces in the folder; returns those that could not be.

    What cannot be undone is told at ``set_passphrase``. Raises UnusablePassphrase or
    EncryptionMissing.
    """
    plain = sorted(
        each
        for each in folder.glob(f"*{SUFFIX}")
        if not each.name.startswith(".") and each.is_file() and not is_encrypted(each)
    )
    return _follow(plain, None, new_key(passphrase), progress)


def encrypt_what_is_left(workspace: Workspace, progress: Progress = QUIET) -> tuple[Path, ...]:
    """Encrypt the plain backups of an encrypted workspace, with its own key.

    There are some when the program was killed while a passphrase was being set. Returns
    those that could not be encrypted; nothing is done for a plain workspace.
    """
    key = workspace.key
    if not isinstance(key, Key):
        return ()
    copies = [backup.path for backup in backups_of(workspace) if not backup.is_encrypted]
    copies += [each for each in _beside(workspace.path) if not is_encrypted(each)]
    return _convert([_Copy(each, None, key) for each in copies], progress)


@dataclass(frozen=True, slots=True)
class _Copy:
    """A file that is to get another key; ``key`` is the one it has."""

    path: Path
    key: Key | None
    new_key: Key | None


def _copies_of(path: Path) -> list[Path]:
    return [*(backup.path for backup in backups_of(path)), *_beside(path)]


def _beside(path: Path) -> list[Path]:
    """The earlier files of the workspace that were kept in its folder."""
    real = path.resolve()
    replaced = real.parent.glob(f"* before restore *{SUFFIX}")
    return [
        *kept_by_upgrades(real),
        *sorted(each for each in replaced if each.name.startswith(f"{real.stem} before restore ")),
    ]


def _follow(
    copies: Iterable[Path], passphrase_now: str | None, fresh: Key | None, progress: Progress
) -> tuple[Path, ...]:
    """Give the copies of a workspace the key that it got; returns those that did not take it."""
    todo: list[_Copy] = []
    left: list[Path] = []
    for path in copies:
        try:
            key = unlock(path, passphrase_now)
        except StancelineError:
            left.append(path)
            continue
        if key is not None or fresh is not None:
            todo.append(_Copy(path, key, fresh))
    return (*left, *_convert(todo, progress))


def _convert(copies: list[_Copy], progress: Progress) -> tuple[Path, ...]:
    left: list[Path] = []
    for number, copy in enumerate(copies):
        try:
            progress.step(number, len(copies), "Backups")
            change_key(copy.path, copy.key, copy.new_key, QUIET)
        except Cancelled:
            return (*left, *(each.path for each in copies[number:]))
        except StancelineError:
            left.append(copy.path)
        else:
            if copy.key is None:
                _leave_out_count(copy.path)
    return tuple(left)


def _leave_out_count(path: Path) -> None:
    """Take from a backup's name how many articles it holds, which only the passphrase tells."""
    name = re.sub(r"_\d+-articles(?=_[0-9a-f]+\.)", "", path.name)
    with suppress(OSError):  # It is a matter of the name only.
        if name != path.name and not path.with_name(name).exists():
            path.rename(path.with_name(name))
