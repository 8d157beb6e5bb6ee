"""The buttons that say what the lanes stand for and which time runs along them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import Arrangement, LaneOrder, TimeAxis
from stanceline.ui.timeline.arrangement_words import (
    colour_rules,
    lane_kinds,
    lane_orders,
    lanes_told,
    nested_kinds,
    time_axes,
)
from stanceline.ui.timeline.menu_button import MenuButton, add_choices, literal

_MOST_LISTED = 40

Titled = tuple[str, str]
"""The key of a lane and its title."""


class LanesMenu(MenuButton):
    """What the lanes stand for, what is nested in them, order, colours and those hidden.

    ``wanted`` carries another Arrangement when somebody chose one. ``hidden`` gives the
    lanes that are hidden, when the menu opens.
    """

    wanted = Signal(object)

    def __init__(
        self, hidden: Callable[[], Sequence[Titled]], parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Lanes"))
        self.menu_shown.setAccessibleName(self.tr("Lanes"))
        self._hidden = hidden
        self._arrangement = Arrangement()
        self.about_to_open.connect(self._fill)
        self.show_arrangement(self._arrangement)

    def show_arrangement(self, arrangement: Arrangement) -> None:
        """Say what the lanes stand for now."""
        self._arrangement = arrangement
        self.show_face(lanes_told(arrangement), tip=self.tr("What the lanes stand for"))
        self.setAccessibleDescription(lanes_told(arrangement))

    def _fill(self) -> None:
        menu, shown = self.menu_shown, self._arrangement
        menu.clear()
        add_choices(menu, lane_kinds(), shown.lanes, self._choose_lanes)
        menu.addSeparator()
        within = menu.addMenu(self.tr("&Nested in them"))
        inner = {kind: text for kind, text in nested_kinds().items() if kind != shown.lanes}
        inner_kind = shown.within or LaneKey.NONE
        add_choices(within, inner, inner_kind, self._choose_within)
        within.setEnabled(shown.lanes is not LaneKey.NONE)
        order = menu.addMenu(self.tr("&Order"))
        add_choices(order, lane_orders(), shown.order, self._choose_order)
        colours = menu.addMenu(self.tr("Co&lours show"))
        add_choices(colours, colour_rules(), shown.colours, self._choose_colours)
        menu.addSeparator()
        self._add_hidden(menu)
        self._add_resets(menu)

    def _add_hidden(self, menu: QMenu) -> None:
        hidden = self._hidden()
        listed = menu.addMenu(self.tr("&Hidden lanes"))
        listed.setEnabled(bool(hidden))
        for key, title in hidden[:_MOST_LISTED]:
            listed.addAction(literal(title)).triggered.connect(self._shower(key))
        if hidden:
            listed.addSeparator()
            everything = listed.addAction(self.tr("Show &all of them"))
            everything.triggered.connect(self._show_all)

    def _add_resets(self, menu: QMenu) -> None:
        shown = self._arrangement
        expand = menu.addAction(self.tr("Open all that are &collapsed"))
        expand.setEnabled(bool(shown.collapsed))
        expand.triggered.connect(lambda: self._want(collapsed=frozenset()))
        even = menu.addAction(self.tr("Usual hei&ghts"))
        even.setEnabled(bool(shown.heights))
        even.triggered.connect(lambda: self._want(heights=()))

    def _shower(self, key: str) -> Callable[[], None]:
        return lambda: self._want(hidden=self._arrangement.hidden - {key})

    def _show_all(self) -> None:
        self._want(hidden=frozenset())

    def _choose_lanes(self, lanes: LaneKey) -> None:
        within = self._arrangement.within
        is_nested = within is not lanes and lanes is not LaneKey.NONE
        self._want(lanes=lanes, within=within if is_nested else None)

    def _choose_within(self, kind: LaneKey) -> None:
        self._want(within=None if kind is LaneKey.NONE else kind)

    def _choose_order(self, order: LaneOrder) -> None:
        self._want(order=order)

    def _choose_colours(self, rule: str) -> None:
        self._want(colours=rule)

    def _want(self, **changes: object) -> None:
        self.wanted.emit(_changed(self._arrangement, changes))


class AxisMenu(MenuButton):
    """Which time runs along the timeline, and whether its silent stretches are folded.

    ``wanted`` carries another Arrangement when somebody chose one.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Time"))
        self.menu_shown.setAccessibleName(self.tr("Time"))
        self._arrangement = Arrangement()
        self.about_to_open.connect(lambda: self.fill(self.menu_shown))
        self.show_arrangement(self._arrangement)

    def show_arrangement(self, arrangement: Arrangement) -> None:
        """Say which time runs along the timeline now."""
        self._arrangement = arrangement
        told = time_axes()[arrangement.axis]
        self.show_face(told, tip=self.tr("Which time runs along the timeline"))

    def fill(self, menu: QMenu) -> None:
        """Offer all of it in this menu, in place of what is there."""
        shown = self._arrangement
        menu.clear()
        add_choices(menu, time_axes(), shown.axis, self._choose_axis)
        menu.addSeparator()
        for text, is_on, name in (
            (self.tr("&Fold silent stretches"), shown.folds_gaps, "folds_gaps"),
            (self.tr("&Suggestions as outlines"), shown.with_suggestions, "with_suggestions"),
        ):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(is_on)
            action.toggled.connect(self._switch(name))

    def _choose_axis(self, axis: TimeAxis) -> None:
        self._want(axis=axis)

    def _switch(self, name: str) -> Callable[[bool], None]:
        return lambda is_on: self._want(**{name: is_on})

    def _want(self, **changes: object) -> None:
        self.wanted.emit(_changed(self._arrangement, changes))


def _changed(arrangement: Arrangement, changes: dict[str, object]) -> Arrangement:
    # The names come from the methods above, each with a value of its own kind.
    return replace(arrangement, **changes)  # type: ignore[arg-type]  # by name of field
