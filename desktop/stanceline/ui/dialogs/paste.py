"""The dialog that makes an article of a text from the clipboard."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.articles import ArticleDraft
from stanceline.domain.names import NameTooLong, plain_name
from stanceline.formats.importers.plain import title_of
from stanceline.formats.text import MAX_CHARACTERS, UnreadableFile, clean
from stanceline.services.articles import source_names
from stanceline.services.importing import Incoming, read_text
from stanceline.services.workspace import Workspace
from stanceline.ui.dialogs.parts import (
    Notice,
    boxed,
    button_row,
    column_of,
    labelled,
    plain_button,
    plain_label,
    primary_button,
)
from stanceline.ui.fields.date_field import DateField
from stanceline.ui.textmap import TextMap
from stanceline.ui.theme import reading_font

_GUESS_AFTER_MS = 150
_TEXT_PX = 15
_FIELDS_WIDTH = 290
_MOST_SHOWN = 200_000
_PARAGRAPH_SEPARATOR = "\u2029"


class PasteDialog(QDialog):
    """Takes a text, its title, outlet, date, author and address; it stores nothing itself.

    The text of the clipboard is in it when it opens. Once it is accepted ``incoming()``
    is the article. Ctrl+Enter imports from any field.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Paste an article"))
        self.resize(880, 580)
        self._incoming: Incoming | None = None
        self.text = _TextBox()
        self.title = QLineEdit()
        self.source = QLineEdit()
        self.published = DateField(has_keys=False)
        self.author = QLineEdit()
        self.url = QLineEdit()
        self._count = plain_label("", "small")
        self._notice = Notice()
        self._long = Notice("small")
        self._complete(source_names(workspace))
        self._build()
        self._connect()
        self.set_text(QGuiApplication.clipboard().text())

    def _complete(self, names: list[str]) -> None:
        completer = QCompleter(names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.source.setCompleter(completer)
        self.published.set_context(date.today().isoformat(), "en")  # noqa: DTZ011 - the user's own day

    def _build(self) -> None:
        outlet = self.tr("The outlet, such as Evening Post")
        self.source.setPlaceholderText(outlet)
        self.source.setToolTip(outlet)
        self.url.setPlaceholderText("https://")
        self.published.line.setAccessibleName(self.tr("Published"))
        fields = QVBoxLayout()
        fields.setSpacing(12)
        fields.addLayout(labelled(self.tr("&Title"), self.title))
        fields.addLayout(labelled(self.tr("&Source"), self.source))
        fields.addLayout(labelled(self.tr("&Published"), self.published))
        fields.addLayout(labelled(self.tr("&Author"), self.author))
        fields.addLayout(labelled(self.tr("Add&ress"), self.url))
        fields.addStretch()
        side = boxed(fields)
        side.setFixedWidth(_FIELDS_WIDTH)
        columns = QHBoxLayout()
        columns.setSpacing(20)
        columns.addLayout(labelled(self.tr("Te&xt"), self.text, self._count), 1)
        columns.addWidget(side)
        layout = column_of(self)
        layout.addLayout(columns, 1)
        layout.addWidget(self._long)
        layout.addWidget(self._notice)
        layout.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        paste = plain_button(self.tr("Paste from the &clipboard"))
        paste.clicked.connect(self._take_clipboard)
        cancel = plain_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.import_button = primary_button(self.tr("&Import"))
        self.import_button.setToolTip(
            QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
        )
        self.import_button.clicked.connect(self._import)
        return button_row(paste, right=(cancel, self.import_button))

    def _connect(self) -> None:
        self._guess = QTimer(self)
        self._guess.setSingleShot(True)
        self._guess.setInterval(_GUESS_AFTER_MS)
        self._guess.timeout.connect(self._guess_title)
        self.text.textChanged.connect(self._guess.start)
        self.text.refused.connect(self._refuse)
        self.text.shortened.connect(self._tell_shortened)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self._import)

    # ------------------------------------------------------------------ the text

    def set_text(self, text: str) -> None:
        """Put a text in, in place of what was there; too long a one is refused."""
        self.text.set_text(text)
        self._guess_title()
        # With the text there, what is left to say is where it is from.
        (self.source if text.strip() else self.text).setFocus()

    def _take_clipboard(self) -> None:
        self.set_text(QGuiApplication.clipboard().text())

    def _guess_title(self) -> None:
        self._guess.stop()
        text = self.text.text()
        if text:
            self._notice.say("")
        # What the user has written stays; the guess is only for those who have not.
        if not self.title.isModified():
            self.title.setText(title_of(text))
            self.title.setCursorPosition(0)
        n_words = len(text.split())
        if n_words == 1:
            self._count.setText(self.tr("1 word"))
        else:
            self._count.setText(self.tr("{n:,} words").format(n=n_words))

    def _tell_shortened(self, n_shown: int) -> None:
        self._long.say(
            self.tr(
                "It is a long text: its first {n:,} characters are shown here, and all of it is "
                "imported."
            ).format(n=n_shown)
            if n_shown
            else ""
        )

    def _refuse(self, n_characters: int) -> None:
        self._notice.say(
            self.tr(
                "The text has {n:,} characters, and an article may have up to {most:,}. "
                "Split it into articles first."
            ).format(n=n_characters, most=MAX_CHARACTERS)
        )

    # ------------------------------------------------------------- what comes of it

    def incoming(self) -> Incoming:
        """The article; only once the dialog was accepted."""
        if self._incoming is None:
            raise RuntimeError("the dialog was not accepted")
        return self._incoming

    def _import(self) -> None:
        published = self.published.edtf()
        try:
            article = read_text(clean(self.text.text()))
        except UnreadableFile:
            self._notice.say(self.tr("There is no text yet. Paste or type the article first."))
            self.text.setFocus()
            return
        if published is None:
            self._notice.say(self.tr("The date of publication is not understood."))
            self.published.explain()
            return
        try:
            plain_name(self.source.text(), self.tr("An outlet"))
        except NameTooLong as error:
            self._notice.say(str(error))
            self.source.setFocus()
            return
        self._incoming = replace(article, draft=self._described(article.draft, published))
        self.accept()

    def _described(self, draft: ArticleDraft, published: str) -> ArticleDraft:
        return replace(
            draft,
            title=" ".join(self.title.text().split()) or draft.title,
            source=plain_name(self.source.text()),
            author=self.author.text().strip(),
            url=self.url.text().strip(),
            published=published,
        )


