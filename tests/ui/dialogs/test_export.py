import csv
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from stanceline.domain.civil import seconds_from_civil
from stanceline.domain.events import EventDraft
from stanceline.domain.marks import LaneKey, MarkFilter, MarkKind
from stanceline.domain.timelines import Arrangement, SavedView
from stanceline.services.events import add_event
from stanceline.services.workspace import Workspace
from stanceline.ui.dialogs import export_choices as choices
from stanceline.ui.dialogs.export import ExportDialog
from stanceline.ui.dialogs.export_choices import What

EVENTS = (
    ("Law tabled", "2031-04-13"),
    ("Ferries halted", "2031-05-30/2031-06-10"),
    ("Talks, some day", "[2031-05-01..2031-05-09]"),
    ("Old treaty", "1931-05-01"),
    ("No date yet", ""),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.stanceline", name="Harbour: a/b?") as made:
        for title, date in EVENTS:
            add_event(made, EventDraft(title, edtf=date))
        yield made


def opened(
    qtbot: QtBot, workspace: Workspace, window: tuple[float, float] | None = None
) -> ExportDialog:
    view = SavedView("", Arrangement(lanes=LaneKey.NONE), range=window)
    dialog = ExportDialog(workspace, view)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def choose(dialog: ExportDialog, what: What, kind: str = "") -> None:
    dialog.what.setCurrentIndex(dialog.what.findData(what.value))
    if kind:
        dialog.kind.setCurrentIndex(dialog.kind.findData(kind))


def exported(qtbot: QtBot, dialog: ExportDialog) -> Path:
    before = len(dialog.written)
    dialog.export_button.click()
    qtbot.waitUntil(lambda: len(dialog.written) > before)
    return dialog.written[-1]


def answer(qtbot: QtBot, dialog: ExportDialog, label: str) -> None:
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QMessageBox)))
    box = dialog.findChildren(QMessageBox)[0]
    next(b for b in box.findChildren(QPushButton) if b.text().replace("&", "") == label).click()


def test_a_picture_is_previewed_and_written_at_exactly_its_size(
    qtbot: QtBot, workspace: Workspace
) -> None:
    dialog = opened(qtbot, workspace)
    qtbot.waitUntil(lambda: not dialog.picture.image.isNull())
    path = exported(qtbot, dialog)
    assert path == workspace.path.parent / "Harbour a b timeline.png"
    image = QImage(str(path))
    assert (image.width(), image.height()) == (1920, 1080)
    assert "Wrote Harbour a b timeline.png" in dialog._told.text()
    assert dialog._open_folder.isVisible()


def test_the_folder_of_what_was_written_can_be_opened(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toLocalFile()))
    dialog = opened(qtbot, workspace)
    exported(qtbot, dialog)
    dialog._open_folder.click()
    assert seen == [str(workspace.path.parent)]


def test_a_size_of_ones_own_is_typed(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace)
    dialog.size_fields.width_px.selectAll()
    QTest.keyClicks(dialog.size_fields.width_px, "1234")
    path = exported(qtbot, dialog)
    assert dialog.size_fields.preset.currentData() == choices.OWN_SIZE
    assert QImage(str(path)).width() == 1234


def test_paper_keeps_its_size_at_another_resolution(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace)
    dialog.size_fields.preset.setCurrentIndex(dialog.size_fields.preset.findData("a4"))
    assert (dialog.size_fields.width_px.value(), dialog.size_fields.height_px.value()) == (
        3508,
        2480,
    )
    dialog.size_fields.dpi.setValue(150)
    assert (dialog.size_fields.width_px.value(), dialog.size_fields.height_px.value()) == (
        1754,
        1240,
    )
    assert dialog.size_fields.preset.currentData() == "a4"
    assert "297 × 210 mm" in dialog.size_fields.in_print.text()


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_drawings_are_previewed_and_written(qtbot: QtBot, workspace: Workspace, kind: str) -> None:
    dialog = opened(qtbot, workspace)
    choose(dialog, What.PICTURE, kind)
    qtbot.waitUntil(lambda: not dialog.picture.image.isNull())
    content = exported(qtbot, dialog).read_bytes()
    if kind == "svg":
        assert ET.fromstring(content).tag.endswith("svg")
    else:
        assert content.startswith(b"%PDF")


