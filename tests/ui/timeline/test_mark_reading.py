"""The marks of a timeline, read off the thread of the window."""

import threading

import pytest

from builders import a_quotation, an_article
from stanceline.domain.marks import LaneKey, MarkFilter, MarkKind
from stanceline.services.timeline import marks_of
from stanceline.services.workspace import Changed, Workspace
from stanceline.ui.timeline.mark_reading import MarkReading
from stanceline.ui.timeline.panel import TimelinePanel
from ui.window_builders import settle

EVENTS = MarkFilter(kinds=frozenset({MarkKind.EVENT}))


@pytest.fixture
def sample(sample_path):
    with Workspace.open(sample_path) as workspace:
        yield workspace


@pytest.fixture
def reading(app, sample):
    reading = MarkReading(sample, app)
    yield reading
    reading.stop()


@pytest.fixture
def panel(qtbot, theme, sample, monkeypatch):
    # Even the few marks of the sample are read on the other thread.
    monkeypatch.setattr(MarkReading, "can_read_now", lambda _self: False)
    panel = TimelinePanel(sample, theme)
    qtbot.addWidget(panel)
    panel.resize(1400, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    yield panel
    panel.stop()


def test_what_is_read_on_the_other_thread_is_what_is_read_at_once(qtbot, reading, sample):
    threads = []
    reader_marks = reading._reader.marks
    reading._reader.marks = lambda progress: (
        threads.append(threading.current_thread()) or reader_marks(progress)
    )
    with qtbot.waitSignal(reading.read) as told:
        reading.ask(LaneKey.TOPIC, EVENTS, is_afresh=True)
    (found,) = told.args
    assert found.marks == marks_of(sample, EVENTS)
    assert found.n_all == len(marks_of(sample))
    assert found.lanes.by is LaneKey.TOPIC
    assert [found.marks[place].key for place in found.places.values()] == list(found.places)
    assert threads != [threading.main_thread()]


def test_of_many_requests_only_the_last_is_answered(qtbot, reading):
    answers = []
    reading.read.connect(answers.append)
    for lanes in (LaneKey.SPEAKER, LaneKey.TOPIC, LaneKey.SOURCE):
        reading.ask(lanes, MarkFilter(), is_afresh=True)
    qtbot.waitUntil(lambda: bool(answers))
    qtbot.wait(50)
    assert [answer.lanes.by for answer in answers] == [LaneKey.SOURCE]


def test_nothing_comes_after_the_reading_was_stopped(qtbot, reading):
    answers = []
    reading.read.connect(answers.append)
    reading.ask(LaneKey.SPEAKER, MarkFilter(), is_afresh=True)
    reading.stop()
    reading.ask(LaneKey.SPEAKER, MarkFilter(), is_afresh=True)
    qtbot.wait(100)
    assert answers == []


def test_the_panel_shows_marks_when_they_come_and_again_after_a_change(qtbot, panel, sample):
    assert panel.marks() == []
    qtbot.waitUntil(lambda: bool(panel.marks()))
    n_before = len(panel.marks())
    assert len(panel.view.lanes().marks) == n_before
    article = an_article(sample, "“It is late,” said nobody.", published="2031-05-20")
    number = a_quotation(sample, article, "“It is late,”")
    panel.select(f"quotation:{number}")
    panel.workspace_changed(frozenset({Changed.ARTICLES, Changed.QUOTATIONS}))
    settle()
    assert len(panel.marks()) == n_before
    qtbot.waitUntil(lambda: len(panel.marks()) == n_before + 1)
    assert panel.view.selected_key() == f"quotation:{number}"


def test_lanes_and_filter_of_the_last_choice_are_shown(qtbot, panel):
    panel.set_lanes(LaneKey.TOPIC)
    panel.filters.kinds.set_ticked(frozenset({MarkKind.EVENT.value}))
    panel.set_lanes(LaneKey.STATUS)
    qtbot.waitUntil(lambda: bool(panel.marks()))
    assert {mark.kind for mark in panel.marks()} == {MarkKind.EVENT}
    assert panel.view.lanes().by is LaneKey.STATUS