class _TextBox(QPlainTextEdit):
    """A box that takes plain text only, and none that is too long for an article.

    ``refused`` carries how many characters a text had that was not taken. Of a long one
    only the beginning is shown, which cannot be edited then; ``shortened`` says how much
    of it, 0 for the whole. Qt would lay out a text of 50 MB for half a minute.
    """

    refused = Signal(int)
    shortened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._whole: str | None = None
        self.setTabChangesFocus(True)
        self.setFont(reading_font(_TEXT_PX))
        self.setPlaceholderText(self.tr("The whole article, as you copied it"))

    def text(self) -> str:
        """The text as it was put in: ``toPlainText`` would make spaces of no-break spaces."""
        if self._whole is not None:
            return self._whole
        return self.document().toRawText().replace(_PARAGRAPH_SEPARATOR, "\n")

    def set_text(self, text: str) -> None:
        """Put this text in place of the old one, unless it is too long."""
        if not self._takes(text):
            return
        is_long = len(text) > _MOST_SHOWN
        self._whole = text if is_long else None
        self.setReadOnly(is_long)
        self.setPlainText(text[:_MOST_SHOWN])
        self.shortened.emit(_MOST_SHOWN if is_long else 0)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 (Qt's name)
        """Take texts, not files."""
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt's name)
        """Insert the text of the clipboard or of what was dropped."""
        text = source.text()
        known = self.text()
        if not self._takes(text):
            return
        if len(known) + len(text) <= _MOST_SHOWN:
            self.insertPlainText(text)
            return
        # A long text comes whole: in place of what is there, or of what is selected in it.
        cursor = self.textCursor()
        positions = TextMap(known)
        start = positions.from_qt(cursor.selectionStart())
        end = positions.from_qt(cursor.selectionEnd())
        self.set_text(known[:start] + text + known[end:])

    def _takes(self, text: str) -> bool:
        if len(text) <= MAX_CHARACTERS:
            return True
        self.refused.emit(len(text))
        return False
