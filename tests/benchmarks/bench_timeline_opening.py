"""How soon a timeline is there, and how soon it follows a filter, a change and other lanes.

    python tests/benchmarks/bench_timeline_opening.py [NUMBER OF MARKS]...
    python tests/benchmarks/bench_timeline_opening.py --json 1000000

On a workspace of that many marks, with a real TimelineView that is painted each time:

first     opening the workspace, reading all marks, lanes, layout, painting (a new process)
filter    one speaker fewer or more: mask, lanes, painting
search    a filter in the language of the search box
change    a quotation gets another date: columns, lanes, painting (the saving is told apart)
undo      the same for taking that back
lanes     from speakers to topics and sources and back
hit       what is under the pointer
memory    above a process in which the empty view has been painted

The window does all but the painting on a thread of its own; here one follows on the other.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_TESTS = Path(__file__).resolve().parents[1]
sys.path[:1] = [str(_TESTS.parent / "desktop"), str(_TESTS)]

SIZE = (1600, 900)
DEFAULT_SIZES = (100_000, 1_000_000)
N_RUNS, N_HITS = 7, 200
MOST_MS: dict[str, dict[int, float]] = {
    "first": {100_000: 400, 1_000_000: 2_500},
    "filter": {1_000_000: 150},
    "change": {1_000_000: 30},
    "undo": {1_000_000: 30},
    "lanes": {1_000_000: 500},
    "hit": {1_000_000: 2},
}


class Opened:
    """A timeline on a workspace, and what it takes to bring it up to date."""

    def __init__(self) -> None:
        from stanceline.domain.timelines import Arrangement
        from stanceline.timeline.view import TimelineView

        self.view = TimelineView()
        self.view.set_reduced_motion(is_reduced=True)
        self.view.resize(*SIZE)
        self.view.show()
        self.settle()
        self.arrangement = Arrangement()
        self.shown: Any = None
        self.lanes: Any = None

    def open(self, path: Path) -> None:
        """Read the workspace and paint it."""
        from stanceline.services.timeline import MarkReader, MarkTexts
        from stanceline.services.workspace import Workspace

        self.workspace = Workspace.open(path)
        self.reader = MarkReader(self.workspace)
        self.texts = MarkTexts(self.workspace)
        self.read()

    def read(self) -> None:
        """Read what changed and paint it."""
        self.columns = self.reader.columns()
        self.rebuild()

    def rebuild(self) -> None:
        """Put the marks into lanes and paint them."""
        from stanceline.timeline.sorting.lanes import build_lanes

        self.lanes = build_lanes(
            self.columns, self.arrangement, shown=self.shown, previous=self.lanes
        )
        self.view.show_lanes(self.lanes, self.texts)
        self.settle()

    def filter(self, wanted: Any, query: str = "") -> None:
        """Show what fits and paint it."""
        from stanceline.services.timeline import fitting_rows

        self.shown = fitting_rows(self.workspace, self.columns, wanted, query)
        self.rebuild()

    @staticmethod
    def settle() -> None:
        """Let all be painted that waits for it."""
        from PySide6.QtWidgets import QApplication

        for _ in range(3):
            QApplication.processEvents()


def ms_of(act: Callable[[], object]) -> float:
    """How many milliseconds it takes."""
    began_s = time.perf_counter()
    act()
    return (time.perf_counter() - began_s) * 1000


def memory_mb() -> float:
    """How much memory this process holds now; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure_here(path: Path) -> dict[str, list[float]]:
    """All figures of the workspace, which is written, in this process."""
    from PySide6.QtWidgets import QApplication

    app = QApplication(["opening"])
    from stanceline.domain.marks import LaneKey, MarkFilter
    from stanceline.domain.timelines import Arrangement
    from stanceline.services.dating import move_mark
    from stanceline.services.undoing import undo

    opened = Opened()
    empty_mb = memory_mb()
    found: dict[str, list[float]] = {"first": [ms_of(lambda: opened.open(path))]}
    found["memory"] = [memory_mb() - empty_mb]
    people = [person.named.id for person in opened.columns.names.speakers]
    found["filter"] = [
        ms_of(lambda n=n: opened.filter(MarkFilter(speaker_ids=frozenset(people[n % 3 :]))))
        for n in range(N_RUNS)
    ]
    found["search"] = [
        ms_of(lambda text=text: opened.filter(MarkFilter(), text))
        for text in ("before:2020-06", "after:2015", "speaker:a")
    ]
    opened.filter(MarkFilter())
    opened.view.fit_first()
    opened.settle()
    saved, changed, undone = [], [], []
    for n in range(N_RUNS):
        key = f"quotation:{100 + n}"
        saved.append(ms_of(lambda key=key: move_mark(opened.workspace, key, "2014-03-05")))
        changed.append(ms_of(opened.read))
        undo(opened.workspace)
        undone.append(ms_of(opened.read))
    found |= {"saving": saved, "change": changed[1:], "undo": undone[1:]}

    def arrange(key: LaneKey) -> None:
        opened.arrangement = Arrangement(lanes=key)
        opened.rebuild()

    keys = (LaneKey.TOPIC, LaneKey.SOURCE, LaneKey.SPEAKER, LaneKey.CATEGORY, LaneKey.SPEAKER)
    found["lanes"] = [ms_of(lambda key=key: arrange(key)) for key in keys]
    found["hit"] = hits_ms(opened)
    opened.view.close()
    opened.workspace.close()
    app.quit()
    return found


