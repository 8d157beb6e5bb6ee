"""How well a command fits what somebody typed: fuzzy, forgiving, and the same each time."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

_EXACT, _PREFIX, _INITIALS, _INSIDE, _TYPO, _SCATTERED = 1.0, 0.9, 0.75, 0.6, 0.45, 0.3
_SHARE_OF_PATH = 0.55
_OTHER_WORD = 0.5
_STARTS_SO = 0.35
_FIRST_WORD = 0.08
_RECENT = 0.3
_LEAST_ALIKE = 74.0
_SHORTEST_TYPO = 4
_SHORTEST_SCATTERED = 3
_LONGEST_QUERY = 200


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The text without capitals and accents, as it is compared."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    spaced = "".join(each if each.isalnum() else " " for each in folded(text))
    return tuple(spaced.split())


def score(query: str, title: str, path: str = "", others: str = "") -> float:
    """How well the title fits, 0 when it does not; ``path`` is where it stands in the menus.

    ``others`` are further words for it, which fit where they begin so.

    Every word of the query must fit somewhere: as a word, the beginning, the inside or the
    initials of words, with a slip of the finger, or letter by letter in order. An empty
    query fits everything alike.
    """
    asked = _words(query[:_LONGEST_QUERY])
    if not asked:
        return 0.0 if query.strip() else _SCATTERED
    words, around, more = _words(title), _words(path), _words(others)
    total = 0.0
    for token in asked:
        fit = max(_fit(token, words), _SHARE_OF_PATH * _fit(token, around))
        if any(word.startswith(token) for word in more):
            fit = max(fit, _OTHER_WORD)
        if not fit:
            return 0.0
        total += fit
    result = total / len(asked)
    if " ".join(words).startswith(" ".join(asked)):
        result += _STARTS_SO
    elif words and any(words[0].startswith(token) for token in asked):
        result += _FIRST_WORD
    # Of two that fit alike, the shorter is meant.
    return result + 1.0 / (100.0 + len(title))


def _fit(token: str, words: Sequence[str]) -> float:
    if not words:
        return 0.0
    if token in words:
        return _EXACT
    if any(word.startswith(token) for word in words):
        return _PREFIX
    initials = "".join(word[0] for word in words)
    if len(token) > 1 and token in initials:
        return _INITIALS
    if any(token in word for word in words):
        return _INSIDE
    if len(token) >= _SHORTEST_TYPO and _is_slip(token, words):
        return _TYPO
    if len(token) >= _SHORTEST_SCATTERED and _is_scattered(token, words):
        return _SCATTERED
    return 0.0


def _is_slip(token: str, words: Iterable[str]) -> bool:
    """Whether a word begins nearly so."""
    from rapidfuzz import fuzz

    length = len(token)
    return any(
        fuzz.ratio(token, word[:cut]) >= _LEAST_ALIKE
        for word in words
        if word[0] == token[0]
        for cut in {length - 1, length, length + 1, len(word)}
    )


def _is_scattered(token: str, words: Sequence[str]) -> bool:
    """Whether the letters come in this order, the first of them at the beginning of a word."""
    line = " ".join(words)
    starts = [0, *(n + 1 for n, each in enumerate(line) if each == " ")]
    return any(line[start] == token[0] and _in_order(token, line[start:]) for start in starts)


def _in_order(token: str, line: str) -> bool:
    letters = iter(line)
    return all(letter in letters for letter in token)


def ranked(
    query: str,
    things: Sequence[tuple[str, str, str]],
    recent: Sequence[str] = (),
    others: Mapping[str, str] | None = None,
) -> list[int]:
    """Which of these ``(id, title, path)`` fit, best first, as places in the sequence.

    ``others`` gives further words for some of the ids. Those used of late come first among
    equals, and before all others while nothing is typed.
    """
    order = {name: n for n, name in enumerate(recent)}
    scored = []
    for n, (name, title, path) in enumerate(things):
        fit = score(query, title, path, (others or {}).get(name, ""))
        if not fit:
            continue
        if name in order:
            fit += _RECENT * (1.0 - order[name] / (len(order) + 1.0)) / (1.0 if not query else 3.0)
        scored.append((-fit if query.strip() or name in order else 0.0, n))
    return [n for _, n in sorted(scored)]


def names_that_fit(query: str, names: Sequence[str], most: int) -> list[int]:
    """The places of the names that hold every word of the query, best first, ``most`` at most."""
    asked = _words(query[:_LONGEST_QUERY])
    if not asked:
        return []
    found = []
    for n, name in enumerate(names):
        line = folded(name)
        if not all(token in line for token in asked):
            continue
        words = _words(name)
        n_begun = sum(any(word.startswith(token) for word in words) for token in asked)
        found.append((not line.startswith(asked[0]), -n_begun, len(name), n))
    return [n for *_, n in sorted(found)[:most]]
