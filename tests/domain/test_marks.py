from dataclasses import replace

import pytest

from stanceline.domain.edtf import parse
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import (
    DateBasis,
    Mark,
    MarkFilter,
    MarkJudgement,
    MarkKind,
    MarkSource,
    Named,
    matching,
)
from stanceline.domain.spans import Span
from stanceline.domain.stances import DEFAULT_SCALE, Stance

BERG, AKER = Named(1, "Tora Berg", "Berg"), Named(2, "Nils Aker", "Aker")
OPENING, STRIKE = Named(1, "opening the bridge"), Named(2, "the strike")
SUPPORTS, OPPOSES = DEFAULT_SCALE[0], DEFAULT_SCALE[4]


def said(words: str, date: str, *judged: tuple[Named, Stance], speaker: Named = BERG) -> Mark:
    return Mark(
        kind=MarkKind.QUOTATION,
        id=1,
        title=words,
        date=parse(date) if date else None,
        basis=DateBasis.SAID,
        speakers=(speaker,),
        judgements=tuple(MarkJudgement(topic, stance) for topic, stance in judged),
        sources=(MarkSource(7, "An article", "The Gull", "2031-05", (Span(0, 4),)),),
    )


EVENT = Mark(
    MarkKind.EVENT,
    1,
    "Inspection of the bridge",
    parse("2031-05-12"),
    DateBasis.HAPPENED,
    speakers=(BERG, AKER),
    category="works",
    status=EventStatus.CONFIRMED,
    tags=("bridge", "rust"),
)
FOR_OPENING = said("Open it", "2031-05-20", (OPENING, SUPPORTS), (STRIKE, OPPOSES))
UNDATED = said("Some day", "")
BOTH_DATED = [EVENT, FOR_OPENING]


def seconds(date: str) -> int:
    return parse(date).bounds.t0


def test_key_is_unique_across_kinds():
    assert EVENT.key == "event:1"
    assert FOR_OPENING.key == "quotation:1"


def test_empty_filter_lets_everything_through():
    marks = [EVENT, FOR_OPENING, UNDATED]
    assert matching(marks, MarkFilter()) == marks


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (MarkFilter(kinds=frozenset({MarkKind.EVENT})), [EVENT]),
        (MarkFilter(speaker_ids=frozenset({2})), [EVENT]),
        (MarkFilter(speaker_ids=frozenset({3})), []),
        (MarkFilter(topic_ids=frozenset({1})), [FOR_OPENING]),
        (MarkFilter(stance_keys=frozenset({"opposes"})), [FOR_OPENING]),
        (MarkFilter(categories=frozenset({"works"})), [EVENT]),
        (MarkFilter(article_ids=frozenset({7})), [FOR_OPENING, UNDATED]),
        (MarkFilter(sources=frozenset({"The Gull"})), [FOR_OPENING, UNDATED]),
        (MarkFilter(tags=frozenset({"rust", "ferry"})), [EVENT]),
        (MarkFilter(statuses=frozenset({EventStatus.CONFIRMED})), [EVENT]),
        (MarkFilter(statuses=frozenset({EventStatus.DENIED})), []),
        (MarkFilter(words="BRIDGE inspection"), [EVENT]),
        (MarkFilter(words="nils"), [EVENT]),
        (MarkFilter(words="   "), [EVENT, FOR_OPENING, UNDATED]),
        (MarkFilter(since=seconds("2031-05-13")), [FOR_OPENING]),
        (MarkFilter(until=seconds("2031-05-13")), [EVENT]),
        (MarkFilter(since=seconds("2031-05-12"), until=seconds("2031-05-21")), BOTH_DATED),
    ],
)
def test_each_part_of_a_filter_narrows(wanted: MarkFilter, shown: list[Mark]):
    assert matching([EVENT, FOR_OPENING, UNDATED], wanted) == shown


def test_topic_and_stance_must_meet_in_one_judgement():
    opposed_opening = MarkFilter(
        topic_ids=frozenset({OPENING.id}), stance_keys=frozenset({"opposes"})
    )
    assert not opposed_opening.lets_through(FOR_OPENING)


def test_mark_that_may_lie_in_the_range_is_shown():
    about = replace(EVENT, date=parse("[2031-05-01..2031-05-09]"))
    open_ended = replace(EVENT, date=parse("2031-05-01/.."))
    june = MarkFilter(since=seconds("2031-06"), until=seconds("2031-07"))
    early_may = MarkFilter(since=seconds("2031-05-08"), until=seconds("2031-05-09"))
    assert early_may.lets_through(about)
    assert not june.lets_through(about)
    assert june.lets_through(open_ended)


def test_range_is_half_open():
    day = parse("2031-05-12").bounds
    assert not MarkFilter(until=day.t0).lets_through(EVENT)
    assert not MarkFilter(since=day.t1).lets_through(EVENT)
    assert MarkFilter(since=day.t1 - 1).lets_through(EVENT)


def test_undated_mark_is_shown_only_without_a_range():
    assert MarkFilter().lets_through(UNDATED)
    assert not MarkFilter(since=0).lets_through(UNDATED)
    assert not MarkFilter(until=0).lets_through(UNDATED)
