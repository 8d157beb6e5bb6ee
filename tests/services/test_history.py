"""The history in plain words, going back in it, undoing one thing, compacting, analysts."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    BRIDGE,
    PORT,
    a_quotation,
    a_topic,
    an_article,
    an_event,
    place,
    stance_id,
)
from stanceline.domain.articles import ArticleStatus
from stanceline.domain.errors import StancelineError
from stanceline.domain.quotations import QuotationKind
from stanceline.domain.speakers import Role, SpeakerDraft
from stanceline.domain.suggestions import SuggestionKind
from stanceline.services import undoing
from stanceline.services.articles import (
    ArticleFacts,
    delete_article,
    describe_article,
    set_status,
)
from stanceline.services.events import delete_event
from stanceline.services.history import (
    HistoryLine,
    analysts,
    compact,
    go_back_to,
    history,
    reason_against,
    undo_just,
    work_as,
)
from stanceline.services.history_words import listed, shortened
from stanceline.services.importing import read_text, store
from stanceline.services.learning import forget_learnt
from stanceline.services.progress import Cancelled
from stanceline.services.quotations import (
    delete_quotation,
    describe_quotation,
    judge,
    set_speaker,
    set_words,
    withdraw_judgement,
)
from stanceline.services.speakers import all_speakers, change_speaker, delete_speaker, speaker_for
from stanceline.services.suggesting import (
    accept_confident,
    reject_suggestion,
    suggest_for_all,
    suggestions_of,
    want_kinds,
)
from stanceline.services.topics import change_topic, delete_topic
from stanceline.services.undoing import UndoRefused
from stanceline.services.workspace import Changed, NotFound, Workspace, WorkspaceReadOnly
from stanceline.storage import search, tables
from stanceline.storage.keys import can_encrypt

SAFE = "We shall open it when it is safe"
JOBS = "Every week costs us forty jobs"
FUTURE = "2999-01-01"


@dataclass(frozen=True)
class Impatient:
    """Progress of somebody who stops the job at once."""

    expects: str

    def step(self, done: int, total: int, what: str) -> None:
        assert 0 < done <= total
        assert what == self.expects
        raise Cancelled("Stopped.")


def newest(workspace: Workspace) -> HistoryLine:
    return history(workspace, limit=1)[0]


def line_of(workspace: Workspace, label: str) -> HistoryLine:
    return next(line for line in history(workspace) if line.label == label)


def facts(**changed: object) -> ArticleFacts:
    known: dict[str, object] = dict.fromkeys(
        ("source", "author", "url", "published", "language", "note"), ""
    )
    known |= {"title": "Harbour board keeps the bridge shut", "tags": ()}
    return ArticleFacts(**(known | changed))  # type: ignore[arg-type]


def is_sound(workspace: Workspace) -> bool:
    with workspace.reading() as session:
        broken = session.connection().exec_driver_sql("PRAGMA foreign_key_check").all()
    with workspace.action("Look at the index") as session:
        return not broken and search.is_sound(session.connection())


# ------------------------------------------------------------------------------ words


def test_stance_is_told_with_its_words_topic_and_what_it_was(workspace: Workspace):
    quotation = a_quotation(workspace, an_article(workspace), SAFE, Bridge="supports")
    assert newest(workspace).details == (f"stance of “{SAFE}” on Bridge: supports",)
    judge(workspace, quotation, a_topic(workspace, "Bridge"), stance_id(workspace, "opposes"))
    line = newest(workspace)
    assert line.details == (f"stance of “{SAFE}” on Bridge: supports → opposes",)
    assert (line.analyst, line.kind, line.state, line.can_revert) == ("Ada", "do", "done", True)
    with workspace.reading() as session:
        judgement_id = session.query(tables.Judgement).one().id
    withdraw_judgement(workspace, judgement_id)
    assert newest(workspace).details == (f"stance of “{SAFE}” on Bridge: opposes → none",)


def test_what_was_inserted_is_told_as_it_was_then_though_it_changed_since(workspace: Workspace):
    quotation = a_quotation(workspace, an_article(workspace), SAFE, Bridge="supports")
    topic = a_topic(workspace, "Bridge")
    judge(workspace, quotation, topic, stance_id(workspace, "opposes"))
    delete_quotation(workspace, quotation)
    undoing.undo(workspace)
    delete_topic(workspace, topic)
    told = [line.details for line in history(workspace) if line.label == "Judge a quotation"]
    assert told == [
        (f"stance of “{SAFE}” on Bridge: supports → opposes",),
        (f"stance of “{SAFE}” on Bridge: supports",),
    ]


def test_speaker_is_told_by_the_name_of_before(workspace: Workspace):
    speaker = speaker_for(workspace, "Nils Aker")
    change_speaker(
        workspace,
        speaker,
        SpeakerDraft(
            "Nils Åker",
            country="NO",
            aliases=("N. Aker",),
            roles=(Role("ferryman", "2020", ""),),
        ),
    )
    assert newest(workspace).details == (
        "Nils Åker: also called N. Aker",
        "Nils Åker: role “ferryman” added",
        "Nils Aker: name → Nils Åker",
        "Nils Aker: country → NO",
    )
    change_speaker(
        workspace,
        speaker,
        SpeakerDraft("Nils Åker", country="SE", roles=(Role("ferryman", "2020", ""),)),
    )
    assert newest(workspace).details == (
        "Nils Åker: no longer called N. Aker",
        "Nils Åker: country: NO → SE",
    )


def test_deleted_article_is_told_with_what_went_with_it(workspace: Workspace):
    port = an_article(workspace, PORT)
    for words in ("The bridge must open now", "Talks are under way"):
        a_quotation(workspace, port, words, speaker="Nils Aker", Bridge="supports")
    an_event(workspace, "The quay is blocked", "2031-05", evidence=((port, "block the quay"),))
    delete_article(workspace, port)
    parts = "with 2 quotations, 2 judgements and 1 piece of evidence"
    assert newest(workspace).details == (f"article “Ferrymen block the quay” deleted, {parts}",)
    undoing.undo(workspace)
    assert newest(workspace).details == (
        f"article “Ferrymen block the quay” brought back, {parts}",
    )
    assert [line.kind for line in history(workspace, limit=2)] == ["undo", "do"]


def test_deleted_speaker_is_told_with_the_quotations_that_lost_it(workspace: Workspace):
    a_quotation(workspace, an_article(workspace), JOBS, speaker="Nils Aker")
    delete_speaker(workspace, all_speakers(workspace)[0].id)
    assert newest(workspace).details == (
        "speaker Nils Aker deleted",
        f"quotation “{JOBS}”: speaker: Nils Aker → none",
    )


def test_many_rows_are_counted(workspace: Workspace):
    store(workspace, [read_text(f"Report {n}\n\nThere is news.") for n in range(7)])
    assert newest(workspace).details == ("7 articles imported",)
    undoing.undo(workspace)
    assert newest(workspace).details == ("7 articles taken out",)
    with workspace.action("Add tags") as session:
        session.add_all(tables.Tag(name=str(n)) for n in range(2_345))
    for _ in range(2):
        assert newest(workspace).details == ("2,345 tags added",)
    assert compact(workspace, FUTURE).n_actions == 3
    assert newest(workspace).details == ()


def test_rows_that_came_and_went_are_not_told_of_by_who_goes_back(workspace: Workspace):
    start = history(workspace)[-1].action_id
    speaker_for(workspace, "Nils Aker")
    n_added = 0
    for n_tags, told in (
        (3, ("tag “3 2” deleted", "tag “3 1” deleted", "tag “3 0” deleted")),
        (2_000, ("2,003 tags deleted",)),
    ):
        with workspace.action("Add tags") as session:
            session.add_all(tables.Tag(name=f"{n_tags} {n}") for n in range(n_tags))
        n_added += n_tags
        undoing.undo(workspace)
        undoing.redo(workspace)
        go_back_to(workspace, start)
        line = newest(workspace)
        assert line.n_changes > 2 * n_added
        assert sorted(line.details[1:]) == sorted(told)
        assert line.details[0] in {"speaker Nils Aker deleted", "1 speaker deleted"}
        undoing.undo(workspace)


def test_facts_of_an_article_are_told_one_by_one(workspace: Workspace):
    article = an_article(workspace, source="The Gull", published="2031-05-12")
    describe_article(
        workspace,
        article,
        facts(title="The bridge", source="Port Radio", published="2031", tags=("rust",)),
    )
    subject = "article “Harbour board keeps the bridge shut”"
    assert newest(workspace).details == (
        "source “Port Radio” added",
        "tag “rust” added",
        "article “The bridge”: tag “rust” added",
        f"{subject}: title → “The bridge”",
        f"{subject}: source: The Gull → Port Radio",
        f"{subject}: published: 2031-05-12 → 2031",
        f"{subject}: language: en → none",
    )
    set_status(workspace, article, ArticleStatus.IN_WORK)
    assert newest(workspace).details == ("article “The bridge”: status: unread → in work",)


def test_words_kind_and_speaker_of_a_quotation_are_told(workspace: Workspace):
    article = an_article(workspace)
    quotation = a_quotation(workspace, article, SAFE)
    set_words(workspace, quotation, [place(BRIDGE, JOBS)])
    assert newest(workspace).details == (f"quotation “{SAFE}”: words → “{JOBS}”",)
    set_speaker(workspace, quotation, speaker_for(workspace, "Tora Berg"))
    assert newest(workspace).details == (f"quotation “{JOBS}”: speaker → Tora Berg",)
    describe_quotation(
        workspace,
        quotation,
        kind=QuotationKind.MIXED,
        said="2031-05-11",
        said_phrase="on Monday",
        note="",
    )
    assert newest(workspace).details == (
        f"quotation “{JOBS}” of Tora Berg: kind: direct → mixed",
        f"quotation “{JOBS}” of Tora Berg: date said → 2031-05-11",
        f"quotation “{JOBS}” of Tora Berg: words about the date → “on Monday”",
    )


def test_event_and_its_evidence_are_told(workspace: Workspace):
    article = an_article(workspace)
    event = an_event(
        workspace,
        "The bridge is shut",
        "2031-05",
        participants=("Tora Berg",),
        evidence=((article, "found rust everywhere"),),
    )
    assert newest(workspace).details == (
        "event “The bridge is shut” added, with 1 participant and 1 piece of evidence",
    )
    delete_event(workspace, event)
    assert newest(workspace).details == (
        "event “The bridge is shut” deleted, with 1 participant and 1 piece of evidence",
    )


def test_accepted_suggestions_are_told(workspace: Workspace):
    an_article(workspace, PORT)
    suggest_for_all(workspace)
    assert accept_confident(workspace, 0.0) == 2
    details = newest(workspace).details
    assert any(each.endswith(" accepted") for each in details)
    assert any(each.startswith("quotation “The bridge must open now") for each in details)


def test_what_an_action_is_about_comes_before_the_suggestions_it_changes(workspace: Workspace):
    body = "Ferry\n\nThe council voted on Monday to close the line. “No,” said Ida Holm.\n"
    article_id = an_article(workspace, body, published="2031-05-20")
    suggest_for_all(workspace)
    describe_article(workspace, article_id, facts(title="Ferry", published="2030-01-08"))
    details = newest(workspace).details
    assert "2030-01-08" in details[0]
    assert details[-2:] == ("1 suggestion withdrawn", "1 suggestion made")


def test_what_becomes_of_suggestions_is_told_in_words(workspace: Workspace):
    article_id = an_article(workspace, PORT)
    suggest_for_all(workspace)
    waiting = suggestions_of(workspace, article_id)
    reject_suggestion(workspace, waiting[0].id)
    assert newest(workspace).details == ("suggestion “The bridge must open now,” rejected",)
    undoing.undo(workspace)
    assert newest(workspace).details == ("suggestion “The bridge must open now,” waits again",)
    want_kinds(workspace, {SuggestionKind.QUOTATION, SuggestionKind.EVENT})
    want_kinds(workspace, SuggestionKind)
    assert newest(workspace).details == ("suggested: quotations, reported speech and events",)
    want_kinds(workspace, {SuggestionKind.EVENT, SuggestionKind.QUOTATION})
    assert newest(workspace).details == (
        "suggested: quotations, reported speech and events → quotations and events",
    )
    forget_learnt(workspace)
    assert newest(workspace).details == ("what was learnt forgotten",)
    undoing.undo(workspace)
    assert newest(workspace).details == ("what was learnt brought back",)


def test_topic_that_was_renamed_is_told_by_both_names(workspace: Workspace):
    topic = a_topic(workspace, "Bridge")
    change_topic(workspace, topic, "Reopening the bridge", "For or against")
    assert newest(workspace).details == (
        "Bridge: name → Reopening the bridge",
        "Bridge: description → “For or against”",
    )


def test_many_details_end_with_how_many_more_there_are(workspace: Workspace):
    with workspace.action("Add much", Changed.SPEAKERS) as session:
        for name in "abcdef":
            session.add(tables.Speaker(name=name))
            session.add(tables.Topic(name=name, scale_id=1))
            session.add(tables.Tag(name=name))
    details = newest(workspace).details
    assert len(details) == 12
    assert details[-1] == "and 7 more"


@given(st.text(max_size=120), st.integers(8, 60))
def test_shortened_words_are_one_short_line_that_begins_alike(words: str, most: int):
    short = shortened(words, most)
    line = " ".join(words.split())
    assert len(short) <= most + 2
    assert "\n" not in short
    if len(line) <= most:
        assert short == line
    else:
        assert line.startswith(short.removesuffix(" …"))


def test_list_of_words_reads_as_a_sentence_does():
    assert [listed(list("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


# ---------------------------------------------------------------------------- filters


def test_history_of_an_article_holds_all_that_touched_it_even_when_it_is_gone(
    workspace: Workspace,
):
    bridge, port = an_article(workspace), an_article(workspace, PORT)
    quotation = a_quotation(workspace, bridge, SAFE, speaker="Tora Berg", Bridge="supports")
    other = a_quotation(workspace, port, "Talks are under way", Bridge="neutral")
    describe_article(workspace, bridge, facts(tags=("rust",)))
    an_event(workspace, "Shut", "2031", evidence=((bridge, "found rust everywhere"),))
    delete_quotation(workspace, quotation)
    delete_article(workspace, bridge)
    labels = [line.label for line in history(workspace, article_id=bridge)]
    assert labels == [
        "Delete an article",
        "Delete a quotation",
        "Note an event",
        "Describe an article",
        "Judge a quotation",
        "Mark a quotation",
        "Import articles",
    ]
    delete_quotation(workspace, other)
    assert [line.label for line in history(workspace, article_id=port)] == [
        "Delete a quotation",
        "Judge a quotation",
        "Mark a quotation",
        "Import articles",
    ]


def test_history_of_a_speaker_holds_the_quotations_that_were_his(workspace: Workspace):
    article = an_article(workspace)
    quotation = a_quotation(workspace, article, JOBS, speaker="Nils Aker", Bridge="supports")
    nils = all_speakers(workspace)[0].id
    a_quotation(workspace, article, SAFE, speaker="Tora Berg")
    set_speaker(workspace, quotation, speaker_for(workspace, "Tora Berg"))
    delete_speaker(workspace, nils)
    assert [line.label for line in history(workspace, speaker_id=nils)] == [
        "Delete a speaker",
        "Set a quotation's speaker",
        "Judge a quotation",
        "Mark a quotation",
        "Add a speaker",
    ]


def test_history_comes_in_pages_and_by_analyst_and_by_words(workspace: Workspace):
    speaker_for(workspace, "Nils Aker")
    bob = work_as(workspace, "Bob")
    speaker_for(workspace, "Tora Berg")
    a_topic(workspace, "Bridge")
    lines = history(workspace)
    assert history(workspace, limit=2) == lines[:2]
    assert history(workspace, before_id=lines[1].action_id) == lines[2:]
    assert {line.label for line in history(workspace, analyst_id=bob)} == {
        "Add a speaker",
        "Add a topic",
    }
    assert [line.details for line in history(workspace, words="SPEAKER nils")] == [
        ("speaker Nils Aker added",)
    ]
    assert len(history(workspace, words="bob", limit=1)) == 1
    assert history(workspace, words="nothing like it") == []


def test_first_line_says_that_the_workspace_was_made_and_cannot_be_undone(workspace: Workspace):
    (line,) = history(workspace)
    assert (line.label, line.kind, line.can_revert) == ("Create the workspace", "begin", False)


# ------------------------------------------------------------------------- going back


def contents(workspace: Workspace) -> dict[str, list[str]]:
    with workspace.reading() as session:
        return {
            name: sorted(
                repr(tuple(row))
                for row in session.connection().exec_driver_sql(f"SELECT * FROM {name}")
            )
            for name, table in tables.Base.metadata.tables.items()
            if table.info.get("is_journalled", True) or name == "search_doc"
        }


def test_going_back_restores_that_moment_and_can_be_undone(workspace: Workspace):
    article = an_article(workspace, source="The Gull")
    quotation = a_quotation(workspace, article, SAFE, speaker="Tora Berg", Bridge="supports")
    at, then = newest(workspace).action_id, contents(workspace)
    judge(workspace, quotation, a_topic(workspace, "Bridge"), stance_id(workspace, "opposes"))
    undoing.undo(workspace)
    delete_article(workspace, article)
    an_article(workspace, PORT)
    undoing.undo(workspace)
    undoing.redo(workspace)
    last = contents(workspace)
    heard: list[frozenset[Changed]] = []
    workspace.listen(heard.append)
    go_back_to(workspace, at)
    assert contents(workspace) == then
    assert is_sound(workspace)
    assert Changed.ARTICLES in heard[0]
    assert newest(workspace).label == "Go back to: Judge a quotation"
    step = undoing.undo(workspace)
    assert step is not None
    assert contents(workspace) == last
    undoing.redo(workspace)
    assert contents(workspace) == then


def test_going_back_to_the_beginning_leaves_an_empty_workspace(workspace: Workspace):
    start = contents(workspace)
    a_quotation(workspace, an_article(workspace), SAFE, speaker="Tora Berg", Bridge="supports")
    go_back_to(workspace, history(workspace)[-1].action_id)
    assert contents(workspace) == start


def test_going_back_to_now_leaves_no_line(workspace: Workspace):
    an_article(workspace)
    lines = history(workspace)
    go_back_to(workspace, lines[0].action_id)
    assert history(workspace) == lines


def test_going_back_that_is_stopped_changes_nothing(workspace: Workspace):
    start = history(workspace)[-1].action_id
    an_article(workspace)
    before, lines = contents(workspace), history(workspace)
    with pytest.raises(Cancelled):
        go_back_to(workspace, start, Impatient("Go back to: Create the workspace"))
    assert contents(workspace) == before
    assert history(workspace) == lines


def test_nobody_goes_back_while_a_job_goes_on(workspace: Workspace):
    start = history(workspace)[-1].action_id
    with workspace.long_action("Import articles", Changed.ARTICLES) as job:
        with job.batch() as session:
            session.add(tables.Tag(name="rust"))
        going = newest(workspace)
        with pytest.raises(UndoRefused, match="“Import articles” still goes on"):
            go_back_to(workspace, start)
        with pytest.raises(UndoRefused, match="still goes on"):
            undo_just(workspace, going.action_id)
        assert not going.can_revert
    assert newest(workspace).can_revert


def test_line_that_is_not_there_is_told_of(workspace: Workspace):
    with pytest.raises(NotFound):
        go_back_to(workspace, 99)
    with pytest.raises(NotFound):
        undo_just(workspace, 99)
    assert reason_against(workspace, 99) is not None


# ------------------------------------------------------------------- undoing one thing


def test_one_action_is_undone_though_others_followed(workspace: Workspace):
    article = an_article(workspace)
    describe_article(workspace, article, facts(note="A note", language="en"))
    described = newest(workspace).action_id
    quotation = a_quotation(workspace, article, SAFE, Bridge="supports")
    assert reason_against(workspace, described) is None
    undo_just(workspace, described)
    assert newest(workspace).label == "Undo just: Describe an article"
    with workspace.reading() as session:
        assert session.get_one(tables.Article, article).note == ""
        assert session.get(tables.Quotation, quotation) is not None
    undoing.undo(workspace)
    with workspace.reading() as session:
        assert session.get_one(tables.Article, article).note == "A note"


def test_refusal_names_what_builds_on_the_action(workspace: Workspace):
    quotation = a_quotation(workspace, an_article(workspace), SAFE)
    marked = newest(workspace).action_id
    judge(workspace, quotation, a_topic(workspace, "Bridge"), stance_id(workspace, "supports"))
    with pytest.raises(
        UndoRefused,
        match=r"^“Judge a quotation” \(\d\d:\d\d, Ada\) builds on it. Undo that first.$",
    ):
        undo_just(workspace, marked)
    note = "A note"
    describe_quotation(
        workspace, quotation, kind=QuotationKind.DIRECT, said="", said_phrase="", note=note
    )
    reason = reason_against(workspace, marked) or ""
    assert reason.startswith("“Describe a quotation” (")
    assert reason.endswith(" and “Judge a quotation” (" + reason.rsplit("(", 1)[1])
    assert reason.endswith(", Ada) build on it. Undo those first.")


def test_what_later_actions_undid_again_is_no_hindrance(workspace: Workspace):
    quotation = a_quotation(workspace, an_article(workspace), SAFE)
    marked = newest(workspace).action_id
    topic = a_topic(workspace, "Bridge")
    judge(workspace, quotation, topic, stance_id(workspace, "supports"))
    assert reason_against(workspace, marked) is not None
    undoing.undo(workspace)
    assert reason_against(workspace, marked) is None
    undoing.redo(workspace)
    assert reason_against(workspace, marked) is not None
    undo_just(workspace, newest_done(workspace, "Judge a quotation"))
    undo_just(workspace, marked)
    with workspace.reading() as session:
        assert session.get(tables.Quotation, quotation) is None
    assert is_sound(workspace)


def newest_done(workspace: Workspace, label: str) -> int:
    return next(
        line.action_id
        for line in history(workspace)
        if line.label == label and line.kind == "do" and line.state == "done"
    )


def test_row_cannot_come_back_where_its_name_is_taken(workspace: Workspace):
    nils = speaker_for(workspace, "Nils Aker")
    delete_speaker(workspace, nils)
    deleted = newest(workspace).action_id
    speaker_for(workspace, "Nils Aker")
    with pytest.raises(UndoRefused, match="“Add a speaker”"):
        undo_just(workspace, deleted)
    change_speaker(workspace, nils + 1, SpeakerDraft("Nils Åker"))
    undo_just(workspace, deleted)
    assert [each.name for each in all_speakers(workspace)] == ["Nils Aker", "Nils Åker"]


def test_row_cannot_come_back_where_what_it_belonged_to_is_gone(workspace: Workspace):
    article = an_article(workspace)
    quotation = a_quotation(workspace, article, SAFE, Bridge="supports")
    delete_quotation(workspace, quotation)
    deleted = newest(workspace).action_id
    delete_topic(workspace, a_topic(workspace, "Bridge"))
    with pytest.raises(UndoRefused, match="“Delete a topic”"):
        undo_just(workspace, deleted)
    undoing.undo(workspace)
    undo_just(workspace, deleted)
    assert is_sound(workspace)


def test_value_that_has_changed_since_is_not_overwritten(workspace: Workspace):
    article = an_article(workspace)
    set_status(workspace, article, ArticleStatus.IN_WORK)
    first = newest(workspace).action_id
    set_status(workspace, article, ArticleStatus.DONE)
    with pytest.raises(UndoRefused, match="“Set an article's status”"):
        undo_just(workspace, first)
    set_status(workspace, article, ArticleStatus.IN_WORK)
    undo_just(workspace, first)
    with workspace.reading() as session:
        assert session.get_one(tables.Article, article).status is ArticleStatus.UNREAD


def test_undoing_just_the_same_twice_is_refused(workspace: Workspace):
    article = an_article(workspace)
    set_status(workspace, article, ArticleStatus.DONE)
    done = newest(workspace).action_id
    an_article(workspace, PORT)
    undo_just(workspace, done)
    with pytest.raises(UndoRefused, match="“Undo just: Set an article's status”"):
        undo_just(workspace, done)


def test_only_what_was_done_and_holds_can_be_undone_by_itself(workspace: Workspace):
    an_article(workspace)
    imported = newest(workspace).action_id
    undoing.undo(workspace)
    assert reason_against(workspace, imported) == "It is undone already."
    assert "not an undo or a redo" in (reason_against(workspace, newest(workspace).action_id) or "")
    assert not any(line.can_revert for line in history(workspace))


def test_tag_of_an_article_can_be_taken_back_by_itself(workspace: Workspace):
    article = an_article(workspace)
    kept = facts(language="en")
    describe_article(workspace, article, facts(language="en", tags=("rust",)))
    tagged = newest(workspace).action_id
    describe_article(workspace, article, facts(language="en", tags=("rust", "shut")))
    undo_just(workspace, tagged)
    with workspace.reading() as session:
        tags = session.get_one(tables.Article, article).tags
        assert [tag.name for tag in tags] == ["shut"]
    undoing.undo(workspace)
    describe_article(workspace, article, kept)
    with pytest.raises(UndoRefused, match="“Describe an article”"):
        undo_just(workspace, tagged)


# -------------------------------------------------------------------------- compacting


def test_compacting_ends_undo_and_keeps_the_lines(workspace: Workspace):
    article = an_article(workspace)
    for words in (SAFE, JOBS):
        a_quotation(workspace, article, words, Bridge="supports")
    before, lines = contents(workspace), history(workspace)
    compacted = compact(workspace, FUTURE)
    assert compacted.n_actions == len(lines) - 1
    assert contents(workspace) == before
    assert undoing.next_undo(workspace) is None
    assert undoing.undo(workspace) is None
    left = history(workspace)
    assert [line.label for line in left] == [line.label for line in lines]
    assert {line.state for line in left[:-1]} == {"compacted"}
    assert not any(line.can_revert for line in left)
    with pytest.raises(UndoRefused, match="tidied up"):
        go_back_to(workspace, left[-1].action_id)
    assert "tidied up" in (reason_against(workspace, left[0].action_id) or "")
    delete_article(workspace, article)
    undoing.undo(workspace)
    assert contents(workspace) == before
    go_back_to(workspace, left[0].action_id)
    assert is_sound(workspace)


def test_texts_that_nothing_refers_to_any_more_go_and_the_file_gets_smaller(
    workspace: Workspace,
):
    kept = an_article(workspace, PORT)
    gone = store(
        workspace, [read_text(f"Report {n}\n\n" + f"{n} news. " * 400) for n in range(300)]
    )
    for article in gone.imported[1:]:
        with workspace.action("Delete an article", Changed.ARTICLES) as session:
            session.delete(session.get_one(tables.Article, article))
    start = workspace.path.stat().st_size
    compacted = compact(workspace, FUTURE)
    assert compacted.n_bytes_freed > 500_000
    assert compacted.note == ""
    assert workspace.path.stat().st_size < start
    with workspace.reading() as session:
        assert session.query(tables.ArticleText).count() == 2
        assert session.get_one(tables.Article, kept).body == PORT
    assert is_sound(workspace)


def test_text_of_what_can_still_be_brought_back_is_kept(workspace: Workspace):
    article = an_article(workspace)
    body = BRIDGE
    assert compact(workspace, FUTURE).n_actions == 1
    delete_article(workspace, article)
    assert compact(workspace, "2001-01-01").n_actions == 0
    an_article(workspace, PORT)
    port_line = newest(workspace)
    with workspace.action("Backdate", Changed.ARTICLES) as session:
        session.connection().exec_driver_sql(
            "UPDATE action SET at = '2001-01-01T00:00:00.000+00:00' WHERE id < 3"
        )
    assert compact(workspace, "2001-06-01").n_actions == 0
    undo_just(workspace, port_line.action_id)
    undoing.undo(workspace)
    undoing.undo(workspace)
    undoing.undo(workspace)
    with workspace.reading() as session:
        assert session.get_one(tables.Article, article).body == body


def test_only_what_is_older_is_compacted_and_nothing_that_goes_on(workspace: Workspace):
    an_article(workspace)
    with workspace.long_action("Import articles", Changed.ARTICLES) as job:
        with job.batch() as session:
            session.add(tables.Tag(name="rust"))
        a_topic(workspace, "Bridge")
        with job.batch() as session:
            session.add(tables.Tag(name="shut"))
        assert compact(workspace, FUTURE).n_actions == 1
    with workspace.action("Backdate"):
        pass
    assert compact(workspace, FUTURE).n_actions == 2
    assert compact(workspace, FUTURE).n_actions == 0


def test_an_action_is_not_compacted_without_those_it_is_woven_with(workspace: Workspace):
    with workspace.long_action("Import articles", Changed.ARTICLES) as job:
        with job.batch() as session:
            session.add(tables.Tag(name="rust"))
        a_topic(workspace, "Bridge")
        with job.batch() as session:
            session.add(tables.Tag(name="shut"))
    with workspace.action("Backdate") as session:
        session.connection().exec_driver_sql(
            "UPDATE action SET at = '2001-01-01T00:00:00.000+00:00' WHERE id <= 2"
        )
    assert compact(workspace, "2001-06-01").n_actions == 0


def test_compacting_that_is_stopped_changes_nothing(workspace: Workspace):
    an_article(workspace)
    lines = history(workspace)
    with pytest.raises(Cancelled):
        compact(workspace, FUTURE, Impatient("Tidying up the history"))
    assert history(workspace) == lines
    assert undoing.next_undo(workspace) is not None


def test_no_room_on_the_disk_is_told_of_and_no_harm(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("stanceline.services.history.free_bytes", lambda _path: 1_000_000)
    an_article(workspace)
    compacted = compact(workspace, FUTURE)
    assert (compacted.n_actions, compacted.n_bytes_freed) == (1, 0)
    assert "could not be made smaller" in compacted.note


@pytest.mark.skipif(not can_encrypt(), reason="sqlcipher3 is not installed.")
def test_encrypted_workspace_is_compacted_and_opens_again(tmp_path: Path):
    path = tmp_path / "secret.stanceline"
    with Workspace.create(path, passphrase="open sesame") as workspace:
        article = an_article(workspace)
        delete_article(workspace, article)
        an_article(workspace, PORT)
        assert compact(workspace, FUTURE).n_actions == 3
    assert b"Ferrymen" not in path.read_bytes()
    with Workspace.open(path, passphrase="open sesame") as workspace:
        assert is_sound(workspace)
        assert undoing.next_undo(workspace) is None


def test_what_is_no_date_is_refused(workspace: Workspace):
    for wrong in ("", "yesterday", "2031-13-01"):
        with pytest.raises(StancelineError, match="is not a date"):
            compact(workspace, wrong)


def test_history_of_what_cannot_be_written_is_not_compacted(workspace: Workspace):
    an_article(workspace)
    with (
        Workspace.open(workspace.path, for_writing=False) as reader,
        pytest.raises(WorkspaceReadOnly),
    ):
        compact(reader, FUTURE)


# ---------------------------------------------------------------------------- analysts


def test_analysts_are_counted_and_come_back_under_their_own_name(workspace: Workspace):
    an_article(workspace)
    bob = work_as(workspace, "  Bob  Lind ")
    assert workspace.analyst_id == bob
    an_article(workspace, PORT)
    assert newest(workspace).analyst == "Bob Lind"
    assert work_as(workspace, "ada") == 1
    assert work_as(workspace, "bob lind") == bob
    assert [(each.name, each.n_actions) for each in analysts(workspace)] == [
        ("Ada", 2),
        ("Bob Lind", 1),
    ]
    with pytest.raises(StancelineError, match="needs a name"):
        work_as(workspace, " \n")


def test_when_the_analyst_is_taken_back_the_first_one_works_on(workspace: Workspace):
    bob = work_as(workspace, "Bob")
    article = an_article(workspace)
    undoing.undo(workspace)
    undoing.undo(workspace)
    assert workspace.analyst_id == 1
    undoing.redo(workspace)
    undoing.redo(workspace)
    work_as(workspace, "Bob")
    quotation = a_quotation(workspace, article, SAFE)
    go_back_to(workspace, history(workspace)[-1].action_id)
    assert workspace.analyst_id == 1
    mark = history(workspace, analyst_id=bob)
    assert {line.analyst for line in mark} == {"Bob"}
    assert quotation
    an_article(workspace, PORT)
    assert newest(workspace).analyst == "Ada"
