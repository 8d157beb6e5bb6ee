"""The article on the desk: suggestions by single keys, cards, marks."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton

from builders import BRIDGE, PORT, a_quotation, a_topic, an_article, an_event, place
from stanceline.domain.suggestions import SuggestionKind
from stanceline.services import articles, quotations, reading_progress
from stanceline.services.editing import edit_text
from stanceline.services.suggesting import suggest_for_all, suggestions_of, want_kinds
from stanceline.services.workspace import Workspace
from stanceline.ui.article_pane import ArticlePane
from ui.window_builders import ALT, CTRL, KEY, NONE, SHIFT, press, select_words, settle, write


@pytest.fixture
def window(open_window, workspace):
    want_kinds(workspace, {SuggestionKind.QUOTATION})
    an_article(workspace, BRIDGE, published="2031-05-20")
    suggest_for_all(workspace)
    return open_window(workspace)


def waiting(window) -> list[str]:
    article_id = window.pane.article.id
    return [f"suggestion:{each.id}" for each in suggestions_of(window.workspace, article_id)]


def focused(window) -> str:
    mark = window.pane.reader.focused_mark()
    return mark.key if mark else ""


def test_tab_walks_the_suggestions_round_and_f6_leaves_the_text(window):
    keys = waiting(window)
    assert len(keys) >= 2
    for key in keys:
        assert focused(window) == key
        assert str(window.inspector.shown) == key
        press(KEY.Key_Tab)
    press(KEY.Key_Tab, SHIFT)
    press(KEY.Key_Tab, SHIFT)
    assert focused(window) == keys[-2]
    press(KEY.Key_Tab)
    press(KEY.Key_Tab)
    assert focused(window) == keys[0]
    press(KEY.Key_F6)
    assert not window.pane.reader.text.hasFocus()
    press(KEY.Key_F6, SHIFT)
    assert window.pane.reader.text.hasFocus()
    press(KEY.Key_Escape)
    assert window.pane.reader.focused_mark() is None
    assert str(window.inspector.shown).startswith("article:")


def judged(window) -> list[tuple[int, str]]:
    quotation = window.pane.findings.quotations[0]
    return [(each.topic_id, each.stance.key) for each in quotation.judgements]


def test_enter_accepts_and_a_digit_then_judges_and_goes_on(window):
    topic_id = a_topic(window.workspace, "Opening the bridge")
    keys = waiting(window)
    press(KEY.Key_Return)
    accepted = focused(window)
    assert accepted.startswith("quotation:")
    press(KEY.Key_5)
    assert judged(window) == [(topic_id, "opposes")]
    assert focused(window) == keys[1]
    window.pane.focus_mark(accepted)
    press(KEY.Key_1)
    assert judged(window) == [(topic_id, "supports")]
    assert focused(window) == accepted, "only what was just accepted is gone on from"


def test_a_digit_on_a_suggestion_accepts_judges_and_goes_on_in_one_action(window):
    topic_id = a_topic(window.workspace, "Opening the bridge")
    settle()
    keys = waiting(window)
    press(KEY.Key_3)
    assert judged(window) == [(topic_id, "neutral")]
    assert focused(window) == keys[1]
    press(KEY.Key_Z, CTRL)
    assert window.pane.findings.quotations == []
    assert waiting(window) == keys
    assert focused(window) == keys[0], "what was undone is under the keys again"


def test_a_key_that_is_held_down_decides_once(window):
    a_topic(window.workspace, "Opening the bridge")
    keys = waiting(window)
    held = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_3, NONE, "3", autorep=True)
    QApplication.sendEvent(window.pane.reader.text, held)
    settle()
    assert waiting(window) == keys


def test_the_last_suggestion_stays_under_the_keys_once_it_is_judged(window):
    a_topic(window.workspace, "Opening the bridge")
    settle()
    for _ in waiting(window):
        press(KEY.Key_1)
    assert waiting(window) == []
    assert focused(window).startswith("quotation:")
    assert window.said_label.whole_text().endswith("That was the last suggestion.")


def test_t_chooses_the_topic_that_the_digits_speak_to(window):
    a_topic(window.workspace, "Opening the bridge")
    other = a_topic(window.workspace, "More ferries")
    settle()
    press(KEY.Key_T)
    assert "More ferries" in window.pane.hint_line.accessibleName()
    press(KEY.Key_2)
    assert judged(window) == [(other, "leans_for")]


def test_the_line_below_the_text_tells_the_reason_and_the_keys(window):
    suggestion = window.pane.findings.suggestions[0]
    assert suggestion.reason in window.pane.hint_line.told
    assert dict(window.pane.hint_line.keys)["⌫"] == "reject"
    press(KEY.Key_Escape)
    assert window.pane.hint_line.told == ""
    assert dict(window.pane.hint_line.keys)["Tab"] == "first suggestion"


def test_backspace_rejects_and_goes_to_the_next(window):
    keys = waiting(window)
    press(KEY.Key_Backspace)
    assert waiting(window) == keys[1:]
    assert focused(window) == keys[1]


def test_e_opens_the_card_with_what_is_suggested(window):
    press(KEY.Key_E)
    card = window.pane.quotation_card
    assert card.isVisible()
    assert card.speaker.text()
    press(KEY.Key_Escape)
    assert not card.isVisible()
    assert window.pane.reader.text.hasFocus()


def test_a_digit_without_a_topic_is_kept_while_the_card_asks_for_one(window):
    press(KEY.Key_5)
    assert window.pane.quotation_card.isVisible()
    write("Opening the bridge")
    press(KEY.Key_Return)
    press(KEY.Key_Return)
    settle()
    assert [stance for _topic, stance in judged(window)] == ["opposes"]


def test_the_buttons_of_the_inspector_do_the_same(window):
    keys = waiting(window)
    page = window.inspector.suggestion_page
    buttons = {b.text(): b for b in page.findChildren(QPushButton)}
    buttons["Reject"].click()
    assert waiting(window) == keys[1:]
    buttons["Edit"].click()
    assert window.pane.quotation_card.isVisible()
    press(KEY.Key_Escape)
    buttons["Accept"].click()
    settle()
    assert focused(window).startswith("quotation:")
    assert window.pane.reader.text.hasFocus()


def test_keys_without_a_selection_say_what_they_need(window):
    press(KEY.Key_Escape)
    for key, word in ((KEY.Key_Q, "quotation"), (KEY.Key_E, "event"), (KEY.Key_V, "evidence")):
        press(key)
        assert word in window.said_label.whole_text()


def test_a_passage_becomes_evidence_of_an_event_there_is(qtbot, window):
    event_id = an_event(window.workspace, "Inspection begins", "2031-05-12")
    select_words(qtbot, window, "The inspectors began their work")
    press(KEY.Key_Escape)
    press(KEY.Key_V)
    assert window.pane.event_card.isVisible()
    press(KEY.Key_Return)
    settle()
    assert window.said_label.whole_text() == "Added as evidence."
    assert [each.id for each in window.pane.findings.events] == [event_id]
    assert focused(window) == f"event:{event_id}"


def test_a_marked_quotation_is_deleted_with_a_key_and_without_asking(window, boxes):
    quotation_id = a_quotation(
        window.workspace, window.pane.article.id, "found rust everywhere", speaker="Board"
    )
    settle()
    window.pane.focus_mark(f"quotation:{quotation_id}")
    press(KEY.Key_Delete)
    settle()
    assert quotations.quotations_of(window.workspace, window.pane.article.id) == []
    assert boxes.sentences == []
    assert window.said_label.whole_text() == "Deleted. Ctrl+Z brings it back."


def test_a_changed_title_is_shown_and_the_place_kept(window):
    kept = focused(window)
    article = window.pane.article
    facts = articles.ArticleFacts("A new title", "Post", "", "", "2031-05-21", "en", "", ())
    articles.describe_article(window.workspace, article.id, facts)
    settle()
    assert window.pane.reader.text.accessibleName() == "A new title"
    assert focused(window) == kept
    press(KEY.Key_Escape)
    articles.describe_article(
        window.workspace, article.id, replace(facts, source="The Evening Post")
    )
    settle()
    assert "The Evening Post" in window.pane.reader.text.accessibleDescription()


def test_a_card_keeps_clear_of_its_words_in_a_low_pane(open_window, workspace):
    body = BRIDGE + "\n" + "The quay was quiet all week. " * 80
    an_article(workspace, body, published="2031-05-20")
    a_topic(workspace, "Opening the bridge")
    window = open_window(workspace, size=(1024, 700))
    pane = window.pane
    for words in ("swing bridge", "Not a day before", "inspectors began their work on 12 May"):
        for key in (KEY.Key_Q, KEY.Key_E, KEY.Key_V):
            pane.reader.select_span(place(pane.article.body, words))
            pane.reader.setFocus()
            press(key)
            card = pane.quotation_card if key == KEY.Key_Q else pane.event_card
            assert card.isVisible()
            if key == KEY.Key_Q:
                press(KEY.Key_D, ALT)
                press(KEY.Key_N, ALT)
            spans = card.spans if key == KEY.Key_Q else (card.span,)
            corner = pane.mapTo(window, QPoint(0, 0))
            for span in spans:
                assert not pane.rect_of(span).translated(corner).intersects(card.geometry())
            assert window.rect().contains(card.geometry())
            press(KEY.Key_Escape)


def test_a_snapped_selection_can_be_taken_as_it_was_selected(window):
    pane = window.pane
    pane.reader.select_span(place(pane.article.body, "open it when"))
    press(KEY.Key_Q)
    card = pane.quotation_card
    whole = "We shall open it when it is safe,"
    assert [span.words(BRIDGE) for span in card.spans] == [whole]
    press(KEY.Key_S, ALT)
    assert [span.words(BRIDGE) for span in card.spans] == ["open it when"]
    assert pane.reader.selected_span().words(BRIDGE) == "open it when"
    press(KEY.Key_S, ALT)
    assert [span.words(BRIDGE) for span in card.spans] == [whole]


def test_words_join_the_utterance_that_was_marked_before_from_the_card(window):
    pane = window.pane
    first = a_quotation(window.workspace, pane.article.id, "We shall open it when it is safe,")
    settle()
    pane.focus_mark(f"quotation:{first}")
    pane.reader.select_span(place(BRIDGE, "Not a day"))
    press(KEY.Key_Q)
    assert "Alt J" in dict(pane.quotation_card.hints.keys)
    press(KEY.Key_J, ALT)
    (quotation,) = pane.findings.quotations
    assert [each.exact for each in quotation.anchors] == [
        "We shall open it when it is safe,",
        "Not a day before.",
    ]
    assert not pane.quotation_card.isVisible()
    press(KEY.Key_Z, CTRL)
    assert len(pane.findings.quotations[0].anchors) == 1


def test_letters_do_nothing_while_the_text_is_edited(window):
    pane = window.pane
    press(KEY.Key_Tab)
    pane.reader.begin_editing()
    n_waiting = len(waiting(window))
    for slot in (pane.mark_selection, pane.note_event, pane.add_evidence, pane.walk_on):
        slot()
    pane.add_to_utterance()
    pane.next_topic()
    settle()
    assert not pane.has_open_card
    assert pane.hint_line.keys == ()
    press(KEY.Key_Q)
    press(KEY.Key_1)
    assert "q1" in pane.reader.edited_body().lower()
    assert len(waiting(window)) == n_waiting
    pane.reader.end_editing()


def test_two_panes_follow_each_other(qtbot, window, theme):
    other = ArticlePane(window.workspace, theme)
    qtbot.addWidget(other)
    other.resize(700, 500)
    other.show()
    other.show_article(window.pane.article.id)
    press(KEY.Key_Return)
    settle()
    assert [q.id for q in other.findings.quotations] == [
        q.id for q in window.pane.findings.quotations
    ]
    window.undo_redo.undo()
    settle()
    assert other.findings.quotations == []


def test_an_article_is_opened_again_where_one_was(open_window, workspace):
    body = BRIDGE + "\n" + "The quay was quiet all week.\n\n" * 300
    first = an_article(workspace, body, published="2031-05-20")
    second = an_article(workspace, PORT)
    reading_progress.note(workspace, first, 4_000, 4_500)
    window = open_window(workspace)
    window.pane.show_article(second)
    window.pane.show_article(first)
    settle()
    assert abs(window.pane.reader.place_in_sight() - 4_000) < 100


def test_an_open_card_stays_on_its_words_when_the_text_is_edited_elsewhere(window, qtbot):
    words = "found rust everywhere"
    select_words(qtbot, window, words)
    assert window.pane.quotation_card.isVisible()
    edit_text(window.workspace, window.pane.article.id, f"\U0001f309 News.\n\n{BRIDGE}")
    settle()
    window.pane.quotation_card.save()
    (quotation,) = quotations.quotations_of(window.workspace, window.pane.article.id)
    assert quotation.anchors[0].exact == words


def test_a_card_whose_words_were_edited_away_closes_and_says_so(window, qtbot):
    select_words(qtbot, window, "found rust everywhere")
    window.pane.note_event()
    settle()
    assert window.pane.event_card.isVisible()
    body = BRIDGE.replace("found rust", "saw wood")
    edit_text(window.workspace, window.pane.article.id, body)
    settle()
    assert not window.pane.has_open_card
    assert "so it was closed" in window.said_label.whole_text()


def test_a_read_only_workspace_refuses_before_a_card_is_filled_in(
    qtbot, open_window, workspace_path
):
    with Workspace.open(workspace_path) as workspace:
        an_article(workspace, BRIDGE)
    window = open_window(Workspace.open(workspace_path, for_writing=False))
    select_words(qtbot, window, "The inspectors began their work")
    for key in (KEY.Key_Q, KEY.Key_E, KEY.Key_V):
        press(key)
        assert not window.pane.has_open_card
        assert "read-only" in window.said_label.whole_text()


def offered(window, words: str) -> dict[str, QAction]:
    text = window.pane.reader.text
    rect = window.pane.reader.span_rect(place(BRIDGE, words))
    at = text.viewport().mapFrom(window.pane.reader, rect.center())
    menu = window.pane.context_menu.menu_at(at)
    return {each.text().partition("\t")[0].replace("&", ""): each for each in menu.actions()}


def test_the_menu_of_the_mouse_does_what_the_keys_do(qtbot, window):
    a_topic(window.workspace, "Opening the bridge")
    settle()
    keys = waiting(window)
    menu = offered(window, "Every week costs us")
    assert focused(window) in keys
    menu["opposes"].trigger()
    settle()
    assert [stance for _topic, stance in judged(window)] == ["opposes"]
    menu = offered(window, "Every week costs us")
    assert focused(window).startswith("quotation:")
    menu["Delete"].trigger()
    settle()
    assert not window.pane.findings.quotations
    select_words(qtbot, window, "The inspectors began their work")
    press(KEY.Key_Escape)
    menu = offered(window, "The inspectors")
    menu["Note an event…"].trigger()
    assert window.pane.event_card.isVisible()
