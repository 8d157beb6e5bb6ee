"""The sample workspace: an invented affair, its articles and an analyst's work on them."""

import json
from dataclasses import field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.orm import Session

from stanceline import bundled
from stanceline.domain.articles import ArticleDraft, ArticleStatus
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EventDraft, EventStatus, EvidenceDraft, Relation
from stanceline.domain.quotations import Certainty, QuotationDraft, QuotationKind
from stanceline.domain.spans import Span
from stanceline.domain.speakers import Role, SpeakerDraft, SpeakerKind
from stanceline.domain.timelines import SavedView
from stanceline.records import dataclass
from stanceline.services.dating import with_date_agreed
from stanceline.services.history import compact
from stanceline.services.quotations import add_judgement
from stanceline.services.suggesting import suggest_for_all
from stanceline.services.views import put_view, view_as_stored
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import articles, events, library, quotations, speakers, tables, topics
from stanceline.storage.engine import WorkspaceUnavailable

SAMPLE = bundled.RESOURCES / "sample"
_AFFAIR = SAMPLE / "affair.json"

# With its zone, since Windows knows no local time so late.
_EVER_AFTER = "9999-12-31T00:00:00+00:00"


def sample_text_files() -> list[Path]:
    """The texts of the sample's articles, in the order of their dates."""
    return sorted((SAMPLE / "articles").glob("*.txt"))


def write_sample(path: Path) -> None:
    """Write the sample workspace to a new file, whole or not at all.

    Raises WorkspaceUnavailable when something is there already or cannot be written.
    """
    try:
        if path.exists():
            raise WorkspaceUnavailable(f"{path} is there already; nothing was changed.")
        with TemporaryDirectory(prefix=".new-", dir=path.parent) as folder:
            unfinished = Path(folder, path.name)
            _write(unfinished)
            unfinished.replace(path)
    except OSError as error:
        raise WorkspaceUnavailable(f"{path} cannot be made: {error.strerror}.") from error


def _write(path: Path) -> None:
    affair = json.loads(_AFFAIR.read_text("utf-8"))
    analyst = affair["analyst"]
    with Workspace.create(path, name=affair["name"], analyst=analyst["name"]) as workspace:
        with workspace.action("Write the sample", *Changed) as session:
            _Writer(session, workspace.analyst_id).write(affair)
        open_ids = _unfinished_articles(workspace)
        suggest_for_all(workspace, open_ids)
        # Nobody did this who would want to undo it.
        compact(workspace, before=_EVER_AFTER)


def _unfinished_articles(workspace: Workspace) -> list[int]:
    with workspace.reading() as session:
        return [row.id for row in library.rows(session) if row.status is not ArticleStatus.DONE]


