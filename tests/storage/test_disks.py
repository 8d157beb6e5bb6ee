"""What kind of disk a workspace lies on is known without waiting for any server."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath

import pytest

from stanceline.storage import disks
from stanceline.storage.disks import Place, PlaceKind, free_bytes, place_of, warning_about

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Drives of Windows are told otherwise.")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="This is how Linux lists its mounts.")
ROOT_LINE = "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw"

Mount = Callable[..., None]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, on a disk that the mount table calls local."""
    folder = (tmp_path / "home" / "ada").resolve()
    folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def mount(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mount:
    """Adds a line to the table of mounts that is read; the disk itself need not be."""
    table = tmp_path / "mountinfo"
    table.write_text(f"{ROOT_LINE}\n")
    monkeypatch.setattr(disks, "_MOUNT_TABLE", table)

    def add(folder: Path | str, kind: str, source: str = "source", optional: str = "") -> None:
        escaped = str(folder).replace("\\", "\\134").replace(" ", "\\040").replace("\n", "\\012")
        line = f"99 22 0:99 / {escaped} rw,nosuid {optional}- {kind} {source} rw\n"
        with table.open("a", encoding="utf-8") as file:
            file.write(line)

    return add


@contextmanager
def no_disk_touched_within(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail on the first look at anything in the folder; a dead server would never answer."""

    def guard(name: str) -> None:
        real = getattr(os, name)

        def looked(path: object, *args: object, **kwargs: object) -> object:
            if isinstance(path, str | os.PathLike) and str(path).startswith(str(folder)):
                pytest.fail(f"{name} looked at {path}")
            return real(path, *args, **kwargs)

        monkeypatch.setattr(os, name, looked)

    with monkeypatch.context():
        for name in ("stat", "lstat", "readlink", "open", "scandir", "listdir", "statvfs"):
            guard(name)
        yield


@LINUX
@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("nfs", "server:/export"),
        ("nfs4", "server:/export"),
        ("cifs", "//nas/press"),
        ("smb3", "//nas/press"),
        ("smbfs", "//nas/press"),
        ("9p", "share"),
        ("virtiofs", "share"),
        ("vboxsf", "share"),
        ("davfs", "https://host/dav"),
        ("fuse", "https://host/dav"),
        ("fuse.sshfs", "ada@host:"),
        ("fuse.rclone", "remote:"),
        ("fuse.gvfsd-fuse", "gvfsd-fuse"),
        ("fuse.s3fs", "s3fs"),
        ("fuse.something-new", "somewhere"),
        ("ceph", "mon:/"),
        ("fuse.glusterfs", "host:/volume"),
        ("afpfs", "host"),
    ],
)
def test_a_network_drive_is_known_by_its_mount_and_never_looked_at(
    tmp_path: Path, mount: Mount, monkeypatch: pytest.MonkeyPatch, kind: str, source: str
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    mount(share, kind, source)
    with no_disk_touched_within(share, monkeypatch):
        place = place_of(share / "folder" / "w.stanceline")
    assert place == Place(PlaceKind.NETWORK, source)
    assert place.is_shared
    assert source in warning_about(place)


@LINUX
@pytest.mark.parametrize(
    "kind", ["ext4", "btrfs", "xfs", "tmpfs", "overlay", "fuseblk", "vfat", "exfat", "zfs"]
)
@pytest.mark.usefixtures("home")
def test_a_disk_of_this_computer_is_local_and_not_warned_of(
    tmp_path: Path, mount: Mount, kind: str
) -> None:
    mount(tmp_path / "disk", kind)
    place = place_of(tmp_path / "disk" / "w.stanceline")
    assert place == Place(PlaceKind.LOCAL)
    assert not place.is_shared
    assert warning_about(place) == ""


@LINUX
@pytest.mark.parametrize("kind", ["fuse.gocryptfs", "fuse.ntfs-3g", "fuse.mergerfs", "fuse.bindfs"])
@pytest.mark.usefixtures("home")
def test_a_helper_that_keeps_files_on_this_disk_is_local(
    tmp_path: Path, mount: Mount, kind: str
) -> None:
    mount(tmp_path / "vault", kind)
    assert place_of(tmp_path / "vault" / "w.stanceline").kind is PlaceKind.LOCAL


@LINUX
@pytest.mark.parametrize(
    ("kind", "source", "name"),
    [
        ("fuse.google-drive-ocamlfuse", "gdfuse", "Google Drive"),
        ("fuse", "pCloud.fs", "pCloud"),
        ("fuse.onedriver", "onedriver", "OneDrive"),
        ("fuse.seadrive", "seadrive", "Seafile"),
    ],
)
def test_a_mounted_cloud_is_named(
    tmp_path: Path, mount: Mount, kind: str, source: str, name: str
) -> None:
    mount(tmp_path / "drive", kind, source)
    assert place_of(tmp_path / "drive" / "w.stanceline") == Place(PlaceKind.CLOUD, name)


@LINUX
@pytest.mark.usefixtures("home")
def test_the_deepest_and_latest_mount_counts(tmp_path: Path, mount: Mount) -> None:
    mount(tmp_path / "a", "nfs4", "server:/a")
    mount(tmp_path / "a" / "b", "ext4")
    mount(tmp_path / "c", "ext4")
    mount(tmp_path / "c", "nfs4", "server:/c")
    assert place_of(tmp_path / "a" / "w").kind is PlaceKind.NETWORK
    assert place_of(tmp_path / "a" / "b" / "w").kind is PlaceKind.LOCAL
    assert place_of(tmp_path / "a" / "bc" / "w").kind is PlaceKind.NETWORK
    assert place_of(tmp_path / "ab" / "w").kind is PlaceKind.LOCAL
    assert place_of(tmp_path / "c" / "w").kind is PlaceKind.NETWORK


@LINUX
@pytest.mark.usefixtures("home")
def test_what_will_be_mounted_when_looked_at_is_left_alone(
    tmp_path: Path, mount: Mount, monkeypatch: pytest.MonkeyPatch
) -> None:
    mount(tmp_path / "auto", "autofs")
    with no_disk_touched_within(tmp_path / "auto", monkeypatch):
        assert place_of(tmp_path / "auto" / "x" / "w").kind is PlaceKind.UNKNOWN
    mount(tmp_path / "auto" / "x", "nfs", "server:/x")
    assert place_of(tmp_path / "auto" / "x" / "w").kind is PlaceKind.NETWORK


@LINUX
def test_odd_names_of_folders_are_read_from_the_table(tmp_path: Path, mount: Mount) -> None:
    folder = tmp_path / "My\\ news\n and é 事"
    mount(folder, "cifs", "//nas/a\\040b", optional="shared:7 master:3 ")
    assert place_of(folder / "w") == Place(PlaceKind.NETWORK, "//nas/a b")


@LINUX
@pytest.mark.parametrize("text", ["", "garbage\n", "1 2 3 4 /x - \n", "\0\n"])
def test_a_table_that_makes_no_sense_makes_the_place_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(text)
    monkeypatch.setattr(disks, "_MOUNT_TABLE", table)
    assert place_of(tmp_path / "w") == Place(PlaceKind.UNKNOWN)
    monkeypatch.setattr(disks, "_MOUNT_TABLE", tmp_path / "none")
    assert place_of(tmp_path / "w") == Place(PlaceKind.UNKNOWN)


@POSIX
def test_links_into_a_network_drive_are_followed_up_to_its_door(
    tmp_path: Path, mount: Mount, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    mount(share, "nfs4", "server:/x")
    (tmp_path / "one").symlink_to(share / "folder")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "two").symlink_to("../one")
    with no_disk_touched_within(share, monkeypatch):
        assert place_of(tmp_path / "sub" / "two" / "w").kind is PlaceKind.NETWORK


@LINUX
def test_a_ring_of_links_comes_to_an_end(tmp_path: Path, mount: Mount) -> None:
    del mount
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert isinstance(place_of(tmp_path / "a" / "w"), Place)


@LINUX
def test_a_stick_is_removable_and_has_its_name(mount: Mount) -> None:
    mount("/media/ada/STICK", "vfat", "/dev/sdz1")
    mount("/run/media/ada/My disk", "ext4", "/dev/sdy1")
    assert place_of(Path("/media/ada/STICK/w")) == Place(PlaceKind.REMOVABLE, "STICK")
    assert place_of(Path("/run/media/ada/My disk/a/w")) == Place(PlaceKind.REMOVABLE, "My disk")


@LINUX
def test_a_disk_on_a_plug_is_removable_wherever_it_is_mounted(
    tmp_path: Path, mount: Mount, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del home
    devices = tmp_path / "block"
    for path, removable in (
        ("pci0000/usb2/sdb/sdb1", "0"),
        ("pci0000/mmc/mmcblk0/mmcblk0p1", "1"),
        ("pci0000/ata1/sda/sda1", "0"),
    ):
        described = tmp_path / "devices" / path
        described.mkdir(parents=True)
        (described.parent / "removable").write_text(f"{removable}\n")
        devices.mkdir(exist_ok=True)
        (devices / described.name).symlink_to(described)
    monkeypatch.setattr(disks, "_BLOCK_DEVICES", devices)
    for name in ("sdb1", "mmcblk0p1", "sda1"):
        mount(tmp_path / "mnt" / name, "ext4", f"/dev/{name}")
    kinds = [place_of(tmp_path / "mnt" / name / "w").kind for name in ("sdb1", "mmcblk0p1", "sda1")]
    assert kinds == [PlaceKind.REMOVABLE, PlaceKind.REMOVABLE, PlaceKind.LOCAL]


# ---------------------------------------------------------- folders that are kept in step


@POSIX
@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Daily News)", "Dropbox"),
        ("OneDrive", "OneDrive"),
        ("OneDrive - Daily News", "OneDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud Drive"),
        ("Library/CloudStorage/OneDrive-Personal", "OneDrive"),
        ("Library/CloudStorage/GoogleDrive-ada@example.org/My Drive", "Google Drive"),
        ("Library/CloudStorage/Dropbox", "Dropbox"),
        ("Library/CloudStorage/Box-Box", "Box"),
        ("iCloudDrive", "iCloud Drive"),
        ("Google Drive", "Google Drive"),
        ("My Drive", "Google Drive"),
        ("Nextcloud", "Nextcloud"),
        ("Nextcloud2", "Nextcloud"),
        ("ownCloud", "ownCloud"),
        ("pCloudDrive", "pCloud"),
        ("MEGA", "MEGA"),
        ("MEGAsync", "MEGA"),
        ("Yandex.Disk", "Yandex.Disk"),
        ("Yandex.Disk.localized", "Yandex.Disk"),
        ("SynologyDrive", "Synology Drive"),
    ],
)
def test_a_folder_of_a_cloud_is_known_by_its_name(
    home: Path, mount: Mount, folder: str, name: str
) -> None:
    del mount
    place = place_of(home / folder / "2024" / "w.stanceline")
    assert place == Place(PlaceKind.CLOUD, name)
    assert place.is_shared
    assert name in warning_about(place)


@LINUX
@pytest.mark.parametrize(
    "folder", ["Documents", "About Dropbox", "news on Nextcloud", "megaphone", "my drives", "sync"]
)
def test_a_folder_that_only_speaks_of_a_cloud_is_local(
    home: Path, mount: Mount, folder: str
) -> None:
    del mount
    assert place_of(home / folder / "dropbox.stanceline") == Place(PlaceKind.LOCAL)


@LINUX
@pytest.mark.parametrize(
    ("marker", "name"),
    [
        (".stfolder/", "Syncthing"),
        (".stfolder", "Syncthing"),
        (".dropbox.cache/", "Dropbox"),
        (".dropbox", "Dropbox"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
        (".tmp.driveupload/", "Google Drive"),
        (".nextcloudsync.log", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
    ],
)
def test_a_folder_of_a_cloud_is_known_by_what_lies_in_it(
    home: Path, mount: Mount, marker: str, name: str
) -> None:
    del mount
    folder = home / "work"
    (folder / "press" / "2024").mkdir(parents=True)
    if marker.endswith("/"):
        (folder / marker).mkdir()
    else:
        (folder / marker).touch()
    assert place_of(folder / "press" / "2024" / "w") == Place(PlaceKind.CLOUD, name)
    assert place_of(home / "w") == Place(PlaceKind.LOCAL)


@LINUX
def test_the_settings_of_dropbox_in_the_home_folder_are_no_marker(home: Path, mount: Mount) -> None:
    del mount
    (home / ".dropbox").mkdir()
    assert place_of(home / "w") == Place(PlaceKind.LOCAL)


@LINUX
def test_a_folder_that_was_renamed_is_found_in_the_settings_of_the_cloud(
    home: Path, mount: Mount
) -> None:
    del mount
    (home / ".dropbox").mkdir()
    (home / ".dropbox" / "info.json").write_text(f'{{"personal": {{"path": "{home}/mine"}}}}')
    settings = home / ".config" / "Nextcloud" / "nextcloud.cfg"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"[Accounts]\n0\\Folders\\1\\localPath={home}/ours/\n")
    assert place_of(home / "mine" / "a" / "w") == Place(PlaceKind.CLOUD, "Dropbox")
    assert place_of(home / "ours" / "a" / "w") == Place(PlaceKind.CLOUD, "Nextcloud")
    assert place_of(home / "mined" / "w") == Place(PlaceKind.LOCAL)


@LINUX
@pytest.mark.parametrize("text", ["", "[1]", "{", "[" * 100_000, '{"a": {"path": 7}, "b": 1}'])
def test_settings_of_a_cloud_that_make_no_sense_are_passed_over(
    home: Path, mount: Mount, text: str
) -> None:
    del mount
    (home / ".dropbox").mkdir()
    (home / ".dropbox" / "info.json").write_text(text)
    assert place_of(home / "w") == Place(PlaceKind.LOCAL)


@LINUX
def test_a_home_folder_on_a_dead_server_is_not_waited_for(
    home: Path, tmp_path: Path, mount: Mount, monkeypatch: pytest.MonkeyPatch
) -> None:
    mount(home, "nfs4", "server:/home")
    with no_disk_touched_within(home, monkeypatch):
        assert place_of(tmp_path / "disk" / "w") == Place(PlaceKind.LOCAL)


# ---------------------------------------------------------------------- Windows and macOS


@pytest.mark.parametrize(
    ("path", "drive_type", "place"),
    [
        (r"C:\Users\ada\w.stanceline", 3, Place(PlaceKind.LOCAL)),
        (r"\\nas\press\w.stanceline", 1, Place(PlaceKind.NETWORK, r"\\nas\press")),
        (r"Z:\w.stanceline", 4, Place(PlaceKind.NETWORK, "Z:")),
        (r"E:\w.stanceline", 2, Place(PlaceKind.REMOVABLE, "E:")),
        (r"C:\Users\ada\OneDrive - News\w", 3, Place(PlaceKind.CLOUD, "OneDrive")),
        (r"G:\My Drive\w", 3, Place(PlaceKind.CLOUD, "Google Drive")),
        (r"C:\Users\ada\Dropbox\x\w", 3, Place(PlaceKind.CLOUD, "Dropbox")),
        (r"D:\mine\press\w", 3, Place(PlaceKind.CLOUD, "OneDrive")),
        (r"D:\minestrone\w", 3, Place(PlaceKind.LOCAL)),
    ],
)
def test_drives_of_windows_are_told_by_path_and_type(
    monkeypatch: pytest.MonkeyPatch, path: str, drive_type: int, place: Place
) -> None:
    monkeypatch.setenv("OneDriveCommercial", r"D:\mine")
    assert disks._windows_place(PureWindowsPath(path), drive_type) == place


def test_what_macos_lists_is_read_line_by_line() -> None:
    line = "//ada@nas/My press on /Volumes/My press (smbfs, nodev, nosuid, mounted by ada)"
    found = disks._MAC_MOUNT_LINE.fullmatch(line)
    assert found is not None
    assert found["folder"] == "/Volumes/My press"
    assert found["kind"] == "smbfs"
    assert found["source"] == "//ada@nas/My press"


# ------------------------------------------------------------------------- room and speed


def test_free_room_is_that_of_the_disk_even_for_what_is_yet_to_be_made(tmp_path: Path) -> None:
    here = free_bytes(tmp_path)
    new = free_bytes(tmp_path / "no" / "such" / "folder" / "w.stanceline")
    assert here is not None
    assert new is not None
    assert here > 0
    assert abs(here - new) < max(here // 4, 1 << 30)


def test_free_room_of_what_is_no_path_is_unknown() -> None:
    assert free_bytes(Path("nul\0nul")) is None
    assert place_of(Path("nul\0nul")).kind in {PlaceKind.UNKNOWN, PlaceKind.LOCAL}


@LINUX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="Only root can mount.")
def test_a_small_disk_of_its_own_is_measured_by_itself(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=False
    )
    if mounted.returncode:
        pytest.skip("Nothing can be mounted here.")
    try:
        free = free_bytes(disk / "w")
        assert free is not None
        assert 0 < free <= 1 << 20
        assert place_of(disk / "w").kind is PlaceKind.LOCAL
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@LINUX
def test_ten_thousand_mounts_are_no_hindrance(tmp_path: Path, mount: Mount, home: Path) -> None:
    table = tmp_path / "mountinfo"
    lines = [f"{n} 22 0:9 / /run/box/{n} rw - overlay overlay rw" for n in range(10_000)]
    table.write_text("\n".join([ROOT_LINE, *lines, ""]))
    mount(home / "share", "nfs", "server:/x")
    assert place_of(home / "share" / "w").kind is PlaceKind.NETWORK
    before = time.perf_counter()
    assert place_of(home / "a" / "b" / "c" / "w").kind is PlaceKind.LOCAL
    assert time.perf_counter() - before < 5  # It ends; how fast is measured elsewhere.
