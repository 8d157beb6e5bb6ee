"""What the library remembers between two starts: its groups, its order, and what is closed."""

import json
from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import QByteArray

from stanceline.domain.library import Arrangement, Grouping, Sorting
from stanceline.ui.settings import Settings

_NAME = "library-view"
_MOST_CLOSED = 400
_Choice = TypeVar("_Choice", Grouping, Sorting)


def keep_view(
    settings: Settings, arrangement: Arrangement, closed: Mapping[Grouping, frozenset[str]]
) -> None:
    """Remember how the articles stand and which groups are closed."""
    written = {
        "grouping": arrangement.grouping.value,
        "sorting": arrangement.sorting.value,
        "closed": {kind.value: sorted(keys)[:_MOST_CLOSED] for kind, keys in closed.items()},
    }
    settings.keep_place(_NAME, QByteArray(json.dumps(written).encode("ascii")))


def kept_view(settings: Settings) -> tuple[Arrangement, dict[Grouping, frozenset[str]]]:
    """What was remembered; the usual view where nothing was, or nothing that makes sense."""
    try:
        known = json.loads(bytes(settings.place_of(_NAME).data()) or b"{}")
    except ValueError:
        known = {}
    if not isinstance(known, dict):
        known = {}
    grouping = _choice(known.get("grouping"), Arrangement().grouping)
    sorting = _choice(known.get("sorting"), Arrangement().sorting)
    return Arrangement(grouping, sorting), _closed(known.get("closed"))


def _choice(value: object, default: _Choice) -> _Choice:
    try:
        return type(default)(str(value))
    except ValueError:
        return default


def _closed(value: object) -> dict[Grouping, frozenset[str]]:
    if not isinstance(value, dict):
        return {}
    kinds = {each.value: each for each in Grouping}
    return {
        kinds[name]: frozenset(key for key in keys[:_MOST_CLOSED] if isinstance(key, str))
        for name, keys in value.items()
        if name in kinds and isinstance(keys, list)
    }
