"""The way through the articles: back, forward, and what is forgotten."""

from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.spans import Span
from stanceline.ui.places_visited import MOST_PLACES, NEAR, PlacesVisited, Visited


def always(_article_id: int) -> bool:
    return True


def walked(*places: Visited) -> PlacesVisited:
    visited = PlacesVisited()
    for place in places:
        visited.arrive(place)
    return visited


def test_back_leads_to_the_place_before_and_forward_to_where_one_was():
    one, two = Visited(1, 0), Visited(2, 40)
    visited = walked(one, two)
    assert visited.can_go_back
    assert not visited.can_go_forward
    assert visited.back(two, always) == one
    assert visited.can_go_forward
    assert visited.forward(one, always) == two
    assert visited.forward(two, always) is None


def test_coming_back_one_finds_the_place_and_selection_in_which_one_left():
    visited = walked(Visited(1), Visited(2))
    visited.back(Visited(2, 900, Span(910, 920), "quotation:4"), always)
    assert visited.forward(Visited(1), always) == Visited(2, 900, Span(910, 920), "quotation:4")


def test_leaving_for_elsewhere_keeps_where_in_the_article_one_was():
    visited = walked(Visited(1, 0))
    visited.leave(Visited(1, 5_000))
    visited.arrive(Visited(2))
    assert visited.back(Visited(2), always) == Visited(1, 5_000)


def test_going_elsewhere_from_the_middle_forgets_what_lay_ahead():
    visited = walked(Visited(1), Visited(2), Visited(3))
    visited.back(Visited(3), always)
    visited.arrive(Visited(4))
    assert not visited.can_go_forward
    assert [place.article_id for place in visited.way] == [1, 2, 4]


def test_a_few_lines_on_in_the_same_article_are_no_new_place():
    visited = walked(Visited(1, 0), Visited(1, NEAR), Visited(1, 3 * NEAR))
    assert [place.place for place in visited.way] == [NEAR, 3 * NEAR]


def test_articles_that_are_gone_are_passed_over():
    visited = walked(Visited(1), Visited(2), Visited(3))
    assert visited.back(Visited(3), lambda article_id: article_id != 2) == Visited(1)
    assert visited.forward(Visited(1), lambda article_id: article_id == 1) is None


def test_nothing_open_is_no_place():
    visited = PlacesVisited()
    visited.leave(None)
    assert visited.way == ()
    assert visited.back(None, always) is None


def test_the_first_place_is_known_also_when_it_was_only_left():
    visited = PlacesVisited()
    visited.leave(Visited(1, 70))
    visited.arrive(Visited(2))
    assert visited.back(Visited(2), always) == Visited(1, 70)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5_000)), max_size=300))
def test_as_many_steps_forward_as_back_lead_to_the_same_place(places):
    visited = walked(*(Visited(*place) for place in places))
    assert len(visited.way) <= MOST_PLACES
    if not places:
        return
    end = visited.way[-1]
    here, n_steps = end, 0
    while (before := visited.back(here, always)) is not None:
        here, n_steps = before, n_steps + 1
    for _ in range(n_steps):
        after = visited.forward(here, always)
        assert after is not None
        here = after
    assert here == end
