"""How articles are set: they grow with the interface, and the settings keep the usual size."""

import pytest
from PySide6.QtCore import Qt

from builders import BRIDGE, an_article
from stanceline.ui.reader.geometry import columns_for
from stanceline.ui.theme import set_interface_scale
from ui.window_builders import CTRL, press

WIDTH_PX, MEASURE_PX = 700, 600


@pytest.fixture
def window(open_window, workspace):
    an_article(workspace, BRIDGE)
    return open_window(workspace)


@pytest.fixture
def scale(app):
    yield lambda factor: set_interface_scale(app, factor)
    set_interface_scale(app, 1.0)


def test_the_article_grows_with_the_interface_and_back(window, scale):
    usual = window.pane.reader.text_size
    window.set_theme(scale(2.0))
    assert window.pane.reader.text_size == 2 * usual
    assert window.settings.reading_text_px == usual
    window.set_theme(scale(1.0))
    assert window.pane.reader.text_size == usual


def test_the_largest_text_of_the_largest_interface_changes_no_setting(window, scale):
    window.settings.reading_text_px = 40
    window.set_theme(scale(2.0))
    assert window.settings.reading_text_px == 40


@pytest.mark.parametrize("factor", [0.9, 1.25, 2.0])
def test_a_step_is_one_pixel_of_the_usual_interface(window, scale, factor):
    size = window.settings.reading_text_px
    window.set_theme(scale(factor))
    press(Qt.Key.Key_Plus, CTRL)
    assert window.settings.reading_text_px == size + 1
    assert window.pane.reader.text_size == round((size + 1) * factor)


def test_names_in_the_margin_get_room_as_large_as_their_words(scale):
    usual = columns_for(WIDTH_PX, MEASURE_PX, wants_dates=False)
    scale(2.0)
    large = columns_for(2 * WIDTH_PX, 2 * MEASURE_PX, wants_dates=False)
    assert large.label_width >= 2 * usual.label_width
