from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from stanceline.domain.names import LONGEST_NAME
from stanceline.domain.quotations import Certainty, QuotationKind
from stanceline.domain.speakers import SpeakerDraft
from stanceline.domain.suggestions import Suggestion
from stanceline.services.quotations import all_quotations, delete_quotation, quotation
from stanceline.services.speakers import add_speaker, all_speakers
from stanceline.services.suggesting import suggest_for_all, suggestions_of
from stanceline.services.topics import all_topics
from stanceline.services.workspace import Workspace
from stanceline.ui.cards.floating import named_in
from stanceline.ui.cards.quotation import QuotationCard
from ui.card_builders import WORDS, Window, fill, place, press, shown, window_of, write

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "bridge.stanceline") as workspace:
        fill(workspace)
        yield workspace


@pytest.fixture
def window(workspace: Workspace, qtbot: QtBot) -> Window:
    return shown(Window(workspace), qtbot)


@pytest.fixture
def card(workspace: Workspace, window: Window) -> QuotationCard:
    return QuotationCard(workspace, window)


def open_new(card: QuotationCard, words: str = "“We shall open it when it is safe,”") -> None:
    window = window_of(card)
    card.open_for_new(window.article, (place(words),), window.selection)
    assert card.speaker.hasFocus()


def suggested(card: QuotationCard) -> Suggestion:
    workspace = window_of(card).workspace
    suggest_for_all(workspace)
    return next(each for each in suggestions_of(workspace, 1) if each.name or each.speaker)


def open_suggestion(card: QuotationCard) -> Suggestion:
    suggestion = suggested(card)
    window = window_of(card)
    card.open_for_suggestion(window.article, suggestion, window.selection)
    return suggestion


def button(card: QuotationCard, text: str) -> QAbstractButton:
    return next(each for each in card.findChildren(QPushButton) if each.text() == text)


def test_two_letters_and_enter_a_digit_and_enter_mark_and_judge(
    card: QuotationCard, workspace: Workspace, qtbot: QtBot
):
    open_new(card)
    write("to")
    press(Qt.Key.Key_Return)
    write("5")
    with qtbot.waitSignals([card.saved, card.closed]):
        press(Qt.Key.Key_Return)
    (saved,) = all_quotations(workspace)
    assert saved.spans == (WORDS,)
    assert saved.speaker == "Tomas Wiik"
    assert [(each.topic, each.stance.key) for each in saved.judgements] == [
        ("Opening the bridge", "opposes")
    ]
    assert saved.kind is QuotationKind.DIRECT
    assert not card.isVisible()


def test_one_enter_is_one_action_even_with_a_new_speaker(card: QuotationCard, workspace: Workspace):
    actions = []
    workspace.listen(actions.append)
    open_new(card)
    write("Ada Neumark")
    press(Qt.Key.Key_Return)
    write("1")
    press(Qt.Key.Key_Return)
    assert len(actions) == 1
    assert all_quotations(workspace)[0].speaker == "Ada Neumark"


def test_a_digit_before_the_name_is_a_stance_and_within_a_name_a_letter(card: QuotationCard):
    open_new(card)
    write("2")
    assert card.speaker.text() == ""
    assert card.stance.value() == 2
    write("Base 51")
    assert card.speaker.text() == "Base 51"
    assert card.stance.value() == 2


def test_the_same_digit_again_takes_the_stance_back(card: QuotationCard):
    open_new(card)
    write("33")
    assert card.stance.value() is None


def test_alt_and_a_digit_set_the_stance_while_a_name_is_typed(card: QuotationCard):
    open_new(card)
    write("ad")
    press(Qt.Key.Key_4, ALT)
    assert card.stance.value() == 4
    assert card.speaker.text() == "ad"


def test_t_goes_to_the_next_topic_once_the_speaker_is_chosen(card: QuotationCard):
    open_new(card)
    write("t")
    assert card.speaker.text() == "t"
    press(Qt.Key.Key_Return)
    write("t")
    assert card.topic.value().name == "More ferries"
    press(Qt.Key.Key_T, ALT)
    assert card.topic.value().name == "Opening the bridge"


