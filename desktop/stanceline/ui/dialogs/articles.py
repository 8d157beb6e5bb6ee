"""The dialog in which the facts of one article, or of several at once, are corrected."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.names import NameTooLong, plain_name
from stanceline.services.articles import source_names
from stanceline.services.several_articles import (
    FactsChange,
    languages,
    shared_facts,
    tag_uses,
)
from stanceline.services.workspace import Workspace
from stanceline.ui.dialogs.parts import (
    Notice,
    button_row,
    column_of,
    labelled,
    plain_button,
    plain_label,
    primary_button,
)
from stanceline.ui.fields.date_field import DateField
from stanceline.ui.theme import scaled

_LONGEST_LANGUAGE = 16
_NOTE_HEIGHT = 64
_MOST_TAGS_TOLD = 6


class ArticleFactsDialog(QDialog):
    """Shows the facts that articles share; it stores nothing itself.

    Once it is accepted ``change()`` is what is to hold of all of them. A field that is left
    alone leaves each article as it is. Ctrl+Enter saves from any field. Raises NotFound
    when none of the articles is there any more.
    """

    def __init__(
        self, workspace: Workspace, article_ids: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._facts = facts = shared_facts(workspace, article_ids)
        self._is_one = facts.n_articles == 1
        self._is_date_changed = False
        self.setWindowTitle(self.tr("Facts of %n article(s)", "", facts.n_articles))
        self.setMinimumWidth(scaled(520))
        self.title = _FactLine(facts.title, can_be_empty=False)
        self.source = _FactLine(facts.source)
        self.author = _FactLine(facts.author)
        self.url = _FactLine(facts.url, resting="https://")
        self.published = DateField()
        self.any_date = _FactLine(None)
        self.any_date.setAccessibleName(self.tr("Published"))
        self.language = _FactLine(facts.language, resting=self.tr("en, uk, pt-BR"))
        self.language.setMaxLength(_LONGEST_LANGUAGE)
        self.tags = _FactLine(", ".join(self._carried_by_all()))
        self.tags.setPlaceholderText(self.tr("separated by commas"))
        self.note = QPlainTextEdit(facts.note or "")
        self._notice = Notice()
        self._fill()
        self._build()
        self.title.setFocus()

    # What is shown

    def _fill(self) -> None:
        facts = self._facts
        _complete(self.source, source_names(self._workspace))
        _complete(self.language, languages(self._workspace))
        _complete_last(self.tags, [each.name for each in tag_uses(self._workspace)])
        self.published.line.setAccessibleName(self.tr("Published"))
        self.published.set_context("", facts.language or "en")
        self.published.set_edtf(facts.published or "")
        self.published.changed.connect(self._date_changed)
        # While several dates stand for themselves, "no date yet" would be wrong.
        self.any_date.setVisible(facts.published is None)
        self.published.setVisible(facts.published is not None)
        self.any_date.textEdited.connect(self._begin_date)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(scaled(_NOTE_HEIGHT))
        if facts.note is None:
            self.note.setPlaceholderText(several_values())
        self.note.document().setModified(False)

    def _begin_date(self, typed: str) -> None:
        """Go on in the field for a date with what was typed."""
        self.any_date.hide()
        self.published.show()
        self.published.line.setText(typed)
        self.published.line.textEdited.emit(typed)
        self.published.line.setFocus()

    def _date_changed(self) -> None:
        self._is_date_changed = True

    def _carried_by_all(self) -> list[str]:
        facts = self._facts
        return [name for name, n in facts.tags.items() if n == facts.n_articles]

    def _told_tags(self) -> str:
        """Which tags only some of the articles carry."""
        facts = self._facts
        some = [f"{name} ({n:,})" for name, n in facts.tags.items() if n < facts.n_articles]
        if not some:
            return ""
        told = ", ".join(some[:_MOST_TAGS_TOLD])
        if len(some) > _MOST_TAGS_TOLD:
            told = self.tr("{tags} and {n} more").format(tags=told, n=len(some) - _MOST_TAGS_TOLD)
        return self.tr("Only some carry: {tags}. They keep them.").format(tags=told)

    def _build(self) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        if not self._is_one:
            layout.addWidget(
                plain_label(
                    self.tr(
                        "What you change here holds of all %n article(s); what you leave alone "
                        "stays as it is in each.",
                        "",
                        self._facts.n_articles,
                    ),
                    "muted",
                )
            )
        layout.addLayout(labelled(self.tr("&Title"), self.title))
        layout.addLayout(
            _beside(
                labelled(self.tr("&Outlet"), self.source),
                labelled(self.tr("&Author"), self.author),
            )
        )
        is_shared = self._facts.published is not None
        dates = (self.published,) if is_shared else (self.any_date, self.published)
        layout.addLayout(labelled(self.tr("&Published"), *dates))
        layout.addLayout(
            _beside(
                labelled(self.tr("Add&ress"), self.url),
                labelled(self.tr("&Language"), self.language),
            )
        )
        some_tags = self._told_tags()
        below = (plain_label(some_tags, "small"),) if some_tags else ()
        layout.addLayout(labelled(self.tr("Ta&gs"), self.tags, *below))
        layout.addLayout(labelled(self.tr("&Note"), self.note))
        layout.addStretch()
        column = column_of(self)
        layout.setSpacing(column.spacing())
        column.addWidget(_Scrolled(page), 1)
        column.addWidget(self._notice)
        cancel = plain_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.save_button = primary_button(self.tr("&Save"))
        native = QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
        self.save_button.setToolTip(native)
        self.save_button.clicked.connect(self._save)
        column.addLayout(button_row(right=(cancel, self.save_button)))
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self._save)

    # What comes of it

    def change(self) -> FactsChange:
        """What is to hold of all of the articles."""
        note = self.note.document()
        before, now = self._carried_by_all(), self._typed_tags()
        return FactsChange(
            title=self.title.changed_text(),
            source=self.source.changed_text(),
            author=self.author.changed_text(),
            url=self.url.changed_text(),
            published=self.published.edtf() if self._is_date_changed else None,
            language=self.language.changed_text(),
            note=self.note.toPlainText() if note.isModified() else None,
            added_tags=tuple(name for name in now if name not in before),
            removed_tags=tuple(name for name in before if name not in now),
        )

    def _typed_tags(self) -> list[str]:
        names = (name.strip() for name in self.tags.text().split(","))
        return list(dict.fromkeys(name for name in names if name))

    def _save(self) -> None:
        if self.title.changed_text() == "":
            self._refuse(self.tr("An article needs a title."), self.title)
            return
        if self.published.edtf() is None:
            self._notice.say(self.tr("The date of publication is not understood."))
            self.published.explain()
            return
        try:
            plain_name(self.source.text(), self.tr("An outlet"))
        except NameTooLong as error:
            self._refuse(str(error), self.source)
            return
        try:
            for tag in self._typed_tags():
                plain_name(tag, self.tr("A tag"))
        except NameTooLong as error:
            self._refuse(str(error), self.tags)
            return
        self.accept()

    def _refuse(self, sentence: str, field: QWidget) -> None:
        self._notice.say(sentence)
        field.setFocus()


class _Scrolled(QScrollArea):
    """The fields, which are scrolled where the screen is lower than they are together."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._page = page
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(page)
        page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        """Room for all of the fields."""
        page = self._page
        width = max(page.sizeHint().width(), self.width())
        height = max(page.heightForWidth(width), page.sizeHint().height())
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(page.sizeHint().width() + bar, height)


