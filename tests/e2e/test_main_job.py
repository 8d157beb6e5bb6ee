"""The main job through the window, as a person does it with keyboard and mouse."""

import csv
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from stanceline.domain.marks import LaneKey
from stanceline.domain.quotations import Quotation
from stanceline.domain.spans import Span
from stanceline.domain.suggestions import SuggestionKind
from stanceline.services import articles, events, quotations, speakers, topics
from stanceline.services.workspace import Workspace
from stanceline.ui.keys import ThingKind, thing
from ui.window_builders import (
    CTRL,
    KEY,
    SHIFT,
    come_back,
    drop,
    press,
    select_words,
    settle,
    write,
)

REAL = (
    Path(__file__).resolve().parents[3]
    / "shared"
    / "data"
    / "articles"
    / "north-korea-engineering-troops.txt"
)

ARTICLE = """“Tunnel crews will go to the pass within a month” – ministry

Twelve crews of the Ostrel Tunnel Company are to go to the Lomna pass, the ministry announced \
on 19 June 2024.

"We shall send the crews as soon as the accord is signed", Minister Dana Holub told reporters.

READ ALSO: Five questions about the Lomna tunnel

„ This is a mistake that the whole valley will pay for “, answered Petr Sova, who leads the \
carriers' union. He added that ”nobody has asked us”.

On 26 June 2024 the assembly voted for the accord by 61 to 58.

«The crews are welcome in our town», said Mayor Ilse Brandt.

Work at the pass begins in July and nobody can say when it ends. The first carts were seen \
at the toll house in the last third of June.

“We cannot judge it yet,” a spokesman for the institute said.

READ ALSO: Who owns the pass?
"""


@pytest.fixture
def workspace_file(tmp_path: Path) -> Path:
    path = tmp_path / "affair.stanceline"
    Workspace.create(path, name="The Lomna tunnel").close()
    return path


def add_topic(boxes, window, name: str) -> None:
    """Open the topics with their key, type one, and close."""

    def act(dialog: QDialog) -> None:
        dialog.add_button.click()
        write(name)
        press(KEY.Key_Return)
        dialog.accept()

    boxes.others.append(act)
    press(KEY.Key_T, CTRL | SHIFT)
    come_back(window)


def date_the_article(window, date: str) -> None:
    """Type the day of publication into the inspector."""
    window.select(f"article:{window.pane.article.id}")
    window.inspector.article_page.published.line.setFocus()
    write(date)
    press(KEY.Key_Return)
    assert articles.article(window.workspace, window.pane.article.id).published == date
    window.pane.reader.setFocus()


def judge_what_is_suggested(window) -> int:
    """Set a stance to each quotation that waits; how many there were.

    A digit goes on to the next quotation; Tab goes to the events that are left then, which
    are rejected here, since the same are noted by hand.
    """
    judged = 0
    digits = (KEY.Key_1, KEY.Key_2, KEY.Key_3, KEY.Key_4, KEY.Key_5, KEY.Key_6)
    while waiting := list(window.pane.findings.suggestions):
        focused = window.pane.reader.focused_mark()
        found = window.pane.finding_named(focused.key) if focused else None
        if found not in waiting:
            press(KEY.Key_Tab)
        elif found.kind is SuggestionKind.EVENT:
            press(KEY.Key_Backspace)
        else:
            press(digits[judged % 6])
            judged += 1
    return judged


def judge_the_rest(window, key) -> None:
    """Click each mark that has no stance yet, and give it one."""
    for quotation in list(window.pane.findings.quotations):
        if not quotation.judgements:
            window.pane.focus_mark(f"quotation:{quotation.id}")
            press(key)


def mark_by_mouse(qtbot, window, words: str, speaker: str, digit) -> None:
    select_words(qtbot, window, words)
    assert window.pane.quotation_card.isVisible()
    assert window.pane.quotation_card.speaker.hasFocus()
    write(speaker)
    press(KEY.Key_Return)
    press(digit)
    press(KEY.Key_Return)
    assert not window.pane.quotation_card.isVisible()


