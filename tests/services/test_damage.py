"""Values that no version of the program writes: one sentence, and all of them in the check."""

from collections.abc import Callable
from pathlib import Path

import pytest

from builders import BRIDGE, a_quotation, an_article, an_event, damage
from stanceline.domain.timelines import SavedView
from stanceline.services.checking import problems_of
from stanceline.services.quotations import all_quotations
from stanceline.services.suggesting import suggest_for_all, suggestions_of
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
