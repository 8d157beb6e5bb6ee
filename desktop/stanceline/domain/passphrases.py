"""How hard a passphrase is to guess, roughly, so that a window can say so in words."""

import math
import re
from enum import IntEnum

_WORD = re.compile(r"\w+", re.UNICODE)
_BITS_A_WORD = 11.0
"""A word out of about two thousand common ones."""
_BITS_A_SIGN = 6.0
"""About half a word, in scripts in which a word is a sign or two."""
_BITS_OF_DISGUISE = 4.0
_DISGUISES = str.maketrans("0134578", "oieastb")
_LEAST_LETTERS_OF_A_WORD = 3
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "01234567890")
_COMMON = frozenset(
    ("password", "passphrase", "passwort", "secret", "letmein", "welcome", "stanceline", "admin")
)


class Strength(IntEnum):
    """How long a computer that knows how people choose would be at it."""

    WEAK = 0
    FAIR = 1
    GOOD = 2
    STRONG = 3


def strength_of(passphrase: str) -> Strength:
    """How hard it is to guess, as an estimate from below."""
    bits = min(_bits_by_letters(passphrase), _bits_by_words(passphrase))
    for strength, least in ((Strength.STRONG, 66.0), (Strength.GOOD, 44.0), (Strength.FAIR, 33.0)):
        if bits >= least:
            return strength
    return Strength.WEAK


def _bits_by_letters(passphrase: str) -> float:
    """As if each new letter were drawn from the alphabets in use; repeats and runs add little."""
    size = 0
    for pattern, letters in (("[a-z]", 26), ("[A-Z]", 26), ("[0-9]", 10), (r"[^\w\s]", 30)):
        size += letters if re.search(pattern, passphrase) else 0
    if not passphrase.isascii():
        size += 100
    a_letter = math.log2(max(size, 2))
    bits = 0.0
    for at, letter in enumerate(passphrase):
        before = passphrase[max(0, at - 1) : at]
        is_easy = letter == before or _follows(before, letter) or letter in passphrase[: at // 2]
        bits += 1.0 if is_easy else a_letter
    return bits


def _follows(before: str, letter: str) -> bool:
    pair = f"{before}{letter}".casefold()
    return len(pair) > 1 and any(pair in run or pair[::-1] in run for run in _RUNS)


def _bits_by_words(passphrase: str) -> float:
    """As if it were made of words from a list, with a little for what stands between."""
    bits = 0.0
    seen: set[str] = set()
    for found in _WORD.findall(passphrase):
        word = found.casefold()
        plain = _without_disguise(word)
        if word in seen or plain in seen or plain in _COMMON:
            bits += 2.0
        elif _has_no_spaces(word):
            bits += _BITS_A_SIGN * len(set(word))
        elif plain.isalpha() and len(plain) >= _LEAST_LETTERS_OF_A_WORD:
            # A string of letters that is no word is worth what its letters are.
            bits += max(_BITS_A_WORD, _bits_by_letters(found) if _is_no_word(plain) else 0.0)
        else:
            bits += _bits_by_letters(found)
        bits += _BITS_OF_DISGUISE if plain != word else 0.0
        seen.update((word, plain))
    return bits + 2.0 * len(re.findall(r"[^\w\s]", passphrase))


def _without_disguise(word: str) -> str:
    """The word without a number at its end, and with letters where digits stand for them."""
    return word.rstrip("0123456789_").translate(_DISGUISES)


def _has_no_spaces(word: str) -> bool:
    """Whether it is of a script such as Chinese, whose words are written without spaces."""
    return not word.isascii() and word.isalpha() and word.upper() == word.lower()


def _is_no_word(letters: str) -> bool:
    """Whether it has more consonants or vowels on end than words do."""
    run = re.search(r"[bcdfghjklmnpqrstvwxz]{5,}|[aeiou]{4,}", letters)
    return run is not None or (letters.isascii() and not re.search("[aeiouy]", letters))