def note_event(qtbot, window, words: str, title: str, date: str | None) -> None:
    """Select a passage, leave the card of the quotation, press E, give title and date."""
    select_words(qtbot, window, words)
    press(KEY.Key_Escape)
    assert window.pane.reader.selected_span() is not None
    press(KEY.Key_E)
    card = window.pane.event_card
    assert card.isVisible()
    write(title)
    if date is not None:
        press(KEY.Key_Tab)
        assert card.date.line.hasFocus()
        press(KEY.Key_A, CTRL)
        write(date)
    press(KEY.Key_Return, CTRL)
    assert not card.isVisible(), card.fault


def export(boxes, window, folder: Path, what_row: int, kind: str) -> Path:
    """Open the export with its key, choose what and how, and write it."""
    path = folder / f"out.{kind}"

    def act(dialog: QDialog) -> None:
        dialog.what.setCurrentIndex(what_row)
        if dialog.kind.findData(kind) >= 0:
            dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
        dialog.file.setFocus()
        dialog.file.selectAll()
        write(str(path))
        dialog.export_button.click()
        dialog._tasks.wait_until_idle()
        settle()
        assert dialog.written == [path]
        dialog.reject()

    boxes.others.append(act)
    press(KEY.Key_E, CTRL)
    come_back(window)
    assert not boxes.others
    return path


def test_the_main_job_from_an_empty_workspace_to_an_exported_timeline(
    qtbot, open_window, boxes, workspace_file, tmp_path
):
    window = open_window(workspace_file)
    # Empty: every part says what to do.
    assert window.library._pages.currentWidget() is window.library._empty
    assert window.pane.reader._empty.isVisible()
    assert "0 marks" in window.timeline.head.count.whole_text()

    text = tmp_path / "tunnel.txt"
    text.write_text(ARTICLE, "utf-8")
    drop(window, text)
    article = window.pane.article
    assert article.title.startswith("“Tunnel crews")
    assert window.pane.findings.suggestions

    date_the_article(window, "2024-06-30")

    # A stance needs a topic first, and the card asks for it.
    press(KEY.Key_1)
    assert window.pane.quotation_card.isVisible()
    press(KEY.Key_Escape)
    add_topic(boxes, window, "Building the tunnel")
    assert [topic.name for topic in topics.all_topics(window.workspace)] == ["Building the tunnel"]

    press(KEY.Key_1)
    assert len(window.pane.findings.quotations) == 1

    # One is rejected, and does not come back.
    press(KEY.Key_Tab)
    rejected = window.pane.reader.focused_mark()
    before = len(window.pane.findings.suggestions)
    press(KEY.Key_Backspace)
    assert len(window.pane.findings.suggestions) == before - 1
    assert thing(window.pane.reader.focused_mark().key).kind is ThingKind.SUGGESTION
    assert rejected.key not in window.pane.reader.text.marking.index.by_key
    window.pane.reader.text.scroll_to(Span(0, 1))
    window.pane.focus_mark(f"quotation:{window.pane.findings.quotations[0].id}")
    judge_what_is_suggested(window)
    judge_the_rest(window, KEY.Key_5)

    marked = mark_and_note_the_rest(qtbot, window, rejected.spans[0].words(article.body))
    look_at_the_timeline(window, article.id, n_marks=len(marked) + 4)

    hand_over(boxes, window, tmp_path, n_marks=len(marked) + 4)

    window.close()
    again = open_window(workspace_file)
    assert again.pane.article.title == article.title
    assert len(again.pane.findings.quotations) == len(marked)
    assert len(again.pane.findings.events) == 4
    assert boxes.sentences == []


def mark_and_note_the_rest(qtbot, window, words: str) -> list[Quotation]:
    # The rejected words are marked by hand, with a speaker who is new.
    mark_by_mouse(qtbot, window, words, "Vera Lindt", KEY.Key_5)
    assert window.pane.reader.text.hasFocus()
    marked = quotations.quotations_of(window.workspace, window.pane.article.id)
    own = next(each for each in marked if each.speaker == "Vera Lindt")
    assert own.words == words
    assert own.judgements[0].stance.key == "opposes"
    assert all(each.judgements for each in marked)
    assert {j.topic for each in marked for j in each.judgements} == {"Building the tunnel"}

    note_event(qtbot, window, "the ministry announced on 19 June 2024", "Plan announced", None)
    note_event(qtbot, window, "On 26 June 2024 the assembly voted", "Accord voted", None)
    note_event(qtbot, window, "Work at the pass begins in July", "Work begins", "2024-07/..")
    note_event(qtbot, window, "The first carts were seen", "First carts", "around 20 June")
    noted = {each.title: each.edtf for each in events.all_events(window.workspace)}
    assert noted["Plan announced"] == "2024-06-19"
    assert noted["Accord voted"] == "2024-06-26"
    assert noted["Work begins"] == "2024-07/.."
    assert noted["First carts"].endswith("-06-20~")
    return marked


