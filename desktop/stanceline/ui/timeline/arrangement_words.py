"""How a timeline is arranged, in words for menus, captions and screen readers."""

from PySide6.QtCore import QCoreApplication

from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import Arrangement, LaneOrder, TimeAxis

_translate = QCoreApplication.translate


def lane_kinds() -> dict[LaneKey, str]:
    """What the lanes of a timeline may stand for."""
    return {
        LaneKey.SPEAKER: _translate("Arrangement", "by speaker"),
        LaneKey.AFFILIATION: _translate("Arrangement", "by affiliation"),
        LaneKey.TOPIC: _translate("Arrangement", "by topic"),
        LaneKey.SOURCE: _translate("Arrangement", "by outlet"),
        LaneKey.CATEGORY: _translate("Arrangement", "by category"),
        LaneKey.STATUS: _translate("Arrangement", "by status"),
        LaneKey.TAG: _translate("Arrangement", "by tag"),
        LaneKey.ANALYST: _translate("Arrangement", "by analyst"),
        LaneKey.NONE: _translate("Arrangement", "in one lane"),
    }


def nested_kinds() -> dict[LaneKey, str]:
    """What lanes within lanes may stand for; nothing for ``LaneKey.NONE``."""
    return {
        LaneKey.NONE: _translate("Arrangement", "nothing"),
        LaneKey.SPEAKER: _translate("Arrangement", "speaker"),
        LaneKey.AFFILIATION: _translate("Arrangement", "affiliation"),
        LaneKey.TOPIC: _translate("Arrangement", "topic"),
        LaneKey.SOURCE: _translate("Arrangement", "outlet"),
        LaneKey.CATEGORY: _translate("Arrangement", "category"),
        LaneKey.STATUS: _translate("Arrangement", "status"),
        LaneKey.TAG: _translate("Arrangement", "tag"),
        LaneKey.ANALYST: _translate("Arrangement", "analyst"),
    }


def lane_orders() -> dict[LaneOrder, str]:
    """Which lane may come first."""
    return {
        LaneOrder.BY_COUNT: _translate("Arrangement", "most marks first"),
        LaneOrder.BY_TITLE: _translate("Arrangement", "by name"),
        LaneOrder.BY_FIRST_DATE: _translate("Arrangement", "first in time first"),
        LaneOrder.BY_HAND: _translate("Arrangement", "as they were dragged"),
    }


def colour_rules() -> dict[str, str]:
    """What the colours of marks may stand for."""
    return {
        "stance": _translate("Arrangement", "stance"),
        "category": _translate("Arrangement", "category of events"),
        "status": _translate("Arrangement", "status of events"),
    }


def time_axes() -> dict[TimeAxis, str]:
    """Which time may run along a timeline."""
    return {
        TimeAxis.HAPPENED: _translate("Arrangement", "when it happened"),
        TimeAxis.SAID: _translate("Arrangement", "when it was said"),
        TimeAxis.PUBLISHED: _translate("Arrangement", "when it was published"),
        TimeAxis.BOTH: _translate("Arrangement", "published against happened"),
    }


def lanes_told(arrangement: Arrangement) -> str:
    """What the lanes stand for: "by speaker", "by speaker, then topic"."""
    outer = lane_kinds()[arrangement.lanes]
    if arrangement.within is None:
        return outer
    return _translate("Arrangement", "{outer}, then {inner}").format(
        outer=outer, inner=nested_kinds()[arrangement.within]
    )
