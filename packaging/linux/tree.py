"""Folders that become packages: copied, with the same modes and times wherever they are made."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

FOLDER_MODE, PROGRAM_MODE, FILE_MODE = 0o755, 0o755, 0o644

_ELF = b"\x7fELF"


def copy_tree(
    source: Path, dest: Path, *, leaves_out: Callable[[str], bool] = lambda _: False
) -> None:
    """Copy the folder `source` to `dest`, which must not be there.

    Files for which `leaves_out` says so, by their path under `source`, stay away, and links that
    would then point nowhere. Links stay links.
    """
    dest.mkdir(parents=True)
    for path in paths_under(source):
        inside = path.relative_to(source)
        there = dest / inside
        if path.is_symlink():
            there.symlink_to(path.readlink())
        elif path.is_dir():
            there.mkdir()
        elif not leaves_out(inside.as_posix()):
            shutil.copyfile(path, there)
            there.chmod(path.stat().st_mode & 0o777)
    for path in list(paths_under(dest)):
        if path.is_symlink() and not path.exists():
            path.unlink()


def level(folder: Path, *, epoch: int, programs: Sequence[str] = ()) -> None:
    """Give all under `folder` one time, and the modes that anybody may use them with.

    Only the files that `programs` names, by their path under `folder`, may be run. `epoch` counts
    seconds since 1970.
    """
    for path in [folder, *paths_under(folder)]:
        if not path.is_symlink():
            is_program = path.relative_to(folder).as_posix() in programs
            if path.is_dir():
                path.chmod(FOLDER_MODE)
            else:
                path.chmod(PROGRAM_MODE if is_program else FILE_MODE)
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def paths_under(folder: Path) -> Iterator[Path]:
    """Everything under `folder` in an order that is the same everywhere, folders first."""
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from paths_under(path)


def files_under(folder: Path) -> Iterator[Path]:
    """The files under `folder`, without links."""
    return (path for path in paths_under(folder) if path.is_file() and not path.is_symlink())


def elf_files(folder: Path) -> list[Path]:
    """The programs and libraries under `folder`."""
    return [path for path in files_under(folder) if is_elf(path)]


def is_elf(path: Path) -> bool:
    """Whether the file is a program or library of Linux."""
    with path.open("rb") as file:
        return file.read(len(_ELF)) == _ELF


def wanted_from_outside(folder: Path) -> list[str]:
    """The names of the libraries that those under `folder` ask for and that are not there."""
    command = ["readelf", "--dynamic", "--wide", *map(str, elf_files(folder))]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    wanted = {
        line.rpartition("[")[2].rstrip("] ") for line in told.splitlines() if "(NEEDED)" in line
    }
    return sorted(wanted - {path.name for path in paths_under(folder)})
