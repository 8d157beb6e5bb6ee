"""How articles are set: size, width of the column, typeface; alike on both sides of the desk."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from stanceline.ui.article_pane import ArticlePane
from stanceline.ui.reader.geometry import MEASURE
from stanceline.ui.theme import interface_scale, scaled

if TYPE_CHECKING:
    from stanceline.ui.main_window import MainWindow

_MEASURE_STEP = 4
_SANS, _SERIF = "sans", "serif"


class ReadingLook(QObject):
    """Sets the articles of a window as the settings say, and changes the settings.

    The size in the settings is that of the usual interface; it grows with the interface.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._measures: dict[ArticlePane, int] = {}
        self._are_sans: dict[ArticlePane, bool] = {}
        self._is_dressing = False

    @property
    def is_sans(self) -> bool:
        """Whether articles are set in a typeface without serifs."""
        return self._window.settings.typeface == _SANS

    def dress(self, pane: ArticlePane) -> None:
        """Set the articles of a pane as the settings say."""
        settings, reader = self._window.settings, pane.reader
        self._is_dressing = True
        reader.set_text_size(scaled(settings.reading_text_px))
        self._is_dressing = False
        # What is so already costs the layout of a long article.
        if settings.measure != self._measures.get(pane, MEASURE):
            reader.set_measure(settings.measure)
        if self.is_sans != self._are_sans.get(pane, False):
            reader.set_typeface(_SANS if self.is_sans else _SERIF)
        self._measures[pane], self._are_sans[pane] = settings.measure, self.is_sans

    def dress_all(self) -> None:
        """Set all articles of the window as the settings and the interface say."""
        for pane in self._window.desk.panes:
            self.dress(pane)

    def step_text_size(self, direction: int) -> None:
        """Set the article larger or smaller; 0 sets the usual size."""
        window = self._window
        usual = window.theme.sizes.reading
        now = window.settings.reading_text_px
        window.settings.reading_text_px = usual if direction == 0 else now + direction
        self.dress_all()

    def text_size_changed(self, size_px: int) -> None:
        """Take over the size that somebody set with the wheel."""
        if not self._is_dressing:
            self._window.settings.reading_text_px = round(size_px / interface_scale())

    def step_measure(self, direction: int) -> None:
        """Make the column wider or narrower."""
        settings = self._window.settings
        settings.measure = settings.measure + direction * _MEASURE_STEP
        self.dress_all()
        self._window.say(self.tr("Up to {n} characters in a line.").format(n=settings.measure))

    def toggle_typeface(self) -> None:
        """Change between a typeface with serifs and one without."""
        self._window.settings.typeface = _SERIF if self.is_sans else _SANS
        self.dress_all()
