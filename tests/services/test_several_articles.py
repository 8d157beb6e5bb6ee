"""What is done to several articles at once: one action, one label, one step of undo."""

import pytest

from builders import a_quotation, an_article
from stanceline.domain.articles import ArticleStatus
from stanceline.domain.edtf import EdtfError
from stanceline.domain.errors import StancelineError
from stanceline.domain.names import NameTooLong
from stanceline.services import several_articles
from stanceline.services.articles import article, library
from stanceline.services.history import history
from stanceline.services.progress import Cancelled
from stanceline.services.several_articles import (
    FactsChange,
    change_tags,
    delete_articles,
    describe_articles,
    languages,
    set_statuses,
    shared_facts,
    tag_uses,
    tags_of,
)
from stanceline.services.undoing import next_undo, undo
from stanceline.services.workspace import NotFound, Workspace, WorkspaceReadOnly


@pytest.fixture
def ids(workspace: Workspace) -> list[int]:
    return [
        an_article(workspace, f"Report {n}\n\nx", source=("The Gull", "")[n % 2]) for n in range(3)
    ]


def label_of_last(workspace: Workspace) -> str:
    step = next_undo(workspace)
    assert step is not None
    return step.label


def test_a_status_is_given_to_all_in_one_step(workspace: Workspace, ids: list[int]):
    assert set_statuses(workspace, ids, ArticleStatus.DONE) == 3
    assert {row.status for row in library(workspace)} == {ArticleStatus.DONE}
    assert label_of_last(workspace) == "Mark 3 articles as done"
    undo(workspace)
    assert {row.status for row in library(workspace)} == {ArticleStatus.UNREAD}


def test_tags_are_given_and_taken(workspace: Workspace, ids: list[int]):
    change_tags(workspace, ids, ["wire"])
    assert label_of_last(workspace) == "Tag 3 articles “wire”"
    change_tags(workspace, ids[:1], [" law\n", "wire"])
    assert tags_of(workspace, ids) == {"law": 1, "wire": 3}
    assert [(use.name, use.n_articles) for use in tag_uses(workspace)] == [("wire", 3), ("law", 1)]
    change_tags(workspace, ids, removed=["wire"])
    assert label_of_last(workspace) == "Take the tag “wire” from 3 articles"
    assert tags_of(workspace, ids) == {"law": 1}
    undo(workspace)
    assert tags_of(workspace, ids) == {"law": 1, "wire": 3}


def test_facts_that_are_shared_are_told_and_the_others_not(workspace: Workspace, ids: list[int]):
    change_tags(workspace, ids[1:], ["wire"])
    facts = shared_facts(workspace, ids)
    assert facts.n_articles == 3
    assert (facts.title, facts.source, facts.author, facts.published) == (None, None, "", "")
    assert facts.tags == {"wire": 2}
    assert shared_facts(workspace, [ids[0], ids[2]]).source == "The Gull"


def test_only_what_is_said_is_changed(workspace: Workspace, ids: list[int]):
    change = FactsChange(source="North Wire", published="2031-05", added_tags=("wire",))
    assert describe_articles(workspace, ids, change) == 3
    assert label_of_last(workspace) == "Describe 3 articles"
    for n, each in enumerate(article(workspace, number) for number in ids):
        assert (each.title, each.source, each.published) == (f"Report {n}", "North Wire", "2031-05")
        assert each.tags == ("wire",)
    undo(workspace)
    assert [article(workspace, each).source for each in ids] == ["The Gull", "", "The Gull"]


def test_what_is_searched_follows_what_is_described(workspace: Workspace, ids: list[int]):
    from stanceline.services.searching import search

    describe_articles(workspace, ids[:2], FactsChange(note="港口罢工"))
    assert search(workspace, "note:罢工").count == 2


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (FactsChange(title="  "), StancelineError),
        (FactsChange(published="2031-13"), EdtfError),
        (FactsChange(source="x" * 100_000), NameTooLong),
        (FactsChange(added_tags=("x" * 100_000,)), NameTooLong),
    ],
)
def test_wrong_facts_change_nothing(
    workspace: Workspace, ids: list[int], change: FactsChange, error: type[StancelineError]
):
    before = [article(workspace, each) for each in ids]
    with pytest.raises(error):
        describe_articles(workspace, ids, change)
    assert [article(workspace, each) for each in ids] == before


def test_several_are_deleted_and_come_back_with_what_they_held(
    workspace: Workspace, ids: list[int]
):
    a_quotation(workspace, ids[0], "x")
    assert delete_articles(workspace, ids[:2]) == 2
    assert label_of_last(workspace) == "Delete 2 articles"
    assert [row.id for row in library(workspace)] == [ids[2]]
    undo(workspace)
    assert {row.id: row.n_quotations for row in library(workspace)}[ids[0]] == 1


def test_those_that_are_gone_are_passed_over(workspace: Workspace, ids: list[int]):
    assert set_statuses(workspace, [*ids, 999], ArticleStatus.DONE) == 3
    with pytest.raises(NotFound, match="The articles are no longer"):
        set_statuses(workspace, [998, 999], ArticleStatus.DONE)
    with pytest.raises(NotFound, match="The article is no longer"):
        shared_facts(workspace, [999])


def test_many_are_one_step_of_undo_though_written_in_batches(
    workspace: Workspace, ids: list[int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(several_articles, "_BATCH", 2)
    change_tags(workspace, ids, ["wire"])
    assert [line.label for line in history(workspace)][:1] == ["Tag 3 articles “wire”"]
    undo(workspace)
    assert tags_of(workspace, ids) == {}


def test_what_was_done_before_it_was_stopped_stays_and_can_be_undone(
    workspace: Workspace, ids: list[int], monkeypatch: pytest.MonkeyPatch
):
    class Stop:
        def step(self, done: int, total: int, what: str) -> None:
            assert (total, what) == (3, "")
            if done == 2:
                raise Cancelled("Stopped.")

    monkeypatch.setattr(several_articles, "_BATCH", 2)
    with pytest.raises(Cancelled):
        set_statuses(workspace, ids, ArticleStatus.DONE, Stop())
    done = [row.status for row in library(workspace)].count(ArticleStatus.DONE)
    assert done == 2
    undo(workspace)
    assert {row.status for row in library(workspace)} == {ArticleStatus.UNREAD}


def test_a_read_only_workspace_is_left_alone(workspace: Workspace, ids: list[int]):
    with Workspace.open(workspace.path, for_writing=False) as watching:
        with pytest.raises(WorkspaceReadOnly):
            set_statuses(watching, ids, ArticleStatus.DONE)
        assert shared_facts(watching, ids).n_articles == 3


def test_languages_are_listed_once(workspace: Workspace, ids: list[int]):
    describe_articles(workspace, ids[:2], FactsChange(language="uk"))
    describe_articles(workspace, ids[2:], FactsChange(language="en"))
    assert languages(workspace) == ["en", "uk"]
