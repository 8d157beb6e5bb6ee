"""Searching while somebody types, on a thread of its own."""

import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from stanceline.domain.errors import StancelineError
from stanceline.records import dataclass

if TYPE_CHECKING:
    from stanceline.services.searching import SearchResult

FIRST_HITS = 50
"""How many hits are asked for at once."""

_WAIT_MS = 40
_LOOK_EVERY_MS = 5
_END_WITHIN_S = 2.0


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, and which of the hits are wanted."""

    text: str
    limit: int = FIRST_HITS
    offset: int = 0
    is_unfinished: bool = True


Search = Callable[[Question, Callable[[], bool]], "SearchResult"]


@dataclass(frozen=True, slots=True)
class _Outcome:
    number: int
    question: Question
    result: "SearchResult | None" = None
    error: BaseException | None = None


class _Worker:
    """Answers the newest question, one at a time, until it is told to end.

    It knows nothing of Qt, whose objects may be gone before a search is over.
    """

    def __init__(self, search: Search) -> None:
        self._search = search
        self._changed = threading.Condition()
        self._newest = 0
        self._question: Question | None = None
        self._outcome: _Outcome | None = None
        self._is_ending = False
        self._thread: threading.Thread | None = None

    def ask(self, question: Question | None) -> int:
        """Look for this instead of anything before; None looks for nothing more."""
        with self._changed:
            self._newest += 1
            self._question, self._outcome = question, None
            if question is not None and self._thread is None:
                self._thread = threading.Thread(target=self._work, name="search", daemon=True)
                self._thread.start()
            self._changed.notify()
            return self._newest

    def take(self) -> _Outcome | None:
        """What came of the newest question, once."""
        with self._changed:
            outcome, self._outcome = self._outcome, None
            return outcome

    def end(self) -> None:
        """End the thread, and wait a moment for it."""
        with self._changed:
            self._is_ending = True
            self._newest += 1
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(_END_WITHIN_S)

    def _work(self) -> None:
        while True:
            with self._changed:
                while self._question is None and not self._is_ending:
                    self._changed.wait()
                if self._is_ending or self._question is None:
                    return
                question, number = self._question, self._newest
                self._question = None
            outcome = self._answer(question, number)
            with self._changed:
                if number == self._newest:
                    self._outcome = outcome

    def _answer(self, question: Question, number: int) -> _Outcome:
        try:
            result = self._search(question, lambda: number != self._newest)
        except BaseException as error:  # noqa: BLE001 - told on the window's thread
            return _Outcome(number, question, error=error)
        return _Outcome(number, question, result)


class LiveSearch(QObject):
    """Searches for what was asked last; what was asked before is dropped at once.

    ``found`` carries the question and its result, ``refused`` a sentence. Neither comes for
    a question that is no longer the newest, nor at once: typing on for some milliseconds
    asks once.
    """

    found = Signal(object, object)
    refused = Signal(str)

    def __init__(self, search: Search, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = _Worker(search)
        self._next: Question | None = None
        self._asked = 0
        self._is_stopped = False
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_WAIT_MS)
        self._delay.timeout.connect(self._send)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY_MS)
        self._look.timeout.connect(self._take)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._delay.isActive() or self._look.isActive()

    def ask(self, question: Question) -> None:
        """Look for this soon, instead of anything before; nothing when it was stopped."""
        self.drop()
        if self._is_stopped:
            return
        self._next = question
        self._delay.start()

    def ask_now(self, question: Question) -> None:
        """Look for this at once."""
        self.ask(question)
        if self._delay.isActive():
            self._delay.stop()
            self._send()

    def drop(self) -> None:
        """Look for nothing any more."""
        self._delay.stop()
        self._look.stop()
        self._asked = self._worker.ask(None)

    def stop(self) -> None:
        """End the thread; what is asked afterwards is not looked for."""
        self.drop()
        self._is_stopped = True
        self._worker.end()

    @Slot()
    def _send(self) -> None:
        if self._next is not None:
            self._asked = self._worker.ask(self._next)
            self._look.start()

    @Slot()
    def _take(self) -> None:
        outcome = self._worker.take()
        if outcome is None or outcome.number != self._asked:
            return
        self._look.stop()
        if outcome.error is None:
            self.found.emit(outcome.question, outcome.result)
        elif isinstance(outcome.error, StancelineError):
            self.refused.emit(str(outcome.error))
        else:
            error = outcome.error
            sys.excepthook(type(error), error, error.__traceback__)
