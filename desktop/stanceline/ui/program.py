"""The program: all its windows, and what concerns more than one of them."""

import os
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QSize, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QMessageBox, QWidget

from stanceline.domain.errors import StancelineError
from stanceline.services import backups
from stanceline.services.places import backup_folder, data_folder
from stanceline.services.progress import Cancelled
from stanceline.services.workspace import SUFFIX, Workspace
from stanceline.timeline.handling.screens import room_around
from stanceline.ui.crash import error_box, show_error
from stanceline.ui.dialogs.last_crash import show_last_crash
from stanceline.ui.dialogs.working import Work
from stanceline.ui.door.handing_over import Door
from stanceline.ui.door.keeper import Doorkeeper
from stanceline.ui.door.messages import Request
from stanceline.ui.file_dialogs import ask_for_file, folder_for_new
from stanceline.ui.fronting import bring_to_front
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

if TYPE_CHECKING:
    from stanceline.ui.app import Application
    from stanceline.ui.start_window import StartWindow

_SAMPLE_NAME = "sample.stanceline"
_BESIDE = QPoint(36, 36)
_LEAST_IN_SIGHT = 200


class Program(QObject):
    """All windows, what they share, and what concerns more than one of them.

    Where no workspace can be opened there is a start window instead, which says why.
    """

    def __init__(
        self, app: "Application", settings: Settings | None = None, *, door: Door | None = None
    ) -> None:
        super().__init__(app)
        self._app = app
        self.settings = settings or Settings()
        self.windows: list[MainWindow] = []
        self.start_window: StartWindow | None = None
        self._opening = Opening(self, self.settings)
        self._latest: MainWindow | None = None
        self._handed: deque[Path] = deque()
        self._being_opened: list[Path] = []
        self._has_started = False
        self._theme = apply_choice(app, self.settings.theme)
        if self.settings.interface_scale != interface_scale(app):
            self._theme = set_interface_scale(app, self.settings.interface_scale)
        watch_system(app, self._system_changed)
        app.file_opened.connect(self._take)
        app.focusWindowChanged.connect(self._note_latest)
        self._keeper = None if door is None else Doorkeeper(door, self)
        if self._keeper is not None:
            self._keeper.asked.connect(self._asked)
            app.aboutToQuit.connect(self._keeper.close)

    # The start, and what comes from outside

    def start(self, files: Sequence[Path] = (), *, wants_sample: bool = False) -> None:
        """Open what was asked for, else what was open last, else the sample."""
        self._handed.extend(files)
        try:
            self._open_first(wants_sample=wants_sample)
        finally:
            self._has_started = True
            if not self.windows and self.start_window is None:
                self.show_start()
        self._after_start()

    def _open_first(self, *, wants_sample: bool) -> None:
        last = self.settings.last_workspace
        if self._handed:
            self._open_handed()
        elif wants_sample or last is None or not _is_there(last):
            self.open_sample()
        else:
            self.open(last)

    def _after_start(self) -> None:
        if self.windows:
            window = self.windows[-1]
            contents = [window.pane.reader.text.viewport(), window.library.list.viewport()]
            tell_if_asked(window, contents)
            show_last_crash(self.settings, window)
        elif self.start_window is not None:
            tell_if_asked(self.start_window, [])
            show_last_crash(self.settings, self.start_window)
        if self._keeper is not None:
            self._keeper.attend()
        self._open_handed()

    def _asked(self, request: Request) -> None:
        """Open what a later start has handed over, or come to the front."""
        front = self._front()
        if front is not None:
            # Before the files are opened, so that what is asked on the way is seen.
            bring_to_front(front, request.token)
        for file in request.files:
            self._take(Path(file))

    def _take(self, path: Path) -> None:
        self._handed.append(path)
        if self._has_started:
            self._open_handed()

    def _open_handed(self) -> None:
        """Open what was handed over, one after the other, also what comes meanwhile."""
        if self._being_opened:
            return  # Whoever opens that goes on with this.
        while self._handed:
            path = self._handed.popleft()
            if self._wants_new(path):
                self.create(path)
            else:
                self.open(path)

    def _note_latest(self, focused: QWindow | None) -> None:
        for window in self.windows:
            if focused is not None and window.windowHandle() is focused:
                self._latest = window

    def _wants_new(self, path: Path) -> bool:
        """Whether nothing is there, and somebody who is asked wants a workspace there."""
        # os.path says no where pathlib raises: of names that are too long, for one.
        is_there = os.path.lexists(path)
        if path.suffix != SUFFIX or is_there or not os.path.isdir(path.parent):  # noqa: PTH112
            return False
        box = error_box(self.tr("There is no file {path}.").format(path=path), self._front())
        box.setInformativeText(self.tr("A new workspace can be made there."))
        make = box.addButton(self.tr("Make it"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(make)
        box.addButton(QMessageBox.StandardButton.Cancel)
        self._being_opened.append(path)
        box.exec()
        self._being_opened.remove(path)
        is_wanted = box.clickedButton() is make
        box.deleteLater()
        return is_wanted

    # Opening

    def open(self, path: Path, passphrase: str | None = None) -> None:
        """Open the workspace in a window, or bring forward the one that shows it."""
        shown = self._window_on(path)
        if shown is not None:
            bring_to_front(shown)
            return
        if any(_is_same(path, other) for other in self._being_opened):
            return
        self._being_opened.append(path)
        try:
            workspace = self._opening.open(path, self._front(), passphrase)
        finally:
            self._being_opened.remove(path)
        if workspace is None:
            self._tell_not_opened(path)
        else:
            self._show_or_tell(workspace)
        if self._handed:
            QTimer.singleShot(0, self, self._open_handed)

    def _show_or_tell(self, workspace: Workspace) -> None:
        """Show the workspace, unless what is to be shown first cannot be read."""
        try:
            window = self._show(workspace)
            if self._has_started:
                # Desktops leave a window behind that nobody has clicked for.
                bring_to_front(window)
        except StancelineError as error:
            with suppress(StancelineError):
                workspace.close()
            self._tell(str(error), workspace.path)

    def _window_on(self, path: Path) -> MainWindow | None:
        return next((each for each in self.windows if _is_same(each.workspace.path, path)), None)

    def _tell_not_opened(self, path: Path) -> None:
        refusal = self._opening.refusal
        if not self.windows:
            self.show_start(refusal or self.tr("It was not opened."), path)
        elif refusal and not self._opening.is_told:
            show_error(refusal, self._front())

    def create(self, path: Path) -> None:
        """Make a workspace and open it in a window."""
        try:
            workspace = Workspace.create(path)
        except StancelineError as error:
            self._tell(str(error))
            return
        self._show_or_tell(workspace)

    def open_sample(self, path: Path | None = None) -> None:
        """Open the sample workspace, which is written on its first use.

        It lies among the program's own files unless a path says where it is to be.
        """
        place = path or data_folder() / _SAMPLE_NAME
        try:
            if path is not None or not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                # Imported late: the first start alone needs it.
                from stanceline.services.sample import write_sample

                write_sample(place)
        except (StancelineError, OSError) as error:
            said = self.tr("The sample cannot be put in its place. {why}")
            self._tell(said.format(why=_sentence(error)), sample_elsewhere=True)
            return
        self.open(place)

    def show_start(
        self, sentence: str = "", about: Path | None = None, *, sample_elsewhere: bool = False
    ) -> None:
        """Show the window that says why nothing is open, and what can be done."""
        # Imported late: most starts open something.
        from stanceline.ui.start_window import StartWindow

        former = self.start_window
        window = StartWindow(
            self.settings, sentence, about=about, sample_elsewhere=sample_elsewhere
        )
        window.open_requested.connect(self.open)
        window.new_requested.connect(self.create)
        window.sample_requested.connect(self.open_sample)
        window.restore_requested.connect(self._restore)
        self.start_window = window
        if former is not None:
            window.restoreGeometry(former.saveGeometry())
        window.show()
        if former is not None:
            former.close()
            former.deleteLater()

    def _restore(self) -> None:
        """Have a backup put back: one of what could not be opened, or any."""
        window = self.start_window
        if window is None:
            return
        about = window.about
        if about is not None and backups.backups_of(about):
            restored = self._opening.restore(about, window.sentence.text(), window)
        else:
            kinds = (f"{self.tr('Stanceline workspaces')} (*{SUFFIX})",)
            title = self.tr("Restore a backup")
            file = ask_for_file(window, title, backup_folder(), kinds)
            if file is None:
                return
            folder = folder_for_new(self.settings.recent_workspaces)
            restored = self._opening.restore_file(file, folder, window)
        if restored is not None:
            self.open(restored)

    def _tell(
        self, sentence: str, about: Path | None = None, *, sample_elsewhere: bool = False
    ) -> None:
        """Say what went wrong: over the window in front, else in a start window."""
        if self.windows:
            show_error(sentence, self._front())
        else:
            self.show_start(sentence, about, sample_elsewhere=sample_elsewhere)

    def open_copy(self, path: Path) -> None:
        """Open the copy of a workspace that was just made, and say which one it is."""
        self.open(path)
        for window in self.windows:
            if _is_same(window.workspace.path, path):
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
            gone = set(map(id, former))
            if all(id(window) in gone for window in self.windows):
                self.show_start(self._opening.refusal or self.tr("It was not opened."), path)
            elif self._opening.refusal and not self._opening.is_told:
                show_error(self._opening.refusal, former[0])
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
        self._leave_start()
        return window

    def _leave_start(self) -> None:
        """Close the start window, once another one is there."""
        window, self.start_window = self.start_window, None
        if window is not None:
            window.close()
            window.deleteLater()

    def _forget(self, window: MainWindow) -> None:
        self.windows.remove(window)
        if self._latest is window:
            self._latest = None
        window.deleteLater()

    def _front(self) -> QWidget | None:
        """The window that was used last."""
        return self._latest or (self.windows[-1] if self.windows else self.start_window)

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


def _is_same(one: Path, other: Path) -> bool:
    """Whether both paths lead to the same file, or would."""
    try:
        return os.path.samefile(one, other)  # noqa: PTH121 - also of what is not there
    except OSError:
        return os.path.abspath(one) == os.path.abspath(other)  # noqa: PTH100


def _is_there(path: Path) -> bool:
    # os.path says no where pathlib raises: of what lies in a closed folder, for one.
    return os.path.exists(path)  # noqa: PTH110


def _sentence(error: StancelineError | OSError) -> str:
    if isinstance(error, OSError):
        return f"{error.filename} cannot be written: {error.strerror}."
    return str(error)
