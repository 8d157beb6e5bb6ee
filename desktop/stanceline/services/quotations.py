"""Marking quotations and judging them."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from stanceline.domain.errors import StancelineError
from stanceline.domain.quotations import Certainty, Quotation, QuotationDraft, QuotationKind
from stanceline.domain.spans import Span, anchor, trimmed
from stanceline.services.learning import settle_marked, speaker_was_set
from stanceline.services.workspace import Changed, Workspace, found
from stanceline.storage import quotations, tables


def quotations_of(workspace: Workspace, article_id: int) -> list[Quotation]:
    """The quotations of an article in reading order."""
    with workspace.reading() as session:
        return quotations.of_article(session, article_id)


def all_quotations(workspace: Workspace) -> list[Quotation]:
    """All quotations, article by article."""
    with workspace.reading() as session:
        return quotations.every(session)


def quotation(workspace: Workspace, quotation_id: int) -> Quotation:
    """The quotation of this id; raises NotFound."""
    with workspace.reading() as session:
        return found(quotations.get(session, quotation_id), "The quotation")


def quoted_speaker_ids(workspace: Workspace, article_id: int) -> set[int]:
    """The ids of those who are quoted in the article."""
    chosen = select(tables.Quotation.speaker_id).where(tables.Quotation.article_id == article_id)
    with workspace.reading() as session:
        return {each for each in session.scalars(chosen.distinct()) if each is not None}


def mark_quotation(workspace: Workspace, draft: QuotationDraft) -> int:
    """The id of a new quotation of these words.

    Raises SpanOutsideText, EdtfError, NotFound, and StancelineError without any words.
    """
    with workspace.action("Mark a quotation", *_COUNTED_IN) as session:
        return add_quotation(session, draft, workspace.analyst_id).id


_COUNTED_IN = (Changed.QUOTATIONS, Changed.ARTICLES, Changed.SPEAKERS)


def add_quotation(session: Session, draft: QuotationDraft, analyst_id: int) -> tables.Quotation:
    """A new quotation within an action, without white space at the ends of its segments."""
    article = found(session.get(tables.Article, draft.article_id), "The article")
    if draft.speaker_id is not None:
        found(session.get(tables.Speaker, draft.speaker_id), "The speaker")
    for named in (draft.cue, draft.mention):
        if named is not None:
            named.words(article.body)
    cut = replace(draft, spans=_cut(article.body, draft.spans), said=draft.said.strip())
    return quotations.add(session, cut, analyst_id)


def _cut(body: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in reading order, without the white space at their ends."""
    if not spans:
        raise StancelineError("A quotation needs words.")
    return tuple(sorted(trimmed(body, span) for span in spans))


_JUDGED = (Changed.QUOTATIONS, Changed.ARTICLES, Changed.TOPICS)


def judge(
    workspace: Workspace,
    quotation_id: int,
    topic_id: int,
    stance_id: int,
    certainty: Certainty = Certainty.CERTAIN,
    note: str = "",
) -> None:
    """Record the analyst's stance of the quotation on the topic, in place of an earlier one."""
    with workspace.action("Judge a quotation", *_JUDGED) as session:
        add_judgement(
            session,
            quotation_id=quotation_id,
            topic_id=topic_id,
            stance_id=stance_id,
            analyst_id=workspace.analyst_id,
            certainty=certainty,
            note=note,
        )


def add_judgement(
    session: Session,
    *,
    quotation_id: int,
    topic_id: int,
    stance_id: int,
    analyst_id: int,
    certainty: Certainty,
    note: str = "",
) -> None:
    """Record a judgement within an action, in place of this analyst's earlier one.

    Raises NotFound.
    """
    found(session.get(tables.Quotation, quotation_id), "The quotation")
    found(session.get(tables.Topic, topic_id), "The topic")
    found(session.get(tables.Stance, stance_id), "The stance")
    row = session.scalar(
        select(tables.Judgement).where(
            tables.Judgement.quotation_id == quotation_id,
            tables.Judgement.topic_id == topic_id,
            tables.Judgement.analyst_id == analyst_id,
        )
    )
    if row is None:
        row = tables.Judgement(quotation_id=quotation_id, topic_id=topic_id, analyst_id=analyst_id)
        session.add(row)
    row.stance_id = stance_id
    row.certainty = certainty
    row.note = note


