from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stanceline.timeline.labels import Row, Wish, elided, placed_labels
from stanceline.timeline.primitives import Box, Label, Role
from timeline.strategies import measure

PLOT = Box(100.0, 40.0, 1100.0, 400.0)


def a_wish(left: float, right: float, text: str = "Ferries halted", mark: int = 0) -> Wish:
    return Wish(
        mark=mark,
        lane=0,
        rank=mark,
        text=text,
        role=Role.LABEL,
        ink=-1,
        left=left,
        right=right,
        y=100.0,
        shortest=40.0,
        longest=260.0,
    )


def placed(*wishes: Wish, others: tuple[tuple[float, float], ...] = ()) -> list[Label]:
    row = Row()
    for wish in wishes:
        row.take(wish.left, wish.right, wish.mark)
        row.wishes.append(wish)
    for at, (left, right) in enumerate(others):
        row.take(left, right, 100 + at)
    return placed_labels([row], PLOT, measure, most=100)


def test_a_label_stands_at_the_right_of_its_mark() -> None:
    (label,) = placed(a_wish(200, 210))
    assert label.box.x0 > 210


def test_it_moves_to_the_left_when_another_mark_is_in_the_way() -> None:
    (label,) = placed(a_wish(400, 410), others=((430, 440),))
    assert label.box.x1 < 400
    assert label.text == "Ferries halted"


def test_it_is_elided_when_there_is_room_on_neither_side() -> None:
    (label,) = placed(a_wish(400, 410), others=((350, 390), (490, 500)))
    assert label.text.endswith("…")
    assert label.box.x1 <= 490


def test_an_elided_label_takes_the_side_with_more_room() -> None:
    (label,) = placed(a_wish(400, 410), others=((310, 320), (460, 500)))
    assert label.text.endswith("…")
    assert 320 < label.box.x0 < label.box.x1 < 400


def test_it_is_left_out_when_there_is_hardly_any_room() -> None:
    assert placed(a_wish(400, 410), others=((350, 390), (430, 440))) == []


def test_the_more_deserving_label_wins_the_room() -> None:
    labels = placed(a_wish(400, 410, mark=1), a_wish(500, 510, mark=0))
    assert next(label for label in labels if label.mark == 0).box.x0 > 510


@given(st.text(max_size=60), st.floats(0, 400))
def test_what_is_elided_fits(text: str, room: float) -> None:
    shown = elided(text, Role.LABEL, room, measure)
    assert measure(shown, Role.LABEL) <= room
    assert shown in {text, ""} or shown.endswith("…")


@given(st.lists(st.tuples(st.floats(60, 1200), st.floats(1, 300)), max_size=30))
def test_labels_of_a_row_overlap_neither_marks_nor_each_other(
    spans: list[tuple[float, float]],
) -> None:
    wishes = [a_wish(x, x + width, mark=i) for i, (x, width) in enumerate(spans)]
    labels = placed(*wishes)
    boxes = sorted((label.box.x0, label.box.x1) for label in labels)
    assert all(first[1] <= second[0] for first, second in pairwise(boxes))
    for label in labels:
        assert PLOT.x0 <= label.box.x0
        assert label.box.x1 <= PLOT.x1
        for wish in wishes:
            assert wish.right <= label.box.x0 or label.box.x1 <= wish.left
