"""Layouts made by hand, for tests and benchmarks of the drawing alone."""

from dataclasses import replace

import numpy as np

from stanceline.domain.stances import DEFAULT_SCALE
from stanceline.timeline.primitives import (
    Arrow,
    Axis,
    Badge,
    Band,
    Bar,
    Box,
    Coverage,
    Density,
    Fade,
    Fill,
    Fold,
    Glyph,
    Ink,
    Label,
    LaneBox,
    Layout,
    Link,
    Pin,
    Points,
    Report,
    Role,
    Strip,
    Tick,
    Whisker,
)

HEADER, TOP = 180.0, 52.0


def text(words, x, y, role=Role.LABEL, ink=Ink.TEXT, width=None, **more):
    tall = {Role.LABEL: 15.0, Role.TICK: 15.0, Role.PERIOD: 16.0, Role.LANE: 17.0}.get(role, 14.0)
    wide = 6.2 * len(words) if width is None else width
    return Label(Box(x, y, x + wide, y + tall), words, role, ink, **more)


def points(rows=()):
    """Points from (x, y, radius, glyph, fill, ink, other ink, mark, lane, count)."""
    table = np.array(rows, dtype=np.float64).reshape(-1, 10)
    numbers = [table[:, at].astype(np.int64) for at in range(3, 10)]
    return Points(table[:, 0], table[:, 1], table[:, 2], *numbers)


def an_empty_layout(width=1600.0, height=900.0):
    return Layout(
        width=width,
        height=height,
        plot=Box(HEADER, TOP, width, height),
        axis_box=Box(0, 0, width, TOP),
        header_box=Box(0, TOP, HEADER, height),
        content_height=height - TOP,
        scroll_y=0.0,
        stances=DEFAULT_SCALE,
        axis=Axis((), ()),
        lanes=(),
        points=points(),
        bars=(),
        whiskers=(),
        fades=(),
        arrows=(),
        links=(),
        labels=(),
        badges=(),
        strips=(),
        densities=(),
        coverage=None,
        bands=(),
        folds=(),
        pins=(),
        reports=(),
        today_x=None,
        today_label=None,
        n_marks_in_window=0,
        hit_boxes=np.zeros((0, 4)),
        hit_marks=np.zeros(0, np.int64),
        hit_lanes=np.zeros(0, np.int64),
    )


def bar(x0, x1, y, *, band=False, fill=Fill.WHOLE, ink=Ink.TEXT, mark=0, **more):
    half = 6.0 if band else 5.0
    parts = {
        "has_end_ticks": False,
        "is_dashed": False,
        "coarse_start": 0.0,
        "coarse_end": 0.0,
        "cut_left": False,
        "cut_right": False,
    }
    return Bar(
        box=Box(x0, y - half, x1, y + half),
        ink=ink,
        fill=fill,
        is_band=band,
        mark=mark,
        **(parts | more),
    )


