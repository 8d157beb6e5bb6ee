"""The timeline's colours, to go with the theme of the window."""

from stanceline.timeline.style import Style
from stanceline.ui.theme import Theme


def timeline_style(theme: Theme) -> Style:
    """The style in which the timeline fits the window."""
    return Style.dark() if theme.is_dark else Style.light()
