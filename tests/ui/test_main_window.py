"""The whole window as a person uses it: opening, refusing, importing, closing, remembering."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from builders import BRIDGE, a_quotation, a_topic, an_article, an_event, place
from stanceline import __version__
from stanceline.domain.articles import ArticleStatus
from stanceline.domain.marks import LaneKey
from stanceline.domain.quotations import Certainty
from stanceline.domain.suggestions import SuggestionKind
from stanceline.services import articles, events, quotations
from stanceline.services.importing import read_text, store
from stanceline.services.suggesting import suggest_for_all, want_kinds
from stanceline.services.workspace import Workspace
from stanceline.storage import tables
from stanceline.ui import main_window
from stanceline.ui.settings import Settings, TimelinePlace
from ui.window_builders import ALT, CTRL, KEY, drop, press, select_words, settle, write


@pytest.fixture
def window(open_window, workspace):
    want_kinds(workspace, {SuggestionKind.QUOTATION})
    an_article(workspace, BRIDGE, published="2031-05-20")
    a_topic(workspace, "Opening the bridge")
    suggest_for_all(workspace)
    return open_window(workspace)


def test_the_title_names_the_workspace_and_the_version(window):
    assert window.windowTitle() == f"The bridge (bridge.stanceline) — Stanceline {__version__}"
    assert QApplication.applicationDisplayName() == QApplication.applicationName()


def test_the_status_bar_says_saved_also_while_it_says_something_else(window):
    window.say("Something was done.")
    assert window.saved_label.isVisible()
    assert window.saved_label.text() == "Saved"
    assert window.said_label.isVisible()
    assert not window.counts_label.isVisible()
    window.status.end_saying()
    assert window.counts_label.text() == "1 article · 2 suggestions to go through"


def test_the_library_is_read_once_however_much_changes_at_once(window, monkeypatch):
    asked = []

    def counted(workspace):
        asked.append(workspace)
        return read(workspace)

    read = articles.library_counts
    monkeypatch.setattr(main_window.articles, "library_counts", counted)
    article_id = window.pane.article.id
    for words in ("found rust everywhere", "Every week costs us"):
        a_quotation(window.workspace, article_id, words, speaker="Board")
    articles.set_status(window.workspace, article_id, ArticleStatus.DONE)
    assert asked == []
    settle()
    assert len(asked) == 1
    assert len(window.pane.findings.quotations) == 2


def test_after_marking_the_next_tab_goes_to_the_suggestion_behind(qtbot, window):
    words = "The inspectors began their work"
    span = select_words(qtbot, window, words)
    write("Board")
    press(KEY.Key_Return)
    press(KEY.Key_Return)
    assert window.pane.reader.text.hasFocus()
    press(KEY.Key_Tab)
    focused = window.pane.reader.focused_mark()
    after = [s for s in window.pane.findings.suggestions if s.spans[0].start > span.start]
    if after:
        assert focused.key == f"suggestion:{after[0].id}"


def test_copy_copies_the_selected_words_while_the_card_is_open_and_empty(qtbot, window):
    select_words(qtbot, window, "the harbour board decided")
    assert window.pane.quotation_card.speaker.hasFocus()
    press(KEY.Key_C, CTRL)
    assert QApplication.clipboard().text() == "the harbour board decided"
    write("Tora")
    press(KEY.Key_A, CTRL)
    press(KEY.Key_C, CTRL)
    assert QApplication.clipboard().text() == "Tora"


def test_escape_leads_from_the_library_and_the_timeline_back_to_the_text(window):
    press(KEY.Key_L, CTRL)
    assert window.library.words.hasFocus()
    write("zzz")
    press(KEY.Key_Escape)
    assert window.library.words.text() == ""
    assert window.library.words.hasFocus()
    press(KEY.Key_Escape)
    assert window.pane.reader.text.hasFocus()
    press(KEY.Key_2, CTRL)
    assert not window.pane.isVisible()
    press(KEY.Key_Escape)
    assert window.pane.reader.text.hasFocus()
    assert window.timeline.isVisible()


def test_a_file_that_is_no_text_is_told_of_in_the_report(window, boxes, tmp_path):
    wrong = tmp_path / "photo.txt"
    wrong.write_bytes(bytes(range(256)) * 50)
    reports = []

    def read(dialog):
        reports.append(dialog)
        dialog.accept()

    boxes.others.append(read)
    drop(window, wrong)
    assert reports
    assert len(articles.library(window.workspace)) == 1


def test_an_empty_folder_is_told_of_in_a_sentence(window, boxes, tmp_path):
    folder = tmp_path / "nothing"
    folder.mkdir()
    drop(window, folder)
    assert len(boxes.sentences) == 1
    assert boxes.sentences[0].startswith("There is nothing to import there")


def test_files_are_chosen_with_a_key(window, boxes, tmp_path):
    path = tmp_path / "one.txt"
    path.write_text("Ferry sails again\n\n“At last,” said Ivo Maar.\n", "utf-8")

    def choose(dialog):
        dialog.findChild(QLineEdit, "fileNameEdit").setText(str(path))
        dialog.accept()

    boxes.others.append(choose)
    press(KEY.Key_I, CTRL)
    assert window.tasks.wait_until_idle(30_000)
    settle()
    assert window.pane.article.title == "Ferry sails again"
    assert window.said_label.whole_text() == "Imported 1 article."


def test_the_window_can_be_closed_while_an_import_runs(window, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(120):
        text = f"Article {number}\n\n“Word {number} of it,” said Ada Berg on Monday.\n" * 3
        (folder / f"{number:03}.txt").write_text(text, "utf-8")
    path = window.workspace.path
    window.imports.take([folder])
    settle()
    window.close()
    assert not window.tasks.is_busy
    with Workspace.open(path) as again:
        assert len(articles.library(again)) >= 1


def test_two_windows_on_one_workspace_refresh_each_other(open_window, workspace):
    article_id = an_article(workspace, BRIDGE)
    topic_id = a_topic(workspace, "Opening the bridge")
    one, other = open_window(workspace), open_window(workspace)
    quotation_id = a_quotation(workspace, article_id, "found rust everywhere", speaker="Board")
    settle()
    for window in (one, other):
        assert [q.id for q in window.pane.findings.quotations] == [quotation_id]
        assert len(window.timeline.marks()) == 1
    other.select(f"quotation:{quotation_id}")
    one.inspector.show_key(f"quotation:{quotation_id}")
    one.inspector.quotation_page.judge(topic_id, 1, Certainty.CERTAIN, "")
    settle()
    assert other.inspector.quotation_page._rows[0].judgement.topic_id == topic_id
    quotations.delete_quotation(workspace, quotation_id)
    settle()
    assert one.inspector.shown is None
    assert other.inspector.shown is None


def test_what_is_being_typed_is_not_overwritten_by_a_refresh(window):
    article_id = window.pane.article.id
    press(KEY.Key_Escape)
    page = window.inspector.article_page
    page.author.setFocus()
    write("Ada Ne")
    articles.set_status(window.workspace, article_id, ArticleStatus.DONE)
    settle()
    assert page.author.text() == "Ada Ne"
    write("umark")
    press(KEY.Key_Tab)
    assert articles.article(window.workspace, article_id).author == "Ada Neumark"


def test_what_is_being_typed_is_saved_when_another_thing_is_selected(window):
    event_id = an_event(window.workspace, "Work began", "2031-05-12")
    window.inspector.show_key(f"event:{event_id}")
    page = window.inspector.event_page
    page.place.setFocus()
    write("The quay")
    window.select(f"article:{window.pane.article.id}")
    assert events.event(window.workspace, event_id).place == "The quay"
    window.inspector.show_key(f"event:{event_id}")
    page.date.line.setFocus()
    press(KEY.Key_A, CTRL)
    write("2031-05-13")
    window.close()
    with Workspace.open(window.workspace.path) as again:
        assert events.event(again, event_id).edtf == "2031-05-13"


def test_a_wrong_date_does_not_keep_the_rest_from_being_saved(window):
    event_id = an_event(window.workspace, "Work began", "2031-05-12")
    window.inspector.show_key(f"event:{event_id}")
    page = window.inspector.event_page
    page.date.line.setFocus()
    press(KEY.Key_A, CTRL)
    write("nonsense of a date")
    page.place.setFocus()
    write("The quay")
    press(KEY.Key_Return)
    stored = events.event(window.workspace, event_id)
    assert (stored.place, stored.edtf) == ("The quay", "2031-05-12")


def test_a_refused_title_is_told_and_the_stored_one_comes_back(window, boxes):
    press(KEY.Key_Escape)
    page = window.inspector.article_page
    before = page.title.text()
    page.title.setFocus()
    page.title.selectAll()
    press(KEY.Key_Backspace)
    press(KEY.Key_Return)
    assert boxes.sentences == ["An article needs a title."]
    assert page.title.text() == before


def test_a_stance_key_without_the_thing_it_was_for_is_told(window, boxes):
    suggestion = window.pane.findings.suggestions[0]
    with window.workspace.action("Decide elsewhere") as session:
        session.delete(session.get(tables.Suggestion, suggestion.id))
    press(KEY.Key_Return)
    assert len(boxes.sentences) == 1
    assert "no longer" in boxes.sentences[0]


def test_a_read_only_workspace_says_so_at_every_action(
    open_window, workspace_path, boxes, tmp_path
):
    with Workspace.open(workspace_path) as writable:
        article_id = an_article(writable, BRIDGE, published="2031-05-20")
        quotation_id = a_quotation(
            writable, article_id, "found rust everywhere", speaker="Board", Opening="neutral"
        )
        event_id = an_event(
            writable, "Work began", "2031-05-12", evidence=((article_id, "began their work"),)
        )
        suggest_for_all(writable)
    window = open_window(Workspace.open(workspace_path, for_writing=False))
    assert window.saved_label.text() == "Read-only"

    def refused(act, *args) -> None:
        before = len(boxes.sentences)
        act(*args)
        settle()
        new = [each for each in boxes.sentences[before:] if "read-only" in each]
        assert new, act

    suggestion = window.pane.findings.suggestions[0]
    refused(window.pane.accept, suggestion)
    refused(window.pane.reject, suggestion)
    refused(window.accept_confident)
    refused(window.suggestions_here.look_again)
    for kind, row_id in (
        ("quotation", quotation_id),
        ("event", event_id),
        ("article", article_id),
    ):
        refused(window.deleting.delete, f"{kind}:{row_id}")
    window.inspector.show_key(f"quotation:{quotation_id}")
    row = window.inspector.quotation_page._rows[0]
    row.stance.setCurrentIndex(0)
    refused(row._changed)
    assert row.stance.currentText() == "neutral"
    refused(row._withdraw)
    window.inspector.show_key(f"event:{event_id}")
    page = window.inspector.event_page
    page.place.setText("Elsewhere")
    refused(page._save)
    assert page.place.text() == ""
    refused(page._remove_evidence, 1)
    window.inspector.show_key(f"article:{article_id}")
    page = window.inspector.article_page
    page.note.setPlainText("A note")
    refused(page.note.commit)
    assert page.note.toPlainText() == ""
    page.status.setCurrentIndex(2)
    refused(page._set_status)
    refused(window.imports.store, [read_text("A text\n\nWith a line.")])
    path = tmp_path / "one.txt"
    path.write_text("Some text.", "utf-8")
    refused(drop, window, path)
    window.timeline.views.ask_for_name()
    window.timeline.views.name.setText("Mine")
    refused(window.timeline.views._answer)
    window.pane.focus_mark(f"quotation:{quotation_id}")
    window.pane.reader.setFocus()
    refused(press, KEY.Key_1)


def test_the_window_remembers_text_size_lanes_lines_and_the_place_of_the_timeline(
    open_window, workspace, settings, qtbot
):
    an_article(workspace, BRIDGE)
    window = open_window(workspace)
    press(KEY.Key_Plus, CTRL)
    window.timeline.set_lanes(LaneKey.CATEGORY)
    handle = window.room.columns.handle(1)
    drag(qtbot, handle, 60)
    settle()
    widths = window.room.columns.sizes()
    window.show_timeline()
    size = window.pane.reader.text_size
    window.close()

    assert Settings(settings.path.parent).timeline_place is TimelinePlace.FULL
    again = open_window(workspace.path)
    assert again.pane.reader.text_size == size
    assert again.timeline.lanes() is LaneKey.CATEGORY
    assert not again.room.columns.isVisible()
    again.show_reading()
    settle()
    assert abs(again.room.columns.sizes()[0] - widths[0]) <= 2


def drag(qtbot, handle, by: int) -> None:
    start = handle.rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(handle, start + QPoint(by, 0))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start + QPoint(by, 0))


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_alt_down_opens_the_next_article_but_in_a_box_its_list(window):
    store(window.workspace, [read_text("Second\n\nAnother text.")])
    settle()
    first = window.pane.article.id
    box = window.inspector.article_page.status
    box.setFocus()
    press(KEY.Key_Down, ALT)
    assert window.pane.article.id == first
    assert box.view().isVisible()
    box.hidePopup()
    window.pane.reader.setFocus()
    press(KEY.Key_Down, ALT)
    press(KEY.Key_Up, ALT)
    press(KEY.Key_Down, ALT)
    assert window.pane.article.id != first or window.library.list.model().article_count() == 2


def test_a_mark_without_words_says_so(window):
    event_id = an_event(window.workspace, "Work began", "2031-05-12")
    settle()
    window.open_mark(f"event:{event_id}")
    assert window.said_label.whole_text() == "This event rests on no words yet."
    events.delete_event(window.workspace, event_id)


def test_a_mark_that_is_gone_is_told_of(window, boxes):
    window.open_mark("event:99")
    assert boxes.sentences == ["The event is no longer in the workspace."]


def test_enter_presses_the_button_that_has_the_keyboard(open_window, workspace, monkeypatch):
    asked = []
    window = open_window(workspace)
    monkeypatch.setattr(window.imports, "ask_for_files", lambda: asked.append(True))
    buttons = {each.text(): each for each in window.pane.findChildren(QPushButton)}
    buttons["Import files…"].setFocus()
    press(KEY.Key_Return)
    assert asked == [True]


def test_a_passage_that_was_searched_for_shows_its_article_in_the_inspector(window):
    article_id = window.pane.article.id
    window.show_hit(article_id, place(BRIDGE, "stays closed"))
    assert str(window.inspector.shown) == f"article:{article_id}"
