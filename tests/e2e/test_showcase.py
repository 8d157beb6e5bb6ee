"""What ``make run`` does on a machine without a display."""

import csv
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from stanceline.ui import showcase
from stanceline.ui.app import make_application
from stanceline.ui.theme import ThemeChoice


def test_without_a_display_the_main_job_is_done_and_leaves_pictures_and_exports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(showcase, "SIZES", (QSize(1024, 700),))
    monkeypatch.setattr(showcase, "THEMES", (ThemeChoice.DARK,))
    out = tmp_path / "out"

    assert showcase.show_case(make_application(), out) == 0

    told = capsys.readouterr().out
    pictures = sorted((out / "screens").glob("*.png"))
    assert len(pictures) == len(showcase.SCREENS) + len(showcase.windows())
    assert all(f"out/screens/{picture.name}" in told for picture in pictures)
    assert QImage(str(out / "screens" / "read-dark-1024.png")).size() == QSize(1024, 700)
    for name in ("timeline", "first-affair-timeline"):
        with (out / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert {row["kind"] for row in rows} == {"quotation", "event"}
        assert QImage(str(out / f"{name}.png")).size() == QSize(1600, 900)
        assert ET.parse(out / f"{name}.svg").getroot().tag.endswith("svg")
        assert (out / f"{name}.pdf").read_bytes().startswith(b"%PDF")
