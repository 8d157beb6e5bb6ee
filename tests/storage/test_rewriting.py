"""A file that is written anew is the old one or the new one, whole, whatever happens."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from builders import a_quotation, an_article, an_event
from stanceline.domain.errors import StancelineError
from stanceline.domain.unfinished import sweep
from stanceline.services.articles import library
from stanceline.services.progress import QUIET, Cancelled
from stanceline.services.workspace import Workspace
from stanceline.storage import keys, rewriting
from stanceline.storage.engine import SCHEMA_VERSION, WorkspaceDamaged, WorkspaceUnavailable
from stanceline.storage.keys import (
    WrongPassphrase,
    can_encrypt,
    check_file,
    is_encrypted,
    new_key,
    unlock,
)
from stanceline.storage.rewriting import change_key, kept_by_upgrades, upgrade_file

OLD = Path(__file__).parent / "released" / "schema-1.stanceline"
N_KILLS = 10

needs_encryption = pytest.mark.skipif(not can_encrypt(), reason="sqlcipher3 is not installed.")
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="There is no fork here.")


@dataclass
class Stopping:
    """Progress that is stopped once it has gone so far."""

    at: int
    heard: list[tuple[int, int, str]] = field(default_factory=list)

    def step(self, done: int, total: int, what: str) -> None:
        self.heard.append((done, total, what))
        if done >= self.at:
            raise Cancelled("The user stopped it.")


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a key costs is measured elsewhere."""
    monkeypatch.setattr(keys, "_ROUNDS", 1_000)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A workspace of the first schema."""
    return Path(shutil.copyfile(OLD, tmp_path / "bridge.stanceline"))


@pytest.fixture
def full(workspace_path: Path) -> Path:
    """A plain workspace of this schema with something of everything."""
    with Workspace.open(workspace_path) as workspace:
        article = an_article(workspace, source="Harbour Post", published="2031-05-13")
        a_quotation(
            workspace, article, "“Not a day before.”", speaker="Tora Berg", Bridge="opposes"
        )
        an_event(workspace, "Inspection", "2031-05-12")
    return workspace_path


def seen(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def titles(path: Path, passphrase: str | None = None) -> list[str]:
    with Workspace.open(path, passphrase=passphrase) as workspace:
        return [row.title for row in library(workspace)]


# What takes the place of the file.


def test_old_file_is_kept_under_the_first_name_that_is_free(old: Path):
    other = old.with_name("bridge.v1.bak.stanceline")
    other.write_bytes(b"somebody's own")
    assert upgrade_file(old, None, QUIET).name == "bridge.v1-2.bak.stanceline"
    assert other.read_bytes() == b"somebody's own"
    assert [path.name for path in kept_by_upgrades(old)] == [
        "bridge.v1-2.bak.stanceline",
        "bridge.v1.bak.stanceline",
    ]


def test_old_file_is_copied_where_a_file_has_one_name_only(
    old: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    kept = upgrade_file(old, None, QUIET)
    assert kept.read_bytes() == OLD.read_bytes()
    assert seen(old.parent) == ["bridge.stanceline", "bridge.v1.bak.stanceline"]


def test_upgrade_through_a_link_leaves_the_link_and_keeps_the_old_file_where_it_leads(
    old: Path, tmp_path: Path
):
    link = tmp_path / "elsewhere" / "link.stanceline"
    link.parent.mkdir()
    link.symlink_to(old)
    kept = upgrade_file(link, None, QUIET)
    assert link.is_symlink()
    assert kept == old.with_name("bridge.v1.bak.stanceline")
    assert kept_by_upgrades(link) == [kept]
    assert check_file(old, None) == SCHEMA_VERSION


def test_permissions_stay(old: Path):
    old.chmod(0o640)
    upgrade_file(old, None, QUIET)
    assert old.stat().st_mode & 0o777 == 0o640


def test_log_of_an_earlier_file_is_not_played_into_the_new_one(old: Path, tmp_path: Path):
    other = Path(shutil.copyfile(old, tmp_path / "other.stanceline"))
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("DELETE FROM tag")
        connection.commit()
        log = Path(f"{other}-wal").read_bytes()
    upgrade_file(old, None, QUIET)
    # The trap itself: what stands beside the file is read with it.
    assert log
    assert not Path(f"{old}-wal").exists()
    assert not Path(f"{old}-shm").exists()
    assert len(titles(old)) == 6


def test_index_of_a_log_that_is_left_over_goes(full: Path):
    Path(f"{full}-shm").write_bytes(bytes(32768))
    key = new_key("grey heron") if can_encrypt() else None
    if key is None:
        pytest.skip("sqlcipher3 is not installed.")
    change_key(full, None, key, QUIET)
    assert seen(full.parent) == [full.name]


@needs_encryption
def test_everything_is_there_under_another_key(full: Path):
    def everything(passphrase: str | None) -> object:
        with closing(
            rewriting._connect(full, unlock(full, passphrase), "mode=ro&immutable=1")
        ) as connection:
            share = rewriting._Share(QUIET, 0, 1, "")
            found = rewriting._contents(connection, rewriting._everything(connection), share)
            return found, rewriting._objects(connection), rewriting._version(connection)

    before = everything(None)
    change_key(full, None, new_key("grey heron"), QUIET)
    assert is_encrypted(full)
    assert everything("grey heron") == before
    change_key(full, unlock(full, "grey heron"), new_key("white egret"), QUIET)
    assert everything("white egret") == before
    with pytest.raises(WrongPassphrase):
        unlock(full, "grey heron")
    change_key(full, unlock(full, "white egret"), None, QUIET)
    assert not is_encrypted(full)
    assert everything(None) == before


@needs_encryption
def test_triggers_index_and_ids_go_on_working_under_another_key(full: Path):
    change_key(full, None, new_key("grey heron"), QUIET)
    with Workspace.open(full, passphrase="grey heron") as workspace:
        highest = max(row.id for row in library(workspace))
        assert an_article(workspace, "Otters on the quay") == highest + 1
        with workspace.reading() as session:
            found = session.connection().exec_driver_sql(
                "SELECT rowid FROM article_fts WHERE article_fts MATCH 'otters'"
            )
            assert found.all() == [(highest + 1,)]
            journalled = session.connection().exec_driver_sql("SELECT count(*) FROM change")
            assert journalled.scalar_one() > 0


@pytest.mark.skipif(sys.platform == "win32", reason="An open file cannot be replaced there.")
@needs_encryption
def test_what_the_disk_held_of_a_plain_file_is_overwritten(full: Path):
    with full.open("rb") as old:  # Nothing else leads to it once its name is another's.
        content = old.read()
        change_key(full, None, new_key("grey heron"), QUIET)
        old.seek(0)
        left = old.read()
    assert b"Tora Berg" in content
    assert len(left) == len(content)
    assert not any(left)


@needs_encryption
def test_another_name_of_a_plain_file_is_left_alone(full: Path, tmp_path: Path):
    other = tmp_path / "another name.stanceline"
    os.link(full, other)
    before = other.read_bytes()
    change_key(full, None, new_key("grey heron"), QUIET)
    assert other.read_bytes() == before


# When it cannot be done.


@dataclass
class Job:
    """A rewriting, and how to tell what stands there afterwards."""

    run: Callable[[Path, object], object]
    is_new: Callable[[Path], bool]
    passphrases: tuple[str | None, ...]
    first: Callable[[Path], None] = lambda _path: None


def upgrade(path: Path, progress: object) -> object:
    return upgrade_file(path, None, progress)  # type: ignore[arg-type]


def encrypt(path: Path, progress: object) -> None:
    change_key(path, None, new_key("grey heron"), progress)  # type: ignore[arg-type]


def rekey(path: Path, progress: object) -> None:
    change_key(path, unlock(path, "grey heron"), new_key("white egret"), progress)  # type: ignore[arg-type]


def decrypt(path: Path, progress: object) -> None:
    change_key(path, unlock(path, "grey heron"), None, progress)  # type: ignore[arg-type]


def opens_with(passphrase: str) -> Callable[[Path], bool]:
    def answer(path: Path) -> bool:
        try:
            return unlock(path, passphrase) is not None
        except WrongPassphrase:
            return False

    return answer


def encrypted_first(path: Path) -> None:
    encrypt(path, QUIET)


JOBS = {
    "upgrade": Job(upgrade, lambda path: check_file(path, None) == SCHEMA_VERSION, (None,)),
    "encrypt": Job(encrypt, is_encrypted, (None, "grey heron")),
    "rekey": Job(rekey, opens_with("white egret"), ("grey heron", "white egret"), encrypted_first),
    "decrypt": Job(
        decrypt, lambda path: not is_encrypted(path), ("grey heron", None), encrypted_first
    ),
}


@pytest.fixture(params=JOBS)
def job(request: pytest.FixtureRequest, old: Path) -> Job:
    """Each of the jobs, and a file for it."""
    if request.param != "upgrade" and not can_encrypt():
        pytest.skip("sqlcipher3 is not installed.")
    wanted = JOBS[request.param]
    wanted.first(old)
    return wanted


@pytest.mark.parametrize("at", [0, 30, 60, 100])
def test_job_that_is_stopped_leaves_all_as_it_was(old: Path, job: Job, at: int):
    before = old.read_bytes()
    progress = Stopping(at)
    with pytest.raises(Cancelled):
        job.run(old, progress)
    assert old.read_bytes() == before
    assert seen(old.parent) == [old.name]
    done = [each[0] for each in progress.heard]
    assert done == sorted(done)
    assert {each[1] for each in progress.heard} == {100}


def test_too_little_room_is_told_before_anything_is_done(
    old: Path, job: Job, monkeypatch: pytest.MonkeyPatch
):
    before = old.read_bytes()
    monkeypatch.setattr(rewriting, "free_bytes", lambda _path: 2 * len(before))
    with pytest.raises(WorkspaceUnavailable, match=r"too little room .* 1 MB are needed"):
        job.run(old, QUIET)
    assert old.read_bytes() == before
    assert seen(old.parent) == [old.name]


def test_disk_that_fails_while_the_name_is_given_leaves_the_old_file(
    old: Path, job: Job, monkeypatch: pytest.MonkeyPatch
):
    before = old.read_bytes()

    def fail(_self: Path, _target: Path) -> Path:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(WorkspaceUnavailable, match="cannot be written anew: Input/output error"):
        job.run(old, QUIET)
    assert old.read_bytes() == before
    assert seen(old.parent) == [old.name]


@needs_fork
def test_disk_that_fills_up_meanwhile_leaves_the_old_file(old: Path, job: Job, tmp_path: Path):
    before = old.read_bytes()
    told = tmp_path / "told"

    def run_out() -> None:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, len(before) // 2))
        try:
            job.run(old, QUIET)
        except StancelineError as error:
            told.write_text(str(error), encoding="utf-8")

    killed(run_out, None)
    assert old.name in told.read_text(encoding="utf-8")
    told.unlink()
    assert old.read_bytes() == before
    assert seen(old.parent) == [old.name]


def test_file_that_was_upgraded_meanwhile_is_left_alone(old: Path):
    upgrade_file(old, None, QUIET)
    before = old.read_bytes()
    with pytest.raises(WorkspaceUnavailable, match=r"by another program meanwhile\. Open it again"):
        upgrade_file(old, None, QUIET)
    assert old.read_bytes() == before


def test_file_that_is_open_here_is_left_alone(full: Path):
    with Workspace.open(full) as workspace:
        with pytest.raises(WorkspaceUnavailable, match="is open; close it first"):
            change_key(full, None, None, QUIET)
        assert len(library(workspace)) == 1


_HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM tag").fetchall()
print("held", flush=True)
sys.stdin.readline()
"""


