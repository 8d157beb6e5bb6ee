"""The migrations build what the models say, and a new file comes whole or not at all."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.orm import Session

from stanceline.services.workspace import Workspace
from stanceline.storage.engine import (
    APPLICATION_ID,
    SCHEMA_REVISION,
    SCHEMA_VERSION,
    NotAWorkspace,
    WorkspaceUnavailable,
    open_engine,
)
from stanceline.storage.schema import OBJECTS, create_file
from stanceline.storage.search import TABLES
from stanceline.storage.tables import Base, Setting, Tag


def nothing(_session: Session) -> None:
    pass


@pytest.fixture
def migrated(workspace_path: Path) -> Iterator[Engine]:
    engine = open_engine(workspace_path)
    yield engine
    engine.dispose()


def test_migrations_build_exactly_the_models(migrated: Engine):
    with migrated.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or name not in TABLES},
        )
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_build_every_constraint_of_the_models(migrated: Engine):
    built = create_engine("sqlite://")
    Base.metadata.create_all(built)
    one, other = inspect(migrated), inspect(built)
    for table in Base.metadata.tables:
        for read in ("get_check_constraints", "get_unique_constraints", "get_foreign_keys"):
            found, wanted = (
                sorted(getattr(each, read)(table), key=lambda item: item["name"])
                for each in (one, other)
            )
            assert found == wanted
    built.dispose()


def test_every_foreign_key_leads_an_index(migrated: Engine):
    reader = inspect(migrated)
    bare = []
    for table in Base.metadata.tables:
        indices = [index["column_names"] for index in reader.get_indexes(table)]
        indices += [each["column_names"] for each in reader.get_unique_constraints(table)]
        indices.append(reader.get_pk_constraint(table)["constrained_columns"])
        for key in reader.get_foreign_keys(table):
            columns = key["constrained_columns"]
            if not any(index[: len(columns)] == columns for index in indices):
                bare.append((table, columns))
    assert bare == []


def test_every_reference_says_what_a_deletion_does_or_forbids_it(migrated: Engine):
    reader = inspect(migrated)
    undecided = {
        (table, key["constrained_columns"][0])
        for table in Base.metadata.tables
        for key in reader.get_foreign_keys(table)
        if not key["options"].get("ondelete")
    }
    assert undecided == {
        ("article", "text_id"),
        ("doubt", "text_id"),
        ("judgement", "analyst_id"),
        ("judgement", "stance_id"),
        ("topic", "scale_id"),
    }


def test_stored_statements_are_those_that_the_migrations_make(tmp_path: Path):
    # Not through a workspace, which is refused while the stored statements are others.
    create_file(tmp_path / "w.stanceline", nothing)
    with closing(sqlite3.connect(tmp_path / "w.stanceline")) as connection:
        made = {
            name: " ".join(sql.split())
            for name, sql in connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index')"
                " AND sql NOTNULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
                " ORDER BY type DESC, name"
            )
            if name not in TABLES
        }
    if os.environ.get("STANCELINE_WRITE_SCHEMA"):  # So is the file made after a migration.
        OBJECTS.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert json.loads(OBJECTS.read_text("utf-8")) == made


HOSTILE = {
    "trigger": "CREATE TRIGGER t AFTER INSERT ON tag BEGIN DELETE FROM article; END",
    "view": "CREATE VIEW v AS SELECT load_extension('x')",
    "table": "CREATE TABLE t (a, b AS (abs(a)))",
    "index": "CREATE INDEX i ON speaker (abs(id))",
    "partial index": "DROP INDEX ix_topic_scale_id;"
    "CREATE INDEX ix_topic_scale_id ON topic (scale_id) WHERE abs(scale_id)",
    "changed trigger": "DROP TRIGGER journal_tag_ai;"
    "CREATE TRIGGER journal_tag_ai AFTER INSERT ON tag BEGIN DELETE FROM article; END",
    "missing trigger": "DROP TRIGGER journal_tag_ad",
    "column": "ALTER TABLE tag ADD COLUMN more TEXT DEFAULT (abs(1))",
    "virtual table": "CREATE VIRTUAL TABLE f USING fts5(x)",
}


@pytest.mark.parametrize("statements", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_schema_that_is_not_ours_is_refused_and_left_as_it_is(
    workspace_path: Path, statements: str, mode: str
):
    with closing(sqlite3.connect(workspace_path)) as connection:
        connection.executescript(f"PRAGMA journal_mode = {mode};{statements}")
    before = workspace_path.read_bytes()
    with pytest.raises(NotAWorkspace, match="it was not opened"):
        Workspace.open(workspace_path)
    assert workspace_path.read_bytes() == before
    assert list(workspace_path.parent.iterdir()) == [workspace_path]


def test_file_says_whose_it_is_and_of_which_version(workspace_path: Path):
    header = workspace_path.read_bytes()[:100]
    assert header[68:72] == b"STLN" == APPLICATION_ID.to_bytes(4)
    assert int.from_bytes(header[60:64]) == SCHEMA_VERSION


def test_file_names_the_last_migration(migrated: Engine):
    with migrated.connect() as connection:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
        assert found.all() == [SCHEMA_REVISION]


def test_new_file_is_whole_without_any_log(workspace_path: Path, tmp_path: Path):
    assert [path.name for path in tmp_path.iterdir()] == [workspace_path.name]
    with closing(sqlite3.connect(workspace_path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_new_workspace_has_a_name_an_analyst_and_a_scale(tmp_path: Path):
    with Workspace.create(tmp_path / "w.stanceline", name="Бридж", analyst="Ada") as workspace:
        assert workspace.name == "Бридж"
        assert workspace.analyst_id > 0
        assert not workspace.is_read_only
    with Workspace.open(tmp_path / "w.stanceline") as again:
        assert again.name == "Бридж"


def test_workspace_without_a_name_is_named_for_its_file(tmp_path: Path):
    with Workspace.create(tmp_path / "ferries.stanceline") as workspace:
        assert workspace.name == "ferries"


def test_names_of_files_may_hold_signs_that_mean_something_in_addresses(tmp_path: Path):
    path = tmp_path / "50 % of #1? Ünï\U0001f309.stanceline"
    Workspace.create(path).close()
    with Workspace.open(path) as workspace:
        assert workspace.name == path.stem
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_new_workspace_never_replaces_a_file(tmp_path: Path):
    path = tmp_path / "w.stanceline"
    path.write_text("my notes")
    with pytest.raises(WorkspaceUnavailable, match="is there already; nothing was changed"):
        Workspace.create(path)
    assert path.read_text() == "my notes"


def test_workspace_made_by_another_meanwhile_is_kept(tmp_path: Path):
    path = tmp_path / "w.stanceline"

    def another_is_faster(session: Session) -> None:
        session.add(Setting(key="name", value="slower"))
        with Workspace.create(path, name="faster"):
            pass

    with pytest.raises(WorkspaceUnavailable, match="is there already; nothing was changed"):
        create_file(path, another_is_faster)
    with Workspace.open(path) as workspace:
        assert workspace.name == "faster"
    assert list(tmp_path.iterdir()) == [path]


def test_file_without_a_second_name_is_put_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def no_links(*_paths: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", no_links)
    path = tmp_path / "w.stanceline"
    Workspace.create(path, name="kept").close()
    with Workspace.open(path) as workspace:
        assert workspace.name == "kept"
    assert list(tmp_path.iterdir()) == [path]


_MAKE = """
import sys
from pathlib import Path
from builders import an_article
from stanceline.services.workspace import Workspace
sys.stdin.readline()
with Workspace.open_or_create(Path(sys.argv[1])) as workspace:
    an_article(workspace, sys.argv[2])
