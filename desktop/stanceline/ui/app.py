"""The program with its windows."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    QPoint,
    QSize,
    QTranslator,
    Signal,
)
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from stanceline import __version__
from stanceline.bundled import RESOURCES
from stanceline.domain.errors import StancelineError
from stanceline.services.places import data_folder
from stanceline.services.progress import Cancelled
from stanceline.services.sample import write_sample
from stanceline.services.workspace import SUFFIX, Workspace
from stanceline.timeline.drawing.fonts import load_fonts
from stanceline.timeline.handling.screens import room_around
from stanceline.ui import pseudo
from stanceline.ui.crash import error_box, install_crash_hook, show_error
from stanceline.ui.dialogs.last_crash import show_last_crash
from stanceline.ui.dialogs.working import Work
from stanceline.ui.main_window import MainWindow
from stanceline.ui.opening import Opening
from stanceline.ui.reopening import Outcome, Reopening
from stanceline.ui.settings import Settings
from stanceline.ui.start_times import tell_if_asked
from stanceline.ui.theme import (
    Theme,
    ThemeChoice,
    apply_choice,
    interface_scale,
    next_interface_scale,
    set_interface_scale,
    watch_system,
)

_SAMPLE_NAME = "sample.stanceline"
_BESIDE = QPoint(36, 36)
_LEAST_IN_SIGHT = 200


def run(arguments: Sequence[str]) -> int:
    """Open the window on what the command line names; the exit status of the program."""
    parsed = _parser().parse_args(arguments)
    has_display = _has_display()
    if not has_display:
        if not parsed.first_run:
            sys.stderr.write(
                "stanceline: there is no display to open a window on. "
                "The commands work without one: stanceline --help\n"
            )
            return 1
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = make_application()
    program = Program(app)
    install_crash_hook(app)
    if not has_display:
        # Imported late: only a machine without a display needs it.
        from stanceline.ui.showcase import show_case

        return show_case(app, Path.cwd() / "out")
    if not program.open_first(parsed.file, wants_sample=parsed.first_run):
        return 1
    window = program.windows[-1]
    show_last_crash(program.settings, window)
    tell_if_asked(window, [window.pane.reader.text.viewport(), window.library.list.viewport()])
    return app.exec()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="stanceline")
    parser.add_argument("file", metavar="FILE.stanceline", nargs="?", type=Path)
    parser.add_argument(
        "--first-run",
        action="store_true",
        help="open the sample; without a display, do the main job on it and write to out/",
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
    app.setDesktopFileName("stanceline")
    app.setWindowIcon(QIcon(str(RESOURCES / "icons" / "stanceline.svg")))
    load_fonts()
    _translate(app)
    return app


class EnglishPlurals(QTranslator):
    """Makes "1 article" and "2 articles" of the "%n article(s)" that stands in the code.

    English needs no translation file beside this. It is installed first, since Qt asks
    the translator that came last before all others.
    """

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """The text with its plural settled and its number grouped."""
        del context, disambiguation
        if n < 0:
            return text
        return text.replace("(s)", "" if n == 1 else "s").replace("%n", f"{n:,}")

    def isEmpty(self) -> bool:
        """Never, or Qt would not ask."""
        return False


def _translate(app: Application) -> None:
    app.installTranslator(EnglishPlurals(app))
    locale = QLocale()
    for name, folder in (
        ("qtbase", Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))),
        ("stanceline", RESOURCES / "i18n"),
    ):
        translator = QTranslator(app)
        if translator.load(locale, name, "_", str(folder)):
            app.installTranslator(translator)
    pseudo.install_if_asked(app)


class Program(QObject):
    """All windows, what they share, and what concerns more than one of them."""

    def __init__(self, app: Application, settings: Settings | None = None) -> None:
        super().__init__(app)
        self._app = app
        self.settings = settings or Settings()
        self.windows: list[MainWindow] = []
        self._opening = Opening(self, self.settings)
        self._theme = apply_choice(app, self.settings.theme)
        if self.settings.interface_scale != interface_scale(app):
            self._theme = set_interface_scale(app, self.settings.interface_scale)
        watch_system(app, self._system_changed)
        app.file_opened.connect(self.open)

    def open_first(self, path: Path | None, *, wants_sample: bool) -> bool:
        """Open what was asked for, else what was open last, else the sample.

        Whether a window is open now.
        """
        if path is not None:
            if self._wants_new(path):
                self.create(path)
            else:
                self.open(path)
        elif wants_sample:
            self.open_sample()
        else:
            last = self.settings.last_workspace
            if last is not None and last.exists():
                self.open(last)
            if not self.windows:
                self.open_sample()
        return bool(self.windows)

    def _wants_new(self, path: Path) -> bool:
        """Whether nothing is there, and somebody who is asked wants a workspace there."""
        if path.suffix != SUFFIX or path.exists() or not path.parent.is_dir():
            return False
        box = error_box(self.tr("There is no file {path}.").format(path=path))
        box.setInformativeText(self.tr("A new workspace can be made there."))
        make = box.addButton(self.tr("Make it"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(make)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        is_wanted = box.clickedButton() is make
        box.deleteLater()
        return is_wanted

    def open(self, path: Path, passphrase: str | None = None) -> None:
        """Open the workspace in a window, or bring forward the one that shows it."""
        for window in self.windows:
            if window.workspace.path.absolute() == path.absolute():
                window.raise_()
                window.activateWindow()
                return
        workspace = self._opening.open(path, self._front(), passphrase)
        if workspace is not None:
            self._show(workspace)

    def create(self, path: Path) -> None:
        """Make a workspace and open it in a window."""
        try:
            workspace = Workspace.create(path)
        except StancelineError as error:
            show_error(str(error), self._front())
            return
        self._show(workspace)

    def open_sample(self) -> None:
        """Open the sample workspace, which is written on its first use."""
        path = data_folder() / _SAMPLE_NAME
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                write_sample(path)
        except (StancelineError, OSError) as error:
            show_error(f"{error}", self._front())
            return
        self.open(path)

    def open_copy(self, path: Path) -> None:
        """Open the copy of a workspace that was just made, and say which one it is."""
        self.open(path)
        for window in self.windows:
            if window.workspace.path.absolute() == path.absolute():
                told = self.tr("This is the copy, {name} in {folder}. It is open now.")
                window.say(told.format(name=path.name, folder=path.parent))

    def new_window_on(self, window: MainWindow) -> MainWindow:
        """One more window on the workspace of this one, beside it on the screen."""
        new = self._show(window.workspace.share())
        place = window.frameGeometry().topLeft() + _BESIDE
        room = room_around(window)
        frame = window.frameGeometry().size() - window.size()
        left = QSize(room.right() + 1 - place.x(), room.bottom() + 1 - place.y()) - frame
        if room.contains(place + QPoint(_LEAST_IN_SIGHT, _LEAST_IN_SIGHT)):
            new.resize(window.size().boundedTo(left))
            new.move(place)
        else:
            new.resize(window.size())
        article = window.pane.article
        if article is not None:
            new.open_article_if_there(article.id)
        return new

    def windows_on(self, workspace: Workspace) -> list[MainWindow]:
        """The windows that show this workspace, the first of them first."""
        return [window for window in self.windows if window.workspace is workspace]

    def reopen(self, window: MainWindow, reopening: Reopening) -> None:
        """Do the job on the closed file of a workspace, and open what comes of it instead.

        All windows on it let go of it before, and are replaced after.
        """
        path = window.workspace.path
        former = self._let_go(window)
        work = Work(window)

        def done(outcome: Outcome) -> None:
            self._replace(former, outcome.path, reopening.passphrase, outcome.said)

        def failed(error: StancelineError) -> None:
            said = str(error) if isinstance(error, Cancelled) else ""
            self._replace(former, path, reopening.passphrase_before, said)
            if not said:
                show_error(str(error), self._front())

        work.run(reopening.title, reopening.job, done, failed)

    def retry(self, window: MainWindow) -> None:
        """Open the window's workspace again, which may be free for writing by now."""
        path = window.workspace.path
        self._replace(self._let_go(window), path, None, "")

    def _let_go(self, window: MainWindow) -> list[MainWindow]:
        """Have all windows on a workspace let go of it; these windows, the given one first."""
        others = [each for each in self.windows_on(window.workspace) if each is not window]
        for each in (*others, window):
            each.let_go()
        return [window, *others]

    def _replace(
        self, former: Sequence[MainWindow], path: Path, passphrase: str | None, said: str
    ) -> None:
        """Have new windows take the place of those that have let go of their workspace."""
        workspace = self._opening.open(path, former[0], passphrase)
        if workspace is None:
            for window in former:
                window.close()
            return
        for n, window in enumerate(former):
            new = self._show(workspace.share() if n else workspace)
            new.restoreGeometry(window.saveGeometry())
            article = window.pane.article
            if article is not None:
                new.open_article_if_there(article.id)
            if said and not n:
                new.say(said)
            window.close()

    def _show(self, workspace: Workspace) -> MainWindow:
        window = MainWindow(
            workspace,
            self.settings,
            self._theme,
            siblings=lambda: self.windows_on(workspace),
        )
        window.open_requested.connect(self.open)
        window.copied.connect(self.open_copy)
        window.new_requested.connect(self.create)
        window.new_window_requested.connect(lambda: self.new_window_on(window))
        window.sample_requested.connect(self.open_sample)
        window.theme_chosen.connect(self.choose_theme)
        window.scale_stepped.connect(self.step_scale)
        window.reopening_requested.connect(lambda reopening: self.reopen(window, reopening))
        window.retry_requested.connect(lambda: self.retry(window))
        window.closed.connect(lambda: self._forget(window))
        self.windows.append(window)
        self.settings.remember_workspace(workspace.path)
        window.show()
        window.locking.watch()
        return window

    def _forget(self, window: MainWindow) -> None:
        self.windows.remove(window)
        window.deleteLater()

    def _front(self) -> MainWindow | None:
        return self.windows[-1] if self.windows else None

    def choose_theme(self, choice: ThemeChoice) -> None:
        """Show every window in these colours from now on."""
        self.settings.theme = choice
        self._dress(apply_choice(self._app, choice))

    def step_scale(self, direction: int) -> None:
        """Show the interface of every window larger or smaller; 0 as large as usual."""
        now = interface_scale(self._app)
        scale = next_interface_scale(now, direction) if direction else 1.0
        self.settings.interface_scale = scale
        self._dress(set_interface_scale(self._app, scale))

    def _dress(self, theme: Theme) -> None:
        self._theme = theme
        for window in self.windows:
            window.set_theme(theme)

    def _system_changed(self) -> None:
        if self.settings.theme is ThemeChoice.SYSTEM:
            self.choose_theme(ThemeChoice.SYSTEM)
