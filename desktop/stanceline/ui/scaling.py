"""Widgets whose own lengths grow with the interface, at once when that is set larger."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from stanceline.ui.theme import scale_news, scaled


class _Follower(QObject):
    """Fits its widget anew with every change, for as long as the widget is there."""

    def __init__(self, widget: QWidget, fit: Callable[[], None]) -> None:
        super().__init__(widget)
        self._fit = fit
        news = scale_news()
        if news is not None:
            news.changed.connect(self.follow)

    @Slot()
    def follow(self) -> None:
        """Fit it to the interface as it is now."""
        self._fit()


def on_scale(widget: QWidget, fit: Callable[[], None]) -> None:
    """Call ``fit`` now, and whenever the interface gets another size, while the widget lives."""
    _Follower(widget, fit)
    fit()


def keep_scaled(
    widget: QWidget,
    *,
    width: int | None = None,
    height: int | None = None,
    least_width: int | None = None,
    least_height: int | None = None,
    most_width: int | None = None,
) -> None:
    """Give a widget fixed, least or largest lengths, in pixels of the usual interface.

    They grow with the interface; ``width`` and ``height`` are fixed.
    """

    def fit() -> None:
        for length, set_length in (
            (least_width, widget.setMinimumWidth),
            (least_height, widget.setMinimumHeight),
            (most_width, widget.setMaximumWidth),
            (width, widget.setFixedWidth),
            (height, widget.setFixedHeight),
        ):
            if length is not None:
                set_length(scaled(length))

    on_scale(widget, fit)
