"""Deleting what is selected, and what is asked about a speaker who is in use."""

import pytest

from builders import BRIDGE, a_quotation, an_article, an_event
from stanceline.domain.speakers import SpeakerDraft
from stanceline.services import events, quotations, speakers, undoing
from stanceline.services.speakers import add_speaker, all_speakers, speaker_for
from stanceline.ui.speaker_in_use import SpeakerInUse
from ui.window_builders import CTRL, KEY, press, settle, write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def window(open_window, workspace):
    article_id = an_article(workspace, BRIDGE, published="2031-05-20")
    a_quotation(workspace, article_id, "Every week costs us forty jobs", speaker="N. Aker")
    a_quotation(workspace, article_id, "found rust everywhere", speaker="N. Aker")
    an_event(workspace, "Blockade", participants=("N. Aker",))
    add_speaker(workspace, SpeakerDraft("Nils Aker"))
    add_speaker(workspace, SpeakerDraft("Tora Berg"))
    return open_window(workspace)


def sheet_of(window):
    found = [each for each in window.findChildren(SpeakerInUse) if each.isVisible()]
    return found[0] if found else None


def ask(window, name="N. Aker"):
    window.select(f"speaker:{speaker_for(window.workspace, name)}")
    press(KEY.Key_D, CTRL)
    return sheet_of(window)


def names(window):
    return [each.name for each in all_speakers(window.workspace)]


def test_a_speaker_in_use_is_merged_with_two_letters_and_two_keys_and_undone(window):
    sheet = ask(window)
    assert sheet.told.text() == (
        "N. Aker is the speaker of 2 quotations and takes part in 1 event."
    )
    assert sheet.target.hasFocus()
    write("nil")
    press(KEY.Key_Return)
    assert sheet_of(window) is sheet
    press(KEY.Key_Return)
    settle()
    assert sheet_of(window) is None
    assert names(window) == ["Nils Aker", "Tora Berg"]
    quoted = {each.speaker for each in quotations.all_quotations(window.workspace)}
    assert quoted == {"Nils Aker"}
    assert events.all_events(window.workspace)[0].participants == ("Nils Aker",)
    assert str(window.inspector.shown) == f"speaker:{speaker_for(window.workspace, 'Nils Aker')}"
    assert window.said_label.whole_text().startswith("N. Aker is merged into Nils Aker.")
    undoing.undo(window.workspace)
    settle()
    assert names(window) == ["N. Aker", "Nils Aker", "Tora Berg"]
    quoted = {each.speaker for each in quotations.all_quotations(window.workspace)}
    assert quoted == {"N. Aker"}


def test_what_they_said_can_be_left_without_a_speaker(window):
    ask(window).leave_button.click()
    settle()
    assert names(window) == ["Nils Aker", "Tora Berg"]
    assert {each.speaker_id for each in quotations.all_quotations(window.workspace)} == {None}
    assert "has no speaker now" in window.said_label.whole_text()
    undoing.undo(window.workspace)
    assert {each.speaker for each in quotations.all_quotations(window.workspace)} == {"N. Aker"}


def test_escape_leaves_all_as_it_is(window):
    before = undoing.next_undo(window.workspace)
    ask(window)
    press(KEY.Key_Escape)
    settle()
    assert sheet_of(window) is None
    assert undoing.next_undo(window.workspace) == before


def test_nobody_is_merged_into_nobody_or_into_a_new_name(window):
    sheet = ask(window)
    sheet.merge_button.click()
    assert "Choose who" in sheet.notice.text()
    sheet.target.setFocus()
    write("Somebody Else Entirely")
    press(KEY.Key_Return)
    sheet.merge_button.click()
    assert "There is no “Somebody Else Entirely”" in sheet.notice.text()
    assert sheet.isVisible()
    assert len(names(window)) == 3


def test_who_is_not_in_use_goes_at_once(window):
    assert ask(window, "Tora Berg") is None
    assert names(window) == ["N. Aker", "Nils Aker"]


def test_who_others_belong_to_is_in_use(window):
    board = speaker_for(window.workspace, "Tora Berg")
    add_speaker(window.workspace, SpeakerDraft("Clerk", affiliation_id=board))
    sheet = ask(window, "Tora Berg")
    assert sheet.told.text() == "Tora Berg has 1 member."


def test_what_was_being_typed_comes_back_with_what_was_deleted(window):
    event = events.all_events(window.workspace)[0]
    window.select(f"event:{event.id}")
    window.inspector.event_page.place.setFocus()
    write("The quay")
    window.deleting.delete(f"event:{event.id}")
    settle()
    undoing.undo(window.workspace)
    assert events.event(window.workspace, event.id).place == "The quay"
    assert speakers.uses_of(window.workspace, event.participant_ids[0]).n_events == 1
