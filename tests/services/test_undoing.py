"""Undo and redo of everything, in any order, with reopening and going back in between."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from builders import BRIDGE, PORT, a_quotation, an_article, place, stance_id
from stanceline.domain.articles import ArticleStatus
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EventDraft, EvidenceDraft
from stanceline.domain.quotations import Certainty, QuotationDraft, QuotationKind
from stanceline.domain.spans import Span
from stanceline.domain.speakers import Role, SpeakerDraft, SpeakerKind
from stanceline.services.articles import (
    ArticleFacts,
    delete_article,
    describe_article,
    set_status,
)
from stanceline.services.events import (
    add_event,
    add_evidence,
    change_event,
    delete_event,
    remove_evidence,
)
from stanceline.services.history import go_back_to, history, reason_against, undo_just, work_as
from stanceline.services.importing import read_text, store
from stanceline.services.progress import Cancelled
from stanceline.services.quotations import (
    delete_quotation,
    describe_quotation,
    judge,
    mark_quotation,
    set_speaker,
    set_words,
    withdraw_judgement,
)
from stanceline.services.speakers import add_speaker, change_speaker, delete_speaker
from stanceline.services.suggesting import (
    accept_confident,
    accept_suggestion,
    reject_suggestion,
    suggest_for_all,
)
from stanceline.services.topics import add_topic, change_topic, delete_topic
from stanceline.services.undoing import (
    Step,
    UndoRefused,
    next_redo,
    next_undo,
    redo,
    undo,
)
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import search, tables
from stanceline.storage.engine import DRIVER

Contents = dict[str, list[str]]

BODIES = (
    BRIDGE,
    PORT,
    "港口罢工进入第三周\n\n“谈判没有进展”，部长说。",
    "Ein Bericht\n\n„Die Brücke bleibt zu“, sagte Tora Berg.",
    "\U0001f6a2 Ships wait\n\n“We wait,” said the captain. “We wait long.”",
)
NAMES = ("Nils Aker", "Tora Berg", "Žofie Łódź", "港务局", "O'Brien; DROP", "\U0001f9d1 Ahmed")
NOTES = ("", "A note", "zweite “Note”\nmit Zeile", "ملاحظة", "\U0001f309 \\ \" ' {}", "0.1")
DATES = ("", "2031-05-12", "2031-05?", "../2031", "-0044-03-15", "Y-17E7")
EXAMPLES = int(os.environ.get("STANCELINE_UNDO_EXAMPLES", "8"))
"""Walks that each law is tried on; every one writes to the disk at each step."""

LARGEST, SMALLEST = 2**63 - 1, -(2**63)
FLOATS = (0.1, 1 / 3, 1e-300, 0.30000000000000004, 123456789.12345679, 5e-324)


def contents(workspace: Workspace) -> Contents:
    """Every row of every journalled table, and what is searched, as SQLite stores them."""
    with workspace.reading() as session:
        return {
            name: sorted(
                repr(tuple(row))
                for row in session.connection().exec_driver_sql(f'SELECT * FROM "{name}"')
            )
            for name, table in tables.Base.metadata.tables.items()
            if table.info.get("is_journalled", True) or name == "search_doc"
        }


class _PutBack(Exception):
    """Ends a look at what would be."""


def check_sound(workspace: Workspace) -> None:
    """Foreign keys hold, the index is sound, and what is searched is what a rebuild makes."""
    before = contents(workspace)["search_doc"]
    with suppress(_PutBack), workspace.action("Look") as session:
        connection = session.connection()
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert search.is_sound(connection)
        search.rebuild(connection)
        after = sorted(
            repr(tuple(row)) for row in connection.exec_driver_sql("SELECT * FROM search_doc")
        )
        assert after == before
        raise _PutBack


def differing(one: Contents, other: Contents) -> dict[str, tuple[set[str], set[str]]]:
    return {
        name: (set(one[name]) - set(other[name]), set(other[name]) - set(one[name]))
        for name in one
        if one[name] != other[name]
    }


# ---------------------------------------------------------------------------- gestures


class Hand:
    """Does things with a workspace; two numbers choose what they are done to."""

    def __init__(self, workspace: Workspace, one: int, other: int) -> None:
        self.workspace, self.one, self.other = workspace, one, other

    def pick(self, model: type[tables.Base], *, other: bool = False) -> int:
        """The id of a row; one that is not there when the table is empty."""
        with self.workspace.reading() as session:
            ids = session.scalars(select(model.id).order_by(model.id)).all()  # type: ignore[attr-defined]
        return ids[(self.other if other else self.one) % len(ids)] if ids else 999

    def of(self, choices: tuple[Any, ...], n: int = 0) -> Any:
        return choices[(self.one + self.other + n) % len(choices)]

    def span(self, article_id: int) -> Span:
        with self.workspace.reading() as session:
            row = session.get(tables.Article, article_id)
            length = len(row.body) if row else 9
        start = self.one % (length - 5)
        return Span(start, min(length, start + 2 + self.other % 40))

    def import_one(self) -> None:
        sources = ("", "The Gull", "Порт Сьогодні")
        store(self.workspace, [read_text(self.of(BODIES))], source=sources[self.one % 3])

    def import_some(self) -> None:
        texts = (read_text(f"Report {self.one + n}\n\nNews of {n}.") for n in range(60))
        store(self.workspace, texts, published="2031")

    def mark(self) -> None:
        article = self.pick(tables.Article)
        second = Span(0, 4)
        spans = [self.span(article)]
        if self.other % 2 and not spans[0].overlaps(second):
            spans.append(second)
        speaker = self.pick(tables.Speaker, other=True) if self.other % 3 else None
        mark_quotation(
            self.workspace,
            QuotationDraft(
                article, tuple(spans), speaker, said=self.of(DATES), note=self.of(NOTES)
            ),
        )

    def judge(self) -> None:
        judge(
            self.workspace,
            self.pick(tables.Quotation),
            self.pick(tables.Topic, other=True),
            self.pick(tables.Stance, other=True),
            self.of(tuple(Certainty)),
            self.of(NOTES),
        )

    def withdraw(self) -> None:
        withdraw_judgement(self.workspace, self.pick(tables.Judgement))

    def set_speaker(self) -> None:
        speaker = self.pick(tables.Speaker, other=True) if self.other % 4 else None
        set_speaker(self.workspace, self.pick(tables.Quotation), speaker)

    def describe_quotation(self) -> None:
        describe_quotation(
            self.workspace,
            self.pick(tables.Quotation),
            kind=self.of(tuple(QuotationKind)),
            said=self.of(DATES),
            said_phrase=self.of(NOTES, 1),
            note=self.of(NOTES),
        )

    def set_words(self) -> None:
        quotation = self.pick(tables.Quotation)
        with self.workspace.reading() as session:
            row = session.get(tables.Quotation, quotation)
            article = row.article_id if row else 999
        set_words(self.workspace, quotation, [self.span(article)])

    def delete_quotation(self) -> None:
        delete_quotation(self.workspace, self.pick(tables.Quotation))

    def speaker_draft(self) -> SpeakerDraft:
        name = self.of(NAMES)
        return SpeakerDraft(
            name,
            self.of(tuple(SpeakerKind)),
            aliases=tuple(f"{name} {n}" for n in range(self.one % 3)),
            roles=tuple(Role(f"Role {n}", self.of(DATES), "") for n in range(self.other % 3)),
            affiliation_id=self.pick(tables.Speaker) if self.one % 2 else None,
            note=self.of(NOTES),
        )

    def add_speaker(self) -> None:
        add_speaker(self.workspace, self.speaker_draft())

    def change_speaker(self) -> None:
        change_speaker(self.workspace, self.pick(tables.Speaker), self.speaker_draft())

    def delete_speaker(self) -> None:
        delete_speaker(self.workspace, self.pick(tables.Speaker))

    def add_topic(self) -> None:
        add_topic(self.workspace, self.of(("Bridge", "Ferry", "罢工")), self.of(NOTES))

    def change_topic(self) -> None:
        change_topic(
            self.workspace, self.pick(tables.Topic), self.of(("Bridge", "Quay")), self.of(NOTES)
        )

    def delete_topic(self) -> None:
        delete_topic(self.workspace, self.pick(tables.Topic))

    def describe_article(self) -> None:
        facts = ArticleFacts(
            title=self.of(("A title", "标题", "Another")),
            source=self.of(("", "The Gull", "Port Radio")),
            author=self.of(NAMES),
            url="",
            published=self.of(DATES),
            language="en",
            note=self.of(NOTES),
            tags=NAMES[: self.other % 4],
        )
        describe_article(self.workspace, self.pick(tables.Article), facts)

    def set_status(self) -> None:
        set_status(self.workspace, self.pick(tables.Article), self.of(tuple(ArticleStatus)))

    def delete_article(self) -> None:
        delete_article(self.workspace, self.pick(tables.Article))

    def suggest(self) -> None:
        suggest_for_all(self.workspace, [self.pick(tables.Article)])

    def suggest_for_all(self) -> None:
        suggest_for_all(self.workspace)

    def accept_all(self) -> None:
        accept_confident(self.workspace, 0.3)

    def accept(self) -> None:
        accept_suggestion(self.workspace, self.pick(tables.Suggestion))

    def reject(self) -> None:
        reject_suggestion(self.workspace, self.pick(tables.Suggestion))

    def event_draft(self) -> EventDraft:
        with self.workspace.reading() as session:
            count = session.scalar(select(func.count()).select_from(tables.Speaker))
        known = (self.pick(tables.Speaker), self.pick(tables.Speaker, other=True))
        return EventDraft(
            title=self.of(("Shut", "封闭")),
            edtf=self.of(DATES),
            category=self.of(("", "harbour", "Hafen")),
            participant_ids=known if count else (),
            description=self.of(NOTES),
        )

    def evidence(self) -> EvidenceDraft:
        article = self.pick(tables.Article)
        return EvidenceDraft(article, self.span(article))

    def add_event(self) -> None:
        add_event(self.workspace, self.event_draft(), self.evidence())

    def change_event(self) -> None:
        change_event(self.workspace, self.pick(tables.Event), self.event_draft())

    def add_evidence(self) -> None:
        add_evidence(self.workspace, self.pick(tables.Event), self.evidence())

    def remove_evidence(self) -> None:
        remove_evidence(self.workspace, self.pick(tables.Evidence))

    def delete_event(self) -> None:
        delete_event(self.workspace, self.pick(tables.Event))

    def work_as(self) -> None:
        work_as(self.workspace, self.of(("Ada", "Bob", "Žofie")))

    def save_timeline(self) -> None:
        with self.workspace.action("Save a timeline", Changed.TIMELINES) as session:
            name = self.of(("One", "Two"))
            row = session.scalar(select(tables.Timeline).where(tables.Timeline.name == name))
            if row is None:
                row = tables.Timeline(name=name)
                session.add(row)
            row.definition = f'{{"lanes": "{self.of(NOTES)}"}}'

    def in_bulk(self) -> None:
        """Statements about many rows at once, with values at the ends of their ranges."""
        with self.workspace.action("Change in bulk", *Changed) as session:
            session.execute(update(tables.Suggestion).values(confidence=self.of(FLOATS)))
            session.execute(
                update(tables.Quotation).values(
                    said_t0=self.of((LARGEST, SMALLEST, None)), note=self.of(NOTES)
                )
            )
            session.execute(update(tables.Source).values(note=self.of(NOTES)))
            session.execute(
                update(tables.Article)
                .where(tables.Article.id % 2 == self.one % 2)
                .values(note=self.of(NOTES), source_id=None, published_o1=LARGEST)
            )

    def delete_in_bulk(self) -> None:
        models = (tables.Quotation, tables.Tag, tables.Suggestion, tables.Source, tables.Article)
        with self.workspace.action("Delete in bulk", *Changed) as session:
            session.connection().exec_driver_sql(
                f"DELETE FROM {self.of(models).__tablename__} WHERE id % 3 = {self.one % 3}"
            )

    def do(self, name: str) -> None:
        """Do what is called that; what cannot be done is left, as a user would."""
        with suppress(StancelineError):
            getattr(self, name)()


NOT_GESTURES = {"pick", "of", "span", "do", "speaker_draft", "event_draft", "evidence"}
GESTURES = sorted(
    name for name in vars(Hand) if not name.startswith("_") and name not in NOT_GESTURES
)
TO_ROWS_OF_A_JOB = sorted(set(GESTURES) - {"delete_in_bulk"})
"""No service deletes what a job may then have to make anew under the same name."""

gestures = st.tuples(st.sampled_from(GESTURES), st.integers(0, 400), st.integers(0, 400))


@contextmanager
def an_affair(template: Path) -> Iterator[tuple[Path, Workspace]]:
    """A workspace that has something in it, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(template, Path(folder, "w.stanceline")))
        with Workspace.open(path) as workspace:
            yield path, workspace


