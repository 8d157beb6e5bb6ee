"""The inspector's page about an article."""

from collections.abc import Mapping

from PySide6.QtWidgets import QLineEdit, QWidget

from stanceline.domain.articles import Article, ArticleStatus
from stanceline.services import articles
from stanceline.services.articles import ArticleFacts
from stanceline.services.links import ArticleLinks, links_of_article
from stanceline.services.workspace import Workspace
from stanceline.ui.fields.date_field import DateField
from stanceline.ui.fields.note_field import NoteField
from stanceline.ui.inspector.facts import (
    ChoiceFact,
    DateFact,
    LineFact,
    NameFact,
    NoteFact,
    choice_box,
)
from stanceline.ui.inspector.facts_page import FactsPage
from stanceline.ui.inspector.lines import article_line, dotted, event_line, quotation_line, tags_of
from stanceline.ui.inspector.parts import NameBox, small_label
from stanceline.ui.moments import size_in_words
from stanceline.ui.words import article_statuses

_LONGEST_LANGUAGE = 16


class ArticlePage(FactsPage):
    """Where an article comes from; every change is saved as it is made."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._counted = ("", 0)
        self.title = QLineEdit()
        self.title.setAccessibleName(self.tr("Title"))
        self.source = NameBox()
        self.author = QLineEdit()
        self.url = QLineEdit()
        self.published = DateField()
        self.language = QLineEdit()
        self.language.setMaxLength(_LONGEST_LANGUAGE)
        self.tags = QLineEdit()
        self.tags.setPlaceholderText(self.tr("one, two"))
        self.status = choice_box({each.value: text for each, text in article_statuses().items()})
        self.note = NoteField(self.tr("Note"))
        self.counts = small_label()
        self._build()

    def _build(self) -> None:
        self.add_top(self.tr("Article"))
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
        self.add_fact("title", LineFact(self.tr("Title"), self.title))
        self._source = NameFact(self.tr("Outlet"), self.source)
        self.add_fact("source", self._source)
        self.add_fact("published", DateFact(self.tr("Published"), self.published))
        self.add_fact("author", LineFact(self.tr("Author"), self.author))
        self.add_fact("url", LineFact(self.tr("Address"), self.url))
        self.add_fact("language", LineFact(self.tr("Language"), self.language))
        self.add_fact("tags", LineFact(self.tr("Tags"), self.tags))
        self.add_fact("note", NoteFact(self.tr("Note"), self.note))
        # The status is an action of its own.
        self._status = ChoiceFact(self.tr("Status"), self.status)
        self._status.committed.connect(self._set_status)
        self.reprints = self.add_linked(self.tr("Reprints"))
        self.quotations = self.add_linked(self.tr("Quotations"))
        self.events = self.add_linked(self.tr("Events"))
        self.add_links(self.guarded_button(self.tr("Delete"), self._delete, danger=True))
        self.add_end()

    def lock(self, reason: str) -> None:
        """Let nothing be changed here, and say why."""
        super().lock(reason)
        if reason:
            self._status.lock(reason)

    def show_article(self, article_id: int) -> None:
        """Show the article as it is in the workspace now; raises NotFound."""
        article = articles.article(self._workspace, article_id)
        links = links_of_article(self._workspace, article_id)
        self._source.offer(articles.source_names(self._workspace))
        self.published.set_context("", article.language or "en")
        self.take(
            article_id,
            {
                "title": article.title,
                "source": article.source,
                "published": article.published,
                "author": article.author,
                "url": article.url,
                "language": article.language,
                "tags": ", ".join(article.tags),
                "note": article.note,
            },
        )
        self._status.show(article.status.value)
        self.counts.setText(self._told_counts(article, links))
        self.reprints.show_lines([article_line(each) for each in links.reprints])
        self.quotations.show_lines(
            [quotation_line(each, names_speaker=True) for each in links.quotations],
            links.n_quotations,
        )
        self.events.show_lines([event_line(each) for each in links.events], links.n_events)

    def _told_counts(self, article: Article, links: ArticleLinks) -> str:
        if self._counted[0] != article.body:
            self._counted = (article.body, len(article.body.split()))
        told = self.tr("%n word(s)", "", self._counted[1])
        if article.revision > 1:
            edits = article.revision - 1
            told = dotted(told, self.tr("edited %n time(s)", "", edits))
        if article.reprint_of is not None:
            told = dotted(told, self.tr("reprint"))
        original = links.original
        if original is not None:
            size = size_in_words(original.n_bytes)
            told += "\n" + self.tr("From {file}, {size}").format(file=original.name, size=size)
        return told

    def write(self, thing_id: int, changed: Mapping[str, str]) -> None:
        """Store what was changed; all else stays as it is in the workspace."""
        now = articles.article(self._workspace, thing_id)
        tags = tags_of(changed["tags"]) if "tags" in changed else now.tags
        facts = ArticleFacts(
            title=changed.get("title", now.title),
            source=changed.get("source", now.source),
            author=changed.get("author", now.author),
            url=changed.get("url", now.url),
            published=changed.get("published", now.published),
            language=changed.get("language", now.language),
            note=changed.get("note", now.note),
            tags=tags,
        )
        articles.describe_article(self._workspace, thing_id, facts)

    def _set_status(self) -> None:
        if self.thing_id is not None:
            status = ArticleStatus(self.status.currentData())
            with self.telling():
                articles.set_status(self._workspace, self.thing_id, status)

    def _delete(self) -> None:
        if self.thing_id is not None:
            self.delete_requested.emit(f"article:{self.thing_id}")
