"""When marks were published: ticks under events, thin lines from what was said to its print."""

import numpy as np

from stanceline.services.timeline import NONE, MarkColumns
from stanceline.timeline.placing.shapes import Scale, Singles
from stanceline.timeline.primitives import Floats, Ink, Ints, Link, Report
from stanceline.timeline.sorting.table import TimeTable

_MOST_REPORTS = 240
_MOST_LINES = 120
_ROOMY_BAR = 9.0
_TICK_FROM = 7.0
_TICK_TO = 10.0
_SHORTEST_LINE_PX = 4.0
_LINE_BELOW = 1.5


def reports_of(
    singles: Singles, columns: MarkColumns, table: TimeTable, scale: Scale
) -> tuple[list[Link], list[Report]]:
    """A tick under each event for every article that reports it, in order of publication.

    A thin line leads from the event to ticks that lie beside it. There are none of both
    where there would be more than can be told apart.
    """
    is_roomy = singles.bar_height >= _ROOMY_BAR
    at = np.flatnonzero(singles.is_event & is_roomy & (singles.left <= singles.right))
    articles = columns.articles
    first = articles.first[singles.mark[at]].astype(np.int64)
    counts = articles.first[singles.mark[at] + 1] - first
    n = int(counts.sum())
    if not 0 < n <= _MOST_REPORTS:
        return [], []
    owner = np.repeat(np.arange(at.size), counts)
    order = np.arange(n) - np.repeat(np.cumsum(counts) - counts, counts)
    values = articles.values[first[owner] + order]
    codes = columns.article.published[values]
    known = codes != NONE
    x = np.full(n, np.nan)
    x[known] = _places(table, codes[known].astype(np.int64), scale)
    seen = known & (x >= scale.x0) & (x <= scale.x1)
    rows = zip(
        x[seen].tolist(),
        singles.y[at[owner[seen]]].tolist(),
        order[seen].tolist(),
        singles.mark[at[owner[seen]]].tolist(),
        strict=True,
    )
    ticks = [
        Report(x=x, y0=y + _TICK_FROM, y1=y + _TICK_TO, order=place, mark=mark)
        for x, y, place, mark in rows
    ]
    return _leaders(singles, at[owner[known]], x[known], scale), ticks


def _leaders(singles: Singles, owner: Ints, x: Floats, scale: Scale) -> list[Link]:
    """Thin lines from events to the farthest of their ticks, where those lie beside them."""
    first, last = singles.left.copy(), singles.right.copy()
    np.minimum.at(first, owner, x)
    np.maximum.at(last, owner, x)
    links = []
    for at in sorted(set(owner.tolist())):
        y = float(singles.y[at]) + (_TICK_FROM + _TICK_TO) / 2
        for x0, x1 in ((first[at], singles.left[at]), (singles.right[at], last[at])):
            left, right = max(float(x0), scale.x0), min(float(x1), scale.x1)
            if right - left >= _SHORTEST_LINE_PX:
                links.append(Link(left, right, y, is_dotted=False, ink=Ink.LINE))
    return links


def publication_lines(
    singles: Singles, table: TimeTable, scale: Scale
) -> tuple[list[Link], list[Report]]:
    """Thin lines from quotations to where they were published, each with a tick at its end."""
    quotations = ~singles.is_event & (singles.left <= singles.right)
    codes = table.published[singles.mark].astype(np.int64)
    at = np.flatnonzero(quotations & (codes != NONE) & (codes != singles.code))
    if not 0 < at.size <= _MOST_LINES:
        return [], []
    end = _places(table, codes[at], scale)
    start = (singles.left[at] + singles.right[at]) / 2
    far = np.abs(end - start) >= singles.radius[at] + _SHORTEST_LINE_PX
    at, end, start = at[far], end[far], start[far]
    y = singles.y[at] + singles.radius[at] + _LINE_BELOW
    left = np.maximum(np.minimum(start, end), scale.x0)
    right = np.minimum(np.maximum(start, end), scale.x1)
    links = [
        Link(x0, x1, line_y, is_dotted=False, ink=Ink.LINE)
        for x0, x1, line_y in zip(left.tolist(), right.tolist(), y.tolist(), strict=True)
    ]
    seen = (end >= scale.x0) & (end <= scale.x1)
    ticks = zip(end[seen].tolist(), y[seen].tolist(), singles.mark[at[seen]].tolist(), strict=True)
    return links, [Report(x, y - 2, y + 1.5, 1, mark) for x, y, mark in ticks]


def _places(table: TimeTable, codes: Ints, scale: Scale) -> Floats:
    return scale.x0 + (table.dates.middle[codes] - scale.t0) * scale.px_per_second
