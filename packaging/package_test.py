"""Tries the packages in clean systems: ``make package-test``.

Each package is installed in a fresh minimal Debian in a folder, with nothing beside what it
declares (or, for the portable archive, what a plain desktop has) and no Python. The X display
is outside, the program inside, as an ordinary user without network. What is tried is told as
it goes, and once more as a table at the end; the exit status is 1 when anything failed.

Only root may make such a system. packaging/README.md describes it.
"""

import argparse
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from testing.accessibility import Session
from testing.chroots import Chroot, User, codename, make_base
from testing.displays import Display
from testing.installed import (
    DESKTOP_ID,
    Installed,
    check_everything,
    check_smoke_list,
    check_two_users,
)
from testing.snapshots import differences, snapshot
from testing.steps import CheckFailed, PartEnded, Report, check, table_of

ROOT = Path(__file__).resolve().parent.parent
MOST_DEB_BYTES = 75_000_000

TOOLS = {
    "debootstrap": "debootstrap",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "import": "imagemagick",
    "compare": "imagemagick",
    "openbox": "openbox",
    "setpriv": "util-linux",
    "unshare": "util-linux",
    "nsenter": "util-linux",
    "lintian": "lintian",
}
"""What the test itself runs, and the Debian packages that hold it."""

DESKTOP = (
    "dbus",
    "dbus-x11",
    "at-spi2-core",
    "libglib2.0-bin",
    "xdg-utils",
    "shared-mime-info",
    "desktop-file-utils",
    "hicolor-icon-theme",
)
"""What stands for a desktop: it opens files by their type, has buses, and can be read aloud."""

PLAIN_LIBRARIES = (
    "libgl1",
    "libegl1",
    "libfontconfig1",
    "libfreetype6",
    "libglib2.0-0",
    "libdbus-1-3",
    "libx11-6",
    "libx11-xcb1",
    "libxcb1",
    "libxkbcommon0",
    "libwayland-client0",
    "libwayland-cursor0",
    "libwayland-egl1",
    "fonts-dejavu-core",
    "zstd",
)
"""What every Linux desktop has, and the portable archive does not bring."""

# The package manager's own books, which are never the same again. Nothing else may remain.
BOOKS = (
    "var/lib/dpkg/*",
    "var/lib/apt/*",
    "var/cache/apt/*",
    "var/cache/debconf/*",
    "var/cache/ldconfig/aux-cache",
    "var/log/dpkg.log",
    "var/log/apt/*",
    "var/log/alternatives.log",
    "etc/ld.so.cache",
)

# What other programs keep in a home folder, and what this one keeps for the user: workspaces
# among the documents, the settings, the sample and the backups, reports of failures.
OTHERS_IN_HOME = (
    ".cache",
    ".cache/fontconfig*",
    ".cache/mesa_shader_cache*",
    ".config",
    ".config/dconf*",
    ".dbus*",
    ".local",
    ".local/share",
    ".local/state",
)
OWN_IN_HOME = (
    "Documents*",
    "Papers on the café*",
    "by commands*",
    ".config/stanceline*",
    ".local/share/stanceline*",
    ".local/state/stanceline*",
    ".cache/stanceline*",
)


def main() -> int:
    """Try what the command line names and return the exit status."""
    parser = argparse.ArgumentParser(description="Try the packages in clean systems.")
    parser.add_argument("--only", choices=("deb", "portable"), help="try this alone")
    parser.add_argument("--deb", type=Path, help="instead of the one in dist/")
    parser.add_argument("--portable", type=Path, help="instead of the one in dist/")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "package")
    parser.add_argument("--keep", action="store_true", help="leave the systems for a look")
    chosen = parser.parse_args()
    fault = unready()
    if fault:
        print(fault, file=sys.stderr)
        return 1
    work = chosen.work.resolve()
    shutil.rmtree(work / "screens", ignore_errors=True)
    report = Report()
    parts: dict[str, Callable[[], None]] = {
        "deb": lambda: try_deb(report, package(chosen.deb, "*.deb"), work, keep=chosen.keep),
        "portable": lambda: try_portable(
            report, package(chosen.portable, "*-linux-*.tar.zst"), work, keep=chosen.keep
        ),
    }
    for name, part in parts.items():
        if chosen.only in {None, name}:
            report.part = name
            try:
                part()
            except PartEnded as ended:
                print(f"{name}: the rest has no sense without this: {ended}", flush=True)
    print(f"\n{table_of(report.steps)}")
    return report.exit_status()


