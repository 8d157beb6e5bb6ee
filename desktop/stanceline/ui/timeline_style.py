"""The timeline's colours, taken from the theme of the window."""

from stanceline.timeline.style import Style
from stanceline.ui.theme import Theme


def timeline_style(theme: Theme) -> Style:
    """The style in which the timeline fits the window."""
    return Style(
        is_dark=theme.is_dark,
        window=theme.window.name(),
        surface=theme.surface.name(),
        side=theme.side.name(),
        text=theme.text.name(),
        muted=theme.muted.name(),
        line=theme.line.name(),
        accent=theme.accent.name(),
        selected=theme.accent_soft.name(),
    )
