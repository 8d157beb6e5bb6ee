"""What is dragged, dropped and pasted on a window."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QTextEdit

from builders import PORT
from stanceline.domain.articles import ArticleStatus
from stanceline.services import articles
from stanceline.services.workspace import Workspace
from ui.window_builders import CTRL, KEY, NONE, come_back, press, settle

COPY, BUTTON = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton


@pytest.fixture
def window(open_window, workspace):
    return open_window(workspace)


def files(*paths) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def text(words: str) -> QMimeData:
    data = QMimeData()
    data.setText(words)
    return data


def drag(window, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(QPoint(300, 300), COPY, data, BUTTON, NONE)
    QApplication.sendEvent(window, event)
    return event


def drop(window, data: QMimeData) -> None:
    drag(window, data)
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), COPY, data, BUTTON, NONE))
    assert window.tasks.wait_until_idle(60_000)
    settle()


def titles(window) -> list[str]:
    return [row.title for row in articles.library(window.workspace)]


def test_a_hint_says_what_dropping_would_do_and_goes_with_the_drag(window, qtbot, tmp_path):
    assert drag(window, files(tmp_path / "a.txt", tmp_path)).isAccepted()
    assert window.imports.hint.words.startswith("Drop to import 2 files or folders a.txt")
    QApplication.sendEvent(window, QDragLeaveEvent())
    qtbot.waitUntil(lambda: not window.imports.hint.isVisible())
    drag(window, text("words"))
    assert "make an article of it" in window.imports.hint.words
    window.grab()


def test_a_file_that_is_no_text_is_told_of_by_name_beside_those_that_are(window, boxes, tmp_path):
    good, bad = tmp_path / "good.txt", tmp_path / "picture.txt"
    good.write_text(PORT, encoding="utf-8")
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    strange = tmp_path / "table.xlsx"
    strange.write_bytes(b"PK\x03\x04")
    told = []
    boxes.others.append(lambda d: (told.append(d.findChild(QTextEdit).toPlainText()), d.reject()))
    drop(window, files(good, bad, strange))
    assert titles(window) == ["Ferrymen block the quay"]
    assert "picture.txt\nIt is an image, whatever its name says, not a text." in told[0]
    assert "table.xlsx\nFiles of the kind “.xlsx” cannot be read" in told[0]


def test_a_changed_version_can_take_the_place_of_the_article(window, boxes, tmp_path):
    path = tmp_path / "port.txt"
    path.write_text(PORT, encoding="utf-8")
    drop(window, files(path))
    (row,) = articles.library(window.workspace)
    corrected = PORT.replace("on Thursday", "on Friday")
    path.write_text(corrected, encoding="utf-8")
    boxes.others.append(lambda dialog: dialog.update_button.click())
    drop(window, files(path))
    assert window.tasks.wait_until_idle(60_000)
    settle()
    assert [each.id for each in articles.library(window.workspace)] == [row.id]
    assert articles.article(window.workspace, row.id).body == corrected
    assert "1 article updated." in window.said_label.whole_text()


def test_a_folder_without_articles_is_told_of(window, boxes, tmp_path):
    (tmp_path / "empty").mkdir()
    drop(window, files(tmp_path / "empty"))
    assert boxes.sentences[0].startswith("There is nothing to import there")


def test_a_workspace_that_is_dropped_alone_is_opened(window, qtbot, tmp_path):
    path = tmp_path / "other.stanceline"
    with qtbot.waitSignal(window.open_requested) as asked:
        drop(window, files(path))
    assert asked.args == [path]


def test_an_address_is_not_fetched(window, boxes):
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/news")])
    data.setText("https://example.org/news")
    drop(window, data)
    assert "Pages are not fetched" in boxes.sentences[0]


def test_the_library_takes_what_the_clipboard_holds(window, boxes, qtbot):
    window.library.take_focus()
    window.library.show()
    QGuiApplication.clipboard().setText("")
    window.imports.paste_clipboard()
    assert "The clipboard holds no text" in window.said_label.whole_text()
    QGuiApplication.clipboard().setText(PORT)
    boxes.others.append(lambda dialog: dialog._import())
    window.imports.paste_clipboard()
    assert titles(window) == ["Ferrymen block the quay"]
    come_back(window)
    window.library.list.setFocus()
    boxes.others.append(lambda dialog: dialog.reject())
    press(KEY.Key_V, CTRL)
    qtbot.waitUntil(lambda: not boxes.others)


def test_a_long_paste_is_shown_in_part_and_imported_whole(window, boxes):
    long = "The longest report\n\n" + "Nothing was said on the quay that day. " * 9_000
    boxes.others.append(
        lambda dialog: (shown.append(len(dialog.text.toPlainText())), dialog._import())
    )
    shown: list[int] = []
    window.imports.paste(long)
    assert window.tasks.wait_until_idle(60_000)
    settle()
    assert shown == [200_000]
    (row,) = articles.library(window.workspace)
    assert articles.article(window.workspace, row.id).body.startswith(long.strip()[:300_000])


def test_a_read_only_window_says_so_while_it_is_dragged_over(open_window, boxes, workspace_path):
    watching = open_window(Workspace.open(workspace_path, for_writing=False))
    drag(watching, text(PORT))
    assert watching.imports.hint.words.startswith("Read-only")
    drop(watching, text(PORT))
    assert "nothing can be brought in" in boxes.sentences[0]


def test_an_article_opens_where_somebody_stopped_reading(open_window, sample_path, qtbot):
    window = open_window(sample_path)
    window.library.list.setFocus()
    first = window.pane.article
    with qtbot.waitSignal(window.pane.reader.place_seen, timeout=30_000):
        window.pane.reader.show_place(len(first.body) // 4)
    window.library.reading.write()
    place = window.pane.reader.place_in_sight()
    assert place > 0
    window.library.step(first.id, 1)
    settle()
    window.library.step(window.pane.article.id, -1)
    settle()
    assert window.pane.article.id == first.id
    qtbot.waitUntil(lambda: window.pane.reader.place_in_sight() == place)
    status = articles.article(window.workspace, first.id).status
    assert status is first.status is not ArticleStatus.DONE