@pytest.fixture(scope="module")
def affair_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("affair") / "affair.stanceline"
    with Workspace.create(path, analyst="Ada") as workspace:
        bridge = an_article(workspace, source="The Gull", published="2031-05-12")
        an_article(workspace, BRIDGE, source="Port Radio")
        port = an_article(workspace, PORT)
        a_quotation(workspace, bridge, "We shall open it", speaker="Tora Berg", Bridge="supports")
        a_quotation(workspace, port, "must open now", speaker="Nils Aker", Bridge="opposes")
        suggest_for_all(workspace)
    return path


def count_of(step: Callable[[Workspace], Step | None], workspace: Workspace) -> int:
    n_steps = 0
    while step(workspace) is not None:
        n_steps += 1
    return n_steps


# -------------------------------------------------------------------------------- laws


@settings(max_examples=EXAMPLES, deadline=None)
@given(walk=st.lists(gestures, max_size=14))
def test_undoing_all_is_the_start_and_redoing_all_the_end(
    affair_template: Path, walk: list[tuple[str, int, int]]
):
    with an_affair(affair_template) as (path, workspace):
        count_of(undo, workspace)
        start = contents(workspace)
        count_of(redo, workspace)
        for name, one, other in walk:
            Hand(workspace, one, other).do(name)
        end = contents(workspace)
        n_undone = count_of(undo, workspace)
        assert differing(contents(workspace), start) == {}
        check_sound(workspace)
        workspace.close()
        with Workspace.open(path) as again:
            assert count_of(redo, again) == n_undone
            assert differing(contents(again), end) == {}
            check_sound(again)


