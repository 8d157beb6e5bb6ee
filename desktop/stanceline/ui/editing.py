"""Editing the text of the article on the desk, and what is left of it after a crash."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMessageBox, QPushButton, QVBoxLayout, QWidget

from stanceline.domain.articles import Article
from stanceline.domain.errors import StancelineError
from stanceline.services import articles, editing
from stanceline.services.editing import ChangedMeanwhile, Draft, Edited
from stanceline.services.opening import WorkspaceUnavailable
from stanceline.services.workspace import NotFound
from stanceline.ui.article_pane import ArticlePane
from stanceline.ui.inspector.parts import small_label
from stanceline.ui.moments import moment_in_words
from stanceline.ui.theme import current_theme

if TYPE_CHECKING:
    from stanceline.ui.check_these.window import CheckWindow
    from stanceline.ui.main_window import MainWindow

_KEEP_MS = 1_000
"""How often what is being written is kept as a draft: a crash loses no more than that."""


class Editing(QObject):
    """Lets the text of one article at a time be edited, and stores it as one action.

    Whatever ends the editing stores the text first: closing the window and opening another
    article too. Where the text is refused, it is kept as a draft, and that is said.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self._pane: ArticlePane | None = None
        self._article: Article | None = None
        self._body = ""
        self._revision = 0
        self._is_kept = True
        self._is_ending = False
        self._has_told_disk = False
        self._box: QMessageBox | None = None
        self._checking: CheckWindow | None = None
        self._bars: dict[ArticlePane, DraftBar] = {}
        self._seen: dict[ArticlePane, int | None] = {}
        self._keeping = QTimer(self)
        self._keeping.setInterval(_KEEP_MS)
        self._keeping.timeout.connect(self._keep)
        self._offering = QTimer(self)
        self._offering.setSingleShot(True)
        self._offering.setInterval(0)
        self._offering.timeout.connect(self.offer_draft)
        self._follow(window.pane)
        window.desk.made.connect(self._follow)
        window.inspector.check_requested.connect(self.show_doubts)
        window.inspector.history_requested.connect(window.undo_redo.show_history)

    def _follow(self, pane: ArticlePane) -> None:
        """Hear when a pane shows another article, and when somebody wants out of editing."""
        bar = DraftBar()
        bar.go_on_button.clicked.connect(lambda: self._go_on_with_draft(pane))
        bar.drop_button.clicked.connect(lambda: self._drop_draft(pane))
        bar.later_button.clicked.connect(bar.hide)
        layout = pane.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, bar)
        self._bars[pane] = bar
        self._seen[pane] = None
        pane.reader.editing_left.connect(lambda is_kept: self._asked_out(pane, is_kept=is_kept))
        pane.reader.typed.connect(lambda: self._typed(pane))
        pane.reader.text.arranged.connect(lambda: self._look_again(pane))

    # Beginning and ending

    @property
    def is_on(self) -> bool:
        """Whether a text is being edited in this window."""
        return self._pane is not None

    @property
    def article_id(self) -> int | None:
        """The article whose text is being edited here."""
        return self._article.id if self._article is not None else None

    def toggle(self) -> None:
        """Begin to edit the text of the article on the desk, or store it and stop."""
        if self.is_on:
            self.settle()
        else:
            self._begin(self._window.pane)

    def settle(self) -> bool:
        """Store what is being edited, if anything is; whether nothing is edited any more."""
        if self._pane is not None:
            self._body = self._pane.reader.edited_body()
            self._store()
        return not self.is_on

    def _begin(self, pane: ArticlePane) -> bool:
        shown = pane.article
        if shown is None:
            return False
        if self._workspace.is_read_only:
            why = self._workspace.why_read_only
            self._window.refuse(
                self.tr("This text cannot be edited: the workspace is read-only. {why}")
                .format(why=why)
                .strip()
            )
            return False
        if self._is_edited_elsewhere(shown.id):
            self._window.refuse(self.tr("This text is being edited in another window already."))
            return False
        try:
            article = articles.article(self._workspace, shown.id)
        except StancelineError as error:
            self._window.refuse(str(error))
            return False
        if article.body != shown.body:
            self._window.catch_up()
            pane.refresh_article()
        self._pane, self._article = pane, article
        self._body, self._revision = article.body, article.revision
        self._is_kept = True
        self._bars[pane].hide()
        pane.close_cards()
        pane.reader.begin_editing()
        pane.reader.setFocus()
        self._keeping.start()
        self._window.say(
            self.tr("The text can be edited now. Ctrl+Enter or F2 stores it, Esc asks first.")
        )
        return True

    def _is_edited_elsewhere(self, article_id: int) -> bool:
        others = (each for each in self._window.siblings() if each is not self._window)
        return any(each.editing.article_id == article_id for each in others)

    def _asked_out(self, pane: ArticlePane, *, is_kept: bool) -> None:
        if pane is not self._pane or self._article is None:
            return
        self._body = pane.reader.edited_body()
        if is_kept:
            self._store()
        elif self._body == self._article.body:
            self._forget()
        else:
            self._ask()

    def _ask(self) -> None:
        """Ask what to do with what was written; Enter stores it, Escape goes on writing."""
        box = self._new_box(
            self.tr("Store what you changed in the text?"),
            self.tr("The marks follow the words, and Ctrl+Z brings the old text back."),
        )
        store = box.addButton(self.tr("Store it"), QMessageBox.ButtonRole.AcceptRole)
        drop = box.addButton(self.tr("Throw it away"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Go on editing"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(store)
        box.setEscapeButton(stay)

        def answered() -> None:
            clicked = box.clickedButton()
            self._close_box(box)
            if clicked is store:
                self.settle()
            elif clicked is drop:
                self._forget()

        box.finished.connect(answered)
        box.open()

    def _new_box(self, question: str, details: str) -> QMessageBox:
        if self._box is not None:
            self._box.close()
        box = self._box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        # Titles of articles must not be taken for markup.
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self._window.windowTitle())
        box.setText(question)
        box.setInformativeText(details)
        return box

    def _close_box(self, box: QMessageBox) -> None:
        if self._box is box:
            self._box = None
        box.deleteLater()

    # Storing

    def _store(self, *, is_forced: bool = False) -> None:
        """Store the text as it was last heard of; what is refused stays as a draft."""
        article = self._article
        if article is None:
            return
        if self._body == article.body and not is_forced:
            self._forget()
            return
        try:
            edited = editing.edit_text(
                self._workspace,
                article.id,
                self._body,
                revision=None if is_forced else self._revision,
                began_from=None if is_forced else article.body,
            )
        except ChangedMeanwhile as error:
            self._ask_whose(str(error))
        except StancelineError as error:
            self._refused(article, error)
        else:
            # The window shows what has changed once, when it is told.
            self._end(is_told=False)
            self._tell(edited)

    def _refused(self, article: Article, error: StancelineError) -> None:
        """Say why the text was not stored; what was written is kept."""
        is_kept = self._keep(is_forced=True)
        sentence = str(error)
        if isinstance(error, NotFound):
            sentence = self.tr(
                "“{title}” was deleted while its text was edited. Ctrl+Z brings it back, and "
                "what you wrote is offered then."
            ).format(title=article.title)
            self._end()
        elif not self._is_in_sight():
            self._end()
            if is_kept:
                sentence += " " + self.tr(
                    "What you wrote in “{title}” is kept; it is offered when you open it again."
                ).format(title=article.title)
        self._window.refuse(sentence)

    def _is_in_sight(self) -> bool:
        """Whether the pane still shows the text that is being edited."""
        pane = self._pane
        return pane is not None and pane.reader.is_editing and not self._is_ending

    def _ask_whose(self, sentence: str) -> None:
        """Say that somebody else changed the text, and ask whose is to stand."""
        if not self._is_in_sight():
            self._end()
            self._window.refuse(sentence)
            return
        box = self._new_box(sentence, "")
        theirs = box.addButton(self.tr("See the text as it is"), QMessageBox.ButtonRole.AcceptRole)
        mine = box.addButton(self.tr("Store mine"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Go on editing"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(theirs)
        box.setEscapeButton(stay)

        def answered() -> None:
            clicked = box.clickedButton()
            self._close_box(box)
            if clicked is mine:
                self._store(is_forced=True)
            elif clicked is theirs:
                self._end()
                self.offer_draft()

        box.finished.connect(answered)
        box.open()

    def _tell(self, edited: Edited) -> None:
        parts = [self.tr("%n mark(s) kept", "", edited.n_kept + edited.n_moved)]
        if edited.n_doubtful:
            parts.append(self.tr("%n to check (F9)", "", edited.n_doubtful))
        if edited.n_withdrawn:
            parts.append(self.tr("%n suggestion(s) withdrawn", "", edited.n_withdrawn))
        said = self.tr("Text saved. {marks}.").format(marks=", ".join(parts))
        self._window.catch_up_on_desk()
        self._window.say(said, self.tr("Undo"), self._window.undo_redo.undo)

    def _forget(self) -> None:
        """Stop, and forget what was written."""
        article_id = self.article_id
        self._end()
        if article_id is not None:
            with self._window.telling():
                editing.drop_draft(self._workspace, article_id)

    def _end(self, *, is_told: bool = True) -> None:
        """Show the text as it is stored, and with ``is_told`` the marks in it at once."""
        pane, article = self._pane, self._article
        self._keeping.stop()
        self._pane = self._article = None
        if pane is None or article is None or not pane.reader.is_editing:
            return
        self._seen[pane] = article.id
        if articles.is_there(self._workspace, article.id):
            now = articles.article(self._workspace, article.id)
            # Told before it ends, the reader need not lay out the old text once more.
            pane.reader.set_article(now)
        pane.reader.end_editing()
        if is_told:
            pane.refresh_article()

    # Keeping

    def _typed(self, pane: ArticlePane) -> None:
        if pane is self._pane:
            self._body = pane.reader.edited_body()
            self._is_kept = False

    def _keep(self, *, is_forced: bool = False) -> bool:
        """Keep what was written as a draft; whether it is kept."""
        article = self._article
        if article is None or (self._is_kept and not is_forced):
            return self._is_kept
        try:
            editing.keep_draft(self._workspace, article.id, self._body, self._revision)
        except WorkspaceUnavailable as error:
            if not self._has_told_disk:
                self._has_told_disk = True
                self._window.say(str(error))
            return False
        self._is_kept, self._has_told_disk = True, False
        return True

    def _look_again(self, pane: ArticlePane) -> None:
        """Store what was edited where another article is shown now, and offer its draft."""
        if pane is self._pane and not pane.reader.is_editing and not self._is_ending:
            self._is_ending = True
            try:
                self._store()
                self._end()
            finally:
                self._is_ending = False
        shown = pane.article.id if pane.article is not None else None
        if shown != self._seen[pane]:
            self._seen[pane] = shown
            self._bars[pane].hide()
            self._offering.start()

    def stop(self) -> None:
        """Store what is being edited, or keep it, before the workspace is closed."""
        self._offering.stop()
        if self._pane is not None:
            self._body = self._pane.reader.edited_body()
            self._is_ending = True
            self._store()
            self._end()
            self._is_ending = False
        if self._checking is not None:
            self._checking.close()

    # Drafts

    def offer_draft(self) -> None:
        """Offer what was being written in the articles on the desk when the program ended."""
        if self._workspace.is_read_only:
            return
        for pane in self._window.desk.panes:
            article = pane.article
            if article is None or pane is self._pane or self._is_edited_elsewhere(article.id):
                continue
            draft = None
            with self._window.telling():
                draft = editing.draft_of(self._workspace, article.id)
            self._bars[pane].offer(draft)

    def _go_on_with_draft(self, pane: ArticlePane) -> None:
        draft = self._bars[pane].draft
        if draft is None or not self.settle() or not self._begin(pane):
            return
        put_text(pane, draft.body)

    def _drop_draft(self, pane: ArticlePane) -> None:
        draft = self._bars[pane].draft
        self._bars[pane].offer(None)
        if draft is not None:
            with self._window.telling():
                editing.drop_draft(self._workspace, draft.article_id)
                self._window.say(self.tr("Thrown away. The text is as it was stored."))
        pane.reader.setFocus()

    # What is to be checked

    def show_doubts(self) -> None:
        """Show the marks that a person must check, beside the window."""
        self.settle()
        if self._checking is None:
            from stanceline.ui.check_these.window import CheckWindow

            self._checking = CheckWindow(self._workspace, self._window.settings, self._window)
            self._checking.show_requested.connect(self._window.show_place)
            self._checking.undo_requested.connect(self._window.undo_redo.undo)
            self._checking.redo_requested.connect(self._window.undo_redo.redo)
            self._checking.said.connect(self._window.say)
        self._checking.show_list()


def put_text(pane: ArticlePane, body: str) -> None:
    """Write this text over the one that is being edited, as somebody would who typed it.

    Only what differs is written, so that the marks around it stay where they are and undo
    takes it back.
    """
    text = pane.reader.text
    old = pane.reader.edited_body()
    most = min(len(old), len(body))
    start = next((n for n in range(most) if old[n] != body[n]), most)
    # A byte order mark that begins a piece of text would be left out of it.
    start -= body[start : start + 1] == "\ufeff" and start > 0
    most -= start
    n_same = next((n for n in range(most) if old[-1 - n] != body[-1 - n]), most)
    cursor = QTextCursor(text.document())
    cursor.beginEditBlock()
    cursor.setPosition(text.text_map.to_qt(start))
    cursor.setPosition(text.text_map.to_qt(len(old) - n_same), QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(body[start : len(body) - n_same])
    cursor.endEditBlock()
    text.setTextCursor(cursor)


class DraftBar(QFrame):
    """A line above the article that offers what was being written in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft: Draft | None = None
        self.setObjectName("draft")
        self.sentence = small_label()
        self.go_on_button = QPushButton(self.tr("Go on with it"))
        self.drop_button = QPushButton(self.tr("Throw it away"))
        self.later_button = QPushButton(self.tr("Later"))
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.go_on_button, self.drop_button, self.later_button):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(6)
        column.addWidget(self.sentence)
        column.addLayout(row)
        self.hide()

    def offer(self, draft: Draft | None) -> None:
        """Offer this draft; None offers nothing."""
        self.draft = draft
        self.setVisible(draft is not None)
        if draft is None:
            return
        theme = current_theme()
        self.setStyleSheet(
            f"#draft {{ background: {theme.warning_soft.name()};"
            f" border-bottom: 1px solid {theme.line.name()}; }}"
        )
        told = self.tr("This text was being edited ({when}) and was not stored.").format(
            when=moment_in_words(draft.at, is_within=True)
        )
        if not draft.is_current:
            told += " " + self.tr(
                "The text was changed since then: going on puts that edit in its place."
            )
        self.sentence.setText(told)
        self.setAccessibleName(told)
