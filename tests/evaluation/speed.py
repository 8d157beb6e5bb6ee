"""How quick the suggestions are, in processor time of one core."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from evaluation.sets import quote_set
from stanceline.domain.suggestions import SuggestionKind
from stanceline.services.suggesting import suggest_text
from stanceline.suggest.dates import find_dates
from stanceline.suggest.quotes import find_quotes

_DAY = "2016-01-05"
_ALL = frozenset(SuggestionKind)


@dataclass(frozen=True, slots=True)
class Speed:
    """Megabytes a second over all articles, and milliseconds for one."""

    what: str
    megabytes: float
    median: float
    longest: float


def speeds() -> Iterable[Speed]:
    """The speed of each part and of everything, on the articles of the set."""
    texts = [each["text"] for each in quote_set("dev")]
    parts: dict[str, Callable[[str], object]] = {
        "quotations": find_quotes,
        "dates": lambda text: find_dates(text, _DAY),
        "with events and retold speech": _everything,
    }
    for what, part in parts.items():
        part(texts[0])  # reads the word lists
        yield _speed(what, part, texts)


def _everything(text: str) -> object:
    return suggest_text(text, _DAY, "en", _ALL)


def _speed(what: str, part: Callable[[str], object], texts: Iterable[str]) -> Speed:
    sizes, seconds = [], []
    for text in texts:
        began = time.process_time()
        part(text)
        seconds.append(time.process_time() - began)
        sizes.append(len(text.encode()))
    rate = sum(sizes) / 1e6 / max(sum(seconds), 1e-9)
    return Speed(what, rate, 1000 * median(seconds), 1000 * max(seconds))
