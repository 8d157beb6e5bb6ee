"""The triggers see every change, and nothing is written unseen."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from builders import BRIDGE, a_quotation, an_article
from stanceline.domain.actions import ActionKind
from stanceline.services.workspace import Workspace
from stanceline.storage import journal
from stanceline.storage.engine import open_engine
from stanceline.storage.tables import Base


@pytest.fixture
def connection(workspace: Workspace) -> Iterator[Connection]:
    """A connection to a workspace with a quotation in it, which no service stands before."""
    article = an_article(workspace, BRIDGE, source="The Gull")
    a_quotation(workspace, article, "We shall open it", speaker="Tora Berg", Bridge="supports")
    path = workspace.path
    workspace.close()
    engine = open_engine(path)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def written(connection: Connection, statement: str) -> list[tuple[str, str, int, object]]:
    """What the journal writes about the statement."""
    action_id = journal.begin(connection, "Test", 1)
    connection.exec_driver_sql(statement)
    found = connection.exec_driver_sql(
        "SELECT tbl, op, row_id, vals FROM change WHERE action_id = ? ORDER BY id", (action_id,)
    )
    return [(row[0], row[1], row[2], json.loads(row[3]) if row[3] else None) for row in found]


def test_every_table_but_those_that_are_derived_is_journalled():
    assert Base.metadata.tables.keys() - journal.journalled().keys() == {
        "original",
        "text",
        "action",
        "change",
        "journal_now",
        "search_doc",
        "reading",
        "draft",
    }


def test_every_write_outside_an_action_is_refused(connection: Connection):
    for name in ("article", "quotation", "speaker", "setting", "judgement"):
        column = next(
            column.name for column in journal.journalled()[name].columns if column.name != "id"
        )
        for statement in (f'UPDATE {name} SET "{column}" = 99', f"DELETE FROM {name}"):
            with pytest.raises(IntegrityError, match="NOT NULL constraint failed: change"):
                connection.exec_driver_sql(statement)
    with pytest.raises(IntegrityError, match="change"):
        connection.exec_driver_sql("INSERT INTO tag (uid, name) VALUES ('u', 'rust')")


def test_insertion_is_written_without_values(connection: Connection):
    (change,) = written(connection, "INSERT INTO tag (id, uid, name) VALUES (7, 'u', 'rust')")
    assert change == ("tag", "I", 7, None)


def test_update_is_written_with_what_changed_only(connection: Connection):
    (change,) = written(connection, "UPDATE speaker SET name = 'Tora', country = 'NO', note = ''")
    assert change == (
        "speaker",
        "U",
        1,
        {"name": ["Tora Berg", "Tora"], "country": ["", "NO"]},
    )


def test_update_that_changes_nothing_is_not_written(connection: Connection):
    assert written(connection, "UPDATE speaker SET name = name, note = ''") == []


def test_deletion_is_written_whole_and_with_its_cascades(connection: Connection):
    changes = written(connection, "DELETE FROM article")
    assert [(table, op) for table, op, *_ in changes if op == "D"] == [
        (table, "D") for table, op, *_ in changes if op == "D"
    ]
    assert {table for table, *_ in changes} == {
        "article",
        "quotation",
        "quotation_span",
        "judgement",
    }
    image = next(vals for table, _, _, vals in changes if table == "article")
    assert isinstance(image, dict)
    assert image.keys() == {
        column.name for column in journal.journalled()["article"].columns if column.name != "id"
    }


def test_reference_that_a_deletion_empties_is_written(connection: Connection):
    changes = written(connection, "DELETE FROM speaker")
    assert ("quotation", "U", 1, {"speaker_id": [1, None]}) in changes


def test_links_are_written_with_all_that_they_hold(connection: Connection):
    journal.begin(connection, "Tag", 1)
    connection.exec_driver_sql("INSERT INTO tag (id, uid, name) VALUES (7, 'u', 'rust')")
    (made,) = written(connection, "INSERT INTO article_tag (article_id, tag_id) VALUES (1, 7)")
    assert made == ("article_tag", "I", 0, {"article_id": 1, "tag_id": 7})
    (gone,) = written(connection, "DELETE FROM article_tag")
    assert gone == ("article_tag", "D", 0, {"article_id": 1, "tag_id": 7})


def test_numbers_are_written_with_all_their_digits(connection: Connection):
    third, least = 1 / 3, 5e-324
    journal.begin(connection, "Numbers", 1)
    connection.exec_driver_sql("UPDATE stance SET value = ?", (third,))
    changes = written(connection, f"UPDATE stance SET value = {least!r}")
    column = journal.journalled()["stance"].columns["value"]
    for _, _, _, vals in changes:
        assert isinstance(vals, dict)
        assert [journal.stored(column, value) for value in vals["value"]] == [third, least]
    largest = 2**63 - 1
    (change,) = written(connection, f"UPDATE article SET published_t0 = {largest}")
    assert change[3] == {"published_t0": [None, largest]}


def test_action_without_changes_leaves_no_line(connection: Connection):
    n_lines = connection.exec_driver_sql("SELECT count(*) FROM action").scalar_one()
    assert journal.finish(connection, journal.begin(connection, "Nothing", 1)) == 0
    assert connection.exec_driver_sql("SELECT count(*) FROM action").scalar_one() == n_lines


def test_changes_are_read_in_parts_from_the_last_one_on(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(journal, "_PART", 3)
    action_id = journal.begin(connection, "Much", 1)
    for number in range(10):
        connection.exec_driver_sql(
            "INSERT INTO tag (uid, name) VALUES (?, ?)", (str(number), str(number))
        )
    assert journal.finish(connection, action_id) == 10
    journal.begin(connection, "Take back", 1, kind=ActionKind.UNDO, target_id=action_id)
    heard: list[int] = []
    changes = journal.changes_of(connection, action_id)
    journal.take_back(connection, changes, heard.append)
    assert heard == [10]
    assert connection.exec_driver_sql("SELECT count(*) FROM tag").scalar_one() == 0
    ids = [change.id for change in journal.changes_of(connection, action_id)]
    assert ids == sorted(ids, reverse=True)
    after = [change.id for change in journal.changes_after(connection, ids[5])]
    assert after[-5:] == ids[:5]
    assert len(after) == journal.n_changes_after(connection, ids[5]) == 15


def test_row_that_is_gone_cannot_be_taken_back(connection: Connection):
    action_id = journal.begin(connection, "Change", 1)
    connection.exec_driver_sql("UPDATE speaker SET note = 'new'")
    journal.finish(connection, action_id)
    journal.begin(connection, "Delete", 1)
    connection.exec_driver_sql("DELETE FROM speaker")
    with pytest.raises(journal.UndoRefused, match="the speaker that it is about is not there"):
        journal.take_back(connection, journal.changes_of(connection, action_id), lambda _done: None)


def test_change_of_a_table_that_is_not_known_cannot_be_taken_back(connection: Connection):
    changes = [journal.Change(1, "elsewhere", "U", 1, {"a": [1, 2]})]
    with pytest.raises(journal.UndoRefused, match="not known: elsewhere"):
        journal.take_back(connection, changes, lambda _done: None)
