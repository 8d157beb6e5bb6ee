"""The arrangement of a timeline as settings keep it, apart from what only one workspace has."""

from collections.abc import Mapping
from dataclasses import replace

from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import COLOUR_RULES, Arrangement, LaneOrder, TimeAxis


def as_kept(arrangement: Arrangement) -> dict[str, object]:
    """What another workspace can be arranged by too: nothing that names one of its lanes."""
    return {
        "lanes": arrangement.lanes.value,
        "within": arrangement.within.value if arrangement.within else "",
        "order": arrangement.order.value,
        "axis": arrangement.axis.value,
        "folds_gaps": arrangement.folds_gaps,
        "colours": arrangement.colours,
    }


def arrangement_of(kept: Mapping[str, object]) -> Arrangement:
    """The arrangement that was kept; what makes no sense is as it usually is."""
    usual = Arrangement()
    lanes = {each.value: each for each in LaneKey}
    orders = {each.value: each for each in LaneOrder if each is not LaneOrder.BY_HAND}
    axes = {each.value: each for each in TimeAxis}
    outer = lanes.get(str(kept.get("lanes")), usual.lanes)
    inner = lanes.get(str(kept.get("within")))
    is_nested = inner not in (None, outer, LaneKey.NONE) and outer is not LaneKey.NONE
    colours = kept.get("colours")
    return replace(
        usual,
        lanes=outer,
        within=inner if is_nested else None,
        order=orders.get(str(kept.get("order")), usual.order),
        axis=axes.get(str(kept.get("axis")), usual.axis),
        folds_gaps=kept.get("folds_gaps") is True,
        colours=str(colours) if colours in COLOUR_RULES else usual.colours,
    )
