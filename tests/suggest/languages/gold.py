"""Articles of our own with the quotations and dates they hold, and how an engine fares.

A file ``<language>.json`` is a list of articles::

    {"title", "published", "text",
     "quotes": [{"words", "speaker", "name"}],
     "dates": [{"words", "value"}]}

``words`` stand in the text exactly as written; ``nth`` (1 when absent) says which
occurrence is meant. Quotations are without their marks; of an interrupted one every
segment is an entry. ``speaker`` is the mention, ``name`` the person or body behind it;
both absent when the text does not say who speaks, only ``name`` absent when it stays
unnamed. ``"optional": true`` marks quoted words or dates that may be offered or not.
``"known_miss": true`` with a ``reason`` marks what is not reached: it counts in the
figures and is not demanded. The figures are printed by
``PYTHONPATH=desktop:tests python -m suggest.languages.gold [LANGUAGE...]``.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from stanceline.suggest.dates import DateSuggestion, find_dates
from stanceline.suggest.quotes import QuoteSuggestion, find_quotes

_Found = TypeVar("_Found", QuoteSuggestion, DateSuggestion)

_HERE = Path(__file__).resolve().parent
_EDGE = " \t\n\u00a0\u202f\"'`“”„‟«»‘’‚‹›"
_TAIL = _EDGE + ".,;:!?…-–—"


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """Words that somebody says; ``start`` and ``end`` are code points inside the marks."""

    start: int
    end: int
    speaker: str | None
    name: str | None
    optional: bool
    known_miss: bool


@dataclass(frozen=True, slots=True)
class GoldDate:
    """Words that mean a date; ``value`` is EDTF."""

    start: int
    end: int
    value: str
    optional: bool
    known_miss: bool


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One article with what a careful reader finds in it."""

    language: str
    title: str
    published: str | None
    text: str
    quotes: tuple[GoldQuote, ...]
    dates: tuple[GoldDate, ...]


@dataclass(slots=True)
class Figures:
    """Counts over articles; known misses are counted like all others.

    ``faults`` are sentences for what is wrong; ``excused`` those of known misses.
    """

    quotes: int = 0
    quotes_found: int = 0
    quotes_exact: int = 0
    quotes_false: int = 0
    sources: int = 0
    sources_right: int = 0
    names: int = 0
    names_right: int = 0
    unsourced: int = 0
    unsourced_right: int = 0
    dates: int = 0
    dates_found: int = 0
    dates_right: int = 0
    dates_exact: int = 0
    dates_false: int = 0
    known_misses: int = 0
    faults: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """One line for a person."""
        return (
            f"quotations {self.quotes_found}/{self.quotes} found, {self.quotes_exact} exact, "
            f"{self.quotes_false} false; speakers {self.sources_right}/{self.sources}, by name "
            f"{self.names_right}/{self.names}, none where none {self.unsourced_right}/"
            f"{self.unsourced}; dates {self.dates_right}/{self.dates} right, {self.dates_found} "
            f"found, {self.dates_exact} exact, {self.dates_false} false; known misses "
            f"{self.known_misses}"
        )


def articles(language: str) -> tuple[GoldArticle, ...]:
    """The articles of ``<language>.json`` beside this file.

    Raises ValueError for words that do not stand in their text and for misses without
    a reason, so that a slip in the gold is not mistaken for one of the engine.
    """
    rows = json.loads((_HERE / f"{language}.json").read_text(encoding="utf-8"))
    return tuple(_article(language, row) for row in rows)


def locate(text: str, words: str, nth: int = 1) -> tuple[int, int]:
    """Where the ``nth`` occurrence of ``words`` stands, as code points.

    Digits and letters at their edges must not go on beyond them. Raises ValueError when
    there is no such occurrence.
    """
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    for count, match in enumerate(pattern.finditer(text), start=1):
        if count == nth:
            return match.span()
    raise ValueError(f"“{words}” does not stand {nth} times in “{text[:60]}…”.")


def compare(article: GoldArticle) -> Figures:
    """How the engines fare on one article."""
    figures = Figures()
    found = find_quotes(article.text, article.language)
    compare_quotes(article, found, figures)
    dates = find_dates(article.text, article.published, article.language)
    compare_dates(article, dates, figures)
    return figures


def total(each: Iterable[Figures]) -> Figures:
    """The sum over articles."""
    whole = Figures()
    for figures in each:
        for name in Figures.__slots__:
            setattr(whole, name, getattr(whole, name) + getattr(figures, name))
    return whole


def compare_quotes(
    article: GoldArticle, found: Sequence[QuoteSuggestion], figures: Figures
) -> None:
    """Adds to ``figures`` what ``found`` has right and wrong among the quotations."""
    text, left = article.text, list(found)
    for gold in article.quotes:
        best = _taken_for(gold, left)
        if gold.optional:
            continue
        figures.known_misses += gold.known_miss
        faults = figures.excused if gold.known_miss else figures.faults
        words = text[gold.start : gold.end]
        figures.quotes += 1
        if best is None:
            faults.append(f"{article.title}: “{words}” is not found.")
            _count_speaker(figures, gold, None)
            continue
        figures.quotes_found += _shared(gold, best) >= 0.8
        if _trim(text, best.start, best.end) == _trim(text, gold.start, gold.end):
            figures.quotes_exact += 1
        else:
            faults.append(
                f"{article.title}: “{words}” is found as “{text[best.start : best.end]}”."
            )
        if not _count_speaker(figures, gold, best):
            faults.append(
                f"{article.title}: “{words[:50]}” is by {gold.speaker} ({gold.name}), not by "
                f"{best.speaker} ({best.name}) as by {best.pattern}."
            )
    figures.quotes_false += len(left)
    figures.faults.extend(
        f"{article.title}: “{text[each.start : each.end]}” is no quotation ({each.pattern})."
        for each in left
    )