def test_what_makes_no_sense_for_a_table_cannot_be_filled_in(
    qtbot: QtBot, workspace: Workspace
) -> None:
    dialog = opened(qtbot, workspace, (0.0, 1e9))
    pictured = (
        dialog.size_fields.preset,
        dialog.size_fields.width_px,
        dialog.size_fields.dpi,
        dialog.title,
        dialog.lanes,
    )
    choose(dialog, What.EVENTS)
    assert not any(field.isEnabled() for field in (*pictured, dialog.kind, dialog.time))
    choose(dialog, What.TIMELINE)
    assert dialog.time.isEnabled()
    choose(dialog, What.PICTURE)
    assert all(field.isEnabled() for field in (*pictured, dialog.kind, dialog.time))


@pytest.mark.parametrize("what", [what for what in What if what is not What.PICTURE])
def test_every_table_is_previewed_and_written(
    qtbot: QtBot, workspace: Workspace, what: What
) -> None:
    dialog = opened(qtbot, workspace)
    choose(dialog, what)
    qtbot.waitUntil(lambda: dialog.table.columnCount() > 0)
    path = exported(qtbot, dialog)
    assert path.name == f"Harbour a b {what.value}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) - 1 == dialog.table.rowCount()
    assert rows[0] == [
        item.text()
        for j in range(dialog.table.columnCount())
        if (item := dialog.table.horizontalHeaderItem(j)) is not None
    ]


def test_a_table_of_the_visible_time_leaves_the_rest_out(
    qtbot: QtBot, workspace: Workspace
) -> None:
    window = (float(seconds_from_civil(2031, 1)), float(seconds_from_civil(2032, 1)))
    dialog = opened(qtbot, workspace, window)
    choose(dialog, What.TIMELINE)
    assert "Old treaty" not in exported(qtbot, dialog).read_text("utf-8-sig")
    dialog.time.setCurrentIndex(1)
    path = exported_over(qtbot, dialog)
    assert "Old treaty" in path.read_text("utf-8-sig")


def exported_over(qtbot: QtBot, dialog: ExportDialog) -> Path:
    before = len(dialog.written)
    dialog.export_button.click()
    answer(qtbot, dialog, "Replace")
    qtbot.waitUntil(lambda: len(dialog.written) > before)
    return dialog.written[-1]


def test_the_filter_of_the_timeline_holds_for_tables_and_is_told(
    qtbot: QtBot, workspace: Workspace
) -> None:
    wanted = MarkFilter(kinds=frozenset({MarkKind.QUOTATION}))
    dialog = ExportDialog(workspace, SavedView("", wanted=wanted))
    qtbot.addWidget(dialog)
    dialog.show()
    choose(dialog, What.EVENTS)
    qtbot.waitUntil(lambda: "filter" in dialog._about.text())
    assert dialog._about.text().startswith("0 rows.")


def test_a_file_is_replaced_only_after_asking(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace)
    path = workspace.path.parent / "Harbour a b timeline.png"
    path.write_bytes(b"precious")
    dialog.export_button.click()
    answer(qtbot, dialog, "Cancel")
    assert path.read_bytes() == b"precious"
    qtbot.waitUntil(lambda: not dialog.findChildren(QMessageBox))
    dialog.export_button.click()
    answer(qtbot, dialog, "Replace")
    qtbot.waitUntil(lambda: bool(dialog.written))
    assert path.read_bytes().startswith(b"\x89PNG")


