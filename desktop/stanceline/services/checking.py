"""Looking a workspace over: what is in it, and whether all of it is sound."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from stanceline.domain.edtf import EdtfError
from stanceline.services.timeline import view_of
from stanceline.services.workspace import Workspace
from stanceline.storage import articles, suggestions, tables
from stanceline.storage.engine import (
    SCHEMA_VERSION,
    SEE_CHECK,
    WorkspaceDamaged,
    integrity_problems,
)
from stanceline.storage.soundness import value_problems

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
            ).all()
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
        problems = [*integrity_problems(session.connection()), *value_problems(session)]
        for what, look in _LOOKS.items():
            try:
                problems += look(session)
            except (LookupError, TypeError, ValueError, AttributeError) as error:
                problems.append(f"The {what} cannot all be read ({type(error).__name__}).")
    return problems


_Place = tuple[str, int, int, str]
"""Whose words they are, where they start and end, and how they read."""


def _changed_texts(session: Session) -> list[str]:
    """Texts that are not as they were, and marks whose words are not in them."""
    places = _places_by_article(session)
    problems = []
    for article_id, body, sha256 in session.execute(
        select(tables.Article.id, tables.ArticleText.body, tables.ArticleText.sha256).join(
            tables.Article.text
        )
    ):
        if articles.body_digest(body) != sha256:
            problems.append(f"The text of article {article_id} is not what was imported.")
        problems += [
            f"The words of {owner} are not where it says."
            for owner, start, end, exact in places[article_id]
            if body[start:end] != exact
        ]
    return problems


def _places_by_article(session: Session) -> defaultdict[int, list[_Place]]:
    span, evidence = tables.QuotationSpan, tables.Evidence
    spans = session.execute(
        select(
            tables.Quotation.article_id, span.quotation_id, span.start, span.end, span.exact
        ).join(tables.Quotation, tables.Quotation.id == span.quotation_id)
    )
    pieces = session.execute(
        select(evidence.article_id, evidence.event_id, evidence.start, evidence.end, evidence.exact)
    )
    found: defaultdict[int, list[_Place]] = defaultdict(list)
    for article_id, quotation_id, start, end, exact in spans:
        found[article_id].append((f"quotation {quotation_id}", start, end, exact))
    for article_id, event_id, start, end, exact in pieces:
        found[article_id].append((f"the evidence of event {event_id}", start, end, exact))
    return found


def _changed_originals(session: Session) -> list[str]:
    return [
        f"The kept file “{name}” is not what was imported."
        for name, content, sha256 in session.execute(
            select(tables.Original.name, tables.Original.content, tables.Original.sha256)
        )
        if articles.digest(content) != sha256
    ]


_DATED: tuple[tuple[str, type[tables.Base], str], ...] = (
    ("article", tables.Article, "published"),
    ("quotation", tables.Quotation, "said"),
    ("event", tables.Event, "date"),
)


def _broken_dates(session: Session) -> list[str]:
    problems = []
    for what, table, prefix in _DATED:
        columns = table.__table__.columns
        stored = [columns[f"{prefix}_{part}"] for part in ("t0", "t1", "o0", "o1")]
        for row_id, text, *bounds in session.execute(
            select(columns["id"], columns[prefix], *stored)
        ):
            try:
                derived = tables.date_columns(prefix, text)
            except EdtfError as error:
                problems.append(f"The date of {what} {row_id} is broken: {error}")
            else:
                if bounds != list(derived.values()):
                    problems.append(f"The bounds of the date of {what} {row_id} are wrong.")
    return problems


def _broken_views(session: Session) -> list[str]:
    problems = []
    for row in session.scalars(select(tables.Timeline)):
        try:
            view_of(row)
        except WorkspaceDamaged as error:
            problems.append(str(error).removesuffix(SEE_CHECK))
    return problems


def _broken_suggestions(session: Session) -> list[str]:
    problems = []
    for row_id, spans in session.execute(select(tables.Suggestion.id, tables.Suggestion.spans)):
        try:
            suggestions.spans_of(spans, row_id)
        except WorkspaceDamaged as error:
            problems.append(str(error).removesuffix(SEE_CHECK))
    return problems


_LOOKS = {
    "texts": _changed_texts,
    "kept files": _changed_originals,
    "dates": _broken_dates,
    "saved views": _broken_views,
    "suggestions": _broken_suggestions,
}
"""What looks over each kind of thing."""
