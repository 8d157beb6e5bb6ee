"""The part of pyqtgraph that the timeline stands on: as it is in the whole, and no more of it."""

import os
import subprocess
import sys
from pathlib import Path

DESKTOP = Path(__file__).resolve().parents[3] / "desktop"
PART = "from stanceline.timeline.handling.graphics import GraphicsObject, GraphicsView\n"


def said_by(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"import sys\n{program}"],
        env={**os.environ, "PYTHONPATH": str(DESKTOP), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_neither_plots_nor_editors_nor_opengl_are_loaded() -> None:
    loaded = said_by(f"{PART}print(*sys.modules)").split()
    assert "pyqtgraph.widgets.GraphicsView" in loaded
    unwanted = ("PlotItem", "ROI", "ImageView", "parametertree", "exporters", "QtOpenGL", "QtTest")
    assert [name for name in loaded if any(each in name for each in unwanted)] == []


def test_qt_makes_no_class_that_nobody_named() -> None:
    # Whatever Qt has made of a module is in what the garbage collector knows.
    program = (
        "import gc\nfrom PySide6 import QtCore, QtGui, QtWidgets\n"
        "def made():\n"
        "    return sum(type(each) is type(QtCore.QObject) for each in gc.get_objects())\n"
        "before = made()\n{part}print(made() - before)"
    )
    part, whole = (
        int(said_by(program.replace("{part}", each))) for each in (PART, "import pyqtgraph\n")
    )
    assert part < whole / 4


def test_qt_lists_its_classes_again_afterwards() -> None:
    told = said_by(f"{PART}from PySide6 import QtWidgets\nprint(len(dir(QtWidgets)))")
    assert int(told) > 200


def test_a_view_with_an_item_draws() -> None:
    program = (
        f"{PART}from PySide6.QtWidgets import QApplication\n"
        "from PySide6.QtCore import QRectF, Qt\n"
        "app = QApplication([])\n"
        "class Red(GraphicsObject):\n"
        "    def boundingRect(self): return QRectF(0, 0, 90, 90)\n"
        "    def paint(self, painter, *more): painter.fillRect(0, 0, 90, 90, Qt.GlobalColor.red)\n"
        "view = GraphicsView()\nview.resize(90, 90)\n"
        "view.setRange(QRectF(0, 0, 90, 90), padding=0)\n"
        "view.scene().addItem(Red())\nview.show()\napp.processEvents()\n"
        "print(view.grab().toImage().pixelColor(45, 45).name())"
    )
    assert said_by(program) == "#ff0000"


def test_other_parts_of_the_library_are_there_for_who_asks_for_them() -> None:
    program = (
        f"{PART}from PySide6.QtWidgets import QApplication\napp = QApplication([])\n"
        "from pyqtgraph.SignalProxy import SignalProxy\nfrom pyqtgraph.Vector import Vector\n"
        "print(SignalProxy.__name__, Vector(1, 2, 2).length())"
    )
    assert said_by(program) == "SignalProxy 3.0"


def test_who_loaded_the_whole_library_keeps_it() -> None:
    told = "print(pyqtgraph.GraphicsView is GraphicsView, bool(pyqtgraph.ROI))"
    assert said_by(f"import pyqtgraph\n{PART}{told}") == "True True"


def test_a_process_with_it_ends_without_a_word() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{PART}from PySide6.QtWidgets import QApplication\nQApplication([])\nGraphicsView()",
        ],
        env={**os.environ, "PYTHONPATH": str(DESKTOP), "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        check=True,
    )
    assert done.stderr == b""
