"""Passphrases: nothing of a workspace can be read without, and everything with."""

import os
import random
import shutil
import signal
import tempfile
import time
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from builders import BRIDGE, PORT, a_quotation, an_article, an_event
from stanceline.domain.unfinished import sweep
from stanceline.services.articles import library
from stanceline.services.backups import back_up, backups_of, folder_of, restore
from stanceline.services.checking import problems_of
from stanceline.services.progress import Cancelled
from stanceline.services.protecting import (
    encrypt_backups,
    encrypt_what_is_left,
    set_passphrase,
)
from stanceline.services.quotations import all_quotations
from stanceline.services.undoing import undo
from stanceline.services.workspace import Workspace
from stanceline.storage import keys
from stanceline.storage.engine import WorkspaceUnavailable
from stanceline.storage.keys import (
    PassphraseNeeded,
    UnusablePassphrase,
    WrongPassphrase,
    can_encrypt,
    is_encrypted,
)
from stanceline.storage.locks import HeldElsewhere

HERON = "Grey heron on Quay 7"
EGRET = "wéißer Reiher; 'sieben' 鷺 %s\\"
OLD = Path(__file__).resolve().parents[1] / "storage" / "released" / "schema-1.stanceline"
WORDS = ("Tora Berg", "harbour board", "inspectors", "Not a day before", "Inspection of the bridge")
N_KILLS = 6

pytestmark = pytest.mark.skipif(not can_encrypt(), reason="sqlcipher3 is not installed.")


