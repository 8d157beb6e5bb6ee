"""What both Linux packages put under a folder `share` so that desktops know the program."""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import icons
from linux.manpage import manual_page

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

APP_ID = "org.stanceline.Stanceline"
MIME_TYPE = "application/x-stanceline"

DESKTOP_ENTRY = f"applications/{APP_ID}.desktop"
MIME_PACKAGE = "mime/packages/stanceline.xml"
METAINFO = f"metainfo/{APP_ID}.metainfo.xml"
MANUAL_PAGE = "man/man1/stanceline.1.gz"


def write_share(folder: Path, *, version: str, epoch: int) -> None:
    """Fill `folder` with desktop entry, MIME type, icons, AppStream metadata and manual page.

    `epoch`, seconds since 1970, is the date of the release.
    """
    _copy(HERE / f"{APP_ID}.desktop", folder / DESKTOP_ENTRY)
    _copy(HERE / "stanceline.xml", folder / MIME_PACKAGE)
    _write(folder / METAINFO, metainfo(version=version, epoch=epoch).encode())
    _write_icons(folder / "icons" / "hicolor")
    page = manual_page(_parser(), version=version, epoch=epoch)
    _write(folder / MANUAL_PAGE, compressed(page.encode()))


def metainfo(*, version: str, epoch: int) -> str:
    """The AppStream metadata of this release."""
    text = (HERE / f"{APP_ID}.metainfo.xml").read_text(encoding="utf-8")
    day = datetime.fromtimestamp(epoch, UTC).date().isoformat()
    return text.replace("@VERSION@", version).replace("@DATE@", day)


def compressed(data: bytes) -> bytes:
    """`data` as gzip, without a time in it."""
    return gzip.compress(data, compresslevel=9, mtime=0)


def _write_icons(theme: Path) -> None:
    names = {
        icons.APPLICATION: f"apps/{APP_ID}",
        icons.DOCUMENT: f"mimetypes/{MIME_TYPE.replace('/', '-')}",
    }
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary)
        icons.write_icons(made)
        for name, place in names.items():
            for size_px in icons.PNG_SIZES_PX:
                there = theme / f"{size_px}x{size_px}" / f"{place}.png"
                _copy(made / f"{name}-{size_px}.png", there)
            _copy(icons.DRAWINGS / f"{name}.svg", theme / "scalable" / f"{place}.svg")


def _parser() -> argparse.ArgumentParser:
    """The parser of the command line, from the checkout when the program is not installed."""
    desktop = str(ROOT / "desktop")
    if desktop not in sys.path:
        sys.path.append(desktop)
    from stanceline.cli.main import parser

    return parser()


def _copy(source: Path, dest: Path) -> None:
    _write(dest, source.read_bytes())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
