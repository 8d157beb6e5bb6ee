"""Scores of the suggested quotations on the shared development set, and their speed.

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

from stanceline.suggest.quotes import find_quotes

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "eval" / "quotes"
FLOOR = {  # set: overlap F1, attr_any, attr_named, end-to-end F1
    "seed": (100.0, 87.5, 75.0, 87.5),
    "dev": (97.5, 90.0, 85.0, 88.0),
    "dev_noisy": (94.0, 90.0, 85.0, 84.0),
}
MEASURED = ("overlap", "attr_any", "attr_named", "e2e")


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("quote_score", SHARED / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SHARED / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(name: str) -> tuple[dict[str, float], float]:
    """The scores of one set in per cent, and the speed in thousand characters a CPU second."""
    lines = (SHARED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    articles: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    find_quotes("")  # reads the word lists
    began = time.process_time()
    found = [find_quotes(article["text"]) for article in articles]
    seconds = time.process_time() - began
    predictions = {
        article["doc_id"]: [
            {"start": q.start, "end": q.end, "speaker": q.speaker, "name": q.name} for q in quotes
        ]
        for article, quotes in zip(articles, found, strict=True)
    }
    scores, _ = _scorer().score(articles, predictions, {"full", "partial"})
    values = (
        scores["overlap"]["f1"],
        scores["attr_any"],
        scores["attr_named"],
        scores["e2e"]["f1"],
    )
    size = sum(len(article["text"]) for article in articles)
    return dict(zip(MEASURED, values, strict=True)), size / 1000 / max(seconds, 1e-9)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared development set is not here")
@pytest.mark.parametrize("name", FLOOR)
def test_scores_stay_above_their_floor(name: str) -> None:
    scores, _ = measure(name)
    for measured, floor in zip(MEASURED, FLOOR[name], strict=True):
        assert scores[measured] >= floor, f"{measured} on {name}"


def main() -> int:
    """Print the table of scores; 1 when there is nothing to measure."""
    if not SHARED.is_dir():
        print(f"No development set at {SHARED}.", file=sys.stderr)
        return 1
    print(f"{'set':10}" + "".join(f"{name:>12}" for name in MEASURED) + f"{'kB/s':>8}")
    for name in FLOOR:
        scores, speed = measure(name)
        print(f"{name:10}" + "".join(f"{scores[m]:12.1f}" for m in MEASURED) + f"{speed:8.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
