"""What else people call the commands, so that they are found by those words too."""

from PySide6.QtCore import QCoreApplication

_translate = QCoreApplication.translate


def other_words() -> dict[str, str]:
    """Words for commands that do not stand in their titles, by the ids of the commands."""
    return {
        "file.open": _translate("OtherWords", "load"),
        "file.import_files": _translate("OtherWords", "add articles"),
        "file.import_folder": _translate("OtherWords", "add articles directory"),
        "file.paste": _translate("OtherWords", "clipboard"),
        "file.export": _translate("OtherWords", "save as csv pdf svg png table picture print"),
        "file.copy": _translate("OtherWords", "save as duplicate"),
        "file.check": _translate("OtherWords", "repair integrity"),
        "file.passphrase": _translate("OtherWords", "password encrypt"),
        "file.quit": _translate("OtherWords", "exit"),
        "edit.undo": _translate("OtherWords", "revert"),
        "edit.redo": _translate("OtherWords", "again repeat"),
        "edit.history": _translate("OtherWords", "log journal versions changes"),
        "edit.find": _translate("OtherWords", "search"),
        "edit.find_articles": _translate("OtherWords", "search library filter"),
        "edit.topics": _translate("OtherWords", "codes questions issues"),
        "edit.name": _translate("OtherWords", "user author"),
        "edit.keys": _translate("OtherWords", "shortcuts keyboard hotkeys"),
        "edit.delete": _translate("OtherWords", "remove"),
        "article.beside": _translate("OtherWords", "split compare two"),
        "article.mark": _translate("OtherWords", "highlight code annotate"),
        "article.edit_text": _translate("OtherWords", "correct change"),
        "article.doubts": _translate("OtherWords", "doubtful anchors marks review"),
        "article.facts": _translate("OtherWords", "metadata properties title outlet date author"),
        "article.tags": _translate("OtherWords", "labels keywords"),
        "view.only_text": _translate("OtherWords", "focus distraction fullscreen zen"),
        "view.inspector": _translate("OtherWords", "details properties side"),
        "view.larger": _translate("OtherWords", "zoom in font size"),
        "view.smaller": _translate("OtherWords", "zoom out font size"),
        "view.usual_size": _translate("OtherWords", "zoom reset font size"),
        "view.wider": _translate("OtherWords", "measure line length width"),
        "view.narrower": _translate("OtherWords", "measure line length width"),
        "view.sans": _translate("OtherWords", "typeface font"),
        "view.interface_larger": _translate("OtherWords", "zoom in scale"),
        "view.interface_smaller": _translate("OtherWords", "zoom out scale"),
        "view.interface_usual": _translate("OtherWords", "zoom reset scale"),
        "help.help": _translate("OtherWords", "manual documentation"),
        "help.about": _translate("OtherWords", "version licence"),
    }
