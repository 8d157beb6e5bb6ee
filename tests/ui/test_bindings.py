import gc
import sys
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtGui import QGuiApplication, QPen
from PySide6.QtWidgets import QDialog

import stanceline
from stanceline.timeline.handling.screens import room_around

CALLS = 1_000
STRAY_REFERENCES = 100  # what the interpreter itself may take or give meanwhile


def test_calls_that_return_nothing_lose_no_references_to_none() -> None:
    """Lost references abort Python 3.11 after some 16,500 such calls."""
    pen = QPen()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        pen.setWidth(1)
    assert sys.getrefcount(None) > before - STRAY_REFERENCES


@pytest.mark.usefixtures("qapp")
def test_room_of_a_screen_is_asked_without_making_the_screen_a_child() -> None:
    """A screen that is taken from a widget goes with it, and pictures after that crash."""
    screen = QGuiApplication.primaryScreen()
    dialog = QDialog()
    assert room_around(dialog) == screen.availableGeometry()
    del dialog
    gc.collect()
    assert shiboken6.isValid(screen)
    modules = list(Path(stanceline.__file__).parent.rglob("*.py"))
    assert modules
    assert not [each for each in modules if ".screen()" in each.read_text("utf-8")]
