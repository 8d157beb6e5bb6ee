"""What the journal costs: the same work with its triggers and without, and undoing it.

Run it with ``python tests/benchmarks/bench_journal.py``; STANCELINE_BENCH_ARTICLES says how many
articles are imported. The two workspaces take turns at every step, so that whatever else
the machine does falls on both. The one without triggers cannot undo: it shows what the
same work costs without a journal, its line about each action included.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.big_workspace import bodies, size_wanted
from stanceline.domain.articles import ArticleDraft
from stanceline.domain.spans import Span
from stanceline.services.card import CardAnswer, save_quotation
from stanceline.services.history import history
from stanceline.services.importing import Incoming, store
from stanceline.services.topics import add_topic, all_stances
from stanceline.services.undoing import redo, undo
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import journal
from stanceline.storage.engine import DRIVER

COMMIT_P95_MS, UNDO_P95_MS, IMPORT_RATIO, UNDO_IMPORT_S = 10.0, 20.0, 1.3, 5.0
N_ARTICLES = 20_000
N_QUOTATIONS = 200
_TURN = 500
"""Articles that one workspace imports before it is the other's turn."""


@dataclass
class Side:
    """One of the two workspaces, and how long things took in it."""

    name: str
    workspace: Workspace
    import_s: float = 0.0
    commits_s: list[float] = field(default_factory=list)


@dataclass
class Counting:
    """Progress that counts its steps and the longest time between two."""

    n_steps: int = 0
    longest_s: float = 0.0
    last_s: float = field(default_factory=time.perf_counter)

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        now_s = time.perf_counter()
        self.n_steps += 1
        self.longest_s = max(self.longest_s, now_s - self.last_s)
        self.last_s = now_s


def without_triggers(workspace: Workspace) -> None:
    """Take the journal's triggers out of an open workspace."""
    with workspace.reading() as session:
        engine = session.connection().engine
    with engine.begin() as connection:
        journal.drop_triggers(connection)


def drafts(n_articles: int) -> Iterator[Incoming]:
    """Articles of about 4,000 characters as they are after reading their files."""
    for number, body in enumerate(bodies(n_articles, np.random.default_rng(7))):
        title = f"Report {number}"
        yield Incoming(title, ArticleDraft(title, f"{title}\n\n{body}", language="en"))


def measure_import(sides: tuple[Side, Side], n_articles: int) -> None:
    """Import the articles into both, a turn each, as one action."""
    articles = drafts(n_articles)
    with ExitStack() as stack:
        actions = {
            side.name: stack.enter_context(
                side.workspace.long_action("Import articles", Changed.ARTICLES)
            )
            for side in sides
        }
        turn = 0
        while chunk := list(islice(articles, _TURN)):
            turn += 1
            for side in sides if turn % 2 else sides[::-1]:
                started_s = time.perf_counter()
                store(side.workspace, chunk, within=actions[side.name])
                side.import_s += time.perf_counter() - started_s


def measure_commits(sides: tuple[Side, Side], n_articles: int) -> None:
    """Judge quotations in both, turn by turn."""
    topics = {side.name: add_topic(side.workspace, "Bridge") for side in sides}
    stances = {side.name: all_stances(side.workspace)[0].id for side in sides}
    # The first ones load code and fill the cache.
    for number in range(-5, N_QUOTATIONS):
        for side in sides if number % 2 else sides[::-1]:
            answer = CardAnswer(
                article_id=1 + (number + 5) * 7 % n_articles,
                spans=(Span(200 + number, 320 + number),),
                speaker_name=f"Speaker {number % 10}",
                topic_id=topics[side.name],
                stance_id=stances[side.name],
            )
            started_s = time.perf_counter()
            save_quotation(side.workspace, answer)
            if number >= 0:
                side.commits_s.append(time.perf_counter() - started_s)


def timed_steps(step: object, workspace: Workspace, n_steps: int) -> list[float]:
    """How long each step of undo or redo takes."""
    assert callable(step)
    took_s = []
    for _ in range(n_steps):
        started_s = time.perf_counter()
        assert step(workspace) is not None
        took_s.append(time.perf_counter() - started_s)
    return took_s


def told(took_s: list[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    p50, p95 = (1000 * float(np.percentile(took_s, share)) for share in (50, 95))
    return f"p50 {p50:6.2f} ms   p95 {p95:6.2f} ms"


def verdict(value: float, goal: float) -> str:
    """Whether the goal is met."""
    return "met" if value <= goal else "MISSED"


def run(folder: Path, n_articles: int) -> None:
    """Measure and print everything."""
    sides = (
        Side("with journal", Workspace.create(folder / "with.stanceline")),
        Side("without", Workspace.create(folder / "without.stanceline")),
    )
    journalled, bare = sides
    without_triggers(bare.workspace)
    print(f"SQLite {DRIVER.sqlite_version}, synchronous=FULL, {n_articles:,} articles of 4 kB\n")

    measure_import(sides, n_articles)
    ratio = journalled.import_s / bare.import_s
    print("Importing them as one action")
    for side in sides:
        size_mb = side.workspace.path.stat().st_size / 1e6
        print(
            f"  {side.name:13} {side.import_s:7.1f} s  {n_articles / side.import_s:7,.0f}/s"
            f"  file {size_mb:,.0f} MB"
        )
    print(f"  ratio {ratio:.3f} (goal {IMPORT_RATIO}: {verdict(ratio, IMPORT_RATIO)})\n")

    measure_commits(sides, n_articles)
    print(f"Committing one judged quotation, {N_QUOTATIONS} times")
    for side in sides:
        print(f"  {side.name:13} {told(side.commits_s)}")
    p95_ms = 1000 * float(np.percentile(journalled.commits_s, 95))
    medians = np.median(journalled.commits_s) / np.median(bare.commits_s)
    print(
        f"  ratio of medians {medians:.3f}; "
        f"p95 goal {COMMIT_P95_MS:.0f} ms: {verdict(p95_ms, COMMIT_P95_MS)}\n"
    )

    workspace = journalled.workspace
    undone_s = timed_steps(undo, workspace, N_QUOTATIONS)
    redone_s = timed_steps(redo, workspace, N_QUOTATIONS)
    p95_ms = 1000 * float(np.percentile(undone_s, 95))
    print("Taking a judged quotation back")
    print(f"  undo          {told(undone_s)}   goal {UNDO_P95_MS:.0f} ms: ", end="")
    print(verdict(p95_ms, UNDO_P95_MS))
    print(f"  redo          {told(redone_s)}\n")

    started_s = time.perf_counter()
    lines = history(workspace)
    took_ms = 1000 * (time.perf_counter() - started_s)
    print(f"The history's newest {len(lines)} lines in words: {took_ms:.0f} ms\n")

    while (step := undo(workspace)) is not None and step.label != "Add a topic":
        pass
    print("Taking the whole import back")
    for name, whole in (("undo", undo), ("redo", redo), ("undo again", undo)):
        counting = Counting()
        started_s = time.perf_counter()
        assert whole(workspace, counting) is not None
        took_s = time.perf_counter() - started_s
        print(
            f"  {name:13} {took_s:7.2f} s, {counting.n_steps} steps of progress,"
            f" {1000 * counting.longest_s:.0f} ms between two at most",
            end="",
        )
        print("" if whole is redo else f"   goal {UNDO_IMPORT_S:.0f} s: ", end="")
        print("" if whole is redo else verdict(took_s, UNDO_IMPORT_S))
    for side in sides:
        side.workspace.close()


def main() -> None:
    """Measure in a folder that is removed again."""
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), size_wanted(N_ARTICLES))


if __name__ == "__main__":
    main()
