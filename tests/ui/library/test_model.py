"""The list of articles: groups, narrowing, and what a row says."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from stanceline.domain.articles import ArticleRow, ArticleStatus
from stanceline.ui.library.model import (
    GroupHeading,
    LibraryModel,
    LibraryRole,
    counts_of,
    date_in_short,
    share_done,
)


def a_row(row_id: int, title: str = "", status=ArticleStatus.UNREAD, **counts: int) -> ArticleRow:
    known = {"n_quotations": 0, "n_judged": 0, "n_events": 0, "n_suggestions": 0} | counts
    return ArticleRow(
        id=row_id,
        title=title or f"Article {row_id}",
        source="Morning Ledger",
        published="2029-03-04",
        language="en",
        status=status,
        reprint_of=None,
        **known,
    )


ROWS = [
    a_row(1, "Dam opens", ArticleStatus.DONE),
    a_row(2, "Dam breaks"),
    a_row(3, "Fish return", ArticleStatus.IN_WORK),
    a_row(4, "Rain falls"),
]


@pytest.fixture
def model(theme):
    assert theme.name == "light"
    model = LibraryModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(ROWS)
    yield model
    tester.deleteLater()


def shown(model: LibraryModel) -> list[str]:
    entries = [model.index(n).data(LibraryRole.ENTRY) for n in range(model.rowCount())]
    return [f"# {e.title} {e.count}" if isinstance(e, GroupHeading) else e.title for e in entries]


def test_articles_stand_in_groups_with_what_is_in_work_first(model):
    assert shown(model) == [
        "# In work 1",
        "Fish return",
        "# Unread 2",
        "Dam breaks",
        "Rain falls",
        "# Done 1",
        "Dam opens",
    ]


def test_words_narrow_by_title_outlet_and_date(model):
    model.set_words("DAM ledger 2029")
    assert shown(model) == ["# Unread 1", "Dam breaks", "# Done 1", "Dam opens"]
    model.set_words("nothing of it")
    assert (model.rowCount(), model.is_without_articles) == (0, False)


def test_headings_cannot_be_selected(model):
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable


def test_a_change_that_moves_nothing_keeps_the_indexes(model, qtbot):
    index = model.index_of(2)
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_rows([*ROWS[:1], a_row(2, "Dam breaks again"), *ROWS[2:]])
    assert index.data() == "Dam breaks again"


def test_steps_stop_at_the_ends(model):
    assert model.neighbour(3, -1) == 3
    assert model.neighbour(3, 1) == 2
    assert model.neighbour(1, 1) == 1
    assert model.neighbour(None, 1) == 3
    assert model.neighbour(99, 1) == 3


def test_a_row_says_what_is_left_to_do(theme):
    assert theme is not None
    assert counts_of(a_row(1, n_suggestions=1)) == "1 suggested"
    assert counts_of(a_row(1, n_quotations=1)) == "1 quote"
    assert counts_of(a_row(1, n_quotations=2)) == "2 quotes"
    assert counts_of(a_row(1)) == ""
    assert share_done(a_row(1, n_quotations=3, n_judged=2, n_suggestions=1)) == 0.5
    assert share_done(a_row(1, status=ArticleStatus.DONE)) == 1.0
    assert share_done(a_row(1)) == 0.0


def test_dates_are_short(theme):
    assert theme is not None
    assert date_in_short("") == ""
    assert date_in_short("2029-03-04") == "4 Mar 2029"


def test_a_screen_reader_hears_title_outlet_date_and_counts(model):
    told = model.index_of(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("Dam breaks, Morning Ledger  4 Mar 2029")
