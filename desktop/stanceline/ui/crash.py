"""What happens when something fails that nobody foresaw."""

import atexit
import faulthandler
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.errors import StancelineError
from stanceline.services.places import log_folder
from stanceline.ui.crash_report import (
    close_fault_log,
    describe,
    note_aside,
    open_fault_log,
    place_of,
    write_report,
)
from stanceline.ui.settings import Settings

EXIT_FAILED = 1

_PLATFORMS_WITHOUT_DISPLAY = ("offscreen", "minimal", "vnc")
_SAME_AGAIN_AFTER_S = 10.0


class CrashHook(QObject):
    """Takes every error that reaches the top, on any thread, and tells the user once.

    A StancelineError is shown as the sentence it is. Anything else is written to a report
    and shown in a ``CrashDialog``, never two at once; the same failure is not shown again
    within ten seconds, so that one in a paint event does not ask for ever. Without a
    display one sentence goes to standard error and the program ends with status 1.

    Reports that were shown are noted in the settings; the others are shown at the next
    start, as is what faulthandler writes when the system ends the program.
    """

    _raised = Signal(object)

    def __init__(
        self,
        app: QApplication,
        *,
        folder: Path | None = None,
        has_display: bool | None = None,
        leave: Callable[[], None] | None = None,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(app)
        self.folder = folder or log_folder()
        self._app = app
        self._has_display = (
            QGuiApplication.platformName() not in _PLATFORMS_WITHOUT_DISPLAY
            if has_display is None
            else has_display
        )
        self._leave = leave or self._exit
        self._settings = settings
        self._shown_dialog: QDialog | None = None
        self._sentences: deque[str] = deque()
        self._last_shown: tuple[str, str, int] | None = None
        self._closed_s = 0.0
        self._faults: TextIO | None = None
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        # Always queued: a dialog must not open within a paint event or another thread.
        self._raised.connect(self._handle, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take the place of the interpreter's hooks."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error
        sys.unraisablehook = self._on_unraisable
        self._watch_for_faults()

    def uninstall(self) -> None:
        """Put back the hooks that were there before."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        self._stop_watching()

    def _watch_for_faults(self) -> None:
        self._faults = open_fault_log(self.folder)
        if self._faults is not None:
            faulthandler.enable(self._faults)
            atexit.register(self._stop_watching)

    def _stop_watching(self) -> None:
        atexit.unregister(self._stop_watching)
        if self._faults is not None:
            faulthandler.disable()
            close_fault_log(self._faults)
            self._faults = None

    # --------------------------------------------------------------- the three hooks

    def _on_error(
        self,
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._exit()
            return
        self._take(error.with_traceback(traceback))

    def _on_thread_error(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self._take(args.exc_value)

    def _on_unraisable(self, args: "sys.UnraisableHookArgs") -> None:
        # Nobody waits for what a finaliser does, so it is only written down.
        if args.exc_value is not None:
            note_aside(self.folder, describe(args.exc_value))

    def _take(self, error: BaseException) -> None:
        own_thread = QThread.currentThread() is self.thread()
        if own_thread and QThread.currentThread().loopLevel() == 0:
            # No loop would ever come to a queued call: the program is starting or ending.
            self._handle(error)
        else:
            self._raised.emit(error)

    # -------------------------------------------------------------------- telling

    @Slot(object)
    def _handle(self, error: BaseException) -> None:
        if isinstance(error, StancelineError):
            self._tell_plainly(str(error))
            return
        report = describe(error)
        path = write_report(self.folder, report)
        if not self._has_display:
            self._tell_without_display(path)
        elif self._was_just_shown(error):
            self._note_as_seen(path)
        elif self._shown_dialog is None:
            self._last_shown = place_of(error)
            self._note_as_seen(path)
            dialog = CrashDialog(report, self.folder, QApplication.activeWindow())
            dialog.quit_requested.connect(self._quit)
            self._show(dialog)

    def _was_just_shown(self, error: BaseException) -> bool:
        is_open = self._shown_dialog is not None
        passed_s = time.monotonic() - self._closed_s
        is_same = place_of(error) == self._last_shown
        return is_same and (is_open or passed_s < _SAME_AGAIN_AFTER_S)

    def _note_as_seen(self, path: Path | None) -> None:
        if self._settings is not None and path is not None:
            self._settings.see_crash_reports([path.name])

    def _tell_plainly(self, sentence: str) -> None:
        if not self._has_display:
            sys.stderr.write(f"{sentence}\n")
            self._exit()
        elif self._shown_dialog is not None:
            self._sentences.append(sentence)
        else:
            self._show(error_box(sentence, QApplication.activeWindow()))

    def _tell_without_display(self, path: Path | None) -> None:
        sentence = self.tr("Something went wrong in Stanceline. Your work is saved.")
        where = self.tr("The report is in {path}").format(path=path) if path else ""
        sys.stderr.write(f"{sentence} {where}".rstrip() + "\n")
        self._exit()

    def _show(self, dialog: QDialog) -> None:
        self._shown_dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.finished.connect(dialog.deleteLater)
        if QThread.currentThread().loopLevel() == 0:
            dialog.exec()
        else:
            dialog.open()

    @Slot(int)
    def _closed(self, _result: int) -> None:
        self._shown_dialog = None
        self._closed_s = time.monotonic()
        if self._sentences:
            self._show(error_box(self._sentences.popleft(), QApplication.activeWindow()))

    @Slot()
    def _quit(self) -> None:
        self._leave()

    def _exit(self) -> None:
        self._app.exit(EXIT_FAILED)


def install_crash_hook(
    app: QApplication,
    *,
    folder: Path | None = None,
    has_display: bool | None = None,
    leave: Callable[[], None] | None = None,
    settings: Settings | None = None,
) -> CrashHook:
    """The hook, in place, that tells the user of every error from here on.

    Reports go to ``folder``, the log folder when None. ``has_display`` is found out when
    None. ``leave`` is called when the user wants to quit; when None the loop of the
    program ends with status 1. ``settings`` remember which reports were shown.
    """
    hook = CrashHook(app, folder=folder, has_display=has_display, leave=leave, settings=settings)
    hook.install()
    return hook


class CrashDialog(QDialog):
    """Says that something went wrong, shows the report, and asks whether to go on.

    ``quit_requested`` is emitted when the user would rather leave.
    """

    quit_requested = Signal()

    def __init__(self, report: str, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report = report
        self._folder = folder
        self.setWindowTitle(self.tr("Stanceline"))
        self.resize(640, 420)
        heading = QLabel(self.tr("Something went wrong in Stanceline. Your work is saved."))
        heading.setProperty("role", "title")
        heading.setWordWrap(True)
        what = QLabel(
            self.tr(
                "The last thing you asked for may not have been done; you can try it again. "
                "The report below says where it happened. It holds no text of your articles."
            )
        )
        what.setProperty("role", "muted")
        what.setWordWrap(True)
        self._text = ReportText(report)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(heading)
        layout.addWidget(what)
        layout.addWidget(self._text, 1)
        layout.addLayout(self._buttons())
        # The way on has the focus, so that Enter and the space bar do the least harm.
        self._go_on.setFocus()

    def _buttons(self) -> QHBoxLayout:
        copy = QPushButton(self.tr("&Copy report"))
        copy.clicked.connect(self._copy)
        show = QPushButton(self.tr("&Open log folder"))
        show.clicked.connect(self._open_folder)
        leave = QPushButton(self.tr("&Quit"))
        leave.clicked.connect(self._quit)
        go_on = QPushButton(self.tr("Co&ntinue"))
        go_on.setProperty("primary", "true")
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        row = QHBoxLayout()
        for button in (copy, show):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch()
        leave.setAutoDefault(False)
        row.addWidget(leave)
        row.addWidget(go_on)
        self._go_on = go_on
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _quit(self) -> None:
        self.reject()
        self.quit_requested.emit()


class ReportText(QPlainTextEdit):
    """Shows a report, to be read and copied."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(report, parent)
        self.setReadOnly(True)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setAccessibleName(self.tr("Report"))


def error_box(sentence: str, parent: QWidget | None = None) -> QMessageBox:
    """A box, not yet shown, with a sentence that the user can act on, as plain text."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(QCoreApplication.translate("error_box", "Stanceline"))
    # Sentences name files and articles, which must not be taken for markup.
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    return box


def show_error(sentence: str, parent: QWidget | None = None) -> None:
    """Show a sentence that the user can act on; returns at once where a loop runs."""
    box = error_box(sentence, parent)
    box.finished.connect(box.deleteLater)
    if QThread.currentThread().loopLevel() == 0:
        box.exec()
    else:
        box.open()