def hits_ms(opened: Opened) -> list[float]:
    """How long it takes to tell what is under points of the drawing, all and near."""
    from stanceline.timeline.placing.hits import hit_test

    times = []
    for factor in (1.0, 200.0):
        opened.view.zoom(factor)
        opened.settle()
        layout = opened.view.canvas.layout_shown()
        for n in range(N_HITS):
            at = (200 + 1390 * n / N_HITS, 60 + (97 * n) % 700)
            times.append(ms_of(partial(hit_test, layout, *at)))
    return times


def measured(n_marks: int) -> dict[str, dict[str, float]]:
    """The figures of a workspace of so many marks, each measured in a process of its own."""
    import numpy as np

    from benchmarks.marks_workspace import a_copy

    with tempfile.TemporaryDirectory() as folder:
        path = a_copy(n_marks, Path(folder))
        runs = []
        for _ in range(2):
            done = subprocess.run(
                [sys.executable, __file__, "--inside", str(path)],
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            runs.append(json.loads(done.stdout.splitlines()[-1]))
    return {
        name: {
            "median": round(float(np.median([value for run in runs for value in run[name]])), 2),
            "max": round(max(value for run in runs for value in run[name]), 2),
        }
        for name in runs[0]
    }


def tell(n_marks: int, found: dict[str, dict[str, float]]) -> None:
    """Print the figures with what is aimed at."""
    print(f"{n_marks:,} marks, load {os.getloadavg()[0]:.1f}")
    for name, values in found.items():
        unit = "MB" if name == "memory" else "ms"
        most = MOST_MS.get(name, {}).get(n_marks)
        aim = "" if most is None else f"   at most {most:g} ms: "
        verdict = "" if most is None else ("kept" if values["median"] <= most else "missed")
        print(
            f"    {name:<8} median {values['median']:8.1f} {unit}   highest "
            f"{values['max']:8.1f} {unit}{aim}{verdict}",
            flush=True,
        )


def main() -> None:
    """Measure each number of marks that is asked for."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--inside"]:
        print(json.dumps(measure_here(Path(arguments[1]))))
        return
    as_json = "--json" in arguments
    sizes = [int(text) for text in arguments if text.isdecimal()] or list(DEFAULT_SIZES)
    found = {n_marks: measured(n_marks) for n_marks in sizes}
    if as_json:
        print(json.dumps(found))
        return
    for n_marks, values in found.items():
        tell(n_marks, values)


if __name__ == "__main__":
    main()
