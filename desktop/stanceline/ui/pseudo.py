"""A made-up language that shows which texts cannot be translated, and where room is short.

Every text that goes through Qt's translation comes back 40 % longer, accented and in
brackets. What stands without brackets never went through translation; a bracket that is
missing was cut off. It is chosen by ``STANCELINE_LANGUAGE=pseudo``, and ``pseudo-rtl``
mirrors every window too.
"""

import os
import re

from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QApplication

LANGUAGE_VARIABLE = "STANCELINE_LANGUAGE"
PSEUDO = "pseudo"
PSEUDO_RTL = "pseudo-rtl"

OPENING, CLOSING = "[", "]"
"""What stands around every text of the made-up language."""

GROWTH = 0.4
"""How much longer a text becomes, as a share of its letters; the brackets come on top."""

_ACCENTED = str.maketrans(
    "aceginosuyzACEGINOSUYZ",
    "àçéğîñöšûýžÀÇÉĞÎÑÖŠÛÝŽ",
)
_VOWELS = frozenset("aeiouyAEIOUY")
_PADDING = "é"

_KEPT = re.compile(
    r"<[^<>]*>"  # a tag
    r"|&\w+;|&\#\d+;"  # an entity of HTML
    r"|&&|&\w"  # an ampersand, or the letter that a key reaches
    r"|\{[^{}]*\}"  # a place for a value
    r"|%n|%L?\d+"  # a place for a number
    r"|\(\*[^()]*\)"  # the endings of a kind of file
    r"|\w+:(?=\S)|\w+:$"  # a word of the search language, as in speaker:
)


def pseudo(text: str) -> str:
    """The text in the made-up language; what a program reads in it stays as it is."""
    if not text.strip():
        return text
    head, tab, tail = text.partition("\t")
    if tab:
        return pseudo(head) + tab + tail
    missing = _extra_letters(text)
    written: list[str] = []
    at = 0
    for kept in _KEPT.finditer(text):
        plain, missing = _grown(text[at : kept.start()], missing)
        written += [plain, kept.group()]
        at = kept.end()
    plain, missing = _grown(text[at:], missing)
    written.append(plain)
    return OPENING + "".join(written) + _PADDING * missing + CLOSING


def _extra_letters(text: str) -> int:
    n_letters = sum(map(str.isalpha, _KEPT.sub("", text)))
    return -int(-n_letters * GROWTH // 1)


def _grown(plain: str, missing: int) -> tuple[str, int]:
    """The accented text with vowels doubled, and how many letters are still to be added."""
    written = []
    for letter in plain:
        accented = letter.translate(_ACCENTED)
        written.append(accented)
        if missing and letter in _VOWELS:
            written.append(accented.lower())
            missing -= 1
    return "".join(written), missing


class PseudoTranslator(QTranslator):
    """Gives every text in the made-up language.

    Qt asks the translator that was installed last first, so this one answers for all
    others and settles plurals by itself.
    """

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """The text in the made-up language, its plural settled and its number grouped."""
        del context, disambiguation
        if n >= 0:
            text = text.replace("(s)", "" if n == 1 else "s").replace("%n", f"{n:,}")
        return pseudo(text)

    def isEmpty(self) -> bool:
        """Never, or Qt would not ask."""
        return False


def install_if_asked(app: QApplication) -> PseudoTranslator | None:
    """Have the program speak the made-up language if the environment asks for it.

    The translator that was installed, or None where nobody asked.
    """
    language = os.environ.get(LANGUAGE_VARIABLE, "")
    if language not in (PSEUDO, PSEUDO_RTL):
        return None
    return install(app, is_mirrored=language == PSEUDO_RTL)


def install(app: QApplication, *, is_mirrored: bool = False) -> PseudoTranslator:
    """Have the program speak the made-up language, from right to left when mirrored."""
    translator = PseudoTranslator(app)
    app.installTranslator(translator)
    if is_mirrored:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    return translator


def uninstall(app: QApplication, translator: PseudoTranslator) -> None:
    """Have the program speak as before, from left to right."""
    app.removeTranslator(translator)
    translator.deleteLater()
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
