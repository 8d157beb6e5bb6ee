"""What a passphrase costs: the same work in a plain workspace and in an encrypted one.

Run it with ``python tests/benchmarks/bench_encryption.py``; STANCELINE_BENCH_ARTICLES says how
many articles the two workspaces hold. The two take turns at every step, so that whatever
else the machine does falls on both. Printed are medians and 95th percentiles, and how many
times as long the encrypted workspace takes.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.big_workspace import big_workspace, bodies, size_wanted, words
from stanceline.domain.quotations import QuotationKind
from stanceline.domain.spans import Span
from stanceline.services.arranging import library_order
from stanceline.services.articles import library_rows
from stanceline.services.card import CardAnswer, save_quotation
from stanceline.services.importing import read_text, store
from stanceline.services.progress import QUIET
from stanceline.services.searching import search
from stanceline.services.speakers import all_speakers
from stanceline.services.topics import all_stances, all_topics
from stanceline.services.workspace import Workspace
from stanceline.storage.keys import Key, new_key, unlock
from stanceline.storage.rewriting import change_key

PASSPHRASE = "grey heron on the quay"
GOAL = 1.5
N_ARTICLES = 5_000
N_QUOTATIONS = 200
N_IMPORTED, N_IMPORTS = 500, 4
N_OPENINGS = 15
FIRST_ROWS = 50


@dataclass
class Side:
    """One of the two workspaces, and how long things took in it, in seconds."""

    name: str
    path: Path
    key: Key | None
    took_s: dict[str, list[float]] = field(default_factory=dict)

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Note how long the block takes."""
        started = time.perf_counter()
        yield
        self.took_s.setdefault(what, []).append(time.perf_counter() - started)


def two_sides(folder: Path) -> tuple[Side, Side]:
    """The same workspace plain and encrypted."""
    source = big_workspace(size_wanted(N_ARTICLES))
    plain = Path(shutil.copyfile(source, folder / "plain.stanceline"))
    encrypted = Path(shutil.copyfile(source, folder / "encrypted.stanceline"))
    key = new_key(PASSPHRASE)
    change_key(encrypted, None, key, QUIET)
    return Side("plain", plain, None), Side("encrypted", encrypted, key)


def in_turns(sides: tuple[Side, Side], n_times: int, act: Callable[[Side, int], None]) -> None:
    """Have both do it so many times, now the one first and now the other."""
    for number in range(n_times):
        for side in sides if number % 2 else sides[::-1]:
            act(side, number)


def ids_in(workspace: Workspace) -> list[int]:
    """The ids of all articles as the library lists them."""
    return [int(each) for group in library_order(workspace).groups for each in group.ids]


def open_both(sides: tuple[Side, Side]) -> None:
    """Time how long it takes to the first rows of the library, the key at hand."""

    def act(side: Side, _number: int) -> None:
        with side.timed("open, to the first rows"):
            workspace = Workspace(side.path, key=side.key)
            library_rows(workspace, ids_in(workspace)[:FIRST_ROWS])
        workspace.close()

    in_turns(sides, N_OPENINGS, act)


def work_in_both(sides: tuple[Side, Side]) -> None:
    """Time quotations, searches and imports in the two, open all the while."""
    opened = {side.name: Workspace(side.path, key=side.key) for side in sides}
    try:
        quote_in_both(sides, opened)
        search_in_both(sides, opened)
        import_into_both(sides, opened)
    finally:
        for workspace in opened.values():
            workspace.close()


def quote_in_both(sides: tuple[Side, Side], opened: dict[str, Workspace]) -> None:
    """Time the saving of one judged quotation."""
    (workspace, *_) = opened.values()
    topic, stances = all_topics(workspace)[0].id, all_stances(workspace)
    speaker = all_speakers(workspace)[0].id
    ids = ids_in(workspace)

    def act(side: Side, number: int) -> None:
        answer = CardAnswer(
            article_id=ids[(number * 37) % len(ids)],
            spans=(Span(10 + number, 60 + number),),
            speaker_id=speaker,
            topic_id=topic,
            stance_id=stances[number % len(stances)].id,
            kind=QuotationKind.DIRECT,
        )
        with side.timed("one judged quotation"):
            save_quotation(opened[side.name], answer)

    in_turns(sides, N_QUOTATIONS, act)


def search_in_both(sides: tuple[Side, Side], opened: dict[str, Workspace]) -> None:
    """Time searches for frequent and rare words, beginnings, phrases and pairs."""
    known = words()
    queries = [
        *known[:10],
        *known[200:2_000:200],
        *(f"{word[:3]}*" for word in known[60:400:40]),
        *(f'"{one} {two}"' for one, two in zip(known[:6], known[3:9], strict=True)),
        *(f"{one} AND {two}" for one, two in zip(known[20:60:8], known[100:500:80], strict=True)),
    ]

    def act(side: Side, number: int) -> None:
        with side.timed("search"):
            search(opened[side.name], queries[number % len(queries)], limit=FIRST_ROWS)

    in_turns(sides, 3 * len(queries), act)


def import_into_both(sides: tuple[Side, Side], opened: dict[str, Workspace]) -> None:
    """Time the import of articles."""
    texts = iter(bodies(N_IMPORTED * N_IMPORTS, np.random.default_rng(77)))
    batches = [
        [read_text(f"Report {number} of {batch}\n\n{next(texts)}") for number in range(N_IMPORTED)]
        for batch in range(N_IMPORTS)
    ]

    def act(side: Side, number: int) -> None:
        with side.timed(f"import of {N_IMPORTED} articles"):
            store(opened[side.name], batches[number])

    in_turns(sides, N_IMPORTS, act)


def derivation_s(side: Side) -> float:
    """How long it takes to make a key of the passphrase, once for each opening."""
    started = time.perf_counter()
    unlock(side.path, PASSPHRASE)
    return time.perf_counter() - started


def main() -> int:
    """Print the figures; 1 when a median is above the goal."""
    with tempfile.TemporaryDirectory(prefix="stanceline-bench-") as folder:
        sides = two_sides(Path(folder))
        open_both(sides)
        work_in_both(sides)
        plain, encrypted = sides
        worst = 0.0
        print(f"{'':32}{'plain ms':>18}{'encrypted ms':>18}   times")
        for what, seconds in plain.took_s.items():
            others = encrypted.took_s[what]
            ratio = statistics.median(others) / statistics.median(seconds)
            worst = max(worst, ratio)
            print(f"{what:32}{told(seconds):>18}{told(others):>18}   {ratio:.2f}")
        more = encrypted.path.stat().st_size / plain.path.stat().st_size
        print(
            f"size of the file: {more:.2f} times; key from passphrase, once at each opening: ",
            end="",
        )
        print(f"{1000 * min(derivation_s(encrypted) for _ in range(3)):.0f} ms, by design")
        print(f"worst {worst:.2f} times (goal: at most {GOAL})")
        return int(worst > GOAL)


def told(seconds: list[float]) -> str:
    """The median and the 95th percentile in milliseconds."""
    median, high = np.percentile(np.array(seconds) * 1000, [50, 95])
    return f"{median:.1f} / {high:.1f}"


if __name__ == "__main__":
    sys.exit(main())
