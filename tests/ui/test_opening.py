"""Opening as a person meets it: passphrases, damage, restoring, reopening."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from builders import BRIDGE, PORT, an_article
from stanceline.services import articles, backups
from stanceline.services.opening import WorkspaceUnavailable
from stanceline.services.progress import Progress
from stanceline.services.protecting import set_passphrase
from stanceline.services.workspace import Workspace
from stanceline.ui import app as app_module
from stanceline.ui.dialogs.backups import BackupsDialog
from stanceline.ui.dialogs.damaged import DamagedDialog
from stanceline.ui.dialogs.passphrase import AskPassphraseDialog, PassphraseDialog
from stanceline.ui.dialogs.restoring import RestoringDialog
from stanceline.ui.dialogs.working import WorkingDialog
from stanceline.ui.reopening import Outcome, Reopening
from ui.window_builders import CTRL, KEY, SHIFT, press, settle

SECRET = "copper ladder mistral oyster"


@pytest.fixture(autouse=True)
def own_config(tmp_path, monkeypatch):
    monkeypatch.setenv("STANCELINE_CONFIG", str(tmp_path / "config"))


@pytest.fixture
def filled_path(workspace_path: Path) -> Path:
    with Workspace.open(workspace_path) as workspace:
        an_article(workspace, BRIDGE, published="2031-05-20")
        an_article(workspace, PORT, published="2031-05-21")
    return workspace_path


def dialog_of(boxes, kind, act):
    """Have the next dialog, which is of this kind, do something."""

    def do(dialog):
        if dialog.property("isAnswered") or isinstance(dialog, WorkingDialog):
            boxes.others.insert(0, do)
            return
        assert isinstance(dialog, kind)
        dialog.setProperty("isAnswered", True)  # noqa: FBT003 (Qt's signature)
        # Later, since what it opens in turn is to be answered too.
        QTimer.singleShot(0, dialog, lambda: act(dialog))

    boxes.others.append(do)


def came(qtbot, program, before):
    """The window that took the place of another."""
    qtbot.waitUntil(lambda: before not in program.windows, timeout=20_000)
    settle()
    assert len(program.windows) == 1
    return program.windows[0]


def give(words: str):
    def act(dialog: AskPassphraseDialog) -> None:
        dialog.secret.line.setText(words)
        dialog.accept()

    return act


def test_an_encrypted_workspace_asks_until_the_passphrase_fits(program, filled_path, boxes):
    set_passphrase(filled_path, None, SECRET)
    refusals = []

    def wrong(dialog: AskPassphraseDialog) -> None:
        refusals.append(dialog)
        give("copper ladder")(dialog)

    dialog_of(boxes, AskPassphraseDialog, wrong)
    dialog_of(boxes, AskPassphraseDialog, give(SECRET))
    program.open(filled_path)
    assert len(program.windows) == 1
    assert program.windows[0].header._encrypted.isVisible()
    assert boxes.sentences == []
    assert boxes.others == []


def test_who_gives_no_passphrase_gets_no_window_and_no_word_of_damage(program, filled_path, boxes):
    set_passphrase(filled_path, None, SECRET)
    dialog_of(boxes, AskPassphraseDialog, lambda dialog: dialog.reject())
    program.open(filled_path)
    assert program.windows == []
    assert boxes.sentences == []


def test_a_passphrase_is_set_changed_and_removed_in_the_window(qtbot, program, filled_path, boxes):
    program.open(filled_path)
    window = program.windows[0]
    second = [row.id for row in articles.library(window.workspace)][1]
    window.open_article(second)

    def fill(now: str, new: str):
        def act(dialog: PassphraseDialog) -> None:
            dialog.now.line.setText(now)
            dialog.new.line.setText(new)
            dialog.again.line.setText(new)
            (dialog.set_button if new else dialog.remove_button).click()

        return act

    for now, new, said in (
        ("", SECRET, "The workspace is encrypted now."),
        (SECRET, "walnut brigade oyster", "The passphrase is changed."),
        ("walnut brigade oyster", "", "The passphrase is removed."),
    ):
        dialog_of(boxes, PassphraseDialog, fill(now, new))
        before = program.windows[0]
        before.locking.ask_for_change()
        window = came(qtbot, program, before)
        assert window.workspace.is_encrypted is bool(new)
        assert window.pane.article.id == second
        assert window.said_label.whole_text() == said
    assert boxes.sentences == []


def test_a_wrong_passphrase_changes_nothing_and_is_asked_for_again(program, filled_path, boxes):
    set_passphrase(filled_path, None, SECRET)
    program.open(filled_path, SECRET)
    told = []

    def wrong(dialog: PassphraseDialog) -> None:
        dialog.now.line.setText("something else")
        dialog.remove_button.click()

    def stop(dialog: PassphraseDialog) -> None:
        told.append(dialog._notice.text())
        dialog.reject()

    dialog_of(boxes, PassphraseDialog, wrong)
    dialog_of(boxes, PassphraseDialog, stop)
    press(KEY.Key_P, CTRL | SHIFT)
    assert len(told) == 1
    assert "does not open" in told[0]
    assert program.windows[0].workspace.is_encrypted


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)


def test_a_damaged_file_offers_its_backups_and_keeps_itself(program, filled_path, boxes):
    with Workspace.open(filled_path) as workspace:
        backups.back_up(workspace)
    damage(filled_path)
    damaged = filled_path.read_bytes()
    dialog_of(boxes, DamagedDialog, lambda dialog: dialog.restore_button.click())
    dialog_of(boxes, RestoringDialog, lambda dialog: dialog._restore.click())
    program.open(filled_path)
    assert boxes.sentences == []
    assert len(program.windows) == 1
    assert len(articles.library(program.windows[0].workspace)) == 2
    beside = [each for each in filled_path.parent.glob("*.stanceline") if each != filled_path]
    assert damaged in [each.read_bytes() for each in beside]


def test_a_damaged_file_without_backups_is_told_of_in_the_start_window(program, filled_path):
    damage(filled_path)
    program.open(filled_path)
    assert program.windows == []
    assert "damaged" in program.start_window.sentence.text()


def test_a_damaged_file_without_backups_is_told_of_over_the_window_that_is_open(
    program, filled_path, boxes, tmp_path
):
    program.create(tmp_path / "other.stanceline")
    damage(filled_path)
    seen = []

    def look(dialog: DamagedDialog) -> None:
        seen.append(dialog.table.isVisible())
        dialog.reject()

    dialog_of(boxes, DamagedDialog, look)
    program.open(filled_path)
    assert seen == [False]
    assert boxes.sentences == []
    assert [each.workspace.path.name for each in program.windows] == ["other.stanceline"]


def test_a_backup_is_made_and_put_back_in_place_from_the_window(qtbot, program, filled_path, boxes):
    program.open(filled_path)
    window = program.windows[0]
    window.safekeeping._first.stop()

    def back_up(dialog: BackupsDialog) -> None:
        dialog.back_up_button.click()
        dialog._work._runner.wait_until_idle()
        assert dialog.table.rowCount() == 1
        assert dialog._said.text().startswith("Backed up and checked")
        dialog.accept()

    dialog_of(boxes, BackupsDialog, back_up)
    press(KEY.Key_B, CTRL)
    article_id = window.pane.article.id
    articles.delete_article(window.workspace, article_id)
    settle()

    def in_place(dialog: RestoringDialog) -> None:
        dialog.in_place.setChecked(True)
        dialog._restore.click()

    dialog_of(boxes, BackupsDialog, lambda dialog: dialog.restore_button.click())
    dialog_of(boxes, RestoringDialog, in_place)
    press(KEY.Key_B, CTRL)
    again = came(qtbot, program, window)
    assert len(articles.library(again.workspace)) == 2
    assert again.said_label.whole_text().startswith("Restored the backup of today")
    assert boxes.sentences == []


def test_a_backup_becomes_a_file_of_its_own_beside(qtbot, program, filled_path, boxes):
    program.open(filled_path)
    backups.back_up(program.windows[0].workspace)
    dialog_of(boxes, BackupsDialog, lambda dialog: dialog.restore_button.click())
    dialog_of(boxes, RestoringDialog, lambda dialog: dialog._restore.click())
    press(KEY.Key_B, CTRL)
    qtbot.waitUntil(lambda: len(program.windows) == 2, timeout=20_000)
    assert program.windows[1].workspace.path.parent == filled_path.parent


def test_what_another_program_has_open_is_read_only_and_tried_again(program, filled_path, qtbot):
    import subprocess
    import sys

    holding = (
        "import sys; from pathlib import Path\n"
        "from stanceline.services.workspace import Workspace\n"
        "w = Workspace.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.readline()\n"
        "from stanceline.services.importing import read_text, store\n"
        "store(w, [read_text('New here\\n\\nText.')]); print('done', flush=True)\n"
        "sys.stdin.readline(); w.close()\n"
    )
    source = str(Path(app_module.__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(filled_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": source, "PATH": ""},
    ) as other:
        assert other.stdout.readline().strip() == "open"
        program.open(filled_path)
        window = program.windows[0]
        qtbot.waitExposed(window)
        assert window.workspace.is_read_only
        assert window.banner.isVisible()
        assert "so it is read-only here" in window.banner.sentence.text()
        other.stdin.write("write\n")
        other.stdin.flush()
        assert other.stdout.readline().strip() == "done"
        window.safekeeping._follow()
        settle()
        assert window.counts_label.text().startswith("3 articles")
        other.stdin.write("close\n")
        other.stdin.flush()
        other.wait()
    window.banner.retry_button.click()
    again = came(qtbot, program, window)
    assert not again.workspace.is_read_only
    assert not again.banner.isVisible()


def test_a_read_only_file_is_copied_to_where_it_can_be_worked_on(
    qtbot, program, filled_path, tmp_path, monkeypatch
):
    from stanceline.services import workspace as workspace_module

    monkeypatch.setattr(workspace_module, "can_write_beside", lambda _path: False)
    program.open(filled_path)
    window = program.windows[0]
    assert "read-only" in window.banner.sentence.text()
    monkeypatch.undo()
    window.safekeeping.copy(tmp_path / "mine.stanceline")
    qtbot.waitUntil(lambda: len(program.windows) == 2, timeout=20_000)
    mine = program.windows[1].workspace
    assert not mine.is_read_only
    assert len(articles.library(mine)) == 2


def test_a_dismissed_notice_stays_away(program, filled_path, monkeypatch):
    from stanceline.services import workspace as workspace_module

    monkeypatch.setattr(workspace_module, "can_write_beside", lambda _path: False)
    program.open(filled_path)
    program.windows[0].banner.close_button.click()
    assert not program.windows[0].banner.isVisible()
    program.windows[0].close()
    program.open(filled_path)
    assert not program.windows[0].banner.isVisible()
    other = Path(shutil.copyfile(filled_path, filled_path.with_name("other.stanceline")))
    program.open(other)
    assert program.windows[1].banner.isVisible()


def test_when_a_job_on_the_closed_file_fails_the_window_is_there_again(
    qtbot, program, filled_path, boxes
):
    def fail(_progress: Progress) -> Outcome:
        raise WorkspaceUnavailable("The disk is full.")

    program.open(filled_path)
    before = program.windows[0]
    before.reopening_requested.emit(Reopening("Encrypting", fail))
    again = came(qtbot, program, before)
    qtbot.waitUntil(lambda: boxes.sentences == ["The disk is full."])
    assert len(articles.library(again.workspace)) == 2
    assert not again.workspace.is_read_only


def test_what_was_typed_is_saved_before_the_file_is_closed_for_a_job(
    qtbot, program, filled_path, boxes
):
    program.open(filled_path)
    before = program.windows[0]
    article_id = before.pane.article.id
    before.inspector.article_page.author.setText("Ada Neumark")
    before.reopening_requested.emit(
        Reopening("Waiting", lambda _progress: Outcome(filled_path, "Done."))
    )
    again = came(qtbot, program, before)
    assert articles.article(again.workspace, article_id).author == "Ada Neumark"
    assert again.said_label.whole_text() == "Done."
    assert boxes.sentences == []
