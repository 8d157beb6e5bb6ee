"""The window of a program that has nothing open: why that is, and what can be done."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from stanceline.bundled import RESOURCES
from stanceline.services.workspace import SUFFIX
from stanceline.ui.about import AboutDialog
from stanceline.ui.dialogs.parts import (
    plain_button,
    plain_label,
    primary_button,
    take_first_size,
)
from stanceline.ui.file_dialogs import ask_for_file, ask_where_to_write, folder_for_new
from stanceline.ui.help_window import HelpWindow
from stanceline.ui.scaling import keep_scaled, on_scale
from stanceline.ui.settings import Settings
from stanceline.ui.theme import scaled

_SIZE = (720, 560)
_SMALLEST = (480, 360)
_COLUMN_WIDTH = 520
_ICON_PX = 56
_MOST_RECENT = 5


class StartWindow(QMainWindow):
    """Says why nothing is open, and offers each way to open something.

    ``open_requested`` carries the path of a workspace, ``new_requested`` that of one to be
    made, ``sample_requested`` where the sample is to be put, or None for its usual place;
    ``restore_requested`` asks for a backup to be put back.
    """

    open_requested = Signal(object)
    new_requested = Signal(object)
    sample_requested = Signal(object)
    restore_requested = Signal()

    def __init__(
        self,
        settings: Settings,
        sentence: str = "",
        *,
        about: Path | None = None,
        sample_elsewhere: bool = False,
    ) -> None:
        """``sentence`` says why nothing is open, and ``about`` what could not be opened.

        With ``sample_elsewhere`` somebody is asked where the sample is to be put.
        """
        super().__init__()
        self.about = about
        self._settings = settings
        self._sample_elsewhere = sample_elsewhere
        self.setWindowTitle(self.tr("Stanceline"))
        self.setMinimumSize(*_SMALLEST)
        self.setAcceptDrops(True)
        take_first_size(self, *_SIZE)
        self.title = plain_label(self._heading(), "title")
        self.sentence = plain_label(sentence)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sentence.setVisible(bool(sentence))
        self.buttons = self._made_buttons()
        self._build()
        self._build_menus()

    def _heading(self) -> str:
        if self.about is None:
            return self.tr("Stanceline")
        return self.tr("{name} could not be opened").format(name=self.about.name or self.about)

    # Parts

    def _made_buttons(self) -> dict[str, QPushButton]:
        """The ways on, the likeliest first."""
        new = (self.tr("&New workspace…"), self.ask_for_new)
        restore = (self.tr("&Restore a backup…"), self.restore_requested.emit)
        put = self.tr("Save the &sample as…") if self._sample_elsewhere else None
        sample = (put or self.tr("Open the &sample"), self.ask_for_sample)
        if self.about is None:
            opening = (self.tr("&Open workspace…"), self.ask_to_open)
            ways = {"new": new, "open": opening, "sample": sample, "restore": restore}
        else:
            opening = (self.tr("&Open another workspace…"), self.ask_to_open)
            again = (self.tr("&Try again"), self._try_again)
            ways = {"open": opening, "restore": restore, "new": new, "sample": sample}
            ways["again"] = again
        made: dict[str, QPushButton] = {}
        for name, (text, slot) in ways.items():
            made[name] = plain_button(text) if made else primary_button(text)
            made[name].clicked.connect(lambda _checked, slot=slot: slot())
        return made

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(14)
        self._icon = QLabel()
        on_scale(self._icon, self._draw_icon)
        column.addWidget(self._icon)
        for label in (self.title, self.sentence):
            column.addWidget(label)
        column.addSpacing(4)
        column.addLayout(self._button_grid())
        recent = self._recent()
        if recent:
            column.addSpacing(8)
            column.addWidget(plain_label(self.tr("Recent workspaces"), "small"))
            rows = QVBoxLayout()
            rows.setSpacing(0)
            for button in recent:
                rows.addWidget(button)
            column.addLayout(rows)
        box = QWidget()
        box.setLayout(column)
        keep_scaled(box, most_width=_COLUMN_WIDTH)
        row = QHBoxLayout()
        row.setContentsMargins(28, 20, 28, 20)
        row.addStretch(1)
        row.addWidget(box, 1000)
        row.addStretch(1)
        whole = QWidget()
        whole.setProperty("ground", "window")
        middle = QVBoxLayout(whole)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(2)
        middle.addLayout(row)
        middle.addStretch(3)
        # A long path in large letters must not push the buttons out of a small screen.
        scrolled = QScrollArea()
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QScrollArea.Shape.NoFrame)
        scrolled.setWidget(whole)
        self.setCentralWidget(scrolled)
        next(iter(self.buttons.values())).setFocus()

    def _draw_icon(self) -> None:
        side = scaled(_ICON_PX)
        drawing = QIcon(str(RESOURCES / "icons" / "stanceline.svg"))
        self._icon.setPixmap(drawing.pixmap(QSize(side, side), self.devicePixelRatioF()))

    def _button_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        for n, button in enumerate(self.buttons.values()):
            grid.addWidget(button, n // 2, n % 2)
        for side in (0, 1):
            grid.setColumnStretch(side, 1)
        return grid

    def _recent(self) -> list[QPushButton]:
        """A button for each workspace that was opened lately, as far as there is room."""
        paths = [path for path in self._settings.recent_workspaces if path != self.about]
        return [self._recent_button(path) for path in paths[:_MOST_RECENT]]

    def _recent_button(self, path: Path) -> QPushButton:
        button = plain_button(path.stem.replace("&", "&&"), "quiet")
        button.setStyleSheet("text-align: left;")
        button.setToolTip(str(path))
        button.setAccessibleDescription(str(path))
        button.clicked.connect(lambda _checked: self.open_requested.emit(path))
        return button

    def _build_menus(self) -> None:
        menu = self.menuBar().addMenu(self.tr("&File"))
        for text, keys, slot in (
            (self.tr("&New workspace…"), "Ctrl+N", self.ask_for_new),
            (self.tr("&Open workspace…"), "Ctrl+O", self.ask_to_open),
            (self.tr("Open the &sample"), "Ctrl+Shift+O", self.ask_for_sample),
            (self.tr("&Restore a backup…"), "Ctrl+B", self.restore_requested.emit),
        ):
            menu.addAction(text, QKeySequence(keys), slot)
        menu.addSeparator()
        menu.addAction(self.tr("&Close window"), QKeySequence("Ctrl+W"), self.close)
        menu.addAction(self.tr("&Quit"), QKeySequence("Ctrl+Q"), QApplication.closeAllWindows)
        menu = self.menuBar().addMenu(self.tr("&Help"))
        menu.addAction(self.tr("&Help"), QKeySequence("F1"), self._show_help)
        menu.addAction(self.tr("&About Stanceline"), QKeySequence("Shift+F1"), self._show_about)

    # Ways on

    def ask_for_new(self) -> None:
        """Ask where a new workspace should lie."""
        path = self._ask_where(
            self.tr("New workspace"), folder_for_new(self._settings.recent_workspaces)
        )
        if path is not None:
            self.new_requested.emit(path)

    def ask_to_open(self) -> None:
        """Ask which workspace to open."""
        folder = (
            self.about.parent
            if self.about is not None
            else folder_for_new(self._settings.recent_workspaces)
        )
        kinds = (*self._kinds(), f"{self.tr('All files')} (*)")
        path = ask_for_file(self, self.tr("Open workspace"), folder, kinds)
        if path is not None:
            self.open_requested.emit(path)

    def ask_for_sample(self) -> None:
        """Open the sample; where its usual place cannot be written, ask for another one."""
        if not self._sample_elsewhere:
            self.sample_requested.emit(None)
            return
        proposed = folder_for_new(self._settings.recent_workspaces) / f"sample{SUFFIX}"
        path = self._ask_where(self.tr("Save the sample"), proposed)
        if path is not None:
            self.sample_requested.emit(path)

    def _ask_where(self, title: str, proposed: Path) -> Path | None:
        path = ask_where_to_write(self, title, proposed, self._kinds())
        return path if path is None or path.suffix else path.with_suffix(SUFFIX)

    def _try_again(self) -> None:
        if self.about is not None:
            self.open_requested.emit(self.about)

    def _kinds(self) -> Sequence[str]:
        return (f"{self.tr('Stanceline workspaces')} (*{SUFFIX})",)

    def _show_help(self) -> None:
        HelpWindow(self).show()

    def _show_about(self) -> None:
        AboutDialog(self).exec()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take workspaces from elsewhere."""
        if self._dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the workspaces that were dropped."""
        event.acceptProposedAction()
        for path in self._dropped(event):
            self.open_requested.emit(path)

    def _dropped(self, event: QDropEvent) -> list[Path]:
        urls = event.mimeData().urls()
        return [Path(url.toLocalFile()) for url in urls if url.toLocalFile().endswith(SUFFIX)]
