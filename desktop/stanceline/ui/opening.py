"""Opening a workspace as a person meets it: with passphrases, progress, and damage."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from stanceline.domain.errors import StancelineError
from stanceline.services.backups import Backup
from stanceline.services.opening import PassphraseNeeded, WorkspaceDamaged, WrongPassphrase
from stanceline.services.progress import Cancelled, Progress
from stanceline.services.workspace import Workspace
from stanceline.ui.crash import show_error
from stanceline.ui.dialogs.damaged import DamagedDialog
from stanceline.ui.dialogs.passphrase import AskPassphraseDialog
from stanceline.ui.dialogs.restoring import RestoringDialog
from stanceline.ui.dialogs.working import wait_for
from stanceline.ui.settings import Settings


class Opening(QObject):
    """Opens workspaces, and asks for what that needs."""

    def __init__(self, parent: QObject, settings: Settings) -> None:
        super().__init__(parent)
        self._settings = settings

    def open(
        self, path: Path, over: QWidget | None, passphrase: str | None = None
    ) -> Workspace | None:
        """The workspace, or None when it cannot be opened, which is told, or nobody wants to.

        A passphrase is asked for until it fits. What is wrong with one is never taken for
        damage. A damaged file can be put back from a backup here.
        """
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
                show_error(str(error), over)
                return None
            passphrase = self._ask(path, refused, over)
            if passphrase is None:
                return None
        restored = self._restore(path, damage, over)
        return self.open(restored, over) if restored is not None else None

    def _opened(self, path: Path, over: QWidget | None, passphrase: str | None) -> Workspace:
        """Open it on a worker: bringing an earlier format up to date may take a while."""

        def job(progress: Progress) -> Workspace:
            return Workspace.open(path, passphrase=passphrase, progress=progress)

        return wait_for(self.tr("Opening {name}").format(name=path.name), job, over)

    def _ask(self, path: Path, refused: str, over: QWidget | None) -> str | None:
        dialog = AskPassphraseDialog(path, refused, over)
        answer = dialog.passphrase() if dialog.exec() else None
        dialog.deleteLater()
        return answer

    def _restore(self, path: Path, sentence: str, over: QWidget | None) -> Path | None:
        """The path of the backup that was put back, None when none was."""
        damaged = DamagedDialog(path, sentence, over)
        chosen = damaged.chosen if damaged.exec() else None
        damaged.deleteLater()
        return None if chosen is None else self._put_back(path, chosen, over)

    def _put_back(self, path: Path, backup: Backup, over: QWidget | None) -> Path | None:
        dialog = RestoringDialog(backup, path, can_replace=True, parent=over)
        dialog.in_place.setChecked(True)
        try:
            if not dialog.exec():
                return None
            return wait_for(self.tr("Restoring"), dialog.job(), over)
        except StancelineError as error:
            show_error(str(error), over)
            return None
        finally:
            dialog.deleteLater()
