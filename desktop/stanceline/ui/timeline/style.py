"""The timeline's colours, to go with the theme of the window."""

from dataclasses import replace

from stanceline.timeline.style import Style
from stanceline.ui.theme import Theme


def timeline_style(theme: Theme) -> Style:
    """The style in which the timeline fits the window."""
    if theme.has_contrast:
        style = Style.with_contrast(is_dark=theme.is_dark)
    else:
        style = Style.dark() if theme.is_dark else Style.light()
    return replace(style, scale=theme.scale)
