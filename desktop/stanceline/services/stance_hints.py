"""Hints at the stance of a quotation, from its words and from the analyst's earlier judgements.

A hint is shown and nothing else: no judgement is ever recorded by it.
"""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from stanceline.domain.articles import Article
from stanceline.domain.spans import Span
from stanceline.domain.topics import Topic
from stanceline.records import dataclass
from stanceline.services.workspace import Workspace
from stanceline.storage import tables
from stanceline.suggest.hinted import Earlier, Leaning, StanceHint, TopicWords

__all__ = ["Earlier", "Leaning", "StanceHint", "TopicHint", "hint_for", "hints_for"]

_MOST_TOPICS = 50
"""So many topics are looked at for one quotation; the analyst's order says which."""


@dataclass(frozen=True, slots=True)
class TopicHint:
    """A topic that the words seem to speak to, with the leaning they hint at."""

    topic: Topic
    hint: StanceHint


def hint_for(
    workspace: Workspace,
    article: Article,
    spans: Sequence[Span],
    speaker_id: int | None,
    speaker: str,
    topic_id: int,
    *,
    quotation_id: int | None = None,
) -> StanceHint | None:
    """Which way the words lean on the topic, or None where nothing can be said.

    The speaker is known by id, or else by the name or alias that is written. The own
    judgements of ``quotation_id`` are no earlier ones.
    """
    found = hints_for(
        workspace,
        article,
        spans,
        speaker_id,
        speaker,
        quotation_id=quotation_id,
        topic_ids=(topic_id,),
    )
    return found[0].hint if found else None


def hints_for(
    workspace: Workspace,
    article: Article,
    spans: Sequence[Span],
    speaker_id: int | None,
    speaker: str,
    *,
    quotation_id: int | None = None,
    topic_ids: Sequence[int] | None = None,
) -> list[TopicHint]:
    """The topics that the words take a side on, in the analyst's order; see ``hint_for``.

    Without ``topic_ids`` all topics are looked at, up to fifty.
    """
    with workspace.reading() as session:
        wanted = _topics(session, topic_ids)
        known = speaker_id if speaker_id is not None else _speaker_named(session, speaker)
        before = _earlier(session, known, workspace.analyst_id, quotation_id)
    if not wanted:
        return []
    # Imported late: what reads leanings takes long to load, and without topics there are none.
    from stanceline.suggest.stance import hint_from, spoken_words

    places = [(span.start, span.end) for span in spans]
    spoken = spoken_words(article.body, places, article.language or "en")
    if spoken is None:
        return []
    found = []
    for topic in wanted:
        words = TopicWords(topic.name, topic.description)
        hint = hint_from(spoken, words, before.get(topic.id))
        if hint is not None:
            found.append(TopicHint(topic, hint))
    return found


def _topics(session: Session, topic_ids: Sequence[int] | None) -> list[Topic]:
    # Judgements are not counted here, unlike where topics are listed: that reads all of them.
    chosen = select(tables.Topic).order_by(tables.Topic.position, tables.Topic.id)
    if topic_ids is not None:
        chosen = chosen.where(tables.Topic.id.in_(topic_ids))
    rows = session.scalars(chosen.limit(_MOST_TOPICS))
    return [Topic(row.id, row.uid, row.name, row.description, 0) for row in rows]


def _speaker_named(session: Session, name: str) -> int | None:
    written = " ".join(name.split())
    if not written:
        return None
    alias = select(tables.SpeakerAlias.speaker_id).where(tables.SpeakerAlias.alias == written)
    chosen = (
        select(tables.Speaker.id)
        .where(or_(tables.Speaker.name == written, tables.Speaker.id.in_(alias)))
        .order_by(tables.Speaker.name != written, tables.Speaker.id)
    )
    return session.scalar(chosen.limit(1))


def _earlier(
    session: Session, speaker_id: int | None, analyst_id: int, quotation_id: int | None
) -> dict[int, Earlier]:
    """What the analyst judged of the speaker by topic; “unclear” does not count."""
    if speaker_id is None:
        return {}
    judgement, quotation, stance = tables.Judgement, tables.Quotation, tables.Stance
    rows = session.execute(
        select(judgement.topic_id, stance.value)
        .join(quotation, quotation.id == judgement.quotation_id)
        .join(stance, stance.id == judgement.stance_id)
        .where(
            quotation.speaker_id == speaker_id,
            judgement.analyst_id == analyst_id,
            quotation.id != (-1 if quotation_id is None else quotation_id),
        )
    )
    values: defaultdict[int, list[float]] = defaultdict(list)
    for topic_id, value in rows:
        if value is not None:
            values[topic_id].append(value)
    return {topic_id: _summed(each) for topic_id, each in values.items()}


def _summed(values: Sequence[float]) -> Earlier:
    mean = sum(values) / len(values)
    n_for = sum(value > 0 for value in values)
    n_against = sum(value < 0 for value in values)
    return Earlier(mean, len(values), n_for, n_against)