def unready() -> str:
    """What is missing for the test, as sentences with the command to type; empty if nothing."""
    if sys.platform != "linux":
        return "The packages for Linux are tried on Debian or Ubuntu."
    missing = sorted({TOOLS[name] for name in TOOLS if shutil.which(name) is None})
    if missing:
        return (
            f"This machine lacks {', '.join(missing)}. Type this, then run the same again:\n\n"
            f"    sudo apt-get install --no-install-recommends {' '.join(missing)}\n"
        )
    if os.geteuid() != 0:
        return (
            "The packages are tried in fresh systems, which only root may make. Type:\n\n"
            "    sudo make package-test\n"
        )
    return ""


def package(named: Path | None, pattern: str) -> Path:
    """The package that is named, else the one in dist/ that fits the pattern."""
    if named is not None:
        return named.resolve()
    found = sorted((ROOT / "dist").glob(pattern), key=lambda path: path.stat().st_mtime)
    if not found:
        return ROOT / "dist" / pattern
    return found[-1]


class Stage:
    """A fresh chroot with displays and sessions for its users, put away at the end."""

    def __init__(self, report: Report, work: Path, *, keep: bool) -> None:
        self.report = report
        self.work = work / "test"
        self.screens = work / "screens"
        self.keep = keep
        self.displays: list[Display] = []
        self.sessions: list[Session] = []
        report.on_failure = self.keep_pictures
        suite = codename()
        base = self.work / f"base-{suite}"
        with report.step(f"a minimal system of {suite}", needed=True) as remarks:
            remarks.append(make_base(base, suite))
            self.chroot = Chroot.start(base, self.work / report.part, self.work / "archives")
            self.chroot.apt("update")

    def close(self) -> None:
        """End all that was started, and delete the system unless it is to be kept."""
        for session in self.sessions:
            session.stop()
        for display in self.displays:
            display.stop()
        self.chroot.stop()
        if not self.keep:
            self.chroot.remove()

    def keep_pictures(self, name: str) -> None:
        """Keep what all displays show, when something failed."""
        for number, display in enumerate(self.displays, 1):
            display.picture(self.screens / f"FAILED-{name}-{number}.png")

    def new_display(self) -> Display:
        """One more display."""
        self.displays.append(Display.start(self.work / f"{self.report.part}-window-manager"))
        return self.displays[-1]

    def installed(self, user: User, command: str, desktop_file: str, folder: str) -> Installed:
        """The installed program as a user has it, in a session of this user's own."""
        display = self.new_display()
        self.sessions.append(Session.start(self.chroot, user, display.name))
        scratch = self.work / f"{self.report.part}-{user.name}"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        return Installed(
            report=self.report,
            chroot=self.chroot,
            user=user,
            display=display,
            session=self.sessions[-1],
            command=command,
            desktop_file=desktop_file,
            folder=folder,
            scratch=scratch,
            screens=self.screens,
        )


def check_without_python(chroot: Chroot) -> None:
    """There is no Python in the system but what the program brings."""
    packages = sorted(name for name in chroot.packages() if "python" in name)
    check(not packages, f"installed are {packages}")
    programs = [
        str(path.relative_to(chroot.root))
        for folder in ("usr/bin", "usr/local/bin", "bin")
        for path in (chroot.root / folder).glob("*python*")
    ]
    check(not programs, f"there are {programs}")


