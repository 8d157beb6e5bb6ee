"""A timeline as one would make it of pyqtgraph's own parts, to compare with.

A PlotWidget with a DateAxisItem below, an AxisItem with the names of the lanes at the left,
one ScatterPlotItem for all marks, whose brushes are shared ones, and TextItems for titles.
Spans are drawn as points in their middle, which is less than a timeline owes its reader
and quicker than the truth.
"""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QBrush, QColor

Floats = NDArray[np.float64]

_COLOURS = ("#1F6FB5", "#4A92CC", "#7A808A", "#C97B2C", "#C24E19", "#8564AD", "#1D1F23")
_ZOOM_PER_WHEEL_STEP = 1.2
_SPREAD_IN_LANE = 0.8


class ScatterTimeline(pg.PlotWidget):
    """Points at ``times`` in ``lanes``, coloured by ``colours``, with so many labels at most."""

    def __init__(
        self,
        times: Floats,
        lanes: NDArray[np.int64],
        colours: NDArray[np.int64],
        n_labels: int,
    ) -> None:
        # Moves of the mouse that come faster than a screen's frames would be left out.
        pg.setConfigOptions(mouseRateLimit=-1)
        self._lane_axis = pg.AxisItem("left")
        super().__init__(
            background="w",
            axisItems={"bottom": pg.DateAxisItem("bottom"), "left": self._lane_axis},
        )
        order = np.argsort(times, kind="stable")
        self._times = times[order]
        lanes, colours = lanes[order], colours[order]
        rows = np.arange(times.size) % 7 / 7 * _SPREAD_IN_LANE
        self._heights = lanes + 0.1 + rows
        n_lanes = int(lanes.max(initial=0)) + 1
        self._lane_axis.setTicks([[(i + 0.5, f"Speaker {i + 1}") for i in range(n_lanes)]])
        brushes = np.array([QBrush(QColor(name)) for name in _COLOURS], dtype=object)
        self.points = pg.ScatterPlotItem(
            x=self._times,
            y=self._heights,
            size=8,
            pen=None,
            brush=brushes[colours % len(_COLOURS)].tolist(),
            pxMode=True,
        )
        box = self.getPlotItem().getViewBox()
        self.addItem(self.points)
        self._texts = [pg.TextItem("", color="#1D1F23", anchor=(0, 0.5)) for _ in range(n_labels)]
        for text in self._texts:
            text.hide()
            self.addItem(text, ignoreBounds=True)
        box.setMouseEnabled(x=True, y=False)
        # Both sides of the comparison zoom as far with one step of the wheel.
        box.state["wheelScaleFactor"] = -np.log(_ZOOM_PER_WHEEL_STEP) / np.log(1.02) / 120
        box.disableAutoRange()
        box.setYRange(0, n_lanes, padding=0)
        box.setXRange(self._times[0], self._times[-1], padding=0.02)
        box.sigXRangeChanged.connect(self._place_labels)
        self._place_labels()

    def _place_labels(self) -> None:
        """Put the labels, at most as many as there are, beside marks that are in view.

        They go to marks at even steps, one in a cell as wide as a short title: finding out
        which of them overlap would cost the more, and is left out.
        """
        t0, t1 = self.getPlotItem().getViewBox().viewRange()[0]
        first, last = np.searchsorted(self._times, [t0, t1])
        n_wanted = min(len(self._texts), int(last - first))
        chosen = np.linspace(first, last - 1, n_wanted).astype(np.int64) if n_wanted else ()
        for text, row in zip(self._texts, chosen, strict=False):
            text.setText(f"{row} the ministers of the strait")
            text.setPos(self._times[row], self._heights[row])
            text.show()
        for text in self._texts[n_wanted:]:
            text.hide()
