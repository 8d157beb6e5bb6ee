"""The set-up behind `make setup`, `make run`, `make test` and `make check`.

It needs nothing but a Python interpreter: no pip, no venv module, no Qt libraries. It brings
what is missing, says what it does in plain sentences, and ends within a fraction of a second
when there is nothing to do. packaging/README.md describes it.

With --package it prepares `make package` instead, with --package-test what tries the packages.

Nothing that runs here is newer than Python 3.6, and annotations that would be are quoted, so that
an old interpreter can say that it is too old.
"""

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

if sys.platform != "win32":
    import fcntl

THIS_PYTHON = (sys.version_info[0], sys.version_info[1])
OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")
OLDEST_GLIBC = (2, 34)

ROOT = Path(__file__).resolve().parent.parent
# The environments, and what is installed into each.
DEVELOPING = ".venv"
PACKAGING = "build/package/env"
LOCKS = {DEVELOPING: "develop.txt", PACKAGING: "package.txt"}
STAMP_NAME = "stanceline-setup"
UNFINISHED = "unfinished"

# The system's trusted certificates, and the copy that keep_trusted_certificates makes of them.
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
KEPT_CERTIFICATES = ROOT / "build" / "certificates.pem"

MANAGERS = ("apt-get", "dnf", "zypper", "pacman")

# Each shared library that Qt loads and that a machine without a desktop lacks, with the
# package that holds it, in the order of MANAGERS.
OFFSCREEN_LIBRARIES = {
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libGL1", "libglvnd"),
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libEGL1", "libglvnd"),
    "libX11.so.6": ("libx11-6", "libX11", "libX11-6", "libx11"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "libglib-2_0-0", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2", "libgthread-2_0-0", "glib2"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "libdbus-1-3", "dbus"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype", "libfreetype6", "freetype2"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon0", "libxkbcommon"),
}
# What a window on an X display needs beside those.
WINDOW_LIBRARIES = {
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libX11-xcb1", "libx11"),
    "libxcb-cursor.so.0": (
        "libxcb-cursor0",
        "xcb-util-cursor",
        "libxcb-cursor0",
        "xcb-util-cursor",
    ),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": (
        "libxcb-keysyms1",
        "xcb-util-keysyms",
        "libxcb-keysyms1",
        "xcb-util-keysyms",
    ),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb-randr0", "libxcb"),
    "libxcb-render-util.so.0": (
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "libxcb-render-util0",
        "xcb-util-renderutil",
    ),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb-shape0", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb", "libxcb-shm0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb", "libxcb-sync1", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util", "libxcb-util1", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb", "libxcb-xfixes0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb-xkb1", "libxcb"),
    "libxkbcommon-x11.so.0": (
        "libxkbcommon-x11-0",
        "libxkbcommon-x11",
        "libxkbcommon-x11-0",
        "libxkbcommon-x11",
    ),
}
# What building packages needs beside those, and what trying them needs; Debian's packages alone,
# since a .deb is made on Debian or one of its descendants. Qt's libraries ask for the first.
PACKAGING_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-glx.so.0": "libxcb-glx0",
}
PACKAGING_PROGRAMS = {
    "strip": "binutils",
    "objdump": "binutils",
    "ldconfig": "libc-bin",
    "dpkg-deb": "dpkg",
    "dpkg-shlibdeps": "dpkg-dev",
    "git": "git",
    "zstd": "zstd",
}
TRYING_PROGRAMS = {
    "debootstrap": "debootstrap",
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "import": "imagemagick",
    "lintian": "lintian",
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
    "man": "man-db",
}


class SetupError(Exception):
    """One or more plain sentences for the person at the keyboard."""


def say(sentence: str) -> None:
    """Print progress at once, so that it stays in order with what children print."""
    print(sentence, flush=True)


def dotted(numbers: "Iterable[int]") -> str:
    """(3, 11) as "3.11"."""
    return ".".join(str(number) for number in numbers)


