"""Workspaces as released versions wrote them open for ever, with all that is in them."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from builders import an_article
from stanceline.bundled import RESOURCES
from stanceline.domain.errors import StancelineError
from stanceline.domain.suggestions import SuggestionKind
from stanceline.services.articles import delete_article, library
from stanceline.services.events import all_events, event
from stanceline.services.progress import QUIET
from stanceline.services.suggesting import suggest_for_all, suggestions_of
from stanceline.services.undoing import next_undo, redo, undo
from stanceline.services.workspace import Workspace
from stanceline.storage.engine import (
    SCHEMA_REVISION,
    SCHEMA_VERSION,
    NotAWorkspace,
    WorkspaceDamaged,
    WorkspaceTooNew,
)
from stanceline.storage.keys import can_encrypt, is_encrypted, new_key
from stanceline.storage.rewriting import CannotUpgrade, change_key, kept_by_upgrades

RELEASED = Path(__file__).parent / "released"
FILES = sorted(RELEASED.glob("schema-*.stanceline"))
Rows = list[tuple[object, ...]]


def version_of(path: Path) -> int:
    return int(path.stem.removeprefix("schema-"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def released(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture
def old(tmp_path: Path, released: Path) -> Path:
    """A copy of the released file."""
    return Path(shutil.copyfile(released, tmp_path / "bridge.stanceline"))


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A copy of the workspace of the first schema."""
    return Path(shutil.copyfile(RELEASED / "schema-1.stanceline", tmp_path / "bridge.stanceline"))


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """A copy of the workspace of the second schema."""
    return Path(shutil.copyfile(RELEASED / "schema-2.stanceline", tmp_path / "bridge.stanceline"))


@pytest.fixture
def third(tmp_path: Path) -> Path:
    """A copy of the workspace of the third schema."""
    return Path(shutil.copyfile(RELEASED / "schema-3.stanceline", tmp_path / "bridge.stanceline"))


@pytest.fixture
def fourth(tmp_path: Path) -> Path:
    """A copy of the workspace of the fourth schema."""
    return Path(shutil.copyfile(RELEASED / "schema-4.stanceline", tmp_path / "bridge.stanceline"))


def seen(folder: Path) -> list[str]:
    """The names of the files in the folder that are not hidden."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def rows_in(path: Path) -> dict[str, tuple[list[str], Rows]]:
    """The columns and rows of every table of the file."""
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'article_fts%'"
        ).fetchall()
        for (name,) in tables:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            found[name] = columns, connection.execute(f"SELECT * FROM {name}").fetchall()
    return found


def picked(table: tuple[list[str], Rows], wanted: list[str]) -> set[tuple[object, ...]]:
    columns, rows = table
    return {tuple(row[columns.index(each)] for each in wanted) for row in rows}


def texts_in(path: Path) -> set[tuple[object, ...]]:
    """The id, the text and the digest of every article of a file of this program's schema."""
    with closing(sqlite3.connect(path)) as connection:
        return set(
            connection.execute(
                "SELECT a.id, t.body, t.sha256 FROM article a JOIN text t ON t.id = a.text_id"
            )
        )


def test_a_workspace_of_every_released_schema_is_kept():
    assert [version_of(path) for path in FILES] == list(range(1, SCHEMA_VERSION))
    assert f"{SCHEMA_VERSION:04}" == SCHEMA_REVISION


def test_stored_triggers_and_views_are_those_of_the_schema(released: Path):
    stored = RESOURCES / "schema" / f"{version_of(released)}.json"
    with closing(sqlite3.connect(f"{released.as_uri()}?immutable=1", uri=True)) as connection:
        made = {
            name: " ".join(sql.split())
            for name, sql in connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
            )
        }
    assert made == (json.loads(stored.read_text("utf-8")) if stored.exists() else {})


def test_every_row_is_there_after_the_upgrade(old: Path, released: Path):
    Workspace.open(old).close()
    before, after = rows_in(released), rows_in(old)
    compared = 0
    for name, table in before.items():
        if name in {"alembic_version", "sqlite_sequence"}:
            continue
        wanted = [column for column in table[0] if column in after[name][0]]
        missing = set(table[0]) - set(wanted)
        assert not missing or (name, missing) == ("article", {"body", "body_sha256"})
        assert picked(table, wanted) <= picked(after[name], wanted)
        n_new = 1 if name == "setting" and version_of(released) == 1 else 0
        assert len(after[name][1]) == len(table[1]) + n_new
        compared += len(table[1])
    assert compared > 50
    if version_of(released) == 1:
        assert texts_in(old) == picked(before["article"], ["id", "body", "body_sha256"])