@settings(max_examples=EXAMPLES, deadline=None)
@given(walk=st.lists(gestures, min_size=1, max_size=8))
def test_each_step_back_and_forth_passes_through_the_same_states(
    affair_template: Path, walk: list[tuple[str, int, int]]
):
    with an_affair(affair_template) as (_, workspace):
        states = [contents(workspace)]
        for name, one, other in walk:
            top = next_undo(workspace)
            Hand(workspace, one, other).do(name)
            if next_undo(workspace) != top:
                states.append(contents(workspace))
        for state in states[-2::-1]:
            assert undo(workspace) is not None
            assert differing(contents(workspace), state) == {}
        for state in states[1:]:
            assert redo(workspace) is not None
            assert differing(contents(workspace), state) == {}
        check_sound(workspace)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    walk=st.lists(
        st.one_of(
            gestures,
            st.tuples(
                st.sampled_from(["undo", "redo", "undo just", "go back", "reopen"]),
                st.integers(0, 400),
                st.just(0),
            ),
        ),
        max_size=16,
    )
)
def test_going_back_and_undoing_one_thing_are_actions_like_others(
    affair_template: Path, walk: list[tuple[str, int, int]]
):
    with an_affair(affair_template) as (path, workspace):
        count_of(undo, workspace)
        start = contents(workspace)
        count_of(redo, workspace)
        after = {history(workspace, limit=1)[0].action_id: contents(workspace)}
        for name, one, other in walk:
            if name == "undo":
                undo(workspace)
            elif name == "redo":
                redo(workspace)
            elif name == "undo just":
                undo_one(workspace, one)
            elif name == "go back":
                action_id = sorted(after)[one % len(after)]
                go_back_to(workspace, action_id)
                assert differing(contents(workspace), after[action_id]) == {}
            elif name == "reopen":
                workspace.close()
                workspace = Workspace.open(path)  # noqa: PLW2901
            else:
                Hand(workspace, one, other).do(name)
            after[history(workspace, limit=1)[0].action_id] = contents(workspace)
        end, n_undone = contents(workspace), count_of(redo, workspace)
        for _ in range(n_undone):
            undo(workspace)
        assert differing(contents(workspace), end) == {}
        check_sound(workspace)
        n_undone = count_of(undo, workspace)
        assert differing(contents(workspace), start) == {}
        check_sound(workspace)
        count_of(redo, workspace)
        workspace.close()


