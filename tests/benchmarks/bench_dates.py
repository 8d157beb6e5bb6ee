"""Scores of the suggested dates on the shared development set, and their speed.

Run it as a script, with ``desktop`` on the path, for the table. Under pytest it guards the
floor below which no change may bring the scores. Without the shared folder beside the checkout
there is nothing to measure.
"""

import importlib.util
import json
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from stanceline.suggest.dates import find_dates

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "eval" / "dates"
FLOOR = {  # domain: value F1, relaxed F1, harsh precision
    "ALL": (92.0, 96.5, 98.0),
    "news": (97.0, 98.5, 98.0),
    "narrative": (91.5, 96.5, 98.0),
}
# Texts of one thing over and over, which must take no more than a few times that of prose.
REPEATED = (
    *("2016 ", "2016\n", "Q1 ", "Q1\n", "May 5, ", "on Friday he ", "last week. ", "5, 6, "),
    *("1-", "1,", ".", '"', "since 2016 he ", "the week ", "a week after the visit. "),
    *("to meet on Friday, ", "1 2 3 4 5 May 2016 ", "two days later. ", "said ", "1234567890"),
)


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("date_score", SHARED / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SHARED / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure() -> tuple[dict[str, tuple[float, float, float]], float]:
    """The scores of each domain in per cent, and the speed in kB a CPU second."""
    lines = (SHARED / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    documents: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    find_dates("")  # reads the word lists
    began = time.process_time()
    found = [find_dates(document["text"], document["dct"]) for document in documents]
    seconds = time.process_time() - began
    predictions = {
        document["doc_id"]: [
            {"start": date.start, "end": date.end, "value": date.value} for date in dates
        ]
        for document, dates in zip(documents, found, strict=True)
    }
    scorer = _scorer()
    scores = {}
    for domain in FLOOR:
        chosen = [each for each in documents if domain in {"ALL", each["domain"]}]
        result = scorer.score(chosen, predictions)
        scores[domain] = (
            result["value_f1_relaxed"],
            result["relaxed"]["F1"],
            result["harsh_precision"],
        )
    size = sum(len(document["text"].encode()) for document in documents)
    return scores, size / 1000 / max(seconds, 1e-9)


def ratios(size: int = 500_000) -> list[tuple[str, float]]:
    """How many times as long as prose of the same size each repeated text takes."""
    lines = (SHARED / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    prose = " ".join(json.loads(line)["text"] for line in lines if line.strip())
    usual = _seconds((prose * (size // len(prose) + 1))[:size])
    return [(text, _seconds((text * size)[:size]) / usual) for text in REPEATED]


def _seconds(text: str) -> float:
    began = time.process_time()
    find_dates(text, "2016-01-05")
    return time.process_time() - began


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared development set is not here")
def test_scores_stay_above_their_floor() -> None:
    scores, _ = measure()
    for domain, floor in FLOOR.items():
        for value, least in zip(scores[domain], floor, strict=True):
            assert value >= least, domain


def main() -> int:
    """Print the table of scores; 1 when there is nothing to measure."""
    if not SHARED.is_dir():
        print(f"No development set at {SHARED}.", file=sys.stderr)
        return 1
    scores, speed = measure()
    print(f"{'domain':10}{'value F1':>10}{'found F1':>10}{'harsh P':>10}")
    for domain, values in scores.items():
        print(f"{domain:10}" + "".join(f"{value:10.1f}" for value in values))
    print(f"{speed:.0f} kB a CPU second")
    print("times the time of prose: " + ", ".join(f"{text!r} {n:.1f}" for text, n in ratios()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
