"""The timeline looks as it did when somebody last looked at it (see make_baselines.py)."""

import pytest
from PySide6.QtGui import QImage

from timeline.reference_pictures import (
    LARGEST_SHARE,
    PICTURES,
    baseline,
    share_of_other_pixels,
)

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("name", PICTURES)
def test_a_reference_picture_looks_as_it_did(name, tmp_path):
    kept = baseline(name)
    if not kept.is_file():
        pytest.skip(f"no pictures are kept for {kept.parent.name}; make_baselines.py makes them")
    drawn = PICTURES[name]()
    share = share_of_other_pixels(drawn, QImage(str(kept)))
    if share > LARGEST_SHARE:
        drawn.save(str(tmp_path / f"{name}.png"))
        pytest.fail(f"{share:.1%} of the pixels differ from {kept}; see {tmp_path}")


def test_a_picture_with_a_mark_less_does_not_pass_for_the_same():
    whole = PICTURES["every-shape-light"]()
    other = whole.copy()
    for x in range(1000):
        for y in range(3):
            other.setPixel(x, 200 + y, 0xFF1F6FB5)
    assert share_of_other_pixels(whole, other) > LARGEST_SHARE
    assert share_of_other_pixels(whole, whole.copy(0, 0, 100, 100)) == 1.0
