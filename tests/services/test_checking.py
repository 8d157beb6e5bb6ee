"""A check finds what was damaged, and nothing in a workspace that is sound."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from builders import PORT, a_quotation, an_article, an_event
from stanceline.services.articles import delete_article, library
from stanceline.services.checking import problems_of, workspace_info
from stanceline.services.editing import edit_text, keep_draft, n_doubts
from stanceline.services.importing import Incoming, read_text, store
from stanceline.services.suggesting import suggest_for_all
from stanceline.services.workspace import Workspace


@pytest.fixture
def worked_on(workspace_path: Path) -> Path:
    """A closed workspace with something in each of its main tables."""
    with Workspace.open(workspace_path) as workspace:
        article_id = an_article(workspace, source="The Gull", published="2031-05-13")
        a_quotation(
            workspace,
            article_id,
            "“We shall open it when it is safe,”",
            speaker="Tora Berg",
            said="2031-05-12",
            opening="opposes",
        )
        an_event(workspace, "Inspection", "2031-05-12", evidence=((article_id, "12 May 2031"),))
        draft = read_text(PORT).draft
        store(workspace, [Incoming("port.txt", draft, PORT.encode())], published="2031-06")
        suggest_for_all(workspace)
    return workspace_path


def damage(path: Path, *statements: str) -> None:
    """Change the file as no action of the program would; what it was is not written down."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE journal_now SET action_id = 0")
        for statement in statements:
            connection.execute(statement)
        connection.execute("DELETE FROM change WHERE action_id = 0")
        if not any("journal_now" in statement for statement in statements):
            connection.execute("UPDATE journal_now SET action_id = NULL")
        connection.commit()


def found(path: Path) -> list[str]:
    with Workspace.open(path) as workspace:
        return problems_of(workspace)


def test_sound_workspace_has_no_problems(worked_on: Path):
    assert found(worked_on) == []


def test_empty_workspace_has_no_problems(workspace_path: Path):
    assert found(workspace_path) == []


@pytest.mark.parametrize(
    ("sql", "problems"),
    [
        (
            "UPDATE text SET body = replace(body, 'Monday', 'Sunday') WHERE id = 1",
            ["The text of article 1 is not what was imported."],
        ),
        (
            "UPDATE original SET content = x'00' WHERE id = 1",
            ["The kept file “port.txt” is not what was imported."],
        ),
        (
            "UPDATE quotation_span SET start = start + 1",
            ["The words of quotation 1 are not where it says."],
        ),
        (
            "UPDATE quotation_span SET start = 90000, end = 90010",
            ["The words of quotation 1 are not where it says."],
        ),
        (
            "UPDATE quotation_span SET start = 10, end = 2",
            ["CHECK constraint failed in quotation_span"],
        ),
        (
            "UPDATE evidence SET exact = '13 May 2031'",
            ["The words of the evidence of event 1 are not where it says."],
        ),
        (
            "UPDATE article SET published = 'soon' WHERE id = 1",
            ["The date of article 1 is broken: "],
        ),
        ("UPDATE quotation SET said = '2031-13'", ["The date of quotation 1 is broken: "]),
        ("UPDATE event SET date = '2031-02-30'", ["The date of event 1 is broken: "]),
        (
            "UPDATE evidence SET edtf = 'in May'",
            ["The date that evidence of event 1 gives is broken: "],
        ),
        ("UPDATE event SET date = '2031-05-14'", ["The bounds of the date of event 1 are wrong."]),
        ("UPDATE event SET date_o0 = 0", ["The bounds of the date of event 1 are wrong."]),
        (
            "UPDATE event SET status = 'rumoured'",
            ["event.status of event 1 has a value that is not known: “rumoured”."],
        ),
        (
            "UPDATE quotation SET speaker_id = 99",
            ["row 1 of quotation refers to a missing row of speaker"],
        ),
        (
            "UPDATE article SET text_id = 'x' WHERE id = 2",
            ["The text of article 2 cannot be read."],
        ),
        ("DELETE FROM text WHERE id = 2", ["The text of article 2 cannot be read."]),
        (
            "UPDATE search_doc SET title = 'Another' WHERE id = 2",
            ["The search index does not know article 2 as it is."],
        ),
        (
            "DELETE FROM search_doc WHERE id = 1",
            ["The search index does not know article 1 as it is."],
        ),
        (
            "INSERT INTO article_fts (rowid, title) VALUES (1, 'zebra')",
            ["The search index does not hold what is stored."],
        ),
        (
            "UPDATE change SET vals = '{' WHERE id = (SELECT max(id) FROM change)",
            ["1 change of step "],
        ),
        (
            "UPDATE journal_now SET action_id = 3",
            ["The history says that an action goes on where none does."],
        ),
        ("DROP INDEX ix_article_source_id", ["The workspace lacks the index “ix_article_so"]),
        ("UPDATE suggestion SET spans = '[[9'", ["Suggestion 1 is damaged: its place cannot"]),
    ],
)
def test_damage_is_found(worked_on: Path, sql: str, problems: list[str]):
    damage(worked_on, sql)
    told = found(worked_on)
    for problem in problems:
        assert any(each.startswith(problem) for each in told), told


def test_mark_that_is_to_be_checked_is_no_damage(worked_on: Path):
    with Workspace.open(worked_on) as workspace:
        for row in library(workspace):
            edit_text(workspace, row.id, f"Nothing is left of article {row.id}.")
        assert n_doubts(workspace) > 1
    assert found(worked_on) == []


def test_draft_of_an_article_that_cannot_come_back_is_found(worked_on: Path):
    with Workspace.open(worked_on) as workspace:
        article_id = library(workspace)[0].id
        keep_draft(workspace, article_id, "Half a sen", 1)
        delete_article(workspace, article_id)
    assert found(worked_on) == []
    damage(worked_on, f"DELETE FROM change WHERE tbl = 'article' AND row_id = {article_id}")
    assert found(worked_on) == [
        "A text is kept that was being edited in an article that is not there."
    ]


def test_one_fault_is_told_once(worked_on: Path):
    damage(worked_on, "UPDATE event SET date = '2031-05-14'")
    assert len(found(worked_on)) == 1


def test_info_counts_what_there_is(worked_on: Path):
    with Workspace.open(worked_on) as workspace:
        info = workspace_info(workspace)
    assert info.name == "The bridge"
    assert info.n_bytes == worked_on.stat().st_size
    assert (info.first, info.last) == ("2031-05-13", "2031-06")
    assert info.languages == {"en": 2}
    assert not info.is_read_only
    assert {name: count for name, count in info.counts.items() if name != "suggestions"} == {
        "articles": 2,
        "sources": 1,
        "speakers": 1,
        "topics": 1,
        "quotations": 1,
        "judgements": 1,
        "events": 1,
        "evidence": 1,
        "timelines": 0,
    }
    assert info.counts["suggestions"] > 0


def test_info_of_an_empty_workspace_has_no_dates(workspace: Workspace):
    info = workspace_info(workspace)
    assert (info.first, info.last, info.languages) == ("", "", {})
    assert set(info.counts.values()) == {0}
