"""Disks that fill up, and files that may grow no further, while the program writes.

Whatever was acknowledged stays; what was there before is whole; the program says in a
sentence what is wrong, leaves nothing unfinished behind, and goes on once there is room.
"""

import os
import random
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from faults import affair, jobs
from faults.jobs import Job, must
from faults.kit import (
    Acknowledge,
    Tally,
    copied,
    digest,
    in_child,
    looked_over,
    open_raw,
    scratch,
    timed,
)
from stanceline.domain.errors import StancelineError
from stanceline.services.articles import library
from stanceline.services.workspace import Workspace

_FILLER = "filler"
_DISK_BYTES = 96 << 20
_SENTENCE = "sentence: "


# ---- two kinds of limit --------------------------------------------------------------------


@contextmanager
def small_disk() -> Iterator[Path]:
    """A disk of its own in memory; raises OSError where this user may not have one."""
    with scratch("disk", on_disk=True) as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", folder],
            capture_output=True,
            check=False,
        )
        if mounted.returncode:
            raise OSError(mounted.stderr.decode(errors="replace").strip())
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", folder], check=False, capture_output=True)


def fill_up(trial: Path, room: int) -> None:
    """Leave this many bytes free on the disk of the trial."""
    status = os.statvfs(trial)
    n_bytes = status.f_bavail * status.f_frsize - room
    with (trial / _FILLER).open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, n_bytes))


def make_room(trial: Path) -> None:
    """Take away what fills the disk."""
    (trial / _FILLER).unlink(missing_ok=True)


def limit_files(n_bytes: int) -> None:
    """Let no file of this process grow beyond this, until ``lift_limit``."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, resource.RLIM_INFINITY))


def lift_limit() -> None:
    """Let files grow again."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


# ---- commits -------------------------------------------------------------------------------

_N_TRIES_WHILE_FULL = 3
_ENOUGH = 2000


def _work_until_full(trial: Path, acknowledge: Acknowledge) -> None:
    """Work until the disk is full; then read, try again, get room, and work on."""
    path = trial / jobs.NAME
    with Workspace.open(path) as workspace, closing(open_raw(path)) as connection:
        last = digest(connection)
        for number in range(_ENOUGH):
            try:
                affair.mark(workspace, number)
            except StancelineError as error:
                acknowledge(f"{_SENTENCE}{error}")
                break
            last = digest(connection)
            acknowledge(last)
        else:
            raise RuntimeError("The disk never became full.")
        for number in range(_N_TRIES_WHILE_FULL):
            must(bool(library(workspace)), "nothing can be read while the disk is full")
            try:
                affair.mark(workspace, number)
            except StancelineError:
                must(digest(connection) == last, "something was lost while the disk was full")
            else:
                last = digest(connection)
                acknowledge(last)
        make_room(trial)
        lift_limit()
        affair.mark(workspace, 1)
        must(digest(connection) != last, "nothing was saved once there was room")
        acknowledge(digest(connection))


def _check_commits(trial: Path, said: list[object]) -> list[str]:
    copy = copied(trial / jobs.NAME, trial / "copy")
    problems = looked_over(copy)
    with closing(open_raw(copy)) as connection:
        if said and digest(connection) != said[-1]:
            problems.append("what was acknowledged is not there")
    shutil.rmtree(trial / "copy")
    return problems


COMMIT = Job(
    "commit", jobs.IMPORT.prepare, _work_until_full, _check_commits, jobs.IMPORT.start_again
)

CASES = (COMMIT, jobs.EXPORT, jobs.BACKUP, jobs.RESTORE, jobs.MIGRATION, jobs.IMPORT)

_Limit = Callable[[Path, int], None]


def full_disks(n_rooms: int) -> list[Tally]:
    """Every case with so many amounts of room: of the disk, and in the length of files."""
    tallies = []
    for case in (*CASES, *jobs.PASSPHRASES[:1]):
        for is_small_disk in (True, False):
            what = "full disk" if is_small_disk else "file may not grow"
            tally = Tally(f"{what} during {case.name}")
            tallies.append(tally)
            with timed(tally):
                n_told = sum(_trials(tally, case, n_rooms, is_small_disk=is_small_disk))
                tally.note = f"{n_told} told in a sentence"
    return tallies


def _trials(tally: Tally, case: Job, n_rooms: int, *, is_small_disk: bool) -> Iterator[bool]:
    """Try the case with more and more room; gives whether it ended in a sentence."""
    rng = random.Random(case.name)
    for number in range(n_rooms):
        try:
            with small_disk() if is_small_disk else scratch("disk", on_disk=True) as folder:
                trial = folder / "trial"
                trial.mkdir()
                yield _try(tally, case, trial, (number + rng.random()) / n_rooms, is_small_disk)
        except OSError as error:
            if not is_small_disk or tally.tried:
                raise
            tally.tried = 1
            tally.note = f"not possible here: {error}"
            return


def _try(tally: Tally, case: Job, trial: Path, share: float, is_small_disk: bool) -> bool:
    jobs.hide_data_in(trial)
    case.prepare(trial)
    largest = max(each.stat().st_size for each in trial.rglob("*") if each.is_file())
    # Squared, since most can go wrong where there is hardly any room.
    room = int(share**2 * largest * (2.5 if is_small_disk else 1.2)) + 1
    if is_small_disk:
        fill_up(trial, room)

    def run(acknowledge: Acknowledge) -> None:
        if not is_small_disk:
            limit_files(room)
        try:
            case.run(trial, acknowledge)
        except StancelineError as error:
            acknowledge(f"{_SENTENCE}{error}")

    ended = in_child(run)
    make_room(trial)
    tally.tried += 1
    sentences = [each for each in ended.acknowledged if str(each).startswith(_SENTENCE)]
    done = [each for each in ended.acknowledged if each not in sentences]
    told = f"with {room:,} bytes of room"
    if ended.status:
        tally.fail(f"{told} it ended with {ended.status}: {ended.said.strip()[-300:]}")
    problems = [] if ended.status else case.check(trial, done)
    again = in_child(lambda _say: case.start_again(trial))
    if again.status:
        problems.append(f"the next start: {again.said.strip()[-300:]}")
    left = jobs.leftovers(trial)
    if left:
        problems.append(f"left behind: {', '.join(left[:3])}")
    for problem in problems:
        tally.fail(f"{told}: {problem}")
    return bool(sentences)
