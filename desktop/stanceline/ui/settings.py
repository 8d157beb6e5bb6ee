"""What the program remembers between two starts, apart from workspaces."""

import base64
import binascii
import json
import logging
import math
import os
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeGuard, TypeVar

from PySide6.QtCore import QByteArray

from stanceline.domain.errors import StancelineError
from stanceline.formats.files import whole_file
from stanceline.services.places import config_folder
from stanceline.ui.settings_file import content_of, is_shallow
from stanceline.ui.theme import INTERFACE_SCALES, SIZES, ThemeChoice

MOST_RECENT_WORKSPACES = 10
MOST_DISMISSED_WORKSPACES = 100
MOST_DISMISSED_NAMES = 20
MOST_SEEN_REPORTS = 50
MOST_MINUTES = 24 * 60
DEFAULT_BACKUP_MINUTES = 30
SMALLEST_READING_PX = 12
LARGEST_READING_PX = 40
NARROWEST_MEASURE = 50
WIDEST_MEASURE = 90
DEFAULT_MEASURE = 66
MOST_RECENT_COMMANDS = 12
MOST_COMMANDS_WITH_KEYS = 300
MOST_DESKS = 50
LARGEST_PART_PX = 4_000

_FILE = "settings.json"
_BROKEN = "settings.broken.json"
_LONGEST_STATE = 200_000
_LONGEST_NAME = 200

_log = logging.getLogger(__name__)
_Choice = TypeVar("_Choice", bound=StrEnum)


class TimelinePlace(StrEnum):
    """Where the timeline is shown."""

    HIDDEN = "hidden"
    BELOW = "below"
    FULL = "full"


class Side(StrEnum):
    """A panel beside the article."""

    LIBRARY = "library"
    INSPECTOR = "inspector"


