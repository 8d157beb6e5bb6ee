"""What kind of disk a file lies on, and how much room is left there.

Nothing here looks at a disk other than the one the path is on, and of that one nothing
once it is known to lie on a network: a server that has gone away does not answer.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from enum import StrEnum
from itertools import takewhile
from pathlib import Path, PureWindowsPath

from stanceline.records import dataclass


class PlaceKind(StrEnum):
    """What kind of disk a file lies on."""

    LOCAL = "local"
    NETWORK = "network"
    CLOUD = "cloud"
    REMOVABLE = "removable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies; ``name`` is what people call it, empty where it has no name."""

    kind: PlaceKind
    name: str = ""

    @property
    def is_shared(self) -> bool:
        """Whether other computers may reach the file while it is open here."""
        return self.kind in {PlaceKind.NETWORK, PlaceKind.CLOUD}


_UNKNOWN = Place(PlaceKind.UNKNOWN)
_LOCAL = Place(PlaceKind.LOCAL)
_MOST_LINKS = 40


def place_of(path: Path) -> Place:
    """Where the file lies, or would lie; UNKNOWN where that cannot be found out.

    Links are followed. Takes a few milliseconds at most.
    """
    try:
        if sys.platform == "win32":
            return _windows_place(PureWindowsPath(path.absolute()), _drive_type(path.absolute()))
        return _mounted_place(os.fspath(path))
    except (OSError, ValueError):
        return _UNKNOWN


def warning_about(place: Place) -> str:
    """What there is to say against working on a workspace there; nothing of most places."""
    if place.kind is PlaceKind.NETWORK:
        where = f" ({place.name})" if place.name else ""
        return (
            f"This workspace lies on a network drive{where}. If the connection drops, work can "
            "be lost. Copy it to this computer, work on the copy, and put it back when done."
        )
    if place.kind is PlaceKind.CLOUD:
        return (
            f"This workspace lies in a folder that {place.name} keeps in step with other "
            "computers. That can damage a workspace while it is open. Copy it to a folder "
            "that is only on this computer, and put it back when done."
        )
    return ""


def free_bytes(path: Path) -> int | None:
    """The room left on the disk of the path, which need not exist; None where unknown."""
    for place in (path, *path.absolute().parents):
        try:
            return shutil.disk_usage(place).free
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            return None
    return None


# ------------------------------------------------------------------ disks by their mounts

_MOUNT_TABLE = Path("/proc/self/mountinfo")
_BLOCK_DEVICES = Path("/sys/class/block")
_MAC_MOUNT_LINE = re.compile(r"(?P<source>.*) on (?P<folder>/.*) \((?P<kind>[^,)]+)[^()]*\)")
_OCTAL = re.compile(r"\\([0-7]{3})")
_REMOVABLE_FOLDERS = ("/media/", "/run/media/", "/Volumes/")

_NETWORK_KINDS = re.compile(
    r"(nfs|cifs|smb|9p|p9|webdav|davfs|afp|ncp|ceph|gluster|lustre|beegfs|gpfs|afs$|coda|ocfs2?$|"
    r"gfs2|virtiofs|vboxsf|vmhgfs|prl_fs|drvfs|grpcfuse|fakeowner|curlftpfs|sshfs|osxfuse$|macfuse$)"
)
# Those of FUSE that keep their files on a disk of this computer; all others fetch them.
_LOCAL_FUSE = re.compile(
    r"(ntfs|exfat|ext[234]|zfs|apfs|hfs|encfs|gocryptfs|cryfs|securefs|ecryptfs|veracrypt|"
    r"truecrypt|bindfs|mergerfs|unionfs|aufs|overlay|fuse-overlayfs|squash|portal|lxcfs|appimage|"
    r"snapfuse|ifuse|dislocker|bitlocker|archivemount|jmtpfs|simple-mtpfs|btrfs|lklfuse)"
)
_CLOUD_KINDS = (
    (re.compile(r"google-?drive|drivefs|gdrive", re.IGNORECASE), "Google Drive"),
    (re.compile(r"onedrive", re.IGNORECASE), "OneDrive"),
    (re.compile(r"pcloud", re.IGNORECASE), "pCloud"),
    (re.compile(r"dropbox|dbxfs", re.IGNORECASE), "Dropbox"),
    (re.compile(r"seadrive|seafile", re.IGNORECASE), "Seafile"),
    (re.compile(r"icloud", re.IGNORECASE), "iCloud Drive"),
    (re.compile(r"yandex", re.IGNORECASE), "Yandex.Disk"),
)


@dataclass(frozen=True, slots=True)
class _Mount:
    folder: str
    kind: str
    source: str

    @property
    def place(self) -> Place | None:
        """What the mount is when it is no disk of this computer, else None."""
        kind = self.kind.casefold()
        is_fuse = kind == "fuse" or kind.startswith("fuse.")
        if is_fuse or _NETWORK_KINDS.match(kind):
            for pattern, name in _CLOUD_KINDS:
                if pattern.search(f"{kind} {self.source}"):
                    return Place(PlaceKind.CLOUD, name)
        if _NETWORK_KINDS.match(kind):
            return Place(PlaceKind.NETWORK, self.source)
        if is_fuse and not _LOCAL_FUSE.match(kind.removeprefix("fuse.")):
            return Place(PlaceKind.NETWORK, self.source)
        # What will be mounted there once somebody looks, and when, nobody knows.
        return _UNKNOWN if kind == "autofs" else None


