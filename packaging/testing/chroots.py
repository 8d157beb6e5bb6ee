"""Freshly made Debian systems in a folder, with only what a test puts into them.

A test starts programs in one as an ordinary user, in namespaces of their own: they see no
network and no process from outside, and all of them end with the chroot.
"""

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

from testing.snapshots import Entry, snapshot
from testing.steps import CheckFailed, check

# What the kernel or the running system keeps there is not on the disk.
PASSING = ("proc", "sys", "dev", "run", "tmp/.X11-unix", "shared")
OLDEST_BASE_DAYS = 30

_MOUNTS = """
set -e
mount --rbind /dev "$0/dev"
mount -t proc proc "$0/proc"
mkdir -p "$0/tmp/.X11-unix" "$0/shared"
mount --bind /tmp/.X11-unix "$0/tmp/.X11-unix"
mount --bind "$1" "$0/shared"
echo ready
exec cat >/dev/null
"""


@dataclass(frozen=True, slots=True)
class Repository:
    """One place that this machine's apt takes packages from."""

    address: str
    suite: str
    component: str


@dataclass(frozen=True, slots=True)
class User:
    """An ordinary user of a chroot."""

    name: str
    number: int

    @property
    def home(self) -> str:
        """The home folder as programs in the chroot see it."""
        return f"/home/{self.name}"

    @property
    def runtime(self) -> str:
        """The folder for sockets of this user's session."""
        return f"/run/user/{self.number}"


def codename() -> str:
    """The release of the system that this runs on, as in "bookworm"."""
    told = Path("/etc/os-release").read_text("utf-8").splitlines()
    values = dict(line.split("=", 1) for line in told if "=" in line)
    name = values.get("VERSION_CODENAME", "").strip('"')
    check(bool(name), "/etc/os-release names no VERSION_CODENAME: is this a Debian or Ubuntu?")
    return name


