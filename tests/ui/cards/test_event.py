from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from stanceline.domain.events import Event, EventDraft, EventStatus, Relation
from stanceline.services.events import add_event, all_events, event
from stanceline.services.speakers import all_speakers
from stanceline.services.workspace import Workspace
from stanceline.ui.cards.event import EventCard, title_from
from stanceline.ui.cards.event_picker import fitting_events, nearest_in_time
from stanceline.ui.fields.speaker_field import SpeakerChoice
from ui.card_builders import Window, fill, place, press, shown, window_of, write

CTRL = Qt.KeyboardModifier.ControlModifier
SHUT = "The bridge stays shut, the harbour board decided on Monday."


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "bridge.stanceline") as workspace:
        fill(workspace)
        yield workspace


@pytest.fixture
def window(workspace: Workspace, qtbot: QtBot) -> Window:
    return shown(Window(workspace), qtbot)


@pytest.fixture
def card(workspace: Workspace, window: Window) -> EventCard:
    return EventCard(workspace, window)


def open_new(card: EventCard, words: str = SHUT) -> None:
    window = window_of(card)
    card.open_for_new(window.article, place(words), window.selection)


def open_evidence(card: EventCard, words: str = SHUT) -> None:
    window = window_of(card)
    card.open_for_evidence(window.article, place(words), window.selection)


def button(card: EventCard, text: str) -> QAbstractButton:
    return next(each for each in card.findChildren(QPushButton) if each.text() == text)


def test_enter_alone_notes_an_event_with_its_title_date_and_participants(
    card: EventCard, workspace: Workspace, qtbot: QtBot
):
    actions = []
    workspace.listen(actions.append)
    open_new(card)
    assert card.title.hasFocus()
    with qtbot.waitSignals([card.saved, card.closed]):
        press(Qt.Key.Key_Return)
    (saved,) = all_events(workspace)
    assert saved.title == "The bridge stays shut, the harbour board decided on Monday"
    assert (saved.edtf, saved.phrase) == ("2031-05-19", "Monday")
    assert saved.rule == "weekday"
    assert saved.participants == ("Harbour board",)
    assert saved.status is EventStatus.REPORTED
    assert [(each.anchor.exact, each.relation) for each in saved.evidence] == [
        (SHUT, Relation.REPORTS)
    ]
    assert len(actions) == 1
    assert not card.isVisible()


def test_everything_on_the_card_can_be_typed_and_saved_with_ctrl_and_enter(
    card: EventCard, workspace: Workspace
):
    open_new(card)
    write("Bridge shut")
    press(Qt.Key.Key_Tab)
    assert card.date.line.hasFocus()
    card.date.line.selectAll()
    write("mid-May 2031")
    press(Qt.Key.Key_Tab)
    card.participants.line.setFocus()
    write("wi")
    press(Qt.Key.Key_Return)
    write("Ada Neumark")
    press(Qt.Key.Key_Return)
    assert card.isVisible(), "Enter in this line adds a participant"
    assert card.participants.line.hasFocus()
    card.category.setFocus()
    write("Traffic")
    card.place.setFocus()
    write("Old harbour")
    card.status.set_value(EventStatus.CONFIRMED)
    card.relation.set_value(Relation.CONFIRMS)
    press(Qt.Key.Key_Return, CTRL)
    (saved,) = all_events(workspace)
    assert saved.title == "Bridge shut"
    assert saved.edtf == "[2031-05-11..2031-05-20]"
    assert saved.phrase == "mid-May 2031"
    assert set(saved.participants) == {"Harbour board", "Tomas Wiik", "Ada Neumark"}
    assert (saved.category, saved.place) == ("Traffic", "Old harbour")
    assert saved.status is EventStatus.CONFIRMED
    assert saved.evidence[0].relation is Relation.CONFIRMS


def test_a_chip_that_is_switched_off_took_no_part(
    card: EventCard, workspace: Workspace, qtbot: QtBot
):
    open_new(card)
    qtbot.mouseClick(button(card, "Harbour board"), Qt.MouseButton.LeftButton)
    assert card.participants.value() == []
    card.title.setFocus()
    press(Qt.Key.Key_Return)
    assert all_events(workspace)[0].participants == ()


def test_a_name_that_is_still_being_typed_counts(card: EventCard, workspace: Workspace):
    open_new(card)
    card.participants.line.setFocus()
    write("be")
    press(Qt.Key.Key_Return, CTRL)
    assert set(all_events(workspace)[0].participants) == {"Harbour board", "Tora Berg"}


def test_no_date_yet_is_allowed_and_a_wrong_one_is_not(card: EventCard, workspace: Workspace):
    open_new(card)
    card.date.line.setFocus()
    card.date.line.selectAll()
    write("2031-02-30")
    press(Qt.Key.Key_Return)
    assert card.isVisible()
    assert all_events(workspace) == []
    card.date.line.selectAll()
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return)
    assert all_events(workspace)[0].edtf == ""


def test_a_missing_title_is_answered_in_a_sentence(card: EventCard, workspace: Workspace):
    open_new(card)
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return)
    assert "title" in card.fault
    assert card.title.hasFocus()
    write("Shut")
    assert card.fault == ""
    press(Qt.Key.Key_Return)
    assert all_events(workspace)[0].title == "Shut"


