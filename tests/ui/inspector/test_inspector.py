"""The panel at the right: what is selected, edited and saved at once."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton

from builders import BRIDGE, PORT, a_quotation, a_topic, an_article, an_event, stance_id
from stanceline.domain.events import EventStatus
from stanceline.domain.quotations import Certainty, QuotationKind
from stanceline.domain.speakers import Role
from stanceline.services import articles, events, quotations, undoing
from stanceline.services.finding import speaker_with
from stanceline.services.importing import read_text, store
from stanceline.services.tagging import tags_of_event, tags_of_quotation
from stanceline.services.workspace import Workspace
from stanceline.ui.fields.note_field import NoteField
from stanceline.ui.history.window import HistoryWindow
from stanceline.ui.inspector.parts import NarrowBox, in_marks
from ui.window_builders import CTRL, KEY, press, settle, write


@pytest.fixture
def window(open_window, workspace):
    article_id = an_article(workspace, BRIDGE, source="Gull", published="2031-05-20")
    a_topic(workspace, "More ferries")
    a_quotation(workspace, article_id, "Every week costs us forty jobs", speaker="Nils Aker")
    an_event(
        workspace,
        "Inspection begins",
        "2031-05-12",
        participants=("Harbour board",),
        evidence=((article_id, "The inspectors began their work"),),
    )
    return open_window(workspace)


def the_quotation(window):
    return quotations.all_quotations(window.workspace)[0]


def the_event(window):
    return events.all_events(window.workspace)[0]


def test_scrolling_the_panel_changes_no_box_that_the_wheel_comes_across(window):
    page = window.inspector.quotation_page
    assert page.kind.currentIndex() == 0
    for box in (page.kind, window.inspector.event_page.status):
        place = QPointF(box.rect().center())
        turn = QWheelEvent(
            place,
            QPointF(box.mapToGlobal(box.rect().center())),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 (Qt takes no keyword here)
        )
        QApplication.sendEvent(box, turn)
        assert box.currentIndex() == 0
        assert not turn.isAccepted()


def test_a_quotation_gets_another_speaker_kind_date_and_note(window):
    quotation = the_quotation(window)
    window.select(f"quotation:{quotation.id}")
    page = window.inspector.quotation_page
    page.speaker.setFocus()
    press(KEY.Key_A, CTRL)
    write("Vera Lindt")
    press(KEY.Key_Return)
    page.said_date.line.setFocus()
    write("2031-05-18")
    press(KEY.Key_Return)
    page.kind.setCurrentIndex(page.kind.findData(QuotationKind.INDIRECT.value))
    page.kind.activated.emit(page.kind.currentIndex())
    page.note.setFocus()
    write("Heard twice")
    page.kind.setFocus()
    settle()
    now = the_quotation(window)
    assert (now.speaker, now.said, now.kind, now.note) == (
        "Vera Lindt",
        "2031-05-18",
        QuotationKind.INDIRECT,
        "Heard twice",
    )


def test_a_stance_is_added_changed_and_withdrawn_and_the_focus_stays(window):
    window.select(f"quotation:{the_quotation(window).id}")
    page = window.inspector.quotation_page
    box = page._judgements.itemAt(0).widget()
    box.setFocus()
    box.setCurrentIndex(1)
    box.activated.emit(1)
    settle()
    row = page._rows[0]
    assert row.stance.hasFocus()
    press(KEY.Key_Up)
    settle()
    assert row.stance.hasFocus()
    judged = the_quotation(window).judgements
    assert [judgement.stance.key for judgement in judged] == ["opposes"]
    row._withdraw()
    settle()
    assert the_quotation(window).judgements == ()


def test_an_event_is_described_and_its_participants_change(window):
    event = the_event(window)
    window.select(f"event:{event.id}")
    page = window.inspector.event_page
    page.category.setFocus()
    write("Works")
    press(KEY.Key_Return)
    page.status.setCurrentIndex(page.status.findData(EventStatus.CONFIRMED.value))
    page.status.activated.emit(page.status.currentIndex())
    page.participant.setFocus()
    write("Nils Aker")
    press(KEY.Key_Return)
    settle()
    now = the_event(window)
    assert (now.category, now.status) == ("Works", EventStatus.CONFIRMED)
    assert set(now.participants) == {"Harbour board", "Nils Aker"}
    page._remove(now.participant_ids[0])
    settle()
    assert len(the_event(window).participants) == 1
    assert page.participant.hasFocus()


def test_the_words_an_event_rests_on_are_shown_and_removed(window):
    event = the_event(window)
    window.select(f"event:{event.id}")
    page = window.inspector.event_page
    page._show_place(event.evidence[0])
    assert window.pane.reader.text.hasFocus()
    page._remove_evidence(event.evidence[0].id)
    settle()
    assert the_event(window).evidence == ()


def test_a_speaker_is_described(window):
    quotation = the_quotation(window)
    window.select(f"quotation:{quotation.id}")
    window.inspector.quotation_page._show_speaker()
    assert str(window.inspector.shown) == f"speaker:{quotation.speaker_id}"
    page = window.inspector.speaker_page
    page.roles.rows[0].title.setFocus()
    write("spokesman of the ferrymen")
    page.aliases.setFocus()
    write("N. Aker, Aker")
    press(KEY.Key_Return)
    settle()
    now = speaker_with(window.workspace, quotation.speaker_id)
    assert now.role == "spokesman of the ferrymen"
    assert now.aliases == ("N. Aker", "Aker")


def test_looking_at_a_thing_saves_nothing(window):
    written = []
    stop = window.workspace.listen(written.append)
    quotation = the_quotation(window)
    for key in (
        f"quotation:{quotation.id}",
        f"event:{the_event(window).id}",
        f"speaker:{quotation.speaker_id}",
        f"article:{quotation.article_id}",
        "",
    ):
        window.select(key)
        settle()
    stop()
    assert written == []


def test_odd_texts_of_an_article_are_left_as_they_are(window):
    article_id = window.pane.article.id
    odd = articles.ArticleFacts(
        "A title", "Post", "A. B.", "", "", "zh-Hant-TW", "12\u00a0km\nof road", ("one", "two")
    )
    articles.describe_article(window.workspace, article_id, odd)
    settle()
    written = []
    stop = window.workspace.listen(written.append)
    window.select(f"article:{article_id}")
    window.select("")
    stop()
    assert written == []


def test_words_are_put_in_marks_once():
    assert in_marks("We go") == "“We go”"
    for words in ("“We go”", "«We go»", "„We go“"):
        assert in_marks(words) == words


def follow(part, n=0):
    """Click the n-th line of a part with links."""
    part.list.linkActivated.emit(part.list.lines()[n].target)
    settle()


def test_a_quotation_leads_to_events_and_reprints_and_back(window):
    workspace = window.workspace
    quotation = the_quotation(window)
    twin = store(workspace, [read_text(BRIDGE)], source="North Wire").imported[0]
    event_id = an_event(
        workspace, "Jobs lost", "2031", evidence=((quotation.article_id, "costs us forty jobs"),)
    )
    window.select(f"quotation:{quotation.id}")
    page = window.inspector.quotation_page
    follow(page.events)
    assert str(window.inspector.shown) == f"event:{event_id}"
    window.select(f"quotation:{quotation.id}")
    follow(page.reprints)
    assert window.pane.article.id == twin
    assert str(window.inspector.shown) == f"article:{twin}"
    follow(window.inspector.article_page.reprints)
    assert window.pane.article.id == quotation.article_id
    follow(window.inspector.article_page.quotations)
    assert str(window.inspector.shown) == f"quotation:{quotation.id}"


def test_links_are_followed_with_the_keyboard_alone(window):
    quotation = the_quotation(window)
    window.select(f"speaker:{quotation.speaker_id}")
    links = window.inspector.speaker_page.quotations.list
    links.setFocus(Qt.FocusReason.TabFocusReason)
    press(KEY.Key_Tab)
    press(KEY.Key_Return)
    assert str(window.inspector.shown) == f"quotation:{quotation.id}"


def test_evidence_stands_in_the_order_of_publication_and_says_what_it_does(window):
    late = the_quotation(window).article_id
    early = an_article(window.workspace, PORT, source="Harbour Post", published="2031-05-01")
    event_id = an_event(
        window.workspace,
        "Quay blocked",
        "2031",
        evidence=((late, "stays closed"), (early, "Ferrymen block the quay")),
    )
    window.select(f"event:{event_id}")
    page = window.inspector.event_page
    texts = [label.text() for label in page._pieces.findChildren(QLabel)]
    assert texts.index("Harbour Post · 1 May 2031") < texts.index("“stays closed”")
    box = page._pieces.findChildren(NarrowBox)[0]
    box.setCurrentIndex(box.findData("confirms"))
    box.activated.emit(box.currentIndex())
    settle()
    relations = {each.article_id: each.relation.value for each in stored(window, event_id).evidence}
    assert relations == {early: "confirms", late: "reports"}


def stored(window, event_id):
    return events.event(window.workspace, event_id)


def test_tags_of_a_quotation_and_an_event_are_typed_with_commas(window):
    quotation, event = the_quotation(window), the_event(window)
    for kind, thing_id, read in (
        ("quotation", quotation.id, tags_of_quotation),
        ("event", event.id, tags_of_event),
    ):
        window.select(f"{kind}:{thing_id}")
        tags = window.inspector.currentWidget().tags
        tags.setFocus()
        write("works, rust")
        press(KEY.Key_Return)
        settle()
        assert read(window.workspace, thing_id) == ("rust", "works")
        assert tags.text() == "rust, works"


def test_roles_get_their_time_in_plain_words_and_go_when_emptied(window):
    speaker_id = the_quotation(window).speaker_id
    window.select(f"speaker:{speaker_id}")
    field = window.inspector.speaker_page.roles
    field.rows[0].title.setFocus()
    write("spokesman")
    press(KEY.Key_Return)
    settle()
    field.rows[0].since.setFocus()
    write("May 2030")
    press(KEY.Key_Return)
    settle()
    assert speaker_with(window.workspace, speaker_id).roles == (Role("spokesman", "2030-05"),)
    assert len(field.rows) == 2
    field.rows[0].title.setFocus()
    press(KEY.Key_A, CTRL)
    press(KEY.Key_Backspace)
    press(KEY.Key_Return)
    settle()
    assert speaker_with(window.workspace, speaker_id).roles == ()


def test_a_speaker_comes_to_belong_to_a_new_body(window):
    speaker_id = the_quotation(window).speaker_id
    window.select(f"speaker:{speaker_id}")
    window.inspector.speaker_page.affiliation.setFocus()
    write("Ferrymen of Vik")
    press(KEY.Key_Return)
    settle()
    speaker = speaker_with(window.workspace, speaker_id)
    assert speaker.affiliation == "Ferrymen of Vik"
    window.select(f"speaker:{speaker.affiliation_id}")
    assert [each.text for each in window.inspector.speaker_page.members.list.lines()] == [
        "Nils Aker"
    ]


def test_a_page_pasted_as_a_name_is_refused_in_words(window, boxes):
    speaker_id = the_quotation(window).speaker_id
    window.select(f"speaker:{speaker_id}")
    name = window.inspector.speaker_page.name
    name.setFocus()
    name.selectAll()
    name.insert("x" * 20_000)
    press(KEY.Key_Return)
    settle()
    assert len(boxes.sentences) == 1
    assert "at most 300 characters" in boxes.sentences[0]
    assert name.text() == "Nils Aker"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_what_was_done_is_told_beside_the_thing(window):
    quotation = the_quotation(window)
    page = window.inspector.quotation_page
    topic_id = a_topic(window.workspace, "More ferries")
    window.select(f"quotation:{quotation.id}")
    page.judge(topic_id, stance_id(window.workspace, "supports"), Certainty.CERTAIN, "")
    settle()
    assert [line.words for line in page.history.lines()] == [
        "stance on More ferries: supports",
        "Mark a quotation",
    ]
    page.history.whole.click()
    assert window.findChild(HistoryWindow).isVisible()


def test_why_a_stance_is_taken_is_typed_below_it(window):
    quotation = the_quotation(window)
    topic_id = a_topic(window.workspace, "More ferries")
    quotations.judge(
        window.workspace, quotation.id, topic_id, stance_id(window.workspace, "supports")
    )
    window.select(f"quotation:{quotation.id}")
    note = window.inspector.quotation_page._rows[0].note
    note.setFocus()
    write("He asks for more")
    press(KEY.Key_Return)
    settle()
    assert the_quotation(window).judgements[0].note == "He asks for more"


# Two who type at once


@pytest.fixture
def two_windows(window, open_window):
    return window, open_window(window.workspace)


def come_to(window):
    """Have the keyboard in this window."""
    window.activateWindow()
    settle()
    assert QApplication.activeWindow() is window


def test_what_one_types_stays_when_another_changes_it_and_theirs_is_one_click_away(two_windows):
    mine, theirs = two_windows
    event = the_event(mine)
    for each in two_windows:
        each.select(f"event:{event.id}")
    come_to(mine)
    page = mine.inspector.event_page
    page.title.setFocus()
    press(KEY.Key_End)
    write(" at last")
    # What another saves arrives while the keyboard is still here.
    other = theirs.inspector.event_page
    other.title.setText("Inspection of the bridge")
    other.place.setText("Vik")
    other.settle()
    settle()
    assert page.title.text() == "Inspection begins at last"
    assert page.place.text() == "Vik"
    assert page.conflict.isVisibleTo(page)
    assert page.conflict.sentence.text() == (
        "“Title” was changed elsewhere meanwhile, to “Inspection of the bridge”. "
        "What you typed is kept."
    )
    come_to(mine)
    page.title.setFocus()
    press(KEY.Key_Return)
    settle()
    now = the_event(mine)
    assert (now.title, now.place) == ("Inspection begins at last", "Vik")
    page.conflict.take_button.click()
    settle()
    assert the_event(mine).title == page.title.text() == "Inspection of the bridge"
    assert not page.conflict.isVisibleTo(page)
    undoing.undo(mine.workspace)
    settle()
    assert the_event(mine).title == page.title.text() == "Inspection begins at last"


def test_a_note_of_the_same_quotation_typed_in_two_windows_loses_neither(two_windows):
    mine, _ = two_windows
    quotation = the_quotation(mine)
    mine.select(f"quotation:{quotation.id}")
    come_to(mine)
    page = mine.inspector.quotation_page
    page.note.setFocus()
    write("Heard twice")
    quotations.describe_quotation(
        mine.workspace,
        quotation.id,
        kind=quotation.kind,
        said="2031-05-18",
        said_phrase="",
        note="Heard once",
    )
    settle()
    assert page.note.toPlainText() == "Heard twice"
    assert page.said_date.edtf() == "2031-05-18"
    assert "Heard once" in page.conflict.sentence.text()
    page.note.commit()
    settle()
    assert (the_quotation(mine).note, the_quotation(mine).said) == ("Heard twice", "2031-05-18")
    page.conflict.keep_button.click()
    assert not page.conflict.isVisibleTo(page)
    assert the_quotation(mine).note == "Heard twice"


def test_what_was_typed_about_a_thing_deleted_elsewhere_is_said(two_windows, boxes):
    mine, _ = two_windows
    event = the_event(mine)
    mine.select(f"event:{event.id}")
    come_to(mine)
    mine.inspector.event_page.place.setFocus()
    write("The old quay")
    events.delete_event(mine.workspace, event.id)
    settle()
    mine.inspector.refresh()
    settle()
    assert mine.inspector.shown is None
    assert any("The old quay" in sentence for sentence in boxes.sentences)


# Read-only


def test_nothing_can_be_typed_where_nothing_can_be_saved(open_window, workspace, workspace_path):
    article_id = an_article(workspace, BRIDGE, published="2031-05-20")
    quotation_id = a_quotation(
        workspace, article_id, "found rust everywhere", speaker="Board", Opening="neutral"
    )
    event_id = an_event(
        workspace, "Works", evidence=((article_id, "began their work"),), participants=("Board",)
    )
    workspace.close()
    window = open_window(Workspace.open(workspace_path, for_writing=False))
    speaker_id = quotations.quotation(window.workspace, quotation_id).speaker_id
    for kind, thing_id in (
        ("quotation", quotation_id),
        ("event", event_id),
        ("article", article_id),
        ("speaker", speaker_id),
    ):
        window.select(f"{kind}:{thing_id}")
        page = window.inspector.currentWidget()
        assert page.locked_label.isVisibleTo(page)
        lines = [each for each in page.findChildren(QLineEdit) if each.isVisibleTo(page)]
        assert [each for each in lines if each.isEnabled() and not each.isReadOnly()] == []
        assert [each for each in page.findChildren(QComboBox) if each.isEnabled()] == []
        assert all(each.isReadOnly() for each in page.findChildren(NoteField))
        assert [
            each.text()
            for each in page.findChildren(QPushButton)
            if each.isEnabled() and each.property("danger") == "true"
        ] == []
