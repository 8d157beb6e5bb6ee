"""Tables open right in every spreadsheet and run nothing there."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.formats.exporters.csv_table import harmless, write

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("start", DANGEROUS)
def test_cell_that_would_run_as_a_formula_is_text(start: str):
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless(start) == f"'{start}"


@pytest.mark.parametrize("cell", ["a=1", "“=”", "'quoted'", " =1", "", 0, -3, 2.5, -0.5, None])
def test_harmless_cell_is_left_alone(cell: str | float | None):
    assert harmless(cell) == cell


@given(st.text())
def test_no_text_cell_begins_dangerously(cell: str):
    assert not str(harmless(cell)).startswith(DANGEROUS)


def test_table_opens_as_it_was_written(tmp_path: Path):
    path = tmp_path / "t.csv"
    rows = [("“Не зараз”, она", 'said "no"', 1), ("two\nlines", "a;b,c", None), ("=1+1", "", -2.5)]
    assert write(path, ("words", "more", "n"), rows) == 3
    assert read(path) == [
        ["words", "more", "n"],
        ["“Не зараз”, она", 'said "no"', "1"],
        ["two\nlines", "a;b,c", ""],
        ["'=1+1", "", "-2.5"],
    ]


def test_table_begins_with_the_mark_that_spreadsheets_need(tmp_path: Path):
    path = tmp_path / "t.csv"
    write(path, ("a",), [("b",)])
    assert path.read_bytes() == b"\xef\xbb\xbfa\r\nb\r\n"


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.integers())))
def test_every_cell_comes_back(tmp_path_factory: pytest.TempPathFactory, rows):
    path = tmp_path_factory.mktemp("table") / "t.csv"
    write(path, ("words", "n"), rows)
    assert read(path)[1:] == [[str(harmless(words)), str(n)] for words, n in rows]


def test_old_table_stays_when_a_row_cannot_be_read(tmp_path: Path):
    path = tmp_path / "t.csv"
    path.write_text("old")

    def rows():
        yield ("first",)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(path, ("a",), rows())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
