"""How long the timeline takes to build, to lay out and to draw.

Run it with ``python tests/benchmarks/bench_timeline.py [NUMBER OF MARKS]...``; it prints
milliseconds, the median and the 95th percentile over a sweep of views.
"""

import resource
import sys
import time
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from stanceline.domain.marks import LaneKey
from stanceline.timeline.fonts import FontMeasure
from stanceline.timeline.lanes import build_lanes
from stanceline.timeline.layout import hit_test, lay_out
from stanceline.timeline.render import paint
from stanceline.timeline.style import Style
from stanceline.timeline.windows import TimeWindow, panned, zoomed
from timeline.builders import a_crowd

SIZE = (1600, 900)
DEFAULT_COUNTS = (1_000, 5_000, 50_000)


def views(whole: TimeWindow) -> list[TimeWindow]:
    """The whole span nudged, a tenth of it panned, and a zoom down to hours."""
    middle = (whole.t0 + whole.t1) / 2
    tenth = zoomed(whole, 10, middle)
    return [
        *(panned(whole, 0.002 * i) for i in range(10)),
        *(panned(tenth, 0.1 * i) for i in range(20)),
        *(zoomed(whole, 10 ** (i / 4), middle) for i in range(20)),
    ]


def told(name: str, seconds: list[float]) -> str:
    """One figure with its name."""
    median, high = np.percentile(np.array(seconds) * 1000, [50, 95])
    return f"{name} {median:7.1f} / {high:7.1f}"


def measure_one(n_marks: int, measure: FontMeasure) -> None:
    """Print the figures for so many marks."""
    marks = a_crowd(n_marks)
    start = time.perf_counter()
    lanes = build_lanes(marks, LaneKey.SPEAKER)
    build_s = time.perf_counter() - start
    if lanes.extent is None:
        return
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    layouts, paints, hits = [], [], []
    for window in views(lanes.extent):
        start = time.perf_counter()
        layout = lay_out(lanes, window, SIZE, measure)
        laid_out = time.perf_counter()
        painter = QPainter(image)
        paint(painter, layout, Style.light())
        painter.end()
        painted = time.perf_counter()
        hit_test(layout, 700.0, 400.0)
        layouts.append(laid_out - start)
        paints.append(painted - laid_out)
        hits.append(time.perf_counter() - painted)
    frames = [a + b for a, b in zip(layouts, paints, strict=True)]
    rss_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{n_marks:>9,} marks  build {build_s * 1000:7.0f}  {told('layout', layouts)}  "
        f"{told('paint', paints)}  {told('frame', frames)}  {told('hit', hits)}  "
        f"peak {rss_mb:.0f} MB"
    )


def main() -> None:
    """Measure each number of marks that is asked for."""
    app = QApplication(["bench", "-platform", "offscreen"])
    measure = FontMeasure()
    for n_marks in [int(text) for text in sys.argv[1:]] or DEFAULT_COUNTS:
        measure_one(n_marks, measure)
    app.quit()


if __name__ == "__main__":
    main()
