"""Installs, tries, upgrades and removes the program on Windows, and says what was left over.

    python packaging/windows/check_installer.py SETUP.exe

It is for a machine that is thrown away afterwards: it refuses to run where Stanceline is installed.
The exit status is 1 when anything was not as it should be.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if sys.platform == "win32":
    import winreg

if TYPE_CHECKING:
    from collections.abc import Iterator

PROG_ID = "Stanceline.Workspace.1"
APP_KEY = "{6F4C1B0E-5D0B-4C53-9C8E-2B6A8E0B7C41}_is1"
# What ui/door/windows.py holds.
RUNNING = "Local\\org.stanceline.Stanceline"
WATCHED_KEYS = (
    r"Software\Classes\.stanceline",
    rf"Software\Classes\{PROG_ID}",
    r"Software\Classes\Applications\stanceline.exe",
    r"Software\Microsoft\Windows\CurrentVersion\App Paths\stanceline.exe",
    rf"Software\Microsoft\Windows\CurrentVersion\Uninstall\{APP_KEY}",
)
TASKS = "associate,path,desktopicon"
QUIET = ("/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART")
LONGEST_S = 300
WRONG_USAGE = 2


class Fault(Exception):
    """Something that is not as it should be, as a sentence."""


def demand(holds: object, sentence: str) -> None:
    """Raise Fault with the sentence unless `holds`."""
    if not holds:
        raise Fault(sentence)


def folder_of_program() -> Path:
    """Where the installer puts the program."""
    return Path(os.environ["LOCALAPPDATA"]) / "Programs" / "Stanceline"


def shortcuts() -> list[Path]:
    """The shortcuts that the installer may make, there or not."""
    start = Path(os.environ["APPDATA"]) / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    return [folder / "Stanceline.lnk" for folder in (start, Path.home() / "Desktop")]


def values_of(key: str) -> dict[str, object] | None:
    """The values of a key of this user, or None when there is no such key."""
    values: dict[str, object] = {}
    if sys.platform == "win32":
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                for place in range(winreg.QueryInfoKey(opened)[1]):
                    name, value, _ = winreg.EnumValue(opened, place)
                    values[name] = value
        except FileNotFoundError:
            return None
    return values


def user_path() -> str | None:
    """What the user has put on PATH."""
    found = (values_of("Environment") or {}).get("Path")
    return None if found is None else str(found)


def set_user_path(path: str | None) -> None:
    """Have the user's PATH be this, or none at all."""
    if sys.platform == "win32":
        rights = winreg.KEY_SET_VALUE
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, "Environment", 0, rights) as opened:
            if path is None:
                winreg.DeleteValue(opened, "Path")
            else:
                winreg.SetValueEx(opened, "Path", 0, winreg.REG_EXPAND_SZ, path)


