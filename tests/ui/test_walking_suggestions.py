"""Suggested quotations, retold words and events: where the keys are, and where they go."""

import pytest

from builders import a_topic, an_article, an_event
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EventStatus
from stanceline.domain.quotations import QuotationKind
from stanceline.services import quotations
from stanceline.services.events import all_events
from stanceline.services.suggesting import suggestions_of
from stanceline.services.workspace import Workspace
from stanceline.ui.cards import quotation as quotation_card
from stanceline.ui.cards.quotation import QuotationCard
from stanceline.ui.reader.marks import ReaderMarkKind
from stanceline.ui.suggestion_words import is_event
from ui.suggestion_builders import happened, retold, said, suggest
from ui.window_builders import ALT, CTRL, KEY, SHIFT, press, settle

TUNNEL = (
    "Tunnel stays shut\n\n"
    "The council voted on Monday to close the tunnel.\n\n"
    "“It will flood again,” Mayor Ida Holm said. Holm said the pumps were old.\n\n"
    "“Nobody asked us,” a driver said. “We will go on,” Holm said.\n\n"
    "The pumps were replaced three days later.\n"
)
TOPIC = "Closing the tunnel"


def everything(body: str = TUNNEL):
    """One suggestion of each kind and step of trust, in reading order."""
    return (
        happened(
            body,
            "The council voted on Monday to close the tunnel",
            "Council votes to close the tunnel",
            "2031-05-19",
            "on Monday",
            participants=("Council",),
        ),
        said(body, "It will flood again,", "Ida Holm"),
        retold(body, "the pumps were old", "Ida Holm", confidence=0.8),
        said(body, "Nobody asked us,", "Jon Vik", confidence=0.4),
        said(body, "We will go on,", "Ida Holm"),
        happened(
            body,
            "The pumps were replaced three days later",
            "Pumps replaced",
            "[2031-05-20..2031-05-25]",
            "three days later",
            tier="C",
            confidence=0.4,
            alternatives=("2031-05-22",),
        ),
    )


@pytest.fixture
def window(open_window, workspace):
    article_id = an_article(workspace, TUNNEL, published="2031-05-20")
    a_topic(workspace, TOPIC)
    suggest(workspace, article_id, *everything())
    return open_window(workspace)


def words_under_keys(window) -> str:
    mark = window.pane.reader.focused_mark()
    body = window.pane.article.body
    return mark.spans[0].words(body) if mark else ""


def waiting(window) -> list[str]:
    body = window.pane.article.body
    found = suggestions_of(window.workspace, window.pane.article.id)
    return [each.spans[0].words(body) for each in found]


def hint(window) -> str:
    return window.pane.hint_line.told


def keys_told(window) -> dict[str, str]:
    return dict(window.pane.hint_line.keys)


def test_opening_an_article_puts_the_first_quotation_under_the_keys(window):
    assert words_under_keys(window) == "It will flood again,"
    assert str(window.inspector.shown).startswith("suggestion:")
    text = window.pane.reader.text
    assert (text.caret(), text.verticalScrollBar().value()) == (0, 0)
    press(KEY.Key_1)
    (judged,) = window.pane.findings.quotations
    assert judged.judgements[0].stance.key == "supports"


def test_without_a_quotation_the_first_event_is_under_the_keys(open_window, workspace):
    article_id = an_article(workspace, TUNNEL)
    suggest(workspace, article_id, everything()[5], everything()[0])
    window = open_window(workspace)
    assert words_under_keys(window).startswith("The council voted")


def test_a_workspace_that_cannot_be_written_to_has_nothing_under_the_keys(
    open_window, workspace_path
):
    with Workspace.open(workspace_path) as workspace:
        suggest(workspace, an_article(workspace, TUNNEL), *everything())
    window = open_window(Workspace.open(workspace_path, for_writing=False))
    assert window.pane.reader.focused_mark() is None


def test_tab_walks_every_kind_in_the_order_of_the_text(window):
    seen = [words_under_keys(window)]
    for _ in range(5):
        press(KEY.Key_Tab)
        seen.append(words_under_keys(window))
    in_order = waiting(window)
    assert seen == [*in_order[1:], in_order[0]]


