"""Files are written whole or not at all."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from stanceline.domain.unfinished import sweep
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


# -------------------------------------------------------- full disks and killed writers

SOURCE = str(Path(__file__).resolve().parents[2] / "desktop")


def run(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": SOURCE},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


WRITE_TWO_MEGABYTES = """
import sys
from pathlib import Path
from stanceline.formats.files import CannotWrite, whole_file
if len(sys.argv) > 2:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    with whole_file(Path(sys.argv[1])) as unfinished:
        unfinished.write_bytes(b"new" * 700_000)
except CannotWrite as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="Limits of the size of files are those of POSIX.")
def test_file_that_may_not_grow_leaves_the_old_one(tmp_path: Path):
    path = tmp_path / "out.csv"
    path.write_text("old")
    done = run(WRITE_TWO_MEGABYTES, path, 1_000_000)
    assert done.stderr == ""
    assert "out.csv cannot be written: File too large." in done.stdout
    assert path.read_text() == "old"
    assert names(tmp_path) == ["out.csv"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("Only root can mount a disk.")
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("Nothing can be mounted here.")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_disk_that_fills_up_keeps_the_old_file_and_its_room(small_disk: Path):
    path = small_disk / "out.csv"
    path.write_text("old")
    with pytest.raises(CannotWrite, match="No space left on device"), whole_file(path) as file:
        file.write_bytes(b"new" * 700_000)
    assert path.read_text() == "old"
    assert names(small_disk) == ["out.csv"]
    with whole_file(path) as file:
        file.write_bytes(b"n" * 600_000)
    assert path.stat().st_size == 600_000


@pytest.mark.skipif(os.name != "posix", reason="This is how POSIX kills.")
@pytest.mark.parametrize("moment", ["half", "written", "synced"])
def test_killed_writer_leaves_the_old_file_and_the_next_one_tidies_up(tmp_path: Path, moment: str):
    path = tmp_path / "out.csv"
    path.write_text("old")
    program = (
        "import os, sys; from pathlib import Path\n"
        "from stanceline.formats import files\n"
        "if sys.argv[2] == 'synced': Path.replace = lambda *_: os.kill(os.getpid(), 9)\n"
        "with files.whole_file(Path(sys.argv[1])) as unfinished:\n"
        "    with unfinished.open('w') as file:\n"
        "        file.write('new')\n"
        "        if sys.argv[2] == 'half': os.kill(os.getpid(), 9)\n"
        "    if sys.argv[2] == 'written': os.kill(os.getpid(), 9)\n"
    )
    assert run(program, path, moment).returncode == -signal.SIGKILL
    assert path.read_text() == "old"
    assert len(names(tmp_path)) == 2
    with whole_file(tmp_path / "another.csv") as unfinished:
        unfinished.write_text("x")
    assert names(tmp_path) == ["another.csv", "out.csv"]


@pytest.mark.skipif(os.name != "posix", reason="This is how POSIX kills.")
def test_file_killed_at_any_moment_is_the_old_or_the_new_one(tmp_path: Path):
    path = tmp_path / "out.csv"
    path.write_bytes(b"0" * 300_000)
    program = (
        "import sys; from pathlib import Path\n"
        "from stanceline.formats.files import whole_file\n"
        "print('ready', flush=True)\n"
        "for n in range(10**9):\n"
        "    with whole_file(Path(sys.argv[1])) as unfinished:\n"
        "        unfinished.write_bytes(bytes([48 + n % 10]) * 300_000)\n"
    )
    for n in range(8):
        writer = subprocess.Popen(
            [sys.executable, "-c", program, str(path)],
            env={**os.environ, "PYTHONPATH": SOURCE},
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.01 + 0.013 * n)
        writer.kill()
        writer.communicate()
        content = path.read_bytes()
        assert content == content[:1] * 300_000
    sweep(tmp_path)
    assert names(tmp_path) == ["out.csv"]


def test_content_is_on_the_disk_before_the_name_and_the_name_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "out.csv"
    happened: list[str] = []
    sync, replace = os.fsync, Path.replace

    def synced(file: int) -> None:
        happened.append("folder" if stat.S_ISDIR(os.fstat(file).st_mode) else "file")
        sync(file)

    def replaced(self: Path, target: Path) -> Path:
        happened.append("replace")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    with whole_file(path) as unfinished:
        unfinished.write_text("new")
    assert happened == (
        ["file", "replace", "folder"] if os.name == "posix" else ["file", "replace"]
    )


def test_content_that_cannot_be_brought_to_the_disk_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "out.csv"
    path.write_text("old")

    def broken(_file: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(CannotWrite, match="Input/output error"), whole_file(path) as unfinished:
        unfinished.write_text("new")
    assert path.read_text() == "old"
    assert names(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("path", [Path("nul\0nul.csv"), Path("x" * 5000)])
def test_what_is_no_path_is_told_in_a_sentence(path: Path):
    with pytest.raises(CannotWrite, match="cannot be written"), whole_file(path):
        pytest.fail("There was nothing to write to.")