def _mounted_place(path: str) -> Place:
    mounts = _mounts()
    if not mounts:
        return _UNKNOWN
    where, mount = _followed(path, mounts)
    if mount.place is not None:
        return mount.place
    cloud = _cloud_of(where, mount, mounts)
    if cloud:
        return Place(PlaceKind.CLOUD, cloud)
    if _is_removable(mount):
        return Place(PlaceKind.REMOVABLE, os.path.basename(mount.folder))  # noqa: PTH119 - text
    return _LOCAL


def _mounts() -> list[_Mount]:
    if sys.platform == "darwin":
        # Imported late: only macOS needs it. The command asks no server.
        import subprocess

        listed = subprocess.run(
            ["/sbin/mount"], capture_output=True, encoding="utf-8", timeout=2, check=True
        )
        found = (_MAC_MOUNT_LINE.fullmatch(line) for line in listed.stdout.splitlines())
        return [_Mount(each["folder"], each["kind"], each["source"]) for each in found if each]
    lines = _MOUNT_TABLE.read_text("utf-8", errors="surrogateescape").splitlines()
    return [mount for mount in map(_mount_in, lines) if mount is not None]


def _mount_in(line: str) -> _Mount | None:
    """The mount of one line; proc(5) has the form of it."""
    fields = line.split(" ")
    try:
        dash = fields.index("-", 6)
        return _Mount(_plain(fields[4]), fields[dash + 1], _plain(fields[dash + 2]))
    except (ValueError, IndexError):
        return None


def _plain(field: str) -> str:
    return _OCTAL.sub(lambda match: chr(int(match[1], 8)), field)


def _mount_of(path: str, mounts: list[_Mount]) -> _Mount:
    """The mount that holds the path: the deepest, and of several there the latest."""
    best = _Mount("/", "", "")
    for mount in mounts:
        if _is_within(path, mount.folder) and len(mount.folder) >= len(best.folder):
            best = mount
    return best


def _is_within(path: str, folder: str) -> bool:
    return folder in {"/", path} or path.startswith(f"{folder}/")


def _followed(path: str, mounts: list[_Mount]) -> tuple[str, _Mount]:
    """Where the path leads, and the mount that holds it.

    Nothing is asked of a mount that is no disk of this computer; what comes after its
    folder is taken as it stands.
    """
    todo = list(reversed(Path(Path.cwd(), path).parts[1:]))
    at, mount, n_links = "/", _mount_of("/", mounts), 0
    while todo:
        part = todo.pop()
        if part == "..":
            at = str(Path(at).parent)
            continue
        step = f"{at.rstrip('/')}/{part}"
        mount = _mount_of(step, mounts)
        if mount.place is not None or n_links > _MOST_LINKS:
            whole = "/".join([step, *reversed(todo)])
            deepest = _mount_of(whole, mounts)
            if deepest.place is not None or n_links > _MOST_LINKS:
                return whole, deepest
            # A disk of this computer is mounted further down; what is above is not asked.
            at = deepest.folder
            todo = list(reversed(Path(whole).relative_to(at).parts))
            continue
        target = _link_at(step)
        if target is None:
            at = step
            continue
        n_links += 1
        at = "/" if target.is_absolute() else at
        todo.extend(part for part in reversed(target.parts) if part != "/")
    return at, _mount_of(at, mounts)


def _link_at(path: str) -> Path | None:
    try:
        return Path(path).readlink()
    except OSError:
        return None  # It is no link, or nothing is there yet.


def _is_removable(mount: _Mount) -> bool:
    if mount.folder.startswith(_REMOVABLE_FOLDERS):
        return True
    if not mount.source.startswith("/dev/"):
        return False
    device = _BLOCK_DEVICES / Path(mount.source).name
    described = device.resolve()
    if "/usb" in str(described):
        return True
    for holder in (described, described.parent):  # A part of a disk, and the disk itself.
        try:
            return (holder / "removable").read_text("ascii").strip() == "1"
        except (OSError, ValueError):
            continue
    return False


# ---------------------------------------------------------- folders that are kept in step

