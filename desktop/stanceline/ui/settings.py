"""What the program remembers between two starts, apart from workspaces."""

import base64
import binascii
import json
import logging
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QByteArray

from stanceline.domain.errors import StancelineError
from stanceline.domain.marks import LaneKey
from stanceline.formats.files import whole_file
from stanceline.services.places import config_folder
from stanceline.ui.theme import SIZES, ThemeChoice

MOST_RECENT_WORKSPACES = 10
SMALLEST_READING_PX = 12
LARGEST_READING_PX = 40

_FILE = "settings.json"
_BROKEN = "settings.broken.json"

_log = logging.getLogger(__name__)
_Choice = TypeVar("_Choice", bound=StrEnum)


class TimelinePlace(StrEnum):
    """Where the timeline is shown."""

    HIDDEN = "hidden"
    BELOW = "below"
    FULL = "full"


class Settings:
    """The settings, read once and written whole each time one of them changes.

    A file that cannot be read counts as empty and is kept beside the new one; one that
    cannot be written is tried again with the next change. Neither stops the program.
    Values that make no sense are answered with their defaults; unknown ones are kept.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or config_folder()) / _FILE
        self._values: dict[str, object] = self._read()

    def _read(self) -> dict[str, object]:
        try:
            values = json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            _log.warning("The settings cannot be read: %s", error)
            return {}
        except (ValueError, RecursionError) as error:
            self._put_aside(str(error))
            return {}
        if isinstance(values, dict):
            return values
        self._put_aside("it holds no settings")
        return {}

    def _put_aside(self, reason: str) -> None:
        kept = self.path.with_name(_BROKEN)
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
        # ASCII, since a path may hold bytes that are no text and that UTF-8 refuses.
        written = json.dumps(self._values, indent=2)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(self.path) as unfinished:
                unfinished.write_text(written, "ascii")
        except (OSError, StancelineError) as error:
            _log.warning("The settings cannot be kept: %s", error)

    # ---------------------------------------------------------------- workspaces

    @property
    def last_workspace(self) -> Path | None:
        """The workspace that was open last, or None to open none."""
        path = self._values.get("last_workspace")
        return Path(path) if isinstance(path, str) and path else None

    @last_workspace.setter
    def last_workspace(self, path: Path | None) -> None:
        self._put("last_workspace", str(path) if path else "")

    @property
    def recent_workspaces(self) -> list[Path]:
        """The workspaces that were opened, the latest first; some may be gone."""
        paths = self._values.get("recent_workspaces")
        if not isinstance(paths, list):
            return []
        known = dict.fromkeys(path for path in paths if isinstance(path, str) and path)
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
        value = self._values.get("reading_text_px")
        if not isinstance(value, int) or isinstance(value, bool):
            return SIZES.reading
        return min(max(value, SMALLEST_READING_PX), LARGEST_READING_PX)

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
    def lanes(self) -> LaneKey:
        """What the lanes of the timeline stood for last."""
        return self._choice("lanes", LaneKey.SPEAKER)

    @lanes.setter
    def lanes(self, key: LaneKey) -> None:
        self._put("lanes", key.value)

    def _choice(self, key: str, default: _Choice) -> _Choice:
        try:
            return type(default)(str(self._values.get(key)))
        except ValueError:
            return default

    # --------------------------------------------------------- windows and splitters

    def place_of(self, name: str) -> QByteArray:
        """What ``saveGeometry`` or ``saveState`` gave for this name; empty when unknown."""
        places = self._values.get("places")
        written = places.get(name) if isinstance(places, Mapping) else None
        if not isinstance(written, str):
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
