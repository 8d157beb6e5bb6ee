"""Which key belongs to which command: never one key to two of them."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from PySide6.QtGui import QKeySequence

from stanceline.records import dataclass

MOST_KEYS = 3
"""So many keys one command may have."""

_LONGEST = 60
_MODIFIERS = re.compile(r"(?:(?:Ctrl|Alt|Shift|Meta|Num)\+)*")
_FUNCTION_KEY = re.compile(r"F\d{1,2}")
_ONLY_MODIFIERS = frozenset(
    {"", "Ctrl", "Shift", "Control", "Alt", "AltGr", "Meta", "CapsLock", "NumLock", "Super L"}
)

OF_FIELDS = frozenset(
    {
        *(f"Ctrl+{key}" for key in ("A", "C", "V", "X", "Backspace", "Del", "Ins")),
        *(f"Ctrl+{key}" for key in ("Left", "Right", "Home", "End", "Return", "Enter", "Tab")),
        *(f"Ctrl+Shift+{key}" for key in ("Left", "Right", "Up", "Down", "Home", "End", "Tab")),
        "Ctrl+Up",
        "Ctrl+Down",
        "Alt+F4",
        "Shift+F10",
    }
)
"""What every field, list and system means by itself."""


class Trouble(StrEnum):
    """Why a key cannot be given to a command."""

    UNUSABLE = "unusable"
    OF_A_LETTER = "letter"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Bound:
    """A command and the keys that it has unless somebody chooses others."""

    id: str
    defaults: tuple[str, ...] = ()


def key_text(written: object) -> str:
    """The key as Qt writes it, the same on all systems; empty when it is none."""
    if not isinstance(written, str) or not written or len(written) > _LONGEST:
        return ""
    sequence = QKeySequence.fromString(written, QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1:
        return ""
    text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    return "" if _parts(text)[1] in _ONLY_MODIFIERS else text


def native_text(key: str) -> str:
    """The key as people of this system know it."""
    return QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText).toString(
        QKeySequence.SequenceFormat.NativeText
    )


def trouble_with(key: str, fixed: Collection[str]) -> Trouble | None:
    """Why the key cannot be given to a command, None when it can."""
    known = key_text(key)
    if not known:
        return Trouble.UNUSABLE
    modifiers, last = _parts(known)
    is_bare = not any(each in modifiers for each in ("Ctrl", "Alt", "Meta"))
    if is_bare and not _FUNCTION_KEY.fullmatch(last):
        return Trouble.OF_A_LETTER
    return Trouble.FIXED if known in fixed or known in OF_FIELDS else None


def keys_of_all(
    commands: Sequence[Bound], chosen: Mapping[str, Sequence[str]], fixed: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """The keys of every command; no key stands in it twice, whatever was chosen.

    What somebody chose comes before what others have by default. Keys that cannot be given
    are passed over.
    """
    taken: set[str] = set()
    keys: dict[str, tuple[str, ...]] = {}
    for command in commands:
        if command.id in chosen:
            usable = [key_text(key) for key in chosen[command.id] if not trouble_with(key, fixed)]
            keys[command.id] = _free(usable, taken)
    for command in commands:
        if command.id not in keys:
            keys[command.id] = _free(map(key_text, command.defaults), taken)
    return keys


def _free(wanted: Iterable[str], taken: set[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for key in wanted:
        if key and key not in taken and len(kept) < MOST_KEYS:
            kept.append(key)
            taken.add(key)
    return tuple(kept)


def owner_of(key: str, keys: Mapping[str, Sequence[str]]) -> str:
    """The id of the command that has the key, empty when none has."""
    return next((each for each, had in keys.items() if key in had), "")


def with_key(
    chosen: Mapping[str, Sequence[str]],
    keys: Mapping[str, Sequence[str]],
    command_id: str,
    key: str,
) -> dict[str, tuple[str, ...]]:
    """What is chosen once the command has this key alone, taken from whoever has it now.

    ``key`` empty leaves the command without one.
    """
    new = {each: tuple(had) for each, had in chosen.items()}
    owner = owner_of(key, keys)
    if owner and owner != command_id:
        new[owner] = tuple(each for each in keys[owner] if each != key)
    new[command_id] = (key,) if key else ()
    return new


def _parts(key: str) -> tuple[str, str]:
    """The modifiers of a key as Qt writes it, and the key that is pressed with them."""
    found = _MODIFIERS.match(key)
    cut = found.end() if found else 0
    return key[:cut], key[cut:]
