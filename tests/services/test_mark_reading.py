"""Marks as columns: what they tell, and that only what changed is read again."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import (
    BRIDGE,
    PORT,
    a_quotation,
    a_topic,
    an_article,
    an_event,
    body_of,
    damage,
    place,
    stance_id,
)
from stanceline.domain.events import EventDraft, EventStatus, EvidenceDraft
from stanceline.domain.spans import Span
from stanceline.domain.speakers import SpeakerDraft
from stanceline.domain.suggestions import Suggestion, SuggestionKind, SuggestionStatus
from stanceline.services.articles import ArticleFacts, delete_article, describe_article
from stanceline.services.events import add_evidence, all_events, change_event, delete_event
from stanceline.services.progress import Cancelled
from stanceline.services.quotations import (
    all_quotations,
    delete_quotation,
    judge,
    set_speaker,
    withdraw_judgement,
)
from stanceline.services.speakers import (
    add_speaker,
    change_speaker,
    delete_speaker,
    speaker_for,
)
from stanceline.services.suggesting import suggest_for_all
from stanceline.services.tagging import tag_event, tag_quotation
from stanceline.services.timeline import (
    EVENT,
    NONE,
    QUOTATION,
    SUGGESTION,
    MarkColumns,
    MarkReader,
    coverage_of,
)
from stanceline.services.topics import change_topic, delete_topic
from stanceline.services.undoing import redo, undo
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import suggestions, tables
from stanceline.storage.mark_reading import STATUSES

FIRST, SECOND = "“We shall open it when it is safe,”", "“Not a day before.”"
JOBS, MUST = "“Every week costs us forty jobs,”", "“The bridge must open now,”"


@pytest.fixture
def affair(workspace: Workspace) -> Workspace:
    """Two articles and a reprint, three quotations and three events."""
    return fill(workspace)


def fill(workspace: Workspace) -> Workspace:
    bridge = an_article(workspace, BRIDGE, source="The Gull", published="2031-05-13")
    port = an_article(workspace, PORT, source="Port Radio", published="2031-05-16")
    a_quotation(
        workspace,
        bridge,
        FIRST,
        SECOND,
        speaker="Tora Berg",
        said="2031-05-12",
        works="supports",
        opening="opposes",
    )
    a_quotation(workspace, bridge, JOBS, speaker="Nils Aker", opening="leans_for")
    a_quotation(workspace, port, MUST, speaker="Nils Aker", opening="supports")
    an_event(
        workspace,
        "Inspection",
        "2031-05-12/..",
        category="works",
        status=EventStatus.CONFIRMED,
        participants=("Tora Berg",),
        evidence=((port, "Thursday"), (bridge, "12 May 2031"), (bridge, "the harbour board")),
    )
    an_event(workspace, "Blockade", "[2031-05-14..2031-05-15]", category="strikes")
    an_event(workspace, "Opening", category="works")
    return workspace


KIND_NAMES = {QUOTATION: "quotation", EVENT: "event", SUGGESTION: "suggestion"}


def told(columns: MarkColumns) -> dict[str, dict[str, object]]:
    """What the columns tell of the marks that are there, in names rather than codes."""
    names, article = columns.names, columns.article

    def date(code: int) -> str:
        return str(names.dates[code]) if code != NONE else ""

    def named(those: tuple[str, ...], code: int) -> str:
        return those[code] if code != NONE else ""

    def resting(row: int) -> list[tuple[object, ...]]:
        first, last = columns.articles.first[row : row + 2]
        return [
            (
                int(article.ids[each]),
                named(names.sources, article.source[each]),
                date(article.published[each]),
                int(article.ids[article.reprint_of[each]]) if article.reprint_of[each] >= 0 else 0,
                date(said),
            )
            for each, said in zip(
                columns.articles.values[first:last], columns.said_dates[first:last], strict=True
            )
        ]

    def judged(row: int) -> list[tuple[str, str]]:
        first, last = columns.topics.first[row : row + 2]
        return [
            (names.topics[topic].name, names.stances[stance].key)
            for topic, stance in zip(
                columns.topics.values[first:last], columns.stances[first:last], strict=True
            )
        ]

    def person(code: int) -> tuple[str, str, str]:
        named, affiliation = names.speakers[code].named, names.speakers[code].affiliation
        of = names.speakers[affiliation].named.name if affiliation >= 0 else ""
        return named.name, named.short_name, of

    return {
        f"{KIND_NAMES[int(columns.kind[row])]}:{columns.ids[row]}": {
            "date": date(columns.date[row]),
            "published": date(columns.published[row]),
            "status": "" if columns.status[row] < 0 else STATUSES[columns.status[row]].value,
            "category": ""
            if columns.category[row] < 0
            else names.categories[columns.category[row]],
            "analyst": ""
            if columns.analyst[row] < 0
            else names.analysts[columns.analyst[row]].name,
            "speakers": [person(code) for code in columns.speakers.of(row)],
            "judgements": judged(row),
            "tags": sorted(names.tags[code] for code in columns.tags.of(row)),
            "articles": resting(row),
            "n_letters": int(columns.n_letters[row]),
        }
        for row in np.flatnonzero(columns.is_there).tolist()
    }


def seen(reader: MarkReader, *, with_suggestions: bool = False) -> dict[str, dict[str, object]]:
    """What the reader tells, which is what reading everything anew tells."""
    found = told(reader.columns(with_suggestions=with_suggestions))
    afresh = MarkReader(reader.workspace).columns(with_suggestions=with_suggestions)
    assert found == told(afresh)
    return found


# What they tell.


def test_quotation_is_told_with_its_speaker_stances_and_article(affair: Workspace):
    tag_quotation(affair, 1, ["strike", "harbour"])
    assert seen(MarkReader(affair))["quotation:1"] == {
        "date": "2031-05-12",
        "published": "2031-05-13",
        "status": "",
        "category": "",
        "analyst": "Ada",
        "speakers": [("Tora Berg", "Berg", "")],
        "judgements": [("works", "supports"), ("opening", "opposes")],
        "tags": ["harbour", "strike"],
        "articles": [(1, "The Gull", "2031-05-13", 0, "")],
        "n_letters": 0,
    }


def test_event_is_told_with_its_articles_the_first_published_first(affair: Workspace):
    tag_event(affair, 1, ["harbour"])
    with affair.action("Date a report", Changed.EVENTS) as session:
        session.get_one(tables.Evidence, 3).edtf = "2031-05"
    assert seen(MarkReader(affair))["event:1"] == {
        "date": "2031-05-12/..",
        "published": "2031-05-13",
        "status": "confirmed",
        "category": "works",
        "analyst": "",
        "speakers": [("Tora Berg", "Berg", "")],
        "judgements": [],
        "tags": ["harbour"],
        "articles": [
            (1, "The Gull", "2031-05-13", 0, "2031-05"),
            (2, "Port Radio", "2031-05-16", 0, ""),
        ],
        "n_letters": len("Inspection"),
    }


def test_affiliation_is_told_whoever_was_added_first(affair: Workspace):
    board = add_speaker(affair, SpeakerDraft("Harbour Board"))
    change_speaker(affair, 1, SpeakerDraft("Tora Berg", affiliation_id=board))
    assert seen(MarkReader(affair))["quotation:1"]["speakers"] == [
        ("Tora Berg", "Berg", "Harbour Board")
    ]


def test_reprint_is_told_by_the_article_that_it_repeats(affair: Workspace):
    with affair.action("Tell of a reprint", Changed.ARTICLES) as session:
        session.get_one(tables.Article, 2).reprint_of_id = 1
    assert seen(MarkReader(affair))["quotation:3"]["articles"] == [
        (2, "Port Radio", "2031-05-16", 1, "")
    ]


def test_empty_workspace_has_no_rows(workspace: Workspace):
    columns = MarkReader(workspace).columns(with_suggestions=True)
    assert (len(columns), len(columns.names.stances)) == (0, 6)
    assert told(columns) == {}


def suggested_event(article_id: int, title: str, edtf: str, tier: str) -> Suggestion:
    return Suggestion(
        id=0,
        article_id=article_id,
        spans=(Span(0, 20),),
        speaker="",
        name="",
        mention=None,
        cue=None,
        pattern="event:planned:verb",
        confidence=0.9,
        reason="",
        status=SuggestionStatus.WAITING,
        kind=SuggestionKind.EVENT,
        title=title,
        edtf=edtf,
        tier=tier,
        participants=("Nils Aker", "Somebody unknown", "TORA BERG"),
    )


def test_suggested_events_are_told_at_their_dates_with_who_is_known(affair: Workspace):
    with affair.action("Suggest", Changed.SUGGESTIONS) as session:
        made = [
            suggested_event(1, "The quay opens", "2031-06", "A"),
            suggested_event(1, "Tied to another", "2031-05/2031-07", "C"),
        ]
        suggestions.replace_waiting(session, [(1, BRIDGE, made)])
    reader = MarkReader(affair)
    assert SUGGESTION not in reader.columns().kind
    found = seen(reader, with_suggestions=True)
    (waiting,) = (value for key, value in found.items() if key.startswith("suggestion"))
    assert waiting == {
        "date": "2031-06",
        "published": "2031-05-13",
        "status": "planned",
        "category": "",
        "analyst": "",
        "speakers": [("Nils Aker", "Aker", ""), ("Tora Berg", "Berg", "")],
        "judgements": [],
        "tags": [],
        "articles": [(1, "The Gull", "2031-05-13", 0, "")],
        "n_letters": len("The quay opens"),
    }
    with affair.action("Suggest", Changed.SUGGESTIONS) as session:
        suggestions.replace_waiting(session, [(1, BRIDGE, made[1:])])
    assert not any(key.startswith("suggestion") for key in seen(reader, with_suggestions=True))


def test_suggestions_are_told_only_when_asked_for_and_of_whom_they_may_be(affair: Workspace):
    an_article(affair, "“We will not wait,” said Nils Aker.", published="2031-05-17")
    suggest_for_all(affair)
    reader = MarkReader(affair)
    without = reader.columns()
    assert SUGGESTION not in without.kind
    found = seen(reader, with_suggestions=True)
    waiting = {
        key: value
        for key, value in found.items()
        if key.startswith("suggestion") and not value["status"]
    }
    assert waiting
    assert [("Nils Aker", "Aker", "")] in [value["speakers"] for value in waiting.values()]
    assert all(value["published"] for value in waiting.values())
    assert seen(reader) == told(without)
    assert seen(reader, with_suggestions=True) == found


def test_suggestion_is_of_the_speaker_who_is_there_not_of_a_namesake_who_is_gone(
    affair: Workspace,
):
    port = an_article(affair, "“Nothing moves,” said Ola Rist.", published="2031-05-20")
    suggest_for_all(affair, [port])
    reader = MarkReader(affair)
    gone = add_speaker(affair, SpeakerDraft("Ola Rist"))
    reader.columns(with_suggestions=True)
    delete_speaker(affair, gone)
    reader.columns(with_suggestions=True)
    here = add_speaker(affair, SpeakerDraft("Ola Rist"))
    columns = reader.columns(with_suggestions=True)
    (row,) = np.flatnonzero((columns.kind == SUGGESTION) & columns.is_there)
    (code,) = columns.speakers.values[columns.speakers.first[row] : columns.speakers.first[row + 1]]
    assert here != gone
    assert columns.names.speakers[code].named.id == here


def test_articles_are_counted_by_the_day_on_which_they_appeared(affair: Workspace):
    an_article(affair, "Quiet at the quay.", published="2031-05-16")
    an_article(affair, "A month of quiet.", published="2031-05")
    an_article(affair, "Nobody knows when.")
    days, counts = coverage_of(affair)
    assert [str(np.datetime64(day, "D")) for day in days.tolist()] == ["2031-05-13", "2031-05-16"]
    assert counts.tolist() == [1, 2]


# Only what changed is read again.

Change = Callable[[Workspace], object]


def _dated(workspace: Workspace) -> None:
    with workspace.action("Change a date", Changed.QUOTATIONS) as session:
        for quotation in session.query(tables.Quotation).limit(1):
            quotation.said = "2031-05-09~" if quotation.said != "2031-05-09~" else ""


def _judged(workspace: Workspace) -> None:
    for quotation in all_quotations(workspace)[-1:]:
        topic = a_topic(workspace, "works")
        judge(workspace, quotation.id, topic, stance_id(workspace, "neutral"))


def _withdrawn(workspace: Workspace) -> None:
    for quotation in all_quotations(workspace)[:1]:
        for judgement in quotation.judgements[:1]:
            withdraw_judgement(workspace, judgement.id)


def _moved(workspace: Workspace) -> None:
    for event in all_events(workspace)[:1]:
        draft = EventDraft("Inspection of all", "2031-06", status=EventStatus.DENIED)
        change_event(workspace, event.id, draft)


def _reported(workspace: Workspace) -> None:
    for event in all_events(workspace)[-1:]:
        with workspace.reading() as session:
            article_id = session.query(tables.Article.id).limit(1).scalar()
        if article_id is not None:
            body = body_of(workspace, article_id)
            words = place(body, body[:10])
            add_evidence(workspace, event.id, EvidenceDraft(article_id, words, edtf="2031-04"))


def _published(workspace: Workspace) -> None:
    with workspace.reading() as session:
        articles = session.query(tables.Article.id, tables.Article.title).limit(1).all()
    for article_id, title in articles:
        facts = ArticleFacts(title, "North Wire", "", "", "2031-05-20", "en", "", ())
        describe_article(workspace, article_id, facts)


_TIMES = count()


def _quoted(workspace: Workspace) -> None:
    article_id = an_article(workspace, f"“Late,” he said {next(_TIMES)}.")
    a_quotation(workspace, article_id, "“Late,”", speaker="Eva Lund")


CHANGES: list[Change] = [
    _dated,
    _judged,
    _withdrawn,
    _moved,
    _reported,
    _published,
    undo,
    undo,
    redo,
    lambda ws: an_event(ws, "Storm", "2031-07-01", participants=("Nils Aker",)),
    lambda ws: a_quotation(
        ws, an_article(ws, f"“Late,” he said {next(_TIMES)}."), "“Late,”", speaker="Eva Lund"
    ),
    lambda ws: [set_speaker(ws, each.id, None) for each in all_quotations(ws)[:1]],
    lambda ws: [set_speaker(ws, q.id, speaker_for(ws, "Eva Lund")) for q in all_quotations(ws)[:1]],
    lambda ws: [delete_quotation(ws, each.id) for each in all_quotations(ws)[-1:]],
    lambda ws: [delete_event(ws, each.id) for each in all_events(ws)[:1]],
    lambda ws: [tag_quotation(ws, each.id, ["new"]) for each in all_quotations(ws)[:2]],
    lambda ws: [tag_event(ws, each.id, []) for each in all_events(ws)],
    lambda ws: change_speaker(
        ws, speaker_for(ws, "Nils Aker"), SpeakerDraft("Nils Aker", short_name="N. A.")
    ),
    lambda ws: delete_speaker(ws, speaker_for(ws, "Tora Berg")),
    lambda ws: change_topic(ws, a_topic(ws, "works"), "works", "What is repaired"),
    lambda ws: delete_topic(ws, a_topic(ws, "opening")),
    lambda ws: [delete_article(ws, q.article_id) for q in all_quotations(ws)[:1]],
    suggest_for_all,
]


@pytest.fixture(scope="module")
def filled(workspace_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "affair.stanceline"
    path.write_bytes(workspace_template.read_bytes())
    with Workspace.open(path) as workspace:
        fill(workspace)
    return path


@settings(max_examples=15)
@given(changes=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=8), at_once=st.booleans())
def test_reader_that_follows_tells_what_reading_anew_tells(
    filled: Path, tmp_path_factory: pytest.TempPathFactory, changes, at_once: bool
):
    path = tmp_path_factory.mktemp("law") / "law.stanceline"
    path.write_bytes(filled.read_bytes())
    with Workspace.open(path) as workspace:
        reader, other = MarkReader(workspace), MarkReader(workspace)
        before = reader.columns()
        for change in changes:
            change(workspace)
            if not at_once:
                after = reader.columns()
                _check_that_the_rest_stayed(before, after)
                before = after
        seen(reader)
        seen(other, with_suggestions=True)
        assert at_once or told(before) == told(reader.columns())


def _check_that_the_rest_stayed(before: MarkColumns, after: MarkColumns) -> None:
    """Rows keep their numbers, and those that are not told of as changed are as they were."""
    n = len(before)
    assert len(after) >= n
    assert (after.ids[:n] == before.ids).all()
    assert (after.kind[:n] == before.kind).all()
    if after is before or after.changed is None:
        return
    assert after.before == before.number
    untouched = np.setdiff1d(np.arange(n), after.changed)
    for name in ("is_there", "date", "published", "status", "category", "analyst", "n_letters"):
        assert (getattr(after, name)[untouched] == getattr(before, name)[untouched]).all(), name
    for row in untouched.tolist():
        assert after.speakers.of(row) == before.speakers.of(row)
        assert after.topics.of(row) == before.topics.of(row)


def test_what_was_handed_out_stays_as_it_was(affair: Workspace):
    reader = MarkReader(affair)
    before = reader.columns()
    as_told = told(before)
    set_speaker(affair, 1, None)
    an_event(affair, "Storm", "2031-07-01", participants=("Eva Lund",))
    delete_event(affair, 2)
    reader.columns()
    assert told(before) == as_told


def test_one_change_leaves_the_columns_that_it_does_not_touch(affair: Workspace):
    reader = MarkReader(affair)
    before = reader.columns()
    assert reader.columns() is before
    set_speaker(affair, 1, None)
    after = reader.columns()
    assert after.changed is not None
    assert after.changed.tolist() == [0]
    assert after.speakers is not before.speakers
    for name in ("date", "published", "topics", "stances", "articles", "is_there", "names"):
        assert getattr(after, name) is getattr(before, name), name


def test_mark_whose_words_alone_changed_is_told_of(affair: Workspace):
    reader = MarkReader(affair)
    reader.columns()
    with affair.action("Change words", Changed.QUOTATIONS) as session:
        session.get_one(tables.QuotationSpan, 1).exact = "“We shall”"
    changed = reader.columns().changed
    assert changed is not None
    assert changed.tolist() == [0]


def test_other_name_may_change_all_marks_and_a_new_one_none(affair: Workspace):
    reader = MarkReader(affair)
    before = reader.columns()
    add_speaker(affair, SpeakerDraft("Eva Lund"))
    added = reader.columns()
    assert added.changed is not None
    assert added.changed.size == 0
    assert added.names.speakers[: len(before.names.speakers)] == before.names.speakers
    change_speaker(affair, 1, SpeakerDraft("Tora Bergh"))
    renamed = reader.columns()
    assert renamed.changed is None
    assert renamed.speakers is before.speakers
    assert seen(reader)["quotation:1"]["speakers"] == [("Tora Bergh", "Bergh", "")]


def test_mark_that_comes_back_has_its_row_again(affair: Workspace):
    reader = MarkReader(affair)
    reader.columns()
    delete_quotation(affair, 2)
    assert reader.columns().is_there.tolist() == [True, False, *[True] * 4]
    undo(affair)
    assert reader.columns().is_there.all()
    assert seen(reader)["quotation:2"]["judgements"] == [("opening", "leans_for")]


def test_mark_that_was_gone_before_the_first_reading_gets_a_row_at_the_end(affair: Workspace):
    delete_quotation(affair, 2)
    reader = MarkReader(affair)
    assert len(reader.columns()) == 5
    undo(affair)
    columns = reader.columns()
    assert (int(columns.ids[5]), int(columns.kind[5])) == (2, QUOTATION)
    seen(reader)


def test_rows_last_when_everything_must_be_read_again(affair: Workspace):
    reader = MarkReader(affair)
    before = reader.columns()
    delete_quotation(affair, 1)
    an_event(affair, "Storm", "2031-07-01")
    with affair.action("Forget the history") as session:
        session.connection().exec_driver_sql("DELETE FROM change WHERE id % 2 = 0")
    after = reader.columns()
    assert after.changed is None
    assert after.ids.tolist() == [*before.ids.tolist(), 4]
    assert not after.is_there[0]
    seen(reader)


def test_reading_that_is_stopped_leaves_what_was_known(affair: Workspace):
    class Stopped:
        def step(self, *_told: object) -> None:
            raise Cancelled("Stopped.")

    reader = MarkReader(affair)
    with pytest.raises(Cancelled):
        reader.columns(Stopped())
    before = reader.columns()
    set_speaker(affair, 1, None)
    with pytest.raises(Cancelled):
        reader.columns(Stopped())
    assert told(before)["quotation:1"]["speakers"]
    assert seen(reader)["quotation:1"]["speakers"] == []


# What should not be stored.


@pytest.mark.parametrize(
    ("stored", "reason"),
    [("soon", "is not a date"), ("2031-05-12/2031-05-01", "would end")],
)
def test_stored_date_that_is_none_leaves_the_mark_undated_with_a_reason(
    workspace_path: Path, stored: str, reason: str
):
    with Workspace.open(workspace_path) as workspace:
        fill(workspace)
    damage(
        workspace_path,
        f"UPDATE event SET date = '{stored}' WHERE id = 1",
        f"UPDATE article SET published = '{stored}' WHERE id = 2",
    )
    with Workspace.open(workspace_path) as workspace:
        columns = MarkReader(workspace).columns()
        found = told(columns)
        assert found["event:1"]["date"] == ""
        assert found["quotation:3"]["published"] == ""
        assert found["quotation:1"]["published"] == "2031-05-13"
        (fault,) = columns.faulty
        assert fault.text == stored
        assert reason in fault.reason


def test_what_refers_to_a_missing_row_is_told_without_it(workspace_path: Path):
    with Workspace.open(workspace_path) as workspace:
        fill(workspace)
    damage(
        workspace_path,
        "PRAGMA foreign_keys = OFF",
        "UPDATE quotation SET speaker_id = 77, article_id = 99 WHERE id = 1",
        "UPDATE judgement SET stance_id = 55 WHERE id = 1",
        "UPDATE event SET category_id = 44, status = 'sung' WHERE id = 1",
    )
    with Workspace.open(workspace_path) as workspace:
        found = told(MarkReader(workspace).columns())
        assert found["quotation:1"]["speakers"] == []
        assert found["quotation:1"]["articles"] == []
        assert found["quotation:1"]["judgements"] == [("opening", "opposes")]
        assert found["event:1"]["category"] == ""
        assert found["event:1"]["status"] == ""