def undo_one(workspace: Workspace, number: int) -> None:
    """Undo one of the actions by itself; the reason given against it holds, or it is done."""
    lines = [line for line in history(workspace) if line.can_revert]
    if not lines:
        return
    action_id = lines[number % len(lines)].action_id
    before = contents(workspace)
    reason = reason_against(workspace, action_id)
    if reason is not None:
        with pytest.raises(UndoRefused) as refused:
            undo_just(workspace, action_id)
        assert str(refused.value) == reason
        assert contents(workspace) == before
        return
    undo_just(workspace, action_id)
    done = contents(workspace)
    if action_id == lines[0].action_id:
        undo(workspace)
        assert differing(contents(workspace), before) == {}
        undo(workspace)
        assert differing(contents(workspace), done) == {}
        redo(workspace)
        redo(workspace)
        assert differing(contents(workspace), done) == {}


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    walk=st.lists(
        st.one_of(
            st.tuples(st.sampled_from(TO_ROWS_OF_A_JOB), st.integers(0, 400), st.integers(0, 400)),
            st.tuples(st.just("batch"), st.integers(0, 400), st.just(0)),
        ),
        min_size=2,
        max_size=14,
    )
)
def test_job_among_other_actions_is_one_step_and_all_can_be_undone(
    affair_template: Path, walk: list[tuple[str, int, int]]
):
    with an_affair(affair_template) as (_, workspace):
        start, top = contents(workspace), next_undo(workspace)
        with workspace.long_action("Import articles", Changed.ARTICLES) as job:
            for number, (name, one, other) in enumerate(walk):
                if name == "batch":
                    text = read_text(f"Report {number}\n\n“We wait,” said Tora Berg. {one}")
                    store(workspace, [text], source=NAMES[one % 6], within=job)
                else:
                    Hand(workspace, one, other).do(name)
        end = contents(workspace)
        imports = [line for line in history(workspace) if line.label == "Import articles"]
        assert all(line.state == "done" for line in imports)
        n_undone = 0
        while next_undo(workspace) != top:
            assert undo(workspace) is not None
            n_undone += 1
        assert differing(contents(workspace), start) == {}
        check_sound(workspace)
        for _ in range(n_undone):
            assert redo(workspace) is not None
        assert next_redo(workspace) is None
        assert differing(contents(workspace), end) == {}
        check_sound(workspace)


