import json
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray

from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import Arrangement, LaneOrder, TimeAxis
from stanceline.ui.settings import (
    LARGEST_PART_PX,
    MOST_DISMISSED_NAMES,
    MOST_DISMISSED_WORKSPACES,
    MOST_RECENT_WORKSPACES,
    MOST_SEEN_REPORTS,
    Settings,
    Side,
    TimelinePlace,
)
from stanceline.ui.theme import INTERFACE_SCALES, SIZES, ThemeChoice
from stanceline.ui.timeline.arrangement_kept import arrangement_of, as_kept

ARRANGED = Arrangement(
    lanes=LaneKey.TOPIC,
    within=LaneKey.SPEAKER,
    order=LaneOrder.BY_TITLE,
    axis=TimeAxis.PUBLISHED,
    folds_gaps=True,
)


def test_the_lanes_that_an_earlier_version_kept_are_still_known(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"lanes": "source"}')
    kept = Settings(tmp_path).timeline
    assert arrangement_of(kept) == Arrangement(lanes=LaneKey.SOURCE)


def test_a_first_start_has_sensible_settings(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "not there yet")
    assert settings.last_workspace is None
    assert settings.recent_workspaces == []
    assert settings.theme is ThemeChoice.SYSTEM
    assert settings.reading_text_px == SIZES.reading
    assert settings.timeline_place is TimelinePlace.BELOW
    assert arrangement_of(settings.timeline) == Arrangement()
    assert settings.reduced_motion is None
    assert settings.place_of("window").isEmpty()


def test_what_was_set_is_there_after_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "made when needed"
    settings = Settings(folder)
    settings.theme = ThemeChoice.DARK
    settings.reading_text_px = 21
    settings.timeline_place = TimelinePlace.FULL
    settings.timeline = as_kept(ARRANGED)
    settings.reduced_motion = True
    settings.remember_workspace(tmp_path / "Affäre 事件.stanceline")
    settings.keep_place("window", QByteArray(b"\x00\x01\xfe\xff"))
    settings.keep_place("splitter", QByteArray(b"abc"))

    again = Settings(folder)
    assert again.theme is ThemeChoice.DARK
    assert again.reading_text_px == 21
    assert again.timeline_place is TimelinePlace.FULL
    assert arrangement_of(again.timeline) == ARRANGED
    assert again.reduced_motion is True
    assert again.last_workspace == tmp_path / "Affäre 事件.stanceline"
    assert again.place_of("window") == QByteArray(b"\x00\x01\xfe\xff")
    assert again.place_of("splitter") == QByteArray(b"abc")


def test_a_path_that_is_no_text_survives(tmp_path: Path) -> None:
    odd = tmp_path / b"caf\xe9.stanceline".decode("utf-8", "surrogateescape")
    Settings(tmp_path).remember_workspace(odd)
    assert Settings(tmp_path).last_workspace == odd


