"""Names as people type and paste them, made fit to be stored on one line."""

import re
import unicodedata

from stanceline.domain.errors import StancelineError

LONGEST_NAME = 300
"""Code points of the longest name; what is longer is a text that was pasted by mistake."""

_SHOWN = 40
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\ufffe]+")
"""What turns the direction of all that follows, and byte order marks."""
_UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
_SURROGATES = re.compile("[\ud800-\udfff]")


class NameTooLong(StancelineError):
    """A name is longer than LONGEST_NAME."""


def plain_name(name: str, what: str = "A name") -> str:
    """The name on one line: line breaks and control characters are spaces, none at its ends.

    What would turn the direction of the words around it is left out. A name of which nothing
    is seen is none.
    ``what`` begins the sentence of the NameTooLong that is raised beyond LONGEST_NAME.
    """
    plain = _SURROGATES.sub("\ufffd", _TURNS.sub("", _BREAKS.sub(" ", name))).strip()
    if all(unicodedata.category(each) in _UNSEEN for each in plain[: LONGEST_NAME + 1]):
        return ""
    if len(plain) > LONGEST_NAME:
        raise NameTooLong(
            f"{what} has at most {LONGEST_NAME} characters; "
            f"“{plain[:_SHOWN].rstrip()}…” has {len(plain):,}."
        )
    return plain
