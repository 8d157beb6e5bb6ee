"""The start of the program with its windows."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from stanceline import __version__
from stanceline.bundled import RESOURCES
from stanceline.timeline.drawing.fonts import load_fonts
from stanceline.ui.crash import install_crash_hook
from stanceline.ui.door.handing_over import Door
from stanceline.ui.door.messages import absolute
from stanceline.ui.program import Program
from stanceline.ui.translations import EnglishPlurals, translate

__all__ = ["Application", "EnglishPlurals", "Program", "make_application", "run"]

DESKTOP_ID = "org.stanceline.Stanceline"
"""What the desktop knows the program by: the name of its desktop entry."""

# macOS says which files to open only after the start, and then at once.
_WAIT_FOR_FILES_MS = 100 if sys.platform == "darwin" else 0


def run(arguments: Sequence[str], door: Door | None = None) -> int:
    """Open windows on what the command line names; the exit status of the program.

    Later starts hand over at the ``door`` what they are to open.
    """
    if sys.platform == "win32":
        from stanceline.ui.door.windows import let_installer_know

        let_installer_know()
    try:
        return _run(arguments, door)
    finally:
        if door is not None:
            door.close()


def _run(arguments: Sequence[str], door: Door | None) -> int:
    # Finder gives each program that it starts a number.
    parsed = _parser().parse_args([each for each in arguments if not each.startswith("-psn_")])
    has_display = _has_display()
    if not has_display:
        if not parsed.first_run:
            if sys.stderr is not None:
                sys.stderr.write(
                    "stanceline: there is no display to open a window on. "
                    "The commands work without one: stanceline --help\n"
                )
            return 1
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = make_application()
    install_crash_hook(app)
    if not has_display:
        # Imported late: only a machine without a display needs it.
        from stanceline.ui.showcase import show_case

        return show_case(app, Path.cwd() / "out")
    program = Program(app, door=door)
    files = [Path(file) for file in parsed.files]
    # From within the loop, so that what fails on the way is told like any other failure.
    QTimer.singleShot(
        _WAIT_FOR_FILES_MS, program, lambda: program.start(files, wants_sample=parsed.first_run)
    )
    return app.exec()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="stanceline")
    parser.add_argument("files", metavar="FILE.stanceline", nargs="*", type=absolute)
    parser.add_argument(
        "--first-run",
        action="store_true",
        help="open the sample; without a display, do the main job on it and write to out/",
    )
    parser.add_argument(
        "--new-process",
        action="store_true",
        help="open the files in a program of its own, beside one that runs already",
    )
    return parser


def _has_display() -> bool:
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform:
        return platform.partition(":")[0] not in ("offscreen", "minimal")
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


class Application(QApplication):
    """The Qt application; ``file_opened`` carries the path of a file that the system hands over.

    macOS opens documents this way, in a program that may be running already.
    """

    file_opened = Signal(object)

    def event(self, event: QEvent) -> bool:
        """Take files that the system opens with this program."""
        if isinstance(event, QFileOpenEvent):
            self.file_opened.emit(Path(event.file()))
            return True
        return super().event(event)


def make_application() -> Application:
    """The Qt application with its names, fonts and translations."""
    running = QApplication.instance()
    app = running if isinstance(running, Application) else Application(sys.argv[:1])
    # No display name is set: Qt would write it behind the title of every window.
    app.setApplicationName("Stanceline")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(DESKTOP_ID)
    app.setWindowIcon(QIcon(str(RESOURCES / "icons" / "stanceline.svg")))
    load_fonts()
    translate(app)
    return app
