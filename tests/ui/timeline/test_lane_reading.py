"""The lanes of a timeline, read off the thread of the window."""

import threading

import pytest

from builders import a_quotation, an_article
from stanceline.domain.marks import LaneKey, MarkFilter, MarkKind
from stanceline.domain.timelines import Arrangement
from stanceline.services.timeline import marks_of
from stanceline.services.workspace import Changed, Workspace
from stanceline.ui.timeline.lane_reading import Asked, LaneReading
from stanceline.ui.timeline.timeline_panel import TimelinePanel
from ui.window_builders import settle

EVENTS = MarkFilter(kinds=frozenset({MarkKind.EVENT}))


def asked(lanes: LaneKey = LaneKey.SPEAKER, wanted: MarkFilter | None = None, query: str = ""):
    return Asked(Arrangement(lanes=lanes), wanted or MarkFilter(), query)


@pytest.fixture
def sample(sample_path):
    with Workspace.open(sample_path) as workspace:
        yield workspace


@pytest.fixture
def reading(app, sample):
    reading = LaneReading(sample, app)
    yield reading
    reading.stop()


@pytest.fixture
def panel(qtbot, theme, sample, monkeypatch):
    # Even the few marks of the sample are read on the other thread.
    monkeypatch.setattr(LaneReading, "can_read_now", lambda _self: False)
    panel = TimelinePanel(sample, theme)
    qtbot.addWidget(panel)
    panel.resize(1400, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    yield panel
    panel.stop()


def test_what_is_read_on_the_other_thread_is_what_the_filter_lets_through(qtbot, reading, sample):
    threads = []
    columns = reading._reader.columns
    reading._reader.columns = lambda *args, **kwargs: (
        threads.append(threading.current_thread()) or columns(*args, **kwargs)
    )
    with qtbot.waitSignal(reading.read) as told:
        reading.ask(asked(LaneKey.TOPIC, EVENTS), is_afresh=True)
    (found,) = told.args
    assert found.n_shown == len(marks_of(sample, EVENTS))
    assert found.n_all == len(marks_of(sample))
    assert found.lanes.arrangement.lanes is LaneKey.TOPIC
    assert threads != [threading.main_thread()]


def test_the_language_of_the_search_narrows_too(reading, sample):
    speaker = next(mark for mark in marks_of(sample) if mark.speakers).speakers[0]
    found = reading.read_now(asked(query=f'speaker:"{speaker.name}"'), is_afresh=True)
    everything = reading.read_now(asked(), is_afresh=False)
    assert 0 < found.n_shown < everything.n_shown == everything.n_all


def test_the_legend_counts_what_the_filter_lets_through(reading):
    events = reading.read_now(asked(wanted=EVENTS), is_afresh=True)
    assert sum(n for _, n in events.used.statuses) == events.n_shown
    assert not events.used.stances
    everything = reading.read_now(asked(), is_afresh=False)
    assert everything.used.stances


def test_of_many_requests_only_the_last_is_answered(qtbot, reading):
    answers = []
    reading.read.connect(answers.append)
    for lanes in (LaneKey.SPEAKER, LaneKey.TOPIC, LaneKey.SOURCE):
        reading.ask(asked(lanes), is_afresh=True)
    qtbot.waitUntil(lambda: bool(answers))
    qtbot.wait(50)
    assert [answer.lanes.arrangement.lanes for answer in answers] == [LaneKey.SOURCE]


def test_nothing_comes_after_the_reading_was_stopped(qtbot, reading):
    answers = []
    reading.read.connect(answers.append)
    reading.ask(asked(), is_afresh=True)
    reading.stop()
    reading.ask(asked(), is_afresh=True)
    qtbot.wait(100)
    assert answers == []


def test_the_panel_shows_marks_when_they_come_and_again_after_a_change(qtbot, panel, sample):
    assert panel.marks() == []
    qtbot.waitUntil(lambda: bool(panel.marks()))
    n_before = len(panel.marks())
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
    assert panel.view.lanes().arrangement.lanes is LaneKey.STATUS