def test_digits_go_from_quotation_to_quotation_and_leave_the_events(window):
    for digit in (KEY.Key_1, KEY.Key_2, KEY.Key_3, KEY.Key_4):
        press(digit)
    marked = window.pane.findings.quotations
    assert [each.judgements[0].stance.shortcut for each in marked] == ["1", "2", "3", "4"]
    assert [each.kind for each in marked] == [
        QuotationKind.DIRECT,
        QuotationKind.INDIRECT,
        QuotationKind.DIRECT,
        QuotationKind.DIRECT,
    ]
    assert len(waiting(window)) == 2
    assert window.said_label.whole_text().endswith("Tab goes to the 2 suggested events.")


def test_enter_on_an_event_notes_it_and_goes_on(window):
    press(KEY.Key_Tab, SHIFT)
    assert words_under_keys(window).startswith("The council voted")
    press(KEY.Key_Return)
    (event,) = all_events(window.workspace)
    assert (event.title, event.edtf) == ("Council votes to close the tunnel", "2031-05-19")
    assert event.evidence[0].anchor.exact == "The council voted on Monday to close the tunnel"
    assert words_under_keys(window) == "It will flood again,"
    press(KEY.Key_Z, CTRL)
    assert all_events(window.workspace) == []
    assert words_under_keys(window).startswith("The council voted")


def test_a_digit_on_an_event_says_that_it_has_no_stance(window):
    press(KEY.Key_Tab, SHIFT)
    press(KEY.Key_1)
    assert len(waiting(window)) == 6
    assert "no stance" in window.said_label.whole_text()


def test_backspace_on_an_event_rejects_it_and_goes_on_to_whatever_comes_next(window):
    press(KEY.Key_Tab, SHIFT)
    press(KEY.Key_Backspace)
    assert len(waiting(window)) == 5
    assert words_under_keys(window) == "It will flood again,"


def test_the_card_of_a_suggested_event_is_filled_in_and_settles_it(window):
    press(KEY.Key_Tab, SHIFT)
    press(KEY.Key_E)
    card = window.pane.event_card
    assert card.isVisible()
    assert card.title.text() == "Council votes to close the tunnel"
    assert (card.date.edtf(), card.date.phrase()) == ("2031-05-19", "on Monday")
    assert "Council" in [each.name for each in card.participants.offered()]
    assert card.status.value() is EventStatus.REPORTED
    card.title.setText("The council closes the tunnel")
    press(KEY.Key_Return)
    settle()
    assert [each.title for each in all_events(window.workspace)] == [
        "The council closes the tunnel"
    ]
    assert len(waiting(window)) == 5
    assert words_under_keys(window) == "It will flood again,"


def test_the_card_of_a_suggested_event_rejects_it(window):
    press(KEY.Key_Tab, SHIFT)
    press(KEY.Key_E)
    window.pane.event_card.reject()
    settle()
    assert not window.pane.event_card.isVisible()
    assert len(waiting(window)) == 5


def test_a_suggested_event_can_be_evidence_for_one_that_is_there(window):
    an_event(window.workspace, "Closing decided", "2031-05-19")
    press(KEY.Key_Tab, SHIFT)
    press(KEY.Key_E)
    press(KEY.Key_O, ALT)
    press(KEY.Key_Return)
    settle()
    (event,) = all_events(window.workspace)
    assert [each.anchor.exact for each in event.evidence] == [
        "The council voted on Monday to close the tunnel"
    ]
    assert len(waiting(window)) == 5


def test_shift_with_a_digit_also_takes_the_later_ones_of_the_speaker(window):
    assert keys_told(window)["⇧ 1–6"] == "+ 2 later"
    press(KEY.Key_5, SHIFT)
    marked = window.pane.findings.quotations
    assert {each.speaker for each in marked} == {"Ida Holm"}
    assert [each.judgements[0].stance.key for each in marked] == ["opposes"] * 3
    assert "So for 3 quotations of Ida Holm" in window.said_label.whole_text()
    assert words_under_keys(window) == "Nobody asked us,"
    press(KEY.Key_Z, CTRL)
    assert quotations.quotations_of(window.workspace, window.pane.article.id) == []
    assert words_under_keys(window) == "It will flood again,"


