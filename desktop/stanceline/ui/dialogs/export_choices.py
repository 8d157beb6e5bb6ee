"""What can be exported, in which formats and sizes, and under which name."""

import re
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from stanceline.domain.marks import LaneKey
from stanceline.records import dataclass
from stanceline.timeline.export import FORMATS, LEAST_PX
from stanceline.timeline.pages.page import MOST_PX

LEAST_DPI, MOST_DPI = 36, 1200
TABLE_FORMAT = "csv"

_translate = QCoreApplication.translate
_MM_PER_INCH = 25.4
_SCREEN_DPI = 96
_LONGEST_NAME = 80
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class What(StrEnum):
    """What is written: the timeline as a picture, or one of the tables."""

    PICTURE = "picture"
    TIMELINE = "timeline"
    QUOTATIONS = "quotations"
    EVENTS = "events"
    ARTICLES = "articles"
    EVIDENCE = "evidence"

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats it can be written in, the usual one first."""
        return FORMATS if self is What.PICTURE else (TABLE_FORMAT,)

    @property
    def is_timeline(self) -> bool:
        """Whether the filter and the time of the timeline matter to it."""
        return self in {What.PICTURE, What.TIMELINE}


@dataclass(frozen=True, slots=True)
class Preset:
    """A size to choose: pixels, or millimetres that the resolution makes pixels of."""

    key: str
    size: tuple[int, int]
    dpi: int
    is_mm: bool = False

    def pixels(self, dpi: int) -> tuple[int, int]:
        """The size in pixels at this resolution, within what can be drawn."""
        if not self.is_mm:
            return self.size
        width, height = (round(side / _MM_PER_INCH * dpi) for side in self.size)
        return min(max(width, LEAST_PX), MOST_PX), min(max(height, LEAST_PX), MOST_PX)


PRESETS = (
    Preset("slide", (1920, 1080), 144),
    Preset("a4", (297, 210), 300, is_mm=True),
    Preset("wide", (3200, 1200), 192),
)
OWN_SIZE = "own"


def millimetres(pixels: int, dpi: int) -> int:
    """How long a side is in print."""
    return round(pixels / dpi * _MM_PER_INCH)


def preview_size(size_px: tuple[int, int], dpi: int, shown_px: int) -> tuple[tuple[int, int], int]:
    """A smaller size and resolution at which the picture is laid out the same way.

    It is at least ``shown_px`` wide where the picture is, so that it looks sharp.
    """
    width, height = size_px
    # The least that export_image composes for; below it the layout would change.
    least = max(_SCREEN_DPI / dpi, 960 / width, 540 / height, shown_px / width)
    share = min(1.0, least)
    small = max(LEAST_PX, round(width * share)), max(LEAST_PX, round(height * share))
    return small, max(LEAST_DPI, round(dpi * share))


def file_name(workspace_name: str, what: What, kind: str) -> str:
    """A name for the file that every system can hold."""
    base = " ".join(_NOT_IN_NAMES.sub(" ", workspace_name).split())[:_LONGEST_NAME].strip(" .")
    part = _translate("Export", "timeline") if what is What.PICTURE else whats_in_names()[what]
    return f"{base} {part}.{kind}".strip()


def with_suffix(path: Path, kind: str) -> Path:
    """The path with the suffix of the format, which is added where there is another one."""
    if path.suffix.lower() == f".{kind}":
        return path
    return path.with_name(f"{path.name}.{kind}")


def whats() -> dict[What, str]:
    """What can be exported, in words."""
    return {
        What.PICTURE: _translate("Export", "Timeline as a picture"),
        What.TIMELINE: _translate("Export", "Timeline as a table"),
        What.QUOTATIONS: _translate("Export", "Quotations"),
        What.EVENTS: _translate("Export", "Events"),
        What.ARTICLES: _translate("Export", "Articles"),
        What.EVIDENCE: _translate("Export", "Evidence of the events"),
    }


def whats_in_names() -> dict[What, str]:
    """What is in a table, as a part of the name of a file."""
    return {
        What.TIMELINE: _translate("Export", "timeline"),
        What.QUOTATIONS: _translate("Export", "quotations"),
        What.EVENTS: _translate("Export", "events"),
        What.ARTICLES: _translate("Export", "articles"),
        What.EVIDENCE: _translate("Export", "evidence"),
    }


def formats() -> dict[str, str]:
    """The formats in words."""
    return {
        "png": _translate("Export", "PNG, for slides and the web"),
        "svg": _translate("Export", "SVG, to go on drawing"),
        "pdf": _translate("Export", "PDF, for print"),
        TABLE_FORMAT: _translate("Export", "CSV, for spreadsheets"),
    }


def sizes() -> dict[str, str]:
    """The sizes to choose from, in words."""
    return {
        "slide": _translate("Export", "Slide, 1920 × 1080"),
        "a4": _translate("Export", "A4 landscape"),
        "wide": _translate("Export", "Wide, 3200 × 1200"),
        OWN_SIZE: _translate("Export", "Another size"),
    }


def lanes() -> dict[LaneKey, str]:
    """What lanes can stand for, in words."""
    return {
        LaneKey.SPEAKER: _translate("Export", "By speaker"),
        LaneKey.AFFILIATION: _translate("Export", "By affiliation"),
        LaneKey.TOPIC: _translate("Export", "By topic"),
        LaneKey.CATEGORY: _translate("Export", "By category"),
        LaneKey.SOURCE: _translate("Export", "By outlet"),
        LaneKey.STATUS: _translate("Export", "By status"),
        LaneKey.TAG: _translate("Export", "By tag"),
        LaneKey.ANALYST: _translate("Export", "By analyst"),
        LaneKey.NONE: _translate("Export", "In one lane"),
    }
