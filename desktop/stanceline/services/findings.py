"""What is marked and proposed in an article, read whole once and then only where it changed."""

from bisect import insort
from collections.abc import Iterable, Sequence
from operator import is_

from sqlalchemy import select
from sqlalchemy.orm import Session

from stanceline.domain.articles import Article
from stanceline.domain.events import Event
from stanceline.domain.quotations import Quotation
from stanceline.domain.speakers import Speaker
from stanceline.domain.suggestions import Suggestion
from stanceline.records import dataclass
from stanceline.services.learning import learnt_in
from stanceline.services.workspace import Workspace, found
from stanceline.storage import (
    articles,
    events,
    journal,
    quotations,
    speakers,
    suggestions,
    tables,
)
from stanceline.storage.touched import touched_since

_MOST_ONE_BY_ONE = 60
"""So many values are read one by one before reading all of them costs less."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything marked or proposed in one article, in reading order.

    ``suggestions`` are as confident as was learnt, ``proposed`` are the same as the rules
    have them. ``number`` is that of the last change of the workspace that it knows of.
    """

    quotations: Sequence[Quotation] = ()
    events: Sequence[Event] = ()
    suggestions: Sequence[Suggestion] = ()
    number: int = -1
    proposed: Sequence[Suggestion] = ()


def findings_of(workspace: Workspace, article_id: int) -> Findings:
    """What is marked and proposed in the article now."""
    with workspace.reading() as session:
        return _everything(session, article_id)


def findings_since(workspace: Workspace, article_id: int, known: Findings) -> Findings:
    """The same as ``findings_of`` for an article whose findings were read before.

    What has not changed is the very value of before, so that whoever made something of it
    can keep that. Only what the journal says was touched is read.
    """
    with workspace.reading() as session:
        connection = session.connection()
        number = journal.last_number(connection)
        if number == known.number:
            return known
        touched = touched_since(connection, known.number)
        n_touched = len(touched.quotations) + len(touched.suggestions)
        if not touched.is_known or known.number < 0 or n_touched > _MOST_ONE_BY_ONE:
            return _everything(session, article_id)
        proposed = _suggestions(session, article_id, known.proposed, touched.suggestions)
        return Findings(
            _quotations(session, article_id, known.quotations, touched.quotations),
            events.of_article(session, article_id) if touched.events else known.events,
            _as_learnt(session, proposed, known.suggestions),
            number,
            proposed,
        )


def _everything(session: Session, article_id: int) -> Findings:
    number = journal.last_number(session.connection())
    proposed = suggestions.waiting(session, article_id)
    return Findings(
        quotations.of_article(session, article_id),
        events.of_article(session, article_id),
        _as_learnt(session, proposed, ()),
        number,
        proposed,
    )


def _as_learnt(
    session: Session, proposed: Sequence[Suggestion], known: Sequence[Suggestion]
) -> Sequence[Suggestion]:
    """The suggestions as they were learnt; one that is as before is the very value of before."""
    if not proposed:
        return ()
    before = {each.id: each for each in known}
    learnt = learnt_in(session)
    found = []
    for each in proposed:
        now, was = learnt.applied(each), before.get(each.id)
        found.append(was if was is not None and was == now else now)
    is_as_before = len(found) == len(known) and all(map(is_, found, known))
    return known if is_as_before else found


def waiting_suggestion(workspace: Workspace, suggestion_id: int) -> tuple[Suggestion, Article]:
    """What is suggested under this id, with the article whose words it is about.

    Raises NotFound when it is gone or was decided on.
    """
    with workspace.reading() as session:
        row = found(session.get(tables.Suggestion, suggestion_id), "The suggestion")
        article = found(articles.get(session, row.article_id), "The article")
        waiting = suggestions.waiting_among(session, row.article_id, {suggestion_id})
        suggestion = found(next(iter(waiting), None), "The suggestion")
        return learnt_in(session).applied(suggestion), article


def _quotations(
    session: Session, article_id: int, known: Sequence[Quotation], touched: Iterable[int]
) -> Sequence[Quotation]:
    ids = frozenset(touched)
    here = set(
        session.scalars(
            select(tables.Quotation.id).where(
                tables.Quotation.id.in_(ids), tables.Quotation.article_id == article_id
            )
        )
        if ids
        else ()
    )
    if not here and not any(each.id in ids for each in known):
        return known
    now = [each for each in known if each.id not in ids]
    for quotation_id in here:
        read = quotations.get(session, quotation_id)
        if read is not None:
            insort(now, read, key=lambda each: each.spans)
    return now


def _suggestions(
    session: Session, article_id: int, known: Sequence[Suggestion], touched: Iterable[int]
) -> Sequence[Suggestion]:
    ids = frozenset(touched)
    read = suggestions.waiting_among(session, article_id, ids) if ids else []
    if not read and not any(each.id in ids for each in known):
        return known
    now = [each for each in known if each.id not in ids]
    for suggestion in read:
        insort(now, suggestion, key=lambda each: (each.spans[0].start, each.id))
    return now


@dataclass(frozen=True, slots=True)
class Everyone:
    """The speakers of a workspace in alphabetical order, as of a change of it."""

    speakers: Sequence[Speaker] = ()
    number: int = -1


def everyone_since(workspace: Workspace, known: Everyone) -> Everyone:
    """All speakers, of which those who have not changed are the very values of before.

    How often somebody is quoted may be a little behind: it is only an order to offer them in.
    """
    with workspace.reading() as session:
        connection = session.connection()
        number = journal.last_number(connection)
        if number == known.number:
            return known
        touched = touched_since(connection, known.number)
        if not touched.is_known or known.number < 0 or len(touched.speakers) > _MOST_ONE_BY_ONE:
            return Everyone(speakers.every(session), number)
        if not touched.speakers:
            return Everyone(known.speakers, number)
        now = [each for each in known.speakers if each.id not in touched.speakers]
        for speaker_id in sorted(touched.speakers):
            read = speakers.get(session, speaker_id)
            if read is not None:
                insort(now, read, key=lambda each: each.name.lower())
        return Everyone(now, number)
