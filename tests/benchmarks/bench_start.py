"""How soon the installed program shows its window, beside the same run from the environment.

    python tests/benchmarks/bench_start.py                          build/package/frozen, if there
    python tests/benchmarks/bench_start.py --installed /usr/bin/stanceline
    python tests/benchmarks/bench_start.py --runs 3 empty sample

Each start is a process of its own with a new settings folder, on a real display; without one,
Xvfb is started. The workspaces are an empty one, the sample, and one of 10,000 articles. The two
ways to run it take turns. Told of each: the median from before the process is made until the
article and the list of articles are painted, how long the processor worked until then, the ratio,
and the memory in use some seconds later, when the timeline is there too; with the sample after its
first backup as well.
"""

import argparse
import compileall
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(Path(__file__).resolve().parent)]

FROZEN = ROOT / "build" / "package" / "frozen" / "stanceline" / "stanceline"
N_RUNS, N_ARTICLES = 10, 10_000
MOST_MS = {"empty": 1_000.0, "sample": 1_000.0, "ten thousand": 1_300.0}
MOST_RESIDENT_MB = 160.0
MOST_WAIT_S = 60.0
UNTIL_SETTLED_S = {"sample": 8.0}
"""How long to wait for what is in memory then; the others only until all of them is painted.

Four seconds after it was opened a workspace is backed up, and looked over when the program that
had it before was killed, as all are here.
"""
UNTIL_PAINTED_S = 2.0


@dataclass(frozen=True, slots=True)
class Start:
    """One start: until painted by the clock and by the processor, and the memory after it."""

    painted_ms: float
    cpu_ms: float
    resident_mb: float
    private_mb: float


def median(values: list[float]) -> float:
    """The middle one."""
    return sorted(values)[len(values) // 2]


@contextmanager
def a_display() -> Iterator[None]:
    """A display to open windows on: the one that is there, else a new one of Xvfb."""
    if os.environ.get("DISPLAY"):
        yield
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            os.environ["DISPLAY"] = f":{told.readline().strip()}"
        yield
    finally:
        server.terminate()
        server.wait()
        os.environ.pop("DISPLAY", None)


def workspaces(folder: Path) -> dict[str, Path]:
    """The workspaces to open, each in a file of its own."""
    from big_workspace import a_copy

    from stanceline.services.sample import write_sample
    from stanceline.services.workspace import Workspace

    empty, sample = folder / "empty.stanceline", folder / "sample.stanceline"
    Workspace.create(empty, name="Empty").close()
    write_sample(sample)
    return {"empty": empty, "sample": sample, "ten thousand": a_copy(N_ARTICLES, folder)}


def one_start(command: list[str], path: Path, folder: Path, settled_s: float) -> Start:
    """Start the program on the workspace, wait until it is painted and settled, and end it."""
    told = folder / "told.json"
    told.unlink(missing_ok=True)
    environment = {
        **{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
        "STANCELINE_TELL_START": str(told),
        "STANCELINE_CONFIG": str(folder / "own"),
        "QT_QPA_PLATFORM": "xcb",
    }
    began_s = time.time()
    process = subprocess.Popen(
        [*command, "--new-process", str(path)], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        while not (told.exists() and told.read_text(encoding="utf-8").endswith("\n")):
            if process.poll() is not None or time.time() > began_s + MOST_WAIT_S:
                raise SystemExit(f"{command[0]} showed nothing (status {process.returncode}).")
            time.sleep(0.02)
        line = json.loads(told.read_text(encoding="utf-8").splitlines()[-1])
        time.sleep(settled_s)
        if process.poll() is not None:
            raise SystemExit(f"{command[0]} ended by itself (status {process.returncode}).")
        resident, private = memory_mb(process.pid)
    finally:
        process.terminate()
        process.wait()
    return Start((line["painted_at"] - began_s) * 1000, line["cpu_ms"], resident, private)


def memory_mb(pid: int) -> tuple[float, float]:
    """What a process has in memory, and what of it no other process shares."""
    resident = private = 0
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    for line in text.splitlines()[1:]:
        name, size = line.split(":")[0], int(line.split()[1])
        resident += size if name == "Rss" else 0
        private += size if name in {"Private_Clean", "Private_Dirty"} else 0
    return resident * 1024 / 1e6, private * 1024 / 1e6


def tell(name: str, way: str, starts: list[Start]) -> float:
    """Print what the starts took, all of them, and return the median until painted."""
    painted = [each.painted_ms for each in starts]
    middle = median(painted)
    every = " ".join(f"{each:.0f}" for each in painted)
    print(
        f"{name:<13} {way:<12} painted {middle:6.0f} ms  processor "
        f"{median([each.cpu_ms for each in starts]):6.0f} ms  resident "
        f"{median([each.resident_mb for each in starts]):4.0f} MB  of its own "
        f"{median([each.private_mb for each in starts]):4.0f} MB   ({every})",
        flush=True,
    )
    return middle


def bench(name: str, path: Path, ways: dict[str, list[str]], n_runs: int, folder: Path) -> None:
    """Time both ways to run the program on one workspace, by turns; the first is not told."""
    starts: dict[str, list[Start]] = {way: [] for way in ways}
    settled_s = UNTIL_SETTLED_S.get(name, UNTIL_PAINTED_S)
    for _ in range(n_runs + 1):
        for way, command in ways.items():
            starts[way].append(one_start(command, path, folder, settled_s))
    middles = {way: tell(name, way, each[1:]) for way, each in starts.items()}
    installed = starts.get("installed")
    if installed is None:
        return
    ratio = middles["installed"] / middles["environment"]
    said = "kept" if middles["installed"] <= MOST_MS[name] else "missed"
    print(f"{name:<13} {ratio:.2f} of the environment; at most {MOST_MS[name]:.0f} ms: {said}")
    if name == "sample":
        most = max(each.resident_mb for each in installed[1:])
        said = "kept" if most <= MOST_RESIDENT_MB else "missed"
        print(f"{name:<13} resident {most:.0f} MB; at most {MOST_RESIDENT_MB:.0f} MB: {said}")


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description="Time starts of the installed program.")
    parser.add_argument("--installed", type=Path, default=FROZEN, help="the installed program")
    parser.add_argument("--runs", type=int, default=N_RUNS)
    parser.add_argument("names", nargs="*", choices=[*MOST_MS, []], help="workspaces to open")
    parsed = parser.parse_args()
    ways = {"environment": [sys.executable, str(ROOT / "desktop")]}
    if parsed.installed.exists():
        ways = {"installed": [str(parsed.installed)], **ways}
    else:
        print(f"There is no {parsed.installed}: make package builds it.", file=sys.stderr)
    compileall.compile_dir(str(ROOT / "desktop"), quiet=1)
    loads = " ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"load of the machine before: {loads} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="stanceline-bench-") as name, a_display():
        folder = Path(name)
        for which, path in workspaces(folder).items():
            if not parsed.names or which in parsed.names:
                bench(which, path, ways, parsed.runs, folder)


if __name__ == "__main__":
    main()
