import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from stanceline.timeline.drawing.tiles import column_colours, image_of, n_cells, pictures_of
from stanceline.timeline.primitives import Box, Density

pytestmark = pytest.mark.usefixtures("qapp")

COLOURS = {0: QColor(200, 0, 0), 1: QColor(0, 150, 0), -2: QColor(90, 90, 90)}
INKS = (0, 1, -2)


def a_density(counts: np.ndarray, highest: int) -> Density:
    return Density(0, Box(0, 0, 1, 1), 0.0, 1.0, counts, INKS[: counts.shape[1]], highest)


def heights_of(pixels: np.ndarray, n_columns: int) -> list[list[int]]:
    """How many pixels of each ink every column has."""
    return [
        [int((pixels[:, at] == COLOURS[ink].rgba()).sum()) for ink in INKS]
        for at in range(n_columns)
    ]


some_counts = st.lists(
    st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=1, max_size=40
)


@given(some_counts, st.integers(1, 90), st.integers(0, 30))
@settings(deadline=None)
def test_inks_fill_a_column_as_high_as_they_count(
    rows: list[list[int]], height: int, more: int
) -> None:
    counts = np.array(rows, dtype=np.int32)
    highest = max(int(counts.sum(axis=1).max()), 1) + more
    (pixels,) = pictures_of([a_density(counts, highest)], [height], COLOURS)
    assert pixels.shape[0] == height
    for row, found in zip(counts, heights_of(pixels, len(rows)), strict=True):
        tops = np.rint(np.cumsum(row) * (height / highest))
        if row.sum() and tops[-1] == 0:
            assert sum(found) == 1
            assert found[int(row.argmax())] == 1
        else:
            assert found == np.diff(tops, prepend=0).astype(int).tolist()
    assert not pixels[:, len(rows) :].any()


def test_pictures_made_together_are_those_made_alone() -> None:
    rng = np.random.default_rng(3)
    densities = [
        a_density(rng.integers(0, 9, (n, 3)).astype(np.int32), 30) for n in (8, 9, 8, 1, 9)
    ]
    heights = [20, 1, 33, 7, 20]
    together = [each.copy() for each in pictures_of(densities, heights, COLOURS)]
    for density, height, pixels in zip(densities, heights, together, strict=True):
        (alone,) = pictures_of([density], [height], COLOURS)
        assert np.array_equal(alone, pixels)


def test_a_picture_is_an_image_of_the_same_pixels() -> None:
    counts = np.array([[1, 0, 0], [0, 2, 0]], dtype=np.int32)
    (pixels,) = pictures_of([a_density(counts, 2)], [2], COLOURS)
    image = image_of(pixels)
    assert (image.width(), image.height()) == (pixels.shape[1], 2)
    assert image.pixelColor(0, 1) == COLOURS[0]
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(1, 0) == COLOURS[1]


def test_what_has_no_stance_recedes_and_what_is_empty_is_not_drawn() -> None:
    ground = QColor(255, 255, 255)
    found = column_colours(COLOURS, ground)
    assert found[0] == COLOURS[0]
    assert found[-2].lightness() > COLOURS[-2].lightness()
    counts = np.array([[1, 0, 3], [0, 0, 0]], dtype=np.int32)
    assert n_cells((a_density(counts, 4),)) == 2
