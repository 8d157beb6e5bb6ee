"""Builds the .deb: the frozen program under /usr/lib, what desktops want to know under /usr/share.

Needs dpkg-deb and dpkg-shlibdeps (Debian: dpkg-dev) and PySide6. There are no maintainer scripts:
the triggers of desktop-file-utils, shared-mime-info and hicolor-icon-theme do all there is to do.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import shipped
from linux import debian_texts
from linux.share import compressed, write_share
from linux.tree import copy_tree, elf_files, files_under, level, paths_under

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

PROGRAM_FOLDER = Path("usr/lib/stanceline")
PROGRAM = PROGRAM_FOLDER / "stanceline"
COMMAND = Path("usr/bin/stanceline")
DOCUMENTS = Path("usr/share/doc/stanceline")
OVERRIDES = Path("usr/share/lintian/overrides/stanceline")

# A third of the time that the default level takes, and some 5 per cent more bytes.
COMPRESSION = ("-Zxz", "-z2")

FONTS = "fonts-dejavu-core | fonts-liberation | fonts-noto-core | fonts-freefont-ttf"
"""For words in scripts that the program's own fonts lack."""

# Debian and Ubuntu gave these a suffix when the type of time changed. Most of them go by the old
# name, too, but not for ever.
RENAMED = {name: f"{name}t64" for name in ("libglib2.0-0", "libssl3")}


def build_deb(tree: Path, out: Path, *, version: str, epoch: int) -> Path:
    """Make `out`/stanceline_VERSION_ARCHITECTURE.deb of the frozen program `tree`; give its path.

    The same tree, `version` and `epoch` (seconds since 1970) give the same bytes. Raises
    CalledProcessError when a tool of dpkg fails.
    """
    with tempfile.TemporaryDirectory(prefix="stanceline-deb-") as temporary:
        root = Path(temporary) / "root"
        fill(root, tree, version=version, epoch=epoch)
        architecture = _told(["dpkg", "--print-architecture"])
        (root / "DEBIAN").mkdir()
        fields = {
            "VERSION": debian_texts.debian_version(version),
            "ARCHITECTURE": architecture,
            "INSTALLED_SIZE": str(installed_kib(root)),
            "DEPENDS": ", ".join(dependencies(root, Path(temporary))),
        }
        (root / "DEBIAN" / "control").write_text(control(fields), encoding="utf-8")
        (root / "DEBIAN" / "md5sums").write_text(sums(root), encoding="utf-8")
        level(root, epoch=epoch, programs=[PROGRAM.as_posix()])
        out.mkdir(parents=True, exist_ok=True)
        package = out / f"stanceline_{debian_texts.debian_version(version)}_{architecture}.deb"
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", *COMPRESSION, "--build", str(root), str(package)],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch)},
        )
    return package


def fill(root: Path, tree: Path, *, version: str, epoch: int) -> None:
    """Lay under `root` what the package installs under /."""
    copy_tree(tree, root / PROGRAM_FOLDER, leaves_out=shipped.is_lent_by_packages)
    (root / COMMAND).parent.mkdir(parents=True)
    (root / COMMAND).symlink_to(os.path.relpath(PROGRAM, COMMAND.parent))
    write_share(root / "usr/share", version=version, epoch=epoch)
    markdown = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    changes = debian_texts.changelog(markdown, version=version, epoch=epoch)
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    rights = debian_texts.copyright_text(tree, PROGRAM_FOLDER, licence)
    texts = {
        DOCUMENTS / "changelog.gz": compressed(changes.encode()),
        DOCUMENTS / "copyright": rights.encode(),
        OVERRIDES: (HERE / "lintian-overrides").read_bytes(),
    }
    for place, data in texts.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_bytes(data)


def control(fields: dict[str, str]) -> str:
    """The control file: the template with `fields` in place of @NAME@."""
    template = (HERE / "control.in").read_text(encoding="utf-8")
    return re.sub("@([A-Z_]+)@", lambda match: fields[match[1]], template)


def dependencies(root: Path, scratch: Path) -> list[str]:
    """The packages with the libraries that the program under `root` asks the system for.

    dpkg-shlibdeps looks them up on this machine, so a package runs on the release of Debian or
    Ubuntu that it was made on, and on later ones. `scratch` is a folder for its notes.
    """
    (scratch / "debian").mkdir()
    (scratch / "debian" / "control").write_text(
        "Source: stanceline\n\nPackage: stanceline\nArchitecture: any\n", encoding="utf-8"
    )
    command = [
        "dpkg-shlibdeps",
        "-O",
        # The libraries that are shipped belong to no package.
        "--ignore-missing-info",
        "--warnings=0",
        f"-S{root}",
        f"-l{root / PROGRAM_FOLDER / '_internal'}",
        *(f"-e{path}" for path in elf_files(root)),
    ]
    told = _told(command, folder=scratch)
    found = told.partition("shlibs:Depends=")[2].split(", ")
    return [*with_new_names(found), FONTS]


def with_new_names(dependencies: Iterable[str]) -> list[str]:
    """`dependencies` with the package's new name beside the old one, where it has been renamed."""
    return [
        f"{one} | {RENAMED[name]}" if (name := one.partition(" ")[0]) in RENAMED else one
        for one in dependencies
    ]


def installed_kib(root: Path) -> int:
    """What the files take on a disk, as dpkg reckons: each file in whole KiB, 1 for the others."""
    return sum(
        -(-path.stat().st_size // 1024) if path.is_file() and not path.is_symlink() else 1
        for path in paths_under(root)
    )


def sums(root: Path) -> str:
    """The MD5 sum of each file that is installed, as dpkg --verify reads them."""
    lines = []
    for path in files_under(root):
        inside = path.relative_to(root)
        if inside.parts[0] != "DEBIAN":
            digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
            lines.append(f"{digest}  {inside.as_posix()}\n")
    return "".join(lines)


def _told(command: list[str], *, folder: Path | None = None) -> str:
    """What `command` prints, run in `folder`."""
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, cwd=folder)
    return done.stdout.strip()
