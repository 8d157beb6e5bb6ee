"""The panel at the right: what is selected, edited and saved at once."""

import pytest

from builders import BRIDGE, a_quotation, a_topic, an_article, an_event
from stanceline.domain.events import EventStatus
from stanceline.domain.quotations import QuotationKind
from stanceline.services import articles, events, quotations
from stanceline.services.finding import speaker_with
from stanceline.ui.inspector.parts import in_marks
from ui.window_builders import CTRL, KEY, press, settle, write


@pytest.fixture
def window(open_window, workspace):
    article_id = an_article(workspace, BRIDGE, published="2031-05-20")
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
    page.role.setFocus()
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