def repositories(suite: str) -> list[Repository]:
    """Where this machine's apt takes `suite` and its updates from, the suite itself first."""
    form = "$(REPO_URI) $(RELEASE) $(COMPONENT) $(ORIGIN)"
    told = subprocess.run(
        ["apt-get", "indextargets", "--format", form, "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = []
    for line in told.splitlines():
        address, release, component, origin = [*line.split(), "", "", "", ""][:4]
        if release.split("-")[0] == suite and origin in {"Debian", "Ubuntu"}:
            found.append(Repository(address, release, component))
    check(bool(found), f"apt on this machine knows no repository of {suite}: run apt-get update")
    return sorted(set(found), key=lambda each: (each.suite != suite, each.suite, each.component))


def make_base(folder: Path, suite: str) -> str:
    """Make a minimal system of `suite` in `folder` unless a recent one is there; says which."""
    stamp = folder.with_suffix(".made")
    if stamp.exists() and time.time() - stamp.stat().st_mtime < OLDEST_BASE_DAYS * 86_400:
        return "made before"
    if folder.exists():
        shutil.rmtree(folder)
    stamp.unlink(missing_ok=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    main = repositories(suite)[0]
    subprocess.run(
        ["debootstrap", "--variant=minbase", suite, str(folder), main.address],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=900,
        check=True,
    )
    stamp.touch()
    return "made anew"


@dataclass(slots=True)
class Chroot:
    """A copy of the base in `root`; `shared` is the folder that both sides see as /shared."""

    root: Path
    shared: Path
    archives: Path
    _holder: subprocess.Popen[str] | None = None
    _init: int = 0
    users: list[User] = field(default_factory=list)

    @classmethod
    def start(cls, base: Path, root: Path, archives: Path) -> "Chroot":
        """Copy the base and start its namespaces; downloads are kept in `archives`."""
        if root.exists():
            shutil.rmtree(root)
        shared = root.with_name(f"{root.name}-shared")
        if shared.exists():
            shutil.rmtree(shared)
        shared.mkdir(parents=True)
        shared.chmod(0o755)
        subprocess.run(["cp", "-a", "--reflink=auto", str(base), str(root)], check=True)
        chroot = cls(root, shared, archives)
        chroot._settle()
        chroot._hold()
        return chroot

    def _settle(self) -> None:
        """Give the system this machine's way to its packages, and no services to start."""
        apt = self.root / "etc" / "apt"
        lines = [
            f"deb {each.address} {each.suite} {each.component}" for each in repositories(codename())
        ]
        (apt / "sources.list").write_text("\n".join(lines) + "\n", "utf-8")
        told = subprocess.run(
            ["apt-config", "dump"], capture_output=True, text=True, check=True
        ).stdout.splitlines()
        ways = [line for line in told if line.startswith(("Acquire::http::", "Acquire::https::"))]
        (apt / "apt.conf.d" / "90-this-machine").write_text("\n".join(ways) + "\n", "utf-8")
        certificates = Path("/etc/ssl/certs/ca-certificates.crt")
        if any(line.startswith("deb https:") for line in lines):
            target = self.root / certificates.relative_to("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(certificates, target)
        shutil.copyfile("/etc/resolv.conf", self.root / "etc" / "resolv.conf")
        refusal = self.root / "usr" / "sbin" / "policy-rc.d"
        refusal.write_text("#!/bin/sh\nexit 101\n", "utf-8")
        refusal.chmod(0o755)

    def _hold(self) -> None:
        Path("/tmp/.X11-unix").mkdir(mode=0o1777, exist_ok=True)
        apart = ["unshare", "--mount", "--propagation", "private", "--net", "--pid", "--fork"]
        self._holder = subprocess.Popen(
            [*apart, "--kill-child=KILL", "sh", "-c", _MOUNTS, str(self.root), str(self.shared)],
            # All ends when this is closed, and so also when the test itself is killed.
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._holder.stdout is not None
        said = self._holder.stdout.readline().strip()
        check(said == "ready", f"the chroot did not start: {said}")
        holder = self._holder.pid
        children = Path(f"/proc/{holder}/task/{holder}/children").read_text("utf-8").split()
        self._init = int(children[0])

    def stop(self) -> None:
        """End everything that runs in the chroot; its mounts go with it, its files stay."""
        if self._holder is not None:
            self._holder.kill()
            self._holder.wait(timeout=20)
            self._holder = None

    def remove(self) -> None:
        """Delete the files of the chroot, which must have been stopped."""
        check(self._holder is None, "a running chroot cannot be deleted")
        shutil.rmtree(self.root)
        shutil.rmtree(self.shared)

    # ---- as root ------------------------------------------------------------------------

    def run(self, command: Sequence[str], *, seconds: float = 300) -> str:
        """What a command of root's says on standard output; it has the network."""
        enter = ["nsenter", "-t", str(self._init), "-m", "-p", "chroot", str(self.root)]
        passed = {
            name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")
        }
        environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            **passed,
        }
        done = subprocess.run(
            [*enter, "/usr/bin/env", "-i", *_settings(environment), *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=True,
        )
        return done.stdout

    def apt(self, *words: str, seconds: float = 600) -> str:
        """What apt-get says; no package comes only because another recommends it."""
        quiet = ["apt-get", "-q", "-y", "--no-install-recommends"]
        cache = self.root / "var" / "cache" / "apt" / "archives"
        self.archives.mkdir(parents=True, exist_ok=True)
        for package in self.archives.glob("*.deb"):
            _link_or_copy(package, cache / package.name)
        said = self.run([*quiet, *words], seconds=seconds)
        for package in cache.glob("*.deb"):
            if not (self.archives / package.name).exists():
                shutil.copyfile(package, self.archives / package.name)
            package.unlink()
        return said

    def packages(self) -> set[str]:
        """The names of the packages that are installed."""
        told = self.run(["dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Package}\\n"])
        return {line.split()[1] for line in told.splitlines() if line.startswith("ii")}

    def add_user(self, name: str) -> User:
        """A new ordinary user with a home folder and a folder for sockets."""
        user = User(name, 2000 + len(self.users))
        self.run(["useradd", "--uid", str(user.number), "--create-home", name])
        runtime = self.path(user.runtime)
        runtime.mkdir(parents=True, exist_ok=True)
        os.chown(runtime, user.number, user.number)
        runtime.chmod(0o700)
        self.users.append(user)
        return user

    def path(self, inside: str) -> Path:
        """Where a path of the chroot lies outside."""
        return self.root / inside.lstrip("/")

    def give(self, user: User, source: Path, inside: str) -> str:
        """Copy a file or folder to a path of the chroot as this user's; that path."""
        target = self.path(inside)
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)
        self.own(user, inside)
        return inside

    def own(self, user: User, inside: str) -> None:
        """Make a path, all below it and what is above it in the home folder the user's."""
        target = self.path(inside)
        home = self.path(user.home)
        for each in [target, *target.parents]:
            if each == home or home not in each.parents:
                break
            os.chown(each, user.number, user.number, follow_symlinks=False)
        for each in target.rglob("*"):
            os.chown(each, user.number, user.number, follow_symlinks=False)

    def snapshot(self) -> dict[str, Entry]:
        """All files of the system, those that only pass left out."""
        return snapshot(self.root, PASSING)

    # ---- as a user ----------------------------------------------------------------------

    def entering(self, user: User, environment: Mapping[str, str], folder: str) -> list[str]:
        """The words before a command that this user runs with this environment and no other."""
        settings = _settings(environment)
        return [*self.becoming(user, "-p"), "/usr/bin/env", "-i", "-C", folder, *settings]

    def becoming(self, user: User, *apart: str) -> list[str]:
        """The words before a command that this user runs in the chroot, without network.

        With "-p" it is among the processes of the chroot; without, it is the very process that
        these words start, and signals reach it.
        """
        who = f"--userspec={user.number}:{user.number}"
        enter = ["nsenter", "-t", str(self._init), "-m", "-n", *apart]
        return [*enter, "chroot", who, "--groups=", str(self.root)]

    def environment(self, user: User, display: str = "") -> dict[str, str]:
        """What a desktop session sets for the programs of this user, and nothing besides."""
        environment = {
            "HOME": user.home,
            "USER": user.name,
            "LOGNAME": user.name,
            "SHELL": "/bin/sh",
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "XDG_RUNTIME_DIR": user.runtime,
        }
        if display:
            environment |= {
                "DISPLAY": display,
                "XDG_SESSION_TYPE": "x11",
                "XDG_CURRENT_DESKTOP": "GNOME",
            }
        return environment

    def run_as(
        self,
        user: User,
        command: Sequence[str],
        *,
        display: str = "",
        folder: str = "",
        seconds: float = 120,
        statuses: Sequence[int] = (0,),
        more: Mapping[str, str] | None = None,
    ) -> str:
        """What a command of this user's says; CheckFailed for another status than these.

        It is over when the command ends, though a program that it started may run on.
        """
        environment = {**self.environment(user, display), **(more or {})}
        enter = self.entering(user, environment, folder or user.home)
        # Not pipes: what runs on would keep them open.
        with TemporaryFile("w+", encoding="utf-8") as out, TemporaryFile("w+") as errors:
            done = subprocess.run(
                [*enter, "timeout", "-k", "5", f"{seconds:.0f}", *command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=errors,
                timeout=seconds + 20,
                check=False,
            )
            out.seek(0)
            errors.seek(0)
            told, complaints = out.read(), errors.read()
        if done.returncode not in statuses:
            said = "\n".join((told + "\n" + complaints).strip().splitlines()[-15:])
            raise CheckFailed(f"“{shlex.join(command)}” ended with {done.returncode}:\n{said}")
        return told

    def start_as(
        self,
        user: User,
        command: Sequence[str],
        *,
        display: str = "",
        more: Mapping[str, str] | None = None,
        says: Path | None = None,
    ) -> subprocess.Popen[str]:
        """Start a command as this user and leave it running; what it says goes to `says`."""
        environment = {**self.environment(user, display), **(more or {})}
        with (says or Path(os.devnull)).open("a", encoding="utf-8") as file:
            return subprocess.Popen(
                [*self.entering(user, environment, user.home), *command],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                text=True,
            )

    def processes(self, user: User | None = None, name: str = "stanceline") -> list[int]:
        """The processes of this program that live in the chroot, by their numbers outside."""
        here = Path(f"/proc/{self._init}/ns/pid").readlink()
        found = []
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                if (folder / "ns" / "pid").readlink() != here:
                    continue
                words = (folder / "cmdline").read_bytes().split(b"\0")
                state = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()[0]
                owner = folder.stat().st_uid
            except OSError:
                continue  # It ended meanwhile.
            if state == "Z" or (user is not None and owner != user.number):
                continue
            if Path(os.fsdecode(words[0])).name == name:
                found.append(int(folder.name))
        return sorted(found)

    def end_processes(self, user: User | None = None) -> None:
        """Kill the program wherever it runs in this chroot."""
        for number in self.processes(user):
            os.kill(number, 9)


def _settings(environment: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in environment.items()]


def _link_or_copy(source: Path, target: Path) -> None:
    if target.exists():
        return
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