def test_the_topic_stays_from_one_quotation_to_the_next(card: QuotationCard):
    open_new(card)
    write("to")
    press(Qt.Key.Key_Return)
    write("t1")
    press(Qt.Key.Key_Return)
    open_new(card, "“a bad joke”")
    assert card.topic.value().name == "More ferries"
    assert card.topic_id() == card.topic.value().id
    assert card.stance.value() is None
    assert card.speaker.text() == ""


def test_the_first_topic_is_named_on_the_way(tmp_path: Path, qtbot: QtBot):
    with Workspace.create(tmp_path / "new.stanceline") as workspace:
        fill(workspace, with_topics=False)
        window = shown(Window(workspace), qtbot)
        card = QuotationCard(workspace, window)
        card.open_for_new(window.article, (WORDS,), window.selection)
        write("be")
        press(Qt.Key.Key_Return)
        write("Opening in 2032")
        press(Qt.Key.Key_Return)
        write("1")
        press(Qt.Key.Key_Return)
        (saved,) = all_quotations(workspace)
        assert saved.judgements[0].topic == "Opening in 2032"
        assert card.topic_id() == all_topics(workspace)[0].id


def test_a_stance_without_a_topic_is_answered_in_a_sentence(tmp_path: Path, qtbot: QtBot):
    with Workspace.create(tmp_path / "new.stanceline") as workspace:
        fill(workspace, with_topics=False)
        window = shown(Window(workspace), qtbot)
        card = QuotationCard(workspace, window)
        card.open_for_new(window.article, (WORDS,), window.selection)
        write("1be")
        press(Qt.Key.Key_Return, CTRL)
        assert "topic" in card.fault
        assert card.topic.line.hasFocus()
        assert all_quotations(workspace) == []
        write("Opening")
        press(Qt.Key.Key_Return, CTRL)
        assert len(all_quotations(workspace)) == 1


def test_a_new_topic_can_be_named_where_there_are_some(card: QuotationCard, workspace: Workspace):
    open_new(card)
    write("to")
    press(Qt.Key.Key_Return)
    card.topic.start_naming()
    write("Night ferries")
    press(Qt.Key.Key_Return)
    write("2")
    press(Qt.Key.Key_Return)
    assert all_quotations(workspace)[0].judgements[0].topic == "Night ferries"
    assert len(all_topics(workspace)) == 3


def test_a_suggestion_with_a_name_is_accepted_by_enter_alone(
    card: QuotationCard, workspace: Workspace, qtbot: QtBot
):
    suggestion = open_suggestion(card)
    assert card.speaker.text() == "Tora Berg"
    assert "%" in card.heading.text()
    assert card.heading.toolTip() == suggestion.reason
    with qtbot.waitSignal(card.saved) as saved:
        press(Qt.Key.Key_Return)
    accepted = quotation(workspace, saved.args[0])
    assert accepted.speaker == "Tora Berg"
    assert accepted.mention == suggestion.mention
    assert suggestion.id not in {each.id for each in suggestions_of(workspace, 1)}


def test_a_digit_judges_a_suggestion_before_enter_accepts_it(
    card: QuotationCard, workspace: Workspace
):
    open_suggestion(card)
    write("5")
    press(Qt.Key.Key_Return)
    assert all_quotations(workspace)[0].judgements[0].stance.key == "opposes"


def test_backspace_rejects_an_untouched_suggestion(
    card: QuotationCard, workspace: Workspace, qtbot: QtBot
):
    suggestion = open_suggestion(card)
    with qtbot.waitSignal(card.rejected) as rejected:
        press(Qt.Key.Key_Backspace)
    assert rejected.args == [suggestion.id]
    assert not card.isVisible()
    assert all_quotations(workspace) == []
    assert suggestion.id not in {each.id for each in suggestions_of(workspace, 1)}


def test_backspace_edits_a_name_that_was_touched_and_rejects_nothing(card: QuotationCard):
    open_suggestion(card)
    write("to")
    for _ in range(4):
        press(Qt.Key.Key_Backspace)
    assert card.isVisible()
    assert card.speaker.text() == ""


def test_another_speaker_for_a_suggestion_is_chosen_by_typing_over_it(
    card: QuotationCard, workspace: Workspace
):
    open_suggestion(card)
    write("wi")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert all_quotations(workspace)[0].speaker == "Tomas Wiik"