def test_escape_closes_and_saves_nothing(card: EventCard, workspace: Workspace, qtbot: QtBot):
    open_new(card)
    with qtbot.waitSignal(card.closed):
        press(Qt.Key.Key_Escape)
    assert all_events(workspace) == []


def test_a_passage_is_added_to_the_event_that_is_found(
    card: EventCard, workspace: Workspace, qtbot: QtBot
):
    add_event(workspace, EventDraft("Ferry sinks", "2030"))
    shut = add_event(workspace, EventDraft("Bridge shut", "2031-05-20"))
    open_evidence(card)
    assert card.picker.line.hasFocus()
    assert card.picker.titles()[0].startswith("Bridge shut"), "the closest in time leads"
    write("ferry")
    assert len(card.picker.titles()) == 1
    card.picker.line.clear()
    write("sh")
    card.relation.set_value(Relation.DENIES)
    with qtbot.waitSignal(card.saved) as saved:
        press(Qt.Key.Key_Return)
    assert saved.args == [shut]
    (piece,) = event(workspace, shut).evidence
    assert (piece.anchor.exact, piece.relation) == (SHUT, Relation.DENIES)
    assert len(all_events(workspace)) == 2


def test_arrow_keys_choose_another_event(card: EventCard, workspace: Workspace, qtbot: QtBot):
    far = add_event(workspace, EventDraft("Ferry sinks", "2030"))
    add_event(workspace, EventDraft("Bridge shut", "2031-05-20"))
    open_evidence(card)
    press(Qt.Key.Key_Down)
    with qtbot.waitSignal(card.saved) as saved:
        press(Qt.Key.Key_Return)
    assert saved.args == [far]


def test_without_events_the_card_leads_to_a_new_one(
    card: EventCard, workspace: Workspace, qtbot: QtBot
):
    open_evidence(card)
    press(Qt.Key.Key_Return)
    assert card.isVisible()
    assert card.fault
    qtbot.mouseClick(button(card, "New event…"), Qt.MouseButton.LeftButton)
    assert card.title.hasFocus()
    press(Qt.Key.Key_Return)
    assert len(all_events(workspace)) == 1


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("The board decided on Monday.", "The board decided on Monday"),
        ("“We shall open it”", "We shall open it"),
        ("the\n  bridge   fell, ", "The bridge fell"),
        ("MARSTRAND (Strait News) – The bridge stays shut.", "The bridge stays shut"),
        (
            "The bridge stays shut until autumn. Ferries go on.",
            "The bridge stays shut until autumn",
        ),
        (
            "The harbour board, which met on Monday for the first time since the spring, decided",
            "The harbour board, which met on Monday for the first time since",
        ),
        (
            "Nobody in the old harbour of the town has ever seen a ferry with so many people",
            "Nobody in the old harbour of the town has ever seen a ferry",
        ),
    ],
)
def test_a_title_is_cut_at_a_sensible_place(words: str, title: str):
    assert title_from(words) == title


def test_a_title_of_one_endless_word_is_cut_too():
    assert len(title_from("x" * 500)) <= 64
    assert title_from("“…”") == "…" or title_from("“…”") == ""


def an_event(number: int, title: str, value: str = "", place_name: str = "") -> Event:
    return Event(
        number,
        str(number),
        title,
        value,
        "",
        "",
        "",
        EventStatus.REPORTED,
        place_name,
        "",
        (),
        (),
        (),
    )


def test_events_are_found_by_all_words_and_titles_lead():
    here = an_event(1, "Meeting", place_name="Bridge house")
    bridge = an_event(2, "Bridge shut")
    assert fitting_events([here, bridge], "bridge") == [bridge, here]
    assert fitting_events([here, bridge], "bridge meeting") == [here]
    assert fitting_events([here, bridge], "") == [here, bridge]
    assert fitting_events([here, bridge], "zebra") == []


def test_events_close_in_time_lead_and_undated_ones_come_last():
    undated, wide = an_event(1, "A"), an_event(2, "B", "2031")
    day, far = an_event(3, "C", "2031-05-20"), an_event(4, "D", "1990")
    assert nearest_in_time([undated, far, wide, day], "2031-05-20") == [day, wide, far, undated]
    assert nearest_in_time([undated, day], "") == [undated, day]


def test_everything_that_takes_the_focus_has_a_name(card: EventCard):
    open_new(card)
    for widget in card.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            name = widget.accessibleName() or getattr(widget, "text", str)()
            is_in_combo = widget.parentWidget() is card.category
            assert name or widget.focusProxy() or is_in_combo, widget


@pytest.mark.parametrize("size", [(760, 620), (520, 560), (1024, 700)])
@pytest.mark.parametrize("top", [20, 120, 500])
def test_the_card_stays_inside_the_window(card: EventCard, size: tuple[int, int], top: int):
    window = window_of(card)
    window.resize(*size)
    card.open_for_new(window.article, place(SHUT), QRect(80, top, 300, 22))
    QApplication.processEvents()
    assert window.rect().contains(card.geometry())


def test_participants_named_in_the_passage_are_on_and_others_off(card: EventCard):
    open_new(card, "🚢 Tomas Wiik called that “a bad joke”.")
    wiik = next(
        each for each in all_speakers(window_of(card).workspace) if each.name == "Tomas Wiik"
    )
    assert card.participants.value() == [SpeakerChoice(wiik.id, "Tomas Wiik")]
