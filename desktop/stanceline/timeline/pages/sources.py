"""The articles that an exported timeline rests on, in columns below it."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from stanceline.domain.marks import MarkSource
from stanceline.records import dataclass
from stanceline.services.timeline import sources_of
from stanceline.timeline.pages.legend import Rows
from stanceline.timeline.placing.axis import Measure
from stanceline.timeline.placing.labels import clean, elided
from stanceline.timeline.primitives import LINE_HEIGHTS, Box, Ink, Label, Role
from stanceline.timeline.sorting.lanes import Lanes
from stanceline.timeline.words.datewords import published_in_words
from stanceline.timeline.words.of_marks import Texts
from stanceline.timeline.words.wording import Wording

_ROW = 16.0
_COLUMN = 420.0
_GAP = 12.0
_NUMBER_WIDTH = 16.0
_WIDEST_DATE = 90.0
_WIDEST_OUTLET = 110.0
_CELL_GAP = 8.0
_MOST_SOURCES = 240


@dataclass(frozen=True, slots=True)
class SourceList:
    """The list in ``width`` pixels; ``sources`` are empty where there are too many."""

    sources: tuple[MarkSource, ...]
    n_sources: int
    width: float
    wording: Wording

    @staticmethod
    def of(lanes: Lanes, rows: Rows, words: Texts, width: float) -> "SourceList":
        """The articles behind the rows, first published first."""
        columns = lanes.columns
        owner = np.repeat(np.arange(len(columns)), np.diff(columns.articles.first).astype(np.int64))
        is_shown = np.zeros(len(columns), dtype=np.bool_)
        is_shown[rows] = True
        at = np.flatnonzero(is_shown[owner])
        articles, first = np.unique(columns.articles.values[at], return_index=True)
        sources: list[MarkSource] = []
        if articles.size <= _MOST_SOURCES:
            # One mark for each article is enough to read what is to be said of it.
            needed = np.unique(owner[at[first]]).astype(np.int32)
            wanted = set(columns.article.ids[articles].tolist())
            found = sources_of(words.details(columns, needed))
            sources = [source for source in found if source.article_id in wanted]
        n_sources = np.unique(columns.article.ids[articles]).size
        return SourceList(tuple(sources), n_sources, width, lanes.wording)

    @property
    def n_columns(self) -> int:
        """How many columns stand side by side."""
        return max(int(self.width // _COLUMN), 1)

    @property
    def n_rows(self) -> int:
        """How many lines the longest column has."""
        return -(-len(self.sources) // self.n_columns)

    @property
    def height(self) -> float:
        """The height in pixels with the caption; 0 for an empty list."""
        return LINE_HEIGHTS[Role.CAPTION] + 2 + self.n_rows * _ROW if self.sources else 0.0

    def texts(self, left: float, y: float, measure: Measure) -> list[Label]:
        """The caption, and for each article its number, date, outlet and title."""
        if not self.sources:
            return []
        caption = QCoreApplication.translate("Timeline", "Sources").upper()
        texts = [_line(caption, Role.CAPTION, Ink.MUTED, (left, y), self.width, measure)]
        y += LINE_HEIGHTS[Role.CAPTION] + 2
        dates = [
            clean(published_in_words(source.published, self.wording)) for source in self.sources
        ]
        outlets = [clean(source.source) for source in self.sources]
        date_width = _widest(dates, _WIDEST_DATE, measure)
        outlet_width = _widest(outlets, _WIDEST_OUTLET, measure)
        width = self.width / self.n_columns
        for i, (source, date, outlet) in enumerate(zip(self.sources, dates, outlets, strict=True)):
            column, row = divmod(i, self.n_rows)
            x, top = left + column * width, y + row * _ROW
            end = x + width - _GAP
            for text, ink, wanted in (
                (f"{i + 1}", Ink.MUTED, _NUMBER_WIDTH),
                (date, Ink.MUTED, date_width),
                (outlet, Ink.MUTED, outlet_width),
                (clean(source.article_title), Ink.TEXT, width),
            ):
                room = min(wanted, max(end - x, 0.0))
                texts.append(_line(text, Role.SOURCE, ink, (x, top), room, measure))
                x += room + (_CELL_GAP if room else 0.0)
        return [text for text in texts if text is not None]


def _line(
    text: str, role: Role, ink: int, at: tuple[float, float], room: float, measure: Measure
) -> Label | None:
    shown = elided(text, role, room, measure)
    if not shown:
        return None
    x, y = at
    box = Box(x, y, x + measure(shown, role), y + LINE_HEIGHTS[role])
    return Label(box=box, text=shown, role=role, ink=ink)


def _widest(texts: list[str], at_most: float, measure: Measure) -> float:
    return min(max(measure(text, Role.SOURCE) for text in texts), at_most)