def try_deb(report: Report, deb: Path, work: Path, *, keep: bool) -> None:
    """Install, use and remove the .deb."""
    with report.step("the package is there", needed=True):
        check(deb.is_file(), f"{deb} is not there: run make package")
    with report.step("it is small enough") as remarks:
        size = deb.stat().st_size
        remarks.append(f"{deb.name}, {size / 1e6:.1f} MB")
        check(size <= MOST_DEB_BYTES, f"it has more than {MOST_DEB_BYTES / 1e6:.0f} MB")
    with report.step("lintian finds no error in it"):
        done = subprocess.run(
            ["lintian", "--no-cfg", "--allow-root", "--fail-on=error", str(deb)],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        check(done.returncode == 0, done.stdout or done.stderr)
    stage = Stage(report, work, keep=keep)
    try:
        shutil.copyfile(deb, stage.chroot.shared / deb.name)
        try_deb_alone(stage, deb.name)
        try_deb_at_a_desktop(stage, deb.name)
    finally:
        stage.close()


def try_deb_alone(stage: Stage, name: str) -> None:
    """Install it with what it declares and nothing else; run it; purge it."""
    report, chroot = stage.report, stage.chroot
    before = chroot.snapshot()
    packages = chroot.packages()
    with report.step("apt installs it with what it declares alone", needed=True) as remarks:
        chroot.apt("install", f"/shared/{name}")
        remarks.append(f"{len(chroot.packages() - packages)} packages")
    with report.step("there is no Python beside it"):
        check_without_python(chroot)
    with report.step("every library that its files need is there"):
        missing = missing_libraries(chroot, "/usr/lib/stanceline")
        check(not missing, "\n".join(missing))
    user = chroot.add_user("solo")
    try_bare_window(stage, user, "/usr/bin/stanceline")
    with report.step("purged, nothing of it is left in a system without a desktop"):
        chroot.run(["userdel", "--remove", user.name])
        chroot.users.clear()
        chroot.apt("purge", "--auto-remove", "stanceline")
        found = differences(before, chroot.snapshot(), [*BOOKS, *USER_BOOKS])
        check(not found, "\n".join(found[:40]))
        left = chroot.packages() - packages
        check(not left, f"packages are left: {sorted(left)}")


USER_BOOKS = ("etc/passwd*", "etc/group*", "etc/shadow*", "etc/gshadow*", "etc/sub?id*")
"""Where a system keeps its users; the test makes one and removes it."""


def try_bare_window(stage: Stage, user: User, command: str) -> None:
    """The program opens its window where there is no desktop: no bus, no services."""
    report, chroot = stage.report, stage.chroot
    with report.step("its window opens without a desktop, buses or network"):
        display = stage.new_display()
        said = stage.work / f"{report.part}-said"
        said.unlink(missing_ok=True)
        chroot.start_as(user, [command], display=display.name, says=said)
        try:
            window = display.wait_for_window("sample")
            display.picture(stage.screens / f"{report.part}-bare.png")
            display.press("ctrl+q", window=window)
            display.wait_until_empty()
        except CheckFailed as error:
            raise CheckFailed(f"{error}\nIt said:\n{said.read_text('utf-8')[-2000:]}") from None
        finally:
            chroot.end_processes(user)


def missing_libraries(chroot: Chroot, folder: str) -> list[str]:
    """The libraries below a folder of which the system's loader cannot find all they need."""
    script = (
        "find \"$0\" -type f -name '*.so*' | while read -r file; do "
        'LD_LIBRARY_PATH="$0/_internal" ldd "$file" 2>/dev/null | grep "not found" | '
        'sed "s|^|$file:|"; done'
    )
    told = chroot.run(["sh", "-c", script, folder], seconds=120)
    return sorted(set(told.splitlines()))


def try_deb_at_a_desktop(stage: Stage, name: str) -> None:
    """Install it in a system that has a desktop, do everything with it, and purge it."""
    report, chroot = stage.report, stage.chroot
    with report.step("a desktop is installed", needed=True):
        add_desktop(chroot)
        ann, ben = chroot.add_user("ann"), chroot.add_user("ben")
    before = chroot.snapshot()
    packages = chroot.packages()
    with report.step("apt installs it at a desktop", needed=True):
        chroot.apt("install", f"/shared/{name}")
        check_without_python(chroot)
    with report.step("all that it installed is root's and closed to others"):
        check_rights(chroot)
    words = ("/usr/bin/stanceline", f"/usr/share/applications/{DESKTOP_ID}", "/usr/lib/stanceline")
    mine, theirs = stage.installed(ann, *words), stage.installed(ben, *words)
    check_everything(mine)
    check_smoke_list(mine)
    check_two_users(mine, theirs)
    with report.step("apt installs it again over itself"):
        chroot.apt("install", "--reinstall", f"/shared/{name}")
    homes = {user.name: snapshot(chroot.path(user.home)) for user in (ann, ben)}
    with report.step("purged, nothing of it is left but the users' own files") as remarks:
        chroot.apt("purge", "--auto-remove", "stanceline")
        found = differences(before, chroot.snapshot(), [*BOOKS, "home/*"])
        check(not found, "\n".join(found[:40]))
        left = chroot.packages() - packages
        check(not left, f"packages are left: {sorted(left)}")
        for user in (ann, ben):
            found = differences(homes[user.name], snapshot(chroot.path(user.home)))
            check(not found, "\n".join(found))
        remarks.append(check_homes(chroot))


def add_desktop(chroot: Chroot) -> None:
    """Install what stands for a desktop, and give the machine its number."""
    chroot.apt("install", *DESKTOP)
    chroot.run(["dbus-uuidgen", "--ensure=/etc/machine-id"])
    chroot.run(["dbus-uuidgen", "--ensure"])


def check_rights(chroot: Chroot) -> None:
    """No file of the package can be written by anybody but root."""
    told = chroot.run(["dpkg", "-L", "stanceline"]).split("\n")
    wrong = []
    for line in filter(None, told):
        state = chroot.path(line).lstat()
        is_link = stat.S_ISLNK(state.st_mode)
        if state.st_uid != 0 or state.st_gid != 0 or (not is_link and state.st_mode & 0o022):
            wrong.append(f"{line}: {state.st_uid}:{state.st_gid} {state.st_mode:o}")
    check(not wrong, "\n".join(wrong[:20]))


def check_homes(chroot: Chroot) -> str:
    """The users' folders hold nothing but what is their own; says what that is."""
    kept = set()
    for user in chroot.users:
        home = snapshot(chroot.path(user.home))
        given = snapshot(chroot.root / "etc" / "skel")
        fresh = {path: replace(entry, owner=user.number) for path, entry in given.items()}
        found = differences(fresh, home, [*OTHERS_IN_HOME, *OWN_IN_HOME])
        check(not found, "\n".join(f"{user.name}: {line}" for line in found[:20]))
        kept |= {path for path in home if Path(path).name == "stanceline"}
    return f"kept: {', '.join(sorted(kept))}"


def try_portable(report: Report, archive: Path, work: Path, *, keep: bool) -> None:
    """Unpack, run, install, use and uninstall the portable archive as ordinary users."""
    with report.step("the archive is there", needed=True) as remarks:
        check(archive.is_file(), f"{archive} is not there: run make package")
        remarks.append(f"{archive.name}, {archive.stat().st_size / 1e6:.1f} MB")
    stage = Stage(report, work, keep=keep)
    try:
        try_portable_at_a_desktop(stage, archive)
    finally:
        stage.close()


def try_portable_at_a_desktop(stage: Stage, archive: Path) -> None:
    """Everything with the archive, in a system with a plain desktop's libraries."""
    report, chroot = stage.report, stage.chroot
    with report.step("a desktop is installed", needed=True) as remarks:
        chroot.apt("install", *PLAIN_LIBRARIES)
        add_desktop(chroot)
        check_without_python(chroot)
        remarks.append(f"beside a minimal system: {', '.join(PLAIN_LIBRARIES)}")
    ann, ben = chroot.add_user("ann"), chroot.add_user("ben")
    before = chroot.snapshot()
    with report.step("a user unpacks it", needed=True):
        top = {user.name: unpack(chroot, user, archive) for user in (ann, ben)}
    with report.step("every library that its files need is there"):
        missing = missing_libraries(chroot, top[ann.name])
        check(not missing, "\n".join(missing))
    try_bare_window(stage, ann, program_below(chroot, top[ann.name]))
    with report.step("its script installs it for one user, then for another", needed=True):
        for user in (ann, ben):
            chroot.run_as(user, ["sh", f"{top[user.name]}/install.sh"], folder="/")
    found = {user.name: places_of(chroot, user) for user in (ann, ben)}
    mine, theirs = (stage.installed(user, *found[user.name]) for user in (ann, ben))
    with report.step("the unpacked folder is not needed any more"):
        for user in (ann, ben):
            shutil.rmtree(chroot.path(f"{user.home}/Down loads"))
    check_everything(mine)
    check_smoke_list(mine, "--quick")
    check_two_users(mine, theirs)
    with report.step("its script takes it away, and leaves the users' own files") as remarks:
        for user in (ann, ben):
            own = {
                path: entry
                for path, entry in snapshot(chroot.path(user.home)).items()
                if any(path.startswith(each.rstrip("*")) for each in OWN_IN_HOME)
                and not path.startswith(str(Path(found[user.name][2]).relative_to(user.home)))
            }
            uninstall(chroot, user)
            gone = [path for path in own if path not in snapshot(chroot.path(user.home))]
            check(not gone, f"gone is what was the user's own: {gone}")
        left = differences(before, chroot.snapshot(), [*BOOKS, "home/*", "tmp/dbus-*"])
        check(not left, "\n".join(left[:40]))
        remarks.append(check_homes(chroot))


def unpack(chroot: Chroot, user: User, archive: Path) -> str:
    """Unpack the archive into a folder with a space in its name; the folder that it made."""
    place = f"{user.home}/Down loads"
    inside = chroot.give(user, archive, f"{place}/{archive.name}")
    chroot.run_as(user, ["tar", "--zstd", "-xf", inside], folder=place)
    folders = [path for path in chroot.path(place).iterdir() if path.is_dir()]
    check(len(folders) == 1, f"it unpacks to {[path.name for path in folders]}")
    return f"{place}/{folders[0].name}"


def program_below(chroot: Chroot, top: str) -> str:
    """The path of the program in the unpacked archive."""
    found = [
        path
        for path in chroot.path(top).rglob("stanceline")
        if path.is_file() and os.access(path, os.X_OK) and (path.parent / "_internal").is_dir()
    ]
    check(len(found) == 1, f"{len(found)} programs are in the archive")
    return f"/{found[0].relative_to(chroot.root)}"


def places_of(chroot: Chroot, user: User) -> tuple[str, str, str]:
    """Where the script put the command, the desktop entry and the program's folder."""
    home = chroot.path(user.home)
    entry = home / ".local" / "share" / "applications" / DESKTOP_ID
    check(entry.is_file(), f"there is no {entry.relative_to(home)}")
    command = home / ".local" / "bin" / "stanceline"
    check(command.is_symlink() or command.is_file(), "there is no ~/.local/bin/stanceline")
    program = program_below(chroot, f"{user.home}/.local")
    inside = [f"/{path.relative_to(chroot.root)}" for path in (command, entry)]
    return inside[0], inside[1], str(Path(program).parent)


def uninstall(chroot: Chroot, user: User) -> None:
    """Run the script that takes the program away, from where it was installed."""
    scripts = list((chroot.path(user.home) / ".local").rglob("uninstall.sh"))
    check(len(scripts) == 1, f"{len(scripts)} scripts to uninstall were installed")
    chroot.run_as(user, ["sh", f"/{scripts[0].relative_to(chroot.root)}"], folder="/")


if __name__ == "__main__":
    sys.exit(main())
