"""Keeping a window's workspace safe: warnings about its place, copies, backups, checks."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal

from stanceline.domain.errors import StancelineError
from stanceline.services import backups
from stanceline.services.backups import Backup
from stanceline.services.opening import CopyUnsound, copy_to, is_free_to_write, warning_of
from stanceline.services.progress import Cancelled, Progress
from stanceline.services.workspace import SUFFIX, Changed
from stanceline.ui.banner import BannerText
from stanceline.ui.file_dialogs import ask_where_to_write
from stanceline.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from stanceline.services.looking import Finding
    from stanceline.ui.main_window import MainWindow

_FIRST_BACKUP_AFTER_MS = 4_000
_LOOK_EVERY_MS = 60_000
_WATCH_EVERY_MS = 2_000
_DAMAGE = "damage"
_FREE = "free"


class Safekeeping(QObject):
    """Says where the workspace lies badly, and backs it up by itself.

    A window that only reads follows what others write, and says when they have ended. Of
    several windows on one workspace the first one sees to its backups.
    """

    _failed_before = Signal(object)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._failed_before.connect(self._not_backed_up)
        self._workspace = window.workspace
        # Apart from the tasks of the window: nobody asked for these, and nobody waits.
        self._quiet = TaskRunner(self)
        self._has_told_failure = False
        self._untold = ""
        self._seen_version = 0
        self._is_free = False
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_EVERY_MS)
        self._watch.timeout.connect(self._follow)
        self._round = QTimer(self)
        self._round.setInterval(_LOOK_EVERY_MS)
        self._round.timeout.connect(self._back_up_when_due)
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.setInterval(_FIRST_BACKUP_AFTER_MS)
        self._first.timeout.connect(self._begin_keeping)

    def start(self) -> None:
        """Look after the workspace from now on."""
        banner = self._window.banner
        self._window.tasks.finished.connect(self._task_over)
        banner.action_triggered.connect(self._act_on_notice)
        banner.retry_triggered.connect(self._window.retry_requested)
        banner.dismissed.connect(self._dismiss)
        banner.show_text(self._notice())
        if self._workspace.is_read_only:
            self._seen_version = self._version()
            self._watch.start()
        else:
            self._round.start()
            if not self._window.looks_after_workspace:
                return
            self._first.start()
            if self._workspace.was_unclean:
                self._window.say(
                    self.tr("Stanceline was not closed properly last time. Your work is all here.")
                )

    def stop(self) -> None:
        """Look no more; what runs is stopped."""
        for timer in (self._watch, self._round, self._first):
            timer.stop()
        if self._quiet.is_busy:
            self._quiet.cancel_all()
            self._quiet.wait_until_idle()

    # Where it lies

    def _notice(self) -> BannerText | None:
        """What the banner should say, unless somebody has seen enough of it."""
        text = self._read_only_notice() or self._place_notice()
        dismissed = self._window.settings.dismissed_warnings(self._workspace.path)
        return None if text is None or text.key in dismissed else text

    def _read_only_notice(self) -> BannerText | None:
        workspace = self._workspace
        if not workspace.is_read_only:
            return None
        copy = self.tr("Copy to this computer…")
        if workspace.holder is not None:
            told = self.tr(
                "{holder}, so it is read-only here. What is changed there appears here by itself."
            )
            return BannerText("held", told.format(holder=workspace.holder), copy, can_retry=True)
        why = workspace.why_read_only or self.tr("It was opened for reading only.")
        told = self.tr("This workspace is read-only. {why} Copy it to work on it.").format(why=why)
        return BannerText("read-only", told, copy)

    def _place_notice(self) -> BannerText | None:
        warning = warning_of(self._workspace)
        if not warning:
            return None
        kind = self._workspace.place.kind.value
        return BannerText(f"place:{kind}", warning, self.tr("Copy to this computer…"))

    def _dismiss(self, key: str) -> None:
        # That somebody else has it open is news each time, and damage even more.
        if key not in {"held", _FREE, _DAMAGE}:
            self._window.settings.dismiss_warning(self._workspace.path, key)
        self._window.pane.reader.setFocus()

    def _act_on_notice(self) -> None:
        if self._window.banner.shown_key == _FREE:
            self._window.retry_requested.emit()
        elif self._window.banner.shown_key == _DAMAGE:
            self._window.banner.show_text(None)
            self.check()
        else:
            self.ask_to_copy()

    def _show_damage(self, sentence: str) -> None:
        """Say it where it stays until somebody has looked."""
        check = self.tr("Check workspace…")
        self._window.banner.show_text(BannerText(_DAMAGE, sentence, check))

    def ask_to_copy(self) -> None:
        """Ask where a copy of the workspace should lie, make it, and open it."""
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = Path(QStandardPaths.writableLocation(documents) or Path.home())
        kinds = (f"{self.tr('Stanceline workspaces')} (*{SUFFIX})",)
        path = ask_where_to_write(
            self._window,
            self.tr("Copy to this computer"),
            folder / self._workspace.path.name,
            kinds,
            confirms=False,
        )
        if path is not None:
            self.copy(path if path.suffix else path.with_suffix(SUFFIX))

    def copy(self, to: Path) -> None:
        """Copy the workspace, and open the copy."""

        def job(progress: Progress) -> Path:
            return copy_to(self._workspace, to, progress)

        window = self._window
        window.work.run(self.tr("Copying"), job, window.copied.emit, window.tell_failure)

    def _version(self) -> int:
        try:
            return self._workspace.data_version()
        except StancelineError:
            return self._seen_version  # A disk that is away now may be back in a moment.

    def _follow(self) -> None:
        """Show what another program has written, and whether it has ended."""
        self._notice_who_writes()
        now = self._version()
        if now != self._seen_version and self._window.isVisible():
            self._seen_version = now
            self._window.catch_up(frozenset(Changed))

    def _notice_who_writes(self) -> None:
        """Offer to write once whoever had the workspace has closed it, until somebody has it."""
        holder, banner = self._workspace.holder, self._window.banner
        if holder is None or self._window.locking.is_locked or not self._window.isVisible():
            return
        is_free = is_free_to_write(self._workspace)
        if is_free and not self._is_free:
            told = self.tr("Nobody else has this workspace open any more. It can be written here.")
            banner.show_text(BannerText(_FREE, told, self.tr("Write here")))
        elif self._is_free and not is_free:
            banner.show_text(self._notice())
        self._is_free = is_free

    # Backups and checks

    def show_backups(self) -> None:
        """List the backups, to make one or to put one back."""
        from stanceline.ui.dialogs.backups import BackupsDialog

        dialog = BackupsDialog(self._workspace, self._window)
        dialog.open_requested.connect(self._window.open_requested)
        dialog.reopening_requested.connect(self._window.reopening_requested)
        dialog.exec()
        dialog.deleteLater()

    def check(self) -> None:
        """Look the workspace over."""
        from stanceline.ui.dialogs.check import CheckDialog

        dialog = CheckDialog(self._workspace, self._window)
        dialog.open()
        dialog.look()

    def _begin_keeping(self) -> None:
        """What takes too long to be done while the window opens."""
        workspace = self._workspace
        if workspace.was_unclean:
            from stanceline.services.looking import look_over

            self._quiet.run(
                "check", lambda progress: look_over(workspace, progress), self._looked, _ignored
            )
        if workspace.is_encrypted:
            from stanceline.services.protecting import encrypt_what_is_left

            # A program that was killed while it encrypted may have left a plain backup.
            self._quiet.run(
                "encrypt",
                lambda progress: encrypt_what_is_left(workspace, progress),
                _ignored,
                self._not_backed_up,
            )
        self._back_up("opened")

    def _looked(self, findings: "list[Finding]") -> None:
        if findings:
            self._show_damage(
                self.tr(
                    "Stanceline was not closed properly last time. Problem(s) found: %n.",
                    "",
                    len(findings),
                )
            )

    def _back_up_when_due(self) -> None:
        if not self._quiet.is_busy and self._window.looks_after_workspace:
            self._back_up("while working", self._window.settings.backup_minutes)

    def _back_up(self, reason: str, minutes: int = 0) -> None:
        """Back up in the background what changed, if the last time is so long ago."""

        def job(progress: Progress) -> Backup | None:
            if minutes and not backups.due(self._workspace, minutes):
                return None
            return backups.back_up_if_changed(self._workspace, reason, progress)

        self._quiet.run(reason, job, self._backed_up, self._not_backed_up)

    def back_up_before(self, reason: str, progress: Progress) -> None:
        """Back up before something large is done; on the thread of that job.

        What keeps the backup from being made does not keep the job from being done, but it
        is told. Raises Cancelled.
        """
        try:
            backups.back_up_if_changed(self._workspace, reason, progress)
        except Cancelled:
            raise
        except StancelineError as error:
            self._failed_before.emit(error)

    def _backed_up(self, backup: Backup | None) -> None:
        if backup is not None:
            self._has_told_failure = False

    def _not_backed_up(self, error: StancelineError) -> None:
        """Say once that there is no backup, and why; after what a job has to say."""
        if isinstance(error, Cancelled) or self._has_told_failure:
            return
        self._has_told_failure = True
        if isinstance(error, CopyUnsound):
            self._show_damage(str(error))
            return
        self._untold = str(error)
        if not self._window.tasks.is_busy:
            self._tell_failure()

    def _task_over(self, _title: str) -> None:
        # What came of the task is told after this signal, and must be read too.
        QTimer.singleShot(0, self, self._tell_failure)

    def _tell_failure(self) -> None:
        untold, self._untold = self._untold, ""
        if untold:
            said = self._window.said_label
            before = f"{said.whole_text()} " if said.isVisible() else ""
            self._window.say(f"{before}{untold}")


def _ignored(_outcome: object) -> None:
    """What nobody needs to hear of."""
