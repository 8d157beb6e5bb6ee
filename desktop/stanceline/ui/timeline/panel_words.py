"""What the panel of a timeline says: how much there is, where in time, why there is nothing."""

from math import floor
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from stanceline.domain.civil import civil_from_seconds
from stanceline.domain.timelines import TimeAxis
from stanceline.timeline.words.datewords import window_in_words
from stanceline.timeline.words.wording import Wording, grouped

if TYPE_CHECKING:
    from stanceline.timeline.windows import TimeWindow
    from stanceline.ui.timeline.lane_reading import LanesRead

_LONGEST_YEAR = 9999
_MOST_FAULTS_TOLD = 3

_translate = QCoreApplication.translate


def count_told(read: "LanesRead | None", window: "TimeWindow | None", n_selected: int) -> str:
    """How many marks are shown and when: "50 of 412 marks · Apr – Jul 2031"."""
    if read is None:
        return ""
    if read.n_shown == read.n_all:
        told = _translate("Panel", "%n mark(s)", "", read.n_all)
        told = told.replace(str(read.n_all), grouped(read.n_all))
    else:
        told = _translate("Panel", "{shown} of {all} marks").format(
            shown=grouped(read.n_shown), all=grouped(read.n_all)
        )
    if read.n_shown and window is not None:
        told += f" · {window_in_words(window, read.lanes.wording)}"
    n_beside = int(read.lanes.undated.size)
    if n_beside and read.asked.arrangement.axis is TimeAxis.BOTH:
        told += _translate("Panel", " · {} without both dates").format(grouped(n_beside))
    if n_selected > 1:
        told += _translate("Panel", " · {} selected").format(grouped(n_selected))
    return told


def why_empty(read: "LanesRead | None") -> str:
    """Why a timeline shows nothing, and what to do about it."""
    if read is None or not read.n_all:
        return _translate(
            "Panel", "Mark a quotation or note an event in an article: it appears here."
        )
    if not read.n_shown:
        return _translate("Panel", "No mark fits the filter. Clear it to see all of them.")
    if read.lanes.extent is not None:
        return _translate("Panel", "All lanes are hidden. The menu of the lanes shows them again.")
    return _translate("Panel", "None of these marks has a date yet. Give one, or date the article.")


def faults_told(read: "LanesRead") -> str:
    """Which dates are stored but cannot be read, so that their marks wait on the shelf."""
    faulty = read.lanes.columns.faulty
    if not faulty:
        return ""
    told = _translate(
        "Panel", "%n stored date(s) cannot be read, and wait on the shelf:", "", len(faulty)
    )
    some = (f"“{each.text}” ({each.reason})" for each in faulty[:_MOST_FAULTS_TOLD])
    return f"{told} {', '.join(some)}."


def day_at(second: float, wording: Wording | None = None) -> str:
    """The day of a civil second, as EDTF, or in words with a wording."""
    at = civil_from_seconds(floor(second))
    if wording is not None:
        return wording.day(at.year, at.month, at.day)
    if abs(at.year) > _LONGEST_YEAR:
        return f"Y{at.year}"
    year = f"{at.year:04d}" if at.year >= 0 else f"-{-at.year:04d}"
    return f"{year}-{at.month:02d}-{at.day:02d}"
