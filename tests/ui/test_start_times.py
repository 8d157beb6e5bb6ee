import json
import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stanceline.ui.start_times import VARIABLE, tell_if_asked


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "told.json"
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def a_window(qtbot: QtBot) -> tuple[QWidget, QLabel, QLabel]:
    window = QWidget()
    qtbot.addWidget(window)
    shown, hidden = QLabel("shown"), QLabel("hidden")
    layout = QVBoxLayout(window)
    for part in (shown, hidden):
        layout.addWidget(part)
    hidden.hide()
    return window, shown, hidden


def test_a_start_is_told_when_all_that_can_be_seen_is_painted(qtbot: QtBot, told: Path) -> None:
    window, shown, hidden = a_window(qtbot)
    tell_if_asked(window, [shown, hidden])
    assert not told.exists()

    window.show()
    qtbot.waitUntil(told.exists)

    line = json.loads(told.read_text(encoding="utf-8"))
    assert 0 < line["first_paint_ms"] <= line["usable_ms"]
    assert line["cpu_ms"] > 0
    assert line["rss_mb"] >= 0


def test_each_start_has_a_line(qtbot: QtBot, told: Path) -> None:
    for n in (1, 2):
        window, shown, _ = a_window(qtbot)
        tell_if_asked(window, [shown])
        window.show()
        qtbot.waitUntil(lambda n=n: told.exists() and len(told.read_text().splitlines()) == n)


def test_a_window_without_contents_is_told_of_when_it_is_painted(qtbot: QtBot, told: Path) -> None:
    window, _, _ = a_window(qtbot)
    tell_if_asked(window, [])
    window.show()
    qtbot.waitUntil(told.exists)


def test_nothing_is_told_unasked(qtbot: QtBot, tmp_path: Path) -> None:
    assert VARIABLE not in os.environ
    window, shown, _ = a_window(qtbot)
    tell_if_asked(window, [shown])
    with qtbot.waitExposed(window):
        window.show()
    assert list(tmp_path.iterdir()) == []
