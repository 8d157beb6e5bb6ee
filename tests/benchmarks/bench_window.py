"""How quick the whole window is: starting, switching articles, marking, scrolling, timeline.

    python tests/benchmarks/bench_window.py
    python tests/benchmarks/bench_window.py start articles      only these

Everything is a real window on a real workspace, timed until it is painted. Parts:

start     from the start of a process to the first paint of article and library with the keys
          taken, on STANCELINE_BENCH_START articles (10,000). The alternative loads everything
          and reads the timeline before it shows the window.
articles  switching between fifty articles of 3 to 20 kB with marks, and marking a quotation in
          one of 200 kB with 2,000, from the last key. The alternative is what the nearest peer
          does: a QTextEdit in which each mark is one mergeCharFormat, made anew.
library   scrolling the library of STANCELINE_BENCH_ARTICLES articles (100,000), frame by frame,
          and the longest that the window stands still while the timeline is read. The
          alternatives are Qt's own list of all lines, and reading on the window's thread.

Byte code is compiled first. Set STANCELINE_BENCH_RUNS for another number of starts than ten.
"""

import compileall
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
SOURCE = Path(__file__).resolve().parents[2] / "desktop"
sys.path.insert(0, str(SOURCE))
sys.path.insert(0, str(Path(__file__).resolve().parent))

SIZE = (1440, 900)
N_STARTS, N_STARTS_OF_THE_OTHER = 10, 3
N_ARTICLES, N_SWITCHES = 51, 50
N_LEFT, MOST_LEAVE_MS = 8, 300
LONG_LENGTH, LONG_MARKS, N_MARKED = 200_000, 2_000, 40
N_FRAMES, WHEEL_PX = 200, 120
MOST_START_MS, MOST_SWITCH_MS, MOST_MARK_MS, MOST_FRAME_MS = 1_500, 100, 50, 16
SPEAKERS = ("Ada Berg", "Tom Cole", "Eva Dahl", "Ole Eide", "Runa Falk", "Nils Gran", "Siv Hove")
_STARTED = "STANCELINE_BENCH_STARTED"