def test_job_that_went_on_to_change_rows_of_another_action_is_undone_first(workspace: Workspace):
    article = an_article(workspace, PORT)
    start = contents(workspace)
    with workspace.long_action("Look for quotations", Changed.SUGGESTIONS) as job:
        with job.batch() as session:
            session.add(tables.Tag(name="rust"))
        suggest_for_all(workspace, [article])
        with job.batch() as session:
            session.execute(tables.Base.metadata.tables["suggestion"].delete())
    end = contents(workspace)
    assert count_of(undo, workspace) == 3
    count_of(redo, workspace)
    assert differing(contents(workspace), end) == {}
    undo(workspace)
    undo(workspace)
    assert differing(contents(workspace), start) == {}


def test_what_cannot_be_done_again_beside_a_job_is_refused_in_words(workspace: Workspace):
    def facts(source: str) -> ArticleFacts:
        return ArticleFacts("Bridge", source, "", "", "", "en", "", ())

    article = an_article(workspace)
    with workspace.long_action("Import articles", Changed.ARTICLES) as job:
        store(workspace, [read_text("First\n\nNews.")], within=job)
        describe_article(workspace, article, facts("The Gull"))
        assert undo(workspace) is not None
        store(workspace, [read_text("Second\n\nNews.")], source="The Gull", within=job)
        before = contents(workspace)
        with pytest.raises(UndoRefused, match="done meanwhile stands in the way"):
            redo(workspace)
        assert contents(workspace) == before
    assert count_of(undo, workspace) == 2
    check_sound(workspace)


