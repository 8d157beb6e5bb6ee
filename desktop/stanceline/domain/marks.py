"""What a timeline shows: events and quotations as marks in time, and which of them."""

from dataclasses import field
from enum import StrEnum

from stanceline.domain.edtf import Edtf
from stanceline.domain.events import EventStatus
from stanceline.domain.spans import Span
from stanceline.domain.stances import Stance
from stanceline.records import dataclass


class MarkKind(StrEnum):
    """What stands behind a mark."""

    QUOTATION = "quotation"
    EVENT = "event"


class DateBasis(StrEnum):
    """Which time a mark is drawn at."""

    HAPPENED = "happened"
    SAID = "said"
    PUBLISHED = "published"


class LaneKey(StrEnum):
    """What the lanes of a timeline stand for."""

    SPEAKER = "speaker"
    AFFILIATION = "affiliation"
    TOPIC = "topic"
    CATEGORY = "category"
    SOURCE = "source"
    STATUS = "status"
    TAG = "tag"
    ANALYST = "analyst"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with a name, and a short form of it for narrow places."""

    id: int
    name: str
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class MarkJudgement:
    """The stance that a quotation takes on one topic."""

    topic: Named
    stance: Stance


@dataclass(frozen=True, slots=True)
class MarkSource:
    """One article that a mark rests on; spans are code points of its body.

    ``date`` is the date, in EDTF, that this article gives for an event, empty where it
    gives none of its own.
    """

    article_id: int
    article_title: str
    source: str
    published: str
    spans: tuple[Span, ...]
    date: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One event or quotation on a timeline.

    ``date`` is None for what has no date: it waits on a shelf. ``speakers`` are the one
    who speaks, or the participants of an event. ``sources`` has one entry for a
    quotation and one for each article that reports an event, first published first.
    ``tags`` are those that it carries, ``analyst`` is who made it.
    """

    kind: MarkKind
    id: int
    title: str
    date: Edtf | None
    basis: DateBasis
    speakers: tuple[Named, ...] = ()
    judgements: tuple[MarkJudgement, ...] = ()
    category: str = ""
    status: EventStatus | None = None
    place: str = ""
    phrase: str = ""
    sources: tuple[MarkSource, ...] = ()
    tags: tuple[str, ...] = ()
    analyst: str = ""

    @property
    def key(self) -> str:
        """A name for the mark that is unique in its workspace, such as ``event:12``."""
        return f"{self.kind.value}:{self.id}"


@dataclass(frozen=True, slots=True)
class MarkFilter:
    """Which marks a view shows; an empty part lets everything through.

    ``since`` and ``until`` are civil seconds (see ``domain.civil``); marks that may lie
    in between are let through, undated ones only when neither is set.
    """

    kinds: frozenset[MarkKind] = field(default_factory=frozenset)
    speaker_ids: frozenset[int] = field(default_factory=frozenset)
    topic_ids: frozenset[int] = field(default_factory=frozenset)
    stance_keys: frozenset[str] = field(default_factory=frozenset)
    categories: frozenset[str] = field(default_factory=frozenset)
    article_ids: frozenset[int] = field(default_factory=frozenset)
    sources: frozenset[str] = field(default_factory=frozenset)
    tags: frozenset[str] = field(default_factory=frozenset)
    statuses: frozenset[EventStatus] = field(default_factory=frozenset)
    words: str = ""
    since: int | None = None
    until: int | None = None

    def lets_through(self, mark: Mark) -> bool:
        """Whether the view shows this mark."""
        return (
            self._kind_and_category_fit(mark)
            and self._judgements_fit(mark)
            and (not self.speaker_ids or any(s.id in self.speaker_ids for s in mark.speakers))
            and self._articles_fit(mark)
            and self._words_fit(mark)
            and self._date_fits(mark)
        )

    def _kind_and_category_fit(self, mark: Mark) -> bool:
        return (
            (not self.kinds or mark.kind in self.kinds)
            and (not self.categories or mark.category in self.categories)
            and (not self.statuses or mark.status in self.statuses)
        )

    def _articles_fit(self, mark: Mark) -> bool:
        return (
            (
                not self.article_ids
                or any(source.article_id in self.article_ids for source in mark.sources)
            )
            and (not self.sources or any(source.source in self.sources for source in mark.sources))
            and (not self.tags or not self.tags.isdisjoint(mark.tags))
        )

    def _judgements_fit(self, mark: Mark) -> bool:
        if not self.topic_ids and not self.stance_keys:
            return True
        return any(
            (not self.topic_ids or judgement.topic.id in self.topic_ids)
            and (not self.stance_keys or judgement.stance.key in self.stance_keys)
            for judgement in mark.judgements
        )

    def _words_fit(self, mark: Mark) -> bool:
        wanted = self.words.casefold().split()
        text = " ".join([mark.title, *(speaker.name for speaker in mark.speakers)]).casefold()
        return all(word in text for word in wanted)

    def _date_fits(self, mark: Mark) -> bool:
        if self.since is None and self.until is None:
            return True
        if mark.date is None:
            return False
        bounds = mark.date.bounds
        return (self.until is None or bounds.o0 < self.until) and (
            self.since is None or bounds.o1 > self.since
        )


def matching(marks: list[Mark], wanted: MarkFilter) -> list[Mark]:
    """The marks that the filter lets through, in their order."""
    return [mark for mark in marks if wanted.lets_through(mark)]
