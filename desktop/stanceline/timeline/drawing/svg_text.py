"""Words in an SVG that look the same everywhere, whatever fonts a machine has.

Qt writes words as text elements, which another program sets in a font of its own when it
lacks ours; labels then run into each other. Here the letters are drawn as outlines. The
text stays beside them, transparent and of fixed length, so that it can still be searched,
selected and read aloud. Each letter shape is written once and used many times. Text that no
font here has letters for stays plain: another machine may well have one.
"""

import html
import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QGlyphRun, QPainterPath, QRawFont, QTextLayout

from stanceline.timeline.drawing.fonts import SANS, plain_font

_TEXT = re.compile(r"<text\b([^>]*)>(.*?)</text>", re.DOTALL)
_ATTRIBUTE = re.compile(r"([\w:-]+)=\"([^\"]*)\"")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_END = "</svg>"
_KEPT = ("x", "y", "font-family", "font-size", "font-weight", "font-style", "xml:space")
_LONGEST_LINE_PX = 1_000_000.0
_CURVE_POINTS = 3


def with_outlines(svg: str) -> str:
    """Qt's SVG with the letters of each text drawn as outlines.

    Characters that no XML file may hold (XML 1.0, 2.2) are left out of it.
    """
    outlines = _Outlines()
    drawn = _TEXT.sub(outlines.replaced, _NO_XML.sub("", svg))
    body, end, rest = drawn.rpartition(_END)
    return f"{body}{outlines.definitions()}\n{end}{rest}"


class _Outlines:
    """The letter shapes met so far, by font and glyph."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str, float, int], str] = {}
        self._shapes: list[str] = []

    def replaced(self, match: re.Match[str]) -> str:
        """One text element as outlines with the transparent text above them."""
        attributes = {name: html.unescape(v) for name, v in _ATTRIBUTE.findall(match[1])}
        text = html.unescape(match[2]).rstrip()
        if not text:
            return ""
        font = _font_of(attributes)
        layout = _laid_out(text, font)
        line = layout.lineAt(0)
        kept = {name: attributes[name] for name in _KEPT if name in attributes}
        ink = attributes.get("fill", "#000000")
        opacity = attributes.get("fill-opacity", "1")
        runs = layout.glyphRuns()
        has_letters = all(map(_has_letters, runs))
        kept |= {"fill": "none"} if has_letters else {"fill": ink, "fill-opacity": opacity}
        kept |= {
            "stroke": "none",
            "textLength": f"{line.naturalTextWidth():.2f}",
            "lengthAdjust": "spacingAndGlyphs",
        }
        written = " ".join(f'{name}="{_quoted(value)}"' for name, value in kept.items())
        plain = f"<text {written}>{escape(text)}</text>"
        if not has_letters:
            return plain
        origin = QPointF(float(attributes.get("x", "0")), float(attributes.get("y", "0")))
        uses = "".join(self._used(runs, origin - QPointF(0, line.ascent())))
        return (
            # Strokes of a letter may overlap; Qt's rule for all shapes would punch holes there.
            f'<g aria-hidden="true" fill="{_quoted(ink)}" fill-opacity="{_quoted(opacity)}" '
            f'fill-rule="nonzero" stroke="none">{uses}</g>{plain}'
        )

    def _used(self, runs: Iterable[QGlyphRun], origin: QPointF) -> list[str]:
        used = []
        for run in runs:
            raw = run.rawFont()
            for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
                name = self._name_of(raw, glyph)
                if name:
                    x, y = origin.x() + place.x(), origin.y() + place.y()
                    used.append(f'<use xlink:href="#{name}" x="{x:.2f}" y="{y:.2f}"/>')
        return used

    def _name_of(self, raw: QRawFont, glyph: int) -> str:
        """The name of the shape in this file; empty for a letter without ink."""
        key = (raw.familyName(), raw.styleName(), raw.pixelSize(), glyph)
        if key not in self._names:
            shape = _path_data(raw.pathForGlyph(glyph))
            self._names[key] = f"letter{len(self._shapes)}" if shape else ""
            if shape:
                self._shapes.append(f'<path id="{self._names[key]}" d="{shape}"/>')
        return self._names[key]

    def definitions(self) -> str:
        """All shapes, to stand anywhere in the file."""
        return f"<defs>{''.join(self._shapes)}</defs>" if self._shapes else ""


def _has_letters(run: QGlyphRun) -> bool:
    """Whether the letters of the run come from a font.

    For a script without any font Qt draws boxes. Their font has no size, and to ask it for
    its name ends the process. Glyph 0 is the box of a real font.
    """
    return run.rawFont().pixelSize() > 0 and 0 not in run.glyphIndexes()


def _font_of(attributes: dict[str, str]) -> QFont:
    font = plain_font(
        attributes.get("font-family", SANS),
        round(float(attributes.get("font-size", "12"))),
        QFont.Weight(int(attributes.get("font-weight", "400"))),
    )
    font.setItalic(attributes.get("font-style") == "italic")
    return font


def _laid_out(text: str, font: QFont) -> QTextLayout:
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine().setLineWidth(_LONGEST_LINE_PX)
    layout.endLayout()
    return layout


def _path_data(path: QPainterPath) -> str:
    """The path in the notation of SVG, to a hundredth of a pixel."""
    kinds = QPainterPath.ElementType
    parts = []
    at = 0
    while at < path.elementCount():
        element = path.elementAt(at)
        if element.type is kinds.CurveToElement:
            points = [path.elementAt(at + n) for n in range(_CURVE_POINTS)]
            parts.append("C" + " ".join(f"{p.x:.2f} {p.y:.2f}" for p in points))
            at += _CURVE_POINTS
            continue
        letter = "M" if element.type is kinds.MoveToElement else "L"
        parts.append(f"{letter}{element.x:.2f} {element.y:.2f}")
        at += 1
    return "".join(parts)


def _quoted(value: str) -> str:
    return escape(value, {'"': "&quot;"})
