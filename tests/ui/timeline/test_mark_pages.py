import numpy as np

from stanceline.ui.timeline.mark_pages import MarkPages
from timeline.builders import a_quotation
from timeline.columns import columns_of

MARKS = [a_quotation(n, "2031-05-01", words=f"words {n}") for n in range(4_200)]


class Details:
    """The words of MARKS, of which some have gone, and how often they were asked for."""

    def __init__(self, gone=()):
        self.gone = frozenset(gone)
        self.asked = []

    def titles(self, _columns, rows):
        return [MARKS[row].title for row in rows.tolist()]

    def details(self, _columns, rows):
        self.asked.append(rows.size)
        return [MARKS[row] for row in rows.tolist() if row not in self.gone]

    def rows_of(self, _columns, _keys):
        return {}


def pages_of(details):
    columns = columns_of(MARKS[:1])
    return MarkPages(
        columns, details, lambda a, b: np.arange(a, b, dtype=np.int32), n_all=len(MARKS)
    )


def test_a_page_is_read_once_and_only_when_somebody_looks():
    details = Details()
    pages = pages_of(details)
    assert details.asked == []
    assert [pages.at(place) for place in range(64)] == MARKS[:64]
    assert details.asked == [64]


def test_the_last_page_ends_where_the_list_does():
    details = Details()
    assert pages_of(details).at(len(MARKS) - 1) == MARKS[-1]
    assert details.asked == [len(MARKS) % 64]


def test_what_has_just_gone_leaves_its_place_empty_and_the_others_in_theirs():
    pages = pages_of(Details(gone={3}))
    assert pages.at(3) is None
    assert [pages.at(place) for place in (2, 4)] == [MARKS[2], MARKS[4]]


def test_pages_that_were_not_looked_at_for_long_are_read_again():
    details = Details()
    pages = pages_of(details)
    for place in range(0, len(MARKS), 64):
        pages.at(place)
    n_asked = len(details.asked)
    assert pages.at(0) == MARKS[0]
    assert len(details.asked) == n_asked + 1