def test_a_doubtful_speaker_has_a_question_mark_in_the_margin_and_in_the_line(window):
    kinds = ReaderMarkKind
    labels = {
        mark.spans[0].words(TUNNEL): (mark.kind, mark.label)
        for mark in window.pane.reader.text.marking.index.marks
    }
    assert labels["It will flood again,"] == (kinds.SUGGESTION, "Holm")
    assert labels["the pumps were old"] == (kinds.SUGGESTED_REPORT, "Holm")
    assert labels["Nobody asked us,"] == (kinds.SUGGESTION, "Vik?")
    assert labels["The pumps were replaced three days later"][0] is kinds.SUGGESTED_EVENT
    assert labels["The pumps were replaced three days later"][1].endswith("?")
    press(KEY.Key_Tab)
    press(KEY.Key_Tab)
    assert hint(window).startswith("Jon Vik? · 40 %")
    page = window.inspector.suggestion_page
    assert (page.speaker.text(), page.trust.text()) == ("Jon Vik?", "Trust: doubtful, 40 %")


def test_what_is_known_of_a_suggested_event_is_told(window):
    press(KEY.Key_Tab, SHIFT)
    press(KEY.Key_Tab, SHIFT)
    told = hint(window)
    assert told.endswith(" · Pumps replaced")
    assert "(“three days later”)" in told
    assert "tied to another event" in told
    assert keys_told(window)["Enter"] == "accept, go on"
    page = window.inspector.suggestion_page
    assert page.speaker.text() == "Pumps replaced"
    assert "“three days later”" in page.date.text()
    assert page.others.text() == "Or: 22 May 2031"
    assert not page.stances.isVisible()


def test_a_stance_after_the_card_goes_on_as_after_accepting(window):
    press(KEY.Key_E)
    press(KEY.Key_Return)
    settle()
    assert words_under_keys(window) == "It will flood again,"
    assert keys_told(window)["1–6"] == "set stance, go on"
    press(KEY.Key_5)
    assert words_under_keys(window) == "the pumps were old"


def test_the_buttons_stay_in_sight_below_a_very_long_suggestion(open_window, workspace):
    words = "The water came over the sill, and then over the road. " * 40
    body = f"Tunnel stays shut\n\n“{words}” Ida Holm said.\n"
    article_id = an_article(workspace, body)
    suggest(workspace, article_id, said(body, words, "Ida Holm"))
    page = open_window(workspace).inspector.suggestion_page
    assert page.words.text().endswith("…”")
    assert page.words.toolTip() == f"<p>{words.strip()}</p>"
    assert len(page.words.text()) < 250


def test_nobody_decides_on_words_that_cannot_be_seen(open_window, workspace):
    body = TUNNEL.replace("\n\n“It", "\n\n" + "The tunnel is long.\n\n" * 200 + "“It", 1)
    article_id = an_article(workspace, body)
    a_topic(workspace, TOPIC)
    suggest(workspace, article_id, *everything(body))
    window = open_window(workspace)
    bar = window.pane.reader.text.verticalScrollBar()
    assert words_under_keys(window) == "It will flood again,"
    assert bar.value() == 0
    assert hint(window).startswith("Out of sight: Ida Holm")
    assert window.pane.hint_line.keys[0] == ("Tab", "show it")
    press(KEY.Key_1)
    assert len(waiting(window)) == 6
    assert bar.value() > 0
    assert "Here it is" in window.said_label.whole_text()
    assert hint(window).startswith("Ida Holm")
    press(KEY.Key_1)
    assert len(waiting(window)) == 5
    bar.setValue(0)
    press(KEY.Key_Tab)
    assert words_under_keys(window) == "the pumps were old", "it is shown before the next is"
    assert bar.value() > 0


def test_a_card_that_cannot_be_made_is_told_and_leaves_nothing_behind(window, monkeypatch):
    refused = []
    window.pane.refused.disconnect()  # The window would show a box and wait.
    window.pane.refused.connect(refused.append)
    suggestion = next(s for s in window.pane.findings.suggestions if not is_event(s))

    def fail(_workspace):
        raise StancelineError("The disk is gone.")

    with monkeypatch.context() as broken:
        broken.setattr(quotation_card, "all_stances", fail)
        window.pane.edit(suggestion)
        window.pane.reader.setFocus()
        press(KEY.Key_T)
    assert refused == ["The disk is gone."] * 2
    assert not window.findChildren(QuotationCard)

    window.pane.edit(suggestion)
    assert window.pane.quotation_card.isVisible()
    assert len(window.findChildren(QuotationCard)) == 1
