"""Builds the packages: ``make package``, or this with any Python that is new enough.

It prepares its own environment under build/package first and goes on in that.
packaging/README.md describes it.
"""

import argparse
import importlib.util
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PACKAGING = Path(__file__).resolve().parent
ROOT = PACKAGING.parent

MADE = ("stanceline_*_*.deb", "stanceline-*-linux-*.tar.zst", "stanceline-*.cdx.json", "SHA256SUMS")
"""What a build makes, and therefore removes first."""


class CannotPackage(Exception):
    """Why there is no package, as a sentence for the person at the keyboard."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to build from, and where to.

    ``version`` is the program's, ``epoch`` the time that all files bear: seconds since 1970.
    """

    work: Path
    out: Path
    version: str
    epoch: int

    @property
    def tree(self) -> Path:
        """The folder with the frozen program."""
        return self.work / "frozen" / "stanceline"

    @property
    def program(self) -> Path:
        """The frozen program, that with a console where there are two."""
        if sys.platform == "darwin":
            return self.work / "frozen" / "Stanceline.app" / "Contents" / "MacOS" / "stanceline"
        name = "stanceline-cli.exe" if sys.platform == "win32" else "stanceline"
        return self.tree / name


def main() -> int:
    """Build what the command line asks for, and return the exit status."""
    chosen = command_line().parse_args()
    if importlib.util.find_spec("PyInstaller") is None:
        return go_on_in_environment()
    sys.path[:0] = [str(PACKAGING), str(ROOT / "desktop")]
    # Imported late: the first Python that runs this may not find it.
    from stanceline import __version__

    work, out = chosen.work.resolve(), chosen.out.resolve()
    try:
        job = Job(work, out, __version__, source_date())
        for step in [STEPS[chosen.only]] if chosen.only else steps_of(sys.platform):
            step(job)
    except CannotPackage as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"{error.cmd[0]} failed with status {error.returncode}.", file=sys.stderr)
        return 1
    return 0


def command_line() -> argparse.ArgumentParser:
    """The parser of the command line."""
    parser = argparse.ArgumentParser(description="Build the packages of Stanceline.")
    parser.add_argument(
        "--only", choices=list(STEPS), help="do this alone, with what is there already"
    )
    parser.add_argument(
        "--work",
        type=Path,
        default=Path(os.environ.get("PACKAGE_BUILD", ROOT / "build" / "package")),
        help="where the frozen program is made",
    )
    parser.add_argument(
        "--out", type=Path, default=ROOT / "dist", help="where the packages are put"
    )
    return parser


def go_on_in_environment() -> int:
    """Prepare the environment, and run the same command line with its Python."""
    import bootstrap

    status = bootstrap.main(["--package", "--quiet"])
    if status != 0:
        return status
    python = bootstrap.environment_python(ROOT / bootstrap.PACKAGING)
    return subprocess.call([python, __file__, *sys.argv[1:]])


def source_date() -> int:
    """SOURCE_DATE_EPOCH, or when the last commit was made: seconds since 1970."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if told.isdigit():
        return int(told)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotPackage(
            "Packages bear the time of the last commit, which git does not tell here. Set "
            "SOURCE_DATE_EPOCH to a number of seconds since 1970."
        ) from error
    return int(done.stdout)


def freeze(job: Job) -> None:
    """Freeze the program with PyInstaller, and write its bill of materials."""
    from licensing import notices

    job.work.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        # Sets come in the order of their hashes, and archives bear times.
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(job.epoch),
        "PYTHONDONTWRITEBYTECODE": "1",
        # Columns of faults are of no use where the source is not shipped, and take memory.
        "PYTHONNODEBUGRANGES": "1",
        "PYINSTALLER_CONFIG_DIR": str(job.work / "cache"),
    }
    spec = str(PACKAGING / "stanceline.spec")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=ERROR"]
    places = ["--workpath", str(job.work / "pyinstaller"), "--distpath", str(job.tree.parent)]
    say(f"Freezing version {job.version} with Python {platform.python_version()}.")
    subprocess.run([*command, *places, spec], env=environment, check=True, cwd=job.work)
    if sys.platform == "linux":
        strip_symbols(job.tree)
        from linux.search_paths import forget_foreign_search_paths

        forget_foreign_search_paths(job.tree)
    job.out.mkdir(parents=True, exist_ok=True)
    tell_made(notices.write_sbom(job.tree, job.out, epoch=job.epoch))


def strip_symbols(tree: Path) -> None:
    """Take names for debuggers out of the libraries under `tree`: half of what some of them are.

    The program itself is left alone, since the frozen modules hang at its end, and so are NumPy's
    libraries: they were patched once, and would not load after a second change.
    """
    libraries = sorted(
        path
        for path in tree.rglob("*.so*")
        if path.is_file() and not path.is_symlink() and path.parent.name != "numpy.libs"
    )
    subprocess.run(["strip", "--strip-unneeded", *libraries], check=True)


def build_deb(job: Job) -> None:
    """Build the package for Debian and Ubuntu."""
    from linux import deb

    say("Building the .deb.")
    tell_made(deb.build_deb(frozen(job), job.out, version=job.version, epoch=job.epoch))


def build_portable(job: Job) -> None:
    """Build the archive for every other Linux."""
    from linux import portable

    say("Building the portable archive.")
    tell_made(portable.build_portable(frozen(job), job.out, version=job.version, epoch=job.epoch))


def write_sums(job: Job) -> None:
    """Write the checksums of all that lies in the folder of packages."""
    import release

    release.write_sums(job.out)
    tell_made(job.out / release.SUMS)


def smoke(job: Job) -> None:
    """Run the smoke list with the program from source and with the frozen one; compare."""
    frozen(job)
    source = [sys.executable, str(ROOT / "desktop")]
    command = [sys.executable, "-m", "packaged", *source, "--", str(job.program)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "desktop")}
    subprocess.run(command, check=True, cwd=ROOT / "tests", env=environment)


def frozen(job: Job) -> Path:
    """The folder with the frozen program; raises CannotPackage when nothing was frozen yet."""
    if not job.program.exists():
        raise CannotPackage("Nothing is frozen yet: run this with --only freeze first.")
    return job.tree


STEPS: dict[str, Callable[[Job], None]] = {
    "freeze": freeze,
    "deb": build_deb,
    "portable": build_portable,
    "sums": write_sums,
    "smoke": smoke,
}


def steps_of(system: str) -> list[Callable[[Job], None]]:
    """What is built on `system` unless told otherwise; the smoke list is run when asked for.

    Installers for Windows and macOS are made from the frozen program by the scripts in the
    folders of those names.
    """
    if system == "linux":
        return [clear, freeze, build_deb, build_portable, write_sums]
    return [clear, freeze]


def clear(job: Job) -> None:
    """Remove earlier packages, whose sums would be among the new ones."""
    for pattern in MADE:
        for path in job.out.glob(pattern):
            if path.is_file():
                path.unlink()


def say(sentence: str) -> None:
    """Print progress at once, so that it stays in order with what children print."""
    print(sentence, flush=True)


def tell_made(path: Path) -> None:
    """Say what was made, and how large it is."""
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    say(f"  {shown}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    sys.exit(main())
