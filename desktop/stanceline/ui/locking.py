"""Passphrases of a window's workspace: setting one, and locking the window behind it."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from stanceline.domain.errors import StancelineError
from stanceline.services.opening import check_passphrase
from stanceline.services.progress import Progress
from stanceline.ui.lock_screen import LockScreen
from stanceline.ui.reopening import Outcome, Reopening

if TYPE_CHECKING:
    from stanceline.ui.dialogs.passphrase import PassphraseChange
    from stanceline.ui.main_window import MainWindow

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_S_PER_MINUTE = 60
_MS_PER_S = 1_000
_SHORTEST_WAIT_MS = 1_000


class Locking(QObject):
    """Asks for passphrases, and hides the window from whoever passes by.

    While it is locked, nothing of the workspace is shown, not even its name, and no menu
    or key does anything. What somebody was typing is there again afterwards. All windows
    on a workspace are locked and unlocked together.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self._covers: dict[QWidget, LockScreen] = {}
        self._hidden: list[QWidget] = []
        self._titles: dict[QWidget, str] = {}
        self._last_input_s = time.monotonic()
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._lock_when_idle)
        self._watched: list[QWindow] = []

    @property
    def is_locked(self) -> bool:
        """Whether the window is hidden."""
        return bool(self._covers)

    # Passphrases

    def ask_for_change(self, refused: str = "") -> None:
        """Ask for a new passphrase, or for doing without one, and see to it."""
        window = self._window
        from stanceline.ui.dialogs.passphrase import PassphraseDialog

        dialog = PassphraseDialog(
            self._workspace.path.name,
            is_encrypted=self._workspace.is_encrypted,
            refused=refused,
            parent=window,
        )
        change = dialog.change if dialog.exec() else None
        dialog.deleteLater()
        if change is None:
            return
        try:
            if change.now is not None:
                check_passphrase(self._workspace.path, change.now)
        except StancelineError as error:
            self.ask_for_change(str(error))
            return
        window.reopening_requested.emit(self._reopening(change))

    def _reopening(self, change: "PassphraseChange") -> Reopening:
        path = self._workspace.path
        if change.new is None:
            title, said = self.tr("Removing the passphrase"), self.tr("The passphrase is removed.")
        elif change.now is None:
            title, said = self.tr("Encrypting"), self.tr("The workspace is encrypted now.")
        else:
            title = self.tr("Changing the passphrase")
            said = self.tr("The passphrase is changed.")

        def job(progress: Progress) -> Outcome:
            from stanceline.services.protecting import set_passphrase

            left = set_passphrase(path, change.now, change.new, progress)
            more = self.tr(" %n backup(s) could not follow and are as they were.", "", len(left))
            return Outcome(path, said + more if left else said)

        return Reopening(title, job, change.new, change.now)

    # Locking

    def lock(self) -> None:
        """Hide everything until the passphrase is given."""
        if not self._workspace.is_encrypted or self.is_locked:
            return
        # Until its turn comes, none of the others may show what this one hides.
        for window in self._window.siblings():
            window.locking.hide_all()
        front = QApplication.activeModalWidget() or self._window
        self._covers.get(front, self._covers[self._window]).cover()

    def hide_all(self) -> None:
        """Hide this window alone, and all that belongs to it."""
        if self.is_locked:
            return
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for top in self._tops():
            if isinstance(top, QMessageBox | QFileDialog):
                # They hold nothing that was typed, and are too small for a question.
                top.reject()
            else:
                self._cover(top)
        for menu in self._window.menuBar().actions():
            menu.setEnabled(False)
        self._window.commands.set_locked(True)
        self._idle.stop()

    def _tops(self) -> list[QWidget]:
        """The window, and all that is open over it or beside it."""
        window = self._window
        others = (each for each in QApplication.topLevelWidgets() if each.isVisible())
        return [*(each for each in others if _belongs_to(each, window)), window]

    def _cover(self, top: QWidget) -> None:
        self._titles[top] = top.windowTitle()
        top.setWindowTitle(self.tr("Stanceline, locked"))
        cover = LockScreen(top)
        cover.unlock_requested.connect(self._unlock)
        cover.leave_requested.connect(self._leave)
        # What floats goes before that over which it floats, which would close it.
        for child in reversed(top.findChildren(QWidget)):
            is_direct = child.parent() is top and not child.isWindow()
            if is_direct and child is not cover and not child.isHidden():
                child.hide()
                self._hidden.append(child)
        self._covers[top] = cover
        cover.cover()

    def _unlock(self, passphrase: str) -> None:
        asked = self.sender()
        try:
            check_passphrase(self._workspace.path, passphrase)
        except StancelineError:
            # The error's own sentence names the file, which is nobody's business here.
            if isinstance(asked, LockScreen):
                asked.refuse(
                    self.tr(
                        "This passphrase does not fit. Check capitals, spaces and the "
                        "keyboard's language, and try again."
                    )
                )
            return
        for window in self._window.siblings():
            window.locking.show_all()
        self._window.pane.reader.setFocus()

    def show_all(self) -> None:
        """Show this window again, and all that belongs to it."""
        if not self.is_locked:
            return
        for child in reversed(self._hidden):
            child.show()
        for top, title in self._titles.items():
            top.setWindowTitle(title)
        for cover in self._covers.values():
            cover.uncover()
            cover.deleteLater()
        self._hidden, self._titles, self._covers = [], {}, {}
        for menu in self._window.menuBar().actions():
            menu.setEnabled(True)
        self._window.commands.set_locked(False)
        self._last_input_s = time.monotonic()
        self.watch()

    def _leave(self) -> None:
        for top in self._covers:
            if top is not self._window:
                top.close()
        self._window.close()

    # Idle time

    def watch(self) -> None:
        """Lock by itself after as long without a key or click as is set, or never."""
        minutes = self._window.settings.lock_after_minutes
        if not minutes or not self._workspace.is_encrypted:
            self._idle.stop()
            return
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and not self._watched:
            app.focusWindowChanged.connect(self._watch_window)
            self._watch_window(self._window.windowHandle())
        self._last_input_s = time.monotonic()
        self._idle.start(minutes * _S_PER_MINUTE * _MS_PER_S)

    def _watch_window(self, window: QWindow | None) -> None:
        # A window of the system hears of each key and click once; the widgets in it of more.
        if window is not None and window not in self._watched:
            self._watched.append(window)
            window.installEventFilter(self)
            window.destroyed.connect(lambda: self._watched.remove(window))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take note of when somebody was there last."""
        if event.type() in _INPUT:
            self._last_input_s = time.monotonic()
        return False

    def _lock_when_idle(self) -> None:
        limit_s = self._window.settings.lock_after_minutes * _S_PER_MINUTE
        left_s = limit_s - (time.monotonic() - self._last_input_s)
        if left_s <= 0:
            self.lock()
        else:
            self._idle.start(max(_SHORTEST_WAIT_MS, round(left_s * _MS_PER_S)))

    def stop(self) -> None:
        """Watch no more."""
        self._idle.stop()


def _belongs_to(widget: QWidget, window: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if parent is window:
            return True
        parent = parent.parentWidget()
    return False
