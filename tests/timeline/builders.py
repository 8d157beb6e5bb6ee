"""Marks to draw: a small affair about a harbour, with every kind of date."""

import random

from stanceline.domain.civil import civil_from_days, days_from_civil
from stanceline.domain.edtf import parse
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import (
    DateBasis,
    Mark,
    MarkJudgement,
    MarkKind,
    MarkSource,
    Named,
)
from stanceline.domain.spans import Span
from stanceline.domain.stances import DEFAULT_SCALE, Stance

STANCES = {stance.key: stance for stance in DEFAULT_SCALE}

SPEAKERS = (
    Named(1, "Ingrid Dahl", "Minister Dahl"),
    Named(2, "Pilots’ union", "Pilots’ union"),
    Named(3, "Port authority", "Port authority"),
    Named(4, "Ferry operators", "Ferry operators"),
    Named(5, "Council of the Strait", "Council"),
    Named(6, "Tomas Wiik", "Wiik"),
    Named(7, "Crane drivers’ association", "Crane drivers"),
    Named(8, "The chamber of commerce and shipping of the northern provinces", ""),
)
DELAY = Named(1, "Delay the law", "")
VETO = Named(2, "Veto rights of pilots", "Veto rights")

WORDS = (
    "There is no version of this law in which unpaid pilots keep a veto over the harbour",
    "We have been asking for a hearing since April",
    "nobody on the quay wants the ferries to stop",
    "If the council votes again, we will be in the room",
    "A delay of six weeks costs us less than a strike of six days",
    "The harbour does not belong to the minister",
    "We will not comment on talks that are under way",
)

EVENTS = (
    ("Law tabled", "2031-04-13", EventStatus.CONFIRMED),
    ("First talks, early May", "[2031-05-01..2031-05-09]", EventStatus.REPORTED),
    ("Ferries halted", "2031-05-30/2031-06-10", EventStatus.CONFIRMED),
    ("Arbitration, end unknown", "2031-06-29/", EventStatus.REPORTED),
    ("Draft leaked to the press", "2031-04-22~", EventStatus.REPORTED),
    ("Second reading", "2031-06-19", EventStatus.PLANNED),
    ("Pilots meet the minister in private", "2031-05-14?", EventStatus.DISPUTED),
    ("Secret agreement signed", "2031-05-20", EventStatus.DENIED),
    ("Inspection of the quays", "2031-05", EventStatus.REPORTED),
    ("Dredging season", "2031-21", EventStatus.CONFIRMED),
    ("Overtime ban in force", "2031-05-12/..", EventStatus.CONFIRMED),
    ("Old tariff applies", "../2031-05-05", EventStatus.CONFIRMED),
    ("Warning strikes", "{2031-04-28,2031-05-06,2031-05-16}", EventStatus.CONFIRMED),
    ("Vote of no confidence", "[2031-06-03,2031-06-24]", EventStatus.DISPUTED),
    ("Negotiations in the town hall", "2031-05/2031-06", EventStatus.REPORTED),
    ("Tanker adrift", "2031-06-14T03:20", EventStatus.REPORTED),
    ("Audit of the fund", "2031-06%", EventStatus.DISPUTED),
    ("Strike pay runs out", "2031-06-22~/2031-07-03", EventStatus.PLANNED),
    ("Compensation scheme", "2031-04?", EventStatus.DENIED),
    ("Pay round", "2031-05-21/2031-05-28?", EventStatus.PLANNED),
    (
        "Mediator appointed by the regional court after both sides refused a list of names",
        "2031-06-06",
        EventStatus.CONFIRMED,
    ),
    ("Rally at the fish market", "2031-05-25", EventStatus.REPORTED),
    ("Port closed to cruise ships", "2031-07-05/2031-07-12", EventStatus.PLANNED),
    ("Rules in force before the summer", "[..2031-06-20]", EventStatus.REPORTED),
    ("Fog, no traffic", "2031-06-27T04:00/2031-06-27T15:30", EventStatus.CONFIRMED),
    ("New tariff", "[2031-07-01..]", EventStatus.PLANNED),
    ("Grant paid out", "2031-06-1X", EventStatus.REPORTED),
    ("Harbour master resigns", "2031-07-08", EventStatus.CONFIRMED),
    ("First pilots’ statute", "1987", EventStatus.CONFIRMED),
    ("Founding of the harbour", "", EventStatus.REPORTED),
)


