import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray

from stanceline.domain.marks import LaneKey
from stanceline.ui.settings import MOST_RECENT_WORKSPACES, Settings, TimelinePlace
from stanceline.ui.theme import SIZES, ThemeChoice


def test_a_first_start_has_sensible_settings(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "not there yet")
    assert settings.last_workspace is None
    assert settings.recent_workspaces == []
    assert settings.theme is ThemeChoice.SYSTEM
    assert settings.reading_text_px == SIZES.reading
    assert settings.timeline_place is TimelinePlace.BELOW
    assert settings.lanes is LaneKey.SPEAKER
    assert settings.reduced_motion is None
    assert settings.place_of("window").isEmpty()


def test_what_was_set_is_there_after_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "made when needed"
    settings = Settings(folder)
    settings.theme = ThemeChoice.DARK
    settings.reading_text_px = 21
    settings.timeline_place = TimelinePlace.FULL
    settings.lanes = LaneKey.TOPIC
    settings.reduced_motion = True
    settings.remember_workspace(tmp_path / "Affäre 事件.stanceline")
    settings.keep_place("window", QByteArray(b"\x00\x01\xfe\xff"))
    settings.keep_place("splitter", QByteArray(b"abc"))

    again = Settings(folder)
    assert again.theme is ThemeChoice.DARK
    assert again.reading_text_px == 21
    assert again.timeline_place is TimelinePlace.FULL
    assert again.lanes is LaneKey.TOPIC
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


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[1, 2]", b"null", b"[" * 90_000])
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
    settings.lanes = LaneKey.NONE
    assert json.loads((tmp_path / "settings.json").read_text())["of_tomorrow"] == [1]


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
    "reduced_motion",
)


@given(st.fixed_dictionaries(dict.fromkeys(_KEYS, _JSON)))
def test_no_value_however_odd_gets_through_as_the_wrong_type(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, object]
) -> None:
    folder = tmp_path_factory.mktemp("odd")
    (folder / "settings.json").write_text(json.dumps(values))
    settings = Settings(folder)
    assert isinstance(settings.theme, ThemeChoice)
    assert isinstance(settings.lanes, LaneKey)
    assert isinstance(settings.timeline_place, TimelinePlace)
    assert settings.reduced_motion in {None, True, False}
    assert 12 <= settings.reading_text_px <= 40
    assert all(isinstance(path, Path) for path in settings.recent_workspaces)
    assert settings.last_workspace is None or isinstance(settings.last_workspace, Path)
    assert isinstance(settings.place_of("window"), QByteArray)
    settings.keep_place("window", QByteArray(b"x"))
    assert settings.place_of("window") == QByteArray(b"x")