# ---------------------------------------------------------------------------- by name


def test_action_that_changes_nothing_leaves_no_line_and_keeps_redo_alive(workspace: Workspace):
    article = an_article(workspace)
    set_status(workspace, article, ArticleStatus.DONE)
    undo(workspace)
    lines = history(workspace)
    set_status(workspace, article, ArticleStatus.UNREAD)
    with workspace.action("Look about"):
        pass
    assert history(workspace) == lines
    step = next_redo(workspace)
    assert step is not None
    assert step.label == "Set an article's status"
    assert redo(workspace) == step


def test_what_was_undone_is_dropped_when_something_else_is_done(workspace: Workspace):
    an_article(workspace)
    undo(workspace)
    an_article(workspace, PORT)
    assert next_redo(workspace) is None
    assert redo(workspace) is None
    assert [line.state for line in history(workspace)] == ["done", "record", "dropped", "record"]


def test_error_leaves_neither_change_nor_line(workspace: Workspace):
    an_article(workspace)
    before, lines = contents(workspace), history(workspace)
    with suppress(_PutBack), workspace.action("Fail", Changed.TOPICS) as session:
        session.add(tables.Tag(name="rust"))
        session.flush()
        raise _PutBack
    assert contents(workspace) == before
    assert history(workspace) == lines


def test_undo_that_is_stopped_changes_nothing(workspace: Workspace):
    class Impatient:
        def step(self, done: int, total: int, what: str) -> None:
            assert (done > 0, done <= total, what) == (True, True, "Import articles")
            raise Cancelled("Stopped.")

    an_article(workspace)
    before, top = contents(workspace), next_undo(workspace)
    with pytest.raises(Cancelled):
        undo(workspace, Impatient())
    assert contents(workspace) == before
    assert next_undo(workspace) == top


def test_undo_tells_what_kinds_of_thing_it_changed(workspace: Workspace):
    article = an_article(workspace)
    quotation = a_quotation(workspace, article, "We shall open it", Bridge="supports")
    delete_quotation(workspace, quotation)
    heard: list[frozenset[Changed]] = []
    workspace.listen(heard.append)
    undo(workspace)
    redo(workspace)
    assert len(heard) == 2
    assert all({Changed.QUOTATIONS, Changed.TOPICS} <= kinds for kinds in heard)


def test_action_that_goes_on_is_not_undone(workspace: Workspace):
    with workspace.long_action("Import articles", Changed.ARTICLES) as job:
        store(workspace, [read_text(PORT)], within=job)
        with pytest.raises(UndoRefused, match="“Import articles” still goes on"):
            undo(workspace)
    assert undo(workspace) is not None


def test_values_at_the_ends_of_their_ranges_come_back_to_the_bit(workspace: Workspace):
    article = an_article(workspace, PORT)
    suggest_for_all(workspace)
    with workspace.reading() as session:
        stance = session.get_one(tables.Stance, stance_id(workspace, "leans_for"))
        stance_row = stance.id
    # SQLite before 3.43 writes the largest of all floats with one digit wrong.
    largest = (1.7976931348623157e308,) if DRIVER.sqlite_version_info >= (3, 43) else ()
    for number in (*FLOATS, -0.0, *largest):
        with workspace.action("Set numbers", Changed.SUGGESTIONS) as session:
            session.execute(update(tables.Suggestion).values(confidence=number))
            session.get_one(tables.Stance, stance_row).value = number
    with workspace.action("Set whole numbers", Changed.ARTICLES) as session:
        session.execute(update(tables.Article).values(published_t0=LARGEST, published_o1=SMALLEST))
    end = contents(workspace)
    delete_article(workspace, article)
    undo(workspace)
    assert differing(contents(workspace), end) == {}
    n_undone = count_of(undo, workspace)
    for _ in range(n_undone):
        redo(workspace)
    assert differing(contents(workspace), end) == {}


