"""The one style sheet of the program, filled with the colours and sizes of a theme."""

import re
from collections.abc import Mapping
from functools import cache
from string import Template

from stanceline.bundled import RESOURCES

_RULE = re.compile(r"\{[^{}]*\}")
_LENGTH = re.compile(r"(?<![\w.#])(-?\d+(?:\.\d+)?)px")
_DECLARATION = re.compile(r"(?P<name>[\w-]+)\s*:(?P<value>[^;{}]*)")
_BORDER = re.compile(r"\bborder\s*:\s*(\d+)px")
_NOT_SCALED = 2.0
"""Lines of up to so many pixels stay fine however large the letters are."""


def style_sheet(tokens: Mapping[str, str], *, icons: str, scale: float = 1.0) -> str:
    """The style sheet with ``$token`` replaced by ``#rrggbb`` and ``$icons`` by a folder.

    All lengths but those of fine lines are multiplied by ``scale``. Raises KeyError when
    the sheet names a token that the theme lacks: both are ours.
    """
    return Template(_scaled_sheet(scale)).substitute(tokens, icons=icons)


@cache
def _scaled_sheet(scale: float) -> str:
    sheet = (RESOURCES / "themes" / "stanceline.qss").read_text(encoding="utf-8")
    if scale == 1.0:
        return sheet
    return _RULE.sub(lambda rule: _scaled_rule(rule.group(), scale), sheet)


def _scaled_rule(rule: str, scale: float) -> str:
    border = _BORDER.search(rule)
    border_px = int(border.group(1)) if border else 0

    def scaled(declaration: re.Match[str]) -> str:
        # Border and padding are scaled as one, so that a focused control keeps its size.
        also_px = border_px if declaration["name"].startswith("padding") else 0
        value = _LENGTH.sub(
            lambda length: _scaled_length(float(length.group(1)), also_px, scale),
            declaration["value"],
        )
        return f"{declaration['name']}:{value}"

    return _DECLARATION.sub(scaled, rule)


def _scaled_length(px: float, also_px: int, scale: float) -> str:
    if also_px == 0 and abs(px) <= _NOT_SCALED:
        return f"{px:g}px"
    return f"{max(round((px + also_px) * scale) - also_px, 0) if px >= 0 else round(px * scale)}px"
