"""Which of the older encodings a text is in, where nothing says so.

The detector that we use reads French as Central European and Japanese as Korean when the
text is short. So the commonest scripts are tried first, by what only they show.
"""

import re
from collections.abc import Callable, Collection
from functools import partial

from stanceline.formats.languages import language_of

_SAMPLE_LENGTH = 100_000
_LEAST_KANA_SHARE = 0.2
_LEAST_SCRIPT_SHARE = 0.8
_LEAST_LOWER_SHARE = 0.7
_LEAST_COMMON_SHARE = 0.45
_COMMON_CYRILLIC = frozenset("оеаитнсрвлі")
_MIXED_WORD = re.compile("[a-zA-Z][\u0400-\u04ff]|[\u0400-\u04ff][a-zA-Z]")
_LEAST_ASCII_SHARE = 0.6
_SIGN_IN_A_WORD = re.compile(r"[^\W\d_][¢£¤¥¦§¨ª¬®¯°±²³¶¸¹º¼½¾¿×÷][^\W\d_]")
_LATIN = {
    "cp1252": (
        *("af", "br", "ca", "cy", "da", "de", "en", "es", "eu", "fi", "fo", "fr", "ga", "gl"),
        *("id", "is", "it", "lb", "ms", "nb", "nl", "nn", "no", "oc", "pt", "sv", "sw", "wa"),
    ),
    "cp1250": ("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"),
    "iso8859_2": ("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"),
    "cp1254": ("az", "tr"),
    "cp1257": ("et", "lt", "lv"),
}
"""The languages that are written in Latin letters, by their encodings."""


def detected_text(data: bytes) -> str | None:
    """The text of the data by the likeliest encoding, or None when none is likely."""
    for encoding, is_in_script in _TRIED.items():
        text = _strictly(data, encoding)
        if text is not None and is_in_script(text[:_SAMPLE_LENGTH]):
            return text
    # Imported late: only a text that is in none of the tried encodings needs it.
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE_LENGTH]).best()
    return None if best is None else data.decode(best.encoding, errors="replace")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_japanese(sample: str) -> bool:
    """Whether syllables that no other language writes make up a good part of it."""
    foreign = [letter for letter in sample if not letter.isascii()]
    n_kana = sum("\u3041" <= letter <= "\u30ff" for letter in foreign)
    return n_kana >= len(foreign) * _LEAST_KANA_SHARE


def _is_cyrillic(sample: str) -> bool:
    """Whether its letters are such as Cyrillic words have, in case and in frequency.

    The encodings of Cyrillic differ in where the small letters are, and in their order.
    """
    foreign = [letter for letter in sample if not letter.isascii()]
    letters = [letter for letter in foreign if "\u0400" <= letter <= "\u04ff"]
    n_lower = sum(letter.islower() for letter in letters)
    n_common = sum(letter in _COMMON_CYRILLIC for letter in letters)
    return (
        len(letters) >= len(foreign) * _LEAST_SCRIPT_SHARE
        and n_lower >= len(letters) * _LEAST_LOWER_SHARE
        and n_common >= len(letters) * _LEAST_COMMON_SHARE
        and len(_MIXED_WORD.findall(sample)) * 10 < len(letters)
    )


def _is_latin(languages: Collection[str], sample: str) -> bool:
    """Whether it is in Latin letters, and in one of these languages."""
    letters = [letter for letter in sample if letter.isalpha()]
    n_ascii = sum(letter.isascii() for letter in letters)
    if n_ascii < len(letters) * _LEAST_ASCII_SHARE or _SIGN_IN_A_WORD.search(sample):
        return False  # A sign within a word is a letter of another encoding.
    language = language_of(sample)
    return not language or language in languages  # Of a few words nobody can tell more.


_TRIED: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(("cp932", "euc_jp"), _is_japanese),
    **dict.fromkeys(("cp1251", "koi8_u", "cp866"), _is_cyrillic),
    **{encoding: partial(_is_latin, languages) for encoding, languages in _LATIN.items()},
}
"""What a text in each encoding must look like; the first that fits is taken."""
