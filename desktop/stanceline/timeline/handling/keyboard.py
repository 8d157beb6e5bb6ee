"""What each key does while the keyboard is in the timeline."""

from enum import StrEnum

from PySide6.QtCore import Qt


class Deed(StrEnum):
    """Something that a key asks for."""

    WALK_LEFT = "walk left"
    WALK_RIGHT = "walk right"
    WALK_UP = "walk up"
    WALK_DOWN = "walk down"
    NEXT = "next"
    PREVIOUS = "previous"
    ADD_LEFT = "add left"
    ADD_RIGHT = "add right"
    ADD_UP = "add up"
    ADD_DOWN = "add down"
    SELECT_ALL = "select all"
    OPEN = "open"
    PEEK = "peek"
    STEP_BACK = "step back"
    LET_GO = "let go"
    EARLIER = "earlier"
    LATER = "later"
    LANES_UP = "lanes up"
    LANES_DOWN = "lanes down"
    PAGE_UP = "page up"
    PAGE_DOWN = "page down"
    BEGINNING = "beginning"
    END = "end"
    CLOSER = "closer"
    FARTHER = "farther"
    FIT_ALL = "fit all"
    FIT_SELECTION = "fit selection"
    BOX_ZOOM = "box zoom"
    DATE_EARLIER = "date earlier"
    DATE_LATER = "date later"
    END_EARLIER = "end earlier"
    END_LATER = "end later"
    NEW_EVENT = "new event"
    MERGE = "merge"
    PLAY = "play"
    MENU = "menu"
    LANE_UP = "lane up"
    LANE_DOWN = "lane down"
    COLLAPSE = "collapse"


_PLAIN = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_COUNTED = _SHIFT | _CTRL | _ALT | Qt.KeyboardModifier.MetaModifier

_DEEDS: dict[tuple[Qt.Key, Qt.KeyboardModifier], Deed] = {
    (Qt.Key.Key_Left, _PLAIN): Deed.WALK_LEFT,
    (Qt.Key.Key_Right, _PLAIN): Deed.WALK_RIGHT,
    (Qt.Key.Key_Up, _PLAIN): Deed.WALK_UP,
    (Qt.Key.Key_Down, _PLAIN): Deed.WALK_DOWN,
    (Qt.Key.Key_Left, _SHIFT): Deed.ADD_LEFT,
    (Qt.Key.Key_Right, _SHIFT): Deed.ADD_RIGHT,
    (Qt.Key.Key_Up, _SHIFT): Deed.ADD_UP,
    (Qt.Key.Key_Down, _SHIFT): Deed.ADD_DOWN,
    (Qt.Key.Key_A, _CTRL): Deed.SELECT_ALL,
    (Qt.Key.Key_Tab, _PLAIN): Deed.NEXT,
    (Qt.Key.Key_Backtab, _PLAIN): Deed.PREVIOUS,
    (Qt.Key.Key_Backtab, _SHIFT): Deed.PREVIOUS,
    (Qt.Key.Key_Tab, _SHIFT): Deed.PREVIOUS,
    (Qt.Key.Key_Return, _PLAIN): Deed.OPEN,
    (Qt.Key.Key_Enter, _PLAIN): Deed.OPEN,
    (Qt.Key.Key_Space, _PLAIN): Deed.PEEK,
    (Qt.Key.Key_Space, _SHIFT): Deed.STEP_BACK,
    (Qt.Key.Key_Escape, _PLAIN): Deed.LET_GO,
    (Qt.Key.Key_Left, _CTRL): Deed.EARLIER,
    (Qt.Key.Key_Right, _CTRL): Deed.LATER,
    (Qt.Key.Key_Up, _CTRL): Deed.LANES_UP,
    (Qt.Key.Key_Down, _CTRL): Deed.LANES_DOWN,
    (Qt.Key.Key_PageUp, _PLAIN): Deed.PAGE_UP,
    (Qt.Key.Key_PageDown, _PLAIN): Deed.PAGE_DOWN,
    (Qt.Key.Key_Home, _PLAIN): Deed.BEGINNING,
    (Qt.Key.Key_End, _PLAIN): Deed.END,
    (Qt.Key.Key_0, _PLAIN): Deed.FIT_ALL,
    (Qt.Key.Key_F, _PLAIN): Deed.FIT_SELECTION,
    (Qt.Key.Key_Z, _PLAIN): Deed.BOX_ZOOM,
    (Qt.Key.Key_Left, _ALT): Deed.DATE_EARLIER,
    (Qt.Key.Key_Right, _ALT): Deed.DATE_LATER,
    (Qt.Key.Key_Left, _ALT | _SHIFT): Deed.END_EARLIER,
    (Qt.Key.Key_Right, _ALT | _SHIFT): Deed.END_LATER,
    (Qt.Key.Key_N, _PLAIN): Deed.NEW_EVENT,
    (Qt.Key.Key_M, _PLAIN): Deed.MERGE,
    (Qt.Key.Key_P, _PLAIN): Deed.PLAY,
    (Qt.Key.Key_C, _PLAIN): Deed.COLLAPSE,
    (Qt.Key.Key_Menu, _PLAIN): Deed.MENU,
    (Qt.Key.Key_F10, _SHIFT): Deed.MENU,
    (Qt.Key.Key_Up, _CTRL | _SHIFT): Deed.LANE_UP,
    (Qt.Key.Key_Down, _CTRL | _SHIFT): Deed.LANE_DOWN,
}

# Plus lies beside Shift on some keyboards and without it on others.
_WITH_ANY_SHIFT = {
    Qt.Key.Key_Plus: Deed.CLOSER,
    Qt.Key.Key_Equal: Deed.CLOSER,
    Qt.Key.Key_Minus: Deed.FARTHER,
    Qt.Key.Key_Underscore: Deed.FARTHER,
}

_OWN_BEFORE_THE_WINDOW = frozenset(_DEEDS.values()) - {Deed.NEXT, Deed.PREVIOUS, Deed.LET_GO}


def deed_of(key: int, modifiers: Qt.KeyboardModifier) -> Deed | None:
    """What a key with these modifiers asks for, or None when it is not the timeline's.

    The number pad counts like the other keys.
    """
    held = modifiers & _COUNTED
    known = Qt.Key(key)
    if held in {_PLAIN, _SHIFT} and known in _WITH_ANY_SHIFT:
        return _WITH_ANY_SHIFT[known]
    return _DEEDS.get((known, held))


def comes_before_shortcuts(deed: Deed | None) -> bool:
    """Whether the timeline answers a key itself even where a menu has the same one."""
    return deed in _OWN_BEFORE_THE_WINDOW
