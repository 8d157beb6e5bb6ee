"""Which way words lean is shown below the article and in the inspector, and sets nothing."""

import pytest

from builders import PORT, a_quotation, a_topic, an_article
from stanceline.domain.quotations import Certainty
from stanceline.domain.suggestions import SuggestionKind
from stanceline.services.quotations import quotations_of
from stanceline.services.suggesting import suggest_for_all, suggestions_of, want_kinds
from stanceline.services.topics import all_stances, all_topics
from ui.window_builders import KEY, press, settle

LEANING = "Leans for · “must open”"


@pytest.fixture
def window(open_window, workspace):
    want_kinds(workspace, {SuggestionKind.QUOTATION})
    a_topic(workspace, "Opening the bridge")
    an_article(workspace, PORT, published="2031-05-22")
    suggest_for_all(workspace)
    return open_window(workspace)


def test_the_line_below_the_article_says_which_way_a_suggestion_leans(window):
    settle()
    assert LEANING in window.pane.hint_line.told
    press(KEY.Key_Tab)
    settle()
    assert "Leans" not in window.pane.hint_line.told


def test_the_inspector_names_the_topic_of_the_leaning(window):
    settle()
    page = window.inspector.suggestion_page
    assert page.leaning.text() == f"Opening the bridge: {LEANING}"
    assert not page.leaning.isHidden()
    press(KEY.Key_Tab)
    settle()
    assert page.leaning.isHidden()


def test_accepting_does_not_take_the_leaning_over(window):
    settle()
    suggestion = suggestions_of(window.workspace, window.pane.article.id)[0]
    press(KEY.Key_Return)
    settle()
    (quotation,) = quotations_of(window.workspace, suggestion.article_id)
    assert quotation.judgements == ()
    assert window.inspector.quotation_page.leaning.text() == f"Opening the bridge: {LEANING}"


def test_a_judged_topic_is_hinted_at_no_more(window):
    article_id = window.pane.article.id
    quotation_id = a_quotation(
        window.workspace, article_id, "The bridge must open now", speaker="Nils Aker"
    )
    window.pane.refresh()
    window.select(f"quotation:{quotation_id}")
    page = window.inspector.quotation_page
    assert page.leaning.text().startswith("Opening the bridge: Leans for")
    topic, stance = all_topics(window.workspace)[0], all_stances(window.workspace)[0]
    page.judge(topic.id, stance.id, Certainty.CERTAIN, "")
    window.select(f"quotation:{quotation_id}")
    assert page.leaning.isHidden()
