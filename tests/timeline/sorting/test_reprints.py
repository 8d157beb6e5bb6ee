from dataclasses import replace

import numpy as np

from stanceline.domain.marks import Mark, MarkSource
from stanceline.domain.timelines import TimeAxis
from stanceline.storage.mark_columns import NONE
from stanceline.timeline.sorting.table import TimeTable, table_of
from timeline.builders import DELAY, SPEAKERS, STANCES, a_quotation, an_event
from timeline.columns import More, columns_of


def table(marks: list[Mark], more: More | None = None) -> TimeTable:
    columns = columns_of(marks) if more is None else columns_of(marks, more)
    return table_of(columns, TimeAxis.HAPPENED)


def quotation_in(article: int, number: int, stance: str = "opposes", speaker: int = 0) -> Mark:
    mark = a_quotation(
        number, "2031-05-01", SPEAKERS[speaker], ((DELAY, STANCES[stance]),) if stance else ()
    )
    return replace(mark, sources=(MarkSource(article, "Title", "Avis", "2031-05-02", ()),))


REPRINTED = More(reprints={21: 20, 22: 21})


def test_the_same_words_in_reprints_are_one_mark_with_a_count() -> None:
    marks = [quotation_in(21, 1), quotation_in(20, 2), quotation_in(22, 3, stance="")]
    found = table(marks, REPRINTED)
    assert found.stands_for is not None
    assert [found.stands_for[mark] for mark in range(3)] == [1, 1, 1]
    assert found.shown.tolist() == [False, True, False]
    assert int(found.n_reprints[1]) == 2


def test_a_repetition_is_drawn_by_itself_where_a_filter_hides_what_it_repeats() -> None:
    columns = columns_of([quotation_in(21, 1), quotation_in(20, 2)], REPRINTED)
    shown = np.array([True, False])
    assert table_of(columns, TimeAxis.HAPPENED, shown=shown).shown.tolist() == [True, False]


def test_reprints_that_differ_in_stance_speaker_or_number_are_marks_of_their_own() -> None:
    for other in (
        [quotation_in(21, 2, stance="supports")],
        [quotation_in(21, 2, speaker=1)],
        [quotation_in(21, 2), quotation_in(21, 3)],
    ):
        found = table([quotation_in(20, 1), *other], REPRINTED)
        assert found.shown.all()


def test_several_quotations_of_a_text_repeat_those_of_the_other_in_order() -> None:
    marks = [
        quotation_in(20, 1, "supports"),
        quotation_in(20, 2, "opposes"),
        quotation_in(21, 3, "supports"),
        quotation_in(21, 4, "opposes"),
    ]
    found = table(marks, REPRINTED)
    assert found.stands_for is not None
    assert [found.stands_for[mark] for mark in range(4)] == [0, 1, 0, 1]


def test_an_event_counts_the_reprints_among_its_reports() -> None:
    event = replace(
        an_event(1, "Storm", "2031-05-01"),
        sources=tuple(
            MarkSource(article, "Title", "Avis", "2031-05-02", ()) for article in (20, 21, 22, 30)
        ),
    )
    found = table([event, an_event(2, "Flood", "2031-05-01")], REPRINTED)
    assert found.n_reprints.tolist() == [2, 0]


def test_a_change_among_reprints_is_followed_as_by_a_fresh_start() -> None:
    marks = [
        quotation_in(20, 1, "supports"),
        quotation_in(20, 2, "opposes"),
        quotation_in(21, 3, "supports"),
        quotation_in(21, 4, "opposes"),
        quotation_in(30, 5, "opposes"),
    ]
    columns = columns_of(marks, REPRINTED)
    found = table_of(columns, TimeAxis.HAPPENED)
    gone, moved = columns.is_there.copy(), columns.date.copy()
    gone[1] = False
    moved[2] = NONE
    for number, other in enumerate((replace(columns, is_there=gone), replace(columns, date=moved))):
        rows = np.array([1, 2], dtype=np.int32)
        later = replace(other, number=number + 1, before=number, changed=rows)
        found = table_of(later, TimeAxis.HAPPENED, previous=found)
        fresh = table_of(later, TimeAxis.HAPPENED)
        assert found.shown.tolist() == fresh.shown.tolist()
        assert found.n_reprints.tolist() == fresh.n_reprints.tolist()
        assert drawn_as(found) == drawn_as(fresh)


def drawn_as(found: TimeTable) -> list[int] | None:
    stands_for = found.stands_for
    return None if stands_for is None else [stands_for[mark] for mark in range(5)]