def test_file_that_another_program_has_open_is_left_alone(old: Path):
    before = old.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(old)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()
        with pytest.raises(WorkspaceUnavailable, match="in use by another program"):
            upgrade_file(old, None, QUIET)
        other.stdin.close()
    assert old.read_bytes() == before
    assert not kept_by_upgrades(old)
    upgrade_file(old, None, QUIET)


def test_damaged_file_is_not_written_anew(full: Path):
    content = bytearray(full.read_bytes())
    content[5 * 4096 : 5 * 4096 + 200] = b"\xa5" * 200
    full.write_bytes(content)
    with pytest.raises(WorkspaceDamaged, match="is damaged"):
        change_key(full, None, None, QUIET)
    assert full.read_bytes() == content
    assert seen(full.parent) == [full.name]


@needs_encryption
def test_damaged_encrypted_file_is_not_written_anew(full: Path):
    encrypt(full, QUIET)
    content = bytearray(full.read_bytes())
    content[5 * 4096 + 17] ^= 1
    full.write_bytes(content)
    with pytest.raises(StancelineError, match="is damaged"):
        decrypt(full, QUIET)
    assert full.read_bytes() == content
    assert seen(full.parent) == [full.name]


@needs_encryption
def test_copy_that_reads_back_otherwise_does_not_count(full: Path, monkeypatch: pytest.MonkeyPatch):
    before = full.read_bytes()
    export = rewriting._export

    def export_badly(old: object, new: Path, key: object, share: object) -> None:
        export(old, new, key, share)  # type: ignore[arg-type]
        with closing(rewriting._connect(new, key, "mode=rw")) as connection:  # type: ignore[arg-type]
            connection.execute("UPDATE text SET body = body || ' Not so.'")

    monkeypatch.setattr(rewriting, "_export", export_badly)
    with pytest.raises(rewriting.NotTheSame, match="reads back other than it was written"):
        encrypt(full, QUIET)
    assert full.read_bytes() == before
    assert seen(full.parent) == [full.name]


