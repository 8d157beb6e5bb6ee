"""Timelines as files: PNG, SVG and PDF, drawn the way the screen is."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from stanceline.domain.marks import LaneKey, Mark
from stanceline.domain.timelines import SavedView
from stanceline.formats.files import CannotWrite, whole_file
from stanceline.services.timeline import marks_of
from stanceline.services.workspace import Workspace
from stanceline.timeline.fonts import SANS, SERIF, FontMeasure, load_fonts
from stanceline.timeline.lanes import Lanes, build_lanes
from stanceline.timeline.layout import clean
from stanceline.timeline.page import MOST_PX, Heading, Page, composed_page, paint_page
from stanceline.timeline.style import Style
from stanceline.timeline.svg_text import with_outlines
from stanceline.timeline.translated import translated_wording
from stanceline.timeline.windows import TimeWindow, clamped

FORMATS = ("png", "svg", "pdf")
LEAST_PX = 200
_LEAST_DPI, _MOST_DPI = 36, 2400
_SCREEN_DPI = 96
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


@dataclass(frozen=True, slots=True)
class TimelineExport:
    """What is to be written where: ``size_px`` is (width, height) in pixels.

    An empty subtitle is filled with the period and the number of marks.
    """

    out: Path
    format: str
    view: SavedView
    title: str
    subtitle: str = ""
    size_px: tuple[int, int] = (1600, 900)
    dpi: int = _SCREEN_DPI
    is_dark: bool = False


def export_timeline(workspace: Workspace, wanted: TimelineExport) -> int:
    """Write the timeline of a workspace's view, and return how many marks it has.

    It shows the period of the view's filter, else the dense part of the marks; the page
    says what lies outside. Raises ``ExportError`` as ``export_image`` does.
    """
    marks = marks_of(workspace, wanted.view.wanted)
    window = build_lanes(marks, LaneKey.NONE).first
    since, until = wanted.view.wanted.since, wanted.view.wanted.until
    if window is not None and (since is not None or until is not None):
        t0 = window.t0 if since is None else float(since)
        t1 = window.t1 if until is None else float(until)
        window = clamped(min(t0, t1), max(t0, t1))
    export_image(
        marks,
        wanted.view.lanes,
        window,
        wanted.out,
        wanted.format,
        wanted.size_px,
        dpi=wanted.dpi,
        title=wanted.title,
        subtitle=wanted.subtitle,
        style=Style.dark() if wanted.is_dark else Style.light(),
    )
    return len(marks)


def export_image(
    marks: Sequence[Mark],
    lanes: LaneKey,
    window: TimeWindow | None,
    out: Path,
    format: str,  # noqa: A002
    size_px: tuple[int, int],
    *,
    dpi: int = _SCREEN_DPI,
    title: str = "",
    subtitle: str = "",
    style: Style | None = None,
) -> None:
    """Write a timeline as a page with title, legend, notes and sources.

    ``window`` None stands for the whole extent. A PNG has exactly ``size_px`` pixels;
    SVG and PDF become higher when that is needed to show all lanes. ``dpi`` sets how
    large the picture is in print and, as far as the size allows, how large its type. The
    file is written whole or not at all. Needs a QGuiApplication.

    Raises ``ExportError`` for a format, a size or a target that does not work, and when no
    mark has a date.
    """
    _check(format, size_px, dpi)
    _check_target(out)
    load_fonts()
    style = style or Style.light()
    title = clean(title)
    built = build_lanes(marks, lanes, wording=translated_wording())
    if built.extent is None:
        raise ExportError(
            "There is nothing to draw: no mark has a date."
            if marks
            else "There is nothing to draw: the timeline holds no marks, or the filter none."
        )
    page, scale = _composed(
        built,
        window or built.extent,
        size_px,
        dpi,
        Heading(title, subtitle),
        may_grow=format != "png",
    )
    if format == "png":
        content = _png(page, style, size_px, dpi, scale)
    elif format == "svg":
        content = _svg(page, style, scale, title)
    else:
        content = _pdf(page, style, scale / dpi, title)
    write_whole(out, content)


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


def _check_target(out: Path) -> None:
    """Refuse a target that cannot work before the drawing is made."""
    if out.is_dir():
        raise ExportError(f"{out} is a folder; name a file in it.")
    if not out.parent.is_dir():
        raise ExportError(f"The folder {out.parent} does not exist.")


def _composed(
    lanes: Lanes,
    window: TimeWindow,
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
    wanted = min(dpi / _SCREEN_DPI, width / _COMPOSED_WIDTH, height / _COMPOSED_HEIGHT)
    scale = max(wanted, 1.0)
    measure = FontMeasure()
    while True:
        page = composed_page(
            lanes,
            window,
            (width / scale, height / scale),
            heading,
            measure,
            may_grow=may_grow,
        )
        if page.n_hidden_lanes == 0 or scale == 1.0:
            return page, scale
        scale = max(scale * _SMALLER, 1.0)


# --------------------------------------------------------------------------- PNG


def _png(page: Page, style: Style, size_px: tuple[int, int], dpi: int, scale: float) -> bytes:
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
    image.setText("Description", page.description)
    return _filled_buffer(lambda buffer: QImageWriter(buffer, QByteArray(b"png")).write(image))


def _filled_buffer(fill: Callable[[QBuffer], object]) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    fill(buffer)
    buffer.close()
    return bytes(content.data())


# --------------------------------------------------------------------------- PDF


def _pdf(page: Page, style: Style, inches_per_px: float, title: str) -> bytes:
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
        writer.setTitle(title or page.description)
        writer.setCreator("Stanceline")
        painter = QPainter(writer)
        painter.scale(_PDF_RESOLUTION * inches_per_px, _PDF_RESOLUTION * inches_per_px)
        paint_page(painter, page, style)
        painter.end()

    return _filled_buffer(draw)


# --------------------------------------------------------------------------- SVG


def _svg(page: Page, style: Style, scale: float, title: str) -> bytes:
    width, height = round(page.width), round(page.height)

    def draw(buffer: QBuffer) -> None:
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setResolution(_SCREEN_DPI)
        generator.setSize(QSize(width, height))
        generator.setViewBox(QRect(0, 0, width, height))
        painter = QPainter(generator)
        paint_page(painter, page, style)
        painter.end()

    return finished_svg(
        _filled_buffer(draw).decode("utf-8"),
        (round(page.width * scale), round(page.height * scale)),
        title,
        page.description,
    ).encode("utf-8")


_SVG_HEAD = re.compile(
    r"<svg\b[^>]*?viewBox=\"([^\"]*)\"[^>]*>\s*(?:<title>.*?</title>\s*)?"
    r"(?:<desc>.*?</desc>)?",
    re.DOTALL,
)


def finished_svg(svg: str, size_px: tuple[int, int], title: str, description: str) -> str:
    """Qt's SVG with a title, a size in pixels, and its words as they were laid out."""
    match = _SVG_HEAD.search(svg)
    view_box = match[1] if match else f"0 0 {size_px[0]} {size_px[1]}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'version="1.1" role="img" width="{size_px[0]}" height="{size_px[1]}" '
        f'viewBox="{view_box}">\n<title>{html.escape(title or description)}</title>\n'
        f"<desc>{html.escape(description)}</desc>\n<style>{_FALLBACKS}</style>"
    )
    return with_outlines(_SVG_HEAD.sub(lambda _: head, svg, count=1))
