"""Which files are opened, how SQLite is set up, and what its errors say to the user."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from stanceline.domain.errors import StancelineError
from stanceline.services.importing import read_files
from stanceline.services.workspace import Changed, Workspace, WorkspaceReadOnly
from stanceline.storage import engine as engines
from stanceline.storage.engine import (
    APPLICATION_ID,
    DRIVER,
    SCHEMA_VERSION,
    Access,
    NotAWorkspace,
    WorkspaceDamaged,
    WorkspaceTooNew,
    WorkspaceUnavailable,
    check_header,
    errors_told,
    may_open_raw,
    open_engine,
)
from stanceline.storage.tables import Setting, SpeakerAlias, Tag

AsSomebody = Callable[[], AbstractContextManager[None]]
DESKTOP = Path(__file__).resolve().parents[2] / "desktop"


def database(path: Path, application_id: int, version: int) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {application_id}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("CREATE TABLE something (id INTEGER)")
        connection.commit()
    return path


def tags(workspace: Workspace) -> set[str]:
    with workspace.reading() as session:
        return {tag.name for tag in session.query(Tag)}


def add_tag(workspace: Workspace, name: str) -> None:
    with workspace.action("Add a tag") as session:
        session.add(Tag(name=name))


# What is refused.


def test_folder_is_refused(tmp_path: Path):
    with pytest.raises(NotAWorkspace, match="is a folder, not a Stanceline workspace"):
        Workspace.open(tmp_path)


def test_missing_file_is_refused_and_not_made(tmp_path: Path):
    with pytest.raises(WorkspaceUnavailable, match="There is no file"):
        Workspace.open(tmp_path / "w.stanceline")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty; it is not a Stanceline workspace"),
        (b"Some notes about the bridge.\n" * 20, "is not a Stanceline workspace"),
        (b"SQLite format 3\x00", "is not a Stanceline workspace"),
        (os.urandom(4095), "is not a Stanceline workspace"),
    ],
    ids=["empty", "text", "cut header", "noise"],
)
def test_file_of_another_kind_is_refused_and_untouched(
    tmp_path: Path, content: bytes, sentence: str
):
    path = tmp_path / "w.stanceline"
    path.write_bytes(content)
    with pytest.raises(NotAWorkspace, match=sentence):
        Workspace.open(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_database_of_another_program_is_refused_and_untouched(tmp_path: Path):
    path = database(tmp_path / "w.stanceline", 0x12345678, 1)
    before = path.read_bytes()
    with pytest.raises(NotAWorkspace, match="a database of another program"):
        Workspace.open(path)
    assert path.read_bytes() == before


def test_workspace_of_a_newer_program_is_refused_by_its_number(tmp_path: Path):
    path = database(tmp_path / "w.stanceline", APPLICATION_ID, 42)
    before = path.read_bytes()
    with pytest.raises(
        WorkspaceTooNew, match=rf"newer Stanceline \(format 42; .* up to {SCHEMA_VERSION}\)"
    ):
        Workspace.open(path)
    assert path.read_bytes() == before


def test_database_that_only_claims_to_be_a_workspace_is_refused(tmp_path: Path):
    path = database(tmp_path / "w.stanceline", APPLICATION_ID, 1)
    with pytest.raises(NotAWorkspace, match="lacks tables that every workspace has"):
        Workspace.open(path)


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON tag BEGIN DELETE FROM article; END", "holds a trigger"),
        ("CREATE VIEW v AS SELECT 1", "holds a view"),
        ("UPDATE alembic_version SET version_num = '9999'", "of a version that is not known"),
        ("DELETE FROM alembic_version", "of a version that is not known"),
        ("DROP TABLE alembic_version", "lacks tables that every workspace has"),
        ("PRAGMA user_version = 0", "is not a finished workspace"),
    ],
)
def test_workspace_that_something_else_has_built_on_is_refused(
    workspace_path: Path, tampering: str, sentence: str
):
    with closing(sqlite3.connect(workspace_path)) as connection:
        connection.execute(tampering)
        connection.commit()
    with pytest.raises(NotAWorkspace, match=sentence):
        Workspace.open(workspace_path)


def test_workspace_cut_off_after_its_header_is_refused(workspace_path: Path):
    workspace_path.write_bytes(workspace_path.read_bytes()[:100])
    with pytest.raises(StancelineError, match=r"is not a Stanceline workspace|is damaged"):
        Workspace.open(workspace_path)


def test_workspace_with_overwritten_pages_is_called_damaged(workspace_path: Path):
    content = bytearray(workspace_path.read_bytes())
    content[100:] = b"\xa5" * (len(content) - 100)
    workspace_path.write_bytes(content)
    with pytest.raises(WorkspaceDamaged, match="is damaged"):
        Workspace.open(workspace_path)


def test_workspace_that_may_not_be_read_is_refused(
    workspace_path: Path, visited_folder: Path, unprivileged: AsSomebody
):
    path = Path(shutil.copyfile(workspace_path, visited_folder / "w.stanceline"))
    path.chmod(0)
    with unprivileged(), pytest.raises(WorkspaceUnavailable, match="cannot be read: Permission"):
        Workspace.open(path)


def test_workspace_in_a_closed_folder_is_refused(visited_folder: Path, unprivileged: AsSomebody):
    folder = visited_folder / "closed"
    folder.mkdir()
    folder.chmod(0)
    with unprivileged(), pytest.raises(WorkspaceUnavailable, match="cannot be read: Permission"):
        Workspace.open_or_create(folder / "w.stanceline")


# Workspaces that can only be read.


@pytest.fixture
def locked_away(workspace_path: Path, visited_folder: Path) -> Path:
    """A workspace with one tag, in a folder where nobody may write."""
    path = Path(shutil.copyfile(workspace_path, visited_folder / "w.stanceline"))
    with Workspace.open(path) as workspace:
        add_tag(workspace, "kept")
    path.chmod(0o444)
    visited_folder.chmod(0o555)
    return path


def test_workspace_that_cannot_be_written_opens_for_reading(
    locked_away: Path, unprivileged: AsSomebody
):
    before = locked_away.read_bytes()
    with unprivileged(), Workspace.open(locked_away) as workspace:
        assert workspace.is_read_only
        assert tags(workspace) == {"kept"}
        said = r"this was not done: add a tag\. It lies where it cannot be written\. Copy"
        with pytest.raises(WorkspaceReadOnly, match=said):
            add_tag(workspace, "new")
    assert locked_away.read_bytes() == before
    assert [path.name for path in locked_away.parent.iterdir()] == [locked_away.name]


def test_workspace_whose_newest_changes_are_in_a_log_is_not_read_without_them(
    locked_away: Path, unprivileged: AsSomebody
):
    locked_away.chmod(0o644)
    locked_away.parent.chmod(0o755)
    writer = Workspace.open(locked_away)
    add_tag(writer, "newest")
    locked_away.chmod(0o444)
    locked_away.parent.chmod(0o555)
    with (
        unprivileged(),
        pytest.raises(WorkspaceUnavailable, match=r"newest changes are still in w\.stanceline-wal"),
    ):
        Workspace.open(locked_away)
    locked_away.parent.chmod(0o755)
    writer.close()
    locked_away.parent.chmod(0o555)
    with unprivileged(), Workspace.open(locked_away) as reader:
        assert tags(reader) == {"kept", "newest"}


def test_link_to_a_workspace_that_cannot_be_written_opens_for_reading(
    locked_away: Path, unprivileged: AsSomebody
):
    elsewhere = locked_away.parent / "elsewhere"
    locked_away.parent.chmod(0o755)
    elsewhere.mkdir()
    elsewhere.chmod(0o777)
    link = elsewhere / "link.stanceline"
    link.symlink_to(locked_away)
    locked_away.parent.chmod(0o555)
    with unprivileged(), Workspace.open(link) as workspace:
        assert workspace.is_read_only
        assert tags(workspace) == {"kept"}


def test_writing_through_a_reading_engine_says_that_the_file_is_read_only(workspace_path: Path):
    engine = open_engine(workspace_path, access=Access.FROZEN)
    with (
        pytest.raises(WorkspaceUnavailable, match="is read-only: nothing was changed"),
        errors_told(workspace_path),
        engine.begin() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM setting")
    engine.dispose()


# Locks of a file that is open twice.

LOCKS = Path("/proc/locks")


def locks_on(path: Path) -> list[str]:
    if not LOCKS.exists():
        pytest.skip("There is no /proc/locks here.")
    ending = f":{path.stat().st_ino}"
    lines = [line.split() for line in LOCKS.read_text(encoding="ascii").splitlines()]
    return sorted(" ".join(line[1:]) for line in lines if any(w.endswith(ending) for w in line))


def test_opening_a_workspace_again_leaves_its_locks_in_place(workspace: Workspace):
    with workspace.reading() as session:
        assert session.query(Tag).count() == 0
        before = locks_on(workspace.path)
        assert before
        check_header(workspace.path)
        assert locks_on(workspace.path) == before
        Workspace.open(workspace.path).close()
        assert locks_on(workspace.path) == before


def test_import_of_a_workspace_that_is_open_leaves_its_locks_in_place(
    workspace: Workspace, tmp_path: Path
):
    link = tmp_path / "innocent.txt"
    link.symlink_to(workspace.path)
    before = locks_on(workspace.path)
    assert before
    assert [str(each) for each in read_files([link])] == [
        f"{link}: It is a workspace, and open; it holds no text to import."
    ]
    assert locks_on(workspace.path) == before


def test_file_may_be_opened_raw_once_it_is_closed(workspace_path: Path):
    def may_open() -> bool:
        with may_open_raw(workspace_path) as answer:
            return answer

    assert may_open()
    first, second = Workspace(workspace_path), Workspace(workspace_path)
    first.close()
    assert not may_open()
    second.close()
    assert may_open()


def test_workspace_open_here_that_may_no_longer_be_written_opens_for_reading(
    locked_away: Path, unprivileged: AsSomebody
):
    with unprivileged(), Workspace.open(locked_away), Workspace.open(locked_away) as second:
        assert second.is_read_only


# How SQLite is set up.


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("foreign_keys", 1),
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("trusted_schema", 0 if engines._json_is_innocuous() else 1),
        ("cell_size_check", 1),
        ("busy_timeout", 5000),
    ],
)
def test_connections_are_set_up_for_safe_work(workspace: Workspace, pragma: str, value: object):
    with workspace.reading() as session:
        assert session.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_foreign_keys_are_enforced(workspace: Workspace):
    with pytest.raises(IntegrityError), workspace.action("Add an alias") as session:
        session.add(SpeakerAlias(speaker_id=99, alias="nobody's"))


def test_writer_claims_the_file_at_its_first_word(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(engines, "_BUSY_TIMEOUT_MS", 20)
    with Workspace(workspace.path) as other, workspace.action("Write at length") as session:
        session.query(Tag).count()  # It has only read yet.
        with pytest.raises(WorkspaceUnavailable, match=r"is in use by another program\. Try again"):
            add_tag(other, "too soon")
        assert tags(other) == set()


def test_second_writer_waits_for_the_first(workspace: Workspace):
    is_writing = threading.Event()

    def write_first() -> None:
        with workspace.action("Write first") as session:
            session.add(Tag(name="first"))
            session.flush()
            is_writing.set()
            threading.Event().wait(0.2)

    with Workspace(workspace.path) as other:
        thread = threading.Thread(target=write_first)
        thread.start()
        assert is_writing.wait(5)
        add_tag(other, "second")
        thread.join()
        assert tags(other) == {"first", "second"}


def test_reader_sees_one_state_while_another_writes(workspace: Workspace):
    add_tag(workspace, "before")
    with Workspace.open(workspace.path) as other, other.reading() as session:
        assert session.query(Tag).count() == 1
        add_tag(workspace, "after")
        assert session.query(Tag).count() == 1
    assert tags(workspace) == {"before", "after"}


def test_action_that_fails_changes_nothing(workspace: Workspace):
    heard: list[object] = []
    workspace.listen(heard.append)

    def fail() -> None:
        with workspace.action("Fail", Changed.ARTICLES) as session:
            session.add(Tag(name="half"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert tags(workspace) == set()
    assert heard == []


def test_action_on_a_full_disk_says_so_and_changes_nothing(workspace: Workspace):
    def fill_the_disk() -> None:
        with workspace.action("Write much") as session:
            pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
            session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            session.add(Setting(key="much", value="x" * 1_000_000))

    with pytest.raises(WorkspaceUnavailable, match=r"The disk is full: .* could not be saved"):
        fill_the_disk()
    with workspace.reading() as session:
        assert session.get(Setting, "much") is None


def test_error_that_is_a_bug_stays_what_it_is(workspace: Workspace):
    with pytest.raises(IntegrityError), workspace.action("Add a tag twice") as session:
        session.add_all([Tag(name="twice"), Tag(name="twice")])


# Closing.


def test_closing_leaves_one_file(workspace_path: Path, tmp_path: Path):
    with Workspace.open(workspace_path) as workspace:
        add_tag(workspace, "kept")
    assert list(tmp_path.iterdir()) == [workspace_path]


def test_closing_one_of_two_leaves_the_other_at_work(workspace_path: Path, tmp_path: Path):
    first, second = Workspace(workspace_path), Workspace(workspace_path)
    add_tag(first, "by the first")
    with second.reading() as session:
        assert session.query(Tag).count() == 1
        first.close()
    add_tag(second, "by the second")
    assert tags(second) == {"by the first", "by the second"}
    second.close()
    assert list(tmp_path.iterdir()) == [workspace_path]


def test_closing_a_workspace_that_was_deleted_makes_no_new_file(
    workspace_path: Path, tmp_path: Path
):
    workspace = Workspace.open(workspace_path)
    add_tag(workspace, "lost")
    for path in tmp_path.iterdir():
        path.unlink()
    workspace.close()
    assert list(tmp_path.iterdir()) == []


def test_writing_to_a_workspace_that_was_moved_away_says_so(workspace_path: Path, tmp_path: Path):
    workspace = Workspace.open(workspace_path)
    workspace._engine.dispose()  # What the pool does with a connection that has been idle.
    workspace_path.rename(tmp_path / "elsewhere.stanceline")
    with pytest.raises(WorkspaceUnavailable, match="was moved, deleted or replaced"):
        add_tag(workspace, "lost")
    workspace.close()
    assert [path.name for path in tmp_path.iterdir()] == ["elsewhere.stanceline"]


# Without the modern driver.

_WITHOUT_SQLCIPHER = """
import sys
sys.modules["sqlcipher3"] = sys.modules["sqlcipher3.dbapi2"] = None
sys.path.insert(0, {desktop!r})
from pathlib import Path
from stanceline.services.importing import read_text, store
from stanceline.services.articles import library
from stanceline.services.workspace import Workspace
from stanceline.storage.engine import DRIVER
assert DRIVER.__name__ == "sqlite3"
with Workspace.create(Path({path!r})) as workspace:
    store(workspace, [read_text("The bridge\\n\\nIt stays shut.")])
