"""Parses a second, ours beside the ``edtf`` package, on the same mix of dates.

    python tests/benchmarks/bench_edtf.py

Times are processor time of one thread. The mix is what news gives: mostly days, then
months, years, intervals and dates in doubt. Texts that the other package cannot read are
left out for both. Bounds are computed by both, since a date is of no use without.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from edtf import parse_edtf

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))

from stanceline.domain.edtf import parse

N_DISTINCT_DAYS = 60
N_ROUNDS_OURS = 200
MIX = [
    *(f"2024-{1 + i % 12:02}-{1 + i % 28:02}" for i in range(N_DISTINCT_DAYS)),
    "2024-06",
    "2023-11",
    "2022-02~",
    "2024",
    "1999",
    "2019?",
    "2024-06-20~",
    "2024-06-26?",
    "2024-07/..",
    "../2024-07-05",
    "2024-06-03/2024-06-07",
    "2000/2024",
    "2022-02-24/2024-06",
    "2024-06-19T14:30:00Z",
    "2001-21",
    "196X",
    "20XX",
    "2024-06-XX",
    "[2024-06-01..2024-06-10]",
    "[2009,2010]",
    "{2024-06-03,2024-06-10}",
    "-0043-03-15",
]


def parses_per_second(read: Callable[[str], object], n_rounds: int) -> float:
    """How many texts of the mix are read in a second of processor time."""
    begun = time.process_time()
    for _ in range(n_rounds):
        for text in MIX:
            read(text)
    return n_rounds * len(MIX) / (time.process_time() - begun)


def read_by_oracle(text: str) -> object:
    date = parse_edtf(text)
    return date.lower_strict(), date.upper_strict()


def main() -> None:
    parses_per_second(read_by_oracle, 1)
    others = parses_per_second(read_by_oracle, 1)
    ours = parses_per_second(lambda text: parse(text).bounds, N_ROUNDS_OURS)
    print(f"texts in the mix      {len(MIX)}")
    print(f"stanceline            {ours:12,.0f} parses/s")
    print(f"edtf 5.0.2            {others:12,.0f} parses/s")
    print(f"ratio                 {ours / others:12,.0f}")


if __name__ == "__main__":
    main()
