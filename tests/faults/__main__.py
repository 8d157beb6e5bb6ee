"""Runs all fault tests and prints one table of what was tried, lost and failed.

    make faults                    the short profile, some ten minutes on two cores
    make faults PROFILE=long       the same at greater length
    make faults ARGS="kills walks" only these

Each part runs in a process of its own, two at a time, so that one that dies is a failure
of that part alone.
"""

import argparse
import dataclasses
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from faults.kit import Tally

_ANSWER = "tallies: "
_LONGEST_S = {"short": 2400, "long": 6 * 3600}


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """Some tests that run in one process; the numbers are how often, in each profile."""

    run: Callable[..., list[Tally]]
    short: int
    long: int


def _kills(n: int) -> list[Tally]:
    kills = _module("kills")
    # Every tenth of them with a key, whose derivation takes most of the time.
    return [kills.annotating(n), kills.annotating(max(1, n // 10), passphrase="the old pier")]


def _powercut(n: int) -> list[Tally]:
    return list(_module("powercut").power_cuts(n))


def _job(name: str) -> Callable[[int], list[Tally]]:
    return lambda n: [_module("jobs").killed(job, n) for job in _module("jobs").JOBS[name]]


def _fulldisk(n: int) -> list[Tally]:
    return list(_module("fulldisk").full_disks(n))


def _damage(n: int) -> list[Tally]:
    return [_module("damage").damages(n)]


def _drills(n: int) -> list[Tally]:
    return [_module("damage").drills(n)]


def _walks(n: int) -> list[Tally]:
    return [_module("walks").walking(n)]


def _beside(n: int) -> list[Tally]:
    return [_module("walks").beside_imports(n)]


def _hostile(n: int) -> list[Tally]:
    return list(_module("hostile").hostile(n))


def _module(name: str) -> Any:
    return importlib.import_module(f"faults.{name}")


# The longest first, so that both cores are busy until the end.
PARTS = {
    "walks": Part(_walks, 20_000, 200_000),
    "passphrase": Part(_job("passphrase"), 60, 200),
    "kills": Part(_kills, 300, 1_000),
    "damage": Part(_damage, 300, 3_000),
    "fulldisk": Part(_fulldisk, 5, 40),
    "powercut": Part(_powercut, 2_400, 50_000),
    "restore": Part(_job("restore"), 60, 200),
    "backup": Part(_job("backup"), 60, 200),
    "import": Part(_job("import"), 60, 200),
    "export": Part(_job("export"), 60, 200),
    "migration": Part(_job("migration"), 60, 200),
    "journal": Part(_job("journal"), 30, 200),
    "beside": Part(_beside, 10, 100),
    "drills": Part(_drills, 20, 200),
    "hostile": Part(_hostile, 1, 5),
}


def main() -> int:
    """Run what is asked for; 1 when anything was lost or failed."""
    parsed = _arguments()
    if not hasattr(os, "fork"):
        print("The fault tests need a system that can fork and kill processes: none were run.")
        return 1
    if parsed.inside:
        return _run_inside(parsed.inside, parsed.count)
    begun = time.monotonic()
    names = parsed.parts or list(PARTS)
    found: dict[str, list[Tally]] = {}
    with ThreadPoolExecutor(parsed.at_once) as pool:
        running = {pool.submit(_run_part, name, parsed): name for name in names}
        for done in as_completed(running):
            found[running[done]] = done.result()
            for tally in done.result():
                print(_line(tally), flush=True)
    tallies = [tally for name in names for tally in found[name]]
    _print_table(tallies, time.monotonic() - begun)
    return 0 if all(tally.is_good for tally in tallies) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="faults", description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--profile", choices=sorted(_LONGEST_S), default="short")
    parser.add_argument("--count", type=int, help="how often, instead of what the profile says")
    parser.add_argument("--at-once", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--inside", choices=list(PARTS), help=argparse.SUPPRESS)
    parsed = parser.parse_args()
    for name in parsed.parts:
        if name not in PARTS:
            parser.error(f"there is no part “{name}”; there are: {', '.join(PARTS)}")
    return parsed


def _run_part(name: str, parsed: argparse.Namespace) -> list[Tally]:
    """Run one part in a process of its own, with folders of its own for what is kept."""
    part = PARTS[name]
    count = parsed.count or (part.long if parsed.profile == "long" else part.short)
    home = Path(tempfile.mkdtemp(prefix=f"stanceline-{name}-home-"))
    home.chmod(0o755)  # Some tests go on as a user who may do less.
    kept = {f"XDG_{kind}_HOME": str(home / kind) for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
    begun = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "faults", "--inside", name, "--count", str(count)],
            env={**os.environ, **kept, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(home)},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
            timeout=_LONGEST_S[parsed.profile],
        )
    except subprocess.TimeoutExpired:
        tally = Tally(name, 1, seconds=time.monotonic() - begun)
        tally.fail("It did not come to an end.")
        return [tally]
    finally:
        shutil.rmtree(home, ignore_errors=True)
    for line in done.stdout.splitlines():
        if line.startswith(_ANSWER):
            return [Tally(**each) for each in json.loads(line.removeprefix(_ANSWER))]
    tally = Tally(name, 1, seconds=time.monotonic() - begun)
    tally.fail(f"The process ended with {done.returncode} and said nothing.")
    return [tally]


def _run_inside(name: str, count: int) -> int:
    tallies = PARTS[name].run(count)
    print(_ANSWER + json.dumps([dataclasses.asdict(tally) for tally in tallies]), flush=True)
    return 0


def _line(tally: Tally) -> str:
    said = "ok" if tally.is_good else "BAD"
    lines = [f"{said:<4} {tally.name}: {tally.tried:,} tried ({tally.seconds:.0f} s) {tally.note}"]
    lines += [f"       {each}" for each in tally.told]
    return "\n".join(lines)


def _print_table(tallies: list[Tally], seconds: float) -> None:
    width = max(len(tally.name) for tally in tallies)
    print(f"\n{'test':<{width}}  {'tried':>7}  {'lost':>6}  {'failed':>6}  {'seconds':>7}")
    for tally in tallies:
        print(
            f"{tally.name:<{width}}  {tally.tried:>7,}  {tally.lost:>6,}  {tally.failed:>6,}"
            f"  {tally.seconds:>7.1f}  {tally.note}"
        )
    for tally in tallies:
        if not tally.is_good:
            print(_line(tally))
    n_bad = sum(not tally.is_good for tally in tallies)
    verdict = f"{n_bad} of {len(tallies)} tests BAD" if n_bad else f"all {len(tallies)} tests good"
    total = [sum(getattr(tally, name) for tally in tallies) for name in ("tried", "lost", "failed")]
    print(
        f"faults: {verdict}; {total[0]:,} tried, {total[1]:,} lost, {total[2]:,} failed, "
        f"in {seconds:.0f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