def compare_dates(article: GoldArticle, found: Sequence[DateSuggestion], figures: Figures) -> None:
    """Adds to ``figures`` what ``found`` has right and wrong among the dates."""
    text, left = article.text, list(found)
    for gold in article.dates:
        best = _taken_for(gold, left)
        if gold.optional:
            continue
        figures.known_misses += gold.known_miss
        faults = figures.excused if gold.known_miss else figures.faults
        words = text[gold.start : gold.end]
        figures.dates += 1
        if best is None:
            faults.append(f"{article.title}: “{words}” is not found as {gold.value}.")
            continue
        figures.dates_found += 1
        figures.dates_exact += (best.start, best.end) == (gold.start, gold.end)
        if best.value == gold.value:
            figures.dates_right += 1
        else:
            faults.append(
                f"{article.title}: “{text[best.start : best.end]}” is {gold.value}, not "
                f"{best.value} as by {best.rule}."
            )
    figures.dates_false += len(left)
    figures.faults.extend(
        f"{article.title}: “{text[each.start : each.end]}” is no date, not {each.value} "
        f"({each.rule})."
        for each in left
    )


# --------------------------------------------------------------------------- helpers


def _article(language: str, row: dict[str, Any]) -> GoldArticle:
    text = row["text"]
    quotes = [
        GoldQuote(*_place(text, each), each.get("speaker"), each.get("name"), *_marks(each))
        for each in row["quotes"]
    ]
    dates = [GoldDate(*_place(text, each), each["value"], *_marks(each)) for each in row["dates"]]
    quotes.sort(key=lambda each: each.start)
    dates.sort(key=lambda each: each.start)
    published = row.get("published")
    return GoldArticle(language, row["title"], published, text, tuple(quotes), tuple(dates))


def _place(text: str, row: dict[str, Any]) -> tuple[int, int]:
    return locate(text, row["words"], row.get("nth", 1))


def _marks(row: dict[str, Any]) -> tuple[bool, bool]:
    known_miss = bool(row.get("known_miss"))
    if known_miss and not row.get("reason"):
        raise ValueError(f"“{row['words']}” is missed without a reason.")
    return bool(row.get("optional")), known_miss


def _taken_for(gold: GoldQuote | GoldDate, left: list[_Found]) -> _Found | None:
    """What shares most with the gold of what is left, which it is taken out of."""
    best = max(left, key=lambda each: _shared(gold, each), default=None)
    if best is None or _shared(gold, best) == 0:
        return None
    left.remove(best)
    return best


def _shared(gold: GoldQuote | GoldDate, found: QuoteSuggestion | DateSuggestion) -> float:
    """Intersection over union of two spans."""
    common = min(gold.end, found.end) - max(gold.start, found.start)
    if common <= 0:
        return 0.0
    return common / (max(gold.end, found.end) - min(gold.start, found.start))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _TAIL:
        end -= 1
    return start, end


def _count_speaker(figures: Figures, gold: GoldQuote, found: QuoteSuggestion | None) -> bool:
    """Whether the mention or the person is right, and the name where there is one."""
    if gold.speaker is None:
        figures.unsourced += 1
        right = found is not None and not (found.speaker or found.name)
        figures.unsourced_right += right
        return right
    figures.sources += 1
    offered = [] if found is None else [_plain(found.speaker), _plain(found.name)]
    right = any(each and each in {_plain(gold.speaker), _plain(gold.name)} for each in offered)
    figures.sources_right += right
    if gold.name is None:
        return right
    named = found is not None and _plain(found.name) == _plain(gold.name)
    figures.names += 1
    figures.names_right += named
    return right and named


def _plain(words: str | None) -> str:
    """Words for comparing: without accents of stress, upper case and articles in front."""
    plain = unicodedata.normalize("NFC", words or "").casefold().replace("’", "'").strip(_TAIL)
    return re.sub(
        r"^(?:der|die|das|den|dem|ein|eine|einer|le|la|les|un|une|el|los|las|una|lo|the)\s+|^l'",
        "",
        plain,
    )


def _report(languages: Sequence[str]) -> None:
    """Prints the figures per language, with what is wrong and what is excused."""
    for language in languages:
        whole = total(compare(article) for article in articles(language))
        sys.stdout.write(f"{language}: {whole}\n")
        for sentence in whole.faults:
            sys.stdout.write(f"  {sentence}\n")
        for sentence in whole.excused:
            sys.stdout.write(f"  (known) {sentence}\n")


if __name__ == "__main__":
    _report(sys.argv[1:] or sorted(path.stem for path in _HERE.glob("*.json")))
