"""The note that saves itself."""

import pytest

from stanceline.ui.fields.note_field import NoteField
from ui.window_builders import settle, write


@pytest.fixture
def note(qtbot, theme):
    assert theme is not None
    note = NoteField("Note")
    qtbot.addWidget(note)
    with qtbot.waitExposed(note):
        note.show()
    note.activateWindow()
    note.setFocus()
    settle()
    return note


def test_it_is_saved_when_left_alone_for_a_moment(note, qtbot):
    with qtbot.waitSignal(note.committed, timeout=3000):
        write("Ask again")
    with qtbot.assertNotEmitted(note.committed):
        note.commit()


def test_it_is_saved_when_it_is_left(note, qtbot):
    write("Ask again")
    with qtbot.waitSignal(note.committed):
        note.clearFocus()


def test_a_refresh_with_the_stored_text_keeps_what_is_typed_and_still_saves_it(note, qtbot):
    note.set_text("Stored")
    write("More. ")
    with qtbot.waitSignal(note.committed, timeout=3000):
        note.set_text("Stored")
    assert "More. " in note.text()


def test_showing_a_text_is_no_change(note, qtbot):
    with qtbot.assertNotEmitted(note.committed, wait=1000):
        note.set_text("Another note")


def test_no_break_spaces_stay_what_they_are(note):
    note.set_text("12\u00a0km\nof road")
    assert note.text() == "12\u00a0km\nof road"
