"""Values that no version of the program writes: one sentence, and all of them in the check."""

from collections.abc import Callable
from pathlib import Path

import pytest

from builders import BRIDGE, a_quotation, an_article, an_event, damage
from stanceline.domain.timelines import SavedView
from stanceline.services.checking import problems_of
from stanceline.services.editing import edit_text
from stanceline.services.quotations import all_quotations
from stanceline.services.repairing import repair
from stanceline.services.suggesting import (
    accept_confident,
    accept_event,
    accept_suggestion,
    suggest_for_all,
    suggestions_of,
)
from stanceline.services.timeline import marks_of
from stanceline.services.views import save_view, saved_views
from stanceline.services.workspace import Workspace
from stanceline.storage.engine import WorkspaceDamaged

Reading = Callable[[Workspace], object]


@pytest.fixture
def full(workspace_path: Path) -> Path:
    with Workspace.open(workspace_path) as workspace:
        article = an_article(workspace, BRIDGE, published="2031-05-13")
        a_quotation(workspace, article, "“Not a day before.”", speaker="Tora Berg")
        an_event(workspace, "Inspection", "2031-05-12")
        suggest_for_all(workspace)
        save_view(workspace, SavedView("Mine"))
    return workspace_path


def first_suggestions(workspace: Workspace) -> object:
    return suggestions_of(workspace, 1)


@pytest.mark.parametrize(
    ("statement", "read", "listed"),
    [
        ("UPDATE quotation SET kind = 'sung'", all_quotations, "not known: “sung”"),
        ("UPDATE event SET status = 'x'", marks_of, "not known: “x”"),
        ("UPDATE quotation_span SET start = 'a'", all_quotations, "is of the kind text"),
        ("UPDATE timeline SET definition = '{'", saved_views, "saved view “Mine” is damaged"),
        ("UPDATE timeline SET definition = '[]'", saved_views, "saved view “Mine” is damaged"),
        (
            "UPDATE timeline SET definition = '{\"lanes\": 5}'",
            saved_views,
            "saved view “Mine” is damaged",
        ),
        (
            'UPDATE timeline SET definition = \'{"filter": {"words": 5}}\'',
            saved_views,
            "saved view “Mine” is damaged",
        ),
        ("UPDATE suggestion SET spans = '[[1]]'", first_suggestions, "is damaged: its place"),
        ("UPDATE suggestion SET spans = x'00'", first_suggestions, "is of the kind blob"),
    ],
)
def test_damaged_value_is_told_in_a_sentence_and_listed(
    full: Path, statement: str, read: Reading, listed: str
):
    damage(full, statement)
    with Workspace.open(full) as workspace:
        with pytest.raises(WorkspaceDamaged, match="is damaged"):
            read(workspace)
        problems = " ".join(problems_of(workspace))
        assert listed in problems
        assert "Run stanceline check" not in problems


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE text SET body = x'00ff'",
        "UPDATE article SET published = 5, published_t0 = 'then'",
        "UPDATE original SET content = 'text'",
        "UPDATE event SET date = x'41'",
    ],
)
def test_check_lists_values_of_a_wrong_kind_rather_than_fail(full: Path, statement: str):
    damage(full, statement, "UPDATE speaker SET note = x'00'")
    with Workspace.open(full) as workspace:
        assert "speaker.note of speaker 1 is of the kind blob, not text." in problems_of(workspace)


def test_fault_of_ours_is_not_blamed_on_a_sound_file(full: Path):
    with Workspace.open(full) as workspace, pytest.raises(KeyError), workspace.reading():
        raise KeyError("ours")


CLOSED = (
    "“Nobody asked the ferrymen,” said Nils Aker. Inspectors closed the harbour on 12 May 2031 "
    "and found rust."
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE suggestion SET spans = '[]'",
        "UPDATE suggestion SET spans = '[[1.5, 7.5]]'",
        "UPDATE suggestion SET spans = '[[true, 7]]'",
        "UPDATE suggestion SET spans = '[[-5, 7]]'",
        "UPDATE suggestion SET spans = '[[5, 99999]]'",
        f"UPDATE suggestion SET spans = '{'[' * 9_999}'",
        "UPDATE suggestion SET mention_start = 9, mention_end = 3",
        "UPDATE suggestion SET cue_start = -9, cue_end = 3",
        "UPDATE suggestion SET phrase_start = 4, phrase_end = 99999",
        "UPDATE suggestion SET phrase_start = NULL WHERE kind = 'event'",
        "UPDATE suggestion SET alternatives = '[\"one of these days\"]'",
        "UPDATE suggestion SET participants = '[\"\\ud800\"]'",
        "UPDATE suggestion SET participants = '\"Nils Aker\"'",
        "UPDATE suggestion SET edtf = '2031-13-45'",
        "UPDATE suggestion SET edtf = '', title = '' WHERE kind = 'event'",
        "UPDATE suggestion SET kind = 'song'",
        "UPDATE suggestion SET kind = 'event'",
        "UPDATE suggestion SET tier = 'Z'",
        "UPDATE suggestion SET confidence = 9",
        "UPDATE suggestion SET confidence = 'high'",
    ],
)
def test_suggestion_that_makes_no_sense_is_told_of_and_taken_out(
    workspace_path: Path, statement: str
):
    with Workspace.open(workspace_path) as workspace:
        article_id = an_article(workspace, CLOSED, published="2031-05-13")
        n_found = suggest_for_all(workspace)
    damage(workspace_path, statement)
    with Workspace.open(workspace_path) as workspace:
        assert problems_of(workspace)
        repair(workspace)
        assert problems_of(workspace) == []
        assert suggest_for_all(workspace) == n_found
        assert len(suggestions_of(workspace, article_id)) == n_found


@pytest.mark.parametrize("spans", ["[]", "[[-5, 7]]", "[[1.5, 7.5]]"])
def test_nothing_is_done_with_a_suggestion_that_is_nowhere(workspace_path: Path, spans: str):
    with Workspace.open(workspace_path) as workspace:
        article_id = an_article(workspace, CLOSED, published="2031-05-13")
        suggest_for_all(workspace)
        quoted, told = (each.id for each in suggestions_of(workspace, article_id))
    damage(workspace_path, f"UPDATE suggestion SET spans = '{spans}'")
    doings: list[Reading] = [
        lambda workspace: accept_suggestion(workspace, quoted),
        lambda workspace: accept_event(workspace, told),
        lambda workspace: accept_confident(workspace, 0),
        lambda workspace: edit_text(workspace, article_id, f"Late. {CLOSED}"),
    ]
    with Workspace.open(workspace_path) as workspace:
        for do in doings:
            with pytest.raises(WorkspaceDamaged, match="its place cannot be read"):
                do(workspace)


def test_suggestion_that_was_decided_on_may_have_lost_its_words_by_an_edit(workspace_path: Path):
    with Workspace.open(workspace_path) as workspace:
        article_id = an_article(workspace, CLOSED, published="2031-05-13")
        suggest_for_all(workspace)
        quoted, told = (each.id for each in suggestions_of(workspace, article_id))
        accept_suggestion(workspace, quoted)
        accept_event(workspace, told)
        edit_text(workspace, article_id, "Nothing of it is there any more.")
        assert problems_of(workspace) == []