# When the program is killed.


def killed(action: Callable[[], object], after_s: float | None) -> tuple[int, float]:
    """Do something in a child that is killed; its status, and how long it ran in seconds."""
    started = time.monotonic()
    with warnings.catch_warnings():
        # The child uses no thread of ours.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            action()
        finally:
            os._exit(0)
    if after_s is not None:
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return status, time.monotonic() - started


def check_old_or_new(path: Path, job: Job, before: bytes) -> bool:
    """Return whether the new file stands there, having seen that the one or the other does."""
    sweep(path.parent)
    assert {name for name in seen(path.parent) if not name.endswith((".lock", "-wal", "-shm"))} <= {
        path.name,
        "bridge.v1.bak.stanceline",
    }
    is_new = job.is_new(path)
    if not is_new:
        assert path.read_bytes() == before
    for kept in kept_by_upgrades(path):
        assert kept.read_bytes() == before
    passphrase = job.passphrases[-1] if is_new else job.passphrases[0]
    assert len(titles(path, passphrase)) == 6
    return is_new


@needs_fork
def test_killed_at_any_moment_the_file_is_old_or_new(old: Path, job: Job, tmp_path: Path):
    before = old.read_bytes()
    dice = random.Random(7)
    trial = Path(shutil.copyfile(old, tmp_path / "trial.stanceline"))
    _, lasts = killed(lambda: job.run(trial, QUIET), None)
    for path in tmp_path.glob("trial*"):
        path.unlink()
    for _ in range(N_KILLS):
        old.write_bytes(before)
        for kept in kept_by_upgrades(old):
            kept.unlink()
        killed(lambda: job.run(old, QUIET), dice.uniform(0, lasts))
        check_old_or_new(old, job, before)


def kill_me(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@needs_fork
@pytest.mark.parametrize(
    ("moment", "is_new"),
    [("before the name", False), ("after the name", True), ("before the folder", False)],
)
def test_killed_around_the_moment_the_file_gets_its_name(
    old: Path, job: Job, moment: str, is_new: bool, monkeypatch: pytest.MonkeyPatch
):
    before = old.read_bytes()
    replace = Path.replace

    def replaced(self: Path, target: Path) -> Path:
        if moment == "before the name":
            kill_me()
        replace(self, target)
        kill_me()
        return target

    with monkeypatch.context() as patch:
        if moment == "before the folder":
            patch.setattr(rewriting, "sync_file", kill_me)
        patch.setattr(Path, "replace", replaced)
        status, _ = killed(lambda: job.run(old, QUIET), None)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert check_old_or_new(old, job, before) is is_new
