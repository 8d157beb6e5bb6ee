"""The program's icons in the sizes and formats that each system wants, made from the drawings.

    python packaging/icons.py FOLDER

Up to 24 pixels the drawings of artwork/ are used, which have fewer and thicker lines than those
that the program itself shows.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage

HERE = Path(__file__).resolve().parent
DRAWINGS = HERE.parent / "resources" / "icons"
SMALL_DRAWINGS = HERE / "artwork"

APPLICATION, DOCUMENT = "stanceline", "stanceline-document"
NAMES = (APPLICATION, DOCUMENT)

LARGEST_SMALL_PX = 24
PNG_SIZES_PX = (16, 22, 24, 32, 48, 64, 128, 256, 512)

# What Windows asks for at 100 to 200 per cent, and the large one of the Explorer.
ICO_SIZES_PX = (16, 20, 24, 32, 40, 48, 64, 256)
ICO_PNG_FROM_PX = 256

# The kinds of an .icns file that are PNG: 32 to 1024 pixels, at one and at two pixels a point.
ICNS_PNG_KINDS = {
    b"ic07": 128,
    b"ic08": 256,
    b"ic09": 512,
    b"ic10": 1024,
    b"ic11": 32,
    b"ic12": 64,
    b"ic13": 256,
    b"ic14": 512,
}
# Of 16 and 32 pixels at one pixel a point macOS reads no PNG reliably, but this.
ICNS_ARGB_KINDS = {b"ic04": 16, b"ic05": 32}
SHORTEST_RUN, LONGEST_RUN = 3, 130


def write_icons(folder: Path) -> None:
    """Fill `folder` with both icons: NAME-SIZE.png of PNG_SIZES_PX, NAME.ico and NAME.icns.

    NAME is "stanceline" for the program and "stanceline-document" for workspaces. The same
    drawings give the same bytes. Needs PySide6, and no display.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        for size_px in PNG_SIZES_PX:
            (folder / f"{name}-{size_px}.png").write_bytes(png(name, size_px))
        (folder / f"{name}.ico").write_bytes(ico(name))
        (folder / f"{name}.icns").write_bytes(icns(name))


def drawing(name: str, size_px: int) -> Path:
    """The SVG file that the icon `name` is drawn from at this size."""
    if size_px <= LARGEST_SMALL_PX:
        return SMALL_DRAWINGS / f"{name}-small.svg"
    return DRAWINGS / f"{name}.svg"


def draw(name: str, size_px: int) -> QImage:
    """The icon as a square picture with straight (not premultiplied) alpha."""
    # Drawing into a picture takes no application and no platform plugin. Qt is imported here
    # so that the constants above can be read without it.
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(str(drawing(name, size_px)))
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return image.convertToFormat(QImage.Format.Format_ARGB32)


def png(name: str, size_px: int) -> bytes:
    """The icon as a PNG file."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImageWriter

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(draw(name, size_px)):
        raise OSError(f"Qt could not write {name} as PNG.")
    return bytes(buffer.data().data())


def ico(name: str) -> bytes:
    """The icon as a Windows .ico file; all but the largest are bitmaps, which any reader takes."""
    pictures = [
        png(name, size_px) if size_px >= ICO_PNG_FROM_PX else _bitmap(name, size_px)
        for size_px in ICO_SIZES_PX
    ]
    offset = 6 + 16 * len(pictures)
    header = struct.pack("<HHH", 0, 1, len(pictures))
    for size_px, picture in zip(ICO_SIZES_PX, pictures, strict=True):
        side = size_px % 256  # 256 is written as 0.
        header += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return header + b"".join(pictures)


def _bitmap(name: str, size_px: int) -> bytes:
    """The icon as an .ico file wants a bitmap: rows from below, BGRA, then a mask of one bit."""
    # The height counts the mask, too.
    header = struct.pack("<IiiHHIIiiII", 40, size_px, size_px * 2, 1, 32, 0, 0, 0, 0, 0, 0)
    pixels = _bgra(draw(name, size_px))
    row = size_px * 4
    rows = [pixels[start : start + row] for start in range(0, len(pixels), row)]
    mask = bytes((size_px + 31) // 32 * 4 * size_px)
    return header + b"".join(reversed(rows)) + mask


def icns(name: str) -> bytes:
    """The icon as a macOS .icns file."""
    blocks = [(kind, _argb(name, size_px)) for kind, size_px in ICNS_ARGB_KINDS.items()]
    blocks += [(kind, png(name, size_px)) for kind, size_px in ICNS_PNG_KINDS.items()]
    body = b"".join(kind + struct.pack(">I", len(data) + 8) + data for kind, data in blocks)
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def _argb(name: str, size_px: int) -> bytes:
    """The icon as "ARGB" and the four channels one after another, each packed by runs."""
    pixels = _bgra(draw(name, size_px))
    return b"ARGB" + b"".join(pack_runs(pixels[channel::4]) for channel in (3, 2, 1, 0))


def _bgra(image: QImage) -> bytes:
    """The pixels from the top left, each as blue, green, red, alpha."""
    values = bytes(image.constBits())
    if sys.byteorder == "little":
        return values
    return b"".join(values[start : start + 4][::-1] for start in range(0, len(values), 4))


def pack_runs(values: bytes) -> bytes:
    """`values` as runs: 128 to 255 says that a byte comes 3 to 130 times, less that n+1 follow."""
    packed, plain, start = bytearray(), bytearray(), 0
    while start < len(values):
        end = start
        while end < len(values) and end - start < LONGEST_RUN and values[end] == values[start]:
            end += 1
        if end - start >= SHORTEST_RUN:
            packed += _plain_run(plain)
            plain.clear()
            packed += bytes((end - start - SHORTEST_RUN + 128, values[start]))
        else:
            plain += values[start:end]
        start = end
    return bytes(packed + _plain_run(plain))


def _plain_run(values: Sequence[int]) -> bytes:
    """`values` unpacked, 128 at most under each count."""
    return b"".join(
        bytes((len(part) - 1, *part))
        for part in (values[start : start + 128] for start in range(0, len(values), 128))
    )


def main(arguments: Sequence[str]) -> int:
    """Write the icons into the folder that is named."""
    if len(arguments) != 1:
        print("usage: python packaging/icons.py FOLDER", file=sys.stderr)
        return 2
    write_icons(Path(arguments[0]))
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv[1:]))
