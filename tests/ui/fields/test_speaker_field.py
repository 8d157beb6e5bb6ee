from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stanceline.domain.speakers import Role, Speaker, SpeakerKind, short_name_of
from stanceline.ui.fields.speaker_field import SpeakerChoice, SpeakerField
from stanceline.ui.fields.speaker_list import SpeakerList


def a_speaker(number: int, name: str, role: str = "", affiliation: str = "") -> Speaker:
    return Speaker(
        id=number,
        uid=f"speaker-{number}",
        name=name,
        kind=SpeakerKind.PERSON,
        short_name=short_name_of(name),
        aliases=(),
        roles=(Role(role),) if role else (),
        affiliation_id=None,
        affiliation=affiliation,
        country="",
        note="",
        n_quotations=0,
    )


WIIK = a_speaker(1, "Tomas Wiik", "secretary", "Pilots’ union")
BERG = a_speaker(2, "Tora Berg", "mayor")
DAHL = a_speaker(3, "Ingrid Dahl")


class Form(QWidget):
    """A small window with the field and a plain line after it."""

    def __init__(self) -> None:
        super().__init__()
        self.field = SpeakerField()
        self.next = QLineEdit()
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.next)
        layout.addStretch()
        self.resize(480, 360)
        self.n_chosen = 0
        self.n_edited = 0
        self.field.chosen.connect(self._count_chosen)
        self.field.edited.connect(self._count_edited)

    def _count_chosen(self) -> None:
        self.n_chosen += 1

    def _count_edited(self) -> None:
        self.n_edited += 1

    def rows(self) -> list[str]:
        return self.findChild(SpeakerList).texts()


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[Form]:
    form = Form()
    qtbot.addWidget(form)
    form.field.set_speakers([WIIK, BERG, DAHL], set())
    with qtbot.waitExposed(form):
        form.show()
    form.activateWindow()
    form.field.setFocus()
    qtbot.waitUntil(form.field.hasFocus)
    yield form
    QApplication.processEvents()


def test_two_letters_and_enter_choose_the_best_match(form: Form, qtbot: QtBot):
    qtbot.keyClicks(form.field, "wi")
    assert form.field.is_listing
    assert not form.field.is_settled
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    assert form.field.value() == SpeakerChoice(1, "Tomas Wiik")
    assert form.field.text() == "Tomas Wiik"
    assert form.field.is_settled
    assert not form.field.is_listing
    assert (form.n_chosen, form.n_edited) == (1, 2)


def test_the_rest_of_the_best_match_stands_behind_the_cursor(form: Form, qtbot: QtBot):
    qtbot.keyClicks(form.field, "Tomas W")
    assert form.field.completion() == "iik — secretary, Pilots’ union"
    form.field.clear()
    qtbot.keyClicks(form.field, "wi")
    assert form.field.completion() == "ik — Tomas Wiik, secretary, Pilots’ union"
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    assert form.field.completion() == " — secretary, Pilots’ union"


def test_down_and_up_walk_around_the_list(form: Form, qtbot: QtBot):
    qtbot.keyClicks(form.field, "to")
    assert form.rows() == ["Tomas Wiik", "Tora Berg", "New speaker “to”"]
    qtbot.keyClick(form.field, Qt.Key.Key_Down)
    assert form.field.completion() == "ra Berg — mayor"
    qtbot.keyClick(form.field, Qt.Key.Key_Up)
    qtbot.keyClick(form.field, Qt.Key.Key_Up)
    assert form.field.completion() == " — new speaker"
    qtbot.keyClick(form.field, Qt.Key.Key_Down)
    qtbot.keyClick(form.field, Qt.Key.Key_Down)
    qtbot.keyClick(form.field, Qt.Key.Key_Enter)
    assert form.field.value() == SpeakerChoice(2, "Tora Berg")


def test_an_unknown_name_is_a_new_speaker(form: Form, qtbot: QtBot):
    qtbot.keyClicks(form.field, "Zelda  Quist ")
    assert form.rows() == ["New speaker “Zelda Quist”"]
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    assert form.field.value() == SpeakerChoice(None, "Zelda Quist")
    assert form.field.completion() == " — new speaker"


def test_a_written_out_name_is_not_taken_for_one_that_has_it_inside(form: Form, qtbot: QtBot):
    qtbot.keyClicks(form.field, "Ahl")
    assert form.rows() == ["Ingrid Dahl", "New speaker “Ahl”"]
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    assert form.field.value() == SpeakerChoice(None, "Ahl")


def test_a_name_that_is_known_is_not_offered_as_new(form: Form, qtbot: QtBot):
    qtbot.keyClicks(form.field, "tora berg")
    assert form.rows() == ["Tora Berg"]