def a_quotation(
    number: int,
    date: str,
    speaker: Named | None = SPEAKERS[0],
    stances: tuple[tuple[Named, Stance], ...] = ((DELAY, STANCES["opposes"]),),
    words: str = WORDS[0],
) -> Mark:
    return Mark(
        kind=MarkKind.QUOTATION,
        id=number,
        title=words,
        date=parse(date) if date else None,
        basis=DateBasis.SAID,
        speakers=(speaker,) if speaker else (),
        judgements=tuple(MarkJudgement(topic, stance) for topic, stance in stances),
        phrase="on Thursday",
        sources=(a_source(number, date),),
    )


def an_event(
    number: int,
    title: str,
    date: str,
    status: EventStatus = EventStatus.CONFIRMED,
    participants: tuple[Named, ...] = (),
    n_sources: int = 1,
    category: str = "",
) -> Mark:
    return Mark(
        kind=MarkKind.EVENT,
        id=number,
        title=title,
        date=parse(date) if date else None,
        basis=DateBasis.HAPPENED,
        speakers=participants,
        category=category,
        status=status,
        place="the harbour",
        phrase="in early summer",
        sources=tuple(a_source(number + i, "2031-05-24") for i in range(n_sources)),
    )


def a_source(number: int, published: str) -> MarkSource:
    outlets = ("Nordkyst Avis", "The Strait Times", "Le Quai", "Harbour Watch")
    titles = (
        "Harbour strike: will the ferries stop on Monday?",
        "Minister “will not bend” on the pilot law",
        "Des grutiers menacent de bloquer le port",
        "Council votes for a second hearing",
    )
    at = number % len(outlets)
    return MarkSource(
        article_id=number % 14,
        article_title=titles[at],
        source=outlets[at],
        published=published,
        spans=(Span(0, 10),),
    )


def day_after(first: str, n_days: int) -> str:
    """The day so many days after another, as EDTF."""
    year, month, day = (int(part) for part in first.split("-"))
    return "{:04}-{:02}-{:02}".format(*civil_from_days(days_from_civil(year, month, day) + n_days))


def the_affair() -> list[Mark]:
    """Sixty quotations by eight speakers and thirty events with every kind of date."""
    rng = random.Random(7)
    keys = list(STANCES)
    marks: list[Mark] = []
    for number in range(60):
        who = min(int(rng.expovariate(0.35)), len(SPEAKERS) - 1)
        leaning = (4, 0, 2, 3, 1, 0, 5, 2)[who]
        key = keys[leaning] if rng.random() < 0.6 else rng.choice(keys)
        stances = ((DELAY, STANCES[key]),) if rng.random() < 0.9 else ()
        if number == 17:
            stances = ((DELAY, STANCES["supports"]), (VETO, STANCES["opposes"]))
        date = day_after("2031-04-03", int(rng.triangular(0, 100, 45)))
        date = {5: "2031-05", 23: "2031-06-10~", 41: ""}.get(number, date)
        marks.append(
            a_quotation(number + 1, date, SPEAKERS[who], stances, WORDS[number % len(WORDS)])
        )
    for number, (title, date, status) in enumerate(EVENTS):
        with_whom = (SPEAKERS[number % 5],) if number % 6 == 0 else ()
        marks.append(
            an_event(
                number + 1,
                title,
                date,
                status,
                with_whom,
                n_sources=1 + number % 3,
                category=("talks", "strike", "law")[number % 3],
            )
        )
    return marks


def a_crowd(n_marks: int, n_speakers: int = 12, n_days: int = 7300) -> list[Mark]:
    """Many marks over twenty years, one in ten an event that lasts some weeks."""
    rng = random.Random(11)
    who = [Named(i + 1, f"Speaker {i + 1}", "") for i in range(n_speakers)]
    stances = list(DEFAULT_SCALE)
    days = [day_after("2011-01-01", i) for i in range(n_days)]
    marks = []
    for number in range(n_marks):
        at = rng.randrange(n_days)
        if number % 10 == 0:
            end = days[min(at + rng.randrange(40), n_days - 1)]
            date = f"{days[at]}/{end}" if end > days[at] else days[at]
            marks.append(an_event(number, f"Event {number}", date))
        else:
            stance = rng.choice(stances)
            marks.append(a_quotation(number, days[at], rng.choice(who), ((DELAY, stance),)))
    return marks
