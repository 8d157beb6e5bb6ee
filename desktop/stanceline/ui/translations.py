"""The languages of the interface."""

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from stanceline.bundled import RESOURCES
from stanceline.ui import pseudo


class EnglishPlurals(QTranslator):
    """Makes "1 article" and "2 articles" of the "%n article(s)" that stands in the code.

    English needs no translation file beside this. It is installed first, since Qt asks
    the translator that came last before all others.
    """

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """The text with its plural settled and its number grouped."""
        del context, disambiguation
        if n < 0:
            return text
        return text.replace("(s)", "" if n == 1 else "s").replace("%n", f"{n:,}")

    def isEmpty(self) -> bool:
        """Never, or Qt would not ask."""
        return False


def translate(app: QApplication, folder: Path = RESOURCES / "i18n") -> str:
    """The language that the program speaks from now on, as in "de_AT"; empty for English.

    It is the first of the user's languages that ``folder`` has, or English. Qt's own
    buttons are never in another one: a program in English would ask "Abbrechen?".
    """
    app.installTranslator(EnglishPlurals(app))
    own = _own_translator(app, folder)
    if own is not None:
        qt = QTranslator(app)
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if qt.load(QLocale(own.language()), "qtbase", "_", qt_folder):
            app.installTranslator(qt)
        app.installTranslator(own)  # Last, and so asked first.
    pseudo.install_if_asked(app)
    return own.language() if own is not None else ""


def _own_translator(app: QApplication, folder: Path) -> QTranslator | None:
    translator = QTranslator(app)
    for name in QLocale().uiLanguages():
        locale = QLocale(name)
        if locale.language() in (QLocale.Language.English, QLocale.Language.C):
            return None
        if translator.load(locale, "stanceline", "_", str(folder)):
            return translator
    return None
