"""A repair mends what follows from the rest, as one step, and says what it could not mend."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from builders import BRIDGE, PORT, a_quotation, an_article, an_event
from stanceline.services.articles import delete_article
from stanceline.services.backups import back_up
from stanceline.services.checking import (
    FindingKind,
    RepairReport,
    check_workspace,
    look_over,
    problems_of,
    repair,
)
from stanceline.services.editing import keep_draft
from stanceline.services.importing import Incoming, read_text, store
from stanceline.services.progress import Cancelled
from stanceline.services.repairing import REPAIR
from stanceline.services.suggesting import suggest_for_all
from stanceline.services.undoing import next_undo, undo
from stanceline.services.workspace import Workspace, WorkspaceReadOnly
from stanceline.storage.engine import NotAWorkspace, WorkspaceUnavailable


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANCELINE_CONFIG", str(tmp_path_factory.mktemp("config")))


@pytest.fixture
def worked_on(workspace_path: Path) -> Path:
    """A closed workspace with something in each of its main tables, and a backup."""
    with Workspace.open(workspace_path) as workspace:
        article_id = an_article(workspace, source="The Gull", published="2031-05-13")
        a_quotation(
            workspace,
            article_id,
            "“We shall open it when it is safe,”",
            "“Not a day before.”",
            speaker="Tora Berg",
            said="2031-05-12",
            opening="opposes",
        )
        an_event(
            workspace,
            "Inspection",
            "2031-05-12",
            participants=("Tora Berg",),
            evidence=((article_id, "12 May 2031"),),
        )
        store(workspace, [Incoming("port.txt", read_text(PORT).draft, PORT.encode())])
        suggest_for_all(workspace)
        back_up(workspace)
    return workspace_path


def damage(path: Path, *statements: str) -> None:
    """Change the file as no action of the program would; what it was is not written down."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE journal_now SET action_id = 0")
        for statement in statements:
            connection.execute(statement)
        connection.execute("DELETE FROM change WHERE action_id = 0")
        connection.execute("UPDATE journal_now SET action_id = NULL WHERE action_id = 0")
        connection.commit()


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def repaired(path: Path) -> RepairReport:
    with Workspace.open(path) as workspace:
        return repair(workspace)


def test_sound_workspace_is_left_alone(worked_on: Path):
    with Workspace.open(worked_on) as workspace:
        before = next_undo(workspace)
        assert repair(workspace) == RepairReport([], [])
        assert next_undo(workspace) == before


@pytest.mark.parametrize(
    ("statement", "table", "done"),
    [
        (
            "UPDATE quotation_span SET start = start + 2, end = end + 2",
            "SELECT start, end FROM quotation_span",
            "Set the mark of quotation 1 to its words, which stand at character ",
        ),
        (
            "UPDATE quotation_span SET exact = 'Every week costs us forty jobs' WHERE id = 1",
            "SELECT exact, start FROM quotation_span",
            "Took the words of quotation 1 from its place in the text.",
        ),
        (
            "UPDATE evidence SET start = 90000, end = 90011",
            "SELECT start, end FROM evidence",
            "Set the mark of the evidence of event 1 to its words",
        ),
        (
            "UPDATE event SET date_o0 = 5, date_t1 = NULL",
            "SELECT date_o0, date_t1 FROM event",
            "Derived the bounds of the date of event 1 anew.",
        ),
        (
            "INSERT INTO event_participant (event_id, speaker_id) VALUES (1, 99)",
            "SELECT * FROM event_participant",
            "Took out row 2 of event_participant, which referred to a missing row of speaker.",
        ),
        (
            "UPDATE text SET body = replace(body, 'forty', 'fifty')",
            "SELECT body, sha256 FROM text",
            "Restored the text of article 1 from the backup of ",
        ),
        (
            "UPDATE text SET sha256 = replace(sha256, 'a', 'b') WHERE id = 2",
            "SELECT body, sha256 FROM text",
            "Restored the text of article 2 from the backup of ",
        ),
        (
            "DELETE FROM text WHERE id = 1",
            "SELECT id, body, sha256, grams FROM text",
            "Restored the text of article 1 from the backup of ",
        ),
        (
            "UPDATE original SET content = x'00'",
            "SELECT content FROM original",
            "Restored the kept file “port.txt” from the backup of ",
        ),
        (
            "UPDATE search_doc SET title = 'Else'",
            "SELECT title FROM search_doc",
            "Made the search index anew.",
        ),
        (
            "INSERT INTO article_fts (rowid, title) VALUES (1, 'zebra')",
            "SELECT rowid FROM article_fts WHERE article_fts MATCH 'zebra'",
            "Made the search index anew.",
        ),
        (
            "DROP INDEX ix_article_source_id",
            "SELECT name FROM sqlite_master WHERE name = 'ix_article_source_id'",
            "Made the indices of the tables anew.",
        ),
        (
            "UPDATE journal_now SET action_id = 3",
            "SELECT * FROM journal_now",
            "Set right what the history says goes on.",
        ),
    ],
)
def test_repair_makes_it_what_it_was(worked_on: Path, statement: str, table: str, done: str):
    before = rows(worked_on, table)
    damage(worked_on, statement)
    report = repaired(worked_on)
    assert report.left == []
    assert any(sentence.startswith(done) for sentence in report.did), report.did
    assert rows(worked_on, table) == before
    with Workspace.open(worked_on) as workspace:
        assert look_over(workspace, is_thorough=True) == []


