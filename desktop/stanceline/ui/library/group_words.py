"""What the groups and orders of the library are called."""

from PySide6.QtCore import QCoreApplication, QLocale

from stanceline.domain import edtf
from stanceline.domain.articles import ArticleStatus
from stanceline.domain.edtf_words import describe
from stanceline.domain.library import WAITING, Grouping, Sorting
from stanceline.services.arranging import LibraryGroup

_translate = QCoreApplication.translate


def group_title(grouping: Grouping, group: LibraryGroup) -> str:
    """What stands above the articles of a group."""
    match grouping:
        case Grouping.STATUS:
            return _status_title(group.key)
        case Grouping.SUGGESTIONS if group.key == WAITING:
            return _translate("Library", "With suggestions")
        case Grouping.SUGGESTIONS:
            return _translate("Library", "Without suggestions")
    if not group.key:
        return _titles_without()[grouping]
    if grouping is Grouping.MONTH:
        told = describe(edtf.parse(group.name))
        return told[:1].upper() + told[1:]
    return language_name(group.name) if grouping is Grouping.LANGUAGE else group.name


def _status_title(key: str) -> str:
    return {
        ArticleStatus.IN_WORK.value: _translate("Library", "In work"),
        ArticleStatus.UNREAD.value: _translate("Library", "Unread"),
        ArticleStatus.DONE.value: _translate("Library", "Done"),
    }[key]


def _titles_without() -> dict[Grouping, str]:
    """What stands above the articles that lack what is grouped by."""
    return {
        Grouping.NONE: "",
        Grouping.SOURCE: _translate("Library", "Without an outlet"),
        Grouping.MONTH: _translate("Library", "Without a date"),
        Grouping.LANGUAGE: _translate("Library", "Language not known"),
        Grouping.TAG: _translate("Library", "Without tags"),
    }


def language_name(code: str) -> str:
    """The name of a language in English, or its code where that is not known."""
    language = QLocale.codeToLanguage(code)
    if language in (QLocale.Language.AnyLanguage, QLocale.Language.C):
        return code
    return QLocale.languageToString(language)


def groupings() -> dict[Grouping, str]:
    """By what articles can be grouped."""
    return {
        Grouping.STATUS: _translate("Library", "Status"),
        Grouping.SUGGESTIONS: _translate("Library", "Suggestions"),
        Grouping.SOURCE: _translate("Library", "Outlet"),
        Grouping.MONTH: _translate("Library", "Month"),
        Grouping.LANGUAGE: _translate("Library", "Language"),
        Grouping.TAG: _translate("Library", "Tag"),
        Grouping.NONE: _translate("Library", "No groups"),
    }


def sortings() -> dict[Sorting, str]:
    """What can come first within a group."""
    return {
        Sorting.NEWEST: _translate("Library", "Newest first"),
        Sorting.OLDEST: _translate("Library", "Oldest first"),
        Sorting.IMPORTED: _translate("Library", "Last imported first"),
        Sorting.TITLE: _translate("Library", "By title"),
        Sorting.SOURCE: _translate("Library", "By outlet"),
        Sorting.QUOTATIONS: _translate("Library", "Most quotations first"),
        Sorting.SUGGESTIONS: _translate("Library", "Most suggestions first"),
    }