def run(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and keep what it prints."""
    return subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=LONGEST_S,
        check=False,
    )


def install(setup: Path, log: Path) -> int:
    """Run the installer without a question, and give its exit status."""
    return run([setup, *QUIET, f"/TASKS={TASKS}", f"/LOG={log}"]).returncode


def uninstall(log: Path) -> int:
    """Run the uninstaller without a question, wait for its end, and give its exit status."""
    status = run([folder_of_program() / "unins000.exe", *QUIET, f"/LOG={log}"]).returncode
    # It goes on as a copy of itself, which removes the original last.
    patience_s = time.monotonic() + 30
    while (folder_of_program() / "unins000.exe").exists() and time.monotonic() < patience_s:
        time.sleep(0.2)
    return status


def check_installed() -> None:
    """Raise Fault unless all is in place."""
    folder = folder_of_program()
    for name in ("stanceline.exe", "stanceline-cli.exe", "stanceline-document.ico", "_internal"):
        demand((folder / name).exists(), f"{name} was not installed.")
    program = f'"{folder / "stanceline.exe"}" "%1"'
    opens = values_of(rf"Software\Classes\{PROG_ID}\shell\open\command") or {}
    demand(opens.get("") == program, f"A workspace is opened by {opens.get('')}.")
    owner = values_of(r"Software\Classes\.stanceline") or {}
    demand(owner.get("") == PROG_ID, "The suffix .stanceline is not associated.")
    path = user_path() or ""
    demand(path.split(";").count(str(folder)) == 1, f"The folder is not on PATH once: {path}")
    demand(shortcuts()[0].exists(), "There is no entry in the start menu.")


def check_commands(work: Path) -> None:
    """Raise Fault unless the installed commands work, from another folder and without PATH."""
    commands = folder_of_program() / "stanceline-cli.exe"
    version = run([commands, "--version"])
    demand(version.returncode == 0, f"--version failed: {version.stderr}")
    told = values_of(rf"Software\Microsoft\Windows\CurrentVersion\Uninstall\{APP_KEY}") or {}
    demand(
        str(told.get("DisplayVersion")) in version.stdout,
        f"Windows knows version {told.get('DisplayVersion')}, the program says {version.stdout}",
    )
    workspace = work / "a sample, ünnamed.stanceline"
    made = run([commands, "sample", "--out", workspace])
    demand(made.returncode == 0, f"The sample could not be made: {made.stderr}")
    sheet = work / "timeline.csv"
    done = run([commands, "export", "timeline", "--workspace", workspace, "--out", sheet])
    demand(done.returncode == 0, f"The sample could not be exported: {done.stderr}")
    demand(sheet.stat().st_size > 0, "The exported sheet is empty.")
    wrong = run([commands, "no-such-command"])
    demand(wrong.returncode == WRONG_USAGE, f"Wrong usage ended with {wrong.returncode}.")


@contextlib.contextmanager
def as_if_running() -> Iterator[None]:
    """Hold what the window's program holds while it runs."""
    if sys.platform != "win32":
        raise Fault("Only Windows has what tells that the program runs.")
    kernel = ctypes.WinDLL("kernel32")
    kernel.CreateMutexW.restype = ctypes.c_void_p
    held = ctypes.c_void_p(kernel.CreateMutexW(None, False, RUNNING))  # noqa: FBT003 - the system's
    try:
        yield
    finally:
        kernel.CloseHandle(held)


def check_all(setup: Path, work: Path, *, without_commands: bool) -> None:
    """Install, upgrade, try and remove; raise Fault at the first thing that is wrong."""
    leftover = folder_of_program() / "_internal" / "of-an-older-version.txt"
    path_before = user_path()
    probe = r"%USERPROFILE%\of my own;C:\Other"
    set_user_path(probe)
    try:
        with as_if_running():
            demand(install(setup, work / "0.log") != 0, "It installs over a running program.")
            demand(not folder_of_program().exists(), "It wrote something all the same.")
        demand(install(setup, work / "1.log") == 0, "The installer failed.")
        check_installed()
        leftover.write_text("left over", encoding="utf-8")
        demand(install(setup, work / "2.log") == 0, "Installing once more failed.")
        demand(not leftover.exists(), "A file of an older version is still there.")
        check_installed()
        if not without_commands:
            before = sorted(folder_of_program().rglob("*"))
            check_commands(work)
            after = sorted(folder_of_program().rglob("*"))
            demand(before == after, f"The program wrote beside itself: {set(after) - set(before)}")
        with as_if_running():
            demand(uninstall(work / "3.log") != 0, "It is removed while it runs.")
            check_installed()
        demand(uninstall(work / "4.log") == 0, "The uninstaller failed.")
        left = [str(path) for path in [folder_of_program(), *shortcuts()] if path.exists()]
        demand(not left, f"Left on the disk: {left}")
        keys = [key for key in WATCHED_KEYS if values_of(key) is not None]
        demand(not keys, f"Left in the registry: {keys}")
        demand(user_path() == probe, f"PATH was left as {user_path()}")
    finally:
        set_user_path(path_before)


def main() -> int:
    """Check the installer that is named; the exit status says how it went."""
    parser = argparse.ArgumentParser(description="Check the installer for Windows.")
    parser.add_argument("setup", type=Path)
    parser.add_argument(
        "--without-commands",
        action="store_true",
        help="do not start the installed program: where Windows is only imitated",
    )
    chosen = parser.parse_args()
    if sys.platform != "win32":
        print("This checks an installer for Windows, and runs on Windows.", file=sys.stderr)
        return 2
    if folder_of_program().exists():
        print("Stanceline is installed here; this check would remove it.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        try:
            check_all(chosen.setup, work, without_commands=chosen.without_commands)
        except Fault as fault:
            print(fault, file=sys.stderr)
            logs = sorted(work.glob("*.log"))
            if logs:
                print(logs[-1].read_text(encoding="utf-8", errors="replace"), file=sys.stderr)
            return 1
    print("Installed, upgraded, tried and removed: nothing was left over.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
