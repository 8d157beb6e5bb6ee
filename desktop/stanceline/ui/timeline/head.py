"""The row above a timeline: what it shows, how much of it, and the ways to change that."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from stanceline.domain.timelines import Arrangement, SavedView
from stanceline.services.workspace import Workspace
from stanceline.ui.theme import Theme, icon, scaled
from stanceline.ui.timeline.jump_field import JumpField
from stanceline.ui.timeline.lanes_menu import AxisMenu, LanesMenu, Titled
from stanceline.ui.timeline.menu_button import MenuButton
from stanceline.ui.timeline.views_button import ViewsButton
from stanceline.ui.widgets import Caption, ElidedLabel

_ROOM_FOR_COUNT = 200
_ICON_PX = 16


class TimelineHead(QWidget):
    """Caption, lanes, time, filter, views, count, and the buttons that move the window.

    Where there is little room, what the menus offer too gives way first. ``fit_wanted``
    and ``zoom_wanted`` come from the buttons at the right.
    """

    fit_wanted = Signal()
    zoom_wanted = Signal(float)

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        hidden: Callable[[], Sequence[Titled]],
        shown: Callable[[], SavedView],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.caption = Caption(self.tr("Timeline"))
        self.lanes = LanesMenu(hidden)
        self.axis = AxisMenu()
        self.filter_button = QPushButton(self.tr("Filter"))
        self.filter_button.setCheckable(True)
        self.filter_button.setProperty("quiet", "true")
        self.views = ViewsButton(workspace, shown)
        self.count = ElidedLabel()
        self.count.setProperty("role", "small")
        self.jump = JumpField()
        self.more = MenuButton(self.tr("More"))
        self.more.setText("")
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.more.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.more.setToolTip(self.tr("More: table, legend, notes, playing through time"))
        self.zoom_buttons: list[QPushButton] = []
        self._build()
        self.set_theme(theme)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 4)
        row.setSpacing(4)
        row.addWidget(self.caption)
        row.addSpacing(6)
        for part in (self.lanes, self.axis, self.filter_button, self.views):
            row.addWidget(part)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.count, 1)
        row.addSpacing(6)
        row.addWidget(self.jump)
        zoom = QHBoxLayout()
        zoom.setSpacing(0)
        row.addLayout(zoom)
        for text, name, slot in (
            (self.tr("Fit"), self.tr("Show the whole time (0)"), self.fit_wanted.emit),
            ("+", self.tr("Closer (+)"), self._zoomer(2.0)),
            ("−", self.tr("Farther (-)"), self._zoomer(0.5)),
        ):
            button = QPushButton(text)
            button.setProperty("quiet", "true")
            button.setStyleSheet(_NARROW)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.clicked.connect(slot)
            zoom.addWidget(button)
            self.zoom_buttons.append(button)
        row.addWidget(self.more)

    def _zoomer(self, factor: float) -> Callable[[], None]:
        return lambda: self.zoom_wanted.emit(factor)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of this theme from now on."""
        self.more.setIcon(icon("more", theme))

    def show_arrangement(self, arrangement: Arrangement) -> None:
        """Say what the lanes stand for and which time runs along them."""
        self.lanes.show_arrangement(arrangement)
        self.axis.show_arrangement(arrangement)

    def show_title(self, title: str) -> None:
        """Head the timeline with this title, or with its usual caption."""
        self.caption.setText(title or self.tr("Timeline"))
        self.caption.setMaximumWidth(scaled(_WIDEST_CAPTION))
        self.caption.setToolTip(title)

    def show_jump(self) -> None:
        """Bring the keyboard to the field for a date, which is shown for it where it is not."""
        self.jump.show()
        self.jump.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.jump.selectAll()

    def make_way(self) -> None:
        """Show what there is room for."""
        row = self.layout()
        if row is None:
            return
        margins = row.contentsMargins()
        lasting = (self.lanes, self.filter_button, self.views, *self.zoom_buttons, self.more)
        room = self.width() - margins.left() - margins.right()
        room -= sum(part.sizeHint().width() + row.spacing() for part in lasting)
        room -= scaled(_ROOM_FOR_COUNT)
        for part in (self.axis, self.caption, self.jump):
            room -= part.sizeHint().width() + row.spacing()
            if part is not self.jump or not self.jump.hasFocus():
                part.setVisible(room >= 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self.make_way()

    def minimumSizeHint(self) -> QSize:
        """Less than all of it needs: what the menus offer too gives way."""
        return QSize(scaled(320), super().minimumSizeHint().height())


_WIDEST_CAPTION = 260
_NARROW = """
QPushButton[quiet="true"] { padding: 5px 8px; }
QPushButton[quiet="true"]:focus { padding: 4px 7px; }
"""