def test_ids_are_never_used_twice(workspace: Workspace):
    first = an_article(workspace)
    undo(workspace)
    second = an_article(workspace, PORT)
    assert second > first


def test_speaker_comes_back_to_its_quotations_roles_and_events(workspace: Workspace):
    article = an_article(workspace)
    quotation = a_quotation(workspace, article, "We shall open it", speaker="Tora Berg")
    with workspace.reading() as session:
        speaker = session.get_one(tables.Quotation, quotation).speaker_id
    assert speaker is not None
    change_speaker(
        workspace,
        speaker,
        SpeakerDraft("Tora Berg", aliases=("the mayor",), roles=(Role("mayor", "2030", ""),)),
    )
    add_speaker(workspace, SpeakerDraft("City", affiliation_id=speaker))
    add_event(workspace, EventDraft("Shut", "2031", participant_ids=(speaker,)))
    before = contents(workspace)
    delete_speaker(workspace, speaker)
    after = contents(workspace)
    assert len(differing(after, before)) == 5
    undo(workspace)
    assert differing(contents(workspace), before) == {}
    redo(workspace)
    assert differing(contents(workspace), after) == {}


def test_words_of_a_quotation_come_back(workspace: Workspace):
    quotation = a_quotation(workspace, an_article(workspace), "We shall open it", "Not a day")
    before = contents(workspace)
    set_words(workspace, quotation, [place(BRIDGE, "forty jobs")])
    undo(workspace)
    assert differing(contents(workspace), before) == {}


def test_undo_is_found_again_in_another_program(workspace: Workspace):
    path = workspace.path
    an_article(workspace)
    an_article(workspace, PORT)
    undo(workspace)
    workspace.close()
    with Workspace.open(path) as again:
        assert [step.label for step in (next_undo(again), next_redo(again)) if step] == [
            "Import articles",
            "Import articles",
        ]
        undo(again)
        assert contents(again)["article"] == []
        assert count_of(redo, again) == 2
        check_sound(again)


# ----------------------------------------------------------------------------- crashes

KILLED_IN_THE_MIDDLE = """
import os, signal, sys
from pathlib import Path
from stanceline.services.importing import read_text, store
from stanceline.services.topics import add_topic
from stanceline.services.workspace import Changed, Workspace

workspace = Workspace.open(Path(sys.argv[1]))
with workspace.long_action("Import articles", Changed.ARTICLES) as job:
    for number in range(3):
        store(workspace, [read_text(f"Report {number}\\n\\nNews.")], within=job)
    add_topic(workspace, "Bridge")
    store(workspace, [read_text("Last report\\n\\nNews.")], within=job)
    with job.batch() as session:
        session.connection().exec_driver_sql("DELETE FROM article")
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="There is no SIGKILL.")
def test_job_that_was_killed_is_one_step_of_undo(workspace_path: Path):
    with Workspace.open(workspace_path) as workspace:
        start = contents(workspace)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_IN_THE_MIDDLE, str(workspace_path)],
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "desktop")},
        check=False,
        timeout=60,
    )
    assert killed.returncode == -9
    with Workspace.open(workspace_path) as workspace:
        check_sound(workspace)
        end = contents(workspace)
        assert len(end["article"]) == 4
        assert [line.label for line in history(workspace)] == [
            "Add a topic",
            "Import articles",
            "Create the workspace",
        ]
        assert count_of(undo, workspace) == 2
        assert differing(contents(workspace), start) == {}
        assert count_of(redo, workspace) == 2
        assert differing(contents(workspace), end) == {}
        check_sound(workspace)


def test_write_past_the_services_is_refused(workspace: Workspace):
    an_article(workspace)
    with (
        pytest.raises((DatabaseError, sqlite3.Error), match="NOT NULL"),
        workspace._engine.begin() as connection,
    ):
        connection.exec_driver_sql("UPDATE article SET title = 'Unseen'")