@pytest.fixture(autouse=True)
def places(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds all that the program writes elsewhere than beside the workspace."""
    folder = tmp_path_factory.mktemp("places")
    monkeypatch.setenv("STANCELINE_CONFIG", str(folder))
    # What a key costs is measured elsewhere.
    monkeypatch.setattr(keys, "_ROUNDS", 1_000)
    return folder


@pytest.fixture
def temporary(places: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, among the other places."""
    folder = places / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def full(workspace_path: Path) -> Path:
    """A plain workspace with something of everything."""
    with Workspace.open(workspace_path) as workspace:
        fill(workspace)
    return workspace_path


def fill(workspace: Workspace) -> None:
    article = an_article(workspace, BRIDGE, source="Harbour Post", published="2031-05-13")
    a_quotation(workspace, article, "“Not a day before.”", speaker="Tora Berg", Bridge="opposes")
    an_event(workspace, "Inspection of the bridge", "2031-05-12")


def state(path: Path, passphrase: str | None = None) -> object:
    """What a user sees of the workspace."""
    with Workspace.open(path, passphrase=passphrase) as workspace:
        assert problems_of(workspace) == []
        return library(workspace), all_quotations(workspace)


def leaks(folder: Path, *secret: str) -> Iterator[tuple[str, str]]:
    """The files under the folder that hold any of the words, in any encoding a text may have."""
    encodings = ("utf-8", "utf-16-le", "utf-16-be")
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes().lower()
        for word in (*WORDS, *secret):
            for form in ("NFC", "NFD"):
                changed = unicodedata.normalize(form, word)
                if any(changed.encode(each).lower() in content for each in encodings):
                    yield path.name, word


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


# Set, changed, taken away.


def test_workspace_is_the_same_with_a_passphrase_with_another_and_without(full: Path):
    before = state(full)
    assert set_passphrase(full, None, HERON) == ()
    assert is_encrypted(full)
    assert state(full, HERON) == before
    with pytest.raises(PassphraseNeeded, match="Give its passphrase"):
        Workspace.open(full)
    assert set_passphrase(full, HERON, EGRET) == ()
    assert state(full, EGRET) == before
    with pytest.raises(WrongPassphrase, match="does not open"):
        Workspace.open(full, passphrase=HERON)
    assert set_passphrase(full, EGRET, None) == ()
    assert not is_encrypted(full)
    assert state(full) == before
    assert names(full.parent) == [full.name]


def test_history_goes_on_where_it_stopped(full: Path):
    with Workspace.open(full) as workspace:
        before = library(workspace)
        an_article(workspace, PORT)
    set_passphrase(full, None, HERON)
    with Workspace.open(full, passphrase=HERON) as workspace:
        assert undo(workspace) is not None
        assert library(workspace) == before


@pytest.mark.usefixtures("temporary")
def test_nothing_can_be_read_anywhere_once_there_is_a_passphrase(full: Path, places: Path):
    with Workspace.open(full) as workspace:
        back_up(workspace)
    assert list(leaks(full.parent))
    assert list(leaks(places))
    set_passphrase(full, None, HERON)
    with Workspace.open(full, passphrase=HERON) as workspace:
        an_article(workspace, PORT)
        fill_again = a_quotation(workspace, 1, "“Every week costs us forty jobs,”")
        assert fill_again
        assert list(leaks(full.parent, HERON, "forty jobs")) == []  # The log is there now.
        assert any(path.name.endswith("-wal") for path in full.parent.iterdir())
        made = back_up(workspace)
        assert made.is_encrypted
    set_passphrase(full, HERON, EGRET)
    assert list(leaks(full.parent, HERON, EGRET, "forty jobs")) == []
    assert list(leaks(places, HERON, EGRET, "forty jobs")) == []


@pytest.mark.usefixtures("temporary")
def test_workspace_made_with_a_passphrase_is_never_plain(tmp_path: Path, places: Path):
    path = tmp_path / "new.stanceline"
    with Workspace.create(path, passphrase=HERON) as workspace:
        fill(workspace)
        assert list(leaks(tmp_path, HERON)) == []
    assert is_encrypted(path)
    assert list(leaks(tmp_path, HERON)) == []
    assert list(leaks(places, HERON)) == []
    assert len(state(path, HERON)[0]) == 1  # type: ignore[index]


@pytest.mark.parametrize(
    "passphrase",
    [
        'it\'s "quoted"; -- x',
        "100 %s %(a)s",
        "橋 鷺",
        "a\0b",
        "x" * 500,
        " two spaces  ",
        "🔑",
        EGRET,
    ],
)
def test_odd_passphrases_do(full: Path, passphrase: str):
    before = state(full)
    set_passphrase(full, None, passphrase)
    assert state(full, unicodedata.normalize("NFD", passphrase)) == before
    with pytest.raises(WrongPassphrase):
        Workspace.open(full, passphrase=passphrase.strip() + "  .")


def test_plain_workspace_without_a_new_passphrase_is_left_alone(full: Path):
    before = full.read_bytes()
    assert set_passphrase(full, None, None) == ()
    assert full.read_bytes() == before


# Refused.


@pytest.mark.parametrize("new", ["", "   ", "secret\ud800"])
def test_passphrase_that_cannot_be_is_refused_and_nothing_changed(full: Path, new: str):
    before = full.read_bytes()
    with pytest.raises(UnusablePassphrase) as caught:
        set_passphrase(full, None, new)
    assert "secret" not in str(caught.value)
    assert full.read_bytes() == before


def test_wrong_passphrase_changes_nothing(full: Path):
    set_passphrase(full, None, HERON)
    before = full.read_bytes()
    for new in (EGRET, None):
        with pytest.raises(WrongPassphrase):
            set_passphrase(full, "another", new)
    with pytest.raises(PassphraseNeeded):
        set_passphrase(full, None, EGRET)
    assert full.read_bytes() == before
    assert names(full.parent) == [full.name]


def test_workspace_that_is_open_is_refused(full: Path):
    with (
        Workspace.open(full) as workspace,
        pytest.raises((HeldElsewhere, WorkspaceUnavailable)),
    ):
        set_passphrase(workspace.path, None, HERON)
    assert not is_encrypted(full)


def test_workspace_can_be_opened_right_after(full: Path):
    set_passphrase(full, None, HERON)
    with Workspace.open(full, passphrase=HERON) as workspace:
        assert not workspace.is_read_only
        assert workspace.is_encrypted


def test_encrypted_workspace_is_read_where_it_cannot_be_written(
    full: Path, visited_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
):
    set_passphrase(full, None, HERON)
    there = Path(shutil.copyfile(full, visited_folder / "there.stanceline"))
    there.chmod(0o444)
    visited_folder.chmod(0o555)
    with unprivileged():
        with Workspace.open(there, passphrase=HERON) as workspace:
            assert workspace.is_read_only
            assert len(library(workspace)) == 1
        with pytest.raises(WrongPassphrase):
            Workspace.open(there, passphrase=EGRET)


def test_encrypted_workspace_opens_for_reading_beside_another(full: Path):
    set_passphrase(full, None, HERON)
    with Workspace.open(full, passphrase=HERON) as first:
        with Workspace.open(full, passphrase=HERON) as second:
            assert second.is_read_only
            an_article(first, PORT)
            assert len(library(second)) == 2
        with pytest.raises(WrongPassphrase):
            Workspace.open(full, passphrase=EGRET)


class Stopper:
    """Progress that stops the job once it says these words."""

    def __init__(self, words: str) -> None:
        self.words = words

    def step(self, _done: int, _total: int, what: str) -> None:
        if self.words in what:
            raise Cancelled("The user stopped it.")


def test_user_may_stop_until_the_copy_is_put_in_place(full: Path):
    before = full.read_bytes()
    with pytest.raises(Cancelled):
        set_passphrase(full, None, HERON, Stopper("Putting it in place"))
    assert full.read_bytes() == before
    assert names(full.parent) == [full.name]


# Backups, and what else was kept.


def test_backups_follow_the_workspace(full: Path):
    with Workspace.open(full) as workspace:
        back_up(workspace)
        an_article(workspace, PORT)
        back_up(workspace, reason="before import")
        folder = folder_of(workspace)
    before = [backup.at for backup in backups_of(full)]
    assert len(before) == 2
    assert any("articles" in path.name for path in folder.iterdir())
    set_passphrase(full, None, HERON)
    with Workspace.open(full, passphrase=HERON) as workspace:
        found = backups_of(workspace)
    assert [backup.at for backup in found] == before
    assert all(backup.is_encrypted and backup.n_articles is None for backup in found)
    assert list(leaks(folder)) == []
    set_passphrase(full, HERON, EGRET)
    with Workspace.open(full, passphrase=EGRET) as workspace:
        oldest = backups_of(workspace)[-1]
    with pytest.raises(WrongPassphrase):
        restore(oldest.path, full.with_name("back.stanceline"), passphrase=HERON)
    back = restore(oldest.path, full.with_name("back.stanceline"), passphrase=EGRET)
    assert len(state(back, EGRET)[0]) == 1  # type: ignore[index]
    set_passphrase(full, EGRET, None)
    assert not any(backup.is_encrypted for backup in backups_of(full))


def test_damaged_backup_is_named_and_left(full: Path):
    with Workspace.open(full) as workspace:
        damaged = back_up(workspace).path
        an_article(workspace, PORT)
        sound = back_up(workspace).path
    content = bytearray(damaged.read_bytes())
    content[5 * 4096 : 5 * 4096 + 300] = b"\xa5" * 300
    damaged.write_bytes(content)
    assert set_passphrase(full, None, HERON) == (damaged,)
    assert damaged.read_bytes() == content
    assert not sound.exists()  # Its name said how many articles it holds.
    assert is_encrypted(full)


def test_backups_of_another_passphrase_are_named_and_left(full: Path):
    set_passphrase(full, None, HERON)
    with Workspace.open(full, passphrase=HERON) as workspace:
        other = back_up(workspace).path
        apart = shutil.copy(other, full.parent / "apart")
    set_passphrase(full, HERON, EGRET)
    shutil.copy(apart, other)
    assert set_passphrase(full, EGRET, HERON) == (other,)


def test_user_may_leave_the_backups_for_later(full: Path):
    with Workspace.open(full) as workspace:
        made = back_up(workspace).path
    assert set_passphrase(full, None, HERON, Stopper("Backups")) == (made,)
    assert not is_encrypted(made)
    with Workspace.open(full, passphrase=HERON) as workspace:
        assert encrypt_what_is_left(workspace) == ()
        assert [backup.is_encrypted for backup in backups_of(workspace)] == [True]
        (backup,) = backups_of(workspace)
    back = restore(backup.path, full.with_name("back.stanceline"), passphrase=HERON)
    assert state(back, HERON) == state(full, HERON)


def test_nothing_is_left_to_encrypt_of_a_plain_workspace(workspace: Workspace):
    made = back_up(workspace)
    assert encrypt_what_is_left(workspace) == ()
    assert not is_encrypted(made.path)


def test_plain_workspaces_in_a_folder_are_encrypted(full: Path, tmp_path: Path):
    folder = tmp_path / "copies"
    folder.mkdir()
    with Workspace.open(full) as workspace:
        for reason in ("one", "two"):
            back_up(workspace, folder, reason)
    (folder / "notes.txt").write_text("A note of the user's own.", encoding="utf-8")
    assert encrypt_backups(folder, HERON) == ()
    assert sum(is_encrypted(path) for path in folder.iterdir()) == 2
    assert (folder / "notes.txt").exists()
    assert list(leaks(folder)) == []


def test_old_files_that_were_kept_beside_the_workspace_follow(tmp_path: Path):
    path = Path(shutil.copyfile(OLD, tmp_path / "bridge.stanceline"))
    Workspace.open(path).close()
    assert list(leaks(tmp_path))
    assert set_passphrase(path, None, HERON) == ()
    assert list(leaks(tmp_path)) == []
    assert len(names(tmp_path)) == 2


# When the program is killed.


def killed(action: Callable[[], object], after_s: float | None) -> float:
    """Do something in a child that is killed; how long it ran in seconds."""
    started = time.monotonic()
    with warnings.catch_warnings():
        # The child uses no thread of ours.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            action()
        finally:
            os._exit(0)
    if after_s is not None:
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.monotonic() - started


@pytest.mark.skipif(not hasattr(os, "fork"), reason="There is no fork here.")
@pytest.mark.parametrize(("now", "new"), [(None, HERON), (HERON, EGRET), (HERON, None)])
def test_killed_at_any_moment_one_of_the_two_passphrases_opens_all(
    full: Path, now: str | None, new: str | None, tmp_path: Path
):
    with Workspace.open(full) as workspace:
        back_up(workspace)
    before = state(full)
    if now is not None:
        set_passphrase(full, None, now)
    content = full.read_bytes()
    dice = random.Random(9)
    trial = Path(shutil.copyfile(full, tmp_path / "trial.stanceline"))
    lasts = killed(lambda: set_passphrase(trial, now, new), None)
    for path in tmp_path.glob("*trial*"):
        path.unlink()
    for _ in range(N_KILLS):
        full.write_bytes(content)
        killed(lambda: set_passphrase(full, now, new), dice.uniform(0, lasts))
        sweep(tmp_path)
        opens_as_before = is_encrypted(full) is (now is not None)
        if now and new:
            try:
                Workspace.open(full, passphrase=now).close()
            except WrongPassphrase:
                opens_as_before = False
        assert state(full, now if opens_as_before else new) == before
        assert names(tmp_path) == [full.name]