_CLOUD_FOLDERS = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (r"dropbox( \(.+\))?|dropbox-.+", "Dropbox"),
        (r"onedrive( ?-.+)?", "OneDrive"),
        (r"icloud ?drive( \(.+\))?|mobile documents|com~apple~clouddocs", "iCloud Drive"),
        (r"google ?drive( \(.+\)| file stream)?|googledrive-.+|my drive", "Google Drive"),
        (r"nextcloud\d?|nextcloud-.+", "Nextcloud"),
        (r"owncloud\d?|owncloud-.+", "ownCloud"),
        (r"pcloud ?(drive|sync)?|pclouddrive", "pCloud"),
        (r"mega ?sync.*|mega", "MEGA"),
        (r"yandex\.?disk.*", "Yandex.Disk"),
        (r"box sync|box-.+", "Box"),
        (r"seafile|seadrive.*", "Seafile"),
        (r"proton ?drive.*", "Proton Drive"),
        (r"synologydrive.*", "Synology Drive"),
        (r"tresorit.*", "Tresorit"),
        (r"syncthing", "Syncthing"),
        (r"resilio sync", "Resilio Sync"),
    )
)
# What the programs leave in the folder that they keep in step.
_MARKERS = (
    (".dropbox.cache", "Dropbox"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".stfolder", "Syncthing"),
    (".megaignore", "MEGA"),
    (".sync/ID", "Resilio Sync"),
    (".seafile-data", "Seafile"),
)
# In the home folder the same name is a folder with Dropbox's own settings.
_FILE_MARKERS = ((".dropbox", "Dropbox"),)
_DROPBOX_SETTINGS = (".dropbox/info.json",)
_CLIENT_SETTINGS = (
    (".config/Nextcloud/nextcloud.cfg", "Nextcloud"),
    ("Library/Preferences/Nextcloud/nextcloud.cfg", "Nextcloud"),
    (".config/ownCloud/owncloud.cfg", "ownCloud"),
    ("Library/Preferences/ownCloud/owncloud.cfg", "ownCloud"),
)
_LOCAL_PATH = re.compile(r"^[^=\n]*\blocalPath=(.+)$", re.MULTILINE)
_MOST_SETTINGS_BYTES = 200_000


def _cloud_of(path: str, mount: _Mount, mounts: list[_Mount]) -> str:
    """The service that keeps the folder of the file in step, or nothing."""
    folders = [str(parent) for parent in Path(path).parents]
    named = _named_cloud([Path(folder).name for folder in folders])
    if named:
        return named
    here = list(takewhile(lambda folder: _is_within(folder, mount.folder), folders))
    marked = _marked_cloud(here)
    if marked:
        return marked
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home raises where there is none
    if not home.startswith("/") or _mount_of(home, mounts).place is not None:
        return ""
    return next((name for folder, name in _set_up(Path(home)) if folder in folders), "")


def _named_cloud(names: list[str]) -> str:
    for each in names:
        for pattern, name in _CLOUD_FOLDERS:
            if pattern.fullmatch(each):
                return name
    return ""


def _marked_cloud(folders: list[str]) -> str:
    for folder in folders:
        for marker, name in _MARKERS:
            if os.path.lexists(f"{folder}/{marker}"):
                return name
        for marker, name in _FILE_MARKERS:
            if Path(folder, marker).is_file():
                return name
    return ""


def _set_up(home: Path) -> Iterator[tuple[str, str]]:
    """The folders that the programs say, in their settings, they keep in step."""
    for name in _DROPBOX_SETTINGS:
        try:
            accounts = json.loads(_start_of(home / name) or "{}")
        except (ValueError, RecursionError):
            continue
        for account in accounts.values() if isinstance(accounts, dict) else ():
            folder = account.get("path") if isinstance(account, dict) else None
            if isinstance(folder, str):
                yield folder.rstrip("/"), "Dropbox"
    for name, service in _CLIENT_SETTINGS:
        for folder in _LOCAL_PATH.findall(_start_of(home / name)):
            yield folder.strip().rstrip("/"), service


def _start_of(path: Path) -> str:
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return file.read(_MOST_SETTINGS_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


# ---------------------------------------------------------------------------- Windows

_DRIVE_REMOVABLE, _DRIVE_REMOTE, _DRIVE_DISC = 2, 4, 5
_ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")


def _windows_place(path: PureWindowsPath, drive_type: int) -> Place:
    """Where a path of Windows lies on a drive of this type, as GetDriveTypeW counts them."""
    drive = path.drive
    if drive.startswith("\\\\"):
        is_long = drive.casefold().startswith(("\\\\?\\", "\\\\.\\"))
        if not is_long or drive.casefold().startswith("\\\\?\\unc"):
            return Place(PlaceKind.NETWORK, drive)
    # Before the drive: Google's is said to be one of this computer.
    cloud = _named_cloud([parent.name for parent in path.parents]) or _onedrive(path)
    if cloud:
        return Place(PlaceKind.CLOUD, cloud)
    if drive_type == _DRIVE_REMOTE:
        return Place(PlaceKind.NETWORK, drive)
    marked = _marked_cloud([str(parent) for parent in path.parents])
    if marked:
        return Place(PlaceKind.CLOUD, marked)
    if drive_type in {_DRIVE_REMOVABLE, _DRIVE_DISC}:
        return Place(PlaceKind.REMOVABLE, drive)
    return _LOCAL


def _onedrive(path: PureWindowsPath) -> str:
    folders = (os.environ.get(variable, "") for variable in _ONEDRIVE_VARIABLES)
    is_there = any(folder and path.is_relative_to(folder) for folder in folders)
    return "OneDrive" if is_there else ""


if sys.platform == "win32":

    def _drive_type(path: Path) -> int:
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(path.anchor))