def test_recent_workspaces_are_ten_the_latest_first_each_once(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    paths = [tmp_path / f"{n}.stanceline" for n in range(14)]
    for path in paths:
        settings.remember_workspace(path)
    settings.remember_workspace(paths[10])
    recent = settings.recent_workspaces
    assert len(recent) == MOST_RECENT_WORKSPACES
    assert recent[:3] == [paths[10], paths[13], paths[12]]
    assert len(set(recent)) == len(recent)


def test_a_forgotten_workspace_is_not_opened_again(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.remember_workspace(tmp_path / "a.stanceline")
    settings.remember_workspace(tmp_path / "b.stanceline")
    settings.forget_workspace(tmp_path / "b.stanceline")
    assert settings.last_workspace is None
    assert settings.recent_workspaces == [tmp_path / "a.stanceline"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"\0" * 4096,
        b"[1, 2]",
        b"null",
        b"[" * 90_000,
        b'{"theme": ' * 500 + b"1" + b"}" * 500,
        b'{"places": ' + b"[" * 60 + b"]" * 60 + b"}",
        b'{"reading_text_px": ' + b"9" * 5000 + b"}",
        '{"theme": "dark"}'.encode("utf-16"),
        b'{"theme": "d\xe9"}',
        b"\x80\x04\x95\x1d\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
        b"cos\nsystem\n(S'touch /tmp/never'\ntR.",
        b"[General]\ntheme=@Variant(\0\0\0\x7f)\n",
        b"!!python/object/apply:os.system ['true']",
    ],
)
def test_a_broken_file_is_kept_beside_and_defaults_hold(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings = Settings(tmp_path)
    assert settings.theme is ThemeChoice.SYSTEM
    settings.theme = ThemeChoice.LIGHT
    assert (tmp_path / "settings.broken.json").read_bytes() == content
    assert Settings(tmp_path).theme is ThemeChoice.LIGHT


def test_settings_that_cannot_be_written_hold_until_the_end(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("in the way")
    settings = Settings(tmp_path / "a file" / "folder")
    settings.theme = ThemeChoice.DARK
    assert settings.theme is ThemeChoice.DARK


def test_settings_of_a_newer_version_are_kept(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"of_tomorrow": [1], "theme": "sepia"}')
    settings = Settings(tmp_path)
    assert settings.theme is ThemeChoice.SYSTEM
    settings.timeline = as_kept(Arrangement(lanes=LaneKey.NONE))
    assert json.loads((tmp_path / "settings.json").read_text())["of_tomorrow"] == [1]


def test_a_file_of_a_hundred_megabytes_is_put_aside_unread(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    with path.open("wb") as file:
        file.write(b'{"theme": "dark"')
        file.truncate(100_000_000)
    assert Settings(tmp_path).theme is ThemeChoice.SYSTEM
    assert (tmp_path / "settings.broken.json").stat().st_size == 100_000_000


@pytest.mark.skipif(os.name != "posix", reason="Such things in place of a file are POSIX's.")
@pytest.mark.parametrize("what", ["endless", "pipe", "ring", "broken link"])
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, what: str) -> None:
    path = tmp_path / "settings.json"
    if what == "pipe":
        os.mkfifo(path)
    else:
        target = {"endless": "/dev/zero", "ring": path, "broken link": tmp_path / "none"}[what]
        path.symlink_to(target)
    settings = Settings(tmp_path)
    assert settings.theme is ThemeChoice.SYSTEM
    settings.theme = ThemeChoice.DARK
    assert Settings(tmp_path).theme is ThemeChoice.DARK


def test_a_folder_in_its_place_is_moved_out_of_the_way(tmp_path: Path) -> None:
    (tmp_path / "settings.broken.json").write_text("earlier")
    (tmp_path / "settings.json" / "inner").mkdir(parents=True)
    settings = Settings(tmp_path)
    settings.theme = ThemeChoice.DARK
    assert Settings(tmp_path).theme is ThemeChoice.DARK
    assert (tmp_path / "settings.broken.json").read_text() == "earlier"
    assert len(list(tmp_path.glob("settings.broken-*.json/inner"))) == 1


@pytest.mark.skipif(os.name != "posix", reason="Permissions are those of POSIX.")
def test_a_file_that_may_not_be_read_is_put_aside(
    visited_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    path = visited_folder / "settings.json"
    path.write_text('{"theme": "light"}')
    path.chmod(0)
    visited_folder.chmod(0o777)
    with unprivileged():
        settings = Settings(visited_folder)
        settings.theme = ThemeChoice.DARK
        assert Settings(visited_folder).theme is ThemeChoice.DARK
    assert (visited_folder / "settings.broken.json").read_text() == '{"theme": "light"}'


@pytest.mark.parametrize("path", ["nul\\u0000nul", "\\ud800", "", "a\\u0000"])
def test_a_path_that_the_system_would_refuse_is_none(tmp_path: Path, path: str) -> None:
    (tmp_path / "settings.json").write_text(
        f'{{"last_workspace": "{path}", "recent_workspaces": ["{path}"]}}'
    )
    settings = Settings(tmp_path)
    assert settings.last_workspace is None
    assert settings.recent_workspaces == []


def test_the_work_has_settings_with_bounds(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert settings.analyst_name == ""
    assert settings.lock_after_minutes == 0
    assert settings.backup_minutes == 30
    settings.analyst_name = "  Ada\n\u202eLovelace\t " + "x" * 500
    settings.lock_after_minutes = -5
    settings.backup_minutes = 0
    again = Settings(tmp_path)
    assert again.analyst_name.startswith("Ada Lovelace xxx")
    assert len(again.analyst_name) == 200
    assert again.lock_after_minutes == 0
    assert again.backup_minutes == 1
    settings.lock_after_minutes = settings.backup_minutes = 10**9
    again = Settings(tmp_path)
    assert again.lock_after_minutes == again.backup_minutes == 24 * 60


def test_a_warning_is_dismissed_for_one_workspace(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    here, there = tmp_path / "a.stanceline", tmp_path / "b.stanceline"
    settings.dismiss_warning(here, "cloud")
    settings.dismiss_warning(here, "cloud")
    settings.dismiss_warning(here, "network")
    again = Settings(tmp_path)
    assert again.dismissed_warnings(here) == {"cloud", "network"}
    assert again.dismissed_warnings(there) == frozenset()


def test_dismissed_warnings_do_not_pile_up(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    for n in range(MOST_DISMISSED_WORKSPACES + 3):
        settings.dismiss_warning(tmp_path / f"{n}", "cloud")
    for n in range(50):
        settings.dismiss_warning(tmp_path / "7", str(n))
    written = json.loads(settings.path.read_text())["dismissed_warnings"]
    assert len(written) == MOST_DISMISSED_WORKSPACES
    assert settings.dismissed_warnings(tmp_path / "0") == frozenset()
    assert "49" in settings.dismissed_warnings(tmp_path / "7")
    assert len(settings.dismissed_warnings(tmp_path / "7")) == MOST_DISMISSED_NAMES


def test_reports_that_were_seen_are_remembered(tmp_path: Path) -> None:
    Settings(tmp_path).see_crash_reports(["a.txt", "b.txt"])
    settings = Settings(tmp_path)
    settings.see_crash_reports(f"{n}.txt" for n in range(MOST_SEEN_REPORTS - 1))
    assert settings.seen_crash_reports[0] == "b.txt"
    assert len(settings.seen_crash_reports) == MOST_SEEN_REPORTS


def test_a_full_disk_keeps_the_settings_that_were_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(tmp_path)
    settings.theme = ThemeChoice.DARK

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    settings.theme = ThemeChoice.LIGHT
    assert settings.theme is ThemeChoice.LIGHT
    monkeypatch.undo()
    assert Settings(tmp_path).theme is ThemeChoice.DARK
    settings.reading_text_px = 20
    assert Settings(tmp_path).theme is ThemeChoice.LIGHT


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
_KEYS = (
    "last_workspace",
    "recent_workspaces",
    "theme",
    "places",
    "reading_text_px",
    "timeline_place",
    "lanes",
    "timeline",
    "reduced_motion",
    "analyst_name",
    "lock_after_minutes",
    "backup_minutes",
    "seen_crash_reports",
    "dismissed_warnings",
    "keys",
    "recent_commands",
    "hidden_sides",
    "swapped_sides",
    "part_sizes",
    "desks",
    "measure",
    "typeface",
    "interface_scale",
)


@given(st.fixed_dictionaries(dict.fromkeys(_KEYS, _JSON)))
def test_no_value_however_odd_gets_through_as_the_wrong_type(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, object]
) -> None:
    folder = tmp_path_factory.mktemp("odd")
    (folder / "settings.json").write_text(json.dumps(values))
    settings = Settings(folder)
    assert isinstance(settings.theme, ThemeChoice)
    assert isinstance(arrangement_of(settings.timeline), Arrangement)
    assert isinstance(settings.timeline_place, TimelinePlace)
    assert settings.reduced_motion in {None, True, False}
    assert 12 <= settings.reading_text_px <= 40
    assert all(isinstance(path, Path) for path in settings.recent_workspaces)
    assert settings.last_workspace is None or isinstance(settings.last_workspace, Path)
    assert isinstance(settings.place_of("window"), QByteArray)
    assert isinstance(settings.analyst_name, str)
    assert 0 <= settings.lock_after_minutes <= 24 * 60
    assert 1 <= settings.backup_minutes <= 24 * 60
    assert all(isinstance(name, str) for name in settings.seen_crash_reports)
    assert settings.dismissed_warnings(folder) == frozenset()
    for keys in settings.chosen_keys.values():
        assert all(isinstance(key, str) for key in keys)
    assert all(isinstance(name, str) for name in settings.recent_commands)
    assert settings.hidden_sides <= set(Side)
    assert settings.has_swapped_sides in {True, False}
    assert 0 <= settings.part_size("library") <= LARGEST_PART_PX
    assert settings.desk_of(folder) is None
    assert 50 <= settings.measure <= 90
    assert isinstance(settings.typeface, str)
    assert settings.interface_scale in INTERFACE_SCALES
    settings.dismiss_warning(folder, "cloud")
    assert settings.dismissed_warnings(folder) == {"cloud"}
    settings.see_crash_reports(["a"])
    assert settings.seen_crash_reports[-1] == "a"
    settings.keep_place("window", QByteArray(b"x"))
    assert settings.place_of("window") == QByteArray(b"x")
    settings.keep_part_size("library", 300)
    assert settings.part_size("library") == 300
    settings.keep_desk(folder, (1, 2))
    assert settings.desk_of(folder) == (1, 2)
    settings.remember_command("file.open")
    assert settings.recent_commands[0] == "file.open"
