"""What a thing has to do with others, as much of it as is shown beside it."""

from stanceline.domain.events import Relation
from stanceline.records import dataclass
from stanceline.services.workspace import Changed, Workspace, found
from stanceline.storage import links, speakers, tables
from stanceline.storage.links import ArticleLine, EventLine, Original, QuotationLine

__all__ = [
    "MOST_LISTED",
    "ArticleLine",
    "ArticleLinks",
    "EventLine",
    "Original",
    "QuotationLine",
    "QuotationLinks",
    "SpeakerLinks",
    "article_line",
    "links_of_article",
    "links_of_quotation",
    "links_of_speaker",
    "set_relation",
]

MOST_LISTED = 30
"""Things of one sort that are listed; how many more there are is told."""


@dataclass(frozen=True, slots=True)
class QuotationLinks:
    """The article that a quotation stands in, its reprints, and events that rest on it.

    ``speaker_ids`` are those who are quoted in the article.
    """

    article: ArticleLine
    reprints: tuple[ArticleLine, ...]
    events: tuple[EventLine, ...]
    speaker_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class ArticleLinks:
    """An article's reprints, the file it came from, and what is marked in it."""

    reprints: tuple[ArticleLine, ...]
    original: Original | None
    n_quotations: int
    quotations: tuple[QuotationLine, ...]
    n_events: int
    events: tuple[EventLine, ...]


@dataclass(frozen=True, slots=True)
class SpeakerLinks:
    """What somebody said and took part in, the newest first, and who belongs to them."""

    n_quotations: int
    quotations: tuple[QuotationLine, ...]
    n_events: int
    events: tuple[EventLine, ...]
    n_members: int
    members: tuple[tuple[int, str], ...]


def links_of_quotation(workspace: Workspace, quotation_id: int, article_id: int) -> QuotationLinks:
    """What a quotation of this article has to do with; raises NotFound."""
    with workspace.reading() as session:
        return QuotationLinks(
            found(links.article(session, article_id), "The article"),
            tuple(links.reprints(session, article_id)),
            tuple(links.events_on_quotation(session, quotation_id)),
            frozenset(links.speakers_in(session, article_id)),
        )


def links_of_article(workspace: Workspace, article_id: int) -> ArticleLinks:
    """What an article has to do with, and what is marked in it."""
    with workspace.reading() as session:
        return ArticleLinks(
            tuple(links.reprints(session, article_id)),
            links.original(session, article_id),
            links.n_quotations(session, article_id=article_id),
            tuple(links.quotations_of_article(session, article_id, MOST_LISTED)),
            links.n_events_of_article(session, article_id),
            tuple(links.events_of_article(session, article_id, MOST_LISTED)),
        )


def links_of_speaker(workspace: Workspace, speaker_id: int) -> SpeakerLinks:
    """What a speaker said and did, and who belongs to them."""
    with workspace.reading() as session:
        uses = speakers.uses(session, speaker_id)
        return SpeakerLinks(
            uses.n_quotations,
            tuple(links.quotations_of_speaker(session, speaker_id, MOST_LISTED)),
            uses.n_events,
            tuple(links.events_of_speaker(session, speaker_id, MOST_LISTED)),
            uses.n_affiliated,
            tuple(links.members_of(session, speaker_id, MOST_LISTED)),
        )


def article_line(workspace: Workspace, article_id: int) -> ArticleLine:
    """The article in one line, without its text; raises NotFound."""
    with workspace.reading() as session:
        return found(links.article(session, article_id), "The article")


def set_relation(workspace: Workspace, evidence_id: int, relation: Relation) -> None:
    """Say what a passage does for its event; raises NotFound."""
    with workspace.action("Change what evidence does", Changed.EVENTS) as session:
        found(session.get(tables.Evidence, evidence_id), "The evidence").relation = relation
