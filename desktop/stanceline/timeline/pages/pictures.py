"""Pages as pictures: PNG, SVG and PDF, drawn the way the screen is."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgGenerator

from stanceline.domain.errors import StancelineError
from stanceline.formats.files import CannotWrite, whole_file
from stanceline.timeline.drawing.fonts import SANS, SERIF, FontMeasure, load_fonts
from stanceline.timeline.drawing.svg_text import with_outlines
from stanceline.timeline.layout import clean
from stanceline.timeline.pages.page import (
    MOST_PX,
    Heading,
    Page,
    Subject,
    composed_page,
    paint_page,
)
from stanceline.timeline.pages.picture_facts import Facts
from stanceline.timeline.style import Style

FORMATS = ("png", "svg", "pdf")
LEAST_PX = 200
_LEAST_DPI, _MOST_DPI = 36, 2400
SCREEN_DPI = 96
_MM_PER_INCH = 25.4
_POINTS_PER_INCH = 72
_PDF_RESOLUTION = 1200
# A page is composed for at least this size in logical pixels, however high its
# resolution: 1600 by 900 at 300 dpi is a small figure, and gets small type.
_COMPOSED_WIDTH, _COMPOSED_HEIGHT = 960.0, 540.0
_SMALLER = 0.88
# Browsers take the rules; Qt's own viewer would not understand a list of families, but
# skips what stands in @media.
_SANS_FALLBACKS = 'Inter, "Helvetica Neue", Arial, "Liberation Sans", "Nimbus Sans", sans-serif'
_SERIF_FALLBACKS = '"Source Serif 4", Georgia, "Times New Roman", "Liberation Serif", serif'
_FALLBACKS = (
    f'@media all {{ text[font-family="{SANS}"] {{ font-family: {_SANS_FALLBACKS}; }} '
    f'text[font-family="{SERIF}"] {{ font-family: {_SERIF_FALLBACKS}; }} }}'
)


class ExportError(StancelineError):
    """A picture that cannot be made or written as asked."""


def export_image(
    subject: Subject,
    out: Path,
    format: str,  # noqa: A002
    size_px: tuple[int, int],
    *,
    dpi: int = SCREEN_DPI,
    title: str = "",
    subtitle: str = "",
    style: Style | None = None,
    facts: Facts | None = None,
) -> None:
    """Write a timeline as a page with title, legend, notes and sources.

    A PNG has exactly ``size_px`` pixels; SVG and PDF become higher when that is needed to
    show all lanes. ``dpi`` sets how large the picture is in print and, as far as the size
    allows, how large its type. ``facts`` are written into the file. The file is written
    whole or not at all. Needs a QGuiApplication.

    Raises ``ExportError`` for a format, a size or a target that does not work, and when no
    mark has a date.
    """
    check_target(out)
    content = picture(
        subject,
        format,
        size_px,
        dpi=dpi,
        title=title,
        subtitle=subtitle,
        style=style,
        facts=facts,
    )
    write_whole(out, content)


def picture(
    subject: Subject,
    format: str,  # noqa: A002
    size_px: tuple[int, int],
    *,
    dpi: int = SCREEN_DPI,
    title: str = "",
    subtitle: str = "",
    style: Style | None = None,
    facts: Facts | None = None,
) -> bytes:
    """What ``export_image`` writes, for those who do not want a file."""
    _check(format, size_px, dpi)
    load_fonts()
    style = style or Style.light()
    title = clean(title)
    lanes = subject.lanes
    if lanes.extent is None:
        raise ExportError(
            "There is nothing to draw: no mark has a date."
            if lanes.undated.size
            else "There is nothing to draw: the timeline holds no marks, or the filter none."
        )
    page, scale = _composed(
        subject, size_px, dpi, Heading(title, subtitle), may_grow=format != "png"
    )
    facts = facts or Facts()
    told = replace(facts, title=title, description=page.description)
    if format == "png":
        return _png(page, style, size_px, dpi, scale, told)
    if format == "svg":
        return _svg(page, style, scale, told)
    return _pdf(page, style, scale / dpi, told)


def write_whole(out: Path, content: bytes) -> None:
    """Put the content into the file, which afterwards has all of it or is as before.

    Raises ``ExportError`` when it cannot be written.
    """
    try:
        with whole_file(out) as draft:
            draft.write_bytes(content)
    except CannotWrite as error:
        raise ExportError(str(error)) from error


def _check(kind: str, size_px: tuple[int, int], dpi: int) -> None:
    if kind not in FORMATS:
        raise ExportError(f"There is no format {kind!r}; choose one of {', '.join(FORMATS)}.")
    if not all(LEAST_PX <= side <= MOST_PX for side in size_px):
        raise ExportError(
            f"A picture of {size_px[0]} by {size_px[1]} pixels cannot be made; each side has "
            f"{LEAST_PX} to {MOST_PX}."
        )
    if not _LEAST_DPI <= dpi <= _MOST_DPI:
        raise ExportError(f"{dpi} dots per inch are not possible; {_LEAST_DPI} to {_MOST_DPI} are.")
    if QGuiApplication.instance() is None:
        raise RuntimeError("export_image needs a QGuiApplication")


def check_target(out: Path) -> None:
    """Refuse a target that cannot work before the drawing is made."""
    if out.is_dir():
        raise ExportError(f"{out} is a folder; name a file in it.")
    if not out.parent.is_dir():
        raise ExportError(f"The folder {out.parent} does not exist.")


def _composed(
    subject: Subject,
    size_px: tuple[int, int],
    dpi: int,
    heading: Heading,
    *,
    may_grow: bool,
) -> tuple[Page, float]:
    """The page, and how many pixels a logical pixel has on it; 1 at screen resolution.

    The type is as large as the resolution asks for, but smaller on a small picture, and
    rather than leave lanes out.
    """
    width, height = size_px
    wanted = min(dpi / SCREEN_DPI, width / _COMPOSED_WIDTH, height / _COMPOSED_HEIGHT)
    scale = max(wanted, 1.0)
    measure = FontMeasure()
    while True:
        page = composed_page(
            subject,
            (width / scale, height / scale),
            heading,
            measure,
            may_grow=may_grow,
        )
        if page.n_hidden_lanes == 0 or scale == 1.0:
            return page, scale
        scale = max(scale * _SMALLER, 1.0)


# --------------------------------------------------------------------------- PNG


def _png(
    page: Page, style: Style, size_px: tuple[int, int], dpi: int, scale: float, facts: Facts
) -> bytes:
    image = QImage(*size_px, QImage.Format.Format_RGB32)
    if image.isNull():
        raise ExportError(f"There is not enough memory for {size_px[0]} by {size_px[1]} pixels.")
    image.fill(QColor(style.surface))
    # The resolution is set after painting: before, it would scale the type once more.
    painter = QPainter(image)
    painter.scale(scale, scale)
    paint_page(painter, page, style)
    painter.end()
    dots_per_metre = round(dpi / _MM_PER_INCH * 1000)
    image.setDotsPerMeterX(dots_per_metre)
    image.setDotsPerMeterY(dots_per_metre)
    for name, value in facts.as_texts():
        image.setText(name, value)
    return _filled_buffer(lambda buffer: QImageWriter(buffer, QByteArray(b"png")).write(image))


def _filled_buffer(fill: Callable[[QBuffer], object]) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    fill(buffer)
    buffer.close()
    return bytes(content.data())


# --------------------------------------------------------------------------- PDF


def _pdf(page: Page, style: Style, inches_per_px: float, facts: Facts) -> bytes:
    def draw(buffer: QBuffer) -> None:
        writer = QPdfWriter(buffer)
        points = _POINTS_PER_INCH * inches_per_px
        size = QPageSize(
            QSizeF(page.width * points, page.height * points),
            QPageSize.Unit.Point,
            "",
            QPageSize.SizeMatchPolicy.ExactMatch,
        )
        writer.setResolution(_PDF_RESOLUTION)
        writer.setPageLayout(
            QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
        )
        writer.setTitle(facts.title or facts.description)
        writer.setCreator("Stanceline")
        writer.setDocumentXmpMetadata(facts.as_xmp())
        painter = QPainter(writer)
        painter.scale(_PDF_RESOLUTION * inches_per_px, _PDF_RESOLUTION * inches_per_px)
        paint_page(painter, page, style)
        painter.end()

    return _filled_buffer(draw)


# --------------------------------------------------------------------------- SVG


def _svg(page: Page, style: Style, scale: float, facts: Facts) -> bytes:
    width, height = round(page.width), round(page.height)

    def draw(buffer: QBuffer) -> None:
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setResolution(SCREEN_DPI)
        generator.setSize(QSize(width, height))
        generator.setViewBox(QRect(0, 0, width, height))
        painter = QPainter(generator)
        paint_page(painter, page, style)
        painter.end()

    return finished_svg(
        _filled_buffer(draw).decode("utf-8"),
        (round(page.width * scale), round(page.height * scale)),
        facts,
    ).encode("utf-8")


_SVG_HEAD = re.compile(
    r"<svg\b[^>]*?viewBox=\"([^\"]*)\"[^>]*>\s*(?:<title>.*?</title>\s*)?"
    r"(?:<desc>.*?</desc>)?",
    re.DOTALL,
)


def finished_svg(svg: str, size_px: tuple[int, int], facts: Facts) -> str:
    """Qt's SVG with a title, a size in pixels, and its words as they were laid out."""
    match = _SVG_HEAD.search(svg)
    view_box = match[1] if match else f"0 0 {size_px[0]} {size_px[1]}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'version="1.1" role="img" width="{size_px[0]}" height="{size_px[1]}" '
        f'viewBox="{view_box}">\n<title>{html.escape(facts.title or facts.description)}</title>\n'
        f"<desc>{html.escape(facts.description)}</desc>\n{facts.as_svg_metadata()}\n<style>{_FALLBACKS}</style>"
    )
    return with_outlines(_SVG_HEAD.sub(lambda _: head, svg, count=1))
