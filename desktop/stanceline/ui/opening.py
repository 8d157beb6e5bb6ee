"""Opening a workspace as a person meets it: with passphrases, progress, and damage."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from stanceline.domain.errors import StancelineError
from stanceline.services import backups
from stanceline.services.backups import Backup
from stanceline.services.opening import PassphraseNeeded, WorkspaceDamaged, WrongPassphrase
from stanceline.services.progress import Cancelled, Progress
from stanceline.services.workspace import SUFFIX, Workspace
from stanceline.ui.crash import show_error
from stanceline.ui.dialogs.working import wait_for
from stanceline.ui.settings import Settings


class Opening(QObject):
    """Opens workspaces, and asks for what that needs.

    ``refusal`` says why the last one was not opened; it is empty when somebody stopped it.
    ``is_told`` says whether that was shown already.
    """

    def __init__(self, parent: QObject, settings: Settings) -> None:
        super().__init__(parent)
        self._settings = settings
        self.refusal = ""
        self.is_told = False

    def open(
        self, path: Path, over: QWidget | None, passphrase: str | None = None
    ) -> Workspace | None:
        """The workspace, or None when it cannot be opened, see ``refusal``, or nobody wants to.

        A passphrase is asked for until it fits. What is wrong with one is never taken for
        damage. A damaged file can be put back from a backup here.
        """
        self.refusal, self.is_told = "", False
        refused = damage = ""
        while not damage:
            try:
                return self._opened(path, over, passphrase)
            except PassphraseNeeded:
                refused = ""
            except WrongPassphrase as error:
                refused = str(error)
            except WorkspaceDamaged as error:
                # Not here: what the error refers to would hold the file open.
                damage = str(error)
                break
            except Cancelled:
                return None
            except StancelineError as error:
                self._settings.forget_workspace(path)
                self.refusal = str(error)
                return None
            passphrase = self._ask(path, refused, over)
            if passphrase is None:
                return None
        if over is None and not backups.backups_of(path):
            self.refusal = damage  # The start window says it all.
            return None
        restored = self.restore(path, damage, over)
        if restored is not None:
            return self.open(restored, over)
        self.refusal, self.is_told = damage, True
        return None

    def _opened(self, path: Path, over: QWidget | None, passphrase: str | None) -> Workspace:
        """Open it on a worker: bringing an earlier format up to date may take a while."""

        def job(progress: Progress) -> Workspace:
            return Workspace.open(path, passphrase=passphrase, progress=progress)

        return wait_for(self.tr("Opening {name}").format(name=path.name), job, over)

    def _ask(self, path: Path, refused: str, over: QWidget | None) -> str | None:
        from stanceline.ui.dialogs.passphrase import AskPassphraseDialog

        dialog = AskPassphraseDialog(path, refused, over)
        answer = dialog.passphrase() if dialog.exec() else None
        dialog.deleteLater()
        return answer

    def restore(self, path: Path, sentence: str, over: QWidget | None) -> Path | None:
        """The path of the workspace that a backup became, None when none did.

        ``sentence`` says what is wrong with the file at ``path``, whose backups are offered.
        """
        from stanceline.ui.dialogs.damaged import DamagedDialog

        damaged = DamagedDialog(path, sentence, over)
        chosen = damaged.chosen if damaged.exec() else None
        damaged.deleteLater()
        return None if chosen is None else self._put_back(path, chosen, over)

    def restore_file(self, file: Path, folder: Path, over: QWidget | None) -> Path | None:
        """The path of the workspace that this backup became, None when it became none.

        It is proposed to lie in the folder, under the name that the workspace had.
        """
        try:
            backup = backups.backup_in(file)
        except StancelineError as error:
            show_error(str(error), over)
            return None
        # Backups lie in a folder that begins with the name of their workspace.
        name = file.parent.name.rpartition("-")[0] or file.stem
        return self._put_back(folder / f"{name}{SUFFIX}", backup, over, can_replace=False)

    def _put_back(
        self, path: Path, backup: Backup, over: QWidget | None, *, can_replace: bool = True
    ) -> Path | None:
        from stanceline.ui.dialogs.restoring import RestoringDialog

        dialog = RestoringDialog(backup, path, can_replace=can_replace, parent=over)
        dialog.in_place.setChecked(can_replace)
        dialog.as_new.setChecked(not can_replace)
        try:
            if not dialog.exec():
                return None
            return wait_for(self.tr("Restoring"), dialog.job(), over)
        except StancelineError as error:
            show_error(str(error), over)
            return None
        finally:
            dialog.deleteLater()