class _FactLine(QLineEdit):
    """A line for a fact; what articles do not share stands there as "several values"."""

    def __init__(self, shared: str | None, *, resting: str = "", can_be_empty: bool = True) -> None:
        super().__init__(shared or "")
        self._shared = shared
        self._resting = resting
        self._can_be_empty = can_be_empty
        self.setCursorPosition(0)
        self.textChanged.connect(self._hint)
        self._hint()

    def changed_text(self) -> str | None:
        """What is written, None where nothing else is written than before."""
        text = " ".join(self.text().split())
        if self._shared is None:
            is_left = not self.isModified() or (not text and not self._can_be_empty)
            return None if is_left else text
        # A line that shows what is stored on several lines has not changed it.
        return None if text == " ".join(self._shared.split()) else text

    def _hint(self) -> None:
        if self._shared is not None:
            self.setPlaceholderText(self._resting)
        elif self.isModified() and self._can_be_empty:
            self.setPlaceholderText(self.tr("will be emptied"))
        else:
            self.setPlaceholderText(several_values())
            self.setToolTip(several_values())


def several_values() -> str:
    """What stands where articles do not share a fact."""
    return QCoreApplication.translate("ArticleFactsDialog", "several values: left as they are")


def _beside(*columns: QVBoxLayout) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for column in columns:
        row.addLayout(column, 1)
    return row


def _complete(line: QLineEdit, names: Sequence[str]) -> None:
    completer = QCompleter(list(names), line)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    line.setCompleter(completer)


def _complete_last(line: QLineEdit, names: Sequence[str]) -> None:
    """Complete the last of several names between commas."""
    completer = _LastNameCompleter(list(names), line)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    line.setCompleter(completer)


class _LastNameCompleter(QCompleter):
    """Completes what stands behind the last comma, and leaves what stands before it."""

    def splitPath(self, path: str) -> list[str]:  # noqa: N802 (Qt's name)
        """What is to be completed."""
        return [path.rsplit(",", 1)[-1].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:  # noqa: N802 (Qt's name)
        """What then stands in the line."""
        line = self.widget()
        text = line.text() if isinstance(line, QLineEdit) else ""
        before = f"{text.rsplit(',', 1)[0]}, " if "," in text else ""
        return f"{before}{super().pathFromIndex(index)}"