def succeeds(command: "Sequence[str]") -> bool:
    """Whether `command` ends with status 0; what it prints is thrown away."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0


# ---- which Python ------------------------------------------------------------------------


def find_newer_python(search_path: "str | None") -> "str | None":
    """The first interpreter on `search_path` that runs and is new enough, or None.

    Version managers put shims on PATH that exist but cannot run, so each one is tried.
    """
    question = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST_PYTHON})"
    for name in NEWER_PYTHONS:
        found = shutil.which(name, path=search_path)
        if found is None:
            continue
        if succeeds([found, "-I", "-c", question]):
            return found
    return None


def sentence_about_old_python(version: "tuple[int, int]", executable: str) -> str:
    """What to tell someone whose only Python is `version`."""
    needed = dotted(OLDEST_PYTHON)
    return (
        f"Stanceline needs Python {needed} or later; {executable} is Python {dotted(version)}, "
        "and PATH has no newer one.\n"
        f"Install Python {needed} or later (python.org, or your system's packages) and run this "
        "again."
    )


def base_python() -> str:
    """The interpreter to build environments with, also when this one runs inside one."""
    if sys.prefix == sys.base_prefix:
        return sys.executable
    if os.name == "nt":
        return str(Path(sys.base_prefix) / "python.exe")
    return os.path.realpath(sys.executable)


# ---- system packages ---------------------------------------------------------------------


def missing_libraries(wanted: "Iterable[str]") -> "list[str]":
    """Those names of shared libraries in `wanted` that the dynamic linker cannot load."""
    missing = []
    for soname in wanted:
        try:
            ctypes.CDLL(soname)
        except OSError:
            missing.append(soname)
    return missing


def wanted_libraries(environment: "Mapping[str, str]") -> "list[str]":
    """Every library that Qt needs here: with DISPLAY set, those for a real window too."""
    if environment.get("DISPLAY"):
        return [*OFFSCREEN_LIBRARIES, *WINDOW_LIBRARIES]
    return list(OFFSCREEN_LIBRARIES)


def packages_holding(sonames: "Iterable[str]", manager: str) -> "list[str]":
    """The packages of `manager` that hold `sonames`, each once, in the order of the table."""
    table = {**OFFSCREEN_LIBRARIES, **WINDOW_LIBRARIES}
    column = MANAGERS.index(manager)
    return list(dict.fromkeys(table[soname][column] for soname in sonames))


def venv_packages(manager: str) -> "list[str]":
    """The package that gives this interpreter its venv module.

    Only Debian and its descendants split it off; elsewhere it comes with Python.
    """
    return [f"python{dotted(THIS_PYTHON)}-venv"] if manager == "apt-get" else []


def install_command(manager: str, packages: "Iterable[str]", sudo: str = "sudo ") -> str:
    """The command that installs `packages`, as one line to type into a shell.

    `sudo` is the prefix that lends root's rights, empty where there is no such program.
    """
    verbs = {
        "apt-get": "apt-get install --no-install-recommends",
        "dnf": "dnf install",
        "zypper": "zypper install",
        "pacman": "pacman -S --needed",
    }
    command = f"{sudo}{verbs[manager]} {' '.join(packages)}"
    return f"{sudo}apt-get update && {command}" if manager == "apt-get" else command


def way_to_become_root() -> "list[str] | None":
    """The words to put before a command that only root may run, or None if there is no way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    return ["sudo", "-n"] if succeeds(["sudo", "-n", "true"]) else None


def bring_system_packages(environment: "Mapping[str, str]", *, with_venv: bool) -> None:
    """Install what the operating system lacks, or raise SetupError with the command to type.

    `with_venv` says whether an environment is still to be made, which takes ensurepip.
    """
    missing = missing_libraries(wanted_libraries(environment))
    lacks_venv = with_venv and importlib.util.find_spec("ensurepip") is None
    lack = [*missing, *(["Python's ensurepip module"] if lacks_venv else [])]
    manager = next((name for name in MANAGERS if shutil.which(name)), None)
    packages = packages_holding(missing, manager) if manager else []
    if manager and lacks_venv:
        packages += venv_packages(manager)
    install(lack, packages, manager)
    still_missing = missing_libraries(missing)
    if still_missing:
        raise SetupError(
            f"{', '.join(packages)} was installed, but {', '.join(still_missing)} still cannot be "
            "loaded."
        )


def install(lack: "Sequence[str]", packages: "Sequence[str]", manager: "str | None") -> None:
    """Bring what the machine lacks, or raise SetupError with the command to type.

    `lack` names what is missing, `packages` what brings it with `manager`.
    """
    if not lack:
        return
    what = ", ".join(lack)
    if not manager or not packages:
        raise SetupError(
            f"This machine lacks {what}, and this set-up knows no package that brings it here.\n"
            "Install it and run this again."
        )
    become_root = way_to_become_root() if manager == "apt-get" else None
    if become_root is None:
        sudo, who = ("sudo ", "Type") if shutil.which("sudo") else ("", "As root, type")
        raise SetupError(
            f"This machine lacks {what}.\n"
            f"{who} this, then run the same command again:\n\n"
            f"    {install_command(manager, packages, sudo)}\n"
        )
    install_with_apt(become_root, packages)