def test_draft_of_an_article_that_cannot_come_back_is_taken_out(worked_on: Path):
    with Workspace.open(worked_on) as workspace:
        keep_draft(workspace, 1, "Half a sen", 1)
        delete_article(workspace, 1)
    damage(worked_on, "DELETE FROM change WHERE tbl = 'article' AND row_id = 1")
    with Workspace.open(worked_on) as workspace:
        report = repair(workspace)
        assert report.did == ["Took out drafts and places in articles that are not there."]
        assert report.left == []
        assert problems_of(workspace) == []


def test_all_of_it_is_one_step_that_can_be_undone(worked_on: Path):
    damage(
        worked_on,
        "UPDATE quotation_span SET start = start + 2, end = end + 2",
        "UPDATE event SET date_o0 = 5",
        "UPDATE search_doc SET title = 'Else'",
    )
    broken = rows(worked_on, "SELECT start, end FROM quotation_span")
    with Workspace.open(worked_on) as workspace:
        assert len(repair(workspace).did) == 4
        step = next_undo(workspace)
        assert step is not None
        assert step.label == REPAIR
        undo(workspace)
        last = next_undo(workspace)
        assert last is not None
        assert last.label != REPAIR
    assert rows(worked_on, "SELECT start, end FROM quotation_span") == broken


def test_words_that_stand_twice_are_found_by_what_is_around_them(worked_on: Path):
    with Workspace.open(worked_on) as workspace:
        article_id = an_article(workspace, "Aye\n\nAye, said one. No, said two. Aye, said three.")
        a_quotation(workspace, article_id, "Aye, said three")
    damage(
        worked_on,
        "UPDATE quotation_span SET exact = 'Aye', end = start + 3, suffix = ', said three.',"
        " prefix = 'two. ' WHERE id = 3",
        "UPDATE quotation_span SET start = start - 1, end = end - 1 WHERE id = 3",
    )
    report = repaired(worked_on)
    assert report.left == []
    assert rows(worked_on, "SELECT start FROM quotation_span WHERE id = 3") == [(34,)]


def test_nearest_of_several_places_is_named_and_not_taken(worked_on: Path):
    with Workspace.open(worked_on) as workspace:
        article_id = an_article(workspace, "Aye\n\nAye, said one. No, said two. Aye, said three.")
        a_quotation(workspace, article_id, "No, said two")
    damage(worked_on, "UPDATE quotation_span SET exact = 'Aye', end = start + 3 WHERE id = 3")
    sentence = "The words of quotation 2 are not where it says."
    nearest = " The same words stand nearest at character 35."
    assert repaired(worked_on) == RepairReport([], [sentence + nearest])


def test_mark_whose_place_is_not_sure_is_left_and_named(worked_on: Path):
    damage(
        worked_on,
        "UPDATE quotation_span SET exact = 'words that stand nowhere', prefix = '' WHERE id = 2",
        "UPDATE quotation_span SET suffix = 'nor do these' WHERE id = 2",
    )
    report = repaired(worked_on)
    assert report == RepairReport([], ["The words of quotation 1 are not where it says."])


