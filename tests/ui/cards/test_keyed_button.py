"""The chip that names a topic with its key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from stanceline.ui.cards.keyed_button import KeyedButton
from stanceline.ui.theme import interface_font


@pytest.mark.parametrize(
    "topic", ["Sending troops", "the bridge", "Sending troops (new)", "opposes", "AVATAR To", ""]
)
def test_a_chip_as_wide_as_it_asks_to_be_shows_its_whole_text(qtbot, topic):
    chip = KeyedButton(topic)
    qtbot.addWidget(chip)
    room = chip.sizeHint().width() - KeyedButton().sizeHint().width()
    shown = QFontMetrics(interface_font()).elidedText(topic, Qt.TextElideMode.ElideRight, room)
    assert shown == topic
