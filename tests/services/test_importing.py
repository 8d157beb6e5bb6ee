"""Articles come in from files, folders and pasted text, each once."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders import BRIDGE, PORT, a_quotation, body_of
from stanceline.domain.articles import ArticleDraft
from stanceline.domain.edtf import EdtfError
from stanceline.services import importing
from stanceline.services.articles import article, library
from stanceline.services.editing import edit_text
from stanceline.services.history import history
from stanceline.services.importing import (
    Incoming,
    Problem,
    files_under,
    read_files,
    read_text,
    update_article,
)
from stanceline.services.progress import Cancelled
from stanceline.services.quotations import quotation
from stanceline.services.undoing import undo
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import tables
from stanceline.storage.tables import Original, Tag


def write(folder: Path, name: str, text: str = BRIDGE) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def numbered(count: int) -> list[Incoming]:
    return [read_text(f"Report {n}\n\nThe bridge was shut for day {n}.") for n in range(count)]


# Which files are read.


def test_folder_gives_its_articles_in_order_and_leaves_the_rest(tmp_path: Path):
    for name in ("b.txt", "a.md", "deep/er/c.HTML", "photo.jpg", "notes", "w.stanceline"):
        write(tmp_path, name)
    for name in (".hidden.txt", ".git/d.txt", "deep/.cache/e.txt"):
        write(tmp_path, name)
    found = [str(path.relative_to(tmp_path)) for path in files_under([tmp_path])]
    assert found == ["a.md", "b.txt", str(Path("deep", "er", "c.HTML"))]


def test_file_that_is_named_is_read_even_when_it_is_hidden(tmp_path: Path):
    path = write(tmp_path, ".hidden.txt")
    assert files_under([path]) == [path]


def test_link_that_leads_round_in_a_circle_is_followed_once(tmp_path: Path):
    write(tmp_path, "a.txt")
    (tmp_path / "round").symlink_to(tmp_path)
    assert files_under([tmp_path]) == [tmp_path / "a.txt"]


def test_folder_that_may_not_be_looked_into_is_no_error(
    visited_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
):
    write(visited_folder, "a.txt")
    write(visited_folder, "closed/b.txt")
    (visited_folder / "closed").chmod(0)
    with unprivileged():
        assert files_under([visited_folder]) == [visited_folder / "a.txt"]
        assert files_under([visited_folder / "closed" / "b.txt"])
        (problem,) = read_files([visited_folder / "closed" / "b.txt"])
    assert isinstance(problem, Problem)
    assert "Permission denied" in problem.sentence


def test_file_that_cannot_be_read_is_a_problem_and_the_others_come_in(
    workspace: Workspace, tmp_path: Path
):
    paths = [
        write(tmp_path, "a.txt"),
        write(tmp_path, "b.txt", "\x00\x01\x02" * 500),
        tmp_path / "missing.txt",
        write(tmp_path, "c.txt", PORT),
        write(tmp_path, "d.txt", " \n"),
    ]
    report = importing.store(workspace, read_files(paths))
    assert len(report.imported) == 2
    assert [Path(problem.name).name for problem in report.problems] == [
        "b.txt",
        "missing.txt",
        "d.txt",
    ]
    assert str(report.problems[2]) == f"{tmp_path / 'd.txt'}: It holds no text."


def test_file_whose_name_is_in_no_encoding_comes_in(workspace: Workspace, tmp_path: Path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    try:
        path.write_bytes(BRIDGE.encode())
    except OSError:
        pytest.skip("This system allows only names in Unicode.")
    assert len(importing.store(workspace, read_files([path])).imported) == 1
    with workspace.reading() as session:
        assert session.query(Original).one().name == "caf\ufffd.txt"


# What is stored.


def test_article_is_stored_with_the_file_it_came_from(workspace: Workspace, tmp_path: Path):
    path = write(tmp_path, "a.txt", BRIDGE.replace("\n", "\r\n"))
    (article_id,) = importing.store(workspace, read_files([path])).imported
    stored = article(workspace, article_id)
    assert stored.body == BRIDGE
    assert stored.title == "Harbour board keeps the bridge shut"
    assert stored.language == "en"
    assert stored.uid
    with workspace.reading() as session:
        original = session.query(Original).one()
        assert (original.name, original.content) == ("a.txt", path.read_bytes())


def test_source_and_date_hold_for_those_that_name_none(workspace: Workspace, tmp_path: Path):
    named = "---\nsource: The Gull\ndate: 2031-05-11\n---\n" + PORT
    paths = [write(tmp_path, "a.txt"), write(tmp_path, "b.md", named)]
    report = importing.store(
        workspace, read_files(paths), source="Port Radio", published="2031-05-12"
    )
    facts = [
        (each.source, each.published) for each in (article(workspace, n) for n in report.imported)
    ]
    assert facts == [("Port Radio", "2031-05-12"), ("The Gull", "2031-05-11")]


def test_broken_date_is_refused_and_nothing_is_stored(workspace: Workspace):
    with pytest.raises(EdtfError):
        importing.store(workspace, [read_text(BRIDGE)], published="2031-13")
    assert library(workspace) == []


def test_pasted_text_comes_in_without_a_file(workspace: Workspace):
    (article_id,) = importing.store(workspace, [read_text("  The bridge\r\n\r\nShut.")]).imported
    assert body_of(workspace, article_id) == "  The bridge\n\nShut."
    with workspace.reading() as session:
        assert session.query(Original).count() == 0


# Duplicates and reprints.


def test_same_text_again_is_a_duplicate(workspace: Workspace, tmp_path: Path):
    paths = [write(tmp_path, "a.txt"), write(tmp_path, "again.txt")]
    report = importing.store(workspace, read_files(paths))
    assert (len(report.imported), report.duplicates) == (1, ["again.txt"])
    report = importing.store(workspace, read_files(paths))
    assert (report.imported, report.duplicates) == ([], ["a.txt", "again.txt"])
    assert len(library(workspace)) == 1


def test_same_text_from_another_outlet_is_a_reprint(workspace: Workspace):
    first = importing.store(workspace, [read_text(BRIDGE)], source="The Gull").imported
    second = importing.store(workspace, [read_text(BRIDGE)], source="Port Radio")
    third = importing.store(workspace, [read_text(BRIDGE)], source="North Wire")
    assert second.reprints == second.imported
    reprints = {row.source: row.reprint_of for row in library(workspace)}
    assert reprints == {"The Gull": None, "Port Radio": first[0], "North Wire": first[0]}
    assert third.reprints == third.imported


def test_reprint_again_is_a_duplicate(workspace: Workspace):
    for source in ("The Gull", "Port Radio"):
        importing.store(workspace, [read_text(BRIDGE)], source=source)
    report = importing.store(workspace, [read_text(BRIDGE)], source="Port Radio")
    assert (report.imported, report.duplicates) == ([], ["pasted text"])


def test_same_text_of_an_outlet_that_is_not_known_is_a_duplicate(workspace: Workspace):
    importing.store(workspace, [read_text(BRIDGE)], source="The Gull")
    assert importing.store(workspace, [read_text(BRIDGE)]).duplicates == ["pasted text"]


def test_line_ends_and_marks_make_no_difference(workspace: Workspace):
    importing.store(workspace, [read_text(BRIDGE)])
    again = read_text("\ufeff" + BRIDGE.replace("\n", "\r\n"))
    assert importing.store(workspace, [again]).duplicates == ["pasted text"]


# Long imports.


class Watched:
    """Progress that is written down, and stopped after some steps."""

    def __init__(self, steps: int = 1_000) -> None:
        self.steps: list[tuple[int, int]] = []
        self._most = steps

    def step(self, done: int, total: int, what: str) -> None:
        assert what
        self.steps.append((done, total))
        if len(self.steps) == self._most:
            raise Cancelled


def test_progress_is_told_batch_by_batch(workspace: Workspace):
    progress = Watched()
    importing.store(workspace, numbered(120), total=120, progress=progress)
    assert progress.steps == [(50, 120), (100, 120), (120, 120)]


def test_import_that_is_stopped_keeps_what_it_stored(workspace: Workspace):
    with pytest.raises(Cancelled):
        importing.store(workspace, numbered(120), progress=Watched(steps=2))
    assert len(library(workspace)) == 100


def test_each_batch_is_told_to_listeners_once(workspace: Workspace):
    heard: list[frozenset[Changed]] = []
    workspace.listen(heard.append)
    importing.store(workspace, numbered(60))
    assert [kinds for kinds in heard if kinds] == [frozenset(importing.IMPORTED)] * 2


def test_others_can_work_between_batches(workspace: Workspace):
    class Elsewhere(Watched):
        def step(self, done: int, total: int, what: str) -> None:
            super().step(done, total, what)
            with Workspace(workspace.path) as other, other.action("Note") as session:
                session.add(Tag(name=str(done)))

    progress = Elsewhere()
    importing.store(workspace, numbered(60), progress=progress)
    assert len(progress.steps) == 2


# Changed versions of what is there.

LONG = BRIDGE + "\n".join(
    f"On day {n} of the closure, {n * 3} lorries waited at the quay for the ferry to Holm."
    for n in range(1, 9)
)
CORRECTED = LONG.replace("forty jobs", "fourteen jobs") + "\nThis report was corrected.\n"


def imported(
    workspace: Workspace, folder: Path, text: str, name: str = "report.txt", **options: Any
) -> importing.ImportReport:
    path = write(folder, name, text)
    return importing.store(workspace, read_files([path]), **options)


def test_changed_version_is_stored_beside_its_article_and_told_of(
    workspace: Workspace, tmp_path: Path
):
    (first,) = imported(workspace, tmp_path, LONG).imported
    report = imported(workspace, tmp_path, CORRECTED)
    (second,) = report.imported
    (version,) = report.changed
    assert (version.article_id, version.imported_id) == (first, second)
    assert (version.title, version.name) == ("Harbour board keeps the bridge shut", "report.txt")
    assert version.edited is None
    assert body_of(workspace, first) == LONG
    assert report.updated == []


def test_update_takes_the_place_of_the_article_and_its_marks_follow(
    workspace: Workspace, tmp_path: Path
):
    (first,) = imported(workspace, tmp_path, LONG).imported
    jobs = a_quotation(workspace, first, "“Every week costs us forty jobs,”")
    safe = a_quotation(workspace, first, "“We shall open it when it is safe,”")
    report = imported(workspace, tmp_path, CORRECTED, updates=True)
    assert (report.imported, report.updated) == ([], [first])
    (version,) = report.changed
    assert version.edited is not None
    assert (version.edited.n_kept, version.edited.n_doubtful) == (1, 1)
    assert body_of(workspace, first) == CORRECTED
    assert quotation(workspace, jobs).is_doubtful
    assert not quotation(workspace, safe).is_doubtful
    assert len(library(workspace)) == 1
    undo(workspace)
    assert body_of(workspace, first) == LONG
    assert not quotation(workspace, jobs).is_doubtful


def test_version_that_was_imported_beside_its_article_can_take_its_place_later(
    workspace: Workspace, tmp_path: Path
):
    (first,) = imported(workspace, tmp_path, LONG).imported
    (version,) = imported(workspace, tmp_path, CORRECTED).changed
    update_article(workspace, version.article_id, version.draft, imported_id=version.imported_id)
    assert [row.id for row in library(workspace)] == [first]
    assert body_of(workspace, first) == CORRECTED
    with workspace.reading() as session:
        row = session.get_one(tables.Article, first)
        assert row.original is not None
        assert row.original.content == CORRECTED.encode()
    undo(workspace)
    assert len(library(workspace)) == 2


def test_version_in_which_somebody_marked_something_is_not_taken_away(
    workspace: Workspace, tmp_path: Path
):
    imported(workspace, tmp_path, LONG)
    (version,) = imported(workspace, tmp_path, CORRECTED).changed
    a_quotation(workspace, version.imported_id or 0, "“Not a day before.”")
    update_article(workspace, version.article_id, version.draft, imported_id=version.imported_id)
    assert len(library(workspace)) == 2


def test_version_is_known_by_its_address_and_by_its_title_of_the_same_outlet(
    workspace: Workspace,
):
    def draft(body: str, **facts: str) -> Incoming:
        return Incoming("pasted", ArticleDraft("Bridge shut", body, **facts))

    importing.store(workspace, [draft(LONG, source="Gull", url="https://gull.example/1")])
    by_address = importing.store(
        workspace, [draft(CORRECTED, source="Gull", url="https://gull.example/1")]
    )
    assert len(by_address.changed) == 1
    again = CORRECTED.replace("fourteen", "fifteen")
    elsewhere = draft(f"{again}!!", source="Gull", url="https://gull.example/2")
    assert importing.store(workspace, [elsewhere]).changed == []
    assert len(importing.store(workspace, [draft(again, source="Gull")]).changed) == 1
    other = importing.store(workspace, [draft(f"{again}!", source="Port Radio")])
    assert other.changed == []


def test_quite_another_text_under_the_same_name_is_another_article(
    workspace: Workspace, tmp_path: Path
):
    imported(workspace, tmp_path, LONG)
    other = "Harbour board keeps the bridge shut\n\n" + "\n".join(
        f"Shop number {n} in the old town has closed, its owner told this paper." for n in range(20)
    )
    report = imported(workspace, tmp_path, other, updates=True)
    assert (report.changed, report.updated, len(report.imported)) == ([], [], 1)


def test_files_of_one_import_are_no_versions_of_each_other(workspace: Workspace, tmp_path: Path):
    paths = [write(tmp_path / "a", "x.txt", LONG), write(tmp_path / "b", "x.txt", CORRECTED)]
    report = importing.store(workspace, read_files(paths), updates=True)
    assert (len(report.imported), report.changed) == (2, [])
    again = [write(tmp_path / name, "x.txt", f"{CORRECTED}{name}") for name in ("c", "d")]
    report = importing.store(workspace, read_files(again), updates=True)
    assert len(report.updated) == len(set(report.updated))


def test_file_of_an_article_that_was_edited_since_is_not_imported_again(
    workspace: Workspace, tmp_path: Path
):
    (first,) = imported(workspace, tmp_path, LONG).imported
    edit_text(workspace, first, CORRECTED)
    report = imported(workspace, tmp_path, LONG, updates=True)
    assert (report.duplicates, report.changed) == (["report.txt"], [])
    assert body_of(workspace, first) == CORRECTED
    (version,) = imported(workspace, tmp_path, f"{LONG}And more.\n", updates=True).changed
    assert version.is_edited_here


def test_update_fills_in_facts_and_leaves_those_that_were_given(workspace: Workspace):
    draft = ArticleDraft("Harbour board keeps the bridge shut", LONG, author="Ann")
    (first,) = importing.store(workspace, [Incoming("pasted", draft)]).imported
    new = replace(draft, body=CORRECTED, author="Bo", url="https://gull.example/1", source="Gull")
    update_article(workspace, first, new)
    found = article(workspace, first)
    assert (found.author, found.url, found.source) == ("Ann", "https://gull.example/1", "Gull")
    assert history(workspace)[0].label == "Update the article “Harbour board keeps the bridge shut”"