with Workspace.open(Path({path!r})) as workspace:
    print(len(library(workspace)))
"""


def test_standard_library_serves_where_the_modern_driver_is_missing(tmp_path: Path):
    path = tmp_path / "w.stanceline"
    script = _WITHOUT_SQLCIPHER.format(desktop=str(DESKTOP), path=str(path))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("1\n", "")
    check_header(path)
    with Workspace.open(path) as workspace, workspace.reading() as session:
        assert session.get_one(Setting, "name").value == "w"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="There are no named pipes here.")
def test_pipe_that_is_called_a_workspace_is_not_waited_for(tmp_path: Path):
    path = tmp_path / "w.stanceline"
    os.mkfifo(path)
    with pytest.raises(NotAWorkspace, match="is not a file"):
        Workspace.open(path)


def log_left_by(workspace_path: Path, *tags_added: str) -> bytes:
    """The log of a program that added these tags and was killed; the file is as before."""
    before = workspace_path.read_bytes()
    workspace = Workspace.open(workspace_path)
    for tag in tags_added:
        add_tag(workspace, tag)
    log = Path(f"{workspace_path}-wal").read_bytes()
    workspace.close()
    workspace_path.write_bytes(before)
    return log


def test_what_a_killed_program_had_saved_is_there(workspace_path: Path):
    log = log_left_by(workspace_path, "kept", "kept too")
    Path(f"{workspace_path}-wal").write_bytes(log)
    with Workspace.open(workspace_path) as workspace:
        assert workspace.was_unclean
        assert tags(workspace) == {"kept", "kept too"}


@pytest.mark.parametrize("n_later", [1, 200])
def test_log_of_another_file_is_not_played_into_a_newer_one(workspace_path: Path, n_later: int):
    log = log_left_by(workspace_path, "old")
    with Workspace.open(workspace_path) as workspace:
        for number in range(n_later):
            add_tag(workspace, f"new {number}")
    newer = workspace_path.read_bytes()
    Path(f"{workspace_path}-wal").write_bytes(log)
    with pytest.raises(WorkspaceUnavailable, match="in the place of another file"):
        Workspace.open(workspace_path)
    assert workspace_path.read_bytes() == newer
    assert Path(f"{workspace_path}-wal").read_bytes() == log
    Path(f"{workspace_path}-wal").unlink()
    with Workspace.open(workspace_path) as workspace:
        assert len(tags(workspace)) == n_later


def test_log_in_which_the_last_line_of_the_history_went_is_its_own(workspace_path: Path):
    # A long action that came to nothing, during which the log was moved into the file.
    workspace = Workspace.open(workspace_path)
    add_tag(workspace, "kept")
    with workspace.long_action("Import nothing") as long:
        with long.batch():
            pass
        with closing(DRIVER.connect(workspace_path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        at_that_time = workspace_path.read_bytes()
    log = Path(f"{workspace_path}-wal").read_bytes()
    workspace.close()
    workspace_path.write_bytes(at_that_time)
    Path(f"{workspace_path}-wal").write_bytes(log)
    with Workspace.open(workspace_path) as workspace:
        assert tags(workspace) == {"kept"}


def test_log_of_another_workspace_is_not_played_in(workspace_path: Path, tmp_path: Path):
    log = log_left_by(workspace_path, "theirs")
    other = tmp_path / "other.stanceline"
    with Workspace.create(other) as workspace:
        add_tag(workspace, "ours")
    before = other.read_bytes()
    Path(f"{other}-wal").write_bytes(log)
    with pytest.raises(WorkspaceUnavailable, match="in the place of another file"):
        Workspace.open(other)
    assert other.read_bytes() == before