class Settings:
    """The settings, read once and written whole each time one of them changes.

    A file that cannot be read counts as empty and is kept beside the new one; one that
    cannot be written is tried again with the next change. Neither stops the program.
    Values that make no sense are answered with their defaults; unknown ones are kept.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or config_folder()) / _FILE
        self._values: dict[str, object] = self._read()
        self._key_listeners: list[Callable[[], None]] = []

    def _read(self) -> dict[str, object]:
        try:
            values = json.loads(content_of(self.path))
        except FileNotFoundError:
            return {}
        except OSError as error:
            self._put_aside(error.strerror or "it cannot be read")
            return {}
        except (ValueError, RecursionError, MemoryError) as error:
            self._put_aside(str(error))
            return {}
        if isinstance(values, dict) and is_shallow(values):
            return values
        self._put_aside("it holds no settings")
        return {}

    def _put_aside(self, reason: str) -> None:
        kept = self.path.with_name(_BROKEN)
        if kept.is_dir() != self.path.is_dir():  # Neither takes the place of the other.
            kept = self.path.with_name(f"{kept.stem}-{secrets.token_hex(4)}{kept.suffix}")
        _log.warning("The settings are broken (%s); they are kept as %s", reason, kept)
        try:
            self.path.replace(kept)
        except OSError as error:
            _log.warning("The broken settings cannot be put aside: %s", error)

    def _put(self, key: str, value: object) -> None:
        if key in self._values and self._values[key] == value:
            return
        self._values[key] = value
        self._write()

    def _write(self) -> None:
        try:
            # ASCII, since a path may hold bytes that are no text and that UTF-8 refuses.
            written = json.dumps(self._values, indent=2)
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(self.path) as unfinished:
                unfinished.write_text(written, "ascii")
        except (OSError, ValueError, StancelineError) as error:
            _log.warning("The settings cannot be kept: %s", error)

    # ---------------------------------------------------------------- workspaces

    @property
    def last_workspace(self) -> Path | None:
        """The workspace that was open last, or None to open none."""
        path = self._values.get("last_workspace")
        return Path(path) if _is_path(path) else None

    @last_workspace.setter
    def last_workspace(self, path: Path | None) -> None:
        self._put("last_workspace", str(path) if path else "")

    @property
    def recent_workspaces(self) -> list[Path]:
        """The workspaces that were opened, the latest first; some may be gone."""
        paths = self._values.get("recent_workspaces")
        if not isinstance(paths, list):
            return []
        known = dict.fromkeys(path for path in paths if _is_path(path))
        return [Path(path) for path in known][:MOST_RECENT_WORKSPACES]

    def remember_workspace(self, path: Path) -> None:
        """Put the workspace first among the recent ones and make it the last one open."""
        absolute = path.absolute()
        others = [known for known in self.recent_workspaces if known != absolute]
        self._keep_recent([absolute, *others])
        self.last_workspace = absolute

    def forget_workspace(self, path: Path) -> None:
        """Take the workspace out of what is remembered; the file itself stays."""
        absolute = path.absolute()
        self._keep_recent([known for known in self.recent_workspaces if known != absolute])
        if self.last_workspace == absolute:
            self.last_workspace = None

    def _keep_recent(self, paths: list[Path]) -> None:
        self._put("recent_workspaces", [str(path) for path in paths[:MOST_RECENT_WORKSPACES]])

    def dismissed_warnings(self, path: Path) -> frozenset[str]:
        """The names of the warnings that nobody wants to see again for this workspace."""
        return frozenset(self._dismissals().get(str(path.absolute()), ()))

    def dismiss_warning(self, path: Path, name: str) -> None:
        """Do not show the warning of this name for this workspace again."""
        known, key = self._dismissals(), str(path.absolute())
        names = [*known.pop(key, ()), name]
        kept = [*known.items(), (key, list(dict.fromkeys(names))[-MOST_DISMISSED_NAMES:])]
        self._put("dismissed_warnings", dict(kept[-MOST_DISMISSED_WORKSPACES:]))

    def _dismissals(self) -> dict[str, list[str]]:
        written = self._values.get("dismissed_warnings")
        if not isinstance(written, dict):
            return {}
        kept = list(written.items())[-MOST_DISMISSED_WORKSPACES:]
        return {path: _texts(names)[-MOST_DISMISSED_NAMES:] for path, names in kept}

    # -------------------------------------------------------------------- the work

    @property
    def analyst_name(self) -> str:
        """Who works here, in one line; empty where nobody has said so."""
        name = self._values.get("analyst_name")
        return _one_line(name) if isinstance(name, str) else ""

    @analyst_name.setter
    def analyst_name(self, name: str) -> None:
        self._put("analyst_name", _one_line(name))

    @property
    def lock_after_minutes(self) -> int:
        """After how long without a key or click an encrypted workspace is locked; 0 is never."""
        return self._number("lock_after_minutes", 0, 0, MOST_MINUTES)

    @lock_after_minutes.setter
    def lock_after_minutes(self, minutes: int) -> None:
        self._put("lock_after_minutes", min(max(minutes, 0), MOST_MINUTES))

    @property
    def backup_minutes(self) -> int:
        """How long after a backup the next one is made, while there is something new."""
        return self._number("backup_minutes", DEFAULT_BACKUP_MINUTES, 1, MOST_MINUTES)

    @backup_minutes.setter
    def backup_minutes(self, minutes: int) -> None:
        self._put("backup_minutes", min(max(minutes, 1), MOST_MINUTES))

    @property
    def seen_crash_reports(self) -> tuple[str, ...]:
        """The names of the reports of failures that were shown already, the latest last."""
        return tuple(_texts(self._values.get("seen_crash_reports"))[-MOST_SEEN_REPORTS:])

    def see_crash_reports(self, names: Iterable[str]) -> None:
        """Remember that the reports of these names were shown."""
        seen = dict.fromkeys([*self.seen_crash_reports, *names])
        self._put("seen_crash_reports", list(seen)[-MOST_SEEN_REPORTS:])

    # ------------------------------------------------------------------- the look

    @property
    def theme(self) -> ThemeChoice:
        """Whether the window is light, dark, or as the system is."""
        return self._choice("theme", ThemeChoice.SYSTEM)

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._put("theme", choice.value)

    @property
    def reduced_motion(self) -> bool | None:
        """Whether nothing should move; None leaves it to the system."""
        value = self._values.get("reduced_motion")
        return value if isinstance(value, bool) else None

    @reduced_motion.setter
    def reduced_motion(self, value: bool | None) -> None:
        self._put("reduced_motion", value)

    @property
    def reading_text_px(self) -> int:
        """The size of the article's text in pixels."""
        return self._number(
            "reading_text_px", SIZES.reading, SMALLEST_READING_PX, LARGEST_READING_PX
        )

    @reading_text_px.setter
    def reading_text_px(self, size_px: int) -> None:
        self._put("reading_text_px", min(max(size_px, SMALLEST_READING_PX), LARGEST_READING_PX))

    @property
    def timeline_place(self) -> TimelinePlace:
        """Where the timeline was shown last."""
        return self._choice("timeline_place", TimelinePlace.BELOW)

    @timeline_place.setter
    def timeline_place(self, place: TimelinePlace) -> None:
        self._put("timeline_place", place.value)

    @property
    def timeline(self) -> Mapping[str, object]:
        """How the timeline was arranged last, as ``timeline.arrangement_kept`` reads it."""
        kept = self._values.get("timeline")
        # Earlier versions remembered nothing but what the lanes stood for.
        return kept if isinstance(kept, dict) else {"lanes": self._values.get("lanes")}

    @timeline.setter
    def timeline(self, kept: Mapping[str, object]) -> None:
        self._put("timeline", dict(kept))

    def _number(self, key: str, default: int, least: int, most: int) -> int:
        value = self._values.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            return default
        return min(max(value, least), most)

    def _choice(self, key: str, default: _Choice) -> _Choice:
        try:
            return type(default)(str(self._values.get(key)))
        except ValueError:
            return default

    @property
    def interface_scale(self) -> float:
        """How many times larger than usual the interface is."""
        value = self._values.get("interface_scale")
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
            return 1.0
        return min(INTERFACE_SCALES, key=lambda each: abs(each - value))

    @interface_scale.setter
    def interface_scale(self, factor: float) -> None:
        self._put("interface_scale", factor)

    @property
    def measure(self) -> int:
        """How many characters a line of the article holds."""
        return self._number("measure", DEFAULT_MEASURE, NARROWEST_MEASURE, WIDEST_MEASURE)

    @measure.setter
    def measure(self, characters: int) -> None:
        self._put("measure", min(max(characters, NARROWEST_MEASURE), WIDEST_MEASURE))

    @property
    def typeface(self) -> str:
        """The name of the typeface that articles are set in; empty for the usual one."""
        name = self._values.get("typeface")
        return _one_line(name) if isinstance(name, str) else ""

    @typeface.setter
    def typeface(self, name: str) -> None:
        self._put("typeface", _one_line(name))

    # --------------------------------------------------------------- keys and commands

    @property
    def chosen_keys(self) -> dict[str, tuple[str, ...]]:
        """The keys that somebody chose, by command; no keys where a command shall have none."""
        written = self._values.get("keys")
        if not isinstance(written, dict):
            return {}
        kept = list(written.items())[:MOST_COMMANDS_WITH_KEYS]
        return {name: tuple(_texts(keys)) for name, keys in kept if isinstance(keys, list)}

    @chosen_keys.setter
    def chosen_keys(self, keys: Mapping[str, Sequence[str]]) -> None:
        self._put("keys", {name: list(each) for name, each in keys.items()})
        for listener in list(self._key_listeners):
            listener()

    def on_keys_chosen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have the listener hear when keys are chosen; call what is returned to stop that."""
        self._key_listeners.append(listener)
        return lambda: self._key_listeners.remove(listener)

    @property
    def recent_commands(self) -> tuple[str, ...]:
        """The ids of the commands that were run from the palette, the latest first."""
        known = dict.fromkeys(_texts(self._values.get("recent_commands")))
        return tuple(known)[:MOST_RECENT_COMMANDS]

    def remember_command(self, command_id: str) -> None:
        """Put the command first among the recent ones."""
        others = [each for each in self.recent_commands if each != command_id]
        self._put("recent_commands", [command_id, *others][:MOST_RECENT_COMMANDS])

    # ---------------------------------------------------------- the parts of the window

    @property
    def hidden_sides(self) -> frozenset[Side]:
        """The panels that are not shown."""
        known = {each.value: each for each in Side}
        written = _texts(self._values.get("hidden_sides"))
        return frozenset(known[name] for name in written if name in known)

    @hidden_sides.setter
    def hidden_sides(self, sides: Iterable[Side]) -> None:
        self._put("hidden_sides", sorted(side.value for side in sides))

    @property
    def has_swapped_sides(self) -> bool:
        """Whether the library stands where the inspector usually is, and the other way round."""
        return self._values.get("swapped_sides") is True

    @has_swapped_sides.setter
    def has_swapped_sides(self, value: bool) -> None:
        self._put("swapped_sides", value)

    def part_size(self, name: str) -> int:
        """How wide or high somebody made this part of the window, in pixels; 0 by default."""
        sizes = self._values.get("part_sizes")
        value = sizes.get(name) if isinstance(sizes, Mapping) else None
        if not isinstance(value, int) or isinstance(value, bool):
            return 0
        return value if 0 < value <= LARGEST_PART_PX else 0

    def keep_part_size(self, name: str, size_px: int) -> None:
        """Remember the size of this part."""
        sizes = self._values.get("part_sizes")
        known = dict(sizes) if isinstance(sizes, Mapping) else {}
        self._put("part_sizes", {**known, name: size_px})

    def desk_of(self, path: Path) -> tuple[int, int] | None:
        """The ids of the two articles that lay side by side in this workspace, if two did."""
        ids = self._desks().get(str(path.absolute()))
        return None if ids is None else (ids[0], ids[1])

    def keep_desk(self, path: Path, ids: tuple[int, int] | None) -> None:
        """Remember which two articles lie side by side; None when only one does."""
        known, key = self._desks(), str(path.absolute())
        if known.pop(key, None) is None and ids is None:
            return
        if ids is not None:
            known[key] = list(ids)
        self._put("desks", dict(list(known.items())[-MOST_DESKS:]))

    def _desks(self) -> dict[str, list[int]]:
        written = self._values.get("desks")
        if not isinstance(written, dict):
            return {}
        return {path: ids for path, ids in written.items() if _are_two_ids(ids)}

    # --------------------------------------------------------- windows and splitters

    def place_of(self, name: str) -> QByteArray:
        """What ``saveGeometry`` or ``saveState`` gave for this name; empty when unknown."""
        places = self._values.get("places")
        written = places.get(name) if isinstance(places, Mapping) else None
        if not isinstance(written, str) or len(written) > _LONGEST_STATE:
            return QByteArray()
        try:
            return QByteArray(base64.b64decode(written, validate=True))
        except (binascii.Error, ValueError):
            return QByteArray()

    def keep_place(self, name: str, state: QByteArray) -> None:
        """Keep the geometry of a window or the state of a splitter under this name."""
        places = self._values.get("places")
        known = dict(places) if isinstance(places, Mapping) else {}
        known[name] = base64.b64encode(state.data()).decode("ascii")
        self._put("places", known)


def _is_path(value: object) -> TypeGuard[str]:
    """Whether this is a path that the system can be asked for."""
    if not isinstance(value, str) or not value or "\0" in value:
        return False
    try:
        os.fsencode(value)
    except UnicodeEncodeError:
        return False
    return True


def _are_two_ids(value: object) -> TypeGuard[list[int]]:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - two sides
        return False
    return all(isinstance(each, int) and not isinstance(each, bool) for each in value)


def _texts(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _one_line(text: str) -> str:
    printable = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(printable.split())[:_LONGEST_NAME].rstrip()
