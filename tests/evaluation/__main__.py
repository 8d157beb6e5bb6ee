"""Print how good the suggestions are, beside what was reached before.

    python -m evaluation            the tables; status 1 when a figure fell
    python -m evaluation --keep     the same, and keep these figures as those to be held

Without the marked articles beside the checkout there is nothing to measure: status 0, and it
says so.
"""

import argparse
import sys

from evaluation import baseline
from evaluation.measuring import calibration, date_scores, measures, quote_scores
from evaluation.sets import ARE_HERE, WHERE
from evaluation.speed import speeds

_QUOTE_ROWS = (
    ("quotations found, overlap F1", "overlap"),
    ("speaker by mention or person", "by_mention_or_person"),
    ("speaker by name", "by_name"),
    ("span and speaker both, F1", "span_and_speaker"),
)
_SETS = ("dev", "dev_noisy", "seed")


def main() -> int:
    """Measure and print; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="hold these figures from now on")
    keep = parser.parse_args().keep
    if not ARE_HERE:
        print(f"Nothing to measure: there are no marked articles at {WHERE}.")
        return 0
    _print_quotes()
    _print_calibration()
    _print_dates()
    _print_speeds()
    figures = measures()
    fallen = baseline.falls(figures)
    for line in fallen:
        print(f"FALLEN  {line}", file=sys.stderr)
    if keep:
        baseline.store(figures)
        print("These figures are held from now on.")
        return 0
    return 1 if fallen else 0


def _print_quotes() -> None:
    print(f"{'Quotations and speakers, %':34}" + "".join(f"{name:>12}" for name in _SETS))
    found = {name: quote_scores(name) for name in _SETS}
    for title, row in _QUOTE_ROWS:
        print(f"{title:34}" + "".join(f"{getattr(found[name], row):12.1f}" for name in _SETS))
    for at, title in enumerate(("confident ones right", "confident ones of all")):
        print(f"{title:34}" + "".join(f"{found[name].confident[at]:12.1f}" for name in _SETS))


def _print_calibration() -> None:
    print(f"\n{'How sure, and how often right, %':34}{'sure':>12}{'right':>12}{'number':>12}")
    for pattern, sure, right, number in calibration(quote_scores("dev").judged):
        print(f"{pattern:34}{sure:12.1f}{right:12.1f}{number:12}")


def _print_dates() -> None:
    rows = ("value", "found", "exact", "precision", "explicit")
    print(f"\n{'Dates, %':34}" + "".join(f"{row:>12}" for row in rows))
    for domain, scores in date_scores().items():
        print(f"{domain:34}" + "".join(f"{getattr(scores, row):12.1f}" for row in rows))


def _print_speeds() -> None:
    print(f"\n{'Speed, one core':34}{'MB/s':>12}{'ms, median':>12}{'ms, longest':>12}")
    for row in speeds():
        print(f"{row.what:34}{row.megabytes:12.2f}{row.median:12.1f}{row.longest:12.1f}")


if __name__ == "__main__":
    sys.exit(main())
