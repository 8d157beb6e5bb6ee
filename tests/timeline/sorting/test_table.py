import numpy as np

from stanceline.domain.edtf import parse
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import Mark
from stanceline.domain.timelines import TimeAxis
from stanceline.timeline.sorting.table import TimeTable, table_of
from timeline.builders import a_quotation, an_event
from timeline.columns import More, columns_of

DAY = 86_400


def table(marks: list[Mark], more: More | None = None) -> TimeTable:
    columns = columns_of(marks) if more is None else columns_of(marks, more)
    return table_of(columns, TimeAxis.HAPPENED)


def test_events_with_many_sources_and_certain_ones_deserve_a_label_first() -> None:
    marks = [
        a_quotation(1, "2031-05-01"),
        an_event(1, "a", "2031-05-01", EventStatus.DENIED),
        an_event(2, "b", "2031-05-01", EventStatus.CONFIRMED),
        an_event(3, "c", "2031-05-01", EventStatus.DENIED, n_sources=3),
        an_event(4, "d", "2031-05-01", EventStatus.CONFIRMED),
    ]
    assert np.argsort(table(marks).rank).tolist() == [3, 2, 4, 1, 0]


def test_great_ids_keep_their_order_in_the_ranks() -> None:
    marks = [an_event(2**40 - at, "a", "2031-05-01") for at in range(4)]
    assert np.argsort(table(marks).rank).tolist() == [3, 2, 1, 0]


def test_dates_of_sources_that_differ_are_alternatives_and_within_reach() -> None:
    event = an_event(1, "Storm", "2031-05-01", n_sources=3)
    found = table([event], More(said_dates={"event:1": ["2031-05-01", "2031-05-09", "2031-04"]}))
    texts = [str(found.dates.dates[code]) for code in found.alternatives(0)]
    assert texts == ["2031-05-09", "2031-04"]
    reach = int(found.extent[0])
    own = found.shape(0)
    assert own is not None
    assert own.t1 - own.t0 == DAY
    assert found.dates.o0[reach] == parse("2031-04").bounds.t0
    assert found.dates.o1[reach] == parse("2031-05-09").bounds.t1
    assert found.dates.middle[reach] == own.middle
