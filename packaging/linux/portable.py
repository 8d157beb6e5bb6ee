"""Builds the portable archive: the frozen program, which runs from wherever it is unpacked.

With it come install.sh and uninstall.sh, for one user. Needs zstd, readelf (binutils) and PySide6.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from linux.share import write_share
from linux.tree import copy_tree, level, paths_under, wanted_from_outside

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

PROGRAMS = ("stanceline", "install.sh", "uninstall.sh")
LIBRARIES = "libraries.txt"

# Level 19 would take nine times as long for a tenth less. The number of threads does not change
# the bytes, as long as there are threads at all.
COMPRESSION = ("-12", "--long=27", "-T0")

_READ_ME = """\
Stanceline {version} for Linux

Run it from here:        ./stanceline
Install it for you:      ./install.sh
Remove it again:         ~/.local/lib/stanceline/uninstall.sh

It needs no administrator, and never writes into its own folder. The folder may lie anywhere, on a
stick for one. The help of the program (F1) has a page on installing and updating.

On Debian and Ubuntu the .deb installs it for all users of the machine.
"""


def build_portable(tree: Path, out: Path, *, version: str, epoch: int) -> Path:
    """Make `out`/stanceline-VERSION-linux-MACHINE.tar.zst of the frozen program `tree`.

    Returns its path. The same tree, `version` and `epoch` (seconds since 1970) give the same
    bytes. Raises CalledProcessError when a tool fails.
    """
    name = f"stanceline-{version}-linux-{platform.machine()}"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="stanceline-portable-") as temporary:
        folder = Path(temporary) / name
        fill(folder, tree, version=version, epoch=epoch)
        level(folder, epoch=epoch, programs=PROGRAMS)
        packed = Path(temporary) / "packed.tar"
        pack(folder, packed, epoch=epoch)
        archive = out / f"{name}.tar.zst"
        command = ["zstd", "--quiet", "--force", *COMPRESSION, str(packed), "-o", str(archive)]
        subprocess.run(command, check=True)
    return archive


def fill(folder: Path, tree: Path, *, version: str, epoch: int) -> None:
    """Lay in `folder`, which is made, what the archive holds."""
    copy_tree(tree, folder)
    write_share(folder / "share", version=version, epoch=epoch)
    script = (HERE / "install.sh").read_text(encoding="utf-8")
    system = f"{platform.system()}-{platform.machine()}"
    texts = {
        "install.sh": script.replace("@SYSTEM@", system),
        "uninstall.sh": (HERE / "uninstall.sh").read_text(encoding="utf-8"),
        LIBRARIES: libraries(folder),
        "README.txt": _READ_ME.format(version=version),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE.txt")


def libraries(folder: Path) -> str:
    """The system's libraries that the program in `folder` asks for, each with Debian's package."""
    wanted = [name for name in wanted_from_outside(folder) if not name.startswith("ld-linux")]
    packages = debian_packages(wanted)
    return "".join(f"{name} {packages.get(name, '')}".rstrip() + "\n" for name in wanted)


def debian_packages(names: list[str]) -> dict[str, str]:
    """The package of this machine that holds each library; none where there is no dpkg."""
    if not names or shutil.which("dpkg-query") is None:
        return {}
    # A name that no package holds makes the status 1, and the others are told all the same.
    command = ["dpkg-query", "--search", *(f"*/{name}" for name in names)]
    told = subprocess.run(command, stdout=subprocess.PIPE, check=False, text=True).stdout
    found: dict[str, str] = {}
    for package, path in re.findall(r"^([^:,\s]+)(?::\S+)?: (/\S*lib/\S+)$", told, re.MULTILINE):
        found.setdefault(path.rpartition("/")[2], package)
    return found


def pack(folder: Path, archive: Path, *, epoch: int) -> None:
    """Write `folder` and all in it into the tar file `archive`, as nobody's in particular."""

    def as_anybody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = epoch
        if entry.issym():
            entry.mode = 0o777
        return entry

    with tarfile.open(archive, "w", format=tarfile.GNU_FORMAT) as tar:
        for path in [folder, *paths_under(folder)]:
            inside = path.relative_to(folder.parent).as_posix()
            tar.add(path, inside, recursive=False, filter=as_anybody)
