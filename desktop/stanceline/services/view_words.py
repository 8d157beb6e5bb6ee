"""What became of a saved view, in words for the history."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

_PARTS = {
    "lanes": "lanes",
    "within": "nested in them",
    "order": "order of the lanes",
    "axis": "time",
}
"""What is told of an arrangement with its values."""

_LISTS = (("notes", "note", "text"), ("eras", "era", "title"))


def view_changes(before: str, after: str) -> tuple[str, ...]:
    """What differs between two stored definitions of a view, each in a few words.

    There are none where one of the two cannot be read.
    """
    old, new = _read(before), _read(after)
    if old is None or new is None:
        return ()
    return tuple(_changes(old, new))


def _read(definition: str) -> Mapping[str, Any] | None:
    try:
        read = json.loads(definition)
    except ValueError:
        return None
    return read if isinstance(read, dict) else None


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if old.get("is_default", False) != new.get("is_default", False):
        yield "opens first" if new.get("is_default") else "no longer opens first"
    if _differ(old, new, "title"):
        yield f"title → {_quoted(new.get('title'))}"
    yield from _arranged(_part(old, "arrangement"), _part(new, "arrangement"))
    if _differ(old, new, "filter") or _differ(old, new, "query"):
        yield "another filter"
    if _differ(old, new, "range"):
        yield "another stretch of time"
    for key, noun, words in _LISTS:
        yield from _listed(_things(old, key), _things(new, key), noun, words)


def _arranged(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    told = [key for key in _PARTS if _differ(old, new, key)]
    for key in told:
        yield f"{_PARTS[key]}: {_plain(old.get(key))} → {_plain(new.get(key))}"
    if not told and old and new and old != new:
        yield "lanes shown otherwise"


def _listed(
    old: list[Mapping[str, Any]], new: list[Mapping[str, Any]], noun: str, words: str
) -> Iterator[str]:
    for things, others, verb in ((old, new, "removed"), (new, old, "added")):
        for thing in things:
            if thing not in others:
                yield f"{noun} {_quoted(thing.get(words))} {verb}"


def _differ(old: Mapping[str, Any], new: Mapping[str, Any], key: str) -> bool:
    """Whether both say something of it, and not the same."""
    return key in old and key in new and old[key] != new[key]


def _part(definition: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = definition.get(key)
    return part if isinstance(part, dict) else {}


def _things(definition: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    things = definition.get(key)
    return [each for each in things if isinstance(each, dict)] if isinstance(things, list) else []


def _plain(value: object) -> str:
    return str(value) if value else "none"


def _quoted(value: object) -> str:
    return f"“{value}”" if value else "none"
