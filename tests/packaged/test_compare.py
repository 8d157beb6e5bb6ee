"""What counts as a difference between two runs, and what does not."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter

from builders import an_article
from packaged.compare import (
    calm,
    file_difference,
    first_difference,
    picture_difference,
    without_moments,
)
from packaged.programs import Program
from packaged.translation import write_translation
from stanceline.services.workspace import Workspace

Two = tuple[Program, Program]


@pytest.fixture
def two(tmp_path: Path) -> Two:
    places = (tmp_path / "one", tmp_path / "two")
    for place in places:
        place.mkdir()
    one, other = (Program(place.name, (), place, str(place)) for place in places)
    return one, other


def difference(two: Two, name: str) -> str:
    one, other = two
    return file_difference(one.outside / name, other.outside / name, one, other)


def test_the_names_of_backups_are_the_same_whenever_they_were_made_today() -> None:
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    names = [
        without_moments(f"{today}T{time}Z_before-import_2-articles.stanceline")
        for time in ("13-45-36.362", "23-05-00.001")
    ]
    assert names == ["{now}_before-import_2-articles.stanceline"] * 2
    assert without_moments(f"mine before restore {today} 15-20.stanceline") == (
        "mine before restore {now}.stanceline"
    )


def test_what_hangs_on_the_system_alone_makes_no_difference(two: Two) -> None:
    one, other = two
    notice = (
        'Detected locale "C" with character encoding "ANSI_X3.4-1968", which is not UTF-8.\n'
        "Qt has switched.\nSee the manual\nfor more information.\n"
    )
    first = "disk         local\nleft\nkept_7c266762.stanceline\n"
    second = f"disk         unknown\n{notice}left\nkept_30c141eb.stanceline\n"
    second += "[PYI-35970:ERROR] Failed to execute script '__main__' due to an error\n"
    assert calm(one, first.encode()) == calm(other, second.encode())
    assert calm(one, b"disk         full\n") != calm(other, b"disk         local\n")


def picture(path: Path, n_other_px: int = 0) -> None:
    image = QImage(100, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    image.setText("Moment", path.parent.name)
    for at in range(n_other_px):
        image.setPixelColor(10 + at % 50, 20 + at // 50, QColor("black"))
    assert image.save(str(path))


@pytest.mark.parametrize(
    ("ours", "theirs", "differs"),
    [
        ("a\nb", "a\nb", False),
        ("a\nb", "a\nc", True),
        ("a", "a\nb", True),
        ("a\n", "a\r", True),
    ],
)
def test_the_first_line_that_differs_is_told(ours: str, theirs: str, differs: bool):
    assert bool(first_difference(ours, theirs)) is differs


def test_folders_times_of_today_and_random_names_count_for_nothing(two: Two):
    one, other = two
    now = datetime.now(UTC)
    told = "In {folder}/w at {at} as 0192f8a0-{n}-7abc-9def-0123456789ab, /tmp/stanceline-ab{n}xy/x"
    mine = told.format(folder=one.inside, at=f"{now:%Y-%m-%d %H:%M:%S}", n="1111").encode()
    others = told.format(folder=other.inside, at=f"{now:%Y-%m-%dT00:00:01Z}", n="2222").encode()
    assert calm(one, mine) == calm(other, others)


def test_a_time_of_another_year_counts(two: Two):
    one, other = two
    assert calm(one, b"2024-06-15T10:00:00Z") != calm(other, b"2024-06-15T11:00:00Z")


def test_pictures_are_compared_by_their_pixels(two: Two):
    one, other = two
    picture(one.outside / "timeline.png")
    picture(other.outside / "timeline.png")
    assert difference(two, "timeline.png") == ""
    picture(other.outside / "timeline.png", 1)
    assert difference(two, "timeline.png") == "1 pixels differ within 10,20 to 10,20"


def test_a_picture_that_cannot_be_read_is_told_of(two: Two):
    one, other = two
    picture(one.outside / "timeline.png")
    (other.outside / "timeline.png").write_bytes(b"none")
    assert difference(two, "timeline.png").startswith("sizes are")


def test_a_picture_that_moves_may_differ_a_little(two: Two):
    one, other = two
    names = [one.outside / "read-dark-1440.png", other.outside / "read-dark-1440.png"]
    picture(names[0])
    picture(names[1], 400)
    assert picture_difference(*names) == ""
    picture(names[1], 401)
    assert picture_difference(*names).startswith("401 pixels")


def draw_pdf(path: Path, words: str) -> None:
    writer = QPdfWriter(str(path))
    painter = QPainter(writer)
    painter.drawText(100, 200, words)
    painter.end()


@pytest.mark.usefixtures("qapp")
def test_a_pdf_is_compared_by_what_is_drawn(two: Two):
    _, other = two
    for program in two:
        draw_pdf(program.outside / "a.pdf", "Ferry stays")
        content = (program.outside / "a.pdf").read_bytes()
        moment = f"CreationDate (D:2031{program.outside.name == 'one':02d}01000000Z)".encode()
        start = content.index(b"CreationDate (D:")
        end = content.index(b")", start) + 1
        (program.outside / "a.pdf").write_bytes(content[:start] + moment + content[end:])
    assert difference(two, "a.pdf") == ""
    draw_pdf(other.outside / "a.pdf", "Ferry sails")
    assert difference(two, "a.pdf") != ""


@pytest.mark.parametrize(
    ("statement", "differs"),
    [
        ("SELECT 1", False),
        ("UPDATE article SET title = 'Else' WHERE id = 1", True),
        ("DELETE FROM stance WHERE key = 'unclear'", True),
        ("CREATE TABLE more (id INTEGER)", True),
    ],
)
def test_a_workspace_is_compared_by_its_rows(two: Two, statement: str, differs: bool):
    _, other = two
    for program in two:
        with Workspace.create(program.outside / "w.stanceline") as workspace:
            an_article(workspace)
    with closing(sqlite3.connect(other.outside / "w.stanceline")) as connection:
        connection.execute("UPDATE journal_now SET action_id = 0")
        connection.execute(statement)
        connection.execute("DELETE FROM change WHERE action_id = 0")
        connection.execute("UPDATE journal_now SET action_id = NULL")
        connection.commit()
    assert bool(difference(two, "w.stanceline")) is differs


def test_our_translation_is_one_that_qt_can_read(tmp_path: Path, load_translation: Callable):
    write_translation(tmp_path / "stanceline_eo.qm")
    assert load_translation(tmp_path / "stanceline_eo.qm", "ShortcutsDialog", "Close") == "Fermi"


@pytest.fixture
def load_translation() -> Callable[[Path, str, str], str]:
    from PySide6.QtCore import QTranslator

    def load(path: Path, context: str, source: str) -> str:
        translator = QTranslator()
        assert translator.load(str(path))
        return translator.translate(context, source)

    return load
