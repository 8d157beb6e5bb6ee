"""Playing through time: the row with its buttons, and the drawing that is played."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from stanceline.ui.timeline.panel_words import day_at
from stanceline.ui.timeline.play_bar import PlayBar

if TYPE_CHECKING:
    from stanceline.timeline.view import TimelineView


class Playing(QObject):
    """Shows the row while time is played, and hands on what its buttons say."""

    def __init__(self, bar: PlayBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._bar = bar
        self._view: TimelineView | None = None
        bar.toggled.connect(lambda: self._step(0))
        bar.stepped.connect(self._step)
        bar.closed.connect(lambda: self.play(is_on=False))

    def take(self, view: "TimelineView") -> None:
        """Play on this drawing."""
        self._view = view
        view.playing_changed.connect(self._show)
        view.player.moved.connect(self._show)

    @property
    def is_on(self) -> bool:
        """Whether time is played, running or not."""
        return self._view is not None and self._view.is_playing()

    def play(self, *, is_on: bool) -> None:
        """Begin at the first mark in sight, or end it; the keyboard goes to the drawing."""
        if self._view is not None:
            self._view.play(is_on=is_on)
            self._view.setFocus()

    def _step(self, towards: int) -> None:
        if self._view is not None:
            self._view.step(towards)

    def _show(self) -> None:
        if self._view is None:
            return
        player, lanes = self._view.player, self._view.lanes()
        now = player.now
        told = ""
        if now is not None and lanes is not None:
            told = day_at(float(lanes.folds.t(now)), lanes.wording)
        self._bar.setVisible(now is not None)
        self._bar.show_state(is_running=player.is_running, told=told)
