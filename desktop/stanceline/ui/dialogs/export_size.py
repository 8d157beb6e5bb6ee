"""How large an exported picture is: presets, pixels, and what they are in print."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from stanceline.timeline.export import LEAST_PX
from stanceline.timeline.pages.page import MOST_PX
from stanceline.ui.dialogs import export_choices as choices
from stanceline.ui.dialogs.export_choices import OWN_SIZE, PRESETS
from stanceline.ui.dialogs.parts import labelled, plain_label


class SizeFields(QObject):
    """A preset, a resolution and two sides that follow each other; ``changed`` says so once."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_filling = False
        self.preset = QComboBox()
        for key, text in choices.sizes().items():
            self.preset.addItem(text, key)
        self.width_px = _spin_box(LEAST_PX, MOST_PX, self.tr(" px"), self.tr("Width"))
        self.height_px = _spin_box(LEAST_PX, MOST_PX, self.tr(" px"), self.tr("Height"))
        self.dpi = _spin_box(
            choices.LEAST_DPI, choices.MOST_DPI, self.tr(" dpi"), self.tr("Resolution")
        )
        self.in_print = plain_label("", "small")
        for box in (self.dpi, self.width_px, self.height_px):
            box.setFixedHeight(self.preset.sizeHint().height())
        self.dpi.setValue(PRESETS[0].dpi)
        self._take_preset()
        self.preset.currentIndexChanged.connect(self._preset_chosen)
        self.dpi.valueChanged.connect(self._dpi_changed)
        for side in (self.width_px, self.height_px):
            side.valueChanged.connect(self._side_changed)

    def size_px(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.width_px.value(), self.height_px.value()

    def take_what_is_typed(self) -> None:
        """Count a number that is being typed, even where no key has ended it yet."""
        for box in (self.dpi, self.width_px, self.height_px):
            box.interpretText()

    def widgets(self) -> list[QWidget]:
        """The fields in the order in which Tab walks them."""
        return [self.preset, self.dpi, self.width_px, self.height_px]

    def layout_of_fields(self) -> QVBoxLayout:
        """The fields with their labels, one below the other."""
        column = QVBoxLayout()
        column.setSpacing(10)
        size = labelled(self.tr("&Size"), self.preset)
        column.addLayout(beside(size, labelled(self.tr("&Resolution"), self.dpi)))
        column.addLayout(_row(self.width_px, plain_label("×"), self.height_px))
        column.addWidget(self.in_print)
        return column

    def _preset_chosen(self) -> None:
        if self._is_filling:
            return
        preset = _preset(self.preset.currentData())
        if preset is not None:
            self._is_filling = True
            self.dpi.setValue(preset.dpi)
            self._is_filling = False
        self._take_preset()
        self.changed.emit()

    def _take_preset(self) -> None:
        preset = _preset(self.preset.currentData())
        self._is_filling = True
        if preset is not None:
            width, height = preset.pixels(self.dpi.value())
            self.width_px.setValue(width)
            self.height_px.setValue(height)
        self._is_filling = False
        self._tell_size()

    def _dpi_changed(self) -> None:
        if not self._is_filling:
            self._take_preset()
            self.changed.emit()

    def _side_changed(self) -> None:
        if not self._is_filling:
            self._is_filling = True
            self.preset.setCurrentIndex(self.preset.findData(OWN_SIZE))
            self._is_filling = False
            self._tell_size()
            self.changed.emit()

    def _tell_size(self) -> None:
        width, height = self.size_px()
        self.in_print.setText(
            self.tr("{width} × {height} mm in print").format(
                width=choices.millimetres(width, self.dpi.value()),
                height=choices.millimetres(height, self.dpi.value()),
            )
        )


def _preset(key: str) -> choices.Preset | None:
    return next((preset for preset in PRESETS if preset.key == key), None)


def _spin_box(least: int, most: int, suffix: str, name: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(least, most)
    box.setSuffix(suffix)
    box.setAccessibleName(name)
    # Typing 1, 19, 192, 1920 should not make four pictures of other sizes on the way.
    box.setKeyboardTracking(False)
    return box


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget, 0 if widget.inherits("QLabel") else 1)
    return row


def beside(left: QVBoxLayout, right: QVBoxLayout) -> QHBoxLayout:
    """Two labelled fields in one row, the left one wider."""
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addLayout(left, 3)
    row.addLayout(right, 2)
    return row
