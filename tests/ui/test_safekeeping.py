"""Backups that are made by themselves, and warnings about places."""

from pathlib import Path

import pytest

from builders import BRIDGE, PORT, an_article
from stanceline.services import backups
from stanceline.services.backups import backups_of
from stanceline.services.looking import Finding, FindingKind
from stanceline.services.places import backup_folder
from stanceline.storage.disks import Place, PlaceKind
from ui.window_builders import drop, settle


@pytest.fixture
def window(open_window, workspace):
    an_article(workspace, BRIDGE, published="2031-05-20")
    return open_window(workspace)


def wait(window) -> None:
    window.safekeeping._quiet.wait_until_idle()
    settle()


def test_a_changed_workspace_is_backed_up_at_the_start_and_not_again(window):
    window.safekeeping._begin_keeping()
    wait(window)
    assert [each.reason for each in backups_of(window.workspace)] == ["opened"]
    window.safekeeping._begin_keeping()
    wait(window)
    assert len(backups_of(window.workspace)) == 1


def test_while_working_it_is_backed_up_after_as_long_as_is_set(window, monkeypatch):
    window.safekeeping._begin_keeping()
    wait(window)
    an_article(window.workspace, PORT)
    window.safekeeping._back_up_when_due()
    wait(window)
    assert len(backups_of(window.workspace)) == 1
    asked = []

    def due(_workspace, minutes):
        asked.append(minutes)
        return True

    monkeypatch.setattr(backups, "due", due)
    window.settings.backup_minutes = 12
    window.safekeeping._back_up_when_due()
    wait(window)
    assert asked == [12]
    assert [each.reason for each in backups_of(window.workspace)] == ["while working", "opened"]


def test_a_backup_is_made_before_an_import(window, tmp_path):
    path = tmp_path / "one.txt"
    path.write_text("Ferry sails again\n\n“At last,” said Ivo Maar.\n", "utf-8")
    drop(window, path)
    made = backups_of(window.workspace)
    assert [each.reason for each in made] == ["before import"]
    assert made[0].n_articles == 1


def test_a_backup_that_fails_is_told_of_once_and_keeps_nothing_from_being_done(window, tmp_path):
    folder = backup_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("no folder", "utf-8")
    path = tmp_path / "one.txt"
    path.write_text("Ferry sails again\n\n“At last,” said Ivo Maar.\n", "utf-8")
    drop(window, path)
    assert window.pane.article.title == "Ferry sails again"
    said = window.said_label.whole_text()
    assert said.startswith("Imported 1 article. No backup was made: ")
    told = []
    window.say = told.append
    for _ in range(2):
        an_article(window.workspace, f"{PORT} {_}")
        window.safekeeping._begin_keeping()
        wait(window)
    assert told == []
    folder.unlink()
    window.safekeeping._begin_keeping()
    wait(window)
    assert len(backups_of(window.workspace)) == 1


def test_a_cloud_folder_is_warned_of_until_that_is_dismissed(open_window, workspace):
    workspace.place = Place(PlaceKind.CLOUD, "Dropbox")
    window = open_window(workspace)
    assert "Dropbox" in window.banner.sentence.text()
    assert window.banner.action_button.isVisible()
    assert not window.banner.retry_button.isVisible()
    window.banner.close_button.click()
    assert not window.banner.isVisible()
    assert window.settings.dismissed_warnings(Path(workspace.path)) == {"place:cloud"}


def test_after_an_unclean_end_the_window_says_that_all_is_there(open_window, workspace):
    workspace.was_unclean = True
    window = open_window(workspace)
    assert window.said_label.whole_text().startswith("Stanceline was not closed properly")


def test_damage_is_said_where_it_stays_until_somebody_has_looked(window):
    window.safekeeping._looked([Finding(FindingKind.TEXT, "A text is not what was imported.")])
    assert window.banner.isVisible()
    assert window.banner.sentence.text().endswith("Problem found: 1.")
    assert window.banner.action_button.text() == "Check workspace…"
