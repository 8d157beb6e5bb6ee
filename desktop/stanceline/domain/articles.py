"""Articles and the outlets they appeared in."""

from enum import StrEnum

from stanceline.records import dataclass


class ArticleStatus(StrEnum):
    """How far the analyst has come with an article."""

    UNREAD = "unread"
    IN_WORK = "in_work"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """An article as an importer reads it, before it is in a workspace.

    ``body`` is clean text (see ``formats.text``); ``published`` is EDTF or empty;
    ``language`` is an ISO 639-1 code or empty.
    """

    title: str
    body: str
    source: str = ""
    author: str = ""
    url: str = ""
    published: str = ""
    language: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its text and metadata; ``revision`` counts the edits of its body."""

    id: int
    uid: str
    title: str
    body: str
    revision: int
    source_id: int | None
    source: str
    author: str
    url: str
    published: str
    language: str
    status: ArticleStatus
    note: str
    reprint_of: int | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One line of the library: what is shown of an article without loading its text."""

    id: int
    title: str
    source: str
    published: str
    language: str
    status: ArticleStatus
    reprint_of: int | None
    n_quotations: int
    n_judged: int
    n_events: int
    n_suggestions: int


@dataclass(frozen=True, slots=True)
class LibraryCounts:
    """How many articles there are, and how many suggestions wait in them."""

    n_articles: int
    n_waiting: int
