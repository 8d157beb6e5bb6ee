"""Files are written whole or not at all."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from stanceline.formats.files import CannotWrite, whole_file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_file_appears_when_it_is_whole(tmp_path: Path):
    path = tmp_path / "out.csv"
    with whole_file(path) as unfinished:
        unfinished.write_text("new")
        assert not path.exists()
        assert unfinished.suffix == ".csv"
    assert path.read_text() == "new"
    assert names(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_old_file_stays_when_the_writer_fails(tmp_path: Path, error: type[BaseException]):
    path = tmp_path / "out.csv"
    path.write_text("old")

    def fail() -> None:
        with whole_file(path) as unfinished:
            unfinished.write_text("half")
            raise error

    with pytest.raises(error):
        fail()
    assert path.read_text() == "old"
    assert names(tmp_path) == ["out.csv"]


def test_full_disk_is_told_in_a_sentence(tmp_path: Path):
    if not Path("/dev/full").exists():
        pytest.skip("This system has no device that is always full.")
    path = tmp_path / "out.csv"
    path.write_text("old")

    def fill() -> None:
        with whole_file(path), Path("/dev/full").open("w") as full:
            full.write("x" * 100_000)

    with pytest.raises(CannotWrite, match=r"out\.csv cannot be written: No space left on device"):
        fill()
    assert path.read_text() == "old"


def test_missing_folder_is_told_in_a_sentence(tmp_path: Path):
    with (
        pytest.raises(CannotWrite, match=r"out\.csv cannot be written: No such file or directory"),
        whole_file(tmp_path / "missing" / "out.csv"),
    ):
        pytest.fail("There was nothing to write to.")


def test_folder_that_may_not_be_written_is_told_in_a_sentence(
    visited_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
):
    visited_folder.chmod(0o555)
    with (
        unprivileged(),
        pytest.raises(CannotWrite, match="cannot be written: Permission denied"),
        whole_file(visited_folder / "out.csv"),
    ):
        pytest.fail("There was nothing to write to.")
    assert names(visited_folder) == []


@pytest.mark.parametrize("place", ["folder", "/dev/null"])
def test_what_is_no_ordinary_file_is_never_replaced(tmp_path: Path, place: str):
    path = tmp_path / place
    if place == "folder":
        path.mkdir()
    with (
        pytest.raises(CannotWrite, match="it is not an ordinary file"),
        whole_file(path),
    ):
        pytest.fail("There was nothing to write to.")
    assert not path.is_file()


def test_link_stays_a_link_to_the_new_content(tmp_path: Path):
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old")
    link.symlink_to(target)
    with whole_file(link) as unfinished:
        unfinished.write_text("new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_replaced_file_keeps_its_permissions(tmp_path: Path):
    path = tmp_path / "out.csv"
    path.touch(mode=0o600)
    with whole_file(path) as unfinished:
        unfinished.write_text("new")
    assert path.stat().st_mode & 0o777 == 0o600


def test_new_file_has_the_permissions_of_any_other(tmp_path: Path):
    (tmp_path / "other").touch()
    with whole_file(tmp_path / "out.csv"):
        pass
    assert (tmp_path / "out.csv").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_longest_name_that_the_system_allows_is_written(tmp_path: Path):
    path = tmp_path / ("x" * (os.pathconf(tmp_path, "PC_NAME_MAX") - 4) + ".csv")
    with whole_file(path) as unfinished:
        unfinished.write_text("new")
    assert path.read_text() == "new"