def test_upgraded_file_is_sound_and_the_old_one_is_kept_beside_it(old: Path, released: Path):
    Workspace.open(old).close()
    (kept,) = kept_by_upgrades(old)
    assert kept.name == f"bridge.v{version_of(released)}.bak.stanceline"
    assert kept.read_bytes() == released.read_bytes()
    assert seen(old.parent) == sorted([old.name, kept.name])
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_upgrade_is_done_once(old: Path):
    Workspace.open(old).close()
    before = old.read_bytes()
    Workspace.open(old).close()
    assert old.read_bytes() == before
    assert len(kept_by_upgrades(old)) == 1


def test_old_workspace_can_be_worked_on_and_undone(old: Path, released: Path):
    with Workspace.open(old) as workspace:
        assert (next_undo(workspace) is None) is (version_of(released) == 1)
        before = library(workspace)
        added = an_article(workspace, "A new report about the quay")
        delete_article(workspace, before[0].id)
        assert undo(workspace) is not None
        assert undo(workspace) is not None
        assert library(workspace) == before
        redo(workspace)
        assert {row.id for row in library(workspace)} == {row.id for row in before} | {added}


def test_history_of_an_old_workspace_is_taken_back_to_its_beginning_and_done_again(second: Path):
    with Workspace.open(second) as workspace:
        before = library(workspace)
        n_undone = 0
        while undo(workspace) is not None:
            n_undone += 1
        assert n_undone > 3
        assert library(workspace) != before
        for _ in range(n_undone):
            assert redo(workspace) is not None
        assert library(workspace) == before


def test_evidence_deleted_before_evidence_had_dates_comes_back(third: Path):
    with Workspace.open(third) as workspace:
        assert [event.id for event in all_events(workspace)] == [1, 4, 3]
        assert undo(workspace) is not None
        (back,) = event(workspace, 2).evidence
        assert (back.anchor.exact, back.edtf, back.phrase) == ("Ferrymen block the quay", "", "")
        for _ in range(3):
            undo(workspace)
        assert [event.title for event in all_events(workspace)][-1] == "The bridge opens again"
        for _ in range(3):
            redo(workspace)
        redo(workspace)
        assert [event.id for event in all_events(workspace)] == [1, 4, 3]


def test_suggestions_deleted_before_they_had_kinds_come_back_as_quotations(fourth: Path):
    with Workspace.open(fourth) as workspace:
        assert undo(workspace) is not None
        (back,) = suggestions_of(workspace, 9)
        assert (back.id, back.kind, back.name) == (8, SuggestionKind.QUOTATION, "Nils Aker")
        assert (back.edtf, back.phrase, back.alternatives) == ("", None, ())
        redo(workspace)
        assert {each.id for each in suggestions_of(workspace, 8)} == {7}


def test_new_suggestions_take_no_number_of_one_that_went_before(fourth: Path):
    with Workspace.open(fourth) as workspace:
        added = an_article(workspace, "Signs\n\n“We shall see about that,” said Nils Aker.\n")
        suggest_for_all(workspace, [added])
        assert min(each.id for each in suggestions_of(workspace, added)) > 8


def test_ids_of_what_was_deleted_before_are_not_used_again(old: Path):
    with Workspace.open(old) as workspace:
        highest = max(row.id for row in library(workspace))
        assert an_article(workspace, "Another report") > highest


def test_words_of_an_old_workspace_are_in_the_index(old: Path):
    Workspace.open(old).close()
    with closing(sqlite3.connect(old)) as connection:
        inspectors = connection.execute(
            "SELECT count(*) FROM article_fts WHERE article_fts MATCH 'inspectors'"
        ).fetchone()[0]
        zurich = connection.execute(
            "SELECT count(*) FROM article_fts WHERE article_fts MATCH 'zurich'"
        ).fetchone()[0]
    assert (inspectors, zurich) == (2, 1)


@pytest.mark.skipif(not can_encrypt(), reason="sqlcipher3 is not installed.")
def test_encrypted_old_workspace_stays_encrypted(old: Path, released: Path):
    change_key(old, None, new_key("grey heron"), QUIET)
    with Workspace.open(old, passphrase="grey heron") as workspace:
        assert len(library(workspace)) == (6 if version_of(released) < 4 else 7)
    (kept,) = kept_by_upgrades(old)
    assert is_encrypted(old)
    assert is_encrypted(kept)


def test_old_workspace_that_a_program_left_behind_with_its_log_loses_nothing(first: Path):
    source = first.with_name("source.stanceline")
    shutil.copyfile(first, source)
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("UPDATE article SET note = 'Only in the log.' WHERE id = 2")
        connection.commit()
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{source}{suffix}", f"{first}{suffix}")
    with Workspace.open(first) as workspace:
        assert "Only in the log." in {row.note for row in articles_of(workspace)}
    assert not Path(f"{first}-wal").exists()


def articles_of(workspace: Workspace) -> list[sqlite3.Row]:
    with workspace.reading() as session:
        return list(session.connection().exec_driver_sql("SELECT id, note FROM article"))


