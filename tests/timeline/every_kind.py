"""Marks with every kind of date, status, stance and doubt, drawn as one picture."""

from dataclasses import replace

from PySide6.QtGui import QImage, QPainter

from stanceline.domain.civil import seconds_from_civil
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import LaneKey, Mark, MarkSource
from stanceline.domain.timelines import Arrangement, Era, LaneOrder, Note
from stanceline.timeline.drawing.fonts import FontMeasure
from stanceline.timeline.layout import lay_out
from stanceline.timeline.placing.extras import Extras
from stanceline.timeline.primitives import Layout
from stanceline.timeline.render import Highlights, paint
from stanceline.timeline.sorting.lanes import Lanes, Place, build_lanes
from stanceline.timeline.style import Style
from stanceline.timeline.windows import TimeWindow
from timeline.builders import DELAY, SPEAKERS, STANCES, VETO, a_quotation, an_event
from timeline.columns import More, columns_of, texts_of

SIZE = (1400, 1030)

STYLES = {
    "light": Style.light(),
    "dark": Style.dark(),
    "contrast": Style.with_contrast(is_dark=False),
    "contrast-dark": Style.with_contrast(is_dark=True),
}

EVENTS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "A day or finer",
        (
            ("Law tabled", "2031-04-14"),
            ("Tanker adrift at 03:20", "2031-06-14T03:20"),
            ("Fog for half a day", "2031-07-27T04:00/2031-07-27T15:30"),
        ),
    ),
    (
        "Some time within",
        (
            ("Inspected in May", "2031-05"),
            ("Grant paid, mid June", "2031-06-1X"),
            ("Quays closed, in summer", "2031-22"),
        ),
    ),
    (
        "One of several",
        (
            ("Talks on one of these days", "[2031-04-20..2031-05-10]"),
            ("One date or the other", "[2031-06-03,2031-06-27]"),
        ),
    ),
    (
        "Lasting",
        (
            ("Ferries halted", "2031-05-21/2031-06-11"),
            ("From some day in June to some day in August", "2031-06/2031-08"),
        ),
    ),
    ("Each of these", (("Warning strikes", "{2031-04-28,2031-05-06,2031-05-16}"),)),
    (
        "About",
        (
            ("Draft leaked", "2031-04-23~"),
            ("Strike pay runs out", "2031-06-22~/2031-07-13"),
            ("Fund emptied", "2031-05~"),
        ),
    ),
    (
        "Possibly",
        (
            ("Met in private", "2031-04-20?"),
            ("Compensation scheme", "2031-06?"),
            ("Pay round", "2031-07-11/2031-07-28?"),
        ),
    ),
    ("Possibly about", (("Audit of the fund", "2031-06%"), ("A call", "2031-04-28%"))),
    (
        "Goes on",
        (
            ("Old tariff applies", "../2031-05-02"),
            ("Overtime ban in force", "2031-06-12/.."),
            ("By the middle of April", "[..2031-04-12]"),
            ("New tariff, from July on", "[2031-07-21..]"),
        ),
    ),
    ("End unknown", (("Arbitration", "2031-06-20/"), ("Until then", "/2031-04-20"))),
)

_STATUS_DAYS = ("2031-04-08", "2031-05-03", "2031-06-01", "2031-06-30", "2031-07-24")