def test_escape_closes_the_list_and_then_the_card_and_saves_nothing(
    card: QuotationCard, workspace: Workspace, qtbot: QtBot
):
    open_new(card)
    write("to")
    press(Qt.Key.Key_Escape)
    assert card.isVisible()
    with qtbot.waitSignal(card.closed):
        press(Qt.Key.Key_Escape)
    assert all_quotations(workspace) == []
    assert [each.name for each in all_speakers(workspace)].count("to") == 0


def test_what_was_filled_in_is_there_again_on_the_same_words_only(card: QuotationCard):
    open_new(card)
    write("to")
    press(Qt.Key.Key_Return)
    write("4")
    press(Qt.Key.Key_N, ALT)
    write("says it often")
    press(Qt.Key.Key_Escape)
    open_new(card, "“a bad joke”")
    assert (card.speaker.text(), card.stance.value(), card.note.text()) == ("", None, "")
    press(Qt.Key.Key_Escape)
    open_new(card)
    assert (card.speaker.text(), card.stance.value()) == ("Tomas Wiik", 4)
    assert card.note.text() == "says it often"
    assert card.note.isVisible()


def test_a_quotation_without_a_speaker_takes_one_more_enter(
    card: QuotationCard, workspace: Workspace
):
    open_new(card)
    press(Qt.Key.Key_Return)
    assert all_quotations(workspace) == []
    press(Qt.Key.Key_Return)
    assert all_quotations(workspace)[0].speaker_id is None


def test_kind_certainty_date_and_note_are_saved(card: QuotationCard, workspace: Workspace):
    open_new(card)
    write("to")
    press(Qt.Key.Key_Return)
    write("1")
    card.kind.set_value(QuotationKind.INDIRECT)
    card.certainty.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_D, ALT)
    assert card.said.edtf() == "2031-05-20", "Tuesday stands beside the words"
    press(Qt.Key.Key_N, ALT)
    write("in passing")
    press(Qt.Key.Key_Return)
    (saved,) = all_quotations(workspace)
    assert saved.kind is QuotationKind.INDIRECT
    assert saved.judgements[0].certainty is Certainty.LIKELY
    assert (saved.said, saved.said_phrase) == ("2031-05-20", "Tuesday")
    assert saved.note == "in passing"


def test_a_wrong_date_is_not_saved(card: QuotationCard, workspace: Workspace):
    open_new(card)
    press(Qt.Key.Key_D, ALT)
    write("2031-13")
    press(Qt.Key.Key_Return)
    assert card.isVisible()
    assert card.said.line.hasFocus()
    assert all_quotations(workspace) == []


def test_alt_and_a_digit_judge_even_in_the_date(card: QuotationCard):
    open_new(card)
    press(Qt.Key.Key_D, ALT)
    write("5/6/2031")
    press(Qt.Key.Key_1, ALT)
    assert card.said.edtf() == "2031-06-05"
    assert card.stance.value() == 1


def test_save_and_cancel_and_reject_are_there_for_the_mouse(
    card: QuotationCard, workspace: Workspace, qtbot: QtBot
):
    open_new(card)
    assert not button(card, "Reject").isVisible()
    write("wi")
    qtbot.mouseClick(button(card, "Save"), Qt.MouseButton.LeftButton)
    assert all_quotations(workspace)[0].speaker == "Tomas Wiik"
    for each in all_quotations(workspace):
        delete_quotation(workspace, each.id)
    open_suggestion(card)
    qtbot.mouseClick(button(card, "Reject"), Qt.MouseButton.LeftButton)
    assert not card.isVisible()
    open_new(card)
    cancel = next(
        each for each in card.findChildren(QAbstractButton) if each.accessibleName() == "Cancel"
    )
    with qtbot.waitSignal(card.closed):
        qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert all_quotations(workspace) == []


def test_enter_on_reject_rejects(card: QuotationCard, workspace: Workspace):
    open_suggestion(card)
    button(card, "Reject").setFocus()
    press(Qt.Key.Key_Return)
    assert all_quotations(workspace) == []
    assert not card.isVisible()


