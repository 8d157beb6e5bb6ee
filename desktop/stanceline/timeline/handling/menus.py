"""The menus of a timeline: what can be done with a mark, with a lane and with the whole of it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from stanceline.timeline.handling.header import (
    TALLER,
    siblings,
    stepped_lane,
    with_all_shown,
    with_collapse_changed,
    with_lane_hidden,
    with_pin_changed,
)
from stanceline.timeline.handling.keyboard import Deed
from stanceline.timeline.sorting.lanes import Lanes, Place

if TYPE_CHECKING:
    from stanceline.timeline.view import TimelineView

Target = Place | int | None
"""A mark in its lane, a lane by its index, or the timeline itself."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)


def menu_of(view: "TimelineView", target: Target) -> QMenu:
    """A menu of all that can be done with what it is about; it deletes itself when closed."""
    menu = QMenu(view)
    lanes = view.lanes()
    if lanes is None:
        return menu
    if isinstance(target, Place):
        _add_mark(menu, view, target)
        menu.addSeparator()
        lane_menu = menu.addMenu(_tr("Lane: {}").format(_short(lanes.lanes[target.lane].title)))
        _add_lane(lane_menu, view, lanes, target.lane)
        menu.addSeparator()
    elif isinstance(target, int) and target < len(lanes.lanes):
        _add_lane(menu, view, lanes, target)
        menu.addSeparator()
    _add_timeline(menu, view)
    return menu


def _short(title: str) -> str:
    text = " ".join(title.split())
    return (text if len(text) <= 40 else text[:39] + "…").replace("&", "&&")  # noqa: PLR2004


def _add(
    menu: QMenu, text: str, key: str, slot: Callable[[], object], *, is_enabled: bool = True
) -> None:
    """One line of a menu, with the key that does the same behind it."""
    action = menu.addAction(f"{text}\t{key}" if key else text)
    action.setEnabled(is_enabled)
    action.triggered.connect(lambda _is_checked=False: slot())


def _add_mark(menu: QMenu, view: "TimelineView", place: Place) -> None:
    n_selected = len(view.selected_keys())
    can_move = view.canvas.date_of(place.mark) is not None
    _add(menu, _tr("Open its words"), _tr("Enter"), partial(view.perform, Deed.OPEN))
    _add(menu, _tr("Look at it here"), _tr("Space"), partial(view.perform, Deed.PEEK))
    _add(menu, _tr("Fit the selection"), "F", view.fit_selection)
    menu.addSeparator()
    for text, key, deed in (
        (_tr("Date earlier"), _tr("Alt+Left"), Deed.DATE_EARLIER),
        (_tr("Date later"), _tr("Alt+Right"), Deed.DATE_LATER),
        (_tr("End earlier"), _tr("Alt+Shift+Left"), Deed.END_EARLIER),
        (_tr("End later"), _tr("Alt+Shift+Right"), Deed.END_LATER),
    ):
        _add(menu, text, key, partial(view.perform, deed), is_enabled=can_move)
    if view.can_merge():
        text = _tr("Merge {} events").format(n_selected)
        _add(menu, text, "M", partial(view.perform, Deed.MERGE))


def _add_lane(menu: QMenu, view: "TimelineView", lanes: Lanes, at: int) -> None:
    lane, arrangement = lanes.lanes[at], lanes.arrangement
    want = view.canvas.want_arrangement
    among = siblings(lanes.lanes, at)
    if any(other.parent == at for other in lanes.lanes) or lane.is_collapsed:
        text = _tr("Open") if lane.is_collapsed else _tr("Collapse")
        _add(menu, text, "C", lambda: want(with_collapse_changed(arrangement, lane.key)))
    text = _tr("Unpin") if lane.is_pinned else _tr("Keep on top")
    _add(menu, text, "", lambda: want(with_pin_changed(arrangement, lane.key)))
    _add(menu, _tr("Hide"), "", lambda: want(with_lane_hidden(arrangement, lane.key)))
    menu.addSeparator()
    for text, key, step in (
        (_tr("Move up"), _tr("Ctrl+Shift+Up"), -1),
        (_tr("Move down"), _tr("Ctrl+Shift+Down"), 1),
    ):
        can_step = 0 <= among.index(at) + step < len(among)
        _add(
            menu,
            text,
            key,
            partial(want, stepped_lane(arrangement, lanes.lanes, at, step)),
            is_enabled=can_step,
        )
    menu.addSeparator()
    factor = lane.height_factor
    for text, wanted in (
        (_tr("Taller"), factor * TALLER),
        (_tr("Lower"), factor / TALLER),
        (_tr("Usual height"), 1.0),
    ):
        changed = arrangement.with_height(lane.key, round(wanted, 2))
        _add(menu, text, "", partial(want, changed), is_enabled=changed != arrangement)


def _add_timeline(menu: QMenu, view: "TimelineView") -> None:
    lanes = view.lanes()
    _add(menu, _tr("New event here…"), "N", view.want_event_where_asked)
    _add(menu, _tr("Pin a note here…"), "", view.want_note_where_asked)
    _add(menu, _tr("Show only this stretch of time"), "", view.filter_to_window)
    menu.addSeparator()
    _add(menu, _tr("Fit all"), "0", view.fit_all)
    _add(menu, _tr("Fit where most marks are"), "", view.fit_first)
    _add(menu, _tr("Zoom to a box"), "Z", partial(view.perform, Deed.BOX_ZOOM))
    _add(menu, _tr("Select all in sight"), _tr("Ctrl+A"), partial(view.perform, Deed.SELECT_ALL))
    text = _tr("Stop playing") if view.is_playing() else _tr("Play through time")
    _add(menu, text, "P", partial(view.perform, Deed.PLAY))
    if lanes is not None and lanes.arrangement.hidden:
        n_hidden = len(lanes.arrangement.hidden)
        text = QCoreApplication.translate("Timeline", "Show %n hidden lane(s)", "", n_hidden)
        _add(
            menu,
            text,
            "",
            lambda: view.canvas.want_arrangement(with_all_shown(lanes.arrangement)),
        )