def every_kind() -> tuple[list[Mark], More]:
    """The marks, and in which lanes they stand."""
    marks: list[Mark] = []
    tags: dict[str, list[str]] = {}

    def add(mark: Mark, lane: str) -> Mark:
        marks.append(mark)
        tags[mark.key] = [lane]
        return mark

    number = 0
    for lane, dated in EVENTS:
        for title, date in dated:
            number += 1
            add(replace(an_event(number, title, date), sources=()), lane)
    for status, day in zip(EventStatus, _STATUS_DAYS, strict=True):
        number += 1
        event = an_event(number, f"It is {status.value}", day, status, category="talks")
        add(replace(event, sources=()), "Status and category")
        end = f"{day[:-2]}{int(day[-2:]) + 4:02}" if int(day[-2:]) < 26 else f"{day[:6]}8-06"
        lasting = an_event(number + 50, "", f"{day}/{end}", status)
        add(replace(lasting, sources=()), "Status and category")
    for category, day in (("strike", "2031-04-20"), ("law", "2031-05-20"), ("money", "2031-07-08")):
        number += 1
        event = an_event(number, category.capitalize(), day, category=category)
        add(replace(event, sources=()), "Status and category")
    quotations = [*(((DELAY, STANCES[key]),) for key in STANCES), ()]
    quotations.append(((DELAY, STANCES["supports"]), (VETO, STANCES["opposes"])))
    for at, stances in enumerate(quotations):
        day = f"2031-{4 + at // 2:02}-{4 + 14 * (at % 2):02}"
        quotation = a_quotation(at + 1, day, SPEAKERS[0], stances, f"Words of quotation {at + 1}")
        add(quotation, "What was said")
    add(a_quotation(20, "2031-05", words="Said some day in May"), "What was said")
    late = a_quotation(21, "2031-04-06", words="Printed much later")
    source = MarkSource(90, "A late print", "Le Quai", "2031-05-02", ())
    add(replace(late, sources=(source,)), "Reports")
    reported = an_event(90, "Four reports, the first one darker", "2031-06-03")
    days = ("2031-06-04", "2031-06-05", "2031-06-09", "2031-06-21")
    sources = tuple(
        MarkSource(91 + at, "A report", "Le Quai", day, ()) for at, day in enumerate(days)
    )
    add(replace(reported, sources=sources), "Reports")
    disagreed = an_event(91, "Sources give other dates", "2031-07-06")
    add(replace(disagreed, sources=sources[:2]), "Reports")
    repeated = a_quotation(22, "2031-04-24", words="Repeated by two more")
    originals = MarkSource(80, "A report", "Le Quai", "2031-04-24", ())
    add(replace(repeated, sources=(originals,)), "Reports")
    for at in (81, 82):
        again = replace(originals, article_id=at)
        add(replace(repeated, id=at, sources=(again,)), "Reports")
    add(a_quotation(23, "2031-07-30", words="Only suggested"), "Reports")
    hall = an_event(92, "A hall is opened, as suggested", "2031-04-26")
    add(replace(hall, sources=()), "Suggested events")
    sold = an_event(93, "Pictures sold, some time in June", "2031-06")
    add(replace(sold, sources=()), "Suggested events")
    shut = an_event(94, "The quay shut, as suggested", "2031-07-08/2031-07-24")
    add(replace(shut, sources=()), "Suggested events")
    return marks, More(
        tags=tags,
        reprints={81: 80, 82: 80},
        said_dates={"event:91": ("2031-07-06", "2031-07-18")},
        suggestions=frozenset({"quotation:23", "event:92", "event:93", "event:94"}),
    )


def laid_out(size: tuple[int, int] = SIZE) -> tuple[Lanes, Layout]:
    """The picture's lanes and layout."""
    marks, more = every_kind()
    titles = (
        *(lane for lane, _ in EVENTS),
        "Status and category",
        "What was said",
        "Reports",
        "Suggested events",
    )
    arrangement = Arrangement(
        lanes=LaneKey.TAG,
        order=LaneOrder.BY_HAND,
        by_hand=tuple(f"tag:{title}" for title in titles),
        with_suggestions=True,
    )
    lanes = build_lanes(columns_of(marks, more), arrangement)
    window = TimeWindow(
        float(seconds_from_civil(2031, 3, 25, 0, 0, 0)),
        float(seconds_from_civil(2031, 8, 20, 0, 0, 0)),
    )
    extras = Extras(
        eras=(Era("The strike", "2031-05-12/2031-06-02"), Era("Recess", "2031-07", "muted")),
        notes=(Note("the leak", "2031-04-20"),),
    )
    today = float(seconds_from_civil(2031, 8, 4, 0, 0, 0))
    layout = lay_out(
        lanes, window, size, FontMeasure(), texts_of(marks), today=today, extras=extras
    )
    return lanes, layout


def picture(theme: str) -> QImage:
    """The picture in a theme, with a mark selected, one hovered over and one in focus."""
    lanes, layout = laid_out()
    hovered, focused = lanes.row_of("event:2"), lanes.row_of("event:4")
    selected = lanes.row_of("event:7")
    assert hovered is not None
    assert focused is not None
    assert selected is not None
    highlights = Highlights(
        selected=frozenset({selected}), hovered=hovered, focused=Place(1, focused)
    )
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint(painter, layout, STYLES[theme], highlights)
    painter.end()
    return image
