"""Rows read as packed numbers are the rows that the table has."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection

from stanceline.storage import bulk
from stanceline.storage.bulk import Number, Source, read_rows

IDS = st.integers(1, 2**62) | st.integers(1, 100_000)


def quiet() -> None:
    pass


def coded(texts: list[str]) -> np.ndarray:
    return np.array([len(text) for text in texts], dtype=np.int32)


def a_table(connection: Connection, rows: list[tuple[int, int | None, int, str | None]]) -> None:
    connection.exec_driver_sql("DROP TABLE IF EXISTS thing")
    connection.exec_driver_sql(
        "CREATE TABLE thing (id INTEGER PRIMARY KEY, owner INTEGER, n INTEGER, said TEXT)"
    )
    for row in rows:
        connection.exec_driver_sql("INSERT INTO thing VALUES (?, ?, ?, ?)", row)


@pytest.fixture(scope="module")
def connection() -> Connection:
    # As the connections of workspaces are: they may be used in one thread after the other.
    engine = create_engine("sqlite://", connect_args={"check_same_thread": False})
    with engine.connect() as connection:
        yield connection


@given(
    rows=st.dictionaries(
        IDS, st.tuples(st.none() | IDS, st.integers(0, 2**50), st.text("ab", max_size=3))
    ),
    chunk=st.sampled_from([1, 3, 20_000]),
)
def test_all_rows_come_in_the_order_of_their_ids(connection: Connection, rows, chunk: int):
    a_table(connection, [(row_id, *values) for row_id, values in rows.items()])
    wanted = [Number("owner"), Number("n")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "CHUNK", chunk)
        source = Source("thing")
        found = read_rows(connection, source, wanted, pause=quiet, text="said", coder=coded)
    ids = sorted(rows)
    assert found.ids.tolist() == ids
    assert found.numbers[0].tolist() == [rows[each][0] or 0 for each in ids]
    assert found.numbers[1].tolist() == [rows[each][1] for each in ids]
    assert found.codes.tolist() == [len(rows[each][2]) for each in ids]


@given(
    rows=st.dictionaries(IDS, st.integers(1, 5), max_size=20),
    owners=st.lists(st.integers(1, 6), max_size=4),
)
def test_rows_of_owners_are_those_that_belong_to_them(connection: Connection, rows, owners):
    a_table(connection, [(row_id, owner, 7, "x") for row_id, owner in rows.items()])
    source = Source("thing", "owner", owners, where="n = ?2", values=(7,))
    found = read_rows(connection, source, [Number("owner")], pause=quiet)
    assert found.ids.tolist() == sorted(each for each, owner in rows.items() if owner in owners)
    assert found.numbers[0].tolist() == [rows[each] for each in found.ids.tolist()]


def test_text_that_holds_a_separator_or_is_missing_shifts_no_other(connection: Connection):
    a_table(connection, [(1, 1, 1, "a"), (2, 1, 1, "b\x1fc"), (3, 1, 1, None), (4, 1, 1, "dd")])
    found = read_rows(
        connection, Source("thing"), [Number("n")], pause=quiet, text="said", coder=coded
    )
    assert found.codes.tolist() == [1, 3, 0, 2]


def test_condition_narrows_what_is_read(connection: Connection):
    a_table(connection, [(n, 1, n % 3, "") for n in range(1, 10)])
    found = read_rows(connection, Source("thing", where="n = ?", values=(2,)), [], pause=quiet)
    assert found.ids.tolist() == [2, 5, 8]


def test_reading_can_be_stopped(connection: Connection):
    a_table(connection, [(1, 1, 1, "")])

    def stop() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        read_rows(connection, Source("thing"), [Number("n")], pause=stop)
