"""The legend below a timeline: what its shapes and colours mean, and what to narrow it to."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QToolButton, QWidget

from stanceline.domain.events import EventStatus
from stanceline.domain.marks import MarkFilter
from stanceline.domain.stances import Stance
from stanceline.records import dataclass
from stanceline.timeline.drawing.glyphs import GlyphPainter
from stanceline.timeline.placing.inks import BY_STANCE, BY_STATUS, category_ink, status_ink
from stanceline.timeline.placing.singles import category_glyph, stance_glyph
from stanceline.timeline.primitives import Fill, Glyph
from stanceline.timeline.words.wording import grouped
from stanceline.ui.stance_icon import stance_icon
from stanceline.ui.theme import Theme
from stanceline.ui.timeline.style import timeline_style
from stanceline.ui.widgets import FlowLayout
from stanceline.ui.words import event_statuses

_ICON_PX = 14
_ICON_SCALE = 2
_RADIUS = 5.0

_SMALL = """
QToolButton { padding: 2px 5px; }
QToolButton:focus { padding: 1px 4px; }
"""

STANCE, STATUS, CATEGORY, SUGGESTED = "stance", "status", "category", "suggested"
"""What an entry of the legend may narrow, or leave out."""

_FILLS: dict[EventStatus, Fill] = {
    EventStatus.CONFIRMED: Fill.WHOLE,
    EventStatus.REPORTED: Fill.CORED,
    EventStatus.DISPUTED: Fill.DASHED,
    EventStatus.DENIED: Fill.CROSSED,
    EventStatus.PLANNED: Fill.OUTLINE,
}


@dataclass(frozen=True, slots=True)
class Used:
    """What occurs among the marks shown or could be shown beside them, with how often.

    ``categories`` are names by code, told where ``colours`` stand for them;
    ``n_suggested`` is how many suggestions are shown as outlines.
    """

    stances: tuple[tuple[Stance, int], ...] = ()
    statuses: tuple[tuple[EventStatus, int], ...] = ()
    categories: tuple[tuple[int, str, int], ...] = ()
    colours: str = BY_STANCE
    n_suggested: int = 0


class LegendStrip(QWidget):
    """A row of entries, each a button that narrows the timeline to what it stands for.

    ``toggled`` carries STANCE, STATUS or CATEGORY and the key of what was clicked, or
    SUGGESTED, which takes the suggestions away.
    """

    toggled = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._used = Used()
        self._wanted = MarkFilter()
        self._buttons: dict[tuple[str, str], QToolButton] = {}
        self._flow = FlowLayout(self, gap=2)
        self._flow.setContentsMargins(12, 2, 12, 4)
        self.setStyleSheet(_SMALL)
        self.setAccessibleName(self.tr("Legend"))

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of this theme from now on."""
        self._theme = theme
        self._forget_buttons()
        self.show_used(self._used, self._wanted)

    def _forget_buttons(self) -> None:
        for button in self._buttons.values():
            button.hide()
            button.deleteLater()
        self._buttons = {}
        while self._flow.takeAt(0) is not None:
            pass

    @property
    def used(self) -> Used:
        """What it explains."""
        return self._used

    def show_used(self, used: Used, wanted: MarkFilter) -> None:
        """Explain what is shown, and what it is narrowed to; that stays, so that it can go."""
        if used.colours != self._used.colours:
            self._forget_buttons()
        self._used, self._wanted = used, wanted
        names = event_statuses()
        entries: dict[tuple[str, str], tuple[str, int, Callable[[], QIcon], bool]] = {}
        for stance, n_marks in used.stances:
            is_on = stance.key in wanted.stance_keys
            entries[STANCE, stance.key] = (stance.label, n_marks, self._stance_icon(stance), is_on)
        for status, n_marks in used.statuses:
            is_on = status in wanted.statuses
            told, sign = names[status], self._status_icon(status)
            entries[STATUS, status.value] = (told, n_marks, sign, is_on)
        for code, name, n_marks in used.categories:
            is_on = name in wanted.categories
            entries[CATEGORY, name] = (name, n_marks, self._category_icon(code), is_on)
        if used.n_suggested:
            told, sign = self.tr("suggested"), self._suggested_icon
            entries[SUGGESTED, ""] = (told, used.n_suggested, sign, False)
        for known in list(self._buttons):
            self._buttons[known].setVisible(known in entries)
        for entry, (text, n_marks, sign, is_on) in entries.items():
            self._show_entry(entry, text, n_marks, sign, is_on=is_on)
        self._put_in_order(list(entries))

    def _show_entry(
        self,
        entry: tuple[str, str],
        text: str,
        n_marks: int,
        sign: Callable[[], QIcon],
        *,
        is_on: bool,
    ) -> None:
        button = self._buttons.get(entry)
        if button is None:
            button = self._buttons[entry] = self._new_button(entry, sign())
        button.setText(text.replace("&", "&&"))
        button.setChecked(is_on)
        count = self.tr("%n mark(s)", "", n_marks).replace(str(n_marks), grouped(n_marks))
        tip = self.tr("{name}: {count}. Click to show only these.")
        asked = len(self._wanted.stance_keys if entry[0] == STANCE else self._wanted.statuses)
        if entry[0] == SUGGESTED:
            tip = self.tr("{name}: {count}. Click to leave these out.")
        elif is_on and asked == 1:
            tip = self.tr("{name}: {count}. Click to show the others too.")
        elif is_on:
            tip = self.tr("{name}: {count}. Click to leave these out.")
        elif asked:
            tip = self.tr("{name}. Click to show these too.")
        button.setToolTip(tip.format(name=text, count=count))
        told = self.tr("Leave out: {name}") if entry[0] == SUGGESTED else self.tr("Only {name}")
        button.setAccessibleName(told.format(name=text))
        button.setAccessibleDescription(count)
        button.show()

    def _new_button(self, entry: tuple[str, str], sign: QIcon) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setIcon(sign)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.toggled.emit(*entry))
        return button

    def _put_in_order(self, entries: Sequence[tuple[str, str]]) -> None:
        while self._flow.takeAt(0) is not None:
            pass
        for entry in entries:
            self._flow.addWidget(self._buttons[entry])

    def _stance_icon(self, stance: Stance) -> Callable[[], QIcon]:
        if self._used.colours == BY_STANCE:
            return lambda: stance_icon(stance, self._theme)
        glyph, fill = stance_glyph(stance.value)
        return lambda: _icon(glyph, fill, self._theme.muted, self._theme)

    def _status_icon(self, status: EventStatus) -> Callable[[], QIcon]:
        fill, theme = _FILLS[status], self._theme
        ink = theme.muted if fill is Fill.CROSSED else theme.text
        if self._used.colours == BY_STATUS:
            ink = timeline_style(theme).kind_colour(status_ink(list(EventStatus).index(status)))
        return lambda: _icon(Glyph.DISC, fill, ink, theme)

    def _category_icon(self, code: int) -> Callable[[], QIcon]:
        ink = timeline_style(self._theme).kind_colour(category_ink(code))
        return lambda: _icon(category_glyph(code), Fill.WHOLE, ink, self._theme)

    def _suggested_icon(self) -> QIcon:
        return _icon(Glyph.DISC, Fill.GHOST, self._theme.muted, self._theme)

    def entries(self) -> Mapping[tuple[str, str], QToolButton]:
        """The buttons in sight, by what they narrow."""
        return {entry: each for entry, each in self._buttons.items() if not each.isHidden()}


def _icon(glyph: Glyph, fill: Fill, ink: QColor, theme: Theme) -> QIcon:
    """A mark as the timeline draws it."""
    pixmap = QPixmap(_ICON_PX * _ICON_SCALE, _ICON_PX * _ICON_SCALE)
    pixmap.setDevicePixelRatio(_ICON_SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QPointF(_ICON_PX / 2, _ICON_PX / 2)
    GlyphPainter(painter, QColor(theme.surface)).draw(glyph, fill, middle, _RADIUS, ink)
    painter.end()
    return QIcon(pixmap)