def test_marks_in_a_damaged_text_stay_until_the_text_is_back(
    worked_on: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("STANCELINE_CONFIG", str(tmp_path / "no backups"))
    damage(worked_on, "UPDATE text SET body = 'x' || body WHERE id = 1")
    report = repaired(worked_on)
    assert not any("mark" in sentence for sentence in report.did)
    assert "The text of article 1 is not what was imported, and no backup has it." in report.left
    with Workspace.open(worked_on) as workspace:
        (text, *_) = [each for each in look_over(workspace) if each.kind is FindingKind.TEXT]
        assert text.sentence.endswith("that is known, and no backup has it.")
        assert not text.can_repair
        back_up(workspace)  # What is known does not end all backups.


def test_texts_come_back_though_the_digest_of_a_kept_file_is_no_text(worked_on: Path):
    damage(
        worked_on,
        "UPDATE text SET body = 'x' || body WHERE id = 1",
        "UPDATE original SET sha256 = CAST(x'ff' || sha256 AS TEXT)",
    )
    report = repaired(worked_on)
    assert any("from the backup of" in sentence for sentence in report.did)
    assert report.left == ["The kept file “port.txt” is not what was imported."]


def test_what_cannot_be_repaired_is_told_once(
    worked_on: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("STANCELINE_CONFIG", str(tmp_path / "no backups"))
    damage(worked_on, "UPDATE text SET body = 'x' || body WHERE id = 1")
    left = repaired(worked_on).left
    assert sum("The text of article 1" in sentence for sentence in left) == 1


def test_history_that_cannot_be_read_is_kept_as_lines(worked_on: Path):
    n_lines = rows(worked_on, "SELECT count(*) FROM action")
    last = rows(worked_on, "SELECT max(action_id) FROM change")[0][0]
    damage(worked_on, f"UPDATE change SET vals = '{{' WHERE action_id = {last} - 1")
    with Workspace.open(worked_on) as workspace:
        report = repair(workspace)
        assert report.left == []
        (sentence,) = report.did
        assert sentence.endswith(f"up to step {int(str(last)) - 1} can no longer be undone.")
        while undo(workspace):
            pass
        assert look_over(workspace, is_thorough=True) == []
    assert rows(worked_on, "SELECT count(*) FROM action") > n_lines


def test_unknown_word_in_a_column_is_named_and_left(worked_on: Path):
    damage(worked_on, "UPDATE event SET status = 'rumoured'")
    assert repaired(worked_on) == RepairReport(
        [], ["event.status of event 1 has a value that is not known: “rumoured”."]
    )


def test_workspace_that_cannot_be_written_is_not_repaired(worked_on: Path):
    damage(worked_on, "UPDATE event SET date_o0 = 5")
    with (
        Workspace.open(worked_on, for_writing=False) as workspace,
        pytest.raises(WorkspaceReadOnly),
    ):
        repair(workspace)


def test_look_can_be_stopped_at_each_step(worked_on: Path):
    class Stopper:
        def __init__(self, n: int) -> None:
            self.n = n

        def step(self, done: int, total: int, what: str) -> None:
            assert done <= total
            assert what
            self.n -= 1
            if self.n < 0:
                raise Cancelled("Stopped.")

    with Workspace.open(worked_on) as workspace:
        n_steps = 0
        while True:
            try:
                assert look_over(workspace, Stopper(n_steps)) == []
                break
            except Cancelled:
                n_steps += 1
    assert n_steps > 10


def test_reader_can_check_while_another_writes(worked_on: Path):
    with Workspace.open(worked_on) as writer, Workspace.open(worked_on) as reader:
        assert reader.is_read_only
        assert look_over(reader, is_thorough=True) == []
        an_article(writer, BRIDGE + "More.")
        assert look_over(reader) == []


def test_files_that_are_none_of_ours_are_refused_as_ever(tmp_path: Path):
    (tmp_path / "notes").write_text("my notes")
    for mends in (False, True):
        with pytest.raises(NotAWorkspace):
            check_workspace(tmp_path / "notes", mends=mends)
        with pytest.raises(WorkspaceUnavailable):
            check_workspace(tmp_path / "none", mends=mends)
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE t (a)")
    with pytest.raises(NotAWorkspace):
        check_workspace(tmp_path / "other.db", mends=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes", "other.db"]
