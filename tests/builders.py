"""Things to put into a workspace: a small affair about a bridge, written for the tests."""

import sqlite3
from contextlib import closing
from pathlib import Path

from stanceline.domain.events import EventDraft, EventStatus, EvidenceDraft
from stanceline.domain.quotations import QuotationDraft
from stanceline.domain.spans import Span
from stanceline.services.events import add_event
from stanceline.services.importing import read_text, store
from stanceline.services.quotations import judge, mark_quotation
from stanceline.services.speakers import speaker_for
from stanceline.services.topics import add_topic, all_stances, all_topics
from stanceline.services.workspace import Workspace
from stanceline.storage import tables

BRIDGE = (
    "Harbour board keeps the bridge shut\n\n"
    "The swing bridge \U0001f309 stays closed, the harbour board decided on Monday.\n\n"
    "“We shall open it when it is safe,” Mayor Tora Berg said. “Not a day before.”\n\n"
    "“Every week costs us forty jobs,” said Nils Aker, who speaks for the ferrymen.\n\n"
    "The inspectors began their work on 12 May 2031 and “found rust everywhere”.\n"
)
PORT = (
    "Ferrymen block the quay\n\n"
    "“The bridge must open now,” Nils Aker told reporters on Thursday.\n\n"
    "“Talks are under way,” a harbour official said.\n"
)


def place(body: str, words: str, occurrence: int = 0) -> Span:
    """Where the words stand in the body."""
    start = -1
    for _ in range(occurrence + 1):
        start = body.index(words, start + 1)
    return Span(start, start + len(words))


def an_article(
    workspace: Workspace, body: str = BRIDGE, *, source: str = "", published: str = ""
) -> int:
    """The id of a new article with this text."""
    report = store(workspace, [read_text(body)], source=source, published=published)
    return report.imported[0]


def body_of(workspace: Workspace, article_id: int) -> str:
    """The text of the article."""
    with workspace.reading() as session:
        return session.get_one(tables.Article, article_id).body


def a_topic(workspace: Workspace, name: str) -> int:
    """The id of the topic of this name, added when it is new."""
    known = {topic.name: topic.id for topic in all_topics(workspace)}
    return known.get(name) or add_topic(workspace, name)


def stance_id(workspace: Workspace, key: str) -> int:
    """The id of the stance with this key."""
    return next(stance.id for stance in all_stances(workspace) if stance.key == key)


def a_quotation(
    workspace: Workspace,
    article_id: int,
    *words: str,
    speaker: str = "",
    said: str = "",
    **stances: str,
) -> int:
    """The id of a new quotation of these words; ``stances`` are keys by the topics' names."""
    body = body_of(workspace, article_id)
    draft = QuotationDraft(
        article_id=article_id,
        spans=tuple(place(body, part) for part in words),
        speaker_id=speaker_for(workspace, speaker) if speaker else None,
        said=said,
    )
    quotation_id = mark_quotation(workspace, draft)
    for topic, key in stances.items():
        judge(workspace, quotation_id, a_topic(workspace, topic), stance_id(workspace, key))
    return quotation_id


def an_event(
    workspace: Workspace,
    title: str,
    edtf: str = "",
    *,
    category: str = "",
    status: EventStatus = EventStatus.REPORTED,
    participants: tuple[str, ...] = (),
    evidence: tuple[tuple[int, str], ...] = (),
) -> int:
    """The id of a new event that rests on words of articles, given as (id, words)."""
    draft = EventDraft(
        title=title,
        edtf=edtf,
        category=category,
        status=status,
        participant_ids=tuple(speaker_for(workspace, name) for name in participants),
    )
    pieces = [
        EvidenceDraft(article_id, place(body_of(workspace, article_id), words))
        for article_id, words in evidence
    ]
    return add_event(workspace, draft, *pieces)


def damage(path: Path, *statements: str) -> None:
    """Write into the file as no program of ours would; the journal is told a tale."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE journal_now SET action_id = 1")
        for statement in statements:
            connection.execute(statement)
        connection.execute("UPDATE journal_now SET action_id = NULL")
        connection.commit()
