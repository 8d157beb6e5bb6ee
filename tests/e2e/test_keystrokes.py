"""How many keys it takes to mark and judge, counted in the window itself.

Every press counts: Tab, Enter and digits one each, and a key with its modifiers one.
"""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from builders import a_quotation, a_topic, an_article, body_of, place
from stanceline.domain.quotations import Quotation
from stanceline.domain.spans import Span
from stanceline.domain.suggestions import Suggestion, SuggestionKind
from stanceline.services.quotations import quotations_of
from stanceline.services.speakers import all_speakers
from stanceline.services.suggesting import suggest_for_all
from ui.window_builders import ALT, KEY, SHIFT, drop, press, write

SHARED = Path(__file__).resolve().parents[3] / "shared"
REAL = SHARED / "data" / "articles" / "north-korea-engineering-troops.txt"
MARKED_BY_HAND = SHARED / "eval" / "quotes" / "seed.jsonl"

FERRY = (
    "Old ferry stays until spring\n\n"
    "“The old ferry will sail until spring,” Mayor Runa Falk said on Monday.\n\n"
    "Nobody had asked the crews. “We sail when we are paid,” said Odd Brekke, who speaks for "
    "them. “Not an hour before.”\n\n"
    "The council meets again in March.\n"
)
SPEECH = (
    "Old ferry leaves the fjord\n\n"
    "“The old ferry is done for,” Mayor Runa Falk said.\n\n"
    "“It sails better than ever,” boatman Odd Brekke said.\n\n"
    "“Nobody will miss it,” Falk said.\n\n"
    "“The new one is paid for,” Falk said.\n"
)
TOPIC = "Keeping the old ferry"
DIGITS = (KEY.Key_1, KEY.Key_2, KEY.Key_3, KEY.Key_4, KEY.Key_5, KEY.Key_6)


