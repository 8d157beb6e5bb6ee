"""The reference pictures: what they show, where they are kept, and how they are compared."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage, QPainter

from stanceline.timeline.render import Highlights, paint
from timeline.every_kind import STYLES, picture
from timeline.hand_layouts import a_sampler

BASELINES = next(
    folder / "baselines" for folder in Path(__file__).parents if folder.name == "timeline"
)

LARGEST_DIFFERENCE = 40
"""Of a colour of a pixel, which may be smoothed a little differently."""

LARGEST_SHARE = 0.002
"""Of the pixels that may differ by more."""


def shapes(theme: str) -> QImage:
    """Everything that can be drawn, once, without regard to dates."""
    layout = a_sampler()
    image = QImage(int(layout.width), int(layout.height), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint(painter, layout, STYLES[theme], Highlights(selected=frozenset({140}), hovered=100))
    painter.end()
    return image


PICTURES: dict[str, Callable[[], QImage]] = {
    **{f"every-kind-of-date-{theme}": partial(picture, theme) for theme in STYLES},
    **{f"every-shape-{theme}": partial(shapes, theme) for theme in STYLES},
}


def baseline(name: str) -> Path:
    """Where the picture is kept for this operating system.

    All is drawn on images, so that it does not matter which screen there is, if any.
    """
    return BASELINES / sys.platform / f"{name}.png"


def share_of_other_pixels(one: QImage, other: QImage) -> float:
    """Which share of the pixels looks different; all when the sizes differ."""
    if one.size() != other.size():
        return 1.0
    difference = np.abs(_channels(one).astype(np.int16) - _channels(other))
    return float(np.mean(difference.max(axis=2) > LARGEST_DIFFERENCE))


def _channels(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(plain.constBits(), np.uint8)
    return rows.reshape(plain.height(), plain.bytesPerLine() // 4, 4)[:, : plain.width(), :3]
