"""Reading and describing the articles of a workspace."""

from collections.abc import Sequence

from stanceline.domain.articles import (
    Article,
    ArticleRow,
    ArticleStatus,
    LibraryCounts,
)
from stanceline.domain.errors import StancelineError
from stanceline.domain.names import plain_name
from stanceline.records import dataclass
from stanceline.services.suggesting import date_events_anew
from stanceline.services.workspace import Changed, Workspace, found
from stanceline.storage import articles, tables
from stanceline.storage import library as lines


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What an analyst may correct about an article; ``published`` is EDTF or empty."""

    title: str
    source: str
    author: str
    url: str
    published: str
    language: str
    note: str
    tags: tuple[str, ...]


def library(workspace: Workspace) -> list[ArticleRow]:
    """One line for every article, newest publication first, undated ones last."""
    with workspace.reading() as session:
        return lines.rows(session)


def library_rows(workspace: Workspace, ids: Sequence[int]) -> dict[int, ArticleRow]:
    """The lines of these articles by id, without those that are gone."""
    with workspace.reading() as session:
        return lines.rows_of(session, ids)


def library_counts(workspace: Workspace) -> LibraryCounts:
    """How many articles there are, and how many suggestions wait in them."""
    with workspace.reading() as session:
        return lines.counts(session)


def first_to_open(workspace: Workspace) -> int | None:
    """The article that is most likely to be gone on with; None when there is none."""
    with workspace.reading() as session:
        return lines.first_to_open(session)


def is_there(workspace: Workspace, article_id: int) -> bool:
    """Whether the article is in the workspace."""
    with workspace.reading() as session:
        return session.get(tables.Article, article_id) is not None


def article(workspace: Workspace, article_id: int) -> Article:
    """The article with its text; raises NotFound."""
    with workspace.reading() as session:
        return found(articles.get(session, article_id), "The article")


def source_names(workspace: Workspace) -> list[str]:
    """The names of all outlets in alphabetical order."""
    with workspace.reading() as session:
        return articles.source_names(session)


def describe_article(workspace: Workspace, article_id: int, facts: ArticleFacts) -> None:
    """Give the article these facts; raises EdtfError for a wrong date, NameTooLong, NotFound."""
    if not facts.title.strip():
        raise StancelineError("An article needs a title.")
    source = plain_name(facts.source, "An outlet")
    tags = [plain_name(tag, "A tag") for tag in facts.tags]
    changed = (Changed.ARTICLES, Changed.SUGGESTIONS)
    with workspace.action("Describe an article", *changed) as session:
        row = found(session.get(tables.Article, article_id), "The article")
        dated_from = row.published, row.language
        row.title = facts.title.strip()
        row.source = articles.source_named(session, source)
        row.author = facts.author.strip()
        row.url = facts.url.strip()
        row.published = facts.published.strip()
        row.language = facts.language.strip()
        row.note = facts.note
        names = dict.fromkeys(tag for tag in tags if tag)
        row.tags = [articles.tag_named(session, name) for name in names]
        if (row.published, row.language) != dated_from:
            date_events_anew(session, [article_id])


def set_status(workspace: Workspace, article_id: int, status: ArticleStatus) -> None:
    """Say how far the analyst has come with the article; raises NotFound."""
    with workspace.action("Set an article's status", Changed.ARTICLES) as session:
        found(session.get(tables.Article, article_id), "The article").status = status


def delete_article(workspace: Workspace, article_id: int) -> None:
    """Take the article out of the workspace, with its quotations and evidence."""
    with workspace.action("Delete an article", *Changed) as session:
        session.delete(found(session.get(tables.Article, article_id), "The article"))
