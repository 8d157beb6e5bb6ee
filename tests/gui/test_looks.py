"""Nothing is cut, covered or left untranslated on any screen, whatever the size and language."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QSize

from gui.faults import cut, overlaps, untranslated
from gui.screens import SAID, SCREENS, Stage, open_stage, put_away
from stanceline.ui import pseudo
from stanceline.ui.theme import set_interface_scale, set_reduced_motion

LARGE, SMALL = QSize(1440, 900), QSize(1024, 700)


@dataclass(frozen=True)
class Look:
    """How the program is set while its screens are looked at."""

    name: str
    size: QSize
    speaks_pseudo: bool = False
    is_mirrored: bool = False
    scale: float = 1.0


LOOKS = (
    Look("english-large", LARGE),
    Look("english-small", SMALL),
    Look("pseudo-large", LARGE, speaks_pseudo=True),
    Look("pseudo-small", SMALL, speaks_pseudo=True),
    Look("mirrored", SMALL, speaks_pseudo=True, is_mirrored=True),
    # What twice 1024 by 700 has room for, as on a screen that is scaled.
    Look("twice-as-large", 2 * SMALL, scale=2.0),
)


@pytest.fixture(params=LOOKS, ids=lambda look: look.name)
def look(request) -> Look:
    return request.param


@pytest.fixture
def stage(app, settings, theme, sample_path, tmp_path, look) -> Iterator[Stage]:
    set_reduced_motion(app, reduced=True)
    translator = pseudo.install(app, is_mirrored=look.is_mirrored) if look.speaks_pseudo else None
    theme = set_interface_scale(app, look.scale)
    stage = open_stage(sample_path, tmp_path, settings, theme, look.size)
    yield stage
    stage.close()
    set_interface_scale(app, 1.0)
    if translator is not None:
        pseudo.uninstall(app, translator)
    set_reduced_motion(app, reduced=None)


def texts_in(path) -> frozenset[str]:
    """What the analyst wrote: every short text that the workspace holds."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    found = {*SAID, path.name, str(path), str(path.parent)}
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
    for (table,) in connection.execute(tables).fetchall():
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            found.update(value for value in row if isinstance(value, str) and 1 < len(value) < 900)
    for (definition,) in connection.execute("SELECT definition FROM timeline"):
        found.update(written_in(json.loads(definition)))
    connection.close()
    return frozenset(found | {" ".join(text.split()) for text in found})


def written_in(value) -> set[str]:
    """The titles and notes within a saved view; of the rest of it no screen shows a word."""
    if isinstance(value, list):
        return {text for each in value for text in written_in(each)}
    if not isinstance(value, dict):
        return set()
    own = {value[key] for key in ("title", "text") if isinstance(value.get(key), str)}
    return own.union(*(written_in(each) for each in value.values()))


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_no_screen_has_a_fault(stage, look, sample_path):
    faults: dict[str, str] = {}
    for name, show in SCREENS.items():
        shown = show(stage)
        stage.pause(2)
        found = [*cut(shown), *overlaps(shown)]
        if look.speaks_pseudo:
            # What a screen had looked for is in the workspace only now.
            data = texts_in(sample_path)
            found += [f"never translated: {each}" for each in untranslated(shown, data)]
        for each in found:
            faults.setdefault(each, name)
        put_away(stage, shown)
    told = [f"{name}: {each}" for each, name in faults.items()]
    if told:
        # A fault that is on many screens is told of where it was seen first.
        pytest.fail("\n".join(told), pytrace=False)
