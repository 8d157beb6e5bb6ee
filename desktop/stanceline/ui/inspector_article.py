"""The inspector's page about an article."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from stanceline.domain.articles import Article, ArticleStatus
from stanceline.domain.errors import StancelineError
from stanceline.services import articles
from stanceline.services.articles import ArticleFacts
from stanceline.services.workspace import Workspace
from stanceline.ui.date_field import DateField
from stanceline.ui.inspector_parts import Page, narrow_box, quiet_button, small_label
from stanceline.ui.note_field import NoteField
from stanceline.ui.widgets import Caption
from stanceline.ui.words import article_statuses


class ArticlePage(Page):
    """Where an article comes from; every change is saved as it is made."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._article: Article | None = None
        self.title = QLineEdit()
        self.source = narrow_box()
        self.source.setEditable(True)
        self.source.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.author = QLineEdit()
        self.url = QLineEdit()
        self.published = DateField()
        self.language = QLineEdit()
        self.language.setMaxLength(8)
        self.tags = QLineEdit()
        self.tags.setPlaceholderText(self.tr("separated by commas"))
        self.status = narrow_box()
        for status, text in article_statuses().items():
            self.status.addItem(text, status.value)
        self.note = NoteField(self.tr("Note"))
        self.counts = small_label()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.column.addWidget(Caption(self.tr("Article")))
        form = self.add_form()
        form.add(self.tr("Title"), self.title)
        form.add(self.tr("Outlet"), self.source)
        form.add(self.tr("Published"), self.published)
        form.add(self.tr("Author"), self.author)
        form.add(self.tr("Address"), self.url)
        form.add(self.tr("Language"), self.language)
        form.add(self.tr("Tags"), self.tags)
        form.add(self.tr("Status"), self.status)
        self.column.addWidget(self.note)
        self.column.addWidget(self.counts)
        self.add_links(quiet_button(self.tr("Delete…"), self._delete, danger=True))
        self.add_end()

    def _connect(self) -> None:
        for field in (self.title, self.author, self.url, self.language, self.tags):
            field.editingFinished.connect(self._save)
        self.source.activated.connect(self._save)
        line = self.source.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._save)
        self.published.committed.connect(self._save)
        self.note.committed.connect(self._save)
        self.status.activated.connect(self._set_status)

    def show_article(self, article_id: int) -> None:
        """Show the article as it is in the workspace now; raises NotFound."""
        article = articles.article(self._workspace, article_id)
        self.note.commit()
        self._article = article
        for field, text in (
            (self.title, article.title),
            (self.author, article.author),
            (self.url, article.url),
            (self.language, article.language),
            (self.tags, ", ".join(article.tags)),
        ):
            if field.text() != text:
                field.setText(text)
                field.setCursorPosition(0)
        self.source.clear()
        self.source.addItems(articles.source_names(self._workspace))
        self.source.setCurrentText(article.source)
        self.published.set_context("", article.language or "en")
        self.published.set_edtf(article.published)
        self.status.setCurrentIndex(self.status.findData(article.status.value))
        self.note.set_text(article.note)
        words = len(article.body.split())
        told = self.tr("%n word(s)", "", words)
        if article.reprint_of is not None:
            told += " · " + self.tr("reprint")
        self.counts.setText(told)

    def _facts(self) -> ArticleFacts:
        return ArticleFacts(
            title=self.title.text().strip(),
            source=self.source.currentText().strip(),
            author=self.author.text().strip(),
            url=self.url.text().strip(),
            published=self.published.edtf() or "",
            language=self.language.text().strip(),
            note=self.note.toPlainText(),
            tags=tuple(tag.strip() for tag in self.tags.text().split(",") if tag.strip()),
        )

    def _save(self) -> None:
        article = self._article
        if article is None or self.published.edtf() is None:
            return
        facts = self._facts()
        before = ArticleFacts(
            article.title,
            article.source,
            article.author,
            article.url,
            article.published,
            article.language,
            article.note,
            article.tags,
        )
        if facts == before:
            return
        try:
            articles.describe_article(self._workspace, article.id, facts)
        except StancelineError as error:
            self.said.emit(str(error))
            self.show_article(article.id)

    def _set_status(self) -> None:
        if self._article is not None:
            status = ArticleStatus(self.status.currentData())
            articles.set_status(self._workspace, self._article.id, status)

    def _delete(self) -> None:
        if self._article is not None:
            self.delete_requested.emit(f"article:{self._article.id}")