def bring_packaging_tools(*, with_trying: bool) -> None:
    """Install what builds packages, and what tries them, or raise SetupError.

    PyInstaller looks for Python's shared library, which Debian keeps in a package of its own, and
    copies the libraries of a window from where they are installed.
    """
    libraries = {name: columns[0] for name, columns in WINDOW_LIBRARIES.items()}
    libraries.update(PACKAGING_LIBRARIES)
    if not has_shared_python():
        libraries[shared_python()] = f"libpython{dotted(THIS_PYTHON)}"
    programs = {**PACKAGING_PROGRAMS, **(TRYING_PROGRAMS if with_trying else {})}
    lack = missing_libraries(libraries) + [name for name in programs if not shutil.which(name)]
    packages = {**libraries, **programs}
    manager = "apt-get" if shutil.which("apt-get") else None
    install(lack, list(dict.fromkeys(packages[name] for name in lack)), manager)


def shared_python() -> str:
    """The file name of Python's own shared library."""
    return f"libpython{dotted(THIS_PYTHON)}.so.1.0"


def has_shared_python() -> bool:
    """Whether the shared library lies beside this Python, so that the system need not have it."""
    return (Path(sys.base_prefix) / "lib" / shared_python()).exists()


def install_with_apt(become_root: "Sequence[str]", packages: "Sequence[str]") -> None:
    """Install Debian or Ubuntu packages without asking anything."""
    say(f"Installing system packages: {', '.join(packages)}.")
    apt = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    # A mirror that could not be refreshed may still serve the packages, so only the second
    # command decides.
    succeeds([*apt, "update"])
    with keep_trusted_certificates(SYSTEM_CERTIFICATES, KEPT_CERTIFICATES):
        run(
            [*apt, "install", "-y", "--no-install-recommends", *packages],
            "The system packages could not be installed. The command was:\n\n"
            f"    {install_command('apt-get', packages)}",
        )


@contextlib.contextmanager
def keep_trusted_certificates(bundle: Path, kept: Path) -> "Iterator[None]":
    """Save `bundle` to `kept` when what is done meanwhile replaces it.

    Debian's venv package brings ca-certificates, which writes the bundle anew. If someone had
    copied a bundle there by hand, say that of a company's package mirror, pip would trust that
    mirror before and not after.
    """
    before = bundle.read_bytes() if bundle.exists() else b""
    yield
    after = bundle.read_bytes() if bundle.exists() else b""
    if before and before != after:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(before + b"\n" + after)


def refuse_old_glibc(version_text: str) -> None:
    """Raise SetupError when the C library, as in "glibc 2.36", cannot run Qt's wheels."""
    name, _, number = version_text.partition(" ")
    if name != "glibc":
        return
    if tuple(int(part) for part in number.split(".")[:2]) < OLDEST_GLIBC:
        raise SetupError(
            f"Qt needs a system with glibc {dotted(OLDEST_GLIBC)} or later (Debian 12, Ubuntu "
            f"22.04, Fedora 35 or later); this one has {number}."
        )


# ---- the virtual environment -------------------------------------------------------------


