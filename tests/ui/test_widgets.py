"""The small widgets show what they are told, fit, and act on keys and clicks."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from stanceline.domain.stances import DEFAULT_SCALE
from stanceline.ui.theme import stance_colour
from stanceline.ui.widgets import (
    ElidedLabel,
    EmptyState,
    FlowLayout,
    StanceChip,
    StanceGlyph,
    Toast,
    paint_stance,
)
from ui.reader_builders import STANCES, dressed

INK = QColor("#204060")


def drawn(stance) -> QImage:
    image = QImage(24, 24, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_stance(painter, QPointF(12, 12), 20, stance, INK)
    painter.end()
    return image


def darkness(image: QImage, rows: range) -> int:
    return sum(255 - image.pixelColor(x, y).lightness() for y in rows for x in range(24))


def test_for_points_up_and_against_points_down():
    up, down = drawn(STANCES["supports"]), drawn(STANCES["opposes"])
    assert darkness(up, range(12, 24)) > 1.5 * darkness(up, range(12))
    assert darkness(down, range(12)) > 1.5 * darkness(down, range(12, 24))


@pytest.mark.parametrize("pair", [("supports", "leans_for"), ("opposes", "leans_against")])
def test_a_whole_stance_is_filled_and_a_leaning_one_outlined(pair):
    whole, leaning = (drawn(STANCES[key]) for key in pair)
    assert whole.pixelColor(12, 12) == INK
    assert leaning.pixelColor(12, 12) == QColor("white")


def test_every_stance_has_a_shape_of_its_own():
    images = [drawn(stance) for stance in (*DEFAULT_SCALE, None)]
    different = {bytes(image.constBits()) for image in images}
    assert len(different) == len(images)


def test_the_glyph_is_painted_in_the_stances_colour_and_named_for_it(qtbot, qapp):
    theme = dressed(qapp)
    glyph = StanceGlyph(STANCES["opposes"])
    qtbot.addWidget(glyph)
    colours = {glyph.grab().toImage().pixelColor(x, y).name() for x in range(12) for y in range(12)}
    assert stance_colour(STANCES["opposes"], theme).name() in colours
    assert glyph.accessibleName() == "opposes"
    glyph.set_stance(None)
    assert glyph.accessibleName() == "no stance"


def test_a_chip_is_checked_by_click_and_by_the_space_bar(qtbot, qapp):
    dressed(qapp)
    chip = StanceChip(STANCES["supports"])
    qtbot.addWidget(chip)
    chip.show()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chip.isChecked()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert not chip.isChecked()
    assert chip.accessibleName() == "supports"


def test_a_compact_chip_is_narrower_and_still_says_its_label(qtbot, qapp):
    dressed(qapp)
    chip = StanceChip(STANCES["leans_against"])
    qtbot.addWidget(chip)
    whole = chip.sizeHint().width()
    chip.set_compact(True)
    assert chip.sizeHint().width() < whole
    assert "leans against" in chip.toolTip()


def test_an_elided_label_shortens_what_does_not_fit_and_keeps_the_whole(qtbot, qapp):
    dressed(qapp)
    text = "The ministry of <b>everything</b> that could possibly be decided today"
    label = ElidedLabel(text)
    qtbot.addWidget(label)
    label.resize(120, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.fontMetrics().horizontalAdvance(label.text()) <= 120
    assert label.whole_text() == text
    assert "&lt;b&gt;" in label.toolTip()
    label.resize(900, 20)
    assert label.text() == text
    assert label.toolTip() == ""


def test_an_empty_state_says_what_to_do_and_offers_it(qtbot, qapp):
    dressed(qapp)
    state = EmptyState("Nothing here yet", "Import articles to begin.", "Import…", "Ctrl+I")
    qtbot.addWidget(state)
    state.show()
    with qtbot.waitSignal(state.action_triggered):
        qtbot.mouseClick(state.button, Qt.MouseButton.LeftButton)


def test_an_empty_state_without_an_action_has_no_button(qtbot, qapp):
    dressed(qapp)
    state = EmptyState("Nothing found", "Try fewer words.")
    qtbot.addWidget(state)
    state.show()
    assert not state.button.isVisible()


def test_widgets_flow_into_as_many_rows_as_they_need(qtbot, qapp):
    dressed(qapp)
    host = QWidget()
    qtbot.addWidget(host)
    flow = FlowLayout(host, gap=6)
    for _ in range(6):
        label = QLabel()
        label.setFixedSize(50, 20)
        flow.addWidget(label)
    assert flow.heightForWidth(6 * 50 + 5 * 6) == 20
    assert flow.heightForWidth(3 * 50 + 2 * 6) == 46
    host.resize(170, 100)
    host.show()
    boxes = [flow.itemAt(i).geometry() for i in range(6)]
    for i, one in enumerate(boxes):
        assert host.rect().contains(one)
        assert not any(one.intersects(other) for other in boxes[i + 1 :])


def test_a_widget_that_comes_between_others_later_covers_none_of_them(qtbot, qapp):
    dressed(qapp)
    host = QWidget()
    qtbot.addWidget(host)
    flow = FlowLayout(host, gap=6)
    labels = [QLabel(host) for _ in range(3)]
    for label in labels:
        label.setFixedSize(50, 20)
    flow.addWidget(labels[0])
    flow.addWidget(labels[2])
    labels[1].hide()
    host.resize(300, 60)
    host.show()
    QApplication.processEvents()
    while flow.takeAt(0) is not None:
        pass
    labels[1].show()
    for label in labels:
        flow.addWidget(label)
    QApplication.processEvents()
    assert [label.x() for label in labels] == [0, 56, 112]


def test_a_message_lies_at_the_lower_edge_takes_no_focus_and_can_be_undone(qtbot, qapp):
    dressed(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 300)
    QVBoxLayout(window)
    toast = Toast(window)
    window.show()
    toast.show_message("Quotation removed", "Undo")
    assert toast.isVisible()
    assert not toast.hasFocus()
    assert window.rect().contains(toast.geometry())
    window.resize(360, 200)
    qtbot.waitUntil(lambda: window.rect().contains(toast.geometry()))
    with qtbot.waitSignal(toast.action_triggered):
        qtbot.mouseClick(toast.findChild(type(toast._button)), Qt.MouseButton.LeftButton)
    assert not toast.isVisible()
