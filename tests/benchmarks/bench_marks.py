"""How soon the marks of a workspace are there as columns, and follow filters and changes.

    python tests/benchmarks/bench_marks.py [NUMBER OF MARKS]...

Beside the columns stands what is usually done: a value for each mark, and a filter that
looks at one after the other. Times are milliseconds that have passed, the median of several
rounds where there are several; "gone on" is the longest that another thread had to wait for
its turn meanwhile. Memory is what the process holds more than before. The alternative is
measured at 100,000 marks and fewer, since it takes gigabytes for a million.
"""

import gc
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.marks_workspace import a_copy, marks_workspace, sizes_wanted
from stanceline.domain.marks import MarkFilter, MarkKind
from stanceline.services.quotations import judge, set_speaker
from stanceline.services.timeline import MarkReader, MarkTexts, fitting, fitting_rows, marks_of
from stanceline.services.topics import all_stances
from stanceline.services.undoing import undo
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import tables

N_ROUNDS = 7
MOST_AS_VALUES = 100_000

FILTERS = {
    "speakers": MarkFilter(speaker_ids=frozenset({1, 2})),
    "topic, stance": MarkFilter(topic_ids=frozenset({1}), stance_keys=frozenset({"supports"})),
    "source": MarkFilter(sources=frozenset({"Source 3"})),
    "time": MarkFilter(since=1_500_000_000, until=1_600_000_000),
    "kind, tag": MarkFilter(kinds=frozenset({MarkKind.QUOTATION}), tags=frozenset({"tag 5"})),
    "words": MarkFilter(words="harb"),
}


def passed_ms(work: Callable[[], object]) -> float:
    """How long the work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


class Waiting:
    """A thread that wants its turn all the time, and how long it waited for one at most."""

    def __init__(self) -> None:
        self.longest_ms = 0.0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        last = time.perf_counter()
        while not self._is_over.is_set():
            time.sleep(0.001)
            now = time.perf_counter()
            self.longest_ms = max(self.longest_ms, (now - last) * 1000)
            last = now

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self._thread.join()


def resident_mb() -> float:
    """The memory that the process holds, 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 1e6


def told(name: str, *figures: str) -> None:
    """Print one line."""
    print(f"  {name:<28} {'   '.join(figures)}", flush=True)


def reading(n_marks: int) -> None:
    """From opening the file to the columns, and filters and titles."""
    path = marks_workspace(n_marks)
    opened_ms = passed_ms(lambda: Workspace.open(path).close())
    with Workspace.open(path) as workspace:
        gc.collect()
        before_mb = resident_mb()
        reader = MarkReader(workspace)
        with Waiting() as waiting:
            columns_ms = passed_ms(reader.columns)
        more_mb = resident_mb() - before_mb
        told("opening", f"{opened_ms:8.1f} ms")
        told(
            "columns, first time",
            f"{columns_ms:8.1f} ms",
            f"gone on {waiting.longest_ms:.0f} ms",
            f"{more_mb:.0f} MB",
        )
        columns = reader.columns()
        told("columns, nothing changed", f"{passed_ms(reader.columns):8.2f} ms")
        values = None
        if n_marks <= MOST_AS_VALUES:
            before_mb = resident_mb()
            values_ms = passed_ms(lambda: marks_of(workspace))
            told(
                "alternative: values", f"{values_ms:8.1f} ms", f"{resident_mb() - before_mb:.0f} MB"
            )
            values = marks_of(workspace)
        for name, wanted in FILTERS.items():
            fit_ms = [
                passed_ms(lambda wanted=wanted: fitting_rows(workspace, columns, wanted))
                for _ in range(N_ROUNDS)
            ]
            figures = [f"{statistics.median(fit_ms):8.1f} ms", f"first {fit_ms[0]:.1f} ms"]
            if values is not None:
                one_by_one_ms = passed_ms(lambda wanted=wanted: fitting(values, wanted))
                figures.append(f"one by one {one_by_one_ms:.0f} ms")
            told(f"filter: {name}", *figures)
        luck = np.random.default_rng(3)
        texts = MarkTexts(workspace)
        title_ms = []
        for _ in range(N_ROUNDS):
            rows = luck.integers(0, n_marks, 100).astype(np.int32)
            title_ms.append(passed_ms(lambda rows=rows: texts.titles(columns, rows)))
        again_ms = passed_ms(lambda: texts.titles(columns, rows))
        told(
            "100 titles", f"{statistics.median(title_ms):8.2f} ms", f"known ones {again_ms:.3f} ms"
        )


def changing(n_marks: int) -> None:
    """How soon columns follow one change, the change itself not counted."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Workspace.open(a_copy(n_marks, Path(folder))) as workspace,
    ):
        stances = all_stances(workspace)

        def date_event(number: int) -> None:
            with workspace.action("Move", Changed.EVENTS) as session:
                session.get_one(tables.Event, number + 1).date = f"20{10 + number}-05/2030"

        def add_event(number: int) -> None:
            with workspace.action("Add", Changed.EVENTS) as session:
                session.add(tables.Event(title=f"New {number}", date="2021-03"))

        changes: dict[str, Callable[[int], object]] = {
            "judgement": lambda n: judge(workspace, 10 * n + 8, 1, stances[n % 5].id),
            "speaker": lambda n: set_speaker(workspace, n + 1, None),
            "date of an event": date_event,
            "new event": add_event,
            "undo": lambda _n: undo(workspace),
        }
        reader = MarkReader(workspace)
        reader.columns()
        for name, change in changes.items():
            took_ms = []
            for number in range(N_ROUNDS):
                change(number)
                took_ms.append(passed_ms(reader.columns))
            told(
                f"one change: {name}",
                f"{statistics.median(took_ms):8.1f} ms",
                f"longest {max(took_ms):.1f} ms",
            )


def main() -> None:
    """Measure each number of marks that is asked for."""
    for n_marks in sizes_wanted():
        print(f"{n_marks:,} marks")
        reading(n_marks)
        changing(n_marks)


if __name__ == "__main__":
    main()