def p95(values: list[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return sorted(values)[max(0, -(-95 * len(values) // 100) - 1)]


def median(values: list[float]) -> float:
    """The middle one."""
    return sorted(values)[len(values) // 2]


def tell(what: str, ours: list[float], other: list[float], most_ms: float) -> None:
    """Print a line of figures: ours, the alternative, how they compare, and the limit."""
    ratio = median(other) / median(ours)
    said = "kept" if p95(ours) <= most_ms else "missed"
    print(
        f"{what:<40} median {median(ours):7.1f}  p95 {p95(ours):7.1f} ms   alternative "
        f"{median(other):8.1f} ms, {ratio:5.1f} times   p95 at most {most_ms:.0f} ms: {said}",
        flush=True,
    )


# ---- starting ------------------------------------------------------------------------------


def start_here(path: Path, *, whole: bool) -> None:
    """Start the program on the workspace as ``__main__`` does, and print when what was there."""
    began_s = float(os.environ[_STARTED])
    if whole:
        import stanceline.services.sample
        import stanceline.timeline.view
        import stanceline.ui.dialogs.export  # noqa: F401 - to be loaded, as the two before
    else:
        from stanceline.__main__ import load_window

        load_window()
    from PySide6.QtCore import QEvent, QObject, Qt, QTimer
    from PySide6.QtGui import QKeyEvent

    from stanceline.ui.app import Program, make_application
    from stanceline.ui.settings import Settings

    times: dict[str, float] = {}

    def note(name: str) -> None:
        times.setdefault(name, (time.time() - began_s) * 1000)

    app = make_application()
    program = Program(app, Settings(path.parent / "config"))
    program.open(path)
    (window,) = program.windows
    reader, library = window.pane.reader.text, window.library.list
    if whole:
        window.timeline.refresh()

    class Watch(QObject):
        """Presses a key when both are painted; the rest is noted as it comes."""

        unpainted = {reader.viewport(), library.viewport()}  # noqa: RUF012 - one of it
        drawing: QObject | None = None

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint:
                if watched is self.drawing and window.timeline.n_shown:
                    QTimer.singleShot(0, self.end)
                if watched in self.unpainted:
                    self.unpainted.discard(watched)
                    if not self.unpainted:
                        QTimer.singleShot(0, self.press)
            elif event.type() is QEvent.Type.KeyPress and watched is reader:
                note("usable")
                self.look.start(5)
            return False

        def press(self) -> None:
            note("painted")
            press = QEvent.Type.KeyPress
            key = QKeyEvent(press, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
            app.postEvent(reader, key)

        def wait_for_timeline(self) -> None:
            if self.drawing is None and window.timeline.n_shown:
                self.look.stop()
                self.drawing = window.timeline.view.canvas.viewport()
                self.drawing.installEventFilter(self)
                self.drawing.update()

        def end(self) -> None:
            note("timeline")
            print(json.dumps(times), flush=True)
            window.close()
            app.quit()

    watch = Watch()
    watch.look = QTimer(watch)
    watch.look.timeout.connect(watch.wait_for_timeline)
    for each in (reader, reader.viewport(), library.viewport()):
        each.installEventFilter(watch)
    app.exec()


def started(path: Path, way: str, n_runs: int) -> list[dict[str, float]]:
    """The times of so many starts, each in a process of its own; one before them is not told."""
    runs = []
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(n_runs + 1):
        done = subprocess.run(
            [sys.executable, __file__, "--inside", way, str(path)],
            env={**environment, _STARTED: repr(time.time())},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    return runs[1:]


def bench_start(folder: Path) -> None:
    """Time starts, ours and the alternative."""
    from big_workspace import a_copy

    n_articles = int(os.environ.get("STANCELINE_BENCH_START", "10000"))
    n_runs = int(os.environ.get("STANCELINE_BENCH_RUNS", N_STARTS))
    compileall.compile_dir(str(SOURCE), quiet=1)
    path = a_copy(n_articles, folder)
    ours = started(path, "start", n_runs)
    other = started(path, "whole", min(N_STARTS_OF_THE_OTHER, n_runs))
    tell(
        f"start, {n_articles:,} articles, until usable",
        [run["usable"] for run in ours],
        [run["usable"] for run in other],
        MOST_START_MS,
    )
    later = median([run["timeline"] for run in ours])
    print(f"{'':<40} the timeline of {n_articles // 5:,} marks is there after {later:.0f} ms")


# ---- the window ----------------------------------------------------------------------------


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A window on the workspace, painted, with the keyboard in the article."""
    from PySide6.QtWidgets import QApplication

    from stanceline.services.workspace import Workspace
    from stanceline.ui.app import make_application
    from stanceline.ui.main_window import MainWindow
    from stanceline.ui.settings import Settings
    from stanceline.ui.theme import ThemeChoice, apply_choice

    app = make_application()
    theme = apply_choice(app, ThemeChoice.LIGHT)
    window = MainWindow(Workspace.open(path), Settings(path.parent / "config"), theme)
    window.resize(*SIZE)
    window.show()
    window.activateWindow()
    window.pane.reader.setFocus()
    wait_until(lambda: QApplication.focusWidget() is window.pane.reader.text)
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()
        QApplication.processEvents()


def wait_until(is_so: Callable[[], bool], most_s: float = 120.0) -> None:
    """Let the window live until this is so and nothing more is to be done."""
    from PySide6.QtWidgets import QApplication

    end_s = time.perf_counter() + most_s
    while not is_so():
        QApplication.processEvents()
        time.sleep(0.001)
        if time.perf_counter() > end_s:
            raise TimeoutError("The window did not come to what was waited for.")
    QApplication.processEvents()


class Painting:
    """Knows when the text of a reader has been painted in a state that is waited for."""

    def __init__(self, text: Any) -> None:
        self._is_so: Callable[[], bool] = lambda: False
        self._at_s = 0.0
        # The heading is what the text paints last.
        heading = text._page.heading
        paint = heading.paint

        def painted(*args: Any) -> None:
            paint(*args)
            if not self._at_s and self._is_so():
                self._at_s = time.perf_counter()

        heading.paint = painted

    def ms_after(self, act: Callable[[], None], is_so: Callable[[], bool]) -> float:
        """How long after the beginning of this act the text is painted while this is so."""
        self._is_so, self._at_s = is_so, 0.0
        began_s = time.perf_counter()
        act()
        while not self._at_s:
            _live(began_s)
        return (self._at_s - began_s) * 1000


def a_text(n_characters: int, luck: random.Random) -> str:
    """Paragraphs of words of the big workspaces."""
    vocabulary = _vocabulary()
    paragraphs: list[str] = []
    size = 0
    while size < n_characters:
        paragraphs.append(" ".join(luck.choices(vocabulary, k=luck.randrange(30, 90))) + ".")
        size += len(paragraphs[-1]) + 2
    return "\n\n".join(paragraphs)[:n_characters]


@cache
def _vocabulary() -> list[str]:
    from big_workspace import words

    return words()[:3_000]


def marked_workspace(path: Path) -> None:
    """A workspace with articles of 3 to 20 kB, a mark in each 400 characters, and a long one."""
    from stanceline.domain.articles import ArticleDraft
    from stanceline.domain.spans import Span, anchor
    from stanceline.domain.speakers import SpeakerDraft
    from stanceline.services import speakers, topics
    from stanceline.services.importing import Incoming, store
    from stanceline.services.workspace import Changed, Workspace
    from stanceline.storage import quotations, tables

    luck = random.Random(4)
    lengths = [3_000 + 17_000 * n // (N_ARTICLES - 1) for n in range(N_ARTICLES)]
    luck.shuffle(lengths)
    with Workspace.create(path, name="Articles with marks") as workspace:
        people = [speakers.add_speaker(workspace, SpeakerDraft(name)) for name in SPEAKERS]
        topic_id = topics.add_topic(workspace, "Reopen the bridge")
        bodies = [a_text(length, luck) for length in (LONG_LENGTH, *lengths)]
        drafts = [
            ArticleDraft(f"Article {n}", body, published=f"2031-05-{1 + n % 28:02d}")
            for n, body in enumerate(bodies)
        ]
        incoming = [Incoming(draft.title, draft) for draft in drafts]
        ids = store(workspace, incoming).imported
        with workspace.action("Mark", Changed.QUOTATIONS) as session:
            stances = session.query(tables.Stance).all()
            for article_id, body in zip(ids, bodies, strict=True):
                n_marks = LONG_MARKS if len(body) == LONG_LENGTH else len(body) // 400
                step = len(body) // n_marks
                for at in range(0, len(body) - step, step):
                    judgement = tables.Judgement(
                        topic_id=topic_id,
                        stance_id=luck.choice(stances).id,
                        analyst_id=workspace.analyst_id,
                    )
                    found = anchor(body, Span(at, at + 50), 1)
                    session.add(
                        tables.Quotation(
                            article_id=article_id,
                            speaker_id=luck.choice(people),
                            spans=[quotations.span_row(0, found)],
                            judgements=[judgement],
                        )
                    )


def bench_articles(folder: Path) -> None:
    """Switch between articles with marks, and mark in a long one."""
    path = folder / "marked.stanceline"
    marked_workspace(path)
    with opened(path) as window:
        wait_until(lambda: window.pane.reader.text.document().blockCount() > 1)
        switched, others = _switched(window)
        tell("switching articles of 3 to 20 kB", switched, others, MOST_SWITCH_MS)
        marked, others = _marked(window)
        tell("marking in 200 kB with 2,000 marks", marked, others, MOST_MARK_MS)
        left = _left_edit_mode(window)
        tell("leaving edit mode there", left, others, MOST_LEAVE_MS)


def _switched(window: Any) -> tuple[list[float], list[float]]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    text = window.pane.reader.text
    painting = Painting(text)
    times: list[float] = []
    others: list[float] = []
    for n in range(N_SWITCHES):
        key = Qt.Key.Key_Down if n < N_SWITCHES // 2 else Qt.Key.Key_Up
        before = window.pane.article.id
        took_ms = painting.ms_after(
            lambda key=key: QTest.keyClick(text, key, Qt.KeyboardModifier.AltModifier),
            lambda before=before: window.pane.article.id != before,
        )
        times.append(took_ms)
        wait_until(lambda: True)
        if n % 5 == 0:
            others.append(_as_a_peer_does(window))
    return times, others


def _live(began_s: float) -> None:
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()
    if time.perf_counter() - began_s > 20:
        raise TimeoutError("What was to be painted was not.")


def _marked(window: Any) -> tuple[list[float], list[float]]:
    """Mark a passage with its speaker and stance; what is timed begins with the last key."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from stanceline.domain.spans import Span

    longest = next(
        each.id for each in _all_lines(window) if len(_body(window, each.id)) == LONG_LENGTH
    )
    window.open_article(longest)
    reader = window.pane.reader
    painting = Painting(reader.text)
    step = LONG_LENGTH // LONG_MARKS
    times = []
    for n in range(N_MARKED):
        at = (n * 37 % LONG_MARKS) * step
        reader.show_span(Span(at + 55, at + 95))
        reader.select_span(Span(at + 55, at + 95))
        reader.setFocus()
        wait_until(lambda: True)
        n_before = len(window.pane.findings.quotations)
        for keys in ("q", "fa", "3"):
            QTest.keyClicks(QApplication.focusWidget(), keys)
            wait_until(lambda: True)
        took_ms = painting.ms_after(
            lambda: QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return),
            lambda n_before=n_before: len(window.pane.findings.quotations) > n_before,
        )
        times.append(took_ms)
        wait_until(lambda: True)
    return times, [_as_a_peer_does(window)]


def _left_edit_mode(window: Any) -> list[float]:
    """Write some letters in the middle of the article and keep them, until it is painted."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    reader = window.pane.reader
    painting = Painting(reader.text)
    times = []
    for n in range(N_LEFT):
        QTest.keyClick(reader.text, Qt.Key.Key_F2)
        wait_until(lambda: reader.is_editing)
        cursor = reader.text.textCursor()
        cursor.setPosition(LONG_LENGTH // 2 + 500 * n)
        reader.text.setTextCursor(cursor)
        QTest.keyClicks(reader.text, "quite ")
        wait_until(lambda: True)
        took_ms = painting.ms_after(
            lambda: QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F2),
            lambda: not reader.is_editing,
        )
        times.append(took_ms)
        wait_until(lambda: True)
    return times


def _all_lines(window: Any) -> Any:
    from stanceline.services import articles

    return articles.library(window.workspace)


def _body(window: Any, article_id: int) -> str:
    from stanceline.services import articles

    return str(articles.article(window.workspace, article_id).body)


def _as_a_peer_does(window: Any) -> float:
    """Show the article on the desk in a QTextEdit with one mergeCharFormat for each mark."""
    from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
    from PySide6.QtWidgets import QApplication, QTextEdit

    spans = [span for each in window.pane.findings.quotations for span in each.spans]
    body = window.pane.article.body
    view = QTextEdit()
    view.resize(900, 850)
    view.show()
    QApplication.processEvents()
    began_s = time.perf_counter()
    view.setPlainText(body)
    for span in spans:
        cursor = QTextCursor(view.document())
        cursor.setPosition(span.start)
        cursor.setPosition(span.end, QTextCursor.MoveMode.KeepAnchor)
        tint = QTextCharFormat()
        tint.setBackground(QColor("#ffe0b0"))
        cursor.mergeCharFormat(tint)
    view.viewport().repaint()
    took_ms = (time.perf_counter() - began_s) * 1000
    view.hide()
    view.deleteLater()
    window.activateWindow()
    window.pane.reader.setFocus()
    wait_until(lambda: QApplication.focusWidget() is window.pane.reader.text)
    return took_ms


# ---- many articles -------------------------------------------------------------------------


def bench_library(folder: Path) -> None:
    """Scroll the library of many articles, and watch the window while the timeline is read."""
    from big_workspace import a_copy, size_wanted

    n_articles = size_wanted()
    path = a_copy(n_articles, folder)
    with opened(path) as window:
        stands_still = _longest_stand_still(window)
        wait_until(lambda: not window.tasks.is_busy)
        frames = _scrolled(window.library.list)
        others = _scrolled(_plain_list(window))
        tell(f"library of {n_articles:,}, a frame", frames, others, MOST_FRAME_MS)
        began_s = time.perf_counter()
        window.timeline.refresh()
        other = (time.perf_counter() - began_s) * 1000
        n_marks = window.timeline.n_shown
        tell(f"timeline of {n_marks:,} marks, longest stop", [stands_still], [other], MOST_FRAME_MS)


def _longest_stand_still(window: Any) -> float:
    """The longest time between two turns of the event loop until the timeline is there."""
    from PySide6.QtWidgets import QApplication

    wait_until(lambda: window.timeline.n_shown > 0)
    # Again, with all that is loaded at the first time loaded: another filter, and all marks.
    longest = 0.0
    window.timeline.reading.ask(window.timeline.asked(), is_afresh=True)
    end_s = time.perf_counter() + 2.0
    last_s = time.perf_counter()
    while last_s < end_s:
        QApplication.processEvents()
        now_s = time.perf_counter()
        longest, last_s = max(longest, now_s - last_s), now_s
    return longest * 1000


def _scrolled(view: Any) -> list[float]:
    bar = view.verticalScrollBar()
    frames = []
    for n in range(N_FRAMES):
        began_s = time.perf_counter()
        bar.setValue(min(bar.maximum(), WHEEL_PX * n))
        view.viewport().repaint()
        frames.append((time.perf_counter() - began_s) * 1000)
    return frames


def _plain_list(window: Any) -> Any:
    """Qt's own list with a line for each article."""
    from PySide6.QtCore import QStringListModel
    from PySide6.QtWidgets import QApplication, QListView

    lines = [f"{line.title}\n{line.source} · {line.published}" for line in _all_lines(window)]
    view = QListView(window)
    view.setWordWrap(True)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setModel(QStringListModel(lines, view))
    view.resize(window.library.list.size())
    view.show()
    QApplication.processEvents()
    return view


PARTS: dict[str, Callable[[Path], None]] = {
    "start": bench_start,
    "articles": bench_articles,
    "library": bench_library,
}


def main() -> None:
    """Run the parts that are asked for, else all."""
    if sys.argv[1:2] == ["--inside"]:
        start_here(Path(sys.argv[3]), whole=sys.argv[2] == "whole")
        return
    for name in sys.argv[1:] or PARTS:
        with tempfile.TemporaryDirectory(prefix="stanceline-bench-") as folder:
            os.environ["STANCELINE_CONFIG"] = str(Path(folder, "own"))
            PARTS[name](Path(folder))


if __name__ == "__main__":
    main()
