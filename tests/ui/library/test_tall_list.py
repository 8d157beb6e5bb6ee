"""A long list: what is measured, where rows lie, where keys lead."""

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyledItemDelegate

from stanceline.ui.library.tall_list import TallList
from ui.window_builders import KEY, press, settle

HEIGHT = 400


class Rows(QAbstractListModel):
    """Numbers; every tenth row is a heading. Counts which rows were asked for their text."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count
        self.asked: set[int] = set()

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self.count

    def flags(self, index):
        if index.row() % 10 == 0:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if role == Qt.ItemDataRole.DisplayRole:
            self.asked.add(index.row())
            return str(index.row())
        return None

    def append(self, n_more: int) -> None:
        self.beginInsertRows(QModelIndex(), self.count, self.count + n_more - 1)
        self.count += n_more
        self.endInsertRows()


class Heights(QStyledItemDelegate):
    """Rows of three heights, none of which is what the list takes them to have."""

    def sizeHint(self, option, index):
        index.data()
        return QSize(option.rect.width(), height_of(index.row()))

    def paint(self, painter, option, index):  # noqa: ARG002 (Qt's signature)
        index.data()


def height_of(row: int) -> int:
    return 23 + 10 * (row % 3)


@pytest.fixture
def make_list(qtbot, theme):
    assert theme is not None

    def make(count: int) -> TallList:
        made = TallList()
        qtbot.addWidget(made)
        made.rows = Rows(count)
        made.heights = Heights()
        made.setItemDelegate(made.heights)
        made.setModel(made.rows)
        made.resize(200, HEIGHT)
        with qtbot.waitExposed(made):
            made.show()
        made.activateWindow()
        made.setFocus()
        settle()
        return made

    return make


def top_of(view: TallList, row: int) -> int:
    return view.visualRect(view.model().index(row, 0)).top()


def in_sight(view: TallList) -> list[int]:
    """The rows in sight; each begins where the one before ends and has its own height."""
    rows = [row for row in range(view.rows.count) if -100 < top_of(view, row) < HEIGHT]
    for row in rows:
        rect = view.visualRect(view.model().index(row, 0))
        assert rect.height() == height_of(row)
        if row + 1 < view.rows.count:
            assert top_of(view, row + 1) == rect.top() + rect.height()
        inside = rect.intersected(view.viewport().rect())
        if not inside.isEmpty():
            assert view.indexAt(inside.center()).row() == row
    return rows


def test_only_rows_in_sight_and_near_are_asked_for_among_many(make_list):
    view = make_list(100_000)
    assert in_sight(view)[0] == 0
    assert len(view.rows.asked) < 60
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    view.viewport().repaint()
    assert in_sight(view)[-1] == 99_999
    assert len(view.rows.asked) < 150


def test_the_last_row_ends_where_the_viewport_ends(make_list):
    view = make_list(300)
    for _ in range(3):
        view.scrollToBottom()
    last = view.visualRect(view.model().index(299, 0))
    assert last.top() + last.height() == view.viewport().height()


def test_scrolling_up_moves_what_is_in_sight_by_just_so_much(make_list):
    view = make_list(1_000)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    row = view.indexAt(QPoint(5, HEIGHT // 2)).row()
    for _ in range(40):
        before = top_of(view, row)
        bar.setValue(bar.value() - 37)
        assert top_of(view, row) == before + 37
        row = view.indexAt(QPoint(5, HEIGHT // 2)).row()
        in_sight(view)


def test_another_width_keeps_the_first_row_in_sight(make_list):
    view = make_list(1_000)
    view.verticalScrollBar().setValue(9_000)
    first = view.indexAt(QPoint(5, 0)).row()
    view.resize(260, HEIGHT)
    settle()
    assert view.indexAt(QPoint(5, 0)).row() == first
    in_sight(view)


@pytest.mark.parametrize("row", [0, 1, 11, 499, 500, 501, 995, 999])
def test_a_row_is_brought_into_sight_whole_with_the_heading_above_it(make_list, row):
    view = make_list(1_000)
    for start in (0, view.verticalScrollBar().maximum()):
        view.verticalScrollBar().setValue(start)
        view.scrollTo(view.model().index(row, 0))
        rect = view.visualRect(view.model().index(row, 0))
        assert QRect(0, 0, 1000, HEIGHT).contains(rect)
        if row % 10 == 1:
            assert top_of(view, row - 1) >= 0
        in_sight(view)


def test_keys_pass_over_headings_and_stop_at_the_ends(make_list):
    view = make_list(25)
    press(KEY.Key_Down)
    assert view.currentIndex().row() == 1
    press(KEY.Key_Up)
    assert view.currentIndex().row() == 1
    for _ in range(9):
        press(KEY.Key_Down)
    assert view.currentIndex().row() == 11
    press(KEY.Key_Up)
    assert view.currentIndex().row() == 9
    press(KEY.Key_End)
    assert view.currentIndex().row() == 24
    press(KEY.Key_Down)
    assert view.currentIndex().row() == 24
    press(KEY.Key_Home)
    assert view.currentIndex().row() == 1
    press(KEY.Key_PageDown)
    paged = view.currentIndex().row()
    assert 5 < paged < 20
    press(KEY.Key_PageUp)
    assert view.currentIndex().row() == 1


def test_a_click_chooses_a_row_but_no_heading(make_list):
    view = make_list(25)
    for row, chosen in ((3, [3]), (0, [3]), (4, [4])):
        place = view.visualRect(view.model().index(row, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        settle()
        assert [index.row() for index in view.selectedIndexes()] == chosen


def test_rows_put_behind_leave_the_others_where_they_are(make_list):
    view = make_list(50)
    view.verticalScrollBar().setValue(200)
    before = [top_of(view, row) for row in range(50)]
    asked = len(view.rows.asked)
    view.rows.append(50)
    settle()
    assert [top_of(view, row) for row in range(50)] == before
    assert len(view.rows.asked) < asked + 40


def test_coming_near_the_end_is_told(make_list, qtbot):
    view = make_list(200)
    with qtbot.assertNotEmitted(view.near_end):
        view.verticalScrollBar().setValue(100)
    with qtbot.waitSignal(view.near_end):
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())


def test_typing_asks_no_row_for_its_words(make_list, qtbot):
    view = make_list(100_000)
    asked = len(view.rows.asked)
    with qtbot.waitSignal(view.typed) as typed:
        QTest.keyClick(view, "b")
    assert typed.args == ["b"]
    assert len(view.rows.asked) < asked + 5


def test_an_empty_list_takes_keys_and_clicks(make_list):
    view = make_list(0)
    press(KEY.Key_Down)
    press(KEY.Key_End)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert not view.currentIndex().isValid()
    assert not view.indexAt(QPoint(5, 5)).isValid()