def run(command: "Sequence[str | Path]", sentence: str) -> None:
    """Run `command` quietly; if it fails, raise SetupError with `sentence` and its last lines."""
    environment = {
        name: value
        for name, value in os.environ.items()
        # Without byte code every start of the program costs a second more.
        if name not in {"PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH"}
    }
    environment["PIP_USER"] = "0"
    if KEPT_CERTIFICATES.exists():
        environment["PIP_CERT"] = str(KEPT_CERTIFICATES)
    environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    done = subprocess.run(
        [str(word) for word in command],
        cwd=str(ROOT),
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        last_lines = "\n".join("    " + line for line in done.stdout.splitlines()[-15:])
        raise SetupError(f"{sentence}\n\nWhat it said last:\n\n{last_lines}")


def environment_python(venv: Path) -> Path:
    """Where the interpreter of the virtual environment `venv` lies, present or not."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def setup_digest(root: Path) -> str:
    """A fingerprint of everything the environments are made from.

    It names the folder as well: an environment carries absolute paths, so a moved or copied
    checkout needs its own.
    """
    digest = hashlib.sha256()
    for name in (
        "packaging/lock/develop.txt",
        "packaging/lock/package.txt",
        "packaging/lock/runtime.txt",
        "packaging/bootstrap.py",
        "pyproject.toml",
    ):
        digest.update(name.encode() + b"\0" + (root / name).read_bytes() + b"\0")
    for fact in (dotted(THIS_PYTHON), platform.machine(), str(root)):
        digest.update(os.fsencode(fact) + b"\0")
    return digest.hexdigest()


def is_set_up(root: Path, folder: str = DEVELOPING) -> bool:
    """Whether the environment `folder` of `root` is whole and made from what lies there now."""
    venv = root / folder
    try:
        stamp = (venv / STAMP_NAME).read_text(encoding="utf-8")
    except OSError:
        return False
    return stamp == setup_digest(root) and environment_python(venv).exists()


def can_be_built_upon(venv: Path) -> bool:
    """Whether `venv` is a working environment of this Python that no set-up left half done."""
    stamp = venv / STAMP_NAME
    if stamp.exists() and stamp.read_text(encoding="utf-8") == UNFINISHED:
        return False
    python = environment_python(venv)
    if not python.exists():
        return False
    question = f"import sys, pip; sys.exit(sys.version_info[:2] != {THIS_PYTHON})"
    return succeeds([str(python), "-I", "-c", question])


def make_environment(root: Path, folder: str = DEVELOPING) -> None:
    """Create or complete the environment `folder` under `root`; the stamp is written last."""
    venv = root / folder
    stamp = venv / STAMP_NAME
    if not can_be_built_upon(venv):
        if venv.is_symlink() or venv.is_file():
            venv.unlink()
        elif venv.exists():
            say(f"Removing a {folder} that is unfinished or belongs to another Python.")
            shutil.rmtree(venv)
        say(f"Creating {folder} with Python {platform.python_version()}.")
        venv.mkdir(parents=True)
        stamp.write_text(UNFINISHED, encoding="utf-8")
        run([base_python(), "-I", "-m", "venv", venv], "The environment could not be created.")
    stamp.write_text(UNFINISHED, encoding="utf-8")
    lock = root / "packaging" / "lock" / LOCKS[folder]
    pip: list[str | Path] = [environment_python(venv), "-I", "-m", "pip", "--no-input"]
    say(f"Installing the locked packages into {folder} (some 600 MB, most of it Qt).")
    run(
        [*pip, "install", "--require-hashes", "--only-binary=:all:", "--compile", "-r", lock],
        "The packages could not be installed. If the network was away, run this again.",
    )
    if folder == DEVELOPING:
        say("Installing Stanceline itself into .venv.")
        run(
            [*pip, "install", "--no-build-isolation", "--no-deps", "--editable", root],
            "Stanceline itself could not be installed into .venv.",
        )
        compile_own_code(environment_python(venv), root)
    stamp.write_text(setup_digest(root), encoding="utf-8")
    say("The set-up is complete.")


def compile_own_code(python: Path, root: Path) -> None:
    """Write byte code for the program, which an editable install leaves uncompiled."""
    run(
        [python, "-I", "-m", "compileall", "-q", root / "desktop", root / "migrations"],
        "The program's own code could not be compiled.",
    )


@contextlib.contextmanager
def one_at_a_time(root: Path) -> "Iterator[None]":
    """Hold the folder, so that two set-ups of one checkout wait for each other.

    Windows has no such lock on folders; there, two at once are left to luck.
    """
    if sys.platform == "win32":
        yield
        return
    folder = os.open(str(root), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def set_up(root: Path, folder: str = DEVELOPING, *, quiet: bool) -> None:
    """Bring what the environment `folder` under `root` lacks.

    With `quiet`, nothing is said when nothing is lacking.
    """
    complete = is_set_up(root, folder)
    if sys.platform == "linux":
        bring_system_packages(os.environ, with_venv=not complete)
    if complete:
        if not quiet:
            say("Everything is set up already.")
        return
    if sys.platform == "linux":
        refuse_old_glibc(os.confstr("CS_GNU_LIBC_VERSION") or "")
    with one_at_a_time(root):
        # Another set-up may have finished while this one waited.
        if not is_set_up(root, folder):
            make_environment(root, folder)


def main(arguments: "Sequence[str]") -> int:
    """Set up; the exit status is 0 when all is in place, 1 with a sentence when it is not."""
    if THIS_PYTHON < OLDEST_PYTHON:
        newer = find_newer_python(os.environ.get("PATH"))
        if newer is None:
            print(sentence_about_old_python(THIS_PYTHON, sys.executable), file=sys.stderr)
            return 1
        return subprocess.call([newer, "-I", __file__, *arguments])
    try:
        quiet = "--quiet" in arguments
        for_trying = "--package-test" in arguments
        if for_trying or "--package" in arguments:
            if sys.platform == "linux":
                bring_packaging_tools(with_trying=for_trying)
            set_up(ROOT, PACKAGING, quiet=quiet)
        else:
            set_up(ROOT, quiet=quiet)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The set-up stopped: {error.strerror}: {error.filename}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The next run finishes the set-up.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