def test_tab_goes_round_inside_the_card(card: QuotationCard):
    open_new(card)
    seen = []
    for _ in range(30):
        press(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert card.isAncestorOf(focused)
        if focused in seen:
            break
        seen.append(focused)
    assert seen[-1] is card.speaker or card.speaker in seen
    assert len(seen) > 8
    press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert card.isAncestorOf(QApplication.focusWidget())


def test_everything_that_takes_the_focus_has_a_name(card: QuotationCard):
    open_new(card)
    card.show_said()
    card.show_note()
    for widget in card.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            name = widget.accessibleName() or getattr(widget, "text", str)()
            assert name or widget.focusProxy(), widget


def test_keys_of_the_window_do_not_take_those_of_the_card(card: QuotationCard):
    window = window_of(card)
    fired = []
    for key in ("1", "T", "Backspace", "Return", "Escape"):
        shortcut = QShortcut(key, window)
        shortcut.activated.connect(lambda key=key: fired.append(key))
    open_new(card)
    write("to")
    press(Qt.Key.Key_Return)
    write("1t")
    assert card.stance.value() == 1
    press(Qt.Key.Key_Escape)
    assert fired == []


@pytest.mark.parametrize("size", [(760, 620), (520, 560), (1024, 700)])
@pytest.mark.parametrize("top", [0, 60, 160, 300, 420, 530])
def test_the_card_stays_inside_and_leaves_the_words_free(
    card: QuotationCard, size: tuple[int, int], top: int
):
    window = window_of(card)
    window.resize(*size)
    anchor = QRect(100, top, 300, 22)
    card.open_for_new(window.article, (WORDS,), anchor)
    assert window.rect().contains(card.geometry())
    assert not card.geometry().intersects(anchor)


def test_the_card_keeps_its_side_and_stays_inside_when_it_grows(card: QuotationCard):
    open_new(card)
    before = card.y()
    card.show_note()
    QApplication.processEvents()
    assert card.y() == before
    window_of(card).resize(520, 420)
    QApplication.processEvents()
    assert window_of(card).rect().contains(card.geometry())


def test_a_click_on_the_card_does_not_reach_the_text(card: QuotationCard, qtbot: QtBot):
    open_new(card)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert card.isVisible()


def test_a_speaker_added_elsewhere_is_offered_when_the_card_opens_next(
    card: QuotationCard, workspace: Workspace
):
    open_new(card)
    press(Qt.Key.Key_Escape)
    add_speaker(workspace, SpeakerDraft("Quentin Moe"))
    open_new(card)
    write("qu")
    press(Qt.Key.Key_Return)
    assert card.speaker.value().name == "Quentin Moe"
    assert card.speaker.value().id is not None


def test_those_named_in_a_text_are_found_as_whole_words(workspace: Workspace):
    everyone = all_speakers(workspace)
    assert [each.name for each in named_in("Mr WIIK’s idea", everyone)] == []
    assert [each.name for each in named_in("said Wiik.", everyone)] == ["Tomas Wiik"]
    assert named_in("an iceberg", everyone) == []


def test_a_page_pasted_as_a_name_is_cut_and_the_card_says_so(card: QuotationCard):
    open_new(card)
    QApplication.clipboard().setText("Tora Berg and others\n" * 5_000)
    press(Qt.Key.Key_V, CTRL)
    QApplication.processEvents()
    assert len(card.speaker.text()) == LONGEST_NAME
    assert "at most 300 characters" in card.fault
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert not card.isVisible()


def test_a_digit_after_two_letters_of_a_known_name_is_the_stance(card: QuotationCard):
    open_new(card)
    write("to")
    write("5")
    assert card.speaker.value().name.startswith("To")
    assert card.stance.value() is not None


def test_a_digit_belongs_to_a_new_name(card: QuotationCard):
    open_new(card)
    write("Channel 5")
    assert card.speaker.text() == "Channel 5"
    assert card.stance.value() is None


def test_certainty_and_kind_step_with_a_key_each(card: QuotationCard):
    open_new(card)
    press(Qt.Key.Key_C, ALT)
    press(Qt.Key.Key_K, ALT)
    assert card.certainty.value() is Certainty.LIKELY
    assert card.kind.value() is not QuotationKind.DIRECT
