"""How long a frame of the timeline takes, from the input to the painted picture.

    python tests/benchmarks/timeline.py --marks 1000000 --lanes 12 --labels 300 --json
    python tests/benchmarks/timeline.py --marks 1000000 --lanes 200 --no-alternative --profile
    python tests/benchmarks/timeline.py --platform xcb
    python tests/benchmarks/timeline.py --all

A real TimelineView stands in a window of 1600 by 900 pixels; a scripted hand turns the wheel
and drags, over the whole range of twenty years and down to an hour. In the same run the same
hand moves a timeline made of pyqtgraph's own parts (ScatterPlotItem, TextItem, DateAxisItem),
in fewer frames as it takes so much longer. With ``--platform xcb`` and without a display an
Xvfb is started. Marks are one in ten spans, one in fifty uncertain or coarse.
"""

import argparse
import cProfile
import gc
import json
import os
import pstats
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_TESTS = Path(__file__).resolve().parents[1]
# The folder of this script has a module of the same name as the package of the tests.
sys.path[:1] = [str(_TESTS.parent / "desktop"), str(_TESTS)]

SIZE = (1600, 900)
ALTERNATIVE_SHARE = 0.16
N_PROFILED = 45

MOST_MS = {
    (1_000_000, 12): (9.0, 16.0),
    (1_000_000, 40): (None, 20.0),
    (1_000_000, 200): (None, 25.0),
    (100_000, 12): (None, 11.0),
    (1_000, 12): (None, 6.0),
}
"""What is aimed at for marks and lanes: the median and the 95th percentile."""

MOST_MEMORY_MB = 170
LEAST_TIMES_FASTER = 15


def wanted() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--marks", type=int, default=1_000_000)
    parser.add_argument("--lanes", type=int, default=12)
    parser.add_argument(
        "--labels", type=int, default=300, help="of the alternative; ours places those that fit"
    )
    parser.add_argument("--platform", default=os.environ.get("QT_QPA_PLATFORM", "offscreen"))
    parser.add_argument("--share", type=float, default=1.0, help="of the 376 frames")
    parser.add_argument("--json", action="store_true", help="one JSON document, nothing else")
    parser.add_argument("--no-alternative", action="store_true")
    parser.add_argument("--profile", action="store_true", help="where the time goes, to stderr")
    parser.add_argument("--all", action="store_true", help="every size, on every platform here")
    parser.add_argument("--two-axes", action="store_true", help="publication against happening")
    return parser.parse_args()


@contextmanager
def a_display(platform: str) -> Iterator[None]:
    """A screen for the platform: an Xvfb where X11 is asked for and there is none."""
    os.environ["QT_QPA_PLATFORM"] = platform
    if platform != "xcb" or os.environ.get("DISPLAY"):
        yield
        return
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    try:
        os.environ["DISPLAY"] = ":" + os.read(read, 16).decode().strip()
        yield
    finally:
        server.terminate()
        server.wait()


def memory_mb() -> float:
    """How much memory this process holds now; 0 where the system does not tell."""
    gc.collect()
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def ours(asked: argparse.Namespace) -> tuple[dict[str, Any], Any]:
    """The figures of the timeline, and the columns of its marks."""
    from PySide6.QtWidgets import QApplication

    from benchmarks.sweep import each_part, figures, swept, the_script
    from stanceline.domain.timelines import Arrangement, TimeAxis
    from stanceline.timeline.sorting.lanes import build_lanes
    from timeline.columns import a_crowd

    view = a_view(asked)
    show(view)
    empty_mb = memory_mb()
    # As the program does when its modules are loaded.
    gc.freeze()
    columns, texts = a_crowd(asked.marks, asked.lanes)
    began_s = time.perf_counter()
    axis = TimeAxis.BOTH if asked.two_axes else TimeAxis.HAPPENED
    lanes = build_lanes(columns, Arrangement(axis=axis))
    built_s = time.perf_counter()
    view.show_lanes(lanes, GivenTexts(texts))
    QApplication.processEvents()
    shown_s = time.perf_counter()
    view.fit_all()
    QApplication.processEvents()
    surface = view if asked.two_axes else view.canvas.viewport()
    n_labels: list[int] = []
    script = the_script(asked.share)
    profile = cProfile.Profile() if asked.profile else None
    if profile is not None:
        profile.enable()
    frames, worked = swept(
        surface,
        script,
        lambda at: is_free(view, at),
        lambda: n_labels.append(len(layout_of(view).labels)),
    )
    if profile is not None:
        profile.disable()
        pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(N_PROFILED)
    found = {
        "frame_ms": figures(frames),
        "processor_ms": figures(worked),
        **{f"{name}_ms": figures(part) for name, part in each_part(script, frames)},
        "slowest": [[round(ms, 1), str(act)] for ms, act in slowest(frames, script)],
        "lanes_ms": round((built_s - began_s) * 1000, 1),
        "first_frame_ms": round((shown_s - built_s) * 1000, 1),
        "labels": figures([float(n) for n in n_labels]),
        "memory_mb": round(memory_mb() - empty_mb, 1),
    }
    view.close()
    view.deleteLater()
    QApplication.processEvents()
    return found, columns


