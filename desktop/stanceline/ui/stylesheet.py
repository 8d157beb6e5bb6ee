"""The one style sheet of the program, filled with the colours of a theme."""

from collections.abc import Mapping
from functools import cache
from string import Template

from stanceline.bundled import RESOURCES


def style_sheet(tokens: Mapping[str, str], *, icons: str) -> str:
    """The style sheet with ``$token`` replaced by ``#rrggbb`` and ``$icons`` by a folder.

    Raises KeyError when the sheet names a token that the theme lacks: both are ours.
    """
    return _template().substitute(tokens, icons=icons)


@cache
def _template() -> Template:
    return Template((RESOURCES / "themes" / "stanceline.qss").read_text(encoding="utf-8"))