def test_a_name_with_another_suffix_chooses_the_format(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace)
    dialog.file.selectAll()
    QTest.keyClicks(dialog.file, "mine.svg")
    assert dialog.kind.currentData() == "svg"
    dialog.kind.setCurrentIndex(dialog.kind.findData("pdf"))
    assert dialog.file.text() == "mine.pdf"
    dialog.file.selectAll()
    QTest.keyClicks(dialog.file, "ver. 2.5")
    assert exported(qtbot, dialog).name == "ver. 2.5.pdf"


@pytest.mark.parametrize("name", ["", "   "])
def test_a_file_needs_a_name(qtbot: QtBot, workspace: Workspace, name: str) -> None:
    dialog = opened(qtbot, workspace)
    dialog.file.setText(name)
    dialog.export_button.click()
    assert "needs a name" in dialog._notice.text()
    assert dialog.written == []


@pytest.mark.parametrize("what", [What.PICTURE, What.EVENTS])
def test_a_folder_that_is_not_there_is_told_in_a_sentence(
    qtbot: QtBot, workspace: Workspace, what: What
) -> None:
    dialog = opened(qtbot, workspace)
    choose(dialog, what)
    dialog.file.setText("nowhere/at all/x")
    dialog.export_button.click()
    qtbot.waitUntil(lambda: bool(dialog._notice.text()))
    assert "nowhere" in dialog._notice.text()
    assert dialog.export_button.isEnabled()
    assert dialog.written == []


def test_an_empty_workspace_has_no_picture_but_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "empty.stanceline") as workspace:
        dialog = opened(qtbot, workspace)
        qtbot.waitUntil(lambda: "nothing with a date" in dialog.picture._sentence)


def test_other_lanes_are_chosen_for_the_picture(qtbot: QtBot, workspace: Workspace) -> None:
    nested = Arrangement(lanes=LaneKey.SPEAKER, within=LaneKey.STATUS)
    dialog = ExportDialog(workspace, SavedView("", nested))
    qtbot.addWidget(dialog)
    dialog.show()
    choose(dialog, What.PICTURE, "svg")
    assert "Reported" in exported(qtbot, dialog).read_text("utf-8")
    dialog.lanes.setCurrentIndex(dialog.lanes.findData(LaneKey.CATEGORY.value))
    assert "No category" in exported_over(qtbot, dialog).read_text("utf-8")


def test_the_time_in_sight_and_the_whole_time_are_other_pictures(
    qtbot: QtBot, workspace: Workspace
) -> None:
    window = (float(seconds_from_civil(2031, 1)), float(seconds_from_civil(2032, 1)))
    dialog = opened(qtbot, workspace, window)
    choose(dialog, What.PICTURE, "svg")
    assert "Old treaty" not in exported(qtbot, dialog).read_text("utf-8")
    dialog.time.setCurrentIndex(1)
    assert "Old treaty" in exported_over(qtbot, dialog).read_text("utf-8")


def test_escape_closes(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@given(st.text(max_size=300), st.sampled_from(list(What)))
def test_any_workspace_gives_a_name_that_files_can_have(name: str, what: What) -> None:
    made = choices.file_name(name, what, what.formats[0])
    assert made == Path(made).name
    assert made.endswith(f".{what.formats[0]}")
    assert not set(made) & set('\\/:*?"<>|\x00\n')
    assert not made.startswith((" ", "."))


@given(
    st.tuples(st.integers(200, 20_000), st.integers(200, 20_000)),
    st.integers(36, 1200),
    st.integers(200, 3_000),
)
def test_a_preview_is_never_larger_than_the_picture(
    size_px: tuple[int, int], dpi: int, shown_px: int
) -> None:
    small, small_dpi = choices.preview_size(size_px, dpi, shown_px)
    assert 200 <= small[0] <= size_px[0]
    assert 200 <= small[1] <= size_px[1]
    assert 36 <= small_dpi <= dpi
