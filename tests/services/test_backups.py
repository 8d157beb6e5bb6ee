"""Backups are whole, count only when they are sound, are thinned out, and come back."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import PORT, a_quotation, an_article
from stanceline.services import backups
from stanceline.services.backups import (
    DAMAGE_FOUND,
    N_DAYS,
    N_RECENT,
    N_WEEKS,
    back_up,
    back_up_if_changed,
    backups_of,
    due,
    folder_of,
    kept,
    restore,
    restore_keeping,
    rotate,
)
from stanceline.services.checking import problems_of
from stanceline.services.progress import Cancelled
from stanceline.services.workspace import Workspace
from stanceline.storage.backup import CopyFailed, CopyUnsound, problems_of_file
from stanceline.storage.engine import NotAWorkspace, WorkspaceDamaged, WorkspaceUnavailable
from stanceline.storage.locks import HeldElsewhere, take_lock
from stanceline.storage.schema import AlreadyThere


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANCELINE_CONFIG", str(tmp_path_factory.mktemp("config")))


@pytest.fixture
def worked_on(workspace: Workspace) -> Workspace:
    """An open workspace with an article and a quotation."""
    article_id = an_article(workspace)
    a_quotation(workspace, article_id, "“Not a day before.”", speaker="Tora Berg")
    return workspace


class Stopper:
    """Progress that stops the job at the n-th step."""

    def __init__(self, n: int) -> None:
        self.left = n

    def step(self, done: int, total: int, what: str) -> None:
        assert 0 <= done <= max(done, total)
        assert what
        self.left -= 1
        if self.left < 0:
            raise Cancelled("Stopped.")


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def titles(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT title FROM article ORDER BY id")]


# making


def test_backup_is_one_whole_file_that_opens_as_a_workspace(worked_on: Workspace):
    made = back_up(worked_on, reason="before import")
    assert names_in(folder_of(worked_on)) == [made.path.name]
    assert (made.reason, made.n_articles, made.is_encrypted) == ("before import", 1, False)
    assert made.n_bytes == made.path.stat().st_size
    assert abs(datetime.now(UTC) - datetime.fromisoformat(made.at)) < timedelta(minutes=1)
    assert problems_of_file(made.path) == []
    with Workspace.open(made.path) as copy:
        assert problems_of(copy) == []


def test_backup_needs_no_log_beside_it(worked_on: Workspace):
    made = back_up(worked_on)
    assert made.path.read_bytes()[18:20] == b"\x01\x01"  # Not in the mode that keeps a log.


def test_backup_holds_what_was_there_when_it_began_whatever_is_written_meanwhile(
    worked_on: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("stanceline.storage.backup._PAGES_A_STEP", 5)
    written: list[int] = []

    class Writer:
        def step(self, done: int, total: int, what: str) -> None:
            if len(written) < 5 and what == "Copying":
                written.append(an_article(worked_on, f"Article {done} of {total}"))

    made = back_up(worked_on, progress=Writer())
    assert len(written) == 5
    assert len(titles(made.path)) == 1
    assert problems_of(worked_on) == []


def test_backup_goes_to_the_folder_that_is_named(worked_on: Workspace, tmp_path: Path):
    folder = tmp_path / "stick" / "backups"
    made = back_up(worked_on, folder)
    assert names_in(folder) == [made.path.name]
    assert backups_of(worked_on) == []


def test_backups_of_a_workspace_are_listed_the_newest_first(worked_on: Workspace):
    made = [back_up(worked_on, reason=reason) for reason in ("one", "two", "three")]
    assert backups_of(worked_on) == made[::-1]
    assert backups_of(worked_on.path) == made[::-1]


def test_backups_of_a_file_that_is_no_longer_readable_are_found_by_its_name(
    worked_on: Workspace, tmp_path: Path
):
    made = back_up(worked_on)
    broken = tmp_path / "elsewhere" / worked_on.path.name
    broken.parent.mkdir()
    broken.write_bytes(b"rubbish")
    assert backups_of(broken) == [made]
    assert backups_of(tmp_path / "other.stanceline") == []


def test_two_workspaces_of_one_name_have_folders_of_their_own(tmp_path: Path):
    folders = []
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        with Workspace.create(tmp_path / place / "w.stanceline") as workspace:
            folders.append(folder_of(workspace))
    assert folders[0] != folders[1]


def test_stopped_backup_leaves_nothing(worked_on: Workspace):
    for n in range(2):
        with pytest.raises(Cancelled):
            back_up(worked_on, progress=Stopper(n))
        assert names_in(folder_of(worked_on)) == []


def test_unfinished_backup_of_a_program_that_was_killed_is_taken_away(worked_on: Workspace):
    folder = folder_of(worked_on)
    back_up(worked_on)
    from stanceline.storage.backup import unfinished_beside

    with unfinished_beside(folder / "x.stanceline") as ours:
        ours.touch()
        stale = ours.with_name(ours.name.replace(f"-{os.getpid()}-", "-4194303-"))
        stale.touch()
        elsewhere = ours.with_name(f".unfinished-00000000-{os.getpid()}-ab.stanceline")
        elsewhere.touch()
        made = back_up(worked_on)
        assert ours.exists()
        assert elsewhere.exists()
        assert not stale.exists()
    assert made.path.exists()


def test_backup_that_cannot_be_written_says_so_and_leaves_the_others(
    worked_on: Workspace, tmp_path: Path
):
    (tmp_path / "file").touch()
    with pytest.raises(CopyFailed, match="No backup was made"):
        back_up(worked_on, tmp_path / "file" / "backups")


# what is due


def test_untouched_workspace_needs_no_backup(workspace: Workspace):
    assert not due(workspace)
    assert back_up_if_changed(workspace, "at open") is None


def test_backup_is_due_when_something_was_done_since_and_time_has_passed(worked_on: Workspace):
    assert due(worked_on)
    assert back_up_if_changed(worked_on, "at open") is not None
    assert not due(worked_on, minutes=0)
    assert back_up_if_changed(worked_on, "at open") is None
    an_article(worked_on, PORT)
    assert due(worked_on, minutes=0)
    assert not due(worked_on, minutes=30)
    assert back_up_if_changed(worked_on, "at open") is not None


# damage


def change_text(workspace: Workspace, before: str, after: str) -> None:
    with workspace.action("Damage") as session:
        session.connection().exec_driver_sql(
            "UPDATE text SET body = replace(body, ?, ?)", (before, after)
        )


def test_damaged_workspace_gives_no_backup_and_pushes_none_out(worked_on: Workspace):
    sound = [back_up(worked_on) for _ in range(3)]
    change_text(worked_on, "Monday", "Sunday")
    with pytest.raises(CopyUnsound, match=r"The text of article 1 is not what was imported"):
        back_up(worked_on)
    folder = folder_of(worked_on)
    assert backups_of(worked_on) == sound[::-1]
    assert (folder / DAMAGE_FOUND).exists()
    for number in range(40):
        at = datetime(2031, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
        shutil.copyfile(
            sound[0].path, folder / f"{at:%Y-%m-%dT%H-%M-%S.000Z}_x_1-articles_ab.stanceline"
        )
    assert rotate(folder) == []
    assert len(backups_of(worked_on)) == 43
    change_text(worked_on, "Sunday", "Monday")
    back_up(worked_on)
    assert not (folder / DAMAGE_FOUND).exists()
    assert len(backups_of(worked_on)) < 25


def test_disk_that_writes_something_else_is_told_from_a_damaged_workspace(
    worked_on: Workspace, monkeypatch: pytest.MonkeyPatch
):
    good = back_up(worked_on)
    monkeypatch.setattr(backups, "problems_of_file", lambda *_: ["It cannot be read (x)."])
    with pytest.raises(CopyFailed, match="reads back changed"):
        back_up(worked_on)
    assert backups_of(worked_on) == [good]
    assert not (folder_of(worked_on) / DAMAGE_FOUND).exists()


# thinning out

TIMES = st.lists(
    st.datetimes(datetime(2031, 1, 1), datetime(2031, 6, 1)).map(  # noqa: DTZ001
        lambda at: at.replace(tzinfo=UTC)
    ),
    unique=True,
    max_size=80,
)


@given(TIMES)
def test_newest_are_kept_and_the_number_is_bounded(times: list[datetime]):
    left = kept(times)
    assert set(sorted(times)[-N_RECENT:]) <= left <= set(times)
    assert len(left) <= N_RECENT + N_DAYS + N_WEEKS


@given(TIMES)
def test_thinning_out_twice_is_as_once(times: list[datetime]):
    assert kept(kept(times)) == kept(times)


@given(TIMES, st.datetimes(datetime(2031, 6, 2), datetime(2031, 8, 1)))  # noqa: DTZ001
def test_later_backup_brings_none_back(times: list[datetime], later: datetime):
    newest = later.replace(tzinfo=UTC)
    assert kept([*times, newest]) - {newest} <= kept(times)
    assert kept([*kept(times), newest]) == kept([*times, newest])


@given(TIMES)
def test_last_of_each_late_day_is_kept(times: list[datetime]):
    days = sorted({at.date() for at in times})[-N_DAYS:]
    for day in days:
        assert max(at for at in times if at.date() == day) in kept(times)


def test_a_month_of_work_leaves_days_and_weeks():
    start = datetime(2031, 3, 3, 9, tzinfo=UTC)
    alive: set[datetime] = set()
    for half_hour in range(28 * 16):
        day, slot = divmod(half_hour, 16)
        alive = kept({*alive, start + timedelta(days=day, minutes=30 * slot)})
    ages = sorted((max(alive) - at).days for at in alive)
    assert len([age for age in ages if age == 0]) >= N_RECENT
    assert set(range(N_DAYS)) <= {(max(alive).date() - at.date()).days for at in alive}
    assert ages[-1] >= 21 - 1


def test_rotation_leaves_foreign_files_alone(worked_on: Workspace):
    folder = folder_of(worked_on)
    made = back_up(worked_on)
    (folder / "notes.txt").touch()
    (folder / "my own.stanceline").touch()
    for number in range(40):
        at = datetime(2031, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
        (folder / f"{at:%Y-%m-%dT%H-%M-%S.000Z}_x_1-articles_ab.stanceline").touch()
    removed = rotate(folder, newest=made.path)
    assert len(removed) == 41 - N_RECENT - 1  # They fill the ten, and the newest is beside them.
    assert made.path.exists()
    assert (folder / "notes.txt").exists()
    assert (folder / "my own.stanceline").exists()


def test_large_backups_are_fewer(worked_on: Workspace, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(backups, "MOST_BYTES", 10_000)
    folder = folder_of(worked_on)
    folder.mkdir(parents=True)
    start = datetime(2031, 1, 1, tzinfo=UTC)
    for number in range(40):
        at = start + timedelta(hours=8 * number)
        path = folder / f"{at:%Y-%m-%dT%H-%M-%S.000Z}_x_1-articles_ab.stanceline"
        path.write_bytes(bytes(1_200))
    rotate(folder)
    left = [datetime.fromisoformat(backup.at) for backup in backups_of(worked_on)]
    assert len(left) == 8
    newest = start + timedelta(hours=8 * 39)
    assert left[:5] == [newest - timedelta(hours=8 * number) for number in range(5)]
    # Beyond the newest five, the last of each day are kept before the others.
    assert len({at.date() for at in left[5:]}) == 3
    monkeypatch.setattr(backups, "MOST_BYTES", 1)
    rotate(folder)
    assert len(backups_of(worked_on)) == 5


# restoring


@pytest.fixture
def backed_up(workspace_path: Path) -> tuple[Path, Path]:
    """A closed workspace with two articles, and its backup from when it had one."""
    with Workspace.open(workspace_path) as workspace:
        an_article(workspace)
        made = back_up(workspace)
        an_article(workspace, PORT)
    return workspace_path, made.path


def test_backup_comes_back_as_a_new_file(backed_up: tuple[Path, Path], tmp_path: Path):
    _, backup = backed_up
    before = backup.read_bytes()
    to = tmp_path / "again.stanceline"
    assert restore(backup, to) == to
    with Workspace.open(to) as workspace:
        assert problems_of(workspace) == []
    assert len(titles(to)) == 1
    assert backup.read_bytes() == before
    assert names_in(tmp_path) == ["again.stanceline", "bridge.stanceline"]


def test_file_in_the_way_is_replaced_only_when_asked_and_kept(
    backed_up: tuple[Path, Path], tmp_path: Path
):
    path, backup = backed_up
    with pytest.raises(AlreadyThere):
        restore(backup, path)
    assert len(titles(path)) == 2
    done = restore_keeping(backup, path, replace=True)
    assert done.kept is not None
    assert len(titles(path)) == 1
    assert len(titles(done.kept)) == 2
    assert done.kept.name.startswith("bridge before restore 20")
    again = restore_keeping(backup, path, replace=True)
    assert again.kept not in (None, done.kept)
    assert len(names_in(tmp_path)) == 3


def test_log_that_was_left_beside_the_file_does_not_come_back(
    backed_up: tuple[Path, Path], tmp_path: Path
):
    path, backup = backed_up
    with Workspace.open(path) as workspace:
        an_article(workspace, "A third one\n\nIn the log only.")
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{path}{suffix}", tmp_path / f"left.stanceline{suffix}")
    left = tmp_path / "left.stanceline"
    done = restore_keeping(backup, left, replace=True)
    assert not Path(f"{left}-wal").exists()
    assert len(titles(left)) == 1
    assert done.kept is not None
    assert len(titles(done.kept)) == 3


def test_unreadable_file_is_replaced_and_kept_with_its_log(
    backed_up: tuple[Path, Path], tmp_path: Path
):
    _, backup = backed_up
    broken = tmp_path / "broken.stanceline"
    broken.write_bytes(b"SQLite format 3\x00" + b"\xff" * 9000)
    Path(f"{broken}-wal").write_bytes(b"a log")
    done = restore_keeping(backup, broken, replace=True)
    assert len(titles(broken)) == 1
    assert done.kept is not None
    assert done.kept.read_bytes().endswith(b"\xff")
    assert Path(f"{done.kept}-wal").read_bytes() == b"a log"


def test_workspace_that_is_open_is_not_replaced(backed_up: tuple[Path, Path]):
    path, backup = backed_up
    with Workspace.open(path), pytest.raises((WorkspaceUnavailable, HeldElsewhere), match="open"):
        restore(backup, path, replace=True)
    with take_lock(path), pytest.raises(HeldElsewhere):
        restore(backup, path, replace=True)
    assert len(titles(path)) == 2


@pytest.mark.parametrize("content", [b"", b"my notes", b"SQLite format 3\x00" + bytes(5000)])
def test_what_is_no_workspace_is_not_restored(tmp_path: Path, content: bytes):
    notes, to = tmp_path / "notes.stanceline", tmp_path / "w.stanceline"
    notes.write_bytes(content)
    with pytest.raises((NotAWorkspace, WorkspaceDamaged)):
        restore(notes, to)
    assert names_in(tmp_path) == ["notes.stanceline"]


def test_damaged_backup_is_not_restored(backed_up: tuple[Path, Path], tmp_path: Path):
    path, backup = backed_up
    content = backup.read_bytes()
    assert b"decided on Monday" in content
    backup.write_bytes(content.replace(b"decided on Monday", b"decided on Sunday"))
    with pytest.raises(WorkspaceDamaged, match=r"not sound: The text of article 1 is not what"):
        restore(backup, path, replace=True)
    assert len(titles(path)) == 2
    assert names_in(tmp_path) == ["bridge.stanceline"]


def test_missing_backup_and_backup_onto_itself_are_refused(
    backed_up: tuple[Path, Path], tmp_path: Path
):
    path, backup = backed_up
    with pytest.raises(WorkspaceUnavailable, match="There is no file"):
        restore(tmp_path / "none.stanceline", path, replace=True)
    with pytest.raises(WorkspaceUnavailable, match="is the backup itself"):
        restore(backup, backup, replace=True)
    with pytest.raises(WorkspaceUnavailable, match="is a folder"):
        restore(backup, tmp_path, replace=True)


def test_stopped_restore_leaves_what_was(backed_up: tuple[Path, Path], tmp_path: Path):
    path, backup = backed_up
    for n in range(2):
        with pytest.raises(Cancelled):
            restore(backup, path, replace=True, progress=Stopper(n))
    assert len(titles(path)) == 2
    assert names_in(tmp_path) == ["bridge.stanceline"]


RELEASED = Path(__file__).resolve().parents[1] / "storage" / "released" / "schema-1.stanceline"


def test_backup_of_an_earlier_schema_comes_back_and_is_brought_up_to_date(tmp_path: Path):
    backup, to = tmp_path / "old.stanceline", tmp_path / "w.stanceline"
    shutil.copyfile(RELEASED, backup)
    restore(backup, to)
    with Workspace.open(to) as workspace:
        assert problems_of(workspace) == []
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("UPDATE article SET body = body || '.' WHERE id = 3")
        connection.commit()
    with pytest.raises(WorkspaceDamaged, match="The text of article 3 is not what was imported"):
        restore(backup, tmp_path / "again.stanceline")