class Keyboard:
    """Presses keys and counts each."""

    def __init__(self) -> None:
        self.n_keys = 0

    def press(self, *keys, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            press(key, modifier)
            self.n_keys += 1

    def write(self, words: str) -> None:
        write(words)
        self.n_keys += len(words)


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard()


@pytest.fixture
def ferry(workspace):
    """A workspace with an article, a topic and the suggestions as they are."""
    an_article(workspace, FERRY, published="2031-02-10")
    a_topic(workspace, TOPIC)
    suggest_for_all(workspace)
    return workspace


def only_quotation(window) -> Quotation:
    (found,) = quotations_of(window.workspace, window.pane.article.id)
    return found


def suggested_quotations(window) -> list[Suggestion]:
    """What waits and is no event."""
    waiting = window.pane.findings.suggestions
    return [each for each in waiting if each.kind is not SuggestionKind.EVENT]


def told(quotation: Quotation) -> tuple[str, list[str], list[tuple[str, str]]]:
    """Who, which words, and which stance on what."""
    words = [anchor.exact for anchor in quotation.anchors]
    stances = [(each.topic, each.stance.key) for each in quotation.judgements]
    return quotation.speaker, words, stances


def select(window, words: str) -> Span:
    """Select words as they stand, which the mouse or Shift with arrows does."""
    span = place(window.pane.article.body, words)
    window.pane.reader.select_span(span)
    window.pane.reader.setFocus()
    return span


def test_a_right_suggestion_is_accepted_and_judged_with_one_key(open_window, ferry, keyboard):
    window = open_window(ferry)
    keyboard.press(KEY.Key_5)
    assert keyboard.n_keys == 1
    assert told(only_quotation(window)) == (
        "Runa Falk",
        ["The old ferry will sail until spring,"],
        [(TOPIC, "opposes")],
    )


def test_accepting_first_and_judging_then_takes_two_keys(open_window, ferry, keyboard):
    window = open_window(ferry)
    keyboard.press(KEY.Key_Return, KEY.Key_1)
    assert keyboard.n_keys == 2
    assert told(only_quotation(window))[2] == [(TOPIC, "supports")]


def test_all_suggested_quotations_are_judged_with_one_key_each(open_window, ferry, keyboard):
    window = open_window(ferry)
    n_suggested = len(suggested_quotations(window))
    assert n_suggested == 2
    keyboard.press(*DIGITS[:n_suggested])
    assert keyboard.n_keys == 2
    assert [told(each) for each in quotations_of(ferry, window.pane.article.id)] == [
        ("Runa Falk", ["The old ferry will sail until spring,"], [(TOPIC, "supports")]),
        (
            "Odd Brekke",
            ["We sail when we are paid,", "Not an hour before."],
            [(TOPIC, "leans_for")],
        ),
    ]


def test_a_speaker_s_later_suggestions_take_the_stance_of_the_first_with_one_key(
    open_window, workspace, keyboard
):
    an_article(workspace, SPEECH)
    a_topic(workspace, TOPIC)
    suggest_for_all(workspace)
    window = open_window(workspace)
    assert len(suggested_quotations(window)) == 4
    keyboard.press(KEY.Key_5, modifier=SHIFT)
    keyboard.press(KEY.Key_1)
    assert keyboard.n_keys == 2
    marked = [told(each) for each in quotations_of(workspace, window.pane.article.id)]
    assert [(speaker, stances) for speaker, _words, stances in marked] == [
        ("Runa Falk", [(TOPIC, "opposes")]),
        ("Odd Brekke", [(TOPIC, "supports")]),
        ("Runa Falk", [(TOPIC, "opposes")]),
        ("Runa Falk", [(TOPIC, "opposes")]),
    ]


def test_a_selection_with_a_known_speaker_takes_five_keys(open_window, workspace, keyboard):
    article_id = an_article(workspace, FERRY, published="2031-02-10")
    a_quotation(workspace, article_id, "We sail when we are paid,", speaker="Odd Brekke")
    a_topic(workspace, TOPIC)
    window = open_window(workspace)
    select(window, "old ferry will sail until")
    keyboard.press(KEY.Key_Q)
    keyboard.write("br")
    keyboard.press(KEY.Key_3, KEY.Key_Return)
    assert keyboard.n_keys == 5
    assert window.pane.reader.text.hasFocus()
    assert told(quotations_of(workspace, article_id)[0]) == (
        "Odd Brekke",
        ["The old ferry will sail until spring,"],
        [(TOPIC, "neutral")],
    )


def test_a_selection_with_an_unknown_speaker_takes_the_name_and_three_keys(
    open_window, workspace, keyboard
):
    an_article(workspace, FERRY, published="2031-02-10")
    a_topic(workspace, TOPIC)
    window = open_window(workspace)
    select(window, "We sail when we are paid")
    name = "Gudrun Moe 2nd"
    keyboard.press(KEY.Key_Q, KEY.Key_5)
    keyboard.write(name)
    keyboard.press(KEY.Key_Return)
    assert keyboard.n_keys == len(name) + 3
    assert told(only_quotation(window)) == (
        name,
        ["We sail when we are paid,"],
        [(TOPIC, "opposes")],
    )
    assert [each.name for each in all_speakers(workspace)] == [name]


def test_a_second_selection_joins_the_utterance_with_one_key(open_window, workspace, keyboard):
    article_id = an_article(workspace, FERRY, published="2031-02-10")
    a_quotation(workspace, article_id, "We sail when we are paid,", speaker="Odd Brekke")
    window = open_window(workspace)
    window.pane.focus_mark(f"quotation:{only_quotation(window).id}")
    select(window, "an hour")
    keyboard.press(KEY.Key_A)
    assert keyboard.n_keys == 1
    assert told(only_quotation(window))[1] == ["We sail when we are paid,", "Not an hour before."]


def test_the_end_of_an_open_card_s_words_moves_with_a_key_each(open_window, workspace, keyboard):
    an_article(workspace, FERRY, published="2031-02-10")
    window = open_window(workspace)
    select(window, "council")
    keyboard.press(KEY.Key_Q)
    keyboard.press(KEY.Key_Right, KEY.Key_Right, modifier=ALT)
    keyboard.press(KEY.Key_Left, modifier=ALT | SHIFT)
    assert [span.words(FERRY) for span in window.pane.quotation_card.spans] == [
        "The council meets again"
    ]
    keyboard.press(KEY.Key_End, modifier=ALT)
    keyboard.press(KEY.Key_Return, KEY.Key_Return, KEY.Key_Return)
    assert [anchor.exact for anchor in only_quotation(window).anchors] == [
        "The council meets again in March."
    ]


@pytest.mark.skipif(
    not (REAL.exists() and MARKED_BY_HAND.exists()),
    reason="the real article is not beside this checkout",
)
def test_all_quotations_of_the_real_article_take_eight_keys_and_no_mouse(
    open_window, workspace, keyboard
):
    a_topic(workspace, "Sending troops")
    window = open_window(workspace)
    drop(window, REAL)
    window.pane.reader.setFocus()
    article_id = window.pane.article.id
    suggested = [each.spans for each in suggested_quotations(window)]
    assert len(suggested) == 8

    keyboard.press(*(DIGITS[number % 6] for number in range(8)))
    assert keyboard.n_keys == 8

    marked = quotations_of(workspace, article_id)
    assert [each.spans for each in marked] == suggested
    stances = [each.judgements[0].stance.shortcut for each in marked]
    assert stances == ["1", "2", "3", "4", "5", "6", "1", "2"]
    assert all(each.judgements[0].topic == "Sending troops" for each in marked)

    # What people marked by hand as quotations of sentences is all there, with its speakers.
    by_hand = json.loads(MARKED_BY_HAND.read_text("utf-8").splitlines()[0])
    assert body_of(workspace, article_id).strip() == by_hand["text"].strip()
    shift = body_of(workspace, article_id).index(by_hand["text"].strip()[:40])
    main = [each for each in by_hand["quotes"] if each["level"] != "fragment"]
    assert len(main) == 8
    for each in main:
        span = Span(each["start"] + shift, each["end"] + shift)
        quotation = next(found for found in marked if span in found.spans)
        names = {
            each["resolved"],
            each["speaker_name"],
            each["speaker"],
            *each.get("speaker_alt", ()),
        }
        assert quotation.speaker in names, each["speaker"]
