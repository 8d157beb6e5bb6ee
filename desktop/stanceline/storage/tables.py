"""The tables of a workspace, as typed models.

Every row that can be merged or exported carries a ``uid``. Ids are never used twice, so
that an id in the journal names one thing for ever. Offsets are code points into
``Article.body``. A date is an EDTF string, which is the truth; the columns that end in
``_t0``, ``_t1`` (core), ``_o0`` and ``_o1`` (outer bounds, civil seconds, half-open) are
derived from it by ``date_columns`` and by nothing else.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, validates

from stanceline.domain import edtf
from stanceline.domain.actions import ActionKind, ActionState
from stanceline.domain.articles import ArticleStatus
from stanceline.domain.events import EventStatus, Relation
from stanceline.domain.grams import grams_of
from stanceline.domain.quotations import Certainty, QuotationKind
from stanceline.domain.speakers import SpeakerKind
from stanceline.domain.suggestions import SuggestionKind, SuggestionStatus
from stanceline.storage.uids import new_uid

_NUMBERED = {"sqlite_autoincrement": True}
_UNJOURNALLED = {"info": {"is_journalled": False}}
"""For tables that the journal leaves alone: content-addressed ones, derived ones, its own."""


class Base(DeclarativeBase):
    """What all models share: ids that are not reused, constraint names to refer to."""

    __table_args__: Any = _NUMBERED
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def _stored(kind: type[StrEnum]) -> Enum:
    """A column type that stores the enumeration's values, not its names."""
    return Enum(
        kind,
        native_enum=False,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def date_columns(prefix: str, text: str) -> dict[str, int | None]:
    """The derived bounds of an EDTF string by column name; all None for an empty string.

    Raises EdtfError when the text is not EDTF.
    """
    names = [f"{prefix}_{part}" for part in ("t0", "t1", "o0", "o1")]
    if not text:
        return dict.fromkeys(names)
    bounds = edtf.parse(text).bounds
    return dict(zip(names, (bounds.t0, bounds.t1, bounds.o0, bounds.o1), strict=True))


class _Dated:
    """Derives the bounds of the date column whenever it is set."""

    def _derive(self, prefix: str, text: str) -> str:
        for name, value in date_columns(prefix, text).items():
            setattr(self, name, value)
        return str(edtf.parse(text)) if text else ""


class Setting(Base):
    """A fact about the workspace itself, such as its name."""

    __tablename__ = "setting"
    __table_args__: Any = ()

    key: Mapped[str] = mapped_column(String, primary_key=True)
    value: Mapped[str]


class Analyst(Base):
    """Somebody who works in the workspace."""

    __tablename__ = "analyst"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    name: Mapped[str]
    initials: Mapped[str] = mapped_column(default="")
    created_at: Mapped[str] = mapped_column(default=_now)


class Source(Base):
    """An outlet that articles appear in."""

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    country: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class Original(Base):
    """The file that an article came from, kept by the digest of its content."""

    __tablename__ = "original"
    __table_args__ = _NUMBERED | _UNJOURNALLED

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ArticleText(Base):
    """The text of articles, kept once by the digest of its content and never changed.

    An article that is edited gets another text, so that undoing and deleting move no
    text about. ``grams`` makes scripts without spaces searchable.
    """

    __tablename__ = "text"
    __table_args__ = _NUMBERED | _UNJOURNALLED

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    body: Mapped[str]
    grams: Mapped[str] = mapped_column(default="")


class Article(_Dated, Base):
    """A text with its metadata."""

    __tablename__ = "article"
    __table_args__ = (Index("ix_article_library", "status", "published_t0"), _NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    title: Mapped[str] = mapped_column(index=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1)
    source_id: Mapped[int | None] = mapped_column(
        ForeignKey("source.id", ondelete="SET NULL"), index=True
    )
    author: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="", index=True)
    published: Mapped[str] = mapped_column(default="")
    published_t0: Mapped[int | None] = mapped_column(BigInteger, index=True)
    published_t1: Mapped[int | None] = mapped_column(BigInteger)
    published_o0: Mapped[int | None] = mapped_column(BigInteger)
    published_o1: Mapped[int | None] = mapped_column(BigInteger)
    language: Mapped[str] = mapped_column(default="")
    status: Mapped[ArticleStatus] = mapped_column(
        _stored(ArticleStatus), default=ArticleStatus.UNREAD
    )
    note: Mapped[str] = mapped_column(default="")
    reprint_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("article.id", ondelete="SET NULL"), index=True
    )
    original_id: Mapped[int | None] = mapped_column(
        ForeignKey("original.id", ondelete="SET NULL"), index=True
    )
    imported_at: Mapped[str] = mapped_column(default=_now)
    grams: Mapped[str] = mapped_column(default="")

    text: Mapped[ArticleText] = relationship()
    source: Mapped[Source | None] = relationship()
    original: Mapped[Original | None] = relationship()
    tags: Mapped[list["Tag"]] = relationship(secondary="article_tag", order_by="Tag.name")

    @property
    def body(self) -> str:
        """The words of the article."""
        return self.text.body

    @validates("published")
    def _published_changed(self, _key: str, text: str) -> str:
        return self._derive("published", text)

    @validates("title", "author", "note")
    def _words_changed(self, key: str, words: str) -> str:
        found = {name: getattr(self, name) or "" for name in ("title", "author", "note")}
        self.grams = grams_of("\n".join((found | {key: words}).values()))
        return words


