from hypothesis import given
from hypothesis import strategies as st

from stanceline.timeline.drawing.rules import Gaps, crisp, level, upright
from stanceline.timeline.primitives import Box, Label, Role


def label(y0: float, tall: float, x0: float = 90.0) -> Label:
    return Label(Box(x0, y0, x0 + 20, y0 + tall), "words", Role.NOTE, -1)


def test_lines_lie_on_whole_pixels() -> None:
    assert crisp(7.9) == 7.5
    assert upright(7.9, 10.0, 30.0) == (7.0, 10.0, 1.0, 20.0)
    assert level(7.9, 10.0, 30.0) == (10.0, 7.0, 20.0, 1.0)


def test_a_line_leaves_out_the_words_it_meets_and_no_others() -> None:
    gaps = Gaps([label(20, 10), label(20, 10, x0=200.0)])
    assert gaps.rules(100.0, 0.0, 50.0) == [(100.0, 0.0, 1.0, 20.0), (100.0, 30.0, 1.0, 20.0)]
    assert gaps.rules(150.0, 0.0, 50.0) == [(150.0, 0.0, 1.0, 50.0)]


def test_without_words_the_line_is_whole() -> None:
    assert Gaps([]).rules(5.0, 0.0, 9.0) == [(5.0, 0.0, 1.0, 9.0)]


words = st.lists(st.tuples(st.floats(-50, 150), st.floats(1, 60)), max_size=6)


@given(words)
def test_pieces_follow_one_another_and_touch_no_word(found: list[tuple[float, float]]) -> None:
    labels = [label(y0, tall) for y0, tall in found]
    gaps, at = Gaps(labels), 0.0
    for pieces in (gaps.rules(100.0, 0.0, 100.0), gaps.dashes(100.0, 0.0, 100.0)):
        at = 0.0
        for _, top, _, tall in pieces:
            assert at <= top + 1e-9
            assert tall > 0
            assert top + tall <= 100.0 + 1e-9
            at = top + tall
            for each in labels:
                assert top + tall <= each.box.y0 + 1e-9 or top >= each.box.y1 - 1e-9
