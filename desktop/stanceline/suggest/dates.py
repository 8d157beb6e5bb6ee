"""Dates that a text mentions, that a person types, and that an event may have.

Rules over words, no model: each suggestion says which rule found it and why. Offsets
are code points of the text as it is given; values are EDTF.
"""

import re

from stanceline.suggest.dated import DateSuggestion
from stanceline.suggest.time.context import Context, Found, Reading, spoken
from stanceline.suggest.time.lexicon import lexicon_for
from stanceline.suggest.time.modifiers import as_event
from stanceline.suggest.time.rules import find_all, find_phrase
from stanceline.suggest.time.tokens import tokenize
from stanceline.suggest.time.values import (
    Stretch,
    date_stretch,
    is_date,
    month_stretch,
    year_stretch,
)


def find_dates(
    text: str, published: str | None = None, language: str = "en"
) -> list[DateSuggestion]:
    """Every date that the text mentions, in order, without overlaps.

    ``published`` is the text's own date as EDTF, best a day: "June 19", "next month" and
    "on Friday" count from it. Without it only dates that are written out are given.
    """
    context = _context(text, published, language)
    return [_suggestion(context, found, found.reading) for found in find_all(context)]


def read_date(
    words: str, published: str | None = None, language: str = "en"
) -> DateSuggestion | None:
    """What a date typed in plain words means, or None when it is no date.

    The words must be a date as a whole: "early June 2024", "since 2022", "possibly in
    June", "no later than Friday". Upper and lower case are the same.
    """
    context = _context(words, published, language, typed=True)
    found = find_phrase(context)
    return _suggestion(context, found, found.reading) if found else None


def propose_date(
    text: str, start: int, end: int, published: str | None, language: str = "en"
) -> DateSuggestion | None:
    """The likeliest date of the event that ``text[start:end]`` tells.

    An expression in the passage comes first, then one in its sentence, then the last
    one before it in the paragraph, then the publication date. "Before 1990" makes the
    date open, since it tells when the event was. None when nothing is known.
    """
    context = _context(text, published, language)
    everything = find_all(context)
    for low, high, where in _surroundings(text, start, end):
        near = [found for found in everything if _lies_in(context, found, low, high)]
        if not near:
            continue
        if where == "paragraph":
            near = near[-1:]
        best = min(near, key=lambda each: (each.reading.tier, each.reading.stretch.unit))
        reading = as_event(context, best)
        if where != "passage":
            reading = _with_reason(reading, f"Taken from the {where} around the passage.")
        return _suggestion(context, best, reading)
    if context.published is None:
        return None
    reason = (
        f"No date stands near the passage; this is the publication date, "
        f"{spoken(context.published)}."
    )
    value = context.published.edtf
    return DateSuggestion(start, end, value, "B", "publication", reason, ())


# --------------------------------------------------------------------------- helpers

_YEARS_OF_ARTICLES = range(1000, 9000)
_PUBLISHED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:T.*|[?~%])?")


def _context(text: str, published: str | None, language: str, *, typed: bool = False) -> Context:
    lexicon = lexicon_for(language)
    tokens = tokenize(text, lexicon, any_case=typed)
    return Context(tokens, lexicon, _publication(published), typed=typed)


def _publication(published: str | None) -> Stretch | None:
    """The day, month or year of publication; None when it is unknown or not a plain date."""
    parts = _PUBLISHED.fullmatch(published or "")
    if parts is None:
        return None
    year = int(parts[1])
    month, day = (int(part) if part else None for part in parts.groups()[1:])
    if year not in _YEARS_OF_ARTICLES:
        return None
    if month is None:
        return year_stretch(year)
    if day is None:
        return month_stretch(year, month) if is_date(year, month, 1) else None
    return date_stretch(year, month, day) if is_date(year, month, day) else None


def _suggestion(context: Context, found: Found, reading: Reading) -> DateSuggestion:
    tokens = context.tokens
    others = dict.fromkeys(each.edtf for each in reading.alternatives)
    others.pop(reading.stretch.edtf, None)
    return DateSuggestion(
        tokens.starts[found.first],
        tokens.ends[found.end - 1],
        reading.stretch.edtf,
        reading.tier,
        reading.rule,
        reading.reason,
        tuple(others),
    )


_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]{0,3}\s|\n\s*\n")
_PARAGRAPH_END = re.compile(r"\n\s*\n")
_WIDEST = 4_000


def _surroundings(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The passage, its sentence, and its paragraph up to there, as code points."""
    low = max(0, start - _WIDEST)
    before, after = text[low:start], text[end : end + _WIDEST]
    sentence_ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    paragraph_ends = [match.end() for match in _PARAGRAPH_END.finditer(before)]
    stop = _SENTENCE_END.search(after)
    # A passage that closes with a full stop is its sentence's end already.
    whole = _SENTENCE_END.fullmatch(text[max(start, end - 1) : end] + " ")
    sentence_end = end if whole else end + (stop.end() if stop else len(after))
    sentence_start = low + (sentence_ends[-1] if sentence_ends else 0)
    paragraph_start = low + (paragraph_ends[-1] if paragraph_ends else 0)
    return [
        (start, end, "passage"),
        (sentence_start, sentence_end, "sentence"),
        (paragraph_start, end, "paragraph"),
    ]


def _lies_in(context: Context, found: Found, low: int, high: int) -> bool:
    starts, ends = context.tokens.starts, context.tokens.ends
    return starts[found.first] < high and ends[found.end - 1] > low


def _with_reason(reading: Reading, more: str) -> Reading:
    return Reading(
        reading.stretch,
        reading.tier,
        reading.rule,
        f"{reading.reason} {more}",
        reading.alternatives,
        reading.moves_on,
    )
