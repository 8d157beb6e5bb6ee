"""Checking, repairing, backing up, restoring and describing a workspace from the command line."""

import json
import os
import random
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from builders import PORT, a_quotation, an_article
from stanceline.cli import main
from stanceline.services.workspace import Workspace
from stanceline.storage.engine import SCHEMA_VERSION
from stanceline.storage.keys import can_encrypt

SECRET = 'pass’ "word" 8%'


class Ran:
    """What a command returned and said."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    def run_command(*arguments: object) -> Ran:
        status = main([str(each) for each in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert "should not have happened" not in said.err
        return Ran(status, said.out, said.err)

    return run_command


def fill(workspace: Workspace) -> None:
    article_id = an_article(workspace)
    a_quotation(workspace, article_id, "“Not a day before.”", speaker="Tora Berg")
    an_article(workspace, PORT)


@pytest.fixture
def affair(workspace_path: Path) -> Path:
    """A closed workspace with two articles and a quotation."""
    with Workspace.open(workspace_path) as workspace:
        fill(workspace)
    return workspace_path


def damage(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE journal_now SET action_id = 0")
        for statement in statements:
            connection.execute(statement)
        connection.execute("UPDATE journal_now SET action_id = NULL")
        connection.execute("DELETE FROM change WHERE action_id = 0")
        connection.commit()


def n_articles(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM article").fetchone()[0])


# backup and restore


def test_backup_prints_the_path_of_a_file_that_can_be_restored(run, affair: Path, tmp_path: Path):
    made = run("backup", affair)
    assert (made.status, made.err) == (0, "")
    path = Path(made.out.strip())
    assert path.is_file()
    done = run("restore", path, "--to", tmp_path / "again.stanceline")
    assert (done.status, done.out) == (0, "")
    assert done.err.startswith("Restored ")
    assert run("check", tmp_path / "again.stanceline").out == "No problems found.\n"


def test_backup_goes_where_it_is_told(run, affair: Path, tmp_path: Path):
    made = run("backup", affair, "--to", tmp_path / "stick", "--json").json
    assert Path(made["path"]).parent == tmp_path / "stick"
    assert (made["n_articles"], made["is_encrypted"], made["reason"]) == (2, False, "asked for")


def test_restore_keeps_what_was_there(run, affair: Path):
    backup = run("backup", affair).out.strip()
    affair.write_bytes(b"broken")
    done = run("restore", backup, "--to", affair, "--json")
    assert done.status == 0
    assert done.json["path"] == str(affair)
    assert Path(done.json["kept"]).read_bytes() == b"broken"
    assert f"What was there before is kept as {done.json['kept']}." in done.err
    assert n_articles(affair) == 2


def test_restore_of_what_is_no_backup_says_so(run, affair: Path, tmp_path: Path):
    before = affair.read_bytes()
    (tmp_path / "notes").write_text("my notes")
    for backup in (tmp_path / "notes", tmp_path / "none", tmp_path):
        done = run("restore", backup, "--to", affair)
        assert (done.status, done.out) == (1, "")
        assert done.err.startswith("stanceline: ")
    assert affair.read_bytes() == before


def test_import_backs_up_what_it_changes(run, affair: Path, tmp_path: Path):
    (tmp_path / "a.txt").write_text("Ferries\n\nThe ferries run again.")
    assert run("import", tmp_path / "a.txt", "-w", affair).status == 0
    told = run("info", affair, "--json").json
    assert told["backups"] == 1
    assert run("import", tmp_path / "a.txt", "-w", tmp_path / "new.stanceline").status == 0
    assert run("info", tmp_path / "new.stanceline", "--json").json["backups"] == 0


# info


def test_info_tells_of_the_file_as_well(run, affair: Path):
    run("backup", affair)
    told = run("info", affair, "--json").json
    assert told["encrypted"] is False
    assert told["backups"] == 1
    assert told["undo_depth"] == 4  # Two articles, a speaker, a quotation.
    assert told["place"]
    assert told["schema_version"] == SCHEMA_VERSION
    words = run("info", affair).out
    assert "steps        4 can be undone" in words
    assert "backups      1, the last one of 20" in words


# check and repair


def test_repair_says_what_it_did(run, affair: Path):
    damage(affair, "UPDATE quotation_span SET start = start + 1, end = end + 1")
    assert run("check", affair).status == 1
    done = run("check", affair, "--repair")
    assert done.status == 0
    assert "Set the mark of quotation 1 to its words" in done.out
    assert done.out.endswith("No problems are left.\n")
    assert run("check", affair).out == "No problems found.\n"


def test_changed_text_comes_back_from_a_backup(run, affair: Path):
    run("backup", affair)
    damage(affair, "UPDATE text SET body = replace(body, 'safe', 'paid')")
    done = run("check", affair, "--repair", "--json")
    assert done.status == 0
    assert done.json["sound"] is True
    assert done.json["findings"][0]["kind"] == "text"
    assert "Restored the text of article 1 from the backup of" in done.json["did"][0]
    assert run("check", affair).status == 0


def test_changed_text_that_no_backup_has_is_named_and_can_be_worked_on(run, affair: Path):
    damage(affair, "UPDATE text SET body = replace(body, 'safe', 'paid')")
    done = run("check", affair, "--repair", "--json")
    assert done.status == 1
    assert any(
        "article 1" in sentence and "no backup" in sentence for sentence in done.json["left"]
    )
    assert run("backup", affair).status == 0
    damage(affair, "UPDATE text SET body = replace(body, 'paid', 'sold')")
    assert run("backup", affair).status == 1


def test_file_with_foreign_or_missing_triggers_is_repaired(run, affair: Path):
    damage(affair, "DROP TRIGGER search_doc_au", "UPDATE search_doc SET title = 'Else'")
    damage(affair, "CREATE TRIGGER spy AFTER INSERT ON tag BEGIN DELETE FROM article; END")
    told = run("check", affair)
    assert told.status == 1
    assert "spy" in told.out + told.err or "search_doc_au" in told.out + told.err
    done = run("check", affair, "--repair", "--json")
    assert (done.status, done.json["sound"]) == (0, True)
    assert run("check", affair).status == 0
    assert n_articles(affair) == 2


def test_file_that_cannot_be_opened_is_answered_with_its_newest_backup(run, affair: Path):
    backup = run("backup", affair).out.strip()
    content = bytearray(affair.read_bytes())
    content[100:4096] = bytes(3996)
    affair.write_bytes(content)
    told = run("check", affair)
    assert told.status == 1
    assert backup in told.err
    as_json = run("check", affair, "--json").json
    assert (as_json["sound"], len(as_json["problems"])) == (False, 1)
    assert run("restore", backup, "--to", affair).status == 0
    assert run("check", affair).status == 0


def test_what_can_be_read_of_a_broken_file_is_written_to_another(run, affair: Path, tmp_path: Path):
    with closing(sqlite3.connect(affair)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'quotation'"
        ).fetchone()
    content = bytearray(affair.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    affair.write_bytes(content)
    assert run("check", affair).status == 1
    done = run("check", affair, "--repair", "--json")
    assert done.status == 1
    (rescued,) = tmp_path.glob("* rescued *.stanceline")
    assert any(str(rescued) in sentence for sentence in done.json["did"])
    assert n_articles(rescued) == 2
    assert run("check", rescued).out == "No problems found.\n"


def test_no_random_damage_stops_the_check(run, affair: Path, tmp_path: Path):
    rng = random.Random(8)
    sound = affair.read_bytes()
    for number in range(40):
        content = bytearray(sound)
        at = rng.randrange(len(content))
        content[at : at + rng.choice((1, 8, 600))] = rng.randbytes(rng.choice((1, 8, 600)))
        if number % 8 == 0:
            content = content[:at]
        path = tmp_path / f"damaged{number}.stanceline"
        path.write_bytes(content)
        repairs = ("--repair",) if number % 4 == 1 else ()
        told = run("check", path, "--json", *repairs)
        assert told.status in {0, 1}
        assert told.out == "" or isinstance(told.json["problems"], list)
        assert told.out or told.err.startswith("stanceline: ")


# encryption


@pytest.fixture
def encrypted(tmp_path: Path) -> Path:
    if not can_encrypt():
        pytest.skip("The driver in use knows no encryption.")
    path = tmp_path / "secret.stanceline"
    with Workspace.create(path, passphrase=SECRET) as workspace:
        fill(workspace)
    return path


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase"
    path.write_text(f"{SECRET}\nsecond line\n", encoding="utf-8")
    return path


def test_every_command_opens_an_encrypted_workspace(
    run, encrypted: Path, secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    given = ("--passphrase-file", secret)
    backup = run("backup", encrypted, *given).out.strip()
    assert b"bridge" not in Path(backup).read_bytes()
    assert "articles" not in Path(backup).name
    again = tmp_path / "again.stanceline"
    assert run("restore", backup, "--to", again, *given).status == 0
    monkeypatch.setenv("STANCELINE_PASSPHRASE", SECRET)
    for command in (
        ("check", again),
        ("check", again, "--repair"),
        ("info", again),
        ("list", "articles", "-w", again),
        ("suggest", "-w", again),
        ("export", "timeline", "-w", again, "--out", tmp_path / "t.csv"),
    ):
        assert run(*command).status == 0, command
    assert run("info", again, "--json").json["encrypted"] is True


def test_missing_and_wrong_passphrases_are_told_and_nothing_is_said_of_restoring(
    run, encrypted: Path, monkeypatch: pytest.MonkeyPatch
):
    for command in (("check", encrypted), ("info", encrypted), ("backup", encrypted)):
        told = run(*command)
        assert (told.status, told.out) == (1, "")
        assert "passphrase" in told.err
        monkeypatch.setenv("STANCELINE_PASSPHRASE", "another")
        told = run(*command)
        assert (told.status, told.out) == (1, "")
        assert "passphrase does not open" in told.err
        assert "restore" not in told.err
        assert "another" not in told.err
        monkeypatch.delenv("STANCELINE_PASSPHRASE")


@pytest.mark.parametrize("content", [b"", b"\nsecond", b"\xff\xfe\x00"])
def test_file_without_a_passphrase_is_told(run, affair: Path, tmp_path: Path, content: bytes):
    (tmp_path / "p").write_bytes(content)
    told = run("info", affair, "--passphrase-file", tmp_path / "p")
    assert (told.status, told.out) == (1, "")
    assert "holds no passphrase" in told.err
    assert "cannot be read" in run("info", affair, "--passphrase-file", tmp_path / "none").err


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        (
            "CREATE TRIGGER evil AFTER INSERT ON tag BEGIN DELETE FROM article; END",
            "holds a trigger “evil”, which no workspace has",
        ),
        ("CREATE TABLE junk (a)", "holds a table “junk”, which no workspace has"),
        ("PRAGMA user_version = 1", "has tables of a version that is not known"),
    ],
)
def test_what_could_not_be_opened_is_not_restored(
    run, affair: Path, tmp_path: Path, tampering: str, sentence: str
):
    backup = tmp_path / "backup.stanceline"
    backup.write_bytes(affair.read_bytes())
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute(tampering)
    before = affair.read_bytes()
    ran = run("restore", backup, "--to", affair)
    assert ran.status == 1
    assert f"{backup} {sentence}" in ran.err
    assert affair.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([backup.name, affair.name])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes.")
def test_nobody_waits_for_a_pipe(run, tmp_path: Path, affair: Path):
    pipe = tmp_path / "pipe.stanceline"
    os.mkfifo(pipe)
    for command in (("check", pipe), ("check", pipe, "--repair"), ("info", pipe)):
        ran = run(*command)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == f"stanceline: {pipe} is not a file. Choose another file.\n"
    ran = run("restore", affair, "--to", pipe)
    assert ran.err == f"stanceline: {pipe} is no file; name the file to restore to.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Links need a right of their own there.")
def test_restoring_to_links_in_a_circle_is_told(run, tmp_path: Path, affair: Path):
    first, second = tmp_path / "a", tmp_path / "b"
    first.symlink_to(second)
    second.symlink_to(first)
    ran = run("restore", affair, "--to", first)
    assert (ran.status, ran.err) == (1, f"stanceline: {first} is a link that leads nowhere.\n")


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE text SET body = x'fffe00'", "of the kind blob, not text"),
        ("DELETE FROM journal_now", "its history does not say what goes on"),
        ("DELETE FROM text", "refers to a missing row of text"),
    ],
)
def test_looking_for_quotations_in_a_damaged_workspace_says_what_to_do(
    run, affair: Path, statement: str, sentence: str
):
    damage(affair, statement)
    ran = run("suggest", "-w", affair)
    assert ran.status == 1
    assert sentence in ran.err
    assert "stanceline check" in ran.err


def test_file_of_a_layout_that_sqlite_does_not_know_is_told(run, affair: Path):
    content = bytearray(affair.read_bytes())
    content[44:48] = (77).to_bytes(4)
    affair.write_bytes(content)
    ran = run("info", affair)
    assert (ran.status, ran.out) == (1, "")
    assert "is damaged: not all of it can be read. Restore a backup" in ran.err
    assert affair.read_bytes() == content


@pytest.mark.parametrize("first_line", [b"a" * 70_000, b"a" * 65_535 + "é".encode()])
def test_first_line_that_is_no_passphrase_for_its_length_is_told(
    run, affair: Path, tmp_path: Path, first_line: bytes
):
    given = tmp_path / "passphrase"
    given.write_bytes(first_line + b"\n")
    ran = run("info", affair, "--passphrase-file", given)
    assert ran.status == 1
    assert ran.err == f"stanceline: {given} holds no passphrase: its first line is too long.\n"


def test_folder_in_the_place_of_the_lock_is_to_be_removed(run, affair: Path):
    lock = affair.with_name(f".{affair.name}.lock")
    lock.mkdir()
    ran = run("restore", affair, "--to", affair.with_name("new.stanceline"))
    assert ran.status == 0
    ran = run("suggest", "-w", affair)
    assert ran.status == 1
    assert f"{lock} is in the way. Remove it." in ran.err