def withdraw_judgement(workspace: Workspace, judgement_id: int) -> None:
    """Take one judgement back."""
    with workspace.action("Withdraw a judgement", *_JUDGED) as session:
        session.delete(found(session.get(tables.Judgement, judgement_id), "The judgement"))


def set_speaker(workspace: Workspace, quotation_id: int, speaker_id: int | None) -> None:
    """Say who speaks; None for nobody known."""
    with workspace.action(
        "Set a quotation's speaker", Changed.QUOTATIONS, Changed.SPEAKERS
    ) as session:
        row = found(session.get(tables.Quotation, quotation_id), "The quotation")
        if speaker_id is not None:
            found(session.get(tables.Speaker, speaker_id), "The speaker")
        row.speaker_id = speaker_id
        speaker_was_set(session, row)


def describe_quotation(
    workspace: Workspace,
    quotation_id: int,
    *,
    kind: QuotationKind,
    said: str,
    said_phrase: str,
    note: str,
) -> None:
    """Give the quotation its kind, date said (EDTF or empty) and note; raises EdtfError."""
    with workspace.action("Describe a quotation", Changed.QUOTATIONS) as session:
        row = found(session.get(tables.Quotation, quotation_id), "The quotation")
        row.kind = kind
        row.said = said.strip()
        row.said_phrase = said_phrase
        row.note = note


def set_words(workspace: Workspace, quotation_id: int, spans: Sequence[Span]) -> None:
    """Have the quotation cover these segments instead; raises SpanOutsideText."""
    with workspace.action("Change a quotation's words", Changed.QUOTATIONS) as session:
        row = found(session.get(tables.Quotation, quotation_id), "The quotation")
        body, revision = row.article.body, row.article.revision
        cut = _cut(body, spans)
        row.spans.clear()
        session.flush()  # Old positions must be gone before new rows take them.
        row.spans = [
            quotations.span_row(n, anchor(body, span, revision)) for n, span in enumerate(cut)
        ]


def add_words(workspace: Workspace, quotation_id: int, spans: Sequence[Span]) -> None:
    """Have the quotation cover these words too, as more segments of the same utterance.

    Segments that overlap what is there become one with it. Suggestions of these words are
    settled. Raises SpanOutsideText and NotFound.
    """
    changed = (Changed.QUOTATIONS, Changed.SUGGESTIONS, Changed.ARTICLES)
    with workspace.action("Add words to a quotation", *changed) as session:
        row = found(session.get(tables.Quotation, quotation_id), "The quotation")
        article = row.article
        rows = list(row.spans)
        # An edit may have left two segments at the same words, and gaps between positions.
        there = {Span(each.start, each.end): each for each in reversed(rows)}
        whole = _united([*there, *(trimmed(article.body, span) for span in spans)])
        beyond = len(whole) + max((each.position for each in rows), default=0) + 1
        # Rows that stay are kept as they are, with what is to be checked about them.
        for each in rows:
            span = Span(each.start, each.end)
            if span not in whole or there[span] is not each:
                row.spans.remove(each)
            else:
                each.position += beyond
        session.flush()  # Old positions must be free before others take them.
        for position, span in enumerate(whole):
            if span in there:
                there[span].position = position
            else:
                found_now = anchor(article.body, span, article.revision)
                row.spans.append(quotations.span_row(position, found_now))
        session.flush()
        settle_marked(session, row, whole)


def _united(spans: Sequence[Span]) -> list[Span]:
    """The spans in reading order, those that overlap as one."""
    united: list[Span] = []
    for span in sorted(spans):
        if united and span.start < united[-1].end:
            united[-1] = Span(united[-1].start, max(united[-1].end, span.end))
        else:
            united.append(span)
    return united


def delete_quotation(workspace: Workspace, quotation_id: int) -> None:
    """Take the quotation out of the workspace, with its judgements."""
    with workspace.action("Delete a quotation", *_COUNTED_IN, Changed.TOPICS) as session:
        session.delete(found(session.get(tables.Quotation, quotation_id), "The quotation"))