def look_at_the_timeline(window, article_id: int, n_marks: int) -> None:
    press(KEY.Key_2, CTRL)
    panel = window.timeline
    assert window.timeline.view.canvas.hasFocus()
    assert len(panel.marks()) == n_marks
    filters = panel.filters
    speaker = next(s for s in speakers.all_speakers(window.workspace) if s.name == "Vera Lindt")
    filters.speakers.set_ticked(frozenset({str(speaker.id)}))
    assert len(panel.marks()) == 1
    filters.clear()
    filters.stances.set_ticked(frozenset({"opposes"}))
    assert 0 < len(panel.marks()) < n_marks
    filters.clear()
    topic = topics.all_topics(window.workspace)[0]
    filters.topics.set_ticked(frozenset({str(topic.id)}))
    assert len(panel.marks()) == n_marks - 4
    filters.clear()
    panel.filter_button.setChecked(True)
    settle()
    filters.since.setFocus()
    write("2024-07-01")
    press(KEY.Key_Return)
    assert {mark.title for mark in panel.marks() if mark.kind.value == "event"} == {"Work begins"}
    filters.clear()
    assert len(panel.marks()) == n_marks
    for lanes in LaneKey:
        panel.set_lanes(lanes)
        settle()
    panel.set_lanes(LaneKey.SPEAKER)

    event = next(mark for mark in panel.marks() if mark.title == "Accord voted")
    panel.view.select(event.key)
    panel.view.setFocus()
    press(KEY.Key_Return)
    assert window.pane.article.id == article_id
    assert window.pane.reader.text.hasFocus()
    focused = window.pane.reader.focused_mark()
    assert focused.key == event.key
    assert focused.spans[0].words(window.pane.article.body).startswith("On 26 June 2024")
    assert str(window.inspector.shown) == event.key


def hand_over(boxes, window, folder: Path, n_marks: int) -> None:
    table = export(boxes, window, folder, 1, "csv")
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == n_marks
    starts = {
        "png": b"\x89PNG",
        "svg": b"<?xml",
        "pdf": b"%PDF",
    }
    for kind, start in starts.items():
        assert export(boxes, window, folder, 0, kind).read_bytes().startswith(start)


@pytest.mark.skipif(not REAL.exists(), reason="the real article is not beside this checkout")
def test_the_main_job_on_the_real_article(open_window, boxes, workspace_file, tmp_path):
    window = open_window(workspace_file)
    drop(window, REAL)
    article = window.pane.article
    date_the_article(window, "2024-06-30")
    add_topic(boxes, window, "Sending troops")
    window.pane.reader.setFocus()
    n_suggested = judge_what_is_suggested(window)
    assert n_suggested >= 6
    marked = quotations.quotations_of(window.workspace, article.id)
    assert all(each.judgements for each in marked)

    body = article.body
    passage = body[body.index("\n\n") + 2 :].split(".")[0]
    for title, date in (
        ("First", "2024-06-19"),
        ("Second", "2024-06-26"),
        ("Third", "2024-07/.."),
        ("Fourth", "around 20 June"),
    ):
        window.pane.reader.select_span(Span(body.index(passage), body.index(passage) + 30))
        window.pane.reader.setFocus()
        press(KEY.Key_E)
        write(title)
        press(KEY.Key_Tab)
        press(KEY.Key_A, CTRL)
        write(date)
        press(KEY.Key_Return, CTRL)
    dates = {each.title: each.edtf for each in events.all_events(window.workspace)}
    assert dates == {
        "First": "2024-06-19",
        "Second": "2024-06-26",
        "Third": "2024-07/..",
        "Fourth": "2024-06-20~",
    }
    press(KEY.Key_2, CTRL)
    assert len(window.timeline.marks()) == len(marked) + 4
    hand_over(boxes, window, tmp_path, len(marked) + 4)
    assert boxes.sentences == []
