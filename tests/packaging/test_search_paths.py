"""Shipped libraries look for others beside themselves only."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from linux.search_paths import (
    forget_foreign_search_paths,
    without_foreign_search_path,
)

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("cc") and shutil.which("readelf")),
    reason="libraries are made with a C compiler and looked at with readelf",
)


def library(path: Path, *linker_options: str) -> Path:
    source = path.with_suffix(".c")
    source.write_text("int two_and_two(void) { return 4; }\n")
    options = [f"-Wl,{option}" for option in linker_options]
    subprocess.run(["cc", "-shared", "-fPIC", *options, "-o", path, source], check=True)
    return path


def told_about(path: Path) -> str:
    command = ["readelf", "--dynamic", "--wide", str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("kind", ["--enable-new-dtags", "--disable-new-dtags"])
def test_a_path_to_where_it_was_built_is_forgotten_and_the_library_still_loads(
    tmp_path: Path, kind: str
) -> None:
    made = library(tmp_path / "made.so", "-rpath,/home/builder/lib", kind)
    before = told_about(made)
    assert "/home/builder/lib" in before
    assert forget_foreign_search_paths(tmp_path) == [made]
    after = told_about(made)
    assert "/home/builder/lib" not in after
    assert before.count("(NEEDED)") == after.count("(NEEDED)")
    load = "import ctypes, sys; print(ctypes.CDLL(sys.argv[1]).two_and_two())"
    command = [sys.executable, "-c", load, str(made)]
    assert subprocess.run(command, check=True, capture_output=True).stdout == b"4\n"


@pytest.mark.parametrize("options", [(), ("-rpath,$ORIGIN/../lib",)])
def test_a_library_that_looks_beside_itself_stays_as_it_is(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    data = library(tmp_path / "made.so", *options).read_bytes()
    assert without_foreign_search_path(data) == data


def test_paths_of_both_kinds_are_refused(tmp_path: Path) -> None:
    data = library(tmp_path / "made.so", "-rpath,$ORIGIN:/opt/lib").read_bytes()
    with pytest.raises(ValueError, match="/opt/lib"):
        without_foreign_search_path(data)


def test_a_file_of_another_kind_is_left_alone() -> None:
    assert without_foreign_search_path(b"\x7fELF\x01\x01 32 bits") == b"\x7fELF\x01\x01 32 bits"
    assert without_foreign_search_path(b"words") == b"words"
