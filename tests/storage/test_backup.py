"""Copies of a file, plain and encrypted, and what is told when they cannot be made."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from stanceline.domain.articles import ArticleDraft
from stanceline.storage import articles
from stanceline.storage.backup import (
    CopyFailed,
    connect,
    copy_closed,
    copy_open,
    nothing_to_hear,
    problems_of_file,
    put_in_place,
    uid_of_file,
)
from stanceline.storage.engine import READING, Unlocking, WorkspaceDamaged, open_engine
from stanceline.storage.keys import can_encrypt, is_encrypted, new_key, unlock
from stanceline.storage.schema import create_file
from stanceline.storage.tables import Analyst, Setting

WORDS = "The bridge \U0001f309 stays closed, the board decided.\n" * 400


def fill(session: Session) -> None:
    session.add(Analyst(name="Ada"))
    articles.add(session, ArticleDraft(title="Bridge", body=WORDS))


@pytest.fixture(params=["plain", "encrypted"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Unlocking | None]:
    """A workspace file with an article, and its key."""
    if request.param == "encrypted" and not can_encrypt():
        pytest.skip("The driver in use knows no encryption.")
    key = new_key("o'clock “8” %") if request.param == "encrypted" else None
    path = tmp_path / "w.stanceline"
    create_file(path, fill, key=key)
    return path, key


def copied(path: Path, target: Path, key: Unlocking | None) -> Path:
    engine = open_engine(path, key=key)
    try:
        with engine.connect() as connection:
            copy_open(connection.execution_options(**READING), target, key, nothing_to_hear)
    finally:
        engine.dispose()
    return target


def test_copy_is_sound_and_no_less_secret(made: tuple[Path, Unlocking | None], tmp_path: Path):
    path, key = made
    copy = copied(path, tmp_path / "copy.stanceline", key)
    assert problems_of_file(copy, key) == []
    assert is_encrypted(copy) == (key is not None)
    assert (b"the board decided" in copy.read_bytes()) == (key is None)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy.stanceline", "w.stanceline"]


def test_encrypted_copy_opens_with_the_same_passphrase(
    made: tuple[Path, Unlocking | None], tmp_path: Path
):
    path, key = made
    copy = copied(path, tmp_path / "copy.stanceline", key)
    again = unlock(copy, "o'clock “8” %" if key else None)
    assert problems_of_file(copy, again) == []


def test_encrypted_file_is_not_copied_without_its_key(
    made: tuple[Path, Unlocking | None], tmp_path: Path
):
    path, key = made
    if key is None:
        assert uid_of_file(path)
        return
    assert uid_of_file(path) is None
    with pytest.raises(WorkspaceDamaged):
        copy_closed(path, tmp_path / "copy.stanceline", None, nothing_to_hear)


def test_closed_file_is_copied_with_what_waits_in_its_log(
    made: tuple[Path, Unlocking | None], tmp_path: Path
):
    path, key = made
    engine = open_engine(path, key=key)
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.exec_driver_sql("UPDATE journal_now SET action_id = 1")
        connection.exec_driver_sql("UPDATE analyst SET name = 'Grace'")
    for suffix in ("", "-wal"):
        (tmp_path / f"left.stanceline{suffix}").write_bytes(Path(f"{path}{suffix}").read_bytes())
    engine.dispose()
    target = tmp_path / "copy.stanceline"
    copy_closed(tmp_path / "left.stanceline", target, key, nothing_to_hear)
    with closing(connect(target, key)) as copy:
        assert copy.execute("SELECT name FROM analyst").fetchall() == [("Grace",)]


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE text SET body = 'x'", "The text of article 1 is not what was imported."),
        ("DELETE FROM text", "Row 1 of article refers to a missing row of text."),
        ("PRAGMA user_version = 99", "Its format, 99, is not known to this program."),
        ("PRAGMA application_id = 5", "It is not a Stanceline workspace."),
    ],
)
def test_unsound_file_is_told_of(made: tuple[Path, Unlocking | None], statement: str, problem: str):
    path, key = made
    with closing(connect(path, key, "mode=rw")) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(statement)
    assert problem in problems_of_file(path, key)


def test_rubbish_is_told_of(tmp_path: Path):
    (tmp_path / "x").write_bytes(os.urandom(9000))
    assert problems_of_file(tmp_path / "x")[0].startswith("It cannot be read")
    assert problems_of_file(tmp_path / "none")[0].startswith("It cannot be read")


_ON_A_SMALL_DISK = """
import resource, signal, sys
from pathlib import Path
from stanceline.storage.backup import CopyFailed, copy_closed, nothing_to_hear
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    copy_closed(Path(sys.argv[1]), Path(sys.argv[2]), None, nothing_to_hear)
except CopyFailed as error:
    print(error)
"""


def test_copy_that_does_not_fit_is_told_of(tmp_path: Path):
    if sys.platform == "win32":
        pytest.skip("Windows has no limit for the length of files.")
    path = tmp_path / "w.stanceline"
    create_file(path, fill)
    done = subprocess.run(
        [sys.executable, "-c", _ON_A_SMALL_DISK, path, tmp_path / "copy.stanceline"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "desktop")},
    )
    assert f"The copy in {tmp_path} could not be written" in done.stdout


def test_full_disk_is_called_so(tmp_path: Path):
    from stanceline.storage.backup import _told
    from stanceline.storage.engine import DRIVER

    for error in (
        DRIVER.OperationalError("database or disk is full"),
        OSError(28, "No space left"),
    ):
        told = _told(error, tmp_path)
        assert isinstance(told, CopyFailed)
        assert "There is no room left" in str(told)


def test_file_is_put_in_place_where_there_are_no_second_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def no_links(*_paths: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", no_links)
    for name in ("old", "new"):
        (tmp_path / name).write_text(name)
    put_in_place(tmp_path / "new", tmp_path / "old", tmp_path / "kept", None)
    assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {
        "old": "new",
        "kept": "old",
    }


def test_key_of_the_setting_is_read(made: tuple[Path, Unlocking | None]):
    path, key = made
    engine = open_engine(path, key=key)
    with Session(engine) as session:
        uid = session.get_one(Setting, "uid").value
    engine.dispose()
    assert uid_of_file(path) == (uid if key is None else None)
