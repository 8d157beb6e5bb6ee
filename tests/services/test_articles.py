"""What an analyst reads in the library and corrects about an article."""

from dataclasses import replace

import pytest

from builders import BRIDGE, PORT, a_quotation, an_article, an_event
from stanceline.domain.articles import ArticleStatus
from stanceline.domain.edtf import EdtfError
from stanceline.domain.errors import StancelineError
from stanceline.services.articles import (
    ArticleFacts,
    article,
    delete_article,
    describe_article,
    first_to_open,
    is_there,
    library,
    library_counts,
    library_rows,
    set_status,
    source_names,
)
from stanceline.services.events import all_events
from stanceline.services.quotations import all_quotations
from stanceline.services.suggesting import suggest_for_all
from stanceline.services.workspace import NotFound, Workspace

FACTS = ArticleFacts(
    title="  The bridge ",
    source="The Gull",
    author="Eva Lund",
    url="https://example.org/bridge",
    published=" 2031-05-12 ",
    language="en",
    note="Seen on paper.",
    tags=("bridge", " harbour ", "bridge", ""),
)


def test_facts_are_stored_without_white_space_at_their_ends(workspace: Workspace):
    article_id = an_article(workspace)
    describe_article(workspace, article_id, FACTS)
    found = article(workspace, article_id)
    assert (found.title, found.source, found.author) == ("The bridge", "The Gull", "Eva Lund")
    assert (found.published, found.note) == ("2031-05-12", "Seen on paper.")
    assert found.tags == ("bridge", "harbour")
    assert found.body == BRIDGE


def test_facts_may_be_taken_away_again(workspace: Workspace):
    article_id = an_article(workspace, source="The Gull", published="2031-05-12")
    describe_article(workspace, article_id, replace(FACTS, source="", published="", tags=()))
    found = article(workspace, article_id)
    assert (found.source, found.source_id, found.published, found.tags) == ("", None, "", ())


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        (replace(FACTS, published="2031-13"), EdtfError),
        (replace(FACTS, title="  "), StancelineError),
    ],
)
def test_wrong_facts_change_nothing(
    workspace: Workspace, facts: ArticleFacts, error: type[StancelineError]
):
    article_id = an_article(workspace)
    before = article(workspace, article_id)
    with pytest.raises(error):
        describe_article(workspace, article_id, facts)
    assert article(workspace, article_id) == before


def test_library_counts_what_was_done(workspace: Workspace):
    busy, idle = an_article(workspace, published="2031-05"), an_article(workspace, PORT)
    a_quotation(
        workspace, busy, "“Every week costs us forty jobs,”", opening="supports", strike="neutral"
    )
    a_quotation(workspace, busy, "“found rust everywhere”")
    an_event(workspace, "Inspection", evidence=((busy, "12 May 2031"), (busy, "The inspectors")))
    suggest_for_all(workspace, [idle])
    first, second = library(workspace)
    assert (first.id, first.n_quotations, first.n_judged, first.n_events) == (busy, 2, 1, 1)
    assert (second.id, second.n_quotations, second.n_judged, second.n_events) == (idle, 0, 0, 0)
    assert first.n_suggestions == 0
    assert second.n_suggestions > 0


def test_library_begins_with_the_newest_and_ends_with_the_undated(workspace: Workspace):
    for n, published in enumerate(["2030", "", "2031-05-12", "2031-05"]):
        an_article(workspace, f"Report {n}", published=published)
    assert [row.published for row in library(workspace)] == ["2031-05-12", "2031-05", "2030", ""]


def test_status_is_the_analyst_s_word(workspace: Workspace):
    article_id = an_article(workspace)
    assert article(workspace, article_id).status is ArticleStatus.UNREAD
    set_status(workspace, article_id, ArticleStatus.DONE)
    assert library(workspace)[0].status is ArticleStatus.DONE


def test_article_goes_with_its_quotations_and_evidence(workspace: Workspace):
    gone, kept = an_article(workspace), an_article(workspace, PORT)
    a_quotation(workspace, gone, "“found rust everywhere”")
    a_quotation(workspace, kept, "“Talks are under way,”")
    an_event(workspace, "Inspection", evidence=((gone, "12 May"), (kept, "Talks")))
    delete_article(workspace, gone)
    assert [row.id for row in library(workspace)] == [kept]
    assert [each.article_id for each in all_quotations(workspace)] == [kept]
    assert [piece.article_id for piece in all_events(workspace)[0].evidence] == [kept]


def test_reprint_outlives_its_first_print(workspace: Workspace):
    first = an_article(workspace, source="The Gull")
    an_article(workspace, source="Port Radio")
    delete_article(workspace, first)
    (row,) = library(workspace)
    assert (row.source, row.reprint_of) == ("Port Radio", None)


def test_outlets_are_listed_by_name(workspace: Workspace):
    for source in ("The Gull", "North Wire"):
        an_article(workspace, f"From {source}", source=source)
    assert source_names(workspace) == ["North Wire", "The Gull"]


def test_article_that_is_gone_is_told_of(workspace: Workspace):
    for act in (
        lambda: article(workspace, 9),
        lambda: describe_article(workspace, 9, FACTS),
        lambda: set_status(workspace, 9, ArticleStatus.DONE),
        lambda: delete_article(workspace, 9),
    ):
        with pytest.raises(NotFound, match="The article is no longer in the workspace"):
            act()


def several(workspace: Workspace) -> list[int]:
    """Ids of articles of 2030, without a date, of May 2031 and of 2030 again."""
    dates = ("2030", "", "2031-05-12", "2030")
    return [an_article(workspace, f"Report {n}", published=d) for n, d in enumerate(dates)]


def test_lines_of_a_page_say_what_the_whole_library_says(workspace: Workspace):
    busy, idle = an_article(workspace, published="2031-05"), an_article(workspace, PORT)
    a_quotation(workspace, busy, "“Every week costs us forty jobs,”", opening="supports")
    suggest_for_all(workspace, [idle])
    whole = {row.id: row for row in library(workspace)}
    assert library_rows(workspace, [idle, busy, 99]) == whole
    assert library_rows(workspace, [busy]) == {busy: whole[busy]}
    assert library_rows(workspace, []) == {}


def test_counts_are_those_of_the_status_line(workspace: Workspace):
    assert library_counts(workspace).n_articles == 0
    several(workspace)
    article_id = an_article(workspace, PORT)
    suggest_for_all(workspace, [article_id])
    counts = library_counts(workspace)
    assert counts.n_articles == 5
    assert counts.n_waiting == library_rows(workspace, [article_id])[article_id].n_suggestions > 0


def test_first_to_open_is_in_work_and_has_something_waiting(workspace: Workspace):
    assert first_to_open(workspace) is None
    old, _undated, new, old_too = several(workspace)
    assert first_to_open(workspace) == new
    waiting = an_article(workspace, PORT, published="1990")
    suggest_for_all(workspace, [waiting])
    assert first_to_open(workspace) == waiting
    set_status(workspace, old_too, ArticleStatus.IN_WORK)
    assert first_to_open(workspace) == old_too
    for each in (waiting, old_too):
        set_status(workspace, each, ArticleStatus.DONE)
    assert first_to_open(workspace) == new
    assert library_rows(workspace, [old])[old].status is ArticleStatus.UNREAD


def test_deleted_article_is_not_there(workspace: Workspace):
    article_id = an_article(workspace)
    assert is_there(workspace, article_id)
    delete_article(workspace, article_id)
    assert not is_there(workspace, article_id)