@dataclass(slots=True)
class _Writer:
    """Stores the affair; the dictionaries lead from the affair's slugs to row ids."""

    session: Session
    analyst_id: int
    speakers: dict[str, int] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)
    articles: dict[str, tables.Article] = field(default_factory=dict)
    quotations: dict[str, int] = field(default_factory=dict)

    def write(self, affair: dict[str, Any]) -> None:
        for topic in affair["topics"]:
            row = topics.add(self.session, topic["name"], topic["description"])
            self.topics[topic["id"]] = row.id
        self._write_speakers(affair["speakers"])
        self._write_articles(affair)
        for quotation in affair["quotations"]:
            self._write_quotation(quotation)
        categories = {each["id"]: each["name"] for each in affair["categories"]}
        for event in affair["events"]:
            self._write_event(event, categories)
        for timeline in affair["timelines"]:
            put_view(self.session, self._view(timeline))

    def _view(self, timeline: dict[str, Any]) -> SavedView:
        """The view with the ids of rows where the affair has slugs."""
        view = view_as_stored(timeline["name"], timeline)
        arrangement = view.arrangement
        return replace(
            view,
            arrangement=replace(
                arrangement,
                pinned=frozenset(map(self._lane_key, arrangement.pinned)),
                collapsed=frozenset(map(self._lane_key, arrangement.collapsed)),
            ),
        )

    def _lane_key(self, key: str) -> str:
        kind, _, slug = key.partition(":")
        return f"{kind}:{(self.speakers | self.topics)[slug]}"

    def _write_speakers(self, wanted: list[dict[str, Any]]) -> None:
        rows = {}
        for speaker in wanted:
            draft = SpeakerDraft(
                name=speaker["name"],
                kind=SpeakerKind(speaker["kind"]),
                short_name=speaker["short"],
                aliases=tuple(speaker["aliases"]),
                roles=tuple(
                    Role(role["title"], role.get("since", ""), role.get("until", ""))
                    for role in speaker["roles"]
                ),
                country=speaker.get("country", ""),
                note=speaker.get("note", ""),
            )
            rows[speaker["id"]] = speakers.add(self.session, draft)
        self.speakers = {slug: row.id for slug, row in rows.items()}
        for speaker in wanted:
            if affiliation := speaker.get("affiliation"):
                rows[speaker["id"]].affiliation_id = self.speakers[affiliation]

    def _write_articles(self, affair: dict[str, Any]) -> None:
        sources = {each["id"]: each for each in affair["sources"]}
        for source in sources.values():
            row = articles.source_named(self.session, source["name"])
            if row is not None:
                row.country, row.language = source["country"], source["language"]
        for article in affair["articles"]:
            content = (SAMPLE / article["file"]).read_bytes()
            draft = ArticleDraft(
                title=article["title"],
                body=content.decode(),
                source=sources[article["source"]]["name"],
                author=article["author"],
                url=article["url"],
                published=article["published"],
                language=article["language"],
                note=article.get("note", ""),
            )
            stored = articles.add(
                self.session,
                draft,
                original=articles.original_holding(
                    self.session, Path(article["file"]).name, content
                ),
                reprint_of=self.articles.get(article.get("reprint_of", "")),
            )
            stored.status = ArticleStatus(article["status"])
            stored.tags = [articles.tag_named(self.session, tag) for tag in article["tags"]]
            self.articles[article["id"]] = stored

    def _write_quotation(self, quotation: dict[str, Any]) -> None:
        article = self.articles[quotation["article"]]
        spans = _places(article.body, quotation["segments"], quotation.get("occurrence", 0))
        row = quotations.add(
            self.session,
            QuotationDraft(
                article_id=article.id,
                spans=spans,
                speaker_id=self.speakers[quotation["speaker"]],
                kind=QuotationKind(quotation["kind"]),
                mention=_named_place(article.body, quotation, "mention"),
                cue=_named_place(article.body, quotation, "cue"),
                said=quotation.get("said", ""),
                said_phrase=quotation.get("said_phrase", ""),
                note=quotation.get("note", ""),
            ),
            self.analyst_id,
        )
        self.quotations[quotation["id"]] = row.id
        stance_ids = {stance.key: stance.id for stance in topics.stances(self.session)}
        for judgement in quotation["judgements"]:
            add_judgement(
                self.session,
                quotation_id=row.id,
                topic_id=self.topics[judgement["topic"]],
                stance_id=stance_ids[judgement["stance"]],
                analyst_id=self.analyst_id,
                certainty=Certainty(judgement["certainty"]),
                note=judgement.get("note", ""),
            )

    def _write_event(self, event: dict[str, Any], categories: dict[str, str]) -> None:
        row = events.add(
            self.session,
            EventDraft(
                title=event["title"],
                edtf=event["edtf"],
                phrase=event.get("phrase", ""),
                category=categories[event["category"]],
                status=EventStatus(event["status"]),
                place=event.get("place", ""),
                description=event.get("description", ""),
                participant_ids=tuple(self.speakers[slug] for slug in event["participants"]),
            ),
        )
        row.tags = [articles.tag_named(self.session, tag) for tag in event.get("tags", ())]
        for piece in event["evidence"]:
            article = self.articles[piece["article"]]
            draft = EvidenceDraft(
                article_id=article.id,
                span=_place(article.body, piece["words"], piece.get("occurrence", 0)),
                relation=Relation(piece["relation"]),
                quotation_id=self.quotations.get(piece.get("quotation", "")),
                edtf=piece.get("date"),
            )
            agreed = with_date_agreed(self.session, draft, event["edtf"])
            events.add_evidence(self.session, row.id, agreed)


def _places(body: str, segments: list[str], occurrence: int) -> tuple[Span, ...]:
    """Where the segments stand: the first at its occurrence, the others behind it."""
    found = [_place(body, segments[0], occurrence)]
    for words in segments[1:]:
        start = body.find(words, found[-1].end)
        if start < 0:
            raise StancelineError(f"The sample lacks these words: {words}")
        found.append(Span(start, start + len(words)))
    return tuple(found)


def _place(body: str, words: str, occurrence: int) -> Span:
    start = -1
    for _ in range(occurrence + 1):
        start = body.find(words, start + 1)
        if start < 0:
            raise StancelineError(f"The sample lacks these words: {words}")
    return Span(start, start + len(words))


def _named_place(body: str, quotation: dict[str, Any], name: str) -> Span | None:
    words = quotation.get(name)
    return _place(body, words, quotation.get(f"{name}_occurrence", 0)) if words else None
