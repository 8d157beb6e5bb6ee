"""Searching while one types: only the newest question is answered, and none out of order."""

import sys
import threading

import pytest

from stanceline.domain.query import parse_query
from stanceline.services.searching import SearchResult
from stanceline.services.workspace import WorkspaceReadOnly
from stanceline.ui.library.live_search import LiveSearch, Question


class Slow:
    """A search that goes on until it is let go or cancelled, and remembers both."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.cancelled: list[str] = []
        self.threads: set[int] = set()
        self.may_end = threading.Event()
        self.error: Exception | None = None

    def __call__(self, question, is_cancelled):
        self.begun.append(question.text)
        self.threads.add(threading.get_ident())
        while not self.may_end.wait(0.002):
            if is_cancelled():
                self.cancelled.append(question.text)
                break
        if self.error is not None:
            raise self.error
        query = parse_query(question.text)
        return SearchResult(query=query, hits=[], count=0, is_capped=False, notes=())


@pytest.fixture
def slow():
    return Slow()


@pytest.fixture
def search(qtbot, app, slow):
    assert qtbot
    assert app
    search = LiveSearch(slow)
    yield search
    search.stop()


def test_typing_on_asks_once_and_off_the_thread_of_the_window(search, slow, qtbot):
    slow.may_end.set()
    with qtbot.waitSignal(search.found) as found:
        for text in ("b", "br", "bri"):
            search.ask(Question(text))
    assert slow.begun == ["bri"]
    assert found.args[0].text == "bri"
    assert threading.get_ident() not in slow.threads


def test_a_new_question_cancels_the_one_that_is_being_answered(search, slow, qtbot):
    answered = []
    search.found.connect(lambda question, _result: answered.append(question.text))
    search.ask_now(Question("bridge"))
    qtbot.waitUntil(lambda: slow.begun == ["bridge"])
    search.ask_now(Question("ferry"))
    qtbot.waitUntil(lambda: slow.begun == ["bridge", "ferry"])
    assert slow.cancelled == ["bridge"]
    slow.may_end.set()
    qtbot.waitUntil(lambda: answered == ["ferry"])
    qtbot.wait(30)
    assert answered == ["ferry"]
    assert len(slow.threads) == 1


def test_what_is_dropped_is_never_answered(search, slow, qtbot):
    with qtbot.assertNotEmitted(search.found, wait=60):
        search.ask_now(Question("bridge"))
        qtbot.waitUntil(lambda: slow.begun == ["bridge"])
        search.drop()
        slow.may_end.set()
    assert not search.is_busy


def test_what_the_user_can_act_on_is_told(search, slow, qtbot):
    slow.may_end.set()
    slow.error = WorkspaceReadOnly("The disk is gone.")
    with qtbot.waitSignal(search.refused) as refused:
        search.ask_now(Question("bridge"))
    assert refused.args == ["The disk is gone."]
    slow.error = None
    with qtbot.waitSignal(search.found):
        search.ask_now(Question("bridge"))


def test_a_bug_goes_to_the_crash_report(search, slow, qtbot, monkeypatch):
    caught = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _traceback: caught.append(error))
    slow.may_end.set()
    slow.error = KeyError("bug")
    search.ask_now(Question("bridge"))
    qtbot.waitUntil(lambda: caught == [slow.error])


def test_an_error_of_a_dropped_question_is_nobody_s(search, slow, qtbot, monkeypatch):
    caught = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: caught.append(error))
    slow.error = KeyError("interrupted")
    search.ask_now(Question("bridge"))
    qtbot.waitUntil(lambda: slow.begun == ["bridge"])
    search.drop()
    qtbot.waitUntil(lambda: slow.cancelled == ["bridge"])
    qtbot.wait(30)
    assert caught == []


def test_the_thread_ends_when_it_is_stopped(app, slow, qtbot):
    assert app
    search = LiveSearch(slow)
    search.ask_now(Question("bridge"))
    qtbot.waitUntil(lambda: slow.begun == ["bridge"])
    search.stop()
    search.stop()
    names = [thread.ident for thread in threading.enumerate()]
    assert not slow.threads & set(names)
    search.ask_now(Question("ferry"))
    assert not search.is_busy
    assert slow.begun == ["bridge"]
