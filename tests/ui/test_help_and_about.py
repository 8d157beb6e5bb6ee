import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

import stanceline
from stanceline.domain import edtf
from stanceline.domain.edtf_words import describe
from stanceline.services.events import read_typed_date
from stanceline.services.workspace import Workspace
from stanceline.ui.about import AboutDialog, versions
from stanceline.ui.help_window import HelpWindow, PageBrowser, help_pages, title_of

SOURCE = Path(stanceline.__file__).parent
CELLS = re.compile(r"^\| (.+?) \| (.+?) \|$", re.MULTILINE)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[HelpWindow]:
    made = HelpWindow()
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def test_every_page_is_listed_by_its_heading_and_read_with_the_arrow_keys(
    window: HelpWindow,
) -> None:
    for path in help_pages():
        item = window.pages.currentItem()
        assert item.text() == title_of(path)
        assert window.text.toPlainText().startswith(title_of(path))
        QTest.keyClick(window.pages, Qt.Key.Key_Down)
    assert len(help_pages()) >= 8


def test_links_lead_to_pages_and_nowhere_else(window: HelpWindow) -> None:
    window.text.anchorClicked.emit(QUrl("4-timeline.md"))
    assert window.pages.currentItem().text() == "The timeline"
    for link in ("https://example.org/1-start.md", "file:///etc/passwd", "nothing.md"):
        window.text.anchorClicked.emit(QUrl(link))
        assert window.pages.currentItem().text() == "The timeline"


def test_links_within_the_pages_have_a_target() -> None:
    names = {path.name for path in help_pages()}
    for path in help_pages():
        assert set(re.findall(r"\]\(([^)]+)\)", path.read_text("utf-8"))) <= names


def test_a_page_loads_nothing_from_disk(qtbot: QtBot, tmp_path: Path) -> None:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    path = tmp_path / "spy.png"
    image.save(str(path))
    browser = PageBrowser()
    qtbot.addWidget(browser)
    browser.resize(400, 300)
    kind = QTextDocument.ResourceType.ImageResource.value
    for name in (QUrl.fromLocalFile(str(path)).toString(), str(path)):
        browser.show_markdown(f"# A\n\n![spy]({name})")
        browser.show()
        seen = browser.grab().toImage()
        assert not browser.document().resource(kind, QUrl(name)).size().width() > 1
        colours = {seen.pixelColor(x, y).name() for x in range(0, 300, 8) for y in range(0, 200, 8)}
        assert "#ff0000" not in colours
    assert browser.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, "a").isEmpty()


def test_escape_closes_the_help(window: HelpWindow) -> None:
    QTest.keyClick(window.pages, Qt.Key.Key_Escape)
    assert not window.isVisible()


def rows_under(heading: str) -> list[tuple[str, str]]:
    page = next(path for path in help_pages() if "events" in path.name).read_text("utf-8")
    rows = CELLS.findall(page.split(heading)[1].split("\n## ")[0])
    return [(left, right) for left, right in rows if not set(left) <= set("- ")][1:]


def test_every_date_that_the_help_shows_in_edtf_is_one() -> None:
    rows = rows_under("## Dates in EDTF")
    assert len(rows) > 15
    for written, _ in rows:
        assert str(edtf.parse(written.strip("`")))


def test_every_date_that_the_help_shows_in_words_is_understood() -> None:
    rows = rows_under("## Dates in plain words")
    assert len(rows) > 8
    for written, _ in rows:
        assert describe(edtf.parse(read_typed_date(written, "2024-06-30").value))


def test_the_keys_of_the_menus_are_in_the_help() -> None:
    menus = (SOURCE / "ui" / "window_actions.py").read_text("utf-8")
    keys = set(re.findall(r'"((?:Ctrl|Alt)\+[^" ]+)', menus))
    told = " ".join(path.read_text("utf-8") for path in help_pages())
    for arrow, key in {"↑": "Up", "↓": "Down", "←": "Left", "→": "Right"}.items():
        told = told.replace(arrow, key)
    assert len(keys) > 12
    assert {key for key in keys if f"**{key}**" not in told} == set()


@pytest.fixture
def about(qtbot: QtBot) -> AboutDialog:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def row_of(dialog: AboutDialog, name: str) -> int:
    rows = range(dialog.table.rowCount())
    return next(row for row in rows if dialog.table.item(row, 0).text().startswith(name))


def test_the_program_says_what_it_is_and_whose_work_it_stands_on(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with Workspace.create(tmp_path / "w.stanceline") as workspace:
        dialog = AboutDialog(workspace=workspace)
        qtbot.addWidget(dialog)
        dialog.show()
    for name in ("Stanceline", "numpy", "PySide6-Essentials", "SQLAlchemy", "trafilatura", "Inter"):
        row = row_of(dialog, name)
        assert dialog.table.item(row, 1).text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_own_licence_stands_first_and_is_shown(about: AboutDialog) -> None:
    assert about.table.item(0, 0).text() == f"Stanceline {stanceline.__version__}"
    assert "MIT License" in about.text.toPlainText()


def test_a_licence_is_read_by_walking_the_list_with_the_keys(about: AboutDialog) -> None:
    about.table.setFocus()
    for row in range(1, about.table.rowCount()):
        QTest.keyClick(about.table, Qt.Key.Key_Down)
        name = about.table.item(row, 0).text()
        lines = about.text.toPlainText().splitlines()
        assert lines[:2] == [name, about.table.item(row, 1).text()]
        assert len(lines) > 3
    QTest.keyClick(about.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(about.table, "alembic")
    assert "MIT" in about.text.toPlainText()
    QTest.keyClick(about.table, Qt.Key.Key_Tab)
    assert about.focusWidget() is about.text
    QTest.keyClick(about.text, Qt.Key.Key_Tab)
    assert about.focusWidget() is not about.text


def test_a_licence_is_read_with_the_mouse_too_and_cannot_be_changed(about: AboutDialog) -> None:
    row = row_of(about, "numpy")
    about.table.scrollToItem(about.table.item(row, 0))
    place = about.table.visualItemRect(about.table.item(row, 1)).center()
    QTest.mouseClick(
        about.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    before = about.text.toPlainText()
    assert before.startswith("numpy ")
    assert "Redistribution and use" in before
    QTest.keyClicks(about.text, "x")
    assert about.text.toPlainText() == before


def test_the_versions_are_copied(about: AboutDialog) -> None:
    copy = next(each for each in about.findChildren(QPushButton) if "Copy" in each.text())
    copy.click()
    assert QGuiApplication.clipboard().text() == versions()
