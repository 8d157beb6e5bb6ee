"""What a search index must hold besides the words of a text, so that the words are found."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from operator import add

UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e"  # Thai
    "\u0e81-\u0ece\u0edc-\u0edf"  # Lao
    "\u0f40-\u0fbc"  # Tibetan
    "\u1000-\u103f\u1050-\u108f\u109a-\u109d\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f"  # Burmese
    "\u1780-\u17d3\u17d7\u17dc\u17dd"  # Khmer
    "\u1950-\u19c9\u1a20-\u1a5e"  # Tai Le, New Tai Lue, Tai Tham
    "\ua000-\ua48c"  # Yi
    "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb"  # Hangul
    "\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b"  # signs and radicals of Han
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana
    "\u3099\u309a"
    "\u3105-\u312f\u31a0-\u31bf"  # Bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\uff66-\uff9f\uffa1-\uffdc"  # half-width kana and Hangul
    "\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)

"""Ranges, as a class of a regular expression has them, of scripts without spaces."""

_FOLDS = {
    "ß": "ss",
    "ẞ": "ss",
    "ł": "l",
    "ø": "o",
    "ǿ": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "ǽ": "ae",
    "ǣ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ŧ": "t",
    "ə": "a",
    "ё": "е",
    "ґ": "г",
    "ў": "у",
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ک": "ك",
    "ی": "ي",
}
"""Letters with a plain neighbour that people type for them and Unicode keeps apart."""

SILENT = (
    "\u00ad\u200b-\u200d\u2060\ufeff"  # soft hyphens and joiners
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"  # Arabic vowel signs, tatweel
)
"""What stands in words and is not typed by those who look for them."""

_COMPATIBLE = (
    "\u0132\u0133\u0149\u01c4-\u01cc\u01f1-\u01f3\ufb00-\ufb06\uff10-\uff5a\U0001d400-\U0001d7ff"
)
"""Ligatures, wide and mathematical letters: the same letters to a reader."""

# ß in capitals is SS and ı is I: letters that need no folding themselves. The ς at the
# end of a Greek word is the σ of the same word in capitals.
_FOLDED_LETTERS = (
    "ς"
    + "".join(_FOLDS)
    + "".join(letter.upper() for letter in _FOLDS if not letter.upper().isascii())
)


def _compiled(pattern: str) -> Callable[[], re.Pattern[str]]:
    """Makes the pattern when it is first needed: with so many letters it takes some time."""
    return cache(lambda: re.compile(pattern))


_unspaced_split = _compiled(f"([{UNSPACED}]+)")
_unspaced_run = _compiled(f"[{UNSPACED}]+")
# A word that touches such a run is one word with it to an index of words.
_touching = _compiled(f"(?<=[{UNSPACED}])[^\\W_{UNSPACED}]+|[^\\W_{UNSPACED}]+(?=[{UNSPACED}])")
_foldable = _compiled(f"[{_FOLDED_LETTERS}{SILENT}{_COMPATIBLE}\u0300-\u036f]")
_worth_a_look = _compiled(f"[{UNSPACED}{_FOLDED_LETTERS}{SILENT}{_COMPATIBLE}\u0300-\u036f]")
_silent_one = _compiled(f"[{SILENT}]")

_FOLD_TABLE = str.maketrans(_FOLDS)

_APART = " ˠ "
"""Keeps words that do not stand together in the text from being found as a phrase."""

_LONGEST_WORD = 80
"""Code points on each side of a letter beyond which nobody types the word."""


def grams_of(text: str) -> str:
    """The extra words under which a text is to be found, separated by spaces; often "".

    For each run of a script that puts no spaces between words: its bigrams, then its
    last character, so that a phrase of bigrams finds any two or more characters and a
    prefix finds one; and once each word that touches the run. For each word with letters
    that case and accent folding leave alone (Łódź, Straße, ещё): the word as it is typed
    without them, once; a sign stands between two of these.
    """
    if text.isascii() or _worth_a_look().search(text) is None:
        return ""
    plain = unicodedata.normalize("NFKC", text)
    grams = [gram for run in unspaced_runs(plain) for gram in bigrams(run)]
    words = dict.fromkeys(_foldable_words(text))
    if grams:
        words |= dict.fromkeys(_touching().findall(plain))
    alone = dict.fromkeys(map(folded, words))
    grams.append(_APART.join(filter(None, alone)))
    return " ".join(filter(None, grams))


def unspaced_runs(text: str) -> list[str]:
    """The runs of a text, NFKC-normalised before, in scripts without spaces between words."""
    return _unspaced_run().findall(text)


def parts_of(text: str) -> list[tuple[str, bool]]:
    """The text, NFKC-normalised before, in pieces, each with whether it is such a run."""
    pieces = _unspaced_split().split(text)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]


def is_foldable(text: str) -> bool:
    """Whether the text has letters that case and accent folding leave alone."""
    return _foldable().search(text) is not None


def bigrams(run: str) -> list[str]:
    """All pairs of neighbours in the run, then its last character alone."""
    return [*map(add, run, run[1:]), run[-1:]]


def folded(word: str) -> str:
    """The word in small letters, without accents, as one types it on a plain keyboard.

    Folds what an index of words does not: ß to ss, ł to l, ø to o, ё to е; takes out
    soft hyphens, joiners, Arabic and Hebrew vowel signs. Letters that only look like
    accented ones, such as й, stay what they are.
    """
    small = unicodedata.normalize("NFKC", _silent_one().sub("", word)).casefold()
    return "".join(map(_without_accent, small.translate(_FOLD_TABLE)))


def _without_accent(letter: str) -> str:
    if letter.isascii():
        return letter
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) == 1:
        return "" if "\u0300" <= letter <= "\u036f" else letter
    # Beyond Latin and Greek a mark makes another letter: й is not и, が is not か.
    is_accented = parts[0] < "\u0400" and all("\u0300" <= mark <= "\u036f" for mark in parts[1:])
    return parts[0] if is_accented else letter


def _foldable_words(text: str) -> Iterator[str]:
    """Each word with a letter that needs folding."""
    done = 0
    for found in _foldable().finditer(text):
        if found.start() < done:
            continue
        start = _edge(text, found.start(), -1)
        done = _edge(text, found.end() - 1, 1) + 1
        yield text[start:done]


def _edge(text: str, place: int, step: int) -> int:
    """The index of the last character of the word in one direction."""
    for _ in range(_LONGEST_WORD):
        beyond = place + step
        if not 0 <= beyond < len(text):
            break
        letter = text[beyond]
        if not (letter.isalnum() or _foldable().match(letter)):
            break
        place = beyond
    return place
