"""How quick the suggestions are, and whether hard texts take no longer than their share.

    python tests/benchmarks/bench_suggesting.py

The news is that of the marked articles beside the checkout, or else the sample's, repeated to
a megabyte. Beside each part stands, on the same text in the same run, what is usually done:
for quotations a pattern for what stands between marks, which knows no speaker; for dates a
pattern for dates that are written out, which resolves nothing; for both, where they are
installed, the parser and the date search that others build on (spaCy, dateparser). Printed
are megabytes a second of processor time. Then each part reads a megabyte of one thing over and
over, and the ratio to a megabyte of news is printed.
"""

import importlib.util
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evaluation.sets import ARE_HERE, quote_set
from stanceline.bundled import RESOURCES
from stanceline.suggest.dates import find_dates
from stanceline.suggest.events import find_events
from stanceline.suggest.quotes import find_quotes
from stanceline.suggest.reported import find_reported

MEGABYTE = 1_000_000
SMALL = 60_000
DAY = "2031-05-04"
FARTHEST_RATIO = 5.0

_BETWEEN_MARKS = re.compile(r"“[^“”\n]+”|\"[^\"\n]+\"|«[^«»\n]+»")
_WRITTEN_OUT = re.compile(
    r"\b(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December)(?: \d{1,2})?(?:, \d{4})?\b|\b(?:1[89]|20)\d\d\b"
)
HARD = {
    "only “": "“",
    'only "': '"',
    "only ''": "''",
    "only ‘": "‘",
    "“” over and over": "“” ",
    "“x” said": "“x” said ",
    "only digits": "1234567890",
    "numbers": "12 ",
    "1-": "1-",
    "1/2/": "1/2/",
    "years": "2031 ",
    "May": "May ",
    "quarters": "Q1 ",
    "days of May": "May 5, ",
    "Fridays": "on Friday he ",
    "plans for Fridays": "to meet on Friday, ",
    "last weeks": "last week. ",
    "days later": "two days later. ",
    "days in a row": "1 2 3 4 5 May 2016 ",
    "weeks after the visit": "a week after the visit ",
    "one verb": "said ",
    "he said that": "he said that ",
    "one name": "Falk ",
    "acronyms": "(ISW) ",
    "commas": ",",
    "one letter": "A",
    "empty lines": "\n\n",
}


def main() -> int:
    """Print the tables; 1 when a hard text takes longer than its share."""
    news = _news()
    parts: dict[str, Callable[[str], object]] = {
        "quotations and speakers": find_quotes,
        "dates": lambda text: find_dates(text, DAY),
        "reported speech": find_reported,
        "events": lambda text: find_events(text, DAY),
    }
    for part in parts.values():
        part(news[:1000])  # reads the word lists
    print(f"{'on one core':34}{'MB/s':>10}{'takes times the pattern':>26}")
    taken = {}
    for name, part in parts.items():
        taken[name] = _seconds(part, news)
        pattern = _WRITTEN_OUT if name in {"dates", "events"} else _BETWEEN_MARKS
        plain = _seconds(pattern.findall, news)
        print(f"{name:34}{_rate(news, taken[name]):10.2f}{taken[name] / plain:26.0f}")
    _print_others(news, taken)
    print(f"\n{'1 MB of':24}" + "".join(f"{name:>26}" for name in parts) + "   times news")
    worst = 0.0
    for name, piece in HARD.items():
        text = piece * (MEGABYTE // len(piece))
        ratios = [_seconds(part, text) / taken[part_name] for part_name, part in parts.items()]
        worst = max(worst, *ratios)
        print(f"{name:24}" + "".join(f"{ratio:26.2f}" for ratio in ratios))
    line = news.replace("\n", " ")
    ratios = [_seconds(part, line) / taken[name] for name, part in parts.items()]
    print(f"{'news in one line':24}" + "".join(f"{ratio:26.2f}" for ratio in ratios))
    worst = max(worst, *ratios)
    print(f"The worst takes {worst:.1f} times as long as news; {FARTHEST_RATIO:.0f} is allowed.")
    return 0 if worst <= FARTHEST_RATIO else 1


def _print_others(news: str, taken: dict[str, float]) -> None:
    """What the libraries that others build on take for a small piece of the same news."""
    small = news[:SMALL]
    share = len(small) / len(news)
    if importlib.util.find_spec("spacy") and importlib.util.find_spec("en_core_web_sm"):
        spacy = importlib.import_module("spacy")
        seconds = _seconds(spacy.load("en_core_web_sm"), small)
        ratio = seconds / (taken["quotations and speakers"] * share)
        print(f"{'spaCy, parser alone':34}{_rate(small, seconds):10.2f}   ours is {ratio:.0f}x")
    else:
        print("spaCy with en_core_web_sm is not installed: not measured.")
    if importlib.util.find_spec("dateparser"):
        search = importlib.import_module("dateparser.search").search_dates
        seconds = _seconds(lambda text: search(text, languages=["en"]), small)
        ratio = seconds / (taken["dates"] * share)
        print(
            f"{'dateparser, search_dates':34}{_rate(small, seconds):10.2f}   ours is {ratio:.0f}x"
        )
    else:
        print("dateparser is not installed: not measured.")


def _news() -> str:
    if ARE_HERE:
        texts = [each["text"] for each in quote_set("dev")]
    else:
        folder = RESOURCES / "sample" / "articles"
        texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    whole = "\n\n".join(texts)
    return (whole + "\n\n") * (MEGABYTE // len(whole)) + whole[: MEGABYTE % len(whole)]


def _seconds(part: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    part(text)
    return max(time.process_time() - began, 1e-6)


def _rate(text: str, seconds: float) -> float:
    return len(text.encode()) / 1e6 / seconds


if __name__ == "__main__":
    sys.exit(main())