class Speaker(Base):
    """Somebody or something that speaks."""

    __tablename__ = "speaker"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str] = mapped_column(default="")
    kind: Mapped[SpeakerKind] = mapped_column(_stored(SpeakerKind), default=SpeakerKind.PERSON)
    affiliation_id: Mapped[int | None] = mapped_column(
        ForeignKey("speaker.id", ondelete="SET NULL"), index=True
    )
    country: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

    aliases: Mapped[list["SpeakerAlias"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="SpeakerAlias.id"
    )
    roles: Mapped[list["SpeakerRole"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="SpeakerRole.position"
    )
    affiliation: Mapped["Speaker | None"] = relationship(remote_side="Speaker.id")


class SpeakerAlias(Base):
    """Another name that a speaker goes by."""

    __tablename__ = "speaker_alias"
    __table_args__ = (UniqueConstraint("speaker_id", "alias"), _NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"))
    alias: Mapped[str] = mapped_column(index=True)


class SpeakerRole(Base):
    """A function that a speaker holds for a time; ``since`` and ``until`` are EDTF."""

    __tablename__ = "speaker_role"

    id: Mapped[int] = mapped_column(primary_key=True)
    speaker_id: Mapped[int] = mapped_column(
        ForeignKey("speaker.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    title: Mapped[str]
    since: Mapped[str] = mapped_column(default="")
    until: Mapped[str] = mapped_column(default="")


class StanceScale(Base):
    """An ordered set of stances."""

    __tablename__ = "stance_scale"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    name: Mapped[str]


class Stance(Base):
    """One label of a scale; ``value`` is None for what stands outside the order."""

    __tablename__ = "stance"
    __table_args__ = (UniqueConstraint("scale_id", "key"), _NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    scale_id: Mapped[int] = mapped_column(ForeignKey("stance_scale.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str]
    label: Mapped[str]
    value: Mapped[float | None]
    shortcut: Mapped[str]
    colour_light: Mapped[str]
    colour_dark: Mapped[str]


class Topic(Base):
    """What a stance is about."""

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    scale_id: Mapped[int] = mapped_column(ForeignKey("stance_scale.id"), index=True)


class Quotation(_Dated, Base):
    """One utterance in an article."""

    __tablename__ = "quotation"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), index=True
    )
    speaker_id: Mapped[int | None] = mapped_column(
        ForeignKey("speaker.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[QuotationKind] = mapped_column(
        _stored(QuotationKind), default=QuotationKind.DIRECT
    )
    cue_start: Mapped[int | None]
    cue_end: Mapped[int | None]
    mention_start: Mapped[int | None]
    mention_end: Mapped[int | None]
    said: Mapped[str] = mapped_column(default="")
    said_t0: Mapped[int | None] = mapped_column(BigInteger)
    said_t1: Mapped[int | None] = mapped_column(BigInteger)
    said_o0: Mapped[int | None] = mapped_column(BigInteger)
    said_o1: Mapped[int | None] = mapped_column(BigInteger)
    said_phrase: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    analyst_id: Mapped[int | None] = mapped_column(
        ForeignKey("analyst.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[str] = mapped_column(default=_now)

    article: Mapped[Article] = relationship()
    speaker: Mapped[Speaker | None] = relationship()
    spans: Mapped[list["QuotationSpan"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="QuotationSpan.position"
    )
    judgements: Mapped[list["Judgement"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Judgement.id"
    )
    tags: Mapped[list["Tag"]] = relationship(secondary="quotation_tag", order_by="Tag.name")

    @validates("said")
    def _said_changed(self, _key: str, text: str) -> str:
        return self._derive("said", text)


class QuotationSpan(Base):
    """One segment of an utterance with its anchor."""

    __tablename__ = "quotation_span"
    __table_args__ = (
        UniqueConstraint("quotation_id", "position"),
        CheckConstraint("start >= 0 AND start < end", name="holds_text"),
        _NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quotation_id: Mapped[int] = mapped_column(ForeignKey("quotation.id", ondelete="CASCADE"))
    position: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    exact: Mapped[str]
    prefix: Mapped[str]
    suffix: Mapped[str]
    revision: Mapped[int]


class Judgement(Base):
    """One analyst's stance of one quotation on one topic."""

    __tablename__ = "judgement"
    __table_args__ = (UniqueConstraint("quotation_id", "topic_id", "analyst_id"), _NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    quotation_id: Mapped[int] = mapped_column(ForeignKey("quotation.id", ondelete="CASCADE"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"), index=True)
    stance_id: Mapped[int] = mapped_column(ForeignKey("stance.id"), index=True)
    analyst_id: Mapped[int] = mapped_column(ForeignKey("analyst.id"), index=True)
    certainty: Mapped[Certainty] = mapped_column(_stored(Certainty), default=Certainty.CERTAIN)
    note: Mapped[str] = mapped_column(default="")
    judged_at: Mapped[str] = mapped_column(default=_now)

    topic: Mapped[Topic] = relationship()
    stance: Mapped[Stance] = relationship()
    analyst: Mapped[Analyst] = relationship()


class Category(Base):
    """A kind of event."""

    __tablename__ = "category"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    name: Mapped[str] = mapped_column(unique=True)


class Event(_Dated, Base):
    """Something that happened, or may have, or is planned."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_outer", "date_o0", "date_o1"), _NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    date: Mapped[str] = mapped_column(default="")
    date_t0: Mapped[int | None] = mapped_column(BigInteger)
    date_t1: Mapped[int | None] = mapped_column(BigInteger)
    date_o0: Mapped[int | None] = mapped_column(BigInteger)
    date_o1: Mapped[int | None] = mapped_column(BigInteger)
    date_precision: Mapped[str] = mapped_column(default="")
    date_flags: Mapped[str] = mapped_column(default="")
    phrase: Mapped[str] = mapped_column(default="")
    rule: Mapped[str] = mapped_column(default="")
    category_id: Mapped[int | None] = mapped_column(
        ForeignKey("category.id", ondelete="SET NULL"), index=True
    )
    status: Mapped[EventStatus] = mapped_column(_stored(EventStatus), default=EventStatus.REPORTED)
    place: Mapped[str] = mapped_column(default="")
    created_at: Mapped[str] = mapped_column(default=_now)

    category: Mapped[Category | None] = relationship()
    participants: Mapped[list[Speaker]] = relationship(
        secondary="event_participant", order_by="Speaker.name"
    )
    evidence: Mapped[list["Evidence"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Evidence.id"
    )
    tags: Mapped[list["Tag"]] = relationship(secondary="event_tag", order_by="Tag.name")

    @validates("date")
    def _date_changed(self, _key: str, text: str) -> str:
        parsed = edtf.parse(text) if text else None
        self.date_precision = parsed.precision.value if parsed else ""
        self.date_flags = ", ".join(sorted(flag.value for flag in parsed.flags)) if parsed else ""
        return self._derive("date", text)


class EventParticipant(Base):
    """A speaker who takes part in an event."""

    __tablename__ = "event_participant"
    __table_args__: Any = ()

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    speaker_id: Mapped[int] = mapped_column(
        ForeignKey("speaker.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Evidence(Base):
    """A passage that an event rests on, with its anchor.

    ``edtf`` is the date that the passage gives for the event, empty where it gives none,
    and ``phrase`` the words that it was read from.
    """

    __tablename__ = "evidence"
    __table_args__ = (CheckConstraint("start >= 0 AND start < end", name="holds_text"), _NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), index=True
    )
    quotation_id: Mapped[int | None] = mapped_column(
        ForeignKey("quotation.id", ondelete="SET NULL"), index=True
    )
    relation: Mapped[Relation] = mapped_column(_stored(Relation), default=Relation.REPORTS)
    start: Mapped[int]
    end: Mapped[int]
    exact: Mapped[str]
    prefix: Mapped[str]
    suffix: Mapped[str]
    revision: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    edtf: Mapped[str] = mapped_column(default="", server_default="")
    phrase: Mapped[str] = mapped_column(default="", server_default="")

    article: Mapped[Article] = relationship()

    @validates("edtf")
    def _edtf_changed(self, _key: str, written: str) -> str:
        return str(edtf.parse(written)) if written else ""


class Doubt(Base):
    """An anchor that somebody must look at, since an edit of its text left it uncertain.

    ``start`` and ``end`` are its place in the text in which it was last sure, so that the
    first words are never lost. It belongs to a segment of a quotation or to a piece of
    evidence, and each has one doubt at most.
    """

    __tablename__ = "doubt"
    __table_args__ = (
        CheckConstraint("start >= 0 AND start < end", name="holds_text"),
        CheckConstraint(
            "(quotation_span_id IS NULL) <> (evidence_id IS NULL)", name="is_about_one_anchor"
        ),
        _NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), index=True
    )
    quotation_span_id: Mapped[int | None] = mapped_column(
        ForeignKey("quotation_span.id", ondelete="CASCADE"), unique=True
    )
    evidence_id: Mapped[int | None] = mapped_column(
        ForeignKey("evidence.id", ondelete="CASCADE"), unique=True
    )
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    reason: Mapped[str]
    at: Mapped[str] = mapped_column(default=_now)


class Reading(Base):
    """How far somebody has read an article, in code points of its body; its id is the article's.

    It refers to no row, so that an article that was deleted and comes back is where it was.
    """

    __tablename__ = "reading"
    __table_args__ = _UNJOURNALLED

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int]
    furthest: Mapped[int]
    at: Mapped[str] = mapped_column(default=_now)


class Draft(Base):
    """A text that is being edited and is not the article's yet; its id is the article's.

    ``revision`` is the one that the editing began from.
    """

    __tablename__ = "draft"
    __table_args__ = _UNJOURNALLED

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[str]
    revision: Mapped[int]
    at: Mapped[str] = mapped_column(default=_now)


class Tag(Base):
    """A label that the analyst gives to articles, quotations and events."""

    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    name: Mapped[str] = mapped_column(unique=True)


class ArticleTag(Base):
    """An article that carries a tag."""

    __tablename__ = "article_tag"
    __table_args__: Any = ()

    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class QuotationTag(Base):
    """A quotation that carries a tag."""

    __tablename__ = "quotation_tag"
    __table_args__: Any = ()

    quotation_id: Mapped[int] = mapped_column(
        ForeignKey("quotation.id", ondelete="CASCADE"), primary_key=True
    )
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class EventTag(Base):
    """An event that carries a tag."""

    __tablename__ = "event_tag"
    __table_args__: Any = ()

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Timeline(Base):
    """A saved view; ``definition`` is a JSON object of filter, lanes, range and style."""

    __tablename__ = "timeline"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    definition: Mapped[str]


class Suggestion(Base):
    """A proposed quotation or event that waits for the analyst.

    ``spans`` is a JSON list of pairs, ``alternatives`` and ``participants`` are JSON lists of
    texts. ``confidence`` is what the rules say, before anything that was learnt.
    ``decided_at`` is when somebody decided on this very one; it is empty where many were
    accepted at once, from which nothing is learnt. ``is_corrected`` says that it was accepted
    with another speaker or date than the proposed one.
    """

    __tablename__ = "suggestion"
    __table_args__ = (
        Index("ix_suggestion_article_status", "article_id", "status"),
        Index(
            "ix_suggestion_waiting",
            "article_id",
            # To name another database here, too, would load its driver at each start.
            sqlite_where=text("status = 'waiting'"),
        ),
        Index(
            "ix_suggestion_decided",
            "pattern",
            "status",
            "is_corrected",
            "name",
            "speaker",
            "decided_at",
            sqlite_where=text("decided_at IS NOT NULL"),
        ),
        Index(
            "ix_suggestion_corrected",
            "name",
            "speaker",
            "quotation_id",
            "decided_at",
            sqlite_where=text("is_corrected = 1"),
        ),
        _NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    start: Mapped[int]
    spans: Mapped[str]
    exact: Mapped[str]
    speaker: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    mention_start: Mapped[int | None]
    mention_end: Mapped[int | None]
    cue_start: Mapped[int | None]
    cue_end: Mapped[int | None]
    pattern: Mapped[str]
    confidence: Mapped[float]
    reason: Mapped[str]
    status: Mapped[SuggestionStatus] = mapped_column(
        _stored(SuggestionStatus), default=SuggestionStatus.WAITING
    )
    quotation_id: Mapped[int | None] = mapped_column(
        ForeignKey("quotation.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[SuggestionKind] = mapped_column(
        _stored(SuggestionKind),
        default=SuggestionKind.QUOTATION,
        server_default=SuggestionKind.QUOTATION.value,
    )
    title: Mapped[str] = mapped_column(default="", server_default="")
    edtf: Mapped[str] = mapped_column(default="", server_default="")
    phrase_start: Mapped[int | None]
    phrase_end: Mapped[int | None]
    rule: Mapped[str] = mapped_column(default="", server_default="")
    tier: Mapped[str] = mapped_column(default="", server_default="")
    alternatives: Mapped[str] = mapped_column(default="[]", server_default="[]")
    participants: Mapped[str] = mapped_column(default="[]", server_default="[]")
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="SET NULL"), index=True
    )
    decided_at: Mapped[str | None]
    is_corrected: Mapped[bool] = mapped_column(default=False, server_default="0")


class Action(Base):
    """One thing that somebody did, which is one step of undo and one line of history.

    ``kinds`` names what it touched, ``target_id`` the action that it undoes or does again,
    and ``is_open`` that it still goes on, in several transactions.
    """

    __tablename__ = "action"
    __table_args__ = (Index("ix_action_state", "state", "id"), _NUMBERED | _UNJOURNALLED)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(default=new_uid, unique=True)
    label: Mapped[str]
    at: Mapped[str]
    analyst_id: Mapped[int]
    kind: Mapped[ActionKind] = mapped_column(_stored(ActionKind))
    state: Mapped[ActionState] = mapped_column(_stored(ActionState))
    target_id: Mapped[int | None]
    kinds: Mapped[str]
    n_changes: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=False)


class Change(Base):
    """What an action did to one row; ``vals`` is JSON as the triggers write it.

    An insertion has none, an update ``{"column": [before, after]}`` of the changed columns,
    a deletion ``{"column": value}`` of all. A table without an id has the row 0, and all
    its columns stand in ``vals``.
    """

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_tbl_row_id", "tbl", "row_id"), _NUMBERED | _UNJOURNALLED)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(index=True)
    tbl: Mapped[str]
    op: Mapped[str]
    row_id: Mapped[int]
    vals: Mapped[str | None]


class JournalNow(Base):
    """The action that goes on in the transaction; its one row holds none between actions."""

    __tablename__ = "journal_now"
    __table_args__ = (
        CheckConstraint("id = 1", name="is_alone"),
        _UNJOURNALLED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int | None]


class SearchDoc(Base):
    """What of an article can be searched beside its text; triggers keep it as the article is."""

    __tablename__ = "search_doc"
    __table_args__ = _UNJOURNALLED

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(index=True)
    title: Mapped[str]
    author: Mapped[str]
    source: Mapped[str]
    notes: Mapped[str]
    grams: Mapped[str]
