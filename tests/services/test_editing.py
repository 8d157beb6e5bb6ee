"""Editing a text: the marks follow, what is uncertain is listed, and undo brings all back."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from builders import BRIDGE, a_quotation, an_article, an_event, body_of, place
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EvidenceDraft
from stanceline.domain.quotations import Quotation, QuotationDraft
from stanceline.domain.spans import Span
from stanceline.services import reading_progress
from stanceline.services.articles import article, delete_article
from stanceline.services.checking import look_over
from stanceline.services.editing import (
    ChangedMeanwhile,
    Edited,
    doubts,
    draft_of,
    drop_anchor,
    drop_draft,
    edit_text,
    keep_draft,
    n_doubts,
    settle,
)
from stanceline.services.events import add_evidence, event
from stanceline.services.history import compact, history
from stanceline.services.importing import read_text, store
from stanceline.services.quotations import mark_quotation, quotation, quotations_of, set_words
from stanceline.services.searching import search
from stanceline.services.suggesting import reject_suggestion, suggest_for_all, suggestions_of
from stanceline.services.undoing import next_undo, redo, undo
from stanceline.services.workspace import Changed, NotFound, Workspace, WorkspaceReadOnly
from stanceline.storage import tables

SAFE = "“We shall open it when it is safe,”"
DAY = "“Not a day before.”"
JOBS = "“Every week costs us forty jobs,”"
RUST = "“found rust everywhere”"
WITHOUT_JOBS = BRIDGE.replace(f"{JOBS} said Nils Aker, who speaks for the ferrymen.\n\n", "")


@pytest.fixture
def affair(workspace: Workspace) -> int:
    """An article with two quotations, of which one has two segments, and evidence."""
    article_id = an_article(workspace, source="Harbour Post")
    a_quotation(workspace, article_id, SAFE, DAY, speaker="Tora Berg", Bridge="opposes")
    a_quotation(workspace, article_id, JOBS, speaker="Nils Aker", Bridge="supports")
    an_event(workspace, "Inspection", "2031-05-12", evidence=((article_id, RUST),))
    return article_id


def marks(workspace: Workspace, article_id: int) -> list[Quotation]:
    return quotations_of(workspace, article_id)


def check_law(workspace: Workspace, article_id: int) -> None:
    """Each anchor holds its words or is doubtful, and stands within the text."""
    body = body_of(workspace, article_id)
    for each in marks(workspace, article_id):
        assert len(each.doubtful) == len(each.anchors)
        for found, is_doubtful in zip(each.anchors, each.doubtful, strict=True):
            assert found.span.words(body) == found.exact or is_doubtful
    with workspace.reading() as session:
        for piece in session.scalars(select(tables.Evidence)):
            doubted = session.scalar(
                select(tables.Doubt.id).where(tables.Doubt.evidence_id == piece.id)
            )
            assert Span(piece.start, piece.end).words(body) == piece.exact or doubted
    assert look_over(workspace, is_thorough=True) == []


# ------------------------------------------------------------------------- editing


def test_words_before_the_marks_move_them(workspace: Workspace, affair: int):
    edited = edit_text(workspace, affair, f"\U0001f6a2 Corrected. {BRIDGE}")
    assert edited == Edited(n_kept=0, n_moved=4, n_doubtful=0, revision=2)
    body = body_of(workspace, affair)
    words = [part.span.words(body) for each in marks(workspace, affair) for part in each.anchors]
    assert words == [SAFE, DAY, JOBS]
    check_law(workspace, affair)


def test_edit_is_one_step_of_the_history_with_a_plain_name(workspace: Workspace, affair: int):
    n_before = len(history(workspace))
    edit_text(workspace, affair, WITHOUT_JOBS)
    lines = history(workspace)
    assert len(lines) == n_before + 1
    assert lines[0].label == "Edit the text of “Harbour board keeps the bridge shut”"
    assert "article “Harbour board keeps the bridge shut”: text edited" in lines[0].details


def test_history_says_that_suggestions_only_followed_an_edit(workspace: Workspace):
    body = "Ferry\n\n" + "".join(f"“We stay in port {n},” said Ida Holm.\n\n" for n in range(12))
    article_id = an_article(workspace, body)
    suggest_for_all(workspace, [article_id])
    edit_text(workspace, article_id, f"News. {body}")
    told = history(workspace)[0].details
    assert told[0].endswith("text edited")
    assert any(each.endswith("suggestions followed the text") for each in told)
    assert not any("decided" in each for each in told)


def test_history_tells_what_became_of_the_marks(workspace: Workspace, affair: int):
    edit_text(workspace, affair, f"News. {BRIDGE.replace('forty', 'fifty')}")
    told = history(workspace)[0].details
    assert "1 passage to check listed" in told
    assert "3 marks moved with the text" in told
    assert f"passage “{JOBS}”: words → “{JOBS.replace('forty', 'fifty')}”" in told
    settle(workspace, doubts(workspace)[0].id)
    assert history(workspace)[0].details == ("1 passage to check settled",)


def test_undo_brings_back_every_row_and_redo_does_it_again(workspace: Workspace, affair: int):
    before = everything(workspace)
    edit_text(workspace, affair, WITHOUT_JOBS.replace(SAFE, "“We will see,”"))
    after = everything(workspace)
    assert before != after
    undo(workspace)
    assert everything(workspace) == before
    redo(workspace)
    assert everything(workspace) == after


def test_same_text_changes_nothing(workspace: Workspace, affair: int):
    step = next_undo(workspace)
    assert edit_text(workspace, affair, BRIDGE).revision == 1
    assert next_undo(workspace) == step


@pytest.mark.parametrize("text", ["", " \n\t ", "\ufeff\x00"])
def test_text_without_words_is_refused(workspace: Workspace, affair: int, text: str):
    with pytest.raises(StancelineError, match="cannot be empty"):
        edit_text(workspace, affair, text)
    assert body_of(workspace, affair) == BRIDGE


def test_text_is_tidied_as_an_imported_one_is(workspace: Workspace, affair: int):
    edit_text(workspace, affair, "One\r\ntwo\rthree\x00\ud800")
    assert body_of(workspace, affair) == "One\ntwo\nthree\ufffd"


def test_text_of_a_reprint_stays_as_it_is(workspace: Workspace, affair: int):
    report = store(workspace, [read_text(BRIDGE)], source="Northern Wire")
    (reprint,) = report.reprints
    a_quotation(workspace, reprint, SAFE)
    edit_text(workspace, affair, WITHOUT_JOBS)
    assert body_of(workspace, reprint) == BRIDGE
    assert marks(workspace, reprint)[0].words == SAFE
    assert article(workspace, reprint).revision == 1


def test_search_finds_the_new_words_and_not_the_old_ones(workspace: Workspace, affair: int):
    edit_text(workspace, affair, BRIDGE.replace("forty", "fourscore"))
    assert [hit.article_id for hit in search(workspace, "fourscore").hits] == [affair]
    assert not search(workspace, "forty").hits
    undo(workspace)
    assert not search(workspace, "fourscore").hits


def test_listeners_hear_of_doubts(workspace: Workspace, affair: int):
    heard: list[frozenset[Changed]] = []
    workspace.listen(heard.append)
    edit_text(workspace, affair, WITHOUT_JOBS)
    assert {Changed.ARTICLES, Changed.QUOTATIONS, Changed.EVENTS, Changed.DOUBTS} <= heard[0]


def test_cue_and_mention_follow(workspace: Workspace, affair: int):
    draft = QuotationDraft(
        affair,
        (place(BRIDGE, "the harbour board decided"),),
        cue=place(BRIDGE, "decided"),
        mention=place(BRIDGE, "the harbour board"),
    )
    marked = mark_quotation(workspace, draft)
    new = BRIDGE.replace("stays closed", "will for some time stay closed")
    edit_text(workspace, affair, new)
    found = quotation(workspace, marked)
    assert found.cue == place(new, "decided")
    assert found.mention == place(new, "the harbour board")


def test_segments_are_in_reading_order_when_their_paragraphs_were_swapped(
    workspace: Workspace, affair: int
):
    said = "“We shall open it when it is safe,” Mayor Tora Berg said. "
    new = BRIDGE.replace(f"{said}{DAY}", f"{DAY} {said.strip()}")
    edit_text(workspace, affair, new)
    found = marks(workspace, affair)[0]
    assert list(found.spans) == sorted(found.spans)
    check_law(workspace, affair)


# ------------------------------------------------------------------------- suggestions


def test_suggestions_move_with_their_words_or_are_withdrawn(workspace: Workspace):
    article_id = an_article(workspace)
    suggest_for_all(workspace, [article_id])
    before = suggestions_of(workspace, article_id)
    edited = edit_text(workspace, article_id, f"News. {BRIDGE.replace('forty', 'fifty')}")
    body = body_of(workspace, article_id)
    after = suggestions_of(workspace, article_id)
    assert edited.n_withdrawn == 1
    assert {each.id for each in after} < {each.id for each in before}
    assert "fifty" not in " ".join(span.words(body) for each in after for span in each.spans)
    known = {each.id: [span.words(BRIDGE) for span in each.spans] for each in before}
    for each in after:
        assert [span.words(body) for span in each.spans] == known[each.id]


def test_rejected_suggestion_does_not_come_back_after_an_edit(workspace: Workspace):
    article_id = an_article(workspace)
    suggest_for_all(workspace, [article_id])
    jobs = next(
        each
        for each in suggestions_of(workspace, article_id)
        if "forty" in each.spans[0].words(BRIDGE)
    )
    reject_suggestion(workspace, jobs.id)
    edit_text(workspace, article_id, f"News. {BRIDGE.replace('forty', 'fifty')}")
    suggest_for_all(workspace, [article_id])
    body = body_of(workspace, article_id)
    words = [
        span.words(body) for each in suggestions_of(workspace, article_id) for span in each.spans
    ]
    assert not [each for each in words if "fifty" in each]


# ------------------------------------------------------------------------- doubts


def test_gone_words_are_listed_with_both_texts(workspace: Workspace, affair: int):
    edited = edit_text(workspace, affair, WITHOUT_JOBS)
    assert (edited.n_doubtful, n_doubts(workspace)) == (1, 1)
    (doubt,) = doubts(workspace)
    assert (doubt.article_id, doubt.exact, doubt.is_there) == (affair, JOBS, False)
    assert doubt.article_title == "Harbour board keeps the bridge shut"
    assert doubt.before == f"{JOBS} said Nils Aker, who speaks for the ferrymen."
    assert doubt.before_span.words(doubt.before) == JOBS
    assert doubt.now_at.words(WITHOUT_JOBS) == doubt.now_span.words(doubt.now)
    assert doubt.now in WITHOUT_JOBS
    assert doubt.reason == "The words are no longer there."
    assert quotation(workspace, doubt.quotation_id or 0).is_doubtful
    assert doubts(workspace, affair) == [doubt]
    assert doubts(workspace, affair + 1) == []
    check_law(workspace, affair)


def test_changed_evidence_is_listed_too(workspace: Workspace, affair: int):
    new = BRIDGE.replace(RUST, "“found rust nearly everywhere”")
    edit_text(workspace, affair, new)
    (doubt,) = doubts(workspace, affair)
    assert doubt.event_id is not None
    (piece,) = event(workspace, doubt.event_id).evidence
    assert (piece.id, piece.is_doubtful) == (doubt.evidence_id, True)
    assert piece.anchor.exact == "“found rust nearly everywhere”"
    assert (doubt.exact, doubt.is_there) == (RUST, True)
    check_law(workspace, affair)


def test_second_edit_keeps_the_words_that_the_doubt_was_last_sure_of(
    workspace: Workspace, affair: int
):
    edit_text(workspace, affair, BRIDGE.replace("forty jobs", "fifty posts"))
    (first,) = doubts(workspace)
    edit_text(workspace, affair, BRIDGE.replace("forty jobs", "sixty posts or so"))
    (second,) = doubts(workspace)
    assert (second.id, second.exact, second.before) == (first.id, JOBS, first.before)
    assert "sixty posts or so" in second.now_span.words(second.now)
    edit_text(workspace, affair, f"Again. {WITHOUT_JOBS}")
    (third,) = doubts(workspace)
    assert (third.id, third.exact, third.is_there) == (first.id, JOBS, False)


def test_settled_doubt_takes_the_words_as_they_stand(workspace: Workspace, affair: int):
    edit_text(workspace, affair, BRIDGE.replace("forty jobs", "fifty posts"))
    (doubt,) = doubts(workspace)
    settle(workspace, doubt.id)
    assert n_doubts(workspace) == 0
    found = quotation(workspace, doubt.quotation_id or 0)
    assert not found.is_doubtful
    assert found.words == JOBS.replace("forty jobs", "fifty posts")
    undo(workspace)
    assert [each.id for each in doubts(workspace)] == [doubt.id]
    with pytest.raises(NotFound, match="was checked already"):
        settle(workspace, doubt.id + 1)


def test_settled_doubt_goes_where_it_is_told(workspace: Workspace, affair: int):
    edit_text(workspace, affair, WITHOUT_JOBS)
    (doubt,) = doubts(workspace)
    settle(workspace, doubt.id, place(WITHOUT_JOBS, "The inspectors began "))
    found = quotation(workspace, doubt.quotation_id or 0)
    assert (found.words, found.is_doubtful) == ("The inspectors began", False)
    assert found.judgements
    check_law(workspace, affair)


def test_new_words_for_a_quotation_end_its_doubt(workspace: Workspace, affair: int):
    edit_text(workspace, affair, WITHOUT_JOBS)
    (doubt,) = doubts(workspace)
    set_words(workspace, doubt.quotation_id or 0, [place(WITHOUT_JOBS, "The inspectors")])
    assert n_doubts(workspace) == 0


def test_segment_that_is_gone_is_taken_away_and_the_rest_stays(workspace: Workspace, affair: int):
    edit_text(workspace, affair, BRIDGE.replace(f" {DAY}", ""))
    (doubt,) = doubts(workspace)
    drop_anchor(workspace, doubt.id)
    assert n_doubts(workspace) == 0
    assert quotation(workspace, doubt.quotation_id or 0).words == SAFE
    check_law(workspace, affair)


def test_quotation_goes_with_its_only_segment_and_evidence_by_itself(
    workspace: Workspace, affair: int
):
    edit_text(workspace, affair, "Nothing of it is left.")
    for doubt in doubts(workspace):
        drop_anchor(workspace, doubt.id)
    assert marks(workspace, affair) == []
    with workspace.reading() as session:
        assert session.scalar(select(func.count()).select_from(tables.Evidence)) == 0
    for _ in range(5):
        undo(workspace)
    check_law(workspace, affair)
    assert n_doubts(workspace) == 0


def test_doubts_go_and_come_back_with_their_article(workspace: Workspace, affair: int):
    edit_text(workspace, affair, WITHOUT_JOBS)
    before = doubts(workspace)
    delete_article(workspace, affair)
    assert n_doubts(workspace) == 0
    undo(workspace)
    assert doubts(workspace) == before


def test_text_that_a_doubt_tells_of_is_kept_when_the_history_is_tidied(
    workspace: Workspace, affair: int
):
    edit_text(workspace, affair, WITHOUT_JOBS)
    before = doubts(workspace)
    compact(workspace, "9998-01-01")
    assert doubts(workspace) == before
    for doubt in before:
        settle(workspace, doubt.id)
    compact(workspace, "9998-01-01")
    with workspace.reading() as session:
        texts = set(session.scalars(select(tables.ArticleText.body)))
    assert BRIDGE not in texts


# ------------------------------------------------------------------------- drafts and windows


def test_draft_is_kept_without_a_line_in_the_history(workspace: Workspace, affair: int):
    step, version = next_undo(workspace), workspace.data_version()
    keep_draft(workspace, affair, "Half a sen", 1)
    keep_draft(workspace, affair, "Half a sentence", 1)
    assert (next_undo(workspace), workspace.data_version()) == (step, version)
    with Workspace.open(workspace.path, for_writing=False) as other:
        draft = draft_of(other, affair)
    assert draft is not None
    assert (draft.body, draft.revision, draft.is_current) == ("Half a sentence", 1, True)
    drop_draft(workspace, affair)
    drop_draft(workspace, affair)
    assert draft_of(workspace, affair) is None


def test_stored_text_ends_its_draft(workspace: Workspace, affair: int):
    keep_draft(workspace, affair, WITHOUT_JOBS, 1)
    edit_text(workspace, affair, WITHOUT_JOBS, revision=1)
    undo(workspace)
    assert draft_of(workspace, affair) is None


def test_draft_that_says_what_the_article_says_is_none(workspace: Workspace, affair: int):
    keep_draft(workspace, affair, BRIDGE, 1)
    assert draft_of(workspace, affair) is None


def test_two_windows_that_edit_the_same_text_lose_nothing(workspace: Workspace, affair: int):
    edit_text(workspace, affair, WITHOUT_JOBS, revision=1)
    with pytest.raises(ChangedMeanwhile, match="was changed meanwhile"):
        edit_text(workspace, affair, f"{BRIDGE}My addition.\n", revision=1)
    assert body_of(workspace, affair) == WITHOUT_JOBS
    draft = draft_of(workspace, affair)
    assert draft is not None
    assert draft.body == f"{BRIDGE}My addition.\n"
    assert not draft.is_current
    edit_text(workspace, affair, draft.body, revision=2)
    assert body_of(workspace, affair) == draft.body


def test_text_of_a_workspace_that_cannot_be_written_is_refused(workspace: Workspace, affair: int):
    with (
        Workspace.open(workspace.path, for_writing=False) as reader,
        pytest.raises(WorkspaceReadOnly, match="so this was not done: edit the text"),
    ):
        edit_text(reader, affair, WITHOUT_JOBS)


def test_text_of_an_article_that_is_gone_is_refused(workspace: Workspace, affair: int):
    delete_article(workspace, affair)
    with pytest.raises(NotFound):
        edit_text(workspace, affair, WITHOUT_JOBS)


def test_place_of_a_reader_stays_beside_the_same_words(workspace: Workspace, affair: int):
    reading_progress.note(workspace, affair, BRIDGE.index("“Every"), BRIDGE.index("The insp"))
    new = f"An editor's remark. {BRIDGE}"
    edit_text(workspace, affair, new)
    assert reading_progress.place_of(workspace, affair) == new.index("“Every")


# ------------------------------------------------------------------------- laws


def everything(workspace: Workspace) -> dict[str, list[str]]:
    """Every row that an undo has to bring back."""
    with workspace.reading() as session:
        return {
            name: sorted(
                repr(tuple(row))
                for row in session.connection().exec_driver_sql(f'SELECT * FROM "{name}"')
            )
            for name, table in tables.Base.metadata.tables.items()
            if table.info.get("is_journalled", True) or name == "search_doc"
        }


EXAMPLES = int(os.environ.get("STANCELINE_UNDO_EXAMPLES", "8"))
WORDS = ["“no,”", "said", "\U0001f309", "\U0001f468\u200d\U0001f469", "e\u0301", "גשר", "橋は閉鎖"]
cuts = st.tuples(
    st.floats(0, 1, exclude_max=True), st.integers(0, 30), st.lists(st.sampled_from(WORDS))
)


@given(st.lists(cuts, min_size=1, max_size=5), st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_after_any_edits_the_law_holds_and_undo_brings_everything_back(
    workspace_template: Path, edits: list[tuple[float, int, list[str]]], data: st.DataObject
):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(workspace_template, Path(folder) / "w.stanceline"))
        with Workspace.open(path) as workspace:
            body = data.draw(st.lists(st.sampled_from([*WORDS, " ", "\n"]), min_size=3)).copy()
            text = "".join([*body, "The end."])
            article_id = store(workspace, [read_text(text)]).imported[0]
            text = body_of(workspace, article_id)
            for _ in range(3):
                start = data.draw(st.integers(0, len(text) - 2))
                span = Span(start, data.draw(st.integers(start + 1, len(text))))
                if span.words(text).strip():
                    marked = mark_quotation(workspace, QuotationDraft(article_id, (span,)))
                    assert marked
            happened = an_event(workspace, "Something")
            add_evidence(workspace, happened, EvidenceDraft(article_id, Span(0, 1)))
            seen = [everything(workspace)]
            first: dict[int, str] = {}
            for at, length, words in edits:
                before = body_of(workspace, article_id)
                start = int(at * len(before))
                new = before[:start] + "".join(words) + before[start + length :]
                if not new.strip() or new == before:
                    continue
                edit_text(workspace, article_id, new)
                seen.append(everything(workspace))
                check_law(workspace, article_id)
                for doubt in doubts(workspace):
                    assert first.setdefault(doubt.id, doubt.exact) == doubt.exact
            for state in reversed(seen[:-1]):
                undo(workspace)
                assert everything(workspace) == state
