"""What tests of the window share: the program's application, look, windows and boxes."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from stanceline.services.places import CONFIG_VARIABLE
from stanceline.services.workspace import Workspace

MakeWindow = Callable[..., object]


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps settings, reports and backups of tests away from those of whoever runs them."""
    if CONFIG_VARIABLE not in os.environ:
        monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path_factory.mktemp("folders")))


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """The program's own application; there can be only one in a process."""
    # Imported late: most tests need no window.
    from stanceline.ui.app import Application

    return Application


@pytest.fixture
def app(qapp: QApplication) -> QApplication:
    """The application with its names, fonts and plurals, as it runs."""
    # What a window loads after its first paint is there from the beginning, so that the
    # timeline of a few marks is shown at once.
    import stanceline.timeline.view  # noqa: F401 - to be loaded
    from stanceline.ui.app import EnglishPlurals, make_application

    made = make_application()
    assert made is qapp
    yield made
    for translator in made.findChildren(EnglishPlurals):
        made.removeTranslator(translator)
        translator.deleteLater()


@pytest.fixture
def theme(app: QApplication):
    """The light theme, applied."""
    from stanceline.ui.theme import ThemeChoice, apply_choice

    return apply_choice(app, ThemeChoice.LIGHT)


@pytest.fixture
def settings(tmp_path: Path):
    """Settings of the test's own."""
    from stanceline.ui.settings import Settings

    return Settings(tmp_path / "config")


@pytest.fixture(scope="session")
def sample_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample workspace, written once for all tests."""
    from stanceline.services.sample import write_sample

    path = tmp_path_factory.mktemp("sample") / "sample.stanceline"
    write_sample(path)
    return path


@pytest.fixture
def sample_path(sample_template: Path, tmp_path: Path) -> Path:
    """A copy of the sample workspace."""
    return Path(shutil.copyfile(sample_template, tmp_path / "sample.stanceline"))


def be_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for jobs, however busy the machine; else a dialog comes after a moment."""
    monkeypatch.setattr("stanceline.ui.dialogs.working._PATIENCE_MS", 30_000)


@pytest.fixture
def open_window(qtbot: QtBot, theme, settings, monkeypatch) -> Iterator[Callable[..., object]]:
    """Opens a main window on a workspace or its file, on the screen with the keyboard in it."""
    from stanceline.ui.main_window import MainWindow

    be_patient(monkeypatch)
    opened = []

    def open_it(workspace, size=(1440, 900)):
        if not isinstance(workspace, Workspace):
            workspace = Workspace.open(workspace)
        window = MainWindow(workspace, settings, theme)
        opened.append(window)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        window.pane.reader.setFocus()
        QApplication.processEvents()
        return window

    yield open_it
    for window in opened:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def program(app: QApplication, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The program without a window yet; those that it opens are closed afterwards."""
    from stanceline.ui import program as program_module

    be_patient(monkeypatch)
    monkeypatch.setattr(program_module, "data_folder", lambda: tmp_path / "data")
    program = program_module.Program(app, settings)
    yield program
    for window in list(program.windows):
        window.close()
    if program.start_window is not None:
        program.start_window.close()
    program.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Boxes(QObject):
    """Reads every box that comes up and presses a button in it, as a person would.

    ``press`` is the text of the button; without one the box is closed. ``others`` are
    called with dialogs that are no boxes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sentences: list[str] = []
        self.press = ""
        self.others: list[Callable[[QDialog], None]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(10)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        shown = QApplication.activeModalWidget()
        if isinstance(shown, QMessageBox):
            self.sentences.append(shown.text())
            wanted = [b for b in shown.buttons() if b.text().replace("&", "") == self.press]
            if wanted:
                wanted[0].click()
            else:
                shown.close()
        elif isinstance(shown, QDialog) and not shown.isActiveWindow():
            shown.activateWindow()
        elif isinstance(shown, QDialog) and self.others:
            act = self.others.pop(0)
            self._timer.stop()
            act(shown)
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()


@pytest.fixture
def boxes(theme) -> Iterator[Boxes]:  # noqa: ARG001 (there must be an application)
    """What boxes said while the test ran."""
    boxes = Boxes()
    yield boxes
    boxes.stop()
