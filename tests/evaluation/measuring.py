"""How good the suggestions are, in per cent, measured against what people marked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from evaluation.sets import date_scorer, date_set, quote_scorer, quote_set
from stanceline.domain.suggestions import CONFIDENT_FROM
from stanceline.services.suggesting import suggest_raw
from stanceline.suggest.quotes import QuoteSuggestion

_MAIN = frozenset({"full", "partial"})
_FEWEST_TO_TELL = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """One suggested quotation, and whether its span and its speaker are both right."""

    quote: QuoteSuggestion
    is_right: bool


@dataclass(frozen=True, slots=True)
class QuoteScores:
    """What one set of quotations gave; all in per cent, main quotations only."""

    overlap: float
    by_mention_or_person: float
    by_name: float
    span_and_speaker: float
    judged: tuple[Judged, ...]

    @property
    def confident(self) -> tuple[float, float]:
        """How many of the confident ones are right, and which share of all they are."""
        sure = [each.is_right for each in self.judged if each.quote.confidence >= CONFIDENT_FROM]
        return _per_cent(sum(sure), len(sure)), _per_cent(len(sure), len(self.judged))


@cache
def quote_scores(name: str) -> QuoteScores:
    """The scores of a set of quotations."""
    scorer, articles = quote_scorer(), quote_set(name)
    found = {each["doc_id"]: suggest_raw(each["text"], None, "en")[0] for each in articles}
    told = {
        doc_id: [
            {"start": each.start, "end": each.end, "speaker": each.speaker, "name": each.name}
            for each in quotes
        ]
        for doc_id, quotes in found.items()
    }
    scores, _ = scorer.score(articles, told, _MAIN)
    judged = (
        each for article in articles for each in _judged(scorer, article, found[article["doc_id"]])
    )
    return QuoteScores(
        overlap=scores["overlap"]["f1"],
        by_mention_or_person=scores["attr_any"],
        by_name=scores["attr_named"],
        span_and_speaker=scores["e2e"]["f1"],
        judged=tuple(judged),
    )


def _judged(
    scorer: ModuleType, article: dict[str, Any], quotes: Sequence[QuoteSuggestion]
) -> Iterable[Judged]:
    """The suggestions that can be judged: not those where either answer would be accepted."""
    text = article["text"]
    wanted = [each for each in article["quotes"] if each["level"] in _MAIN]
    places = [scorer.trim(text, each["start"], each["end"]) for each in wanted]
    either = [tuple(each) for each in article["ignore"]] + [
        (each["start"], each["end"]) for each in article["quotes"] if each["level"] not in _MAIN
    ]
    spans = [scorer.trim(text, each.start, each.end) for each in quotes]
    pairs = scorer.match(places, spans, lambda one, other: scorer.iou(one, other) >= 0.8)
    wanted_at = {found_at: wanted_at for wanted_at, found_at in pairs.items()}
    for at, (quote, (start, end)) in enumerate(zip(quotes, spans, strict=True)):
        if at in wanted_at:
            gold = wanted[wanted_at[at]]
            right, _ = scorer.hits((quote.speaker or "", quote.name or ""), gold)
            if right is not None or gold["speaker_kind"] == "none":
                yield Judged(quote, right is not False)
        elif sum(max(0, min(end, b) - max(start, a)) for a, b in either) < 0.5 * (end - start):
            yield Judged(quote, is_right=False)


def calibration(judged: Iterable[Judged]) -> list[tuple[str, float, float, int]]:
    """How sure the program is of each pattern, how often it is right, and how many there are."""
    groups: defaultdict[tuple[str, float], list[bool]] = defaultdict(list)
    for each in judged:
        groups[each.quote.pattern, each.quote.confidence].append(each.is_right)
    rows = [
        (pattern, 100 * sure, _per_cent(sum(right), len(right)), len(right))
        for (pattern, sure), right in groups.items()
        if len(right) >= _FEWEST_TO_TELL
    ]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


@dataclass(frozen=True, slots=True)
class DateScores:
    """What one sort of documents gave, in per cent."""

    value: float
    found: float
    exact: float
    precision: float
    explicit: float


_EXPLICIT = frozenset({"explicit year", "explicit month+year", "explicit week"})


@cache
def date_scores() -> dict[str, DateScores]:
    """The scores of the dates: of all documents, and of each domain."""
    scorer, documents = date_scorer(), date_set()
    told = {
        each["doc_id"]: [
            {"start": date.start, "end": date.end, "value": date.value}
            for date in suggest_raw(each["text"], each["dct"], each["lang"])[1]
        ]
        for each in documents
    }
    domains = ["all", *sorted({each["domain"] for each in documents}), "seed"]
    return {
        domain: _date_scores(
            scorer.score(
                [each for each in documents if domain in {"all", each["domain"], each["source"]}],
                told,
            )
        )
        for domain in domains
    }


def _date_scores(result: dict[str, Any]) -> DateScores:
    written_out = [row for name, row in result["by_class"].items() if name in _EXPLICIT]
    return DateScores(
        value=result["value_f1_relaxed"],
        found=result["relaxed"]["F1"],
        exact=result["strict"]["F1"],
        precision=result["harsh_precision"],
        explicit=_per_cent(
            sum(row["value_ok"] for row in written_out), sum(row["found"] for row in written_out)
        ),
    )


def measures() -> dict[str, float]:
    """Every figure that may not fall, by its name."""
    found: dict[str, float] = {}
    for name in ("dev", "dev_noisy", "seed"):
        scores = quote_scores(name)
        right, share = scores.confident
        found |= {
            f"{name} overlap": scores.overlap,
            f"{name} mention or person": scores.by_mention_or_person,
            f"{name} name": scores.by_name,
            f"{name} span and speaker": scores.span_and_speaker,
            f"{name} confident right": right,
            f"{name} confident share": share,
        }
    for domain, dates in date_scores().items():
        found |= {
            f"dates {domain} value": dates.value,
            f"dates {domain} found": dates.found,
            f"dates {domain} exact": dates.exact,
            f"dates {domain} precision": dates.precision,
        }
        if dates.explicit:
            found[f"dates {domain} explicit"] = dates.explicit
    return found


def _per_cent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