"""


def test_two_programs_that_make_the_same_workspace_share_it(tmp_path: Path):
    path = tmp_path / "w.stanceline"
    tests = Path(__file__).resolve().parents[1]
    found = os.pathsep.join([str(tests.parent / "desktop"), str(tests)])
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", _MAKE, str(path), f"Article {number}"],
            stdin=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": found},
        )
        for number in range(2)
    ]
    for program in programs:
        assert program.stdin
        program.stdin.write(b"\n")
        program.stdin.close()
    assert [program.wait() for program in programs] == [0, 0]
    with Workspace.open(path) as workspace, workspace.reading() as session:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM article").scalar()
    assert count == 2


def test_creation_that_fails_leaves_nothing(tmp_path: Path):
    def fail(session: Session) -> None:
        session.add(Setting(key="name", value="half done"))
        session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        create_file(tmp_path / "w.stanceline", fail)
    assert list(tmp_path.iterdir()) == []


def test_creation_on_a_full_disk_leaves_nothing_and_says_so(tmp_path: Path):
    def fill(session: Session) -> None:
        session.connection().exec_driver_sql("PRAGMA max_page_count = 1")
        session.add(Setting(key="name", value="x" * 1_000_000))

    with pytest.raises(WorkspaceUnavailable, match="The disk is full"):
        create_file(tmp_path / "w.stanceline", fill)
    assert list(tmp_path.iterdir()) == []


def test_creation_in_a_missing_folder_says_why(tmp_path: Path):
    with pytest.raises(WorkspaceUnavailable, match="cannot be made: No such file or directory"):
        create_file(tmp_path / "missing" / "w.stanceline", nothing)


def test_creation_where_one_may_not_write_says_why(
    visited_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
):
    visited_folder.chmod(0o555)
    with unprivileged(), pytest.raises(WorkspaceUnavailable, match="cannot be made: Permission"):
        create_file(visited_folder / "w.stanceline", nothing)
    assert list(visited_folder.iterdir()) == []


def test_log_left_by_an_earlier_file_does_not_come_back(tmp_path: Path):
    path, log = tmp_path / "w.stanceline", tmp_path / "w.stanceline-wal"
    with Workspace.create(path) as workspace:
        with workspace.action("Add a tag") as session:
            session.add(Tag(name="of the earlier file"))
        shutil.copyfile(log, tmp_path / "kept")
    path.unlink()
    (tmp_path / "kept").rename(log)
    with Workspace.create(path) as workspace, workspace.reading() as session:
        assert session.query(Tag).count() == 0


def test_new_file_has_the_permissions_of_any_other_new_file(tmp_path: Path):
    (tmp_path / "other").touch()
    create_file(tmp_path / "w.stanceline", nothing)
    assert (tmp_path / "w.stanceline").stat().st_mode == (tmp_path / "other").stat().st_mode
