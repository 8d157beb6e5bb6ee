"""The inspector's page about an article."""

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from stanceline.domain.articles import Article, ArticleStatus
from stanceline.services import articles
from stanceline.services.articles import ArticleFacts
from stanceline.services.workspace import Workspace
from stanceline.ui.fields.date_field import DateField
from stanceline.ui.fields.note_field import NoteField
from stanceline.ui.inspector.parts import (
    NameBox,
    NarrowBox,
    Page,
    quiet_button,
    show_date,
    show_text,
    small_label,
    typed_text,
)
from stanceline.ui.widgets import Caption
from stanceline.ui.words import article_statuses

_LONGEST_LANGUAGE = 16


class ArticlePage(Page):
    """Where an article comes from; every change is saved as it is made."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._article: Article | None = None
        self.title = QLineEdit()
        self.title.setAccessibleName(self.tr("Title"))
        self.source = NameBox()
        self.author = QLineEdit()
        self.url = QLineEdit()
        self.published = DateField()
        self.language = QLineEdit()
        self.language.setMaxLength(_LONGEST_LANGUAGE)
        self.tags = QLineEdit()
        self.tags.setPlaceholderText(self.tr("separated by commas"))
        self.status = NarrowBox()
        for status, text in article_statuses().items():
            self.status.addItem(text, status.value)
        self.note = NoteField(self.tr("Note"))
        self.counts = small_label()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.column.addWidget(Caption(self.tr("Article")))
        self.column.addWidget(self.title)
        form = self.add_form()
        form.add(self.tr("Outlet"), self.source)
        form.add(self.tr("Published"), self.published)
        form.add(self.tr("Author"), self.author)
        form.add(self.tr("Address"), self.url)
        form.add(self.tr("Language"), self.language)
        form.add(self.tr("Tags"), self.tags)
        form.add(self.tr("Status"), self.status)
        self.column.addWidget(self.note)
        self.column.addWidget(self.counts)
        self.add_links(quiet_button(self.tr("Delete"), self._delete, danger=True))
        self.add_end()

    def _connect(self) -> None:
        for field in (self.title, self.author, self.url, self.language, self.tags):
            field.editingFinished.connect(self._save)
        self.source.activated.connect(self._save)
        self.source.line.editingFinished.connect(self._save)
        self.published.committed.connect(self._save)
        self.note.committed.connect(self._save)
        self.status.activated.connect(self._set_status)

    def show_article(self, article_id: int) -> None:
        """Show the article as it is in the workspace now; raises NotFound."""
        self._article = None
        article = self._article = articles.article(self._workspace, article_id)
        for field, text in (
            (self.title, article.title),
            (self.author, article.author),
            (self.url, article.url),
            (self.language, article.language),
            (self.tags, ", ".join(article.tags)),
        ):
            show_text(field, text)
        self.source.show_name(article.source, articles.source_names(self._workspace))
        self.published.set_context("", article.language or "en")
        show_date(self.published, article.published)
        self.status.setCurrentIndex(self.status.findData(article.status.value))
        self.note.set_text(article.note)
        words = len(article.body.split())
        told = self.tr("%n word(s)", "", words)
        if article.reprint_of is not None:
            told += " · " + self.tr("reprint")
        self.counts.setText(told)

    def _facts(self, article: Article) -> ArticleFacts:
        published = self.published.edtf()
        return ArticleFacts(
            title=typed_text(self.title, article.title),
            source=typed_text(self.source.line, article.source),
            author=typed_text(self.author, article.author),
            url=typed_text(self.url, article.url),
            published=article.published if published is None else published,
            language=typed_text(self.language, article.language),
            note=self.note.text(),
            tags=self._typed_tags(article),
        )

    def _typed_tags(self, article: Article) -> tuple[str, ...]:
        if self.tags.text() == ", ".join(article.tags):
            return article.tags
        return tuple(tag.strip() for tag in self.tags.text().split(",") if tag.strip())

    def settle(self) -> None:
        """Save what is being typed."""
        self._save()

    def _save(self) -> None:
        article = self._article
        if article is None:
            return
        facts = self._facts(article)
        if facts == _facts_of(article):
            return
        # What is saved must be known before the window refreshes: leaving the field comes first.
        self._article = replace(
            article,
            title=facts.title,
            source=facts.source,
            author=facts.author,
            url=facts.url,
            published=facts.published,
            language=facts.language,
            note=facts.note,
            tags=facts.tags,
        )
        with self.telling():
            articles.describe_article(self._workspace, article.id, facts)
            return
        self._article = article

    def _set_status(self) -> None:
        if self._article is not None:
            status = ArticleStatus(self.status.currentData())
            with self.telling():
                articles.set_status(self._workspace, self._article.id, status)

    def _delete(self) -> None:
        if self._article is not None:
            self.delete_requested.emit(f"article:{self._article.id}")


def _facts_of(article: Article) -> ArticleFacts:
    return ArticleFacts(
        article.title,
        article.source,
        article.author,
        article.url,
        article.published,
        article.language,
        article.note,
        article.tags,
    )
