"""An X display of our own with a window manager, and what a person does and sees at it."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from testing.steps import CheckFailed, check

Found = TypeVar("Found")
SIZE = "1440x900x24"
CLASS = "stanceline"
DYING_WITH_US = ("setpriv", "--pdeathsig", "TERM")
SERVER_OPTIONS = ("-nolisten", "tcp", "-ac", "-noreset")
LEAST_PX = 40
FEWEST_COLOURS = 24
"""A window with fewer colours shows nothing yet: text alone has more shades than this."""


@dataclass(frozen=True, slots=True)
class Window:
    """A window that can be seen, by the number and the title that the display knows."""

    number: int
    title: str


@dataclass(slots=True)
class Display:
    """A running Xvfb with openbox; `name` is what DISPLAY is to say."""

    name: str
    _processes: list[subprocess.Popen[str]] = field(default_factory=list)

    @classmethod
    def start(cls, scratch: Path) -> "Display":
        """A new display; `scratch` stands in for the home of its window manager."""
        # Other users reach it, as the programs in the chroot have numbers of their own.
        server = subprocess.Popen(
            [*DYING_WITH_US, "Xvfb", "-displayfd", "1", *SERVER_OPTIONS, "-screen", "0", SIZE],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert server.stdout is not None
        number = server.stdout.readline().strip()
        check(bool(number), "Xvfb did not start")
        display = cls(f":{number}", [server])
        scratch.mkdir(parents=True, exist_ok=True)
        manager = subprocess.Popen(
            [*DYING_WITH_US, "openbox", "--sm-disable"],
            env={**os.environ, "DISPLAY": display.name, "HOME": str(scratch)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        display._processes.append(manager)
        return display

    def stop(self) -> None:
        """End the window manager and the display."""
        for process in reversed(self._processes):
            process.terminate()
            process.wait(timeout=10)

    def _ask(self, command: Sequence[str]) -> str:
        done = subprocess.run(
            command,
            env={**os.environ, "DISPLAY": self.name},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return done.stdout

    def windows(self) -> list[Window]:
        """The program's windows that can be seen, the dialogs too, oldest first."""
        numbers = self._ask(["xdotool", "search", "--onlyvisible", "--class", CLASS]).split()
        found = [
            Window(int(number), self._ask(["xdotool", "getwindowname", number]).strip())
            for number in sorted(numbers, key=int)
        ]
        # Qt keeps a window of one pixel for itself.
        return [window for window in found if self._is_large(window)]

    def _is_large(self, window: Window) -> bool:
        told = self._ask(["xdotool", "getwindowgeometry", "--shell", str(window.number)])
        sizes = dict(line.split("=", 1) for line in told.split() if "=" in line)
        return int(sizes.get("WIDTH", 0)) > LEAST_PX and int(sizes.get("HEIGHT", 0)) > LEAST_PX

    def wait_for_window(self, title: str, *, seconds: float = 30) -> Window:
        """The first window whose title has `title` in it and that shows something."""

        def look() -> Window | None:
            for window in self.windows():
                if title.casefold() in window.title.casefold() and self._is_drawn(window):
                    return window
            return None

        found = wait_until(look, seconds)
        if found is None:
            seen = ", ".join(f"“{window.title}”" for window in self.windows()) or "none"
            raise CheckFailed(f"no window with “{title}” came within {seconds:.0f} s: {seen}")
        return found

    def _is_drawn(self, window: Window) -> bool:
        colours = self._ask(["import", "-window", str(window.number), "-format", "%k", "info:-"])
        return colours.isdigit() and int(colours) >= FEWEST_COLOURS

    def wait_until_empty(self, seconds: float = 20) -> None:
        """Return once none of the program's windows is left."""
        gone = wait_until(lambda: not self.windows(), seconds)
        check(bool(gone), f"still open: {[window.title for window in self.windows()]}")

    def press(self, *keys: str, window: Window | None = None) -> None:
        """Press keys as a person does, one after another, in the window that has the focus."""
        if window is not None:
            self._ask(["xdotool", "windowactivate", "--sync", str(window.number)])
        for key in keys:
            self._ask(["xdotool", "key", "--clearmodifiers", key])
            time.sleep(0.15)

    def write(self, text: str) -> None:
        """Type a text into what has the focus."""
        self._ask(["xdotool", "type", "--delay", "20", text])
        time.sleep(0.15)

    def active_title(self) -> str:
        """The title of the window in front."""
        return self._ask(["xdotool", "getactivewindow", "getwindowname"]).strip()

    def picture(self, path: Path) -> None:
        """A picture of the whole screen."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._ask(["import", "-window", "root", str(path)])


def wait_until(look: Callable[[], Found], seconds: float) -> Found:
    """What `look` gives as soon as it is true, else what it gave last."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found or time.monotonic() > end:
            return found
        time.sleep(0.1)
