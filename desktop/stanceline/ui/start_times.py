"""How long the program took to start, told to whoever measures it."""

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

VARIABLE = "STANCELINE_TELL_START"
"""The environment variable that names the file to which each start appends a line."""

_LOADED_S = time.time()


class StartTimes(QObject):
    """Appends one JSON line to a file when the contents of a window were painted.

    It has ``first_paint_ms`` and ``usable_ms``, both since the process began, where the
    second is when the first event after the painting was taken; ``painted_at``, the same
    moment as the first by the clock, in seconds since 1970; ``cpu_ms``, for how long the
    processor had worked until then; and ``rss_mb``, the memory in use.
    """

    def __init__(self, path: Path, window: QWidget, contents: list[QWidget]) -> None:
        super().__init__(window)
        self._path = path
        self._unpainted = [part for part in contents if part.isVisibleTo(window)] or [window]
        self._told: dict[str, float] = {}
        for part in self._unpainted:
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note what is painted; nothing is held back."""
        if event.type() is QEvent.Type.Paint and watched in self._unpainted:
            self._unpainted = [part for part in self._unpainted if part is not watched]
            watched.removeEventFilter(self)
            if not self._unpainted:
                # Parts are painted one after the other, and shown together.
                QTimer.singleShot(0, self, self._painted)
        return False

    def _painted(self) -> None:
        self._told = {
            "first_paint_ms": round(_age_ms(), 1),
            "painted_at": time.time(),
            "cpu_ms": round(time.process_time() * 1000, 1),
        }
        QTimer.singleShot(0, self, self._tell)

    def _tell(self) -> None:
        self._told |= {"usable_ms": round(_age_ms(), 1), "rss_mb": round(_resident_mb(), 1)}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(self._told) + "\n")
        self.deleteLater()


def tell_if_asked(window: QWidget, contents: list[QWidget]) -> None:
    """Tell when these parts of the window are painted, if the environment asks for it."""
    name = os.environ.get(VARIABLE)
    if name:
        StartTimes(Path(name), window, contents)


def _age_ms() -> float:
    """How long ago the process began; where the system does not say, this module was loaded."""
    if not sys.platform.startswith("linux"):
        return (time.time() - _LOADED_S) * 1000
    # Of the fields behind the name, which may have spaces in it, this is the twentieth.
    fields = Path("/proc/self/stat").read_text(encoding="ascii", errors="replace")
    ticks = int(fields.rpartition(")")[2].split()[19])
    began_s = ticks / os.sysconf("SC_CLK_TCK")
    return (time.clock_gettime(time.CLOCK_BOOTTIME) - began_s) * 1000


def _resident_mb() -> float:
    """The memory that is in use, shared parts too; nought where the system does not say."""
    if not sys.platform.startswith("linux"):
        return 0.0
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