def slowest(frames: list[float], script: list[Any]) -> list[tuple[float, Any]]:
    """The three slowest frames with their inputs."""
    return sorted(zip(frames, script, strict=True), key=lambda pair: -pair[0])[:3]


def a_view(asked: argparse.Namespace) -> Any:
    """The widget that is asked for."""
    if asked.two_axes:
        from stanceline.timeline.two_axes.view import TwoAxesView

        return TwoAxesView()
    from stanceline.timeline.view import TimelineView

    return TimelineView()


def show(widget: Any) -> None:
    """Show it in its size, painted."""
    from PySide6.QtWidgets import QApplication

    widget.set_reduced_motion(is_reduced=True)
    widget.resize(*SIZE)
    widget.show()
    for _ in range(20):
        QApplication.processEvents()


def layout_of(view: Any) -> Any:
    """The layout that is on the screen."""
    return view.layout_shown().base if hasattr(view, "layout_shown") else view.canvas.layout_shown()


def is_free(view: Any, at: Any) -> bool:
    """Whether no mark is taken hold of there."""
    from stanceline.timeline.placing.hits import hit_test

    return hit_test(layout_of(view), at.x(), at.y()) is None


class GivenTexts:
    """Titles as ``MarkTexts`` gives them; nobody asks for details here."""

    def __init__(self, texts: Any) -> None:
        self._texts = texts

    def titles(self, columns: Any, rows: Any) -> list[str]:
        """The titles of rows."""
        del columns
        found: list[str] = self._texts(rows)
        return found

    def details(self, columns: Any, rows: Any) -> list[Any]:
        """Nothing."""
        del columns, rows
        return []


def the_alternative(asked: argparse.Namespace, columns: Any) -> dict[str, Any]:
    """The figures of a timeline of pyqtgraph's own parts."""
    import numpy as np
    from PySide6.QtWidgets import QApplication

    from benchmarks.scatter_timeline import ScatterTimeline
    from benchmarks.sweep import figures, swept, the_script
    from stanceline.timeline.sorting.date_columns import date_columns

    middles = date_columns(columns.names.dates).middle
    n_marks = columns.ids.size
    colours = np.full(n_marks, -1)
    has_stance = np.diff(columns.topics.first) > 0
    colours[has_stance] = columns.stances[columns.topics.first[:-1][has_stance]]
    before_mb = memory_mb()
    began_s = time.perf_counter()
    plot = ScatterTimeline(
        middles[columns.date],
        columns.speakers.values.astype(np.int64),
        colours.astype(np.int64),
        asked.labels,
    )
    plot.resize(*SIZE)
    plot.show()
    QApplication.processEvents()
    built_s = time.perf_counter()
    many = asked.marks > 20_000
    share = asked.share * (ALTERNATIVE_SHARE if many else 1.0)
    frames, worked = swept(plot.viewport(), the_script(share))
    return {
        "frame_ms": figures(frames),
        "processor_ms": figures(worked),
        "first_frame_ms": round((built_s - began_s) * 1000, 1),
        "memory_mb": round(memory_mb() - before_mb, 1),
    }