def test_a_click_on_a_row_chooses_it_and_leaves_the_focus_in_the_field(form: Form, qtbot: QtBot):
    qtbot.keyClicks(form.field, "to")
    view = form.findChild(QListView)
    second = view.visualRect(view.model().index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=second)
    assert form.field.value() == SpeakerChoice(2, "Tora Berg")
    assert form.field.hasFocus()
    assert form.n_chosen == 1


def test_escape_closes_the_list_first_and_is_then_left_to_the_window(form: Form, qtbot: QtBot):
    escapes = []
    form.keyPressEvent = escapes.append
    qtbot.keyClicks(form.field, "to")
    qtbot.keyClick(form.field, Qt.Key.Key_Escape)
    assert not form.field.is_listing
    assert form.field.text() == "to"
    assert not escapes
    qtbot.keyClick(form.field, Qt.Key.Key_Escape)
    assert len(escapes) == 1


def test_enter_in_a_settled_field_is_left_to_the_window(form: Form, qtbot: QtBot):
    keys = []
    form.keyPressEvent = lambda event: keys.append(event.key())
    form.field.set_speaker(1)
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    assert keys == [Qt.Key.Key_Return]
    assert form.n_chosen == 0


def test_leaving_the_field_settles_on_what_it_shows(form: Form, qtbot: QtBot):
    qtbot.keyClicks(form.field, "inxx")
    for _ in range(2):
        qtbot.keyClick(form.field, Qt.Key.Key_Backspace)
    qtbot.keyClick(form.field, Qt.Key.Key_Tab)
    assert form.next.hasFocus()
    assert form.field.value() == SpeakerChoice(3, "Ingrid Dahl")
    assert form.n_chosen == 1
    assert not form.field.is_listing


def test_another_window_in_front_settles_nothing(form: Form, qtbot: QtBot):
    qtbot.keyClicks(form.field, "to")
    gone = QFocusEvent(QFocusEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason)
    QApplication.sendEvent(form.field, gone)
    assert form.n_chosen == 0
    assert form.field.text() == "to"


def test_clearing_the_field_and_enter_means_nobody(form: Form, qtbot: QtBot):
    form.field.set_speaker(1)
    form.field.selectAll()
    qtbot.keyClick(form.field, Qt.Key.Key_Delete)
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    assert form.field.value() == SpeakerChoice(None, "")
    assert form.n_chosen == 1


def test_a_name_set_from_outside_is_recognised(form: Form):
    form.field.set_text(" tomas  wiik")
    assert form.field.value() == SpeakerChoice(1, "Tomas Wiik")
    form.field.set_text("Somebody Else")
    assert form.field.value() == SpeakerChoice(None, "Somebody Else")
    form.field.set_speaker(99)
    assert form.field.value() == SpeakerChoice()
    assert (form.n_chosen, form.n_edited) == (0, 0)


def test_down_in_an_empty_field_lists_the_articles_own_speakers_first(form: Form, qtbot: QtBot):
    form.field.set_speakers([WIIK, BERG, DAHL], {DAHL.id})
    qtbot.keyClick(form.field, Qt.Key.Key_Down)
    assert form.rows() == ["Ingrid Dahl", "Tomas Wiik", "Tora Berg"]


def test_a_new_name_is_known_once_it_has_become_a_speaker(form: Form):
    form.field.set_speaker(1)
    renamed = a_speaker(1, "Thomas Wiik")
    form.field.set_speakers([renamed], set())
    assert form.field.value() == SpeakerChoice(1, "Thomas Wiik")


def test_the_list_stays_inside_the_window_and_opens_above_near_its_lower_edge(
    form: Form, qtbot: QtBot
):
    qtbot.keyClicks(form.field, "to")
    popup = form.findChild(SpeakerList)
    assert popup.y() >= form.field.geometry().bottom()
    form.field.close_list()
    form.layout().insertStretch(0, 1)
    form.layout().setStretch(3, 0)
    form.layout().activate()
    qtbot.keyClicks(form.field, "r")
    assert form.rect().contains(popup.geometry())
    assert popup.geometry().bottom() <= form.field.mapTo(form, QPoint(0, 0)).y()


def test_the_list_follows_the_field(form: Form, qtbot: QtBot):
    qtbot.keyClicks(form.field, "to")
    popup = form.findChild(SpeakerList)
    before = popup.y()
    form.field.move(form.field.x(), form.field.y() + 40)
    assert popup.y() == before + 40


def test_hiding_the_form_closes_the_list_and_settles_nothing(form: Form, qtbot: QtBot):
    qtbot.keyClicks(form.field, "to")
    form.field.hide()
    assert not form.field.is_listing
    assert form.n_chosen == 0