# Files that are refused.


def changed(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def broken_page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'quotation'"
        ).fetchone()
    content[(page - 1) * 4096 : (page - 1) * 4096 + 64] = b"\xa5" * 64
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 20 * 4096])


def lost_reference(path: Path) -> None:
    changed(path, "UPDATE quotation SET article_id = 999 WHERE id = 1")


def planted_trigger(path: Path) -> None:
    changed(path, "CREATE TRIGGER t AFTER INSERT ON tag BEGIN DELETE FROM article; END")


def planted_view(path: Path) -> None:
    changed(path, "CREATE VIEW v AS SELECT load_extension('x') FROM tag")


def planted_table(path: Path) -> None:
    changed(path, "CREATE TABLE extra (id INTEGER PRIMARY KEY)")


def unknown_revision(path: Path) -> None:
    changed(path, "UPDATE alembic_version SET version_num = 'abcd'")


def missing_table(path: Path) -> None:
    changed(path, "DROP TABLE suggestion")


def missing_column(path: Path) -> None:
    changed(path, "ALTER TABLE article DROP COLUMN note")


def title_that_is_no_text(path: Path) -> None:
    changed(path, "UPDATE article SET title = CAST(x'ff41' AS TEXT) WHERE id = 2")


def body_that_is_no_text(path: Path) -> None:
    changed(path, "UPDATE article SET body = x'00ff' WHERE id = 2")


def one_of_two_equal_texts_changed(path: Path) -> None:
    changed(path, "UPDATE article SET body = body || ' Not so.' WHERE id = 4")


@pytest.mark.parametrize(
    ("harm", "kind", "said"),
    [
        (broken_page, WorkspaceDamaged, "is damaged"),
        (cut, WorkspaceDamaged, "is damaged"),
        (lost_reference, WorkspaceDamaged, "refers to a missing row of article"),
        (planted_trigger, NotAWorkspace, "holds a trigger"),
        (planted_view, NotAWorkspace, "holds a view"),
        (planted_table, NotAWorkspace, "holds a table “extra”"),
        (unknown_revision, NotAWorkspace, "version that is not known"),
        (missing_table, CannotUpgrade, "no such table"),
        (missing_column, CannotUpgrade, "no such column"),
        (title_that_is_no_text, CannotUpgrade, "a text is not Unicode"),
        (body_that_is_no_text, CannotUpgrade, "a value is of a wrong kind"),
        (one_of_two_equal_texts_changed, CannotUpgrade, "would not have stayed as it is: texts"),
    ],
)
def test_harmed_workspace_is_refused_in_words_and_not_touched(
    first: Path, harm: Callable[[Path], None], kind: type[StancelineError], said: str
):
    harm(first)
    before = first.read_bytes()
    with pytest.raises(kind, match=said) as caught:
        Workspace.open(first)
    assert str(first) in str(caught.value)
    assert first.read_bytes() == before
    assert seen(first.parent) == [first.name]


def changed_trigger(path: Path) -> None:
    changed(
        path,
        "DROP TRIGGER journal_tag_ai",
        "CREATE TRIGGER journal_tag_ai AFTER INSERT ON tag BEGIN DELETE FROM article; END",
    )


def changed_view(path: Path) -> None:
    changed(
        path,
        "DROP VIEW search_view",
        "CREATE VIEW search_view AS SELECT load_extension('x') FROM tag",
    )


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (planted_trigger, "holds a trigger"),
        (changed_trigger, "holds a trigger"),
        (planted_view, "holds a view"),
        (changed_view, "holds a view"),
        (planted_table, "holds a table “extra”"),
    ],
)
def test_workspace_of_the_second_schema_runs_nothing_that_is_not_ours(
    second: Path, harm: Callable[[Path], None], said: str
):
    harm(second)
    before = second.read_bytes()
    with pytest.raises(NotAWorkspace, match=said):
        Workspace.open(second)
    assert second.read_bytes() == before
    assert seen(second.parent) == [second.name]


def test_changed_text_is_carried_over_as_it_is_with_its_digest(first: Path):
    changed(first, "UPDATE article SET body = body || ' Not so.' WHERE id = 3")
    Workspace.open(first).close()
    (wrong,) = [
        each
        for each in texts_in(first)
        if hashlib.sha256(str(each[1]).encode()).hexdigest() != each[2]
    ]
    assert wrong[0] == 3


def test_newer_file_is_refused_by_its_name_and_number(first: Path):
    changed(first, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = first.read_bytes()
    with pytest.raises(WorkspaceTooNew, match=rf"bridge\.stanceline .*format {SCHEMA_VERSION + 1}"):
        Workspace.open(first)
    assert first.read_bytes() == before
    assert seen(first.parent) == [first.name]