def compared(found: dict[str, Any], asked: argparse.Namespace) -> dict[str, Any]:
    """How much faster ours is, and what is missed of what is aimed at."""
    missed = []
    frames = found["frame_ms"]
    for name, most in zip(
        ("median", "p95"), MOST_MS.get((asked.marks, asked.lanes), (None, None)), strict=True
    ):
        if most is not None and frames[name] > most and not asked.two_axes:
            missed.append(f"{name} {frames[name]} ms, at most {most} wanted")
    if asked.marks == 1_000_000 and found["memory_mb"] > MOST_MEMORY_MB:
        missed.append(f"{found['memory_mb']} MB, at most {MOST_MEMORY_MB} wanted")
    if "alternative" in found:
        other = found["alternative"]["frame_ms"]
        found["times_faster"] = {
            name: round(other[name] / frames[name], 1) for name in ("mean", "median", "p95")
        }
        # The same way of the hand counts, from the first to the last frame.
        slow = found["times_faster"]["mean"] < LEAST_TIMES_FASTER
        if asked.marks >= 1_000_000 and slow:
            missed.append(f"not {LEAST_TIMES_FASTER} times faster than the alternative")
    found["missed"] = missed
    return found


def told(found: dict[str, Any]) -> str:
    """The figures for people."""
    frames, labels = found["frame_ms"], found["labels"]
    lines = [
        (
            f"{found['marks']:,} marks in {found['lanes']} lanes, {found['platform']}, "
            f"load {found['load']}: frame median {frames['median']}, p95 {frames['p95']}, "
            f"highest {frames['max']} ms ({frames['n']} frames); of the processor "
            f"{found['processor_ms']['median']} / {found['processor_ms']['p95']} ms"
        ),
        (
            f"    pan {found['pan_ms']['median']} / {found['pan_ms']['p95']}, zoom "
            f"{found['zoom_ms']['median']} / {found['zoom_ms']['p95']} ms; labels "
            f"{labels['median']:.0f}, at most {labels['max']:.0f}; lanes {found['lanes_ms']} ms, "
            f"first frame {found['first_frame_ms']} ms, {found['memory_mb']} MB"
        ),
    ]
    if "alternative" in found:
        other, faster = found["alternative"], found["times_faster"]
        lines.append(
            f"    alternative: frame median {other['frame_ms']['median']}, p95 "
            f"{other['frame_ms']['p95']} ms, first {other['first_frame_ms']} ms, "
            f"{other['memory_mb']} MB; ours is {faster['mean']} times faster "
            f"(median {faster['median']}, p95 {faster['p95']})"
        )
    lines.append("    kept" if not found["missed"] else "    missed: " + "; ".join(found["missed"]))
    return "\n".join(lines)


def measure_all() -> None:
    """Every size that something is aimed at for, each in a process of its own."""
    platforms = ["offscreen", *(["xcb"] if shutil.which("Xvfb") else [])]
    for platform in platforms:
        for marks, lanes in MOST_MS:
            few = ["--marks", str(marks), "--lanes", str(lanes), "--platform", platform]
            # The alternative takes minutes, and does not depend on the number of lanes.
            has_other = lanes == 12 and platform == "offscreen"
            less = [] if has_other else ["--no-alternative"]
            subprocess.run([sys.executable, __file__, *few, *less], check=True)
    subprocess.run([sys.executable, __file__, "--two-axes"], check=True)


def main() -> None:
    """Measure what was asked for and print it."""
    asked = wanted()
    if asked.all:
        measure_all()
        return
    with a_display(asked.platform):
        from PySide6.QtWidgets import QApplication

        app = QApplication(["timeline"])
        found: dict[str, Any] = {
            "marks": asked.marks,
            "lanes": asked.lanes,
            "platform": asked.platform,
            "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        }
        # The whole library, for the alternative; the timeline would load a part of it alone.
        import pyqtgraph  # noqa: F401 - see above

        measured, columns = ours(asked)
        found |= measured
        if not asked.no_alternative and not asked.two_axes:
            found["alternative"] = the_alternative(asked, columns)
        compared(found, asked)
        print(json.dumps(found) if asked.json else told(found), flush=True)
        app.quit()


if __name__ == "__main__":
    main()
