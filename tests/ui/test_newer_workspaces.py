"""A workspace of a later Stanceline is refused in words, and nothing happens to it."""

import sqlite3
from pathlib import Path

import pytest

from stanceline.storage.engine import SCHEMA_VERSION

NEWER = SCHEMA_VERSION + 1


@pytest.fixture
def newer_path(workspace_path: Path) -> Path:
    connection = sqlite3.connect(workspace_path)
    connection.execute(f"PRAGMA user_version = {NEWER}")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return workspace_path


def test_a_newer_workspace_is_refused_in_a_window_that_offers_other_ways(
    program, newer_path: Path
) -> None:
    before = newer_path.read_bytes()
    program.start([newer_path])
    window = program.start_window
    assert not program.windows
    assert window is not None
    assert window.isVisible()
    sentence = window.sentence.text()
    assert "was written by a newer Stanceline" in sentence
    assert f"format {NEWER}; this program reads up to {SCHEMA_VERSION}" in sentence
    assert "Nothing was changed" in sentence
    assert {"open", "new", "sample", "restore"} <= set(window.buttons)
    assert newer_path.read_bytes() == before
    assert list(newer_path.parent.glob(f"{newer_path.name}*")) == [newer_path]