def a_sampler(width=1200.0, height=620.0):  # noqa: PLR0915 (one statement for each thing)
    """Everything that can be drawn, once."""
    empty = an_empty_layout(width, height)
    lane_tops = [TOP + 30, TOP + 130, TOP + 230, TOP + 380, TOP + 490]
    ends = [*lane_tops[1:], height]
    titles = ["Pilots’ union", "Minister Dahl", "Harbour council", "Talks", "Strikes"]
    lanes = tuple(
        LaneBox(
            lane=at,
            box=Box(0, top, width, end),
            title=text(title, 34 + 14 * (at == 4), top + 10, Role.LANE),
            note=text(f"{12 * at + 3} quotations", 34 + 14 * (at == 4), top + 28, Role.NOTE, -2),
            depth=int(at == 4),
            toggle=Box(12, top + 11, 26, top + 25) if at in (2, 3) else None,
            is_collapsed=at == 2,
            is_pinned=at == 1,
        )
        for at, (top, end, title) in enumerate(zip(lane_tops, ends, titles, strict=True))
    )
    step = (width - HEADER) / 8
    months = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
    ticks = tuple(
        Tick(HEADER + at * step, text(name, HEADER + at * step + 5, 30, Role.TICK, -2))
        for at, name in enumerate(months)
    )
    rows = []
    quoted = [(Glyph.UP, Fill.WHOLE, 0), (Glyph.UP, Fill.OUTLINE, 1), (Glyph.CIRCLE, Fill.WHOLE, 2)]
    quoted += [(Glyph.DOWN, Fill.OUTLINE, 3), (Glyph.DOWN, Fill.WHOLE, 4)]
    quoted += [(Glyph.DIAMOND, Fill.HATCHED, 5), (Glyph.DOT, Fill.WHOLE, Ink.MUTED)]
    quoted += [(Glyph.SPLIT, Fill.WHOLE, 0), (Glyph.UP, Fill.GHOST, Ink.MUTED)]
    for at, (glyph, fill, ink) in enumerate(quoted):
        radius = 3 if glyph == Glyph.DOT else 6
        other = 4 if glyph == Glyph.SPLIT else -1
        x = HEADER + 40 + at * 70
        rows.append((x, lane_tops[0] + 30, radius, glyph, fill, ink, other, at, 0, 0))
        rows.append((x, lane_tops[0] + 65, radius, glyph, fill, ink, other, at + 20, 0, 4))
    for row, fill in enumerate([0, 1, 2, 3, 4, 6]):
        for at, glyph in enumerate([g for g in Glyph if g >= Glyph.DISC]):
            ink = Ink.MUTED if fill in (3, 6) else Ink.TEXT
            x, y = HEADER + 40 + at * 34, lane_tops[1] + 12 + row * 15
            rows.append((x, y, 6, glyph, fill, ink, -1, 40 + at + 10 * row, 1, 0))
    y = lane_tops[2] + 24
    bars, fades, whiskers, arrows, links, labels = [], [], [], [], [], []
    for at, fill in enumerate([0, 1, 2, 3, 4, 6]):
        x = HEADER + 30 + at * 160
        ink = Ink.MUTED if fill in (3, 6) else Ink.TEXT
        bars.append(bar(x, x + 90, y, fill=Fill(fill), ink=ink, mark=100 + at))
        bars.append(bar(x, x + 90, y + 30, band=True, fill=Fill(fill), ink=ink, mark=110 + at))
        labels.append(text(Fill(fill).name.lower(), x + 96, y - 8, mark=100 + at, lane=2))
    y += 62
    x = HEADER + 30
    bars.append(bar(x, x + 120, y, coarse_start=30, coarse_end=30, mark=120))
    bars.append(bar(x + 160, x + 260, y, band=True, has_end_ticks=True, mark=121))
    bars.append(bar(x + 320, x + 400, y, mark=122))
    arrows.append(Arrow(x + 412, y, 1, Ink.TEXT))
    bars.append(bar(x + 440, x + 480, y, mark=123))
    fades.append(Fade(x + 480, x + 520, y, 10, Ink.TEXT))
    labels.append(text("?", x + 524, y - 8, width=7, ink=Ink.MUTED))
    bars.append(bar(HEADER, x + 600, y + 26, cut_left=True, mark=124))
    labels.append(text("A label that sticks", HEADER + 6, y + 18, on_bar=True, mark=124))
    rows.append((x + 620, y, 6, Glyph.DISC, 0, Ink.TEXT, -1, 125, 2, 0))
    whiskers += [Whisker(x + 628, x + 660, y, Ink.TEXT), Whisker(x + 612, x + 580, y, Ink.TEXT)]
    rows.append((x + 740, y, 6, Glyph.DISC, 0, Ink.TEXT, -1, 126, 2, 0))
    fades += [
        Fade(x + 746, x + 790, y, 10, Ink.TEXT),
        Fade(x + 734, x + 690, y, 10, Ink.TEXT),
    ]
    for at, (a, b) in enumerate([(820, 870), (900, 950)]):
        links.append(Link(x + a, x + b, y, at == 0, Ink.TEXT))
        fill = Fill.OUTLINE if at == 0 else Fill.WHOLE
        rows += [(x + end, y, 5, Glyph.DISC, fill, Ink.TEXT, -1, 127 + at, 2, 0) for end in (a, b)]
    bars.append(bar(x, x + 90, y + 50, fill=Fill.WHOLE, ink=0, mark=130, mark_is_event=False))
    bars.append(bar(x + 130, x + 220, y + 50, band=True, ink=4, mark=131, mark_is_event=False))
    bars.append(bar(x + 260, x + 340, y + 50, is_dashed=True, mark=132))
    draws = np.random.default_rng(5)
    n = int((width - HEADER) // 2)
    wave = 4 + 3 * np.sin(np.arange(n) / 60)
    counts = draws.poisson(wave[:, None] * np.array([0.9, 0.5, 0.6, 0.4, 0.8, 0.1, 0.2]))
    density = Density(
        lane=3,
        box=Box(HEADER, lane_tops[3] + 8, width, lane_tops[3] + 90),
        x0=HEADER - 1.4,
        column_px=2.0,
        counts=counts.astype(np.int32),
        inks=(0, 1, 2, 3, 4, 5, int(Ink.MUTED)),
        highest=int(counts.sum(axis=1).max()),
    )
    lefts = HEADER + step * np.arange(8.0)
    strip = Strip(
        Box(HEADER, lane_tops[0] + 86, HEADER + 8 * step, lane_tops[0] + 90),
        lefts,
        lefts + step,
        np.array([4, 4, 3, 2, 2, 1, 0, 0]),
    )
    y = lane_tops[4] + 40
    rows.append((x + 200, y, 6, Glyph.SQUARE, 0, Ink.TEXT, -1, 140, 4, 2))
    reports = tuple(
        Report(x + 200 + shift, y + 14, y + 22, order, 140)
        for order, shift in enumerate([3, 9, 40, 66])
    )
    labels.append(text("Ferries halted", x + 212, y - 8, mark=140, lane=4))
    labels.append(text("A denied one", x + 420, y - 8, ink=Ink.MUTED, is_struck=True, mark=141))
    labels.append(text("“We will not bend on this”", x + 640, y - 7, Role.QUOTE, mark=142))
    rows.append((x + 410, y, 6, Glyph.DISC, 3, Ink.MUTED, -1, 141, 4, 0))
    rows.append((x + 630, y, 6, Glyph.DOWN, 0, 4, -1, 142, 4, 0))
    links.append(Link(x + 560, x + 624, y, is_dotted=False, ink=4))
    return replace(
        empty,
        axis=Axis(ticks, (Tick(HEADER, text("2031", HEADER + 5, 8, Role.PERIOD)),)),
        lanes=lanes,
        points=points(rows),
        bars=tuple(bars),
        whiskers=tuple(whiskers),
        fades=tuple(fades),
        arrows=tuple(arrows),
        links=tuple(links),
        labels=tuple(labels),
        badges=(Badge(Box(x + 300, y - 8, x + 326, y + 6), "+7", 143),),
        strips=(strip,),
        densities=(density,),
        coverage=Coverage(
            Box(HEADER, TOP, width, TOP + 22), HEADER, 4.0, draws.poisson(6, n // 2), 18
        ),
        bands=(
            Band(
                Box(HEADER + 2.1 * step, TOP + 30, HEADER + 3.4 * step, height),
                text("strike", HEADER + 2.1 * step + 6, height - 18, Role.NOTE, Ink.ACCENT),
                int(Ink.ACCENT),
            ),
        ),
        folds=(
            Fold(
                HEADER + 6.4 * step,
                HEADER + 6.4 * step + 14,
                text("5 months", HEADER + 6.4 * step - 20, 32, Role.NOTE, Ink.MUTED),
            ),
        ),
        pins=(Pin(HEADER + 4.5 * step, text("leak", HEADER + 4.5 * step, TOP + 30), 0),),
        reports=reports,
        plot=Box(HEADER, TOP + 30, width, height),
        content_height=height - TOP - 30,
        today_x=HEADER + 7.3 * step,
        today_label=text("today", HEADER + 7.3 * step - 14, 36, Role.TICK, Ink.SURFACE),
    )


def a_crowd(n_lanes=12, n_columns=1420, width=1600.0, height=900.0, seed=3):
    """Lanes full of counts."""
    layout = an_empty_layout(width, height)
    tall = (height - TOP) / n_lanes
    draws = np.random.default_rng(seed)
    densities = []
    lanes = []
    for lane in range(n_lanes):
        top = TOP + lane * tall
        counts = draws.poisson(6, (n_columns, 7)).astype(np.int32)
        densities.append(
            Density(
                lane,
                Box(HEADER, top + 4, width, top + tall - 6),
                HEADER - 0.4,
                1420 / n_columns,
                counts,
                (0, 1, 2, 3, 4, 5, int(Ink.MUTED)),
                int(counts.sum(axis=1).max()),
            )
        )
        title = text(f"Speaker number {lane}", 20, top + 8, Role.LANE)
        lanes.append(LaneBox(lane, Box(0, top, width, top + tall), title, None))
    return replace(layout, densities=tuple(densities), lanes=tuple(lanes))


def singles(n=4000, n_labels=300, n_bars=0, seed=4, width=1600.0, height=900.0):
    """Many single marks with labels."""
    draws = np.random.default_rng(seed)
    glyph = draws.integers(0, 3, n)
    rows = np.column_stack(
        [
            draws.uniform(HEADER, width, n),
            draws.uniform(TOP, height, n),
            np.full(n, 6.0),
            glyph,
            np.where(glyph == 2, 0, draws.choice([0, 4], n)),
            draws.integers(0, 5, n),
            np.full(n, -1),
            np.arange(n),
            np.zeros(n),
            draws.choice([0, 0, 0, 2], n),
        ]
    )
    labels = tuple(
        text(f"Words of the quotation {at}", x, y, Role.QUOTE if at % 2 else Role.LABEL, mark=at)
        for at, (x, y) in enumerate(rows[:n_labels, :2] + [8, -8])
    )
    fills = [Fill.WHOLE, Fill.CORED, Fill.OUTLINE]
    bars = tuple(
        bar(x, x + 60, y, band=bool(at % 2), fill=fills[at % 3], ink=int(at % 6) - 1, mark=at)
        for at, (x, y) in enumerate(rows[:n_bars, :2])
    )
    return replace(an_empty_layout(width, height), points=points(rows), labels=labels, bars=bars)
