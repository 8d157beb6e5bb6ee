import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stanceline.suggest.dates import DateSuggestion
from stanceline.ui.fields.date_field import DateField


class Form(QWidget):
    """A small window with the field and a plain line after it; it counts the signals."""

    def __init__(self) -> None:
        super().__init__()
        self.field = DateField()
        self.field.set_context("2024-06-20", "en")
        self.next = QLineEdit()
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.next)
        layout.addStretch()
        self.resize(420, 260)
        self.n_changed = 0
        self.n_committed = 0
        self.field.changed.connect(self._count_changed)
        self.field.committed.connect(self._count_committed)

    def _count_changed(self) -> None:
        self.n_changed += 1

    def _count_committed(self) -> None:
        self.n_committed += 1

    def says(self) -> list[str]:
        labels = self.field.findChildren(QLabel)
        return [label.text() for label in labels if label.isVisible()]

    def buttons(self) -> list[QPushButton]:
        return [each for each in self.field.findChildren(QPushButton) if not each.isHidden()]


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    form = Form()
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    form.activateWindow()
    form.field.setFocus()
    qtbot.waitUntil(form.field.line.hasFocus)
    return form


def write(form: Form, qtbot: QtBot, text: str) -> None:
    form.field.line.selectAll()
    qtbot.keyClicks(form.field.line, text)


def test_empty_means_no_date_yet(form: Form):
    assert form.field.edtf() == ""
    assert form.field.is_valid
    assert form.says() == ["No date yet"]


def test_edtf_is_told_in_plain_words(form: Form, qtbot: QtBot):
    write(form, qtbot, "2024-06?")
    assert form.field.edtf() == "2024-06?"
    assert form.says() == ["June 2024, uncertain"]
    assert form.field.phrase() == ""
    assert form.field.rule() == "typed"
    assert form.n_changed == len("2024-06?")


def test_plain_words_are_counted_from_the_publication_date(form: Form, qtbot: QtBot):
    write(form, qtbot, "next month")
    assert form.field.edtf() == "2024-07"
    assert form.field.phrase() == "next month"
    meaning, reason = form.says()
    assert meaning == "July 2024  ·  2024-07"
    assert reason.startswith("“next month” counted from the publication date")


def test_what_is_no_date_is_none_and_says_so_with_its_place(form: Form, qtbot: QtBot):
    write(form, qtbot, " 2024-13")
    assert form.field.edtf() is None
    assert not form.field.is_valid
    assert form.field.line.marked() is None, "nobody is told off in the middle of typing"
    qtbot.keyClick(form.field.line, Qt.Key.Key_Return)
    assert form.says() == ["There is no month 13"]
    assert form.field.line.marked() == (6, 8)
    assert form.field.line.property("invalid") == "true"
    write(form, qtbot, "2024-12")
    assert form.field.line.marked() is None
    assert form.field.line.property("invalid") == "false"


def test_a_pause_is_enough_to_be_told(form: Form, qtbot: QtBot):
    write(form, qtbot, "2024-06-31")
    qtbot.waitUntil(lambda: form.field.line.marked() == (8, 10), timeout=3000)


def test_words_that_are_no_date_are_answered_in_plain_words(form: Form, qtbot: QtBot):
    write(form, qtbot, "whenever it suits")
    qtbot.keyClick(form.field.line, Qt.Key.Key_Return)
    assert form.says()[0].startswith("Not understood as a date.")
    assert form.field.line.marked() == (0, len("whenever it suits"))


def test_another_reading_is_taken_by_its_key_and_can_be_taken_back(form: Form, qtbot: QtBot):
    write(form, qtbot, "on Monday")
    assert form.field.edtf() == "2024-06-17"
    assert form.field.alternatives() == ("2024-06-24",)
    qtbot.keyClick(form.field.line, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert form.field.edtf() == "2024-06-24"
    assert form.field.phrase() == "on Monday"
    assert form.field.alternatives() == ("2024-06-17",)
    assert form.n_committed == 1


def test_another_reading_is_taken_by_a_click(form: Form, qtbot: QtBot):
    write(form, qtbot, "5/6/2024")
    (button,) = form.buttons()
    assert button.text().startswith("or 6 May 2024")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert form.field.edtf() == "2024-05-06"


def test_a_proposal_comes_with_its_reason_and_the_words_it_rests_on(form: Form, qtbot: QtBot):
    proposal = DateSuggestion(
        10, 20, "2024-07", "B", "relative-unit", "“next month” counted from 20 June.", ("2024-08",)
    )
    form.field.set_proposal(proposal, "next month")
    assert form.field.edtf() == "2024-07"
    assert form.says()[:2] == ["July 2024", "“next month” counted from 20 June."]
    assert (form.field.phrase(), form.field.rule()) == ("next month", "relative-unit")
    assert len(form.buttons()) == 1
    assert (form.n_changed, form.n_committed) == (0, 0)
    write(form, qtbot, "2024-09")
    assert form.field.phrase() == ""
    form.field.set_proposal(None)
    assert form.field.edtf() == ""


def test_leaving_the_line_commits_a_change_once(form: Form, qtbot: QtBot):
    write(form, qtbot, "2024")
    qtbot.keyClick(form.field.line, Qt.Key.Key_Tab)
    assert form.n_committed == 1
    form.field.line.setFocus()
    form.next.setFocus()
    assert form.n_committed == 1


def test_clearing_takes_the_date_and_its_words_away(form: Form, qtbot: QtBot):
    form.field.set_edtf("2024-07", "next month", "relative-unit")
    assert form.field.phrase() == "next month"
    form.field.line.selectAll()
    qtbot.keyClick(form.field.line, Qt.Key.Key_Delete)
    assert (form.field.edtf(), form.field.phrase(), form.field.rule()) == ("", "", "")


def test_without_keys_the_other_readings_promise_none(qtbot: QtBot):
    field = DateField(has_keys=False)
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field.line, "5/6/2024")
    (button,) = [each for each in field.findChildren(QPushButton) if not each.isHidden()]
    assert button.text() == "or 6 May 2024"


def test_those_who_cannot_see_it_hear_the_meaning_with_the_line(form: Form, qtbot: QtBot):
    write(form, qtbot, "2024~")
    assert "About 2024" in form.field.line.accessibleDescription()
