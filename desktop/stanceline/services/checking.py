"""Looking a workspace over: what is in it, and whether all of it is sound."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from stanceline.domain import edtf
from stanceline.domain.spans import Span
from stanceline.services.workspace import Workspace
from stanceline.storage import articles, tables
from stanceline.storage.engine import SCHEMA_VERSION, integrity_problems

_COUNTED: dict[str, type[tables.Base]] = {
    "articles": tables.Article,
    "sources": tables.Source,
    "speakers": tables.Speaker,
    "topics": tables.Topic,
    "quotations": tables.Quotation,
    "judgements": tables.Judgement,
    "events": tables.Event,
    "evidence": tables.Evidence,
    "suggestions": tables.Suggestion,
    "timelines": tables.Timeline,
}


@dataclass(frozen=True, slots=True)
class WorkspaceInfo:
    """What a workspace holds; ``first`` and ``last`` are publication dates (EDTF) or empty."""

    name: str
    path: str
    schema_version: int
    n_bytes: int
    is_read_only: bool
    counts: dict[str, int]
    languages: dict[str, int]
    first: str
    last: str


def workspace_info(workspace: Workspace) -> WorkspaceInfo:
    """What the workspace holds, in numbers."""
    with workspace.reading() as session:
        counts = {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in _COUNTED.items()
        }
        languages = dict(
            session.execute(
                select(tables.Article.language, func.count())
                .group_by(tables.Article.language)
                .order_by(func.count().desc())
            )
            .tuples()
            .all()
        )
        dated = (
            select(tables.Article.published)
            .where(tables.Article.published_t0.is_not(None))
            .limit(1)
        )
        first = session.scalar(dated.order_by(tables.Article.published_t0))
        last = session.scalar(dated.order_by(tables.Article.published_t0.desc()))
    return WorkspaceInfo(
        name=workspace.name,
        path=str(workspace.path),
        schema_version=SCHEMA_VERSION,
        n_bytes=workspace.path.stat().st_size,
        is_read_only=workspace.is_read_only,
        counts=counts,
        languages=languages,
        first=first or "",
        last=last or "",
    )


def problems_of(workspace: Workspace) -> list[str]:
    """What is wrong with the workspace, one sentence each; empty when all is sound."""
    with workspace.reading() as session:
        return [
            *integrity_problems(session.connection()),
            *_changed_texts(session),
            *_dead_anchors(session),
            *_broken_dates(session),
        ]


def _changed_texts(session: Session) -> list[str]:
    return [
        f"The text of article {row.id} is not what was imported."
        for row in session.execute(
            select(tables.Article.id, tables.Article.body, tables.Article.body_sha256)
        )
        if articles.body_digest(row.body) != row.body_sha256
    ] + [
        f"The kept file “{row.name}” is not what was imported."
        for row in session.execute(
            select(tables.Original.name, tables.Original.content, tables.Original.sha256)
        )
        if articles.digest(row.content) != row.sha256
    ]


def _dead_anchors(session: Session) -> list[str]:
    span, evidence = tables.QuotationSpan, tables.Evidence
    spans = session.execute(
        select(
            span.quotation_id,
            span.start,
            span.end,
            span.exact,
            tables.Article.body,
        )
        .join(tables.Quotation, tables.Quotation.id == span.quotation_id)
        .join(tables.Article, tables.Article.id == tables.Quotation.article_id)
    )
    pieces = session.execute(
        select(
            evidence.event_id,
            evidence.start,
            evidence.end,
            evidence.exact,
            tables.Article.body,
        ).join(tables.Article, tables.Article.id == evidence.article_id)
    )
    return [
        f"The words of quotation {owner} are not where it says."
        for owner, start, end, exact, body in spans
        if not _holds(body, start, end, exact)
    ] + [
        f"The evidence of event {owner} is not where it says."
        for owner, start, end, exact, body in pieces
        if not _holds(body, start, end, exact)
    ]


def _holds(body: str, start: int, end: int, exact: str) -> bool:
    return end <= len(body) and Span(start, end).words(body) == exact


def _broken_dates(session: Session) -> list[str]:
    dated = (
        ("article", "published", tables.Article.id, tables.Article.published),
        ("quotation", "said", tables.Quotation.id, tables.Quotation.said),
        ("event", "date", tables.Event.id, tables.Event.date),
    )
    return [
        f"The date of {what} {row_id} is broken: {problem}"
        for what, _, id_column, date_column in dated
        for row_id, text in session.execute(select(id_column, date_column))
        if text and (problem := _date_problem(text))
    ]


def _date_problem(text: str) -> str:
    try:
        edtf.parse(text)
    except edtf.EdtfError as error:
        return str(error)
    return ""
