"""The portable archive, installed and removed for one user as that user would do it."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from linux import portable, share

ROOT = Path(__file__).resolve().parents[2]

EPOCH = 1_700_000_000
STRANGE = "it's $HOME o\"f %u\\x `me`"

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("zstd") and shutil.which("readelf")),
    reason="the archive is made with zstd and readelf",
)


@pytest.fixture
def unpacked(small_archive: Path, tmp_path: Path) -> Path:
    place = tmp_path / "down loads"
    place.mkdir()
    subprocess.run(["tar", "-xf", small_archive, "-C", place], check=True)
    (folder,) = place.iterdir()
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / STRANGE
    home.mkdir()
    (home / "affair.stanceline").write_text("the user's own")
    return home


def run(
    script: Path, home: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    # The tests may run as root, as may who knows what they do.
    if script.name == "install.sh" and os.geteuid() == 0 and not arguments:
        arguments = ("--for-root",)
    return subprocess.run(
        [str(script), *arguments],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def install(unpacked: Path, home: Path, **environment: str) -> Path:
    """Install, and return where the program is."""
    done = run(unpacked / "install.sh", home, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return home / ".local/lib/stanceline"


def everything_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def entry_of(home: Path) -> str:
    return (home / ".local/share" / share.DESKTOP_ENTRY).read_text()


def test_the_archive_is_named_for_version_and_machine_and_the_same_each_time(
    small_tree: Path, tmp_path: Path
) -> None:
    first = portable.build_portable(small_tree, tmp_path / "a", version="1.2.3", epoch=EPOCH)
    moved = tmp_path / "moved"
    shutil.copytree(small_tree, moved, symlinks=True)
    before = os.umask(0o077)
    try:
        again = portable.build_portable(moved, tmp_path / "b", version="1.2.3", epoch=EPOCH)
    finally:
        os.umask(before)
    assert first.name == f"stanceline-1.2.3-linux-{platform.machine()}.tar.zst"
    assert first.read_bytes() == again.read_bytes()


def test_it_runs_where_it_is_unpacked_and_has_the_libraries_that_others_lend(
    unpacked: Path,
) -> None:
    assert subprocess.run([unpacked / "stanceline", "0"], check=False).returncode == 0
    assert (unpacked / "_internal" / "libxcb-cursor.so.0").exists()
    assert any(
        line.startswith("libc.so.6")
        for line in (unpacked / "libraries.txt").read_text().split("\n")
    )


def test_what_is_installed_is_found_by_menu_command_and_type(unpacked: Path, home: Path) -> None:
    program = install(unpacked, home)
    assert (home / ".local/bin/stanceline").resolve() == program / "stanceline"
    assert (home / ".local/share" / share.MIME_PACKAGE).is_file()
    assert f"TryExec={program}/stanceline".replace("\\", "\\\\") in entry_of(home)


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="it is not installed")
def test_the_menu_entry_is_valid_whatever_the_home_is_called(unpacked: Path, home: Path) -> None:
    install(unpacked, home)
    path = home / ".local/share" / share.DESKTOP_ENTRY
    done = subprocess.run(["desktop-file-validate", path], capture_output=True, check=True)
    assert done.stdout == b""


def test_the_menu_entry_starts_the_program_in_a_home_of_a_strange_name(
    unpacked: Path, tmp_path: Path
) -> None:
    # GLib itself does not find a program with a per cent sign in its path.
    home = tmp_path / STRANGE.replace("%", "")
    home.mkdir()
    gi = "import gi; from gi.repository import Gio"
    python = shutil.which("python3", path="/usr/bin")
    has_gio = python is not None and (
        subprocess.run([python, "-c", gi], capture_output=True, check=False).returncode == 0
    )
    if not has_gio or python is None:
        pytest.skip("GLib's own reading of menu entries cannot be asked here")
    program = install(unpacked, home)
    mark = home / "started"
    (program / "stanceline").unlink()
    (program / "stanceline").write_text('#!/bin/sh\nprintf "%s|" "$0" "$@" > "$MARK"\n')
    (program / "stanceline").chmod(0o755)
    ask = (
        "import sys; from gi.repository import Gio, GLib;"
        "app = Gio.DesktopAppInfo.new_from_filename(sys.argv[1]);"
        "app.launch([Gio.File.new_for_path(sys.argv[2])], None)"
    )
    entry = home / ".local/share" / share.DESKTOP_ENTRY
    file = home / "affair.stanceline"
    file.touch()
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "MARK": str(mark)}
    subprocess.run([python, "-c", ask, entry, file], env=environment, check=True)
    for _ in range(100):
        if mark.exists() and mark.read_text():
            break
        subprocess.run(["sleep", "0.05"], check=True)
    assert mark.read_text() == f"{program}/stanceline|{file}|"


def test_removing_leaves_nothing_but_the_users_own_files(unpacked: Path, home: Path) -> None:
    before = everything_in(home)
    program = install(unpacked, home)
    done = run(program / "uninstall.sh", home)
    assert done.returncode == 0, done.stderr
    assert everything_in(home) == before
    assert (home / "affair.stanceline").read_text() == "the user's own"


def test_removing_from_the_archive_finds_what_was_installed(unpacked: Path, home: Path) -> None:
    before = everything_in(home)
    assert run(unpacked / "uninstall.sh", home).returncode == 1
    install(unpacked, home)
    assert run(unpacked / "uninstall.sh", home).returncode == 0
    assert everything_in(home) == before


def test_what_other_programs_put_beside_it_stays(unpacked: Path, home: Path) -> None:
    local = home / ".local"
    others = {
        "share/applications/other.desktop": "[Desktop Entry]\nType=Application\nName=O\nExec=o\n",
        "share/icons/hicolor/48x48/apps/other.png": "",
        "share/stanceline/backups/one.stanceline": "a backup",
        "bin/other": "",
    }
    for name, text in others.items():
        (local / name).parent.mkdir(parents=True, exist_ok=True)
        (local / name).write_text(text)
    before = everything_in(home)
    program = install(unpacked, home)
    assert run(program / "uninstall.sh", home).returncode == 0
    # That cache is about the other program now, and is brought up to date by each installation.
    assert everything_in(home) - {".local/share/applications/mimeinfo.cache"} == before


def test_a_newer_version_takes_the_place_of_the_older_and_what_is_gone_is_gone(
    unpacked: Path, home: Path
) -> None:
    before = everything_in(home)
    program = install(unpacked, home)
    icon = unpacked / "share/icons/hicolor/16x16/apps/org.stanceline.Stanceline.png"
    icon.unlink()
    (unpacked / "_internal" / "data with spaces.txt").write_text("newer words\n")
    install(unpacked, home)
    assert (program / "_internal" / "data with spaces.txt").read_text() == "newer words\n"
    assert not (home / ".local/share" / icon.relative_to(unpacked / "share")).exists()
    assert not (home / ".local/lib/stanceline.old").exists()
    assert run(program / "uninstall.sh", home).returncode == 0
    assert everything_in(home) == before


def test_an_installation_that_was_killed_is_taken_up_again(unpacked: Path, home: Path) -> None:
    before = everything_in(home)
    program = install(unpacked, home)
    # So it lies between the moves of the old version and of the new one.
    program.rename(program.with_name("stanceline.old"))
    program.with_name("stanceline.new").mkdir()
    (program.with_name("stanceline.new") / "unfinished").touch()
    install(unpacked, home)
    assert run(program / "uninstall.sh", home).returncode == 0
    assert everything_in(home) == before


def test_what_a_killed_installation_has_left_is_removed_with_the_program(
    unpacked: Path, home: Path
) -> None:
    before = everything_in(home)
    program = install(unpacked, home)
    shutil.copytree(program, program.with_name("stanceline.old"), symlinks=True)
    assert run(program / "uninstall.sh", home).returncode == 0
    assert everything_in(home) == before


def test_an_installation_that_cannot_be_finished_leaves_nothing(unpacked: Path, home: Path) -> None:
    (home / ".local" / "share").mkdir(parents=True)
    (home / ".local" / "share" / "icons").write_text("a file where a folder is to be")
    before = everything_in(home)
    done = run(unpacked / "install.sh", home)
    assert done.returncode == 1
    assert "icons" in done.stderr
    assert "Nothing is installed." in done.stderr
    assert everything_in(home) == before


def test_a_newer_version_that_cannot_be_finished_leaves_the_older_one(
    unpacked: Path, home: Path
) -> None:
    before = everything_in(home)
    program = install(unpacked, home)
    (unpacked / "share" / "new").mkdir()
    (unpacked / "share" / "new" / "more").touch()
    (unpacked / "_internal" / "data with spaces.txt").write_text("newer words\n")
    blocked = home / ".local" / "share" / "new"
    blocked.touch()
    assert run(unpacked / "install.sh", home).returncode == 1
    assert (program / "_internal" / "data with spaces.txt").read_text() != "newer words\n"
    assert not program.with_name("stanceline.old").exists()
    assert run(home / ".local/bin/stanceline", home, "0").returncode == 0
    blocked.unlink()
    assert run(program / "uninstall.sh", home).returncode == 0
    assert everything_in(home) == before


@pytest.mark.parametrize("name", ["stanceline", "stanceline.new", "stanceline.old"])
def test_a_folder_of_somebody_elses_is_neither_used_nor_moved(
    unpacked: Path, home: Path, name: str
) -> None:
    own = home / ".local" / "lib" / name
    own.mkdir(parents=True)
    (own / "mine").touch()
    before = everything_in(home)
    done = run(unpacked / "install.sh", home)
    assert done.returncode == 1
    assert "Move it away first" in done.stderr
    assert everything_in(home) == before


def test_a_command_that_has_become_the_users_own_stays(unpacked: Path, home: Path) -> None:
    program = install(unpacked, home)
    command = home / ".local" / "bin" / "stanceline"
    command.unlink()
    command.write_text("#!/bin/sh\n# mine\n")
    assert "left as it is" in run(unpacked / "install.sh", home).stdout
    assert "# mine" in command.read_text()
    assert run(program / "uninstall.sh", home).returncode == 0
    assert "# mine" in command.read_text()


def test_a_program_that_runs_is_noticed_where_its_folder_has_two_names(
    unpacked: Path, home: Path, tmp_path: Path
) -> None:
    other = tmp_path / "another disk"
    other.mkdir()
    (home / ".local").symlink_to(other)
    program = install(unpacked, home)
    with subprocess.Popen([program / "stanceline", "60"]) as running:
        try:
            for script in (unpacked / "install.sh", program / "uninstall.sh"):
                assert "is running" in run(script, home).stderr
        finally:
            running.terminate()
    assert run(program / "uninstall.sh", home).returncode == 0


def test_the_shells_own_search_for_folders_does_not_matter(unpacked: Path, home: Path) -> None:
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "CDPATH": "."}
    done = subprocess.run(
        ["sh", f"{unpacked.name}/install.sh", "--for-root"],
        cwd=unpacked.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_it_goes_where_xdg_data_home_says(unpacked: Path, home: Path, tmp_path: Path) -> None:
    data = tmp_path / "data of mine"
    program = install(unpacked, home, XDG_DATA_HOME=str(data))
    assert (data / share.DESKTOP_ENTRY).is_file()
    # The variable may be gone by the time of removal.
    assert run(program / "uninstall.sh", home).returncode == 0
    assert not data.exists()


def test_a_program_that_runs_is_neither_replaced_nor_removed(unpacked: Path, home: Path) -> None:
    program = install(unpacked, home)
    with subprocess.Popen([program / "stanceline", "60"]) as running:
        try:
            for script in (unpacked / "install.sh", program / "uninstall.sh"):
                done = run(script, home)
                assert done.returncode == 1
                assert "is running" in done.stderr
        finally:
            running.terminate()
    assert (program / "stanceline").exists()
    assert run(program / "uninstall.sh", home).returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is sent away")
def test_root_is_told_what_else_to_do(unpacked: Path, home: Path) -> None:
    done = run(unpacked / "install.sh", home, "--")
    assert done.returncode == 2
    command = [str(unpacked / "install.sh")]
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    refused = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert ".deb" in refused.stderr
    assert everything_in(home) == {"affair.stanceline"}


def test_where_nothing_can_be_written_a_sentence_says_so(unpacked: Path, home: Path) -> None:
    (home / ".local").write_text("no folder")
    done = run(unpacked / "install.sh", home)
    assert done.returncode == 1
    assert str(home / ".local") in done.stderr
    assert everything_in(home) == {"affair.stanceline", ".local"}


def test_a_program_that_cannot_run_there_does_not_replace_one_that_can(
    unpacked: Path, home: Path
) -> None:
    program = install(unpacked, home)
    (unpacked / "stanceline").write_text("#!/nowhere\n")
    done = run(unpacked / "install.sh", home)
    assert done.returncode == 1
    assert "does not run" in done.stderr
    assert subprocess.run([program / "stanceline", "0"], check=False).returncode == 0
    assert not (home / ".local/lib/stanceline.new").exists()


def test_a_folder_of_that_name_that_is_not_ours_is_left_alone(unpacked: Path, home: Path) -> None:
    (home / ".local/lib/stanceline").mkdir(parents=True)
    (home / ".local/lib/stanceline/notes").write_text("mine")
    done = run(unpacked / "install.sh", home)
    assert done.returncode == 1
    assert (home / ".local/lib/stanceline/notes").read_text() == "mine"


def test_a_command_of_that_name_that_is_not_ours_is_left_alone(unpacked: Path, home: Path) -> None:
    (home / ".local/bin").mkdir(parents=True)
    (home / ".local/bin/stanceline").write_text("mine")
    program = install(unpacked, home)
    assert run(program / "uninstall.sh", home).returncode == 0
    assert (home / ".local/bin/stanceline").read_text() == "mine"


def test_an_archive_of_which_a_part_is_missing_is_refused(unpacked: Path, home: Path) -> None:
    shutil.rmtree(unpacked / "_internal")
    done = run(unpacked / "install.sh", home)
    assert done.returncode == 1
    assert "Unpack" in done.stderr


def test_libraries_that_the_system_lacks_are_named(unpacked: Path, home: Path) -> None:
    with (unpacked / "libraries.txt").open("a") as file:
        file.write("libnothing.so.9 libnothing9\n")
    done = run(unpacked / "install.sh", home)
    assert done.returncode == 0
    if shutil.which("ldconfig", path="/sbin:/usr/sbin:/usr/bin:/bin"):
        assert "libnothing.so.9" in done.stdout
        assert "libc.so.6" not in done.stdout


@pytest.mark.parametrize("script", ["install.sh", "uninstall.sh"])
def test_help_is_given_and_wrong_usage_said(unpacked: Path, home: Path, script: str) -> None:
    assert run(unpacked / script, home, "--help").returncode == 0
    assert run(unpacked / script, home, "--nonsense").returncode == 2
    assert everything_in(home) == {"affair.stanceline"}


def test_the_scripts_are_plain_sh() -> None:
    for name in ("install.sh", "uninstall.sh"):
        script = ROOT / "packaging" / "linux" / name
        assert script.read_text().startswith("#!/bin/sh\n")
        subprocess.run(["sh", "-n", script], check=True)
