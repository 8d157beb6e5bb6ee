"""The list of articles: groups, pages, what an action changes, and what a row says."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from builders import PORT, a_quotation, an_article
from stanceline.domain.articles import ArticleRow, ArticleStatus
from stanceline.services import articles
from stanceline.services.importing import read_text, store
from stanceline.ui.library.model import (
    GroupHeading,
    LibraryModel,
    LibraryRole,
    counts_of,
    date_in_short,
    share_done,
)
from ui.library.library_builders import several


def a_row(row_id: int, status=ArticleStatus.UNREAD, **counts: int) -> ArticleRow:
    known = {"n_quotations": 0, "n_judged": 0, "n_events": 0, "n_suggestions": 0} | counts
    return ArticleRow(
        id=row_id,
        title=f"Article {row_id}",
        source="Morning Ledger",
        published="2029-03-04",
        language="en",
        status=status,
        reprint_of=None,
        **known,
    )


@pytest.fixture
def model(theme, workspace, ids):
    assert theme.name == "light"
    assert len(ids) == 4
    model = LibraryModel(workspace)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.load()
    yield model
    tester.deleteLater()


def shown(model: LibraryModel) -> list[str]:
    entries = [model.index(n).data(LibraryRole.ENTRY) for n in range(model.rowCount())]
    return [f"# {e.title} {e.count}" if isinstance(e, GroupHeading) else e.title for e in entries]


ALL = ["# In work 1", "Fish", "# Unread 2", "Leak", "Rain", "# Done 1", "Dam"]


def test_articles_stand_in_groups_with_what_is_in_work_first(model):
    assert shown(model) == ALL
    assert model.article_count() == 4


def test_headings_cannot_be_selected(model):
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable
    assert model.index(0).data(LibraryRole.ARTICLE_ID) is None


def test_a_change_that_moves_nothing_keeps_the_indexes(model, workspace, ids, qtbot):
    index = model.index_of(ids["Leak"])
    assert index.data(LibraryRole.ENTRY).n_quotations == 0
    a_quotation(workspace, ids["Leak"], "“Nobody asked the pilots about Leak,”")
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.refresh()
    assert index.data(LibraryRole.ENTRY).n_quotations == 1


@pytest.mark.parametrize("status", list(ArticleStatus))
def test_a_new_status_moves_an_article_to_its_place_in_the_group(model, workspace, ids, status):
    for title in ids:
        articles.set_status(workspace, ids[title], status)
        model.refresh()
        fresh = LibraryModel(workspace)
        fresh.load()
        assert shown(model) == shown(fresh)
    assert shown(model)[1:] == ["Dam", "Leak", "Fish", "Rain"]


def test_articles_that_come_and_go_leave_the_others_in_order(model, workspace, ids):
    articles.delete_article(workspace, ids["Rain"])
    articles.delete_article(workspace, ids["Fish"])
    model.refresh()
    assert shown(model) == ["# Unread 1", "Leak", "# Done 1", "Dam"]
    an_article(workspace, PORT, published="2040")
    an_article(workspace, published="1990")
    model.refresh()
    heading = "# Unread 3"
    titles = ["Ferrymen block the quay", "Leak", "Harbour board keeps the bridge shut"]
    assert shown(model) == [heading, *titles, "# Done 1", "Dam"]


def test_an_import_of_many_is_read_anew(model, workspace):
    several(workspace, **{f"Wire {n}": ArticleStatus.UNREAD for n in range(28)})
    incoming = [read_text(f"Report {n}\n\nThe quay was quiet for {n} days.") for n in range(80)]
    store(workspace, incoming, published="2020")
    model.refresh()
    assert model.article_count() == 112
    fresh = LibraryModel(workspace)
    fresh.load()
    assert shown(model) == shown(fresh)


def test_lines_are_read_a_page_at_a_time_and_forgotten(theme, workspace, monkeypatch):
    assert theme is not None
    incoming = [read_text(f"Report {n}\n\nThe quay was quiet for {n} days.") for n in range(300)]
    store(workspace, incoming)
    monkeypatch.setattr("stanceline.ui.library.model._MOST_PAGES", 2)
    read = []

    def counted(workspace, ids):
        read.append(len(ids))
        return articles_read(workspace, ids)

    articles_read = articles.library_rows
    monkeypatch.setattr("stanceline.ui.library.model.articles.library_rows", counted)
    model = LibraryModel(workspace)
    model.load()
    assert read == []
    assert model.index(1).data() == "Report 0"
    assert model.index(31).data() == "Report 30"
    assert read == [31]
    assert model.index(299).data() == "Report 298"
    assert model.index(130).data() == "Report 129"
    assert model.index(1).data() == "Report 0"
    assert len(read) == 4


def test_a_model_that_was_stopped_reads_nothing(model):
    model.stop()
    assert model.index(1).data() == "…"


def test_a_workspace_that_cannot_be_read_is_told_of(model, workspace, qtbot):
    workspace.close()
    workspace.path.unlink()
    with qtbot.waitSignal(model.refused):
        model.index(1).data()


def test_steps_stop_at_the_ends(model, ids):
    assert model.neighbour(ids["Fish"], -1) == ids["Fish"]
    assert model.neighbour(ids["Fish"], 1) == ids["Leak"]
    assert model.neighbour(ids["Dam"], 1) == ids["Dam"]
    assert model.neighbour(None, 1) == ids["Fish"]
    assert model.neighbour(99, 1) == ids["Fish"]


def test_what_is_not_there_has_no_index(model):
    assert not model.index_of(99).isValid()
    assert not model.index_of(-1).isValid()


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


def test_a_screen_reader_hears_title_outlet_date_and_counts(model, ids):
    told = model.index_of(ids["Leak"]).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("Leak, 27 Mar 2029")
